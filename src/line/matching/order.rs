//! The dynamic programme of ordered matching: places and costs only.

use super::Direction;

/// How many earlier points a point looks back at where spacings are declared. After 32 points left
/// out in a row a sum of spacings is no longer evidence.
const LOOK_BACK: usize = 32;

/// Where one point of the sequence could stand, and what it costs to put it there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FootCost {
    /// Metres along the line.
    pub(super) place: f64,
    /// The squared offset.
    pub(super) cost: f64,
}

/// One point of the sequence.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) candidates: Vec<FootCost>,
    /// Declared metres along the line from the point before.
    pub(super) spacing: Option<f64>,
}

/// What it costs to leave a point out, and to differ from a declared spacing by a metre.
#[derive(Debug, Clone, Copy)]
pub(super) struct Costs {
    pub(super) skip: f64,
    pub(super) spacing_weight: f64,
    /// The length of the line, if it is a ring.
    pub(super) ring: Option<f64>,
}

/// The assignment found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Order {
    /// For each point the candidate chosen, or none.
    pub(super) chosen: Vec<Option<usize>>,
    /// For each candidate the least cost of an assignment that uses it; infinite if none does.
    pub(super) least: Vec<Vec<f64>>,
    pub(super) cost: f64,
}

/// The cheapest assignment in a direction, and the direction it runs in.
pub(super) fn match_costs(steps: &[Step], way: Direction, costs: &Costs) -> (Order, Direction) {
    if way == Direction::Forward {
        return (one_way(steps, costs), Direction::Forward);
    }
    let turn = |c: &FootCost| FootCost { place: -c.place, ..*c };
    let turned: Vec<Step> = steps
        .iter()
        .map(|step| Step { candidates: step.candidates.iter().map(turn).collect(), ..*step })
        .collect();
    let backward = one_way(&turned, costs);
    if way == Direction::Backward {
        return (backward, Direction::Backward);
    }
    let forward = one_way(steps, costs);
    if backward.cost < forward.cost {
        (backward.or(&forward), Direction::Backward)
    } else {
        (forward.or(&backward), Direction::Forward)
    }
}

impl Order {
    /// Nothing placed.
    fn none(steps: &[Step], skip: f64) -> Self {
        Self {
            chosen: vec![None; steps.len()],
            least: steps.iter().map(|s| vec![f64::INFINITY; s.candidates.len()]).collect(),
            cost: steps.len() as f64 * skip,
        }
    }

    /// Itself, knowing what another way to assign would cost.
    fn or(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.least.iter_mut().flatten().zip(other.least.iter().flatten()) {
            *mine = mine.min(*theirs);
        }
        self
    }
}

/// The cheapest assignment with places that never decrease, from any start on a ring.
fn one_way(steps: &[Step], costs: &Costs) -> Order {
    let Some(round) = costs.ring else { return increasing(steps, costs) };
    let mut best = Order::none(steps, costs.skip);
    for (first, step) in steps.iter().enumerate() {
        let skipped = first as f64 * costs.skip;
        if skipped >= best.cost {
            break;
        }
        for (c, anchor) in step.candidates.iter().enumerate() {
            // Seen from the first point placed, the round has a start and an end.
            let turn =
                |f: &FootCost| FootCost { place: (f.place - anchor.place).rem_euclid(round), ..*f };
            let mut seen: Vec<Step> = steps[first..]
                .iter()
                .map(|s| Step { candidates: s.candidates.iter().map(turn).collect(), ..*s })
                .collect();
            seen[0].candidates = vec![FootCost { place: 0.0, ..*anchor }];
            let found = increasing(&seen, costs).seen_from_start(steps, first, c, skipped);
            best = if found.cost < best.cost { found.or(&best) } else { best.or(&found) };
        }
    }
    best
}

impl Order {
    /// An assignment found from an anchor on, seen from the whole sequence.
    fn seen_from_start(self, steps: &[Step], first: usize, anchor: usize, skipped: f64) -> Self {
        let mut whole = Self::none(steps, 0.0);
        whole.cost = self.cost + skipped;
        for (i, (chosen, least)) in self.chosen.into_iter().zip(self.least).enumerate() {
            if i == 0 {
                whole.chosen[first] = chosen.map(|_| anchor);
                whole.least[first][anchor] = least[0] + skipped;
            } else {
                whole.chosen[first + i] = chosen;
                whole.least[first + i] = least.into_iter().map(|cost| cost + skipped).collect();
            }
        }
        whole
    }
}

/// The cheapest assignment with places that never decrease.
fn increasing(steps: &[Step], costs: &Costs) -> Order {
    let there = sweep(steps, costs);
    let back = sweep(&reversed(steps), costs);
    let all_skipped = steps.len() as f64 * costs.skip;
    let mut order = Order::none(steps, costs.skip);
    for (i, step) in steps.iter().enumerate() {
        for (c, candidate) in step.candidates.iter().enumerate() {
            // Each sweep counts what placing the candidate itself gains.
            let both = there.gains[i][c] + back.gains[steps.len() - 1 - i][c];
            order.least[i][c] = all_skipped + both - (candidate.cost - costs.skip);
        }
    }
    let mut last = there.best;
    if let Some((i, c)) = last {
        order.cost = all_skipped + there.gains[i][c];
    }
    while let Some((i, c)) = last {
        order.chosen[i] = Some(c);
        last = there.before[i][c];
    }
    order
}

/// The sequence from its other end: places and spacings turned round.
fn reversed(steps: &[Step]) -> Vec<Step> {
    let turn = |c: &FootCost| FootCost { place: -c.place, ..*c };
    (0..steps.len())
        .rev()
        .map(|i| Step {
            candidates: steps[i].candidates.iter().map(turn).collect(),
            spacing: steps.get(i + 1).and_then(|next| next.spacing),
        })
        .collect()
}

/// A point and one of its candidates.
type At = (usize, usize);

/// What a way to a candidate costs, less what leaving all out would, and where it ends.
#[derive(Debug, Clone, Copy)]
struct Way {
    gain: f64,
    end: At,
}

/// For each candidate the cheapest way that ends with it.
struct Sweep {
    gains: Vec<Vec<f64>>,
    /// The point and candidate before it on that way.
    before: Vec<Vec<Option<At>>>,
    /// Where the cheapest way of all ends; none where leaving all out is cheapest.
    best: Option<At>,
}

fn sweep(steps: &[Step], costs: &Costs) -> Sweep {
    let mut sweep = Sweep { gains: Vec::new(), before: Vec::new(), best: None };
    let spaced = steps.iter().any(|step| step.spacing.is_some());
    let mut frontier = Frontier::default();
    let mut best = 0.0;
    for (i, step) in steps.iter().enumerate() {
        let way_to = |candidate: &FootCost| {
            if spaced {
                sweep.cheapest_before(steps, i, candidate, costs)
            } else {
                frontier.cheapest_up_to(candidate.place)
            }
        };
        let ways: Vec<Option<Way>> = step.candidates.iter().map(way_to).collect();
        let mut gains = Vec::with_capacity(ways.len());
        for (c, (way, candidate)) in ways.iter().zip(&step.candidates).enumerate() {
            let gain = way.map_or(0.0, |way| way.gain) + candidate.cost - costs.skip;
            frontier.add(candidate.place, Way { gain, end: (i, c) });
            if gain < best {
                best = gain;
                sweep.best = Some((i, c));
            }
            gains.push(gain);
        }
        sweep.before.push(ways.into_iter().map(|way| way.map(|way| way.end)).collect());
        sweep.gains.push(gains);
    }
    sweep
}

impl Sweep {
    /// The cheapest way to a candidate where spacings are declared: by every candidate of the
    /// points just before, or as the first placed.
    fn cheapest_before(
        &self,
        steps: &[Step],
        point: usize,
        candidate: &FootCost,
        costs: &Costs,
    ) -> Option<Way> {
        let mut best: Option<Way> = None;
        let mut declared = steps[point].spacing;
        for i in (point.saturating_sub(LOOK_BACK)..point).rev() {
            for (c, earlier) in steps[i].candidates.iter().enumerate() {
                let along = candidate.place - earlier.place;
                if along < 0.0 {
                    continue;
                }
                let off = declared.map_or(0.0, |spacing| along - spacing);
                let gain = self.gains[i][c] + costs.spacing_weight * off * off;
                if gain < best.map_or(0.0, |way| way.gain) {
                    best = Some(Way { gain, end: (i, c) });
                }
            }
            declared = declared.zip(steps[i].spacing).map(|(a, b)| a + b);
        }
        best
    }
}

/// The ways so far that can still be best: places increasing, gains strictly decreasing.
#[derive(Default)]
struct Frontier(Vec<(f64, Way)>);

impl Frontier {
    /// The cheapest way that ends at or before a place, if it is worth anything.
    fn cheapest_up_to(&self, place: f64) -> Option<Way> {
        let i = self.0.partition_point(|&(p, _)| p <= place).checked_sub(1)?;
        Some(self.0[i].1).filter(|way| way.gain < 0.0)
    }

    fn add(&mut self, place: f64, way: Way) {
        let i = self.0.partition_point(|&(p, _)| p <= place);
        if i > 0 && self.0[i - 1].1.gain <= way.gain {
            return;
        }
        let worse = self.0[i..].partition_point(|(_, other)| other.gain >= way.gain);
        self.0.splice(i..i + worse, [(place, way)]);
        if i > 0 && self.0[i - 1].0 == place {
            self.0.remove(i - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SKIP: f64 = 100.0;
    const ROUND: f64 = 50.0;

    /// The dull twin: every way to choose, with its cost.
    fn all_choices(steps: &[Step], costs: &Costs, turned: bool) -> Vec<(Vec<Option<usize>>, f64)> {
        let mut ways: Vec<(Vec<Option<usize>>, f64)> = vec![(Vec::new(), 0.0)];
        for step in steps {
            let longer = ways.iter().flat_map(|(way, _)| {
                let options = std::iter::once(None).chain((0..step.candidates.len()).map(Some));
                options.map(|o| (way.iter().copied().chain([o]).collect(), 0.0))
            });
            ways = longer.collect();
        }
        for (way, cost) in &mut ways {
            *cost = price(steps, way, costs, turned);
        }
        ways
    }

    /// What one way to choose costs; infinite if it is out of order.
    fn price(steps: &[Step], way: &[Option<usize>], costs: &Costs, turned: bool) -> f64 {
        let (mut cost, mut last, mut first) = (0.0, None, None);
        for (i, choice) in way.iter().enumerate() {
            let Some(c) = choice else {
                cost += costs.skip;
                continue;
            };
            let candidate = steps[i].candidates[*c];
            cost += candidate.cost;
            let mut place = if turned { -candidate.place } else { candidate.place };
            if let Some(round) = costs.ring {
                let origin = *first.get_or_insert(place);
                place = (place - origin).rem_euclid(round);
            }
            if let Some((j, before)) = last {
                if place < before {
                    return f64::INFINITY;
                }
                let declared: Option<f64> = steps[j + 1..=i].iter().map(|s| s.spacing).sum();
                let off = declared.map_or(0.0, |spacing| place - before - spacing);
                cost += costs.spacing_weight * off * off;
            }
            last = Some((i, place));
        }
        cost
    }

    fn any_steps() -> impl Strategy<Value = Vec<Step>> {
        let candidate = (0..50_i32, 0..10_i32).prop_map(|(place, offset)| FootCost {
            place: f64::from(place),
            cost: f64::from(offset * offset),
        });
        let step = (prop::collection::vec(candidate, 0..4), prop::option::of(0..30_i32)).prop_map(
            |(mut candidates, spacing)| {
                candidates.sort_by(|a, b| a.place.total_cmp(&b.place));
                Step { candidates, spacing: spacing.map(f64::from) }
            },
        );
        prop::collection::vec(step, 0..5)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn the_matching_and_its_margins_are_the_cheapest_of_all(
            mut steps in any_steps(), ring in prop::bool::ANY, spaced in prop::bool::ANY,
        ) {
            if !spaced {
                steps.iter_mut().for_each(|step| step.spacing = None);
            }
            let costs = Costs { skip: SKIP, spacing_weight: 0.1, ring: ring.then_some(ROUND) };
            let (found, _) = match_costs(&steps, Direction::Either, &costs);
            let mut ways = all_choices(&steps, &costs, false);
            ways.extend(all_choices(&steps, &costs, true));
            let cheapest = ways.iter().map(|w| w.1).fold(f64::INFINITY, f64::min);
            prop_assert!((found.cost - cheapest).abs() < 1e-9, "{} {}", found.cost, cheapest);
            let own = [false, true].map(|turned| price(&steps, &found.chosen, &costs, turned));
            prop_assert!((own[0].min(own[1]) - found.cost).abs() < 1e-9);
            for (i, least) in found.least.iter().enumerate() {
                for (c, &least) in least.iter().enumerate() {
                    let using = ways.iter().filter(|(way, _)| way[i] == Some(c)).map(|w| w.1);
                    let twin = using.fold(f64::INFINITY, f64::min);
                    // On a ring the search stops once leaving out the first points is dearer.
                    let known = !ring || least.is_finite();
                    prop_assert!(!known || (least - twin).abs() < 1e-9 || ring && least > twin, "{least} {twin}");
                }
            }
        }
    }

    #[test]
    fn one_stray_point_does_not_spoil_the_rest() {
        let at = |place, cost| Step { candidates: vec![FootCost { place, cost }], spacing: None };
        let steps = [at(10.0, 1.0), at(20.0, 1.0), at(900.0, 0.0), at(40.0, 1.0), at(50.0, 1.0)];
        let costs = Costs { skip: SKIP, spacing_weight: 0.0, ring: None };
        let (found, way) = match_costs(&steps, Direction::Either, &costs);
        assert_eq!(found.chosen, [Some(0), Some(0), None, Some(0), Some(0)]);
        assert_eq!(way, Direction::Forward);
    }
}
