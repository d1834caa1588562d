//! A spatial index in the line's own order: boxes over runs of edges, boxes over those.
//!
//! Neighbours along a line lie together, so nothing is sorted: sixteen edges make a run, sixteen
//! boxes a group, and a group is searched with a few vector instructions. Boxes are `f32` in a
//! frame that lies flat where the line does; they are rounded outwards, and so are searches.
//! Straight distances never exceed geodesic ones, so a search misses nothing on the globe.

use crate::geodesy::{
    Ecef, SMALLEST_RADIUS, fold, greater, less, longest_geodesic, longest_straight,
};

/// Edges of a run and boxes of a group.
const FAN: usize = 16;
const RUN: usize = 16;

/// Vertices of the line in Earth-centred coordinates, and the boxes around its edges.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    /// The vertices of each run; filled up with the line's last vertex.
    runs: Vec<Run>,
    edges: usize,
    /// Numbers of edges that are none, but jumps between parts.
    jumps: Vec<usize>,
    frame: Frame,
    /// Groups of boxes around runs, groups of boxes around those, up to a single group.
    levels: Vec<Vec<Group>>,
}

/// x, y and z of the seventeen vertices of a run: its last is the first of the next.
type Columns = [[f64; RUN + 1]; 3];

/// Neighbouring edges, measured together.
#[derive(Debug, Clone)]
struct Run {
    vertices: Columns,
    /// How far its edges may be off their chords, in metres.
    rim: f64,
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

/// Squared straight distances to the chords of a run's edges.
struct RunDistances {
    squares: [f64; RUN],
    /// The foot on each chord as a share of it, also beyond its ends.
    shares: [f64; RUN],
    /// Squared lengths of the chords.
    chords: [f64; RUN],
    /// How far the edges may be off their chords, in metres.
    rim: f64,
}

impl Runs {
    /// Edges of a run.
    pub(super) const LENGTH: usize = RUN;

    /// Room for so many vertices, none of them yet.
    pub(super) fn with_capacity(vertices: usize) -> Self {
        Self {
            runs: Vec::with_capacity(vertices / RUN + 1),
            edges: 0,
            jumps: Vec::new(),
            frame: Frame::around([0.0; 3]),
            levels: Vec::new(),
        }
    }

    /// Adds the vertex of a number; numbers count up from 0.
    #[inline]
    pub(super) fn push(&mut self, vertex: usize, Ecef(xyz): Ecef) {
        let at = vertex % RUN;
        if at == 0 {
            if let Some(before) = self.runs.last_mut() {
                (0..3).for_each(|axis| before.vertices[axis][RUN] = xyz[axis]);
            }
            self.runs.push(Run { vertices: xyz.map(|c| [c; RUN + 1]), rim: 0.0 });
        } else if let Some(run) = self.runs.last_mut() {
            (0..3).for_each(|axis| run.vertices[axis][at..].fill(xyz[axis]));
        }
        self.edges = vertex;
    }

    /// Builds the boxes; `parts` holds the first vertex of each part and the number of vertices.
    pub(super) fn finish(&mut self, parts: &[usize]) {
        if let [_, inner @ .., _] = parts {
            self.jumps = inner.iter().map(|first| first - 1).collect();
        }
        self.runs.truncate(self.edges.div_ceil(RUN));
        self.frame = Frame::around(self.middle());
        let mut level = self.boxes_of_runs();
        while level.len() > 1 {
            let above = level.chunks(FAN).map(Group::around).collect();
            self.levels.push(std::mem::replace(&mut level, above));
        }
        self.levels.push(level);
    }

    /// The mean of every sixteenth vertex.
    fn middle(&self) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for run in &self.runs {
            (0..3).for_each(|axis| sums[axis] += run.vertices[axis][0]);
        }
        sums.map(|sum| sum / self.runs.len().max(1) as f64)
    }

    /// A vertex in Earth-centred coordinates.
    #[inline]
    pub(super) fn vertex(&self, vertex: usize) -> Ecef {
        // The very last vertex may stand in the run before alone.
        let (run, at) = match vertex / RUN {
            run if run < self.runs.len() => (run, vertex % RUN),
            _ => (self.runs.len() - 1, RUN),
        };
        let [x, y, z] = &self.runs[run].vertices;
        Ecef([x[at], y[at], z[at]])
    }

    /// Whether the number is that of a jump between parts.
    #[inline]
    pub(super) fn is_jump(&self, edge: usize) -> bool {
        !self.jumps.is_empty() && self.jumps.binary_search(&edge).is_ok()
    }

    fn boxes_of_runs(&mut self) -> Vec<Group> {
        let mut groups = vec![Group::EMPTY; self.runs.len().div_ceil(FAN)];
        let mut jumps = self.jumps.iter().copied().peekable();
        for (number, run) in self.runs.iter_mut().enumerate() {
            let mut rims = chord_squares(&run.vertices);
            let mut local = self.frame.apply(&run.vertices);
            while let Some(jump) = jumps.next_if(|jump| *jump < (number + 1) * RUN) {
                let at = jump - number * RUN;
                rims[at] = 0.0;
                if at + 1 == RUN {
                    // The last vertex belongs to the next run alone.
                    local.iter_mut().for_each(|c| c[RUN] = c[RUN - 1]);
                }
            }
            // Coordinates are rounded by a nanometre each.
            run.rim = fold(rims, greater) * RIM + 1e-8;
            groups[number / FAN].set(number % FAN, &local, run.rim);
        }
        groups
    }

    /// Straight distances from a point to the edges of a run; infinite where there is none.
    #[inline(always)]
    fn distances(&self, run: usize, Ecef(p): Ecef) -> RunDistances {
        let Run { vertices: [x, y, z], rim } = &self.runs[run];
        let (mut squares, mut shares, mut chords) = ([0.0; RUN], [0.0; RUN], [0.0; RUN]);
        for k in 0..RUN {
            let (dx, dy, dz) = (x[k + 1] - x[k], y[k + 1] - y[k], z[k + 1] - z[k]);
            let (px, py, pz) = (p[0] - x[k], p[1] - y[k], p[2] - z[k]);
            let chord_2 = dx * dx + dy * dy + dz * dz;
            let t = (px * dx + py * dy + pz * dz) / (chord_2 + f64::MIN_POSITIVE);
            shares[k] = t;
            let t = less(greater(t, 0.0), 1.0);
            let (ex, ey, ez) = (px - t * dx, py - t * dy, pz - t * dz);
            squares[k] = ex * ex + ey * ey + ez * ez;
            chords[k] = chord_2;
        }
        self.without_jumps(run, &mut squares);
        RunDistances { squares, shares, chords, rim: *rim }
    }

    #[inline]
    fn without_jumps(&self, run: usize, squares: &mut [f64; RUN]) {
        let first = run * RUN;
        if first + RUN > self.edges {
            squares[self.edges - first..].fill(f64::INFINITY);
        }
        if !self.jumps.is_empty() {
            let from = self.jumps.partition_point(|&jump| jump < first);
            for jump in self.jumps[from..].iter().take_while(|&&jump| jump < first + RUN) {
                squares[jump - first] = f64::INFINITY;
            }
        }
    }

    /// Looks for the nearest edge: visits runs, likely nearest first, and tells the edges that can
    /// be the nearest, each with the straight distance that it has at least.
    pub(super) fn nearest(&self, point: Ecef, likely: Option<usize>) -> Nearest<'_> {
        let at = self.frame.local(point);
        let mut search = Nearest {
            runs: self,
            point,
            at,
            scanned: usize::MAX,
            reach: f64::INFINITY,
            key: key(f64::INFINITY),
            few: [(0.0, 0); FEW],
            count: 0,
            more: Vec::new(),
        };
        if let Some(edge) = likely {
            search.scan(edge / RUN);
            search.scanned = edge / RUN;
        }
        search.group(self.levels.len() - 1, 0);
        search
    }

    /// The edges of a run, in order, that can hold a foot of the line within reach of a point:
    /// near enough, and the way to it falls before the foot and rises behind.
    pub(super) fn may_hold_feet(
        &self,
        run: usize,
        point: Ecef,
        reach: f64,
    ) -> impl Iterator<Item = usize> + use<> {
        let RunDistances { squares, shares, chords, rim } = self.distances(run, point);
        let far = (reach + rim) * (reach + rim);
        // Chord and geodesic differ in slope; at most by c (c + length)/4r² over a distance c, and
        // that is doubled.
        let extent = reach + rim + fold(chords, greater).sqrt();
        let doubt = extent * extent * extent / (2.0 * 6.3e6 * 6.3e6) + 1e-6;
        let close = |share: f64, k: usize| share * share * chords[k] <= doubt * doubt;
        let behind_start: [bool; RUN] =
            std::array::from_fn(|k| shares[k] >= 0.0 || close(shares[k], k));
        let before_end: [bool; RUN] =
            std::array::from_fn(|k| shares[k] <= 1.0 || close(shares[k] - 1.0, k));
        let past_end: [bool; RUN] =
            std::array::from_fn(|k| shares[k] >= 1.0 || close(shares[k] - 1.0, k));
        // What stands before and behind the run is not looked at.
        let last = RUN - 1;
        let wanted: [bool; RUN] = std::array::from_fn(|k| {
            let inside = behind_start[k] && before_end[k];
            let on_start =
                !behind_start[k] && (k == 0 || past_end[k - 1] || squares[k - 1] == f64::INFINITY);
            let on_end = !before_end[k] && (k == last || squares[k + 1] == f64::INFINITY);
            squares[k] <= far && (inside || on_start || on_end)
        });
        (0..RUN).filter(move |&k| wanted[k]).map(move |k| run * RUN + k)
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
        reach: f32,
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

/// So many candidates fit without asking for memory.
const FEW: usize = 12;

/// A search for the nearest edge by straight distances, which leaves a few candidates.
pub(super) struct Nearest<'a> {
    runs: &'a Runs,
    point: Ecef,
    at: [f32; 3],
    /// A run that need not be scanned again.
    scanned: usize,
    /// The nearest place is no farther than this, as a straight distance; and as a key.
    reach: f64,
    key: f32,
    /// Edges, and how near each can be.
    few: [(f64, usize); FEW],
    count: usize,
    more: Vec<(f64, usize)>,
}

impl Nearest<'_> {
    /// The edges that can be the nearest.
    pub(super) fn candidates(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.few[..self.count].iter().chain(&self.more);
        all.filter(|(least, _)| *least <= self.reach).map(|&(_, edge)| edge)
    }

    fn group(&mut self, level: usize, group: usize) {
        let mut keys = self.runs.levels[level][group].keys(self.at);
        loop {
            let least = fold(keys, less);
            if least > self.key {
                return;
            }
            let child = (least.to_bits() & NUMBER) as usize;
            keys[child] = f32::INFINITY;
            let child = group * FAN + child;
            if level > 0 {
                self.group(level - 1, child);
            } else if child != self.scanned {
                self.scan(child);
            }
        }
    }

    fn scan(&mut self, run: usize) {
        let RunDistances { squares, rim, .. } = self.runs.distances(run, self.point);
        let (least, far) = (fold(squares, less), self.reach + rim);
        if least > far * far {
            return;
        }
        let reach = longest_straight(longest_geodesic(least.sqrt() + rim));
        if reach < self.reach {
            self.reach = reach;
            self.key = key(reach);
        }
        let far = (self.reach + rim) * (self.reach + rim);
        for (k, square) in squares.iter().enumerate() {
            if *square <= far {
                self.found(square.sqrt() - rim, run * RUN + k);
            }
        }
    }

    fn found(&mut self, least: f64, edge: usize) {
        if self.count == FEW {
            self.weed();
        }
        if self.count < FEW {
            self.few[self.count] = (least, edge);
            self.count += 1;
        } else {
            self.more.push((least, edge));
        }
    }

    /// Drops candidates that have become too far.
    fn weed(&mut self) {
        let mut kept = 0;
        for i in 0..self.count {
            if self.few[i].0 <= self.reach {
                self.few[kept] = self.few[i];
                kept += 1;
            }
        }
        self.count = kept;
    }
}

/// The lowest bits of a key: the number of the box in its group.
const NUMBER: u32 = FAN as u32 - 1;

/// Added to every key, so that none is too small for ordinary arithmetic.
const LEAST_KEY: f32 = 1e-30;

/// A distance in the order of a group's keys, rounded up by more than all roundings of boxes,
/// points and squares together; less than the key of an empty box.
fn key(reach: f64) -> f32 {
    let square = (reach * reach * (1.0 + 1e-5)) as f32 + LEAST_KEY;
    f32::from_bits(less(square, 1e35).to_bits() | NUMBER)
}

impl Frame {
    fn around(middle: [f64; 3]) -> Self {
        let origin = Ecef(middle);
        let pole = Ecef([0.0, 0.0, 1.0]);
        let up = unit(origin).unwrap_or(pole);
        let east = unit(pole.cross(up)).unwrap_or(Ecef([1.0, 0.0, 0.0]));
        let north = unit(up.cross(east)).unwrap_or(Ecef([0.0, 1.0, 0.0]));
        Self { origin, axes: [east, north, up] }
    }

    fn local(&self, point: Ecef) -> [f32; 3] {
        let from_origin = point - self.origin;
        let [east, north, up] = self.axes;
        [east.dot(from_origin) as f32, north.dot(from_origin) as f32, up.dot(from_origin) as f32]
    }

    fn apply(&self, [x, y, z]: &Columns) -> Columns {
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

/// The vector of length 1, unless this one has hardly any length.
fn unit(v: Ecef) -> Option<Ecef> {
    let length = v.dot(v).sqrt();
    (length > 1e-3).then(|| Ecef(v.0.map(|c| c / length)))
}

impl Group {
    /// No box: farther from everything than anything is.
    const EMPTY: Self = Self { low: [[1e18; FAN]; 3], high: [[-1e18; FAN]; 3] };

    /// Sets a box around some vertices and the edges between them.
    fn set(&mut self, number: usize, columns: &Columns, rim: f64) {
        for (axis, column) in columns.iter().enumerate() {
            let (head, last) = (column.first_chunk::<RUN>().unwrap_or(&[0.0; RUN]), column[RUN]);
            let low = fold(*head, less).min(last) - rim;
            let high = fold(*head, greater).max(last) + rim;
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
                all.low[axis][number] = fold(group.low[axis], less);
                all.high[axis][number] = fold(group.high[axis], greater);
            }
        }
        all
    }

    /// For each box its squared distance, the lowest bits replaced by the number of the box.
    #[inline]
    fn keys(&self, at: [f32; 3]) -> [f32; FAN] {
        let mut keys = [0.0; FAN];
        for (k, key) in keys.iter_mut().enumerate() {
            let mut square = LEAST_KEY;
            for axis in 0..3 {
                let below = self.low[axis][k] - at[axis];
                let above = at[axis] - self.high[axis][k];
                let off = greater(greater(below, above), 0.0);
                square += off * off;
            }
            *key = f32::from_bits(square.to_bits() & !NUMBER | k as u32);
        }
        keys
    }
}

fn chord_squares([x, y, z]: &Columns) -> [f64; RUN] {
    let mut squares = [0.0; RUN];
    for (k, square) in squares.iter_mut().enumerate() {
        let (dx, dy, dz) = (x[k + 1] - x[k], y[k + 1] - y[k], z[k + 1] - z[k]);
        *square = dx * dx + dy * dy + dz * dz;
    }
    squares
}
