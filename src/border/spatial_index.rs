//! Indexes over all sections and markers of a border, in Earth-centred coordinates.
//!
//! A straight distance never exceeds the geodesic one, so what a search prunes by it is farther on
//! the ground, too: poles and the antimeridian need no special case.

use std::collections::BTreeSet;
use std::ops::Range;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::PlacedMarker;
use crate::geodesy::{Ecef, LonLat, distance, longest_straight};
use crate::key::SectionKey;
use crate::line::{Bounds, Foot, Section};

/// Boxes around one section: enough that the box of a long diagonal line is not the whole country,
/// few enough that thousands of sections are indexed in milliseconds.
const BOXES: usize = 16;

/// Added to straight distances, in metres: more than the rounding of coordinates.
const ROUNDING: f64 = 1e-6;

/// A box around some edges of a section: the section's index and the edges.
type SectionBox = GeomWithData<Rectangle<[f64; 3]>, (SectionKey, Range<usize>)>;

/// Which sections come near a point or a box.
#[derive(Debug)]
pub(super) struct SectionIndex(RTree<SectionBox>);

impl SectionIndex {
    pub(super) fn new(sections: &[Section]) -> Self {
        let boxes = SectionKey::each(sections).flat_map(|(key, section)| {
            let bounded = section.line().bounds(BOXES).into_iter();
            bounded.map(move |(edges, Bounds { low, high })| {
                SectionBox::new(Rectangle::from_corners(low, high), (key, edges))
            })
        });
        Self(RTree::bulk_load(boxes.collect()))
    }

    /// The section that is nearest to a point, and the foot on it: no farther than `metres`, and
    /// of several at the same distance the first.
    pub(super) fn nearest(
        &self,
        sections: &[Section],
        point: LonLat,
        metres: f64,
    ) -> Option<(SectionKey, Foot)> {
        if let [only] = sections {
            return Some((SectionKey::new(0), only.line().nearest(point)))
                .filter(|near| near.1.distance <= metres);
        }
        let Ecef(centre) = Ecef::from(point);
        let mut nearest: Option<(SectionKey, Foot)> = None;
        let mut limit = metres;
        let mut searched: Vec<SectionKey> = Vec::new();
        for (found, square) in self.0.nearest_neighbor_iter_with_distance_2(centre) {
            let reach = longest_straight(limit) + ROUNDING;
            if metres.is_nan() || square > reach * reach {
                break;
            }
            let section = found.data.0;
            if searched.contains(&section) {
                continue;
            }
            searched.push(section);
            let Some(foot) = sections[section].line().nearest_within(point, limit) else {
                continue;
            };
            let nearer = nearest.is_none_or(|(i, best)| {
                foot.distance < best.distance || foot.distance == best.distance && section < i
            });
            if nearer {
                nearest = Some((section, foot));
                limit = foot.distance;
            }
        }
        nearest
    }

    /// The sections that can come within `metres` of a point, in their order.
    pub(super) fn near(&self, point: LonLat, metres: f64) -> BTreeSet<SectionKey> {
        let reach = longest_straight(metres) + ROUNDING;
        if metres.is_nan() || metres < 0.0 {
            return BTreeSet::new();
        }
        let Ecef(centre) = Ecef::from(point);
        let found = self.0.locate_within_distance(centre, reach * reach);
        found.map(|found| found.data.0).collect()
    }

    /// The sections behind one in their order whose boxes meet one of its boxes.
    pub(super) fn beside(&self, key: SectionKey, section: &Section) -> BTreeSet<SectionKey> {
        let boxes = section.line().bounds(BOXES).into_iter();
        let met = boxes.flat_map(|(_, bounds)| self.meeting(&bounds));
        met.map(|(other, _)| other).filter(|other| *other > key).collect()
    }

    /// The sections and their edges that can run through a box, in their order.
    pub(super) fn meeting(&self, bounds: &Bounds) -> Vec<(SectionKey, Range<usize>)> {
        let envelope = AABB::from_corners(bounds.low, bounds.high);
        let found = self.0.locate_in_envelope_intersecting(envelope);
        let mut met: Vec<_> = found.map(|found| found.data.clone()).collect();
        met.sort_by_key(|(section, edges)| (*section, edges.start));
        met
    }
}

/// Which markers stand near a point.
#[derive(Debug)]
pub(super) struct MarkerIndex(RTree<GeomWithData<[f64; 3], usize>>);

impl MarkerIndex {
    pub(super) fn new(markers: &[PlacedMarker]) -> Self {
        let points = markers.iter().enumerate();
        let points = points.map(|(i, placed)| GeomWithData::new(Ecef::from(placed.marker.at).0, i));
        Self(RTree::bulk_load(points.collect()))
    }

    /// The markers within `metres` of a point by their indexes, each with its distance, nearest
    /// first.
    pub(super) fn within(
        &self,
        markers: &[PlacedMarker],
        point: LonLat,
        metres: f64,
    ) -> Vec<(usize, f64)> {
        let reach = longest_straight(metres) + ROUNDING;
        if metres.is_nan() || metres < 0.0 {
            return Vec::new();
        }
        let Ecef(centre) = Ecef::from(point);
        let found = self.0.locate_within_distance(centre, reach * reach);
        let measured =
            found.map(|found| (found.data, distance(markers[found.data].marker.at, point)));
        let mut within: Vec<_> = measured.filter(|(_, far)| *far <= metres).collect();
        within.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        within
    }
}
