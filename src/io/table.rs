//! CSV files as tables: rows that know their line, columns by name, every problem collected.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;
use std::path::Path;

use super::settings::Settings;
use super::text::{EncodingError, composed, line_ends, utf8, without_mark};
use super::{ReadError, read_file};
use crate::geodesy::LonLat;
use crate::number::DecimalMark;
use crate::period::{Period, parse_date};
use crate::problem::{Problem, Problems, Source};
use crate::registry::RegistryError;

/// The longest cell, in bytes.
const MAX_CELL: usize = 10_000;

/// Read after a file, as a record of its own; it is not one where a quotation mark is still open.
const END: &[u8] = b"\n\x01end";

/// First cells by which a row of totals is known, in lower case.
const TOTALS: [&str; 7] = ["cộng", "tổng", "tổng cộng", "tổng số", "total", "totals", "sum"];

/// What a file may hold.
pub(super) struct Layout {
    pub(super) file: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
    /// A column that may name a person: its values are never repeated.
    pub(super) personal: Option<&'static str>,
}

/// One file, its cells still text.
pub(super) struct Table {
    file: &'static str,
    columns: BTreeMap<String, usize>,
    rows: Vec<(Source, Vec<String>)>,
    mark: DecimalMark,
    personal: Option<&'static str>,
}

impl Table {
    /// Reads a file; an empty table where there is none. `more` are columns allowed besides.
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
        let mut table = Self {
            file: layout.file,
            columns: BTreeMap::new(),
            rows: Vec::new(),
            mark: settings.mark,
            personal: layout.personal,
        };
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
        let allowed = |name: &str| {
            layout.required.contains(&name)
                || layout.optional.contains(&name)
                || more.contains(&name)
        };
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
            table.rows = records
                .into_iter()
                .filter_map(|r| usable(r, header.len(), settings.separator, problems))
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
        for (source, cells) in &self.rows {
            let mut row = Row { table: self, source: *source, cells, problems };
            all.extend(record(&mut row));
        }
        all
    }
}

/// One record of a file.
struct Record {
    /// Where it starts.
    source: Source,
    /// The line on which it ends.
    last: usize,
    cells: Vec<Vec<u8>>,
}

impl Record {
    /// Tells a problem for which the record is left out. Where a quotation mark swallowed the
    /// rows below, each of their lines counts.
    fn leave_out(&self, message: &str, problems: &mut Problems) {
        problems.count_left_out(self.source);
        self.spoil(message, problems);
    }

    /// The same for a header, which is no row itself.
    fn spoil(&self, message: &str, problems: &mut Problems) {
        let message = match (self.source.line, self.last) {
            (line, last) if last > line => {
                format!("{message}; the lines {line} to {last} are left out")
            }
            _ => format!("{message}; the row is left out"),
        };
        problems.note(Problem::at(self.source, message));
        for line in self.source.line + 1..=self.last {
            problems.count_left_out(Source { line, ..self.source });
        }
    }
}

/// The lines on which something stands in a file of one or two bytes a character.
fn lines_of_text(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let lines = bytes.split(|&b| b == b'\n').enumerate();
    let text = |line: &[u8]| line.iter().any(|b| !matches!(b, 0 | b'\r' | b' ' | 0xFE | 0xFF));
    lines.filter(move |(_, line)| text(line)).map(|(i, _)| i + 1)
}

/// The records of a file; blank ones are skipped.
fn records(file: &'static str, data: &[u8], separator: u8, problems: &mut Problems) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(data.chain(END));
    let mut records: Vec<Record> = Vec::new();
    let (mut counted, mut line) = (0, 1);
    let mut record = csv::ByteRecord::new();
    loop {
        let mut start = reader.position().byte() as usize;
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.note(Problem::in_file(file, format!("not CSV: {error}")));
                break;
            }
        }
        while data.get(start).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            start += 1;
        }
        if start >= data.len() && record.len() == 1 && record[0] == END[1..] {
            return records;
        }
        line += line_ends(&data[counted.min(start)..start]);
        counted = counted.max(start);
        if record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            let end = (reader.position().byte() as usize).clamp(start, data.len());
            let last = line + line_ends(data[start..end].trim_ascii_end());
            let cells = record.iter().map(<[u8]>::to_vec).collect();
            records.push(Record { source: Source { file, line }, last, cells });
        }
    }
    // The end was swallowed by the last record.
    if let Some(record) = records.pop() {
        let message = "a quotation mark is opened here and not closed before the end of the \
                       file: close it, or double it where it belongs to the text";
        match records.is_empty() {
            true => record.spoil(message, problems), // a header is no row
            false => record.leave_out(message, problems),
        }
    }
    records
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

/// Whether a cell has swallowed the rows below: for each line break as many separators as a row.
fn holds_rows(cell: &[u8], columns: usize, separator: u8) -> bool {
    let breaks = line_ends(cell);
    let separators = cell.iter().filter(|&&b| b == separator).count();
    breaks > 0 && columns > 1 && separators >= (columns - 1) * breaks
}

/// The cells of a record as text, if all is well with its shape.
fn usable(
    mut record: Record,
    columns: usize,
    separator: u8,
    problems: &mut Problems,
) -> Option<(Source, Vec<String>)> {
    let blank = |cell: &Vec<u8>| cell.trim_ascii().is_empty();
    while record.cells.len() > columns && record.cells.last().is_some_and(blank) {
        record.cells.pop();
    }
    let Record { source, ref cells, .. } = record;
    let mut complain = |message: String| {
        record.leave_out(&message, problems);
        None
    };
    if cells.len() != columns {
        return complain(format!(
            "the row has {} cells, the header {columns}: check separators and quotation marks",
            cells.len()
        ));
    }
    let mut texts = Vec::with_capacity(columns);
    for cell in cells {
        if cell.len() > MAX_CELL {
            return complain(format!(
                "a cell of {} bytes: at most {MAX_CELL} are read",
                cell.len()
            ));
        }
        match utf8(cell) {
            Ok(text) => texts.push(text.trim().to_owned()),
            Err(error) => return complain(error.to_string()),
        }
    }
    if cells.iter().any(|cell| holds_rows(cell, columns, separator)) {
        return complain(
            "a quotation mark that is not closed takes in the rows below: close it".to_owned(),
        );
    }
    let first = texts
        .iter()
        .find(|text| !text.is_empty())
        .map(|text| composed(text.trim_end_matches([':', ' '])).to_lowercase());
    if first.is_some_and(|first| TOTALS.contains(&first.as_str())) {
        return complain("a row of totals: totals are computed, remove it".to_owned());
    }
    Some((source, texts))
}

/// One row while it is read.
pub(super) struct Row<'a> {
    table: &'a Table,
    pub(super) source: Source,
    cells: &'a [String],
    problems: &'a mut Problems,
}

impl Row<'_> {
    /// What stands in a column; empty where there is no such column.
    pub(super) fn text(&self, field: &str) -> &str {
        self.table.columns.get(field).map_or("", |&i| &self.cells[i])
    }

    /// Leaves the row out because of a field.
    pub(super) fn refuse(&mut self, field: &str, message: impl std::fmt::Display) {
        let problem = self.problem(field, format!("{message}; the row is left out"));
        self.problems.leave_out(self.source, problem);
    }

    /// What a door of the registry says: nothing, or why the record does not fit.
    pub(super) fn enter(&mut self, entered: Result<(), RegistryError>) -> Option<()> {
        entered.map_err(|error| self.refuse(error.field, error.reason)).ok()
    }

    /// Tells a problem for which the row is kept.
    pub(super) fn note(&mut self, field: &str, message: impl std::fmt::Display) {
        let problem = self.problem(field, message.to_string());
        self.problems.note(problem);
    }

    fn problem(&self, field: &str, message: String) -> Problem {
        let problem = Problem::at(self.source, message).field(field);
        match self.text(field) {
            "" => problem,
            _ if self.table.personal == Some(field) => problem,
            text => problem.value(text),
        }
    }

    /// The value of a field that must not be blank.
    pub(super) fn required<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.text(field).is_empty() {
            self.refuse(field, "a value is required here");
            return None;
        }
        self.optional(field, parse)?
    }

    /// The value of a field that may be blank: `Some(None)` where it is, `None` where it cannot
    /// be read.
    pub(super) fn optional<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        match self.text(field) {
            "" => Some(None),
            text => match parse(text) {
                Ok(value) => Some(Some(value)),
                Err(error) => {
                    let message = error.to_string();
                    self.refuse(field, message);
                    None
                }
            },
        }
    }

    /// The value of a field that the record can spare: one that cannot be read is told, with
    /// what becomes of the record.
    pub(super) fn spare<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        consequence: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let parsed = Some(self.text(field)).filter(|text| !text.is_empty()).map(parse);
        match parsed?.map_err(|error| error.to_string()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(field, format!("{error}; {consequence}"));
                None
            }
        }
    }

    /// The decimal mark of the data set.
    pub(super) fn mark(&self) -> DecimalMark {
        self.table.mark
    }

    /// The text of a field, which must not be blank.
    pub(super) fn written(&mut self, field: &str) -> Option<String> {
        self.required(field, |text| Ok::<_, std::convert::Infallible>(text.to_owned()))
    }

    /// The point in `lon` and `lat`; `Some(None)` where both are blank.
    pub(super) fn point(&mut self) -> Option<Option<LonLat>> {
        match self.lon_lat() {
            Ok(at) => Some(at),
            Err(faults) => {
                faults.into_iter().for_each(|(field, message)| self.refuse(field, message));
                None
            }
        }
    }

    /// The point in `lon` and `lat` of a record that can spare it.
    pub(super) fn spare_point(&mut self, consequence: &str) -> Option<LonLat> {
        self.lon_lat().unwrap_or_else(|faults| {
            for (field, message) in faults {
                self.note(field, format!("{message}; {consequence}"));
            }
            None
        })
    }

    /// The point in `lon` and `lat`, or the fields at fault.
    fn lon_lat(&self) -> Result<Option<LonLat>, Vec<(&'static str, String)>> {
        let number = |field: &'static str| match self.text(field) {
            "" => Ok(None),
            text => self.mark().parse(text).map(Some).map_err(|e| (field, e.to_string())),
        };
        let together = "longitude and latitude go together: write both or neither";
        match (number("lon"), number("lat")) {
            (Ok(None), Ok(None)) => Ok(None),
            (Ok(Some(lon)), Ok(Some(lat))) => LonLat::new(lon, lat).map(Some).map_err(|error| {
                let field = if lon.abs() > 180.0 && lat.abs() <= 90.0 { "lon" } else { "lat" };
                vec![(field, error.to_string())]
            }),
            (Ok(lon), Ok(_)) => {
                let blank = if lon.is_none() { "lon" } else { "lat" };
                Err(vec![(blank, together.to_owned())])
            }
            (lon, lat) => Err(lon.err().into_iter().chain(lat.err()).collect()),
        }
    }

    /// The period between two fields.
    pub(super) fn period(&mut self, since: &str, until: &str) -> Option<Period> {
        let (first, last) = (self.optional(since, parse_date), self.optional(until, parse_date));
        match Period::new(first?, last?) {
            Ok(period) => Some(period),
            Err(error) => {
                self.refuse(until, error);
                None
            }
        }
    }
}
