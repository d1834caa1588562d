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

    /// The box around two points, grown by `rim` metres.
    fn around(a: Ecef, b: Ecef, rim: f64) -> Self {
        let low = [0, 1, 2].map(|axis| a.0[axis].min(b.0[axis]) - rim);
        let high = [0, 1, 2].map(|axis| a.0[axis].max(b.0[axis]) + rim);
        Self { low, high }
    }

    fn join(self, other: Self) -> Self {
        let low = [0, 1, 2].map(|axis| self.low[axis].min(other.low[axis]));
        let high = [0, 1, 2].map(|axis| self.high[axis].max(other.high[axis]));
        Self { low, high }
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

    fn bounds_of(&self, run: Range<usize>) -> Bounds {
        run.filter_map(|edge| self.edge_bounds(edge)).fold(Bounds::EMPTY, Bounds::join)
    }

    /// The box around the geodesic of an edge; none for a jump between parts.
    pub(super) fn edge_bounds(&self, edge: usize) -> Option<Bounds> {
        if self.index.is_jump(edge) {
            return None;
        }
        let (a, b) = (self.index.vertex(edge), self.index.vertex(edge + 1));
        Some(Bounds::around(a, b, a.distance_2(b) * RIM + ROUNDING))
    }
}
