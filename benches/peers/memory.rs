//! Peak memory of the covered length of 10,000,000 unsorted spans, beyond the input.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench memory`. Measured as the growth of
//! the resident set: its peak (`VmHWM`), reset through `/proc/self/clear_refs` before each work,
//! less what was resident then. Linux only. All must find the same length.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "../data/mod.rs"]
mod data;

use std::fs;
use std::hint::black_box;

use border_coverage::{Span, SpanSet};
use border_coverage::cover::{SpanAccount, covered_length, par_covered_length};
use coitrees::{COITree, Interval, IntervalTree};
use range_set_blaze::RangeSetBlaze;
use rdst::RadixSort;

/// A figure of this process in MB, such as `VmRSS`.
fn status(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// Prints the peak during `work` and returns the covered length of its result.
fn peak<T>(name: &str, work: impl FnOnce() -> T, length_of: impl FnOnce(&T) -> i64) -> i64 {
    let reset = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = status("VmRSS");
    let made = black_box(work());
    match (reset, before, status("VmHWM")) {
        (true, Some(before), Some(peak)) => println!("{name}: {:.0} MB", peak - before),
        _ => println!("{name}: not measured, /proc is missing"),
    }
    length_of(&made)
}

/// The length that ranges in order cover.
fn sweep(sorted: impl Iterator<Item = (i64, i64)>) -> i64 {
    let (mut reached, mut sum) = (i64::MIN, 0);
    for (from, to) in sorted {
        sum += (to - reached.max(from)).max(0);
        reached = reached.max(to);
    }
    sum
}

#[derive(Clone, Copy)]
struct Ends(i64, i64);

impl rdst::RadixKey for Ends {
    const LEVELS: usize = 8;
    fn get_level(&self, level: usize) -> u8 {
        ((self.0 as u64 ^ 1 << 63) >> (8 * level)) as u8
    }
}

fn main() {
    let count = 10_000_000;
    let spans = data::spans(count);
    let mut ends: Vec<Ends> = Vec::with_capacity(count);
    ends.extend(spans.iter().map(|s| Ends(s.from().mm(), s.to().mm())));
    let length = peak("covered_length", || covered_length(&spans), |length| length.mm());
    let check = |found: i64| assert_eq!(found, length);
    check(peak("par_covered_length", || par_covered_length(&spans), |length| length.mm()));
    let set = || SpanSet::from(&spans[..]);
    check(peak("SpanSet::from, with its result", set, |set| set.length().mm()));
    let claims: Vec<(Span, u32)> = spans.iter().copied().zip((0..1000).cycle()).collect();
    let extent = data::span(0, data::LINE + 1);
    let account = || SpanAccount::of(extent, &claims);
    check(peak("SpanAccount::of, 1,000 owners", account, |account| account.covered().mm()));
    drop(claims);
    let in_place = || {
        ends.radix_sort_builder().with_parallel(false).sort();
        sweep(ends.iter().map(|ends| (ends.0, ends.1)))
    };
    check(peak("rdst, in place", in_place, |&length| length));
    let sorted = || {
        let mut copy = spans.clone();
        copy.sort_unstable();
        copy
    };
    let length_of = |sorted: &Vec<Span>| sweep(sorted.iter().map(|s| (s.from().mm(), s.to().mm())));
    check(peak("sort_unstable of a copy", sorted, length_of));
    let blaze = || {
        let ranges = spans.iter().map(|s| s.from().mm()..=s.to().mm() - 1);
        ranges.collect::<RangeSetBlaze<i64>>()
    };
    let length_of = |set: &RangeSetBlaze<i64>| sweep(set.ranges().map(|r| (*r.start(), r.end() + 1)));
    check(peak("range-set-blaze", blaze, length_of));
    let tree = || {
        let node = |s: &Span| Interval::new(s.from().mm() as i32, s.to().mm() as i32 - 1, ());
        let nodes: Vec<_> = spans.iter().map(node).collect();
        <COITree<(), u32> as IntervalTree>::new(&nodes)
    };
    let length_of = |tree: &COITree<(), u32>| tree.coverage(0, data::LINE as i32).1 as i64;
    check(peak("coitrees", tree, length_of));
}
