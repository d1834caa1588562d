//! The registrations of two states laid over each other on one line, span by span.

use std::collections::BTreeMap;

use super::apportion::{Ranked, apportion, union};
use super::holdings::{ByVillage, HoldingChange, VillageHoldings, by_village};
use super::identity::Identities;
use super::part::{ExplainedPart, Figure};
use super::sums::{Sums, Weights, weight, weighted};
use crate::cover::{SpanSet, for_each_piece};
use crate::key::SectionKey;
use crate::span::Span;
use crate::state::State;

/// A span whose figures change, and the registration that accounts for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub(super) section: SectionKey,
    pub(super) part: ExplainedPart,
    pub(super) rank: usize,
    pub(super) span: Span,
    pub(super) weights: Weights,
}

/// Two states on the same line, compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Overlay<'a> {
    pub(super) identities: Identities<'a>,
    /// What each village keeps.
    pub(super) villages: ByVillage,
    /// The effects on what villages keep, then those on the line, in order along the sections.
    pub(super) effects: Vec<Effect>,
}

/// What is true along a span, in the order in which [`Overlay::add_effects`] reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Condition {
    /// In one of the states one village keeps it, or several.
    Kept { which: usize, shared: bool },
    /// Villages came to keep it; of their registrations, this is the first in rank.
    Came(usize),
    /// Villages no longer keep it; of their registrations, this is the first in rank.
    Left(usize),
    /// It became recognised by this registration.
    Recognised(usize),
    /// It is no longer recognised; it was by this registration.
    Unrecognised(usize),
}

impl<'a> Overlay<'a> {
    /// Compares two states on a line of these extents. Takes `O(n log n)` for `n` registrations,
    /// however many overlap.
    pub(super) fn between(states: [&'a State; 2], extents: &[Span]) -> Self {
        let identities = Identities::of(states);
        let villages = by_village(&identities, states);
        let mut overlay = Self { effects: kept_effects(&villages), identities, villages };
        let mut conditions = overlay.conditions(states, extents.len());
        let sections = SectionKey::each(conditions.iter_mut().zip(extents));
        for (section, (conditions, &extent)) in sections {
            if !conditions.is_empty() {
                let states = states.iter().enumerate();
                conditions.extend(states.flat_map(|(which, state)| kept(which, state, section)));
                for_each_piece(extent, conditions, |span, conditions| {
                    overlay.add_effects(section, span, conditions);
                });
            }
        }
        overlay
    }

    /// Where something may have changed, section by section. Conditions of a kind never overlap.
    fn conditions(&self, states: [&State; 2], sections: usize) -> Vec<Vec<(Span, Condition)>> {
        let (mut came, mut left) = (vec![Ranked::new(); sections], vec![Ranked::new(); sections]);
        for (&(_, section), holdings) in &self.villages {
            for change in &holdings.changes {
                let ranked = if change.part.is_gain() { &mut came } else { &mut left };
                ranked[section].push((change.rank, change.span));
            }
        }
        let [was, is] = [0, 1].map(|which| self.recognised(which, states[which], sections));
        let mut all = Vec::with_capacity(sections);
        for (((came, left), was), is) in came.into_iter().zip(left).zip(was).zip(is) {
            let (recognised, lost) = (union(&is), union(&was));
            let (gained, lost) = (recognised.difference(&lost), lost.difference(&recognised));
            let mut conditions = Vec::new();
            let mut add = |set: &SpanSet, claims: Ranked, condition: fn(usize) -> Condition| {
                let apportioned = apportion(set, claims).into_iter();
                conditions.extend(apportioned.map(|(rank, span)| (span, condition(rank))));
            };
            add(&union(&came), came, Condition::Came);
            add(&union(&left), left, Condition::Left);
            add(&gained, is, Condition::Recognised);
            add(&lost, was, Condition::Unrecognised);
            all.push(conditions);
        }
        all
    }

    /// The recognised claims of a state, section by section, by rank.
    fn recognised(&self, which: usize, state: &State, sections: usize) -> Vec<Ranked> {
        let mut all = vec![Vec::new(); sections];
        let claims = self.identities.claims(which, state);
        for (rank, claim) in claims.filter(|(_, claim)| claim.recognised) {
            all[claim.section].push((rank, claim.span));
        }
        all
    }

    /// Adds what changed of the line along a span: for each figure, one part and one registration.
    fn add_effects(&mut self, section: SectionKey, span: Span, conditions: &[&Condition]) {
        let mut villages = [0_i8; 2];
        let (mut first, mut recognition) = ([None; 2], None);
        for &&condition in conditions {
            match condition {
                Condition::Kept { which, shared } => villages[which] = if shared { 2 } else { 1 },
                Condition::Left(rank) => first[0] = Some(rank),
                Condition::Came(rank) => first[1] = Some(rank),
                Condition::Recognised(rank) => recognition = Some((rank, 1)),
                Condition::Unrecognised(rank) => recognition = Some((rank, -1)),
            }
        }
        let effects = self.effects_on_line(villages, first, recognition).into_iter().flatten();
        let effect = |(part, rank, weights)| Effect { section, part, rank, span, weights };
        self.effects.extend(effects.map(effect));
    }

    /// What changed of the line along a span: coverage; and recognition, where that is a change
    /// of its own. `villages` says how many keep it before and after: 0, 1 or 2 for more than one.
    fn effects_on_line(
        &self,
        villages: [i8; 2],
        [left, came]: [Option<usize>; 2],
        recognition: Option<(usize, i8)>,
    ) -> [Option<(ExplainedPart, usize, Weights)>; 2] {
        let mut weights = coverage(villages);
        let cause = match villages {
            [0, 0] => None,
            [0, _] => came.map(|rank| (self.identities.part(rank, true), rank)),
            [_, 0] => left.map(|rank| (self.identities.part(rank, false), rank)),
            [1, 2] => came.map(|rank| (ExplainedPart::NewlyShared, rank)),
            [2, 1] => left.map(|rank| (ExplainedPart::NoLongerShared, rank)),
            _ => None,
        };
        let kept_in_both = villages[0] > 0 && villages[1] > 0;
        let recognition_alone = recognition.filter(|_| kept_in_both).map(|(rank, sign)| {
            let part = if sign > 0 {
                ExplainedPart::Recognised
            } else {
                ExplainedPart::NoLongerRecognised
            };
            (part, rank, weight(Figure::Recognised, sign))
        });
        if let Some((_, sign)) = recognition.filter(|_| !kept_in_both) {
            weights[Figure::Recognised as usize] = sign;
        }
        [cause.map(|(part, rank)| (part, rank, weights)), recognition_alone]
    }

    /// What a village keeps, section by section; the village by its index among the identities'.
    pub(super) fn of_village(
        &self,
        village: usize,
    ) -> impl Iterator<Item = (SectionKey, &VillageHoldings)> {
        let first = SectionKey::new(0);
        let holdings = self.villages.range((village, first)..(village + 1, first));
        holdings.map(|(&(_, section), holdings)| (section, holdings))
    }

    /// What each part adds to the figures of each section.
    pub(super) fn by_section(&self, sections: usize) -> Vec<Sums> {
        let mut all = vec![Sums::default(); sections];
        for effect in &self.effects {
            all[effect.section].add_weighted(effect.part, effect.span.length(), &effect.weights);
        }
        all
    }

    /// Where each part changes each figure of the line, and which way.
    pub(super) fn changed_spans(&self) -> ChangedSpans {
        let mut spans: BTreeMap<(SectionKey, ExplainedPart, Figure, i8), Vec<Span>> =
            BTreeMap::new();
        for &Effect { section, part, span, weights, .. } in &self.effects {
            for figure in Figure::OF_LINE {
                let weight = weights[figure as usize];
                if weight != 0 {
                    spans.entry((section, part, figure, weight)).or_default().push(span);
                }
            }
        }
        let sets = spans.into_iter().map(|(key, spans)| (key, spans.into_iter().collect()));
        ChangedSpans(sets.collect())
    }
}

/// Where figures of the line change: by section, part, figure and weight.
#[derive(Debug, Clone)]
pub(super) struct ChangedSpans(BTreeMap<(SectionKey, ExplainedPart, Figure, i8), SpanSet>);

impl ChangedSpans {
    /// What each part adds to the figures within a set of each section.
    pub(super) fn within(&self, sections: &[SpanSet]) -> Sums {
        let mut sums = Sums::default();
        for ((section, part, figure, weight), set) in &self.0 {
            for window in sections.get(section.index()).into_iter().flatten() {
                sums.add(*part, *figure, weighted(set.length_in(window), *weight));
            }
        }
        sums
    }
}

/// The effects on what each village keeps.
fn kept_effects(villages: &ByVillage) -> Vec<Effect> {
    let effects = villages.iter().flat_map(|(&(_, section), holdings)| {
        holdings.changes.iter().map(move |&HoldingChange { part, rank, span }| {
            let weights = weight(Figure::Kept, if part.is_gain() { 1 } else { -1 });
            Effect { section, part, rank, span, weights }
        })
    });
    effects.collect()
}

/// Where a section is kept in a state.
fn kept(
    which: usize,
    state: &State,
    section: SectionKey,
) -> impl Iterator<Item = (Span, Condition)> {
    let pieces = state.ledger().of_section(section).pieces.iter();
    let kept = pieces.filter(|piece| !piece.owners.is_empty());
    kept.map(move |piece| (piece.span, Condition::Kept { which, shared: piece.owners.len() > 1 }))
}

/// The weights of a span that none, one or more villages keep, before and after.
fn coverage([before, after]: [i8; 2]) -> Weights {
    let grows = |holds: fn(i8) -> bool| i8::from(holds(after)) - i8::from(holds(before));
    let mut weights = Weights::default();
    weights[Figure::Registered as usize] = grows(|villages| villages > 0);
    weights[Figure::Once as usize] = grows(|villages| villages == 1);
    weights[Figure::Shared as usize] = grows(|villages| villages > 1);
    weights[Figure::Unregistered as usize] = grows(|villages| villages == 0);
    weights
}
