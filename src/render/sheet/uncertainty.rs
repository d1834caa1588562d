//! How sure the covered length is.

use super::{Cell, Sheet, Shows};
use crate::render::Lang;
use crate::report::Report;
use crate::units::Length;

/// The covered length with its error, section by section.
pub(super) fn sections(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.how_sure, w.registered, w.give_or_take, w.standard_error, w.scale];
    let mut sheet = Sheet::new("uncertainty", w.how_sure, &columns);
    let table = &report.uncertainty;
    for (row, section) in table.sections.iter().zip(&report.sections) {
        let scale = if row.scale_known { w.scale_by_controls } else { w.scale_not_known };
        let cells = [
            Cell::text(&section.name),
            Cell::Length(section.coverage.registered_mm),
            Cell::Length(row.expanded_mm),
            Cell::Length(row.standard_mm),
            Cell::text(scale),
        ];
        sheet.push_showing(Shows::Section(row.section.clone()), cells);
    }
    sheet.push([
        Cell::text(w.whole_line),
        Cell::Length(table.registered_mm),
        Cell::Length(table.expanded_mm),
        Cell::Length(table.standard_mm),
        Cell::Blank,
    ]);
    sheet
}

/// The ends, the least sure first.
pub(super) fn ends(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [
        w.unsure_ends,
        w.section,
        w.registration,
        w.village,
        w.standard_error,
        w.as_written,
        w.position,
        w.scale,
    ];
    let mut sheet = Sheet::new("unsure ends", w.unsure_ends, &columns).brief(5);
    for row in &report.uncertainty.ends {
        let cells = [
            Cell::address(&row.at, lang),
            Cell::text(&row.section),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::Length(row.standard_mm),
            Cell::Length(row.declared_mm),
            Cell::Length(row.position_mm),
            row.scale_mm.map_or(Cell::Unknown, Cell::Length),
        ];
        let (section, from) = (row.section.clone(), row.at_mm);
        let shows = Shows::Stretch { section, from, to: from + Length::from_mm(1) };
        sheet.push_showing(shows, cells);
    }
    sheet
}
