//! One row of `surveys.csv`: the official length of a section in a survey.

use jiff::civil::Date;

use crate::id::{SectionId, SurveyId};
use crate::problem::Source;
use crate::units::Length;

/// One official length as read.
pub(super) struct Official {
    pub(super) survey: SurveyId,
    pub(super) date: Date,
    pub(super) section: SectionId,
    pub(super) length: Length,
    pub(super) published: Option<String>,
    pub(super) source: Source,
}

impl Official {
    /// The value of a field, for a problem.
    pub(super) fn written(&self, field: &str) -> String {
        match field {
            "survey" => self.survey.to_string(),
            "date" => self.date.to_string(),
            "section" => self.section.to_string(),
            _ => self.length.km(),
        }
    }
}
