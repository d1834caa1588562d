//! The union without sorting agrees with sorting and sweeping, for any shape of input and any
//! number of threads.

use proptest::prelude::*;

use super::{Dice, span};
use crate::cover::{SpanSet, covered_length, par_covered_length};
use crate::span::Span;

/// The dull twin: sorts, then sweeps.
fn swept(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut union: Vec<Span> = Vec::new();
    for next in sorted {
        match union.last_mut() {
            Some(last) if next.from() <= last.to() => {
                *last = span(last.from().mm(), last.to().max(next.to()).mm());
            }
            _ => union.push(next),
        }
    }
    union
}

fn agrees(spans: &[Span]) {
    let union = swept(spans);
    let length: i64 = union.iter().map(|span| span.length().mm()).sum();
    assert_eq!(SpanSet::from(spans).spans(), union);
    assert_eq!(spans.iter().copied().collect::<SpanSet>().spans(), union);
    assert_eq!(covered_length(spans).mm(), length);
    for threads in 1..=8 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            assert_eq!(SpanSet::par_from(spans).spans(), union, "{threads} threads");
            assert_eq!(par_covered_length(spans).mm(), length, "{threads} threads");
        });
    }
}

#[test]
fn dense_sparse_short_and_long_spans_agree_with_sorting() {
    let mut dice = Dice(1);
    for (count, axis, longest) in [
        (3_000, 1 << 10, 5),
        (20_000, 1 << 20, 10),
        (20_000, 1 << 20, 1_000),
        (20_000, 1 << 26, 20_000),
        (150_000, 400_000_000, 3_000),
        (150_000, 400_000_000, 200_000_000),
        (150_000, 1 << 32, 100_000),
        (150_000, 1 << 50, 1 << 40),
        (600_000, 400_000_000, 1_300),
    ] {
        agrees(&dice.spans(count, axis, longest));
    }
}

#[test]
fn strays_far_from_the_rest_are_counted() {
    let limit = Span::LIMIT.mm();
    let mut spans = Dice(2).spans(200_000, 50_000_000, 300);
    let place = spans.len() / 2 + 1;
    spans[place] = span(-limit, -limit + 7);
    spans[place + 1] = span(limit - 7, limit);
    spans[place + 2] = span(-limit, -1_000_000);
    agrees(&spans);
    spans[place + 3] = span(-200_000, 60_000_000);
    agrees(&spans);
    spans[place + 4] = span(-limit, limit);
    agrees(&spans);
    assert_eq!(covered_length(&spans).mm(), 2 * limit);
}

#[test]
fn repeated_touching_and_nested_spans_agree_with_sorting() {
    let mut dice = Dice(3);
    let touching = (0..100_000).map(|i| span(i * 64, i * 64 + 64));
    let mut spans: Vec<Span> = touching.rev().collect();
    agrees(&spans);
    spans.extend(std::iter::repeat_n(span(63, 129), 5_000));
    spans.extend((0..3_000).map(|i| span(i * 100, 6_400_000 - i * 100)));
    agrees(&spans);
    spans.retain(|_| dice.below(3) == 0);
    agrees(&spans);
}

#[test]
fn a_sample_that_misses_most_starts_costs_time_only() {
    // Every place that is sampled lies elsewhere than the rest.
    let mut spans: Vec<Span> = Dice(4).spans(1 << 15, 1 << 20, 50);
    spans
        .iter_mut()
        .skip(1)
        .step_by(2)
        .for_each(|s| *s = span(s.from().mm() - (1 << 40), s.to().mm()));
    agrees(&spans);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_mixture_of_scales_agrees_with_sorting(
        seed in 1..u64::MAX, scale in 4..40_u32, longest in 1..30_u32, count in 0..30_000_usize,
    ) {
        let mut dice = Dice(seed);
        let mut spans = dice.spans(count, 1 << scale, 1 << longest);
        spans.extend(dice.spans(count / 50, 1 << 30, 1 << 25));
        let union = swept(&spans);
        let set = SpanSet::from(&spans[..]);
        prop_assert_eq!(set.spans(), &union[..]);
        let length: i64 = union.iter().map(|span| span.length().mm()).sum();
        prop_assert_eq!(covered_length(&spans).mm(), length);
    }
}
