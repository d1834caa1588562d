//! What was covered when: dated spans as a step function of time.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::index::{CoverIndex, Figures};
use super::overlay::for_each_piece;
use crate::span::Span;
use crate::units::Length;

/// A span was said to end before it begins to hold, or at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the period is empty: it must end after it begins; leave the end out if it has none")]
pub struct EmptyPeriod;

/// A span that is held from one time up to, and not including, another.
///
/// Times are of any ordered kind, such as days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawDated<T>", into = "RawDated<T>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Ord + Deserialize<'de>"))]
pub struct Dated<T> {
    span: Span,
    since: T,
    until: Option<T>,
}

#[derive(Serialize, Deserialize)]
struct RawDated<T> {
    span: Span,
    since: T,
    until: Option<T>,
}

impl<T: Ord> Dated<T> {
    /// `span`, held from `since` up to `until`, or for ever.
    ///
    /// # Errors
    /// When the period is empty.
    pub fn new(span: Span, since: T, until: Option<T>) -> Result<Self, EmptyPeriod> {
        if until.as_ref().is_some_and(|until| *until <= since) {
            return Err(EmptyPeriod);
        }
        Ok(Self { span, since, until })
    }

    /// Where it lies.
    pub fn span(&self) -> Span {
        self.span
    }

    /// When it begins to be held.
    pub fn since(&self) -> &T {
        &self.since
    }

    /// When it is no longer held, `None` where that is not known.
    pub fn until(&self) -> Option<&T> {
        self.until.as_ref()
    }

    /// Whether it is held at `time`.
    pub fn holds_on(&self, time: &T) -> bool {
        self.since <= *time && self.until.as_ref().is_none_or(|until| time < until)
    }
}

impl<T: Ord> TryFrom<RawDated<T>> for Dated<T> {
    type Error = EmptyPeriod;
    fn try_from(raw: RawDated<T>) -> Result<Self, EmptyPeriod> {
        Self::new(raw.span, raw.since, raw.until)
    }
}

impl<T> From<Dated<T>> for RawDated<T> {
    fn from(dated: Dated<T>) -> Self {
        Self { span: dated.span, since: dated.since, until: dated.until }
    }
}

/// The figures from one time on, up to the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Step<T> {
    /// From when on.
    pub since: T,
    /// What is covered then.
    pub figures: Figures,
}

/// Covered and shared length as a step function of time.
///
/// As JSON it is the list of its [`steps`](Self::steps); decoding refuses steps that are not in
/// order of time, change nothing, or have figures that no spans have.
///
/// ```
/// use border_coverage::{Dated, History, Measure, Span};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let history = History::of(&[
///     Dated::new(span(0, 60)?, 2015, None)?,
///     Dated::new(span(40, 100)?, 2017, Some(2020))?,
/// ]);
/// let covered: Vec<_> = history.steps().iter().map(|s| (s.since, s.figures.covered.mm())).collect();
/// assert_eq!(covered, [(2015, 60), (2017, 100), (2020, 60)]);
/// assert_eq!(history.on(&2019).covered.mm(), 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub struct History<T>(#[serde(deserialize_with = "in_order_of_time")] Vec<Step<T>>);

/// Decodes steps of which each is later than the one before it, and changes something.
fn in_order_of_time<'de, D, T>(steps: D) -> Result<Vec<Step<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Ord + Deserialize<'de>,
{
    let steps: Vec<Step<T>> = Vec::deserialize(steps)?;
    let mut last: Option<&Step<T>> = None;
    for (place, step) in steps.iter().enumerate() {
        let Figures { covered, shared } = step.figures;
        let before = last.map(|last| last.figures).unwrap_or_default();
        let wrong = if last.is_some_and(|last| step.since <= last.since) {
            "is not later than the one before it: write them in order of time"
        } else if step.figures == before {
            "changes nothing: leave it out"
        } else if ![Length::ZERO, shared, covered].is_sorted() {
            "has figures that no spans have, less than nothing or more shared than covered: count \
             the spans anew"
        } else {
            last = Some(step);
            continue;
        };
        let count = steps.len();
        return Err(D::Error::custom(format_args!(
            "of {count} steps, number {} {wrong}",
            place + 1
        )));
    }
    Ok(steps)
}

impl<T: Ord + Clone> History<T> {
    /// The history of all `dated` spans; one pass over their dates in order, `O(n log n)`. Needs
    /// about 150 bytes a span.
    pub fn of(dated: &[Dated<T>]) -> Self {
        let mut turns: Vec<(&T, usize, bool)> = Vec::with_capacity(2 * dated.len());
        for (index, one) in dated.iter().enumerate() {
            turns.push((&one.since, index, true));
            turns.extend(one.until.as_ref().map(|until| (until, index, false)));
        }
        turns.sort_unstable();
        let mut index = CoverIndex::new();
        let mut steps: Vec<Step<T>> = Vec::new();
        for same in turns.chunk_by(|a, b| a.0 == b.0) {
            for &(_, one, begins) in same {
                if begins {
                    index.insert(one, dated[one].span);
                } else {
                    index.remove(&one);
                }
            }
            let before = steps.last().map(|step| step.figures).unwrap_or_default();
            if let (Some(first), true) = (same.first(), index.figures() != before) {
                steps.push(Step { since: first.0.clone(), figures: index.figures() });
            }
        }
        Self(steps)
    }

    /// The steps, in order of time; before the first nothing is covered. Neighbours differ.
    pub fn steps(&self) -> &[Step<T>] {
        &self.0
    }

    /// The figures at `time`; a binary search.
    pub fn on(&self, time: &T) -> Figures {
        let place = self.0.partition_point(|step| step.since <= *time);
        place.checked_sub(1).map(|last| self.0[last].figures).unwrap_or_default()
    }
}

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
/// `time`; what was never covered up to then is left out.
///
/// A period that begins when another ends continues it. Time is `O(n log n)` in the spans, plus a
/// step for each span that holds each stretch between neighbouring ends: up to the square of `n`
/// where all lie over each other. Needs about 55 bytes a span beside what it returns, and up to 95
/// where nearly all lie in one ten-thousandth of the line.
///
/// ```
/// use border_coverage::{Dated, Measure, Span, tenures};
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
    let begun = dated.iter().filter(|one| one.since <= *time);
    // By when they begin, so that owners of a piece come in that order.
    let mut begun: Vec<&Dated<T>> = begun.collect();
    begun.sort_by(|a, b| a.since.cmp(&b.since));
    let claims: Vec<(Span, usize)> = begun.iter().map(|one| one.span).zip(0..).collect();
    let ends = claims.iter().map(|claim| (claim.0.from(), claim.0.to()));
    let hull = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let mut all: Vec<Tenure<T>> = Vec::new();
    let Some(extent) = hull.and_then(|(from, to)| Span::nonempty(from, to)) else { return all };
    for_each_piece(extent, &claims, |span, owners| {
        let Some(first) = owners.first().map(|&&one| &begun[one].since) else { return };
        let since = unbroken(owners.iter().map(|&&one| begun[one]), time);
        match all.last_mut() {
            Some(last)
                if last.span.to() == span.from()
                    && last.first == *first
                    && last.since.as_ref() == since =>
            {
                last.span = Span::nonempty(last.span.from(), span.to()).unwrap_or(span);
            }
            _ => all.push(Tenure { span, first: first.clone(), since: since.cloned() }),
        }
    });
    all
}

/// Since when periods, by their beginnings, hold `time` without a break.
fn unbroken<'a, T: Ord>(periods: impl Iterator<Item = &'a Dated<T>>, time: &T) -> Option<&'a T> {
    let mut run: Option<(&T, Option<&T>)> = None;
    for period in periods {
        let (since, until) = (&period.since, period.until.as_ref());
        run = match run {
            Some((start, end)) if end.is_none_or(|end| since <= end) => {
                let farther = end.and_then(|end| until.map(|until| end.max(until)));
                Some((start, farther))
            }
            _ => Some((since, until)),
        };
    }
    run.filter(|(_, end)| end.is_none_or(|end| time < end)).map(|(start, _)| start)
}
