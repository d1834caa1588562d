//! From a point to its feet on the line.

use super::Polyline;
use crate::geodesy::{Edge, EdgeFoot, LonLat};
use crate::units::Place;

/// Feet closer than this to a vertex, in metres, stand on it.
const ON_VERTEX: f64 = 1e-6;

/// A place on the line from which the distance to a point grows either way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foot {
    /// Where it stands on the line.
    pub place: Place,
    /// Where it stands on the globe.
    pub at: LonLat,
    /// Its geodesic distance from the point, in metres.
    pub distance: f64,
}

impl Polyline {
    /// The place of the line nearest to a point; of several at the same distance, the first.
    ///
    /// Some ten microseconds on a line of any length.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 10.0, y: 65.0), (x: 10.2, y: 65.0)])?;
    /// let foot = line.nearest(LonLat::new(10.1, 65.01)?);
    /// assert_eq!(foot.distance.round(), 1_111.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest(&self, point: LonLat) -> Foot {
        let mut best: Option<(usize, EdgeFoot)> = None;
        for (edge, least) in self.index.by_least_distance(point) {
            if best.is_some_and(|(_, foot)| least > foot.distance) {
                break;
            }
            let foot = self.edges[edge].foot(point);
            // Edges come in the index's order: among equals the first along the line counts.
            let better = best
                .is_none_or(|(number, so_far)| (foot.distance, edge) < (so_far.distance, number));
            if better {
                best = Some((edge, foot));
            }
        }
        let (edge, foot) = best.unwrap_or((0, self.edges[0].foot(point)));
        self.foot(edge, foot)
    }

    /// All feet of a point within so many metres, in order along the line.
    ///
    /// A foot is a local minimum of the distance: one for each reach of a hairpin. At the ends of
    /// a part the line stops, so they count as well. On a ring the seam is one foot, at its start.
    pub fn feet_within(&self, point: LonLat, metres: f64) -> Vec<Foot> {
        let mut near: Vec<(usize, EdgeFoot)> = self
            .index
            .within(point, metres)
            .map(|edge| (edge, self.edges[edge].foot(point)))
            .collect();
        near.sort_unstable_by_key(|&(edge, _)| edge);
        let foot_on =
            |edge: usize| near.binary_search_by_key(&edge, |&(e, _)| e).map(|i| near[i].1);
        let mut feet = Vec::new();
        for &(edge, foot) in near.iter().filter(|(_, foot)| foot.distance <= metres) {
            let at_start = foot.along <= ON_VERTEX;
            let at_end = self.edges[edge].length() - foot.along <= ON_VERTEX;
            // On a vertex it is a minimum only if the neighbour does not come nearer. Of the two
            // edges that meet there, the second speaks for both.
            let stands = if at_start {
                self.before(edge).is_none_or(|e| foot_on(e).is_ok_and(|f| self.ends_at(e, f)))
            } else if at_end {
                self.after(edge).is_none()
            } else {
                true
            };
            if stands {
                feet.push(self.foot(edge, foot));
            }
        }
        feet
    }

    /// The edges that can lie within so many metres of a point, in order, each with the metres
    /// from the line's start to its own.
    pub(crate) fn edges_within(&self, point: LonLat, metres: f64) -> Vec<(Edge, f64)> {
        let mut near: Vec<usize> = self.index.within(point, metres).collect();
        near.sort_unstable();
        near.into_iter().map(|edge| (self.edges[edge], self.places[edge])).collect()
    }

    fn foot(&self, edge: usize, foot: EdgeFoot) -> Foot {
        let place = Place::from_trusted((self.places[edge] + foot.along).min(self.length()));
        Foot { place, at: self.edges[edge].at(foot.along), distance: foot.distance }
    }

    fn ends_at(&self, edge: usize, foot: EdgeFoot) -> bool {
        self.edges[edge].length() - foot.along <= ON_VERTEX
    }

    /// The edge that ends where `edge` starts, if the line does not begin or jump there.
    fn before(&self, edge: usize) -> Option<usize> {
        match edge {
            0 => self.ring.then_some(self.edges.len() - 1),
            _ => (!self.starts_part(edge)).then_some(edge - 1),
        }
    }

    /// The edge that starts where `edge` ends, if the line does not end or jump there.
    fn after(&self, edge: usize) -> Option<usize> {
        if edge + 1 == self.edges.len() {
            return self.ring.then_some(0);
        }
        (!self.starts_part(edge + 1)).then_some(edge + 1)
    }
}
