//! Earth-centred coordinates: straight-line bounds for geodesic distances.

use super::LonLat;

/// WGS 84 semi-major axis in metres and flattening (NIMA TR8350.2).
const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
const E2: f64 = F * (2.0 - F);

/// The smallest radius of curvature anywhere on WGS 84, in metres: the meridian's at the equator.
/// No geodesic bends more sharply.
pub(crate) const SMALLEST_RADIUS: f64 = A * (1.0 - E2);

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

    pub(crate) fn dot(self, other: Self) -> f64 {
        self.0.iter().zip(other.0).map(|(a, b)| a * b).sum()
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
    /// Where a ray from inside the ellipsoid leaves it.
    pub(crate) fn where_leaves(from: Ecef, direction: Ecef) -> Self {
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
    fn sub(self, other: Self) -> Self {
        let ([ax, ay, az], [bx, by, bz]) = (self.0, other.0);
        Self([ax - bx, ay - by, az - bz])
    }
}

impl From<LonLat> for Ecef {
    fn from(p: LonLat) -> Self {
        let (sin_lat, cos_lat) = p.lat().to_radians().sin_cos();
        let (sin_lon, cos_lon) = p.lon().to_radians().sin_cos();
        let n = A / (1.0 - E2 * sin_lat * sin_lat).sqrt();
        Self([n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - E2) * sin_lat])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::distance;

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
}
