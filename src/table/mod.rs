//! Language-free tables: what a [`Report`](crate::Report) shows, before anybody writes it.
//!
//! A table has a key, typed columns and typed cells. Words that depend on a language are keys of
//! labels ([`Phrase`]). The terminal, CSV files, the page and the workbook are writers of these
//! tables: they know the kinds of columns and cells, and no table in particular.

mod cell;
mod phrase;

pub use cell::{Cell, Column, Kind};
pub use phrase::{Part, Phrase};

use crate::id::{AreaId, SectionId, VillageId};
use crate::units::Measure;

/// One table: a title, columns, and rows of one cell a column.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// Its name in files, the same in every language.
    pub key: String,
    /// Its title.
    pub title: Phrase,
    /// Its columns; a key stands for one of them only.
    pub columns: Vec<Column>,
    /// Its rows, in order. A row may have fewer cells than there are columns: the rest are blank.
    pub rows: Vec<Row>,
    /// The most rows that a terminal shows; 0 where it shows none of the table. None: all rows.
    pub brief: Option<usize>,
    /// Whether a page shows its rows from the start.
    pub is_open: bool,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// The part of the map that it describes.
    pub shows: Option<Shows>,
    /// Whether it sums up the others.
    pub is_total: bool,
}

/// The part of the map that a row describes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shows {
    /// A stretch of a section.
    Stretch {
        /// The section.
        section: SectionId,
        /// Where the stretch starts.
        from: Measure,
        /// Where it ends.
        to: Measure,
    },
    /// A whole section.
    Section(SectionId),
    /// All that an area answers for.
    Area(AreaId),
    /// All that a village keeps.
    Village(VillageId),
    /// A boundary marker.
    Marker {
        /// Its section.
        section: SectionId,
        /// Its label, as written.
        marker: String,
    },
}

impl Table {
    /// A table without rows.
    ///
    /// ```
    /// use border_coverage::Length;
    /// use border_coverage::table::{Cell, Column, Phrase, Table};
    /// let columns = [Column::text("section"), Column::length("km")];
    /// let mut table = Table::new("gaps", Phrase::label("gaps"), columns);
    /// table.push([Cell::text("lao"), Cell::Length(Length::from_mm(2_930_000))]);
    /// assert_eq!(table.rows.len(), 1);
    /// ```
    pub fn new(key: impl Into<String>, title: Phrase, columns: impl Into<Vec<Column>>) -> Self {
        let (key, columns, rows) = (key.into(), columns.into(), Vec::new());
        Self { key, title, columns, rows, brief: None, is_open: false }
    }

    /// The same, of which a terminal shows at most `rows`.
    #[must_use]
    pub fn brief(mut self, rows: usize) -> Self {
        self.brief = Some(rows);
        self
    }

    /// The same, whose rows a page shows from the start.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// Adds a row.
    pub fn push(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row { cells: cells.into(), shows: None, is_total: false });
    }

    /// Adds a row that sums up the others.
    pub fn push_total(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row { cells: cells.into(), shows: None, is_total: true });
    }

    /// Adds a row that describes a part of the map.
    pub fn push_showing(&mut self, shows: Shows, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row { cells: cells.into(), shows: Some(shows), is_total: false });
    }
}

impl Row {
    /// Its cell in a column, by the column's index.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Blank)
    }
}
