//! Whole-millimetre lengths and measures, and places on the ground, that cannot be mixed up.
//!
//! Accounts are kept in whole millimetres, so they close to the last digit whatever the order of
//! summation. Only geometry is `f64`, and [`Length::from_metres`] is the one door between them.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a number is not a length, a measure or a place.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum UnitError {
    /// Not a finite number.
    #[error("{0} is not a finite number of metres")]
    NotFinite(f64),
    /// Beyond what the type can hold.
    #[error("{0:?} m is beyond the range of ±1e12 m")]
    OutOfRange(f64),
    /// Before the start of a section.
    #[error("{0} m lies before the start of the section: places are metres from there on")]
    Negative(f64),
}

/// The farthest a length read from the outside may reach, in metres: far beyond any planet.
const MAX_METRES: f64 = 1e12;

/// A signed length in whole millimetres.
///
/// ```
/// use border_coverage::Length;
/// let kept = Length::from_km(365.861)?;
/// let left = Length::from_km(35.0)?;
/// assert_eq!((kept + left).mm(), 400_861_000);
/// assert_eq!((kept + left).to_string(), "400.861 km");
/// # Ok::<(), border_coverage::units::UnitError>(())
/// ```
///
/// `+` and `-` stop at the ends of the `i64` range instead of wrapping; totals go through
/// [`Length::checked_sum`], which says so.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Length(i64);

impl Length {
    /// No length.
    pub const ZERO: Self = Self(0);

    /// A length of so many millimetres.
    pub const fn from_mm(mm: i64) -> Self {
        Self(mm)
    }

    /// A length of so many metres, rounded to the nearest millimetre (ties away from zero): the
    /// one door from geometry to accounts.
    ///
    /// # Errors
    /// When `metres` is not finite or beyond ±1e12.
    pub fn from_metres(metres: f64) -> Result<Self, UnitError> {
        if !metres.is_finite() {
            return Err(UnitError::NotFinite(metres));
        }
        if metres.abs() > MAX_METRES {
            return Err(UnitError::OutOfRange(metres));
        }
        Ok(Self((metres * 1e3).round() as i64))
    }

    /// A length of so many kilometres, rounded to the nearest millimetre.
    ///
    /// # Errors
    /// When `km` is not finite or beyond ±1e9.
    pub fn from_km(km: f64) -> Result<Self, UnitError> {
        // One multiplication: 400.861 km must be 400,861,000 mm, not one off.
        let mm = km * 1e6;
        if !mm.is_finite() {
            return Err(UnitError::NotFinite(km));
        }
        if mm.abs() > MAX_METRES * 1e3 {
            return Err(UnitError::OutOfRange(mm / 1e3));
        }
        Ok(Self(mm.round() as i64))
    }

    /// In whole millimetres.
    pub const fn mm(self) -> i64 {
        self.0
    }

    /// In metres.
    pub fn metres(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// The sum, or `None` where it leaves the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The sum of all, or `None` where it leaves the range.
    pub fn checked_sum(lengths: impl IntoIterator<Item = Self>) -> Option<Self> {
        lengths.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// In kilometres, exactly: three decimals where the length is whole metres, else six.
    ///
    /// Nothing is rounded, so printed kilometres add up as the lengths do.
    ///
    /// ```
    /// # use border_coverage::Length;
    /// assert_eq!(Length::from_mm(35_000_000).km(), "35.000");
    /// assert_eq!(Length::from_mm(35_000_017).km(), "35.000017");
    /// ```
    pub fn km(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let mm = self.0.unsigned_abs();
        let (km, rest) = (mm / 1_000_000, mm % 1_000_000);
        if rest % 1000 == 0 {
            format!("{sign}{km}.{:03}", rest / 1000)
        } else {
            format!("{sign}{km}.{rest:06}")
        }
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} km", self.km())
    }
}

/// An official position in a survey: whole millimetres from a section's start.
///
/// A measure means nothing without its section and survey; the place on the ground that it
/// denotes is a [`Place`], and a [`Calibration`](crate::survey::Calibration) leads from one to the other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Measure(i64);

impl Measure {
    /// The section's start.
    pub const ZERO: Self = Self(0);

    /// The measure so many millimetres from the section's start.
    pub const fn from_mm(mm: i64) -> Self {
        Self(mm)
    }

    /// Whole millimetres from the section's start.
    pub const fn mm(self) -> i64 {
        self.0
    }

    /// The length from the section's start.
    pub const fn from_start(self) -> Length {
        Length(self.0)
    }
}

impl Add<Length> for Measure {
    type Output = Self;
    fn add(self, by: Length) -> Self {
        Self(self.0.saturating_add(by.0))
    }
}

impl Sub<Length> for Measure {
    type Output = Self;
    fn sub(self, by: Length) -> Self {
        Self(self.0.saturating_sub(by.0))
    }
}

impl Sub for Measure {
    type Output = Length;
    fn sub(self, other: Self) -> Length {
        Length(self.0.saturating_sub(other.0))
    }
}

/// A place on the digitised line: metres along its geodesic edges from a section's start.
///
/// Always finite and never negative; belongs to geometry, so it is `f64`. What is counted is a
/// [`Measure`].
///
/// ```
/// use border_coverage::Place;
/// assert_eq!(Place::new(12.5)?.metres(), 12.5);
/// assert!(Place::new(f64::NAN).is_err());
/// # Ok::<(), border_coverage::units::UnitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Place(f64);

impl Place {
    /// The section's start.
    pub const START: Self = Self(0.0);

    /// The place so many metres from the section's start.
    ///
    /// # Errors
    /// When `metres` is negative, not finite, or beyond 1e12.
    pub fn new(metres: f64) -> Result<Self, UnitError> {
        if !metres.is_finite() {
            return Err(UnitError::NotFinite(metres));
        }
        if metres < 0.0 {
            return Err(UnitError::Negative(metres));
        }
        if metres > MAX_METRES {
            return Err(UnitError::OutOfRange(metres));
        }
        Ok(Self(metres + 0.0)) // -0.0 becomes 0.0
    }

    /// For geometry that has already established `0 <= metres` and finite.
    pub(crate) fn from_trusted(metres: f64) -> Self {
        debug_assert!(metres.is_finite() && metres >= 0.0, "place {metres}");
        Self(metres.max(0.0))
    }

    /// Metres from the section's start.
    pub const fn metres(self) -> f64 {
        self.0
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl TryFrom<f64> for Place {
    type Error = UnitError;
    fn try_from(metres: f64) -> Result<Self, UnitError> {
        Self::new(metres)
    }
}

impl From<Place> for f64 {
    fn from(place: Place) -> f64 {
        place.0
    }
}

/// A part of a whole, such as registered of total length.
///
/// ```
/// use border_coverage::Length;
/// use border_coverage::units::Share;
/// let share = Share::of(Length::from_mm(365_861_000), Length::from_mm(400_861_000));
/// assert_eq!(share.to_string(), "91.27 %");
/// assert_eq!(Share::of(Length::ZERO, Length::ZERO).ratio(), None); // unknown is not zero
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: i64,
    whole: i64,
}

impl Share {
    /// The share that `part` is of `whole`.
    pub const fn of(part: Length, whole: Length) -> Self {
        Self { part: part.0, whole: whole.0 }
    }

    /// The share that so many are of so many.
    pub fn of_counts(part: usize, whole: usize) -> Self {
        let clamp = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Self { part: clamp(part), whole: clamp(whole) }
    }

    /// Whether it is all of something.
    #[cfg(feature = "xlsx")]
    pub(crate) const fn is_whole(self) -> bool {
        self.whole != 0 && self.part == self.whole
    }

    /// Whether it is nothing of something.
    #[cfg(feature = "xlsx")]
    pub(crate) const fn is_nothing(self) -> bool {
        self.whole != 0 && self.part == 0
    }

    /// As a fraction, 1 for the whole; `None` of nothing.
    pub fn ratio(self) -> Option<f64> {
        (self.whole != 0).then(|| self.part as f64 / self.whole as f64)
    }
}

impl fmt::Display for Share {
    /// In per cent with two decimals; what is not quite all never reads `100.00 %`, nor what is
    /// not quite nothing `0.00 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole == 0 {
            return f.pad("–");
        }
        // Of parts and wholes of either sign, by their sizes.
        let sign = if (self.part < 0) == (self.whole < 0) || self.part == 0 { "" } else { "-" };
        let [part, whole] = [self.part, self.whole].map(|n| i128::from(n.unsigned_abs()));
        let mut hundredths = (part * 20_000 + whole) / (2 * whole);
        if part < whole {
            hundredths = hundredths.min(9_999);
        }
        if part > 0 {
            hundredths = hundredths.max(1);
        }
        f.pad(&format!("{sign}{}.{:02} %", hundredths / 100, hundredths % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_kilometres_are_whole_millimetres() {
        for (km, mm) in [(365.861, 365_861_000), (400.861, 400_861_000), (40.861, 40_861_000)] {
            assert_eq!(Length::from_km(km).unwrap().mm(), mm);
        }
    }

    #[test]
    fn numbers_that_are_no_length_are_refused() {
        for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e13, 1e300] {
            assert!(Length::from_metres(bad).is_err());
            assert!(Length::from_km(bad).is_err());
            assert!(Place::new(bad).is_err());
        }
        assert_eq!(Place::new(-0.001), Err(UnitError::Negative(-0.001)));
    }

    #[test]
    fn kilometres_print_exactly() {
        assert_eq!(Length::from_mm(-1).km(), "-0.000001");
        assert_eq!(Length::from_mm(-1_500_000).km(), "-1.500");
        assert_eq!(Length::from_mm(i64::MIN).km(), "-9223372036854.775808");
    }

    #[test]
    fn sums_tell_when_they_overflow() {
        let half = Length::from_mm(i64::MAX / 2 + 1);
        assert_eq!(Length::checked_sum([half, half]), None);
        assert_eq!(half + half, Length::from_mm(i64::MAX));
    }

    #[test]
    fn a_share_never_rounds_to_all_or_nothing() {
        let of = |a, b| Share::of(Length::from_mm(a), Length::from_mm(b)).to_string();
        assert_eq!(of(999_999, 1_000_000), "99.99 %");
        assert_eq!(of(1, 1_000_000), "0.01 %");
        assert_eq!(of(0, 7), "0.00 %");
        assert_eq!(of(7, 7), "100.00 %");
        assert_eq!(of(173, 187), "92.51 %");
        assert_eq!(of(3, 2), "150.00 %");
        assert_eq!([of(-5, 100), of(5, -100), of(-5, -100)], ["-5.00 %", "-5.00 %", "5.00 %"]);
        assert_eq!(of(-1, 1_000_000), "-0.01 %");
        assert_eq!(of(0, -7), "0.00 %");
        assert_eq!(of(i64::MIN, 1), "-922337203685477580800.00 %");
    }
}
