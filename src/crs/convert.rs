//! Conversion of coordinates to WGS 84 and back.

use super::{Crs, CrsError};
use crate::geodesy::LonLat;

/// Converts the coordinates of a [`Crs`] to WGS 84 and back: projection and datum shift.
///
/// The first number is always the easting or longitude, the second the northing or latitude,
/// whatever order the authority gives its axes.
///
/// ```
/// use border_coverage::crs::Crs;
/// let point = Crs::default().converter()?.to_lon_lat(102.1439, 22.4005)?;
/// assert_eq!(point.lon(), 102.1439);
/// # Ok::<(), border_coverage::crs::CrsError>(())
/// ```
///
/// With the feature `proj`, in any system that PROJ knows:
///
/// ```
/// # #[cfg(feature = "proj")] {
/// use border_coverage::crs::Crs;
/// let vn2000 = Crs::new("EPSG:9205")?.converter()?;
/// let tripoint = vn2000.to_lon_lat(411_654.751, 2_478_255.186)?;
/// assert_eq!(format!("{:.6} {:.6}", tripoint.lon(), tripoint.lat()), "102.143864 22.400484");
/// # }
/// # Ok::<(), border_coverage::crs::CrsError>(())
/// ```
#[derive(Debug)]
pub struct Converter(Method);

#[derive(Debug)]
enum Method {
    /// Longitude and latitude need no conversion.
    Wgs84,
    #[cfg(feature = "proj")]
    Proj(super::with_proj::Conversion),
}

impl Converter {
    pub(super) fn new(crs: &Crs) -> Result<Self, CrsError> {
        if crs.is_wgs84() {
            return Ok(Self(Method::Wgs84));
        }
        #[cfg(feature = "proj")]
        return super::with_proj::Conversion::new(crs).map(|proj| Self(Method::Proj(proj)));
        #[cfg(not(feature = "proj"))]
        Err(CrsError::NeedsProj(crs.code().to_owned()))
    }

    /// The point at an easting and a northing, or a longitude and a latitude. Takes about 1 µs.
    ///
    /// # Errors
    /// When they are no point in the system, or PROJ knows no datum shift there.
    pub fn to_lon_lat(&self, x: f64, y: f64) -> Result<LonLat, CrsError> {
        match &self.0 {
            Method::Wgs84 => Ok(LonLat::new(x, y)?),
            #[cfg(feature = "proj")]
            Method::Proj(proj) => proj.to_lon_lat(x, y),
        }
    }

    /// The easting and northing, or longitude and latitude, of a point.
    ///
    /// # Errors
    /// When it has no coordinates in the system, or PROJ knows no datum shift there.
    pub fn to_coordinates(&self, at: LonLat) -> Result<[f64; 2], CrsError> {
        match &self.0 {
            Method::Wgs84 => Ok(at.into()),
            #[cfg(feature = "proj")]
            Method::Proj(proj) => proj.to_coordinates(at),
        }
    }

    /// The name of the system in PROJ.
    pub fn name(&self) -> &str {
        match &self.0 {
            Method::Wgs84 => "WGS 84",
            #[cfg(feature = "proj")]
            Method::Proj(proj) => proj.name(),
        }
    }

    /// Whether its coordinates are degrees, not metres or another unit of length.
    pub fn is_geographic(&self) -> bool {
        match &self.0 {
            Method::Wgs84 => true,
            #[cfg(feature = "proj")]
            Method::Proj(proj) => proj.is_geographic(),
        }
    }

    /// The steps to WGS 84 and their accuracy in metres, as PROJ describes them; `None` for WGS 84
    /// itself. PROJ may choose other steps elsewhere: these are those of the last point converted.
    pub fn steps(&self) -> Option<(String, Option<f64>)> {
        match &self.0 {
            Method::Wgs84 => None,
            #[cfg(feature = "proj")]
            Method::Proj(proj) => proj.steps(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_feature_the_error_says_how_to_get_it() {
        let made = Crs::new("EPSG:9205").unwrap().converter();
        if cfg!(feature = "proj") {
            assert_eq!(made.unwrap().name(), "VN-2000 / TM-3 103-00");
        } else {
            let error = made.unwrap_err().to_string();
            for word in ["EPSG:9205", "--features proj", "cmake", "libsqlite3-dev", "pkg-config"] {
                assert!(error.contains(word), "{error}");
            }
        }
    }
}
