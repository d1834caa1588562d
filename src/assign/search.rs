//! All gaps together: each filled in the best way, given what is taken of the others.

use super::Assigner;
use super::fill::{Gap, Hands, Rules, Score, Taken};
use super::gap::Question;
use super::options::{ProposalOptions, WhyUnfilled};
use crate::units::Length;

/// For each gap, what is taken of it.
pub(super) type Plan = Vec<Vec<Taken>>;

/// How often all gaps are gone through again; each round only improves, and few do.
const ROUNDS: usize = 8;

/// All gaps, what each village has and can take, and the rules.
pub(super) struct Search {
    pub(super) questions: Vec<Question>,
    /// By the places of the villages in the registry.
    pub(super) hands: Vec<Hands>,
    pub(super) rules: Rules,
}

impl Assigner<'_> {
    /// What each village keeps and can take besides.
    pub(super) fn hands(&self, options: &ProposalOptions, any: i64) -> Vec<Hands> {
        let villages = self.registry.villages();
        let counted = villages.iter().filter(|village| village.at.is_some());
        let all_known = counted.clone().all(|v| v.households.is_some_and(|h| h > 0));
        let hands = |(i, village): (usize, &crate::registry::Village)| {
            let kept = self.load(i).kept;
            let left = match village.capacity.or(options.capacity) {
                Some(capacity) => (capacity - kept).mm().clamp(0, any),
                None => any,
            };
            // One part in a million of a household is close enough.
            let households = i128::from(village.households.unwrap_or(1).max(1));
            let weight = if all_known { 1_000_000 / households } else { 1 };
            Hands { kept: kept.mm(), left, weight: weight.max(1) }
        };
        villages.iter().enumerate().map(hands).collect()
    }
}

impl Search {
    /// The better of two beginnings, each improved: the longest gaps first, each filled in the
    /// best way; and each next stretch to the nearest in turn.
    pub(super) fn best(&self) -> Plan {
        let mut order: Vec<usize> = (0..self.questions.len()).collect();
        order.sort_by_key(|&i| {
            (std::cmp::Reverse(self.questions[i].gap.lengths.iter().sum::<i64>()), i)
        });
        let in_turn = self.improved(self.greedy(), &order);
        let best_first = self.improved(vec![Vec::new(); self.questions.len()], &order);
        match self.total(&in_turn) < self.total(&best_first) {
            true => in_turn,
            false => best_first,
        }
    }

    /// From each gap's start the nearest village takes as much as it can, then the next.
    pub(super) fn greedy(&self) -> Plan {
        let mut plan: Plan = vec![Vec::new(); self.questions.len()];
        for i in 0..self.questions.len() {
            let (gap, hands) = (&self.questions[i].gap, self.hands_of(&plan, i));
            let mut at = 0;
            while at < gap.lengths.len() {
                let free = |taker: &usize| !plan[i].iter().any(|t| t.taker == *taker);
                let longest = |taker: usize| {
                    let last = gap.stretches(taker, at, hands[taker], self.rules).last();
                    let (to, score) = last?;
                    let length: i64 = gap.lengths[at..to].iter().sum();
                    Some((score.cost / i128::from(length), Taken { from: at, to, taker }))
                };
                let all = (0..gap.takers.len()).filter(free).filter_map(longest);
                match all.min_by_key(|(cost, taken)| (*cost, taken.taker)) {
                    Some((_, taken)) => {
                        plan[i].push(taken);
                        at = taken.to;
                    }
                    None => at += 1,
                }
            }
        }
        plan
    }

    /// Fills gap after gap anew as long as the whole gets better.
    fn improved(&self, mut plan: Plan, order: &[usize]) -> Plan {
        let mut total = self.total(&plan);
        for _ in 0..ROUNDS {
            let before = total;
            for &i in order {
                let hands = self.hands_of(&plan, i);
                let anew = self.questions[i].gap.best(&hands, self.rules);
                let old = std::mem::replace(&mut plan[i], anew);
                let now = self.total(&plan);
                if now < total {
                    total = now;
                } else {
                    plan[i] = old;
                }
            }
            if total == before {
                break;
            }
        }
        plan
    }

    /// What the takers of a gap have and can take, given what they take of the others.
    fn hands_of(&self, plan: &Plan, gap: usize) -> Vec<Hands> {
        let taken = self.taken(plan, Some(gap));
        let takers = self.questions[gap].gap.takers.iter();
        takers
            .map(|taker| {
                let (hands, more) = (self.hands[taker.village], taken[taker.village]);
                Hands { kept: hands.kept + more, left: hands.left - more, ..hands }
            })
            .collect()
    }

    /// Millimetres that each village takes, but of one gap.
    fn taken(&self, plan: &Plan, but: Option<usize>) -> Vec<i64> {
        let mut taken = vec![0; self.hands.len()];
        let gaps = self.questions.iter().zip(plan).enumerate();
        for (question, stretches) in gaps.filter(|(i, _)| Some(*i) != but).map(|(_, gap)| gap) {
            for stretch in stretches {
                let village = question.gap.takers[stretch.taker].village;
                taken[village] += length(&question.gap, stretch);
            }
        }
        taken
    }

    /// How good a plan is.
    pub(super) fn total(&self, plan: &Plan) -> Score {
        let mut total = Score::default();
        let mut hands: Vec<Hands> = self.hands.clone();
        for (question, stretches) in self.questions.iter().zip(plan) {
            let gap = &question.gap;
            let of_takers: Vec<Hands> = gap.takers.iter().map(|t| hands[t.village]).collect();
            // What breaks a rule is worse than anything.
            let broken = Score { unfilled: i64::MAX / 1024, ..Score::default() };
            total = total + gap.score(stretches, &of_takers, self.rules).unwrap_or(broken);
            for stretch in stretches {
                let village = &mut hands[gap.takers[stretch.taker].village];
                let length = length(gap, stretch);
                village.kept += length;
                village.left -= length;
            }
        }
        total
    }

    /// The pieces of a gap that nobody takes: from which cut to which, and why.
    pub(super) fn left(
        &self,
        plan: &Plan,
        gap: usize,
        farthest: Option<Length>,
    ) -> Vec<(usize, usize, WhyUnfilled)> {
        let question = &self.questions[gap];
        let taken = self.taken(plan, None);
        let mut left: Vec<(usize, usize, WhyUnfilled)> = Vec::new();
        let mut from = 0;
        let ends = plan[gap].iter().map(|t| (t.from, t.to));
        for (until, next) in ends.chain([(question.gap.lengths.len(), 0)]) {
            let run: i64 = question.gap.lengths[from..until].iter().sum();
            for piece in from..until {
                let why = self.why(question, piece, (run, &taken), farthest);
                match left.last_mut() {
                    Some((_, to, same)) if *to == piece && *same == why => *to = piece + 1,
                    _ => left.push((piece, piece + 1, why)),
                }
            }
            from = next;
        }
        left
    }

    fn why(
        &self,
        question: &Question,
        piece: usize,
        (run, taken): (i64, &[i64]),
        farthest: Option<Length>,
    ) -> WhyUnfilled {
        let near = question.gap.takers.iter().filter(|taker| taker.reach[piece].is_some());
        let left = near.map(|taker| self.hands[taker.village].left - taken[taker.village]);
        match (question.eligible[piece], left.max(), farthest) {
            (true, Some(left), _) if left < self.rules.least => WhyUnfilled::CapacityUsedUp,
            (true, Some(_), _) if run < self.rules.least => {
                WhyUnfilled::TooShort(Length::from_mm(self.rules.least))
            }
            (true, Some(_), _) => WhyUnfilled::NoFit,
            (true, None, Some(farthest)) => WhyUnfilled::TooFar(farthest),
            (_, None, _) | (false, ..) => WhyUnfilled::NoVillage,
        }
    }
}

fn length(gap: &Gap, stretch: &Taken) -> i64 {
    gap.lengths[stretch.from..stretch.to].iter().sum()
}
