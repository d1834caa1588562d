//! What is left to do: gaps, overlaps, markers, whom to ask.

use std::cmp::Reverse;

use super::{shows, stretch};
use crate::assign::{Gap, NearVillage};
use crate::report::Report;
use crate::table::{Cell, Column, Kind, Phrase, Shows, Table};
use crate::units::{Length, Measure, Share};

/// The gaps, in order along the sections.
pub(super) fn gaps(report: &Report) -> Table {
    let columns = [
        Column::text("section"),
        Column::length("km"),
        Column::address("from"),
        Column::address("to"),
        Column::text("nearest_village"),
        Column::decimal("distance_m"),
        Column::list("areas"),
    ];
    let mut table = Table::new("gaps", Phrase::label("gaps"), columns).open();
    for gap in &report.gaps {
        let nearest = gap.nearest.first();
        let cells = [
            Cell::text(&gap.stretch.section),
            Cell::Length(gap.stretch.length()),
            Cell::Address(gap.stretch.from.clone()),
            Cell::Address(gap.stretch.to.clone()),
            Cell::or_unknown(nearest.map(|n| Cell::text(&n.village))),
            Cell::or_unknown(nearest.map(|n| Cell::Decimal(n.distance.metres(), 0))),
            Cell::list(&gap.areas),
        ];
        table.push_showing(shows(&gap.stretch), cells);
    }
    table
}

/// The gaps as a work list, the longest first.
pub(super) fn work_list(report: &Report) -> Table {
    let columns = [
        Column::keyed(Kind::Count, "rank"),
        Column::keyed(Kind::Text, "section"),
        Column::keyed(Kind::Address, "from"),
        Column::keyed(Kind::Address, "to"),
        Column::keyed(Kind::Length, "length_km"),
        Column::keyed(Kind::Share, "cumulative_share_if_closed"),
        Column::keyed(Kind::List, "areas"),
        Column::keyed(Kind::Text, "nearest_village"),
        Column::keyed(Kind::Decimal, "nearest_distance_m"),
        Column::keyed(Kind::Text, "other_villages"),
        Column::keyed(Kind::Millimetres, "from_mm"),
        Column::keyed(Kind::Millimetres, "to_mm"),
        Column::keyed(Kind::Millimetres, "length_mm"),
        Column::keyed(Kind::Text, "attribution"),
    ];
    let mut table = Table::new("gaps", Phrase::label("gaps"), columns);
    let mut gaps: Vec<_> = report.gaps.iter().collect();
    gaps.sort_by_key(|gap| Reverse(gap.stretch.length())); // stable: equals stay in order
    let mut closed = report.line.registered();
    for (i, gap) in gaps.into_iter().enumerate() {
        closed += gap.stretch.length();
        let shows = shows(&gap.stretch);
        table.push_showing(shows, task(report, i + 1, gap, closed));
    }
    table
}

/// A gap in the work list; `closed` is what is registered once it and those before are closed.
fn task(report: &Report, rank: usize, gap: &Gap, closed: Length) -> [Cell; 14] {
    let nearest = gap.nearest.first();
    let other = |n: &NearVillage| format!("{} ({:.0} m)", n.village, n.distance.metres());
    let others: Vec<String> = gap.nearest.iter().skip(1).map(other).collect();
    [
        Cell::count(rank),
        Cell::text(&gap.stretch.section),
        Cell::Address(gap.stretch.from.clone()),
        Cell::Address(gap.stretch.to.clone()),
        Cell::Length(gap.stretch.length()),
        Cell::Share(Share::of(closed, report.line.total())),
        Cell::list(&gap.areas),
        Cell::or_unknown(nearest.map(|n| Cell::text(&n.village))),
        Cell::or_unknown(nearest.map(|n| Cell::Decimal(n.distance.metres(), 3))),
        Cell::text(others.join("; ")),
        Cell::Millimetres(gap.stretch.span.from().mm()),
        Cell::Millimetres(gap.stretch.span.to().mm()),
        Cell::Millimetres(gap.stretch.length().mm()),
        Cell::text(report.attribution.as_deref().unwrap_or("")),
    ]
}

/// The overlaps, in order along the sections.
pub(super) fn overlaps(report: &Report) -> Table {
    let columns = [
        Column::text("section"),
        Column::length("km"),
        Column::length("from"),
        Column::length("to"),
        Column::list("villages"),
    ];
    let mut table = Table::new("overlaps", Phrase::label("overlaps"), columns).brief(0);
    for overlap in &report.overlaps {
        let km = |at: Measure| Cell::Length(at.from_start());
        let cells = [
            Cell::text(&overlap.section),
            Cell::Length(overlap.span.length()),
            km(overlap.span.from()),
            km(overlap.span.to()),
            Cell::list(&overlap.villages),
        ];
        table
            .push_showing(stretch(&overlap.section, overlap.span.from(), overlap.span.to()), cells);
    }
    table
}

/// The markers that nobody keeps.
pub(super) fn markers(report: &Report) -> Table {
    let columns = [Column::text("section"), Column::text("marker")];
    let mut table = Table::new("markers", Phrase::label("unkept_markers"), columns).brief(0);
    for one in &report.markers.unregistered {
        let (section, marker) = (one.section.clone(), one.marker.clone());
        let cells = [Cell::text(&section), Cell::text(&marker)];
        table.push_showing(Shows::Marker { section, marker }, cells);
    }
    table
}

/// Who should be asked to take what.
pub(super) fn proposals(report: &Report) -> Table {
    let columns = [
        Column::text("proposals"),
        Column::length("km"),
        Column::address("from"),
        Column::address("to"),
        Column::text("section"),
        Column::decimal("mean_m"),
        Column::share("share"),
    ];
    let mut table = Table::new("proposals", Phrase::label("proposals"), columns).open();
    for row in &report.proposals.proposals {
        let cells = [
            Cell::text(&row.village),
            Cell::Length(row.stretch.length()),
            Cell::Address(row.stretch.from.clone()),
            Cell::Address(row.stretch.to.clone()),
            Cell::text(&row.stretch.section),
            Cell::Decimal(row.mean.metres(), 0),
            Cell::Blank,
        ];
        table.push_showing(shows(&row.stretch), cells);
    }
    if !table.rows.is_empty() {
        let after = report.proposals.after.registered();
        let mut cells = vec![Cell::label("after_proposals_km"), Cell::Length(after)];
        cells.extend(std::iter::repeat_n(Cell::Blank, 4));
        cells.push(Cell::Share(Share::of(after, report.line.total())));
        table.push_total(cells);
    }
    table
}

/// What nobody can be asked for.
pub(super) fn unfilled(report: &Report) -> Table {
    let columns = [
        Column::text("section"),
        Column::length("km"),
        Column::address("from"),
        Column::address("to"),
        Column::text("reason"),
    ];
    let mut table = Table::new("unfilled", Phrase::label("unfilled"), columns);
    for row in &report.proposals.unfilled {
        let cells = [
            Cell::text(&row.stretch.section),
            Cell::Length(row.stretch.length()),
            Cell::Address(row.stretch.from.clone()),
            Cell::Address(row.stretch.to.clone()),
            Cell::text(row.why),
        ];
        table.push_showing(shows(&row.stretch), cells);
    }
    table
}
