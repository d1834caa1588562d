//! Proposals keep every rule, are no worse than the greedy plan, and say why the rest is left.

use std::collections::BTreeMap;

use super::*;
use crate::assign::plan::Planner;
use crate::cover::SpanSet;
use crate::key::{SectionKey, VillageKey};

fn options() -> impl Strategy<Value = ProposalOptions> {
    (
        any::<bool>(),
        1..2_000_000_i64,
        prop::option::of(500_000..8_000_000_i64),
        prop::option::of(0..9_000_000_i64),
        prop::option::of(300_000..3_000_000_i64),
        any::<bool>(),
    )
        .prop_map(|(fair, least, greatest, capacity, step, touching)| ProposalOptions {
            goal: if fair { Goal::FairestLoad } else { Goal::LeastDistance },
            least: Length::from_mm(least),
            greatest: greatest.map(Length::from_mm),
            capacity: capacity.map(Length::from_mm),
            step: step.map(Length::from_mm),
            touching,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn proposals_keep_every_rule(
        world in worlds(), options in options(), far in prop::option::of(0.5..12.0_f64), by_area in any::<bool>(),
    ) {
        world.with(|assigner| {
            let assigner = limited(assigner, far, by_area);
            let found = assigner.propose(&options).unwrap();
            let gaps: SpanSet = assigner.gap_spans().into_iter().map(|(_, gap)| gap).collect();
            let (mut taken, mut in_gap) = (BTreeMap::new(), Vec::new());
            for proposal in &found.proposals {
                let village: usize = proposal.village.as_str()[1..].parse().unwrap();
                let span = proposal.stretch.span;
                let gap = gaps.spans().iter().position(|gap| gap.intersection(&span) == Some(span));
                prop_assert!(gap.is_some(), "not in one gap");
                prop_assert!(!in_gap.contains(&(gap, village)), "two stretches of one gap");
                in_gap.push((gap, village));
                prop_assert!(span.length() >= options.least);
                prop_assert!(options.greatest.is_none_or(|most| span.length() <= most));
                *taken.entry(village).or_insert(Length::ZERO) = taken.get(&village).copied().unwrap_or_default() + span.length();
                prop_assert!(far.is_none_or(|km| proposal.farthest.metres() <= km * 1e3 + 1e-3));
                if by_area {
                    prop_assert_eq!(communes(&assigner, span), [commune(of(&world, village))]);
                }
                let (before, behind) = assigner.neighbours(SectionKey::new(0), gaps.spans()[gap.unwrap()]);
                let gap = gaps.spans()[gap.unwrap()];
                let touches = (span.from() == gap.from() && before.contains(&VillageKey::new(village)))
                    || (span.to() == gap.to() && behind.contains(&VillageKey::new(village)));
                prop_assert_eq!(proposal.touches(), touches);
            }
            for (village, more) in taken {
                let capacity = world.villages[village].3.map(|km| Length::from_km(km).unwrap());
                if let Some(capacity) = capacity.or(options.capacity) {
                    let id = VillageId::new(&format!("v{village}")).unwrap();
                    prop_assert!(assigner.load(&id).unwrap().kept + more <= capacity);
                }
            }
            // What is proposed and what is not tile the gaps, and the accounts say the same.
            let proposed = found.proposals.iter().map(|p| p.stretch.span);
            let left = found.unfilled.iter().map(|u| u.stretch.span);
            let sum = |spans: &[Span]| spans.iter().fold(Length::ZERO, |sum, s| sum + s.length());
            let all: Vec<Span> = proposed.clone().chain(left).collect();
            prop_assert_eq!(sum(&all), gaps.length());
            prop_assert_eq!(all.into_iter().collect::<SpanSet>(), gaps);
            let more = sum(&proposed.collect::<Vec<_>>());
            let before = assigner.state.ledger().line();
            prop_assert_eq!(found.after.registered(), before.registered() + more);
            prop_assert_eq!(found.after.shared(), before.shared());
            Ok(())
        })?;
    }

    #[test]
    fn no_plan_is_worse_than_the_greedy_one(world in worlds(), options in options()) {
        world.with(|assigner| {
            let gaps = assigner.gap_spans().into_iter();
            let questions = gaps.map(|(s, gap)| assigner.question(s, gap, options.step).unwrap()).collect();
            let rules = fill::Rules {
                least: options.least.mm(),
                greatest: options.greatest.map_or(i64::MAX / 4, Length::mm),
                touching: options.touching,
                fair: options.goal == Goal::FairestLoad,
            };
            let capacities = assigner.capacities(&options, i64::MAX / 4);
            let planner = Planner { questions, capacities, rules };
            let (best, greedy) = (planner.total(&planner.best()), planner.total(&planner.greedy()));
            prop_assert!(best <= greedy, "{best:?} {greedy:?}");
            Ok(())
        })?;
    }
}

#[test]
fn each_reason_why_a_gap_is_left_is_given() {
    let why = |world: &World, options: ProposalOptions, far: f64, by_area: bool| {
        world.with(|assigner| {
            let found = limited(assigner, Some(far), by_area).propose(&options).unwrap();
            found.unfilled.iter().map(|u| (u.stretch.length().mm(), u.why)).collect::<Vec<_>>()
        })
    };
    let options = ProposalOptions::default();
    let world = plain(&[(1, 0.0, 0.6)]);
    // The third village is 50 km off; those of the west may not take the east.
    let far = Length::from_km(10.0).unwrap();
    assert_eq!(why(&world, options.clone(), 10.0, true), [(4_000_000, WhyUnfilled::TooFar(far))]);
    assert_eq!(why(&world, options.clone(), 10.0, false), []);
    let least = Length::from_km(5.0).unwrap();
    let greedy = ProposalOptions { least, ..options.clone() };
    assert_eq!(why(&world, greedy, 10.0, false), [(4_000_000, WhyUnfilled::TooShort(least))]);
    let none = ProposalOptions { capacity: Some(Length::ZERO), ..options.clone() };
    let full = plain(&[(0, 0.0, 0.3), (1, 0.3, 0.6)]);
    assert_eq!(why(&full, none, 10.0, false), [(4_000_000, WhyUnfilled::CapacityUsedUp)]);
    let greatest = Some(Length::from_km(1.0).unwrap());
    let short = ProposalOptions { greatest, ..options.clone() };
    assert_eq!(why(&world, short, 10.0, false), [(2_000_000, WhyUnfilled::NoFit)]);
    let mut nowhere = world;
    nowhere.villages.retain(|village| village.4 == 0);
    assert_eq!(why(&nowhere, options, 10.0, true), [(4_000_000, WhyUnfilled::NoVillage)]);
}

#[test]
fn a_marker_that_denotes_no_place_for_sure_is_not_written() {
    let world = World { villages: vec![(0.05, 0.02, 40, None, 0)], ..plain(&[(0, 0.0, 0.3)]) };
    let mut border = world.border();
    let marker = |label: &str, lon: f64| {
        let at = LonLat::new(102.0 + lon, 22.0).unwrap();
        Marker::new(section(), label.parse().unwrap(), at)
    };
    let also = Marker { aliases: vec!["7".parse().unwrap()], ..marker("9", 0.07) };
    border.set_markers(vec![marker("7", 0.01), also], 500.0);
    let registry = world.registry();
    let state = State::close(border, registry, &survey(), DAY).unwrap();
    let found = state.assigner().propose(&ProposalOptions::default()).unwrap();
    assert_eq!(found.proposals[0].stretch.from.to_string(), "km 3.000");
    assert_eq!(found.after.share().to_string(), "100.00 %");
}

#[test]
fn a_stretch_is_nowhere_beyond_reach_of_its_village() {
    // Both cuts lie near the village, the line between them 11 km off.
    let steps = vec![(0.01, 0.1), (0.01, -0.1)];
    let villages = vec![(0.01, 0.0, 40, None, 0)];
    let world = World { steps, villages, markers: vec![], ..plain(&[]) };
    let options = ProposalOptions { step: None, ..ProposalOptions::default() };
    let reached = |km: f64| {
        world.with(|a| limited(a, Some(km), false).propose(&options).unwrap().proposals.len())
    };
    assert_eq!((reached(10.0), reached(12.0)), (0, 1));
}
