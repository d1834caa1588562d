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
    /// Neither: on the line within a micrometre, or straight ahead of or behind one of its ends.
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
        let (arriving, leaving, foot) = match self.vertex_of(hit) {
            None => {
                let Spot::Inside(_, foot) = hit.spot else { return Side::On };
                (None, Some(heading(foot, self.runs.vertex(hit.edge + 1))), foot)
            }
            Some(vertex) => {
                let at = self.runs.vertex(vertex);
                // Seen from the vertex, the arriving edge lies behind.
                let arriving = self.edge_into(vertex).map(|edge| {
                    let behind = heading(self.runs.vertex(edge + 1), self.runs.vertex(edge));
                    Ecef(behind.0.map(|c| -c))
                });
                let leaving = self.edge_out_of(vertex);
                (arriving, leaving.map(|edge| heading(at, self.runs.vertex(edge + 1))), at)
            }
        };
        let up = foot.up();
        let towards = heading(foot, sought.ecef);
        let scale = hit.distance / up.dot(up).sqrt();
        let left_of = |way: Ecef| up.dot(way.cross(towards)) * scale;
        match (arriving, leaving) {
            (Some(arriving), Some(leaving)) => {
                let (a, b) = (left_of(arriving), left_of(leaving));
                if a * b >= 0.0 {
                    return Side::of(a + b);
                }
                // A right turn has its outside on the left.
                Side::of(-up.dot(arriving.cross(leaving)) * scale)
            }
            (Some(way), None) | (None, Some(way)) => Side::of(left_of(way)),
            (None, None) => Side::On,
        }
    }
}

/// The direction in which the geodesic to another point sets out, of length 1.
fn heading(from: Ecef, to: Ecef) -> Ecef {
    let way = to - from;
    let length_2 = way.dot(way);
    if length_2 <= CLOSE * CLOSE {
        // The chord, seen from above, is off by less than a millionth of a degree.
        let length = length_2.sqrt().max(f64::MIN_POSITIVE);
        return Ecef(way.0.map(|c| c / length));
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
