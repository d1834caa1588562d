//! Files as tables: rows that know their line, columns by name, every problem collected.

mod coordinates;
mod features;
mod records;
mod row;

pub(super) use row::Row;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use geojson::GeometryValue;

use super::settings::Settings;
use super::text::{EncodingError, composed, utf8, without_mark};
use super::{ReadError, read_file};
use crate::crs::{Converter, Crs};
use crate::number::DecimalMark;
use crate::problem::{Problem, Problems, Source};
use records::{Record, lines_of_text, records, usable};

/// What a file may hold.
pub(super) struct Layout {
    pub(super) file: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
    /// A column that may name a person: its values are never repeated.
    pub(super) personal: Option<&'static str>,
}

impl Layout {
    fn allows(&self, name: &str, more: &[&str]) -> bool {
        [self.required, self.optional, more].iter().any(|names| names.contains(&name))
    }
}

/// One file, its cells still text: rows of CSV, or the properties of features.
pub(super) struct Table {
    file: &'static str,
    columns: BTreeMap<String, usize>,
    lines: Vec<Line>,
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
            lines: Vec::new(),
            mark: settings.mark,
            personal: layout.personal,
            crs,
            converter: OnceCell::new(),
            explained: false,
        }
    }

    /// Reads a CSV file; an empty table where there is none. `more` are columns allowed besides.
    ///
    /// # Errors
    /// When the file is there but the system cannot read it.
    pub(super) fn read(
        folder: &Path,
        layout: &Layout,
        more: &[&str],
        settings: &Settings,
        problems: &mut Problems,
    ) -> Result<Self, ReadError> {
        let mut table = Self::empty(layout.file, layout, settings, settings.crs.clone());
        let Some(bytes) = read_file(folder, layout.file)? else { return Ok(table) };
        let data = match without_mark(&bytes) {
            Ok(data) => data,
            Err(error) => {
                problems.note(Problem::in_file(layout.file, format!("{error}; no row is used")));
                match error {
                    // How many rows it holds is not known, but not none.
                    EncodingError::Workbook => table.count_left_out([1], problems),
                    _ => table.count_left_out(lines_of_text(&bytes).skip(1), problems),
                }
                return Ok(table);
            }
        };
        let mut records = records(layout.file, data, settings.separator, problems);
        if records.is_empty() && problems.iter().any(|p| p.file == layout.file) {
            return Ok(table); // the header itself could not be read
        }
        if records.is_empty() {
            let message = "the file is empty: write a header row with the columns' names";
            problems.note(Problem::in_file(layout.file, message));
            return Ok(table);
        }
        let Record { source, cells: mut header, .. } = records.remove(0);
        while header.last().is_some_and(|cell| cell.trim_ascii().is_empty()) {
            header.pop();
        }
        let allowed = |name: &str| layout.allows(name, more);
        // Where the header is missing, a row stands in its place, and what it says may be a name.
        let shown = |name: &str| allowed(name) || layout.personal.is_none();
        table.columns = header_columns(source, &header, shown, problems);
        let missing: Vec<&str> = layout
            .required
            .iter()
            .copied()
            .filter(|name| !table.columns.contains_key(*name))
            .collect();
        let headed = missing.is_empty();
        for name in table.columns.keys().filter(|name| !allowed(name)) {
            let message = "unknown column, not used; check its spelling";
            let problem = Problem::at(source, message);
            problems.note(if headed || shown(name) { problem.field(name) } else { problem });
        }
        if headed {
            table.lines = records
                .into_iter()
                .filter_map(|r| usable(r, header.len(), settings.separator, problems))
                .map(|(source, cells)| Line { source, cells, feature: None })
                .collect();
        } else {
            for column in missing {
                let message = missing_column(&header, settings.separator);
                problems.note(Problem::at(source, message).field(column));
            }
            table.count_left_out(records.iter().map(|record| record.source.line), problems);
        }
        Ok(table)
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

    /// Turns each row into a record; a row that cannot be is left out, its problems told.
    pub(super) fn read_each<T>(
        &self,
        problems: &mut Problems,
        mut record: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for line in &self.lines {
            all.extend(record(&mut Row::new(self, line, problems)));
        }
        all
    }
}

/// The columns by name.
fn header_columns(
    source: Source,
    header: &[Vec<u8>],
    shown: impl Fn(&str) -> bool,
    problems: &mut Problems,
) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (i, cell) in header.iter().enumerate() {
        let name = match utf8(cell) {
            Ok(name) if name.trim().is_empty() => continue,
            Ok(name) => composed(name.trim()),
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

/// The message of a missing column, with a guess where the separator is another one.
fn missing_column(header: &[Vec<u8>], separator: u8) -> String {
    let others = [(b',', ","), (b';', ";"), (b'\t', "tab")];
    let other = others
        .into_iter()
        .find(|(byte, _)| *byte != separator && header.len() == 1 && header[0].contains(byte));
    let hint = match other {
        Some((_, name)) => format!(
            "; the columns seem to be separated otherwise: declare separator = \"{name}\" in dataset.toml"
        ),
        None => String::new(),
    };
    format!(
        "the column is missing, so no row of the file is used: the first row must name it{hint}"
    )
}
