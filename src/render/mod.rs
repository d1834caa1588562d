//! Draws a finished report; computes no figures.

mod change_words;
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
#[cfg(feature = "png")]
pub use svg::PictureError;
#[cfg(feature = "xlsx")]
pub use workbook::WorkbookError;

pub(crate) use geojson::map as map_geojson;
