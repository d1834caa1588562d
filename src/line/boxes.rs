//! Nodes of sixteen boxes, measured together with a few vector instructions.
//!
//! Boxes are `f32` in a frame that is level at the line's middle. Boxes and search distances are
//! rounded outwards, so `f32` never hides an edge.

use crate::geodesy::{Ecef, fold, greater, less};

/// Neighbouring edges in a run: one box encloses them. Sixteen `f64` fill four AVX registers.
pub(super) const RUN: usize = 16;

/// x, y and z of the seventeen vertices of a run: its last is the first of the next.
pub(super) type Columns = [[f64; RUN + 1]; 3];

/// Boxes in a node.
pub(super) const FAN: usize = 16;

/// Local coordinates, the third axis vertical at the middle of the line: there boxes are flat.
#[derive(Debug, Clone, Copy)]
pub(super) struct LocalFrame {
    origin: Ecef,
    axes: [Ecef; 3],
}

/// Sixteen boxes by their rims, axis by axis.
#[derive(Debug, Clone)]
pub(super) struct BoxNode {
    low: [[f32; FAN]; 3],
    high: [[f32; FAN]; 3],
}

/// The lowest bits of a key hold the index of the box in its node.
pub(super) const NUMBER: u32 = FAN as u32 - 1;

/// Added to every key, so that none is too small for ordinary arithmetic.
const LEAST_KEY: f32 = 1e-30;

/// A distance as a key, comparable with a node's keys. Rounded up by more than the rounding of
/// boxes, points and squares together; less than the key of an empty box.
pub(super) fn key(reach: f64) -> f32 {
    let square = (reach * reach * (1.0 + 1e-5)) as f32 + LEAST_KEY;
    f32::from_bits(less(square, 1e35).to_bits() | NUMBER)
}

impl LocalFrame {
    pub(super) fn around(middle: [f64; 3]) -> Self {
        let origin = Ecef(middle);
        let pole = Ecef([0.0, 0.0, 1.0]);
        let up = unit(origin).unwrap_or(pole);
        let east = unit(pole.cross(up)).unwrap_or(Ecef([1.0, 0.0, 0.0]));
        let north = unit(up.cross(east)).unwrap_or(Ecef([0.0, 1.0, 0.0]));
        Self { origin, axes: [east, north, up] }
    }

    pub(super) fn local(&self, point: Ecef) -> [f32; 3] {
        self.local_f64(point).map(|c| c as f32)
    }

    pub(super) fn local_f64(&self, point: Ecef) -> [f64; 3] {
        let from_origin = point - self.origin;
        self.axes.map(|axis| axis.dot(from_origin))
    }

    pub(super) fn apply(&self, [x, y, z]: &Columns) -> Columns {
        let Ecef([ox, oy, oz]) = self.origin;
        self.axes.map(|Ecef([ax, ay, az])| {
            let mut column = [0.0; RUN + 1];
            for (k, c) in column.iter_mut().enumerate() {
                *c = (x[k] - ox) * ax + (y[k] - oy) * ay + (z[k] - oz) * az;
            }
            column
        })
    }
}

/// The unit vector in this direction; none for a vector that is all rounding. Close to a pole the
/// cross product with the axis is short but exact to 1e-16, and the frame must stay orthogonal: a
/// skew one would overstate distances, and a search would miss edges.
fn unit(v: Ecef) -> Option<Ecef> {
    let length = v.dot(v).sqrt();
    (length > 1e-9).then(|| Ecef(v.0.map(|c| c / length)))
}

impl BoxNode {
    /// A node without boxes: its keys exceed every finite distance on the globe.
    pub(super) const EMPTY: Self = Self { low: [[1e18; FAN]; 3], high: [[-1e18; FAN]; 3] };

    /// Sets box `number` around vertices and the edges between them.
    pub(super) fn set(&mut self, number: usize, columns: &Columns, rim: f64) {
        for (axis, column) in columns.iter().enumerate() {
            let (head, last) = (column.first_chunk::<RUN>().unwrap_or(&[0.0; RUN]), column[RUN]);
            let low = fold(*head, less).min(last) - rim;
            let high = fold(*head, greater).max(last) + rim;
            // Twice the `f32` rounding error of this coordinate and of a point nearby.
            let rounding = |v: f64| v.abs() * 2.5e-7 + 1e-6;
            self.low[axis][number] = (low - rounding(low)) as f32;
            self.high[axis][number] = (high + rounding(high)) as f32;
        }
    }

    /// Copies one box of another node.
    pub(super) fn copy(&mut self, number: usize, other: &Self, other_number: usize) {
        for axis in 0..3 {
            self.low[axis][number] = other.low[axis][other_number];
            self.high[axis][number] = other.high[axis][other_number];
        }
    }

    /// The parent node: one box around each of the given nodes.
    pub(super) fn around_all(nodes: &[Self]) -> Self {
        let mut all = Self::EMPTY;
        for (number, node) in nodes.iter().enumerate() {
            for axis in 0..3 {
                all.low[axis][number] = fold(node.low[axis], less);
                all.high[axis][number] = fold(node.high[axis], greater);
            }
        }
        all
    }

    /// The centre and half extent of each box, axis by axis; meaningless for empty boxes.
    pub(super) fn middles(&self) -> ([[f64; FAN]; 3], [[f64; FAN]; 3]) {
        let (mut middles, mut halves) = ([[0.0; FAN]; 3], [[0.0; FAN]; 3]);
        for axis in 0..3 {
            for k in 0..FAN {
                let (low, high) = (f64::from(self.low[axis][k]), f64::from(self.high[axis][k]));
                middles[axis][k] = 0.5 * (low + high);
                halves[axis][k] = 0.5 * (high - low);
            }
        }
        (middles, halves)
    }

    /// The key of each box: its squared distance, the lowest bits replaced by the box's index.
    #[inline]
    pub(super) fn keys(&self, at: [f32; 3]) -> [f32; FAN] {
        let mut keys = [0.0; FAN];
        for (k, key) in keys.iter_mut().enumerate() {
            let mut square = LEAST_KEY;
            for (axis, at) in at.iter().enumerate() {
                let (below, above) = (self.low[axis][k] - at, at - self.high[axis][k]);
                let off = greater(greater(below, above), 0.0);
                square += off * off;
            }
            *key = f32::from_bits(square.to_bits() & !NUMBER | k as u32);
        }
        keys
    }
}
