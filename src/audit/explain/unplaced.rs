//! Registrations that have a place on the line in one state and none in the other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::identity::{Identities, in_force};
use super::part::ExplainedPart;
use super::path::StatePath;
use crate::id::{RegistrationId, VillageId};
use crate::registry::PlacementError;
use crate::state::State;

/// A registration that could be placed in one state and not in the other.
///
/// What it kept where it could be placed belongs to `part`.
///
/// ```
/// use border_coverage::audit::{NotPlaced, StepSide};
/// let json = r#"{"registration":"r1","village":"ta-kho","part":"marker_moved","state":"after",
///     "field":"from","value":"9","reason":"no such marker"}"#;
/// let row: NotPlaced = serde_json::from_str(json)?;
/// assert_eq!((row.state, row.value.as_str()), (StepSide::After, "9"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotPlaced {
    /// The registration.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The step of which it has no place on one side.
    pub part: ExplainedPart,
    /// On which side of that step it has none.
    pub state: StepSide,
    /// The field at fault, by its name in the data set: that of the first of its rows.
    pub field: String,
    /// What stands in the field.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

/// A side of a step from one state to another.
///
/// See [`NotPlaced`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepSide {
    /// The earlier state.
    Before,
    /// The later state.
    After,
}

type Refusals<'a> = BTreeMap<(&'a RegistrationId, &'a VillageId), &'a PlacementError>;

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

/// All registrations to which a step of the path gave a place, or which lost it there.
pub(super) fn not_placed(path: &StatePath<'_>, identities: &Identities<'_>) -> Vec<NotPlaced> {
    let [third, last] = path.last_step();
    let [a, b, c, d] = [path.before, path.remeasured(), third, last].map(refusals);
    let mut all = between(&a, &b, |_, _| ExplainedPart::LineRemeasured);
    all.extend(between(&b, &c, |_, _| ExplainedPart::MarkerMoved));
    all.extend(between(&c, &d, |side, (id, village)| {
        match (side, identities.are_in_both(id, village)) {
            (StepSide::Before, true) => ExplainedPart::Lengthened,
            (StepSide::Before, false) => ExplainedPart::Ended,
            (StepSide::After, true) => ExplainedPart::Shortened,
            (StepSide::After, false) => ExplainedPart::Added,
        }
    }));
    all
}

/// Those without a place on one side of a step only.
fn between(
    before: &Refusals<'_>,
    after: &Refusals<'_>,
    part: impl Fn(StepSide, (&RegistrationId, &VillageId)) -> ExplainedPart,
) -> Vec<NotPlaced> {
    let only = |own: &Refusals<'_>, other: &Refusals<'_>, state: StepSide| {
        let alone = own.iter().filter(|(key, _)| !other.contains_key(*key));
        let row = |(&(registration, village), refused): (&(_, _), &&PlacementError)| NotPlaced {
            registration: RegistrationId::clone(registration),
            village: VillageId::clone(village),
            part: part(state, (registration, village)),
            state,
            field: refused.field.to_owned(),
            value: refused.value.clone(),
            reason: refused.error.to_string(),
        };
        alone.map(row).collect::<Vec<_>>()
    };
    let mut all = only(before, after, StepSide::Before);
    all.extend(only(after, before, StepSide::After));
    all
}
