//! Peak memory of the covered length of 10,000,000 unsorted spans, beyond the input.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench memory`. Measured as the growth of the resident set: its peak (`VmHWM`),
//! reset through `/proc/self/clear_refs` before each work, less what was resident then. Linux
//! only.
#![allow(clippy::print_stdout, reason = "a bench tells what it measured")]

#[path = "../data/mod.rs"]
mod data;

use std::fs;
use std::hint::black_box;

use border_coverage::{SpanSet, covered_length, par_covered_length};
use rdst::RadixSort;

/// A figure of this process in MB, such as `VmRSS`.
fn status(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

fn peak<T>(name: &str, work: impl FnOnce() -> T) {
    let reset = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = status("VmRSS");
    drop(black_box(work()));
    match (reset, before, status("VmHWM")) {
        (true, Some(before), Some(peak)) => println!("{name}: {:.0} MB", peak - before),
        _ => println!("{name}: not measured, /proc is missing"),
    }
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
    peak("covered_length", || covered_length(&spans));
    peak("par_covered_length", || par_covered_length(&spans));
    peak("SpanSet::from, with its result", || SpanSet::from(&spans[..]));
    peak("rdst, in place", || {
        ends.radix_sort_builder().with_parallel(false).sort();
        ends.iter().map(|ends| ends.1).max()
    });
    peak("sort_unstable of a copy", || {
        let mut copy = spans.clone();
        copy.sort_unstable();
        copy
    });
    peak("range-set-blaze", || {
        let ranges = spans.iter().map(|s| s.from().mm()..=s.to().mm() - 1);
        ranges.collect::<range_set_blaze::RangeSetBlaze<i64>>()
    });
    peak("coitrees", || {
        let node = |s: &border_coverage::Span| {
            coitrees::Interval::new(s.from().mm() as i32, s.to().mm() as i32 - 1, ())
        };
        let nodes: Vec<_> = spans.iter().map(node).collect();
        <coitrees::COITree<(), u32> as coitrees::IntervalTree>::new(&nodes)
    });
}
