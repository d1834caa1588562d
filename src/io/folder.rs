//! Where a table of the data set stands: in a CSV file, in a workbook of its own, or in a sheet of
//! the workbook `tables.xlsx`.

use std::cell::RefCell;
use std::path::Path;

use super::table::Grid;
use super::workbook::Book;
use super::{FILES, ReadError, read_file};
use crate::problem::{Problem, Problems, Source};

/// The workbook that may hold all tables.
pub(super) const TABLES: &str = "tables.xlsx";

/// The names under which a table may stand in a folder, as problems tell them.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) csv: &'static str,
    /// Of what is drawn.
    pub(super) geojson: &'static str,
    xlsx: &'static str,
    /// What a sheet that holds the table may be called.
    sheets: [&'static str; 2],
    /// Such a sheet among others in a workbook of the table's own.
    of_own: [&'static str; 2],
    of_tables: [&'static str; 2],
}

impl Names {
    /// All names of a table in a folder; `names!` writes them down.
    pub(super) const fn new(
        csv: &'static str,
        geojson: &'static str,
        xlsx: &'static str,
        sheets: [&'static str; 2],
        of_own: [&'static str; 2],
        of_tables: [&'static str; 2],
    ) -> Self {
        Self { csv, geojson, xlsx, sheets, of_own, of_tables }
    }

    /// Whether a problem's file is this table, wherever it stands.
    pub(super) fn include(&self, file: &str) -> bool {
        [self.csv, self.xlsx].contains(&file)
            || self.of_own.contains(&file)
            || self.of_tables.contains(&file)
    }

    /// Which of the sheets are called as the table is; the name without an ending goes first.
    fn among(&self, sheets: &[String]) -> Vec<(usize, String)> {
        // Spreadsheets tell no sheets apart by capitals.
        let called = |name: &str| sheets.iter().find(|s| s.trim().eq_ignore_ascii_case(name));
        let found = self.sheets.iter().enumerate();
        found.filter_map(|(i, name)| Some((i, called(name)?.clone()))).collect()
    }
}

/// The names of a table.
macro_rules! names {
    ($table:literal) => {
        $crate::io::folder::Names::new(
            concat!($table, ".csv"),
            concat!($table, ".geojson"),
            concat!($table, ".xlsx"),
            [$table, concat!($table, ".csv")],
            [
                concat!($table, ".xlsx, sheet ", $table),
                concat!($table, ".xlsx, sheet ", $table, ".csv"),
            ],
            [
                concat!("tables.xlsx, sheet ", $table),
                concat!("tables.xlsx, sheet ", $table, ".csv"),
            ],
        )
    };
}
pub(super) use names;

/// Where a table was found.
pub(super) enum Found {
    /// Nowhere, or where it cannot be read, which is told already.
    Nothing,
    Csv(Vec<u8>),
    /// By the name that problems give it.
    Sheet(&'static str, Grid),
}

/// A folder to read tables from.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Path,
    tables: Option<RefCell<Book>>,
}

impl<'a> Folder<'a> {
    /// Opens the folder, and its workbook of tables if there is one.
    ///
    /// # Errors
    /// When the system cannot read that workbook.
    pub(super) fn open(path: &'a Path, problems: &mut Problems) -> Result<Self, ReadError> {
        let book = read_file(path, TABLES)?.map(Book::open);
        let tables = match book {
            None => None,
            Some(Err(error)) => {
                unreadable(TABLES, &error, problems);
                None
            }
            Some(Ok(mut book)) => {
                strange_sheets(TABLES, &mut book, is_table, problems);
                Some(RefCell::new(book))
            }
        };
        Ok(Self { path, tables })
    }

    /// Whether a file is there; of a table, also in a workbook.
    pub(super) fn has(&self, file: &str) -> bool {
        let Some(table) = file.strip_suffix(".csv") else { return self.path.join(file).exists() };
        let named = |sheet: &String| is_called(sheet, table);
        self.path.join(file).exists()
            || self.path.join(format!("{table}.xlsx")).exists()
            || self.tables.iter().any(|book| book.borrow().sheets().iter().any(named))
    }

    /// Finds a table. Where it stands in several places, each that is not read is told.
    ///
    /// # Errors
    /// When the system cannot read a file.
    pub(super) fn find(
        &self,
        names: &'static Names,
        problems: &mut Problems,
    ) -> Result<Found, ReadError> {
        let csv = read_file(self.path, names.csv)?;
        let own = read_file(self.path, names.xlsx)?;
        let sheets = self.tables.iter().flat_map(|book| names.among(book.borrow().sheets()));
        let sheets: Vec<_> = sheets.map(|(i, sheet)| (names.of_tables[i], sheet)).collect();
        let places = csv.iter().map(|_| names.csv).chain(own.iter().map(|_| names.xlsx));
        let mut places = places.chain(sheets.iter().map(|(file, _)| *file));
        let read = places.next().unwrap_or(names.csv);
        for other in places {
            let message = format!(
                "{read} is there too and is read instead: keep one of them; of this one no row is \
                 used"
            );
            problems.note(Problem::in_file(other, message));
        }
        let sheet = sheets.into_iter().next();
        let grid = match (csv, own, sheet, &self.tables) {
            (Some(csv), ..) => return Ok(Found::Csv(csv)),
            (None, Some(bytes), ..) => own_sheet(names, bytes, problems),
            (None, None, Some((file, sheet)), Some(book)) => {
                book.borrow_mut().grid(&sheet).map(|grid| (file, grid)).map_err(|e| (file, e))
            }
            _ => return Ok(Found::Nothing),
        };
        Ok(match grid {
            Ok((file, grid)) => Found::Sheet(file, grid),
            Err((file, error)) => {
                unreadable(file, &error, problems);
                Found::Nothing
            }
        })
    }
}

/// Tells that a workbook or sheet cannot be used. How many rows it holds is not known, but not
/// none.
fn unreadable(file: &'static str, error: &str, problems: &mut Problems) {
    problems.note(Problem::in_file(file, format!("{error}; no row is used")));
    problems.count_left_out(Source { file, line: 1 });
}

/// The sheet of a table's own workbook: the one called as the table is, or the only one that holds
/// anything.
fn own_sheet(
    names: &'static Names,
    bytes: Vec<u8>,
    problems: &mut Problems,
) -> Result<(&'static str, Grid), (&'static str, String)> {
    let failed = |error| (names.xlsx, error);
    let mut book = Book::open(bytes).map_err(failed)?;
    let named = names.among(book.sheets()).into_iter().next();
    let (file, sheet) = match (named, book.sheets()) {
        (None, []) => return Err(failed("the workbook has no worksheet: write the table".into())),
        (Some((_, only)), [_]) => (names.xlsx, only),
        (None, [only]) => (names.xlsx, only.clone()),
        (Some((i, sheet)), _) => {
            strange_sheets(names.xlsx, &mut book, |name| name == sheet, problems);
            (names.of_own[i], sheet)
        }
        (None, all) => {
            let mut full = all.to_vec();
            full.retain(|sheet| book.holds_anything(sheet));
            match full.len() {
                0 => (names.xlsx, book.sheets()[0].clone()),
                1 => (names.xlsx, full.remove(0)),
                count => {
                    let message = format!(
                        "{count} sheets hold something and none is called {}: call the one that \
                         is the table so",
                        names.sheets[0]
                    );
                    return Err(failed(message));
                }
            }
        }
    };
    book.grid(&sheet).map(|grid| (file, grid)).map_err(|error| (file, error))
}

/// Tells sheets in which something stands that is not read.
fn strange_sheets(
    file: &'static str,
    book: &mut Book,
    known: impl Fn(&str) -> bool,
    problems: &mut Problems,
) {
    let sheets = book.sheets().to_vec();
    for sheet in sheets.iter().filter(|sheet| !known(sheet)) {
        if book.holds_anything(sheet) {
            let shown: String = sheet.chars().filter(|c| !c.is_control()).take(31).collect();
            let message = match file {
                TABLES => format!(
                    "the sheet `{shown}` is called like no table, not read; those are {}",
                    tables().collect::<Vec<_>>().join(", ")
                ),
                _ => format!("the sheet `{shown}` is not the table, not read: remove it"),
            };
            problems.note(Problem::in_file(file, message));
        }
    }
}

/// The tables of a data set, without an ending.
fn tables() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().filter_map(|file| file.strip_suffix(".csv"))
}

/// Whether a sheet of the workbook of tables is called as one of them.
fn is_table(sheet: &str) -> bool {
    tables().any(|table| is_called(sheet, table))
}

/// Whether a sheet is called as a table is.
fn is_called(sheet: &str, table: &str) -> bool {
    let name = sheet.trim().to_ascii_lowercase();
    name.strip_suffix(".csv").unwrap_or(&name) == table
}

/// Whether a file's name is that of a table, or of all, as a workbook.
pub(super) fn is_workbook(file: &str) -> bool {
    let table = file.strip_suffix(".xlsx");
    file == TABLES || table.is_some_and(|table| tables().any(|other| other == table))
}
