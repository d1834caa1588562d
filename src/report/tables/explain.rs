//! Why the figures differ from those of another state.

use super::{named, shows};
use crate::audit::{
    CountDifference, Difference, ExplainedPart, Explanation, Figure, RegistrationChange,
};
use crate::report::{Comparison, StateSummary};
use crate::table::{Cell, Column, Phrase, Shows, Table};
use crate::units::Length;

/// The figures of the line, in the order of the columns.
const FIGURES: [Figure; 6] = [
    Figure::Registered,
    Figure::Once,
    Figure::Shared,
    Figure::Unregistered,
    Figure::Recognised,
    Figure::Total,
];

/// The line first, then what it is made of.
pub(super) fn explain(found: &Comparison) -> [Table; 5] {
    let of = &found.explanation;
    [line(found), counts(of), changes(of), scopes(of), not_placed(of)]
}

fn part(part: ExplainedPart) -> Cell {
    Cell::Label(named("part", &part))
}

fn length(length: Option<Length>) -> Cell {
    Cell::or_unknown(length.map(Cell::Length))
}

/// The parts as rows, the figures as columns; each column adds up.
fn line(found: &Comparison) -> Table {
    let columns = [
        Column::label("change"),
        Column::figure("registered"),
        Column::figure("once"),
        Column::figure("shared"),
        Column::figure("unregistered"),
        Column::figure("recognised"),
        Column::figure("total"),
    ];
    let mut table = Table::new("explain", Phrase::label("change"), columns);
    let row = |head: Cell, cell: &dyn Fn(&Difference) -> Cell| {
        let of = |figure| found.explanation.line.figures.iter().find(|row| row.figure == figure);
        let cells = FIGURES.into_iter().map(|figure| Cell::or_blank(of(figure).map(cell)));
        std::iter::once(head).chain(cells).collect::<Vec<_>>()
    };
    table.push(row(state(Phrase::label("before"), &found.before), &|row| length(row.before)));
    for one in ExplainedPart::ALL {
        let cells = row(part(one), &|row| {
            let found = row.parts.iter().find(|found| found.part == one);
            Cell::or_blank(found.map(|found| Cell::Change(found.length)))
        });
        if cells[1..].iter().any(|cell| *cell != Cell::Blank) {
            table.push(cells);
        }
    }
    table.push(row(state(Phrase::label("after"), &found.after), &|row| length(row.after)));
    table.push(row(Cell::label("difference"), &|row| Cell::Change(row.length)));
    table
}

/// Which state of the two, its day and its survey.
fn state(which: Phrase, state: &StateSummary) -> Cell {
    let day = which.then_text(": ").then(Phrase::day(state.date));
    let survey = Phrase::label("survey").then_text(format!(" {}", state.survey));
    Cell::Label(day.then_text(" · ").then(survey))
}

/// What is counted, where anything changed.
fn counts(found: &Explanation) -> Table {
    let columns = [
        Column::label("counts"),
        Column::figure("before"),
        Column::figure("after"),
        Column::figure("started"),
        Column::figure("ended"),
        Column::figure("changed"),
    ];
    let mut table = Table::new("explain counts", Phrase::label("counts"), columns);
    let unchanged = |row: &&CountDifference| (row.started, row.ended, row.changed) == (0, 0, 0);
    for row in found.counts.iter().filter(|row| !unchanged(row)) {
        let is_length = row.what.is_length();
        let count = |n: i64| {
            if is_length { Cell::Length(Length::from_mm(n)) } else { Cell::Count(n.unsigned_abs()) }
        };
        let signed = |n: i64| match n {
            0 => Cell::Blank,
            n if is_length => Cell::Change(Length::from_mm(n)),
            n => Cell::CountChange(n),
        };
        table.push([
            Cell::Label(named("", &row.what)),
            count(row.before),
            count(row.after),
            count(row.started),
            count(row.ended),
            signed(row.changed),
        ]);
    }
    table
}

/// What each registration did: what changed the registered line most first.
fn changes(found: &Explanation) -> Table {
    let columns = [
        Column::label("changes"),
        Column::text("registration"),
        Column::text("village"),
        Column::text("section"),
        Column::address("from"),
        Column::address("to"),
        Column::change("registered"),
        Column::change("once"),
        Column::change("shared"),
        Column::change("recognised"),
        Column::change("kept"),
    ];
    let mut table = Table::new("explain changes", Phrase::label("changes"), columns).brief(8);
    let mut rows: Vec<&RegistrationChange> = found.changes.iter().collect();
    // The sort is stable: equal changes stay in order along the sections.
    rows.sort_by_key(|row| {
        let [registered, length] = [row.registered, row.stretch.length()];
        (-registered.mm().saturating_abs(), -length.mm())
    });
    let change = |length: Length| {
        if length == Length::ZERO { Cell::Blank } else { Cell::Change(length) }
    };
    for row in rows {
        let cells = [
            part(row.part),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::text(&row.stretch.section),
            Cell::Address(row.stretch.from.clone()),
            Cell::Address(row.stretch.to.clone()),
            change(row.registered),
            change(row.once),
            change(row.shared),
            change(row.recognised),
            change(row.kept),
        ];
        table.push_showing(shows(&row.stretch), cells);
    }
    table
}

/// Every section, area and village with every part of its figures.
fn scopes(found: &Explanation) -> Table {
    let columns = [
        Column::text("of"),
        Column::label("figure"),
        Column::length("before"),
        Column::length("after"),
        Column::label("change"),
        Column::change("km"),
    ];
    let mut table = Table::new("explain scopes", Phrase::label("difference"), columns).brief(0);
    let mut add = |of: &str, part_of_map: &Shows, rows: &[Difference]| {
        for row in rows {
            for one in &row.parts {
                let cells = [
                    Cell::text(of),
                    Cell::Label(named("", &row.figure)),
                    length(row.before),
                    length(row.after),
                    part(one.part),
                    Cell::Change(one.length),
                ];
                table.push_showing(part_of_map.clone(), cells);
            }
        }
    };
    for row in &found.sections {
        add(row.section.as_str(), &Shows::Section(row.section.clone()), &row.figures);
    }
    for row in &found.areas {
        add(row.area.as_str(), &Shows::Area(row.area.clone()), &row.figures);
    }
    for row in &found.villages {
        let kept_by = Shows::Village(row.village.clone());
        add(row.village.as_str(), &kept_by, std::slice::from_ref(&row.kept));
    }
    table
}

/// The registrations that have a place in one state only.
fn not_placed(found: &Explanation) -> Table {
    let columns = [
        Column::text("not_placed"),
        Column::text("village"),
        Column::label("state").headed(Phrase::default()),
        Column::label("change"),
        Column::text("field"),
        Column::text("value"),
        Column::text("reason"),
    ];
    let title = Phrase::label("not_placed");
    let mut table = Table::new("explain not placed", title, columns).brief(5);
    for row in &found.not_placed {
        table.push([
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::Label(named("", &row.state)),
            part(row.part),
            Cell::text(&row.field),
            Cell::text(&row.value),
            Cell::text(&row.reason),
        ]);
    }
    table
}
