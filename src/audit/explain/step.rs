//! The last step of the way: the registrations of two states, place by place on one line.

use std::collections::BTreeMap;

use super::held::{ByVillage, Held, Move, by_village};
use super::keys::Keys;
use super::part::{ExplainedPart, Figure, Sums, Weights, weighted};
use super::share::{Ranked, share_out, union};
use crate::cover::{SpanSet, for_each_piece};
use crate::key::SectionKey;
use crate::span::Span;
use crate::state::State;

/// A stretch whose figures change, and the registration that accounts for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub(super) section: SectionKey,
    pub(super) kind: ExplainedPart,
    pub(super) rank: usize,
    pub(super) span: Span,
    pub(super) weights: Weights,
}

/// Two states compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Step<'a> {
    pub(super) keys: Keys<'a>,
    /// What each village keeps.
    pub(super) villages: ByVillage,
    /// What changed: what villages keep, then the line, in order along the sections.
    pub(super) effects: Vec<Effect>,
}

/// What holds at a place, in the order in which it is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mark {
    /// In one of both states it is kept, by two or more villages or by one.
    Kept { state: usize, shared: bool },
    /// Of the registrations whose villages came to keep it, the first in rank.
    Came(usize),
    /// Of those whose villages no longer keep it.
    Left(usize),
    /// Its recognition is this registration's doing.
    Recognised(usize),
    /// Its recognition went with this registration.
    Unrecognised(usize),
}

impl<'a> Step<'a> {
    /// Compares two states on a line of these extents. Takes `O(n log n)` for `n` registrations,
    /// however many lie over one another.
    pub(super) fn between(sides: [&'a State; 2], extents: &[Span]) -> Self {
        let keys = Keys::of(sides);
        let villages = by_village(&keys, sides);
        let mut step = Self { effects: kept_effects(&villages), keys, villages };
        let mut marks = step.marks(sides, extents.len());
        for (section, (marks, &extent)) in SectionKey::each(marks.iter_mut().zip(extents)) {
            if !marks.is_empty() {
                let states = sides.iter().enumerate();
                marks.extend(states.flat_map(|(state, side)| kept(state, side, section)));
                for_each_piece(extent, marks, |span, marks| {
                    step.place(section, span, marks);
                });
            }
        }
        step
    }

    /// Where something may have changed, section by section. Marks of a kind never lie over one
    /// another.
    fn marks(&self, sides: [&State; 2], sections: usize) -> Vec<Vec<(Span, Mark)>> {
        let (mut came, mut left) = (vec![Ranked::new(); sections], vec![Ranked::new(); sections]);
        for (&(_, section), held) in &self.villages {
            for one in &held.moves {
                let moves = if one.kind.is_gain() { &mut came } else { &mut left };
                moves[section].push((one.rank, one.span));
            }
        }
        let [was, is] = [0, 1].map(|state| self.recognised(state, sides[state], sections));
        let mut all = Vec::with_capacity(sections);
        for (((came, left), was), is) in came.into_iter().zip(left).zip(was).zip(is) {
            let (gained, lost) = (union(&is), union(&was));
            let (gained, lost) = (gained.difference(&lost), lost.difference(&gained));
            let mut marks = Vec::new();
            let mut mark = |set: &SpanSet, claims: Ranked, kind: fn(usize) -> Mark| {
                let shares = share_out(set, claims).into_iter();
                marks.extend(shares.map(|(rank, span)| (span, kind(rank))));
            };
            mark(&union(&came), came, Mark::Came);
            mark(&union(&left), left, Mark::Left);
            mark(&gained, is, Mark::Recognised);
            mark(&lost, was, Mark::Unrecognised);
            all.push(marks);
        }
        all
    }

    /// The recognised claims of a state, section by section, by rank.
    fn recognised(&self, state: usize, side: &State, sections: usize) -> Vec<Ranked> {
        let mut all = vec![Vec::new(); sections];
        for (rank, claim) in self.keys.claims(state, side).filter(|(_, claim)| claim.recognised) {
            all[claim.section].push((rank, claim.span));
        }
        all
    }

    /// Adds what changed of the line at a place: for each figure, one part and one registration.
    fn place(&mut self, section: SectionKey, span: Span, marks: &[&Mark]) {
        let mut kept = [0_i8; 2];
        let (mut moves, mut recognition) = ([None; 2], None);
        for &&mark in marks {
            match mark {
                Mark::Kept { state, shared } => kept[state] = if shared { 2 } else { 1 },
                Mark::Left(rank) => moves[0] = Some(rank),
                Mark::Came(rank) => moves[1] = Some(rank),
                Mark::Recognised(rank) => recognition = Some((rank, 1)),
                Mark::Unrecognised(rank) => recognition = Some((rank, -1)),
            }
        }
        let changes = self.of_line(kept, moves, recognition).into_iter().flatten();
        let effect = |(kind, rank, weights)| Effect { section, kind, rank, span, weights };
        self.effects.extend(changes.map(effect));
    }

    /// What happened to the line at a place that so many villages kept and keep: to coverage, and
    /// to recognition where that is a change of its own.
    fn of_line(
        &self,
        kept: [i8; 2],
        [left, came]: [Option<usize>; 2],
        recognition: Option<(usize, i8)>,
    ) -> [Option<(ExplainedPart, usize, Weights)>; 2] {
        let mut weights = coverage(kept);
        let cause = match kept {
            [0, 0] => None,
            [0, _] => came.map(|rank| (self.keys.deed(rank, true), rank)),
            [_, 0] => left.map(|rank| (self.keys.deed(rank, false), rank)),
            [1, 2] => came.map(|rank| (ExplainedPart::NewlyShared, rank)),
            [2, 1] => left.map(|rank| (ExplainedPart::NoLongerShared, rank)),
            _ => None,
        };
        let still_kept = kept[0] > 0 && kept[1] > 0;
        let alone = recognition.filter(|_| still_kept).map(|(rank, sign)| {
            let part = match sign {
                1 => ExplainedPart::Recognised,
                _ => ExplainedPart::NoLongerRecognised,
            };
            (part, rank, weight(Figure::Recognised, sign))
        });
        if let Some((_, sign)) = recognition.filter(|_| !still_kept) {
            weights[Figure::Recognised as usize] = sign;
        }
        [cause.map(|(part, rank)| (part, rank, weights)), alone]
    }

    /// What a village keeps, section by section; the village by its index among those of the keys.
    pub(super) fn of_village(&self, village: usize) -> impl Iterator<Item = (SectionKey, &Held)> {
        let first = SectionKey::new(0);
        let held = self.villages.range((village, first)..(village + 1, first));
        held.map(|(&(_, section), held)| (section, held))
    }

    /// What each part adds to the figures of each section.
    pub(super) fn by_section(&self, sections: usize) -> Vec<Sums> {
        let mut all = vec![Sums::default(); sections];
        for effect in &self.effects {
            all[effect.section].place(effect.kind, effect.span.length(), &effect.weights);
        }
        all
    }

    /// Where each part changes each figure of the line, and which way.
    pub(super) fn sets(&self) -> Changed {
        let mut spans: BTreeMap<(SectionKey, ExplainedPart, Figure, i8), Vec<Span>> =
            BTreeMap::new();
        for Effect { section, kind, span, weights, .. } in &self.effects {
            for figure in Figure::OF_LINE {
                let weight = weights[figure as usize];
                if weight != 0 {
                    spans.entry((*section, *kind, figure, weight)).or_default().push(*span);
                }
            }
        }
        Changed(spans.into_iter().map(|(of, spans)| (of, spans.into_iter().collect())).collect())
    }
}

/// Where figures of the line change: by section, part, figure and weight.
#[derive(Debug, Clone)]
pub(super) struct Changed(BTreeMap<(SectionKey, ExplainedPart, Figure, i8), SpanSet>);

impl Changed {
    /// What each part adds to the figures within some stretches, section by section.
    pub(super) fn within(&self, stretches: &[SpanSet]) -> Sums {
        let mut sums = Sums::default();
        for ((section, part, figure, weight), set) in &self.0 {
            for window in stretches.get(section.index()).into_iter().flatten() {
                sums.add(*part, *figure, weighted(set.length_in(window), *weight));
            }
        }
        sums
    }
}

/// What changed of what each village keeps.
fn kept_effects(villages: &ByVillage) -> Vec<Effect> {
    let effects = villages.iter().flat_map(|(&(_, section), held)| {
        held.moves.iter().map(move |&Move { kind, rank, span }| {
            let weights = weight(Figure::Kept, if kind.is_gain() { 1 } else { -1 });
            Effect { section, kind, rank, span, weights }
        })
    });
    effects.collect()
}

/// Where a section is kept in a state.
fn kept(state: usize, side: &State, section: SectionKey) -> impl Iterator<Item = (Span, Mark)> {
    let pieces = side.ledger().of_section(section).pieces.iter();
    let held = pieces.filter(|piece| !piece.owners.is_empty());
    held.map(move |piece| (piece.span, Mark::Kept { state, shared: piece.owners.len() > 1 }))
}

/// One figure's weight.
fn weight(figure: Figure, weight: i8) -> Weights {
    let mut weights = Weights::default();
    weights[figure as usize] = weight;
    weights
}

/// The weights of a place kept by none, one or more villages, before and after.
fn coverage([before, after]: [i8; 2]) -> Weights {
    let grows = |holds: fn(i8) -> bool| i8::from(holds(after)) - i8::from(holds(before));
    let mut weights = Weights::default();
    weights[Figure::Registered as usize] = grows(|kept| kept > 0);
    weights[Figure::Once as usize] = grows(|kept| kept == 1);
    weights[Figure::Shared as usize] = grows(|kept| kept > 1);
    weights[Figure::Unregistered as usize] = grows(|kept| kept == 0);
    weights
}
