//! The covered length by crates that a user might pick instead, on the same spans in one run;
//! first all results are checked to be equal.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench covered_length`
//! Times are for all spans: divide by their number.

#[path = "../data/mod.rs"]
mod data;

use std::hint::black_box;
use std::time::Duration;

use border_coverage::Span;
use border_coverage::cover::{covered_length, par_covered_length};
use coitrees::IntervalTree;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use data::{LINE, spans};
use rdst::RadixSort;

/// More spans than this would take rangemap minutes.
const RANGEMAP: usize = 1_000_000;

/// A span by its two ends, as the peers take them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ends(i64, i64);

impl rdst::RadixKey for Ends {
    const LEVELS: usize = 8;
    fn get_level(&self, level: usize) -> u8 {
        ((self.0 as u64 ^ 1 << 63) >> (8 * level)) as u8
    }
}

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

fn sort_and_sweep(mut spans: Vec<Ends>) -> i64 {
    spans.sort_unstable();
    sweep(&spans)
}

fn radix_and_sweep(mut spans: Vec<Ends>, parallel: bool) -> i64 {
    spans.radix_sort_builder().with_parallel(parallel).sort();
    sweep(&spans)
}

fn radsort_and_sweep(mut spans: Vec<Ends>) -> i64 {
    radsort::sort_by_key(&mut spans, |ends| ends.0);
    sweep(&spans)
}

fn with_rangemap(spans: &[Ends]) -> i64 {
    let set: rangemap::RangeSet<i64> = spans.iter().map(|s| s.0..s.1).collect();
    set.iter().map(|range| range.end - range.start).sum()
}

fn with_range_set_blaze(spans: &[Ends]) -> i64 {
    let ranges = spans.iter().map(|s| s.0..=s.1 - 1);
    let set: range_set_blaze::RangeSetBlaze<i64> = ranges.collect();
    set.ranges().map(|range| range.end() - range.start() + 1).sum()
}

fn with_coitrees(spans: &[Ends]) -> i64 {
    let nodes: Vec<_> =
        spans.iter().map(|s| coitrees::Interval::new(s.0 as i32, s.1 as i32 - 1, ())).collect();
    let tree = coitrees::COITree::<(), u32>::new(&nodes);
    tree.coverage(0, LINE as i32).1 as i64
}

fn group<'a>(c: &'a mut Criterion, name: &str, count: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = c.benchmark_group(format!("{name}/{count}"));
    group.sample_size(10).warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(count as u64));
    group
}

/// Runs `work` on a fresh copy each time; copying is not counted.
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

/// All return the same length.
fn agree(spans: &[Span], ends: &[Ends]) {
    let length = covered_length(spans).mm();
    assert_eq!(par_covered_length(spans).mm(), length);
    let sorting: [(&str, fn(Vec<Ends>) -> i64); 4] = [
        ("rdst", |ends| radix_and_sweep(ends, false)),
        ("rdst in parallel", |ends| radix_and_sweep(ends, true)),
        ("radsort", radsort_and_sweep),
        ("sort_unstable", sort_and_sweep),
    ];
    for (name, peer) in sorting {
        assert_eq!(peer(ends.to_vec()), length, "{name}");
    }
    assert_eq!(with_range_set_blaze(ends), length, "range-set-blaze");
    assert_eq!(with_coitrees(ends), length, "coitrees");
    if ends.len() <= RANGEMAP {
        assert_eq!(with_rangemap(ends), length, "rangemap");
    }
}

fn peers(c: &mut Criterion) {
    for count in [1_000_000, 10_000_000] {
        let spans = spans(count);
        let ends = ends(&spans);
        agree(&spans, &ends);
        let mut group = group(c, "covered_length", count);
        group.bench_function("ours", |b| b.iter(|| covered_length(black_box(&spans))));
        owned(&mut group, "rdst + sweep", &ends, |ends| radix_and_sweep(ends, false));
        owned(&mut group, "radsort + sweep", &ends, radsort_and_sweep);
        owned(&mut group, "sort_unstable + sweep", &ends, sort_and_sweep);
        group.bench_function("ours, again", |b| b.iter(|| covered_length(black_box(&spans))));
        group.bench_function("range-set-blaze", |b| b.iter(|| with_range_set_blaze(&ends)));
        group.bench_function("coitrees", |b| b.iter(|| with_coitrees(&ends)));
        if count <= RANGEMAP {
            group.bench_function("rangemap", |b| b.iter(|| with_rangemap(&ends)));
        }
        group.bench_function("ours, two threads", |b| {
            b.iter(|| par_covered_length(black_box(&spans)));
        });
        owned(&mut group, "rdst in parallel + sweep", &ends, |ends| radix_and_sweep(ends, true));
        group.finish();
    }
}

criterion_group!(benches, peers);
criterion_main!(benches);
