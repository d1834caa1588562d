//! What the signs of a map mean: exactly those that are on it.

use super::along::areas_shown;
use super::ground::Ground;
use super::marks::{Kind, Mark};
use crate::render::Lang;
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
    let w = lang.picture_words();
    let (markers, works) = (&report.markers, &report.works);
    let villages = report.map.villages.len();
    let on_pane = report.map.villages.iter().filter(|v| ground.shows(ground.view.at(v.at))).count();
    // What lies too far off to be shown is told.
    let villages = if on_pane == villages {
        villages.to_string()
    } else {
        format!("{on_pane} {} {villages}", w.of)
    };
    let is_told = |kind| kind == Kind::Village && !report.map.villages.is_empty();
    let mut counted = |kind, text: &str, figure: String| {
        if is_told(kind) || marks.iter().any(|mark| mark.kind == kind) {
            entries.push(Entry { swatch: Swatch::Mark(kind), text: text.to_owned(), figure });
        }
    };
    let count = |n: usize| n.to_string();
    counted(Kind::Marker, w.kept_marker, count(markers.registered));
    counted(Kind::UnkeptMarker, w.unkept_marker, count(markers.unregistered.len()));
    counted(Kind::Village, w.village, villages);
    counted(Kind::KeptWork, w.kept_work, count(works.registered));
    counted(Kind::UnkeptWork, w.unkept_work, count(works.unregistered.len()));
    let areas = areas_shown(report);
    if let Some(first) = areas.first() {
        let level = lang.level(&first.level);
        counted(Kind::Area, &format!("{} {level}", w.limit), count(areas.len()));
    }
    entries
}

/// The states of the line that occur, with their lengths.
pub(in crate::render::svg) fn states(report: &Report, lang: Lang) -> Vec<Entry> {
    let (w, line) = (lang.picture_words(), &report.line);
    let proposed = report.proposals.registered_mm - line.registered_mm;
    let lengths = [
        (Swatch::Once, w.kept_once, line.once_mm),
        (Swatch::Shared, w.kept_by_several, line.shared_mm),
        (Swatch::Gap, w.gap, line.unregistered_mm),
        (Swatch::Proposed, w.to_ask, proposed),
    ];
    let there = lengths.into_iter().filter(|&(_, _, length)| length > Length::ZERO);
    let entry = |(swatch, text, length): (_, &str, Length)| Entry {
        swatch,
        text: text.to_owned(),
        figure: format!("{} km", lang.km(length)),
    };
    there.map(entry).collect()
}
