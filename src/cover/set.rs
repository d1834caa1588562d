//! Sets of measures as disjoint spans, with the whole algebra.

use std::ops::{BitAnd, BitOr, BitXor, Sub};

use serde::{Deserialize, Serialize};

use super::partition::threads;
use super::union::gather;
use super::union_sink::{UnionSpans, stretch};
use crate::span::Span;
use crate::units::{Length, Measure};

/// So many spans are inserted one by one where sets are merged: each moves those behind it, which
/// costs far less than walking along them.
const FEW: usize = 16;

/// A set of measures: disjoint spans in order that do not touch.
///
/// Two sets are equal exactly when they hold the same measures. Union is associative and
/// commutative, so accounts of parts can be merged in any order. Collects from spans in any
/// order, in linear time (see [`covered_length`](crate::cover::covered_length)); from spans that come
/// by their starts without gathering them first. As JSON it is a list of spans; any list of
/// spans may be read, and what was read is their union.
///
/// ```
/// use border_coverage::{Measure, Span, SpanSet};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let kept: SpanSet = [span(80, 100)?, span(0, 40)?, span(40, 60)?].into_iter().collect();
/// assert_eq!(kept.length().mm(), 80);
/// assert_eq!(kept.gaps(span(0, 120)?).spans(), [span(60, 80)?, span(100, 120)?]);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpanSet(#[serde(deserialize_with = "union_of_any")] Vec<Span>);

/// Decoding passes through the same door as collecting.
fn union_of_any<'de, D: serde::Deserializer<'de>>(spans: D) -> Result<Vec<Span>, D::Error> {
    Ok(union_of(&Vec::deserialize(spans)?, 1))
}

fn union_of(spans: &[Span], threads: usize) -> Vec<Span> {
    gather::<UnionSpans>(spans, threads).into_spans()
}

impl SpanSet {
    /// The empty set.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The union of `spans` in any order, by all threads of the current `rayon` pool.
    ///
    /// The same for any number of threads; pays above some hundred thousand spans.
    ///
    /// ```
    /// use border_coverage::{Measure, Span, SpanSet};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let spans = [span(40, 60)?, span(0, 40)?];
    /// assert_eq!(SpanSet::par_from(&spans), SpanSet::from(&spans[..]));
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn par_from(spans: &[Span]) -> Self {
        Self(union_of(spans, threads(spans.len())))
    }

    /// The spans, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The spans, in order.
    pub fn iter(&self) -> std::iter::Copied<std::slice::Iter<'_, Span>> {
        self.0.iter().copied()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The length of all its spans together. Never overflows: spans are bounded.
    pub fn length(&self) -> Length {
        self.0.iter().fold(Length::ZERO, |sum, span| sum + span.length())
    }

    /// The smallest span that holds the whole set, `None` of the empty set.
    pub fn extent(&self) -> Option<Span> {
        Span::nonempty(self.0.first()?.from(), self.0.last()?.to())
    }

    /// Whether `at` is in it; a binary search.
    pub fn contains(&self, at: Measure) -> bool {
        self.0.get(self.first_after(at)).is_some_and(|span| span.contains(at))
    }

    /// Whether all of `span` is in it; a binary search.
    pub fn covers(&self, span: Span) -> bool {
        self.0
            .get(self.first_after(span.from()))
            .is_some_and(|own| own.from() <= span.from() && span.to() <= own.to())
    }

    /// Whether any of `span` is in it; a binary search.
    pub fn overlaps(&self, span: Span) -> bool {
        self.0.get(self.first_after(span.from())).is_some_and(|own| own.from() < span.to())
    }

    /// Its spans inside `window`, cut to it; a binary search, then one step each.
    ///
    /// ```
    /// use border_coverage::{Measure, Span, SpanSet};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let kept = SpanSet::from_iter([span(0, 40)?, span(60, 100)?]);
    /// assert_eq!(kept.within(span(30, 70)?).spans(), [span(30, 40)?, span(60, 70)?]);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn within(&self, window: Span) -> Self {
        Self(self.cut_to(window).collect())
    }

    /// The length of the set inside `window`; a binary search, then one step for each span there.
    pub fn length_in(&self, window: Span) -> Length {
        self.cut_to(window).fold(Length::ZERO, |sum, span| sum + span.length())
    }

    /// What is in either; as [`merge`](Self::merge), in time linear in both.
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a | b)
    }

    /// What is in both, in time linear in both, or less: of `m` and `n` spans, where `m` are few,
    /// `O(m log n)` and a step for each stretch that both have.
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.common(other).collect())
    }

    /// What is in this set but not in the other, in time linear in both.
    ///
    /// ```
    /// use border_coverage::{Measure, Span, SpanSet};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let (all, lost) = (SpanSet::from(span(0, 100)?), SpanSet::from(span(30, 40)?));
    /// assert_eq!(all.difference(&lost).length().mm(), 90);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn difference(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & !b)
    }

    /// What is in exactly one of both, in time linear in both: what changed between two accounts.
    pub fn symmetric_difference(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a ^ b)
    }

    /// Whether both have nothing in common; as [`intersection`](Self::intersection), but only up to
    /// the first place that both have.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.common(other).next().is_none()
    }

    /// Whether all of this set is in the other; a binary search for each of its spans.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|&span| other.covers(span))
    }

    /// Joins an account of another part to this one.
    ///
    /// Associative and commutative, and what was counted twice counts once. In time linear in both;
    /// a few spans are [inserted](Self::insert).
    pub fn merge(&mut self, other: &Self) {
        if other.0.len() <= FEW {
            other.iter().for_each(|span| self.insert(span));
        } else {
            *self = self.union(other);
        }
    }

    /// Adds a span: a binary search, and those behind it are moved.
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
        let met = &rest[..rest.partition_point(|own| own.from() <= span.to())];
        let from = met.first().map_or(span.from(), |own| own.from().min(span.from()));
        let to = met.last().map_or(span.to(), |own| own.to().max(span.to()));
        let end = first + met.len();
        self.0.splice(first..end, Span::nonempty(from, to));
    }

    /// Takes a span out: a binary search, and those behind it are moved.
    pub fn remove(&mut self, span: Span) {
        let first = self.first_after(span.from());
        let rest = &self.0[first..];
        let met = &rest[..rest.partition_point(|own| own.from() < span.to())];
        let before = met.first().and_then(|own| Span::nonempty(own.from(), span.from()));
        let after = met.last().and_then(|own| Span::nonempty(span.to(), own.to()));
        let end = first + met.len();
        self.0.splice(first..end, before.into_iter().chain(after));
    }

    /// What of `extent` is not in it: the complement within `extent`.
    #[doc(alias = "complement")]
    pub fn gaps(&self, extent: Span) -> Self {
        let mut gaps = Vec::new();
        let mut from = extent.from();
        for span in self.cut_to(extent) {
            gaps.extend(Span::nonempty(from, span.from()));
            from = span.to();
        }
        gaps.extend(Span::nonempty(from, extent.to()));
        Self(gaps)
    }

    /// The index of the first span that ends behind `at`.
    fn first_after(&self, at: Measure) -> usize {
        self.0.partition_point(|span| span.to() <= at)
    }

    fn cut_to(&self, window: Span) -> impl Iterator<Item = Span> + '_ {
        self.0[self.first_after(window.from())..]
            .iter()
            .map_while(move |span| span.intersection(&window))
    }

    /// What both have in common, in order. Touching stretches do not come of it: in each set there
    /// is a gap between two spans.
    fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Span> + 'a {
        let (mut a, mut b) = (&self.0[..], &other.0[..]);
        std::iter::from_fn(move || {
            loop {
                let (own, others) = (a.first()?, b.first()?);
                let common = own.intersection(others);
                if own.to() <= others.to() {
                    a = behind(a, others.from());
                } else {
                    b = behind(b, own.from());
                }
                if common.is_some() {
                    return common;
                }
            }
        })
    }

    /// The measures for which `keep` holds, told whether each set has them; not for `keep` that
    /// holds what neither has.
    fn combine(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        let (mut a, mut b) = (EndpointCursor::of(&self.0), EndpointCursor::of(&other.0));
        let mut kept = Vec::new();
        let mut since = None;
        while let Some(at) = [a.at(), b.at()].into_iter().flatten().min() {
            a.pass(at);
            b.pass(at);
            let inside = keep(a.inside(), b.inside());
            match since {
                None if inside => since = Some(at),
                Some(from) if !inside => {
                    kept.extend(stretch(from, at));
                    since = None;
                }
                _ => {}
            }
        }
        Self(kept)
    }
}

/// Those of the spans but the first, which is done with, that end behind `at`: found by steps that
/// double, so that near ones are near.
fn behind(spans: &[Span], at: Measure) -> &[Span] {
    let mut step = 1;
    while spans.get(step).is_some_and(|span| span.to() <= at) {
        step *= 2;
    }
    let passed = (step / 2).max(1);
    let near = &spans[passed..(step + 1).min(spans.len())];
    &spans[passed + near.partition_point(|span| span.to() <= at)..]
}

/// A walk over the ends of disjoint spans in order.
struct EndpointCursor<'a> {
    spans: &'a [Span],
    /// Ends passed; odd inside a span.
    passed: usize,
}

impl<'a> EndpointCursor<'a> {
    fn of(spans: &'a [Span]) -> Self {
        Self { spans, passed: 0 }
    }

    fn inside(&self) -> bool {
        self.passed % 2 == 1
    }

    /// The next end, in millimetres.
    #[inline]
    fn at(&self) -> Option<i64> {
        let span = self.spans.get(self.passed / 2)?;
        Some(if self.inside() { span.to() } else { span.from() }.mm())
    }

    /// Passes the next end if it is `at`.
    #[inline]
    fn pass(&mut self, at: i64) {
        self.passed += usize::from(self.at() == Some(at));
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
    /// The union of spans in any order; touching ones become one.
    ///
    /// Spans that come by their starts are joined as they come; from the first that does not,
    /// the rest is gathered first.
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

macro_rules! operators {
    ($($trait:ident $operator:ident $method:ident)*) => {$(
        impl $trait for &SpanSet {
            type Output = SpanSet;
            #[doc = concat!("As [`SpanSet::", stringify!($method), "`].")]
            fn $operator(self, other: Self) -> SpanSet {
                self.$method(other)
            }
        }
    )*};
}

operators! {
    BitOr bitor union
    BitAnd bitand intersection
    Sub sub difference
    BitXor bitxor symmetric_difference
}
