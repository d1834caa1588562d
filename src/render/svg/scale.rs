//! The scale of a section on the picture: the pixel of a measure.

use super::frame::{Point, gap};
use crate::report::MapStretch;
use crate::units::Measure;

/// A section in pixels, with its measures.
#[derive(Debug, Clone, Default)]
pub(super) struct LineScale {
    /// Millimetres from the section's start and the point there, in order; a line that lifts off
    /// has two points at one measure.
    points: Vec<(f64, Point)>,
}

impl LineScale {
    /// Adds a stretch behind those already there, its length spread evenly over its drawing.
    pub(super) fn push(&mut self, stretch: &MapStretch, drawn: &[Vec<Point>]) {
        let edges = drawn.iter().flat_map(|part| part.windows(2));
        let total: f64 = edges.map(|edge| gap(edge[0], edge[1])).sum();
        let (from, length) = (stretch.at.span.from().mm() as f64, stretch.at.length().mm() as f64);
        let mut along = 0.0;
        for part in drawn {
            let mut last = None;
            for &point in part {
                along += last.map_or(0.0, |last| gap(last, point));
                let share = if total > 0.0 { along / total } else { 0.0 };
                self.points.push((from + length * share, point));
                last = Some(point);
            }
        }
    }

    /// The points in order.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> + '_ {
        self.points.iter().map(|&(_, point)| point)
    }

    /// How long it is drawn, in pixels.
    pub(super) fn drawn_length(&self) -> f64 {
        self.points.windows(2).map(|edge| gap(edge[0].1, edge[1].1)).sum()
    }

    /// Where a measure lies.
    pub(super) fn at(&self, measure: Measure) -> Option<Point> {
        self.at_mm(measure.mm() as f64)
    }

    fn at_mm(&self, mm: f64) -> Option<Point> {
        let behind = self.points.partition_point(|&(m, _)| m < mm);
        let (to, b) = *self.points.get(behind).or(self.points.last())?;
        let (from, a) = *self.points.get(behind.saturating_sub(1))?;
        let share = if to > from { ((mm - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 };
        Some([0, 1].map(|i| a[i] + (b[i] - a[i]) * share))
    }

    /// The direction of the line around a measure, over about `reach` pixels; a unit vector.
    pub(super) fn direction(&self, measure: Measure, reach: f64) -> Point {
        let (Some(&(start, _)), Some(&(end, _))) = (self.points.first(), self.points.last()) else {
            return [1.0, 0.0];
        };
        let length = self.drawn_length();
        let reach = if length > 0.0 { (end - start) * reach / length } else { 0.0 };
        // What bends back to where it came from has a direction nearer by.
        for reach in [reach, reach / 4.0, reach / 16.0] {
            let mm = measure.mm() as f64;
            let ends = [(mm - reach).max(start), (mm + reach).min(end)];
            if let [Some(a), Some(b)] = ends.map(|mm| self.at_mm(mm)) {
                let apart = gap(a, b);
                if apart > 1e-6 {
                    return [(b[0] - a[0]) / apart, (b[1] - a[1]) / apart];
                }
            }
        }
        [1.0, 0.0]
    }

    /// On which side most of some points lie: 1 on the left of the line, −1 on its right, as seen
    /// on the picture; 0 where there are as many on either.
    pub(super) fn side_of(&self, points: &[Point]) -> f64 {
        // A few hundred of each are enough.
        let step = |n: usize| n.div_ceil(400).max(1);
        let line: Vec<Point> = self.points().step_by(step(self.points.len())).collect();
        let side = |point: &Point| {
            let edges = line.windows(2).map(|e| (super::line::off(*point, e[0], e[1]), e));
            let near = edges.min_by(|a, b| a.0.total_cmp(&b.0));
            near.map_or(0.0, |(_, e)| {
                let [dx, dy] = [e[1][0] - e[0][0], e[1][1] - e[0][1]];
                let turn = dx * (point[1] - e[0][1]) - dy * (point[0] - e[0][0]);
                // Down is positive, so a turn to the left is negative.
                if turn == 0.0 { 0.0 } else { -turn.signum() }
            })
        };
        let sum: f64 = points.iter().step_by(step(points.len())).map(side).sum();
        if sum == 0.0 { 0.0 } else { sum.signum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::Stretch;
    use crate::id::SectionId;
    use crate::marker::Address;
    use crate::span::Span;
    use geo_types::MultiLineString;

    fn scale(parts: &[Vec<Point>]) -> LineScale {
        let stretch = MapStretch {
            at: Stretch {
                section: SectionId::new("s").unwrap(),
                span: Span::new(Measure::from_mm(1000), Measure::from_mm(5000)).unwrap(),
                from: Address::Start,
                to: Address::End,
            },
            villages: Vec::new(),
            geometry: MultiLineString::new(Vec::new()),
        };
        let mut scale = LineScale::default();
        scale.push(&stretch, parts);
        scale
    }

    #[test]
    fn measures_lie_where_their_share_of_the_drawing_ends() {
        let line = scale(&[vec![[0.0, 0.0], [10.0, 0.0], [10.0, 30.0]]]);
        assert_eq!(line.at(Measure::from_mm(2000)), Some([10.0, 0.0]));
        assert_eq!(line.at(Measure::from_mm(3000)), Some([10.0, 10.0]));
        assert_eq!(line.at(Measure::from_mm(-9)), Some([0.0, 0.0]));
        assert_eq!(line.at(Measure::from_mm(9999)), Some([10.0, 30.0]));
        assert_eq!(line.direction(Measure::from_mm(4000), 2.0), [0.0, 1.0]);
        assert_eq!(LineScale::default().at(Measure::ZERO), None);
    }

    #[test]
    fn a_point_has_a_direction_too() {
        let point = scale(&[vec![[4.0, 4.0]]]);
        assert_eq!(point.at(Measure::from_mm(3000)), Some([4.0, 4.0]));
        assert_eq!(point.direction(Measure::from_mm(3000), 9.0), [1.0, 0.0]);
    }

    #[test]
    fn left_and_right_are_as_seen() {
        let east = scale(&[vec![[0.0, 0.0], [10.0, 0.0]]]);
        assert_eq!(east.side_of(&[[5.0, -3.0], [5.0, -4.0], [5.0, 4.0]]), 1.0);
        assert_eq!(east.side_of(&[[5.0, 3.0]]), -1.0);
        assert_eq!(east.side_of(&[]), 0.0);
    }
}
