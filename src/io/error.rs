//! Why a data set cannot be read.

use std::path::PathBuf;

use thiserror::Error;

use crate::border::AddressError;
use crate::id::SurveyId;
use crate::problem::Problem;
use crate::report::ReportError;

/// Why a data set cannot be read, or not reported on.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The folder is not there.
    #[error("{folder}: no such folder; give the folder that holds border.geojson")]
    NoFolder {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// The one required file is not there.
    #[error(
        "{}border.geojson is missing; it is the one file that a data set must have",
        .folder.as_ref().map(|path| format!("{}: ", path.display())).unwrap_or_default()
    )]
    NoBorder {
        /// The folder; none of files in memory.
        folder: Option<PathBuf>,
    },
    /// The system cannot read a file.
    #[error("{path}: {reason}; check that it is a file that may be read")]
    System {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A file on which all others depend cannot be used.
    #[error("{}: {message}", place(.file, *.line, .field.as_deref()))]
    Unusable {
        /// The file.
        file: &'static str,
        /// The line, where known.
        line: Option<usize>,
        /// The key at fault.
        field: Option<String>,
        /// What is wrong and what to do.
        message: String,
    },
    /// No section can be used.
    #[error("border.geojson: no section of the line can be used{}", causes(.problems))]
    NoSection {
        /// What is wrong with them.
        problems: Vec<Problem>,
    },
    /// The survey to report in is not there.
    #[error("no survey is called {survey}: there are {}{}", .known.join(", "), listed(.problems))]
    UnknownSurvey {
        /// The survey asked for.
        survey: SurveyId,
        /// Those there are.
        known: Vec<String>,
        /// Problems of surveys.csv, which may be why.
        problems: Vec<Problem>,
    },
    /// The survey to report in lacks a section.
    #[error("{reason}{}", listed(.problems))]
    Incomplete {
        /// Which survey lacks which section.
        reason: AddressError,
        /// Problems of surveys.csv, which may be why.
        problems: Vec<Problem>,
    },
    /// The state to compare with cannot be reported on.
    #[error("the state to compare with: {0}")]
    Before(Box<ReadError>),
    /// Accounts that do not close.
    #[error("{0}")]
    Report(#[from] ReportError),
}

/// A place in a file, as errors begin.
fn place(file: &str, line: Option<usize>, field: Option<&str>) -> String {
    let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
    let field = field.map(|field| format!(", {field}")).unwrap_or_default();
    format!("{file}{line}{field}")
}

/// Why no section can be used.
fn causes(problems: &[Problem]) -> String {
    if problems.iter().any(|problem| problem.file == "border.geojson") {
        listed(problems)
    } else {
        ": it has no feature; draw each section as a LineString with a property section".to_owned()
    }
}

/// Problems below one another.
fn listed(problems: &[Problem]) -> String {
    let one =
        |p: &Problem| format!("\n  {}: {}", place(&p.file, p.line, p.field.as_deref()), p.message);
    problems.iter().map(one).collect()
}
