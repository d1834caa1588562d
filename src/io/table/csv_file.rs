//! A table from the bytes of a CSV file.

use super::data::Table;
use super::layout::Layout;
use super::raw_record::{RawRecord, lines_of_text, raw_records, usable};
use crate::io::decode::{EncodingError, composed, utf8, without_mark};
use crate::io::settings::Settings;
use crate::problem::{Problem, Problems};

impl Table {
    pub(super) fn read_csv(
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
                problems.warn(Problem::in_file(self.file, format!("{error}; no row is used")));
                match error {
                    // How many rows it holds is not known, but not none.
                    EncodingError::Workbook => self.count_left_out([1], problems),
                    _ => self.count_left_out(lines_of_text(bytes).skip(1), problems),
                }
                return;
            }
        };
        let mut records = raw_records(self.file, data, settings.separator, problems);
        if records.is_empty() && problems.iter().any(|p| p.file == self.file) {
            return; // the header itself could not be read
        }
        if records.is_empty() {
            return self.warn_of_empty(problems);
        }
        let RawRecord { source, cells: mut header, .. } = records.remove(0);
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
