//! Sorts the few hundred keys of one bucket inside the nearest caches.

/// If one slot holds more keys than this, the pass of insertion, quadratic in them, is not used.
const CROWD: u32 = 16;

/// A sortable number of 32 or 64 bits.
pub(super) trait SortKey: Copy + Ord + Default + Into<u64> {
    /// Width in bits.
    const BITS: u32;
    /// Converts a number that fits.
    fn of(number: u64) -> Self;
}

impl SortKey for u32 {
    const BITS: u32 = u32::BITS;

    #[inline]
    fn of(number: u64) -> Self {
        number as Self
    }
}

impl SortKey for u64 {
    const BITS: u32 = u64::BITS;

    #[inline]
    fn of(number: u64) -> Self {
        number
    }
}

/// A counting sort into about as many slots as there are keys, then one insertion sort over all:
/// linear for evenly distributed keys, and `sort_unstable` for others.
///
/// Reuses its memory between sorts.
#[derive(Default)]
pub(super) struct BucketSort<K> {
    /// Index of the next key, by slot.
    next: Vec<u32>,
    sorted: Vec<K>,
}

impl<K: SortKey> BucketSort<K> {
    /// Sorts `keys`: below `2^bits` each, and fewer than 2³².
    pub(super) fn sort(&mut self, keys: &[K], bits: u32) -> &[K] {
        let shift = bits.saturating_sub(keys.len().max(1).ilog2() + 1);
        self.next.clear();
        self.next.resize((1 << (bits - shift)) + 1, 0);
        for &key in keys {
            self.next[(key.into() >> shift) as usize] += 1;
        }
        let (mut sum, mut most) = (0, 0);
        for slot in &mut self.next {
            let count = std::mem::replace(slot, sum);
            sum += count;
            most = most.max(count);
        }
        if self.sorted.len() < keys.len() {
            self.sorted.resize(keys.len(), K::default());
        }
        let sorted = &mut self.sorted[..keys.len()];
        for &key in keys {
            let index = &mut self.next[(key.into() >> shift) as usize];
            sorted[*index as usize] = key;
            *index += 1;
        }
        if most > CROWD {
            sorted.sort_unstable();
        } else {
            insertion_sort(sorted);
        }
        sorted
    }
}

/// Sorts keys of which none is far from its final index.
fn insertion_sort<K: Copy + Ord>(keys: &mut [K]) {
    for next in 1..keys.len() {
        let key = keys[next];
        let mut index = next;
        while index > 0 && keys[index - 1] > key {
            keys[index] = keys[index - 1];
            index -= 1;
        }
        keys[index] = key;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn keys_of_any_spread_are_sorted(
            mut keys in prop::collection::vec(any::<u64>(), 0..400),
            bits in 1..=64_u32, crowd in 0..400_usize,
        ) {
            let mut sort = BucketSort::default();
            keys.iter_mut().for_each(|key| *key >>= 64 - bits);
            // Equal keys, so that one slot is crowded.
            if let Some(&first) = keys.first() {
                keys.iter_mut().take(crowd).for_each(|key| *key = first);
            }
            for _ in 0..2 {
                let mut twin = keys.clone();
                twin.sort_unstable();
                prop_assert_eq!(sort.sort(&keys, bits), &twin[..]);
                keys.truncate(keys.len() / 2);
            }
        }
    }
}
