//! Why the accounts cannot be taken apart.

use jiff::civil::Date;
use thiserror::Error;

use super::Every;
use crate::admin::UndefinedStepError;
use crate::border::AddressError;
use crate::ledger::{LedgerError, UnbalancedError};
use crate::line::LineError;

/// Why there is no answer about the accounts.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::{AuditError, ConflictOptions};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let mut options = ConflictOptions::default();
/// options.level = Some("ward".to_owned());
/// let error: AuditError = data.state(None, None)?.conflicts(&options).unwrap_err();
/// assert!(error.to_string().starts_with("no area is of the level ward on this day"));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AuditError {
    /// No area is of the level.
    #[error("no area is of the level {level} on this day; the levels are {}", listed(.known))]
    UnknownLevel {
        /// The level asked for.
        level: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// To which area of the level something belongs is not certain.
    #[error(
        "there is no roll-up by {level}: {}; write jurisdictions of the areas that exist on the \
         day, the areas of that day into villages.csv, or successors into areas.csv",
        reasons(.steps)
    )]
    Undefined {
        /// The level asked for.
        level: String,
        /// The steps that would have to be known.
        steps: Vec<UndefinedStepError>,
    },
    /// An address, section or survey is not of this border.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A stretch does not lie on its section.
    #[error(transparent)]
    Line(#[from] LineError),
    /// A ledger that is needed cannot be closed, or does not close.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A table would have more rows than anybody reads.
    #[error(
        "from {first} to {last} a row for every {every} is more than {most} rows: ask for longer \
         steps, or correct the day that is far off"
    )]
    TooManyRows {
        /// The first day on which anything is registered.
        first: Date,
        /// The ledger's day.
        last: Date,
        /// The step asked for.
        every: Every,
        /// How many rows are allowed.
        most: usize,
    },
    /// Lengths that add up to more than 64 bits of millimetres.
    #[error(
        "{what} add up to more than 9.2e12 km: correct the lengths of the sections in surveys.csv"
    )]
    TooLong {
        /// Which lengths.
        what: &'static str,
    },
}

impl AuditError {
    /// Whether it is the data that have no such answer, and not a fault of the library.
    pub(crate) fn is_of_the_data(&self) -> bool {
        matches!(self, Self::TooManyRows { .. } | Self::TooLong { .. })
    }
}

impl From<UnbalancedError> for AuditError {
    fn from(error: UnbalancedError) -> Self {
        Self::Ledger(error.into())
    }
}

fn reasons(steps: &[UndefinedStepError]) -> String {
    let reasons: Vec<String> = steps.iter().map(ToString::to_string).collect();
    reasons.join("; ")
}

fn listed(levels: &[String]) -> String {
    if levels.is_empty() { "none, as there are no areas".to_owned() } else { levels.join(", ") }
}
