//! A validated point on the globe.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use geo_types::{Coord, Point};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::tolerance::close_by;

/// Why two numbers are not a longitude and a latitude.
///
/// ```
/// use border_coverage::LonLat;
/// let error = LonLat::new(512_345.6, 2_481_234.5).unwrap_err();
/// assert!(error.to_string().contains("metres of a projected grid"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum LonLatError {
    /// A text that is not two numbers.
    #[error("not two numbers: write longitude and latitude in degrees, such as 102.14, 22.4")]
    NotNumbers,
    /// Not a finite number.
    #[error("longitude {lon}, latitude {lat}: both must be finite numbers of degrees")]
    NotFinite {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// Out of range, but in range if swapped.
    #[error(
        "latitude {lat} is beyond ±90: longitude and latitude look swapped; write longitude first"
    )]
    Swapped {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// So far out of range that they are metres of a projected grid.
    #[error(
        "({lon}, {lat}) are not degrees but look like metres of a projected grid; \
         convert them to WGS 84 longitude and latitude"
    )]
    Projected {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// Out of range.
    #[error("({lon}, {lat}) is not on the globe: longitudes lie within ±180, latitudes within ±90")]
    OutOfRange {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
}

/// A WGS 84 longitude and latitude in degrees, within ±180 and ±90.
///
/// ```
/// use border_coverage::LonLat;
/// use border_coverage::geodesy::LonLatError;
/// let p = LonLat::new(102.143864, 22.400484)?;
/// assert_eq!((p.lon(), p.lat()), (102.143864, 22.400484));
/// assert!(matches!(LonLat::new(22.4, 102.1), Err(LonLatError::Swapped { .. })));
/// assert_eq!("102.143864, 22.400484".parse(), Ok(p));
/// assert_eq!(geo_types::Point::from(p).x(), 102.143864);
/// # Ok::<(), LonLatError>(())
/// ```
///
/// Converts to and from the coordinates of `geo_types`, pairs and arrays. In all of them, in text
/// and in JSON, longitude comes first. Points compare by their degrees: 180° and −180° differ.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

impl LonLat {
    /// The point at a longitude and latitude in degrees.
    ///
    /// # Errors
    /// When one is not finite or out of range. The error reports whether they look swapped, or like
    /// metres of a grid.
    pub fn new(lon: f64, lat: f64) -> Result<Self, LonLatError> {
        if !(lon.is_finite() && lat.is_finite()) {
            return Err(LonLatError::NotFinite { lon, lat });
        }
        let on_globe = |lon: f64, lat: f64| lon.abs() <= 180.0 && lat.abs() <= 90.0;
        if on_globe(lon, lat) {
            return Ok(Self { lon, lat });
        }
        Err(if on_globe(lat, lon) {
            LonLatError::Swapped { lon, lat }
        } else if lon.abs() > 1_000.0 && lat.abs() > 1_000.0 {
            LonLatError::Projected { lon, lat }
        } else {
            LonLatError::OutOfRange { lon, lat }
        })
    }

    /// For results of geodesic routines, which are on the globe by construction.
    pub(crate) fn from_geodesic(lat: f64, lon: f64) -> Self {
        Self { lon: lon.clamp(-180.0, 180.0), lat: lat.clamp(-90.0, 90.0) }
    }

    /// Degrees east.
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Rounded to some decimals of a degree: 7 are about a centimetre, 9 a tenth of a millimetre.
    pub(crate) fn rounded(self, decimals: i32) -> Self {
        let scale = 10_f64.powi(decimals);
        let round = |degrees: f64| (degrees * scale).round() / scale;
        Self::from_geodesic(round(self.lat), round(self.lon))
    }
}

// In degrees, like `approx` on the points of `geo_types`: 180° and −180° are not close.
close_by!(LonLat, |a: &LonLat, b: &LonLat| [(a.lon, b.lon), (a.lat, b.lat)]);

// Equality is reflexive, as degrees are never NaN.
impl Eq for LonLat {}

impl Hash for LonLat {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Adding zero gives both zeros, which are equal, the same bits.
        [self.lon, self.lat].map(|degrees| (degrees + 0.0).to_bits()).hash(state);
    }
}

impl fmt::Display for LonLat {
    /// Longitude and latitude in degrees, as many decimals as they have: `102.143864, 22.400484`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.lon, f)?;
        f.write_str(", ")?;
        fmt::Display::fmt(&self.lat, f)
    }
}

impl FromStr for LonLat {
    type Err = LonLatError;

    /// Reads longitude and latitude in degrees, with a comma between them.
    fn from_str(text: &str) -> Result<Self, LonLatError> {
        let (lon, lat) = text.split_once(',').ok_or(LonLatError::NotNumbers)?;
        let number = |text: &str| text.trim().parse().map_err(|_| LonLatError::NotNumbers);
        Self::new(number(lon)?, number(lat)?)
    }
}

/// Conversions in both directions, by value and by reference.
macro_rules! convert {
    ($($pattern:pat => ($lon:expr, $lat:expr): $other:ty = $make:expr;)*) => {$(
        impl TryFrom<$other> for LonLat {
            type Error = LonLatError;
            fn try_from($pattern: $other) -> Result<Self, LonLatError> {
                Self::new($lon, $lat)
            }
        }

        impl TryFrom<&$other> for LonLat {
            type Error = LonLatError;
            fn try_from(other: &$other) -> Result<Self, LonLatError> {
                Self::try_from(*other)
            }
        }

        impl From<LonLat> for $other {
            fn from(p: LonLat) -> Self {
                $make(p.lon, p.lat)
            }
        }

        impl From<&LonLat> for $other {
            fn from(p: &LonLat) -> Self {
                Self::from(*p)
            }
        }
    )*};
}

convert! {
    Coord { x, y } => (x, y): Coord = |x, y| Coord { x, y };
    point => (point.x(), point.y()): Point = Point::new;
    (lon, lat) => (lon, lat): (f64, f64) = |lon, lat| (lon, lat);
    [lon, lat] => (lon, lat): [f64; 2] = |lon, lat| [lon, lat];
}

#[cfg(test)]
mod tests {
    use approx::{
        assert_abs_diff_eq, assert_abs_diff_ne, assert_relative_eq, assert_relative_ne,
        assert_ulps_eq, assert_ulps_ne,
    };

    use super::*;

    #[test]
    fn each_refusal_names_its_remedy() {
        let message = |lon, lat| LonLat::new(lon, lat).unwrap_err().to_string();
        assert!(message(22.4, 102.1).contains("swapped"));
        assert!(message(512_345.6, 2_481_234.5).contains("projected"));
        assert!(message(102.0, 95.0).contains("±90"));
        assert!(message(200.0, 10.0).contains("±180"));
        assert!(message(f64::NAN, 0.0).contains("finite"));
    }

    #[test]
    fn every_form_of_a_point_comes_back() {
        let p = LonLat::new(102.143864, -22.400484).unwrap();
        assert_eq!(LonLat::try_from(Point::from(p)), LonLat::try_from(&Point::from(&p)));
        assert_eq!(LonLat::try_from(Coord::from(p)), LonLat::try_from(&Coord::from(&p)));
        assert_eq!(LonLat::try_from(<(f64, f64)>::from(p)), Ok(p));
        assert_eq!(LonLat::try_from(&<[f64; 2]>::from(&p)), Ok(p));
        assert_eq!(p.to_string(), "102.143864, -22.400484");
        assert_eq!(p.to_string().parse(), Ok(p));
        assert_eq!(Point::from(p).0, Coord::from(p));
        for text in ["", "102", "102 22", "a, b", "102,14, 22,4"] {
            assert_eq!(text.parse::<LonLat>(), Err(LonLatError::NotNumbers), "{text}");
        }
        assert!(matches!("NaN, 1".parse::<LonLat>(), Err(LonLatError::NotFinite { .. })));
    }

    #[test]
    fn equal_points_have_equal_hashes() {
        let equator = [0.0, -0.0].map(|lat| LonLat::new(-lat, lat).unwrap());
        assert_eq!(equator[0], equator[1]);
        assert_eq!(std::collections::HashSet::from(equator).len(), 1);
    }

    #[test]
    fn points_are_close_in_both_coordinates_or_not_at_all() {
        let p = |lon, lat| LonLat::new(lon, lat).unwrap();
        assert_abs_diff_eq!(p(102.0, 22.0), p(102.000_000_9, 21.999_999_1), epsilon = 1e-6);
        assert_abs_diff_ne!(p(102.0, 22.0), p(102.0, 22.000_002), epsilon = 1e-6);
        assert_abs_diff_ne!(p(102.0, 22.0), p(102.000_002, 22.0), epsilon = 1e-6);
        assert_relative_eq!(p(100.0, 50.0), p(100.01, 50.005), max_relative = 2e-4);
        assert_relative_ne!(p(100.0, 50.0), p(100.01, 50.02), max_relative = 2e-4);
        assert_ulps_eq!(p(0.1 + 0.2, 1.0), p(0.3, 1.0), epsilon = 0.0);
        assert_ulps_ne!(p(0.1 + 0.2, 1.0), p(0.3, 1.1), epsilon = 0.0);
    }

    #[test]
    fn the_rims_of_the_globe_are_on_it() {
        for (lon, lat) in [(180.0, 0.0), (-180.0, 0.0), (0.0, 90.0), (77.0, -90.0)] {
            assert!(LonLat::new(lon, lat).is_ok());
        }
    }
}
