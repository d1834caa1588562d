//! Differences add up over time: `explain(a, c) = explain(a, b) + explain(b, c)`.
//!
//! This holds for the difference of every figure and count. Parts add up where `b` lies on the
//! path from `a` to `c`: it has the line of `c`, or its markers too, or its areas too, and all
//! else of `a`. Elsewhere they need not: what came and went in between is in no part of the whole.
//! From one state to another in neither of which an area has an account, its account has no
//! figures, though it may have one in a state in between: its parts cancel out and are left out.

use std::collections::{BTreeMap, BTreeSet};

use border_coverage::Length;
use border_coverage::audit::{CountKind, Difference, ExplainedPart, Explanation, Figure};
use proptest::prelude::*;

use crate::world::{Areas, End, Line, Plan, Row, any_triple, explained};

/// What a figure is of.
type Scope = (&'static str, String);

/// All differences, each with what it is of.
fn differences(explanation: &Explanation) -> Vec<(Scope, &Difference)> {
    let mut all = Vec::new();
    let line = explanation.line.figures.iter().map(|d| (("line", String::new()), d));
    all.extend(line);
    for section in &explanation.sections {
        let id = section.section.to_string();
        all.extend(section.figures.iter().map(|d| (("section", id.clone()), d)));
    }
    for area in &explanation.areas {
        let id = area.area.to_string();
        all.extend(area.figures.iter().map(|d| (("area", id.clone()), d)));
    }
    for village in &explanation.villages {
        all.push((("village", village.village.to_string()), &village.kept));
    }
    all
}

/// Lengths by some key, without those that are zero.
fn sums<K: Ord>(all: impl Iterator<Item = (K, Length)>) -> BTreeMap<K, Length> {
    let mut sums = BTreeMap::new();
    all.for_each(|(key, length)| *sums.entry(key).or_insert(Length::ZERO) += length);
    sums.retain(|_, length| *length != Length::ZERO);
    sums
}

fn lengths(explanations: &[&Explanation]) -> BTreeMap<(Scope, Figure), Length> {
    let all = explanations.iter().flat_map(|explanation| differences(explanation));
    sums(all.map(|(scope, d)| ((scope, d.figure), d.length)))
}

fn parts(explanations: &[&Explanation]) -> BTreeMap<(Scope, Figure, ExplainedPart), Length> {
    let all = explanations.iter().flat_map(|explanation| differences(explanation));
    sums(all.flat_map(|(scope, d)| {
        d.parts.iter().map(move |part| ((scope.clone(), d.figure, part.part), part.length))
    }))
}

/// How much each count grew.
fn counts(explanations: &[&Explanation]) -> BTreeMap<CountKind, i64> {
    let mut sums = BTreeMap::new();
    for count in explanations.iter().flat_map(|explanation| &explanation.counts) {
        *sums.entry(count.what).or_insert(0) += count.started - count.ended + count.changed;
    }
    sums
}

/// The figures that an explanation has of areas.
fn figures_of_areas(explanation: &Explanation) -> BTreeSet<(Scope, Figure)> {
    let all = differences(explanation).into_iter().map(|(scope, d)| (scope, d.figure));
    all.filter(|((kind, _), _)| *kind == "area").collect()
}

/// A state that lies on the path from one to another, so many steps from the first.
fn between(a: &Plan, c: &Plan, steps: usize) -> Plan {
    let mut b = a.clone();
    (b.line, b.survey) = (c.line.clone(), c.survey);
    if steps > 1 {
        b.markers = c.markers.clone();
    }
    if steps > 2 {
        b.areas = c.areas.clone();
    }
    b
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn differences_add_up_over_time([a, b, c] in any_triple()) {
        let [a, b, c] = [a, b, c].map(|plan| plan.build());
        let (first, second, whole) = (explained(&a, &b), explained(&b, &c), explained(&a, &c));
        prop_assert_eq!(lengths(&[&whole]), lengths(&[&first, &second]));
        prop_assert_eq!(counts(&[&whole]), counts(&[&first, &second]));
        for ((x, y), z) in first.counts.iter().zip(&second.counts).zip(&whole.counts) {
            prop_assert_eq!((x.before, x.after, y.after), (z.before, y.before, z.after));
        }
    }

    #[test]
    fn parts_add_up_where_the_second_state_lies_on_the_path(
        [a, _, mut c] in any_triple(),
        steps in 1..4_usize,
    ) {
        // Areas keep together what a village keeps that is gone as its last state says, so for
        // such a village the areas of the path's end are not those of the state in between.
        c.villages = c.villages.max(a.villages);
        let b = between(&a, &c, steps);
        let [a, b, c] = [a, b, c].map(|plan| plan.build());
        let (first, second, whole) = (explained(&a, &b), explained(&b, &c), explained(&a, &c));
        // Parts that cancel out, since neither end has an account, are in no explanation.
        let listed = [&first, &second, &whole].map(figures_of_areas);
        let is_listed = |scope: &Scope, figure: Figure| {
            let key = (scope.clone(), figure);
            scope.0 != "area" || listed.iter().all(|listed| listed.contains(&key))
        };
        let [mut one, mut two] = [parts(&[&whole]), parts(&[&first, &second])];
        one.retain(|(scope, figure, _), _| is_listed(scope, *figure));
        two.retain(|(scope, figure, _), _| is_listed(scope, *figure));
        prop_assert_eq!(one, two);
        let one_after_another = |mut changes: Vec<_>, more: Vec<_>| {
            changes.extend(more);
            changes
        };
        prop_assert_eq!(whole.changes, one_after_another(first.changes, second.changes));
        let mut not_placed = first.not_placed;
        not_placed.extend(second.not_placed);
        prop_assert_eq!(whole.not_placed, not_placed);
    }
}

/// A line of 120 mm and some rows that keep the same 50 mm of it, on the second day only.
fn plan(rows: usize) -> Plan {
    let row = |i: usize| Row {
        id: i + 1,
        village: i,
        on_ring: false,
        ends: (End::Mm(20), End::Mm(70)),
        since: 1,
        days: Some(0),
        recognised: false,
        survey: None,
    };
    Plan {
        line: Line { reach: 8_500, ring: false, totals: [120, 140] },
        markers: Vec::new(),
        areas: Areas { cut: End::Mm(50), merged: None, post: false, second: [false; 4] },
        villages: 3,
        rows: (0..rows).map(row).collect(),
        day: 1,
        survey: Some(0),
    }
}

/// Two villages that keep the same place.
pub(crate) fn two_alike() -> Plan {
    plan(2)
}

#[test]
fn what_came_and_went_is_in_no_part_of_the_whole() {
    let [a, b, c] = [0, 1, 2].map(|day| Plan { day, ..plan(1) }.build());
    let registered = |x, y| explained(x, y).figure(Figure::Registered);
    assert_eq!(registered(&a, &b).part(ExplainedPart::Added), Length::from_mm(50));
    assert_eq!(registered(&b, &c).part(ExplainedPart::Ended), Length::from_mm(-50));
    assert!(registered(&a, &c).parts.is_empty());
}
