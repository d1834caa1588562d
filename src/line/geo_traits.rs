//! The traits of `geo` for our line: lengths, distances, and points along it.
//!
//! What a metric space is asked for, such as `Haversine.length(&line)`, is computed in that space.
//! Distance and [`LineLocatePoint`] are ours: geodesic on WGS 84. The planar traits of `geo`, such
//! as `ClosestPoint`, are left out: they would treat degrees as a plane.

use geo::line_measures::{Distance, GeodesicMeasure, InterpolatableLine, InterpolatePoint};
use geo::line_measures::{Length, LengthMeasurable};
use geo::{Line, LineLocatePoint, Point};

use super::Polyline;
use crate::geodesy::LonLat;

impl Polyline {
    /// The two ends of each edge; jumps between parts are none.
    fn edge_ends(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        let parts = self.parts.windows(2).map(|part| &self.vertices[part[0]..part[1]]);
        parts.flat_map(|part| part.windows(2).map(|ends| (ends[0].into(), ends[1].into())))
    }

    fn end_point(&self) -> Point {
        self.vertices[self.vertices.len() - 1].into()
    }
}

impl LengthMeasurable<f64> for Polyline {
    /// The sum over its edges in a metric space. In `Geodesic` it is [`Polyline::length`].
    ///
    /// ```
    /// use border_coverage::Polyline;
    /// use geo::line_measures::{Geodesic, Haversine, Length};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
    /// assert_eq!(Geodesic.length(&line).round(), 10_326.0);
    /// assert_eq!(Haversine.length(&line).round(), 10_310.0);
    /// # Ok::<(), border_coverage::line::LineError>(())
    /// ```
    fn length(&self, metric_space: &impl Distance<f64, Point, Point>) -> f64 {
        self.edge_ends().map(|(a, b)| metric_space.distance(a, b)).sum()
    }
}

impl Distance<f64, Point, &Polyline> for GeodesicMeasure {
    /// The distance of [`Polyline::nearest`]; NaN for a point that is not on the globe.
    fn distance(&self, origin: Point, destination: &Polyline) -> f64 {
        LonLat::try_from(origin).map_or(f64::NAN, |point| destination.nearest(point).distance)
    }
}

impl Distance<f64, &Polyline, Point> for GeodesicMeasure {
    /// The distance of [`Polyline::nearest`]; NaN for a point that is not on the globe.
    ///
    /// ```
    /// use border_coverage::Polyline;
    /// use geo::line_measures::{Distance, Geodesic};
    /// use geo_types::{line_string, point};
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
    /// assert_eq!(Geodesic.distance(&line, point! { x: 102.05, y: 22.01 }).round(), 1_106.0);
    /// # Ok::<(), border_coverage::line::LineError>(())
    /// ```
    fn distance(&self, origin: &Polyline, destination: Point) -> f64 {
        Distance::<f64, Point, &Polyline>::distance(self, destination, origin)
    }
}

impl LineLocatePoint<f64, Point> for Polyline {
    type Output = Option<f64>;
    type Rhs = Point;

    /// Which share of the line, from 0 to 1, lies before the nearest place, along geodesics; none
    /// for a point that is not on the globe.
    fn line_locate_point(&self, point: &Point) -> Option<f64> {
        let foot = self.nearest(LonLat::try_from(*point).ok()?);
        Some(foot.place.metres() / self.length())
    }
}

impl InterpolatableLine<f64> for Polyline {
    type Output = Point;

    fn point_at_ratio_from_start<M: InterpolatePoint<f64> + Length<f64>>(
        &self,
        metric_space: &M,
        ratio: f64,
    ) -> Point {
        self.point_at_distance_from_start(metric_space, ratio * metric_space.length(self))
    }

    fn point_at_ratio_from_end<M: InterpolatePoint<f64> + Length<f64>>(
        &self,
        metric_space: &M,
        ratio: f64,
    ) -> Point {
        self.point_at_ratio_from_start(metric_space, 1.0 - ratio)
    }

    fn point_at_distance_from_start<M: InterpolatePoint<f64> + Length<f64>>(
        &self,
        metric_space: &M,
        distance: f64,
    ) -> Point {
        let mut rest = distance;
        for (start, end) in self.edge_ends() {
            if rest <= 0.0 {
                return start;
            }
            let length = metric_space.length(&Line::new(start, end));
            if rest < length {
                return metric_space.point_at_distance_between(start, end, rest);
            }
            rest -= length;
        }
        self.end_point()
    }

    fn point_at_distance_from_end<M: InterpolatePoint<f64> + Length<f64>>(
        &self,
        metric_space: &M,
        distance: f64,
    ) -> Point {
        let whole = metric_space.length(self);
        self.point_at_distance_from_start(metric_space, whole - distance)
    }
}

#[cfg(test)]
mod tests {
    use geo::line_measures::{Geodesic, InterpolateLine};
    use geo_types::{MultiLineString, line_string};

    use super::*;
    use crate::units::Place;

    #[test]
    fn in_geodesic_space_the_traits_agree_with_the_line() {
        let parts = MultiLineString::new(vec![
            line_string![(x: 179.9, y: 66.0), (x: -179.9, y: 66.2), (x: -179.0, y: 66.1)],
            line_string![(x: -178.9, y: 66.0), (x: -178.0, y: 65.0)],
        ]);
        let line = Polyline::try_from(&parts).unwrap();
        approx::assert_abs_diff_eq!(Geodesic.length(&line), line.length(), epsilon = 1e-6);
        for share in [0.0, 0.1, 0.45, 0.9, 1.0] {
            let at = line.at(Place::new(share * line.length()).unwrap()).unwrap();
            let by_ratio = Geodesic.point_at_ratio_from_start(&line, share);
            let from_end = Geodesic.point_at_ratio_from_end(&line, 1.0 - share);
            for point in [by_ratio, from_end] {
                assert!(Geodesic.distance(&line, point) < 1e-5);
                assert!(Geodesic.distance(point, Point::from(at)) < 1e-5);
            }
            let located = line.line_locate_point(&by_ratio).unwrap();
            approx::assert_abs_diff_eq!(located, share, epsilon = 1e-9);
        }
        let nowhere = Point::new(0.0, 100.0);
        assert!(Geodesic.distance(nowhere, &line).is_nan());
        assert_eq!(line.line_locate_point(&nowhere), None);
    }
}
