//! What is left to do: gaps, overlaps, markers, whom to ask.

use super::{Cell, Sheet, Shows};
use crate::id::{SectionId, VillageId};
use crate::render::Lang;
use crate::report::Report;
use crate::units::{Measure, Share};

pub(super) fn stretch(section: &SectionId, from: Measure, to: Measure) -> Shows {
    Shows::Stretch { section: section.clone(), from, to }
}

pub(super) fn list(villages: &[VillageId]) -> Cell {
    Cell::text(villages.iter().map(VillageId::as_str).collect::<Vec<_>>().join(", "))
}

/// The gaps, in order along the sections.
pub(super) fn gaps(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.section, w.km, w.from, w.to, w.nearest_village, w.distance_m, w.areas];
    let mut sheet = Sheet::new("gaps", w.gaps, &columns);
    for gap in &report.gaps {
        let nearest = gap.nearest.first();
        let areas: Vec<&str> = gap.areas.iter().map(crate::id::AreaId::as_str).collect();
        let cells = [
            Cell::text(&gap.section),
            Cell::Length(gap.length_mm),
            Cell::address(&gap.from, lang),
            Cell::address(&gap.to, lang),
            nearest.map_or(Cell::Unknown, |n| Cell::text(&n.village)),
            nearest.map_or(Cell::Unknown, |n| Cell::Decimal(n.distance_m, 0)),
            Cell::text(areas.join(", ")),
        ];
        sheet.push_showing(stretch(&gap.section, gap.from_mm, gap.to_mm), cells);
    }
    sheet
}

/// The overlaps, in order along the sections.
pub(super) fn overlaps(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.section, w.km, w.from, w.to, w.villages];
    let mut sheet = Sheet::new("overlaps", w.overlaps, &columns).brief(0);
    for overlap in &report.overlaps {
        let km = |at: Measure| Cell::Length(at.from_start());
        let cells = [
            Cell::text(&overlap.section),
            Cell::Length(overlap.length_mm),
            km(overlap.from_mm),
            km(overlap.to_mm),
            list(&overlap.villages),
        ];
        sheet.push_showing(stretch(&overlap.section, overlap.from_mm, overlap.to_mm), cells);
    }
    sheet
}

/// The markers that nobody keeps.
pub(super) fn markers(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.section, w.marker];
    let mut sheet = Sheet::new("markers", w.unkept_markers, &columns).brief(0);
    for one in &report.markers.unregistered {
        let (section, marker) = (one.section.clone(), one.marker.clone());
        let cells = [Cell::text(&section), Cell::text(&marker)];
        sheet.push_showing(Shows::Marker { section, marker }, cells);
    }
    sheet
}

/// Who should be asked to take what.
pub(super) fn proposals(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.proposals, w.km, w.from, w.to, w.section, w.mean_m, w.share];
    let mut sheet = Sheet::new("proposals", w.proposals, &columns);
    for row in &report.proposals.proposals {
        let cells = [
            Cell::text(&row.village),
            Cell::Length(row.length_mm),
            Cell::address(&row.from, lang),
            Cell::address(&row.to, lang),
            Cell::text(&row.section),
            Cell::Decimal(row.mean_m, 0),
            Cell::Blank,
        ];
        sheet.push_showing(stretch(&row.section, row.from_mm, row.to_mm), cells);
    }
    if !sheet.rows.is_empty() {
        let after = report.proposals.registered_mm;
        let mut cells = vec![Cell::text(w.after_proposals_km), Cell::Length(after)];
        cells.extend(std::iter::repeat_n(Cell::Blank, 4));
        cells.push(Cell::Share(Share::of(after, report.line.total_mm)));
        sheet.push_total(cells);
    }
    sheet
}

/// What nobody can be asked for.
pub(super) fn unfilled(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.section, w.km, w.from, w.to, w.reason];
    let mut sheet = Sheet::new("unfilled", w.unfilled, &columns);
    for row in &report.proposals.unfilled {
        let cells = [
            Cell::text(&row.section),
            Cell::Length(row.length_mm),
            Cell::address(&row.from, lang),
            Cell::address(&row.to, lang),
            Cell::text(&row.reason),
        ];
        sheet.push_showing(stretch(&row.section, row.from_mm, row.to_mm), cells);
    }
    sheet
}
