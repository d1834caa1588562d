//! The union of unsorted spans, in time linear in their number.
//!
//! Sorting spans of 16 bytes moves each through memory several times. Here a span is written once,
//! as four or eight bytes, into the bucket where it starts. Each bucket is then resolved inside the
//! nearest caches by a [`BitGrid`], which does not sort at all. Of the spans that extend beyond
//! their bucket the farthest end is kept, so that threads can resolve parts of the axis
//! independently. Sorted input is merged directly.

use std::ops::Range;

use rayon::prelude::*;

use super::bit_grid::BitGrid;
use super::buckets::Buckets;
use super::layout::{BucketLayout, NARROW, sample};
use super::partition::{Partition, threads};
use super::sorted_bucket::{BucketUnion, SortedBucket};
use super::union_sink::{UnionLength, UnionSink};
use crate::span::Span;
use crate::units::Length;

/// Spans per bucket that outweigh the cost of a bucket.
const FULL: u64 = 64;

/// The length that `spans`, in any order, cover together.
///
/// Time is linear in the spans: one pass distributes them to buckets, another resolves each bucket
/// in cache; spans sorted by start need a single pass. Memory beyond the input is about 4 bytes per
/// span on axes up to 5.3 × 10⁸ (530 km in millimetres) with at least one span per 1,000, else 8;
/// up to 40 where nearly all spans lie in a small part of the axis that a sample of some thousand
/// misses. Fewer than 512 spans, fewer than 64 per 2³¹, and spans on axes beyond 1.7 × 10¹³ are
/// sorted. Never overflows: spans are bounded.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::covered_length;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// assert_eq!(covered_length(&[span(80, 100)?, span(0, 60)?, span(40, 70)?]).mm(), 90);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn covered_length(spans: &[Span]) -> Length {
    Length::from_mm(union_into::<UnionLength>(spans, 1).length)
}

/// As [`covered_length`], by all threads of the current `rayon` pool.
///
/// The result does not depend on the number of threads. Faster above some hundred thousand spans;
/// the calling thread alone handles fewer.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::par_covered_length;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// assert_eq!(par_covered_length(&[span(80, 100)?, span(0, 60)?]).mm(), 80);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn par_covered_length(spans: &[Span]) -> Length {
    Length::from_mm(union_into::<UnionLength>(spans, threads(spans.len())).length)
}

/// The union of `spans`, computed by `threads` threads.
pub(super) fn union_into<G: UnionSink>(spans: &[Span], threads: usize) -> G {
    if let Some(done) = G::in_order(spans) {
        return done;
    }
    let starts = sample(spans.len()).map(|i| spans[i].from().mm());
    match BucketLayout::fit(starts, spans.len(), FULL) {
        Some(layout) if layout.shift == NARROW => {
            BucketedSpans::<BitGrid>::of(spans, layout, threads).resolve()
        }
        Some(layout) => BucketedSpans::<SortedBucket>::of(spans, layout, threads).resolve(),
        None => sorted(spans.to_vec(), i64::MIN, i64::MIN, i64::MAX),
    }
}

/// The union of spans by sorting, of a part that starts at `from`, is covered up to `to` by earlier
/// spans, and is clipped at `end`.
fn sorted<G: UnionSink>(mut spans: Vec<Span>, from: i64, to: i64, end: i64) -> G {
    spans.sort_unstable();
    let mut sink = G::begin(from, to);
    for span in spans {
        sink.add(span.from().mm(), span.to().mm());
    }
    sink.finish(end)
}

/// One thread's share of the spans, distributed to buckets.
struct SpanShare<E> {
    buckets: Buckets<E>,
    /// Farthest end beyond a bucket of the spans starting in it, by bucket.
    farthest: Vec<i64>,
    /// Spans that start outside the layout.
    strays: Vec<Span>,
}

impl<E: Copy + Default> SpanShare<E> {
    fn of(spans: &[Span], layout: BucketLayout, pack: impl Fn(u32, u32) -> E) -> Self {
        let mut buckets = Buckets::new(layout.buckets, spans.len());
        let mut farthest = vec![i64::MIN; layout.buckets];
        let mut strays = Vec::new();
        let end = (1_u64 << layout.shift) - 1;
        for &span in spans {
            let (bucket, first) = layout.locate(span.from().mm());
            let last = u64::from(first) + (span.to().mm() - span.from().mm()) as u64 - 1;
            if !buckets.push(bucket, pack(first, last.min(end) as u32)) {
                strays.push(span);
            } else if last > end {
                farthest[bucket] = farthest[bucket].max(span.to().mm());
            }
        }
        Self { buckets, farthest, strays }
    }
}

/// All spans, distributed to the buckets of one layout.
struct BucketedSpans<C: BucketUnion> {
    partition: Partition,
    shares: Vec<SpanShare<C::Entry>>,
}

impl<C: BucketUnion> BucketedSpans<C> {
    fn of(spans: &[Span], layout: BucketLayout, threads: usize) -> Self {
        let distribute = |part| SpanShare::of(part, layout, C::pack);
        let shares = if threads == 1 {
            vec![distribute(spans)]
        } else {
            spans.par_chunks(spans.len().div_ceil(threads)).map(distribute).collect()
        };
        Self { partition: Partition::of(layout, threads), shares }
    }

    /// The union of all buckets, and of the strays at either side.
    fn resolve<G: UnionSink>(&self) -> G {
        let layout = self.partition.layout;
        let strays = self.shares.iter().flat_map(|share| share.strays.iter().copied());
        let (low, high): (Vec<Span>, Vec<Span>) =
            strays.partition(|span| span.from().mm() < layout.origin);
        let mut carry = low.iter().map(|span| span.to().mm()).max().unwrap_or(i64::MIN);
        let mut all: G = sorted(low, i64::MIN, i64::MIN, layout.origin);

        let mut parts = Vec::new();
        for part in 0..self.partition.count() {
            let buckets = self.partition.buckets(part);
            let ends = self.shares.iter().flat_map(|share| &share.farthest[buckets.clone()]);
            let farthest = ends.copied().fold(carry, i64::max);
            parts.push((buckets, std::mem::replace(&mut carry, farthest)));
        }
        let part = |(buckets, carry): (Range<usize>, i64)| self.resolve_part(buckets, carry);
        let unions: Vec<G> = if parts.len() == 1 {
            parts.into_iter().map(part).collect()
        } else {
            parts.into_par_iter().map(part).collect()
        };
        unions.into_iter().for_each(|part| all.join(part));
        all.join(sorted(high, layout.end(), carry, i64::MAX));
        all
    }

    /// The union of adjacent buckets, covered up to `carry` by earlier spans.
    fn resolve_part<G: UnionSink>(&self, buckets: Range<usize>, carry: i64) -> G {
        let (layout, end) = (self.partition.layout, buckets.end);
        let mut resolver = C::new(layout.shift);
        let mut sink = G::begin(layout.start(buckets.start), carry);
        for bucket in buckets {
            for share in &self.shares {
                share.buckets.blocks(bucket).for_each(|block| resolver.add(block));
            }
            resolver.drain(layout.start(bucket), &mut sink);
            for share in &self.shares {
                // No later bucket starts before this one ends, so the open span extends there.
                if share.farthest[bucket] > sink.reach() {
                    sink.extend(share.farthest[bucket]);
                }
            }
        }
        sink.finish(layout.start(end))
    }
}
