//! How far a point is from a whole stretch of a line: least, most and on average.

use super::Site;
use crate::geodesy::{Ecef, LonLat};
use crate::line::{LineError, Polyline};
use crate::units::Place;

/// Edges are measured in pieces of up to this many metres, over which the globe is flat enough.
const FLAT: f64 = 500.0;

/// How far a point is from the places of a stretch, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Distances {
    /// From its nearest place.
    pub least: f64,
    /// From its farthest place.
    pub most: f64,
    /// From all its places, on average.
    pub mean: f64,
}

impl Polyline {
    /// How far a point is from the stretch between two places: least, most and on average.
    ///
    /// Geodesic distances, to 0.1 mm for points within some ten kilometres, and relatively to
    /// 2e-5 anywhere. Takes time proportional to the vertices of the stretch, 20 ns each.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 0.0), (x: 102.1, y: 0.0)])?;
    /// let distances = line.distances(LonLat::new(102.0, 0.0)?, line.start(), line.end())?;
    /// assert_eq!(distances.least, 0.0);
    /// assert!((distances.most - line.length()).abs() < 1e-4);
    /// assert!((distances.mean - line.length() / 2.0).abs() < 1e-4);
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a place lies beyond the line's end, or `from` does not lie before `to`.
    pub fn distances(&self, point: LonLat, from: Place, to: Place) -> Result<Distances, LineError> {
        self.reaches(from)?;
        self.reaches(to)?;
        if from >= to {
            return Err(LineError::NoStretch { from: from.metres(), to: to.metres() });
        }
        let ecef = Ecef::from(point);
        let site = Site { point, ecef, local: ecef.0 };
        let mut sum = Sum { least: f64::INFINITY, most: 0.0, area: 0.0 };
        self.each_piece(from.metres(), to.metres(), |(start, end), length| {
            sum.add(site.distance(start), site.distance(end), length);
        });
        let mean = sum.area / (to.metres() - from.metres());
        Ok(Distances { least: sum.least, most: sum.most, mean: mean.clamp(sum.least, sum.most) })
    }

    /// Visits the stretch between two distances from the start in short straight pieces.
    fn each_piece(&self, from: f64, to: f64, mut visit: impl FnMut((Ecef, Ecef), f64)) {
        let first = self.places.partition_point(|&p| p <= from).saturating_sub(1);
        for edge in first..self.places.len() - 1 {
            let (start, length) = (self.places[edge], self.edge_length(edge));
            if start >= to {
                return;
            }
            let (a, b) = ((from - start).max(0.0), (to - start).min(length));
            if b <= a {
                continue;
            }
            let at = |along: f64| match along {
                0.0 => self.index.vertex(edge),
                along if along == length => self.index.vertex(edge + 1),
                along => Ecef::from(self.on_edge(edge, along)),
            };
            let count = ((b - a) / FLAT).ceil().max(1.0);
            let step = (b - a) / count;
            let mut before = at(a);
            for i in 1..=count as usize {
                let along = if i as f64 == count { b } else { a + i as f64 * step };
                let next = at(along);
                visit((before, next), step);
                before = next;
            }
        }
    }
}

struct Sum {
    least: f64,
    most: f64,
    /// Metres times metres.
    area: f64,
}

impl Sum {
    /// Adds a straight piece by the distances of its ends and its length: along it the squared
    /// distance is h² + x², x running by the foot of the point.
    fn add(&mut self, start: f64, end: f64, length: f64) {
        let x = ((end - start) * (start + end) / length - length) / 2.0;
        let (before, behind) = (x, x + length);
        let height = (start * start - x * x).max(0.0).sqrt();
        let least = if before < 0.0 && behind > 0.0 { height } else { start.min(end) };
        self.least = self.least.min(least);
        self.most = self.most.max(start).max(end);
        // ∫ √(h² + x²) dx = (x √(h² + x²) + h² asinh(x/h)) / 2; far away that cancels, and there
        // Simpson's rule is exact enough.
        if start.min(end) > 30.0 * length {
            let middle = (height * height + (before + length / 2.0).powi(2)).sqrt();
            self.area += length * (start + 4.0 * middle + end) / 6.0;
        } else {
            let turn =
                |x: f64| if height > 0.0 { height * height * (x / height).asinh() } else { 0.0 };
            self.area += (behind * end - before * start + turn(behind) - turn(before)) / 2.0;
        }
    }
}
