//! The plane on which pictures are drawn. No figure is taken from it.

use crate::geodesy::{Ecef, LonLat, WGS84};
use geographiclib_rs::InverseGeodesic;

/// A point of a plane: metres east and north of a middle, or pixels right and down.
pub(super) type Point = [f64; 2];

/// The globe around a point: every place at its true distance and direction from there (the
/// azimuthal equidistant projection, on the ellipsoid).
///
/// Defined everywhere, poles and antimeridian included. Across the direction to the middle it
/// stretches by x / sin x, for x the distance over the Earth's radius: a hundredth of a per cent
/// at 150 km, 4 % at 3,000 km, beyond all bounds only opposite the middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    middle: LonLat,
}

impl Frame {
    /// The plane for some points, around the middle of the box that holds them.
    pub(super) fn around(points: impl IntoIterator<Item = LonLat>) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
        let mut first = None;
        for point in points {
            first.get_or_insert(point);
            for (i, x) in Ecef::from(point).0.into_iter().enumerate() {
                low[i] = low[i].min(x);
                high[i] = high[i].max(x);
            }
        }
        let Some(first) = first else { return Self { middle: LonLat::from_geodesic(0.0, 0.0) } };
        let middle = Ecef([0, 1, 2].map(|i| (low[i] + high[i]) / 2.0));
        // Points all around the globe have no middle; any of them will do.
        let is_near_the_core = middle.dot(middle).sqrt() < 100_000.0;
        Self { middle: if is_near_the_core { first } else { middle.lon_lat() } }
    }

    /// A point of the globe in metres east and north.
    pub(super) fn project(&self, point: LonLat) -> Point {
        let (distance, azimuth, _, _): (f64, f64, f64, f64) =
            WGS84.inverse(self.middle.lat(), self.middle.lon(), point.lat(), point.lon());
        let (sin, cos) = azimuth.to_radians().sin_cos();
        [distance * sin, distance * cos]
    }
}

/// A box of points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) low: Point,
    pub(super) high: Point,
}

impl Extent {
    /// The smallest box around some points, none around none.
    pub(super) fn of<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<Self> {
        points.into_iter().fold(None, |all: Option<Self>, &p| {
            Some(all.map_or(Self { low: p, high: p }, |all| all.with(p)))
        })
    }

    /// With one more point in it.
    pub(super) fn with(self, [x, y]: Point) -> Self {
        let Self { low, high } = self;
        Self { low: [low[0].min(x), low[1].min(y)], high: [high[0].max(x), high[1].max(y)] }
    }

    pub(super) fn width(&self) -> f64 {
        self.high[0] - self.low[0]
    }

    pub(super) fn height(&self) -> f64 {
        self.high[1] - self.low[1]
    }

    /// Whether a point is inside, or at most `by` pixels outside.
    pub(super) fn reaches(&self, [x, y]: Point, by: f64) -> bool {
        let within = |x: f64, i: usize| self.low[i] - by <= x && x <= self.high[i] + by;
        within(x, 0) && within(y, 1)
    }
}

/// From metres on the plane to pixels of a picture, north up.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    frame: Frame,
    /// Pixels a metre.
    pub(super) scale: f64,
    origin: Point,
}

impl View {
    /// Fits an extent into a pane, in pixels, with a margin around it.
    pub(super) fn fit(frame: Frame, extent: Extent, pane: Point, margin: Point) -> Self {
        let [width, height] = [extent.width(), extent.height()];
        let room = [0, 1].map(|i| (pane[i] - 2.0 * margin[i]).max(1.0));
        // A single point would be magnified without end.
        let scale = (room[0] / width.max(1.0)).min(room[1] / height.max(1.0));
        let middle = [0, 1].map(|i| (extent.low[i] + extent.high[i]) / 2.0);
        let origin = [pane[0] / 2.0 - middle[0] * scale, pane[1] / 2.0 + middle[1] * scale];
        Self { frame, scale, origin }
    }

    /// A point of the plane in pixels.
    pub(super) fn px(&self, [east, north]: Point) -> Point {
        [self.origin[0] + east * self.scale, self.origin[1] - north * self.scale]
    }

    /// A point of the globe in pixels.
    pub(super) fn at(&self, point: LonLat) -> Point {
        self.px(self.frame.project(point))
    }
}

/// How far two points are apart.
pub(super) fn gap([ax, ay]: Point, [bx, by]: Point) -> f64 {
    (bx - ax).hypot(by - ay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::distance;
    use proptest::prelude::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn a_map_of_a_province_is_true_to_a_hundredth_of_a_per_cent() {
        let corners = [p(102.1, 20.9), p(103.2, 20.9), p(102.1, 22.5), p(103.2, 22.5)];
        let frame = Frame::around(corners);
        for a in corners {
            for b in corners {
                let (drawn, true_one) = (gap(frame.project(a), frame.project(b)), distance(a, b));
                assert!((drawn - true_one).abs() <= 1e-4 * true_one, "{drawn} {true_one}");
            }
        }
        // North is up, east is right.
        let ([_, south], [east, north]) = (frame.project(corners[1]), frame.project(corners[3]));
        assert!(north > south && east > 0.0);
    }

    #[test]
    fn the_antimeridian_and_the_poles_are_like_any_other_place() {
        let frame = Frame::around([p(179.9, 10.0), p(-179.9, 10.0)]);
        let drawn = gap(frame.project(p(179.9, 10.0)), frame.project(p(-179.9, 10.0)));
        assert!((drawn - distance(p(179.9, 10.0), p(-179.9, 10.0))).abs() < 1.0);
        let frame = Frame::around([p(0.0, 89.9), p(180.0, 89.9)]);
        let drawn = gap(frame.project(p(0.0, 89.9)), frame.project(p(180.0, 89.9)));
        assert!((drawn - distance(p(0.0, 89.9), p(180.0, 89.9))).abs() < 1.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn every_point_of_the_globe_has_a_place(
            points in prop::collection::vec((-180.0..=180.0_f64, -90.0..=90.0_f64), 1..6),
            lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64,
        ) {
            let frame = Frame::around(points.iter().map(|&(lon, lat)| p(lon, lat)));
            let at = frame.project(p(lon, lat));
            prop_assert!(at.iter().all(|x| x.is_finite()));
            let away = distance(frame.middle, p(lon, lat));
            prop_assert!((gap(at, [0.0, 0.0]) - away).abs() < 1e-6);
        }
    }
}
