//! On which side of the direction of travel a point lies.

use super::Polyline;
use super::edges::{Hit, Sought, Spot};
use crate::geodesy::{CLOSE, Ecef, LonLat, azimuth};

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

impl Side {
    /// Positive offsets lie to the left.
    fn of(offset: f64) -> Self {
        if offset > ON {
            Self::Left
        } else if offset < -ON {
            Self::Right
        } else {
            Self::On
        }
    }

    /// The outer side of a bend by the sine of its turn, which is positive to the left; none
    /// where the line turns back on itself.
    fn outside(turn: f64) -> Self {
        if turn > 1e-12 {
            Self::Right
        } else if turn < -1e-12 {
            Self::Left
        } else {
            Self::On
        }
    }
}

impl Polyline {
    /// The side of a point whose foot is known.
    ///
    /// At a vertex the edge that arrives and the edge that leaves both count: in front of a sharp
    /// bend each alone can be wrong (the point lies behind the one's start line), but a point
    /// whose foot is the vertex always lies outside the bend.
    pub(super) fn side(&self, hit: &Hit, sought: &Sought) -> Side {
        if hit.distance <= ON {
            return Side::On;
        }
        let vertex = self.vertex_of(hit);
        let (arriving, leaving, foot) = match (vertex, hit.spot) {
            (Some(vertex), _) => {
                let at = self.runs.vertex(vertex);
                // Seen from the vertex, the arriving edge lies behind.
                let arriving = self.edge_into(vertex).map(|edge| {
                    let behind = heading(self.runs.vertex(edge + 1), self.runs.vertex(edge));
                    Ecef([0.0; 3]) - behind
                });
                let leaving = self.edge_out_of(vertex);
                (arriving, leaving.map(|edge| heading(at, self.runs.vertex(edge + 1))), at)
            }
            (None, Spot::Inside(_, foot)) => {
                (None, Some(heading(foot, self.runs.vertex(hit.edge + 1))), foot)
            }
            (None, _) => return Side::On,
        };
        let up = foot.up();
        let towards = heading(foot, sought.ecef);
        // The sine of the angle from one direction to another, positive to the left.
        let sine = |from: Ecef, to: Ecef| {
            let scale = up.dot(up) * from.dot(from) * to.dot(to);
            up.dot(from.cross(to)) / scale.max(f64::MIN_POSITIVE).sqrt()
        };
        let left_of = |way: Ecef| sine(way, towards) * hit.distance;
        match (arriving, leaving) {
            (Some(arriving), Some(leaving)) => {
                let (a, b) = (left_of(arriving), left_of(leaving));
                if a * b >= 0.0 || a.abs().max(b.abs()) <= ON {
                    return Side::of(a + b);
                }
                // A right turn has its outside on the left.
                Side::outside(sine(arriving, leaving))
            }
            (Some(way), None) | (None, Some(way)) => Side::of(left_of(way)),
            (None, None) => Side::On,
        }
    }
}

/// The direction in which the geodesic to another point sets out, of any length.
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
