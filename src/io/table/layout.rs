//! What a table may hold.

use super::typed::Kind;
use crate::io::names::Names;

/// What a file may hold.
pub(in crate::io) struct Layout {
    /// The names that its file or sheet may have.
    pub(in crate::io) names: Names,
    pub(in crate::io) required: &'static [&'static str],
    pub(in crate::io) optional: &'static [&'static str],
    /// Columns of numbers; in a sheet, their cells may be numbers.
    pub(in crate::io) numbers: &'static [&'static str],
    /// Columns of days; in a sheet, their cells may be dates.
    pub(in crate::io) dates: &'static [&'static str],
    /// A column that may name a person: its values are never repeated.
    pub(in crate::io) personal: Option<&'static str>,
}

impl Layout {
    /// What a column holds.
    pub(super) fn kind(&self, column: &str) -> Kind {
        match column {
            _ if self.numbers.contains(&column) => Kind::Number,
            _ if self.dates.contains(&column) => Kind::Date,
            _ => Kind::Label,
        }
    }

    pub(super) fn allows(&self, column: &str, more: &[&str]) -> bool {
        [self.required, self.optional, more].iter().any(|names| names.contains(&column))
    }
}
