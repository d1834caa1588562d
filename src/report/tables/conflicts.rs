//! What is kept more than once, and what deciding it would change.

use super::{named, shows};
use crate::audit::ConflictClass;
use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Table};
use crate::units::Length;

/// Number and length of the conflicts of each class.
pub(super) fn classes(report: &Report) -> Table {
    let title = Phrase::label("kept_more_than_once");
    let columns = [
        Column::label("class").headed(title.clone()),
        Column::count("number"),
        Column::length("km"),
    ];
    let mut table = Table::new("conflict classes", title, columns);
    for class in ConflictClass::ALL {
        let rows = report.conflicts.rows.iter().filter(|row| row.class == class);
        let lengths: Vec<Length> = rows.map(|row| row.stretch.length()).collect();
        if !lengths.is_empty() {
            let sum = lengths.iter().fold(Length::ZERO, |sum, &length| sum + length);
            let name = Cell::Label(named("class", &class));
            table.push([name, Cell::count(lengths.len()), Cell::Length(sum)]);
        }
    }
    table
}

/// The conflicts, in order along the sections.
pub(super) fn conflicts(report: &Report) -> Table {
    let columns = [
        Column::text("section"),
        Column::length("km"),
        Column::address("from"),
        Column::address("to"),
        Column::label("class"),
        Column::list("villages"),
    ];
    let mut table = Table::new("conflicts", Phrase::label("conflicts"), columns).brief(0);
    for row in &report.conflicts.rows {
        let cells = [
            Cell::text(&row.stretch.section),
            Cell::Length(row.stretch.length()),
            Cell::Address(row.stretch.from.clone()),
            Cell::Address(row.stretch.to.clone()),
            Cell::Label(named("class", &row.class)),
            Cell::list(&row.villages),
        ];
        table.push_showing(shows(&row.stretch), cells);
    }
    table
}

/// What each policy would make of the line.
pub(super) fn policies(report: &Report) -> Table {
    let columns = [
        Column::label("decided_by"),
        Column::length("km_decided"),
        Column::length("left_shared"),
        Column::length("once"),
        Column::length("recognised"),
    ];
    let mut table = Table::new("policies", Phrase::label("decided_by"), columns);
    for row in report.conflicts.outcomes.iter().filter(|_| !report.overlaps.is_empty()) {
        table.push([
            Cell::Label(named("policy", &row.policy)),
            Cell::Length(row.decided),
            Cell::Length(row.undecided),
            Cell::Length(row.line.once()),
            Cell::Length(row.line.recognised()),
        ]);
    }
    table
}
