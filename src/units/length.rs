//! Signed lengths in whole millimetres.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{MAX_METRES, UnitError};
use crate::number::{DecimalMark, NumberError};

/// A signed length in whole millimetres.
///
/// ```
/// use border_coverage::Length;
/// let registered = Length::from_km(365.861)?;
/// let gap: Length = "35 km".parse()?;
/// assert_eq!((registered + gap).mm(), 400_861_000);
/// assert_eq!((registered + gap).to_string(), "400.861 km");
/// assert_eq!([registered, gap].iter().sum::<Length>(), registered + gap);
/// # Ok::<(), border_coverage::units::UnitError>(())
/// ```
///
/// Operators and `sum` saturate at the ends of the `i64` range, ±9.2e12 km, instead of wrapping.
/// [`Length::checked_add`] and [`Length::checked_sum`] report an overflow.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Length(i64);

impl Length {
    /// The length zero.
    pub const ZERO: Self = Self(0);

    /// A length in millimetres.
    #[must_use]
    pub const fn from_mm(mm: i64) -> Self {
        Self(mm)
    }

    /// A length in metres, rounded to the nearest millimetre (ties away from zero): the only way
    /// from geometry to accounts.
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

    /// A length in kilometres, rounded to the nearest millimetre.
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
    #[must_use]
    pub const fn mm(self) -> i64 {
        self.0
    }

    /// In metres.
    #[must_use]
    pub fn metres(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// The sum, or `None` if it overflows.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` if it overflows.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all, or `None` if it overflows on the way.
    #[must_use]
    pub fn checked_sum(lengths: impl IntoIterator<Item = Self>) -> Option<Self> {
        lengths.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// In kilometres, exactly: with three decimals for whole metres, else with six.
    ///
    /// Nothing is rounded, so printed kilometres add up as the lengths do.
    ///
    /// ```
    /// # use border_coverage::Length;
    /// assert_eq!(Length::from_mm(35_000_000).km(), "35.000");
    /// assert_eq!(Length::from_mm(35_000_017).km(), "35.000017");
    /// ```
    #[must_use]
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

impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, by: i64) -> Self {
        Self(self.0.saturating_mul(by))
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Length {
    fn sum<I: Iterator<Item = &'a Self>>(lengths: I) -> Self {
        lengths.copied().sum()
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} km", self.km()))
    }
}

/// Units that a length is written in, with the number of decimals that are millimetres. `m` comes
/// last, as the others end in it.
const UNITS: [(&str, usize); 3] = [("km", 6), ("mm", 0), ("m", 3)];

impl FromStr for Length {
    type Err = UnitError;

    /// Reads a number with a decimal point and its unit, km, m or mm: `3.2 km`, `150 m`.
    ///
    /// Any displayed length reads back equal. Digits below a millimetre are rounded (ties away
    /// from zero). For another decimal mark, see [`DecimalMark::parse`].
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        let of_unit =
            |&(unit, decimals): &(&str, usize)| Some((text.strip_suffix(unit)?, decimals));
        let (number, decimals) = UNITS.iter().find_map(of_unit).ok_or(UnitError::NoUnit)?;
        let number = number.trim_end();
        let rounded = DecimalMark::Point.parse(number)?;
        if number.contains(['e', 'E']) {
            return Self::from_metres(rounded * 10_f64.powi(decimals as i32 - 3));
        }
        // Digits, not the rounded number: f64 cannot hold every i64.
        exact_mm(number, decimals).map(Self).ok_or(if rounded.abs() < 1e19 {
            UnitError::OutOfRange(rounded * 10_f64.powi(decimals as i32 - 3))
        } else {
            UnitError::Number(NumberError::TooLarge)
        })
    }
}

/// The millimetres of a plain decimal number whose first `decimals` decimals are whole ones;
/// `None` if they overflow.
fn exact_mm(number: &str, decimals: usize) -> Option<i64> {
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let kept = fraction.get(..decimals).unwrap_or(fraction);
    let zeros = decimals - kept.len();
    let rest = &fraction[kept.len()..];
    let shifted: String =
        [whole, kept].concat().chars().chain(std::iter::repeat_n('0', zeros)).collect();
    let up = i128::from(rest.starts_with(|digit: char| digit >= '5'));
    let mm = shifted.parse::<i128>().ok()?.checked_add(up)?;
    i64::try_from(if number.starts_with('-') { -mm } else { mm }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        }
    }

    #[test]
    fn kilometres_print_exactly() {
        assert_eq!(Length::from_mm(-1).km(), "-0.000001");
        assert_eq!(Length::from_mm(-1_500_000).km(), "-1.500");
        assert_eq!(Length::from_mm(i64::MIN).km(), "-9223372036854.775808");
    }

    #[test]
    fn sums_report_or_saturate_an_overflow() {
        let half = Length::from_mm(i64::MAX / 2 + 1);
        let most = Length::from_mm(i64::MAX);
        assert_eq!(Length::checked_sum([half, half]), None);
        assert_eq!(Length::from_mm(i64::MIN).checked_sub(half), None);
        assert_eq!((half + half, [half, half].iter().sum(), half * 3), (most, most, most));
        assert_eq!(-Length::from_mm(i64::MIN), most);
        let mut length = most;
        length += half;
        assert_eq!(length, most);
        length -= most;
        assert_eq!(length, Length::ZERO);
    }

    #[test]
    fn lengths_are_read_with_their_unit() {
        let read = |text: &str| text.parse::<Length>().map(Length::mm);
        for (text, mm) in [
            ("3.2 km", 3_200_000),
            ("150 m", 150_000),
            (" -7mm ", -7),
            ("0.0004 m", 0),
            ("0.0005 m", 1),
            ("-1.0000005 km", -1_000_001),
            ("+2 km", 2_000_000),
        ] {
            assert_eq!(read(text), Ok(mm), "{text}");
        }
        assert_eq!(read("35"), Err(UnitError::NoUnit));
        assert_eq!(read("km"), Err(UnitError::Number(NumberError::Missing)));
        assert_eq!(read("1,5 km"), Err(UnitError::Number(NumberError::Comma)));
        assert_eq!(read("1e3 m"), Ok(1_000_000));
        assert_eq!(read("1.5e-2 km"), Ok(15_000));
        assert_eq!(read("1e3e3 m"), Err(UnitError::Number(NumberError::NotPlain)));
        assert_eq!(read("9223372036855 km"), Err(UnitError::OutOfRange(9_223_372_036_855e3)));
        let many = format!("{} m", "9".repeat(60));
        assert_eq!(read(&many), Err(UnitError::Number(NumberError::TooLarge)));
    }

    proptest! {
        #[test]
        fn every_length_reads_back_as_it_is_written(mm in any::<i64>()) {
            let length = Length::from_mm(mm);
            prop_assert_eq!(length.to_string().parse(), Ok(length));
            prop_assert_eq!(format!("{mm} mm").parse(), Ok(length));
        }
    }
}
