//! One row while it is read: fields by name, every problem told.

use super::{Line, Table};
use crate::geodesy::LonLat;
use crate::marker::Address;
use crate::number::DecimalMark;
use crate::period::{Period, parse_date};
use crate::problem::{Problem, Problems, Source};
use crate::registry::RegistryError;
use crate::units::Length;

/// One row while it is read.
pub(in crate::io) struct Row<'a> {
    pub(super) table: &'a Table,
    pub(in crate::io) source: Source,
    pub(super) line: &'a Line,
    pub(super) problems: &'a mut Problems,
}

impl Row<'_> {
    /// What stands in a column; empty where there is no such column.
    pub(in crate::io) fn text(&self, field: &str) -> &str {
        self.table.columns.get(field).map_or("", |&i| &self.line.cells[i])
    }

    /// What is wrong with a cell of a sheet, whatever its text.
    fn fault(&self, field: &str) -> Option<&str> {
        let column = self.table.columns.get(field)?;
        let mut faults = self.line.faults.iter();
        faults.find(|(i, _)| i == column).map(|(_, fault)| fault.as_str())
    }

    /// What a field holds: nothing where it is blank, or what is wrong with its cell or its text.
    fn parsed<T, E: std::fmt::Display>(
        &self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        match (self.fault(field), self.text(field)) {
            (Some(fault), _) => Err(fault.to_owned()),
            (None, "") => Ok(None),
            (None, text) => parse(text).map(Some).map_err(|error| error.to_string()),
        }
    }

    /// Leaves the row out because of a field.
    pub(in crate::io) fn refuse(&mut self, field: &str, message: impl std::fmt::Display) {
        let problem = self.problem(field, format!("{message}; the row is left out"));
        self.problems.leave_out(self.source, problem);
    }

    /// What a door of the registry says: nothing, or why the record does not fit.
    pub(in crate::io) fn enter(&mut self, entered: Result<(), RegistryError>) -> Option<()> {
        entered.map_err(|error| self.refuse(error.field, error.reason)).ok()
    }

    /// Tells a problem for which the row is kept.
    pub(in crate::io) fn note(&mut self, field: &str, message: impl std::fmt::Display) {
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
    pub(in crate::io) fn required<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.optional(field, parse)?;
        if value.is_none() {
            self.refuse(field, "a value is required here");
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
        self.parsed(field, parse).map_err(|error| self.refuse(field, error)).ok()
    }

    /// The value of a field that the record can spare: one that cannot be read is told, with
    /// what becomes of the record.
    pub(in crate::io) fn spare<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        consequence: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.parsed(field, parse).unwrap_or_else(|error| {
            self.note(field, format!("{error}; {consequence}"));
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

    /// The point in `lon` and `lat`; `Some(None)` where both are blank.
    pub(in crate::io) fn point(&mut self) -> Option<Option<LonLat>> {
        match self.lon_lat() {
            Ok(at) => Some(at),
            Err(faults) => {
                faults.into_iter().for_each(|(field, message)| self.refuse(field, message));
                None
            }
        }
    }

    /// The point in `lon` and `lat` of a record that can spare it.
    pub(in crate::io) fn spare_point(&mut self, consequence: &str) -> Option<LonLat> {
        self.lon_lat().unwrap_or_else(|faults| {
            for (field, message) in faults {
                self.note(field, format!("{message}; {consequence}"));
            }
            None
        })
    }

    /// The point in `lon` and `lat`, or the fields at fault.
    fn lon_lat(&self) -> Result<Option<LonLat>, Vec<(&'static str, String)>> {
        let number = |field: &'static str| {
            self.parsed(field, |text| self.mark().parse(text)).map_err(|e| (field, e))
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

    /// The address in a field, which must not be blank.
    pub(in crate::io) fn address(&mut self, field: &str) -> Option<Address> {
        self.rounded_address(field).map(|(address, _)| address)
    }

    /// The same, with the step to which its number is rounded.
    pub(in crate::io) fn rounded_address(&mut self, field: &str) -> Option<(Address, Length)> {
        let mark = self.mark();
        let (address, step) = self.required(field, |text| Address::parse_rounded(text, mark))?;
        self.keep_spelling(field, &address.to_string());
        Some((address, step))
    }

    /// Remembers how a value stands in the file, if it is written otherwise once read.
    pub(in crate::io) fn keep_spelling(&mut self, field: &str, read: &str) {
        let text = self.text(field);
        if text != read {
            let text = text.to_owned();
            self.problems.as_written(self.source, field, &text);
        }
    }

    /// The period between two fields.
    pub(in crate::io) fn period(&mut self, since: &str, until: &str) -> Option<Period> {
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
