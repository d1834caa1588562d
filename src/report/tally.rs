//! Markers, works and who keeps them.

use std::collections::BTreeSet;

use super::world::{World, leave_out};
use super::{KeeperTally, MapMarker, MapWork, MarkerRef, MarkerTally, WorkTally};
use crate::border::PlacedMarker;
use crate::problem::{Problem, Problems};
use crate::registry::{KeeperKind, Kept, KeptNow};

/// Looks up what every keeper keeps; a row whose marker is not there is left out.
pub(super) fn kept<'a>(world: &World<'a>, problems: &mut Problems) -> KeptNow<'a> {
    let (now, refusals) = world.registry.kept_on(world.border, world.ledger.day());
    refusals.iter().for_each(|refused| leave_out(refused, problems));
    for keeper in &now.bereft {
        if let (Some(source), Kept::Marker(section, label)) = (keeper.source, &keeper.keeps) {
            let day = world.ledger.day();
            let found = world.border.one_marker(section, label, day);
            let another = found.is_ok_and(|place| world.border.stands(place, day));
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
pub(super) fn keepers(
    world: &World<'_>,
    kept: &KeptNow<'_>,
    problems: &mut Problems,
) -> KeeperTally {
    let day = world.ledger.day();
    let mut tally = KeeperTally::default();
    for keeper in kept.keepers.values() {
        match keeper.kind {
            KeeperKind::Household => tally.households += 1,
            KeeperKind::Person => tally.persons += 1,
        }
        if let Some(source) = keeper.source.filter(|_| world.registry.people_differ(keeper, day)) {
            let message = "rows of this keeper that hold on the day give different numbers of \
                           people: the greatest is counted; make the rows agree";
            problems.warn(Problem::at(source, message).field("people"));
        }
        match (world.registry.people_of(keeper, day), keeper.source) {
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
pub(super) fn markers(world: &World<'_>, kept: &KeptNow<'_>) -> (MarkerTally, Vec<MapMarker>) {
    let day = world.ledger.day();
    let mut tally = MarkerTally::default();
    let mut positions = BTreeSet::new();
    let mut map = Vec::new();
    for (i, PlacedMarker { marker, placed }) in world.border.markers().iter().enumerate() {
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
        let measured = world.border.calibration(&section, world.ledger.survey()).ok();
        let at_mm = measured.and_then(|map| Some(map.measure(placed.as_ref().ok()?.place)));
        map.push(MapMarker { section, marker: label, at: marker.at, at_mm, registered });
    }
    tally.positions = positions.len();
    (tally, map)
}

/// Counts the works.
pub(super) fn works(world: &World<'_>, kept: &KeptNow<'_>) -> WorkTally {
    let all = world.registry.works();
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
    world: &World<'_>,
    kept: &KeptNow<'_>,
    problems: &mut Problems,
) -> Vec<MapWork> {
    let (day, survey) = (world.ledger.day(), world.registry.base_survey());
    let mut map = Vec::new();
    for work in world.registry.works() {
        let Some((section, address)) = &work.at else { continue };
        match world.border.point(section, address, survey, day) {
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
