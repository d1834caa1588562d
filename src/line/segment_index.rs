//! The line's spatial index, in the line's own order: boxes around runs of edges, boxes around
//! those.
//!
//! Neighbours along a line are neighbours in space, so nothing is sorted: sixteen edges make a run,
//! sixteen boxes a node. A straight distance never exceeds the geodesic one, so a search that
//! prunes by straight distances misses nothing, poles and antimeridian included.

use super::boxes::{BoxNode, Columns, FAN, LocalFrame, RUN, key};
use crate::geodesy::{Ecef, SMALLEST_RADIUS, fold, greater, less};

/// Vertices of the line in Earth-centred coordinates, and the boxes around its edges.
#[derive(Debug, Clone)]
pub(super) struct SegmentIndex {
    /// The vertices of each run; the last run is padded with the line's last vertex.
    runs: Vec<EdgeRun>,
    edges: usize,
    /// Edge indexes that are no edges but jumps between parts, in order.
    jumps: Vec<usize>,
    pub(super) frame: LocalFrame,
    /// Level 0: nodes of boxes around runs; each further level: nodes of boxes around the nodes
    /// below. The last level has one node.
    pub(super) levels: Vec<Vec<BoxNode>>,
}

/// Neighbouring edges, measured together.
#[derive(Debug, Clone)]
struct EdgeRun {
    vertices: Columns,
    /// The farthest its edges may lie from their chords, in metres.
    rim: f64,
}

/// How far the geodesic over a chord can rise above it, divided by the chord's square: the
/// sagitta of its sharpest arc, s²/8r. An edge of 10,000 km, the longest, is √1.25 of its chord.
pub(super) const RIM: f64 = 1.25 / (8.0 * SMALLEST_RADIUS);

/// Squared straight distances to the chords of a run's edges.
pub(super) struct RunDistances {
    pub(super) squares: [f64; RUN],
    /// The foot on each chord's line as a share of the chord; outside `0..=1` beyond its ends.
    shares: [f64; RUN],
    /// Squared lengths of the chords.
    chords: [f64; RUN],
    /// How far the edges may be off their chords, in metres.
    pub(super) rim: f64,
}

impl SegmentIndex {
    /// An empty index with room for `vertices`.
    pub(super) fn with_capacity(vertices: usize) -> Self {
        Self {
            runs: Vec::with_capacity(vertices / RUN + 1),
            edges: 0,
            jumps: Vec::new(),
            frame: LocalFrame::around([0.0; 3]),
            levels: Vec::new(),
        }
    }

    /// Appends a vertex; `vertex` counts up from 0.
    #[inline]
    pub(super) fn push(&mut self, vertex: usize, Ecef(xyz): Ecef) {
        let at = vertex % RUN;
        if at == 0 {
            if let Some(before) = self.runs.last_mut() {
                (0..3).for_each(|axis| before.vertices[axis][RUN] = xyz[axis]);
            }
            self.runs.push(EdgeRun { vertices: xyz.map(|c| [c; RUN + 1]), rim: 0.0 });
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
        self.frame = LocalFrame::around(self.middle());
        let mut level = self.boxes_of_runs();
        while level.len() > 1 {
            let above = level.chunks(FAN).map(BoxNode::around_all).collect();
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

    /// Whether an edge index denotes a jump between parts.
    #[inline]
    pub(super) fn is_jump(&self, edge: usize) -> bool {
        !self.jumps.is_empty() && self.jumps.binary_search(&edge).is_ok()
    }

    /// Whether a jump lies among the edges `first..last`.
    pub(super) fn has_jump(&self, first: usize, last: usize) -> bool {
        let from = self.jumps.partition_point(|&jump| jump < first);
        self.jumps.get(from).is_some_and(|&jump| jump < last)
    }

    fn boxes_of_runs(&mut self) -> Vec<BoxNode> {
        let mut nodes = vec![BoxNode::EMPTY; self.runs.len().div_ceil(FAN)];
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
            nodes[number / FAN].set(number % FAN, &local, run.rim);
        }
        nodes
    }

    /// Straight distances from a point to the chords of a run; infinite for jumps and padding.
    #[inline(always)]
    pub(super) fn distances(&self, run: usize, Ecef(p): Ecef) -> RunDistances {
        let EdgeRun { vertices: [x, y, z], rim } = &self.runs[run];
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

    /// The edges of a run, in order, that can come within reach of a point.
    pub(super) fn may_come_near(
        &self,
        run: usize,
        point: Ecef,
        reach: f64,
    ) -> impl Iterator<Item = usize> + use<> {
        let RunDistances { squares, rim, .. } = self.distances(run, point);
        let far = (reach + rim) * (reach + rim);
        (0..RUN).filter(move |&k| squares[k] <= far).map(move |k| run * RUN + k)
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
        // Edges outside the run are not examined: its first and last edge keep their benefit of doubt.
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

    /// Visits what can come within reach of a point, in the line's order, until the visitor
    /// returns `false`: runs for level 0, nodes for the levels above. Returns whether all were
    /// visited.
    pub(super) fn within(
        &self,
        level: usize,
        point: Ecef,
        reach: f64,
        visit: &mut impl FnMut(usize) -> bool,
    ) -> bool {
        let levels = &self.levels[level..];
        let sought = (self.frame.local(point), key(reach));
        within_node(levels, 0, sought, visit)
    }
}

fn within_node(
    levels: &[Vec<BoxNode>],
    node: usize,
    (at, reach): ([f32; 3], f32),
    visit: &mut impl FnMut(usize) -> bool,
) -> bool {
    let [below @ .., top] = levels else { return true };
    let keys = top[node].keys(at);
    let mut children = (0..FAN).filter(|&child| keys[child] <= reach);
    children.all(|child| {
        let child = node * FAN + child;
        if below.is_empty() { visit(child) } else { within_node(below, child, (at, reach), visit) }
    })
}

fn chord_squares([x, y, z]: &Columns) -> [f64; RUN] {
    let mut squares = [0.0; RUN];
    for (k, square) in squares.iter_mut().enumerate() {
        let (dx, dy, dz) = (x[k + 1] - x[k], y[k + 1] - y[k], z[k + 1] - z[k]);
        *square = dx * dx + dy * dy + dz * dz;
    }
    squares
}
