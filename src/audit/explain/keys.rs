//! The same registration in two states.

use super::part::ExplainedPart;
use crate::id::{RegistrationId, VillageId};
use crate::key::RowKey;
use crate::registry::Claim;
use crate::state::State;

/// The rows in force on the state's day, with their places in the registry: registration and
/// village.
pub(super) fn in_force(
    state: &State,
) -> impl Iterator<Item = (&RegistrationId, &VillageId, RowKey)> {
    let day = state.day();
    let rows = state.registry().keyed_rows().filter(move |(_, _, row)| row.holds_on(day));
    rows.map(|(key, _, row)| (&row.id, &row.village, key))
}

/// A registration of a village, whatever its rows: it is the same where both ids are the same.
///
/// Ordered by who is named first where several would explain the same place: one that is in one
/// state only, then by the registration's id, then by the village's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    /// Whether it is in force in both states.
    pub(super) in_both: bool,
    pub(super) registration: &'a RegistrationId,
    pub(super) village: &'a VillageId,
}

/// All registrations in force in either of two states, by rank.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys<'a> {
    keys: Vec<Key<'a>>,
    /// For each state, the rank of each row in force.
    ranks: [Vec<Option<usize>>; 2],
    /// The villages, in order of their ids.
    villages: Vec<&'a VillageId>,
    /// The village of each key.
    village_of: Vec<usize>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(sides: [&'a State; 2]) -> Self {
        let mut rows: Vec<(&RegistrationId, &VillageId, usize, RowKey)> = Vec::new();
        for (state, side) in sides.iter().enumerate() {
            rows.extend(in_force(side).map(|(id, village, row)| (id, village, state, row)));
        }
        rows.sort_unstable();
        let same = rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let mut groups: Vec<(Key<'a>, &[_])> = same
            .filter_map(|rows| {
                let (first, last) = (rows.first()?, rows.last()?);
                let in_both = first.2 != last.2;
                Some((Key { in_both, registration: first.0, village: first.1 }, rows))
            })
            .collect();
        groups.sort_unstable_by_key(|(key, _)| *key);
        let mut villages: Vec<&VillageId> = groups.iter().map(|(key, _)| key.village).collect();
        villages.sort_unstable();
        villages.dedup();
        let mut ranks = sides.map(|side| vec![None; side.registry().registrations().len()]);
        for (rank, (_, rows)) in groups.iter().enumerate() {
            rows.iter().for_each(|&(_, _, state, row)| ranks[state][row] = Some(rank));
        }
        let number = |key: &Key<'a>| villages.partition_point(|&village| village < key.village);
        let village_of = groups.iter().map(|(key, _)| number(key)).collect();
        let keys = groups.into_iter().map(|(key, _)| key).collect();
        Self { keys, ranks, villages, village_of }
    }

    /// What a registration did where its village came to keep a place, or no longer keeps it.
    pub(super) fn deed(&self, rank: usize, gain: bool) -> ExplainedPart {
        match (gain, self.keys[rank].in_both) {
            (true, false) => ExplainedPart::Added,
            (true, true) => ExplainedPart::Lengthened,
            (false, false) => ExplainedPart::Ended,
            (false, true) => ExplainedPart::Shortened,
        }
    }

    /// The registration of a rank.
    pub(super) fn key(&self, rank: usize) -> Key<'a> {
        self.keys[rank]
    }

    /// Whether a registration is in force in both states.
    pub(super) fn are_in_both(
        &self,
        registration: &'a RegistrationId,
        village: &'a VillageId,
    ) -> bool {
        self.keys.binary_search(&Key { in_both: true, registration, village }).is_ok()
    }

    /// The claims of a state, each with its rank.
    pub(super) fn claims<'c>(
        &'c self,
        state: usize,
        side: &'c State,
    ) -> impl Iterator<Item = (usize, &'c Claim)> {
        let ranks = &self.ranks[state];
        side.ledger()
            .claims()
            .iter()
            .filter_map(|claim| Some(((*ranks.get(claim.row.index())?)?, claim)))
    }

    /// The villages with a registration in force in either state, in order of their ids.
    pub(super) fn villages(&self) -> &[&'a VillageId] {
        &self.villages
    }

    /// The village of a rank, by its place among [`villages`](Self::villages).
    pub(super) fn village(&self, rank: usize) -> usize {
        self.village_of[rank]
    }
}
