//! Places on the digitised line, in metres.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::{MAX_METRES, UnitError};
use crate::tolerance::close_by;

/// A place on the digitised line: metres along its geodesic edges from a section's start.
///
/// Always finite and never negative. Places belong to geometry, so they are `f64`; accounts count
/// in [`Measure`](super::Measure)s.
///
/// ```
/// use border_coverage::Place;
/// assert_eq!(Place::new(12.5)?.metres(), 12.5);
/// assert_eq!(Place::new(12.5)?.to_string(), "12.5 m");
/// assert!(Place::new(f64::NAN).is_err());
/// # #[cfg(feature = "approx")]
/// approx::assert_abs_diff_eq!(Place::new(0.1 + 0.2)?, Place::new(0.3)?, epsilon = 1e-9);
/// # Ok::<(), border_coverage::units::UnitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Place(f64);

impl Place {
    /// The section's start.
    pub const START: Self = Self(0.0);

    /// The place at a distance in metres along the line from the section's start.
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

    /// For geometry that has already established that `metres` is finite and not negative.
    pub(crate) fn from_trusted(metres: f64) -> Self {
        debug_assert!(metres.is_finite() && metres >= 0.0, "place {metres}");
        Self(metres.max(0.0) + 0.0)
    }

    /// Metres along the line from the section's start.
    #[must_use]
    pub const fn metres(self) -> f64 {
        self.0
    }
}

// In metres.
close_by!(Place, |a: &Place, b: &Place| [(a.0, b.0)]);

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

impl Hash for Place {
    // Equal places have equal bits: there is neither NaN nor -0.0.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)?;
        f.write_str(" m")
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_that_are_no_place_are_refused() {
        for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e13, 1e300] {
            assert!(Place::new(bad).is_err());
        }
        assert_eq!(Place::new(-0.001), Err(UnitError::Negative(-0.001)));
    }

    #[test]
    fn zero_has_one_sign() {
        let starts = [Place::START, Place::new(-0.0).unwrap(), Place::from_trusted(-0.0)];
        assert_eq!(starts.into_iter().collect::<HashSet<_>>().len(), 1);
        assert!(starts.iter().all(|place| place.cmp(&Place::START).is_eq()));
    }

    #[test]
    fn precision_applies_to_the_number() {
        assert_eq!(format!("{:.1}", Place::new(12.345).unwrap()), "12.3 m");
    }
}
