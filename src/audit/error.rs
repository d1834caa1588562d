//! Why there is no answer about the accounts.

use thiserror::Error;

use crate::border::AddressError;
use crate::ledger::{LedgerError, Unbalanced};
use crate::line::LineError;

/// Why there is no answer about the accounts.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum AuditError {
    /// The ledger's survey does not measure a section of this border.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A stretch does not lie on its section.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Accounts do not close: a fault of the library.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A ledger of another border or registry, or conflicts of another ledger.
    #[error(
        "these were made from another border, registry or ledger: ask with the ones they were made from"
    )]
    Foreign,
    /// A level that no area is of.
    #[error("no area is of the level `{level}`: there are {}", listed(.known))]
    UnknownLevel {
        /// The level asked for.
        level: String,
        /// Those there are.
        known: Vec<String>,
    },
}

impl From<Unbalanced> for AuditError {
    fn from(error: Unbalanced) -> Self {
        Self::Ledger(error.into())
    }
}

fn listed(levels: &[String]) -> String {
    if levels.is_empty() { "none, as there are no areas".to_owned() } else { levels.join(", ") }
}
