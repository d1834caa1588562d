//! The best way to share out one gap, given the measures at which it may be cut.
//!
//! It is a shortest path from the gap's start to its end over the cuts. The rule that a taker takes
//! at most one stretch is left out at first. Takers that break it are watched, and the path is
//! computed again with the rule for them, until nobody breaks it (decremental state space
//! relaxation, G. Righini and M. Salani, *New dynamic programming algorithms for the resource
//! constrained elementary shortest path problem*, Networks 51, 2008). Most gaps need no watching.

use std::collections::BTreeMap;
use std::ops::Add;

use crate::key::VillageKey;

/// The most takers of one gap that are watched; each doubles the work.
const MOST_WATCHED: usize = 12;

/// A gap with its cuts, and the villages that could take its pieces.
#[derive(Debug, Clone)]
pub(super) struct CutGap {
    /// Millimetres from each cut to the next: one less than there are cuts.
    pub(super) lengths: Vec<i64>,
    /// Whether each cut stands at a marker, at the end of the gap or of an area.
    pub(super) marked: Vec<bool>,
    pub(super) takers: Vec<Taker>,
}

/// A village that could take pieces of a gap.
#[derive(Debug, Clone)]
pub(super) struct Taker {
    pub(super) village: VillageKey,
    /// The cost of each piece from a cut to the next: length times mean distance, in square
    /// millimetres; none where the village may not or cannot take it.
    pub(super) reach: Vec<Option<i128>>,
    /// Whether it keeps the stretch before the gap, and the one behind it.
    pub(super) touches: (bool, bool),
}

/// What a taker keeps and can still take before this gap is filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capacity {
    /// Millimetres it keeps, or is to take elsewhere.
    pub(super) kept: i64,
    /// Millimetres it can still take.
    pub(super) left: i64,
    /// The weight of a square millimetre of its load.
    pub(super) weight: i128,
}

/// The rules for every stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) least: i64,
    pub(super) greatest: i64,
    /// Whether stretches that touch what the village keeps are preferred.
    pub(super) touching: bool,
    /// Whether the goal counts loads instead of distances.
    pub(super) fair: bool,
}

/// The score of a filling: less is better, and earlier fields count first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Score {
    /// Millimetres that nobody takes.
    pub(super) unfilled: i64,
    /// Ends of stretches where no marker stands.
    pub(super) unmarked: u32,
    /// Stretches that touch nothing that their village keeps.
    pub(super) apart: u32,
    /// The figure that the goal minimises.
    pub(super) cost: i128,
}

impl Add for Score {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            unfilled: self.unfilled + other.unfilled,
            unmarked: self.unmarked + other.unmarked,
            apart: self.apart + other.apart,
            cost: self.cost + other.cost,
        }
    }
}

/// A stretch from one cut to another, and who takes it: indexes in the gap's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) taker: usize,
}

impl CutGap {
    /// The stretches that a taker can take from a cut on, each with its score, shortest first.
    pub(super) fn stretches(
        &self,
        taker: usize,
        from: usize,
        capacity: Capacity,
        rules: Rules,
    ) -> impl Iterator<Item = (usize, Score)> + '_ {
        let most = capacity.left.min(rules.greatest);
        let who = &self.takers[taker];
        let (mut length, mut distance) = (0, 0);
        let ends = (from..self.lengths.len()).map_while(move |piece| {
            distance += who.reach[piece]?;
            length += self.lengths[piece];
            (length <= most).then_some((piece + 1, length, distance))
        });
        ends.filter(move |&(_, length, _)| length >= rules.least).map(
            move |(to, length, distance)| {
                let touches =
                    (from == 0 && who.touches.0) || (to == self.lengths.len() && who.touches.1);
                let score = Score {
                    unfilled: 0,
                    unmarked: u32::from(!self.marked[from]) + u32::from(!self.marked[to]),
                    apart: u32::from(rules.touching && !touches),
                    cost: if rules.fair { capacity.growth(length) } else { distance },
                };
                (to, score)
            },
        )
    }

    /// The score of a filling, or none where it breaks a rule.
    pub(super) fn score(
        &self,
        taken: &[Taken],
        capacities: &[Capacity],
        rules: Rules,
    ) -> Option<Score> {
        let mut score = Score::default();
        let mut reached = 0;
        for (i, stretch) in taken.iter().enumerate() {
            let twice = taken[..i].iter().any(|other| other.taker == stretch.taker);
            if stretch.from < reached || twice {
                return None;
            }
            score.unfilled += self.lengths[reached..stretch.from].iter().sum::<i64>();
            let mut can =
                self.stretches(stretch.taker, stretch.from, capacities[stretch.taker], rules);
            score = score + can.find(|(to, _)| *to == stretch.to)?.1;
            reached = stretch.to;
        }
        score.unfilled += self.lengths[reached..].iter().sum::<i64>();
        Some(score)
    }

    /// The best filling: no other has a lower score.
    ///
    /// If more than twelve villages would take two stretches each, it is good, not always the best.
    pub(super) fn best(&self, capacities: &[Capacity], rules: Rules) -> Vec<Taken> {
        let mut watched: Vec<usize> = Vec::new();
        loop {
            let way = self.way(&watched, capacities, rules);
            let mut count: BTreeMap<usize, usize> = BTreeMap::new();
            way.iter().for_each(|stretch| *count.entry(stretch.taker).or_default() += 1);
            let twice: Vec<usize> =
                count.into_iter().filter(|(_, n)| *n > 1).map(|(taker, _)| taker).collect();
            if twice.is_empty() {
                return way;
            }
            if watched.len() + twice.len() > MOST_WATCHED {
                return self.first_only(way);
            }
            watched.extend(twice);
        }
    }

    /// Only the longest stretch of each taker.
    fn first_only(&self, way: Vec<Taken>) -> Vec<Taken> {
        let length = |t: &Taken| self.lengths[t.from..t.to].iter().sum::<i64>();
        let mut by_length = way.clone();
        by_length.sort_by_key(|t| (std::cmp::Reverse(length(t)), t.from));
        let longest = |t: &Taken| by_length.iter().find(|o| o.taker == t.taker) == Some(t);
        way.into_iter().filter(longest).collect()
    }

    /// The best path if only the watched takers are held to one stretch each.
    fn way(&self, watched: &[usize], capacities: &[Capacity], rules: Rules) -> Vec<Taken> {
        let (end, sets) = (self.lengths.len(), 1 << watched.len());
        // The best path to each cut, for each set of watched takers that it uses.
        let mut best: Vec<Option<(Score, PathStep)>> = vec![None; (end + 1) * sets];
        best[0] = Some((Score::default(), PathStep::Start));
        for from in 0..end {
            for set in 0..sets {
                let Some((so_far, _)) = best[from * sets + set] else { continue };
                let mut offer = |to: usize, used: usize, score: Score, step: PathStep| {
                    let there = &mut best[to * sets + used];
                    if there.is_none_or(|(known, _)| score < known) {
                        *there = Some((score, step));
                    }
                };
                let left = Score { unfilled: self.lengths[from], ..Score::default() };
                offer(from + 1, set, so_far + left, PathStep::Left);
                for (taker, &capacity) in capacities.iter().enumerate() {
                    let bit = watched.iter().position(|w| *w == taker).map_or(0, |i| 1 << i);
                    if set & bit != 0 {
                        continue;
                    }
                    for (to, score) in self.stretches(taker, from, capacity, rules) {
                        let taken = Taken { from, to, taker };
                        offer(to, set | bit, so_far + score, PathStep::Taken(taken, set));
                    }
                }
            }
        }
        back(&best, end, sets)
    }
}

impl Capacity {
    /// By how much its squared load grows.
    fn growth(&self, length: i64) -> i128 {
        let (before, after) = (i128::from(self.kept), i128::from(self.kept + length));
        (after * after - before * before) * self.weight
    }
}

/// How a cut was reached.
#[derive(Debug, Clone, Copy)]
enum PathStep {
    Start,
    /// Nobody takes the piece before it.
    Left,
    /// By a stretch, from the set of watched takers used before it.
    Taken(Taken, usize),
}

/// The path to the end, from the last step back.
fn back(best: &[Option<(Score, PathStep)>], end: usize, sets: usize) -> Vec<Taken> {
    let lasts = (0..sets).filter_map(|set| Some((best[end * sets + set]?.0, set)));
    let mut set = lasts.min().map_or(0, |(_, set)| set);
    let (mut at, mut way) = (end, Vec::new());
    while let Some((_, step)) = best[at * sets + set] {
        match step {
            PathStep::Start => break,
            PathStep::Left => at -= 1,
            PathStep::Taken(taken, before) => {
                way.push(taken);
                (at, set) = (taken.from, before);
            }
        }
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The best score of all fillings there are, tried one by one.
    fn exhaustive(gap: &CutGap, capacities: &[Capacity], rules: Rules) -> Score {
        fn from(
            at: usize,
            taken: &mut Vec<Taken>,
            world: (&CutGap, &[Capacity], Rules),
            best: &mut Score,
        ) {
            let (gap, capacities, rules) = world;
            if let Some(score) = gap.score(taken, capacities, rules) {
                *best = (*best).min(score);
            }
            for from_cut in at..gap.lengths.len() {
                for to in from_cut + 1..=gap.lengths.len() {
                    for taker in 0..gap.takers.len() {
                        taken.push(Taken { from: from_cut, to, taker });
                        if gap.score(taken, capacities, rules).is_some() {
                            from(to, taken, world, best);
                        }
                        taken.pop();
                    }
                }
            }
        }
        let nothing = Score { unfilled: gap.lengths.iter().sum(), ..Score::default() };
        let mut best = nothing;
        from(0, &mut Vec::new(), (gap, capacities, rules), &mut best);
        best
    }

    fn any_gap() -> impl Strategy<Value = (CutGap, Vec<Capacity>)> {
        let piece = (1..40_i64, any::<bool>());
        (prop::collection::vec(piece, 1..6), 1..4_usize).prop_flat_map(|(pieces, takers)| {
            let count = pieces.len();
            let reach = prop::collection::vec(prop::option::weighted(0.8, 0..500_i128), count);
            let taker = (reach, any::<bool>(), any::<bool>(), 0..60_i64, 0..90_i64, 1..4_i128);
            prop::collection::vec(taker, takers).prop_map(move |takers| {
                let capacities =
                    takers.iter().map(|t| Capacity { kept: t.3, left: t.4, weight: t.5 }).collect();
                let takers = takers.into_iter().enumerate();
                let takers = takers.map(|(village, t)| Taker {
                    village: VillageKey::new(village),
                    reach: t.0,
                    touches: (t.1, t.2),
                });
                let mut marked: Vec<bool> = pieces.iter().map(|p| p.1).chain([true]).collect();
                marked[0] = true;
                let lengths = pieces.iter().map(|p| p.0).collect();
                (CutGap { lengths, marked, takers: takers.collect() }, capacities)
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn no_filling_is_better_than_the_best(
            (gap, capacities) in any_gap(), least in 1..30_i64, greatest in 20..120_i64,
            touching in any::<bool>(), fair in any::<bool>(),
        ) {
            let rules = Rules { least, greatest, touching, fair };
            let best = gap.best(&capacities, rules);
            let score = gap.score(&best, &capacities, rules);
            prop_assert_eq!(score, Some(exhaustive(&gap, &capacities, rules)));
        }
    }

    #[test]
    fn who_would_take_two_stretches_is_held_to_one() {
        // The first is nearest to both ends, the second can take the middle only.
        let taker = |village, reach: [Option<i128>; 3]| Taker {
            village: VillageKey::new(village),
            reach: reach.to_vec(),
            touches: (false, false),
        };
        let takers = vec![taker(0, [Some(1), None, Some(1)]), taker(1, [None, Some(9), Some(9)])];
        let gap = CutGap { lengths: vec![10, 10, 10], marked: vec![true; 4], takers };
        let capacities = [Capacity { kept: 0, left: 100, weight: 1 }; 2];
        let rules = Rules { least: 1, greatest: 100, touching: false, fair: false };
        let best = gap.best(&capacities, rules);
        assert_eq!(best, [Taken { from: 0, to: 1, taker: 0 }, Taken { from: 1, to: 3, taker: 1 }]);
    }
}
