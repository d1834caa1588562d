//! What maps show: stretches, markers, villages, works and areas with their geometry.

use geo_types::MultiLineString;

use crate::assign::Proposal;
use crate::border::{Milestones, Stretch};
use crate::geodesy::LonLat;
use crate::id::{AreaId, SectionId, VillageId, WorkId};
use crate::key::VillageKey;
use crate::ledger::{AreaAccount, LedgerError};
use crate::state::State;
use crate::units::{Length, Measure};

/// What a map shows.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!((report.map.markers.len(), report.map.works.len()), (187, 4));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
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
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!(report.map.proposals.len(), 22);
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapProposal {
    /// Who should be asked to take what.
    pub proposal: Proposal,
    /// Where it runs.
    pub geometry: MultiLineString,
}

/// One stretch of the line on a map.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let lengths = report.map.stretches.iter().map(|stretch| stretch.at.length());
/// assert_eq!(lengths.sum::<border_coverage::Length>(), report.line.total());
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapStretch {
    /// Where it lies.
    pub at: Stretch,
    /// Nobody, one village, or several.
    pub villages: Vec<VillageId>,
    /// Where it runs.
    pub geometry: MultiLineString,
}

/// One marker on a map.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let kept = report.map.markers.iter().filter(|marker| marker.registered);
/// assert_eq!(kept.count(), report.markers.registered);
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapMarker {
    /// Its section.
    pub section: SectionId,
    /// Its label, as written.
    pub marker: String,
    /// Where it stands.
    pub at: LonLat,
    /// Its measure on the line, if it fits on it.
    pub at_mm: Option<Measure>,
    /// Whether somebody keeps it.
    pub registered: bool,
}

/// One village on a map.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!(report.map.villages.len(), 125);
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapVillage {
    /// The village.
    pub village: VillageId,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub at: LonLat,
    /// What it keeps.
    pub kept: Length,
}

/// One work on a map.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert!(report.map.works.iter().all(|work| work.registered));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapWork {
    /// The work.
    pub work: WorkId,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Where it stands.
    pub at: LonLat,
    /// Whether somebody keeps it.
    pub registered: bool,
}

/// One area on a map: what it and the areas below it answer for.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let communes = report.map.areas.iter().filter(|area| area.level == "commune");
/// assert_eq!(communes.count(), 29);
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MapArea {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: String,
    /// Whether there is no level below its own.
    pub is_lowest: bool,
    /// What it answers for, in order along the sections.
    pub stretches: Vec<Stretch>,
}

/// The stretches that the same villages keep, with their geometry.
pub(super) fn stretches(
    state: &State,
    milestones: &[Milestones],
) -> Result<Vec<MapStretch>, LedgerError> {
    let mut stretches = Vec::new();
    for (key, account) in state.ledger().keyed_sections() {
        for piece in &account.pieces {
            stretches.push(MapStretch {
                at: Stretch::named(&account.section, piece.span, &milestones[key]),
                villages: state.village_ids(&piece.owners),
                geometry: state.geometry(&account.section, piece.span)?,
            });
        }
    }
    Ok(stretches)
}

/// The villages whose place is known, with what they keep.
pub(super) fn villages(state: &State) -> Vec<MapVillage> {
    let villages = VillageKey::each(state.registry().villages());
    villages
        .filter_map(|(key, village)| {
            let [kept, ..] = state.ledger().lengths_of(key);
            let (name, at) = (village.name.clone(), village.at?);
            Some(MapVillage { village: village.id.clone(), name, at, kept })
        })
        .collect()
}

/// The areas that answer for any of the line.
pub(super) fn areas(state: &State, milestones: &[Milestones]) -> Vec<MapArea> {
    let lowest = state.registry().areas().lowest_levels();
    let area = |account: &AreaAccount| MapArea {
        area: account.area.clone(),
        name: account.name.clone(),
        level: account.level.clone(),
        is_lowest: lowest.contains(&account.level.as_str()),
        stretches: state.stretches(milestones, state.ledger().jurisdiction(&account.area)),
    };
    let areas = state.ledger().areas().iter().map(area);
    areas.filter(|area| !area.stretches.is_empty()).collect()
}
