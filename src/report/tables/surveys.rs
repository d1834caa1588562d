//! The same registrations in one survey and another.

use super::stretch;
use crate::audit::NaiveAccount;
use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Shows, Table};
use crate::units::Length;

/// The most rows of one of these tables on a terminal.
const BRIEF: usize = 8;

/// All tables of surveys.
pub(super) fn surveys(report: &Report) -> [Table; 5] {
    [days(report), carried(report), declared(report), causes(report), intervals(report)]
}

/// A row for each day, the latest first, and two columns for each survey.
fn days(report: &Report) -> Table {
    let rows = &report.surveys.rows;
    let of_a_day = rows.iter().filter(|row| Some(&row.date) == report.surveys.days.first());
    let surveys: Vec<_> = of_a_day.map(|row| &row.survey).collect();
    let mut columns = vec![Column::day("day")];
    for id in &surveys {
        let heading = Phrase::label("km").then_text(" ").then(Phrase::label("survey"));
        let heading = heading.then_text(format!(" {id}"));
        columns.push(Column::length(format!("km {id}")).headed(heading));
        columns.push(Column::share(format!("share {id}")).headed(Phrase::label("share")));
    }
    let title = Phrase::label("days_and_surveys");
    let mut table = Table::new("days and surveys", title, columns).brief(BRIEF);
    for same in rows.chunks(surveys.len().max(1)).rev() {
        let mut cells = vec![Cell::Day(same[0].date)];
        for row in same {
            let share = Cell::Share(row.account.share());
            cells.extend([Cell::Length(row.account.registered()), share]);
        }
        table.push(cells);
    }
    table
}

/// Nothing where all was declared in the reporting survey.
fn carried(report: &Report) -> Table {
    let columns = [
        Column::text("declared_in"),
        Column::text("section"),
        Column::count("rows"),
        Column::length("km_there"),
        Column::length("km_here"),
        Column::change("residual"),
        Column::change("beyond_scale"),
    ];
    let mut table = Table::new("carried", Phrase::label("carried"), columns).brief(BRIEF);
    let rows = &report.surveys.carried;
    let others = rows.iter().any(|row| row.survey != report.survey);
    for row in rows.iter().filter(|_| others) {
        let cells = [
            Cell::text(&row.survey),
            Cell::text(&row.section),
            Cell::count(row.rows),
            Cell::Length(row.own),
            Cell::Length(row.carried),
            Cell::Change(row.residual),
            Cell::Change(row.beyond_scale),
        ];
        table.push_showing(Shows::Section(row.section.clone()), cells);
    }
    table
}

/// Declared lengths added up, section by section.
fn declared(report: &Report) -> Table {
    let columns = [
        Column::text("declared_sums"),
        Column::length("declared"),
        Column::share("share"),
        Column::length("registered"),
        Column::length("counted_again"),
        Column::change("of_surveys"),
    ];
    let mut table = Table::new("declared", Phrase::label("declared_sums"), columns);
    let naive = &report.surveys.naive;
    let cells = |name: Cell, sums: &NaiveAccount| {
        [
            name,
            Cell::Length(sums.declared),
            Cell::Share(sums.share()),
            Cell::Length(sums.registered),
            Cell::Length(sums.again),
            Cell::Change(sums.of_surveys),
        ]
    };
    if naive.line.declared > Length::ZERO {
        for (row, section) in naive.sections.iter().zip(&report.sections) {
            let shows = Shows::Section(row.section.clone());
            table.push_showing(shows, cells(Cell::text(&section.name), &row.account));
        }
        table.push_total(cells(Cell::label("whole_line"), &naive.line));
    }
    table
}

/// What makes a declared share pass 100 %, section by section, the largest first.
fn causes(report: &Report) -> Table {
    let columns = [
        Column::text("causes"),
        Column::text("section"),
        Column::text("declared_in"),
        Column::length("declared"),
        Column::length("counted_again"),
        Column::change("of_surveys"),
    ];
    let mut table = Table::new("causes", Phrase::label("causes"), columns).brief(5);
    for section in &report.surveys.naive.sections {
        for cause in &section.causes {
            table.push([
                Cell::text(&cause.registration),
                Cell::text(&section.section),
                Cell::text(&cause.survey),
                Cell::Length(cause.declared),
                Cell::Length(cause.again),
                Cell::Change(cause.of_surveys),
            ]);
        }
    }
    table
}

/// Nothing where no section has a control: there is nothing to compare.
fn intervals(report: &Report) -> Table {
    let columns = [
        Column::address("from").headed(Phrase::label("intervals")),
        Column::address("to"),
        Column::text("section"),
        Column::text("survey"),
        Column::length("declared"),
        Column::length("measured"),
        Column::decimal("off_per_mille"),
    ];
    let mut table = Table::new("intervals", Phrase::label("intervals"), columns).brief(BRIEF);
    let rows = &report.surveys.intervals;
    let any = rows.iter().any(|row| row.deviation != Length::ZERO);
    for row in rows.iter().filter(|_| any) {
        let cells = [
            Cell::Address(row.from.clone()),
            Cell::Address(row.to.clone()),
            Cell::text(&row.section),
            Cell::text(&row.survey),
            Cell::Length(row.declared),
            Cell::Length(row.measured),
            Cell::or_unknown(row.deviation_per_mille.map(|off| Cell::Decimal(off, 3))),
        ];
        // The map is drawn by the measures of the reporting survey.
        if row.survey == report.survey {
            table.push_showing(stretch(&row.section, row.span.from(), row.span.to()), cells);
        } else {
            table.push(cells);
        }
    }
    table
}
