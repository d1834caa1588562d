//! Divides the axis into parts, each swept by one thread.

use std::ops::Range;

use super::layout::BucketLayout;
use crate::span::Span;
use crate::units::Measure;

/// Claims per thread below which splitting costs more than it saves.
pub(super) const SHARE: usize = 1 << 16;
/// Parts per thread: more than one, so that threads with sparse parts take over from others.
const PARTS: usize = 4;

/// Number of threads of the current `rayon` pool that pay for this many claims.
pub(super) fn threads(claims: usize) -> usize {
    rayon::current_num_threads().min(claims / SHARE).max(1)
}

/// A bucket layout divided into equal parts; the first and the last also take what lies outside
/// the layout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Partition {
    pub(super) layout: BucketLayout,
    /// Buckets per part, as a power of two.
    shift: u32,
}

impl Partition {
    /// Several parts per thread; one part for a single thread.
    pub(super) fn of(layout: BucketLayout, threads: usize) -> Self {
        let parts = if threads > 1 { threads * PARTS } else { 1 };
        let buckets = layout.buckets.div_ceil(parts);
        Self { layout, shift: buckets.next_power_of_two().ilog2() }
    }

    /// Number of parts.
    pub(super) fn count(&self) -> usize {
        self.layout.buckets.div_ceil(1 << self.shift)
    }

    /// The buckets of a part.
    pub(super) fn buckets(&self, part: usize) -> Range<usize> {
        self.first_bucket(part)..self.first_bucket(part + 1)
    }

    /// Start of a part; for the index behind the last part, the end of the layout.
    pub(super) fn start(&self, part: usize) -> i64 {
        self.layout.start(self.first_bucket(part))
    }

    fn first_bucket(&self, part: usize) -> usize {
        (part << self.shift).min(self.layout.buckets)
    }

    /// The part that a position belongs to.
    #[inline]
    pub(super) fn locate(&self, mm: i64) -> usize {
        let offset = mm.saturating_sub(self.layout.origin).max(0) as u64;
        let part = offset >> (self.layout.shift + self.shift);
        (part as usize).min(self.count() - 1)
    }

    /// The part as a span clipped to `extent`, `None` where they do not meet.
    pub(super) fn stretch(&self, part: usize, extent: Span) -> Option<Span> {
        let seam = |part| Measure::from_mm(self.start(part));
        let from = if part == 0 { extent.from() } else { seam(part) };
        let to = if part + 1 == self.count() { extent.to() } else { seam(part + 1) };
        Span::nonempty(from, to.min(extent.to()))
    }
}
