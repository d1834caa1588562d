//! Plain owned tables: every figure of a report, computed once.
//!
//! Field names are those of `report.json`. Lengths are whole millimetres in the reporting survey,
//! measures run from the section's start.

mod build;
mod nearness;
mod tally;
mod world;

use geo_types::MultiLineString;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::assign::AssignError;
use crate::geodesy::LonLat;
use crate::id::{AreaId, RegistrationId, SectionId, SurveyId, VillageId, WorkId};
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
    /// What nobody keeps, in order along the sections; they add up to `unregistered_mm`.
    pub gaps: Vec<GapRow>,
    /// What two or more villages keep; they add up to `shared_mm`.
    pub overlaps: Vec<OverlapRow>,
    /// The whole line divided among the nearest villages.
    pub division: DivisionTable,
    /// Who should be asked to take which part of the gaps.
    pub proposals: ProposalTable,
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

/// The line divided among the nearest villages, whoever keeps it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DivisionTable {
    /// By what distance: `geodesic`, from the village straight to the place.
    pub metric: &'static str,
    /// How much each village is nearest to; they add up to the line.
    pub villages: Vec<NearestRow>,
    /// The stretches; they tile the line.
    pub pieces: Vec<DivisionRow>,
}

/// What one village is nearest to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearestRow {
    /// The village; null for what is nobody's, as no village has a place.
    pub village: Option<VillageId>,
    /// How many separate stretches.
    pub stretches: usize,
    /// How long they are.
    pub length_mm: Length,
    /// Their share of the line.
    pub share: Option<f64>,
    /// Metres to their farthest place.
    pub farthest_m: Option<f64>,
    /// Metres to all their places on average.
    pub mean_m: Option<f64>,
}

/// A stretch and the village nearest to all of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DivisionRow {
    /// Its section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// The village; null where none has a place.
    pub village: Option<VillageId>,
}

/// Who should be asked to take which part of the gaps. Proposals are never registrations.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProposalTable {
    /// What makes one way better than another: `least_distance`.
    pub goal: &'static str,
    /// The farthest that a village is asked to go, in metres.
    pub farthest_m: f64,
    /// The stretches proposed, in order along the sections.
    pub proposals: Vec<ProposalRow>,
    /// What is proposed to nobody; with the proposals it adds up to `unregistered_mm`.
    pub unfilled: Vec<UnfilledRow>,
    /// What would be registered, were all proposals taken up.
    pub registered_mm: Length,
    /// The same as a share.
    pub registered_share: Option<f64>,
}

/// A stretch that a village should be asked to take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProposalRow {
    /// An id that no registration has.
    pub registration: RegistrationId,
    /// Who should be asked.
    pub village: VillageId,
    /// The section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Where it starts, as an address that `registrations.csv` takes.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// Metres from the village to all its places on average.
    pub mean_m: f64,
    /// Metres from the village to its farthest place.
    pub farthest_m: f64,
}

/// Part of a gap that is proposed to nobody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnfilledRow {
    /// The section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Where it starts, as an address.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// Why nobody is asked.
    pub reason: String,
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

/// What a map shows.
#[derive(Debug, Clone, Default)]
pub struct MapTable {
    /// The maximal stretches that the same villages keep; they tile the line.
    pub stretches: Vec<MapStretch>,
    /// The markers that stand on the day.
    pub markers: Vec<MapMarker>,
    /// The villages whose place is known.
    pub villages: Vec<MapVillage>,
    /// The works whose place is known.
    pub works: Vec<MapWork>,
    /// The stretches that villages should be asked to take; each lies in a gap.
    pub proposals: Vec<MapProposal>,
}

/// One proposal on a map.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapProposal {
    pub proposal: ProposalRow,
    pub geometry: MultiLineString,
}

/// Why there is no report on a ledger.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReportError {
    /// The ledger is of another border, or its accounts do not close.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The nearest villages cannot be told.
    #[error(transparent)]
    Assign(#[from] AssignError),
}

impl From<Unbalanced> for ReportError {
    fn from(error: Unbalanced) -> Self {
        Self::Ledger(error.into())
    }
}

/// One stretch of the line on a map.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapStretch {
    pub section: SectionId,
    pub from_mm: Measure,
    pub to_mm: Measure,
    pub length_mm: Length,
    pub from: Address,
    pub to: Address,
    /// Nobody, one village, or several.
    pub villages: Vec<VillageId>,
    pub geometry: MultiLineString,
}

/// One marker on a map.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapMarker {
    pub section: SectionId,
    pub marker: String,
    pub at: LonLat,
    pub registered: bool,
}

/// One village on a map.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapVillage {
    pub village: VillageId,
    pub name: String,
    pub at: LonLat,
    pub kept_mm: Length,
}

/// One work on a map.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapWork {
    pub work: WorkId,
    pub name: Option<String>,
    pub at: LonLat,
    pub registered: bool,
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
