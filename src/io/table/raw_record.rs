//! From the bytes of a CSV file to records that know their line.

use std::io::Read;

use super::record::Record;
use super::totals::{TOTAL, is_total};
use crate::io::decode::{line_ends, utf8};
use crate::io::grid::MAX_CELL;
use crate::problem::{Problem, Problems, Source};

/// Read after a file, as a record of its own; it is not one where a quotation mark is still open.
const END: &[u8] = b"\n\x01end";

/// One record of a file.
pub(super) struct RawRecord {
    /// Where it starts.
    pub(super) source: Source,
    /// The line on which it ends.
    pub(super) last: usize,
    pub(super) cells: Vec<Vec<u8>>,
}

impl RawRecord {
    /// Rejects the record. Where an open quotation mark swallowed the rows below, each of their
    /// lines counts as a row left out.
    fn reject(&self, message: &str, problems: &mut Problems) {
        problems.count_left_out(self.source);
        self.reject_below(message, problems);
    }

    /// Rejects the lines that a header swallowed; a header itself is no row.
    fn reject_below(&self, message: &str, problems: &mut Problems) {
        let line = self.source.line;
        let message = if self.last > line {
            format!("{message}; the lines {line} to {} are left out", self.last)
        } else {
            format!("{message}; the row is left out")
        };
        problems.warn(Problem::at(self.source, message));
        for line in line + 1..=self.last {
            problems.count_left_out(Source { line, ..self.source });
        }
    }

    /// Rejects a record whose quotation mark swallowed the rest of the file.
    fn reject_unclosed(&self, is_header: bool, problems: &mut Problems) {
        let message = "a quotation mark is opened here and not closed before the end of the \
                       file: close it, or double it where it belongs to the text";
        if is_header {
            self.reject_below(message, problems);
        } else {
            self.reject(message, problems);
        }
    }
}

/// The lines that are not blank in a file of one or two bytes a character.
pub(super) fn lines_of_text(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let lines = bytes.split(|&b| b == b'\n').enumerate();
    let text = |line: &[u8]| line.iter().any(|b| !matches!(b, 0 | b'\r' | b' ' | 0xFE | 0xFF));
    lines.filter(move |(_, line)| text(line)).map(|(i, _)| i + 1)
}

/// The records of a file; blank ones are skipped.
pub(super) fn raw_records(
    file: &'static str,
    data: &[u8],
    separator: u8,
    problems: &mut Problems,
) -> Vec<RawRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(data.chain(END));
    let mut records: Vec<RawRecord> = Vec::new();
    let (mut counted, mut line) = (0, 1);
    let mut record = csv::ByteRecord::new();
    loop {
        let mut start = reader.position().byte() as usize;
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.warn(Problem::in_file(file, format!("not CSV: {error}")));
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
            records.push(RawRecord { source: Source::new(file, line), last, cells });
        }
    }
    // The end was swallowed by the last record.
    if let Some(record) = records.pop() {
        record.reject_unclosed(records.is_empty(), problems);
    }
    records
}

/// Whether a cell has swallowed the rows below: for each line break as many separators as a row.
fn holds_rows(cell: &[u8], columns: usize, separator: u8) -> bool {
    let breaks = line_ends(cell);
    let separators = cell.iter().filter(|&&b| b == separator).count();
    breaks > 0 && columns > 1 && separators >= (columns - 1) * breaks
}

/// The cells of a record as text, if all is well with its shape.
pub(super) fn usable(
    mut record: RawRecord,
    columns: usize,
    separator: u8,
    problems: &mut Problems,
) -> Option<Record> {
    let blank = |cell: &Vec<u8>| cell.trim_ascii().is_empty();
    while record.cells.len() > columns && record.cells.last().is_some_and(blank) {
        record.cells.pop();
    }
    let RawRecord { source, ref cells, .. } = record;
    let mut reject = |message: String| {
        record.reject(&message, problems);
        None
    };
    if cells.len() != columns {
        return reject(format!(
            "the row has {} cells, the header {columns}: check separators and quotation marks",
            cells.len()
        ));
    }
    let mut texts = Vec::with_capacity(columns);
    for cell in cells {
        if cell.len() > MAX_CELL {
            return reject(format!("a cell of {} bytes: at most {MAX_CELL} are read", cell.len()));
        }
        match utf8(cell) {
            Ok(text) => texts.push(text.trim().to_owned()),
            Err(error) => return reject(error.to_string()),
        }
    }
    if cells.iter().any(|cell| holds_rows(cell, columns, separator)) {
        return reject(
            "a quotation mark that is not closed takes in the rows below: close it".to_owned(),
        );
    }
    if texts.iter().find(|text| !text.is_empty()).is_some_and(|first| is_total(first)) {
        return reject(TOTAL.to_owned());
    }
    Some(Record { source, cells: texts, faults: Vec::new(), feature: None })
}
