//! What one village, or several together, came to keep and gave up.

use std::collections::BTreeMap;

use super::keys::Keys;
use super::part::{ExplainedPart, Figure, Sums};
use super::share::{Ranked, share_out, union};
use crate::cover::SpanSet;
use crate::key::SectionKey;
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// A stretch that a registration accounts for: it came to be kept, or is no longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// Added, ended, lengthened or shortened.
    pub(super) kind: ExplainedPart,
    /// The registration.
    pub(super) rank: usize,
    /// Where.
    pub(super) span: Span,
}

/// What is kept of one section in two states, and what accounts for the difference.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub(super) before: SpanSet,
    pub(super) after: SpanSet,
    pub(super) moves: Vec<Move>,
}

impl Held {
    /// The difference of two sets, each place of it given to the first in rank of those that
    /// could account for it.
    fn of(keys: &Keys<'_>, [before, after]: [SpanSet; 2], [left, came]: [Ranked; 2]) -> Self {
        let shares = |set: &SpanSet, claims, gain| {
            let shares = share_out(set, claims).into_iter();
            shares.map(move |(rank, span)| Move { kind: keys.deed(rank, gain), rank, span })
        };
        let came = shares(&after.difference(&before), came, true);
        let left = shares(&before.difference(&after), left, false);
        let moves = came.chain(left).collect();
        Self { before, after, moves }
    }

    /// Adds its moves to the parts of what is kept.
    pub(super) fn add_to(&self, sums: &mut Sums) {
        for one in &self.moves {
            let length = one.span.length();
            let signed = if one.kind.is_gain() { length } else { -length };
            sums.add(one.kind, Figure::Kept, signed);
        }
    }
}

/// What each village keeps of each section: by village, then section.
pub(super) type ByVillage = BTreeMap<(usize, SectionKey), Held>;

/// What each village keeps in two states, section by section.
pub(super) fn by_village(keys: &Keys<'_>, sides: [&State; 2]) -> ByVillage {
    let mut claims: BTreeMap<(usize, SectionKey), [Ranked; 2]> = BTreeMap::new();
    for (state, side) in sides.iter().enumerate() {
        for (rank, claim) in keys.claims(state, side) {
            let of_village = claims.entry((keys.village(rank), claim.section)).or_default();
            of_village[state].push((rank, claim.span));
        }
    }
    let held = |claims: [Ranked; 2]| {
        let sets = claims.each_ref().map(|claims| union(claims));
        Held::of(keys, sets, claims)
    };
    claims.into_iter().map(|(of, claims)| (of, held(claims))).collect()
}

/// What several villages together keep, section by section.
pub(super) fn together<'a>(
    keys: &Keys<'_>,
    sections: usize,
    villages: impl Iterator<Item = (SectionKey, &'a Held)>,
) -> Vec<Held> {
    let mut of_section: Vec<Vec<&Held>> = vec![Vec::new(); sections];
    villages.for_each(|(section, held)| of_section[section].push(held));
    let join = |all: Vec<&Held>| {
        let union = |set: fn(&Held) -> &SpanSet| all.iter().copied().flat_map(set).collect();
        let moves = |gain: bool| {
            let moves = all.iter().flat_map(|held| &held.moves);
            moves.filter(|m| m.kind.is_gain() == gain).map(|m| (m.rank, m.span)).collect()
        };
        let sets = [union(|held| &held.before), union(|held| &held.after)];
        Held::of(keys, sets, [moves(false), moves(true)])
    };
    of_section.into_iter().map(join).collect()
}

/// How much is kept before, all sections together.
pub(super) fn kept_before(sections: &[Held]) -> Length {
    sections.iter().fold(Length::ZERO, |sum, held| sum + held.before.length())
}
