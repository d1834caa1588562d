//! Along the edges that more than one point can be nearest to.

use super::TIE;
use super::envelope::{self, NOBODY, SiteDistances};
use super::tree::{Descent, Open, slack};
use crate::geodesy::{Ecef, Edge, ShortEdge, longest_geodesic, longest_straight};
use crate::line::Polyline;
use crate::line::segment_index::RIM;

/// Pieces of an edge up to this many metres are looked at as one: over it the squared distances
/// differ from quadratics by less than 0.1 µm of distance.
const PIECE: f64 = 500.0;

/// However close a point, pieces are not halved for its sake below this many metres.
const CLOSE: f64 = 0.01;

/// Beyond this many metres geodesics to the two sides of the globe may be as short as one another,
/// and distances turn as sharply as within the shortest piece.
const FAR_SIDE: f64 = 19_000_000.0;
const SHARP: f64 = 0.000_5;

/// Up to this length, in metres, places of an edge are found by its series to 20 nm.
const SERIES: f64 = 10_000.0;

impl Descent<'_> {
    /// Goes through some edges one by one.
    pub(super) fn edges(&mut self, first: usize, last: usize, open: Open) {
        for edge in first..last {
            let (start, end) = (self.line.places[edge], self.line.places[edge + 1]);
            // A jump between parts has no length either.
            if end <= self.from || end <= start {
                continue;
            }
            if start >= self.to {
                return;
            }
            let ends = (self.line.index.vertex(edge), self.line.index.vertex(edge + 1));
            let listed = self.listed.len();
            let below = self.within_piece(open, ends, end - start);
            match below.sole(&self.listed) {
                Some(one) => self.emit(one, end),
                None => {
                    let course = Course::new(self.line, edge);
                    self.pieces(&course, (0.0, end - start), ends, below);
                }
            }
            self.listed.truncate(listed);
        }
    }

    /// The least squared distance of some sites from a point, and whose it is: the first's.
    fn nearest(&self, open: Open, at: Ecef) -> (f64, u32) {
        let (mut least, mut nearest) = (f64::INFINITY, NOBODY);
        for &who in &self.listed[open.first..open.last] {
            let square = at.distance_2(self.sites[who as usize].ecef);
            if square < least {
                (least, nearest) = (square, who);
            }
        }
        (least, nearest)
    }

    /// Lists those sites that can be the nearest on a piece of an edge between two of its points.
    fn within_piece(&mut self, open: Open, (p, q): (Ecef, Ecef), length: f64) -> Open {
        let excess = |who: u32, nearest: u32| {
            let (a, b) = (self.sites[nearest as usize].ecef, self.sites[who as usize].ecef);
            let at = |x: Ecef| x.distance_2(b) - x.distance_2(a);
            at(p).min(at(q))
        };
        let (least, nearest) = self.nearest(open, p);
        let reach = least.sqrt() + length;
        let slack = slack(reach);
        if slack == f64::INFINITY {
            return self.within_walk(open, p, length);
        }
        let rim = length * length * RIM;
        let a = self.sites[nearest as usize].ecef;
        let too_far = longest_straight(self.farthest) + 1e-5 + length;
        let first = self.listed.len();
        for k in open.first..open.last {
            let who = self.listed[k];
            let b = self.sites[who as usize].ecef;
            let apart = a.distance_2(b);
            let doubt = slack + 2.0 * apart.sqrt() * rim;
            let competes =
                if apart == 0.0 { who <= nearest } else { excess(who, nearest) <= doubt };
            if competes && p.distance_2(b) <= too_far * too_far {
                self.listed.push(who);
            }
        }
        Open {
            first,
            last: self.listed.len(),
            nobody: open.nobody && longest_geodesic(reach) + TIE >= self.farthest,
        }
    }

    /// Halves a piece of an edge until one is left or it is short enough.
    fn pieces(&mut self, course: &Course<'_>, piece: (f64, f64), ends: (Ecef, Ecef), open: Open) {
        let (a, b) = piece;
        if course.start + b <= self.from || course.start + a >= self.to {
            return;
        }
        // Distances that differ widely along a piece would be measured with one rounding, and what
        // counts as the same would be no quadratic.
        let listed = &self.listed[open.first..open.last];
        let least = |at: Ecef| {
            let all = listed.iter().map(|&who| self.sites[who as usize].ecef.distance_2(at));
            all.fold(f64::INFINITY, f64::min).sqrt()
        };
        let short = PIECE.min(least(ends.0).min(least(ends.1)).max(CLOSE));
        if b - a <= short && (b - a <= SHARP || self.is_smooth(course, piece, open)) {
            return self.envelope(course, piece, open);
        }
        let half = a + (b - a) / 2.0;
        let middle = course.at(half);
        for (piece, ends) in [((a, half), (ends.0, middle)), ((half, b), (middle, ends.1))] {
            let listed = self.listed.len();
            let below = self.within_piece(open, ends, piece.1 - piece.0);
            match below.sole(&self.listed) {
                Some(one) => self.emit(one, course.start + piece.1),
                None => self.pieces(course, piece, ends, below),
            }
            self.listed.truncate(listed);
        }
    }

    /// Whether distances do not turn sharply on a piece: not needed but on the far side.
    fn is_smooth(&self, course: &Course<'_>, (a, b): (f64, f64), open: Open) -> bool {
        let at = |share: f64| course.at(a + share * (b - a));
        let points = [at(0.0), at(0.25), at(0.5), at(0.75), at(1.0)];
        self.listed[open.first..open.last].iter().all(|&who| {
            let d = points.map(|at| self.sites[who as usize].distance(at));
            // The third and fourth differences vanish where distances are quadratic.
            let third = (d[3] - 3.0 * d[2] + 3.0 * d[1] - d[0]).abs();
            let fourth = (d[4] - 3.0 * d[3] + 3.0 * d[2] - d[1]).abs();
            d[2] < FAR_SIDE || third.max(fourth) < TIE
        })
    }

    /// Walks along a short piece from one nearest site to the next.
    fn envelope(&mut self, course: &Course<'_>, (a, b): (f64, f64), open: Open) {
        let length = b - a;
        let points = [course.at(a), course.at(a + length / 2.0), course.at(b)];
        let measured = |&who: &u32| {
            let site = &self.sites[who as usize];
            SiteDistances { who, distances: points.map(|at| site.distance(at)) }
        };
        let listed = &self.listed[open.first..open.last];
        let mut candidates: Vec<SiteDistances> = listed.iter().map(measured).collect();
        if open.nobody {
            candidates.push(SiteDistances { who: NOBODY, distances: [self.farthest; 3] });
        }
        let (mut owner, mut before, mut after) = (envelope::first(&candidates), None, 0.0);
        // Each can take over from each but once or twice; rounding must not make it more.
        for _ in 0..4 * candidates.len() * candidates.len() {
            let Some((next, at, slope)) = envelope::next(&candidates, (owner, before), after)
            else {
                break;
            };
            // Who is ahead already takes over here, not where it will no longer be ahead.
            if at > after {
                let pair = (&candidates[next], &candidates[owner]);
                let exact = self.refined(course, (a, length), pair, (at, slope));
                after = exact.clamp(after, 1.0);
            }
            self.emit(candidates[owner].who, course.start + a + after * length);
            (before, owner) = (Some(owner), next);
        }
        self.emit(candidates[owner].who, course.start + b);
    }

    /// One of Newton's steps from where the quadratic puts a change to where it is.
    fn refined(
        &self,
        course: &Course<'_>,
        (a, length): (f64, f64),
        (next, owner): (&SiteDistances, &SiteDistances),
        (at, slope): (f64, f64),
    ) -> f64 {
        let place = course.at(a + at * length);
        let distance = |candidate: &SiteDistances| match candidate.who {
            NOBODY => self.farthest,
            who => self.sites[who as usize].distance(place),
        };
        let step = next.excess(owner, (distance(next), distance(owner))) / slope;
        if step.abs() * length < 1.0 { at - step } else { at }
    }
}

/// One edge, ready for its places.
struct Course<'a> {
    line: &'a Polyline,
    edge: usize,
    start: f64,
    length: f64,
    short: Option<ShortEdge>,
    slow: Option<Edge>,
}

impl<'a> Course<'a> {
    fn new(line: &'a Polyline, edge: usize) -> Self {
        let length = line.edge_length(edge);
        let vertex = |v: usize| line.index.vertex(v);
        let short = (length <= SERIES).then(|| ShortEdge::new(vertex(edge), vertex(edge + 1)));
        let short = short.flatten();
        let slow = if short.is_some() { None } else { line.slow_edge(edge) };
        Self { line, edge, start: line.places[edge], length, short, slow }
    }

    /// The point `along` metres from its start.
    fn at(&self, along: f64) -> Ecef {
        if along <= 0.0 {
            return self.line.index.vertex(self.edge);
        }
        if along >= self.length {
            return self.line.index.vertex(self.edge + 1);
        }
        match (&self.short, &self.slow) {
            (Some(short), _) => short.at(along / self.length),
            (None, Some(slow)) => Ecef::from(slow.at(along)),
            (None, None) => self.line.index.vertex(self.edge),
        }
    }
}
