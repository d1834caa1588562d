//! What each policy would do, applied to all conflicts.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Policy;
use super::detect::Detected;
use crate::ledger::{Account, Ledger, UnbalancedError, check};
use crate::units::Length;

/// What a policy would do, applied wherever several villages hold a stretch.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::{ConflictOptions, Policy};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let found = data.state(None, None)?.conflicts(&ConflictOptions::default())?;
/// let middle = found.outcomes.iter().find(|outcome| outcome.policy == Policy::CutAtMiddle);
/// // Three villages hold the rest, and a cut parts two.
/// assert_eq!(middle.map(|outcome| outcome.undecided.mm()), Some(484_530));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// The policy.
    pub policy: Policy,
    /// How much of the shared length it gives to one village.
    #[serde(rename = "decided_mm")]
    pub decided: Length,
    /// How much it does not decide.
    #[serde(rename = "undecided_mm")]
    pub undecided: Length,
    /// By how much the length kept once would grow.
    #[serde(rename = "once_mm")]
    pub once: Length,
    /// By how much the shared length would grow; it shrinks, so this is negative or zero.
    #[serde(rename = "shared_mm")]
    pub shared: Length,
    /// By how much the recognised length would grow; negative or zero.
    #[serde(rename = "recognised_mm")]
    pub recognised: Length,
    /// The account of the line as it would be; in JSON without the figures that stay.
    #[serde(serialize_with = "what_may_change")]
    pub line: Account,
}

/// An account without total, unregistered length and share.
fn what_may_change<S: Serializer>(line: &Account, serializer: S) -> Result<S::Ok, S::Error> {
    let mut keys = serializer.serialize_struct("Account", 4)?;
    keys.serialize_field("registered_mm", &line.registered())?;
    keys.serialize_field("once_mm", &line.once())?;
    keys.serialize_field("shared_mm", &line.shared())?;
    keys.serialize_field("recognised_mm", &line.recognised())?;
    keys.end()
}

/// Lengths of all conflicts under one policy.
#[derive(Debug, Default)]
struct OutcomeSums {
    decided: Length,
    undecided: Length,
    once: Length,
    shared: Length,
    recognised: Length,
}

/// What each policy does, applied to all conflicts of several villages.
pub(super) fn outcomes(
    ledger: &Ledger,
    detected: &[Detected],
) -> Result<Vec<Outcome>, UnbalancedError> {
    let mut all: BTreeMap<Policy, OutcomeSums> =
        Policy::ALL.into_iter().map(|policy| (policy, OutcomeSums::default())).collect();
    for conflict in detected.iter().map(|detected| &detected.conflict).filter(|c| c.is_shared()) {
        for resolution in &conflict.resolutions {
            let sums = all.entry(resolution.policy).or_default();
            sums.decided += resolution.decided();
            sums.undecided += resolution.undecided;
            sums.once += resolution.price.once;
            sums.shared += resolution.price.shared;
            sums.recognised += resolution.price.recognised;
        }
    }
    all.into_iter().map(|(policy, sums)| sums.outcome(policy, ledger.line())).collect()
}

impl OutcomeSums {
    fn outcome(self, policy: Policy, before: &Account) -> Result<Outcome, UnbalancedError> {
        let Self { decided, undecided, once, shared, recognised } = self;
        check(&policy, "the conflicts add up to shared", decided + undecided, before.shared())?;
        let line = before.moved(&policy, once, shared, recognised)?;
        check(&policy, "registered stays", line.registered(), before.registered())?;
        check(&policy, "what is left undecided stays shared", line.shared(), undecided)?;
        Ok(Outcome { policy, decided, undecided, once, shared, recognised, line })
    }
}
