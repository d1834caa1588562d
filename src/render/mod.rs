//! Draws a finished report; computes no figures.

mod change_words;
mod fit;
mod lang;
mod maps;
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
pub use terminal::TextOptions;
#[cfg(feature = "xlsx")]
pub use workbook::WorkbookError;
