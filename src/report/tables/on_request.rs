//! Tables that stand in a text only where they are asked for.

use std::cmp::Reverse;

use super::named;
use crate::audit::Resolution;
use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Table};
use crate::units::Length;

/// The line divided among the nearest villages: who is nearest to most of it first.
pub(super) fn nearest(report: &Report) -> Table {
    let columns = [
        Column::text("nearest_village"),
        Column::length("km"),
        Column::share("share"),
        Column::decimal("mean_m"),
    ];
    let mut table = Table::new("nearest", Phrase::label("nearest_village"), columns);
    let mut rows: Vec<_> = report.division.villages.iter().collect();
    rows.sort_by_key(|row| Reverse(row.length));
    for row in rows {
        table.push([
            Cell::or_unknown(row.village.as_ref().map(Cell::text)),
            Cell::Length(row.length),
            Cell::Share(row.share),
            Cell::or_unknown(row.mean.map(|mean| Cell::Decimal(mean.metres(), 0))),
        ]);
    }
    table
}

/// What each decision of each conflict would change for the villages that hold it.
pub(super) fn prices(report: &Report) -> Table {
    let columns = [
        Column::text("section"),
        Column::address("from"),
        Column::address("to"),
        Column::label("decided_by"),
        Column::length("km_decided"),
        Column::length("left_shared"),
        Column::label("villages"),
    ];
    let mut table = Table::new("prices", Phrase::label("decided_by"), columns);
    for row in &report.conflicts.rows {
        for resolution in &row.resolutions {
            table.push([
                Cell::text(&row.stretch.section),
                Cell::Address(row.stretch.from.clone()),
                Cell::Address(row.stretch.to.clone()),
                Cell::Label(named("policy", &resolution.policy)),
                Cell::Length(resolution.decided()),
                Cell::Length(resolution.undecided),
                Cell::Label(changes(resolution)),
            ]);
        }
    }
    table
}

/// Whose kept length changes, and by how much.
fn changes(resolution: &Resolution) -> Phrase {
    let changed = resolution.price.villages.iter().filter(|row| row.kept != Length::ZERO);
    let phrases = changed.map(|row| {
        let change = Phrase::text(format!("{} ", row.village)).then(Phrase::change(row.kept));
        change.then_text(" ").then(Phrase::label("km"))
    });
    phrases.reduce(|before, next| before.then_text(", ").then(next)).unwrap_or_default()
}
