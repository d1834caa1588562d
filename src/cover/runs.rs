//! Joins stretches that come by their starts into maximal runs.

use crate::span::Span;
use crate::units::Measure;

/// What becomes of the runs of a union: their length, or a list of them.
pub(super) trait Gather: Default + Send {
    /// Takes in `[from, to)`, which starts at or behind the end of all before.
    fn run(&mut self, from: i64, to: i64);
    /// Takes in what was gathered farther along.
    fn join(&mut self, next: Self);

    /// All of spans that come by their starts, `None` where they do not.
    fn in_order(spans: &[Span]) -> Option<Self> {
        let mut runs = Runs::new(i64::MIN, i64::MIN);
        let mut before = i64::MIN;
        for span in spans {
            let from = span.from().mm();
            if from < before {
                return None;
            }
            before = from;
            runs.add(from, span.to().mm());
        }
        Some(runs.finish(i64::MAX))
    }
}

/// The length of all runs.
///
/// Cannot overflow: runs are disjoint and end within ±(2⁶² − 1).
#[derive(Default)]
pub(super) struct Total(pub(super) i64);

impl Gather for Total {
    #[inline]
    fn run(&mut self, from: i64, to: i64) {
        self.0 += to - from;
    }

    fn join(&mut self, next: Self) {
        self.0 += next.0;
    }

    /// Without a branch in each step: one span in ten opens a run, which is hard to foresee.
    fn in_order(spans: &[Span]) -> Option<Self> {
        let (mut total, mut before, mut reach) = (0, i64::MIN, i64::MIN);
        for block in spans.chunks(1024) {
            let mut ordered = true;
            for span in block {
                let (from, to) = (span.from().mm(), span.to().mm());
                ordered &= before <= from;
                before = from;
                let farther = reach.max(to);
                total += farther - reach.max(from);
                reach = farther;
            }
            if !ordered {
                return None;
            }
        }
        Some(Self(total))
    }
}

impl Gather for Vec<Span> {
    #[inline]
    fn run(&mut self, from: i64, to: i64) {
        let Some(span) = Span::nonempty(Measure::from_mm(from), Measure::from_mm(to)) else {
            return;
        };
        match self.last_mut() {
            Some(last) if last.to() == span.from() => {
                *last = Span::nonempty(last.from(), span.to()).unwrap_or(span);
            }
            _ => self.push(span),
        }
    }

    fn join(&mut self, next: Self) {
        if self.is_empty() {
            *self = next;
            return;
        }
        let mut next = next.into_iter();
        if let Some(first) = next.next() {
            self.run(first.from().mm(), first.to().mm());
        }
        self.extend(next);
    }
}

/// The run that is still open, and where closed ones go.
///
/// Starts must not decrease; ends may come in any order.
pub(super) struct Runs<G> {
    from: i64,
    to: i64,
    gathered: G,
}

impl<G: Gather> Runs<G> {
    /// Starts at `from` with a run that already reaches to `to`, or with none where that lies
    /// before.
    pub(super) fn new(from: i64, to: i64) -> Self {
        Self { from, to: to.max(from), gathered: G::default() }
    }

    /// How far the open run reaches.
    #[inline]
    pub(super) fn reach(&self) -> i64 {
        self.to
    }

    /// Lengthens the open run: `to` belongs to a stretch that began in it.
    #[inline]
    pub(super) fn extend(&mut self, to: i64) {
        self.to = self.to.max(to);
    }

    /// Takes in `[from, to)`.
    #[inline]
    pub(super) fn add(&mut self, from: i64, to: i64) {
        if from > self.to {
            if self.from < self.to {
                self.gathered.run(self.from, self.to);
            }
            (self.from, self.to) = (from, to);
        } else {
            self.extend(to);
        }
    }

    /// Closes the open run, cut at `end`, and yields what was gathered.
    pub(super) fn finish(mut self, end: i64) -> G {
        let to = self.to.min(end);
        if self.from < to {
            self.gathered.run(self.from, to);
        }
        self.gathered
    }
}
