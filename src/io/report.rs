//! From a data set to its report.

use std::sync::Arc;

use jiff::civil::Date;

use super::data_set::DataSet;
use super::error::ReadError;
use super::files::SETTINGS;
use super::survey_files::SURVEYS;
use crate::id::SurveyId;
use crate::ledger::LedgerError;
use crate::problem::{Problem, Problems};
use crate::report::{Comparison, Report, StateSummary};
use crate::state::State;
use crate::survey::Survey;

/// What a report is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportOptions<'a> {
    /// The day to report on; the data set's own where none is given.
    pub day: Option<Date>,
    /// The survey to report in; the data set's own where none is given.
    pub survey: Option<&'a SurveyId>,
    /// Explain the difference from this day: of the same data set in the same survey, or of the
    /// one compared with.
    pub since: Option<Date>,
    /// Explain the difference from this data set: on its own day, unless `since` gives another,
    /// and in its own survey.
    pub compare: Option<&'a DataSet>,
}

impl DataSet {
    /// The state of a day in a survey; of the data set's own where none is given, as for
    /// [`report`](Self::report).
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// assert_eq!(state.ledger().line().registered().to_string(), "365.861 km");
    /// # Ok::<(), border_coverage::io::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// When there is no such survey, or it has no length for a section.
    pub fn state(&self, day: Option<Date>, survey: Option<&SurveyId>) -> Result<State, ReadError> {
        Ok(self.close(day, survey)?.0)
    }

    /// The report of a day in a survey; of the data set's own where none is given.
    ///
    /// Where the data set has no day at all, the day is that of its latest survey, or else
    /// 1 January 1970, and a problem says so.
    ///
    /// # Errors
    /// When there is no such survey, or it has no length for a section.
    pub fn report(
        &self,
        day: Option<Date>,
        survey: Option<&SurveyId>,
    ) -> Result<Report, ReadError> {
        self.report_with(&ReportOptions { day, survey, ..ReportOptions::default() })
    }

    /// The report, and why its figures differ from those of another day or data set.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use border_coverage::audit::Figure;
    /// use border_coverage::io::ReportOptions;
    /// use jiff::civil::date;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let since = Some(date(2016, 4, 25));
    /// let report = data.report_with(&ReportOptions { since, ..ReportOptions::default() })?;
    /// let explanation = report.explain.expect("asked for").explanation;
    /// let registered = explanation.figure(Figure::Registered);
    /// assert_eq!(registered.after, Some(report.line.registered()));
    /// assert_eq!(registered.length.to_string(), "42.264934 km");
    /// # Ok::<(), border_coverage::io::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// As for [`report`](Self::report); and when the other state cannot be reported on.
    pub fn report_with(&self, options: &ReportOptions<'_>) -> Result<Report, ReadError> {
        let (state, problems) = self.close(options.day, options.survey)?;
        let explain = self.explained(&state, &problems, options)?;
        let attribution = self.settings.attribution.as_deref();
        let mut report = state.report(&self.settings.title, attribution, problems)?;
        report.explain = explain;
        report.csv = self.csv_style();
        Ok(report)
    }

    /// The state of a day in a survey, and what was wrong up to then.
    fn close(
        &self,
        day: Option<Date>,
        survey: Option<&SurveyId>,
    ) -> Result<(State, Problems), ReadError> {
        let survey = survey.unwrap_or(&self.settings.survey);
        let surveyed = || self.border.surveys().iter().filter_map(Survey::date).max();
        let day = day.or_else(|| self.date()).or_else(surveyed);
        let of_surveys = || {
            let of_surveys = |p: &&Problem| SURVEYS.names.include(&p.file);
            self.problems.iter().filter(of_surveys).cloned().collect::<Vec<_>>()
        };
        if self.border.surveys().get(survey).is_none() {
            let known = self.border.surveys().iter().map(|s| s.id().to_string()).collect();
            let (survey, problems) = (survey.clone(), of_surveys());
            return Err(ReadError::UnknownSurvey { survey, known, problems });
        }
        let failed = |error| match error {
            LedgerError::Survey(reason) => ReadError::Incomplete { reason, problems: of_surveys() },
            other => ReadError::Report(other.into()),
        };
        let mut problems = self.problems.clone();
        if day.is_none() {
            let message = "no day to report on: nothing in the folder has one; write date here, \
                           or ask for a day. Reported is 1970-01-01";
            problems.warn(Problem::in_file(SETTINGS, message).field("date"));
        }
        let day = day.unwrap_or(Date::constant(1970, 1, 1));
        let (border, registry) = (Arc::clone(&self.border), Arc::clone(&self.registry));
        Ok((State::close(border, registry, survey, day).map_err(failed)?, problems))
    }

    /// The difference from the state that is to be compared with; none where there is no such.
    fn explained(
        &self,
        state: &State,
        problems: &Problems,
        options: &ReportOptions<'_>,
    ) -> Result<Option<Comparison>, ReadError> {
        let (data, (before, wrong)) = match (options.compare, options.since) {
            (Some(data), since) => {
                let closed = data.close(since, None);
                (data, closed.map_err(|error| ReadError::Before(Box::new(error)))?)
            }
            (None, Some(since)) => {
                let earlier = state.on(since).map_err(|error| ReadError::Report(error.into()))?;
                (self, (earlier, self.problems.clone()))
            }
            (None, None) => return Ok(None),
        };
        let row = StateSummary::new(&data.settings.title, &before, wrong);
        let own = StateSummary::new(&self.settings.title, state, problems.clone());
        Ok(Some(Comparison::new((&before, row), (state, own))?))
    }
}
