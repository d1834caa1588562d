//! The line, its sections, and what is counted.

use crate::ledger::Account;
use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Shows, Table};
use crate::units::Share;

/// The columns of an account, with its share.
pub(crate) fn account_columns() -> [Column; 7] {
    [
        Column::length("total"),
        Column::length("registered"),
        Column::length("once"),
        Column::length("shared"),
        Column::length("recognised"),
        Column::length("unregistered"),
        Column::share("share"),
    ]
}

/// The figures of an account in [these columns](account_columns).
pub(crate) fn account(account: &Account) -> [Cell; 7] {
    [
        Cell::Length(account.total()),
        Cell::Length(account.registered()),
        Cell::Length(account.once()),
        Cell::Length(account.shared()),
        Cell::Length(account.recognised()),
        Cell::Length(account.unregistered()),
        Cell::Share(account.share()),
    ]
}

/// Every section, and the line.
pub(super) fn sections(report: &Report) -> Table {
    let mut columns = vec![Column::text("section").headed(Phrase::label("km"))];
    columns.extend(account_columns());
    let mut table = Table::new("sections", Phrase::label("sections"), columns).open();
    let row = |name: Cell, figures: &Account| {
        std::iter::once(name).chain(account(figures)).collect::<Vec<_>>()
    };
    for section in &report.sections {
        let shows = Shows::Section(section.section.clone());
        table.push_showing(shows, row(Cell::text(&section.name), &section.account));
    }
    table.push_total(row(Cell::label("whole_line"), &report.line));
    table
}

/// What is counted, one row each: first what is part of a whole.
pub(super) fn summary(report: &Report) -> Table {
    let columns = [
        Column::label("what").headed(Phrase::default()),
        Column::figure("kept"),
        Column::figure("of"),
        Column::share("share"),
    ];
    let mut table = Table::new("summary", Phrase::label("summary"), columns).open();
    lengths(report, &mut table);
    parts(report, &mut table);
    counts(report, &mut table);
    table
}

fn lengths(report: &Report, table: &mut Table) {
    let total = report.line.total();
    let mut of_line = |name, length| {
        let share = Cell::Share(Share::of(length, total));
        table.push([name, Cell::Length(length), Cell::Length(total), share]);
    };
    of_line(Cell::label("registered_line_km"), report.line.registered());
    of_line(Cell::label("unregistered_line_km"), report.line.unregistered());
    if !report.pledges.rows.is_empty() {
        // Of no whole: it may lie where others keep the line already.
        let pledged = Cell::Length(report.pledges.length_mm);
        table.push([Cell::label("pledged_mm"), pledged, Cell::Blank, Cell::Blank]);
    }
}

fn parts(report: &Report, table: &mut Table) {
    let mut of = |name, part: usize, whole: usize| {
        let share = Cell::Share(Share::of_counts(part, whole));
        table.push([name, Cell::count(part), Cell::count(whole), share]);
    };
    of(Cell::label("markers"), report.markers.registered, report.markers.total);
    of(Cell::label("works"), report.works.registered, report.works.total);
    for level in report.levels() {
        let areas = || report.areas.iter().filter(|area| area.level == level);
        let part = areas().filter(|area| area.villages_registered > 0).count();
        let name = Phrase::label("areas_taking_part").then_text(": ").then(Phrase::level(level));
        of(Cell::Label(name), part, areas().count());
    }
}

fn counts(report: &Report, table: &mut Table) {
    let mut count = |name, count: u64| {
        table.push([name, Cell::Count(count), Cell::Blank, Cell::Blank]);
    };
    count(Cell::label("number_of_gaps"), report.gaps.len() as u64);
    count(Cell::label("collectives"), report.collectives as u64);
    if report.pledges.villages > 0 {
        count(Cell::label("pledging_villages"), report.pledges.villages as u64);
    }
    count(Cell::label("marker_positions"), report.markers.positions as u64);
    count(Cell::label("households"), report.keepers.households as u64);
    count(Cell::label("persons"), report.keepers.persons as u64);
    count(Cell::label("people"), report.keepers.people);
    count(Cell::label("groups"), report.groups.groups as u64);
    count(Cell::label("members"), report.groups.members);
    count(Cell::label("collectives_commended"), report.commendations.collectives as u64);
    count(Cell::label("persons_commended"), report.commendations.persons as u64);
}

/// Every village that keeps something.
pub(super) fn villages(report: &Report) -> Table {
    let columns = [
        Column::text("village"),
        Column::text("name"),
        Column::length("kept"),
        Column::length("sole"),
        Column::length("shared"),
    ];
    let mut table = Table::new("villages", Phrase::label("villages"), columns).brief(0);
    for village in &report.villages {
        let cells = [
            Cell::text(&village.village),
            Cell::text(&village.name),
            Cell::Length(village.kept),
            Cell::Length(village.sole),
            Cell::Length(village.shared),
        ];
        table.push_showing(Shows::Village(village.village.clone()), cells);
    }
    table
}

/// What is promised by its length alone.
pub(super) fn pledges(report: &Report) -> Table {
    let columns = [
        Column::text("pledges"),
        Column::text("registration"),
        Column::text("section"),
        Column::length("km"),
        Column::day("since"),
        Column::label("state"),
    ];
    let mut table = Table::new("pledges", Phrase::label("pledges"), columns).brief(10);
    for pledge in &report.pledges.rows {
        let cells = [
            Cell::text(&pledge.village),
            Cell::text(&pledge.registration),
            Cell::or_blank(pledge.section.as_ref().map(Cell::text)),
            Cell::Length(pledge.length_mm),
            Cell::or_blank(pledge.since.map(Cell::Day)),
            Cell::label(if pledge.recognised { "recognised" } else { "registered" }),
        ];
        table.push_showing(Shows::Village(pledge.village.clone()), cells);
    }
    table
}
