//! Since when each stretch has been covered.

use serde::{Deserialize, Serialize};

use super::active::prefetch;
use super::claims::ClaimSource;
use super::history::Dated;
use super::sweep::sweep;
use crate::span::Span;

/// A maximal stretch with one history of coverage.
///
/// Deserialising rejects a `since` before `first`.
///
/// ```
/// use border_coverage::Span;
/// use border_coverage::cover::{Dated, Tenure, tenures};
/// let span = Span::from_mm(0, 60)?;
/// let past = tenures(&[Dated::new(span, 2015, None)?], &2021);
/// assert_eq!(past, [Tenure { span, first: 2015, since: Some(2015) }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawTenure<T>", bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub struct Tenure<T> {
    /// The stretch.
    pub span: Span,
    /// Time at which it was first covered.
    pub first: T,
    /// Time since which it has been covered without a break; `None` if it is not covered now.
    pub since: Option<T>,
}

#[derive(Deserialize)]
struct RawTenure<T> {
    span: Span,
    first: T,
    since: Option<T>,
}

impl<T: Ord> TryFrom<RawTenure<T>> for Tenure<T> {
    type Error = &'static str;
    fn try_from(RawTenure { span, first, since }: RawTenure<T>) -> Result<Self, &'static str> {
        if since.as_ref().is_some_and(|since| *since < first) {
            return Err("covered since before it was first covered: change either time");
        }
        Ok(Self { span, first, since })
    }
}

/// For each stretch covered at or before `time`: when it was first covered, and since when it has
/// been covered without a break.
///
/// Spans that begin after `time` are ignored; a span that ends at `time` no longer covers. A period
/// that begins when another ends continues it. Takes `O(n log n)` time plus a step per span and
/// stretch it holds: up to `O(n²)` where all spans overlap. Memory beyond the result is about 24
/// bytes per span, and up to 65 where nearly all spans lie in a small part of the axis.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::{Dated, tenures};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let dated = [
///     Dated::new(span(0, 60)?, 2015, Some(2018))?,
///     Dated::new(span(0, 40)?, 2018, None)?,
/// ];
/// let past: Vec<_> = tenures(&dated, &2021).into_iter().map(|t| (t.first, t.since)).collect();
/// assert_eq!(past, [(2015, Some(2015)), (2015, None)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tenures<T: Ord + Clone>(dated: &[Dated<T>], time: &T) -> Vec<Tenure<T>> {
    let begun = BegunSpans(dated.iter().filter(|one| one.since() <= time).collect());
    let mut all: Vec<Tenure<T>> = Vec::new();
    sweep(Span::ALL, &begun, |span, periods| {
        let Some(&(first, _)) = periods.first() else { return };
        let since = unbroken(periods, time);
        match all.last_mut() {
            Some(last) if last.span.to() == span.from() && last.has_past(first, since) => {
                last.span = Span::nonempty(last.span.from(), span.to()).unwrap_or(span);
            }
            _ => all.push(Tenure { span, first: first.clone(), since: since.cloned() }),
        }
    });
    all
}

impl<T: PartialEq> Tenure<T> {
    fn has_past(&self, first: &T, since: Option<&T>) -> bool {
        self.first == *first && self.since.as_ref() == since
    }
}

/// The period of a span: its first moment and, if it ends, the first moment after it.
type HeldPeriod<'a, T> = (&'a T, Option<&'a T>);

/// The time since which sorted periods hold `time` without a break.
fn unbroken<'a, T: Ord>(periods: &[HeldPeriod<'a, T>], time: &T) -> Option<&'a T> {
    let (first, others) = periods.split_first()?;
    let (start, end) = others.iter().fold(*first, |(start, end), &(since, until)| {
        if end.is_some_and(|end| end < since) {
            return (since, until);
        }
        let farther = end.and_then(|end| until.map(|until| end.max(until)));
        (start, farther)
    });
    end.is_none_or(|end| time < end).then_some(start)
}

/// Spans that have begun; spans of equal periods count as one owner.
struct BegunSpans<'a, T>(Vec<&'a Dated<T>>);

impl<'a, T: Ord> ClaimSource for BegunSpans<'a, T> {
    type Owner = HeldPeriod<'a, T>;

    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn span(&self, claim: usize) -> Span {
        self.0[claim].span()
    }

    #[inline]
    fn owner(&self, index: usize) -> HeldPeriod<'a, T> {
        let one = self.0[index];
        (one.since(), one.until())
    }

    #[inline]
    fn prefetch(&self, index: usize) {
        prefetch(self.owner(index).0);
    }
}
