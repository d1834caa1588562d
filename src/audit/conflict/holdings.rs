//! The stretches that each village holds on a section.

use std::collections::BTreeMap;

use crate::cover::SpanSet;
use crate::key::VillageKey;
use crate::registry::Claim;
use crate::span::Span;
use crate::units::{Length, Measure};

/// The stretches that one village holds on a section.
#[derive(Debug)]
pub(super) struct HeldSpans {
    /// Its claims by their indexes in the ledger, in order of their starts.
    claims: Vec<usize>,
    /// The farthest end of the claims up to each one.
    reach: Vec<Measure>,
    /// All of them together.
    kept: SpanSet,
    /// The recognised part of it.
    pub(super) recognised: SpanSet,
}

/// The stretches that each village holds on a section.
#[derive(Debug)]
pub(super) struct Holdings<'a> {
    all: &'a [Claim],
    by_village: BTreeMap<VillageKey, HeldSpans>,
    /// What is recognised of any village.
    pub(super) recognised: SpanSet,
    /// How long the section is, if it is a ring.
    ring: Option<Length>,
}

impl<'a> Holdings<'a> {
    /// The holdings of one section, whose claims have these indexes in the ledger.
    pub(super) fn new(all: &'a [Claim], mut claims: Vec<usize>, ring: Option<Length>) -> Self {
        claims.sort_unstable_by_key(|&claim| (all[claim].village, all[claim].span, claim));
        let of_village = |own: &[usize]| {
            let mut reached = Measure::from_mm(i64::MIN);
            let reach = |&claim: &usize| {
                reached = reached.max(all[claim].span.to());
                reached
            };
            let holding = HeldSpans {
                claims: own.to_vec(),
                reach: own.iter().map(reach).collect(),
                kept: own.iter().map(|&claim| all[claim].span).collect(),
                recognised: recognised(all, own),
            };
            (all[own[0]].village, holding)
        };
        let by_village =
            claims.chunk_by(|&a, &b| all[a].village == all[b].village).map(of_village).collect();
        Self { all, by_village, recognised: recognised(all, &claims), ring }
    }

    /// What a village holds.
    pub(super) fn of(&self, village: VillageKey) -> Option<&HeldSpans> {
        self.by_village.get(&village)
    }

    /// The claims of a village that lie on a span, in the order of the ledger: binary searches,
    /// then one step for each claim that may reach it.
    pub(super) fn claims_on(&self, village: VillageKey, span: Span) -> Vec<usize> {
        let Some(own) = self.of(village) else { return Vec::new() };
        let first = own.reach.partition_point(|&reach| reach <= span.from());
        let starting = own.claims[first..].iter().take_while(|&&c| self.from(c) < span.to());
        let mut found: Vec<usize> =
            starting.copied().filter(|&c| self.all[c].span.to() > span.from()).collect();
        found.sort_unstable();
        found
    }

    fn from(&self, claim: usize) -> Measure {
        self.all[claim].span.from()
    }

    /// The stretch that a village holds without a break around a span that it holds. On a ring it
    /// goes on across the seam, before the start or behind the end.
    pub(super) fn run(&self, village: VillageKey, span: Span) -> Span {
        let kept = self.of(village).map_or(&[][..], |own| own.kept.spans());
        let at = kept.partition_point(|run| run.to() <= span.from());
        let (Some(&run), Some(first), Some(last)) = (kept.get(at), kept.first(), kept.last())
        else {
            return span;
        };
        let Some(total) = self.ring else { return run };
        let closed =
            first.from() == Measure::ZERO && last.to().from_start() == total && !kept.is_empty();
        let from = if closed && at == 0 { last.from() - total } else { run.from() };
        let to = if closed && at + 1 == kept.len() { first.to() + total } else { run.to() };
        Span::nonempty(from, to).unwrap_or(run)
    }

    /// The maximal stretches that a village's own registrations hold twice or more.
    ///
    /// The stretches of one row are apart, so two claims on a place are two rows.
    pub(super) fn doubles(&self) -> impl Iterator<Item = (VillageKey, SpanSet)> + '_ {
        self.by_village.iter().map(|(&village, own)| {
            // In order of their starts, a claim overlaps those before it up to their farthest end.
            let later = own.claims.iter().skip(1).zip(&own.reach);
            let twice = later.filter_map(|(&claim, &reach)| {
                Span::nonempty(self.from(claim), self.all[claim].span.to().min(reach))
            });
            (village, twice.collect())
        })
    }
}

/// The recognised part of some claims.
fn recognised(all: &[Claim], claims: &[usize]) -> SpanSet {
    let found = claims.iter().map(|&claim| &all[claim]).filter(|claim| claim.recognised);
    found.map(|claim| claim.span).collect()
}
