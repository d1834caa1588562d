//! The answer about one conflict.

use serde::{Deserialize, Serialize};

use super::{ConflictClass, Policy, Resolution, Seam};
use crate::border::{AMBIGUITY_MARGIN, Stretch};
use crate::id::{RegistrationId, VillageId};
use crate::units::Length;

/// How conflicts are classed.
///
/// ```
/// use border_coverage::Length;
/// use border_coverage::audit::ConflictOptions;
/// let mut options = ConflictOptions::default();
/// assert_eq!((options.tolerance.mm(), options.level), (10_000, None));
/// options.tolerance = Length::from_mm(2_000);
/// options.level = Some("commune".to_owned());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConflictOptions {
    /// Runs that have no more than this in common only touch; and a boundary of areas no farther
    /// away than this is at the conflict.
    #[serde(rename = "tolerance_mm")]
    pub tolerance: Length,
    /// The level whose boundaries make a conflict a [seam](ConflictClass::Seam); if none, the
    /// lowest level of each tree, `post` before the others.
    pub level: Option<String>,
}

impl Default for ConflictOptions {
    /// 10 m, the accuracy of a hand-held receiver ([`AMBIGUITY_MARGIN`]); any lowest level.
    fn default() -> Self {
        Self { tolerance: Length::from_mm((AMBIGUITY_MARGIN * 1e3) as i64), level: None }
    }
}

/// A stretch that is held more than once, of what class that is, and what could be decided.
///
/// It is an overlap of the ledger; or, of one village, a maximal stretch that its own
/// registrations hold twice. In JSON the stretch is flat, and the resolutions are `options`.
///
/// See [`State::conflicts`](crate::State::conflicts) for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Conflict {
    /// Where it lies, in the state's survey.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// Its class.
    pub class: ConflictClass,
    /// The village whose run lies within another's; of class [`Inside`](ConflictClass::Inside)
    /// only.
    pub inner: Option<VillageId>,
    /// The boundary of areas; of class [`Seam`](ConflictClass::Seam) only.
    pub seam: Option<Seam>,
    /// Who holds it, in order along the section: by the middle of their runs, then by id.
    pub villages: Vec<VillageId>,
    /// The registrations that lie on it, in order.
    pub registrations: Vec<RegistrationId>,
    /// What each policy would do, in the order of [`Policy::ALL`]; where one village holds it
    /// twice, only the policies that apply to that.
    #[serde(rename = "options")]
    pub resolutions: Vec<Resolution>,
}

impl Conflict {
    /// Whether several villages hold it; what one holds twice changes no total.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.villages.len() > 1
    }

    /// What a policy would do, if it applies.
    #[must_use]
    pub fn resolution(&self, policy: Policy) -> Option<&Resolution> {
        self.resolutions.iter().find(|resolution| resolution.policy == policy)
    }
}
