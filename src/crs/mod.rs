//! Coordinate reference systems: from the surveyors' own coordinates to WGS 84 and back.

mod convert;
mod diagnose;
mod grid;
#[cfg(feature = "proj")]
mod with_proj;

pub use convert::Converter;
pub(crate) use diagnose::{Diagnosis, Pair, diagnose};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::geodesy::LonLatError;

/// A coordinate reference system, by its code.
///
/// A value is a code of the right form. [`Crs::converter`] finds out whether the system exists.
///
/// ```
/// use border_coverage::crs::Crs;
/// assert!(Crs::default().is_wgs84());
/// assert_eq!(Crs::new("epsg:9205")?.code(), "EPSG:9205");
/// assert_eq!("OGC:CRS84".parse::<Crs>()?.to_string(), "OGC:CRS84");
/// assert!(Crs::new("VN-2000").is_err());
/// # Ok::<(), border_coverage::crs::CrsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Crs(String);

/// Why coordinates cannot be converted from a coordinate reference system.
///
/// ```
/// use border_coverage::crs::{Crs, CrsError};
/// assert_eq!(Crs::new("VN-2000"), Err(CrsError::NotACode("VN-2000".to_owned())));
/// ```
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum CrsError {
    /// Not a code.
    #[error(
        "`{0}` names no coordinate reference system: write authority and number, such as \
         EPSG:9205, or a PROJ string that begins with +proj="
    )]
    NotACode(String),
    /// Built without PROJ.
    #[error(
        "{0}: coordinates other than EPSG:4326 need the feature `proj`: run with \
         `cargo run --release --features proj --example report -- …` (it builds PROJ, for which \
         Debian has cmake, g++, libsqlite3-dev, sqlite3 and pkg-config), or convert the \
         coordinates to WGS 84 longitude and latitude"
    )]
    NeedsProj(String),
    /// PROJ does not know the system.
    #[error("PROJ does not know {crs} ({reason}): correct the code; EPSG's are listed at epsg.org")]
    Unknown {
        /// The code.
        crs: String,
        /// The message of PROJ.
        reason: String,
    },
    /// Two numbers are no point in it, as in a geocentric or vertical system.
    #[error(
        "{crs} is {name}, a {kind}: two numbers are no point in it; give a geographic or a \
         projected system"
    )]
    Kind {
        /// The code.
        crs: String,
        /// Its name.
        name: String,
        /// Its kind, as PROJ names it.
        kind: String,
    },
    /// The datum shift is not known.
    #[error(
        "PROJ knows no shift from the datum of {0} to WGS 84 here; without one, points may be \
         wrong by hundreds of metres: give a code whose area of use is here, or a PROJ string \
         with +towgs84="
    )]
    NoShift(String),
    /// The system has no point with these coordinates.
    #[error("({x}, {y}) is no point in {crs} ({reason}): check the numbers and the system")]
    NoPlace {
        /// The code.
        crs: String,
        /// The first number, easting or longitude.
        x: f64,
        /// The second number, northing or latitude.
        y: f64,
        /// The message of PROJ.
        reason: String,
    },
    /// Not a longitude and a latitude.
    #[error(transparent)]
    LonLat(#[from] LonLatError),
}

impl Crs {
    /// The system of a code such as `EPSG:9205`, or of a PROJ string that begins with `+proj=`.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn new(code: &str) -> Result<Self, CrsError> {
        let code = code.trim();
        if code.starts_with("+proj=") && !code.contains('\0') && code.len() <= 1_000 {
            return Ok(Self(code.to_owned()));
        }
        let word = |text: &str, also: &[char]| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(&c))
        };
        match code.split_once(':') {
            Some((authority, number)) if word(authority, &['_']) && word(number, &['_', '-']) => {
                Ok(Self(format!("{}:{number}", authority.to_uppercase())))
            }
            _ => Err(CrsError::NotACode(code.chars().take(80).collect())),
        }
    }

    /// The code, or the PROJ string.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Whether it is WGS 84 longitude and latitude, which need no conversion.
    pub fn is_wgs84(&self) -> bool {
        ["EPSG:4326", "OGC:CRS84"].contains(&self.0.as_str())
    }

    /// The converter between its coordinates and WGS 84.
    ///
    /// Takes about 20 ms, except for WGS 84 itself. PROJ may write a line to standard error if it
    /// does not know the system.
    ///
    /// # Errors
    /// When PROJ does not know the system, when two numbers are no point in it, or when the crate
    /// was built without the feature `proj`.
    pub fn converter(&self) -> Result<Converter, CrsError> {
        Converter::new(self)
    }
}

impl Default for Crs {
    /// WGS 84.
    fn default() -> Self {
        Self("EPSG:4326".to_owned())
    }
}

impl FromStr for Crs {
    type Err = CrsError;
    fn from_str(code: &str) -> Result<Self, CrsError> {
        Self::new(code)
    }
}

impl TryFrom<String> for Crs {
    type Error = CrsError;
    fn try_from(code: String) -> Result<Self, CrsError> {
        Self::new(&code)
    }
}

impl TryFrom<&str> for Crs {
    type Error = CrsError;
    fn try_from(code: &str) -> Result<Self, CrsError> {
        Self::new(code)
    }
}

impl From<Crs> for String {
    fn from(crs: Crs) -> Self {
        crs.0
    }
}

impl AsRef<str> for Crs {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_code_are_refused() {
        for text in [
            "",
            "EPSG",
            "9205",
            "VN-2000",
            "EPSG:",
            ":9205",
            "EPSG:92 05",
            "E\0:1",
            "+init=epsg:9205",
        ] {
            let error = Crs::new(text).unwrap_err().to_string();
            assert!(error.contains("EPSG:9205") && error.contains("+proj="), "{error}");
        }
    }

    #[test]
    fn json_passes_through_the_same_door() {
        let crs: Crs = serde_json::from_str(r#"" epsg:9205""#).unwrap();
        assert_eq!(serde_json::to_string(&crs).unwrap(), r#""EPSG:9205""#);
        assert!(serde_json::from_str::<Crs>(r#""VN-2000""#).is_err());
    }

    #[test]
    fn wgs_84_is_known_by_either_code_and_in_either_case() {
        for code in ["EPSG:4326", "epsg:4326", "OGC:CRS84"] {
            assert!(Crs::new(code).unwrap().is_wgs84(), "{code}");
        }
        assert!(!Crs::new("EPSG:4756").unwrap().is_wgs84());
    }
}
