//! Matching a sequence of points to their feet on a line, jointly and in order.

/// Where one point of the sequence could stand, and what it costs to put it there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    /// Metres along the line.
    pub(super) place: f64,
    /// The squared offset of the point.
    pub(super) cost: f64,
}

/// The assignment found: for each point the candidate chosen, or none where it fits nowhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matching {
    pub(super) chosen: Vec<Option<usize>>,
    pub(super) cost: f64,
}

/// The assignment of points to candidates that runs along the line, either way, at the least
/// total cost; a point left out costs `skip`. On a ring of length `ring` it may start anywhere and
/// runs round at most once.
///
/// Exact: a dynamic programme over the frontier of least cost by place. `O(n k log n k)` for `n`
/// points of `k` candidates; on a ring times the candidates of the first points.
pub(super) fn match_in_order(points: &[Vec<Candidate>], skip: f64, ring: Option<f64>) -> Matching {
    let forward = one_way(points, skip, ring);
    let turned: Vec<Vec<Candidate>> = points
        .iter()
        .map(|feet| feet.iter().map(|c| Candidate { place: -c.place, ..*c }).collect())
        .collect();
    let backward = one_way(&turned, skip, ring);
    if backward.cost < forward.cost { backward } else { forward }
}

fn one_way(points: &[Vec<Candidate>], skip: f64, ring: Option<f64>) -> Matching {
    let Some(round) = ring else { return increasing(points, skip) };
    let mut best = Matching { chosen: vec![None; points.len()], cost: points.len() as f64 * skip };
    for (first, feet) in points.iter().enumerate() {
        let skipped = first as f64 * skip;
        if skipped >= best.cost {
            break;
        }
        for (c, anchor) in feet.iter().enumerate() {
            // Seen from the first point placed, the round has a start and an end.
            let mut seen: Vec<Vec<Candidate>> = points[first..]
                .iter()
                .map(|feet| {
                    let turn = |f: &Candidate| (f.place - anchor.place).rem_euclid(round);
                    feet.iter().map(|f| Candidate { place: turn(f), ..*f }).collect()
                })
                .collect();
            seen[0] = vec![Candidate { place: 0.0, ..*anchor }];
            let mut found = increasing(&seen, skip);
            found.cost += skipped;
            if found.cost < best.cost && found.chosen[0].is_some() {
                found.chosen[0] = Some(c);
                found.chosen.splice(0..0, std::iter::repeat_n(None, first));
                best = found;
            }
        }
    }
    best
}

/// The last point placed so far, and how it was reached.
struct Step {
    place: f64,
    cost: f64,
    /// Which point and candidate; the step before, if any.
    point: usize,
    candidate: usize,
    before: Option<usize>,
}

/// The assignment with places that never decrease.
fn increasing(points: &[Vec<Candidate>], skip: f64) -> Matching {
    let mut steps: Vec<Step> = Vec::new();
    // Indices of steps, places increasing and costs strictly decreasing: the frontier of what can
    // still be best. Costs are without the skips so far, of which every step has as many as there
    // are points not placed on its way.
    let mut frontier: Vec<usize> = Vec::new();
    for (point, feet) in points.iter().enumerate() {
        let reached = steps.len();
        for (candidate, foot) in feet.iter().enumerate() {
            let before = frontier.partition_point(|&s| steps[s].place <= foot.place).checked_sub(1);
            let before = before.map(|i| frontier[i]).filter(|&s| steps[s].cost < 0.0);
            // Placing a point gains what leaving it out would have cost.
            let cost = before.map_or(0.0, |s| steps[s].cost) + foot.cost - skip;
            steps.push(Step { place: foot.place, cost, point, candidate, before });
        }
        for new in reached..steps.len() {
            let at = frontier.partition_point(|&s| steps[s].place <= steps[new].place);
            if at > 0 && steps[frontier[at - 1]].cost <= steps[new].cost {
                continue;
            }
            let worse = frontier[at..].partition_point(|&s| steps[s].cost >= steps[new].cost);
            frontier.splice(at..at + worse, [new]);
            if at > 0 && steps[frontier[at - 1]].place == steps[new].place {
                frontier.remove(at - 1);
            }
        }
    }
    let mut chosen = vec![None; points.len()];
    let mut last = frontier.last().copied().filter(|&s| steps[s].cost < 0.0);
    let gained = last.map_or(0.0, |s| steps[s].cost);
    while let Some(s) = last {
        chosen[steps[s].point] = Some(steps[s].candidate);
        last = steps[s].before;
    }
    Matching { chosen, cost: points.len() as f64 * skip + gained }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SKIP: f64 = 100.0;

    /// The dull twin: every way to choose.
    fn by_all_choices(points: &[Vec<Candidate>], ring: Option<f64>) -> f64 {
        fn walk(
            points: &[Vec<Candidate>],
            placed: &mut Vec<f64>,
            cost: f64,
            ring: Option<f64>,
        ) -> f64 {
            let Some((feet, rest)) = points.split_first() else {
                return if in_order(placed, ring) { cost } else { f64::INFINITY };
            };
            let mut best = walk(rest, placed, cost + SKIP, ring);
            for foot in feet {
                placed.push(foot.place);
                best = best.min(walk(rest, placed, cost + foot.cost, ring));
                placed.pop();
            }
            best
        }
        walk(points, &mut Vec::new(), 0.0, ring)
    }

    fn in_order(places: &[f64], ring: Option<f64>) -> bool {
        let rises = |p: &[f64]| p.windows(2).all(|w| w[0] <= w[1]);
        let falls = |p: &[f64]| p.windows(2).all(|w| w[0] >= w[1]);
        let Some(round) = ring else { return rises(places) || falls(places) };
        let Some(&first) = places.first() else { return true };
        let up: Vec<f64> = places.iter().map(|p| (p - first).rem_euclid(round)).collect();
        let down: Vec<f64> = places.iter().map(|p| (first - p).rem_euclid(round)).collect();
        rises(&up) || rises(&down)
    }

    fn any_points() -> impl Strategy<Value = Vec<Vec<Candidate>>> {
        let foot = (0..50_i32, 0..10_i32).prop_map(|(place, offset)| Candidate {
            place: f64::from(place),
            cost: f64::from(offset * offset),
        });
        let feet = prop::collection::vec(foot, 0..4).prop_map(|mut feet| {
            feet.sort_by(|a, b| a.place.total_cmp(&b.place));
            feet
        });
        prop::collection::vec(feet, 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn the_matching_is_the_cheapest_of_all(points in any_points(), ring in prop::bool::ANY) {
            let ring = ring.then_some(50.0);
            let found = match_in_order(&points, SKIP, ring);
            let twin = by_all_choices(&points, ring);
            prop_assert!((found.cost - twin).abs() < 1e-9, "{} {}", found.cost, twin);
            let (mut cost, mut places) = (0.0, Vec::new());
            for (feet, chosen) in points.iter().zip(&found.chosen) {
                cost += chosen.map_or(SKIP, |c| feet[c].cost);
                places.extend(chosen.map(|c| feet[c].place));
            }
            prop_assert!((cost - found.cost).abs() < 1e-9);
            prop_assert!(in_order(&places, ring));
        }
    }

    #[test]
    fn one_stray_point_does_not_spoil_the_rest() {
        let at = |place, cost| vec![Candidate { place, cost }];
        let points = [at(10.0, 1.0), at(20.0, 1.0), at(900.0, 0.0), at(40.0, 1.0), at(50.0, 1.0)];
        let found = match_in_order(&points, SKIP, None);
        assert_eq!(found.chosen, [Some(0), Some(0), None, Some(0), Some(0)]);
    }
}
