//! A table to be written: cells under the columns of a layout.

use std::collections::BTreeMap;

use super::layout::Layout;
use crate::io::folder::File;
use crate::number::DecimalMark;
use crate::problem::Source;
use crate::report::CsvStyle;

/// A table to be written as CSV.
pub(in crate::io) struct TableOut<'a> {
    layout: &'static Layout,
    /// Columns besides those of the layout.
    more: Vec<&'a str>,
    style: CsvStyle,
    rows: Vec<(Option<Source>, Cells<'a>)>,
}

/// The cells of a row by column.
type Cells<'a> = BTreeMap<&'a str, String>;

impl<'a> TableOut<'a> {
    /// A table without rows.
    pub(in crate::io) fn new(layout: &'static Layout, style: CsvStyle) -> Self {
        Self { layout, more: Vec::new(), style, rows: Vec::new() }
    }

    /// The same with columns besides those of its layout.
    pub(in crate::io) fn with_columns(mut self, more: Vec<&'a str>) -> Self {
        self.more = more;
        self
    }

    /// The decimal mark of its numbers.
    pub(in crate::io) fn mark(&self) -> DecimalMark {
        self.style.mark
    }

    /// Adds a row, which was perhaps read from a file.
    pub(in crate::io) fn push(
        &mut self,
        source: Option<Source>,
        cells: impl IntoIterator<Item = (&'a str, String)>,
    ) {
        self.rows.push((source, cells.into_iter().collect()));
    }

    /// The CSV file; none of a table without rows. Optional columns are left out where all their
    /// cells are blank.
    ///
    /// Cells are data, not a sheet for people: one that a spreadsheet would run as a formula stands
    /// as it is, since an apostrophe before it would be read back as part of it.
    pub(in crate::io) fn into_file(mut self) -> Option<File> {
        let (first, _) = self.rows.first()?;
        let file = first.map(|source| source.file);
        if file.is_some() && self.rows.iter().all(|(source, _)| source.map(|s| s.file) == file) {
            // Kinds of rows that share a file keep their order in it.
            self.rows.sort_by_key(|(source, _)| *source);
        }
        let Layout { names, required, optional, .. } = self.layout;
        let is_filled = |column: &&str| {
            self.rows
                .iter()
                .any(|(_, cells)| cells.get(column).is_some_and(|cell| !cell.is_empty()))
        };
        let others = optional.iter().chain(&self.more).copied().filter(is_filled);
        let columns: Vec<&str> = required.iter().copied().chain(others).collect();
        let mut text = self.style.line(&columns) + "\n";
        for (_, cells) in &self.rows {
            let cell = |column| cells.get(column).map_or("", String::as_str);
            text += &self.style.line(columns.iter().map(cell));
            text.push('\n');
        }
        Some((names.csv, text.into_bytes()))
    }
}

/// A cell that may be blank.
pub(in crate::io) fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
