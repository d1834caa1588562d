//! The laws of set algebra, and agreement with every millimetre.

use proptest::prelude::*;

use super::{AXIS, Dice, any_span, any_spans, dense, span};
use crate::cover::{SpanSet, SpanSetError};
use crate::span::Span;
use crate::units::Measure;

fn set(spans: &[Span]) -> SpanSet {
    spans.iter().copied().collect()
}

/// The set of the millimetres that are true.
fn of_dense(bits: impl IntoIterator<Item = bool>) -> SpanSet {
    let bits = bits.into_iter().zip(0..).filter(|&(inside, _)| inside);
    set(&bits.map(|(_, mm)| span(mm, mm + 1)).collect::<Vec<_>>())
}

fn zip(a: &[bool], b: &[bool], keep: impl Fn(bool, bool) -> bool) -> SpanSet {
    of_dense(a.iter().zip(b).map(|(&a, &b)| keep(a, b)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn operations_agree_with_every_millimetre(a in any_spans(), b in any_spans()) {
        let (x, y) = (set(&a), set(&b));
        let (p, q) = (dense(&a), dense(&b));
        prop_assert_eq!(&x, &of_dense(p.iter().copied()));
        prop_assert_eq!(x.length().mm(), p.iter().filter(|&&inside| inside).count() as i64);
        prop_assert_eq!(&x | &y, zip(&p, &q, |a, b| a || b));
        prop_assert_eq!(&x & &y, zip(&p, &q, |a, b| a && b));
        prop_assert_eq!(&x - &y, zip(&p, &q, |a, b| a && !b));
        prop_assert_eq!(&x ^ &y, zip(&p, &q, |a, b| a != b));
        prop_assert_eq!(x.gaps(span(0, AXIS)), of_dense(p.iter().map(|inside| !inside)));
    }

    #[test]
    fn a_span_put_in_or_taken_out_is_a_union_or_difference(a in any_spans(), one in any_span(AXIS)) {
        let (x, y) = (set(&a), SpanSet::from(one));
        let (mut more, mut less) = (x.clone(), x.clone());
        more.insert(one);
        less.remove(one);
        prop_assert_eq!(more, &x | &y);
        prop_assert_eq!(less, &x - &y);
    }

    #[test]
    fn what_both_have_is_found_whatever_their_sizes(
        seed in any::<u64>(), sizes in (0..300_usize, 0..300_usize), longest in 1..400_u64,
    ) {
        let mut dice = Dice(seed | 1);
        let a = set(&dice.spans(sizes.0, 1 << 14, longest));
        let b = set(&dice.spans(sizes.1, 1 << 14, 20));
        let common = a.intersection(&b);
        prop_assert_eq!(&common, &(&a - &(&a - &b)));
        prop_assert_eq!(&common, &b.intersection(&a));
        prop_assert_eq!(common.is_empty(), a.is_disjoint(&b));
        let mut merged = a.clone();
        merged.merge(&b);
        prop_assert_eq!(merged, &a | &b);
    }

    #[test]
    fn queries_agree_with_every_millimetre(a in any_spans(), window in any_span(AXIS), at in -1..=AXIS) {
        let (x, p) = (set(&a), dense(&a));
        let inside = &p[window.from().mm() as usize..window.to().mm() as usize];
        prop_assert_eq!(x.contains(Measure::from_mm(at)), p.get(at as usize).is_some_and(|&b| b));
        prop_assert_eq!(x.covers(window), inside.iter().all(|&b| b));
        prop_assert_eq!(x.overlaps(window), inside.iter().any(|&b| b));
        prop_assert_eq!(x.length_in(window).mm(), inside.iter().filter(|&&b| b).count() as i64);
        prop_assert_eq!(x.within(window), x.intersection(&window.into()));
        prop_assert_eq!(x.gaps(window), &SpanSet::from(window) - &x);
    }

    #[test]
    fn the_laws_of_set_algebra_hold(a in any_spans(), b in any_spans(), c in any_spans()) {
        let (a, b, c) = (set(&a), set(&b), set(&c));
        prop_assert_eq!(&a | &b, &b | &a);
        prop_assert_eq!(&a & &b, &b & &a);
        prop_assert_eq!(&(&a | &b) | &c, &a | &(&b | &c));
        prop_assert_eq!(&(&a & &b) & &c, &a & &(&b & &c));
        prop_assert_eq!(&(&a ^ &b) ^ &c, &a ^ &(&b ^ &c));
        prop_assert_eq!(&a & &(&b | &c), &(&a & &b) | &(&a & &c));
        prop_assert_eq!(&a | &(&b & &c), &(&a | &b) & &(&a | &c));
        prop_assert_eq!(&a - &(&b | &c), &(&a - &b) & &(&a - &c));
        prop_assert_eq!(&a - &(&b & &c), &(&a - &b) | &(&a - &c));
        prop_assert_eq!(&(&a & &b) | &(&a - &b), a.clone());
        prop_assert_eq!(&a ^ &b, &(&a | &b) - &(&a & &b));
        prop_assert_eq!(&a ^ &a, SpanSet::new());
        prop_assert_eq!(&a | &a, a.clone());
        prop_assert_eq!(a.is_subset(&b), &a | &b == b);
        prop_assert_eq!(a.is_disjoint(&b), (&a - &b) == a);
        prop_assert_eq!((&a | &b).length() + (&a & &b).length(), a.length() + b.length());
    }

    #[test]
    fn gaps_and_spans_tile_the_extent(a in any_spans(), extent in any_span(AXIS)) {
        let set = set(&a);
        let (kept, gaps) = (set.within(extent), set.gaps(extent));
        prop_assert!(kept.is_disjoint(&gaps));
        prop_assert_eq!(&kept | &gaps, extent.into());
        prop_assert_eq!(kept.length() + gaps.length(), extent.length());
        prop_assert_eq!(gaps.gaps(extent), kept);
    }

    #[test]
    fn spans_are_disjoint_in_order_and_do_not_touch(a in any_spans()) {
        let set = set(&a);
        prop_assert!(set.spans().windows(2).all(|pair| pair[0].to() < pair[1].from()));
        prop_assert_eq!(set.extent().is_none(), set.is_empty());
    }

    #[test]
    fn merging_parts_is_their_union(parts in prop::collection::vec(any_spans(), 0..5)) {
        let mut merged = SpanSet::new();
        parts.iter().for_each(|part| merged.merge(&set(part)));
        prop_assert_eq!(&merged, &parts.iter().flatten().copied().collect::<SpanSet>());
        let mut extended = SpanSet::new();
        parts.iter().rev().for_each(|part| extended.extend(part.iter().copied()));
        prop_assert_eq!(merged, extended);
    }

    #[test]
    fn conversions_keep_the_set(spans in any_spans()) {
        let set = set(&spans);
        prop_assert_eq!(&SpanSet::from(spans.clone()), &set);
        prop_assert_eq!(&SpanSet::from_ranges(spans.iter().map(|&s| s.into())).unwrap(), &set);
        prop_assert_eq!(&SpanSet::from_ranges(set.ranges()).unwrap(), &set);
        prop_assert_eq!(&SpanSet::from_sorted_disjoint(set.clone().into()).unwrap(), &set);
        // Cut in pieces of one unit each, which touch.
        let units = set.ranges().flatten().map(|mm| span(mm, mm + 1));
        prop_assert_eq!(&SpanSet::from_sorted_disjoint(units.collect()).unwrap(), &set);
        let sorted = spans.windows(2).all(|pair| pair[0].to() <= pair[1].from());
        prop_assert_eq!(SpanSet::from_sorted_disjoint(spans).is_ok(), sorted);
    }

    #[test]
    fn operators_on_values_are_those_on_references(a in any_spans(), b in any_spans()) {
        let (a, b) = (set(&a), set(&b));
        prop_assert_eq!([a.clone() | b.clone(), a.clone() & &b], [&a | &b, &a & &b]);
        prop_assert_eq!([a.clone() - &b, a.clone() ^ b.clone()], [&a - &b, &a ^ &b]);
        let mut all = a.clone();
        all |= &b;
        prop_assert_eq!(&all, &(&a | &b));
        all -= b.clone();
        prop_assert_eq!(&all, &(&a - &b));
        all ^= &b;
        all &= &b;
        prop_assert_eq!(&all, &b);
    }

    #[test]
    fn json_passes_through_the_same_door(spans in any_spans()) {
        let text = serde_json::to_string(&spans).unwrap();
        let read: SpanSet = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &set(&spans));
        let written = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(serde_json::from_str::<SpanSet>(&written).unwrap(), read);
    }
}

#[test]
fn sets_print_as_integers() {
    let set = set(&[span(500, 2_000), span(-7, 0)]);
    assert_eq!(set.to_string(), "{[-7, 0), [500, 2000)}");
    assert_eq!(format!("{set:?}"), "SpanSet {[-7, 0), [500, 2000)}");
    assert_eq!(SpanSet::new().to_string(), "{}");
}

#[test]
fn the_first_span_out_of_place_is_named() {
    let check = |spans: [Span; 3]| SpanSet::from_sorted_disjoint(spans.to_vec()).unwrap_err();
    let unsorted = check([span(5, 9), span(9, 10), span(0, 2)]);
    assert_eq!(unsorted, SpanSetError::Unsorted { index: 2 });
    let overlapping = check([span(5, 9), span(8, 10), span(0, 2)]);
    assert_eq!(overlapping, SpanSetError::Overlapping { index: 1 });
    assert_ne!(unsorted.to_string(), overlapping.to_string());
    assert!(SpanSet::from_ranges(std::iter::once(0..i64::MAX)).is_err());
}

#[test]
fn json_of_an_empty_span_is_refused() {
    assert!(serde_json::from_str::<SpanSet>(r#"[{"from_mm":5,"to_mm":5}]"#).is_err());
}

#[test]
fn spans_at_the_ends_of_the_range_do_not_overflow() {
    let limit = Span::LIMIT.mm();
    let all = span(-limit, limit);
    let halves = set(&[span(0, limit), span(-limit, 0)]);
    assert_eq!(halves.spans(), [all]);
    assert_eq!(halves.length().mm(), 2 * limit);
    assert!(halves.gaps(all).is_empty());
    assert_eq!((&halves ^ &span(-1, 1).into()).length().mm(), 2 * limit - 2);
}
