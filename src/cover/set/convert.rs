//! Conversions of sets: from and to spans and ranges, text, and serialised form.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::{SpanSet, union_of};
use crate::span::{Span, SpanError};

/// Why spans are not sorted and disjoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpanSetError {
    /// A span starts before the one before it.
    #[error("span {index} starts before the one before it: sort the spans, or collect them")]
    Unsorted {
        /// Index of the span.
        index: usize,
    },
    /// A span overlaps the one before it.
    #[error("span {index} overlaps the one before it: collect the spans to form their union")]
    Overlapping {
        /// Index of the span.
        index: usize,
    },
}

impl SpanSet {
    /// A set of spans that are already sorted and disjoint, in one pass without a copy; touching
    /// spans are joined.
    ///
    /// # Errors
    /// At the first span that starts before the one before it, or overlaps it.
    ///
    /// ```
    /// use border_coverage::{Span, SpanSet};
    /// let span = Span::from_mm;
    /// let set = SpanSet::from_sorted_disjoint(vec![span(0, 40)?, span(40, 60)?, span(80, 90)?])?;
    /// assert_eq!(set.spans(), [span(0, 60)?, span(80, 90)?]);
    /// assert!(SpanSet::from_sorted_disjoint(vec![span(0, 40)?, span(30, 60)?]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_sorted_disjoint(mut spans: Vec<Span>) -> Result<Self, SpanSetError> {
        let misplaced = spans.windows(2).position(|pair| pair[1].from() < pair[0].to());
        if let Some(before) = misplaced {
            let index = before + 1;
            return Err(if spans[index].from() < spans[before].from() {
                SpanSetError::Unsorted { index }
            } else {
                SpanSetError::Overlapping { index }
            });
        }
        spans.dedup_by(|next, last| {
            let touches = last.to() == next.from();
            if let Some(joined) = Span::nonempty(last.from(), next.to()).filter(|_| touches) {
                *last = joined;
            }
            touches
        });
        Ok(Self(spans))
    }

    /// The union of ranges in any order; empty ranges, such as `5..5` and `5..3`, hold nothing.
    ///
    /// # Errors
    /// When a range extends beyond [`Span::LIMIT`].
    ///
    /// ```
    /// use border_coverage::SpanSet;
    /// let set = SpanSet::from_ranges([500..2000, 0..100, 7..7, 1500..2500])?;
    /// assert_eq!(set.to_string(), "{[0, 100), [500, 2500)}");
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn from_ranges(ranges: impl IntoIterator<Item = Range<i64>>) -> Result<Self, SpanError> {
        let ranges = ranges.into_iter().filter(|range| !range.is_empty());
        ranges.map(Span::try_from).collect()
    }

    /// The spans as ranges, sorted.
    pub fn ranges(&self) -> impl ExactSizeIterator<Item = Range<i64>> + '_ {
        self.iter().map(Range::from)
    }
}

/// Deserialising accepts any list of spans, as collecting does.
pub(super) fn union_of_any<'de, D>(spans: D) -> Result<Vec<Span>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(union_of(&Vec::deserialize(spans)?, 1))
}

impl fmt::Display for SpanSet {
    /// The spans as half-open intervals of integers, such as `{[0, 100), [500, 2500)}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, span) in self.iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            write!(f, "{separator}[{}, {})", span.from().mm(), span.to().mm())?;
        }
        f.write_str("}")
    }
}

impl fmt::Debug for SpanSet {
    /// As [`Display`](fmt::Display), after the name of the type.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpanSet {self}")
    }
}

impl From<Vec<Span>> for SpanSet {
    /// The union of spans in any order.
    fn from(spans: Vec<Span>) -> Self {
        Self(union_of(&spans, 1))
    }
}

impl From<SpanSet> for Vec<Span> {
    fn from(set: SpanSet) -> Self {
        set.0
    }
}

impl From<&[Span]> for SpanSet {
    /// The union of spans in any order.
    fn from(spans: &[Span]) -> Self {
        Self(union_of(spans, 1))
    }
}

impl From<Span> for SpanSet {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl FromIterator<Span> for SpanSet {
    /// The union of spans in any order; touching spans are joined.
    ///
    /// Spans sorted by start are joined without being stored; from the first that is not, the rest
    /// is collected first.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut spans = spans.into_iter();
        let mut union: Vec<Span> = Vec::new();
        for span in spans.by_ref() {
            match union.last_mut() {
                Some(last) if span.from() < last.from() => {
                    let rest: Vec<Span> = std::iter::once(span).chain(spans).collect();
                    return Self(union).union(&Self(union_of(&rest, 1)));
                }
                Some(last) if span.from() <= last.to() => {
                    *last = Span::nonempty(last.from(), last.to().max(span.to())).unwrap_or(span);
                }
                _ => union.push(span),
            }
        }
        Self(union)
    }
}

impl Extend<Span> for SpanSet {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        self.merge(&spans.into_iter().collect());
    }
}

impl IntoIterator for SpanSet {
    type Item = Span;
    type IntoIter = std::vec::IntoIter<Span>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a SpanSet {
    type Item = Span;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, Span>>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
