//! Where a table of the data set is: in a CSV file, in a workbook of its own, or in a sheet of
//! the workbook `tables.xlsx`.

use std::borrow::Cow;
use std::cell::RefCell;

use super::error::ReadError;
use super::files::{TABLES, is_called, is_table, tables};
use super::folder::Folder;
use super::grid::Grid;
use super::names::Names;
use super::workbook::Book;
use crate::problem::{Problem, Problems, Source};

/// Where a table was found.
pub(super) enum Found<'a> {
    /// Nowhere, or where it cannot be read, which is a problem already.
    Nothing,
    Csv(Cow<'a, [u8]>),
    /// By the name that problems give it.
    Sheet(&'static str, Grid),
}

/// The tables of a folder.
pub(super) struct Tables<'a> {
    pub(super) folder: &'a Folder,
    /// The workbook that may hold all of them.
    book: Option<RefCell<Book>>,
}

impl<'a> Tables<'a> {
    /// Opens the folder's workbook of tables, if there is one.
    ///
    /// # Errors
    /// When the system cannot read that workbook.
    pub(super) fn open(folder: &'a Folder, problems: &mut Problems) -> Result<Self, ReadError> {
        let book = folder.read(TABLES)?.map(|bytes| Book::open(bytes.into_owned()));
        let book = match book {
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
        Ok(Self { folder, book })
    }

    /// Whether a file is there; of a table, also in a workbook.
    pub(super) fn has(&self, file: &str) -> bool {
        let Some(table) = file.strip_suffix(".csv") else { return self.folder.has(file) };
        let named = |sheet: &String| is_called(sheet, table);
        self.folder.has(file)
            || self.folder.has(&format!("{table}.xlsx"))
            || self.book.iter().any(|book| book.borrow().sheets().iter().any(named))
    }

    /// Finds a table. Where it is in several places, each that is not read is a problem.
    ///
    /// # Errors
    /// When the system cannot read a file.
    pub(super) fn find(
        &self,
        names: &'static Names,
        problems: &mut Problems,
    ) -> Result<Found<'a>, ReadError> {
        let csv = self.folder.read(names.csv)?;
        let own = self.folder.read(names.xlsx)?;
        let sheets = self.book.iter().flat_map(|book| names.among(book.borrow().sheets()));
        let sheets: Vec<_> = sheets.map(|(i, sheet)| (names.of_tables[i], sheet)).collect();
        let places = csv.iter().map(|_| names.csv).chain(own.iter().map(|_| names.xlsx));
        let mut places = places.chain(sheets.iter().map(|(file, _)| *file));
        let read = places.next().unwrap_or(names.csv);
        for other in places {
            let message = format!(
                "{read} is there too and is read instead: keep one of them; of this one no row is \
                 used"
            );
            problems.warn(Problem::in_file(other, message));
        }
        let sheet = sheets.into_iter().next();
        let grid = match (csv, own, sheet, &self.book) {
            (Some(csv), ..) => return Ok(Found::Csv(csv)),
            (None, Some(bytes), ..) => own_sheet(names, bytes.into_owned(), problems),
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

/// Reports a workbook or sheet that cannot be used. The number of its rows is not known, so it
/// counts as one.
fn unreadable(file: &'static str, error: &str, problems: &mut Problems) {
    problems.warn(Problem::in_file(file, format!("{error}; no row is used")));
    problems.count_left_out(Source::new(file, 1));
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

/// Warns of sheets that are not blank and not read.
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
            problems.warn(Problem::in_file(file, message));
        }
    }
}
