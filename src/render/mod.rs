//! Draws a finished report; computes no figures.

mod geojson;
mod lang;
mod sheet;
mod terminal;
mod words;

pub use lang::{Lang, UnknownLang};

pub(crate) use geojson::map as map_geojson;
