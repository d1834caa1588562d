//! Why the doors of the registry refuse a record.

use thiserror::Error;

/// Why a record does not fit those already there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}{}: {reason}", quoted(.value))]
pub struct RegistryError {
    /// The field at fault, by its name in the data set.
    pub field: &'static str,
    /// What stands in it; empty where it could name a person.
    pub value: String,
    /// What is wrong and what to do.
    pub reason: Misfit,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Misfit {
    /// The id is taken.
    #[error("this id stands a second time: give each record an id of its own")]
    Duplicate,
    /// The id is not known.
    #[error("nothing has this id: correct it, or add what it stands for to {0}")]
    Unknown(&'static str),
    /// Another row of the same id says something else.
    #[error("another row of the same id says something else: make the rows agree")]
    Contradiction,
    /// The period has no day.
    #[error(
        "the period is empty: it must end after it begins; until is the first day on which it no \
         longer holds"
    )]
    EmptyPeriod,
    /// A group of nobody.
    #[error("no member counts as a group: write at least 1")]
    NoMember,
    /// A promise of nothing.
    #[error("no length is promised: write more than 0")]
    NoLength,
    /// Promises that no number holds.
    #[error("with it the promised lengths leave the range of numbers: check its digits")]
    TooLong,
}

/// What stands in a field, where it may be told.
fn quoted(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" `{value}`") }
}

pub(super) fn misfit(field: &'static str, value: &dyn ToString, reason: Misfit) -> RegistryError {
    RegistryError { field, value: value.to_string(), reason }
}
