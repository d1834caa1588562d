//! The set operations: two walks along both sets, and the operators.

use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Sub, SubAssign};

use super::SpanSet;
use crate::cover::union_sink::stretch;
use crate::span::Span;
use crate::units::Measure;

impl SpanSet {
    /// The stretches in both sets, sorted. They never touch, because in each set there is a gap
    /// between two spans.
    pub(super) fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Span> + 'a {
        let (mut a, mut b) = (&self.0[..], &other.0[..]);
        std::iter::from_fn(move || {
            loop {
                let (own, others) = (a.first()?, b.first()?);
                let common = own.intersection(others);
                if own.to() <= others.to() {
                    a = skip_to(a, others.from());
                } else {
                    b = skip_to(b, own.from());
                }
                if common.is_some() {
                    return common;
                }
            }
        })
    }

    /// The measures for which `keep(in_self, in_other)` is true; `keep(false, false)` must be
    /// false.
    pub(super) fn combine(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        let (mut a, mut b) = (EndpointCursor::of(&self.0), EndpointCursor::of(&other.0));
        let mut kept = Vec::new();
        let mut since = None;
        while let Some(at) = [a.at(), b.at()].into_iter().flatten().min() {
            a.advance(at);
            b.advance(at);
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

/// Drops the first span and those that end at or before `at`. Galloping search: cheap where few are
/// dropped, logarithmic where many are.
fn skip_to(spans: &[Span], at: Measure) -> &[Span] {
    let mut step = 1;
    while spans.get(step).is_some_and(|span| span.to() <= at) {
        step *= 2;
    }
    let dropped = (step / 2).max(1);
    let near = &spans[dropped..(step + 1).min(spans.len())];
    &spans[dropped + near.partition_point(|span| span.to() <= at)..]
}

/// A cursor over the endpoints of sorted disjoint spans.
struct EndpointCursor<'a> {
    spans: &'a [Span],
    /// Number of endpoints passed; odd inside a span.
    passed: usize,
}

impl<'a> EndpointCursor<'a> {
    fn of(spans: &'a [Span]) -> Self {
        Self { spans, passed: 0 }
    }

    fn inside(&self) -> bool {
        self.passed % 2 == 1
    }

    /// The next endpoint, in millimetres.
    #[inline]
    fn at(&self) -> Option<i64> {
        let span = self.spans.get(self.passed / 2)?;
        Some(if self.inside() { span.to() } else { span.from() }.mm())
    }

    /// Passes the next endpoint if it is `at`.
    #[inline]
    fn advance(&mut self, at: i64) {
        self.passed += usize::from(self.at() == Some(at));
    }
}

macro_rules! operators {
    ($($trait:ident $operator:ident $assign:ident $assign_operator:ident $method:ident)*) => {$(
        impl $trait for &SpanSet {
            type Output = SpanSet;
            #[doc = concat!("As [`SpanSet::", stringify!($method), "`].")]
            fn $operator(self, other: Self) -> SpanSet {
                self.$method(other)
            }
        }

        impl $trait for SpanSet {
            type Output = Self;
            #[doc = concat!("As [`SpanSet::", stringify!($method), "`].")]
            fn $operator(self, other: Self) -> Self {
                self.$method(&other)
            }
        }

        impl $trait<&Self> for SpanSet {
            type Output = Self;
            #[doc = concat!("As [`SpanSet::", stringify!($method), "`].")]
            fn $operator(self, other: &Self) -> Self {
                self.$method(other)
            }
        }

        impl $assign<&Self> for SpanSet {
            #[doc = concat!("As [`SpanSet::", stringify!($method), "`].")]
            fn $assign_operator(&mut self, other: &Self) {
                *self = self.$method(other);
            }
        }

        impl $assign for SpanSet {
            #[doc = concat!("As [`SpanSet::", stringify!($method), "`].")]
            fn $assign_operator(&mut self, other: Self) {
                *self = self.$method(&other);
            }
        }
    )*};
}

operators! {
    BitOr bitor BitOrAssign bitor_assign union
    BitAnd bitand BitAndAssign bitand_assign intersection
    Sub sub SubAssign sub_assign difference
    BitXor bitxor BitXorAssign bitxor_assign symmetric_difference
}
