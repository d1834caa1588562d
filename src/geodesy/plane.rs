//! A projection that maps short geodesics to straight lines.

use super::{Ecef, LonLat};

/// A gnomonic projection of the globe around a point, with the local centre of curvature as its
/// centre.
///
/// Maps geodesics of 10 km within 100 km of the point to straight lines, to a tenth of a
/// millimetre.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CentralPlane {
    origin: Ecef,
    axis: Ecef,
    right: Ecef,
    up: Ecef,
}

impl CentralPlane {
    /// The projection around a point.
    pub(crate) fn at(middle: LonLat) -> Self {
        let (axis, radius) = Ecef::normal(middle);
        let origin = Ecef::from(middle) - axis.scaled(radius);
        // Any direction that is not the axis will do to build a right-handed frame.
        let other =
            if axis.0[2].abs() < 0.9 { Ecef([0.0, 0.0, 1.0]) } else { Ecef([1.0, 0.0, 0.0]) };
        let right = unit(cross(other, axis));
        Self { origin, axis, right, up: cross(axis, right) }
    }

    /// Projects a point of the globe that is nearer than a quarter of the circumference.
    pub(crate) fn project(&self, point: LonLat) -> [f64; 2] {
        let p = Ecef::from(point) - self.origin;
        let depth = p.dot(self.axis);
        [p.dot(self.right) / depth, p.dot(self.up) / depth]
    }

    /// The point of the globe for a point of the plane: the inverse of [`project`](Self::project).
    pub(crate) fn point(&self, [x, y]: [f64; 2]) -> LonLat {
        let along = |i: usize| self.axis.0[i] + x * self.right.0[i] + y * self.up.0[i];
        LonLat::on_ray(self.origin, Ecef([along(0), along(1), along(2)]))
    }
}

fn cross(a: Ecef, b: Ecef) -> Ecef {
    let (Ecef([ax, ay, az]), Ecef([bx, by, bz])) = (a, b);
    Ecef([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])
}

fn unit(v: Ecef) -> Ecef {
    let length = v.dot(v).sqrt();
    Ecef(v.0.map(|x| x / length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::{Edge, distance};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn points_come_back_and_edges_are_straight(
            lon in -180.0..180.0_f64, lat in -88.0..88.0_f64,
            dx in -0.05..0.05_f64, dy in -0.05..0.05_f64,
            away in -0.5..0.5_f64, share in 0.0..1.0_f64,
        ) {
            let p = |lon: f64, lat: f64| {
                let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
                LonLat::new(lon, lat.clamp(-90.0, 90.0)).unwrap()
            };
            let (a, b) = (p(lon, lat), p(lon + dx, lat + dy));
            let plane = CentralPlane::at(p(lon, lat + away));
            prop_assert!(distance(plane.point(plane.project(b)), b) < 1e-6);
            let edge = Edge::new(a, b).unwrap();
            let between = plane.project(edge.at(share * edge.length()));
            let ([ax, ay], [bx, by]) = (plane.project(a), plane.project(b));
            let off = (bx - ax) * (between[1] - ay) - (by - ay) * (between[0] - ax);
            let length = (bx - ax).hypot(by - ay).max(1e-12);
            prop_assert!((off / length * 6.4e6).abs() < 1e-4);
        }
    }
}
