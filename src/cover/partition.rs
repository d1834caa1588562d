//! Partition of the axis, each walked along by one thread.

use std::ops::Range;

use super::layout::BucketLayout;
use crate::span::Span;
use crate::units::Measure;

/// Below this many claims for each thread, splitting costs more than it saves.
pub(super) const SHARE: usize = 1 << 16;
/// Partition for each thread, so that uneven ones even out.
const PARTS: usize = 4;

/// How many threads of the current `rayon` pool so many claims are worth.
pub(super) fn threads(claims: usize) -> usize {
    rayon::current_num_threads().min(claims / SHARE).max(1)
}

/// A frame cut into equal parts; what lies outside belongs to the first or the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Partition {
    pub(super) frame: BucketLayout,
    /// The buckets of a part as a power of two.
    shift: u32,
}

impl Partition {
    /// Some for each thread; one, if there is only one.
    pub(super) fn of(frame: BucketLayout, threads: usize) -> Self {
        let parts = if threads > 1 { threads * PARTS } else { 1 };
        let buckets = frame.buckets.div_ceil(parts);
        Self { frame, shift: buckets.next_power_of_two().ilog2() }
    }

    pub(super) fn count(&self) -> usize {
        self.frame.buckets.div_ceil(1 << self.shift)
    }

    /// The buckets of a part.
    pub(super) fn buckets(&self, part: usize) -> Range<usize> {
        self.first(part)..self.first(part + 1)
    }

    /// Where a part starts; the one behind the last, where the frame ends.
    pub(super) fn start(&self, part: usize) -> i64 {
        self.frame.start(self.first(part))
    }

    fn first(&self, part: usize) -> usize {
        (part << self.shift).min(self.frame.buckets)
    }

    /// The part of a place.
    #[inline]
    pub(super) fn locate(&self, mm: i64) -> usize {
        let offset = mm.saturating_sub(self.frame.origin).max(0) as u64;
        let part = offset >> (self.frame.shift + self.shift);
        (part as usize).min(self.count() - 1)
    }

    /// What of `extent` a part is, if anything.
    pub(super) fn stretch(&self, part: usize, extent: Span) -> Option<Span> {
        let seam = |part| Measure::from_mm(self.start(part));
        let from = if part == 0 { extent.from() } else { seam(part) };
        let to = if part + 1 == self.count() { extent.to() } else { seam(part + 1) };
        Span::nonempty(from, to.min(extent.to()))
    }
}
