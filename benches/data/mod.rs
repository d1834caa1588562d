//! Pseudo-random spans, the same in every run, that cover about 90 % of a line of 400 km.
#![allow(dead_code, reason = "each bench uses its part")]

use border_coverage::{Measure, Span};

/// The length of the line in millimetres.
pub(crate) const LINE: i64 = 400_000_000;

/// Pseudo-random numbers, the same in every run (xorshift64; Marsaglia 2003).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// At least 0 and below 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A span that starts anywhere, of exponentially distributed length.
    pub(crate) fn span(&mut self, mean: f64) -> Span {
        let from = (self.next() % LINE as u64) as i64;
        let length = (-(1.0 - self.unit()).ln() * mean).ceil().max(1.0) as i64;
        span(from, (from + length).min(LINE + 1))
    }
}

#[allow(clippy::expect_used, reason = "a bench may stop")]
pub(crate) fn span(from: i64, to: i64) -> Span {
    Span::between(Measure::from_mm(from), Measure::from_mm(to)).expect("ends differ")
}

/// The mean length with which `count` random spans cover 90 %: `1 - exp(-count * mean / LINE)`.
pub(crate) fn mean(count: usize) -> f64 {
    10_f64.ln() * LINE as f64 / count as f64
}

/// `count` random spans that cover about 90 % of the line.
pub(crate) fn spans(count: usize) -> Vec<Span> {
    let mut dice = Dice(88_172_645_463_325_252);
    (0..count).map(|_| dice.span(mean(count))).collect()
}
