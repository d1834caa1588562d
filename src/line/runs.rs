//! A spatial index in the line's own order: boxes over runs of edges, boxes over those.
//!
//! Neighbours along a line lie together, so nothing is sorted: sixteen edges make a run, sixteen
//! boxes a group, and a group is searched with a few vector instructions. Boxes are `f32` in a
//! frame that lies flat where the line does; they are rounded outwards, and so are searches.
//! Straight distances never exceed geodesic ones, so a search misses nothing on the globe.

use crate::geodesy::{Ecef, SMALLEST_RADIUS};

/// Edges of a run and boxes of a group.
const FAN: usize = 16;

/// Vertices of the line in Earth-centred coordinates, and the boxes around its edges.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    /// x, y and z of the vertices; filled up with the last vertex to whole runs.
    columns: [Vec<f64>; 3],
    edges: usize,
    /// Numbers of edges that are none, but jumps between parts.
    jumps: Vec<usize>,
    frame: Frame,
    /// Groups of boxes around runs, groups of boxes around those, up to a single group.
    levels: Vec<Vec<Group>>,
}

/// Coordinates with their third axis upright in the middle of the line: boxes lie flat in them.
#[derive(Debug, Clone, Copy)]
struct Frame {
    origin: Ecef,
    axes: [Ecef; 3],
}

/// Sixteen boxes by their rims, axis by axis.
#[derive(Debug, Clone)]
struct Group {
    low: [[f32; FAN]; 3],
    high: [[f32; FAN]; 3],
}

/// How far the geodesic over a chord can rise above it, divided by the chord's square: the
/// sagitta of its sharpest arc, s²/8r. An edge of 10,000 km, the longest, is √1.25 of its chord.
const RIM: f64 = 1.25 / (8.0 * SMALLEST_RADIUS);

/// Squared straight distances to the chords of a run's edges, and how far off the edges may be.
pub(super) struct RunDistances {
    pub(super) squares: [f64; FAN],
    pub(super) rims: [f64; FAN],
}

impl Runs {
    /// Edges of a run.
    pub(super) const LENGTH: usize = FAN;

    /// The index of the vertices with these coordinates; `parts` holds the first vertex of each
    /// part and the number of vertices.
    pub(super) fn new(mut columns: [Vec<f64>; 3], parts: &[usize]) -> Self {
        let vertices = columns[0].len();
        let edges = vertices.saturating_sub(1);
        let jumps = match parts {
            [_, inner @ .., _] => inner.iter().map(|first| first - 1).collect(),
            _ => Vec::new(),
        };
        let frame = Frame::around(&columns);
        for column in &mut columns {
            let last = column.last().copied().unwrap_or(0.0);
            column.resize(edges.div_ceil(FAN) * FAN + 1, last);
        }
        let mut runs = Self { columns, edges, jumps, frame, levels: Vec::new() };
        runs.levels.push(runs.boxes_of_runs());
        while let Some(below) = runs.levels.last().filter(|level| level.len() > 1) {
            let above = below.chunks(FAN).map(Group::around).collect();
            runs.levels.push(above);
        }
        runs
    }

    /// A vertex in Earth-centred coordinates.
    #[inline]
    pub(super) fn vertex(&self, vertex: usize) -> Ecef {
        Ecef([0, 1, 2].map(|axis| self.columns[axis][vertex]))
    }

    /// Whether the number is that of a jump between parts.
    #[inline]
    pub(super) fn is_jump(&self, edge: usize) -> bool {
        !self.jumps.is_empty() && self.jumps.binary_search(&edge).is_ok()
    }

    fn run(&self, run: usize) -> [&[f64; FAN + 1]; 3] {
        const EMPTY: [f64; FAN + 1] = [0.0; FAN + 1];
        [0, 1, 2].map(|axis| {
            self.columns[axis].get(run * FAN..).and_then(|c| c.first_chunk()).unwrap_or(&EMPTY)
        })
    }

    fn boxes_of_runs(&self) -> Vec<Group> {
        let mut groups = vec![Group::EMPTY; (self.edges.div_ceil(FAN)).div_ceil(FAN)];
        let mut jumps = self.jumps.iter().copied().peekable();
        for run in 0..self.edges.div_ceil(FAN) {
            let mut columns = self.run(run).map(|c| *c);
            let mut rims = chord_squares(&columns);
            while let Some(jump) = jumps.next_if(|jump| *jump < (run + 1) * FAN) {
                let at = jump - run * FAN;
                rims[at] = 0.0;
                if at + 1 == FAN {
                    // The last vertex belongs to the next run alone.
                    columns.iter_mut().for_each(|c| c[FAN] = c[FAN - 1]);
                }
            }
            let rim = fold(rims, |a, b| if b > a { b } else { a }) * RIM;
            groups[run / FAN].set(run % FAN, &self.frame.apply(&columns), rim);
        }
        groups
    }

    /// Straight distances from a point to the edges of a run; infinite where there is none.
    #[inline]
    pub(super) fn distances(&self, run: usize, Ecef(p): Ecef) -> RunDistances {
        let [x, y, z] = self.run(run);
        let (mut squares, mut rims) = ([0.0; FAN], [0.0; FAN]);
        for k in 0..FAN {
            let (dx, dy, dz) = (x[k + 1] - x[k], y[k + 1] - y[k], z[k + 1] - z[k]);
            let (px, py, pz) = (p[0] - x[k], p[1] - y[k], p[2] - z[k]);
            let chord_2 = dx * dx + dy * dy + dz * dz;
            let t = (px * dx + py * dy + pz * dz) / (chord_2 + f64::MIN_POSITIVE);
            let t = if t > 0.0 { t } else { 0.0 };
            let t = if t < 1.0 { t } else { 1.0 };
            let (ex, ey, ez) = (px - t * dx, py - t * dy, pz - t * dz);
            squares[k] = ex * ex + ey * ey + ez * ez;
            // Coordinates are rounded by a nanometre each.
            rims[k] = chord_2 * RIM + 1e-8;
        }
        let first = run * FAN;
        for (k, square) in squares.iter_mut().enumerate().skip(self.edges.saturating_sub(first)) {
            debug_assert!(first + k >= self.edges);
            *square = f64::INFINITY;
        }
        let from = self.jumps.partition_point(|&jump| jump < first);
        for jump in self.jumps[from..].iter().take_while(|&&jump| jump < first + FAN) {
            squares[jump - first] = f64::INFINITY;
        }
        RunDistances { squares, rims }
    }

    /// The edges of a run, in order, that can hold a foot of the line within reach of a point.
    pub(super) fn may_hold_feet(
        &self,
        run: usize,
        point: Ecef,
        reach: f64,
    ) -> impl Iterator<Item = usize> + use<> {
        let RunDistances { squares, rims } = self.distances(run, point);
        (0..FAN)
            .filter(move |&k| {
                let far = reach + rims[k];
                squares[k] <= far * far
            })
            .map(move |k| run * FAN + k)
    }

    /// Visits runs that can come within reach of a point, likely nearest first; the visitor
    /// returns the reach in metres that is left.
    pub(super) fn approach(&self, point: Ecef, reach: f64, visit: &mut impl FnMut(usize) -> f64) {
        let mut search =
            Approach { runs: self, at: self.frame.local(point), visit, key: key(reach) };
        search.group(self.levels.len() - 1, 0);
    }

    /// The runs that can come within reach of a point, in the line's order.
    pub(super) fn within(&self, point: Ecef, reach: f64, visit: &mut impl FnMut(usize)) {
        self.within_group(self.levels.len() - 1, 0, self.frame.local(point), key(reach), visit);
    }

    fn within_group(
        &self,
        level: usize,
        group: usize,
        at: [f32; 3],
        reach: i32,
        visit: &mut impl FnMut(usize),
    ) {
        let keys = self.levels[level][group].keys(at);
        for (child, _) in keys.iter().enumerate().filter(|(_, key)| **key <= reach) {
            let child = group * FAN + child;
            if level == 0 {
                visit(child);
            } else {
                self.within_group(level - 1, child, at, reach, visit);
            }
        }
    }
}

struct Approach<'a, V> {
    runs: &'a Runs,
    at: [f32; 3],
    visit: &'a mut V,
    key: i32,
}

impl<V: FnMut(usize) -> f64> Approach<'_, V> {
    fn group(&mut self, level: usize, group: usize) {
        let mut keys = self.runs.levels[level][group].keys(self.at);
        loop {
            let least = fold(keys, |a, b| if b < a { b } else { a });
            if least > self.key {
                return;
            }
            let child = (least & NUMBER) as usize;
            keys[child] = i32::MAX;
            if level == 0 {
                self.key = key((self.visit)(group * FAN + child));
            } else {
                self.group(level - 1, group * FAN + child);
            }
        }
    }
}

/// The lowest bits of a key: the number of the box in its group.
const NUMBER: i32 = FAN as i32 - 1;

/// A distance in the order of a group's keys, rounded up by more than all roundings of boxes,
/// points and squares together; less than the key of an empty box.
fn key(reach: f64) -> i32 {
    let square = ((reach * reach * (1.0 + 1e-5)) as f32).min(f32::MAX);
    square.to_bits() as i32 | NUMBER
}

impl Frame {
    fn around(columns: &[Vec<f64>; 3]) -> Self {
        let count = columns[0].len().max(1) as f64;
        let origin = Ecef([0, 1, 2].map(|axis| columns[axis].iter().sum::<f64>() / count));
        let pole = Ecef([0.0, 0.0, 1.0]);
        let up = unit(origin).unwrap_or(pole);
        let east = unit(pole.cross(up)).unwrap_or(Ecef([1.0, 0.0, 0.0]));
        let north = unit(up.cross(east)).unwrap_or(Ecef([0.0, 1.0, 0.0]));
        Self { origin, axes: [east, north, up] }
    }

    fn local(&self, point: Ecef) -> [f32; 3] {
        let from_origin = point - self.origin;
        self.axes.map(|axis| axis.dot(from_origin) as f32)
    }

    fn apply(&self, [x, y, z]: &[[f64; FAN + 1]; 3]) -> [[f64; FAN + 1]; 3] {
        let Ecef([ox, oy, oz]) = self.origin;
        self.axes.map(|Ecef([ax, ay, az])| {
            let mut column = [0.0; FAN + 1];
            for (k, c) in column.iter_mut().enumerate() {
                *c = (x[k] - ox) * ax + (y[k] - oy) * ay + (z[k] - oz) * az;
            }
            column
        })
    }
}

/// The vector of length 1, unless this one has hardly any length.
fn unit(v: Ecef) -> Option<Ecef> {
    let length = v.dot(v).sqrt();
    (length > 1e-3).then(|| Ecef(v.0.map(|c| c / length)))
}

impl Group {
    /// No box: at an infinite distance from everything.
    const EMPTY: Self =
        Self { low: [[f32::INFINITY; FAN]; 3], high: [[f32::NEG_INFINITY; FAN]; 3] };

    /// Sets a box around some vertices and the edges between them.
    fn set(&mut self, number: usize, columns: &[[f64; FAN + 1]; 3], rim: f64) {
        for (axis, column) in columns.iter().enumerate() {
            let (head, last) = (column.first_chunk::<FAN>().unwrap_or(&[0.0; FAN]), column[FAN]);
            let low = fold(*head, |a, b| if b < a { b } else { a }).min(last) - rim;
            let high = fold(*head, |a, b| if b > a { b } else { a }).max(last) + rim;
            // Twice what `f32` rounds this and a point nearby.
            let rounding = |v: f64| v.abs() * 2.5e-7 + 1e-6;
            self.low[axis][number] = (low - rounding(low)) as f32;
            self.high[axis][number] = (high + rounding(high)) as f32;
        }
    }

    /// The group of the boxes around each of some groups.
    fn around(groups: &[Self]) -> Self {
        let mut all = Self::EMPTY;
        for (number, group) in groups.iter().enumerate() {
            for axis in 0..3 {
                all.low[axis][number] = fold(group.low[axis], f32::min);
                all.high[axis][number] = fold(group.high[axis], f32::max);
            }
        }
        all
    }

    /// For each box its squared distance, as the bits of an `f32`, which order as it does, with
    /// the lowest ones replaced by the number of the box.
    #[inline]
    fn keys(&self, at: [f32; 3]) -> [i32; FAN] {
        let mut keys = [0; FAN];
        for (k, key) in keys.iter_mut().enumerate() {
            let mut square = 0.0;
            for axis in 0..3 {
                let below = self.low[axis][k] - at[axis];
                let above = at[axis] - self.high[axis][k];
                let off = if below > above { below } else { above };
                let off = if off > 0.0 { off } else { 0.0 };
                square += off * off;
            }
            *key = square.to_bits() as i32 & !NUMBER | k as i32;
        }
        keys
    }
}

/// Combines sixteen values by halves, which compilers turn into vector instructions.
#[inline(always)]
fn fold<T: Copy>(mut values: [T; FAN], pick: impl Fn(T, T) -> T) -> T {
    for k in 0..8 {
        values[k] = pick(values[k], values[k + 8]);
    }
    for k in 0..4 {
        values[k] = pick(values[k], values[k + 4]);
    }
    pick(pick(values[0], values[2]), pick(values[1], values[3]))
}

fn chord_squares([x, y, z]: &[[f64; FAN + 1]; 3]) -> [f64; FAN] {
    let mut squares = [0.0; FAN];
    for (k, square) in squares.iter_mut().enumerate() {
        let (dx, dy, dz) = (x[k + 1] - x[k], y[k + 1] - y[k], z[k + 1] - z[k]);
        *square = dx * dx + dy * dy + dz * dz;
    }
    squares
}
