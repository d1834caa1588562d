//! One row while it is read: fields by name, every problem reported.

use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::Hash;

use geojson::GeometryValue;
use jiff::civil::Date;

use super::address::Site;
use super::coordinates::Fault;
use super::data::Table;
use super::letters::what_happened_to_letters;
use super::record::Record;
use crate::geodesy::LonLat;
use crate::marker::Address;
use crate::number::DecimalMark;
use crate::period::{Period, parse_date};
use crate::problem::{Problem, Problems, Source};
use crate::registry::{RecordError, RegistryError};
use crate::units::Length;

/// One row of CSV, or one feature, while it is read.
pub(in crate::io) struct Row<'a> {
    table: &'a Table,
    pub(in crate::io) source: Source,
    record: &'a Record,
    problems: &'a mut Problems,
}

impl<'a> Row<'a> {
    pub(super) fn new(table: &'a Table, record: &'a Record, problems: &'a mut Problems) -> Self {
        Self { table, source: record.source, record, problems }
    }

    /// The text in a column; empty where there is no such column.
    pub(in crate::io) fn text(&self, field: &str) -> &'a str {
        self.table.columns.get(field).map_or("", |&i| &self.record.cells[i])
    }

    /// What a feature draws.
    pub(in crate::io) fn geometry(&self) -> Option<&'a GeometryValue> {
        self.record.feature.as_ref()?.geometry.as_ref()
    }

    /// What a field holds: nothing where it is blank, or what is wrong with its cell or its text.
    fn parsed<T, E: std::fmt::Display>(
        &self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        self.table.parsed(self.record, field, parse)
    }

    /// Leaves the row out because of a field.
    pub(in crate::io) fn reject(&mut self, field: &str, message: impl std::fmt::Display) {
        let kind = if self.record.feature.is_some() { "feature" } else { "row" };
        let problem = self.problem(field, format!("{message}; the {kind} is left out"));
        self.problems.reject(self.source, problem);
    }

    /// Rejects the row if the registry refused its record, and names the file that lacks an id; a
    /// hint ends the message.
    pub(in crate::io) fn enter(
        &mut self,
        entered: Result<(), RegistryError>,
        hint: &str,
    ) -> Option<()> {
        let refused = |RegistryError { field, reason, .. }| {
            let file = match reason {
                RecordError::UnknownArea => " to areas.csv",
                RecordError::UnknownVillage => " to villages.csv",
                RecordError::UnknownWork => " to works.csv",
                _ => "",
            };
            self.reject(field, format!("{reason}{file}{hint}"));
        };
        entered.map_err(refused).ok()
    }

    /// How many problems there are so far.
    pub(in crate::io) fn problem_count(&self) -> usize {
        self.problems.iter().len()
    }

    /// Adds a problem for which the row is kept.
    pub(in crate::io) fn warn(&mut self, field: &str, message: impl std::fmt::Display) {
        let problem = self.problem(field, message.to_string());
        self.problems.warn(problem);
    }

    fn problem(&self, field: &str, message: String) -> Problem {
        let problem = Problem::at(self.source, message).field(field);
        // A geometry has no text of its own: whose it is says more.
        match self.text(if field == "geometry" { "registration" } else { field }) {
            "" => problem,
            _ if self.table.personal == Some(field) => problem,
            text => problem.value(text),
        }
    }

    /// The value of a field that must not be blank.
    pub(in crate::io) fn required<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.optional(field, parse)?;
        if value.is_none() {
            self.reject(
                field,
                match self.record.feature {
                    Some(_) => "the property is missing or blank: write it",
                    None => "a value is required here",
                },
            );
        }
        value
    }

    /// The value of a field that may be blank: `Some(None)` where it is, `None` where it cannot
    /// be read.
    pub(in crate::io) fn optional<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        self.parsed(field, parse).map_err(|error| self.reject(field, error)).ok()
    }

    /// The day in a field that must not be blank.
    pub(in crate::io) fn day(&mut self, field: &str) -> Option<Date> {
        let day = self.required(field, parse_date)?;
        self.keep_spelling(field, &day.to_string());
        Some(day)
    }

    /// The day in a field that may be blank.
    pub(in crate::io) fn optional_day(&mut self, field: &str) -> Option<Option<Date>> {
        let day = self.optional(field, parse_date)?;
        if let Some(day) = day {
            self.keep_spelling(field, &day.to_string());
        }
        Some(day)
    }

    /// The value of a field without which the record is kept: one that cannot be read is a
    /// problem, which says the consequence.
    pub(in crate::io) fn lenient<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        consequence: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.parsed(field, parse).unwrap_or_else(|error| {
            self.warn(field, format!("{error}; {consequence}"));
            None
        })
    }

    /// The decimal mark of the data set.
    pub(in crate::io) fn mark(&self) -> DecimalMark {
        self.table.mark
    }

    /// The text of a field, which must not be blank.
    pub(in crate::io) fn written(&mut self, field: &str) -> Option<String> {
        self.required(field, |text| Ok::<_, std::convert::Infallible>(text.to_owned()))
    }

    /// The name of a record, which must not be blank; warns where letters of it were lost.
    pub(in crate::io) fn name(&mut self, field: &str) -> Option<String> {
        let name = self.written(field)?;
        self.warn_of_letters(field, &name);
        Some(name)
    }

    /// The name of a record that may have none.
    pub(in crate::io) fn optional_name(&mut self, field: &str) -> Option<String> {
        let name = self.parsed(field, |text| Ok::<_, Infallible>(text.to_owned())).ok()??;
        self.warn_of_letters(field, &name);
        Some(name)
    }

    fn warn_of_letters(&mut self, field: &str, name: &str) {
        if let Some(message) = what_happened_to_letters(name) {
            self.warn(field, message);
        }
    }

    /// The point in `lon` and `lat`, or of the geometry, which must be there.
    pub(in crate::io) fn point(&mut self) -> Option<LonLat> {
        match self.table.place(self.record) {
            Ok(Some(at)) => return Some(at),
            Ok(None) if self.record.feature.is_some() => {
                self.reject("geometry", "the feature has no geometry: draw it as a Point");
            }
            Ok(None) => self.reject("lon", "a value is required here"),
            Err(faults) if self.is_explained(&faults) => self.problems.count_left_out(self.source),
            Err(faults) => faults.into_iter().for_each(|f| self.reject(f.field, f.message)),
        }
        None
    }

    /// The point of a record that is kept without it.
    pub(in crate::io) fn lenient_point(&mut self, consequence: &str) -> Option<LonLat> {
        self.table.place(self.record).unwrap_or_else(|faults| {
            if !self.is_explained(&faults) {
                for fault in faults {
                    self.warn(fault.field, format!("{}; {consequence}", fault.message));
                }
            }
            None
        })
    }

    /// Whether a problem of the whole file explains the faults.
    fn is_explained(&self, faults: &[Fault]) -> bool {
        self.table.explained && faults.iter().all(|fault| fault.misplaced)
    }

    /// The length of at least a millimetre in a field of kilometres, which must not be blank.
    pub(in crate::io) fn kilometres(&mut self, field: &str) -> Option<Length> {
        let mark = self.mark();
        self.required(field, |text| kilometres(text, mark))
    }

    /// The address in a field, which must not be blank, with the step to which its number is
    /// rounded. The markers of its section say what it denotes, where that is known.
    pub(in crate::io) fn address(
        &mut self,
        field: &str,
        site: Option<Site<'_>>,
    ) -> Option<(Address, Length)> {
        let (table, at) = (self.table, (self.source, field));
        let (address, step) = self.required(field, |text| table.address_on(text, site, at))?;
        self.keep_spelling(field, &address.to_string());
        Some((address, step))
    }

    /// The address in a field of a record that is kept without it.
    pub(in crate::io) fn lenient_address(
        &mut self,
        field: &str,
        site: Option<Site<'_>>,
        consequence: &str,
    ) -> Option<(Address, Length)> {
        let (table, at) = (self.table, (self.source, field));
        let (address, step) =
            self.lenient(field, consequence, |text| table.address_on(text, site, at))?;
        self.keep_spelling(field, &address.to_string());
        Some((address, step))
    }

    /// Remembers the spelling of a value in the file, if it differs from that of the value read.
    pub(in crate::io) fn keep_spelling(&mut self, field: &str, read: &str) {
        let text = self.text(field);
        if text != read {
            let text = text.to_owned();
            self.problems.as_written(self.source, field, &text);
        }
    }

    /// Warns of a row that says the same as one before; `lines` remembers the first of each.
    pub(in crate::io) fn warn_of_same<K: Eq + Hash>(
        &mut self,
        field: &str,
        lines: &mut HashMap<K, usize>,
        key: K,
    ) {
        let first = *lines.entry(key).or_insert(self.source.line);
        if first < self.source.line {
            let same =
                format!("line {first} says the same: both count; if they are one, remove one");
            self.warn(field, same);
        }
    }

    /// Whether a field is blank, and may be.
    pub(in crate::io) fn is_blank(&self, field: &str) -> bool {
        matches!(self.parsed(field, |_| Ok::<_, Infallible>(())), Ok(None))
    }

    /// The period between two fields.
    pub(in crate::io) fn period(&mut self, since: &str, until: &str) -> Option<Period> {
        let (first, last) = (self.optional_day(since), self.optional_day(until));
        match Period::new(first?, last?) {
            Ok(period) => Some(period),
            Err(error) => {
                self.reject(until, error);
                None
            }
        }
    }
}

impl Table {
    /// Turns each row into a record; a row that cannot be is left out, with its problems.
    pub(in crate::io) fn read_each<T>(
        &self,
        problems: &mut Problems,
        mut record: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for row in &self.rows {
            all.extend(record(&mut Row::new(self, row, problems)));
        }
        self.warn_of_stations(problems);
        all
    }
}

/// The length of at least a millimetre that a number of kilometres denotes.
pub(in crate::io) fn kilometres(text: &str, mark: DecimalMark) -> Result<Length, String> {
    let km = mark.parse(text).map_err(|error| error.to_string())?;
    let length = Length::from_km(km).map_err(|error| error.to_string())?;
    let more_than_0 = Some(length).filter(|length| *length > Length::ZERO);
    more_than_0.ok_or_else(|| "a length of more than 0 km is expected here".to_owned())
}
