//! Lengths of short geodesics from their chords, and of whole paths in bulk.
//!
//! A geodesic of length *s* and curvature *k* spans the chord *c* with
//! *s*² = *c*² + *k*²*c*⁴/12 + *k*⁴*c*⁶/90 + … (the arc of a circle; that *k* changes along the way
//! and that the geodesic twists enters only with the flattening times *c*⁵). In Earth-centred
//! coordinates the curvature in the direction of the chord needs no trigonometry:
//! *k* = (1 + e'² (Δz/c)²) / N, N being the prime-vertical radius.

use super::ecef::{A, E2, EP2, Ecef, prime_vertical};
use super::lanes::{fold, greater};
use super::trig::sin_cos_degrees;
use super::{LonLat, distance};

/// Up to this chord, in metres, the series is exact to 0.05 µm (at 100 km to 0.5 µm, at 1,000 km
/// to 6 cm; the tests assert these). Longer edges use Karney's algorithm.
pub(crate) const SHORT: f64 = 50_000.0;

/// 1/(12 N²) at a height over the equatorial plane: the factor by which a chord is shorter than
/// its arc.
///
/// N² is a² + e'² z²/(1 − e²). Its inverse is a short series without division, exact to 3e-9 of
/// its value, or 3e-10 m for a chord of 50 km.
#[inline(always)]
pub(crate) fn shortfall_at(z: f64) -> f64 {
    let u = z * z * (EP2 / (1.0 - E2) / (A * A));
    (1.0 - u * (1.0 - u * (1.0 - u))) * (1.0 / (12.0 * A * A))
}

/// The squared length of the geodesic between the ends of a chord, from the chord's square, its
/// rise in z and the shortfall at its middle.
#[inline(always)]
pub(crate) fn arc_2(chord_2: f64, rise: f64, shortfall: f64) -> f64 {
    let m = chord_2 + EP2 * rise * rise;
    let e = m * shortfall;
    chord_2 + m * e * (1.0 + 1.6 * e)
}

/// The geodesic length in metres of the path through points, in their order.
///
/// Exact to 0.1 µm per edge, and to 10 µm for a path of 400 km with edges of any length. Takes
/// about 6 ns per edge if a hundred neighbours lie within a degree of latitude, and 10 ns for
/// sparser points. Edges longer than 50 km use Karney's algorithm, at 0.5 µs each.
///
/// ```
/// use border_coverage::LonLat;
/// use border_coverage::geodesy::path_length;
/// let path = [(102.0, 22.0), (102.1, 22.0), (102.1, 22.1)].map(|(x, y)| LonLat::new(x, y));
/// let path: Vec<LonLat> = path.into_iter().collect::<Result<_, _>>()?;
/// approx::assert_abs_diff_eq!(path_length(&path), 21_399.3096, epsilon = 1e-4);
/// # Ok::<(), border_coverage::geodesy::LonLatError>(())
/// ```
pub fn path_length(points: &[LonLat]) -> f64 {
    let mut total = 0.0;
    let mut rest = points;
    while let Some(block) = rest.first_chunk() {
        total += block_length(block);
        rest = &rest[BLOCK..];
    }
    if let Some(&last) = rest.last() {
        // Repeating the last point adds no length.
        let mut block = [last; BLOCK + 1];
        block[..rest.len()].copy_from_slice(rest);
        total += block_length(&block);
    }
    total
}

/// The number of edges that are measured together, in vector instructions.
const BLOCK: usize = 128;

/// A number for each edge of a block, and the vertices of a block.
type Edges = [f64; BLOCK];
type Points = [LonLat; BLOCK + 1];

fn block_length(points: &Points) -> f64 {
    let squares = squares(points);
    if fold(squares, greater) <= SHORT * SHORT {
        return fold(squares.map(f64::sqrt), |a, b| a + b);
    }
    let pairs = points.windows(2).zip(squares);
    pairs.map(|(p, s)| if s > SHORT * SHORT { distance(p[0], p[1]) } else { s.sqrt() }).sum()
}

/// Within this many degrees of latitude the Taylor series about a block's middle point is exact
/// to 1e-11 m.
const NEAR: f64 = 0.5;

/// An edge of 50 km spans fewer degrees of longitude than this, except near the poles and across
/// the antimeridian.
const SMALL_TURN: f64 = 10.0;

/// The squared lengths of a block's edges.
fn squares(points: &Points) -> Edges {
    let (mut lat, mut turns) = ([0.0; BLOCK + 1], [0.0; BLOCK]);
    let origin = points[BLOCK / 2].lat();
    for k in 0..BLOCK + 1 {
        lat[k] = points[k].lat() - origin;
    }
    for k in 0..BLOCK {
        turns[k] = points[k + 1].lon() - points[k].lon();
    }
    if fold(turns.map(f64::abs), greater) > SMALL_TURN {
        return by_coordinates(points);
    }
    let off: Edges = std::array::from_fn(|k| lat[k].abs());
    let near = greater(fold(off, greater), lat[BLOCK].abs()) <= NEAR;
    let meridian = if near { Meridian::near(origin, &lat) } else { Meridian::of(points) };
    meridian.squares(&turns)
}

/// The positions of a block's vertices on their meridians.
struct Meridian {
    /// Distance from the axis.
    radius: [f64; BLOCK + 1],
    /// Height over the equatorial plane.
    height: [f64; BLOCK + 1],
}

impl Meridian {
    /// For vertices near one another: by Taylor series in latitude, without a sine per vertex.
    fn near(origin: f64, lat: &[f64; BLOCK + 1]) -> Self {
        let (r, h) = meridian_series(origin);
        Self {
            radius: lat.map(|lat| polynomial(&r, lat * RADIANS)),
            height: lat.map(|lat| polynomial(&h, lat * RADIANS)),
        }
    }

    /// For any vertices.
    fn of(points: &Points) -> Self {
        let (mut radius, mut height) = ([0.0; BLOCK + 1], [0.0; BLOCK + 1]);
        for ((radius, height), point) in radius.iter_mut().zip(&mut height).zip(points) {
            let (sin, cos) = sin_cos_degrees(point.lat());
            let n = prime_vertical(sin * sin);
            (*radius, *height) = (n * cos, n * (1.0 - E2) * sin);
        }
        Self { radius, height }
    }

    /// The squared lengths of edges with small differences of longitude, in degrees.
    fn squares(&self, turns: &Edges) -> Edges {
        let Self { radius, height } = self;
        let mut squares = [0.0; BLOCK];
        for k in 0..BLOCK {
            let t = turns[k] * (0.5 * RADIANS);
            let q = t * t;
            let sin = t * (1.0 - q * (1.0 / 6.0 - q * (1.0 / 120.0 - q * (1.0 / 5040.0))));
            let (dr, dz) = (radius[k + 1] - radius[k], height[k + 1] - height[k]);
            let chord_2 = dr * dr + 4.0 * radius[k] * radius[k + 1] * sin * sin + dz * dz;
            let middle = 0.5 * (height[k] + height[k + 1]);
            squares[k] = arc_2(chord_2, dz, shortfall_at(middle));
        }
        squares
    }
}

/// The squared lengths of edges that may cross the antimeridian or pass near a pole.
fn by_coordinates(points: &Points) -> Edges {
    std::array::from_fn(|k| {
        let (a, b) = (Ecef::from(points[k]), Ecef::from(points[k + 1]));
        let rise = b.0[2] - a.0[2];
        arc_2(a.distance_2(b), rise, shortfall_at(a.0[2] + 0.5 * rise))
    })
}

const RADIANS: f64 = std::f64::consts::PI / 180.0;
const TERMS: usize = 7;

#[inline(always)]
fn polynomial(c: &[f64; TERMS], d: f64) -> f64 {
    c[0] + d * (c[1] + d * (c[2] + d * (c[3] + d * (c[4] + d * (c[5] + d * c[6])))))
}

/// Taylor coefficients of a meridian's distance from the axis and height over the equatorial
/// plane, in metres, by powers of the difference of latitude in radians.
fn meridian_series(lat: f64) -> ([f64; TERMS], [f64; TERMS]) {
    let (sin, cos) = sin_cos_degrees(lat);
    let ([mut sines, mut cosines], mut factor) = ([[0.0; TERMS]; 2], 1.0);
    for k in 0..TERMS {
        sines[k] = [sin, cos, -sin, -cos][k % 4] * factor;
        cosines[k] = [cos, -sin, -cos, sin][k % 4] * factor;
        factor /= (k + 1) as f64;
    }
    let mut w = product(&sines, &sines).map(|c| -E2 * c);
    w[0] += 1.0;
    // N = a w^(−1/2), by the recurrence for powers of a series.
    let mut n = [0.0; TERMS];
    n[0] = A / w[0].sqrt();
    for k in 1..TERMS {
        let sum: f64 = (1..=k).map(|j| (0.5 * j as f64 - k as f64) * w[j] * n[k - j]).sum();
        n[k] = sum / (k as f64 * w[0]);
    }
    (product(&n, &cosines), product(&n, &sines).map(|c| (1.0 - E2) * c))
}

fn product(a: &[f64; TERMS], b: &[f64; TERMS]) -> [f64; TERMS] {
    std::array::from_fn(|k| (0..=k).map(|j| a[j] * b[k - j]).sum())
}

#[cfg(test)]
mod tests {
    use geographiclib_rs::DirectGeodesic;
    use proptest::prelude::*;

    use super::*;
    use crate::geodesy::WGS84;

    fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
        let (lat, lon): (f64, f64) = WGS84.direct(from.lat(), from.lon(), azimuth, metres);
        LonLat::from_geodesic(lat, lon)
    }

    fn by_karney(points: &[LonLat]) -> f64 {
        points.windows(2).map(|w| distance(w[0], w[1])).sum()
    }

    fn anywhere() -> impl Strategy<Value = LonLat> {
        let lat = prop_oneof![
            6 => -90.0..=90.0_f64, 1 => Just(90.0), 1 => Just(-90.0), 1 => Just(0.0),
            1 => 89.9..90.0_f64, 1 => -0.01..0.01_f64
        ];
        let lon = prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => Just(-180.0)];
        (lon, lat).prop_map(|(lon, lat)| LonLat::new(lon, lat).unwrap())
    }

    /// Headings with the awkward ones among them.
    fn heading() -> impl Strategy<Value = f64> {
        prop_oneof![4 => 0.0..360.0_f64, 1 => (0..8).prop_map(|i| f64::from(i) * 45.0)]
    }

    fn of_chord(a: LonLat, b: LonLat) -> f64 {
        let (a, b) = (Ecef::from(a), Ecef::from(b));
        let shortfall = shortfall_at(0.5 * (a.0[2] + b.0[2]));
        arc_2(a.distance_2(b), b.0[2] - a.0[2], shortfall).sqrt()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn a_length_from_the_chord_keeps_its_bound(
            a in anywhere(), azimuth in heading(), share in 0.0..1.0_f64,
        ) {
            for (limit, bound) in [(20_000.0, 2e-8), (SHORT, 5e-8), (100_000.0, 5e-7), (1e6, 0.06)] {
                let b = away(a, azimuth, limit * share);
                let error = (of_chord(a, b) - distance(a, b)).abs();
                prop_assert!(error <= bound, "{error} of {} m", limit * share);
            }
        }

        #[test]
        fn a_path_is_as_long_as_its_edges(
            a in anywhere(), azimuth in heading(), share in 0.0..1.0_f64, bend in -1.0..1.0_f64,
        ) {
            for limit in [10.0, 20_000.0, SHORT, 1e6] {
                let b = away(a, azimuth, limit * share);
                let path = [a, b, away(b, azimuth + 90.0 * bend, limit * share)];
                let error = (path_length(&path) - by_karney(&path)).abs();
                // Two edges.
                prop_assert!(error <= 2e-7, "{error} of {} m", limit * share);
            }
        }
    }

    #[test]
    fn four_hundred_kilometres_of_short_edges_are_within_a_tenth_of_a_millimetre() {
        for (lon, lat) in [(102.0, 22.0), (-179.99, 0.0), (25.0, 69.0), (0.0, 89.5), (10.0, -45.0)]
        {
            for step in [0.4, 4.0, 40.0, 400.0, 4_000.0] {
                let mut path = vec![LonLat::new(lon, lat).unwrap()];
                let count = (400_000.0 / step) as usize;
                for i in 0..count.min(20_000) {
                    // A meander: the heading swings, the line goes on.
                    let heading = 60.0 + 100.0 * (i as f64 * 0.7).sin();
                    path.push(away(path[i], heading, step));
                }
                // What was not walked counts in proportion: no error hides in the sample.
                let scale = count as f64 / (path.len() - 1) as f64;
                let error = (path_length(&path) - by_karney(&path)).abs() * scale;
                assert!(error < 1e-5, "{error} at {lon} {lat}, steps of {step} m");
            }
        }
    }

    #[test]
    fn no_path_has_no_length() {
        assert_eq!(path_length(&[]), 0.0);
        assert_eq!(path_length(&[LonLat::new(1.0, 2.0).unwrap()]), 0.0);
    }

    #[test]
    fn the_far_side_of_the_globe_is_measured_too() {
        let [a, b] = [(0.0, 0.0), (179.5, 0.5)].map(|(x, y)| LonLat::new(x, y).unwrap());
        assert_eq!(path_length(&[a, b]), distance(a, b));
    }
}
