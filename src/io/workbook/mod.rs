//! Workbooks (`.xlsx`): their sheets as grids of typed cells. The one place that knows the parser.

mod cell;
mod guard;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, Reader, SheetType, Xlsx};

use super::grid::{Grid, GridRow, MAX_CELLS, Merge, Value, cell_name};

/// As many rows and columns as a sheet has.
const SIZE: (u32, u32) = (1_048_576, 16_384);

/// The most text that is kept of a sheet, in bytes: many cells may share one text.
const MAX_TEXT: usize = 512 << 20;

/// The most merged cells of a sheet.
const MAX_MERGES: usize = 100_000;

type Parser = Xlsx<Cursor<Vec<u8>>>;

/// A workbook, opened.
pub(super) struct Book {
    parser: Parser,
    sheets: Vec<String>,
}

impl Book {
    /// Opens a workbook; the bytes are looked at before they are parsed.
    ///
    /// # Errors
    /// Says why it cannot be read, and what to do.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        guard::check(&bytes)?;
        let parser = sheltered(|| Xlsx::new(Cursor::new(bytes)))?;
        let sheets = parser.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets = sheets.map(|sheet| sheet.name.clone()).collect();
        Ok(Self { parser, sheets })
    }

    /// The names of its worksheets, hidden ones too, in order.
    pub(super) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// Whether a sheet is not blank; one that cannot be read is not.
    pub(super) fn holds_anything(&mut self, sheet: &str) -> bool {
        let parser = &mut self.parser;
        let found = sheltered(|| {
            let mut cells = parser.worksheet_cells_reader(sheet)?;
            while let Some(cell) = cells.next_cell()? {
                if *cell.get_value() != DataRef::Empty {
                    return Ok(true);
                }
            }
            Ok(false)
        });
        found.unwrap_or(true)
    }

    /// The cells of a sheet, hidden and filtered ones too; cells with a format alone are blank.
    ///
    /// # Errors
    /// Says why it cannot be read, and what to do.
    pub(super) fn grid(&mut self, sheet: &str) -> Result<Grid, String> {
        let cells = self.cells(sheet)?;
        let parser = &mut self.parser;
        let merges = sheltered(|| parser.merge_cells_by_sheet_name(sheet))?;
        if merges.len() > MAX_MERGES {
            return Err(format!("more than {MAX_MERGES} merged cells: unmerge them"));
        }
        let mut rows: Vec<GridRow> = Vec::new();
        for (row, column, value) in cells {
            match rows.last_mut().filter(|last| last.number == row) {
                Some(last) => last.cells.push((column, value)),
                None => rows.push(GridRow { number: row, cells: vec![(column, value)] }),
            }
        }
        Ok(Grid { rows, merges: merges.iter().filter_map(merge).collect() })
    }

    /// The values of a sheet, by row, counted from 1, and column, counted from 0.
    fn cells(&mut self, sheet: &str) -> Result<Vec<(usize, usize, Value)>, String> {
        let mut read = Cells::default();
        let parsed = sheltered(|| read.all(&mut self.parser, sheet));
        let place = match read.last {
            Some((row, column)) => format!("after cell {}", cell_name(row, column)),
            None => "in its first cell".to_owned(),
        };
        match parsed {
            Err(reason) => return Err(format!("the sheet cannot be read {place}: {reason}")),
            Ok(End::Impossible) => return Err(format!("{}, {place}", guard::DAMAGED)),
            Ok(End::TooMuch) => {
                return Err(format!(
                    "more than {MAX_CELLS} cells or {} MiB of text stand in one sheet: split it",
                    MAX_TEXT >> 20
                ));
            }
            Ok(End::Reached) => {}
        }
        let mut cells = read.cells;
        cells.sort_by_key(|&(row, column, _)| (row, column));
        let twice = cells.windows(2).find(|w| (w[0].0, w[0].1) == (w[1].0, w[1].1));
        if let Some([(row, column, _), ..]) = twice {
            let cell = cell_name(*row, *column);
            return Err(format!("cell {cell} stands twice in the sheet: {}", guard::DAMAGED));
        }
        Ok(cells)
    }
}

/// How the reading of a sheet ended.
enum End {
    Reached,
    /// With a cell where no sheet has one.
    Impossible,
    TooMuch,
}

/// The cells of a sheet, as far as they are read.
#[derive(Default)]
struct Cells {
    cells: Vec<(usize, usize, Value)>,
    last: Option<(usize, usize)>,
    text: usize,
}

impl Cells {
    fn all(&mut self, parser: &mut Parser, sheet: &str) -> Result<End, calamine::XlsxError> {
        let dates_from_1904 = parser.has_1904_epoch();
        let mut reader = parser.worksheet_cells_reader(sheet)?;
        while let Some(cell) = reader.next_cell_with_formula_metadata()? {
            if cell.pos.0 >= SIZE.0 || cell.pos.1 >= SIZE.1 {
                return Ok(End::Impossible);
            }
            let (row, column) = (cell.pos.0 as usize + 1, cell.pos.1 as usize);
            self.last = Some((row, column));
            let value = cell::value(cell.value, cell.formula.is_some(), dates_from_1904);
            let Some(value) = value else { continue };
            self.text += value.bytes();
            self.cells.push((row, column, value));
            if self.text > MAX_TEXT || self.cells.len() > MAX_CELLS {
                return Ok(End::TooMuch);
            }
        }
        Ok(End::Reached)
    }
}

/// Cells merged into one, where they are within a sheet.
fn merge(merged: &Dimensions) -> Option<Merge> {
    let (from, to) = (merged.start, merged.end);
    let sound = from.0 <= to.0 && from.1 <= to.1 && to.0 < SIZE.0 && to.1 < SIZE.1;
    sound.then(|| Merge {
        rows: (from.0 as usize + 1, to.0 as usize + 1),
        columns: (from.1 as usize, to.1 as usize),
    })
}

/// What the parser says, also where it panics: not every damaged workbook is foreseen in it.
fn sheltered<T>(parse: impl FnOnce() -> Result<T, calamine::XlsxError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(parse)) {
        Ok(Ok(parsed)) => Ok(parsed),
        Ok(Err(reason)) => Err(format!("{} ({})", guard::DAMAGED, shortened(&reason.to_string()))),
        Err(_) => Err(guard::DAMAGED.to_owned()),
    }
}

/// A message of the parser, which may repeat text of the file.
fn shortened(message: &str) -> String {
    message.chars().filter(|c| !c.is_control()).take(120).collect()
}
