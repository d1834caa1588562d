//! A table: records that know their line, columns by name.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::layout::Layout;
use super::record::{Record, Station};
use crate::crs::{Converter, Crs};
use crate::io::settings::Settings;
use crate::number::DecimalMark;
use crate::problem::{Problem, Problems, Source};

/// One table, its cells still text: rows of CSV or of a sheet, or the properties of features.
pub(in crate::io) struct Table {
    /// The file or sheet, as problems name it.
    pub(super) file: &'static str,
    pub(super) columns: BTreeMap<String, usize>,
    pub(super) rows: Vec<Record>,
    pub(super) mark: DecimalMark,
    pub(super) personal: Option<&'static str>,
    /// Of its coordinates; those of features are WGS 84.
    pub(super) crs: Crs,
    pub(super) converter: OnceCell<Option<Converter>>,
    /// Whether a problem of the whole file explains its coordinates.
    pub(super) explained: bool,
    /// The addresses read so far that are in the kilometre notation.
    pub(super) stations: RefCell<Vec<Station>>,
}

impl Table {
    pub(super) fn empty(
        file: &'static str,
        layout: &Layout,
        settings: &Settings,
        crs: Crs,
    ) -> Self {
        Self {
            file,
            columns: BTreeMap::new(),
            rows: Vec::new(),
            mark: settings.mark,
            personal: layout.personal,
            crs,
            converter: OnceCell::new(),
            explained: false,
            stations: RefCell::default(),
        }
    }

    pub(super) fn warn_of_empty(&self, problems: &mut Problems) {
        let message = "the file is empty: write a header row with the columns' names";
        problems.warn(Problem::in_file(self.file, message));
    }

    pub(super) fn count_left_out(
        &self,
        lines: impl IntoIterator<Item = usize>,
        problems: &mut Problems,
    ) {
        for line in lines {
            problems.count_left_out(Source::new(self.file, line));
        }
    }

    /// Whether the file has a column.
    pub(in crate::io) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// What a field of a row holds: nothing where it is blank, or what is wrong with its cell or its
    /// text.
    pub(super) fn parsed<T, E: std::fmt::Display>(
        &self,
        record: &Record,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        let Some(&column) = self.columns.get(field) else { return Ok(None) };
        let fault = record.faults.iter().find(|(i, _)| *i == column).map(|(_, fault)| fault);
        match (fault, record.cells[column].as_str()) {
            (Some(fault), _) => Err(fault.clone()),
            (None, "") => Ok(None),
            (None, text) => parse(text).map(Some).map_err(|error| error.to_string()),
        }
    }
}
