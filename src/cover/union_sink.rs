//! Merges stretches, sorted by start, into their union.

use crate::span::Span;
use crate::units::Measure;

/// Receives stretches sorted by start and keeps what is asked of their union: its length, or its
/// spans.
pub(super) trait UnionSink: Send {
    /// Starts a part of the axis at `from`; earlier stretches cover it up to `reach`.
    fn begin(from: i64, reach: i64) -> Self;
    /// The farthest end so far.
    fn reach(&self) -> i64;
    /// Adds `[from, to)`; starts must not decrease, ends may have any order.
    fn add(&mut self, from: i64, to: i64);
    /// Extends the last span of the union up to `to`.
    fn extend(&mut self, to: i64);
    /// Closes the union at `end` and clips longer spans.
    fn finish(self, end: i64) -> Self;
    /// Appends the union of the next part of the axis; both are finished.
    fn join(&mut self, next: Self);

    /// The union of spans sorted by start, `None` where they are not sorted.
    fn in_order(spans: &[Span]) -> Option<Self>
    where
        Self: Sized,
    {
        let mut all = Self::begin(i64::MIN, i64::MIN);
        let mut before = i64::MIN;
        // One check per block keeps the inner loop free of branches; a block fits the cache.
        for block in spans.chunks(1024) {
            let mut ordered = true;
            for span in block {
                let from = span.from().mm();
                ordered &= before <= from;
                before = from;
                all.add(from, span.to().mm());
            }
            if !ordered {
                return None;
            }
        }
        Some(all.finish(i64::MAX))
    }
}

/// The length of a union.
///
/// Free of branches: whether a span starts a new run of the union is hard to predict. Cannot
/// overflow: spans end within ±(2⁶² − 1).
pub(super) struct UnionLength {
    pub(super) length: i64,
    reach: i64,
}

impl UnionSink for UnionLength {
    fn begin(from: i64, reach: i64) -> Self {
        let reach = reach.max(from);
        Self { length: reach - from, reach }
    }

    #[inline]
    fn reach(&self) -> i64 {
        self.reach
    }

    #[inline]
    fn add(&mut self, from: i64, to: i64) {
        let farther = self.reach.max(to);
        self.length += farther - self.reach.max(from);
        self.reach = farther;
    }

    #[inline]
    fn extend(&mut self, to: i64) {
        let farther = self.reach.max(to);
        self.length += farther - self.reach;
        self.reach = farther;
    }

    fn finish(mut self, end: i64) -> Self {
        self.length -= self.reach.max(end) - end;
        self
    }

    fn join(&mut self, next: Self) {
        self.length += next.length;
    }
}

/// The spans of a union: disjoint, sorted, not touching.
pub(super) struct UnionSpans {
    done: Vec<Span>,
    /// The open span; empty at first.
    from: i64,
    to: i64,
}

impl UnionSpans {
    pub(super) fn into_spans(self) -> Vec<Span> {
        self.done
    }
}

impl UnionSink for UnionSpans {
    fn begin(from: i64, reach: i64) -> Self {
        Self { done: Vec::new(), from, to: reach.max(from) }
    }

    #[inline]
    fn reach(&self) -> i64 {
        self.to
    }

    #[inline]
    fn add(&mut self, from: i64, to: i64) {
        if from > self.to {
            self.done.extend(stretch(self.from, self.to));
            (self.from, self.to) = (from, to);
        } else {
            self.to = self.to.max(to);
        }
    }

    #[inline]
    fn extend(&mut self, to: i64) {
        self.to = self.to.max(to);
    }

    fn finish(mut self, end: i64) -> Self {
        self.done.extend(stretch(self.from, self.to.min(end)));
        self
    }

    fn join(&mut self, next: Self) {
        let mut next = next.done.into_iter();
        if let Some(first) = next.next() {
            match self.done.last_mut() {
                Some(last) if last.to() == first.from() => {
                    *last = Span::nonempty(last.from(), first.to()).unwrap_or(first);
                }
                _ => self.done.push(first),
            }
        }
        self.done.extend(next);
    }
}

/// `[from, to)`, `None` where it is empty.
pub(super) fn stretch(from: i64, to: i64) -> Option<Span> {
    Span::nonempty(Measure::from_mm(from), Measure::from_mm(to))
}
