//! The union of the spans in one bucket, without sorting them.
//!
//! The bucket is divided into words of 64 mm, one bit per millimetre. A span sets its bits in the
//! word where it starts and raises that word's farthest end: two writes, however long the span is.
//! One pass over the touched words then yields the union, because beyond its own word only the
//! farthest end of a span matters. The work is linear in the spans, whatever their lengths, order
//! and multiplicity.

use super::layout::NARROW;
use super::sorted_bucket::BucketUnion;
use super::union_sink::UnionSink;

/// Millimetres per word, and words per group of the `touched` bits.
const BITS: u32 = 64;
const WORDS: usize = 1 << (NARROW - BITS.ilog2());
const GROUPS: usize = WORDS / BITS as usize;

/// The words of one bucket of 2¹⁶ mm; cleared while it is drained.
pub(super) struct BitGrid {
    /// Millimetres of a word that are covered by spans starting in it.
    bits: [u64; WORDS],
    /// Farthest last millimetre of the spans starting in a word.
    last: [u32; WORDS],
    /// Words in which a span starts.
    touched: [u64; GROUPS],
}

impl BucketUnion for BitGrid {
    /// First and last millimetre, 16 bits each.
    type Entry = u32;

    fn new(_: u32) -> Self {
        Self { bits: [0; WORDS], last: [0; WORDS], touched: [0; GROUPS] }
    }

    #[inline]
    fn pack(first: u32, last: u32) -> u32 {
        first | last << 16
    }

    #[inline]
    fn add(&mut self, spans: &[u32]) {
        for span in spans {
            let (from, to) = (span & 0xffff, span >> 16);
            let word = (from / BITS) as usize;
            let end = (to - (from & !(BITS - 1))).min(BITS - 1);
            self.bits[word] |= (u64::MAX << (from % BITS)) & (u64::MAX >> (BITS - 1 - end));
            self.last[word] = self.last[word].max(to);
            self.touched[word / BITS as usize] |= 1 << (word as u32 % BITS);
        }
    }

    #[inline]
    fn drain<G: UnionSink>(&mut self, base: i64, sink: &mut G) {
        for (group, touched) in self.touched.iter_mut().enumerate() {
            let mut rest = std::mem::take(touched);
            while rest != 0 {
                let word = group * BITS as usize + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let bits = std::mem::take(&mut self.bits[word]);
                let to = base + i64::from(std::mem::take(&mut self.last[word])) + 1;
                let start = base + word as i64 * i64::from(BITS);
                let from = bits.trailing_zeros();
                if is_run(bits >> from) {
                    sink.add(start + i64::from(from), to);
                } else {
                    stretches(bits, |from, to| {
                        sink.add(start + i64::from(from), start + i64::from(to));
                    });
                    sink.extend(to);
                }
            }
        }
    }
}

/// Whether the ones of `bits`, whose lowest bit is one, are adjacent.
#[inline]
fn is_run(bits: u64) -> bool {
    bits & bits.wrapping_add(1) == 0
}

/// Calls `each` with every run of ones in `bits`, which is not zero.
#[inline]
fn stretches(mut bits: u64, mut each: impl FnMut(u32, u32)) {
    loop {
        let from = bits.trailing_zeros();
        let to = from + (!(bits >> from)).trailing_zeros();
        each(from, to);
        if to >= u64::BITS {
            return;
        }
        bits &= u64::MAX << to;
        if bits == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_the_runs_of_ones() {
        let runs = |bits| {
            let mut found = Vec::new();
            stretches(bits, |from, to| found.push((from, to)));
            found
        };
        assert_eq!(runs(1), [(0, 1)]);
        assert_eq!(runs(u64::MAX), [(0, 64)]);
        assert_eq!(runs(1 << 63), [(63, 64)]);
        assert_eq!(runs(0b1101_1000 | 0xf << 60), [(3, 5), (6, 8), (60, 64)]);
    }
}
