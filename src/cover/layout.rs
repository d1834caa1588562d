//! Chooses the buckets into which what comes in no order is laid.

/// Fewer things than this are sorted: the cells would cost more than they save.
const FEW: usize = 1 << 9;
/// How many places are looked at to learn where the spans lie.
const SAMPLE: usize = 1 << 12;
/// As many buckets as cache lines that can be written to by turns without leaving the second
/// cache level.
const MOST_BUCKETS: u64 = 1 << 13;
/// The narrowest bucket: both ends of what a span covers of it fit 16 bits each.
pub(super) const NARROW: u32 = 16;
/// The widest bucket: a place in it and one bit more fit 32 bits.
const WIDE: u32 = 31;

/// Some of so many things: enough to learn where most of them lie.
pub(super) fn sample(count: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by((count / SAMPLE).max(1))
}

/// Equal buckets side by side on the axis, each `2^shift` mm wide.
///
/// Not all things need lie inside: those that do not are treated apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BucketLayout {
    /// Where the first bucket starts, in millimetres.
    pub(super) origin: i64,
    /// The width of a bucket as a power of two.
    pub(super) shift: u32,
    /// How many buckets.
    pub(super) buckets: usize,
}

impl BucketLayout {
    /// The frame for `count` things of which a [`sample`] lies at `places`, about `full` or more
    /// in a bucket; `None` where they are too few or too sparse and sorting them is cheaper.
    ///
    /// As it looks at a sample only, one far outlier does not stretch the frame, and no pass over
    /// the input is spent.
    pub(super) fn fit(places: impl Iterator<Item = i64>, count: usize, full: u64) -> Option<Self> {
        let (low, high) = places.fold((i64::MAX, i64::MIN), |(a, b), mm| (a.min(mm), b.max(mm)));
        Self::over(low, high, count, full)
    }

    /// The frame for `count` things between `low` and `high`, about `full` or more in a bucket.
    fn over(low: i64, high: i64, count: usize, full: u64) -> Option<Self> {
        // Bucket positions are 32-bit.
        if count < FEW || count > (u32::MAX >> 2) as usize || high < low {
            return None;
        }
        let width = high.abs_diff(low);
        let most = MOST_BUCKETS.min(count as u64 / full).max(4);
        let shift = (NARROW..=WIDE).find(|shift| (width >> shift) + 3 <= most)?;
        let buckets = usize::try_from((width >> shift) + 3).ok()?;
        // One bucket to spare at either side: a sample rarely holds the outermost.
        Some(Self { origin: low - (1 << shift), shift, buckets })
    }

    /// Where a bucket starts, in millimetres.
    pub(super) fn start(&self, bucket: usize) -> i64 {
        self.origin + ((bucket as i64) << self.shift)
    }

    /// Where the last bucket ends, in millimetres.
    pub(super) fn end(&self) -> i64 {
        self.start(self.buckets)
    }

    /// The bucket of a place, and how far it lies behind the bucket's start; the bucket is
    /// beyond the last for places outside.
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
    fn a_frame_holds_all_starts_and_tells_which_lie_outside() {
        let frame = BucketLayout::over(-500, 400_000_000, 1_000_000, 64).unwrap();
        assert_eq!(frame.shift, NARROW);
        assert!(frame.start(0) <= -500 && frame.end() > 400_000_000);
        for mm in [-500, 0, 65_535, 65_536, 399_999_999] {
            let (bucket, offset) = frame.locate(mm);
            assert_eq!(frame.start(bucket) + i64::from(offset), mm);
        }
        assert!(frame.locate(frame.origin - 1).0 >= frame.buckets);
        assert!(frame.locate(frame.end()).0 >= frame.buckets);
        assert!(frame.locate(-Span::LIMIT.mm()).0 >= frame.buckets);
    }

    #[test]
    fn few_or_sparse_spans_are_left_to_sorting() {
        assert_eq!(BucketLayout::over(0, 1_000, 10, 64), None);
        assert_eq!(BucketLayout::over(-Span::LIMIT.mm(), Span::LIMIT.mm(), 1_000_000, 64), None);
        assert!(BucketLayout::over(0, 1 << 33, 1_000_000, 64).is_some_and(|f| f.shift > NARROW));
    }
}
