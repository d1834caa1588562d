//! The areas, level by level, and the roll-ups that add up to the line.

use super::line::{account, account_columns};
use super::named;
use crate::audit::By;
use crate::id::AreaId;
use crate::ledger::Account;
use crate::report::{CrossCells, Report, RollupTable};
use crate::table::{Cell, Column, Phrase, Shows, Table};

/// The areas of each level.
pub(super) fn areas(report: &Report) -> Vec<Table> {
    report.levels().into_iter().map(|level| of_level(report, level)).collect()
}

fn of_level(report: &Report, level: &str) -> Table {
    let columns = [
        Column::text("area").headed(Phrase::level(level)),
        Column::length("total"),
        Column::length("registered"),
        Column::length("unregistered"),
        Column::length("longest_gap"),
        Column::share("share"),
        Column::count("villages"),
        Column::count("taking_part"),
        Column::length("kept_by_its_villages"),
    ];
    let title = Phrase::label("areas").then_text(": ").then(Phrase::level(level));
    let mut table = Table::new(format!("areas {level}"), title, columns);
    for area in report.areas.iter().filter(|area| area.level == level) {
        let figure = |of: fn(&Account) -> Cell| Cell::or_unknown(area.account.as_ref().map(of));
        let cells = [
            Cell::text(&area.name),
            figure(|c| Cell::Length(c.total())),
            figure(|c| Cell::Length(c.registered())),
            figure(|c| Cell::Length(c.unregistered())),
            Cell::or_unknown(area.longest_gap.map(Cell::Length)),
            figure(|c| Cell::Share(c.share())),
            Cell::count(area.villages),
            Cell::count(area.villages_registered),
            Cell::Length(area.kept),
        ];
        table.push_showing(Shows::Area(area.area.clone()), cells);
    }
    table
}

/// The names of areas that belong together.
fn names(report: &Report, ids: &[AreaId]) -> Cell {
    let name = |id: &AreaId| {
        let found = report.areas.iter().find(|area| area.area == *id);
        found.map_or_else(|| id.to_string(), |area| area.name.clone())
    };
    match ids {
        [] => Cell::Label(Phrase::text("(").then(Phrase::label("no_area")).then_text(")")),
        ids => Cell::text(ids.iter().map(name).collect::<Vec<_>>().join(" + ")),
    }
}

/// A level, and by what stretches are counted to its areas.
fn axis(level: &str, by: By) -> Phrase {
    Phrase::level(level).then_text(" ").then(named("by", &by))
}

fn refused(reason: &str) -> [Cell; 1] {
    [Cell::Label(Phrase::label("refused").then_text(format!(": {reason}")))]
}

/// The line by each level, by place and by keeper.
pub(super) fn rollups(report: &Report) -> Vec<Table> {
    report.rollups.iter().map(|rollup| rolled_up(report, rollup)).collect()
}

fn rolled_up(report: &Report, rollup: &RollupTable) -> Table {
    let mut columns = vec![Column::text("areas").headed(Phrase::level(&rollup.level))];
    columns.extend(account_columns());
    let key = format!("rollups {} {}", rollup.level, rollup.by);
    let mut table = Table::new(key, axis(&rollup.level, rollup.by), columns).brief(0);
    if let Some(reason) = &rollup.refused {
        table.push(refused(reason));
    }
    for row in &rollup.rows {
        let mut cells = vec![names(report, &row.areas)];
        cells.extend(account(&row.account));
        match row.areas.as_slice() {
            [only] => table.push_showing(Shows::Area(only.clone()), cells),
            _ => table.push(cells),
        }
    }
    table
}

/// The line by two levels at once, a row for each cell.
pub(super) fn cross_tables(report: &Report) -> Vec<Table> {
    report.cross_tables.iter().map(|cross| crossed(report, cross)).collect()
}

fn crossed(report: &Report, cross: &CrossCells) -> Table {
    let rows = axis(&cross.rows, cross.rows_by);
    let other = axis(&cross.columns, cross.columns_by);
    let title = rows.clone().then_text(" × ").then(other.clone());
    let mut columns = vec![Column::text("row").headed(rows), Column::text("column").headed(other)];
    columns.extend(account_columns());
    let key =
        format!("cross {} {} {} {}", cross.rows, cross.rows_by, cross.columns, cross.columns_by);
    let mut table = Table::new(key, title, columns).brief(0);
    if let Some(reason) = &cross.refused {
        table.push(refused(reason));
    }
    for cell in &cross.cells {
        let mut cells = vec![names(report, &cell.row), names(report, &cell.column)];
        cells.extend(account(&cell.account));
        table.push(cells);
    }
    table
}
