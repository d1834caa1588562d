//! The union of the spans of one bucket, without sorting them.
//!
//! The bucket is cut into words of 64 mm. A span marks, in the word where it starts, its bits of
//! that word, and the farthest end of all spans that start there: two writes, however long it is.
//! One walk over the words that were touched then carries the farthest end so far along: a word
//! holds every start in it and, for what reaches beyond, only the farthest end counts. The work
//! is linear in the spans, whatever their lengths, order and multiplicity.

use super::layout::NARROW;
use super::sorted_bucket::BucketUnion;
use super::union_sink::UnionSink;

/// Millimetres of a word, and words that stand for one bit each of a group.
const BITS: u32 = 64;
const WORDS: usize = 1 << (NARROW - BITS.ilog2());
const GROUPS: usize = WORDS / BITS as usize;

/// The words of one bucket of 2¹⁶ mm; empty between buckets.
pub(super) struct BitGrid {
    /// Which millimetres of a word are covered by spans that start in it.
    bits: [u64; WORDS],
    /// The farthest last millimetre of the spans that start in a word.
    last: [u32; WORDS],
    /// Which words were touched.
    touched: [u64; GROUPS],
}

impl BucketUnion for BitGrid {
    /// The first and the last millimetre, 16 bits each.
    type Entry = u32;

    fn new(_: u32) -> Self {
        Self { bits: [0; WORDS], last: [0; WORDS], touched: [0; GROUPS] }
    }

    #[inline]
    fn pack(first: u32, last: u32) -> u32 {
        first | last << 16
    }

    #[inline]
    fn mark(&mut self, spans: &[u32]) {
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
    fn drain<G: UnionSink>(&mut self, base: i64, runs: &mut G) {
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
                    runs.add(start + i64::from(from), to);
                } else {
                    stretches(bits, |from, to| {
                        runs.add(start + i64::from(from), start + i64::from(to));
                    });
                    runs.extend(to);
                }
            }
        }
    }
}

/// Whether `bits`, of which the lowest is one, are ones up to the highest.
#[inline]
fn is_run(bits: u64) -> bool {
    bits & bits.wrapping_add(1) == 0
}

/// The stretches of ones in `bits`, which has some.
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
