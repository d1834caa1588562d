//! Why the doors of the registry refuse a record.

use thiserror::Error;

/// A record that does not fit those already there.
///
/// ```
/// use border_coverage::registry::RecordError;
/// use border_coverage::{Registry, Village, VillageId};
/// let mut registry = Registry::default();
/// let village = Village::new(VillageId::new("na-ten")?, "Na Ten");
/// registry.add_village(village.clone())?;
/// let error = registry.add_village(village).expect_err("the id is taken");
/// assert_eq!((error.field, error.value.as_str()), ("village", "na-ten"));
/// assert_eq!(error.reason, RecordError::Duplicate);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}{}: {reason}", quoted(.value))]
#[non_exhaustive]
pub struct RegistryError {
    /// The field at fault, by its name in the data set.
    pub field: &'static str,
    /// Its value; empty where it could name a person.
    pub value: String,
    /// What is wrong and what to do.
    pub reason: RecordError,
}

/// What does not fit.
///
/// ```
/// use border_coverage::registry::RecordError;
/// assert!(RecordError::NoMember.to_string().contains("at least 1"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The id is taken.
    #[error("this id stands a second time: give each record an id of its own")]
    Duplicate,
    /// No area has the id.
    #[error("nothing has this id: correct it, or add what it stands for")]
    UnknownArea,
    /// No village has the id.
    #[error("nothing has this id: correct it, or add what it stands for")]
    UnknownVillage,
    /// No work has the id.
    #[error("nothing has this id: correct it, or add what it stands for")]
    UnknownWork,
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
    /// The sum of all promises exceeds 64 bits.
    #[error("with it the promised lengths leave the range of numbers: check its digits")]
    TooLong,
}

/// The value of a field, if it may be shown.
fn quoted(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" `{value}`") }
}

pub(super) fn refused(
    field: &'static str,
    value: &dyn ToString,
    reason: RecordError,
) -> RegistryError {
    RegistryError { field, value: value.to_string(), reason }
}
