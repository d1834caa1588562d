//! What the accounts are made of, and why they change.
//!
//! Everything here is asked of a [`State`](crate::State), which it does not change.

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
    AreaPrice, Award, ClaimChange, Conflict, ConflictClass, ConflictOptions, Conflicts,
    LeftUndecided, Outcome, Policy, Price, Resolution, Resolved, Revision, Seam, VillagePrice,
    WhyUndecided,
};
pub use error::AuditError;
pub use explain::{
    AreaDifference, CountDifference, CountKind, Difference, DifferencePart, ExplainedPart,
    Explanation, Figure, LineDifference, NotPlaced, RegistrationChange, SectionDifference,
    StepSide, VillageDifference,
};
pub use progress::{
    AreaDay, AreaProgress, Becomes, Ending, Endings, Every, Forecast, Progress, ProgressRow,
    RateOver,
};
pub use resurvey::{
    Carried, Cause, DayInSurvey, DaysBySurveys, Interval, Lacking, Naive, NaiveAccount,
    NaiveSection,
};
pub use rollup::{Axis, By, CrossCell, CrossTable, Rollup, RollupRow};
pub use uncertainty::{EndSide, SectionUncertainty, Uncertainty, UnsureEnd};
