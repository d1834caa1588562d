//! Interval accounts beside sort and sweep, on the same spans in one run; for other crates see
//! `peers/`.
//!
//! `cargo bench --bench cover`; one group: `cargo bench --bench cover -- covered_length/1000000`.
//! Times are for all spans: divide by their number.

mod data;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use border_coverage::cover::{
    DepthMap, SpanAccount, cover_by_area, covered_length, deepest, for_each_layer, for_each_piece,
    overlay, overlay_areas, par_covered_length, sets_by_label,
};
use border_coverage::{Span, SpanSet};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use data::{Dice, LINE, span, spans};
use rayon::prelude::*;

/// A span as two integers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ends(i64, i64);

fn ends(spans: &[Span]) -> Vec<Ends> {
    spans.iter().map(|s| Ends(s.from().mm(), s.to().mm())).collect()
}

fn sweep(sorted: &[Ends]) -> i64 {
    let Some(&Ends(mut from, mut to)) = sorted.first() else { return 0 };
    let mut total = 0;
    for next in sorted {
        if next.0 > to {
            total += to - from;
            (from, to) = (next.0, next.1);
        } else {
            to = to.max(next.1);
        }
    }
    total + to - from
}

/// Lower bound: every byte is read once.
fn stream(spans: &[Span]) -> i64 {
    spans.iter().fold(0, |sum, s| sum ^ s.from().mm() ^ s.to().mm())
}

fn sort_and_sweep(mut spans: Vec<Ends>) -> i64 {
    spans.sort_unstable();
    sweep(&spans)
}

fn group<'a>(c: &'a mut Criterion, name: &str, count: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = c.benchmark_group(format!("{name}/{count}"));
    group.sample_size(10).warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(count as u64));
    group
}

/// Runs `work` on a fresh copy each time; copying is not measured.
fn owned<T: Clone>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    input: &T,
    work: impl Fn(T) -> i64,
) {
    group.bench_function(name, |b| {
        b.iter_batched(|| input.clone(), &work, criterion::BatchSize::PerIteration);
    });
}

fn unsorted(c: &mut Criterion) {
    for count in [10_000, 100_000, 1_000_000, 10_000_000] {
        let spans = spans(count);
        let ends = ends(&spans);
        let mut group = group(c, "covered_length", count);
        group.bench_function("ours", |b| b.iter(|| covered_length(black_box(&spans))));
        group.bench_function("floor: stream", |b| b.iter(|| stream(black_box(&spans))));
        owned(&mut group, "sort_unstable + sweep", &ends, sort_and_sweep);
        owned(&mut group, "floor: sort_unstable of starts as u32", &ends, |ends| {
            let mut starts: Vec<u32> = ends.iter().map(|s| s.0 as u32).collect();
            starts.sort_unstable();
            i64::from(starts[0])
        });
        group.bench_function("ours, again", |b| b.iter(|| covered_length(black_box(&spans))));
        group.finish();
    }
}

fn parallel(c: &mut Criterion) {
    for count in [1_000_000, 10_000_000] {
        let spans = spans(count);
        let mut group = group(c, "par_covered_length", count);
        group.bench_function("ours", |b| b.iter(|| par_covered_length(black_box(&spans))));
        group.bench_function("ours, one thread", |b| b.iter(|| covered_length(black_box(&spans))));
        owned(&mut group, "floor: par_sort_unstable alone", &spans, |mut spans| {
            spans.par_sort_unstable();
            spans[0].from().mm()
        });
        group.finish();
    }
}

fn parallel_depth(c: &mut Criterion) {
    for count in [1_000_000, 10_000_000] {
        let (extent, claims) = (span(0, LINE + 1), claims(count));
        let mut group = group(c, "depth, threads", count);
        group.bench_function("by owner: SpanAccount::par_of", |b| {
            b.iter(|| SpanAccount::par_of(extent, black_box(&claims)).shared());
        });
        group.bench_function("by owner, one thread", |b| {
            b.iter(|| SpanAccount::of(extent, black_box(&claims)).shared());
        });
        group.finish();
    }
}

fn sorted(c: &mut Criterion) {
    for count in [1_000_000, 10_000_000] {
        let mut spans = spans(count);
        spans.sort_unstable();
        let ends = ends(&spans);
        let mut group = group(c, "covered_length, sorted", count);
        group.bench_function("ours", |b| b.iter(|| covered_length(black_box(&spans))));
        group.bench_function("floor: stream", |b| b.iter(|| stream(black_box(&spans))));
        group.bench_function("sweep alone", |b| b.iter(|| sweep(black_box(&ends))));
        group.finish();
    }
}

fn gaps(c: &mut Criterion) {
    for count in [1_000_000, 10_000_000] {
        let spans = spans(count);
        let extent = span(0, LINE + 1);
        let mut group = group(c, "gaps", count);
        group.bench_function("ours", |b| {
            b.iter(|| SpanSet::from(black_box(&spans[..])).gaps(extent));
        });
        group.bench_function("covered length alone", |b| {
            b.iter(|| covered_length(black_box(&spans)));
        });
        group.finish();
    }
}

/// Spans of a thousand owners.
fn claims(count: usize) -> Vec<(Span, u32)> {
    let mut dice = Dice(9);
    spans(count).into_iter().map(|span| (span, (dice.next() % 1000) as u32)).collect()
}

fn depth(c: &mut Criterion) {
    for count in [1_000_000, 10_000_000] {
        let (spans, claims) = (spans(count), claims(count));
        let extent = span(0, LINE + 1);
        let mut group = group(c, "depth", count);
        group.bench_function("covered length alone", |b| {
            b.iter(|| covered_length(black_box(&spans)));
        });
        group.bench_function("how many: DepthMap::of", |b| {
            b.iter(|| DepthMap::of(black_box(&spans)).map(|depth| depth.layers().len()));
        });
        group.bench_function("how many: for_each_layer", |b| {
            b.iter(|| {
                let mut shared = 0;
                let done = for_each_layer(black_box(&spans), |layer| {
                    shared += if layer.depth > 1 { layer.span.length().mm() } else { 0 };
                });
                done.map(|()| shared)
            });
        });
        group.bench_function("who: for_each_piece", |b| {
            b.iter(|| {
                let mut held = 0;
                for_each_piece(extent, black_box(&claims), |span, owners| {
                    held += span.length().mm() * owners.len() as i64;
                });
                held
            });
        });
        group.bench_function("by owner: SpanAccount::of", |b| {
            b.iter(|| SpanAccount::of(extent, black_box(&claims)).shared());
        });
        owned(&mut group, "floor: sort_unstable of ends as u64", &spans, |spans| {
            let ends = spans.iter().flat_map(|s| [s.from().mm() as u64, s.to().mm() as u64]);
            let mut ends: Vec<u64> = ends.collect();
            ends.sort_unstable();
            ends[0] as i64
        });
        group.finish();
    }
}

fn jurisdictions(c: &mut Criterion) {
    let (count, areas) = (1_000_000, 10_000);
    let (spans, claims) = (spans(count), claims(count));
    let mut dice = Dice(11);
    let width = LINE / areas;
    let areas: Vec<(Span, u32)> = (0..areas)
        .map(|i| (span(i * width, (i + 1) * width), (dice.next() % 5000) as u32))
        .collect();
    let mut group = group(c, "10,000 jurisdictions", count);
    group.bench_function("union alone", |b| b.iter(|| SpanSet::from(black_box(&spans[..]))));
    group.bench_function("union and cover_by_area", |b| {
        b.iter(|| cover_by_area(&areas, &SpanSet::from(black_box(&spans[..]))));
    });
    group.bench_function("every piece: overlay_areas", |b| {
        b.iter(|| overlay_areas(span(0, LINE), &areas, black_box(&claims)).len());
    });
    group.finish();
}

/// The union of each label's spans, as a user would write it.
fn sort_and_sweep_each(labelled: &[(u32, Span)]) -> HashMap<u32, Vec<Ends>> {
    let mut by_label: HashMap<u32, Vec<Ends>> = HashMap::new();
    for (label, span) in labelled {
        by_label.entry(*label).or_default().push(Ends(span.from().mm(), span.to().mm()));
    }
    for spans in by_label.values_mut() {
        spans.sort_unstable();
        spans.dedup_by(|next, last| {
            let joins = next.0 <= last.1;
            last.1 = if joins { last.1.max(next.1) } else { last.1 };
            joins
        });
    }
    by_label
}

fn labels(c: &mut Criterion) {
    let count = 1_000_000;
    let mut dice = Dice(13);
    let labelled: Vec<(u32, Span)> =
        spans(count).into_iter().map(|s| ((dice.next() % 5000) as u32, s)).collect();
    let (ours, peer) = (sets_by_label(labelled.iter().copied()), sort_and_sweep_each(&labelled));
    assert_eq!(ours.len(), peer.len());
    assert!(ours.iter().all(|(label, set)| ends(set.spans()) == peer[label]));
    let mut group = group(c, "sets_by_label, 5,000 labels", count);
    group.bench_function("ours", |b| {
        b.iter(|| sets_by_label(black_box(&labelled).iter().copied()));
    });
    group.bench_function("HashMap, sort_unstable + sweep each", |b| {
        b.iter(|| sort_and_sweep_each(black_box(&labelled)));
    });
    group.finish();
}

fn top(c: &mut Criterion) {
    let (count, extent) = (1_000_000, span(0, LINE + 1));
    let claims = claims(count);
    let overlay_and_sort = |claims: &[(Span, u32)]| {
        let mut pieces = overlay(extent, claims);
        pieces.sort_by_key(|piece| Reverse(piece.owners.len()));
        pieces.truncate(10);
        pieces
    };
    assert_eq!(deepest(extent, &claims, 10), overlay_and_sort(&claims));
    let mut group = group(c, "the 10 deepest", count);
    group.bench_function("ours: deepest", |b| b.iter(|| deepest(extent, black_box(&claims), 10)));
    group.bench_function("overlay, then a sort by depth", |b| {
        b.iter(|| overlay_and_sort(black_box(&claims)));
    });
    group.finish();
}

criterion_group!(
    benches,
    unsorted,
    parallel,
    sorted,
    gaps,
    depth,
    parallel_depth,
    jurisdictions,
    labels,
    top
);
criterion_main!(benches);
