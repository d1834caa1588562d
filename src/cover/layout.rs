//! Chooses the buckets that unsorted input is distributed into.

/// Fewer items than this are sorted: setting up buckets would cost more than it saves.
const FEW: usize = 1 << 9;
/// Sample size: enough to find the range that most items lie in, and cheap beside one pass.
const SAMPLE: usize = 1 << 12;
/// At most as many buckets as the second cache level has room for open cache lines, one per bucket:
/// with more, each write would miss the cache.
const MOST_BUCKETS: u64 = 1 << 13;
/// Narrowest bucket, 2¹⁶ mm: both clipped endpoints of a span fit 16 bits each.
pub(super) const NARROW: u32 = 16;
/// Widest bucket, 2³¹ mm: an offset in it and one more bit fit 32 bits.
const WIDE: u32 = 31;

/// Indices of a sample of `count` items.
pub(super) fn sample(count: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by((count / SAMPLE).max(1))
}

/// Equal adjacent buckets, each `2^shift` mm wide.
///
/// Items may lie outside the buckets; callers treat these separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BucketLayout {
    /// Start of the first bucket, in millimetres.
    pub(super) origin: i64,
    /// Width of a bucket as a power of two.
    pub(super) shift: u32,
    /// Number of buckets.
    pub(super) buckets: usize,
}

impl BucketLayout {
    /// Layout for `count` items of which a [`sample`] lies at `positions`, with about `full` items
    /// or more per bucket; `None` where sorting is cheaper because items are few or sparse.
    ///
    /// Looking at a sample saves a pass over the input, and one outlier does not widen the buckets.
    pub(super) fn fit(
        positions: impl Iterator<Item = i64>,
        count: usize,
        full: u64,
    ) -> Option<Self> {
        let (low, high) = positions.fold((i64::MAX, i64::MIN), |(a, b), mm| (a.min(mm), b.max(mm)));
        Self::over(low, high, count, full)
    }

    /// Layout for `count` items between `low` and `high`, with about `full` or more per bucket.
    fn over(low: i64, high: i64, count: usize, full: u64) -> Option<Self> {
        // `Buckets` addresses entries with 32 bits, and needs room for half-filled blocks.
        if count < FEW || count > (u32::MAX >> 2) as usize || high < low {
            return None;
        }
        let width = high.abs_diff(low);
        let most = MOST_BUCKETS.min(count as u64 / full).max(4);
        let shift = (NARROW..=WIDE).find(|shift| (width >> shift) + 3 <= most)?;
        let buckets = usize::try_from((width >> shift) + 3).ok()?;
        // One spare bucket at either side: a sample rarely contains the outermost items.
        Some(Self { origin: low - (1 << shift), shift, buckets })
    }

    /// Start of a bucket, in millimetres.
    pub(super) fn start(&self, bucket: usize) -> i64 {
        self.origin + ((bucket as i64) << self.shift)
    }

    /// End of the last bucket, in millimetres.
    pub(super) fn end(&self) -> i64 {
        self.start(self.buckets)
    }

    /// The bucket of a position, and the offset in it; for positions outside, a bucket index
    /// beyond the last.
    #[inline]
    pub(super) fn locate(&self, mm: i64) -> (usize, u32) {
        let offset = mm.wrapping_sub(self.origin) as u64;
        ((offset >> self.shift) as usize, (offset & ((1 << self.shift) - 1)) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn a_layout_locates_all_starts_and_those_outside() {
        let layout = BucketLayout::over(-500, 400_000_000, 1_000_000, 64).unwrap();
        assert_eq!(layout.shift, NARROW);
        assert!(layout.start(0) <= -500 && layout.end() > 400_000_000);
        for mm in [-500, 0, 65_535, 65_536, 399_999_999] {
            let (bucket, offset) = layout.locate(mm);
            assert_eq!(layout.start(bucket) + i64::from(offset), mm);
        }
        assert!(layout.locate(layout.origin - 1).0 >= layout.buckets);
        assert!(layout.locate(layout.end()).0 >= layout.buckets);
        assert!(layout.locate(-Span::LIMIT.mm()).0 >= layout.buckets);
    }

    #[test]
    fn few_or_sparse_spans_are_left_to_sorting() {
        assert_eq!(BucketLayout::over(0, 1_000, 10, 64), None);
        assert_eq!(BucketLayout::over(-Span::LIMIT.mm(), Span::LIMIT.mm(), 1_000_000, 64), None);
        assert!(BucketLayout::over(0, 1 << 33, 1_000_000, 64).is_some_and(|f| f.shift > NARROW));
    }
}
