//! The registrations that made the line's figures change.

use super::part::{ExplainedPart, Figure, Weights, weighted};
use super::step::{Effect, Step};
use crate::id::{RegistrationId, VillageId};
use crate::span::Span;
use crate::units::Length;

/// A stretch on which one registration made figures change, and by how much.
///
/// The changes put down to a part add up to it, for the line, each section and each village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationChange {
    /// What it did.
    pub part: ExplainedPart,
    /// The registration.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The section, by its place in the border of the later state.
    pub section: usize,
    /// Where, in the survey of the later state.
    pub span: Span,
    figures: [Length; 7],
}

impl RegistrationChange {
    /// By how much it made a figure grow; [`Figure::Kept`] is that of its village.
    pub fn change(&self, figure: Figure) -> Length {
        self.figures[figure as usize]
    }
}

/// What the registrations of a step did, in order along the sections: those of the same registration that touch
/// are one. All of them are put down to `part`, where it is given.
pub(super) fn changes(step: &Step<'_>, part: Option<ExplainedPart>) -> Vec<RegistrationChange> {
    let mut effects: Vec<&Effect> = step.effects.iter().collect();
    effects.sort_by_key(|e| (e.section, e.kind, e.rank, e.span));
    let touch = |a: &&Effect, b: &&Effect| {
        (a.section, a.kind, a.rank) == (b.section, b.kind, b.rank) && b.span.from() <= a.span.to()
    };
    let mut all: Vec<(usize, RegistrationChange)> = Vec::new();
    for one in effects.chunk_by(touch) {
        let (Some(first), Some(last)) = (one.first(), one.last()) else { continue };
        let key = step.keys.key(first.rank);
        let mut figures = [Length::ZERO; 7];
        one.iter().for_each(|effect| add(&mut figures, effect.span, &effect.weights));
        let change = RegistrationChange {
            part: part.unwrap_or(first.kind),
            registration: key.registration.clone(),
            village: key.village.clone(),
            section: first.section,
            span: Span::nonempty(first.span.from(), last.span.to()).unwrap_or(first.span),
            figures,
        };
        all.push((first.rank, change));
    }
    all.sort_by_key(|(rank, change)| (change.section, change.span, change.part, *rank));
    all.into_iter().map(|(_, change)| change).collect()
}

fn add(figures: &mut [Length; 7], span: Span, weights: &Weights) {
    for (sum, &weight) in figures.iter_mut().zip(weights) {
        *sum = *sum + weighted(span.length(), weight);
    }
}
