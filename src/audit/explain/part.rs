//! What makes a figure differ, and the difference taken apart.

use serde::Serialize;

use crate::ledger::{Account, Unbalanced, check};
use crate::units::Length;

/// What made a figure change: the part of a difference that it accounts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExplainedPart {
    /// The line itself, or how long it officially is.
    LineRemeasured,
    /// A marker stands elsewhere, came or went, so stretches written with it lie elsewhere.
    MarkerMoved,
    /// An area answers for other stretches, or villages belong to another area.
    AreaChanged,
    /// Kept by nobody, until a new registration came.
    Added,
    /// Kept, until a registration that is no longer there went.
    Ended,
    /// Kept by nobody, until a registration that was there already reached it.
    Lengthened,
    /// Kept, until a registration that is still there gave it up.
    Shortened,
    /// Kept by one village, now by two or more.
    NewlyShared,
    /// Kept by two or more villages, now by one.
    NoLongerShared,
    /// Kept as before, and now recognised.
    Recognised,
    /// Kept as before, and no longer recognised.
    NoLongerRecognised,
}

impl ExplainedPart {
    /// All parts, in the order in which a difference is taken apart.
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

    /// Whether somebody came to keep a place.
    pub(super) fn is_gain(self) -> bool {
        matches!(self, Self::Added | Self::Lengthened)
    }
}

/// A figure of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The whole length.
    Total,
    /// What at least one village keeps.
    Registered,
    /// What exactly one village keeps.
    Once,
    /// What two or more villages keep.
    Shared,
    /// What nobody keeps.
    Unregistered,
    /// What of the registered is recognised.
    Recognised,
    /// What a village keeps, or the villages of an area, wherever.
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

    /// The figure of an account of a stretch of line, which does not tell what villages keep.
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

/// The difference of one figure between two states, taken apart.
///
/// The parts add up to it, to the millimetre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which figure.
    pub figure: Figure,
    /// What it was; none where there was nothing to account for.
    pub before: Option<Length>,
    /// What it is; none where there is nothing to account for.
    pub after: Option<Length>,
    /// The parts that are not zero, in the order of [`ExplainedPart::ALL`].
    pub parts: Vec<(ExplainedPart, Length)>,
}

impl Difference {
    /// A figure along the way from one state to the other: before; on the line of the other
    /// state; with its markers; with its areas; after. The last step is taken by `steps`.
    pub(super) fn of(
        what: &dyn std::fmt::Display,
        figure: Figure,
        way: [Option<Length>; 5],
        steps: &Sums,
    ) -> Result<Self, Unbalanced> {
        let at = |i: usize| way[i].unwrap_or_default();
        let on_the_way =
            [ExplainedPart::LineRemeasured, ExplainedPart::MarkerMoved, ExplainedPart::AreaChanged];
        let telescoped = (1..).zip(on_the_way).map(|(i, part)| (part, at(i) - at(i - 1)));
        let parts =
            telescoped.chain(ExplainedPart::ALL.map(|part| (part, steps.get(part, figure))));
        let parts = parts.filter(|(_, length)| *length != Length::ZERO).collect();
        let difference = Self { figure, before: way[0], after: way[4], parts };
        let sum = difference.parts.iter().fold(Length::ZERO, |sum, part| sum + part.1);
        check(what, "the parts add up to the difference", sum, difference.length())?;
        Ok(difference)
    }

    /// By how much it grew.
    pub fn length(&self) -> Length {
        self.after.unwrap_or_default() - self.before.unwrap_or_default()
    }

    /// What one part accounts for.
    pub fn part(&self, part: ExplainedPart) -> Length {
        let found = self.parts.iter().find(|(of, _)| *of == part);
        found.map_or(Length::ZERO, |(_, length)| *length)
    }
}

/// By how much each figure grows where a place changes, in lengths of the place.
pub(super) type Weights = [i8; 7];

/// A length, counted as a figure's weight says.
pub(super) fn weighted(length: Length, weight: i8) -> Length {
    Length::from_mm(length.mm() * i64::from(weight))
}

/// What each part adds to each figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sums([[Length; 7]; 11]);

impl Default for Sums {
    fn default() -> Self {
        Self([[Length::ZERO; 7]; 11])
    }
}

impl Sums {
    /// What a part adds to a figure.
    pub(super) fn get(&self, part: ExplainedPart, figure: Figure) -> Length {
        self.0[part as usize][figure as usize]
    }

    /// Adds a length to a figure.
    pub(super) fn add(&mut self, part: ExplainedPart, figure: Figure, length: Length) {
        let sum = &mut self.0[part as usize][figure as usize];
        *sum = *sum + length;
    }

    /// Adds a place of a length, which changes figures by weights.
    pub(super) fn place(&mut self, part: ExplainedPart, length: Length, weights: &Weights) {
        for (sum, &weight) in self.0[part as usize].iter_mut().zip(weights) {
            *sum = *sum + weighted(length, weight);
        }
    }

    /// Adds all of another.
    pub(super) fn merge(&mut self, other: &Self) {
        for (own, more) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            *own = *own + *more;
        }
    }
}
