//! What the signs of a map mean: exactly those that are on it.

use super::along::areas_shown;
use super::ground::Ground;
use super::marks::{Mark, MarkKind};
use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::report::Report;
use crate::units::Length;

/// A sign of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Swatch {
    Stretch(StretchState),
    Mark(MarkKind),
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
    // Villages too far off to be shown are counted all the same.
    let villages = if on_pane == villages {
        villages.to_string()
    } else {
        format!("{on_pane} {} {villages}", lang.label("of"))
    };
    let has_villages = !report.map.villages.is_empty();
    let mut counted = |kind, text: &str, figure: String| {
        let of_villages = kind == MarkKind::Point(PointKind::Village) && has_villages;
        if of_villages || marks.iter().any(|mark| mark.kind == kind) {
            entries.push(Entry { swatch: Swatch::Mark(kind), text: text.to_owned(), figure });
        }
    };
    let points = [
        (PointKind::KeptMarker, markers.registered.to_string()),
        (PointKind::UnkeptMarker, markers.unregistered.len().to_string()),
        (PointKind::Village, villages),
        (PointKind::KeptWork, works.registered.to_string()),
        (PointKind::UnkeptWork, works.unregistered.len().to_string()),
    ];
    for (kind, figure) in points {
        counted(MarkKind::Point(kind), kind.label(lang), figure);
    }
    let areas = areas_shown(report);
    if let Some(first) = areas.first() {
        let level = lang.level(&first.level);
        let text = format!("{} {level}", lang.label("limit"));
        counted(MarkKind::Limit, &text, areas.len().to_string());
    }
    entries
}

/// The states of the line that occur, with their lengths.
pub(in crate::render::svg) fn states(report: &Report, lang: Lang) -> Vec<Entry> {
    let line = &report.line;
    let proposed = report.proposals.after.registered() - line.registered();
    let lengths = [
        (StretchState::Once, line.once()),
        (StretchState::Shared, line.shared()),
        (StretchState::Gap, line.unregistered()),
        (StretchState::Proposed, proposed),
    ];
    let there = lengths.into_iter().filter(|&(_, length)| length > Length::ZERO);
    let entry = |(state, length): (StretchState, Length)| Entry {
        swatch: Swatch::Stretch(state),
        text: state.label(lang).to_owned(),
        figure: format!("{} km", lang.km(length)),
    };
    there.map(entry).collect()
}
