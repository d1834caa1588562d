//! Covered length over time: dated spans as a step function.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::index::{Figures, SpanEnd, Tree};
use crate::span::Span;
use crate::units::Length;

/// Error: a period ends when it begins, or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the period is empty: it must end after it begins; leave the end out if it has none")]
#[non_exhaustive]
pub struct EmptyPeriodError;

/// A span that is held from one time up to, and not including, another.
///
/// Times are of any ordered type, such as years or [`jiff::civil::Date`].
///
/// ```
/// use border_coverage::Span;
/// use border_coverage::cover::Dated;
/// let dated = Dated::new(Span::from_mm(0, 60)?, 2015, Some(2018))?;
/// assert!(dated.holds_on(&2017) && !dated.holds_on(&2018));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// `span`, held from `since` up to `until`; for ever if that is `None`.
    ///
    /// # Errors
    /// When the period is empty.
    pub fn new(span: Span, since: T, until: Option<T>) -> Result<Self, EmptyPeriodError> {
        if until.as_ref().is_some_and(|until| *until <= since) {
            return Err(EmptyPeriodError);
        }
        Ok(Self { span, since, until })
    }

    /// The span.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Time from which it is held.
    #[must_use]
    pub fn since(&self) -> &T {
        &self.since
    }

    /// First time at which it is no longer held, `None` for an open end.
    #[must_use]
    pub fn until(&self) -> Option<&T> {
        self.until.as_ref()
    }

    /// Whether it is held at `time`.
    #[must_use]
    pub fn holds_on(&self, time: &T) -> bool {
        self.since <= *time && self.until.as_ref().is_none_or(|until| time < until)
    }
}

impl<T: Ord> TryFrom<RawDated<T>> for Dated<T> {
    type Error = EmptyPeriodError;
    fn try_from(raw: RawDated<T>) -> Result<Self, EmptyPeriodError> {
        Self::new(raw.span, raw.since, raw.until)
    }
}

impl<T> From<Dated<T>> for RawDated<T> {
    fn from(dated: Dated<T>) -> Self {
        Self { span: dated.span, since: dated.since, until: dated.until }
    }
}

/// Covered and shared length from one time up to the next step.
///
/// ```
/// use border_coverage::Span;
/// use border_coverage::cover::{Dated, History};
/// let history = History::of(&[Dated::new(Span::from_mm(0, 60)?, 2015, None)?]);
/// assert_eq!(history.steps()[0].since, 2015);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HistoryStep<T> {
    /// Time of the step.
    pub since: T,
    /// The lengths from then on.
    pub figures: Figures,
}

/// Covered and shared length as a step function of time.
///
/// Counts spans, not owners: a stretch under two spans of one owner is shared.
///
/// Serialises as the list of its [`steps`](Self::steps). Deserialising rejects steps that are not
/// sorted by time, change nothing, or have lengths that no spans have.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::{Dated, History};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let history = History::of(&[
///     Dated::new(span(0, 60)?, 2015, None)?,
///     Dated::new(span(40, 100)?, 2017, Some(2020))?,
/// ]);
/// let covered = history.steps().iter().map(|step| (step.since, step.figures.covered.mm()));
/// assert!(covered.eq([(2015, 60), (2017, 100), (2020, 60)]));
/// assert_eq!(history.on(&2019).covered.mm(), 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub struct History<T>(#[serde(deserialize_with = "sorted_steps")] Vec<HistoryStep<T>>);

/// Deserialises steps of which each is later than the one before it and changes something.
fn sorted_steps<'de, D, T>(steps: D) -> Result<Vec<HistoryStep<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Ord + Deserialize<'de>,
{
    let steps: Vec<HistoryStep<T>> = Vec::deserialize(steps)?;
    let mut last: Option<&HistoryStep<T>> = None;
    for (index, step) in steps.iter().enumerate() {
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
            index + 1
        )));
    }
    Ok(steps)
}

impl<T: Ord + Clone> History<T> {
    /// The history of up to 2³¹ dated spans; `O(n log n)`.
    ///
    /// Takes about 90 bytes per span on axes up to 2³¹ (2,147 km in millimetres), 1 to 3 KB where
    /// endpoints lie farther apart.
    pub fn of(dated: &[Dated<T>]) -> Self {
        let mut changes: Vec<(&T, usize, bool)> = Vec::with_capacity(2 * dated.len());
        for (index, one) in dated.iter().enumerate() {
            changes.push((&one.since, index, true));
            changes.extend(one.until.as_ref().map(|until| (until, index, false)));
        }
        changes.sort_unstable_by_key(|change| change.0);
        let mut tree = Tree::new();
        let mut steps: Vec<HistoryStep<T>> = Vec::new();
        for same in changes.chunk_by(|a, b| a.0 == b.0) {
            for &(_, index, begins) in same {
                let ends = SpanEnd::both(dated[index].span, index as u32);
                if begins {
                    tree.insert(ends);
                } else {
                    tree.remove(ends);
                }
            }
            let before = steps.last().map(|step| step.figures).unwrap_or_default();
            let figures = tree.figures();
            if let Some(first) = same.first().filter(|_| figures != before) {
                steps.push(HistoryStep { since: first.0.clone(), figures });
            }
        }
        Self(steps)
    }

    /// The steps, sorted by time; before the first nothing is covered. Adjacent steps differ.
    #[must_use]
    pub fn steps(&self) -> &[HistoryStep<T>] {
        &self.0
    }

    /// Covered and shared length at `time`; a binary search.
    #[must_use]
    pub fn on(&self, time: &T) -> Figures {
        let after = self.0.partition_point(|step| step.since <= *time);
        after.checked_sub(1).map(|last| self.0[last].figures).unwrap_or_default()
    }
}
