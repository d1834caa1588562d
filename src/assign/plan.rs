//! A plan for all gaps: each is filled in the best way, given what is taken of the others.

use super::Assigner;
use super::fill::{Capacity, CutGap, Rules, Score, Taken, Taker};
use super::gap::Question;
use super::options::{ProposalOptions, WhyUnfilled};
use crate::key::VillageKey;
use crate::registry::Village;
use crate::units::Length;

/// For each gap, what is taken of it.
pub(super) type Plan = Vec<Vec<Taken>>;

/// The most rounds over all gaps. A round never makes the plan worse, and few are needed.
const ROUNDS: usize = 8;

/// All gaps, the capacities of the villages, and the rules.
pub(super) struct Planner {
    pub(super) questions: Vec<Question>,
    /// Of each village, in the order of the registry.
    pub(super) capacities: Vec<Capacity>,
    pub(super) rules: Rules,
}

impl Assigner {
    /// What each village keeps and can still take.
    pub(super) fn capacities(&self, options: &ProposalOptions, any: i64) -> Vec<Capacity> {
        let villages = self.state.registry().villages();
        let counted = villages.iter().filter(|village| village.at.is_some());
        let all_known = counted.clone().all(|v| v.households.is_some_and(|h| h > 0));
        let capacity = |(key, village): (VillageKey, &Village)| {
            let [kept, ..] = self.state.ledger().lengths_of(key);
            let left = match village.capacity.or(options.capacity) {
                Some(capacity) => (capacity - kept).mm().clamp(0, any),
                None => any,
            };
            // One part in a million of a household is close enough.
            let households = i128::from(village.households.unwrap_or(1).max(1));
            let weight = if all_known { 1_000_000 / households } else { 1 };
            Capacity { kept: kept.mm(), left, weight: weight.max(1) }
        };
        VillageKey::each(villages).map(capacity).collect()
    }
}

impl Planner {
    /// The better of two plans, each improved in rounds: one starts from nothing and fills the
    /// longest gaps first; the other starts from the greedy plan.
    pub(super) fn best(&self) -> Plan {
        let mut order: Vec<usize> = (0..self.questions.len()).collect();
        order.sort_by_key(|&i| {
            (std::cmp::Reverse(self.questions[i].gap.lengths.iter().sum::<i64>()), i)
        });
        let in_turn = self.improved(self.greedy(), &order);
        let best_first = self.improved(vec![Vec::new(); self.questions.len()], &order);
        if self.total(&in_turn) < self.total(&best_first) { in_turn } else { best_first }
    }

    /// The greedy plan: from each gap's start the nearest village takes as much as it can, then
    /// the next.
    pub(super) fn greedy(&self) -> Plan {
        let mut loads = vec![0; self.capacities.len()];
        let fill = |question: &Question| {
            let taken = in_turn(&question.gap, &self.capacities_of(question, &loads), self.rules);
            load(&mut loads, question, &taken, 1);
            taken
        };
        self.questions.iter().map(fill).collect()
    }

    /// Fills one gap after another again, as long as the plan gets better.
    fn improved(&self, mut plan: Plan, order: &[usize]) -> Plan {
        let mut loads = self.loads(&plan);
        for _ in 0..ROUNDS {
            let mut better = false;
            for &i in order {
                let question = &self.questions[i];
                load(&mut loads, question, &plan[i], -1);
                let capacities = self.capacities_of(question, &loads);
                let anew = question.gap.best(&capacities, self.rules);
                // The scores of the other gaps do not change: squared loads grow by the same sum
                // in any order, and so do the capacities used.
                let score = |taken: &[Taken]| question.gap.score(taken, &capacities, self.rules);
                if score(&anew).is_some_and(|now| score(&plan[i]).is_none_or(|old| now < old)) {
                    plan[i] = anew;
                    better = true;
                }
                load(&mut loads, question, &plan[i], 1);
            }
            if !better {
                break;
            }
        }
        plan
    }

    /// The capacities of a gap's takers, given what each is to take elsewhere.
    fn capacities_of(&self, question: &Question, loads: &[i64]) -> Vec<Capacity> {
        let capacity = |taker: &Taker| {
            let (capacity, more) = (self.capacities[taker.village], loads[taker.village]);
            Capacity { kept: capacity.kept + more, left: capacity.left - more, ..capacity }
        };
        question.gap.takers.iter().map(capacity).collect()
    }

    /// Millimetres that each village is to take.
    pub(super) fn loads(&self, plan: &Plan) -> Vec<i64> {
        let mut loads = vec![0; self.capacities.len()];
        for (question, taken) in self.questions.iter().zip(plan) {
            load(&mut loads, question, taken, 1);
        }
        loads
    }

    /// The score of a plan.
    pub(super) fn total(&self, plan: &Plan) -> Score {
        let mut total = Score::default();
        let mut loads = vec![0; self.capacities.len()];
        for (question, taken) in self.questions.iter().zip(plan) {
            let capacities = self.capacities_of(question, &loads);
            // A plan that breaks a rule is worse than any other.
            let broken = Score { unfilled: i64::MAX / 1024, ..Score::default() };
            total = total + question.gap.score(taken, &capacities, self.rules).unwrap_or(broken);
            load(&mut loads, question, taken, 1);
        }
        total
    }

    /// The pieces of a gap that nobody takes: from which cut to which, and why.
    pub(super) fn left(
        &self,
        (question, taken): (&Question, &[Taken]),
        loads: &[i64],
        farthest: Option<Length>,
    ) -> Vec<(usize, usize, WhyUnfilled)> {
        let mut left: Vec<(usize, usize, WhyUnfilled)> = Vec::new();
        let mut from = 0;
        let ends = taken.iter().map(|t| (t.from, t.to));
        for (until, next) in ends.chain([(question.gap.lengths.len(), 0)]) {
            let run: i64 = question.gap.lengths[from..until].iter().sum();
            for piece in from..until {
                let why = self.why(question, piece, (run, loads), farthest);
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
        (run, loads): (i64, &[i64]),
        farthest: Option<Length>,
    ) -> WhyUnfilled {
        let near = question.gap.takers.iter().filter(|taker| taker.reach[piece].is_some());
        let left = near.map(|taker| self.capacities[taker.village].left - loads[taker.village]);
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

/// Adds what is taken of a gap to the loads of the villages, `times` times; -1 takes it off.
fn load(loads: &mut [i64], question: &Question, taken: &[Taken], times: i64) {
    for stretch in taken {
        let length: i64 = question.gap.lengths[stretch.from..stretch.to].iter().sum();
        loads[question.gap.takers[stretch.taker].village] += times * length;
    }
}

/// From the gap's start the nearest takes as much as it can, then the next.
fn in_turn(gap: &CutGap, capacities: &[Capacity], rules: Rules) -> Vec<Taken> {
    let mut turns: Vec<Taken> = Vec::new();
    let mut at = 0;
    while at < gap.lengths.len() {
        let free = |taker: &usize| !turns.iter().any(|t| t.taker == *taker);
        let longest = |taker: usize| {
            let (to, score) = gap.stretches(taker, at, capacities[taker], rules).last()?;
            let length: i64 = gap.lengths[at..to].iter().sum();
            Some((score.cost / i128::from(length), Taken { from: at, to, taker }))
        };
        let all = (0..gap.takers.len()).filter(free).filter_map(longest);
        match all.min_by_key(|(cost, taken)| (*cost, taken.taker)) {
            Some((_, taken)) => {
                turns.push(taken);
                at = taken.to;
            }
            None => at += 1,
        }
    }
    turns
}
