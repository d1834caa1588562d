//! Earth-centred coordinates, in which straight lines bound geodesics anywhere on the globe.

use super::LonLat;
use super::trig::sin_cos_degrees;

/// WGS 84 semi-major axis in metres and flattening (NIMA TR8350.2).
pub(crate) const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
/// First and second eccentricity squared.
pub(crate) const E2: f64 = F * (2.0 - F);
pub(crate) const EP2: f64 = E2 / (1.0 - E2);

/// The smallest radius of curvature anywhere on WGS 84, in metres: the meridian's at the equator.
/// No geodesic has a greater curvature.
pub(crate) const SMALLEST_RADIUS: f64 = A * (1.0 - E2);

/// The largest radius of curvature, in metres: in every direction at the poles.
/// No geodesic has a smaller curvature.
const LARGEST_RADIUS: f64 = A / (1.0 - F);

/// Earth-centred, Earth-fixed coordinates in metres.
///
/// The straight line between two points is never longer than the geodesic, so a bound in this
/// space is a bound on the ground, poles and antimeridian included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ecef(pub(crate) [f64; 3]);

impl Ecef {
    /// The squared straight distance, in square metres.
    pub(crate) fn distance_2(self, other: Self) -> f64 {
        let d = self - other;
        d.dot(d)
    }

    #[inline]
    pub(crate) fn dot(self, other: Self) -> f64 {
        let ([ax, ay, az], [bx, by, bz]) = (self.0, other.0);
        ax * bx + ay * by + az * bz
    }

    /// `self + other * factor`.
    #[inline]
    pub(crate) fn plus(self, other: Self, factor: f64) -> Self {
        let ([ax, ay, az], [bx, by, bz]) = (self.0, other.0);
        Self([ax + bx * factor, ay + by * factor, az + bz * factor])
    }

    pub(crate) fn cross(self, other: Self) -> Self {
        let ([ax, ay, az], [bx, by, bz]) = (self.0, other.0);
        Self([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])
    }

    /// Half the gradient of x² + y² + z²/(1 − e²), which is a² on the ellipsoid: it points
    /// straight up, and on the ellipsoid it is as long as the prime-vertical radius of curvature.
    #[inline]
    pub(crate) fn up(self) -> Self {
        let [x, y, z] = self.0;
        Self([x, y, z * (1.0 / (1.0 - E2))])
    }

    /// The longitude and latitude of a point of the ellipsoid.
    pub(crate) fn lon_lat(self) -> LonLat {
        let [x, y, z] = self.0;
        // On the ellipsoid itself the latitude needs no iteration.
        let lat = z.atan2((1.0 - E2) * (x * x + y * y).sqrt());
        LonLat::from_geodesic(lat.to_degrees(), y.atan2(x).to_degrees())
    }
}

/// A point of the ellipsoid in both systems: degrees and Earth-centred coordinates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GeoPoint {
    pub(crate) point: LonLat,
    pub(crate) ecef: Ecef,
}

impl From<LonLat> for GeoPoint {
    #[inline]
    fn from(point: LonLat) -> Self {
        Self { point, ecef: Ecef::from(point) }
    }
}

impl GeoPoint {
    /// The number of points that [`block`](Self::block) converts at once.
    pub(crate) const BLOCK: usize = 32;

    /// Converts up to [`BLOCK`](Self::BLOCK) points, with their sines in vector instructions.
    #[inline]
    pub(crate) fn block(points: &[LonLat]) -> impl Iterator<Item = Self> + '_ {
        let mut ecef = [Ecef([0.0; 3]); Self::BLOCK];
        for (e, &p) in ecef.iter_mut().zip(points) {
            *e = Ecef::from(p);
        }
        points.iter().zip(ecef).map(|(&point, ecef)| Self { point, ecef })
    }

    /// The longitude and latitude of another point of the ellipsoid. For a near point they follow
    /// from the small angles between both, at a quarter of the cost of two arctangents.
    #[inline]
    pub(crate) fn lon_lat_of(self, other: Ecef) -> LonLat {
        let ([ax, ay, az], [bx, by, bz]) = (self.ecef.0, other.0);
        let radii = [(ax * ax + ay * ay).sqrt(), (bx * bx + by * by).sqrt()];
        let [ar, br] = radii.map(|r| r * (1.0 - E2));
        // Sines and cosines of the differences of longitude and of latitude, times the radii's.
        let (sin_lon, cos_lon) = (ax * by - ay * bx, ax * bx + ay * by);
        let (sin_lat, cos_lat) = (bz * ar - az * br, az * bz + ar * br);
        // Across a pole the longitude jumps by half a circle.
        let small = |sin: f64, cos: f64| sin.abs() < 0.01 * cos;
        if !(small(sin_lon, cos_lon) && small(sin_lat, cos_lat)) {
            return other.lon_lat();
        }
        let (lon, lat) = (sin_lon / cos_lon, sin_lat / cos_lat);
        let angle = |t: f64| {
            let q = t * t;
            (t * (1.0 - q * (1.0 / 3.0 - q * (1.0 / 5.0 - q * (1.0 / 7.0))))).to_degrees()
        };
        let lon = self.point.lon() + angle(lon);
        let lon = if lon.abs() > 180.0 { lon - 360.0_f64.copysign(lon) } else { lon };
        LonLat::from_geodesic(self.point.lat() + angle(lat), lon)
    }
}

impl Ecef {
    /// The direction of the vertical at a point, and the mean radius of curvature there in metres.
    pub(crate) fn normal(at: LonLat) -> (Self, f64) {
        let (sin_lat, cos_lat) = at.lat().to_radians().sin_cos();
        let (sin_lon, cos_lon) = at.lon().to_radians().sin_cos();
        let radius = A * (1.0 - E2).sqrt() / (1.0 - E2 * sin_lat * sin_lat);
        (Self([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]), radius)
    }

    pub(crate) fn scaled(self, by: f64) -> Self {
        Self(self.0.map(|x| x * by))
    }
}

impl LonLat {
    /// The point where a ray from inside the ellipsoid leaves it.
    pub(crate) fn on_ray(from: Ecef, direction: Ecef) -> Self {
        // With z stretched by 1 / (1 - f) the ellipsoid is a sphere.
        let sphere = |v: Ecef| Ecef([v.0[0], v.0[1], v.0[2] / (1.0 - F)]);
        let (o, d) = (sphere(from), sphere(direction));
        let (a, b, c) = (d.dot(d), o.dot(d), o.dot(o) - A * A);
        let t = ((b * b - a * c).max(0.0).sqrt() - b) / a;
        let [x, y, z] = [0, 1, 2].map(|i| from.0[i] + t * direction.0[i]);
        Self::from_geodesic(z.atan2((1.0 - E2) * x.hypot(y)).to_degrees(), y.atan2(x).to_degrees())
    }
}

impl std::ops::Sub for Ecef {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self.plus(other, -1.0)
    }
}

impl From<LonLat> for Ecef {
    #[inline(always)]
    fn from(p: LonLat) -> Self {
        let (sin_lat, cos_lat) = sin_cos_degrees(p.lat());
        let (sin_lon, cos_lon) = sin_cos_degrees(p.lon());
        let n = prime_vertical(sin_lat * sin_lat);
        Self([n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - E2) * sin_lat])
    }
}

/// The prime-vertical radius of curvature a/√(1 − e² sin²φ), in metres, by its series about the
/// middle latitude: within 1e-9 m, and no division.
#[inline(always)]
pub(crate) fn prime_vertical(sin_2: f64) -> f64 {
    const SERIES: [f64; 7] = prime_vertical_series();
    let v = sin_2 - 0.5;
    let high = SERIES[4] + v * (SERIES[5] + v * SERIES[6]);
    SERIES[0] + v * (SERIES[1] + v * (SERIES[2] + v * (SERIES[3] + v * high)))
}

const fn prime_vertical_series() -> [f64; 7] {
    // a (w − e² v)^(−1/2) with w = 1 − e²/2 and v = sin²φ − 1/2: the binomial series in e² v / w.
    let w = 1.0 - E2 / 2.0;
    let mut root = 1.0;
    let mut round = 0;
    while round < 6 {
        root *= 1.5 - 0.5 * w * root * root; // Newton's 1/√w; `sqrt` is not const
        round += 1;
    }
    let mut series = [0.0; 7];
    let mut term = A * root;
    let mut k = 0;
    while k < 7 {
        series[k] = term;
        term *= E2 / w * (2 * k + 1) as f64 / (2 * k + 2) as f64;
        k += 1;
    }
    series
}

/// The longest geodesic, in metres, that a straight distance can belong to.
///
/// No geodesic bends more than a circle of the smallest radius (A. Schur's theorem on chords).
#[inline]
pub(crate) fn longest_geodesic(straight: f64) -> f64 {
    let half = straight * (1.0 / (2.0 * SMALLEST_RADIUS));
    if half < 1e-3 {
        return straight * (1.0 + half * half * 0.167) + 1e-8; // the sine's series, and some more
    }
    // Chords nearly as long as the axis say nothing.
    if half < 0.99 { 2.0 * SMALLEST_RADIUS * half.asin() + 1e-8 } else { f64::INFINITY }
}

/// The longest straight distance, in metres, that a geodesic of this length can span: never more
/// than itself, and not much more than the chord of a circle of the largest radius.
#[inline]
pub(crate) fn longest_straight(geodesic: f64) -> f64 {
    // Below that the difference is too small to prune by.
    if geodesic < 20_000.0 {
        return geodesic;
    }
    let half = (geodesic / (2.0 * LARGEST_RADIUS)).min(std::f64::consts::FRAC_PI_2);
    (2.0 * LARGEST_RADIUS * half.sin() * (1.0 + 1e-9)).min(geodesic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::distance;
    use proptest::prelude::*;

    #[test]
    fn the_straight_line_is_never_longer_than_the_geodesic() {
        let points: Vec<LonLat> = (-9..=9)
            .flat_map(|i| (-4..=4).map(move |j| (f64::from(i) * 19.9, f64::from(j) * 22.4)))
            .map(|(lon, lat)| LonLat::new(lon, lat).unwrap())
            .collect();
        for &a in &points {
            for &b in &points {
                let straight = Ecef::from(a).distance_2(Ecef::from(b)).sqrt();
                assert!(straight <= distance(a, b) + 1e-6, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn across_a_pole_the_longitude_turns() {
        let p = |lon, lat| LonLat::new(lon, lat).unwrap();
        for lat in [89.98, -89.98, 89.999999] {
            let beyond = GeoPoint::from(p(30.0, lat)).lon_lat_of(Ecef::from(p(-150.0, lat)));
            assert!(distance(beyond, p(-150.0, lat)) < 2e-8);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn straight_distances_bound_geodesics_from_both_sides(
            lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64,
            other_lon in -180.0..=180.0_f64, other_lat in -90.0..=90.0_f64,
            nearness in 0.0..6.0_f64,
        ) {
            // From whole-globe pairs down to metres.
            let scale = 10_f64.powf(-nearness);
            let near = |a: f64, b: f64, rim: f64| (a + (b - a) * scale).clamp(-rim, rim);
            let a = LonLat::new(lon, lat).unwrap();
            let b = LonLat::new(near(lon, other_lon, 180.0), near(lat, other_lat, 90.0)).unwrap();
            let geodesic = distance(a, b);
            let straight = Ecef::from(a).distance_2(Ecef::from(b)).sqrt();
            prop_assert!(straight <= longest_straight(geodesic) + 1e-6);
            prop_assert!(geodesic <= longest_geodesic(straight));
        }

        #[test]
        fn there_and_back_is_the_same_point(lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64) {
            let p = LonLat::new(lon, lat).unwrap();
            prop_assert!(distance(Ecef::from(p).lon_lat(), p) < 2e-8);
            for (dx, dy, dz) in [(0.0, 0.0, 0.0), (50.0, -3.0, 20.0), (-2e4, 1e4, -1e4)] {
                let [x, y, z] = Ecef::from(p).0;
                // Back on the ellipsoid, by its own latitude.
                let other = Ecef::from(Ecef([x + dx, y + dy, z + dz]).lon_lat());
                let near = GeoPoint::from(p).lon_lat_of(other);
                prop_assert!(distance(near, other.lon_lat()) < 2e-8);
            }
        }
    }
}
