//! One row of a table, or one feature, as text.

use geojson::GeometryValue;

use crate::marker::Address;
use crate::problem::Source;

/// One row or feature.
pub(super) struct Record {
    pub(super) source: Source,
    pub(super) cells: Vec<String>,
    /// What is wrong with cells of a sheet, by column: reported when a record asks for them.
    pub(super) faults: Vec<(usize, String)>,
    pub(super) feature: Option<Feature>,
}

/// What makes a feature of a row.
pub(super) struct Feature {
    pub(super) geometry: Option<GeometryValue>,
}

/// An address in the kilometre notation, where it was read.
pub(super) struct Station {
    pub(super) source: Source,
    pub(super) field: String,
    pub(super) written: String,
    pub(super) read: Address,
}
