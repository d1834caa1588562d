//! Why a question about the accounts has no answer.

use jiff::civil::Date;
use thiserror::Error;

use super::Every;
use crate::border::AddressError;
use crate::ledger::{LedgerError, Unbalanced};

/// Why a question about the accounts has no answer.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The accounts are of another border, or do not close.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A section or survey is not there.
    #[error("{0}")]
    Address(#[from] AddressError),
    /// The ledger does not go with the border or the registry.
    #[error("the ledger was closed over another border or registry: close one over these")]
    OtherLedger,
    /// A table would have more rows than anybody reads.
    #[error(
        "from {first} to {last} a row for every {every} is more than {most} rows: ask for longer \
         steps, or correct the first day"
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

impl From<Unbalanced> for AuditError {
    fn from(error: Unbalanced) -> Self {
        Self::Ledger(error.into())
    }
}
