//! Decisions applied: new accounts, and a list of what was changed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::detect::detect;
use super::losses::{Decided, Loss, Losses, losses};
use super::price::PriceSums;
use super::{Conflict, ConflictOptions, Policy, Price, Revision, WhyUndecided};
use crate::audit::AuditError;
use crate::border::{Milestones, Stretch};
use crate::cover::SpanSet;
use crate::id::{RegistrationId, VillageId};
use crate::key::RowKey;
use crate::registry::{Claim, Claims, Registration, Registry};
use crate::state::State;

/// What one row gives up, and to whom.
///
/// See [`State::conflicts`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClaimChange {
    /// The stretch given up.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// The policy that decided it.
    pub policy: Policy,
    /// The registration of the row.
    pub registration: RegistrationId,
    /// The village that gives up.
    pub village: VillageId,
    /// The village that keeps it; the same, where another registration of its own stands.
    pub to: VillageId,
    #[serde(skip)]
    pub(super) row: RowKey,
}

/// A stretch of a decided conflict that the policy does not decide.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::{ConflictOptions, LeftUndecided, Policy, WhyUndecided};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// let options = ConflictOptions::default();
/// let middle = state.resolve_conflicts(&options, |_| Some(Policy::CutAtMiddle))?;
/// let left: &LeftUndecided = &middle.undecided[0];
/// assert_eq!((left.villages.len(), &left.why), (3, &WhyUndecided::MoreThanTwo(3)));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LeftUndecided {
    /// The stretch.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// Who holds it.
    pub villages: Vec<VillageId>,
    /// The policy.
    pub policy: Policy,
    /// Why it is left.
    pub why: WhyUndecided,
}

/// The accounts after some decisions, and what these changed.
///
/// See [`State::conflicts`] for an example.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Resolved {
    /// The state with the accounts closed anew over what is left of the claims. Decisions hold on
    /// its day alone: of [another](State::on), the registry says what is in force.
    pub state: State,
    /// By how much they changed: the sum of the prices.
    pub price: Price,
    /// What was given up, in order along the sections; of one row nothing twice.
    pub changes: Vec<ClaimChange>,
    /// The rows that gave up something, in the order of the registry, and what is left of each as
    /// rows of `registrations.csv`.
    pub revisions: Vec<Revision>,
    /// What the policies did not decide, in order along the sections.
    pub undecided: Vec<LeftUndecided>,
}

impl State {
    /// The accounts after each [conflict](State::conflicts) was decided by the policy named for
    /// it, if one is.
    ///
    /// This state does not change. A conflict to which the policy does not apply stays undecided.
    /// Costs what finding the conflicts costs, and one ledger. See [`State::conflicts`] for an
    /// example.
    ///
    /// # Errors
    /// As for [`State::conflicts`]; or, were there a fault in the library, when the accounts
    /// change by anything but the prices.
    pub fn resolve_conflicts(
        &self,
        options: &ConflictOptions,
        policy: impl Fn(&Conflict) -> Option<Policy>,
    ) -> Result<Resolved, AuditError> {
        let detected = detect(self, options)?;
        let decided = detected.iter().filter_map(|conflict| {
            Some((conflict, conflict.decision(policy(&conflict.conflict)?)?))
        });
        let decided: Vec<Decided<'_>> = decided.collect();
        let losses = losses(self.ledger().claims(), &decided);
        let state = self.without(&losses)?;
        let mut price = PriceSums::default();
        decided.iter().for_each(|(_, decision)| price.add(&decision.price));
        price.explains(self.ledger(), state.ledger())?;
        let milestones = self.milestones()?;
        Ok(Resolved {
            price: price.into(),
            changes: self.changes(&losses, &milestones),
            revisions: self.revisions(&losses, &state, &milestones),
            undecided: undecided(&decided, &milestones),
            state,
        })
    }
}

impl Resolved {
    /// The registry with the decisions written down: a state of it, on the day that was decided,
    /// has the accounts of the resolved one.
    ///
    /// ```
    /// use border_coverage::audit::{ConflictOptions, Policy};
    /// use border_coverage::{DataSet, State};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let before = data.state(None, None)?;
    /// let earlier = |_: &_| Some(Policy::EarlierStands);
    /// let resolved = before.resolve_conflicts(&ConflictOptions::default(), earlier)?;
    /// assert_eq!(resolved.revisions.len(), 52);
    /// let (border, registry) = (before.border().clone(), resolved.written_down());
    /// let after = State::close(border, registry, before.survey(), before.day())?;
    /// assert_eq!(after.ledger().line(), resolved.state.ledger().line());
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    #[must_use]
    pub fn written_down(&self) -> Registry {
        let day = self.state.day();
        let revisions: BTreeMap<RowKey, &Revision> =
            self.revisions.iter().map(|revision| (revision.key, revision)).collect();
        self.state.registry().with_rows(|key, row| {
            let until = Some(day);
            let ended = (row.since < day).then(|| Registration { until, ..row.clone() });
            let remaining = revisions.get(&key)?.remaining.iter().cloned();
            Some(ended.into_iter().chain(remaining).collect())
        })
    }
}

impl State {
    /// The state without what is lost.
    fn without(&self, losses: &Losses) -> Result<Self, AuditError> {
        let mut left: Vec<Claim> = Vec::with_capacity(self.ledger().claims().len());
        for (index, claim) in self.ledger().claims().iter().enumerate() {
            let Some(lost) = losses.get(&index) else {
                left.push(claim.clone());
                continue;
            };
            let lost: SpanSet = lost.iter().map(|loss| loss.span).collect();
            let kept = lost.gaps(claim.span);
            left.extend(kept.iter().map(|span| Claim { span, ..claim.clone() }));
        }
        let placements = self.ledger().placements();
        let all = placements.claims_on(self.registry(), self.day());
        Ok(self.with_claims(Claims { claims: left, ..all })?)
    }

    /// What is lost, in order along the sections, then in the order of the registry.
    fn changes(&self, losses: &Losses, milestones: &[Milestones]) -> Vec<ClaimChange> {
        let claims = self.ledger().claims();
        let mut all: Vec<(&Claim, &Loss)> = Vec::new();
        for (&index, lost) in losses {
            all.extend(lost.iter().map(|loss| (&claims[index], loss)));
        }
        all.sort_by_key(|(claim, loss)| (claim.section, loss.span, claim.row));
        let change = |(claim, loss): (&Claim, &Loss)| {
            let section = self.border().section_at(claim.section).id();
            ClaimChange {
                stretch: Stretch::named(section, loss.span, &milestones[claim.section]),
                policy: loss.policy,
                registration: self.registry().row(claim.row).id.clone(),
                village: self.village_id(claim.village),
                to: self.village_id(loss.to),
                row: claim.row,
            }
        };
        all.into_iter().map(change).collect()
    }
}

/// What the decisions leave undecided.
fn undecided(decided: &[Decided<'_>], milestones: &[Milestones]) -> Vec<LeftUndecided> {
    let mut all = Vec::new();
    for (detected, decision) in decided {
        let Conflict { stretch, villages, .. } = &detected.conflict;
        let milestones = &milestones[detected.section];
        all.extend(decision.verdicts.undecided.iter().map(|left| LeftUndecided {
            stretch: Stretch::named(&stretch.section, left.span, milestones),
            villages: villages.clone(),
            policy: decision.policy,
            why: left.why.clone(),
        }));
    }
    all
}
