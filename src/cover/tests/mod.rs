//! Dull twins and generators for the tests of this room, and the laws that span all of it.

use proptest::prelude::*;

use crate::span::Span;
use crate::units::Measure;

mod account;
mod history;
mod index;
mod network;
mod order;
mod overlay;
mod set;
mod union;

/// The length of the short axis on which every millimetre is looked at.
const AXIS: i64 = 60;

fn span(from: i64, to: i64) -> Span {
    Span::new(Measure::from_mm(from), Measure::from_mm(to)).unwrap()
}

/// Offsets that move the short axis to either end of the number range.
const TO_THE_ENDS: [i64; 2] = [-Span::LIMIT.mm(), Span::LIMIT.mm() - AXIS];

fn moved(span: Span, by: i64) -> Span {
    self::span(span.from().mm() + by, span.to().mm() + by)
}

/// Any span inside `0..axis`.
fn any_span(axis: i64) -> impl Strategy<Value = Span> {
    (0..=axis, 0..=axis)
        .prop_filter("not empty", |(a, b)| a != b)
        .prop_map(|(a, b)| span(a.min(b), a.max(b)))
}

fn any_spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec(any_span(AXIS), 0..12)
}

/// The dull twin of a union: whether each millimetre of the short axis is in any span.
fn dense(spans: &[Span]) -> Vec<bool> {
    let covered = |mm| spans.iter().any(|s| s.contains(Measure::from_mm(mm)));
    (0..AXIS).map(covered).collect()
}

/// Numbers that look random and are the same each time (xorshift64; Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// `count` spans that start below `axis` and are up to `longest` mm long.
    fn spans(&mut self, count: usize, axis: u64, longest: u64) -> Vec<Span> {
        let mut one = || {
            let from = self.below(axis) as i64;
            span(from, from + 1 + self.below(longest) as i64)
        };
        (0..count).map(|_| one()).collect()
    }
}
