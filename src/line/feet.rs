//! From a point to all its feet on the line.

use super::boxes::RUN;
use super::edges::{CandidateFoot, EdgePosition};
use super::{Polyline, Side};
use crate::geodesy::{Ecef, Edge, GeoPoint, LonLat, longest_straight};
use crate::tolerance::close_by;
use crate::units::Place;

/// A foot of a point on the line: a place from which the distance grows in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Foot {
    /// Its place on the line.
    pub place: Place,
    /// The index of the part of the line on which it stands: where two parts meet, the end of one
    /// and the start of the next have the same place.
    pub part: usize,
    /// Its point on the globe.
    pub at: LonLat,
    /// Its geodesic distance from the point, in metres.
    pub distance: f64,
    /// The side of the direction of travel on which the point lies.
    pub side: Side,
}

// In metres. The side is left out: close to the line, rounding decides it.
close_by!(Foot, |a: &Foot, b: &Foot| [
    (a.place.metres(), b.place.metres()),
    (crate::geodesy::distance(a.at, b.at), 0.0),
    (a.distance, b.distance),
]);

impl Polyline {
    /// All feet of a point within `metres`, in order along the line.
    ///
    /// A foot is a local minimum of the distance: one for each reach of a hairpin. The ends of a
    /// part count as well. On a ring the seam is one foot, at its start.
    /// As exact as [`nearest`](Self::nearest); takes some nanoseconds for each edge within reach.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use border_coverage::line::Side;
    /// use geo_types::line_string;
    /// let hairpin = Polyline::try_from(&line_string![
    ///     (x: 102.0, y: 22.0), (x: 102.1, y: 22.0), (x: 102.1, y: 22.01), (x: 102.0, y: 22.01),
    /// ])?;
    /// let feet = hairpin.feet_within(LonLat::new(102.05, 22.004)?, 1_000.0);
    /// let distances: Vec<f64> = feet.iter().map(|foot| foot.distance.round()).collect();
    /// assert_eq!(distances, [442.0, 665.0]);
    /// assert!(feet.iter().all(|foot| foot.side == Side::Left));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn feet_within(&self, point: LonLat, metres: f64) -> Vec<Foot> {
        self.feet_from(point, 0, metres)
    }

    /// The feet of a point within `metres` that stand at `place` or behind it, in order along the
    /// line: the next foot, for a walk along a line that approaches itself.
    ///
    /// ```
    /// use border_coverage::{LonLat, Place, Polyline};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![
    ///     (x: 102.0, y: 22.0), (x: 102.1, y: 22.0), (x: 102.1, y: 22.01), (x: 102.0, y: 22.01),
    /// ])?;
    /// let feet = line.feet_after(LonLat::new(102.05, 22.004)?, Place::new(10_000.0)?, 1_000.0);
    /// assert_eq!(feet.len(), 1);
    /// assert_eq!(feet[0].distance.round(), 665.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn feet_after(&self, point: LonLat, place: Place, metres: f64) -> Vec<Foot> {
        let edge = self.places.partition_point(|&p| p < place.metres()).saturating_sub(1);
        let mut feet = self.feet_from(point, edge, metres);
        feet.retain(|foot| foot.place >= place);
        feet
    }

    fn feet_from(&self, point: LonLat, first: usize, metres: f64) -> Vec<Foot> {
        let sought = GeoPoint::from(point);
        let reach = longest_straight(metres) + 1e-6;
        let mut feet = Vec::new();
        if metres.is_nan() || metres < 0.0 {
            return feet;
        }
        self.index.within(0, sought.ecef, reach, &mut |run| {
            if (run + 1) * RUN <= first {
                return true;
            }
            for edge in self.index.may_hold_feet(run, sought.ecef, reach) {
                if edge < first {
                    continue;
                }
                let candidate = self.candidate_on(edge, &sought);
                if candidate.distance <= metres && self.stands(&candidate, &sought) {
                    feet.push(self.foot(&candidate, &sought));
                }
            }
            true
        });
        feet
    }

    /// The edges that can lie within `metres` of a point, in order, each with the metres from the
    /// line's start to the edge's.
    pub(crate) fn edges_within(&self, point: LonLat, metres: f64) -> Vec<(Edge, f64)> {
        let (centre, reach) = (Ecef::from(point), longest_straight(metres) + 1e-6);
        let mut near = Vec::new();
        self.index.within(0, centre, reach, &mut |run| {
            let edges = self.index.may_come_near(run, centre, reach);
            near.extend(edges.filter_map(|e| Some((self.slow_edge(e)?, self.places[e]))));
            true
        });
        near
    }

    /// Whether a candidate is a foot of the line. On a vertex it is one only if the neighbouring
    /// edge does not come nearer; the edge that leaves the vertex reports it, never both.
    fn stands(&self, candidate: &CandidateFoot, sought: &GeoPoint) -> bool {
        match candidate.position {
            EdgePosition::Inside(..) => true,
            EdgePosition::Start => self
                .edge_into(candidate.edge)
                .is_none_or(|edge| self.candidate_on(edge, sought).position == EdgePosition::End),
            EdgePosition::End => self.edge_out_of(candidate.edge + 1).is_none(),
        }
    }

    #[inline]
    pub(super) fn foot(&self, candidate: &CandidateFoot, sought: &GeoPoint) -> Foot {
        let (place, at) = match (self.vertex_of(candidate), candidate.position) {
            (Some(vertex), _) => (self.places[vertex], self.vertices[vertex]),
            (None, EdgePosition::Inside(along, at)) => {
                (self.places[candidate.edge] + along, self.known(candidate.edge).lon_lat_of(at))
            }
            (None, _) => (self.places[candidate.edge], self.vertices[candidate.edge]),
        };
        let place = Place::from_trusted(place.min(self.length()));
        let part = self.parts.partition_point(|&first| first <= candidate.edge).saturating_sub(1);
        Foot { place, part, at, distance: candidate.distance, side: self.side(candidate, sought) }
    }
}

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_abs_diff_ne};

    use super::*;

    #[test]
    fn feet_are_close_in_metres_on_either_side() {
        let at = LonLat::new(102.0, 22.0).unwrap();
        let foot = Foot { place: Place::START, part: 0, at, distance: 0.0, side: Side::On };
        // A hundred-thousandth of a degree of latitude is 1.1 m.
        let moved = Foot { at: LonLat::new(102.0, 22.000_01).unwrap(), ..foot };
        assert_abs_diff_eq!(foot, moved, epsilon = 1.2);
        assert_abs_diff_ne!(foot, moved, epsilon = 1.0);
        assert_abs_diff_eq!(foot, Foot { side: Side::Left, ..foot });
        assert_abs_diff_ne!(foot, Foot { distance: 2.0, ..foot }, epsilon = 1.0);
        let along = Foot { place: Place::new(2.0).unwrap(), ..foot };
        assert_abs_diff_ne!(foot, along, epsilon = 1.0);
    }
}
