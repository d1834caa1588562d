//! Chooses the cells into which unsorted spans are laid.

use crate::span::Span;

/// Fewer spans than this are sorted: the cells would cost more than they save.
const FEW: usize = 1 << 9;
/// How many places are looked at to learn where the spans lie.
const SAMPLE: usize = 1 << 12;
/// As many buckets as cache lines that can be written to by turns without leaving the second
/// cache level.
const MOST_BUCKETS: u64 = 1 << 13;
/// Spans that make a bucket worth its overhead.
const FULL: u64 = 64;
/// The narrowest bucket: both ends of a part fit 16 bits each.
pub(super) const NARROW: u32 = 16;
/// The widest bucket: a place in it and one bit more fit 32 bits.
const WIDE: u32 = 31;

/// Equal buckets side by side on the axis, each `2^shift` mm wide.
///
/// Spans need not start inside: those that do not are strays and treated apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Where the first bucket starts, in millimetres.
    pub(super) origin: i64,
    /// The width of a bucket as a power of two.
    pub(super) shift: u32,
    /// How many buckets.
    pub(super) buckets: usize,
}

impl Frame {
    /// The frame for so many `spans`, `None` where they are too few or too sparse and sorting
    /// them is cheaper.
    ///
    /// Looks at a sample only, so one far outlier does not stretch the frame, and no pass over
    /// the input is spent.
    pub(super) fn fit(spans: &[Span]) -> Option<Self> {
        let starts = spans.iter().step_by((spans.len() / SAMPLE).max(1)).map(|s| s.from().mm());
        let (low, high) = starts.fold((i64::MAX, i64::MIN), |(a, b), mm| (a.min(mm), b.max(mm)));
        Self::over(low, high, spans.len())
    }

    /// The frame for `count` starts between `low` and `high`.
    pub(super) fn over(low: i64, high: i64, count: usize) -> Option<Self> {
        // Bucket positions are 32-bit.
        if count < FEW || count > (u32::MAX >> 2) as usize || high < low {
            return None;
        }
        let width = high.abs_diff(low);
        let most = MOST_BUCKETS.min(count as u64 / FULL).max(4);
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

    #[test]
    fn a_frame_holds_all_starts_and_tells_which_lie_outside() {
        let frame = Frame::over(-500, 400_000_000, 1_000_000).unwrap();
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
        assert_eq!(Frame::over(0, 1_000, 10), None);
        assert_eq!(Frame::over(-Span::LIMIT.mm(), Span::LIMIT.mm(), 1_000_000), None);
        assert!(Frame::over(0, 1 << 33, 1_000_000).is_some_and(|f| f.shift > NARROW));
    }
}
