//! Since when each place has been covered.

use serde::{Deserialize, Serialize};

use super::active::fetch;
use super::claims::ClaimSource;
use super::history::Dated;
use super::sweep::sweep;
use crate::span::Span;

/// A maximal stretch with the same past.
///
/// Decoding refuses one that is covered since before it was first covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawTenure<T>", bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub struct Tenure<T> {
    /// Where it lies.
    pub span: Span,
    /// When it was first covered.
    pub first: T,
    /// Since when it has been covered without a break; `None` where it no longer is.
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

/// When each place was first covered, and since when it has been without a break, as seen at
/// `time`; what was never covered up to then is left out, as are spans that begin later. What ends
/// at `time` is no longer held then.
///
/// A period that begins when another ends continues it. Time is `O(n log n)` in the spans, plus a
/// step for each span that holds each stretch between neighbouring ends: up to the square of `n`
/// where all lie over each other. Needs about 24 bytes a span beside what it returns, and up to 65
/// where nearly all crowd in a small part of the axis.
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

/// When a span begins to be held, and when it no longer is.
type HeldPeriod<'a, T> = (&'a T, Option<&'a T>);

/// Since when periods, in order, hold `time` without a break.
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

/// Spans that have begun to be held; one is known by its period alone.
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
    fn owner(&self, mark: usize) -> HeldPeriod<'a, T> {
        let one = self.0[mark];
        (one.since(), one.until())
    }

    #[inline]
    fn fetch(&self, mark: usize) {
        fetch(self.owner(mark).0);
    }
}
