//! What was registered when, where it is slow, what ended, and when the rest would be kept.

use std::collections::BTreeMap;

use super::{named, shows};
use crate::audit::AreaProgress;
use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Shows, Table};
use crate::units::{Length, Share};

/// The most rows of one of these tables on a terminal.
const BRIEF: usize = 8;

/// All tables of the history.
pub(super) fn history(report: &Report) -> [Table; 5] {
    [rows(report), areas(report), forecast(report), endings(report), parts(report)]
}

/// The latest day first; a single one has no history.
fn rows(report: &Report) -> Table {
    let columns = [
        Column::day("up_to"),
        Column::length("registered"),
        Column::length("recognised"),
        Column::share("share"),
        Column::count("collectives"),
        Column::count("markers"),
        Column::count("households"),
        Column::count("people"),
        Column::count("members"),
    ];
    let mut table = Table::new("history", Phrase::label("history"), columns).brief(BRIEF);
    let several = report.history.rows.len() > 1;
    for row in report.history.rows.iter().rev().filter(|_| several) {
        table.push([
            Cell::Day(row.date),
            Cell::Length(row.registered),
            Cell::Length(row.recognised),
            Cell::Share(row.share()),
            Cell::Count(row.collectives),
            Cell::Count(row.markers_registered),
            Cell::Count(row.households),
            Cell::Count(row.people),
            Cell::Count(row.members),
        ]);
    }
    table
}

/// The areas that exist on the reporting day, those without any gain first.
fn areas(report: &Report) -> Table {
    let columns = [
        Column::text("slow_areas"),
        Column::label("level"),
        Column::length("registered"),
        Column::share("share"),
        Column::change("gained"),
        Column::label("stalled"),
    ];
    let mut table = Table::new("history areas", Phrase::label("slow_areas"), columns).brief(BRIEF);
    let rows: BTreeMap<_, _> = report.areas.iter().map(|row| (&row.area, row)).collect();
    for area in slowest_first(report) {
        let row = rows.get(&area.area);
        let coverage = row.and_then(|row| row.account.as_ref());
        let cells = [
            row.map_or_else(|| Cell::text(&area.area), |row| Cell::text(&row.name)),
            Cell::Label(Phrase::level(&area.level)),
            Cell::or_unknown(coverage.map(|c| Cell::Length(c.registered()))),
            Cell::or_unknown(coverage.map(|c| Cell::Share(c.share()))),
            Cell::or_unknown(area.gained.map(Cell::Change)),
            if area.stalled { Cell::label("yes") } else { Cell::label("no") },
        ];
        table.push_showing(Shows::Area(area.area.clone()), cells);
    }
    table
}

fn slowest_first(report: &Report) -> Vec<&AreaProgress> {
    let several = report.history.rows.len() > 1;
    let areas = report.history.areas.iter().filter(|area| area.gained.is_some() && several);
    let mut areas: Vec<&AreaProgress> = areas.collect();
    let share = |area: &AreaProgress| area.share.unwrap_or(1.0);
    areas.sort_by(|a, b| (!a.stalled).cmp(&!b.stalled).then_with(|| share(a).total_cmp(&share(b))));
    areas
}

/// When the rest would be kept.
fn forecast(report: &Report) -> Table {
    let columns = [
        Column::label("forecast"),
        Column::decimal("metres_a_day"),
        Column::length("left_km"),
        Column::day("complete_on"),
    ];
    let mut table = Table::new("forecast", Phrase::label("forecast"), columns);
    for row in &report.history.forecast {
        table.push([
            Cell::Label(named("", &row.over)),
            Cell::or_unknown(row.rate_mm_per_day.map(|mm| Cell::Decimal(mm / 1e3, 1))),
            Cell::Length(row.left),
            Cell::or_unknown(row.complete_on.map(Cell::Day)),
        ]);
    }
    table
}

/// What became of all that ended.
fn endings(report: &Report) -> Table {
    let columns = [Column::label("endings"), Column::length("km"), Column::share("share")];
    let mut table = Table::new("endings", Phrase::label("endings"), columns);
    let found = &report.history.endings;
    let row =
        |name, length| [name, Cell::Length(length), Cell::Share(Share::of(length, found.ended))];
    if found.ended > Length::ZERO {
        table.push(row(Cell::label("renewed"), found.renewed));
        table.push(row(Cell::label("taken_over"), found.taken_over));
        table.push(row(Cell::label("lapsed"), found.lapsed));
        table.push(row(Cell::label("kept_again"), found.resumed));
        table.push_total(row(Cell::label("all_ended"), found.ended));
    }
    table
}

/// Every stretch that ended.
fn parts(report: &Report) -> Table {
    let columns = [
        Column::day("day"),
        Column::text("registration"),
        Column::text("village"),
        Column::text("section"),
        Column::length("km"),
        Column::address("from"),
        Column::address("to"),
        Column::label("becomes"),
        Column::list("by"),
        Column::day("again"),
    ];
    let mut table = Table::new("ended", Phrase::label("ended_parts"), columns).brief(0);
    for row in &report.history.endings.parts {
        let at = &row.stretch;
        let cells = [
            Cell::Day(row.date),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::text(&at.section),
            Cell::Length(at.length()),
            Cell::Address(at.from.clone()),
            Cell::Address(at.to.clone()),
            Cell::Label(named("", &row.becomes)),
            Cell::list(&row.by),
            Cell::or_blank(row.again.map(Cell::Day)),
        ];
        table.push_showing(shows(at), cells);
    }
    table
}
