//! Why the figures differ from those of another day, survey or folder.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ReportError;
use super::build::kept;
use crate::audit::Explanation;
use crate::id::SurveyId;
use crate::problem::Problems;
use crate::state::State;

/// The difference of the reported state from another, in parts that add up to it.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::problem::Problems;
/// use border_coverage::report::{Comparison, StateSummary};
/// use jiff::civil::date;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let after = data.state(None, None)?;
/// let before = after.on(date(2016, 12, 31))?;
/// let summary = |state| StateSummary::new("Điện Biên", state, Problems::default());
/// let found = Comparison::new((&before, summary(&before)), (&after, summary(&after)))?;
/// let registered = &found.explanation.line.figures[1];
/// assert_eq!(registered.after, Some(after.ledger().line().registered()));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The state compared with.
    pub before: StateSummary,
    /// The state reported.
    pub after: StateSummary,
    /// The difference, without the areas and villages that are unchanged.
    #[serde(flatten)]
    pub explanation: Explanation,
}

/// One of two states that are compared.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::problem::Problems;
/// use border_coverage::report::StateSummary;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let summary = StateSummary::new("Điện Biên", &data.state(None, None)?, Problems::default());
/// assert_eq!((summary.survey.as_str(), summary.rows_left_out), ("2015", 0));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StateSummary {
    /// The day.
    pub date: Date,
    /// The survey.
    pub survey: SurveyId,
    /// The title of the data.
    pub title: String,
    /// How many rows of the data could not be used.
    pub rows_left_out: usize,
}

impl StateSummary {
    /// Sums up a state of data with this title; `problems` are those found when they were read.
    pub fn new(title: &str, state: &State, mut problems: Problems) -> Self {
        kept(state, &mut problems);
        Self {
            date: state.day(),
            survey: state.survey().clone(),
            title: title.to_owned(),
            rows_left_out: problems.rows_left_out(),
        }
    }
}

impl Comparison {
    /// Compares two states, each given with its summary; see [`State::explain_from`].
    ///
    /// # Errors
    /// When a ledger in between cannot be closed.
    pub fn new(
        before: (&State, StateSummary),
        after: (&State, StateSummary),
    ) -> Result<Self, ReportError> {
        let explanation = after.0.explain_from(before.0)?.without_unchanged();
        Ok(Self { before: before.1, after: after.1, explanation })
    }
}
