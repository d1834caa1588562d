//! The search for the nearest edge by straight distances, which leaves a few candidates.

use super::boxes::RUN;
use super::boxes::{FAN, Group, NUMBER, key};
use super::runs::Runs;
use crate::geodesy::{Ecef, fold, less, longest_geodesic, longest_straight};

/// So many candidates fit without asking for memory.
const FEW: usize = 12;

/// What the coordinates of two points can be off together, in metres.
const ROUNDING: f64 = 1e-8;

/// A search for the nearest edge to a point.
pub(super) struct Search<'a> {
    runs: &'a Runs,
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

impl<'a> Search<'a> {
    /// A search that has looked nowhere, but at one edge's start if it is likely near.
    pub(super) fn new(runs: &'a Runs, point: Ecef, likely: Option<usize>) -> Self {
        let mut search = Self {
            runs,
            point,
            at: runs.frame.local(point),
            reach: f64::INFINITY,
            key: key(f64::INFINITY),
            few: [(0.0, 0); FEW],
            count: 0,
            more: Vec::new(),
        };
        if let Some(edge) = likely {
            search.narrow(point.distance_2(runs.vertex(edge)).sqrt() + ROUNDING);
        }
        search
    }

    /// Looks everywhere within reach.
    pub(super) fn everywhere(&mut self) {
        self.group(self.runs.levels.len() - 1, 0);
    }

    /// The edges that can be the nearest.
    pub(super) fn candidates(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.few[..self.count].iter().chain(&self.more);
        all.filter(|(least, _)| *least <= self.reach).map(|&(_, edge)| edge)
    }

    /// Visits a group of boxes on a level.
    fn group(&mut self, level: usize, group: usize) {
        self.boxes(&self.runs.levels[level][group], |search, child| {
            let child = group * FAN + child;
            if level > 0 {
                search.group(level - 1, child);
            } else {
                search.scan(child);
            }
        });
    }

    /// Visits the boxes of a group within reach, nearest first.
    #[inline(always)]
    fn boxes(&mut self, group: &Group, mut visit: impl FnMut(&mut Self, usize)) {
        let mut keys = group.keys(self.at);
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

    /// Notes that some place of the line is no farther, straight, than this.
    #[inline]
    fn narrow(&mut self, straight: f64) {
        let reach = longest_straight(longest_geodesic(straight));
        if reach < self.reach {
            self.reach = reach;
            self.key = key(reach);
        }
    }

    fn scan(&mut self, run: usize) {
        let near = self.runs.distances(run, self.point);
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

/// What lies around the last points of a track, so that the next need not look everywhere.
pub(super) struct Vicinity {
    /// The last point, and an edge near it.
    last: Option<(Ecef, usize)>,
    /// Where it is set up, and how far it reaches: what it leaves out is farther away.
    centre: Ecef,
    radius: f64,
    /// Up to sixteen boxes within the radius, what they hold, and on which level they are.
    boxes: Group,
    held: Vec<usize>,
    level: usize,
    /// How many points it has served; and how many may pass before it is set up again, since
    /// those that are no track would only pay for it.
    served: usize,
    pause: usize,
}

impl Vicinity {
    /// Nowhere yet.
    pub(super) fn new() -> Self {
        Self {
            last: None,
            centre: Ecef([0.0; 3]),
            radius: f64::NEG_INFINITY,
            boxes: Group::EMPTY,
            held: Vec::with_capacity(FAN + 1),
            level: 0,
            served: 0,
            pause: 0,
        }
    }

    /// The search for the next point of a track, finished.
    pub(super) fn search<'a>(&mut self, runs: &'a Runs, point: Ecef) -> Search<'a> {
        let mut search = Search::new(runs, point, self.last.map(|(_, edge)| edge));
        if point.distance_2(self.centre).sqrt() + search.reach <= self.radius {
            self.served += 1;
            search.boxes(&self.boxes, |search, child| match self.level {
                0 => search.scan(self.held[child]),
                level => search.group(level - 1, self.held[child]),
            });
            return search;
        }
        search.everywhere();
        if let Some((last, _)) = self.last {
            // Wide enough for some more steps like the last.
            let radius = 1.5 * search.reach + 10.0 * point.distance_2(last).sqrt();
            self.move_to(runs, point, radius);
        }
        search
    }

    /// Notes where a point was found.
    pub(super) fn found(&mut self, point: Ecef, edge: usize) {
        self.last = Some((point, edge));
    }

    fn move_to(&mut self, runs: &Runs, centre: Ecef, radius: f64) {
        if self.pause > 0 {
            self.pause -= 1;
            return;
        }
        let usable = (0..runs.levels.len()).any(|level| self.set_up(runs, level, centre, radius));
        (self.centre, self.radius) = (centre, if usable { radius } else { f64::NEG_INFINITY });
        if self.served < 3 {
            self.pause = 20;
        }
        self.served = 0;
    }

    /// Takes the boxes of a level within the radius, unless there are too many.
    fn set_up(&mut self, runs: &Runs, level: usize, centre: Ecef, radius: f64) -> bool {
        self.level = level;
        self.held.clear();
        let held = &mut self.held;
        let complete = runs.within(level, centre, radius, &mut |number| {
            held.push(number);
            held.len() <= FAN
        });
        self.boxes = Group::EMPTY;
        for (number, held) in self.held.iter().enumerate().take(FAN) {
            self.boxes.copy(number, &runs.levels[level][held / FAN], held % FAN);
        }
        complete
    }
}
