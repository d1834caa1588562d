//! The registrations that made figures change, and where.

use serde::{Deserialize, Serialize};

use super::checked::check_when_read;
use super::overlay::{Effect, Overlay};
use super::part::{ExplainedPart, Figure};
use super::sums::weighted;
use crate::border::{Milestones, Stretch};
use crate::id::{RegistrationId, VillageId};
use crate::key::SectionKey;
use crate::ledger::{UnbalancedError, check};
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// A stretch on which one registration made figures change, and by how much.
///
/// For the line, each section and each village, the changes of a part add up to it. In JSON the
/// stretch is flat, and the figures are `registered_mm`, `once_mm`, `shared_mm`, `recognised_mm`
/// and `kept_mm`.
///
/// See [`State::explain_from`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")] // the derived code is called by `check_when_read`
#[non_exhaustive]
pub struct RegistrationChange {
    /// The part that its effect belongs to.
    pub part: ExplainedPart,
    /// The registration.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// Where, in the survey of the later state.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// By how much the registered length grew.
    #[serde(rename = "registered_mm")]
    pub registered: Length,
    /// By how much the length kept once grew.
    #[serde(rename = "once_mm")]
    pub once: Length,
    /// By how much the shared length grew.
    #[serde(rename = "shared_mm")]
    pub shared: Length,
    /// By how much the recognised length grew.
    #[serde(rename = "recognised_mm")]
    pub recognised: Length,
    /// By how much the length grew that its village keeps.
    #[serde(rename = "kept_mm")]
    pub kept: Length,
}

impl RegistrationChange {
    /// By how much a figure grew; [`Figure::Kept`] is that of its village.
    #[must_use]
    pub fn change(&self, figure: Figure) -> Length {
        match figure {
            Figure::Total => Length::ZERO,
            Figure::Registered => self.registered,
            Figure::Once => self.once,
            Figure::Shared => self.shared,
            Figure::Unregistered => -self.registered,
            Figure::Recognised => self.recognised,
            Figure::Kept => self.kept,
        }
    }

    fn check(&self) -> Result<(), UnbalancedError> {
        let law = "the change of what is registered is that of what is kept once or shared";
        check(&self.registration, law, self.registered, self.once + self.shared)
    }
}

check_when_read!(RegistrationChange);

/// Touching effects of one registration, summed up.
#[derive(Debug)]
struct EffectSums {
    section: SectionKey,
    part: ExplainedPart,
    rank: usize,
    span: Span,
    figures: [Length; 7],
}

impl EffectSums {
    fn new(effect: &Effect) -> Self {
        let Effect { section, part, rank, span, weights } = *effect;
        let figures = weights.map(|weight| weighted(span.length(), weight));
        Self { section, part, rank, span, figures }
    }

    /// Adds an effect if it is of the same registration and begins within the span or at its end.
    fn add(&mut self, effect: &Effect) -> bool {
        let same =
            (effect.section, effect.part, effect.rank) == (self.section, self.part, self.rank);
        if !same || effect.span.from() > self.span.to() {
            return false;
        }
        let to = self.span.to().max(effect.span.to());
        self.span = Span::nonempty(self.span.from(), to).unwrap_or(self.span);
        for (sum, &weight) in self.figures.iter_mut().zip(&effect.weights) {
            *sum += weighted(effect.span.length(), weight);
        }
        true
    }

    /// The change, put down to `part` if that is given.
    fn named(
        &self,
        overlay: &Overlay<'_>,
        part: Option<ExplainedPart>,
        state: &State,
        milestones: &[Milestones],
    ) -> RegistrationChange {
        let identity = overlay.identities.get(self.rank);
        let section = state.border().section_at(self.section).id();
        let sum = |figure: Figure| self.figures[figure as usize];
        RegistrationChange {
            part: part.unwrap_or(self.part),
            registration: identity.registration.clone(),
            village: identity.village.clone(),
            stretch: Stretch::named(section, self.span, &milestones[self.section]),
            registered: sum(Figure::Registered),
            once: sum(Figure::Once),
            shared: sum(Figure::Shared),
            recognised: sum(Figure::Recognised),
            kept: sum(Figure::Kept),
        }
    }
}

/// What the registrations of a step did, in order along the sections of the later state; touching
/// effects of one registration are one change. All are put down to `part` if that is given.
pub(super) fn changes(
    overlay: &Overlay<'_>,
    part: Option<ExplainedPart>,
    state: &State,
    milestones: &[Milestones],
) -> Vec<RegistrationChange> {
    let mut effects: Vec<&Effect> = overlay.effects.iter().collect();
    effects.sort_unstable_by_key(|e| (e.section, e.part, e.rank, e.span));
    let mut all: Vec<EffectSums> = Vec::new();
    for effect in effects {
        if !all.last_mut().is_some_and(|last| last.add(effect)) {
            all.push(EffectSums::new(effect));
        }
    }
    let put_down_to = |sums: &EffectSums| part.unwrap_or(sums.part);
    all.sort_by_key(|sums| (sums.section, sums.span, put_down_to(sums), sums.rank));
    all.iter().map(|sums| sums.named(overlay, part, state, milestones)).collect()
}
