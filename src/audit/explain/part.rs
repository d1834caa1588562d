//! Which figures differ, and what can make them differ.

use serde::{Deserialize, Serialize};

use crate::ledger::Account;
use crate::units::Length;

/// What made a figure change: the part of a difference that it accounts for.
///
/// ```
/// use border_coverage::audit::ExplainedPart;
/// assert_eq!(serde_json::to_value(ExplainedPart::NewlyShared)?, "newly_shared");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExplainedPart {
    /// The line itself changed, or its official length.
    LineRemeasured,
    /// A marker moved, came or went, and with it the stretches declared by it.
    MarkerMoved,
    /// An area answers for other stretches, or villages belong to another area.
    AreaChanged,
    /// Nobody kept the place; a new registration does.
    Added,
    /// A registration that is no longer in force kept the place; now nobody does.
    Ended,
    /// Nobody kept the place; a registration in force in both states now reaches it.
    Lengthened,
    /// A registration in force in both states kept the place; now nobody does.
    Shortened,
    /// One village kept the place; now two or more do.
    NewlyShared,
    /// Two or more villages kept the place; now one does.
    NoLongerShared,
    /// Kept in both states, and now recognised.
    Recognised,
    /// Kept in both states, and no longer recognised.
    NoLongerRecognised,
}

impl ExplainedPart {
    /// All parts, in the order in which a difference lists them.
    pub const ALL: [Self; 11] = [
        Self::LineRemeasured,
        Self::MarkerMoved,
        Self::AreaChanged,
        Self::Added,
        Self::Ended,
        Self::Lengthened,
        Self::Shortened,
        Self::NewlyShared,
        Self::NoLongerShared,
        Self::Recognised,
        Self::NoLongerRecognised,
    ];

    /// Whether a place came to be kept.
    pub(super) fn is_gain(self) -> bool {
        matches!(self, Self::Added | Self::Lengthened)
    }
}

/// A figure of an account.
///
/// ```
/// use border_coverage::audit::Figure;
/// assert_eq!(serde_json::to_value(Figure::Once)?, "once");
/// assert!(!Figure::OF_LINE.contains(&Figure::Kept));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Figure {
    /// The whole length.
    Total,
    /// The length that at least one village keeps.
    Registered,
    /// The length that exactly one village keeps.
    Once,
    /// The length that two or more villages keep.
    Shared,
    /// The length that nobody keeps.
    Unregistered,
    /// The registered length that is recognised.
    Recognised,
    /// The length that a village keeps, or the villages of an area together, on any section.
    Kept,
}

impl Figure {
    /// The figures of a stretch of line.
    pub const OF_LINE: [Self; 6] = [
        Self::Total,
        Self::Registered,
        Self::Once,
        Self::Shared,
        Self::Unregistered,
        Self::Recognised,
    ];

    /// The figure of an account of a stretch of line; zero for [`Kept`](Self::Kept), which no
    /// such account has.
    pub(super) fn of(self, account: &Account) -> Length {
        match self {
            Self::Total => account.total(),
            Self::Registered => account.registered(),
            Self::Once => account.once(),
            Self::Shared => account.shared(),
            Self::Unregistered => account.unregistered(),
            Self::Recognised => account.recognised(),
            Self::Kept => Length::ZERO,
        }
    }
}
