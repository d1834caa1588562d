//! The nearest of a few points along a short piece of an edge.

use super::TIE;

/// Nobody: a distance that is the same everywhere. After all points, which win ties with it.
pub(super) const NOBODY: u32 = u32::MAX;

/// A moment, as a share of a piece: half a millimetre of the longest.
const MOMENT: f64 = 1e-6;

/// One point, or nobody, and its distances at the start, the middle and the end of a piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct SiteDistances {
    pub(super) who: u32,
    pub(super) distances: [f64; 3],
}

impl SiteDistances {
    /// What two distances can be apart and still be the same, as a difference of their squares.
    fn tie(&self, other: &Self, (own, others): (f64, f64)) -> f64 {
        TIE * match NOBODY {
            nobody if self.who == nobody => 2.0 * own,
            nobody if other.who == nobody => 2.0 * others,
            _ => own + others,
        }
    }

    /// By how much a squared distance of its own exceeds one of the other's, made even: the
    /// first of two wins ties.
    pub(super) fn excess(&self, other: &Self, pair: (f64, f64)) -> f64 {
        let ((own, others), tie) = (pair, self.tie(other, pair));
        (own - others) * (own + others) + if self.who < other.who { -tie } else { tie }
    }

    /// The pairs of distances at the start, the middle and the end of the piece.
    fn pairs(&self, other: &Self) -> [(f64, f64); 3] {
        [0, 1, 2].map(|k| (self.distances[k], other.distances[k]))
    }

    /// Its excess all along the piece: linear if it were straight, very nearly quadratic as it is.
    fn excesses(&self, other: &Self) -> Quadratic {
        Quadratic::through(self.pairs(other).map(|pair| self.excess(other, pair)))
    }

    /// What counts as the same, all along the piece.
    fn ties(&self, other: &Self) -> Quadratic {
        Quadratic::through(self.pairs(other).map(|pair| self.tie(other, pair)))
    }

    /// Whether it is ahead of the other at a place of the piece, where its excess is known, by
    /// more than rounding, or gets ahead there; and still is a moment later. Ties are not
    /// transitive: of three that are as near at one place each could take over from the next, for
    /// ever, and the last to leave would keep what follows.
    fn is_ahead(&self, other: &Self, excess: Quadratic, at: f64) -> bool {
        excess.is_below(at, 0.5 * self.ties(other).at(at)) && excess.at(at + MOMENT) < 0.0
    }
}

/// c + b t + a t² for t from 0 to 1.
#[derive(Debug, Clone, Copy)]
struct Quadratic {
    a: f64,
    b: f64,
    c: f64,
}

impl Quadratic {
    /// The one with these values at 0, 1/2 and 1.
    fn through([start, middle, end]: [f64; 3]) -> Self {
        Self {
            a: 2.0 * (start - 2.0 * middle + end),
            b: 4.0 * middle - 3.0 * start - end,
            c: start,
        }
    }

    fn at(&self, t: f64) -> f64 {
        self.c + t * (self.b + t * self.a)
    }

    fn slope(&self, t: f64) -> f64 {
        self.b + 2.0 * t * self.a
    }

    /// Whether at a place it lies below zero, or on it, and will lie below.
    fn is_below(&self, at: f64, noise: f64) -> bool {
        let (now, slope) = (self.at(at), self.slope(at));
        let falls = slope < 0.0 || (slope == 0.0 && self.a < 0.0);
        now < -noise || (now <= 0.0 && falls)
    }

    /// Where, from a place on, it first falls below zero.
    fn falls(&self, after: f64) -> Option<f64> {
        let discriminant = self.b * self.b - 4.0 * self.a * self.c;
        if discriminant <= 0.0 {
            return None;
        }
        // Without cancellation (W. H. Press and others, *Numerical Recipes*, 5.6).
        let q = -0.5 * (self.b + discriminant.sqrt().copysign(self.b));
        let falls = |t: &f64| *t > after && *t < 1.0 && self.slope(*t) < 0.0;
        [q / self.a, self.c / q].into_iter().filter(falls).reduce(f64::min)
    }
}

/// The nearest of the candidates at the start; of those as near, the first.
pub(super) fn first(candidates: &[SiteDistances]) -> usize {
    let start = |c: &SiteDistances| c.distances[0];
    let least = candidates.iter().map(start).fold(f64::INFINITY, f64::min);
    let as_near = (0..candidates.len()).filter(|&i| start(&candidates[i]) <= least + TIE);
    as_near.min_by_key(|&i| candidates[i].who).unwrap_or(0)
}

/// Who takes over from a candidate after a place, and where: both as shares of the piece, with
/// the slope of the excess there. The one before it cannot take over again at once.
pub(super) fn next(
    candidates: &[SiteDistances],
    (owner, before): (usize, Option<usize>),
    after: f64,
) -> Option<(usize, f64, f64)> {
    let mut soonest: Option<(usize, f64, f64)> = None;
    for (i, candidate) in candidates.iter().enumerate().filter(|&(i, _)| i != owner) {
        let excess = candidate.excesses(&candidates[owner]);
        let at = if before != Some(i) && candidate.is_ahead(&candidates[owner], excess, after) {
            after
        } else {
            match excess.falls(after) {
                Some(at) => at,
                None => continue,
            }
        };
        let slope = excess.slope(at);
        // Of two that take over at one place, the one that gets ahead faster.
        if soonest.is_none_or(|(_, t, s)| at < t || (at == t && slope < s)) {
            soonest = Some((i, at, slope));
        }
    }
    soonest
}
