//! Joins stretches that come by their starts into their union.

use crate::span::Span;
use crate::units::Measure;

/// What becomes of a union: its length, or a list of its runs.
pub(super) trait UnionSink: Send {
    /// Begins at `from`, where what came before reaches to `reach`.
    fn begin(from: i64, reach: i64) -> Self;
    /// How far all that was taken in reaches.
    fn reach(&self) -> i64;
    /// Takes in `[from, to)`; starts must not decrease, ends may come in any order.
    fn add(&mut self, from: i64, to: i64);
    /// Lengthens what reaches farthest: `to` belongs to a stretch that began in it.
    fn extend(&mut self, to: i64);
    /// Ends at `end`, where what reaches farther is cut.
    fn finish(self, end: i64) -> Self;
    /// Takes in what was gathered next along the axis; both are finished.
    fn join(&mut self, next: Self);

    /// All of spans that come by their starts, `None` where they do not.
    fn in_order(spans: &[Span]) -> Option<Self>
    where
        Self: Sized,
    {
        let mut all = Self::begin(i64::MIN, i64::MIN);
        let mut before = i64::MIN;
        // Asked once a block, so that the steps need no branch.
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
/// Knows no branch: about one span in ten opens a run, which is hard to foresee. Cannot overflow:
/// spans end within ±(2⁶² − 1).
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

/// The runs of a union: disjoint spans in order that do not touch.
pub(super) struct UnionSpans {
    done: Vec<Span>,
    /// The run that is still open; empty at first.
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
