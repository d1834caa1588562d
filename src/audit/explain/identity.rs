//! Which registrations of two states are the same.

use super::part::ExplainedPart;
use crate::id::{RegistrationId, VillageId};
use crate::key::RowKey;
use crate::registry::Claim;
use crate::state::State;

/// The rows in force on the state's day: registration, village and key of the row.
pub(super) fn in_force(
    state: &State,
) -> impl Iterator<Item = (&RegistrationId, &VillageId, RowKey)> {
    let day = state.day();
    let rows = state.registry().keyed_rows().filter(move |(_, _, row)| row.holds_on(day));
    rows.map(|(key, _, row)| (&row.id, &row.village, key))
}

/// A registration of a village, whatever its rows: it is the same where both ids are the same.
///
/// The order says which one is named where several would explain the same place: one that is in
/// force in one state only comes first, then the order is that of the registrations' ids, then of
/// the villages' ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity<'a> {
    /// Whether it is in force in both states.
    pub(super) in_both: bool,
    pub(super) registration: &'a RegistrationId,
    pub(super) village: &'a VillageId,
}

/// All registrations in force in either of two states, by rank.
#[derive(Debug, Clone, Default)]
pub(super) struct Identities<'a> {
    identities: Vec<Identity<'a>>,
    /// For each state, the rank of each row in force.
    ranks: [Vec<Option<usize>>; 2],
    /// The villages, in order of their ids.
    villages: Vec<&'a VillageId>,
    /// The village of each rank, by its index in `villages`.
    village_of: Vec<usize>,
}

impl<'a> Identities<'a> {
    pub(super) fn of(states: [&'a State; 2]) -> Self {
        let mut rows: Vec<(&RegistrationId, &VillageId, usize, RowKey)> = Vec::new();
        for (which, state) in states.iter().enumerate() {
            rows.extend(in_force(state).map(|(id, village, row)| (id, village, which, row)));
        }
        rows.sort_unstable();
        let same = rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let mut groups: Vec<(Identity<'a>, &[_])> = same
            .filter_map(|rows| {
                let (first, last) = (rows.first()?, rows.last()?);
                let in_both = first.2 != last.2;
                Some((Identity { in_both, registration: first.0, village: first.1 }, rows))
            })
            .collect();
        groups.sort_unstable_by_key(|(identity, _)| *identity);
        let mut ranks = states.map(|state| vec![None; state.registry().registrations().len()]);
        for (rank, (_, rows)) in groups.iter().enumerate() {
            rows.iter().for_each(|&(_, _, which, row)| ranks[which][row] = Some(rank));
        }
        let identities: Vec<Identity<'a>> = groups.into_iter().map(|(one, _)| one).collect();
        let mut villages: Vec<&VillageId> = identities.iter().map(|one| one.village).collect();
        villages.sort_unstable();
        villages.dedup();
        let index = |one: &Identity<'a>| villages.partition_point(|&village| village < one.village);
        let village_of = identities.iter().map(index).collect();
        Self { identities, ranks, villages, village_of }
    }

    /// The part that a registration accounts for where its village came to keep a place, or no
    /// longer keeps it.
    pub(super) fn part(&self, rank: usize, gain: bool) -> ExplainedPart {
        match (gain, self.identities[rank].in_both) {
            (true, false) => ExplainedPart::Added,
            (true, true) => ExplainedPart::Lengthened,
            (false, false) => ExplainedPart::Ended,
            (false, true) => ExplainedPart::Shortened,
        }
    }

    /// The registration of a rank.
    pub(super) fn get(&self, rank: usize) -> Identity<'a> {
        self.identities[rank]
    }

    /// Whether a registration is in force in both states.
    pub(super) fn are_in_both(
        &self,
        registration: &'a RegistrationId,
        village: &'a VillageId,
    ) -> bool {
        self.identities.binary_search(&Identity { in_both: true, registration, village }).is_ok()
    }

    /// The claims of a state, each with its rank.
    pub(super) fn claims<'c>(
        &'c self,
        which: usize,
        state: &'c State,
    ) -> impl Iterator<Item = (usize, &'c Claim)> {
        let ranks = &self.ranks[which];
        let claims = state.ledger().claims().iter();
        claims.filter_map(|claim| Some(((*ranks.get(claim.row.index())?)?, claim)))
    }

    /// The villages with a registration in force in either state, in order of their ids.
    pub(super) fn villages(&self) -> &[&'a VillageId] {
        &self.villages
    }

    /// The village of a rank, by its index among [`villages`](Self::villages).
    pub(super) fn village(&self, rank: usize) -> usize {
        self.village_of[rank]
    }
}
