//! How coverage grew, what ended, and when the rest would be kept.

use serde::Serialize;

use super::ReportError;
use crate::audit::{AreaProgress, Endings, Every, Forecast, Progress, ProgressRow};
use crate::period::Period;
use crate::problem::{Problem, Problems};
use crate::state::State;

/// The most years with a row for every month: 240 rows can still be read.
const MONTHLY: i16 = 20;

/// What was registered when, up to the reporting day and in the reporting survey.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!(report.history.rows.len(), 27); // months
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct HistoryChapter {
    /// How often there is a row: every month or every year; none where there is no history.
    pub step: Option<Every>,
    /// The figures on the last day of each step; the last row is the reporting day.
    pub rows: Vec<ProgressRow>,
    /// Each area that exists on the day of any row.
    pub areas: Vec<AreaProgress>,
    /// What became of stretches that ended.
    pub endings: Endings,
    /// When the rest would be kept at a constant rate.
    pub forecast: Vec<Forecast>,
}

/// The history up to the reporting day. Where its first day is too early to be meant, it is empty
/// and the problems say why.
pub(super) fn history(
    state: &State,
    problems: &mut Problems,
) -> Result<HistoryChapter, ReportError> {
    match chapter(state) {
        Err(ReportError::Audit(error)) if error.is_of_the_data() => {
            problems.warn(Problem::in_file("registrations.csv", format!("no history: {error}")));
            Ok(HistoryChapter::default())
        }
        other => other,
    }
}

fn chapter(state: &State) -> Result<HistoryChapter, ReportError> {
    let day = state.day();
    let first = state.first_day().unwrap_or(day);
    let every = if day.year() - first.year() > MONTHLY { Every::Year } else { Every::Month };
    let Progress { every, rows, areas, forecasts } = state.progress(every)?;
    let endings = state.endings(Period::ALWAYS)?;
    Ok(HistoryChapter { step: Some(every), rows, areas, endings, forecast: forecasts })
}
