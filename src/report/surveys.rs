//! The same registrations in one survey and another.

use jiff::civil::Date;
use serde::Serialize;

use super::ReportError;
use crate::audit::{Carried, DayInSurvey, DaysBySurveys, Every, Interval, Lacking, Naive};
use crate::problem::{Problem, Problems};
use crate::state::State;

/// The most days in the table of days and surveys: the latest.
const MOST_DAYS: usize = 10;

/// The same registrations in every survey.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!((report.surveys.days.len(), report.surveys.rows.len()), (3, 9));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct SurveysChapter {
    /// The days shown: the ends of the last years in which anything was registered, and the
    /// reporting day.
    pub days: Vec<Date>,
    /// Each day in each survey that measured the whole line.
    pub rows: Vec<DayInSurvey>,
    /// The surveys that did not measure the whole line.
    pub lacking: Vec<Lacking>,
    /// What is declared in each survey, carried to the reporting survey.
    pub carried: Vec<Carried>,
    /// The declared lengths added up.
    pub naive: Naive,
    /// Declared against measured length between control points, outliers first.
    pub intervals: Vec<Interval>,
}

/// The same registrations in every survey. Where lengths are too great to be added up, it is empty
/// and the problems say why.
pub(super) fn surveys(
    state: &State,
    problems: &mut Problems,
) -> Result<SurveysChapter, ReportError> {
    match chapter(state) {
        Err(ReportError::Audit(error)) if error.is_of_the_data() => {
            problems.warn(Problem::in_file("surveys.csv", format!("no surveys in time: {error}")));
            Ok(SurveysChapter::default())
        }
        other => other,
    }
}

fn chapter(state: &State) -> Result<SurveysChapter, ReportError> {
    let mut days = state.days(Every::Year)?;
    days.drain(..days.len().saturating_sub(MOST_DAYS));
    let DaysBySurveys { rows, lacking } = state.days_by_surveys(&days)?;
    let (carried, naive, intervals) = (state.carried()?, state.naive()?, state.intervals()?);
    Ok(SurveysChapter { days, rows, lacking, carried, naive, intervals })
}
