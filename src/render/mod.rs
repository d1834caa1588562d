//! Draws a finished report; computes no figures.

mod fit;
mod maps;
mod page;
mod states;
mod svg;
mod terminal;
#[cfg(feature = "xlsx")]
mod workbook;

#[cfg(feature = "png")]
pub use svg::PictureError;
pub use terminal::TextOptions;
#[cfg(feature = "xlsx")]
pub use workbook::WorkbookError;
