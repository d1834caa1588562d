//! From a point to all its feet on the line.

use super::boxes::RUN;
use super::edges::{Hit, Spot};
use super::{Polyline, Side};
use crate::geodesy::{Ecef, Edge, GeoPoint, LonLat, longest_straight};
use crate::tolerance::close_by;
use crate::units::Place;

/// A place on the line from which the distance to a point grows either way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foot {
    /// Where it stands on the line.
    pub place: Place,
    /// Where it stands on the globe.
    pub at: LonLat,
    /// Its geodesic distance from the point, in metres.
    pub distance: f64,
    /// On which side of the direction of travel the point lies.
    pub side: Side,
}

// In metres. The side is left out: close to the line, rounding decides it.
close_by!(Foot, |a: &Foot, b: &Foot| [
    (a.place.metres(), b.place.metres()),
    (crate::geodesy::distance(a.at, b.at), 0.0),
    (a.distance, b.distance),
]);

impl Polyline {
    /// All feet of a point within so many metres, in order along the line.
    ///
    /// A foot is a local minimum of the distance: one for each reach of a hairpin. At the ends of
    /// a part the line stops, so they count as well. On a ring the seam is one foot, at its start.
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
    pub fn feet_within(&self, point: LonLat, metres: f64) -> Vec<Foot> {
        self.feet_from(point, 0, metres)
    }

    /// The feet of a point within so many metres that stand at a place or behind it, in order
    /// along the line: where a line comes near itself, a walk along it asks for the next foot.
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
        self.runs.within(0, sought.ecef, reach, &mut |run| {
            if (run + 1) * RUN <= first {
                return true;
            }
            for edge in self.runs.may_hold_feet(run, sought.ecef, reach) {
                if edge < first {
                    continue;
                }
                let hit = self.hit(edge, &sought);
                if hit.distance <= metres && self.stands(&hit, &sought) {
                    feet.push(self.foot(&hit, &sought));
                }
            }
            true
        });
        feet
    }

    /// Whether the line can come within so many metres of a point; its boxes are looked at alone.
    pub(crate) fn may_come_within(&self, point: LonLat, metres: f64) -> bool {
        let (centre, reach) = (Ecef::from(point), longest_straight(metres) + 1e-6);
        let mut may = false;
        self.runs.within(0, centre, reach, &mut |_| {
            may = true;
            false
        });
        may
    }

    /// The edges that can lie within so many metres of a point, in order, each with the metres
    /// from the line's start to its own.
    pub(crate) fn edges_within(&self, point: LonLat, metres: f64) -> Vec<(Edge, f64)> {
        let (centre, reach) = (Ecef::from(point), longest_straight(metres) + 1e-6);
        let mut near = Vec::new();
        self.runs.within(0, centre, reach, &mut |run| {
            let edges = self.runs.may_come_near(run, centre, reach);
            near.extend(edges.filter_map(|e| Some((self.slow_edge(e)?, self.places[e]))));
            true
        });
        near
    }

    /// Whether a foot on an edge is one of the line. On a vertex it is only if the neighbour does
    /// not come nearer; of the two edges that meet there, the second speaks for both.
    fn stands(&self, hit: &Hit, sought: &GeoPoint) -> bool {
        match hit.spot {
            Spot::Inside(..) => true,
            Spot::Start => {
                self.edge_into(hit.edge).is_none_or(|edge| self.hit(edge, sought).spot == Spot::End)
            }
            Spot::End => self.edge_out_of(hit.edge + 1).is_none(),
        }
    }

    #[inline]
    pub(super) fn foot(&self, hit: &Hit, sought: &GeoPoint) -> Foot {
        let (place, at) = match (self.vertex_of(hit), hit.spot) {
            (Some(vertex), _) => (self.places[vertex], self.vertices[vertex]),
            (None, Spot::Inside(along, at)) => {
                (self.places[hit.edge] + along, self.known(hit.edge).lon_lat_of(at))
            }
            (None, _) => (self.places[hit.edge], self.vertices[hit.edge]),
        };
        let place = Place::from_trusted(place.min(self.length()));
        Foot { place, at, distance: hit.distance, side: self.side(hit, sought) }
    }
}
