//! Boxes around runs of a line's edges in Earth-centred coordinates, for indexes over many lines.

use std::ops::Range;

use super::Polyline;
use super::segment_index::RIM;
use crate::geodesy::Ecef;

/// Added to a box on every side, in metres: more than the rounding of coordinates.
const ROUNDING: f64 = 1e-6;

/// A box in Earth-centred coordinates, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) low: [f64; 3],
    pub(crate) high: [f64; 3],
}

impl Bounds {
    /// Encloses nothing.
    const EMPTY: Self = Self { low: [f64::INFINITY; 3], high: [f64::NEG_INFINITY; 3] };

    fn include(&mut self, Ecef(point): Ecef) {
        for (axis, at) in point.into_iter().enumerate() {
            self.low[axis] = self.low[axis].min(at);
            self.high[axis] = self.high[axis].max(at);
        }
    }

    /// Grown by some metres on every side.
    fn grown(self, by: f64) -> Self {
        Self { low: self.low.map(|low| low - by), high: self.high.map(|high| high + by) }
    }

    /// Whether both have a point in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        (0..3).all(|axis| self.low[axis] <= other.high[axis] && other.low[axis] <= self.high[axis])
    }
}

impl Polyline {
    /// The line's edges in at most `most` runs, each with a box around its geodesics.
    pub(crate) fn bounds(&self, most: usize) -> Vec<(Range<usize>, Bounds)> {
        let edges = self.vertices.len() - 1;
        let step = edges.div_ceil(most.max(1)).max(1);
        let runs = (0..edges).step_by(step).map(|first| first..(first + step).min(edges));
        let bounded = runs.map(|run| (run.clone(), self.bounds_of(run)));
        // A run of a single jump encloses nothing.
        bounded.filter(|(_, bounds)| *bounds != Bounds::EMPTY).collect()
    }

    /// The box around the geodesics of some edges; around nothing where all are jumps.
    pub(super) fn bounds_of(&self, edges: Range<usize>) -> Bounds {
        let (mut bounds, mut longest_2) = (Bounds::EMPTY, 0.0_f64);
        let mut start = self.index.vertex(edges.start);
        for edge in edges {
            let end = self.index.vertex(edge + 1);
            if !self.index.is_jump(edge) {
                bounds.include(start);
                bounds.include(end);
                longest_2 = longest_2.max(start.distance_2(end));
            }
            start = end;
        }
        bounds.grown(longest_2 * RIM + ROUNDING)
    }
}
