//! Distributes entries to buckets in one pass, without counting them first.

/// Entries per block: long enough for the hardware to prefetch, short enough that thousands of
/// half-filled blocks waste little memory.
const BLOCK: usize = 128;
const NONE: u32 = u32::MAX;

/// Entries by bucket; each bucket is a chain of blocks in one shared array.
///
/// A counting pass would read the input a second time, which for ten million spans costs as much
/// as writing the entries.
pub(super) struct Buckets<E> {
    entries: Vec<E>,
    /// Previous block of the same bucket, by block.
    earlier: Vec<u32>,
    /// Index of the next entry, by bucket.
    cursor: Vec<u32>,
    /// Number of blocks in use.
    used: u32,
}

impl<E: Copy + Default> Buckets<E> {
    /// Reserves room for `count` buckets and `entries` entries, together below 2³⁰.
    ///
    /// The operating system provides pages only as entries are written.
    pub(super) fn new(count: usize, entries: usize) -> Self {
        let blocks = count + entries / BLOCK + 1;
        Self {
            entries: vec![E::default(); blocks * BLOCK],
            earlier: vec![NONE; blocks],
            cursor: (0..count).map(|bucket| (bucket * BLOCK) as u32).collect(),
            used: count as u32,
        }
    }

    /// Adds an entry; `false` if there is no such bucket.
    #[inline]
    pub(super) fn push(&mut self, bucket: usize, entry: E) -> bool {
        let Some(cursor) = self.cursor.get_mut(bucket) else { return false };
        self.entries[*cursor as usize] = entry;
        *cursor += 1;
        if (*cursor as usize).is_multiple_of(BLOCK) {
            let full = *cursor / BLOCK as u32 - 1;
            self.earlier[self.used as usize] = full;
            *cursor = self.used * BLOCK as u32;
            self.used += 1;
        }
        true
    }

    /// The entries of a bucket, block by block, the last block first.
    pub(super) fn blocks(&self, bucket: usize) -> impl Iterator<Item = &[E]> {
        let mut end = self.cursor[bucket] as usize;
        let mut block = end / BLOCK;
        std::iter::from_fn(move || {
            if block == NONE as usize {
                return None;
            }
            let entries = &self.entries[block * BLOCK..end];
            block = self.earlier[block] as usize;
            end = block.wrapping_add(1).wrapping_mul(BLOCK);
            Some(entries)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_in_its_bucket() {
        let mut buckets = Buckets::new(7, 10_000);
        for entry in 0..10_000_u32 {
            assert!(buckets.push((entry % 13).min(6) as usize, entry));
        }
        assert!(!buckets.push(7, 0));
        for bucket in 0..7 {
            let mut found: Vec<u32> = buckets.blocks(bucket).flatten().copied().collect();
            found.sort_unstable();
            let expected: Vec<u32> =
                (0..10_000).filter(|e| (e % 13).min(6) as usize == bucket).collect();
            assert_eq!(found, expected);
        }
    }
}
