//! Updates and queries of an index of a million spans, beside other structures.
//!
//! `cargo bench --bench incremental`. An `update` is a removal followed by an insertion under the
//! same key, each followed by reading the covered length: halve its time for one. `floor` is the
//! lower bound that memory sets: one dependent random read of a cache line, and a map from keys to
//! spans without any lengths.

mod data;

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::Duration;

use border_coverage::cover::{Change, CoverIndex};
use border_coverage::{Measure, Span};
use criterion::{Criterion, criterion_group, criterion_main};
use data::{Dice, LINE, mean, span, spans};

/// The covered length by a map from each endpoint to the depth after it: exact, without gaps,
/// windows or holders. A change visits all endpoints inside its span.
#[derive(Default)]
struct DepthMap {
    /// Change of the depth at each endpoint, and the depth after it.
    ends: BTreeMap<i64, (i64, i64)>,
    held: HashMap<u32, Span>,
    covered: i64,
}

impl DepthMap {
    fn change(&mut self, span: Span, by: i64) {
        let (from, to) = (span.from().mm(), span.to().mm());
        for (at, by) in [(from, by), (to, -by)] {
            let before = self.ends.range(..at).next_back().map_or(0, |(_, end)| end.1);
            self.ends.entry(at).or_insert((0, before)).0 += by;
        }
        let (mut at, mut bare) = (from, false);
        for (&next, end) in self.ends.range_mut(from..=to) {
            self.covered += if bare { by * (next - at) } else { 0 };
            if next < to {
                bare = end.1.min(end.1 + by) == 0;
                end.1 += by;
            }
            at = next;
        }
        for at in [from, to] {
            if self.ends.get(&at).is_some_and(|end| end.0 == 0) {
                self.ends.remove(&at);
            }
        }
    }

    fn insert(&mut self, key: u32, span: Span) {
        if let Some(old) = self.held.insert(key, span) {
            self.change(old, -1);
        }
        self.change(span, 1);
    }

    fn remove(&mut self, key: u32) {
        if let Some(old) = self.held.remove(&key) {
            self.change(old, -1);
        }
    }
}

fn updates(c: &mut Criterion) {
    for count in [10_000, 1_000_000] {
        let held: Vec<(u32, Span)> = (0..).zip(spans(count)).collect();
        let mut group = c.benchmark_group(format!("update/{count}"));
        group.measurement_time(Duration::from_secs(3)).sample_size(20);
        let mut dice = Dice(3);
        let mut next = || ((dice.next() % count as u64) as u32, dice.span(mean(count)));

        let mut index: CoverIndex<u32> = held.iter().copied().collect();
        group.bench_function("ours", |b| {
            b.iter(|| {
                let (key, span) = next();
                index.remove(&key);
                let before = index.covered();
                index.insert(key, span);
                (before, index.covered())
            });
        });
        let mut map = DepthMap::default();
        held.iter().for_each(|&(key, span)| map.insert(key, span));
        let fresh: CoverIndex<u32> = held.iter().copied().collect();
        assert_eq!(map.covered, fresh.covered().mm());
        let mut next = || ((dice.next() % count as u64) as u32, dice.span(mean(count)));
        group.bench_function("depth map in BTreeMap", |b| {
            b.iter(|| {
                let (key, span) = next();
                map.remove(key);
                let before = map.covered;
                map.insert(key, span);
                (before, map.covered)
            });
        });
        group.finish();
    }
}

/// Cache lines of 64 bytes in random order, each with the index of the next: one cycle (Sattolo 1986).
fn ring(bytes: usize) -> Vec<[u64; 8]> {
    let mut order: Vec<u64> = (0..bytes as u64 / 64).collect();
    let mut dice = Dice(7);
    for last in (1..order.len()).rev() {
        order.swap(last, (dice.next() % last as u64) as usize);
    }
    order.iter().map(|&next| [next; 8]).collect()
}

fn floor(c: &mut Criterion) {
    let count = 1_000_000;
    let mut group = c.benchmark_group(format!("floor/{count}"));
    group.measurement_time(Duration::from_secs(2)).sample_size(20);
    for mib in [4, 100] {
        let (lines, mut at) = (ring(mib << 20), 0);
        group.bench_function(format!("one read in {mib} MiB"), |b| {
            b.iter(|| {
                at = lines[at as usize][0];
                at
            });
        });
    }
    let mut held: HashMap<u32, Span> = (0..).zip(spans(count)).collect();
    let mut dice = Dice(3);
    group.bench_function("update of a map alone", |b| {
        b.iter(|| {
            let key = (dice.next() % count as u64) as u32;
            let before = held.remove(&key);
            held.insert(key, dice.span(mean(count)));
            before
        });
    });
    group.finish();
}

fn queries(c: &mut Criterion) {
    let count = 1_000_000;
    let index: CoverIndex<u32> = (0..).zip(spans(count)).collect();
    let mut dice = Dice(5);
    let mut at = move || (dice.next() % (LINE as u64 - 20_000_000)) as i64;
    let mut group = c.benchmark_group(format!("query/{count}"));
    group.measurement_time(Duration::from_secs(2)).sample_size(20);
    group.bench_function("covered", |b| b.iter(|| black_box(&index).covered()));
    group.bench_function("covered_in 10 km", |b| {
        b.iter(|| {
            let a = at();
            index.covered_in(span(a, a + 10_000_000))
        });
    });
    group.bench_function("covered_in 10 m", |b| {
        b.iter(|| {
            let a = at();
            index.covered_in(span(a, a + 10_000))
        });
    });
    group.bench_function("figures_in 10 km", |b| {
        b.iter(|| {
            let a = at();
            index.figures_in(span(a, a + 10_000_000))
        });
    });
    group.bench_function("depth", |b| b.iter(|| index.depth(Measure::from_mm(at()))));
    group.bench_function("holders", |b| b.iter(|| index.holders(Measure::from_mm(at()))));
    group.bench_function("first_gap", |b| b.iter(|| index.first_gap(span(at(), LINE))));
    group.bench_function("what_if, one span in and one out", |b| {
        b.iter(|| {
            let a = at();
            let key = (a % count as i64) as u32;
            index.what_if(&[Change::Remove(key), Change::Insert(u32::MAX, span(a, a + 5_000))])
        });
    });
    group.finish();
}

criterion_group!(benches, floor, updates, queries);
criterion_main!(benches);
