//! The index agrees with the static accounts and with every millimetre, after any history.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use proptest::prelude::*;

use super::{AXIS, Dice, any_span, span};
use crate::cover::index::visits;
use crate::cover::{Change, CoverIndex, DepthMap, Figures, SpanSet};
use crate::span::Span;
use crate::units::{Length, Measure};

/// The dull twin: the spans by key, and all questions answered millimetre by millimetre.
#[derive(Default, Clone)]
struct Twin(BTreeMap<u16, Span>);

impl Twin {
    fn holders(&self, mm: i64) -> Vec<&u16> {
        let at = Measure::from_mm(mm);
        self.0.iter().filter(|(_, span)| span.contains(at)).map(|(key, _)| key).collect()
    }

    fn length_held(&self, window: Span, times: usize) -> Length {
        let places = window.from().mm()..window.to().mm();
        Length::from_mm(places.filter(|&mm| self.holders(mm).len() >= times).count() as i64)
    }

    fn figures(&self, window: Span) -> Figures {
        let held = |times| self.length_held(window, times);
        Figures { covered: held(1), shared: held(2) }
    }

    fn apply(&mut self, change: &Change<u16>) -> Option<Span> {
        match change {
            Change::Insert(key, span) => self.0.insert(*key, *span),
            Change::Remove(key) => self.0.remove(key),
        }
    }
}

fn apply<K: Copy + Eq + Hash>(index: &mut CoverIndex<K>, change: &Change<K>) -> Option<Span> {
    match change {
        Change::Insert(key, span) => index.insert(*key, *span),
        Change::Remove(key) => index.remove(key),
    }
}

fn any_change() -> impl Strategy<Value = Change<u16>> {
    let key = 0..12_u16;
    prop_oneof![
        2 => (key.clone(), any_span(AXIS)).prop_map(|(key, span)| Change::Insert(key, span)),
        1 => key.prop_map(Change::Remove),
    ]
}

fn any_changes(most: usize) -> impl Strategy<Value = Vec<Change<u16>>> {
    prop::collection::vec(any_change(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_answer_agrees_with_every_millimetre(
        changes in any_changes(40), plan in any_changes(6), window in any_span(AXIS),
    ) {
        let (mut index, mut twin) = (CoverIndex::new(), Twin::default());
        let axis = span(0, AXIS);
        for change in &changes {
            prop_assert_eq!(apply(&mut index, change), twin.apply(change));
            prop_assert_eq!(index.figures(), twin.figures(axis));
        }
        prop_assert_eq!(index.figures_in(window), twin.figures(window));
        for times in 0..5_u32 {
            prop_assert_eq!(index.length_held(window, times), twin.length_held(window, times as usize));
        }
        for mm in -1..=AXIS {
            let at = Measure::from_mm(mm);
            prop_assert_eq!(index.holders(at), twin.holders(mm));
            prop_assert_eq!(index.depth(at), twin.holders(mm).len());
        }
        let met = twin.0.iter().filter(|(_, own)| own.intersection(&window).is_some());
        prop_assert!(index.holders_in(window).into_iter().eq(met.map(|(key, _)| key)));
        prop_assert_eq!(index.deepest(), (0..AXIS).map(|mm| twin.holders(mm).len()).max().unwrap());
        let set: SpanSet = twin.0.values().copied().collect();
        prop_assert!(index.gaps(window).eq(set.gaps(window)));
        prop_assert_eq!(index.covered_set(window), set.within(window));

        let planned = index.what_if(&plan);
        prop_assert_eq!(index.figures(), twin.figures(axis));
        for change in &plan {
            twin.apply(change);
        }
        prop_assert_eq!(planned, twin.figures(axis));
    }
}

/// What up to forty changes would do is what they do.
fn plans_come_true(
    index: &CoverIndex<u32>,
    keys: u64,
    dice: &mut Dice,
    any_span: impl Fn(&mut Dice) -> Span,
) {
    let mut change = || match (dice.below(keys) as u32, dice.below(2)) {
        (key, 0) => Change::Insert(key, any_span(dice)),
        (key, _) => Change::Remove(key),
    };
    let plan: Vec<Change<u32>> = (0..40).map(|_| change()).collect();
    for plan in [&plan[..1], &plan[..5], &plan] {
        let mut changed = index.clone();
        for change in plan {
            apply(&mut changed, change);
        }
        assert_eq!(index.what_if(plan), changed.figures());
    }
}

/// Both engines on the same spans.
fn agrees_with_static(index: &CoverIndex<u32>, spans: &BTreeMap<u32, Span>, dice: &mut Dice) {
    let set: SpanSet = spans.values().copied().collect();
    assert_eq!(index.covered(), set.length());
    let from = dice.below(1 << 20) as i64;
    let window = span(from, from + 1 + dice.below(1 << 18) as i64);
    assert_eq!(index.covered_in(window), set.length_in(window));
    assert!(index.gaps(window).eq(set.gaps(window)));
    let fresh: CoverIndex<u32> = spans.iter().map(|(&key, &span)| (key, span)).collect();
    assert_eq!((index.figures(), index.deepest()), (fresh.figures(), fresh.deepest()));
    assert_eq!(index.figures_in(window), fresh.figures_in(window));
    let at = window.from();
    assert_eq!(index.holders(at), fresh.holders(at));
    let holders = spans.iter().filter(|(_, span)| span.contains(at)).map(|(key, _)| key);
    assert!(index.holders(at).into_iter().eq(holders));
    let met = spans.iter().filter(|(_, own)| own.intersection(&window).is_some());
    assert!(index.holders_in(window).into_iter().eq(met.map(|(key, _)| key)));
}

#[test]
fn static_and_incremental_agree_over_a_hundred_thousand_updates() {
    for (seed, keys, longest) in [(1, 20_000, 300), (2, 3_000, 100_000), (3, 50, 1 << 19)] {
        let mut dice = Dice(seed);
        let (mut index, mut spans) = (CoverIndex::new(), BTreeMap::new());
        for update in 0..100_000_u32 {
            let key = dice.below(keys) as u32;
            // Grows at first, then shrinks to nothing and grows again.
            let grow = if (50_000..80_000).contains(&update) { 1 } else { 6 };
            if dice.below(8) < grow {
                let span = dice.spans(1, 1 << 20, longest)[0];
                assert_eq!(index.insert(key, span), spans.insert(key, span));
            } else {
                assert_eq!(index.remove(&key), spans.remove(&key));
            }
            if update % 1_000 == 0 {
                plans_come_true(&index, keys, &mut dice, |d| d.spans(1, 1 << 20, longest)[0]);
            }
            if update % 5_000 == 0 {
                agrees_with_static(&index, &spans, &mut dice);
            }
        }
        agrees_with_static(&index, &spans, &mut dice);
        for key in spans.keys() {
            index.remove(key);
        }
        assert!(index.is_empty());
        assert_eq!(index.figures(), Figures::default());
    }
}

#[test]
fn many_spans_may_share_their_ends() {
    let spans: Vec<(u32, Span)> = (0..10_000).map(|key| (key, span(0, 100))).collect();
    let mut index: CoverIndex<u32> = spans.iter().copied().collect();
    assert_eq!((index.covered().mm(), index.shared().mm(), index.deepest()), (100, 100, 10_000));
    for key in 0..9_999 {
        assert_eq!(index.remove(&key), Some(span(0, 100)));
    }
    assert_eq!((index.covered().mm(), index.shared().mm(), index.len()), (100, 0, 1));
    assert_eq!(index.holders(Measure::ZERO), [&9_999]);
}

#[test]
fn spans_at_the_ends_of_the_range_do_not_overflow() {
    let limit = Span::LIMIT.mm();
    let all = span(-limit, limit);
    let mut index = CoverIndex::new();
    index.insert(0, all);
    index.insert(1, span(limit - 1, limit));
    index.insert(2, span(-limit, 1 - limit));
    assert_eq!((index.covered(), index.shared().mm()), (all.length(), 2));
    assert_eq!(index.figures_in(all), index.figures());
    assert_eq!(index.what_if(&[Change::Remove(0)]).covered.mm(), 2);
    assert_eq!(index.first_gap(all), None);
    assert_eq!(index.holders(Measure::from_mm(limit - 1)), [&0, &1]);
    index.insert(3, span(-limit, 0));
    assert_eq!(index.holders(Measure::from_mm(-1)), [&0, &3]);
    assert_eq!(index.holders(Measure::ZERO), [&0]);
    index.remove(&3);
    index.remove(&0);
    assert_eq!(index.first_gap(all), Some(span(1 - limit, limit - 1)));
}

/// Spans between places of all magnitudes, many of them the same.
fn wide_span(dice: &mut Dice) -> Span {
    let mut place = || {
        let scale = dice.below(16) as u32;
        let near = dice.below(1 << 8) as i64 - (1 << 7);
        let limit = Span::LIMIT.mm();
        if scale == 15 { near.signum() * (limit - near.abs()) } else { near << (3 * scale) }
    };
    loop {
        if let Ok(span) = Span::between(Measure::from_mm(place()), Measure::from_mm(place())) {
            return span;
        }
    }
}

#[test]
fn spans_wider_than_a_leaf_agree_with_static_over_a_hundred_thousand_updates() {
    for (seed, keys) in [(1, 4_000), (2, 400), (3, 12)] {
        let mut dice = Dice(seed);
        let (mut index, mut spans) = (CoverIndex::new(), BTreeMap::new());
        for update in 0..100_000_u32 {
            let key = dice.below(keys) as u32;
            let grow = if (update / 10_000).is_multiple_of(2) { 6 } else { 1 };
            if dice.below(8) < grow {
                let span = wide_span(&mut dice);
                assert_eq!(index.insert(key, span), spans.insert(key, span));
            } else {
                assert_eq!(index.remove(&key), spans.remove(&key));
            }
            if update % 1_000 != 0 {
                continue;
            }
            plans_come_true(&index, keys, &mut dice, wide_span);
            let set: SpanSet = spans.values().copied().collect();
            let depth = DepthMap::of(&spans.values().copied().collect::<Vec<_>>()).unwrap();
            assert_eq!(index.covered(), set.length());
            assert_eq!(index.shared(), depth.length_held(2));
            let window = wide_span(&mut dice);
            assert_eq!(index.covered_in(window), set.length_in(window));
            assert!(index.gaps(window).eq(set.gaps(window)));
            for times in 2..5 {
                let held = depth.held(times).length_in(window);
                assert_eq!(index.length_held(window, times), held);
            }
            let at = window.from();
            let holders = spans.iter().filter(|(_, span)| span.contains(at)).map(|(key, _)| key);
            assert_eq!(index.depth(at), holders.clone().count());
            assert!(index.holders(at).into_iter().eq(holders));
            let met = spans.iter().filter(|(_, own)| own.intersection(&window).is_some());
            assert!(index.holders_in(window).into_iter().eq(met.map(|(key, _)| key)));
        }
    }
}

#[test]
fn planning_looks_at_few_nodes_however_many_spans_there_are() {
    // Four deep beside gaps, and several spans along all of it.
    for count in [5_000, 80_000] {
        let beside = (0..count).map(|i| (i, span(i / 4 * 1_000, i / 4 * 1_000 + 500)));
        let long = (0..6).map(|i| (count + i, span(i, count * 1_000 - i)));
        let index: CoverIndex<i64> = beside.chain(long).collect();
        for removed in 1..=6 {
            let plan: Vec<_> = (0..removed).map(|i| Change::Remove(count + i)).collect();
            visits::take();
            let planned = index.what_if(&plan);
            let looked_at = visits::take();
            assert!(looked_at < 150, "{looked_at} of {count} for {removed}");
            let mut changed = index.clone();
            plan.iter().for_each(|change| assert!(apply(&mut changed, change).is_some()));
            assert_eq!(planned, changed.figures());
        }
    }
}

#[test]
fn what_is_removed_keeps_no_key() {
    let key = Arc::new("Na Ten");
    let mut index = CoverIndex::new();
    index.insert(Arc::clone(&key), span(0, 60));
    assert_eq!(Arc::strong_count(&key), 3);
    index.remove(&key);
    assert_eq!(Arc::strong_count(&key), 1);
    index.insert(Arc::clone(&key), span(20, 80));
    assert_eq!(index.holders(Measure::from_mm(70)), [&key]);
}

#[test]
fn indexes_are_equal_if_their_spans_are() {
    let spans = [('b', span(0, 60)), ('a', span(40, 80))];
    let mut grown = CoverIndex::from_iter([('a', span(0, 1)), ('c', span(0, 2))]);
    grown.remove(&'c');
    assert_ne!(grown, CoverIndex::from_iter(spans));
    grown.extend(spans);
    assert_eq!(grown, CoverIndex::from_iter(spans));
    assert_eq!(grown.shared().mm(), 20);
    let text = serde_json::to_string(&grown).unwrap();
    assert_eq!(
        text,
        concat!(
            r#"[{"key":"a","span":{"from_mm":40,"to_mm":80}},"#,
            r#"{"key":"b","span":{"from_mm":0,"to_mm":60}}]"#
        )
    );
    assert_eq!(serde_json::from_str::<CoverIndex<char>>(&text).unwrap(), grown);
    let twice = text.replace(r#""a""#, r#""b""#);
    let refused = serde_json::from_str::<CoverIndex<char>>(&twice).unwrap_err();
    assert!(refused.to_string().contains("1 of 2 keys occur twice"));
    let change = Change::Insert('a', span(1, 2));
    let text = serde_json::to_string(&[change, Change::Remove('b')]).unwrap();
    assert_eq!(text, r#"[{"insert":["a",{"from_mm":1,"to_mm":2}]},{"remove":"b"}]"#);
    assert_eq!(serde_json::from_str::<Vec<Change<char>>>(&text).unwrap()[0], change);
}

#[test]
fn questions_beyond_the_axis_are_answered() {
    let limit = Span::LIMIT.mm();
    let index = CoverIndex::from_iter([(0, span(-limit, limit))]);
    for mm in [i64::MIN, -limit - 1, limit, i64::MAX] {
        assert_eq!(index.depth(Measure::from_mm(mm)), 0);
        assert!(index.holders(Measure::from_mm(mm)).is_empty());
    }
}

#[test]
fn what_was_removed_leaves_no_nodes_behind() {
    let mut index = CoverIndex::new();
    for key in 0..100_000 {
        index.insert(key, span(key * 10, key * 10 + 25));
        if key >= 1_000 {
            index.remove(&(key - 1_000));
        }
    }
    assert_eq!(index.len(), 1_000);
    assert!(index.nodes() < 500, "{}", index.nodes());
    // One span here and there of what was dense.
    let mut index: CoverIndex<i64> =
        (0..100_000).map(|key| (key, span(key * 10, key * 10 + 25))).collect();
    for key in (0..100_000).filter(|key| key % 100 != 0) {
        index.remove(&key);
    }
    assert!(index.nodes() < 500, "{}", index.nodes());
    assert_eq!(index.covered().mm(), 25_000);
}
