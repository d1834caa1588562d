//! What nobody keeps, and who lives nearest to it.

use super::world::World;
use super::{GapRow, Neighbour};
use crate::border::Milestones;
use crate::geodesy::{LonLat, distance};
use crate::id::AreaId;
use crate::ledger::LedgerError;
use crate::line::Polyline;
use crate::span::Span;
use crate::units::Length;

/// How many villages are named for a gap.
const NEAREST: usize = 3;

pub(super) fn gaps(
    world: &World<'_>,
    milestones: &[Milestones],
) -> Result<Vec<GapRow>, LedgerError> {
    let mut rows = Vec::new();
    for (i, ledger) in world.ledger.sections().iter().enumerate() {
        for gap in ledger.gaps() {
            rows.push(GapRow {
                section: world.border.sections()[i].id().clone(),
                from_mm: gap.from(),
                to_mm: gap.to(),
                length_mm: gap.length(),
                from: milestones[i].address(gap.from()),
                to: milestones[i].address(gap.to()),
                areas: areas(world, i, gap),
                nearest: nearest(world, i, gap)?,
            });
        }
    }
    Ok(rows)
}

/// The areas that answer for any of a stretch.
fn areas(world: &World<'_>, section: usize, stretch: Span) -> Vec<AreaId> {
    let accounts = world.ledger.areas().iter();
    accounts
        .filter(|account| account.jurisdiction[section].overlaps(stretch))
        .map(|account| world.registry.areas().areas()[account.area].id.clone())
        .collect()
}

/// The villages nearest to any place of a stretch, by geodesic distance.
fn nearest(world: &World<'_>, section: usize, gap: Span) -> Result<Vec<Neighbour>, LedgerError> {
    let geometry =
        world.border.geometry(section, gap, world.ledger.survey()).map_err(LedgerError::Survey)?;
    let line = Polyline::try_from(&geometry).ok();
    let point = geometry.0.first().and_then(|part| LonLat::try_from(part.0[0]).ok());
    let metres = |at: LonLat| match (&line, point) {
        (Some(line), _) => Some(line.nearest(at).distance),
        // A gap of a millimetre may have no length in double precision: it is a point.
        (None, Some(point)) => Some(distance(at, point)),
        (None, None) => None,
    };
    let mut all: Vec<(Length, usize)> = world
        .registry
        .villages()
        .iter()
        .enumerate()
        .filter_map(|(i, village)| Some((Length::from_metres(metres(village.at?)?).ok()?, i)))
        .collect();
    all.sort_unstable();
    all.truncate(NEAREST);
    let neighbour = |(distance, i): (Length, usize)| Neighbour {
        village: world.village_id(i),
        distance_m: distance.metres(),
    };
    Ok(all.into_iter().map(neighbour).collect())
}
