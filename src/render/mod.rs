//! Draws a finished report; computes no figures.

mod geojson;
mod lang;
mod page;
mod picture_words;
mod sheet;
mod svg;
mod terminal;
mod words;
#[cfg(feature = "xlsx")]
mod workbook;

pub use lang::{Lang, UnknownLang};
#[cfg(feature = "xlsx")]
pub use workbook::WorkbookError;
#[cfg(feature = "png")]
pub use svg::PictureError;

pub(crate) use geojson::map as map_geojson;
