//! The typed cells of a sheet, as a spreadsheet keeps them.

use std::fmt;

use jiff::civil::Date;

/// The longest cell, in bytes.
pub(super) const MAX_CELL: usize = 10_000;

/// The most cells of a sheet; of a table, rows times columns.
pub(super) const MAX_CELLS: usize = 20_000_000;

/// The rows of a sheet that are not blank, from the top.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) rows: Vec<GridRow>,
    pub(super) merges: Vec<Merge>,
}

/// One row.
#[derive(Debug)]
pub(super) struct GridRow {
    /// As the spreadsheet numbers it, from 1.
    pub(super) number: usize,
    /// The cells that are not blank by column, counted from 0, in order.
    pub(super) cells: Vec<(usize, Value)>,
}

/// The value of a cell.
#[derive(Debug)]
#[cfg_attr(not(feature = "xlsx"), allow(dead_code, reason = "no workbook is ever open"))]
pub(super) enum Value {
    /// A text without blanks around it, and not empty.
    Text(String),
    /// Finite.
    Number(f64),
    Day(Date),
    /// What no column can use.
    Odd {
        shown: String,
        /// What is wrong, and the remedy.
        message: String,
    },
}

/// Cells merged into one: of all of them, the first alone holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    /// The first and the last row, counted from 1.
    pub(super) rows: (usize, usize),
    /// The first and the last column, counted from 0.
    pub(super) columns: (usize, usize),
}

impl Value {
    /// How many bytes of text it holds.
    #[cfg_attr(not(feature = "xlsx"), allow(dead_code, reason = "no workbook is ever open"))]
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Odd { shown, message } => shown.len() + message.len(),
            Self::Number(_) | Self::Day(_) => 0,
        }
    }

    /// As a text that says what it is.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Odd { shown, .. } => shown.clone(),
        }
    }
}

impl GridRow {
    /// The value in a column.
    pub(super) fn at(&self, column: usize) -> Option<&Value> {
        let found = self.cells.binary_search_by_key(&column, |(column, _)| *column);
        found.ok().map(|i| &self.cells[i].1)
    }
}

impl fmt::Display for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = ((self.rows.0, self.columns.0), (self.rows.1, self.columns.1));
        write!(f, "{}:{}", cell_name(from.0, from.1), cell_name(to.0, to.1))
    }
}

/// A cell as spreadsheets name it: the column in letters, the row from 1.
pub(super) fn cell_name(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{}{row}", letters.into_iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        let names = [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")];
        for (column, name) in names {
            assert_eq!(cell_name(7, column), name);
        }
        assert_eq!(cell_name(1_048_576, 16_383), "XFD1048576");
        let merge = Merge { rows: (2, 4), columns: (0, 1) };
        assert_eq!(merge.to_string(), "A2:B4");
    }
}
