//! Whole-millimetre lengths and measures, and places on the ground, as types that cannot be mixed.
//!
//! Accounts are kept in whole millimetres, so they close to the last digit in any order of
//! summation. Only geometry is `f64`, and [`Length::from_metres`] is the only way from metres to
//! accounts.

mod length;
mod measure;
pub(crate) mod metres;
mod place;
mod share;

use thiserror::Error;

use crate::number::NumberError;

pub use length::Length;
pub use measure::Measure;
pub use place::Place;
pub use share::Share;
pub(crate) use share::as_ratio;

/// Why a number or a text is not a length, a measure or a place.
///
/// ```
/// use border_coverage::units::{Length, UnitError};
/// assert_eq!("35".parse::<Length>(), Err(UnitError::NoUnit));
/// assert_eq!(Length::from_metres(1e13), Err(UnitError::OutOfRange(1e13)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum UnitError {
    /// Not a finite number.
    #[error("{0} is not a finite number of metres")]
    NotFinite(f64),
    /// Beyond what the type can hold.
    #[error("{0:?} m is beyond the range of lengths and places: check its digits")]
    OutOfRange(f64),
    /// Before the start of a section.
    #[error("{0} m lies before the start of the section: places are metres from its start")]
    Negative(f64),
    /// A text without a unit of length.
    #[error("a length without its unit: write km, m or mm after the number, such as 3.2 km")]
    NoUnit,
    /// A text whose number cannot be read.
    #[error(transparent)]
    Number(#[from] NumberError),
}

/// The largest length or place in metres: far beyond any planet, and still exact to a tenth of a
/// millimetre in `f64`.
const MAX_METRES: f64 = 1e12;
