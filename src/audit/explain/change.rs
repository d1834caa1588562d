//! The registrations that made the line's figures change.

use super::part::{ExplainedPart, Figure, weighted};
use super::step::{Effect, Step};
use crate::id::{RegistrationId, VillageId};
use crate::key::SectionKey;
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
    pub section: SectionKey,
    /// Where, in the survey of the later state.
    pub span: Span,
    figures: [Length; 7],
}

impl RegistrationChange {
    /// By how much it made a figure grow; [`Figure::Kept`] is that of its village.
    pub fn change(&self, figure: Figure) -> Length {
        self.figures[figure as usize]
    }

    /// Adds what happened on a stretch that begins within it or right behind it.
    fn add(&mut self, effect: &Effect) {
        let to = self.span.to().max(effect.span.to());
        self.span = Span::nonempty(self.span.from(), to).unwrap_or(self.span);
        for (sum, &weight) in self.figures.iter_mut().zip(&effect.weights) {
            *sum = *sum + weighted(effect.span.length(), weight);
        }
    }
}

/// What the registrations of a step did, in order along the sections: those of the same registration that touch
/// are one. All of them are put down to `part`, where it is given.
pub(super) fn changes(step: &Step<'_>, part: Option<ExplainedPart>) -> Vec<RegistrationChange> {
    let mut effects: Vec<&Effect> = step.effects.iter().collect();
    effects.sort_unstable_by_key(|e| (e.section, e.kind, e.rank, e.span));
    let mut all: Vec<(usize, RegistrationChange)> = Vec::new();
    let mut deed = None;
    for effect in effects {
        let same = deed.replace((effect.section, effect.kind, effect.rank))
            == Some((effect.section, effect.kind, effect.rank));
        match all.last_mut() {
            Some((_, last)) if same && effect.span.from() <= last.span.to() => last.add(effect),
            _ => {
                let key = step.keys.key(effect.rank);
                let mut change = RegistrationChange {
                    part: part.unwrap_or(effect.kind),
                    registration: key.registration.clone(),
                    village: key.village.clone(),
                    section: effect.section,
                    span: effect.span,
                    figures: [Length::ZERO; 7],
                };
                change.add(effect);
                all.push((effect.rank, change));
            }
        }
    }
    all.sort_by_key(|(rank, change)| (change.section, change.span, change.part, *rank));
    all.into_iter().map(|(_, change)| change).collect()
}
