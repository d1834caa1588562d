//! Feet and points on a short geodesic edge, in Earth-centred coordinates.
//!
//! On the ellipsoid with *H* = diag(1, 1, 1/(1 − e²)) a geodesic obeys γ'' = −λ *H*γ, where
//! λ = γ'ᵀ*H*γ' / |*H*γ|². Along a short edge λ is nearly constant, so each coordinate is a sine
//! arc between its values at the two vertices. That includes the torsion of the geodesic out of
//! the plane of its chord. The error bends it only along the normal, and is removed by moving the
//! result to the ellipsoid.

use super::arc::{SHORT, arc_2, shortfall_at};
use super::ecef::{A, E2, EP2, Ecef};

/// Up to this distance of a point from the edge, in metres, its foot is found by the series: to
/// 0.1 µm within 10 km, to 0.1 mm within 100 km. Farther points use Karney's algorithm.
pub(crate) const CLOSE: f64 = 100_000.0;

/// The geodesic between two points at most 50 km apart, with its chord computed once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShortEdge {
    start: Ecef,
    end: Ecef,
    chord: Ecef,
    chord_2: f64,
    per_chord_2: f64,
}

/// The curve of a short edge over its chord.
#[derive(Debug, Clone, Copy)]
struct Curve {
    start: Ecef,
    chord: Ecef,
    per_chord_2: f64,
    /// λ·length²/6 for x and y, and for z.
    bend: [f64; 2],
}

/// The foot of a point on a short edge: the nearest point of the edge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShortFoot {
    /// The share of the edge before it: exactly 0 or 1 at the ends.
    pub(crate) share: f64,
    /// Its position, on the ellipsoid.
    pub(crate) at: Ecef,
    /// Geodesic distance from the point, in metres.
    pub(crate) distance: f64,
}

impl ShortEdge {
    /// The edge between two points of the ellipsoid, or `None` if they are too far apart.
    #[inline]
    pub(crate) fn new(start: Ecef, end: Ecef) -> Option<Self> {
        let chord = end - start;
        let chord_2 = chord.dot(chord);
        if chord_2 > SHORT * SHORT {
            return None;
        }
        Some(Self { start, end, chord, chord_2, per_chord_2: 1.0 / chord_2.max(f64::MIN_POSITIVE) })
    }

    #[inline]
    fn curve(&self) -> Curve {
        let rise = self.chord.0[2];
        // λ s² is (chord² + e'² rise²) / N².
        let m = self.chord_2 + EP2 * rise * rise;
        let bend = 2.0 * m * shortfall_at(self.start.0[2] + 0.5 * rise);
        Curve {
            start: self.start,
            chord: self.chord,
            per_chord_2: self.per_chord_2,
            bend: [bend, bend * (1.0 / (1.0 - E2))],
        }
    }

    /// The point of the ellipsoid at a share of the length.
    #[inline]
    pub(crate) fn at(&self, share: f64) -> Ecef {
        self.curve().at(share)
    }

    /// The foot of a point of the ellipsoid.
    ///
    /// Solves for the share where the squared geodesic distance, by the series of
    /// [`arc_2`], stops falling: Newton's steps from the foot on the chord.
    #[inline]
    pub(crate) fn foot(&self, point: Ecef) -> ShortFoot {
        let from_start = point - self.start;
        let along = from_start.dot(self.chord) * self.per_chord_2;
        let mut share = along.clamp(0.0, 1.0);
        if share != along && self.is_past(point, along - share) {
            let at = if share == 0.0 { self.start } else { self.end };
            return ShortFoot { share, at, distance: straight_to_geodesic(point, at) };
        }
        let curve = self.curve();
        for _ in 0..6 {
            let next = (share - curve.step(point, share)).clamp(0.0, 1.0);
            let step = next - share;
            share = next;
            // Each step is (distance / radius)² of the one before: after 1e-6 m they vanish.
            if step * step < 1e-12 * self.per_chord_2 {
                break;
            }
        }
        let at = match share {
            0.0 => self.start,
            1.0 => self.end,
            _ => curve.at(share),
        };
        ShortFoot { share, at, distance: straight_to_geodesic(point, at) }
    }

    /// Whether a point that projects beyond an end of the chord, by a share of it, surely has its
    /// foot at that end. At a distance *c* the slopes of chord and geodesic differ by less than
    /// *c*(*c* + length)/4r², as both are curved. The bound used is twice that.
    #[inline]
    fn is_past(&self, point: Ecef, beyond: f64) -> bool {
        let end = if beyond < 0.0 { self.start } else { self.end };
        let d = point - end;
        let doubt = d.dot(d) * (2.0 * (CLOSE + SHORT) / (4.0 * 6.3e6 * 6.3e6)) + 1e-6;
        beyond * beyond > doubt * doubt * self.per_chord_2
    }
}

impl Curve {
    /// The point at a share of the length, and its derivative by the share.
    ///
    /// sin((1−t)θ)/sin θ · A + sin(tθ)/sin θ · B = A + t(B−A) + θ²/6 · t(1−t) (3A + (1+t)(B−A)),
    /// up to θ⁴, which at 50 km moves it by 0.3 mm along the normal and nanometres across.
    #[inline]
    fn point_and_derivative(&self, t: f64) -> (Ecef, Ecef) {
        let ([ax, ay, az], [dx, dy, dz]) = (self.start.0, self.chord.0);
        let [bend, bend_z] = self.bend;
        let (u, slope) = (t * (1.0 - t), 1.0 - 2.0 * t);
        let point = |a: f64, d: f64, bend: f64| a + t * d + bend * u * (3.0 * a + (1.0 + t) * d);
        let way =
            |a: f64, d: f64, bend: f64| d + bend * (slope * (3.0 * a + (1.0 + t) * d) + u * d);
        (
            Ecef([point(ax, dx, bend), point(ay, dy, bend), point(az, dz, bend_z)]),
            Ecef([way(ax, dx, bend), way(ay, dy, bend), way(az, dz, bend_z)]),
        )
    }

    /// The point of the ellipsoid at a share of the length.
    #[inline]
    fn at(&self, share: f64) -> Ecef {
        let point = self.point_and_derivative(share).0;
        let up = point.up();
        // One Newton step along the normal; 1/N² is 1/|up|² on the ellipsoid.
        point.plus(up, (A * A - point.dot(up)) * 6.0 * shortfall_at(point.0[2]))
    }

    #[inline]
    fn step(&self, point: Ecef, share: f64) -> f64 {
        let (at, way) = self.point_and_derivative(share);
        let d = at - point;
        let (rise, d_way) = (d.0[2], d.dot(way));
        let m = d.dot(d) + EP2 * rise * rise;
        let e = m * shortfall_at(at.0[2] - 0.5 * rise);
        let slope = d_way + 2.0 * e * (1.0 + 2.4 * e) * (d_way + EP2 * rise * way.0[2]);
        slope * self.per_chord_2
    }
}

/// The geodesic distance in metres of two points of the ellipsoid, up to 100 km apart.
#[inline]
pub(crate) fn straight_to_geodesic(a: Ecef, b: Ecef) -> f64 {
    let d = b - a;
    arc_2(d.dot(d), d.0[2], shortfall_at(0.5 * (a.0[2] + b.0[2]))).sqrt()
}

#[cfg(test)]
mod tests {
    use approx::AbsDiffEq;
    use geographiclib_rs::DirectGeodesic;
    use proptest::prelude::*;

    use super::*;
    use crate::geodesy::{Edge, LonLat, WGS84, distance};

    fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
        let (lat, lon): (f64, f64) = WGS84.direct(from.lat(), from.lon(), azimuth, metres);
        LonLat::from_geodesic(lat, lon)
    }

    fn anywhere() -> impl Strategy<Value = LonLat> {
        let lat = prop_oneof![
            6 => -90.0..=90.0_f64, 1 => Just(90.0), 1 => Just(-90.0), 1 => Just(0.0),
            1 => 89.9..90.0_f64, 1 => -0.01..0.01_f64
        ];
        let lon = prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => Just(-180.0)];
        (lon, lat).prop_map(|(lon, lat)| LonLat::new(lon, lat).unwrap())
    }

    fn heading() -> impl Strategy<Value = f64> {
        prop_oneof![4 => 0.0..360.0_f64, 1 => (0..8).prop_map(|i| f64::from(i) * 45.0)]
    }

    fn short(a: LonLat, b: LonLat) -> ShortEdge {
        ShortEdge::new(Ecef::from(a), Ecef::from(b)).unwrap()
    }

    /// Limits of edge length and offset, and the tolerances of position and distance up to them.
    const BOUNDS: [(f64, f64, f64, f64); 4] = [
        (10_000.0, 10_000.0, 1e-7, 1e-7),
        (49_999.0, 10_000.0, 1e-5, 1e-5),
        (10_000.0, 99_000.0, 1e-3, 1e-4),
        (49_999.0, 99_000.0, 1e-3, 1e-4),
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn a_foot_is_where_a_perpendicular_was_drawn(
            start in anywhere(), azimuth in heading(), share in 0.01..1.0_f64,
            along in 0.0..1.0_f64, left in prop::bool::ANY, offset in 0.0..1.0_f64,
        ) {
            for (length, far, place_bound, distance_bound) in BOUNDS {
                // Built by Karney's algorithm, so the answer is known without a search.
                let length = length * share;
                let (lat, lon, azimuth_there): (f64, f64, f64) =
                    WGS84.direct(start.lat(), start.lon(), azimuth, along * length);
                let square = azimuth_there + if left { -90.0 } else { 90.0 };
                let point = away(LonLat::from_geodesic(lat, lon), square, offset * far);
                let foot = short(start, away(start, azimuth, length)).foot(Ecef::from(point));
                let place = foot.share * length - along * length;
                let off = foot.distance - offset * far;
                // The edge's own ends are rounded by nanometres: far out they swing it that much.
                let place_bound = place_bound + 1e-8 * offset * far / length;
                prop_assert!(place.abs() < place_bound, "position off by {place} of {length} m");
                prop_assert!(off.abs() < distance_bound, "distance off by {off} of {length} m");
                let at = foot.at.lon_lat();
                prop_assert!(distance(at, LonLat::from_geodesic(lat, lon)) < place_bound + 1e-8);
            }
        }

        #[test]
        fn feet_agree_with_karneys_algorithm(
            start in anywhere(), azimuth in heading(), length in 0.0..1.0_f64,
            bearing in heading(), offset in 0.0..1.0_f64,
        ) {
            for (limit, far, _, bound) in BOUNDS {
                let end = away(start, azimuth, length * limit);
                let point = away(start, bearing, offset * far);
                let slow = Edge::new(start, end).unwrap().foot(point);
                let foot = short(start, end).foot(Ecef::from(point));
                prop_assert!(foot.distance.abs_diff_eq(&slow.distance, bound),
                    "{} {}", foot.distance, slow.distance);
            }
        }

        #[test]
        fn points_agree_with_karneys_algorithm(
            start in anywhere(), azimuth in heading(),
            length in 0.0..1.0_f64, share in 0.0..1.0_f64,
        ) {
            for (limit, bound) in [(10_000.0, 2e-8), (49_999.0, 5e-6)] {
                let end = away(start, azimuth, length * limit);
                let edge = Edge::new(start, end).unwrap();
                let at = short(start, end).at(share).lon_lat();
                prop_assert!(distance(at, edge.at(share * edge.length())) < bound);
            }
        }
    }
}
