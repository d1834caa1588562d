//! Draws a finished report; computes no figures.

mod geojson;
mod lang;
mod sheet;
mod terminal;
mod words;
#[cfg(feature = "xlsx")]
mod workbook;

pub use lang::{Lang, UnknownLang};
#[cfg(feature = "xlsx")]
pub use workbook::WorkbookError;

pub(crate) use geojson::map as map_geojson;
