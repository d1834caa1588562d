//! Records that have no place on the line, or no certain one.

use std::fmt;

use crate::border::AddressError;
use crate::problem::{Problem, Source};

/// Where a record stands that was not read from a file.
pub(crate) const NO_FILE: Source = Source::new("registry", 0);

/// A record that has no place on the line, and why.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// assert!(state.ledger().refused().is_empty());
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlacementError {
    /// Where it was read. A registration that was not read has its index among
    /// [all](super::Registry::registrations) instead, counted from 1, as a line of `registry`.
    pub source: Option<Source>,
    /// The field at fault, by its name in the data set.
    pub field: &'static str,
    /// The value of the field.
    pub value: String,
    /// What is wrong with it.
    pub error: Box<AddressError>,
}

/// A record that has a place on the line, but not a certain one.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// assert!(state.ledger().doubts().is_empty());
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Doubt {
    /// Where it was read; one that was not as in [`PlacementError`].
    pub source: Option<Source>,
    /// The field in doubt, by its name in the data set.
    pub field: String,
    /// The value of the field.
    pub value: String,
    /// What is uncertain, and what to do.
    pub message: String,
}

impl PlacementError {
    /// As a problem of its file.
    pub(crate) fn problem(&self) -> Problem {
        problem(self.source, self.field, &self.value, self.error.to_string())
    }
}

impl Doubt {
    /// As a problem of its file.
    pub(crate) fn problem(&self) -> Problem {
        problem(self.source, &self.field, &self.value, self.message.clone())
    }
}

impl fmt::Display for PlacementError {
    /// In one line, as a [`Problem`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

/// Says why itself, so it has no source beside [`error`](PlacementError::error).
impl std::error::Error for PlacementError {}

impl fmt::Display for Doubt {
    /// In one line, as a [`Problem`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

fn problem(source: Option<Source>, field: &str, value: &str, message: String) -> Problem {
    let problem = Problem::at(source.unwrap_or(NO_FILE), message).field(field);
    if value.is_empty() { problem } else { problem.value(value) }
}
