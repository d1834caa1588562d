//! A non-empty, half-open stretch of measures.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::units::{Length, Measure};

/// Why two measures do not bound a span.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::span::SpanError;
/// assert_eq!(Span::from_mm(5, 5), Err(SpanError::Empty(Measure::from_mm(5))));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpanError {
    /// Start and end are the same.
    #[error("the stretch is empty: it starts and ends at {} km", .0.from_start().km())]
    Empty(Measure),
    /// The start lies beyond the end.
    #[error(
        "the stretch runs backwards: from {} km to {} km",
        .from.from_start().km(), .to.from_start().km()
    )]
    Backwards {
        /// The start given.
        from: Measure,
        /// The end given.
        to: Measure,
    },
    /// An end beyond ±2⁶² − 1 mm, where lengths could overflow.
    #[error("{} mm is beyond the range of a span (±{} mm)", .0.mm(), Span::LIMIT.mm())]
    OutOfRange(Measure),
}

/// The stretch from one measure up to, and not including, another.
///
/// Half-open: touching spans neither overlap nor leave a gap. Never empty, and its ends lie
/// within ±(2⁶² − 1) mm, so that the length of any union of spans is a [`Length`].
///
/// ```
/// use border_coverage::{Measure, Span};
/// let span = Span::new(Measure::from_mm(500), Measure::from_mm(2_000))?;
/// assert_eq!(span.length().mm(), 1_500);
/// assert!(!span.contains(span.to()));
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSpan", into = "RawSpan")]
pub struct Span {
    from: Measure,
    to: Measure,
}

impl Span {
    /// The farthest end of a span.
    pub const LIMIT: Measure = Measure::from_mm((1 << 62) - 1);

    /// The longest span: an extent for accounts of everything.
    pub const ALL: Self = Self { from: Measure::from_mm(-Self::LIMIT.mm()), to: Self::LIMIT };

    /// The span `[from, to)`.
    ///
    /// # Errors
    /// When it would be empty, run backwards, or end beyond [`Span::LIMIT`].
    pub fn new(from: Measure, to: Measure) -> Result<Self, SpanError> {
        for end in [from, to] {
            if end.mm().unsigned_abs() > Self::LIMIT.mm().unsigned_abs() {
                return Err(SpanError::OutOfRange(end));
            }
        }
        match from.cmp(&to) {
            std::cmp::Ordering::Less => Ok(Self { from, to }),
            std::cmp::Ordering::Equal => Err(SpanError::Empty(from)),
            std::cmp::Ordering::Greater => Err(SpanError::Backwards { from, to }),
        }
    }

    /// The span `[from, to)`, in millimetres.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    ///
    /// ```
    /// # use border_coverage::Span;
    /// assert_eq!(Span::from_mm(500, 2_000)?.to_string(), "0.000500–0.002 km");
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn from_mm(from: i64, to: i64) -> Result<Self, SpanError> {
        Self::new(Measure::from_mm(from), Measure::from_mm(to))
    }

    /// The span between two measures in either order.
    ///
    /// # Errors
    /// When both are the same, or beyond [`Span::LIMIT`].
    pub fn between(a: Measure, b: Measure) -> Result<Self, SpanError> {
        Self::new(a.min(b), a.max(b))
    }

    /// The span between two measures of other spans, `None` if it is empty.
    pub(crate) fn nonempty(from: Measure, to: Measure) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// Its first measure.
    pub const fn from(&self) -> Measure {
        self.from
    }

    /// The first measure after it.
    pub const fn to(&self) -> Measure {
        self.to
    }

    /// Its length; never zero.
    pub fn length(&self) -> Length {
        self.to - self.from
    }

    /// Whether `at` lies in it.
    pub fn contains(&self, at: Measure) -> bool {
        self.from <= at && at < self.to
    }

    /// The span that both have in common, if any.
    #[inline]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::nonempty(self.from.max(other.from), self.to.min(other.to))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.from.from_start().km(), self.to.from_start())
    }
}

impl TryFrom<Range<i64>> for Span {
    type Error = SpanError;

    /// The span of the same measures, in millimetres; an empty range is an error.
    fn try_from(range: Range<i64>) -> Result<Self, SpanError> {
        Self::from_mm(range.start, range.end)
    }
}

impl From<Span> for Range<i64> {
    /// The same measures, in millimetres.
    fn from(span: Span) -> Self {
        span.from.mm()..span.to.mm()
    }
}

/// A span as it is serialised; becomes a [`Span`] through its constructor.
#[derive(Serialize, Deserialize)]
struct RawSpan {
    from_mm: i64,
    to_mm: i64,
}

impl TryFrom<RawSpan> for Span {
    type Error = SpanError;
    fn try_from(raw: RawSpan) -> Result<Self, SpanError> {
        Self::from_mm(raw.from_mm, raw.to_mm)
    }
}

impl From<Span> for RawSpan {
    fn from(span: Span) -> Self {
        Self { from_mm: span.from.mm(), to_mm: span.to.mm() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(mm: i64) -> Measure {
        Measure::from_mm(mm)
    }

    #[test]
    fn empty_backward_and_endless_spans_are_refused() {
        assert_eq!(Span::new(m(5), m(5)), Err(SpanError::Empty(m(5))));
        assert_eq!(Span::new(m(6), m(5)), Err(SpanError::Backwards { from: m(6), to: m(5) }));
        assert_eq!(Span::new(m(0), m(i64::MAX)), Err(SpanError::OutOfRange(m(i64::MAX))));
        assert_eq!(Span::new(m(i64::MIN), m(0)), Err(SpanError::OutOfRange(m(i64::MIN))));
    }

    #[test]
    fn the_longest_span_has_a_length() {
        let limit = Span::LIMIT.mm();
        assert_eq!(Span::new(m(-limit), m(limit)).unwrap().length().mm(), 2 * limit);
    }

    #[test]
    fn touching_spans_have_nothing_in_common() {
        let (a, b) = (Span::new(m(0), m(5)).unwrap(), Span::new(m(5), m(9)).unwrap());
        assert_eq!(a.intersection(&b), None);
        assert_eq!(Span::between(m(9), m(5)), Ok(b));
    }

    #[test]
    fn ranges_become_spans_and_spans_ranges() {
        assert_eq!(Span::try_from(1..2).map(Range::from), Ok(1..2));
        assert_eq!(Span::try_from(2..2), Err(SpanError::Empty(m(2))));
        assert!(Span::try_from(0..i64::MAX).is_err());
    }

    #[test]
    fn json_passes_through_the_same_door() {
        let span = Span::new(m(1), m(2)).unwrap();
        let json = serde_json::to_string(&span).unwrap();
        assert_eq!(json, r#"{"from_mm":1,"to_mm":2}"#);
        assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
        assert!(serde_json::from_str::<Span>(r#"{"from_mm":2,"to_mm":2}"#).is_err());
    }
}
