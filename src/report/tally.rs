//! Markers, works and who keeps them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{MapMarker, MapWork};
use crate::border::PlacedMarker;
use crate::id::{SectionId, WorkId};
use crate::problem::{Problem, Problems};
use crate::registry::{
    CommendationKind, Custody, Doubt, KeeperKind, Kept, NO_FILE, PlacementError,
};
use crate::state::State;

/// A marker by section and label.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let unkept = &report.markers.unregistered[0];
/// assert_eq!((unkept.section.as_str(), unkept.marker.as_str()), ("laos", "10"));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MarkerRef {
    /// Its section.
    pub section: SectionId,
    /// Its label, as written.
    pub marker: String,
}

/// The markers that stand on the day. Positions and markers are counted apart: twins share one.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let markers = &report.markers;
/// assert_eq!((markers.total, markers.positions, markers.registered), (187, 182, 173));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!((report.works.registered, report.works.total), (4, 4));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkTally {
    /// How many there are.
    pub total: usize,
    /// How many somebody keeps.
    pub registered: usize,
    /// The others.
    pub unregistered: Vec<WorkId>,
}

/// Who keeps a marker or work on the day; each keeper counts once.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!((report.keepers.households, report.keepers.people), (2_789, 3_816));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeeperTally {
    /// How many households.
    pub households: usize,
    /// How many single persons.
    pub persons: usize,
    /// How many people they are, as far as known.
    pub people: u64,
}

/// The security groups on the day.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!((report.groups.groups, report.groups.members), (347, 2_041));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupTally {
    /// How many.
    pub groups: usize,
    /// With how many members.
    pub members: u64,
}

/// The commendations up to the day.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let given = report.commendations;
/// assert_eq!((given.collectives, given.persons), (32, 52));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommendationTally {
    /// To collectives.
    pub collectives: usize,
    /// To persons.
    pub persons: usize,
}

/// Looks up what every keeper keeps; a row whose marker is not there is left out.
pub(super) fn kept<'a>(state: &'a State, problems: &mut Problems) -> Custody<'a> {
    let (now, refusals) = state.registry().kept_on(state.border(), state.day());
    refusals.iter().for_each(|refused| leave_out(refused, problems));
    for keeper in &now.bereft {
        if let (Some(source), Kept::Marker(section, label)) = (keeper.source, &keeper.keeps) {
            let day = state.day();
            let found = state.border().one_marker(section, label, day);
            let another = found.is_ok_and(|place| state.border().stands(place, day));
            let message = if another {
                "the marker kept since then does not stand on the day, another of this name \
                 does: the keeper counts, no marker; end the row, and write one from the day of \
                 the new marker on"
            } else {
                "this marker does not stand on the day: the keeper counts, the marker does not; \
                 if nobody keeps it any longer, write until"
            };
            let problem = Problem::at(source, message).field("marker");
            problems.warn(problem.value(&label.to_string()));
        }
    }
    now
}

/// Counts keepers; a household whose number of people is not known is a problem, not nobody.
pub(super) fn keepers(state: &State, kept: &Custody<'_>, problems: &mut Problems) -> KeeperTally {
    let day = state.day();
    let mut tally = KeeperTally::default();
    for keeper in kept.keepers.values() {
        match keeper.kind {
            KeeperKind::Household => tally.households += 1,
            KeeperKind::Person => tally.persons += 1,
        }
        if let Some(source) = keeper.source.filter(|_| state.registry().people_differ(keeper, day))
        {
            let message = "rows of this keeper that hold on the day give different numbers of \
                           people: the greatest is counted; make the rows agree";
            problems.warn(Problem::at(source, message).field("people"));
        }
        match (state.registry().people_of(keeper, day), keeper.source) {
            (Some(people), _) => tally.people += u64::from(people),
            (None, Some(source)) => problems.warn(
                Problem::at(
                    source,
                    "how many people is not known: the sum of people lacks this household",
                )
                .field("people"),
            ),
            (None, None) => {}
        }
    }
    tally
}

/// Counts the markers that stand on the day, and lists them for the map.
pub(super) fn markers(state: &State, kept: &Custody<'_>) -> (MarkerTally, Vec<MapMarker>) {
    let day = state.day();
    let mut tally = MarkerTally::default();
    let mut positions = BTreeSet::new();
    let mut map = Vec::new();
    for (i, PlacedMarker { marker, placed }) in state.border().markers().iter().enumerate() {
        if !marker.period.contains(day) {
            continue;
        }
        let registered = kept.markers.contains(&i);
        let (section, label) = (marker.section.clone(), marker.label.to_string());
        tally.total += 1;
        positions.insert((&marker.section, marker.label.shared()));
        if registered {
            tally.registered += 1;
        } else {
            tally.unregistered.push(MarkerRef { section: section.clone(), marker: label.clone() });
        }
        let measured = state.border().calibration(&section, state.survey()).ok();
        let at_mm = measured.and_then(|map| Some(map.measure(placed.as_ref().ok()?.place)));
        map.push(MapMarker { section, marker: label, at: marker.at, at_mm, registered });
    }
    tally.positions = positions.len();
    (tally, map)
}

/// Counts the works.
pub(super) fn works(state: &State, kept: &Custody<'_>) -> WorkTally {
    let all = state.registry().works();
    let (registered, unregistered): (Vec<_>, Vec<_>) =
        all.iter().map(|work| &work.id).partition(|id| kept.works.contains(id));
    WorkTally {
        total: all.len(),
        registered: registered.len(),
        unregistered: unregistered.into_iter().cloned().collect(),
    }
}

/// The works whose place is known; an address without a place is a problem, the work still counts.
pub(super) fn map_works(
    state: &State,
    kept: &Custody<'_>,
    problems: &mut Problems,
) -> Vec<MapWork> {
    let (day, survey) = (state.day(), state.registry().base_survey());
    let mut map = Vec::new();
    for work in state.registry().works() {
        let Some((section, address)) = &work.at else { continue };
        match state.border().point(section, address, survey, day) {
            Ok(at) => map.push(MapWork {
                work: work.id.clone(),
                name: work.name.clone(),
                at,
                registered: kept.works.contains(&work.id),
            }),
            Err(error) => {
                if let Some(source) = work.source {
                    let message = format!("{error}; the work counts, but is not on the map");
                    let problem = Problem::at(source, message);
                    problems.warn(problem.field("at").value(&address.to_string()));
                }
            }
        }
    }
    map
}

/// Counts the security groups of the day.
pub(super) fn groups(state: &State) -> GroupTally {
    let day = state.day();
    let in_force = || state.registry().groups().iter().filter(|group| group.period.contains(day));
    GroupTally {
        groups: in_force().map(|group| &group.id).collect::<BTreeSet<_>>().len(),
        members: in_force().map(|group| u64::from(group.members)).sum(),
    }
}

/// Counts the commendations up to the day.
pub(super) fn commendations(state: &State) -> CommendationTally {
    let given = state.registry().commendations().iter().filter(|c| c.date <= state.day());
    let mut tally = CommendationTally::default();
    for commendation in given {
        match commendation.kind {
            CommendationKind::Collective => tally.collectives += 1,
            CommendationKind::Person => tally.persons += 1,
        }
    }
    tally
}

/// Puts a refused row among the problems.
pub(super) fn leave_out(refused: &PlacementError, problems: &mut Problems) {
    let mut problem = refused.problem();
    problem.message.push_str("; the row is left out");
    problems.reject(refused.source.unwrap_or(NO_FILE), problem);
}

/// Puts a doubt among the problems; the row is used.
pub(super) fn warn(doubt: &Doubt, problems: &mut Problems) {
    problems.warn(doubt.problem());
}
