//! An update of a million held spans, then the exact covered length, by crates that hold spans.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench updates`

#[path = "../data/mod.rs"]
mod data;

use border_coverage::{Length, Span};
use border_coverage::cover::CoverIndex;
use criterion::{Criterion, criterion_group, criterion_main};
use data::{Dice, mean, spans};

/// Spans by key as `iset` holds them, and where each lies.
struct Theirs {
    map: iset::IntervalMap<i64, u32>,
    held: Vec<Span>,
}

impl Theirs {
    fn of(spans: &[Span]) -> Self {
        let mut map = iset::IntervalMap::new();
        for (span, key) in spans.iter().zip(0..) {
            map.force_insert(span.from().mm()..span.to().mm(), key);
        }
        Self { map, held: spans.to_vec() }
    }

    fn update(&mut self, key: u32, span: Span) {
        let old = std::mem::replace(&mut self.held[key as usize], span);
        self.map.remove_where(old.from().mm()..old.to().mm(), |&held| held == key);
        self.map.force_insert(span.from().mm()..span.to().mm(), key);
    }

    /// The covered length, by a walk over all.
    fn covered(&self) -> i64 {
        let (mut reached, mut sum) = (i64::MIN, 0);
        for range in self.map.intervals(..) {
            sum += (range.end - reached.max(range.start)).max(0);
            reached = reached.max(range.end);
        }
        sum
    }
}

fn update(index: &mut CoverIndex<u32>, key: u32, span: Span) -> Length {
    index.remove(&key);
    index.insert(key, span);
    index.covered()
}

fn updates(c: &mut Criterion) {
    let count = 1_000_000;
    let spans = spans(count);
    let mut dice = Dice(3);
    let mut next = || ((dice.next() % count as u64) as u32, dice.span(mean(count)));
    let mut index: CoverIndex<u32> = (0..).zip(spans.iter().copied()).collect();
    let mut theirs = Theirs::of(&spans);
    // Both hold the same, at first and after the same updates.
    for _ in 0..2 {
        assert_eq!((index.len(), index.covered().mm()), (theirs.map.len(), theirs.covered()));
        for (key, span) in (0..100_000).map(|_| next()) {
            update(&mut index, key, span);
            theirs.update(key, span);
        }
    }
    assert_eq!((index.len(), index.covered().mm()), (theirs.map.len(), theirs.covered()));

    let mut group = c.benchmark_group(format!("update/{count}"));
    group.sample_size(10);
    group.bench_function("ours: remove, insert, covered", |b| {
        b.iter(|| {
            let (key, span) = next();
            update(&mut index, key, span)
        });
    });
    // Removes and inserts, but does not know the covered length: it must be walked.
    group.bench_function("iset: remove, insert, without the covered length", |b| {
        b.iter(|| {
            let (key, span) = next();
            theirs.update(key, span);
        });
    });
    group.finish();
}

criterion_group!(benches, updates);
criterion_main!(benches);
