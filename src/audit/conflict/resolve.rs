//! Decisions applied: new accounts, and a list of what was changed.

use std::collections::BTreeMap;

use super::{Award, Conflict, Conflicts, LeftUndecided, Policy, Price, Resolution, Revision};
use crate::audit::AuditError;
use crate::cover::SpanSet;
use crate::id::RegistrationId;
use crate::key::{RowKey, SectionKey, VillageKey};
use crate::registry::{Claim, Claims};
use crate::span::Span;
use crate::state::State;

/// What one row gives up, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimChange {
    /// The conflict that was decided, by its place in [`Conflicts::conflicts`].
    pub conflict: usize,
    /// The policy that decided it.
    pub policy: Policy,
    /// The row, by its place in [`Registry::registrations`](crate::Registry::registrations).
    pub row: RowKey,
    /// The registration it belongs to.
    pub registration: RegistrationId,
    /// The village that gives up, by its place in
    /// [`Registry::villages`](crate::Registry::villages).
    pub village: VillageKey,
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// The stretch given up.
    pub span: Span,
    /// The village that keeps it; the same, where another registration of its own stands.
    pub to: VillageKey,
}

/// The accounts after some decisions, and what these changed.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The state with the accounts closed anew over what is left of the claims. Decisions hold on
    /// its day alone: of [another](State::on), the registry says what is in force.
    pub state: State,
    /// By how much they changed: the sum of the prices.
    pub price: Price,
    /// What was given up, in order along the sections; of one row nothing twice.
    pub changes: Vec<ClaimChange>,
    /// The rows that gave up something, and what is left of each as rows of
    /// `registrations.csv`.
    pub revisions: Vec<Revision>,
    /// What the policies left as it is, with the place of the conflict in
    /// [`Conflicts::conflicts`].
    pub undecided: Vec<(usize, LeftUndecided)>,
}

/// A decision: the conflict and its place, and what is to be done about it.
type Decision<'a> = (usize, &'a Conflict, &'a Resolution);

/// A stretch that a claim loses.
struct Loss {
    span: Span,
    conflict: usize,
    policy: Policy,
    to: VillageKey,
}

/// What claims lose, by their places in the ledger.
type Losses = BTreeMap<usize, Vec<Loss>>;

impl Conflicts {
    /// The accounts after each conflict was decided by the policy named for it, if one is.
    ///
    /// Registry, ledger and conflicts stay as they are. A conflict on which the policy has no say
    /// is left alone. See [`State::conflicts`] for an example.
    ///
    /// # Errors
    /// Were there a fault in the library, when the accounts change by anything but what was
    /// priced.
    pub fn resolve(
        &self,
        policy: impl Fn(&Conflict) -> Option<Policy>,
    ) -> Result<Resolved, AuditError> {
        let decisions: Vec<Decision<'_>> = self
            .conflicts
            .iter()
            .enumerate()
            .filter_map(|(i, conflict)| {
                Some((i, conflict, conflict.resolution(policy(conflict)?)?))
            })
            .collect();
        let before = &self.state;
        let losses = losses(before.ledger().claims(), &decisions);
        let state = before.without(&losses)?;
        let mut price = Price::default();
        decisions.iter().for_each(|(_, _, resolution)| price.add(&resolution.price));
        price.explains(before.ledger(), state.ledger())?;
        let changes = before.changes(&losses);
        let mut undecided = Vec::new();
        for (i, _, resolution) in &decisions {
            undecided.extend(resolution.undecided.iter().map(|left| (*i, left.clone())));
        }
        Ok(Resolved { revisions: state.revisions(&changes)?, undecided, state, price, changes })
    }
}

impl State {
    /// The state without what is lost.
    fn without(&self, losses: &Losses) -> Result<Self, AuditError> {
        let mut left: Vec<Claim> = Vec::with_capacity(self.ledger().claims().len());
        for (place, claim) in self.ledger().claims().iter().enumerate() {
            match losses.get(&place) {
                None => left.push(claim.clone()),
                Some(lost) => left.extend(
                    lost.iter()
                        .map(|loss| loss.span)
                        .collect::<SpanSet>()
                        .gaps(claim.span)
                        .iter()
                        .map(|span| Claim { span, ..claim.clone() }),
                ),
            }
        }
        let placements = self.ledger().placements();
        let all = placements.claims_on(self.registry(), self.day());
        Ok(self.with_claims(Claims { claims: left, ..all })?)
    }

    /// What is lost, told for reading.
    fn changes(&self, losses: &Losses) -> Vec<ClaimChange> {
        let change = |(&place, lost): (&usize, &Vec<Loss>)| {
            let Claim { row, village, section, .. } = self.ledger().claims()[place];
            let registration = &self.registry().row(row).id;
            let told = lost.iter().map(|&Loss { span, conflict, policy, to }| {
                let registration = registration.clone();
                ClaimChange { conflict, policy, row, registration, village, section, span, to }
            });
            told.collect::<Vec<_>>()
        };
        let mut changes: Vec<ClaimChange> = losses.iter().flat_map(change).collect();
        changes.sort_by_key(|change| (change.section, change.span, change.row));
        changes
    }
}

/// What each claim loses: what goes to another village; and of what its village keeps, what
/// another of its own rows stands for.
fn losses(claims: &[Claim], decisions: &[Decision<'_>]) -> Losses {
    let mut losses = Losses::new();
    for &(conflict, found, resolution) in decisions.iter().filter(|d| d.1.is_shared()) {
        for contender in &found.contenders {
            for &claim in &contender.claims {
                let others = on(resolution, claims[claim].span)
                    .filter(|(_, award)| award.village != contender.village);
                let policy = resolution.policy;
                let lost =
                    others.map(|(span, award)| Loss { span, conflict, policy, to: award.village });
                losses.entry(claim).or_default().extend(lost);
            }
        }
    }
    for &(conflict, found, resolution) in decisions.iter().filter(|d| !d.1.is_shared()) {
        for &claim in found.contenders.iter().flat_map(|contender| &contender.claims) {
            let own = losses.entry(claim).or_default();
            let lost: SpanSet = own.iter().map(|loss| loss.span).collect();
            let others = on(resolution, claims[claim].span)
                .filter(|(_, award)| award.row != Some(claims[claim].row));
            for (span, award) in others {
                let (policy, to) = (resolution.policy, award.village);
                let left = lost.gaps(span);
                own.extend(left.iter().map(|span| Loss { span, conflict, policy, to }));
            }
        }
    }
    losses.retain(|_, lost| !lost.is_empty());
    losses
}

/// The awards on a span, each with the part of it there.
fn on(resolution: &Resolution, span: Span) -> impl Iterator<Item = (Span, &Award)> {
    let awards = &resolution.awards;
    let first = awards.partition_point(|award| award.span.to() <= span.from());
    awards[first..].iter().map_while(move |award| Some((award.span.intersection(&span)?, award)))
}
