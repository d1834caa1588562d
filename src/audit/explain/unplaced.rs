//! Registrations that have a place on the line in one state and none in the other.

use std::collections::BTreeMap;

use super::keys::{Keys, in_force};
use super::part::ExplainedPart;
use super::way::Way;
use crate::id::{RegistrationId, VillageId};
use crate::registry::Refused;
use crate::state::State;

/// A registration that could be placed in one state and not in the other.
///
/// What it kept where it could be placed is part of what the step did.
#[derive(Debug, Clone, PartialEq)]
pub struct NotPlaced {
    /// The registration.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The step between the two.
    pub part: ExplainedPart,
    /// Whether it had no place before the step; else it has none after it.
    pub before: bool,
    /// Why it had none: that of the first of its rows.
    pub refused: Refused,
}

type Refusals<'a> = BTreeMap<(&'a RegistrationId, &'a VillageId), &'a Refused>;

/// The rows in force that have no place, by registration.
fn refusals(state: &State) -> Refusals<'_> {
    let mut all = Refusals::new();
    for (id, village, row) in in_force(state) {
        if let Some(refused) = state.ledger().placements().refusal(row) {
            all.entry((id, village)).or_insert(refused);
        }
    }
    all
}

/// All registrations that a step of the way gave a place, or took it from; those in force in both
/// states are told by `keys`.
pub(super) fn not_placed(way: &Way<'_>, keys: &Keys<'_>) -> Vec<NotPlaced> {
    let [third, last] = way.last_step();
    let [a, b, c, d] = [way.before, way.remeasured(), third, last].map(refusals);
    let mut all = between(&a, &b, |_, _| ExplainedPart::LineRemeasured);
    all.extend(between(&b, &c, |_, _| ExplainedPart::MarkerMoved));
    all.extend(between(&c, &d, |before, (id, village)| {
        match (before, keys.are_in_both(id, village)) {
            (true, true) => ExplainedPart::Lengthened,
            (true, false) => ExplainedPart::Ended,
            (false, true) => ExplainedPart::Shortened,
            (false, false) => ExplainedPart::Added,
        }
    }));
    all
}

/// Those without a place on one side of a step only.
fn between(
    from: &Refusals<'_>,
    to: &Refusals<'_>,
    part: impl Fn(bool, (&RegistrationId, &VillageId)) -> ExplainedPart,
) -> Vec<NotPlaced> {
    let only = |own: &Refusals<'_>, other: &Refusals<'_>, before: bool| {
        let alone = own.iter().filter(|(key, _)| !other.contains_key(*key));
        let told = |(&(registration, village), &refused): (&(_, _), &&Refused)| NotPlaced {
            registration: RegistrationId::clone(registration),
            village: VillageId::clone(village),
            part: part(before, (registration, village)),
            before,
            refused: refused.clone(),
        };
        alone.map(told).collect::<Vec<_>>()
    };
    let mut all = only(from, to, true);
    all.extend(only(to, from, false));
    all
}
