//! A small random generator that yields the same numbers for ever.

use super::Outcome;

/// SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
///
/// Five lines of our own, because a library may change its sequence from version to version, and
/// then the committed files would no longer be what the generator writes.
pub(super) struct Random(u64);

impl Random {
    /// The sequence of a seed. Each kind of record has its own, so that a change in one leaves
    /// the others as they are.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from 0 up to and not including `n`, which is at least 1.
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).max(1).unsigned_abs()) as i64
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Outcome<&'a T> {
        from.get(self.below(from.len())).ok_or_else(|| "nothing to pick from".into())
    }

    /// `total` dealt out to `n` hands, each between `low` and `high`.
    pub(super) fn deal(&mut self, total: u32, n: usize, low: u32, high: u32) -> Outcome<Vec<u32>> {
        let mut hands = vec![low; n];
        let mut left = total.checked_sub(low * n as u32).ok_or("too little to deal")?;
        if left > (high - low) * n as u32 {
            return Err("too much to deal".into());
        }
        while left > 0 {
            let hand = self.below(n);
            if hands[hand] < high {
                hands[hand] += 1;
                left -= 1;
            }
        }
        Ok(hands)
    }
}
