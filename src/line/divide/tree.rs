//! Down the line's index, with the points that can still be the nearest.

use super::envelope::NOBODY;
use super::{Part, Site, TIE};
use crate::geodesy::{Ecef, LonLat, longest_geodesic, longest_straight};
use crate::line::Polyline;
use crate::line::boxes::FAN;
use crate::line::boxes::RUN;
use crate::units::Place;

/// Parts shorter than this many metres belong to the next.
const SLIVER: f64 = 1e-6;

/// A walk down the index and along the line at once: nodes are met in the line's order.
pub(super) struct Descent<'a> {
    pub(super) line: &'a Polyline,
    pub(super) sites: Vec<Site>,
    pub(super) farthest: f64,
    pub(super) from: f64,
    pub(super) to: f64,
    parts: Vec<Part>,
    /// Where the last part ends.
    reached: f64,
    /// Lists of sites, those of a node behind those of its parent.
    pub(super) listed: Vec<u32>,
    /// Squared distances of a node's sites from the middle of a box.
    squares: Vec<f64>,
}

/// Who can be the nearest in a node: a list from some place of `listed` to its end; and whether
/// there may be nobody.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) nobody: bool,
}

impl Open {
    /// The only one there can be, if there is one.
    pub(super) fn sole(&self, listed: &[u32]) -> Option<u32> {
        match (&listed[self.first..self.last], self.nobody) {
            ([], _) => Some(NOBODY),
            ([one], false) => Some(*one),
            _ => None,
        }
    }
}

impl<'a> Descent<'a> {
    pub(super) fn new(line: &'a Polyline, points: &[LonLat], farthest: f64) -> Self {
        let site = |&point: &LonLat| {
            let ecef = Ecef::from(point);
            Site { point, ecef, local: line.index.frame.local_f64(ecef) }
        };
        Self {
            line,
            sites: points.iter().map(site).collect(),
            // Within less than that nobody is; and a reach of nothing would have no inside.
            farthest: farthest.max(1e-6),
            from: 0.0,
            to: 0.0,
            parts: Vec::new(),
            reached: 0.0,
            listed: Vec::new(),
            squares: Vec::new(),
        }
    }

    /// Divides the stretch between two distances from the start.
    pub(super) fn run(mut self, from: f64, to: f64) -> Vec<Part> {
        (self.from, self.to, self.reached) = (from, to, from);
        self.listed.extend(0..self.sites.len() as u32);
        let all = Open { first: 0, last: self.sites.len(), nobody: self.farthest < f64::INFINITY };
        match all.sole(&self.listed) {
            Some(one) => self.emit(one, to),
            None => self.node(self.line.index.levels.len() - 1, 0, all),
        }
        if let Some(last) = self.parts.last_mut() {
            last.to = Place::from_trusted(to);
        }
        self.parts
    }

    /// Notes that from where the last part ends the line belongs to one, up to some place.
    pub(super) fn emit(&mut self, who: u32, to: f64) {
        let to = to.min(self.to);
        let first = self.parts.is_empty() && to >= self.to;
        if to - self.reached <= SLIVER && !first {
            return;
        }
        let nearest = (who != NOBODY).then_some(who as usize);
        let end = Place::from_trusted(to);
        match self.parts.last_mut() {
            Some(last) if last.nearest == nearest => last.to = end,
            _ => {
                self.parts.push(Part { from: Place::from_trusted(self.reached), to: end, nearest });
            }
        }
        self.reached = to;
    }

    /// Goes through the children of a node in order.
    fn node(&mut self, level: usize, node: usize, open: Open) {
        let (middles, halves) = self.line.index.levels[level][node].middles();
        let edges_of_child = RUN * FAN.pow(level as u32);
        let of_child = |child: usize| [middles, halves].map(|lanes| lanes.map(|lane| lane[child]));
        for (child, [middle, half]) in (0..FAN).map(of_child).enumerate() {
            let number = node * FAN + child;
            let first = number * edges_of_child;
            let last = (first + edges_of_child).min(self.line.places.len() - 1);
            if first >= last || self.line.places[first] >= self.to {
                break;
            }
            if self.line.places[last] <= self.from {
                continue;
            }
            let listed = self.listed.len();
            let below = self.within_box(open, (middle, half), (first, last));
            match below.sole(&self.listed) {
                Some(one) => self.emit(one, self.line.places[last]),
                None if level > 0 => self.node(level - 1, number, below),
                None => self.edges(first, last, below),
            }
            self.listed.truncate(listed);
        }
    }

    /// Notes the squared distances of a node's sites from a point; the least, and whose it is.
    fn measure(&mut self, open: Open, middle: [f64; 3]) -> (f64, u32) {
        self.squares.clear();
        let (mut least, mut nearest) = (f64::INFINITY, 0);
        for &who in &self.listed[open.first..open.last] {
            let [x, y, z] = self.sites[who as usize].local;
            let (dx, dy, dz) = (x - middle[0], y - middle[1], z - middle[2]);
            let square = dx * dx + dy * dy + dz * dz;
            self.squares.push(square);
            if square < least {
                (least, nearest) = (square, who);
            }
        }
        (least, nearest)
    }

    /// Lists those of a node's sites that can be the nearest somewhere in the box of a child.
    fn within_box(
        &mut self,
        open: Open,
        (middle, half): ([f64; 3], [f64; 3]),
        (first, last): (usize, usize),
    ) -> Open {
        let (least, nearest) = self.measure(open, middle);
        let radius = norm(half);
        let reach = least.sqrt() + radius;
        let slack = slack(reach);
        if slack == f64::INFINITY {
            let middle = (first + last) / 2;
            let places = &self.line.places;
            let far = (places[last] - places[middle]).max(places[middle] - places[first]);
            let far = if self.line.index.has_jump(first, last) { f64::INFINITY } else { far };
            return self.within_walk(open, self.line.index.vertex(middle), far);
        }
        // Farther from the middle than this nobody can be the nearest anywhere in the box.
        let far = (reach * reach + slack).sqrt().min(longest_straight(self.farthest) + 1e-5);
        let limit = (far + radius) * (far + radius);
        let start = self.listed.len();
        for k in open.first..open.last {
            let square = self.squares[k - open.first];
            if square > limit {
                continue;
            }
            let who = self.listed[k];
            if who == nearest || self.competes(nearest, who, half, square - least - slack) {
                self.listed.push(who);
            }
        }
        Open {
            first: start,
            last: self.listed.len(),
            nobody: open.nobody && longest_geodesic(reach) + TIE >= self.farthest,
        }
    }

    /// Whether another site can be nearer than the nearest somewhere in a box, in the middle of
    /// which its squared distance is so much more. Inside, the difference is linear.
    #[inline]
    fn competes(&self, nearest: u32, other: u32, half: [f64; 3], excess: f64) -> bool {
        let (a, b) = (&self.sites[nearest as usize].local, &self.sites[other as usize].local);
        if a == b {
            return other < nearest;
        }
        let most: f64 = (0..3).map(|axis| (b[axis] - a[axis]).abs() * half[axis]).sum();
        excess <= 2.0 * most
    }

    /// Lists those sites that can be the nearest within some metres' walk of a point, by the
    /// triangle inequality: for the far side of the globe, where chords tell little.
    pub(super) fn within_walk(&mut self, open: Open, at: Ecef, walk: f64) -> Open {
        let listed = open.first..open.last;
        let distances: Vec<(u32, f64)> = self.listed[listed]
            .iter()
            .map(|&who| (who, self.sites[who as usize].distance(at)))
            .collect();
        let least = distances.iter().fold(f64::INFINITY, |least, (_, d)| least.min(*d));
        let limit = (least + 2.0 * walk).min(self.farthest + walk) + 2.0 * TIE;
        let first = self.listed.len();
        let near = || distances.iter().filter(|(_, d)| *d <= limit);
        for &(who, d) in near() {
            let place = |who: u32| self.sites[who as usize].ecef;
            let mut before = near().take_while(|(other, _)| *other < who);
            if !before.any(|&(other, e)| e == d && place(other) == place(who)) {
                self.listed.push(who);
            }
        }
        let nobody = open.nobody && least + walk + TIE >= self.farthest;
        Open { first, last: self.listed.len(), nobody }
    }
}

fn norm(v: [f64; 3]) -> f64 {
    Ecef(v).dot(Ecef(v)).sqrt()
}

/// How much more another squared straight distance must be than one of up to `reach` metres, that
/// its geodesic is longer for sure: geodesics are at least as sharp as circles of the largest
/// radius of curvature and at most as those of the smallest. Ties and roundings are added.
pub(super) fn slack(reach: f64) -> f64 {
    let ties = 2e-6 * reach + 1e-9;
    if reach < 200_000.0 {
        // s² = c² + c⁴/12r² + …: with 1/12 of the difference of 1/r², and 2 % for what is left out.
        let square = reach * reach;
        return square * square * 4.3e-17 + ties;
    }
    let straight = longest_straight(longest_geodesic(reach));
    // Beyond a quarter of the globe this grows to kilometres, and walks tell more.
    if reach > 9_000_000.0 { f64::INFINITY } else { straight * straight - reach * reach + ties }
}
