//! The tables once more with geometry, for maps.

use geo_types::MultiLineString;

use super::ProposalRow;
use crate::border::Stretch;
use crate::geodesy::LonLat;
use crate::id::{AreaId, SectionId, VillageId, WorkId};
use crate::marker::Address;
use crate::units::{Length, Measure};

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
    /// The areas that answer for any of the line.
    pub areas: Vec<MapArea>,
}

/// One proposal on a map.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapProposal {
    pub proposal: ProposalRow,
    pub geometry: MultiLineString,
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
    /// Where on the line it stands, if it fits on it.
    pub at_mm: Option<Measure>,
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

/// One area on a map: what it and the areas below it answer for.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the tables above")]
pub struct MapArea {
    pub area: AreaId,
    pub name: String,
    pub level: String,
    /// Whether there is no level below its own.
    pub is_lowest: bool,
    pub stretches: Vec<Stretch>,
}
