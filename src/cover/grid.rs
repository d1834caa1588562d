//! The union of the spans of one bucket, without sorting them.
//!
//! The bucket is cut into words of 64 mm. A span marks, in the word where it starts, its bits of
//! that word, and the farthest end of all spans that start there: two writes, however long it is.
//! One walk over the words that were touched then carries the farthest end so far along: a word
//! holds every start in it and, for what reaches beyond, only the farthest end counts. The work
//! is linear in the spans, whatever their lengths, order and multiplicity.

use super::runs::{Gather, Runs};

/// Words of 64 mm that stand for one bit of the index.
const BITS: u32 = 64;

/// A span inside a bucket, as its first and its last millimetre.
pub(super) trait Entry: Copy + Default + Send + Sync {
    /// Packs both.
    fn pack(first: u32, last: u32) -> Self;
    /// The first millimetre.
    fn first(self) -> u32;
    /// The last millimetre, inclusive.
    fn last(self) -> u32;
}

/// For buckets of 2¹⁶ mm.
impl Entry for u32 {
    #[inline]
    fn pack(first: u32, last: u32) -> Self {
        first | last << 16
    }

    #[inline]
    fn first(self) -> u32 {
        self & 0xffff
    }

    #[inline]
    fn last(self) -> u32 {
        self >> 16
    }
}

/// For wider ones.
impl Entry for u64 {
    #[inline]
    fn pack(first: u32, last: u32) -> Self {
        Self::from(first) | Self::from(last) << 32
    }

    #[inline]
    fn first(self) -> u32 {
        self as u32
    }

    #[inline]
    fn last(self) -> u32 {
        (self >> 32) as u32
    }
}

/// The words of one bucket; empty between buckets.
pub(super) struct Grid {
    /// Which millimetres of a word are covered by spans that start in it.
    bits: Vec<u64>,
    /// The farthest last millimetre of the spans that start in a word.
    last: Vec<u32>,
    /// Which words were touched.
    touched: Vec<u64>,
}

impl Grid {
    /// An empty grid for buckets of `2^shift` mm.
    pub(super) fn new(shift: u32) -> Self {
        let words = 1_usize << (shift - BITS.ilog2());
        Self {
            bits: vec![0; words],
            last: vec![0; words],
            touched: vec![0; words.div_ceil(BITS as usize)],
        }
    }

    /// Marks spans.
    #[inline]
    pub(super) fn mark<E: Entry>(&mut self, spans: &[E]) {
        let (bits, last, touched) = (&mut self.bits[..], &mut self.last[..], &mut self.touched[..]);
        for span in spans {
            let (from, to) = (span.first(), span.last());
            let word = (from / BITS) as usize;
            let end = (to - (from & !(BITS - 1))).min(BITS - 1);
            bits[word] |= (u64::MAX << (from % BITS)) & (u64::MAX >> (BITS - 1 - end));
            last[word] = last[word].max(to);
            touched[word / BITS as usize] |= 1 << (word as u32 % BITS);
        }
    }

    /// Moves all that was marked into `runs`, the bucket starting at `base`.
    #[inline]
    pub(super) fn drain<G: Gather>(&mut self, base: i64, runs: &mut Runs<G>) {
        for (group, touched) in self.touched.iter_mut().enumerate() {
            let mut rest = std::mem::take(touched);
            while rest != 0 {
                let word = group * BITS as usize + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let bits = std::mem::take(&mut self.bits[word]);
                let last = std::mem::take(&mut self.last[word]);
                let start = base + word as i64 * i64::from(BITS);
                if runs.reach() < start + i64::from(BITS) {
                    stretches(bits, |from, to| {
                        runs.add(start + i64::from(from), start + i64::from(to));
                    });
                }
                runs.extend(base + i64::from(last) + 1);
            }
        }
    }
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

    #[test]
    fn entries_keep_both_ends() {
        assert_eq!((u32::pack(7, 65_535).first(), u32::pack(7, 65_535).last()), (7, 65_535));
        assert_eq!((u64::pack(7, 1 << 23).first(), u64::pack(7, 1 << 23).last()), (7, 1 << 23));
    }
}
