//! Settles the spans of one bucket, wherever and however far apart they lie.

use super::bucket_sort::BucketSort;
use super::union_sink::UnionSink;

/// What the spans of a bucket are marked in, to come out as their union.
pub(super) trait BucketUnion {
    /// A span inside a bucket, by its first and its last millimetre.
    type Entry: Copy + Default + Send + Sync;
    /// Empty ones, for buckets of `2^shift` mm.
    fn new(shift: u32) -> Self;
    /// Packs the first and the last millimetre, both counted from the start of the bucket.
    fn pack(first: u32, last: u32) -> Self::Entry;
    /// Marks spans.
    fn mark(&mut self, spans: &[Self::Entry]);
    /// Moves all that was marked into `runs`, the bucket starting at `base`; empty after.
    fn drain<G: UnionSink>(&mut self, base: i64, runs: &mut G);
}

/// The spans of a bucket of up to 2³² mm, put in order: for those that lie too far apart for a
/// [`BitGrid`](super::bit_grid::BitGrid) of every millimetre.
pub(super) struct SortedBucket {
    spans: Vec<u64>,
    slots: BucketSort<u64>,
    shift: u32,
}

impl BucketUnion for SortedBucket {
    /// The first millimetre above the last, so that order is that of the starts.
    type Entry = u64;

    fn new(shift: u32) -> Self {
        Self { spans: Vec::new(), slots: BucketSort::default(), shift }
    }

    #[inline]
    fn pack(first: u32, last: u32) -> u64 {
        u64::from(first) << 32 | u64::from(last)
    }

    #[inline]
    fn mark(&mut self, spans: &[u64]) {
        self.spans.extend_from_slice(spans);
    }

    fn drain<G: UnionSink>(&mut self, base: i64, runs: &mut G) {
        for &span in self.slots.sort(&self.spans, self.shift + 32) {
            let (first, last) = (span >> 32, span & u64::from(u32::MAX));
            runs.add(base + first as i64, base + last as i64 + 1);
        }
        self.spans.clear();
    }
}
