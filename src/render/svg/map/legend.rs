//! What the signs of a map mean: exactly those that are on it.

use super::along::areas_shown;
use super::ground::Ground;
use super::marks::{Kind, Mark};
use crate::lang::Lang;
use crate::report::Report;
use crate::units::Length;

/// A sign of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Swatch {
    Once,
    Shared,
    Gap,
    Proposed,
    Mark(Kind),
}

/// A sign and its meaning.
#[derive(Debug, Clone)]
pub(in crate::render) struct Entry {
    pub(in crate::render) swatch: Swatch,
    pub(in crate::render) text: String,
    /// How much or how many there are.
    pub(in crate::render) figure: String,
}

/// The signs on a map.
pub(super) fn legend(report: &Report, ground: &Ground, marks: &[Mark], lang: Lang) -> Vec<Entry> {
    let mut entries = states(report, lang);
    let (markers, works) = (&report.markers, &report.works);
    let villages = report.map.villages.len();
    let on_pane = report.map.villages.iter().filter(|v| ground.shows(ground.view.at(v.at))).count();
    // What lies too far off to be shown is told.
    let villages = if on_pane == villages {
        villages.to_string()
    } else {
        format!("{on_pane} {} {villages}", lang.label("of"))
    };
    let is_told = |kind| kind == Kind::Village && !report.map.villages.is_empty();
    let mut counted = |kind, text: &str, figure: String| {
        if is_told(kind) || marks.iter().any(|mark| mark.kind == kind) {
            entries.push(Entry { swatch: Swatch::Mark(kind), text: text.to_owned(), figure });
        }
    };
    let count = |n: usize| n.to_string();
    counted(Kind::Marker, lang.label("mark.kept_marker"), count(markers.registered));
    counted(
        Kind::UnkeptMarker,
        lang.label("mark.unkept_marker"),
        count(markers.unregistered.len()),
    );
    counted(Kind::Village, lang.label("mark.village"), villages);
    counted(Kind::KeptWork, lang.label("mark.kept_work"), count(works.registered));
    counted(Kind::UnkeptWork, lang.label("mark.unkept_work"), count(works.unregistered.len()));
    let areas = areas_shown(report);
    if let Some(first) = areas.first() {
        let level = lang.level(&first.level);
        counted(Kind::Area, &format!("{} {level}", lang.label("limit")), count(areas.len()));
    }
    entries
}

/// The states of the line that occur, with their lengths.
pub(in crate::render::svg) fn states(report: &Report, lang: Lang) -> Vec<Entry> {
    let line = &report.line;
    let proposed = report.proposals.registered_mm - line.registered_mm;
    let lengths = [
        (Swatch::Once, lang.label("state.once"), line.once_mm),
        (Swatch::Shared, lang.label("state.shared"), line.shared_mm),
        (Swatch::Gap, lang.label("state.gap"), line.unregistered_mm),
        (Swatch::Proposed, lang.label("state.proposed"), proposed),
    ];
    let there = lengths.into_iter().filter(|&(_, _, length)| length > Length::ZERO);
    let entry = |(swatch, text, length): (_, &str, Length)| Entry {
        swatch,
        text: text.to_owned(),
        figure: format!("{} km", lang.km(length)),
    };
    there.map(entry).collect()
}
