//! The union of the spans in one bucket, by sorting them.

use super::bucket_sort::BucketSort;
use super::union_sink::UnionSink;

/// Computes the union of the spans in one bucket; reused for the next bucket.
pub(super) trait BucketUnion {
    /// A span clipped to a bucket: its first and last millimetre.
    type Entry: Copy + Default + Send + Sync;
    /// For buckets of `2^shift` mm.
    fn new(shift: u32) -> Self;
    /// Packs the first and the last millimetre, both relative to the start of the bucket.
    fn pack(first: u32, last: u32) -> Self::Entry;
    /// Adds spans.
    fn add(&mut self, spans: &[Self::Entry]);
    /// Moves the union of all added spans into `sink`; the bucket starts at `base`.
    fn drain<G: UnionSink>(&mut self, base: i64, sink: &mut G);
}

/// Sorts the spans of a bucket of up to 2³² mm: used where buckets are too wide for a
/// [`BitGrid`](super::bit_grid::BitGrid) with one bit per millimetre.
pub(super) struct SortedBucket {
    spans: Vec<u64>,
    sort: BucketSort<u64>,
    shift: u32,
}

impl BucketUnion for SortedBucket {
    /// First millimetre in the upper half, so that entries sort by start.
    type Entry = u64;

    fn new(shift: u32) -> Self {
        Self { spans: Vec::new(), sort: BucketSort::default(), shift }
    }

    #[inline]
    fn pack(first: u32, last: u32) -> u64 {
        u64::from(first) << 32 | u64::from(last)
    }

    #[inline]
    fn add(&mut self, spans: &[u64]) {
        self.spans.extend_from_slice(spans);
    }

    fn drain<G: UnionSink>(&mut self, base: i64, sink: &mut G) {
        for &span in self.sort.sort(&self.spans, self.shift + 32) {
            let (first, last) = (span >> 32, span & u64::from(u32::MAX));
            sink.add(base + first as i64, base + last as i64 + 1);
        }
        self.spans.clear();
    }
}
