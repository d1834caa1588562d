//! What is left to do: gaps and unregistered markers, with the villages near them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AssignError, Assigner, to_the_millimetre};
use crate::border::{PlacedMarker, Stretch};
use crate::geodesy::{LonLat, distance};
use crate::id::{AreaId, SectionId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::span::Span;
use crate::units::{Length, Place, Share, metres};

/// How much a village keeps, and how much more it could.
///
/// See [`Assigner::load`] for an example.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Load {
    /// What it keeps.
    pub kept: Length,
    /// The same for each household; none where their number is not known.
    pub per_household: Option<Length>,
    /// What it could still take; none where its capacity is not known. Below zero where it keeps
    /// more than its capacity.
    pub capacity_left: Option<Length>,
}

/// A village near a gap or marker.
///
/// ```
/// use border_coverage::assign::NearVillage;
/// let json = r#"{"village":"ta-kho","distance_m":2422.429}"#;
/// let near: NearVillage = serde_json::from_str(json)?;
/// assert_eq!(near.distance.mm(), 2_422_429);
/// assert_eq!(serde_json::to_string(&near)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NearVillage {
    /// The village.
    pub village: VillageId,
    /// The geodesic from it to the nearest place of the gap; `distance_m` in JSON, in metres.
    #[serde(rename = "distance_m", with = "metres")]
    pub distance: Length,
}

/// A maximal stretch that nobody keeps.
///
/// Its form in JSON is that of a row of `gaps` in `report.json`.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::assign::Gap;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let gaps: Vec<Gap> = data.state(None, None)?.assigner().gaps(3)?;
/// assert_eq!((gaps.len(), gaps[0].stretch.length().mm()), (15, 1_641_740));
/// assert_eq!(gaps[0].nearest[0].village.as_str(), "leng-su-sin-3");
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Gap {
    /// Where it lies, in the state's survey.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// The areas that answer for any of it.
    pub areas: Vec<AreaId>,
    /// The nearest villages that may take it, nearest first.
    pub nearest: Vec<NearVillage>,
}

/// A gap in the order in which gaps should be closed.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::assign::GapTask;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let list = data.state(None, None)?.assigner().work_list(0)?;
/// let first: &GapTask = &list.gaps[0];
/// assert_eq!((first.rank, first.gap.stretch.length().mm()), (1, 5_797_756));
/// assert_eq!(first.registered_after.mm(), 365_861_000 + 5_797_756);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GapTask {
    /// 1 for the gap to close first: that order raises coverage fastest.
    pub rank: usize,
    /// The gap.
    pub gap: Gap,
    /// Who keeps the stretch that ends where it starts.
    pub before: Vec<VillageId>,
    /// Who keeps the stretch that starts where it ends.
    pub behind: Vec<VillageId>,
    /// The registered length of the line once this gap and those of lower rank are closed.
    pub registered_after: Length,
    /// The same as a share.
    pub share_after: Share,
}

/// A marker that no household or person keeps.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::assign::MarkerTask;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let list = data.state(None, None)?.assigner().work_list(1)?;
/// let first: &MarkerTask = &list.markers[0];
/// assert_eq!((list.markers.len(), first.nearest.len()), (14, 1));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MarkerTask {
    /// The section.
    pub section: SectionId,
    /// The marker's label.
    pub marker: String,
    /// Where it stands.
    pub at: LonLat,
    /// The areas that answer for its place; none where it has no place.
    pub areas: Vec<AreaId>,
    /// Whether nobody keeps the line where it stands either.
    pub in_gap: bool,
    /// The nearest villages that may take it, nearest first.
    pub nearest: Vec<NearVillage>,
}

/// All that is left to do.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::assign::WorkList;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let list: WorkList = data.state(None, None)?.assigner().work_list(3)?;
/// assert_eq!((list.gaps.len(), list.markers.len()), (15, 14));
/// assert_eq!(list.gaps_to_reach(0.95), Some(4));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WorkList {
    /// The gaps by rank, the longest first.
    pub gaps: Vec<GapTask>,
    /// The unregistered markers, in the order of the border.
    pub markers: Vec<MarkerTask>,
}

impl WorkList {
    /// The number of gaps to close, in order of rank, until a share of the line is registered;
    /// none where all of them are not enough.
    ///
    /// `share` is a fraction: 0.95 for 95 %.
    #[must_use]
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
        let mut gaps = self.gap_spans();
        gaps.sort_by_key(|&(section, gap)| (Reverse(gap.length()), section, gap));
        let line = self.state.ledger().line();
        let mut registered = line.registered();
        let mut tasks = Vec::with_capacity(gaps.len());
        for (i, (section, span)) in gaps.into_iter().enumerate() {
            registered += span.length();
            let (before, behind) = self.neighbours(section, span);
            tasks.push(GapTask {
                rank: i + 1,
                gap: self.gap(section, span, nearest)?,
                before: self.state.village_ids(&before),
                behind: self.state.village_ids(&behind),
                registered_after: registered,
                share_after: Share::of(registered, line.total()),
            });
        }
        Ok(WorkList { gaps: tasks, markers: self.marker_tasks(nearest)? })
    }

    /// Every gap, in order along the sections, with the `nearest` villages that may take it.
    ///
    /// Takes time by gaps and villages, and the vertices of the gaps for the villages near them.
    ///
    /// # Errors
    /// Were there a fault in the library, when a gap does not lie on its section.
    pub fn gaps(&self, nearest: usize) -> Result<Vec<Gap>, AssignError> {
        let spans = self.gap_spans().into_iter();
        spans.map(|(section, span)| self.gap(section, span, nearest)).collect()
    }

    fn gap(&self, section: SectionKey, span: Span, nearest: usize) -> Result<Gap, AssignError> {
        Ok(Gap {
            stretch: self.stretch(section, span)?,
            areas: self.areas_of(section, span),
            nearest: self.near_stretch(section, span, nearest)?,
        })
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

    /// The `count` nearest villages that may take any of a stretch, by their distance from its
    /// nearest place.
    ///
    /// # Errors
    /// When there is no such section, or the stretch does not lie on it.
    pub fn nearest_to(
        &self,
        section: &SectionId,
        stretch: Span,
        count: usize,
    ) -> Result<Vec<NearVillage>, AssignError> {
        let section = self.state.border().section_key(section).map_err(AssignError::Survey)?;
        self.near_stretch(section, stretch, count)
    }

    fn near_stretch(
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

    /// Of candidates, in the order of the lower bounds of their distances, the `count` nearest
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
        let near = |(metres, village)| NearVillage {
            village: self.village_id(village),
            distance: to_the_millimetre(metres),
        };
        Ok(found.into_iter().map(near).collect())
    }

    /// The villages that may take any of a stretch, in order.
    fn may_take(&self, section: SectionKey, stretch: Span) -> BTreeSet<VillageKey> {
        let pieces = self.eligible(section, stretch);
        pieces.iter().flat_map(|piece| piece.villages.iter().copied()).collect()
    }

    /// How much a village keeps, and how much more it could; none for an unknown village.
    ///
    /// ```
    /// use border_coverage::{DataSet, VillageId};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let assigner = data.state(None, None)?.assigner();
    /// let load = assigner.load(&VillageId::new("na-u-1")?).expect("a village");
    /// assert_eq!(load.kept.mm(), 2_493_365);
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    #[must_use]
    pub fn load(&self, village: &VillageId) -> Option<Load> {
        let key = self.state.registry().village_key(village)?;
        let [kept, ..] = self.state.ledger().lengths_of(key);
        let village = self.state.registry().village_at(key);
        let households = village.households.filter(|households| *households > 0);
        let per_household = |households: u32| kept.metres() / f64::from(households);
        Some(Load {
            kept,
            per_household: households.map(|n| to_the_millimetre(per_household(n))),
            capacity_left: village.capacity.map(|capacity| capacity - kept),
        })
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
        placed: &PlacedMarker,
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
