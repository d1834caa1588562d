//! The side of the line on which a point lies, seen in the direction of travel.

use super::Polyline;
use super::edges::{CandidateFoot, EdgePosition};
use crate::geodesy::{CLOSE, Ecef, GeoPoint, LonLat, azimuth};

/// A side of a line, seen in its direction of travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Neither: on the line within a micrometre, straight ahead of or behind one of its ends, or in
    /// front of a spike, where the line turns back on itself.
    On,
}

/// Offsets up to this, in metres, are on neither side.
const ON: f64 = 1e-6;

impl Polyline {
    /// The side of a point, from its foot.
    ///
    /// At a vertex the edge that arrives and the edge that leaves both count: in front of a sharp
    /// bend each alone can be wrong (the point lies behind the one's start line), but a point
    /// whose foot is the vertex always lies outside the bend.
    #[inline]
    pub(super) fn side(&self, candidate: &CandidateFoot, sought: &GeoPoint) -> Side {
        if candidate.distance <= ON {
            return Side::On;
        }
        let vertex = self.vertex_of(candidate);
        let (arriving, leaving, foot) = match (vertex, candidate.position) {
            (Some(vertex), _) => {
                let at = self.index.vertex(vertex);
                // Seen from the vertex, the arriving edge lies behind.
                let arriving = self.edge_into(vertex).map(|edge| {
                    let behind = heading(self.index.vertex(edge + 1), self.index.vertex(edge));
                    Ecef([0.0; 3]) - behind
                });
                let leaving = self.edge_out_of(vertex);
                (arriving, leaving.map(|edge| heading(at, self.index.vertex(edge + 1))), at)
            }
            (None, EdgePosition::Inside(_, foot)) => {
                (None, Some(heading(foot, self.index.vertex(candidate.edge + 1))), foot)
            }
            (None, _) => return Side::On,
        };
        let up = foot.up();
        let towards = heading(foot, sought.ecef);
        let turn = |from: Ecef, to: Ecef| TurnAngle::new(up, from, to);
        let side_of = |way: Ecef| turn(way, towards).side(ON / candidate.distance);
        match (arriving, leaving) {
            (Some(arriving), Some(leaving)) => match (side_of(arriving), side_of(leaving)) {
                (a, b) if a == b => a,
                (Side::On, side) | (side, Side::On) => side,
                // The outside of a right turn is on the left.
                _ => match turn(arriving, leaving).side(1e-12) {
                    Side::Right => Side::Left,
                    Side::Left => Side::Right,
                    Side::On => Side::On,
                },
            },
            (Some(way), None) | (None, Some(way)) => side_of(way),
            (None, None) => Side::On,
        }
    }
}

/// The angle between two directions, seen from above.
struct TurnAngle {
    /// Its sine, positive to the left, times the root of the scale.
    product: f64,
    scale: f64,
}

impl TurnAngle {
    fn new(up: Ecef, from: Ecef, to: Ecef) -> Self {
        let scale = up.dot(up) * from.dot(from) * to.dot(to);
        Self { product: up.dot(from.cross(to)), scale }
    }

    /// The side it turns to; `On` where its sine is at most `least`.
    fn side(&self, least: f64) -> Side {
        if self.product * self.product <= least * least * self.scale {
            Side::On
        } else if self.product > 0.0 {
            Side::Left
        } else {
            Side::Right
        }
    }
}

/// The direction in which the geodesic to another point sets out, of any length.
#[inline]
fn heading(from: Ecef, to: Ecef) -> Ecef {
    let way = to - from;
    if way.dot(way) <= CLOSE * CLOSE {
        // The chord, seen from above, is off by less than a millionth of a degree.
        return way;
    }
    let (a, b): (LonLat, LonLat) = (from.lon_lat(), to.lon_lat());
    let (sin, cos) = azimuth(a, b).to_radians().sin_cos();
    let (sin_lat, cos_lat) = a.lat().to_radians().sin_cos();
    let (sin_lon, cos_lon) = a.lon().to_radians().sin_cos();
    Ecef([
        -cos * sin_lat * cos_lon - sin * sin_lon,
        -cos * sin_lat * sin_lon + sin * cos_lon,
        cos * cos_lat,
    ])
}
