//! Plain owned tables: every figure of a report, computed once.
//!
//! Field names are those of `report.json`. Lengths are whole millimetres in the reporting survey,
//! measures run from the section's start.

mod build;
mod explain;
mod history;
mod left;
mod map;
mod nearness;
mod pledges;
mod rollup;
mod surveys;
mod tables;
mod tally;

pub use explain::{Comparison, StateSummary};
pub use history::HistoryChapter;
pub use left::{DivisionRow, DivisionTable, NearestRow, ProposalRow, ProposalTable, UnfilledRow};
pub use map::{MapArea, MapMarker, MapProposal, MapStretch, MapTable, MapVillage, MapWork};
pub use pledges::{PledgeRow, PledgeTable};
pub use rollup::{CrossCell, CrossCells, RollupLine, RollupTable};
pub use surveys::SurveysChapter;
#[cfg(feature = "xlsx")]
pub(crate) use tables::{account, account_columns};

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::assign::AssignError;
use crate::audit::{AuditError, Conflicts, Uncertainty};
use crate::id::{AreaId, SectionId, SurveyId, VillageId, WorkId};
use crate::ledger::{Account, LedgerError, Unbalanced};
use crate::marker::Address;
use crate::number::DecimalMark;
use crate::problem::Problem;
use crate::units::{Length, Measure, Share};

/// All that a report tells.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The reporting day.
    pub date: Date,
    /// The survey in which all lengths are.
    pub survey: SurveyId,
    /// What it is called.
    pub title: String,
    /// Whom the data come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The whole line.
    pub line: Coverage,
    /// Each section, in the order of the border.
    pub sections: Vec<SectionRow>,
    /// Each area that exists on the day.
    pub areas: Vec<AreaRow>,
    /// The line by the areas of every level, by place and by keeper.
    pub rollups: Vec<RollupTable>,
    /// The line by two levels at once: who answers together, and where somebody is missing.
    pub cross_tables: Vec<CrossCells>,
    /// Each village with a registration in force.
    pub villages: Vec<VillageRow>,
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
    pub gaps: Vec<GapRow>,
    /// What two or more villages keep; they add up to `shared_mm`.
    pub overlaps: Vec<OverlapRow>,
    /// The same with class and possible decisions; and what a village holds twice.
    pub conflicts: Conflicts,
    /// The whole line divided among the nearest villages.
    pub division: DivisionTable,
    /// Who should be asked to take which part of the gaps.
    pub proposals: ProposalTable,
    /// What was registered when, what ended, and when the rest would be kept.
    pub history: HistoryChapter,
    /// The same registrations in every survey.
    pub surveys: SurveysChapter,
    /// The error of the covered length.
    pub uncertainty: Uncertainty,
    /// Why the figures differ from those of another state; none unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Comparison>,
    /// All that is wrong with the data.
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

/// What of a total is registered; `registered = once + shared`, `registered + unregistered =
/// total`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the names say it; they are those of report.json")]
pub struct Coverage {
    pub total_mm: Length,
    pub registered_mm: Length,
    pub once_mm: Length,
    pub shared_mm: Length,
    pub unregistered_mm: Length,
    pub recognised_mm: Length,
    pub registered_share: Option<f64>,
}

impl Coverage {
    /// The registered share of the total.
    pub fn share(&self) -> Share {
        Share::of(self.registered_mm, self.total_mm)
    }
}

impl From<&Account> for Coverage {
    fn from(account: &Account) -> Self {
        Self {
            total_mm: account.total(),
            registered_mm: account.registered(),
            once_mm: account.once(),
            shared_mm: account.shared(),
            unregistered_mm: account.unregistered(),
            recognised_mm: account.recognised(),
            registered_share: account.share().ratio(),
        }
    }
}

/// One section.
#[derive(Debug, Clone, Serialize)]
pub struct SectionRow {
    /// Its id.
    pub section: SectionId,
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Its account.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// One area.
#[derive(Debug, Clone, Serialize)]
pub struct AreaRow {
    /// Its id.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: String,
    /// The account over what it and the areas below it answer for; null where that is nothing.
    #[serde(flatten, serialize_with = "coverage_or_nulls")]
    pub coverage: Option<Coverage>,
    /// How many villages belong to it.
    pub villages: usize,
    /// How many of them have a registration in force.
    pub villages_registered: usize,
    /// What its villages keep, wherever.
    pub kept_mm: Length,
}

/// One village with a registration in force.
#[derive(Debug, Clone, Serialize)]
pub struct VillageRow {
    /// Its id.
    pub village: VillageId,
    /// Its name.
    pub name: String,
    /// The union of what it keeps.
    pub kept_mm: Length,
    /// What of it nobody else keeps.
    pub sole_mm: Length,
    /// What of it others keep as well.
    pub shared_mm: Length,
}

/// A marker by section and label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MarkerRef {
    /// Its section.
    pub section: SectionId,
    /// Its label, as written.
    pub marker: String,
}

/// The markers that stand on the day. Positions and markers are counted apart: twins share one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MarkerTally {
    /// How many markers there are.
    pub total: usize,
    /// At how many positions.
    pub positions: usize,
    /// How many somebody keeps.
    pub registered: usize,
    /// The others.
    pub unregistered: Vec<MarkerRef>,
}

/// The border works.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WorkTally {
    /// How many there are.
    pub total: usize,
    /// How many somebody keeps.
    pub registered: usize,
    /// The others.
    pub unregistered: Vec<WorkId>,
}

/// Who keeps a marker or work on the day; each keeper counts once.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct KeeperTally {
    /// How many households.
    pub households: usize,
    /// How many single persons.
    pub persons: usize,
    /// How many people they are, as far as known.
    pub people: u64,
}

/// The security groups on the day.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct GroupTally {
    /// How many.
    pub groups: usize,
    /// With how many members.
    pub members: u64,
}

/// The commendations up to the day.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct CommendationTally {
    /// To collectives.
    pub collectives: usize,
    /// To persons.
    pub persons: usize,
}

/// A maximal stretch that nobody keeps.
#[derive(Debug, Clone, Serialize)]
pub struct GapRow {
    /// Its section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Where it starts, as an address.
    pub from: Address,
    /// Where it ends, as an address.
    pub to: Address,
    /// The areas that answer for any of it.
    pub areas: Vec<AreaId>,
    /// The villages nearest to any of it, nearest first.
    pub nearest: Vec<Neighbour>,
}

/// A village near a gap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// The village.
    pub village: VillageId,
    /// Geodesic metres to the nearest place of the gap, to the millimetre.
    pub distance_m: f64,
}

/// A maximal stretch that the same two or more villages keep.
#[derive(Debug, Clone, Serialize)]
pub struct OverlapRow {
    /// Its section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Who keeps it.
    pub villages: Vec<VillageId>,
}

/// Why there is no report on a ledger.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReportError {
    /// Accounts that do not close.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The accounts cannot be taken apart.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The nearest villages cannot be told.
    #[error(transparent)]
    Assign(#[from] AssignError),
}

impl From<Unbalanced> for ReportError {
    fn from(error: Unbalanced) -> Self {
        Self::Ledger(error.into())
    }
}

/// Flattens an account, or as many nulls.
fn coverage_or_nulls<S: Serializer>(
    coverage: &Option<Coverage>,
    out: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Nulls {
        total_mm: (),
        registered_mm: (),
        once_mm: (),
        shared_mm: (),
        unregistered_mm: (),
        recognised_mm: (),
        registered_share: (),
    }
    match coverage {
        Some(coverage) => coverage.serialize(out),
        None => Nulls {
            total_mm: (),
            registered_mm: (),
            once_mm: (),
            shared_mm: (),
            unregistered_mm: (),
            recognised_mm: (),
            registered_share: (),
        }
        .serialize(out),
    }
}
