//! Periods in which no area changes: neither its jurisdiction nor its villages.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;

use super::days::{Counts, Days, common};
use crate::cover::SpanSet;
use crate::id::SectionId;
use crate::key::AreaKey;
use crate::ledger::{Members, jurisdictions};
use crate::marker::{Address, MarkerLabel};
use crate::period::Period;
use crate::state::State;

/// Consecutive rows on whose days the same areas exist and answer for the same stretches.
pub(super) struct AreaPeriod {
    pub(super) rows: Range<usize>,
    pub(super) areas: BTreeMap<AreaKey, DatedArea>,
}

/// One area in such a period.
#[derive(Default)]
pub(super) struct DatedArea {
    /// What it answers for, for each section.
    pub(super) jurisdiction: Vec<SpanSet>,
    /// How many villages belong to it.
    pub(super) villages: usize,
    /// How many of them have a registration in force, in each row.
    pub(super) registered: Vec<u64>,
}

/// The periods of all rows, in order. `registered` are the rows in which each village has a
/// registration in force.
pub(super) fn area_periods(
    state: &State,
    days: &Days,
    registered: &[Vec<Range<usize>>],
) -> Vec<AreaPeriod> {
    let changes = changes(state, days.last());
    let before = |row: usize| changes.partition_point(|&change| change <= days.0[row]);
    let rows: Vec<usize> = (0..days.len()).collect();
    let same: Vec<&[usize]> = rows.chunk_by(|&a, &b| before(a) == before(b)).collect();
    let ranges = same.into_par_iter().filter_map(|rows| Some(*rows.first()?..rows.last()? + 1));
    ranges.map(|rows| area_period(state, rows.clone(), days.0[rows.start], registered)).collect()
}

fn area_period(
    state: &State,
    rows: Range<usize>,
    day: Date,
    registered: &[Vec<Range<usize>>],
) -> AreaPeriod {
    let (border, registry, ledger) = (state.border(), state.registry(), state.ledger());
    let (answers, _) = registry.answers_for(border, ledger.survey(), day);
    let (of_area, _) = jurisdictions(registry, &answers, border.sections().len(), day);
    let (members, _) = Members::on(registry, day);
    let mut counts: BTreeMap<AreaKey, (usize, Counts)> =
        of_area.keys().map(|&area| (area, (0, Counts::new(rows.len())))).collect();
    for (village, areas) in members.by_village() {
        for area in areas {
            let Some((villages, taking_part)) = counts.get_mut(area) else { continue };
            *villages += 1;
            for range in &registered[village] {
                let here = common(range, &rows);
                if !here.is_empty() {
                    taking_part.add(&(here.start - rows.start..here.end - rows.start), 1);
                }
            }
        }
    }
    let mut areas: BTreeMap<AreaKey, DatedArea> = BTreeMap::new();
    for (area, jurisdiction) in of_area {
        let (villages, taking_part) = counts.remove(&area).unwrap_or((0, Counts::new(rows.len())));
        areas.insert(area, DatedArea { jurisdiction, villages, registered: taking_part.finish() });
    }
    AreaPeriod { rows, areas }
}

/// The days, up to the last, on which an area begins or ends, or a marker that bounds what one
/// answers for.
fn changes(state: &State, last: Date) -> Vec<Date> {
    let areas = state.registry().areas().areas().iter().map(|area| area.period);
    let bounding = bounding_markers(state);
    let bounds = |marker: &crate::marker::Marker| {
        marker.names().any(|name| bounding.contains(&(&marker.section, &name)))
    };
    let markers = state.border().markers().iter().map(|placed| &placed.marker);
    let dated = markers.filter(|marker| marker.period != Period::ALWAYS && bounds(marker));
    let periods = areas.chain(dated.map(|marker| marker.period));
    let changes = periods.flat_map(|period| [period.since(), period.until()]).flatten();
    let changes: BTreeSet<Date> = changes.filter(|&day| day <= last).collect();
    changes.into_iter().collect()
}

/// The markers by which jurisdictions are written.
fn bounding_markers<'a>(state: &'a State) -> BTreeSet<(&'a SectionId, &'a MarkerLabel)> {
    let rows = state.registry().jurisdictions().iter();
    let ends = rows.flat_map(|row| [(&row.section, &row.from), (&row.section, &row.to)]);
    let label = |(section, address): (&'a SectionId, &'a Address)| match address {
        Address::Marker(label, _) => Some((section, label)),
        _ => None,
    };
    ends.filter_map(label).collect()
}
