//! An update of a million held spans, then the exact covered length, by crates that hold spans.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench updates`

#[path = "../data/mod.rs"]
mod data;

use border_coverage::CoverIndex;
use criterion::{Criterion, criterion_group, criterion_main};
use data::{Dice, mean, spans};

fn updates(c: &mut Criterion) {
    let count = 1_000_000;
    let spans = spans(count);
    let mut dice = Dice(3);
    let mut next = || ((dice.next() % count as u64) as u32, dice.span(mean(count)));
    let mut group = c.benchmark_group(format!("update/{count}"));
    group.sample_size(10);

    let mut index: CoverIndex<u32> = (0..).zip(spans.iter().copied()).collect();
    group.bench_function("ours: remove, insert, covered", |b| {
        b.iter(|| {
            let (key, span) = next();
            index.remove(&key);
            index.insert(key, span);
            index.covered()
        });
    });

    // Removes and inserts, but does not know the covered length: it must be walked.
    let mut held = spans.clone();
    let ends = spans.iter().enumerate().map(|(i, s)| (s.from().mm()..s.to().mm(), i as u32));
    let mut map: iset::IntervalMap<i64, u32> = iset::IntervalMap::new();
    ends.for_each(|(range, key)| {
        map.force_insert(range, key);
    });
    group.bench_function("iset: remove, insert, without the covered length", |b| {
        b.iter(|| {
            let (key, span) = next();
            let old = std::mem::replace(&mut held[key as usize], span);
            map.remove_where(old.from().mm()..old.to().mm(), |&held| held == key);
            map.force_insert(span.from().mm()..span.to().mm(), key)
        });
    });
    group.finish();
}

criterion_group!(benches, updates);
criterion_main!(benches);
