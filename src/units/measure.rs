//! Official positions in whole millimetres.

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Length, UnitError};

/// An official position in a survey: whole millimetres from a section's start.
///
/// A measure has a meaning only with its section and survey. The point of the line at a measure
/// is a [`Place`](super::Place); a [`Calibration`](crate::survey::Calibration) maps one to the
/// other. Operators saturate, as those of [`Length`] do.
///
/// ```
/// use border_coverage::{Length, Measure};
/// let marker = Measure::from_mm(85_000_000);
/// let gate = marker + Length::from_metres(70.0)?;
/// assert_eq!(gate.to_string(), "85.070 km");
/// assert_eq!((gate - marker).mm(), 70_000);
/// assert_eq!("85.07 km".parse(), Ok(gate));
/// # Ok::<(), border_coverage::units::UnitError>(())
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Measure(i64);

impl Measure {
    /// The section's start.
    pub const ZERO: Self = Self(0);

    /// The measure that lies some millimetres from the section's start.
    #[must_use]
    pub const fn from_mm(mm: i64) -> Self {
        Self(mm)
    }

    /// Whole millimetres from the section's start.
    #[must_use]
    pub const fn mm(self) -> i64 {
        self.0
    }

    /// The length from the section's start.
    #[must_use]
    pub const fn from_start(self) -> Length {
        Length::from_mm(self.0)
    }
}

impl Add<Length> for Measure {
    type Output = Self;
    fn add(self, by: Length) -> Self {
        Self(self.0.saturating_add(by.mm()))
    }
}

impl Sub<Length> for Measure {
    type Output = Self;
    fn sub(self, by: Length) -> Self {
        Self(self.0.saturating_sub(by.mm()))
    }
}

impl Sub for Measure {
    type Output = Length;
    fn sub(self, other: Self) -> Length {
        Length::from_mm(self.0.saturating_sub(other.0))
    }
}

impl AddAssign<Length> for Measure {
    fn add_assign(&mut self, by: Length) {
        *self = *self + by;
    }
}

impl SubAssign<Length> for Measure {
    fn sub_assign(&mut self, by: Length) {
        *self = *self - by;
    }
}

impl fmt::Display for Measure {
    /// In kilometres from the section's start, exactly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from_start().fmt(f)
    }
}

impl FromStr for Measure {
    type Err = UnitError;

    /// Reads a length from the section's start, as [`Length`] is read.
    fn from_str(text: &str) -> Result<Self, UnitError> {
        text.parse().map(|length: Length| Self(length.mm()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_move_by_lengths_and_saturate() {
        let mut at = Measure::from_mm(i64::MAX - 1);
        at += Length::from_mm(5);
        assert_eq!(at, Measure::from_mm(i64::MAX));
        at -= Length::from_mm(i64::MAX);
        assert_eq!(at, Measure::ZERO);
        assert_eq!(at - Length::from_mm(7), Measure::from_mm(-7));
        assert_eq!((at - Measure::from_mm(i64::MIN)).mm(), i64::MAX);
    }
}
