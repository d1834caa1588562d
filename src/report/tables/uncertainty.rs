//! The error of the covered length.

use super::stretch;
use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Shows, Table};
use crate::units::Length;

/// The covered length with its error, section by section.
pub(super) fn sections(report: &Report) -> Table {
    let columns = [
        Column::text("how_sure"),
        Column::length("registered"),
        Column::length("give_or_take"),
        Column::length("standard_error"),
        Column::label("scale"),
    ];
    let mut table = Table::new("uncertainty", Phrase::label("how_sure"), columns);
    let found = &report.uncertainty;
    for (row, section) in found.sections.iter().zip(&report.sections) {
        let scale = if row.scale_known {
            Cell::label("scale_by_controls")
        } else {
            Cell::label("scale_not_known")
        };
        let cells = [
            Cell::text(&section.name),
            Cell::Length(section.account.registered()),
            Cell::Length(row.expanded),
            Cell::Length(row.standard),
            scale,
        ];
        table.push_showing(Shows::Section(row.section.clone()), cells);
    }
    table.push([
        Cell::label("whole_line"),
        Cell::Length(found.registered),
        Cell::Length(found.expanded),
        Cell::Length(found.standard),
        Cell::Blank,
    ]);
    table
}

/// The ends, the least sure first.
pub(super) fn ends(report: &Report) -> Table {
    let columns = [
        Column::address("unsure_ends"),
        Column::text("section"),
        Column::text("registration"),
        Column::text("village"),
        Column::length("standard_error"),
        Column::length("as_written"),
        Column::length("position"),
        Column::length("scale"),
    ];
    let mut table = Table::new("unsure ends", Phrase::label("unsure_ends"), columns).brief(5);
    for row in &report.uncertainty.ends {
        let cells = [
            Cell::Address(row.at.clone()),
            Cell::text(&row.section),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::Length(row.standard),
            Cell::Length(row.declared),
            Cell::Length(row.position),
            Cell::or_unknown(row.scale.map(Cell::Length)),
        ];
        let to = row.measure + Length::from_mm(1);
        table.push_showing(stretch(&row.section, row.measure, to), cells);
    }
    table
}
