//! The report: what a state answers, each question asked once, and the tables made of it.
//!
//! It is written to `report.json` as it stands. Lengths are whole millimetres in the reporting
//! survey, measures run from the section's start.

mod build;
mod explain;
mod far_rows;
mod history;
mod map;
mod nearness;
mod pledges;
mod rollup;
mod surveys;
mod tables;
mod tally;

pub use explain::{Comparison, StateSummary};
pub use history::HistoryChapter;
pub use map::{MapArea, MapMarker, MapProposal, MapStretch, MapTable, MapVillage, MapWork};
pub use pledges::{PledgeRow, PledgeTable};
pub use rollup::{CrossCells, RollupTable};
pub use surveys::SurveysChapter;
#[cfg(feature = "xlsx")]
pub(crate) use tables::{account, account_columns};
pub use tally::{CommendationTally, GroupTally, KeeperTally, MarkerRef, MarkerTally, WorkTally};

use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;

use crate::assign::{AssignError, Division, Gap, Proposals};
use crate::audit::{AuditError, Conflicts, Uncertainty};
use crate::id::SurveyId;
use crate::ledger::{
    Account, AreaAccount, KeptPiece, LedgerError, SectionAccount, UnbalancedError, VillageAccount,
};
use crate::number::DecimalMark;
use crate::problem::Problem;

/// All figures of one state.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!(report.line.registered().to_string(), "365.861 km");
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The reporting day.
    pub date: Date,
    /// The survey in which all lengths are.
    pub survey: SurveyId,
    /// The title of the data.
    pub title: String,
    /// The source of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The whole line.
    pub line: Account,
    /// Each section, in the order of the border.
    pub sections: Vec<SectionAccount>,
    /// Each area that exists on the day.
    pub areas: Vec<AreaAccount>,
    /// The line by the areas of every level, by place and by keeper.
    pub rollups: Vec<RollupTable>,
    /// The line by two levels at once: who answers together, and where somebody is missing.
    pub cross_tables: Vec<CrossCells>,
    /// Each village with a registration in force.
    pub villages: Vec<VillageAccount>,
    /// The boundary markers.
    pub markers: MarkerTally,
    /// The border works.
    pub works: WorkTally,
    /// Who keeps markers and works.
    pub keepers: KeeperTally,
    /// The security groups.
    pub groups: GroupTally,
    /// The commendations up to the day.
    pub commendations: CommendationTally,
    /// How many villages have a registration in force.
    pub collectives: usize,
    /// What villages promised by its length alone; in no other figure.
    pub pledges: PledgeTable,
    /// What nobody keeps, in order along the sections; they add up to `unregistered_mm`.
    pub gaps: Vec<Gap>,
    /// What two or more villages keep; they add up to `shared_mm`.
    pub overlaps: Vec<KeptPiece>,
    /// The same with class and possible decisions; and what a village holds twice.
    pub conflicts: Conflicts,
    /// The whole line divided among the nearest villages.
    pub division: Division,
    /// Who should be asked to take which part of the gaps.
    pub proposals: Proposals,
    /// What was registered when, what ended, and when the rest would be kept.
    pub history: HistoryChapter,
    /// The same registrations in every survey.
    pub surveys: SurveysChapter,
    /// The error of the covered length.
    pub uncertainty: Uncertainty,
    /// Why the figures differ from those of another state; none unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Comparison>,
    /// All faults of the data.
    pub problems: Vec<Problem>,
    /// How many rows could not be used.
    pub rows_left_out: usize,
    /// How its CSV files are written: as those of the data set.
    #[serde(skip)]
    pub csv: CsvStyle,
    /// The same with geometry, for maps.
    #[serde(skip)]
    pub map: MapTable,
}

impl Report {
    /// The levels of its areas, in the order in which they first occur.
    #[must_use]
    pub fn levels(&self) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for area in &self.areas {
            if !levels.contains(&area.level.as_str()) {
                levels.push(&area.level);
            }
        }
        levels
    }
}

/// How numbers and cells of CSV files are written.
///
/// ```
/// use border_coverage::report::CsvStyle;
/// assert_eq!(CsvStyle::default().line(["a", "b,c"]), "a,\"b,c\"");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    /// The decimal mark.
    pub mark: DecimalMark,
    /// What stands between cells: a comma, a semicolon or a tabulator.
    pub separator: u8,
}

impl Default for CsvStyle {
    /// Points and commas, as RFC 4180 has it.
    fn default() -> Self {
        Self { mark: DecimalMark::Point, separator: b',' }
    }
}

/// Why there is no report on a state.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// Accounts that do not close.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The accounts cannot be taken apart.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The nearest villages cannot be found.
    #[error(transparent)]
    Assign(#[from] AssignError),
}

impl From<UnbalancedError> for ReportError {
    fn from(error: UnbalancedError) -> Self {
        Self::Ledger(error.into())
    }
}
