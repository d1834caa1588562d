//! Histories and tenures beside what a user would write, in one run.
//!
//! `cargo bench --bench history`. Spans begin within ten years; half of them end after one. The user
//! computes the covered length of each day anew, and sweeps the endpoints with a set of the periods
//! that hold each stretch.

mod data;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Duration;

use border_coverage::cover::{Dated, History, Tenure, covered_length, tenures};
use border_coverage::{Length, Span};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use data::{Dice, spans};

/// Days of ten years.
const DAYS: u64 = 3650;

/// Spans held from any day on, half of them for a year.
#[allow(clippy::expect_used, reason = "a bench may stop")]
fn dated(count: usize) -> Vec<Dated<u16>> {
    let mut dice = Dice(5);
    let mut one = |span: Span| {
        let since = (dice.next() % DAYS) as u16;
        let until = dice.next().is_multiple_of(2).then_some(since + 365);
        Dated::new(span, since, until).expect("a period")
    };
    spans(count).into_iter().map(&mut one).collect()
}

/// The covered length on a day, as a user would write it.
fn covered_on(dated: &[Dated<u16>], day: u16) -> Length {
    let held = dated.iter().filter(|one| one.holds_on(&day));
    covered_length(&held.map(Dated::span).collect::<Vec<_>>())
}

fn histories(c: &mut Criterion) {
    for count in [10_000, 1_000_000] {
        let dated = dated(count);
        let mut group = c.benchmark_group(format!("History::of/{count}"));
        group.sample_size(10).measurement_time(Duration::from_secs(2));
        group.throughput(Throughput::Elements(count as u64));
        let history = History::of(&dated);
        eprintln!("{count} spans: {} steps", history.steps().len());
        let months: Vec<u16> = (0..120).map(|month| month * 30).collect();
        for day in &months {
            assert_eq!(history.on(day).covered, covered_on(&dated, *day));
        }
        group.bench_function("ours: every step, covered and shared", |b| {
            b.iter(|| History::of(black_box(&dated)));
        });
        // A few days of the ten years: the cost of each is the same.
        let few: Vec<u16> = months.into_iter().step_by(count.div_ceil(100_000)).collect();
        let name = format!("a covered_length for each of {} days", few.len());
        group.bench_function(name, |b| {
            b.iter(|| few.iter().map(|&day| covered_on(&dated, day).mm()).max());
        });
        group.finish();
    }
}

/// A stretch, when it was first covered, and since when without a break.
type Past = (i64, i64, u16, Option<u16>);

/// Tenures by a sweep that keeps the periods of the current stretch sorted.
fn swept(dated: &[Dated<u16>], today: u16) -> Vec<Past> {
    let mut ends: Vec<(i64, bool, u16, u16, usize)> = Vec::new();
    for (index, one) in dated.iter().enumerate().filter(|(_, one)| *one.since() <= today) {
        let (since, until) = (*one.since(), one.until().copied().unwrap_or(u16::MAX));
        ends.push((one.span().from().mm(), true, since, until, index));
        ends.push((one.span().to().mm(), false, since, until, index));
    }
    ends.sort_unstable();
    let mut here: BTreeSet<(u16, u16, usize)> = BTreeSet::new();
    let (mut from, mut all) = (0, Vec::<Past>::new());
    for (at, starts, since, until, index) in ends {
        if let (true, Some(&(first, ..))) = (from < at, here.first()) {
            let since = unbroken(here.iter().map(|&(since, until, _)| (since, until)), today);
            match all.last_mut() {
                Some(last) if (last.1, last.2, last.3) == (from, first, since) => last.1 = at,
                _ => all.push((from, at, first, since)),
            }
        }
        from = at;
        if starts {
            here.insert((since, until, index));
        } else {
            here.remove(&(since, until, index));
        }
    }
    all
}

fn unbroken(periods: impl Iterator<Item = (u16, u16)>, today: u16) -> Option<u16> {
    let (mut start, mut end) = (0, 0);
    for (since, until) in periods {
        (start, end) = if since <= end { (start, end.max(until)) } else { (since, until) };
    }
    (today < end).then_some(start)
}

fn pasts(c: &mut Criterion) {
    let today = DAYS as u16;
    for count in [10_000, 1_000_000] {
        let dated = dated(count);
        let past = |t: &Tenure<u16>| (t.span.from().mm(), t.span.to().mm(), t.first, t.since);
        let ours: Vec<Past> = tenures(&dated, &today).iter().map(past).collect();
        assert_eq!(ours, swept(&dated, today));
        let mut group = c.benchmark_group(format!("tenures/{count}"));
        group.sample_size(10).measurement_time(Duration::from_secs(2));
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function("ours", |b| b.iter(|| tenures(black_box(&dated), &today)));
        group.bench_function("a sweep with a BTreeSet of periods", |b| {
            b.iter(|| swept(black_box(&dated), today));
        });
        group.bench_function("floor: covered length alone", |b| {
            let spans: Vec<Span> = dated.iter().map(Dated::span).collect();
            b.iter(|| covered_length(black_box(&spans)));
        });
        group.finish();
    }
}

criterion_group!(benches, histories, pasts);
criterion_main!(benches);
