//! One geodesic edge of a line, and the foot of a point on it.

use geographiclib_rs::{DirectGeodesic, InverseGeodesic};
use thiserror::Error;

use super::{Ecef, LonLat, WGS84, distance};
use crate::tolerance::close_by;

/// The longest edge, in metres: a quarter of the globe's circumference. So far the shortest path
/// is unique and well conditioned; between nearly antipodal points it is neither (Karney 2013).
const MAX_EDGE: f64 = 10_000_000.0;

/// From this distance on, in metres, Newton's steps may diverge. At 10,000 km, a quarter of the
/// globe, the distance to a point stops being convex along an edge.
const FAR: f64 = 9_000_000.0;

/// The number of parts of an edge that are searched for the foot of a point so far away.
const PARTS: u32 = 32;

/// The mean radius of the Earth (IUGG), in metres, for the spherical triangle of a Newton step.
/// The error of the sphere vanishes with the step.
const MEAN_RADIUS: f64 = 6_371_008.8;

/// Why there is no edge between two points.
///
/// ```
/// use border_coverage::LonLat;
/// use border_coverage::geodesy::{Edge, EdgeError};
/// let error = Edge::new(LonLat::new(0.0, 0.0)?, LonLat::new(179.0, 0.0)?).unwrap_err();
/// assert!(matches!(error, EdgeError::TooLong(metres) if metres > 19_000_000.0));
/// # Ok::<(), border_coverage::geodesy::LonLatError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum EdgeError {
    /// Longer than 10,000 km, with this length in metres.
    #[error(
        "the edge from one vertex to the next is {0:.0} m long, but the shortest path is certain \
         only up to 10,000 km: add vertices"
    )]
    TooLong(f64),
}

/// The geodesic from one point to another, at most 10,000 km long.
///
/// ```
/// use border_coverage::LonLat;
/// use border_coverage::geodesy::Edge;
/// let edge = Edge::new(LonLat::new(102.0, 22.0)?, LonLat::new(102.1, 22.0)?)?;
/// let foot = edge.foot(LonLat::new(102.05, 22.01)?);
/// approx::assert_abs_diff_eq!(foot.along, edge.length() / 2.0, epsilon = 0.001);
/// approx::assert_abs_diff_eq!(foot.distance, 1_106.46, epsilon = 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    start: LonLat,
    end: LonLat,
    /// Degrees clockwise from north at the start.
    azimuth: f64,
    length: f64,
}

/// The foot of a point on an edge: the nearest point of the edge.
///
/// ```
/// use border_coverage::LonLat;
/// use border_coverage::geodesy::Edge;
/// let edge = Edge::new(LonLat::new(102.0, 22.0)?, LonLat::new(102.1, 22.0)?)?;
/// let beyond = edge.foot(LonLat::new(102.2, 22.0)?);
/// assert_eq!(beyond.along, edge.length());
/// assert_eq!(beyond.distance.round(), 10_326.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct EdgeFoot {
    /// Metres from the edge's start, within `0..=length`.
    pub along: f64,
    /// Geodesic distance from the point, in metres.
    pub distance: f64,
}

// In metres.
close_by!(EdgeFoot, |a: &EdgeFoot, b: &EdgeFoot| [(a.along, b.along), (a.distance, b.distance)]);

impl Edge {
    /// The geodesic from `start` to `end`.
    ///
    /// # Errors
    /// When it is longer than 10,000 km.
    pub fn new(start: LonLat, end: LonLat) -> Result<Self, EdgeError> {
        let (length, azimuth, _, _): (f64, f64, f64, f64) =
            WGS84.inverse(start.lat(), start.lon(), end.lat(), end.lon());
        if length > MAX_EDGE {
            return Err(EdgeError::TooLong(length));
        }
        Ok(Self { start, end, azimuth, length })
    }

    /// The first vertex.
    pub fn start(&self) -> LonLat {
        self.start
    }

    /// The last vertex.
    pub fn end(&self) -> LonLat {
        self.end
    }

    /// Its length in metres.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// The point at a distance in metres from its start. Distances out of range yield its ends.
    pub fn at(&self, along: f64) -> LonLat {
        if along <= 0.0 {
            self.start
        } else if along >= self.length {
            self.end
        } else {
            self.heading_at(along).0
        }
    }

    /// The point at `along`, and the edge's azimuth there in degrees.
    fn heading_at(&self, along: f64) -> (LonLat, f64) {
        let (lat, lon, azimuth): (f64, f64, f64) =
            WGS84.direct(self.start.lat(), self.start.lon(), self.azimuth, along);
        (LonLat::from_geodesic(lat, lon), azimuth)
    }

    /// The foot of `point`: the nearest point of the edge.
    ///
    /// Exact to well under a millimetre for points within some hundred kilometres; takes about
    /// 5 µs. Starts at the foot on the chord and moves by the spherical right triangle until the
    /// steps vanish (S. Baselga and J. C. Martínez-Llario, *Intersection and point-to-line
    /// solutions for geodesics on the ellipsoid*, Stud. Geophys. Geod. 62, 2018). For points
    /// farther than 9,000 km the edge is searched. The distance is as exact there, but changes so
    /// little along the edge that the position of the foot is not.
    pub fn foot(&self, point: LonLat) -> EdgeFoot {
        let mut foot = EdgeFoot { along: self.chord_fraction(point) * self.length, distance: 0.0 };
        // Steps shrink quadratically: a handful reaches 0.1 µm, where rounding begins.
        for _ in 0..16 {
            let (at, heading) = self.heading_at(foot.along);
            let (distance, towards, _, _): (f64, f64, f64, f64) =
                WGS84.inverse(at.lat(), at.lon(), point.lat(), point.lon());
            foot.distance = distance;
            let (sin_d, cos_d) = (distance / MEAN_RADIUS).sin_cos();
            let step = MEAN_RADIUS * (sin_d * (towards - heading).to_radians().cos()).atan2(cos_d);
            let next = (foot.along + step).clamp(0.0, self.length);
            if (next - foot.along).abs() < 1e-7 {
                break;
            }
            foot.along = next;
        }
        if foot.distance < FAR { foot } else { self.foot_from_afar(point, foot) }
    }

    /// The nearer of a foot and the result of a search along the edge.
    ///
    /// Around a quarter of the globe's circumference the distance hardly changes along an edge;
    /// beyond, it is concave. Newton's steps may go to the wrong end there.
    fn foot_from_afar(&self, point: LonLat, foot: EdgeFoot) -> EdgeFoot {
        let foot_at = |along: f64| EdgeFoot { along, distance: distance(self.at(along), point) };
        let part = self.length / f64::from(PARTS);
        let samples = (0..=PARTS).map(|i| foot_at((part * f64::from(i)).min(self.length)));
        // The steps may have stopped after `along` moved and before `distance` followed.
        let foot = foot_at(foot.along);
        let nearest = samples.fold(foot, |a, b| if b.distance < a.distance { b } else { a });
        // Between the neighbours of the nearest sample the distance has one minimum.
        let mut low = (nearest.along - part).max(0.0);
        let mut high = (nearest.along + part).min(self.length);
        while high - low > 1e-3 {
            let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if foot_at(a).distance <= foot_at(b).distance { high = b } else { low = a }
        }
        let found = foot_at((low + high) / 2.0);
        if found.distance < nearest.distance { found } else { nearest }
    }

    /// The projection of a point on the chord: 0 at its start, 1 at its end.
    fn chord_fraction(&self, point: LonLat) -> f64 {
        let (start, end) = (Ecef::from(self.start), Ecef::from(self.end));
        let chord = end - start;
        let squared = chord.dot(chord);
        if squared == 0.0 {
            return 0.0;
        }
        ((Ecef::from(point) - start).dot(chord) / squared).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::distance;
    use approx::{AbsDiffEq, assert_abs_diff_eq};
    use proptest::prelude::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    /// The oracle: ternary search on the geodesic distance.
    fn foot_by_search(edge: &Edge, point: LonLat) -> EdgeFoot {
        let (mut low, mut high) = (0.0, edge.length());
        while high - low > 1e-5 {
            let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if distance(edge.at(a), point) <= distance(edge.at(b), point) {
                high = b;
            } else {
                low = a;
            }
        }
        let along = (low + high) / 2.0;
        EdgeFoot { along, distance: distance(edge.at(along), point) }
    }

    /// A point `metres` from `from` in the direction `azimuth`.
    fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
        let (lat, lon): (f64, f64) = WGS84.direct(from.lat(), from.lon(), azimuth, metres);
        LonLat::from_geodesic(lat, lon)
    }

    fn anywhere() -> impl Strategy<Value = LonLat> {
        let special = prop_oneof![Just(-90.0), Just(90.0), Just(0.0), Just(89.9999)];
        let lat = prop_oneof![4 => -90.0..=90.0_f64, 1 => special];
        let lon = prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => Just(-180.0)];
        (lon, lat).prop_map(|(lon, lat)| p(lon, lat))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_foot_is_the_nearest_point_of_the_edge(
            start in anywhere(), heading in 0.0..360.0_f64, length in 0.0..10_000.0_f64,
            bearing in 0.0..360.0_f64, offset in 0.0..10_000.0_f64,
        ) {
            let edge = Edge::new(start, away(start, heading, length)).unwrap();
            let point = away(start, bearing, offset);
            let (foot, twin) = (edge.foot(point), foot_by_search(&edge, point));
            // The search finds the position less exactly, as the distance is flat around the foot.
            prop_assert!(foot.distance <= twin.distance + 1e-7);
            let own = distance(edge.at(foot.along), point);
            prop_assert!(own.abs_diff_eq(&foot.distance, 1e-6), "{own} {}", foot.distance);
        }

        #[test]
        fn no_point_of_a_long_edge_is_nearer_than_the_foot(
            start in anywhere(), heading in 0.0..360.0_f64, length in 0.0..9_900_000.0_f64,
            point in anywhere(),
        ) {
            let edge = Edge::new(start, away(start, heading, length)).unwrap();
            let foot = edge.foot(point);
            for i in 0..=40 {
                let there = distance(edge.at(edge.length() * f64::from(i) / 40.0), point);
                prop_assert!(foot.distance <= there + 1e-4, "{} {there}", foot.distance);
            }
            let own = distance(edge.at(foot.along), point);
            prop_assert!(own.abs_diff_eq(&foot.distance, 1e-6), "{own} {}", foot.distance);
        }

        #[test]
        fn at_the_foot_the_geodesic_to_the_point_is_perpendicular(
            start in anywhere(), heading in 0.0..360.0_f64, length in 1.0..100_000.0_f64,
            share in 0.0..1.0_f64, side in prop::bool::ANY, offset in 0.1..100_000.0_f64,
        ) {
            let edge = Edge::new(start, away(start, heading, length)).unwrap();
            let (at, azimuth) = edge.heading_at(share * edge.length());
            let square = if side { azimuth + 90.0 } else { azimuth - 90.0 };
            let foot = edge.foot(away(at, square, offset));
            prop_assert!(foot.along.abs_diff_eq(&(share * edge.length()), 1e-3));
            prop_assert!(foot.distance.abs_diff_eq(&offset, 1e-6));
        }
    }

    #[test]
    fn a_foot_is_found_from_a_quarter_of_the_circumference() {
        // A meridian from the pole is nearly equally far from a point of the equator.
        let start = p(-90.343_400_444_975_84, 90.0);
        let edge = Edge::new(start, away(start, 359.555_308_762_155_7, 3_099_582.9)).unwrap();
        let (point, foot) = (p(180.0, 0.0), edge.foot(p(180.0, 0.0)));
        for i in 0..=1000 {
            let there = distance(edge.at(edge.length() * f64::from(i) / 1e3), point);
            assert!(foot.distance <= there + 1e-6, "{} {there}", foot.distance);
        }
    }

    #[test]
    fn an_edge_without_length_has_its_foot_at_its_point() {
        let edge = Edge::new(p(10.0, 60.0), p(10.0, 60.0)).unwrap();
        let foot = edge.foot(p(10.0, 60.001));
        assert_abs_diff_eq!(foot, EdgeFoot { along: 0.0, distance: 111.4 }, epsilon = 0.1);
        assert_eq!(foot.along, 0.0);
    }

    #[test]
    fn nearly_opposite_vertices_are_refused() {
        assert!(matches!(
            Edge::new(p(0.0, 0.0), p(179.5, 0.5)),
            Err(EdgeError::TooLong(length)) if length > 1.9e7
        ));
    }
}
