//! The search for the nearest edge by straight distances; it leaves a few candidates.

use super::boxes::RUN;
use super::boxes::{BoxNode, FAN, NUMBER, key};
use super::segment_index::SegmentIndex;
use crate::geodesy::{Ecef, fold, less, longest_geodesic, longest_straight};

/// Candidates kept on the stack. Few searches leave more, so few allocate.
const FEW: usize = 12;

/// The rounding error of two points' coordinates together, in metres.
const ROUNDING: f64 = 1e-8;

/// A search for the nearest edge to a point.
pub(super) struct NearestSearch<'a> {
    index: &'a SegmentIndex,
    point: Ecef,
    at: [f32; 3],
    /// The nearest place is no farther than this, as a straight distance; and as a key.
    reach: f64,
    key: f32,
    /// Edges, and how near each can be.
    few: [(f64, usize); FEW],
    count: usize,
    more: Vec<(f64, usize)>,
}

impl<'a> NearestSearch<'a> {
    /// A search that has visited nothing; the start of a `likely` edge bounds its reach.
    pub(super) fn new(index: &'a SegmentIndex, point: Ecef, likely: Option<usize>) -> Self {
        let mut search = Self {
            index,
            point,
            at: index.frame.local(point),
            reach: f64::INFINITY,
            key: key(f64::INFINITY),
            few: [(0.0, 0); FEW],
            count: 0,
            more: Vec::new(),
        };
        if let Some(edge) = likely {
            search.narrow(point.distance_2(index.vertex(edge)).sqrt() + ROUNDING);
        }
        search
    }

    /// The same, of a place no farther than `metres` on the ground.
    pub(super) fn within(index: &'a SegmentIndex, point: Ecef, metres: f64) -> Self {
        let mut search = Self::new(index, point, None);
        search.limit(longest_straight(metres) + ROUNDING);
        search
    }

    /// Visits every edge within reach.
    pub(super) fn everywhere(&mut self) {
        self.node(self.index.levels.len() - 1, 0);
    }

    /// The edges that can be the nearest.
    pub(super) fn candidates(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.few[..self.count].iter().chain(&self.more);
        all.filter(|(least, _)| *least <= self.reach).map(|&(_, edge)| edge)
    }

    /// Visits a node of boxes on a level.
    fn node(&mut self, level: usize, node: usize) {
        self.boxes(&self.index.levels[level][node], |search, child| {
            let child = node * FAN + child;
            if level > 0 {
                search.node(level - 1, child);
            } else {
                search.scan(child);
            }
        });
    }

    /// Visits the boxes of a node within reach, nearest first.
    #[inline(always)]
    fn boxes(&mut self, node: &BoxNode, mut visit: impl FnMut(&mut Self, usize)) {
        let mut keys = node.keys(self.at);
        loop {
            let least = fold(keys, less);
            if least > self.key {
                return;
            }
            let child = (least.to_bits() & NUMBER) as usize;
            keys[child] = f32::INFINITY;
            visit(self, child);
        }
    }

    /// Lowers the reach: some place of the line is at most this far, as a straight distance.
    #[inline]
    fn narrow(&mut self, straight: f64) {
        self.limit(longest_straight(longest_geodesic(straight)));
    }

    /// Lowers the reach to a straight distance.
    #[inline]
    fn limit(&mut self, reach: f64) {
        if reach < self.reach {
            self.reach = reach;
            self.key = key(reach);
        }
    }

    fn scan(&mut self, run: usize) {
        let near = self.index.distances(run, self.point);
        let (rim, squares) = (near.rim, near.squares);
        let (least, far) = (fold(squares, less), self.reach + rim);
        if least > far * far {
            return;
        }
        self.narrow(least.sqrt() + rim);
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

/// The boxes around the last points of a track: the next point searches these first.
pub(super) struct Vicinity {
    /// The last point, and an edge near it.
    last: Option<(Ecef, usize)>,
    /// Everything within `radius` of `centre` is in `boxes`; all else is farther away.
    centre: Ecef,
    radius: f64,
    /// Up to sixteen boxes within the radius, the indexes of what they enclose, and their level.
    boxes: BoxNode,
    held: Vec<usize>,
    level: usize,
    /// Points served since the last set-up, and points to let pass before the next: points that
    /// form no track would pay for each set-up and never use it.
    served: usize,
    pause: usize,
}

impl Vicinity {
    /// A vicinity that covers nothing yet.
    pub(super) fn new() -> Self {
        Self {
            last: None,
            centre: Ecef([0.0; 3]),
            radius: f64::NEG_INFINITY,
            boxes: BoxNode::EMPTY,
            held: Vec::with_capacity(FAN + 1),
            level: 0,
            served: 0,
            pause: 0,
        }
    }

    /// The finished search for the next point of a track.
    pub(super) fn search<'a>(&mut self, index: &'a SegmentIndex, point: Ecef) -> NearestSearch<'a> {
        let mut search = NearestSearch::new(index, point, self.last.map(|(_, edge)| edge));
        if point.distance_2(self.centre).sqrt() + search.reach <= self.radius {
            self.served += 1;
            search.boxes(&self.boxes, |search, child| match self.level {
                0 => search.scan(self.held[child]),
                level => search.node(level - 1, self.held[child]),
            });
            return search;
        }
        search.everywhere();
        if let Some((last, _)) = self.last {
            // Wide enough for about ten more steps like the last.
            let radius = 1.5 * search.reach + 10.0 * point.distance_2(last).sqrt();
            self.move_to(index, point, radius);
        }
        search
    }

    /// Records the edge found for a point.
    pub(super) fn found(&mut self, point: Ecef, edge: usize) {
        self.last = Some((point, edge));
    }

    fn move_to(&mut self, index: &SegmentIndex, centre: Ecef, radius: f64) {
        if self.pause > 0 {
            self.pause -= 1;
            return;
        }
        let usable = (0..index.levels.len()).any(|level| self.set_up(index, level, centre, radius));
        (self.centre, self.radius) = (centre, if usable { radius } else { f64::NEG_INFINITY });
        if self.served < 3 {
            self.pause = 20;
        }
        self.served = 0;
    }

    /// Takes the boxes of a level within the radius; `false` when they are more than sixteen.
    fn set_up(&mut self, index: &SegmentIndex, level: usize, centre: Ecef, radius: f64) -> bool {
        self.level = level;
        self.held.clear();
        let held = &mut self.held;
        let complete = index.within(level, centre, radius, &mut |number| {
            held.push(number);
            held.len() <= FAN
        });
        self.boxes = BoxNode::EMPTY;
        for (number, held) in self.held.iter().enumerate().take(FAN) {
            self.boxes.copy(number, &index.levels[level][held / FAN], held % FAN);
        }
        complete
    }
}
