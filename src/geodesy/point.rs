//! A validated point on the globe.

use geo_types::{Coord, Point};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why two numbers are not a longitude and a latitude.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum LonLatError {
    /// Not a finite number.
    #[error("longitude {lon}, latitude {lat}: both must be finite numbers of degrees")]
    NotFinite {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// Out of range as given, in range the other way round.
    #[error(
        "latitude {lat} is beyond ±90: longitude and latitude look swapped; write longitude first"
    )]
    Swapped {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// So far out of range that it is metres of a projected grid.
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
/// # Ok::<(), LonLatError>(())
/// ```
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
    /// When either is not finite or out of range; the error says when they look swapped, or look
    /// like metres of a grid.
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

    /// For what a geodesic routine returns: on the globe by construction.
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

    /// Rounded to so many decimals of a degree: 7 are about a centimetre, 9 a tenth of a
    /// millimetre.
    pub(crate) fn rounded(self, decimals: i32) -> Self {
        let scale = 10_f64.powi(decimals);
        let round = |degrees: f64| (degrees * scale).round() / scale;
        Self::from_geodesic(round(self.lat), round(self.lon))
    }
}

impl TryFrom<Coord> for LonLat {
    type Error = LonLatError;
    fn try_from(c: Coord) -> Result<Self, LonLatError> {
        Self::new(c.x, c.y)
    }
}

impl TryFrom<Point> for LonLat {
    type Error = LonLatError;
    fn try_from(p: Point) -> Result<Self, LonLatError> {
        Self::new(p.x(), p.y())
    }
}

impl TryFrom<[f64; 2]> for LonLat {
    type Error = LonLatError;
    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, LonLatError> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for Coord {
    fn from(p: LonLat) -> Self {
        Coord { x: p.lon, y: p.lat }
    }
}

impl From<LonLat> for Point {
    fn from(p: LonLat) -> Self {
        Point::new(p.lon, p.lat)
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(p: LonLat) -> Self {
        [p.lon, p.lat]
    }
}

#[cfg(test)]
mod tests {
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
    fn the_rims_of_the_globe_are_on_it() {
        for (lon, lat) in [(180.0, 0.0), (-180.0, 0.0), (0.0, 90.0), (77.0, -90.0)] {
            assert!(LonLat::new(lon, lat).is_ok());
        }
    }
}
