//! Sets of measures as disjoint spans, with the whole set algebra.

mod algebra;
mod convert;

use serde::{Deserialize, Serialize};

use super::partition::threads;
use super::union::union_into;
use super::union_sink::UnionSpans;
use crate::span::Span;
use crate::units::{Length, Measure};

pub use self::convert::SpanSetError;

/// Up to this many spans [`SpanSet::merge`] inserts one by one: moving the spans behind each costs
/// less than a pass over both sets.
const FEW: usize = 16;

/// A set of measures: sorted, disjoint spans that do not touch.
///
/// Two sets are equal exactly when they contain the same measures. Collects from spans in any
/// order, in linear time (see [`covered_length`](crate::cover::covered_length)). `|`, `&`, `-` and
/// `^` are union, intersection, difference and symmetric difference, in time linear in both sets;
/// queries are binary searches. Prints as integers, `{[0, 60), [80, 100)}`, whatever their unit.
///
/// Serialises as a list of spans. Any list can be read: the set is the union of its spans.
///
/// ```
/// use border_coverage::{Measure, Span, SpanSet};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let kept: SpanSet = [span(80, 100)?, span(0, 40)?, span(40, 60)?].into_iter().collect();
/// assert_eq!(kept.length().mm(), 80);
/// assert_eq!(kept.gaps(span(0, 120)?).spans(), [span(60, 80)?, span(100, 120)?]);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpanSet(#[serde(deserialize_with = "convert::union_of_any")] Vec<Span>);

fn union_of(spans: &[Span], threads: usize) -> Vec<Span> {
    union_into::<UnionSpans>(spans, threads).into_spans()
}

impl SpanSet {
    /// The empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The union of `spans` in any order, by all threads of the current `rayon` pool.
    ///
    /// The result does not depend on the number of threads. Faster above some hundred thousand
    /// spans.
    ///
    /// ```
    /// use border_coverage::{Measure, Span, SpanSet};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let spans = [span(40, 60)?, span(0, 40)?];
    /// assert_eq!(SpanSet::par_from(&spans), SpanSet::from(&spans[..]));
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    #[must_use]
    pub fn par_from(spans: &[Span]) -> Self {
        Self(union_of(spans, threads(spans.len())))
    }

    /// The spans, sorted.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The spans, sorted.
    pub fn iter(&self) -> std::iter::Copied<std::slice::Iter<'_, Span>> {
        self.0.iter().copied()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of the lengths of its spans. Never overflows: spans are bounded.
    #[must_use]
    pub fn length(&self) -> Length {
        self.0.iter().fold(Length::ZERO, |sum, span| sum + span.length())
    }

    /// The smallest span that contains the set, `None` for the empty set.
    #[must_use]
    pub fn extent(&self) -> Option<Span> {
        Span::nonempty(self.0.first()?.from(), self.0.last()?.to())
    }

    /// Whether the set contains `at`; a binary search.
    #[must_use]
    pub fn contains(&self, at: Measure) -> bool {
        self.0.get(self.first_after(at)).is_some_and(|span| span.contains(at))
    }

    /// Whether the set contains all of `span`; a binary search.
    #[must_use]
    pub fn covers(&self, span: Span) -> bool {
        self.0
            .get(self.first_after(span.from()))
            .is_some_and(|own| own.from() <= span.from() && span.to() <= own.to())
    }

    /// Whether the set contains any of `span`; a binary search.
    #[must_use]
    pub fn overlaps(&self, span: Span) -> bool {
        self.0.get(self.first_after(span.from())).is_some_and(|own| own.from() < span.to())
    }

    /// The set clipped to `window`; a binary search, then a step per span inside.
    ///
    /// ```
    /// use border_coverage::{Measure, Span, SpanSet};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let kept = SpanSet::from_iter([span(0, 40)?, span(60, 100)?]);
    /// assert_eq!(kept.within(span(30, 70)?).spans(), [span(30, 40)?, span(60, 70)?]);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    #[must_use]
    pub fn within(&self, window: Span) -> Self {
        Self(self.clip_to(window).collect())
    }

    /// The length of the set inside `window`; a binary search, then a step per span inside.
    #[must_use]
    pub fn length_in(&self, window: Span) -> Length {
        self.clip_to(window).fold(Length::ZERO, |sum, span| sum + span.length())
    }

    /// The measures in either set; linear in both. [`merge`](Self::merge) changes a set in place.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a | b)
    }

    /// The measures in both sets; linear in both, or `O(m log n)` plus a step per common stretch
    /// where one set has few spans (`m`) and the other many (`n`).
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.common(other).collect())
    }

    /// The measures in this set but not in the other; linear in both.
    ///
    /// ```
    /// use border_coverage::{Measure, Span, SpanSet};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let (all, lost) = (SpanSet::from(span(0, 100)?), SpanSet::from(span(30, 40)?));
    /// assert_eq!(all.difference(&lost).length().mm(), 90);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & !b)
    }

    /// The measures in exactly one of the sets, such as what changed between two days; linear in
    /// both.
    #[must_use]
    pub fn symmetric_difference(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a ^ b)
    }

    /// Whether the sets have no measure in common; costs at most an
    /// [`intersection`](Self::intersection).
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.common(other).next().is_none()
    }

    /// Whether the other set contains this one; a binary search per span of this set.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|&span| other.covers(span))
    }

    /// Adds another set; associative, commutative and idempotent.
    ///
    /// Linear in both; a few spans are [inserted](Self::insert) one by one.
    pub fn merge(&mut self, other: &Self) {
        if other.0.len() <= FEW {
            other.iter().for_each(|span| self.insert(span));
        } else {
            *self = self.union(other);
        }
    }

    /// Adds a span: a binary search, then the spans behind it are moved.
    ///
    /// ```
    /// use border_coverage::{Span, SpanSet};
    /// let mut kept = SpanSet::from_iter([Span::from_mm(0, 40)?, Span::from_mm(60, 100)?]);
    /// kept.insert(Span::from_mm(30, 60)?);
    /// assert_eq!(kept.spans(), [Span::from_mm(0, 100)?]);
    /// kept.remove(Span::from_mm(10, 20)?);
    /// assert_eq!(kept.length().mm(), 90);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn insert(&mut self, span: Span) {
        let first = self.0.partition_point(|own| own.to() < span.from());
        let rest = &self.0[first..];
        let touched = &rest[..rest.partition_point(|own| own.from() <= span.to())];
        let from = touched.first().map_or(span.from(), |own| own.from().min(span.from()));
        let to = touched.last().map_or(span.to(), |own| own.to().max(span.to()));
        let end = first + touched.len();
        self.0.splice(first..end, Span::nonempty(from, to));
    }

    /// Removes a span: a binary search, then the spans behind it are moved.
    pub fn remove(&mut self, span: Span) {
        let first = self.first_after(span.from());
        let rest = &self.0[first..];
        let touched = &rest[..rest.partition_point(|own| own.from() < span.to())];
        let before = touched.first().and_then(|own| Span::nonempty(own.from(), span.from()));
        let after = touched.last().and_then(|own| Span::nonempty(span.to(), own.to()));
        let end = first + touched.len();
        self.0.splice(first..end, before.into_iter().chain(after));
    }

    /// The complement within `extent`: its measures that are not in the set.
    #[must_use]
    #[doc(alias = "complement")]
    pub fn gaps(&self, extent: Span) -> Self {
        let mut gaps = Vec::new();
        let mut from = extent.from();
        for span in self.clip_to(extent) {
            gaps.extend(Span::nonempty(from, span.from()));
            from = span.to();
        }
        gaps.extend(Span::nonempty(from, extent.to()));
        Self(gaps)
    }

    /// Index of the first span that ends after `at`.
    fn first_after(&self, at: Measure) -> usize {
        self.0.partition_point(|span| span.to() <= at)
    }

    fn clip_to(&self, window: Span) -> impl Iterator<Item = Span> + '_ {
        self.0[self.first_after(window.from())..]
            .iter()
            .map_while(move |span| span.intersection(&window))
    }
}
