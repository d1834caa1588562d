//! Tables, from CSV files, sheets or GeoJSON: rows that know their line, columns by name, every
//! problem collected.

mod coordinates;
mod features;
mod grid;
mod records;
mod row;
mod sheet;
mod typed;

pub(super) use grid::{Grid, GridRow, Merge, Value, cell_name};
#[cfg(feature = "xlsx")]
pub(super) use records::MAX_CELL;
pub(super) use row::{Row, kilometres};
#[cfg(feature = "xlsx")]
pub(super) use sheet::MAX_CELLS;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use geojson::GeometryValue;

use super::ReadError;
use super::folder::{Folder, Found, Names};
use super::settings::Settings;
use super::text::{EncodingError, composed, utf8, without_mark};
use crate::crs::{Converter, Crs};
use crate::number::DecimalMark;
use crate::problem::{Problem, Problems, Source};
use records::{Record, lines_of_text, records, usable};
use typed::Kind;

/// What a file may hold.
pub(super) struct Layout {
    /// Under which names it may stand.
    pub(super) names: Names,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
    /// Columns of numbers; in a sheet, their cells may be numbers.
    pub(super) numbers: &'static [&'static str],
    /// Columns of days; in a sheet, their cells may be dates.
    pub(super) dates: &'static [&'static str],
    /// A column that may name a person: its values are never repeated.
    pub(super) personal: Option<&'static str>,
}

impl Layout {
    /// What a column holds.
    fn kind(&self, column: &str) -> Kind {
        match column {
            _ if self.numbers.contains(&column) => Kind::Number,
            _ if self.dates.contains(&column) => Kind::Date,
            _ => Kind::Label,
        }
    }

    fn allows(&self, column: &str, more: &[&str]) -> bool {
        [self.required, self.optional, more].iter().any(|names| names.contains(&column))
    }
}

/// One table, its cells still text: rows of CSV or of a sheet, or the properties of features.
pub(super) struct Table {
    /// Where it stands, as problems tell it.
    pub(super) file: &'static str,
    columns: BTreeMap<String, usize>,
    rows: Vec<Line>,
    mark: DecimalMark,
    personal: Option<&'static str>,
    /// Of its coordinates; those of features are WGS 84.
    crs: Crs,
    converter: OnceCell<Option<Converter>>,
    /// Whether a problem of the file as a whole tells why its coordinates are where they are.
    explained: bool,
}

/// One row or feature.
struct Line {
    source: Source,
    cells: Vec<String>,
    /// What is wrong with cells of a sheet, by column: told once a record asks for them.
    faults: Vec<(usize, String)>,
    feature: Option<Drawn>,
}

/// What makes a feature of a row.
struct Drawn {
    /// Counted from 1.
    number: usize,
    geometry: Option<GeometryValue>,
}

impl Table {
    fn empty(file: &'static str, layout: &Layout, settings: &Settings, crs: Crs) -> Self {
        Self {
            file,
            columns: BTreeMap::new(),
            rows: Vec::new(),
            mark: settings.mark,
            personal: layout.personal,
            crs,
            converter: OnceCell::new(),
            explained: false,
        }
    }

    /// Reads a table; an empty one where there is none. `more` are columns allowed besides.
    ///
    /// # Errors
    /// When a file is there but the system cannot read it.
    pub(super) fn read(
        folder: &Folder<'_>,
        layout: &'static Layout,
        more: &[&str],
        settings: &Settings,
        problems: &mut Problems,
    ) -> Result<Self, ReadError> {
        let mut table = Self::empty(layout.names.csv, layout, settings, settings.crs.clone());
        match folder.find(&layout.names, problems)? {
            Found::Nothing => {}
            Found::Csv(bytes) => table.read_csv(&bytes, layout, more, settings, problems),
            Found::Sheet(file, grid) => {
                table.file = file;
                table.read_sheet(&grid, layout, more, problems);
            }
        }
        Ok(table)
    }

    fn read_csv(
        &mut self,
        bytes: &[u8],
        layout: &Layout,
        more: &[&str],
        settings: &Settings,
        problems: &mut Problems,
    ) {
        let data = match without_mark(bytes) {
            Ok(data) => data,
            Err(error) => {
                problems.note(Problem::in_file(self.file, format!("{error}; no row is used")));
                match error {
                    // How many rows it holds is not known, but not none.
                    EncodingError::Workbook => self.count_left_out([1], problems),
                    _ => self.count_left_out(lines_of_text(bytes).skip(1), problems),
                }
                return;
            }
        };
        let mut records = records(self.file, data, settings.separator, problems);
        if records.is_empty() && problems.iter().any(|p| p.file == self.file) {
            return; // the header itself could not be read
        }
        if records.is_empty() {
            return self.tell_empty(problems);
        }
        let Record { source, cells: mut header, .. } = records.remove(0);
        while header.last().is_some_and(|cell| cell.trim_ascii().is_empty()) {
            header.pop();
        }
        let names = header.iter().map(|cell| utf8(cell).map(|name| composed(name.trim())));
        let remedy = || {
            format!("the first row must name it{}", other_separator(&header, settings.separator))
        };
        if self.head(source, names, layout, more, remedy, problems) {
            let usable = |record| usable(record, header.len(), settings.separator, problems);
            self.rows = records.into_iter().filter_map(usable).collect();
        } else {
            self.count_left_out(records.iter().map(|record| record.source.line), problems);
        }
    }

    fn read_sheet(&mut self, grid: &Grid, layout: &Layout, more: &[&str], problems: &mut Problems) {
        let Some(header) = sheet::header(grid, layout.required) else {
            return self.tell_empty(problems);
        };
        let source = Source { file: self.file, line: grid.rows[header.index].number };
        let names = header.names.iter().map(|(_, name)| Ok(name.clone()));
        if self.head(source, names, layout, more, || sheet::where_names_go(grid), problems) {
            sheet::tell_above(self.file, grid, &header, problems);
            self.columns.retain(|name, _| layout.allows(name, more));
            sheet::read_rows(self, layout, grid, &header, problems);
        } else {
            let below = grid.rows[header.index + 1..].iter().map(|row| row.number);
            self.count_left_out(below, problems);
        }
    }

    fn tell_empty(&self, problems: &mut Problems) {
        let message = "the file is empty: write a header row with the columns' names";
        problems.note(Problem::in_file(self.file, message));
    }

    /// Takes the columns' names from a header, and says whether all required ones are there.
    fn head(
        &mut self,
        source: Source,
        names: impl Iterator<Item = Result<String, EncodingError>>,
        layout: &Layout,
        more: &[&str],
        remedy: impl FnOnce() -> String,
        problems: &mut Problems,
    ) -> bool {
        // Where the header is missing, a row stands in its place, and what it says may be a name.
        let shown = |name: &str| layout.allows(name, more) || layout.personal.is_none();
        self.columns = header_columns(source, names, shown, problems);
        let missing = layout.required.iter().filter(|name| !self.columns.contains_key(**name));
        let missing: Vec<&str> = missing.copied().collect();
        let headed = missing.is_empty();
        for name in self.columns.keys().filter(|name| !layout.allows(name, more)) {
            let lower = name.to_lowercase();
            let message = if name.starts_with("sep=") {
                "this line is for spreadsheet programs: remove it, and declare the separator in \
                 dataset.toml"
                    .to_owned()
            } else if lower != *name && layout.allows(&lower, more) {
                format!("unknown column, not used; write it {lower}")
            } else {
                "unknown column, not used; check its spelling".to_owned()
            };
            let problem = Problem::at(source, message);
            problems.note(if headed || shown(name) { problem.field(name) } else { problem });
        }
        if !headed {
            let message =
                format!("the column is missing, so no row of the file is used: {}", remedy());
            for column in missing {
                problems.note(Problem::at(source, message.clone()).field(column));
            }
        }
        headed
    }

    fn count_left_out(&self, lines: impl IntoIterator<Item = usize>, problems: &mut Problems) {
        for line in lines {
            problems.count_left_out(Source { file: self.file, line });
        }
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// What a field of a row holds: nothing where it is blank, or what is wrong with its cell or its
    /// text.
    fn parsed<T, E: std::fmt::Display>(
        &self,
        line: &Line,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        let Some(&column) = self.columns.get(field) else { return Ok(None) };
        let fault = line.faults.iter().find(|(i, _)| *i == column).map(|(_, fault)| fault);
        match (fault, line.cells[column].as_str()) {
            (Some(fault), _) => Err(fault.clone()),
            (None, "") => Ok(None),
            (None, text) => parse(text).map(Some).map_err(|error| error.to_string()),
        }
    }

    /// Turns each row into a record; a row that cannot be is left out, its problems told.
    pub(super) fn read_each<T>(
        &self,
        problems: &mut Problems,
        mut record: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for line in &self.rows {
            all.extend(record(&mut Row::new(self, line, problems)));
        }
        all
    }
}

/// The columns by name.
fn header_columns(
    source: Source,
    names: impl Iterator<Item = Result<String, EncodingError>>,
    shown: impl Fn(&str) -> bool,
    problems: &mut Problems,
) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (i, name) in names.enumerate() {
        let name = match name {
            Ok(name) if name.is_empty() => continue,
            Ok(name) => name,
            Err(error) => {
                problems.note(Problem::at(source, error.to_string()));
                continue;
            }
        };
        match columns.entry(name) {
            Entry::Occupied(taken) => {
                let name = taken.key();
                let problem = Problem::at(source, "the column stands twice: the first one is used");
                problems.note(if shown(name) { problem.field(name) } else { problem });
            }
            Entry::Vacant(free) => {
                free.insert(i);
            }
        }
    }
    columns
}

/// Where columns are missing, a guess that the separator is another one.
fn other_separator(header: &[Vec<u8>], separator: u8) -> String {
    let others = [(b',', ","), (b';', ";"), (b'\t', "tab")];
    let other = others
        .into_iter()
        .find(|(byte, _)| *byte != separator && header.len() == 1 && header[0].contains(byte));
    match other {
        Some((_, name)) => format!(
            "; the columns seem to be separated otherwise: declare separator = \"{name}\" in dataset.toml"
        ),
        None => String::new(),
    }
}
