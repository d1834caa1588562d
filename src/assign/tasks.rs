//! What is left to do: gaps and unregistered markers, with who is near and how much they have.

use std::collections::BTreeSet;

use super::{AssignError, Assigner};
use crate::geodesy::{LonLat, distance};
use crate::id::{AreaId, SectionId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::marker::Address;
use crate::span::Span;
use crate::units::{Length, Place, Share};

/// What a village has on its hands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// What it keeps.
    pub kept: Length,
    /// The same for each household, in metres; none where their number is not known.
    pub per_household_m: Option<f64>,
    /// What it could keep besides; none where its capacity is not known. Below zero where it
    /// keeps more than it can.
    pub capacity_left: Option<Length>,
}

/// A village near something.
#[derive(Debug, Clone, PartialEq)]
pub struct NearVillage {
    /// The village.
    pub village: VillageId,
    /// Its geodesic distance from the nearest place of it, in metres.
    pub distance_m: f64,
    /// What it has on its hands already.
    pub load: Load,
}

/// A stretch that nobody keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct GapTask {
    /// 1 for the gap to close first: that order raises coverage fastest.
    pub rank: usize,
    /// The section.
    pub section: SectionId,
    /// The stretch, in the ledger's survey.
    pub span: Span,
    /// Where it starts, as an address of the survey.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// The areas that answer for any of it, each with its level.
    pub areas: Vec<(String, AreaId)>,
    /// Who keeps the stretch that ends where it starts.
    pub before: Vec<VillageId>,
    /// Who keeps the stretch that starts where it ends.
    pub behind: Vec<VillageId>,
    /// The nearest villages that may take it, nearest first.
    pub nearest: Vec<NearVillage>,
    /// What is registered of the line once this gap and those of lower rank are closed.
    pub registered_after: Length,
    /// The same as a share.
    pub share_after: Share,
}

impl GapTask {
    /// How long it is.
    pub fn length(&self) -> Length {
        self.span.length()
    }
}

/// A marker that no household or person keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkerTask {
    /// The section.
    pub section: SectionId,
    /// The marker's label.
    pub marker: String,
    /// Where it stands.
    pub at: LonLat,
    /// The areas that answer for its place, each with its level; none where it has no place.
    pub areas: Vec<(String, AreaId)>,
    /// Whether the line where it stands is kept by nobody either.
    pub in_gap: bool,
    /// The nearest villages that may take it, nearest first.
    pub nearest: Vec<NearVillage>,
}

/// All that is left to do.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkList {
    /// The gaps by rank, the longest first.
    pub gaps: Vec<GapTask>,
    /// The unregistered markers, in the order of the border.
    pub markers: Vec<MarkerTask>,
}

impl WorkList {
    /// How many gaps must be closed, in order of rank, until so large a share of the line is
    /// registered; none where all of them are not enough.
    ///
    /// `share` is a fraction: 0.95 for 95 %.
    pub fn gaps_to_reach(&self, share: f64) -> Option<usize> {
        let reached = |gap: &&GapTask| gap.share_after.ratio().is_some_and(|r| r >= share);
        self.gaps.iter().find(reached).map(|gap| gap.rank)
    }
}

impl Assigner {
    /// Every gap and every unregistered marker, each with the `nearest` villages that may take it.
    ///
    /// Takes time by gaps and villages, and the vertices of the gaps for the villages near them.
    ///
    /// # Errors
    /// Were there a fault in the library, when a gap does not lie on its section.
    pub fn work_list(&self, nearest: usize) -> Result<WorkList, AssignError> {
        let mut gaps = self.gaps();
        gaps.sort_by_key(|&(section, gap)| (std::cmp::Reverse(gap.length()), section, gap));
        let line = self.state.ledger().line();
        let mut registered = line.registered();
        let mut tasks = Vec::with_capacity(gaps.len());
        for (i, (section, gap)) in gaps.into_iter().enumerate() {
            registered += gap.length();
            let share = Share::of(registered, line.total());
            let mut task = self.gap_task(section, gap, nearest)?;
            (task.rank, task.registered_after, task.share_after) = (i + 1, registered, share);
            tasks.push(task);
        }
        Ok(WorkList { gaps: tasks, markers: self.marker_tasks(nearest)? })
    }

    fn gap_task(
        &self,
        section: SectionKey,
        gap: Span,
        nearest: usize,
    ) -> Result<GapTask, AssignError> {
        let (from, to) = self.addresses(section, gap)?;
        let (before, behind) = self.neighbours(section, gap);
        let ids = |villages: &[VillageKey]| villages.iter().map(|&v| self.village_id(v)).collect();
        Ok(GapTask {
            rank: 0,
            section: self.state.border().section_at(section).id().clone(),
            span: gap,
            from,
            to,
            areas: self.areas_of(section, gap),
            before: ids(&before),
            behind: ids(&behind),
            nearest: self.nearest_to(section, gap, nearest)?,
            registered_after: Length::ZERO,
            share_after: self.state.ledger().line().share(),
        })
    }

    /// Both ends of a stretch as addresses.
    pub(crate) fn addresses(
        &self,
        section: SectionKey,
        span: Span,
    ) -> Result<(Address, Address), AssignError> {
        let stones = self.milestones(section)?;
        Ok((stones.address(span.from()), stones.address(span.to())))
    }

    /// Who keeps the stretches that touch a gap: before and behind it; round the seam of a ring.
    pub(super) fn neighbours(
        &self,
        section: SectionKey,
        gap: Span,
    ) -> (Vec<VillageKey>, Vec<VillageKey>) {
        let pieces = &self.state.ledger().of_section(section).pieces;
        let ring = self.state.border().section_at(section).line().is_ring();
        let at = pieces.partition_point(|piece| piece.span.from() < gap.from());
        let owners = |i: Option<usize>| {
            i.and_then(|i| pieces.get(i)).map_or(Vec::new(), |piece| piece.owners.clone())
        };
        let before = at.checked_sub(1).or(ring.then(|| pieces.len() - 1));
        let behind = if ring && at + 1 == pieces.len() { 0 } else { at + 1 };
        (owners(before), owners(Some(behind)))
    }

    /// The villages that may take any of a stretch, by their distance from its nearest place.
    ///
    /// # Errors
    /// When the stretch does not lie on the section.
    pub fn nearest_to(
        &self,
        section: SectionKey,
        stretch: Span,
        count: usize,
    ) -> Result<Vec<NearVillage>, AssignError> {
        let line = self.line(section);
        let (from, to) = self.places(section, stretch)?;
        let (middle, half) = self.middle(section, stretch)?;
        let may = self.level.is_some().then(|| self.may_take(section, stretch));
        let candidates = self.sites.nearest_first(middle);
        let candidates = candidates.filter(|(_, v)| may.as_ref().is_none_or(|m| m.contains(v)));
        // No place of the stretch is farther from its middle than half of it.
        let candidates = candidates.map(|(chord, village)| (chord - half, village));
        let distance = |at: LonLat| Ok(line.distances(at, from, to)?.least);
        self.nearest_of(candidates, count, distance)
    }

    /// The middle of a stretch, and how far from it a place of the stretch may lie: half its
    /// length, or anywhere if it jumps from one part of the line to another.
    pub(super) fn middle(
        &self,
        section: SectionKey,
        stretch: Span,
    ) -> Result<(LonLat, f64), AssignError> {
        let line = self.line(section);
        let (from, to) = self.places(section, stretch)?;
        let middle = Place::from_trusted((from.metres() + to.metres()) / 2.0);
        let jumps = line.parts().len() > 1 && line.slice(from, to)?.0.len() > 1;
        let half = (to.metres() - from.metres()) / 2.0;
        Ok((line.at(middle)?, if jumps { f64::INFINITY } else { half }))
    }

    /// Of candidates, each with what its distance is not below, in that order, the few nearest
    /// that are near enough; of those as near the first by id.
    fn nearest_of(
        &self,
        candidates: impl Iterator<Item = (f64, VillageKey)>,
        count: usize,
        distance: impl Fn(LonLat) -> Result<f64, AssignError>,
    ) -> Result<Vec<NearVillage>, AssignError> {
        let id = |village: VillageKey| &self.state.registry().village_at(village).id;
        let mut found: Vec<(f64, VillageKey)> = Vec::new();
        for (least, village) in candidates {
            let last = found.get(count.wrapping_sub(1)).map(|(worst, _)| *worst);
            if count == 0 || least > last.unwrap_or(f64::INFINITY).min(self.farthest_metres()) {
                break;
            }
            let Some(at) = self.village_at(village) else { continue };
            let metres = distance(at)?;
            if metres <= self.farthest_metres() {
                let before = |f: &(f64, VillageKey)| (f.0, id(f.1)) < (metres, id(village));
                found.insert(found.partition_point(before), (metres, village));
                found.truncate(count);
            }
        }
        Ok(found.into_iter().map(|(metres, village)| self.near(village, metres)).collect())
    }

    /// The villages that may take any of a stretch, in order.
    fn may_take(&self, section: SectionKey, stretch: Span) -> BTreeSet<VillageKey> {
        let pieces = self.eligible(section, stretch);
        pieces.iter().flat_map(|piece| piece.villages.iter().copied()).collect()
    }

    fn near(&self, village: VillageKey, distance_m: f64) -> NearVillage {
        NearVillage { village: self.village_id(village), distance_m, load: self.load(village) }
    }

    /// What a village has on its hands, by its place in the registry.
    pub(super) fn load(&self, village: VillageKey) -> Load {
        let [kept, ..] = self.state.ledger().lengths_of(village);
        let village = &self.state.registry().village_at(village);
        let households = village.households.filter(|households| *households > 0);
        Load {
            kept,
            per_household_m: households.map(|households| kept.metres() / f64::from(households)),
            capacity_left: village.capacity.map(|capacity| capacity - kept),
        }
    }

    /// The markers that stand on the day and nobody keeps.
    fn marker_tasks(&self, nearest: usize) -> Result<Vec<MarkerTask>, AssignError> {
        let day = self.state.day();
        let in_force = self.state.registry().keepers().iter().filter(|k| k.period.contains(day));
        // A keeper whose marker is not there is a problem that the report names.
        let kept: BTreeSet<usize> = in_force
            .filter_map(|k| {
                self.state.registry().kept_marker(self.state.border(), k, day).ok().flatten()
            })
            .collect();
        let mut tasks = Vec::new();
        for (i, marker) in self.state.border().markers().iter().enumerate() {
            if !kept.contains(&i) && marker.marker.period.contains(day) {
                tasks.push(self.marker_task(marker, nearest)?);
            }
        }
        Ok(tasks)
    }

    fn marker_task(
        &self,
        placed: &crate::border::PlacedMarker,
        nearest: usize,
    ) -> Result<MarkerTask, AssignError> {
        let marker = &placed.marker;
        let section =
            self.state.border().section_key(&marker.section).map_err(AssignError::Survey)?;
        let map = self
            .state
            .border()
            .calibration(&marker.section, self.state.survey())
            .map_err(AssignError::Survey)?;
        // The millimetre that starts where it stands; at the section's end the last one.
        let last = map.extent().to() - Length::from_mm(1);
        let here = placed.placed.ok().and_then(|placed| {
            let measure = map.measure(placed.place).min(last);
            Span::nonempty(measure, measure + Length::from_mm(1))
        });
        let may = self
            .level
            .is_some()
            .then(|| here.map_or(BTreeSet::new(), |here| self.may_take(section, here)));
        let candidates = self.sites.nearest_first(marker.at);
        let candidates = candidates.filter(|(_, v)| may.as_ref().is_none_or(|m| m.contains(v)));
        let nearest = self.nearest_of(candidates, nearest, |at| Ok(distance(at, marker.at)))?;
        let gap = |here: Span| {
            self.state.ledger().of_section(section).gaps().any(|g| g.contains(here.from()))
        };
        Ok(MarkerTask {
            section: marker.section.clone(),
            marker: marker.label.to_string(),
            at: marker.at,
            areas: here.map_or(Vec::new(), |here| self.areas_of(section, here)),
            in_gap: here.is_some_and(gap),
            nearest,
        })
    }
}
