//! Coverage on any day in any survey.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::audit::AuditError;
use crate::id::{SectionId, SurveyId};
use crate::ledger::{Account, Ledger};
use crate::state::State;
use crate::survey::Survey;

/// Coverage on some days in every survey that measured the whole line.
///
/// See [`State::days_by_surveys`] for an example.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DaysBySurveys {
    /// The rows, by day in the order asked for, then by survey, the ground first.
    pub rows: Vec<DayInSurvey>,
    /// The surveys in which the line has no length, as they lack a section.
    pub lacking: Vec<Lacking>,
}

/// The line on one day in one survey.
///
/// See [`State::days_by_surveys`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DayInSurvey {
    /// The day.
    pub date: Date,
    /// The survey.
    pub survey: SurveyId,
    /// The account of the whole line: that of a ledger closed on the day in the survey.
    #[serde(flatten)]
    pub account: Account,
    /// How many rows, in force or not, cannot be placed in the survey and are left out.
    #[serde(skip)]
    pub left_out: usize,
}

/// A survey that did not measure the whole line.
///
/// See [`State::days_by_surveys`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lacking {
    /// The survey.
    pub survey: SurveyId,
    /// The sections that it did not measure.
    pub sections: Vec<SectionId>,
}

impl State {
    /// Coverage on each of these days in every survey that measured all sections.
    ///
    /// In one row the registered and the total length are of the same survey, so no share passes
    /// 100 %.
    ///
    /// Places all registrations once in each survey, then closes the line's account for each day.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let day = jiff::civil::date(2017, 4, 25);
    /// let table = data.state(Some(day), None)?.days_by_surveys(&[day])?;
    /// let shares = table.rows.iter().map(|row| row.account.share().to_string());
    /// assert_eq!(shares.collect::<Vec<_>>()[1..], ["91.27 %", "91.19 %"]);
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// Were there a fault in the library, when an identity does not hold.
    pub fn days_by_surveys(&self, days: &[Date]) -> Result<DaysBySurveys, AuditError> {
        let (whole, lacking) = self.surveys();
        let mut columns = Vec::with_capacity(whole.len());
        for survey in whole {
            let placements = if survey.id() == self.survey() {
                Arc::clone(self.ledger().placements())
            } else {
                Arc::new(self.registry().placements_in(
                    self.border(),
                    survey.id(),
                    self.ledger().placements(),
                ))
            };
            let row = |&date: &Date| {
                let found = placements.claims_on(self.registry(), date);
                let account = Ledger::line_of_claims(self.border(), survey.id(), &found.claims)?;
                let (survey, left_out) = (survey.id().clone(), found.refused.len());
                Ok(DayInSurvey { date, survey, account, left_out })
            };
            let column: Result<Vec<DayInSurvey>, AuditError> = days.par_iter().map(row).collect();
            columns.push(column?.into_iter());
        }
        let mut rows = Vec::with_capacity(days.len() * columns.len());
        for _ in days {
            rows.extend(columns.iter_mut().filter_map(Iterator::next));
        }
        Ok(DaysBySurveys { rows, lacking })
    }

    /// The surveys that measured all sections, and what the others lack.
    fn surveys(&self) -> (Vec<&Survey>, Vec<Lacking>) {
        let (mut whole, mut lacking) = (Vec::new(), Vec::new());
        for survey in self.border().surveys().iter() {
            let sections = self.border().sections().iter().map(crate::line::Section::id);
            let sections: Vec<SectionId> =
                sections.filter(|id| survey.section(id).is_none()).cloned().collect();
            if sections.is_empty() {
                whole.push(survey);
            } else {
                lacking.push(Lacking { survey: survey.id().clone(), sections });
            }
        }
        (whole, lacking)
    }
}
