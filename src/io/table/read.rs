//! A table, from wherever it is in the folder.

use super::data::Table;
use super::layout::Layout;
use crate::io::error::ReadError;
use crate::io::settings::Settings;
use crate::io::tables::{Found, Tables};
use crate::problem::Problems;

impl Table {
    /// Reads a table; an empty one where there is none. `more` are columns allowed besides.
    ///
    /// # Errors
    /// When a file is there but the system cannot read it.
    pub(in crate::io) fn read(
        tables: &Tables<'_>,
        layout: &'static Layout,
        more: &[&str],
        settings: &Settings,
        problems: &mut Problems,
    ) -> Result<Self, ReadError> {
        let mut table = Self::empty(layout.names.csv, layout, settings, settings.crs.clone());
        match tables.find(&layout.names, problems)? {
            Found::Nothing => {}
            Found::Csv(bytes) => table.read_csv(&bytes, layout, more, settings, problems),
            Found::Sheet(file, grid) => {
                table.file = file;
                table.read_sheet(&grid, layout, more, problems);
            }
        }
        table.warn_of_exchanged_days(layout, problems);
        Ok(table)
    }
}
