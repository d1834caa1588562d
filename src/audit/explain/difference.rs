//! The difference of one figure between two states, and the parts that add up to it.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::checked::check_when_read;
use super::part::{ExplainedPart, Figure};
use super::sums::Sums;
use crate::ledger::{UnbalancedError, check};
use crate::units::Length;

/// The difference of one figure between two states, in parts.
///
/// The parts add up to it, to the millimetre. In JSON the lengths are `before_mm`, `after_mm` and
/// `difference_mm`; reading one whose parts do not add up is an error.
///
/// ```
/// use border_coverage::audit::{Difference, ExplainedPart};
/// let json = r#"{"figure":"registered","before_mm":4000,"after_mm":6000,"difference_mm":2000,
///     "parts":[{"part":"added","mm":2000}]}"#;
/// let registered: Difference = serde_json::from_str(json)?;
/// assert_eq!(registered.part(ExplainedPart::Added).mm(), 2_000);
/// assert!(serde_json::from_str::<Difference>(&json.replace("\"mm\":2", "\"mm\":1")).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")] // the derived code is called by `check_when_read`
#[non_exhaustive]
pub struct Difference {
    /// Which figure.
    pub figure: Figure,
    /// The figure before; none where that state has no such account.
    #[serde(rename = "before_mm")]
    pub before: Option<Length>,
    /// The figure after; none where that state has no such account.
    #[serde(rename = "after_mm")]
    pub after: Option<Length>,
    /// After less before; where there is no account, zero is taken.
    #[serde(rename = "difference_mm")]
    pub length: Length,
    /// The parts that are not zero, in the order of [`ExplainedPart::ALL`].
    pub parts: Vec<DifferencePart>,
}

/// What one part adds to a difference.
///
/// See [`Difference`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DifferencePart {
    /// What made the figure change.
    pub part: ExplainedPart,
    /// By how much it grew; negative where it shrank. `mm` in JSON.
    #[serde(rename = "mm")]
    pub length: Length,
}

impl Difference {
    /// A figure along the path from one state to the other: before; on the line of the other
    /// state; with its markers; with its areas; after. `last` holds the parts of the last step.
    pub(super) fn along(
        what: &dyn Display,
        figure: Figure,
        path: [Option<Length>; 5],
        last: &Sums,
    ) -> Result<Self, UnbalancedError> {
        let at = |i: usize| path[i].unwrap_or_default();
        let steps =
            [ExplainedPart::LineRemeasured, ExplainedPart::MarkerMoved, ExplainedPart::AreaChanged];
        let steps = (1..).zip(steps).map(|(i, part)| (part, at(i) - at(i - 1)));
        let parts = steps.chain(ExplainedPart::ALL.map(|part| (part, last.get(part, figure))));
        let parts = parts.filter(|(_, length)| *length != Length::ZERO);
        let difference = Self {
            parts: parts.map(|(part, length)| DifferencePart { part, length }).collect(),
            ..Self::without_parts(figure, path[0], path[4])
        };
        difference.adds_up(what)?;
        Ok(difference)
    }

    /// A figure before and after, of which nothing is explained yet.
    pub(super) fn without_parts(
        figure: Figure,
        before: Option<Length>,
        after: Option<Length>,
    ) -> Self {
        let length = after.unwrap_or_default() - before.unwrap_or_default();
        Self { figure, before, after, length, parts: Vec::new() }
    }

    fn check(&self) -> Result<(), UnbalancedError> {
        self.adds_up(&"a difference")
    }

    fn adds_up(&self, what: &dyn Display) -> Result<(), UnbalancedError> {
        let grown = self.after.unwrap_or_default() - self.before.unwrap_or_default();
        check(what, "the difference is after less before", self.length, grown)?;
        let sum = self.parts.iter().map(|part| part.length).sum();
        check(what, "the parts add up to the difference", sum, self.length)
    }

    /// What one part accounts for; zero where it accounts for nothing.
    #[must_use]
    pub fn part(&self, part: ExplainedPart) -> Length {
        let found = self.parts.iter().find(|found| found.part == part);
        found.map_or(Length::ZERO, |found| found.length)
    }
}

check_when_read!(Difference);
