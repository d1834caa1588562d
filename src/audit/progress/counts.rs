//! The numbers of villages, markers, keepers and groups in every row.

use std::collections::BTreeMap;
use std::ops::Range;

use super::dated_claims::DatedClaim;
use super::days::{Counts, Days, common, union};
use crate::id::KeeperId;
use crate::registry::{Keeper, KeeperKind};
use crate::state::State;

/// All counts, each with one number for every row.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) collectives: Vec<u64>,
    pub(super) markers: Vec<u64>,
    pub(super) markers_registered: Vec<u64>,
    pub(super) households: Vec<u64>,
    pub(super) persons: Vec<u64>,
    pub(super) people: Vec<u64>,
    pub(super) groups: Vec<u64>,
    pub(super) members: Vec<u64>,
}

/// For each village, the rows in which it has a registration in force.
pub(super) fn villages(
    state: &State,
    claims: &[DatedClaim],
    days: &Days,
) -> Vec<Vec<Range<usize>>> {
    let mut rows: Vec<Vec<Range<usize>>> = vec![Vec::new(); state.registry().villages().len()];
    for claim in claims {
        rows[claim.village].push(days.rows(Some(claim.since), claim.until));
    }
    rows.into_iter().map(union).collect()
}

impl Counted {
    pub(super) fn new(state: &State, villages: &[Vec<Range<usize>>], days: &Days) -> Self {
        let kept = keepers(state, days);
        let (markers, markers_registered) = markers(state, &kept, days);
        let (households, persons, people) = people(state, &kept, days);
        let (mut groups, mut members) = (Counts::new(days.len()), Counts::new(days.len()));
        for group in state.registry().groups() {
            let rows = days.rows(group.period.since(), group.period.until());
            groups.add(&rows, 1);
            members.add(&rows, group.members);
        }
        Self {
            collectives: how_many(villages.iter(), days),
            markers,
            markers_registered,
            households,
            persons,
            people,
            groups: groups.finish(),
            members: members.finish(),
        }
    }
}

/// For each row, how many of these lists of ranges contain it.
fn how_many<'a>(lists: impl Iterator<Item = &'a Vec<Range<usize>>>, days: &Days) -> Vec<u64> {
    let mut counts = Counts::new(days.len());
    lists.flatten().for_each(|rows| counts.add(rows, 1));
    counts.finish()
}

/// What a keeper keeps in some rows: a marker, by its index in the border, or a work.
struct Keeping<'a> {
    keeper: &'a Keeper,
    marker: Option<usize>,
    rows: Range<usize>,
}

/// What all keepers keep, as far as it exists.
fn keepers<'a>(state: &'a State, days: &Days) -> Vec<Keeping<'a>> {
    let (border, registry) = (state.border(), state.registry());
    let mut constant: Option<Vec<Range<usize>>> = None;
    let mut kept = Vec::new();
    for keeper in registry.keepers() {
        let (since, until) = (keeper.period.since(), keeper.period.until());
        let rows = days.rows(since, until);
        // Without a first day the marker is looked up on the day of each row.
        let parts = if since.is_some() {
            vec![rows]
        } else {
            let constant = constant.get_or_insert_with(|| constant_markers(state, days));
            constant.iter().map(|part| common(part, &rows)).collect()
        };
        for rows in parts.into_iter().filter(|rows| !rows.is_empty()) {
            if let Ok(marker) = registry.kept_marker(border, keeper, days.0[rows.start]) {
                kept.push(Keeping { keeper, marker, rows });
            }
        }
    }
    kept
}

/// Ranges of rows within which no marker begins or ends.
fn constant_markers(state: &State, days: &Days) -> Vec<Range<usize>> {
    let periods = state.border().markers().iter().map(|placed| placed.marker.period);
    let changes = periods.flat_map(|period| [period.since(), period.until()]).flatten();
    let mut cuts: Vec<usize> = changes.map(|day| days.rows(Some(day), None).start).collect();
    cuts.extend([0, days.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// How many markers stand, and how many of them somebody keeps.
fn markers(state: &State, kept: &[Keeping<'_>], days: &Days) -> (Vec<u64>, Vec<u64>) {
    let markers = state.border().markers().iter().map(|placed| placed.marker.period);
    let stand: Vec<Range<usize>> =
        markers.map(|period| days.rows(period.since(), period.until())).collect();
    let mut registered: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for keeping in kept {
        if let Some(marker) = keeping.marker {
            let rows = common(&stand[marker], &keeping.rows);
            registered.entry(marker).or_default().push(rows);
        }
    }
    let registered: Vec<_> = registered.into_values().map(union).collect();
    let mut standing = Counts::new(days.len());
    stand.iter().for_each(|rows| standing.add(rows, 1));
    (standing.finish(), how_many(registered.iter(), days))
}

/// When one keeper counts, and where its number of people may change.
struct Counting<'a> {
    keeper: &'a Keeper,
    rows: Vec<Range<usize>>,
    cuts: Vec<usize>,
}

/// How many households and persons keep something, and how many people they are.
fn people(state: &State, kept: &[Keeping<'_>], days: &Days) -> (Vec<u64>, Vec<u64>, Vec<u64>) {
    let mut all: BTreeMap<&KeeperId, Counting<'_>> = BTreeMap::new();
    for keeping in kept {
        let (keeper, rows, cuts) = (keeping.keeper, Vec::new(), Vec::new());
        let of_keeper = all.entry(&keeper.id).or_insert(Counting { keeper, rows, cuts });
        of_keeper.rows.push(keeping.rows.clone());
    }
    // Every row of a keeper says how many people it is, even one that keeps nothing.
    for keeper in state.registry().keepers() {
        if let Some(counting) = all.get_mut(&keeper.id) {
            let rows = days.rows(keeper.period.since(), keeper.period.until());
            counting.cuts.extend([rows.start, rows.end]);
        }
    }
    let counts = || Counts::new(days.len());
    let (mut households, mut persons, mut people) = (counts(), counts(), counts());
    for Counting { keeper, rows, mut cuts } in all.into_values() {
        let count = match keeper.kind {
            KeeperKind::Household => &mut households,
            KeeperKind::Person => &mut persons,
        };
        cuts.sort_unstable();
        for range in union(rows) {
            count.add(&range, 1);
            let inner = cuts.iter().copied().filter(|&cut| range.start < cut && cut < range.end);
            let starts: Vec<usize> = std::iter::once(range.start).chain(inner).collect();
            let ends = starts.iter().copied().skip(1).chain([range.end]);
            for (start, end) in starts.iter().copied().zip(ends) {
                // An unknown number counts as nobody; the report lists it as a problem.
                let many = state.registry().people_of(keeper, days.0[start]).unwrap_or(0);
                people.add(&(start..end), many);
            }
        }
    }
    (households.finish(), persons.finish(), people.finish())
}
