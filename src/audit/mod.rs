//! What the accounts are made of, and why they change.
//!
//! Everything here is derived from a border, a registry and a closed ledger; nothing here changes
//! them.

mod conflict;
mod error;
mod explain;
mod progress;
mod resurvey;
mod rollup;
mod uncertainty;
#[cfg(test)]
mod world;

pub use conflict::{
    AreaPrice, Award, ClaimChange, Conflict, ConflictClass, ConflictOptions, Conflicts, Contender,
    LeftUndecided, Outcome, Policy, Price, Resolution, Resolved, Revision, VillagePrice,
    WhyUndecided,
};
pub use error::AuditError;
pub use explain::{
    CountDifference, Difference, Explained, ExplainedPart, Explanation, Figure, NotPlaced,
    RegistrationChange, explain,
};
pub use progress::{
    AreaDay, AreaProgress, Becomes, Ending, Endings, Every, Forecast, Progress, ProgressRow,
    RateOver,
};
pub use resurvey::{
    Carried, Cause, DayInSurvey, DaysBySurveys, Interval, Lacking, Naive, NaiveAccount,
};
pub use rollup::{Axis, By, Cell, CrossTable, Rollup, RollupRow};
pub use uncertainty::{SectionUncertainty, Uncertainty, UnsureEnd};

use crate::border::Border;
use crate::ledger::Ledger;
use crate::registry::Registry;

/// What is asked: a border, what is registered along it, and the accounts of one day.
#[derive(Debug, Clone, Copy)]
pub struct Audit<'a> {
    border: &'a Border,
    registry: &'a Registry,
    ledger: &'a Ledger,
}

impl<'a> Audit<'a> {
    /// Questions about a ledger, which was closed over this border and registry.
    pub fn new(border: &'a Border, registry: &'a Registry, ledger: &'a Ledger) -> Self {
        Self { border, registry, ledger }
    }

    /// The border.
    pub fn border(&self) -> &'a Border {
        self.border
    }

    /// What is registered along it.
    pub fn registry(&self) -> &'a Registry {
        self.registry
    }

    /// The accounts.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Says so when the ledger is not of this border and registry.
    pub(crate) fn fits(&self) -> Result<(), AuditError> {
        if self.ledger.is_of(self.border, self.registry) {
            Ok(())
        } else {
            Err(AuditError::Foreign)
        }
    }
}
