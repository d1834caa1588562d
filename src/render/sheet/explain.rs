//! Why the figures differ from those of another state.

use super::{Cell, Sheet, Shows};
use crate::audit::{ExplainedPart, Figure};
use crate::render::Lang;
use crate::report::{ChangeRow, ExplainTable, FigureRow, StateRow, StretchRow};
use crate::units::Length;

/// The figures of the line, in the order of the columns.
const COLUMNS: [Figure; 6] = [
    Figure::Registered,
    Figure::Once,
    Figure::Shared,
    Figure::Unregistered,
    Figure::Recognised,
    Figure::Total,
];

/// The line first, then what it is made of.
pub(super) fn explain(table: &ExplainTable, lang: Lang) -> Vec<Sheet> {
    vec![
        line(table, lang),
        counts(table, lang),
        changes(table, lang),
        scopes(table, lang),
        not_placed(table, lang),
    ]
}

fn part(part: ExplainedPart, lang: Lang) -> &'static str {
    lang.words().parts[part as usize]
}

/// The parts as rows, the figures as columns; each column adds up.
fn line(table: &ExplainTable, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.change, w.registered, w.once, w.shared, w.unregistered, w.recognised, w.total];
    let mut sheet = Sheet::new("explain", w.change, &columns);
    let figures = || {
        let of = |figure| table.line.figures.iter().find(move |row| row.figure == figure);
        COLUMNS.into_iter().map(of)
    };
    let state = |name: &str, state: &StateRow| {
        let (day, survey) = (lang.day(state.date), &state.survey);
        Cell::text(format!("{name}: {day} · {} {survey}", w.survey))
    };
    let row = |head: Cell, cell: &dyn Fn(&FigureRow) -> Cell| {
        let cells = figures().map(|row| row.map_or(Cell::Blank, cell));
        std::iter::once(head).chain(cells).collect::<Vec<_>>()
    };
    let length = |length: Option<Length>| length.map_or(Cell::Unknown, Cell::Length);
    sheet.push(row(state(w.before, &table.before), &|row| length(row.before_mm)));
    for one in ExplainedPart::ALL {
        let cells = row(Cell::text(part(one, lang)), &|row| {
            let found = row.parts.iter().find(|found| found.part == one);
            Cell::or_blank(found.map(|found| Cell::Change(found.mm)))
        });
        if cells[1..].iter().any(|cell| *cell != Cell::Blank) {
            sheet.push(cells);
        }
    }
    sheet.push(row(state(w.after, &table.after), &|row| length(row.after_mm)));
    sheet.push(row(Cell::text(w.difference), &|row| Cell::Change(row.difference_mm)));
    sheet
}

/// What is counted, where anything changed.
fn counts(table: &ExplainTable, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.counts, w.before, w.after, w.started, w.ended, w.changed];
    let mut sheet = Sheet::new("explain counts", w.counts, &columns);
    for row in &table.counts {
        if (row.started, row.ended, row.changed) == (0, 0, 0) {
            continue;
        }
        let name = match row.what {
            "collectives" => w.collectives,
            "pledges" => w.pledges,
            "pledged_mm" => w.pledged_km,
            "markers" => w.markers,
            "marker_positions" => w.marker_positions,
            "markers_registered" => w.markers_registered,
            "works" => w.works,
            "works_registered" => w.works_registered,
            "households" => w.households,
            "persons" => w.persons,
            "people" => w.people,
            "groups" => w.groups,
            "members" => w.members,
            "collectives_commended" => w.commended_collectives,
            "persons_commended" => w.commended_persons,
            other => other,
        };
        let is_length = row.what == "pledged_mm";
        let count = |n: i64| {
            if is_length { Cell::Length(Length::from_mm(n)) } else { Cell::Count(n.unsigned_abs()) }
        };
        let signed = |n: i64| match n {
            0 => Cell::Blank,
            n if is_length => Cell::Change(Length::from_mm(n)),
            n => Cell::text(format!("{n:+}")),
        };
        sheet.push([
            Cell::text(name),
            count(row.before),
            count(row.after),
            count(row.started),
            count(row.ended),
            signed(row.changed),
        ]);
    }
    sheet
}

/// What each registration did: what changed the registered line most first.
fn changes(table: &ExplainTable, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [
        w.changes,
        w.registration,
        w.village,
        w.section,
        w.from,
        w.to,
        w.registered,
        w.once,
        w.shared,
        w.recognised,
        w.kept,
    ];
    let mut sheet = Sheet::new("explain changes", w.changes, &columns).brief(8);
    let mut rows: Vec<&ChangeRow> = table.changes.iter().collect();
    // The sort is stable: what is alike stays in order along the sections.
    rows.sort_by_key(|row| {
        (-row.registered_mm.mm().saturating_abs(), -row.stretch.length_mm.mm().saturating_abs())
    });
    for row in rows {
        let change = |length: Length| match length {
            Length::ZERO => Cell::Blank,
            length => Cell::Change(length),
        };
        let cells = [
            Cell::text(part(row.part, lang)),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::text(&row.stretch.section),
            Cell::address(&row.stretch.from, lang),
            Cell::address(&row.stretch.to, lang),
            change(row.registered_mm),
            change(row.once_mm),
            change(row.shared_mm),
            change(row.recognised_mm),
            change(row.kept_mm),
        ];
        let StretchRow { section, from_mm: from, to_mm: to, .. } = row.stretch.clone();
        sheet.push_showing(Shows::Stretch { section, from, to }, cells);
    }
    sheet
}

/// Every section, area and village with every part of its figures.
fn scopes(table: &ExplainTable, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.of, w.figure, w.before, w.after, w.change, w.km];
    let mut sheet = Sheet::new("explain scopes", w.difference, &columns).brief(0);
    let mut add = |of: &str, shows: &Shows, rows: &[FigureRow]| {
        for row in rows {
            let length = |length: Option<Length>| length.map_or(Cell::Unknown, Cell::Length);
            for one in &row.parts {
                let cells = [
                    Cell::text(of),
                    Cell::text(figure(row.figure, lang)),
                    length(row.before_mm),
                    length(row.after_mm),
                    Cell::text(part(one.part, lang)),
                    Cell::Change(one.mm),
                ];
                sheet.push_showing(shows.clone(), cells);
            }
        }
    };
    for row in &table.sections {
        add(row.section.as_str(), &Shows::Section(row.section.clone()), &row.figures);
    }
    for row in &table.areas {
        add(row.area.as_str(), &Shows::Area(row.area.clone()), &row.figures);
    }
    for row in &table.villages {
        let shows = Shows::Village(row.village.clone());
        add(row.village.as_str(), &shows, std::slice::from_ref(&row.kept));
    }
    sheet
}

fn figure(figure: Figure, lang: Lang) -> &'static str {
    let w = lang.words();
    match figure {
        Figure::Total => w.total,
        Figure::Registered => w.registered,
        Figure::Once => w.once,
        Figure::Shared => w.shared,
        Figure::Unregistered => w.unregistered,
        Figure::Recognised => w.recognised,
        Figure::Kept => w.kept,
    }
}

/// The registrations that have a place in one state only.
fn not_placed(table: &ExplainTable, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.not_placed, w.village, "", w.change, w.field, w.value, w.reason];
    let mut sheet = Sheet::new("explain not placed", w.not_placed, &columns).brief(5);
    for row in &table.not_placed {
        let state = if row.state == "before" { w.before } else { w.after };
        sheet.push([
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::text(state),
            Cell::text(part(row.part, lang)),
            Cell::text(row.field),
            Cell::text(&row.value),
            Cell::text(&row.reason),
        ]);
    }
    sheet
}
