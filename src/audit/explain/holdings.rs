//! What one village, or several together, came to keep and gave up.

use std::collections::BTreeMap;

use super::apportion::{Ranked, apportion, union};
use super::identity::Identities;
use super::part::{ExplainedPart, Figure};
use super::sums::Sums;
use crate::cover::SpanSet;
use crate::key::SectionKey;
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// A span that came to be kept, or no longer is, and the registration that accounts for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct HoldingChange {
    /// Added, ended, lengthened or shortened.
    pub(super) part: ExplainedPart,
    /// The registration.
    pub(super) rank: usize,
    /// Where.
    pub(super) span: Span,
}

/// What is kept of one section in two states, and what accounts for the difference.
#[derive(Debug, Clone, Default)]
pub(super) struct VillageHoldings {
    pub(super) before: SpanSet,
    pub(super) after: SpanSet,
    pub(super) changes: Vec<HoldingChange>,
}

impl VillageHoldings {
    /// The difference of two sets; each place of it goes to the first in rank of the
    /// registrations that could account for it.
    fn of(
        identities: &Identities<'_>,
        [before, after]: [SpanSet; 2],
        [left, came]: [Ranked; 2],
    ) -> Self {
        let changes = |set: &SpanSet, claims, gain| {
            let apportioned = apportion(set, claims).into_iter();
            apportioned.map(move |(rank, span)| {
                let part = identities.part(rank, gain);
                HoldingChange { part, rank, span }
            })
        };
        let came = changes(&after.difference(&before), came, true);
        let left = changes(&before.difference(&after), left, false);
        let changes = came.chain(left).collect();
        Self { before, after, changes }
    }

    /// Adds its changes to the parts of what is kept.
    pub(super) fn add_to(&self, sums: &mut Sums) {
        for &HoldingChange { part, span, .. } in &self.changes {
            let length = span.length();
            sums.add(part, Figure::Kept, if part.is_gain() { length } else { -length });
        }
    }
}

/// What each village keeps of each section: by village, then section.
pub(super) type ByVillage = BTreeMap<(usize, SectionKey), VillageHoldings>;

/// What each village keeps in two states, section by section.
pub(super) fn by_village(identities: &Identities<'_>, states: [&State; 2]) -> ByVillage {
    let mut claims: BTreeMap<(usize, SectionKey), [Ranked; 2]> = BTreeMap::new();
    for (which, state) in states.iter().enumerate() {
        for (rank, claim) in identities.claims(which, state) {
            let of_village = claims.entry((identities.village(rank), claim.section)).or_default();
            of_village[which].push((rank, claim.span));
        }
    }
    let holdings = |claims: [Ranked; 2]| {
        let sets = claims.each_ref().map(|claims| union(claims));
        VillageHoldings::of(identities, sets, claims)
    };
    claims.into_iter().map(|(of, claims)| (of, holdings(claims))).collect()
}

/// What several villages keep together, section by section.
pub(super) fn together<'a>(
    identities: &Identities<'_>,
    sections: usize,
    villages: impl Iterator<Item = (SectionKey, &'a VillageHoldings)>,
) -> Vec<VillageHoldings> {
    let mut of_section: Vec<Vec<&VillageHoldings>> = vec![Vec::new(); sections];
    villages.for_each(|(section, holdings)| of_section[section].push(holdings));
    let join = |all: Vec<&VillageHoldings>| {
        let union =
            |set: fn(&VillageHoldings) -> &SpanSet| all.iter().copied().flat_map(set).collect();
        let ranked = |gain: bool| {
            let changes = all.iter().flat_map(|holdings| &holdings.changes);
            let changes = changes.filter(|change| change.part.is_gain() == gain);
            changes.map(|change| (change.rank, change.span)).collect()
        };
        let sets = [union(|holdings| &holdings.before), union(|holdings| &holdings.after)];
        VillageHoldings::of(identities, sets, [ranked(false), ranked(true)])
    };
    of_section.into_iter().map(join).collect()
}

/// How much is kept before, all sections together.
pub(super) fn kept_before(sections: &[VillageHoldings]) -> Length {
    sections.iter().map(|holdings| holdings.before.length()).sum()
}
