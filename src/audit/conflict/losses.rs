//! What claims lose by decisions.

use std::collections::BTreeMap;

use super::Policy;
use super::allocate::Allotted;
use super::detect::{Decision, Detected};
use crate::cover::SpanSet;
use crate::key::VillageKey;
use crate::registry::Claim;
use crate::span::Span;

/// What was decided about a conflict.
pub(super) type Decided<'a> = (&'a Detected, &'a Decision);

/// A stretch that a claim loses.
pub(super) struct Loss {
    pub(super) span: Span,
    pub(super) policy: Policy,
    pub(super) to: VillageKey,
}

/// What claims lose, by their indexes in the ledger.
pub(super) type Losses = BTreeMap<usize, Vec<Loss>>;

/// What each claim loses: what goes to another village; and where its village keeps the stretch,
/// what another of its own rows stands for.
pub(super) fn losses(claims: &[Claim], decided: &[Decided<'_>]) -> Losses {
    let mut losses = Losses::new();
    let (shared, own): (Vec<&Decided<'_>>, Vec<_>) =
        decided.iter().partition(|(detected, _)| detected.conflict.is_shared());
    for (detected, decision) in shared {
        for contender in &detected.contenders {
            for &claim in &contender.claims {
                let others = on(decision, claims[claim].span)
                    .filter(|(_, award)| award.village != contender.village);
                let policy = decision.policy;
                let lost = others.map(|(span, award)| Loss { span, policy, to: award.village });
                losses.entry(claim).or_default().extend(lost);
            }
        }
    }
    for (detected, decision) in own {
        for &claim in detected.contenders.iter().flat_map(|contender| &contender.claims) {
            let own = losses.entry(claim).or_default();
            let lost: SpanSet = own.iter().map(|loss| loss.span).collect();
            let others = on(decision, claims[claim].span)
                .filter(|(_, award)| award.row != Some(claims[claim].row));
            for (span, award) in others {
                let (policy, to) = (decision.policy, award.village);
                let left = lost.gaps(span);
                own.extend(left.iter().map(|span| Loss { span, policy, to }));
            }
        }
    }
    losses.retain(|_, lost| !lost.is_empty());
    losses
}

/// The awards on a span, each with the part of it there.
fn on(decision: &Decision, span: Span) -> impl Iterator<Item = (Span, &Allotted)> {
    let awards = &decision.verdicts.awards;
    let first = awards.partition_point(|award| award.span.to() <= span.from());
    awards[first..].iter().map_while(move |award| Some((award.span.intersection(&span)?, award)))
}
