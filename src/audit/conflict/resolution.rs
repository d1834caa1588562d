//! What a policy would do to one conflict.

use serde::{Deserialize, Serialize, Serializer};

use super::allocate::Verdicts;
use super::price::PriceSums;
use super::{Policy, Price, WhyUndecided};
use crate::id::{RegistrationId, VillageId};
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// What a policy would do to a conflict: awards and what is left undecided tile its stretch.
///
/// In JSON the price is flat, and `reason` is one text, or null. See [`State::conflicts`] for an
/// example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Resolution {
    /// The policy.
    pub policy: Policy,
    /// What goes to whom, in order.
    pub awards: Vec<Award>,
    /// How much stays undecided.
    #[serde(rename = "undecided_mm")]
    pub undecided: Length,
    /// Why, if any does; each reason once.
    #[serde(rename = "reason", serialize_with = "as_one_text")]
    pub reasons: Vec<WhyUndecided>,
    /// What that does to the accounts.
    #[serde(flatten)]
    pub price: Price,
}

/// A stretch that would be one village's alone.
///
/// ```
/// use border_coverage::audit::Award;
/// let json = r#"{"village":"ta-kho","registration":null,"from_mm":3000,"to_mm":4000}"#;
/// let award: Award = serde_json::from_str(json)?;
/// assert_eq!(award.span.length().mm(), 1_000);
/// assert_eq!(serde_json::to_string(&award)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Award {
    /// The village.
    pub village: VillageId,
    /// The registration that stands, where a village's own contend; else all of the village's do.
    pub registration: Option<RegistrationId>,
    /// The stretch, on the conflict's section.
    #[serde(flatten)]
    pub span: Span,
}

impl Resolution {
    pub(super) fn new(
        state: &State,
        policy: Policy,
        verdicts: &Verdicts,
        price: &PriceSums,
    ) -> Self {
        let awards = verdicts.awards.iter().map(|award| Award {
            village: state.village_id(award.village),
            registration: award.row.map(|row| state.registry().row(row).id.clone()),
            span: award.span,
        });
        let mut reasons: Vec<WhyUndecided> = Vec::new();
        for left in &verdicts.undecided {
            if !reasons.contains(&left.why) {
                reasons.push(left.why.clone());
            }
        }
        let (awards, undecided) = (awards.collect(), verdicts.undecided_length());
        Self { policy, awards, undecided, reasons, price: price.clone().into() }
    }

    /// How much it gives to one village.
    #[must_use]
    pub fn decided(&self) -> Length {
        self.awards.iter().fold(Length::ZERO, |sum, award| sum + award.span.length())
    }
}

/// All reasons as one text, null if there are none.
fn as_one_text<S: Serializer>(reasons: &[WhyUndecided], serializer: S) -> Result<S::Ok, S::Error> {
    let texts: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join("; ")).serialize(serializer)
}
