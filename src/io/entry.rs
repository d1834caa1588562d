//! Enters rows that name a village in the registry.

use super::suggest::meant;
use super::table::Row;
use crate::registry::{Registry, RegistryError};

/// Behind so many problems no village is suggested: a wrong file is their cause then.
const MOST_HINTS: usize = 200;

/// Enters a row in the registry, or says why its record does not fit, with the village that may be
/// meant.
pub(super) fn enter(
    row: &mut Row<'_>,
    entered: Result<(), RegistryError>,
    registry: &Registry,
) -> Option<()> {
    let is_village = matches!(&entered, Err(error) if error.field == "village");
    let may_hint = is_village && row.problem_count() < MOST_HINTS;
    let known = registry.villages().iter().map(|village| (village.id.as_str(), &*village.name));
    let hint = may_hint.then(|| meant(row.text("village"), known)).flatten();
    row.enter(entered, &hint.unwrap_or_default())
}
