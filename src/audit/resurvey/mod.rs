//! The same registrations in one survey and another: what changes though nobody gave anything up.

mod carried;
mod days;
mod intervals;
mod naive;

#[cfg(test)]
mod tests;

pub use carried::Carried;
pub use days::{DayInSurvey, DaysBySurveys, Lacking};
pub use intervals::Interval;
pub use naive::{Cause, Naive, NaiveAccount, NaiveSection};

use super::AuditError;
use crate::key::SectionKey;
use crate::state::State;
use crate::units::Length;

impl State {
    /// The length of a section in the state's survey.
    fn section_length(&self, section: SectionKey) -> Result<Length, AuditError> {
        let id = self.border().section_at(section).id();
        Ok(self.border().calibration(id, self.survey())?.total())
    }
}

/// `length · to / from`, rounded to the millimetre, ties away from zero; none where it leaves 64
/// bits or `from` is not positive.
fn scaled(length: Length, from: Length, to: Length) -> Option<Length> {
    let exactly = i128::from(length.mm()) * i128::from(to.mm());
    let from = i128::from(from.mm());
    if from <= 0 {
        return None;
    }
    let half = if exactly < 0 { -from / 2 } else { from / 2 };
    i64::try_from((exactly + half) / from).ok().map(Length::from_mm)
}
