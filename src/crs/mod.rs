//! Coordinate reference systems: from the surveyors' own coordinates to WGS 84 and back.

mod convert;
mod diagnose;
mod grid;
#[cfg(feature = "proj")]
mod with_proj;

pub use convert::Converter;
pub(crate) use diagnose::{Diagnosis, Pair, diagnose};

use std::fmt;

use thiserror::Error;

use crate::geodesy::LonLatError;

/// A coordinate reference system, by its code; nothing is converted yet.
///
/// ```
/// use border_coverage::crs::Crs;
/// assert!(Crs::default().is_wgs84());
/// assert_eq!(Crs::new("epsg:9205")?.code(), "EPSG:9205");
/// assert!(Crs::new("VN-2000").is_err());
/// # Ok::<(), border_coverage::crs::CrsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crs(String);

/// Why coordinates cannot be read in a coordinate reference system.
#[derive(Debug, Clone, PartialEq, Error)]
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
         Debian has cmake, g++, libsqlite3-dev, sqlite3 and pkg-config), or convert the CSV \
         coordinates to WGS 84 longitude and latitude"
    )]
    NeedsProj(String),
    /// PROJ has no such system.
    #[error("PROJ does not know {crs} ({reason}): correct the code; EPSG's are listed at epsg.org")]
    Unknown {
        /// The code.
        crs: String,
        /// What PROJ says.
        reason: String,
    },
    /// Two numbers are no place in it.
    #[error(
        "{crs} is {name}, a {kind}: two numbers are no place in it; give a geographic or a \
         projected system"
    )]
    Kind {
        /// The code.
        crs: String,
        /// Its name.
        name: String,
        /// What it is, in PROJ's words.
        kind: String,
    },
    /// The datum shift is not known.
    #[error(
        "PROJ knows no shift from the datum of {0} to WGS 84 here; without one, places may be \
         wrong by hundreds of metres: give a code whose area of use is here, or a PROJ string \
         with +towgs84="
    )]
    NoShift(String),
    /// Two numbers that are no place.
    #[error("({x}, {y}) is no place in {crs} ({reason}): check the numbers and crs")]
    NoPlace {
        /// The code.
        crs: String,
        /// The first number, easting or longitude.
        x: f64,
        /// The second number, northing or latitude.
        y: f64,
        /// What PROJ says.
        reason: String,
    },
    /// Not degrees.
    #[error(transparent)]
    LonLat(#[from] LonLatError),
}

impl Crs {
    /// The system of a code such as `EPSG:9205`, or of a PROJ string that begins with `+proj=`.
    ///
    /// Whether there is such a system turns out in [`Crs::converter`].
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

    /// Whether it is WGS 84 longitude and latitude, for which nothing is converted.
    pub fn is_wgs84(&self) -> bool {
        ["EPSG:4326", "OGC:CRS84"].contains(&self.0.as_str())
    }

    /// What leads from its coordinates to WGS 84 and back. Some 20 ms, but for WGS 84 itself. PROJ
    /// may write a line of its own to standard error where it knows no such system.
    ///
    /// # Errors
    /// When PROJ knows no such system, when two numbers are no place in it, or when the crate was
    /// built without the feature `proj`.
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

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_code_is_refused_with_the_form() {
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
    fn wgs_84_is_known_by_either_code_and_in_either_case() {
        for code in ["EPSG:4326", "epsg:4326", "OGC:CRS84"] {
            assert!(Crs::new(code).unwrap().is_wgs84(), "{code}");
        }
        assert!(!Crs::new("EPSG:4756").unwrap().is_wgs84());
    }
}
