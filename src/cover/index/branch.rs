//! An inner node of the tree: children, their keys, and a summary of each.

use std::hint::black_box;

use super::leaf::{EndKey, SpanEnd};
use super::summary::{Summary, SummaryUpdate};

/// Maximum number of children: 64 keys of 8 bytes are eight cache lines, which one search fetches
/// together.
pub(super) const CHILDREN: usize = 64;

/// A branch with fewer children is merged with a neighbour.
pub(super) const FEW_CHILDREN: usize = CHILDREN / 4;

/// A child as its branch knows it: its id, the key its stretch starts at, and its summary.
pub(super) struct Child {
    pub(super) id: u32,
    pub(super) key: EndKey,
    pub(super) summary: Summary,
}

/// Children with adjacent stretches of the axis. One array per field, so that a search loads keys
/// only.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(super) struct Branch {
    /// Start of each child's stretch, the first part of its key; `i64::MAX` for absent children.
    at: [i64; CHILDREN],
    /// Id of each child in the arena.
    id: [u32; CHILDREN],
    /// Second part of the key.
    tag: [u32; CHILDREN],
    summary: [Summary; CHILDREN],
    len: usize,
}

impl Branch {
    pub(super) fn new() -> Self {
        Self {
            at: [i64::MAX; CHILDREN],
            id: [0; CHILDREN],
            tag: [0; CHILDREN],
            summary: [Summary::NONE; CHILDREN],
            len: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether two more children fit.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.at[CHILDREN - 2] == i64::MAX
    }

    /// Loads the cache lines with the ids of children at once, so that their misses overlap.
    #[inline]
    pub(super) fn fetch(&self) {
        black_box(self.id.iter().step_by(16).fold(0, |all, one| all ^ one));
    }

    #[inline]
    pub(super) fn id(&self, index: usize) -> u32 {
        self.id[index]
    }

    #[inline]
    pub(super) fn summary(&self, index: usize) -> &Summary {
        &self.summary[index]
    }

    /// Start and end of a child's stretch, in a branch that ends at `to`.
    #[inline]
    pub(super) fn stretch(&self, index: usize, to: i64) -> (i64, i64) {
        (self.at[index], self.at.get(index + 1).map_or(to, |&next| next.min(to)))
    }

    pub(super) fn key(&self, index: usize) -> EndKey {
        (self.at[index], self.tag[index])
    }

    /// Index of the last child that starts at or before `at`, else of the first child.
    #[inline]
    pub(super) fn find_index(&self, at: i64) -> usize {
        // Finds the cache line of eight keys, then the key in it, by counting: the loads are
        // independent, and there is no branch to mispredict.
        let lines: usize = (1..CHILDREN / 8).map(|line| usize::from(self.at[8 * line] <= at)).sum();
        let line = &self.at[8 * lines..][..8];
        let count: usize = line.iter().map(|&own| usize::from(own <= at)).sum();
        (8 * lines + count).saturating_sub(1)
    }

    /// Index of the last child whose key is at most `key`, else of the first child.
    #[inline]
    pub(super) fn find(&self, key: EndKey) -> usize {
        let mut index = self.find_index(key.0);
        while index > 0 && self.key(index) > key {
            index -= 1;
        }
        index
    }

    /// Whether `key`, at least that of the child at `index`, is less than the next child's.
    #[inline]
    pub(super) fn is_before_next(&self, index: usize, key: EndKey) -> bool {
        let next = index + 1;
        next == CHILDREN || self.at[next] > key.0 || self.key(next) > key
    }

    /// Splits `ends`, the first of which belongs to the child at `index`, into those that belong
    /// to it and the others.
    #[inline]
    pub(super) fn split_ends<'a>(
        &self,
        index: usize,
        ends: &'a [SpanEnd],
    ) -> (&'a [SpanEnd], &'a [SpanEnd]) {
        let here = |end: &&SpanEnd| self.is_before_next(index, end.key());
        ends.split_at(ends.iter().take_while(here).count().max(1))
    }

    /// Replaces the summary of the child at `index`, before which the depth has changed by `by`.
    #[inline(always)]
    pub(super) fn set(&mut self, index: usize, by: i32, new: &Summary, update: &mut SummaryUpdate) {
        let old = self.summary[index];
        let new = Summary { depth: old.depth + by, ..*new };
        update.part(&old, &new);
        self.summary[index] = new;
    }

    /// Replaces the summary of the child at `index`, behind which the depth is unchanged. Returns
    /// the summary of the branch, which was `before`.
    #[inline(always)]
    pub(super) fn update(&mut self, index: usize, new: &Summary, before: &Summary) -> Summary {
        let mut update = SummaryUpdate::of(before);
        self.set(index, 0, new, &mut update);
        update.after(0).unwrap_or_else(|| self.total())
    }

    /// Replaces the summary of the child at `index` after its stretch has changed.
    pub(super) fn replace(&mut self, index: usize, summary: &Summary) {
        self.summary[index] = *summary;
        self.sum_up_steps();
    }

    /// Changes the depth before a range of children by `by`.
    pub(super) fn raise(&mut self, from: usize, until: usize, by: i32, update: &mut SummaryUpdate) {
        for index in from..until {
            let same = self.summary[index];
            self.set(index, by, &same, update);
        }
    }

    /// Inserts a child.
    pub(super) fn insert(&mut self, index: usize, child: &Child) {
        self.at.copy_within(index..CHILDREN - 1, index + 1);
        self.id.copy_within(index..CHILDREN - 1, index + 1);
        self.tag.copy_within(index..CHILDREN - 1, index + 1);
        self.summary.copy_within(index..CHILDREN - 1, index + 1);
        (self.at[index], self.tag[index]) = child.key;
        (self.id[index], self.summary[index]) = (child.id, child.summary);
        self.len += 1;
        self.sum_up_steps();
    }

    /// Recomputes the depth before each child.
    pub(super) fn sum_up_steps(&mut self) {
        let mut depth = 0;
        for summary in &mut self.summary[..self.len] {
            summary.depth = depth;
            depth += summary.step;
        }
    }

    /// Removes a child; the child before it takes over its stretch.
    pub(super) fn remove(&mut self, index: usize) {
        self.at.copy_within(index + 1.., index);
        self.id.copy_within(index + 1.., index);
        self.tag.copy_within(index + 1.., index);
        self.summary.copy_within(index + 1.., index);
        self.at[CHILDREN - 1] = i64::MAX;
        self.len -= 1;
        self.sum_up_steps();
    }

    /// A branch of sorted children.
    pub(super) fn of(children: &[Child]) -> Self {
        let mut branch = Self::new();
        children.iter().for_each(|child| branch.insert(branch.len, child));
        branch
    }

    /// Its children, sorted.
    pub(super) fn children(&self) -> impl Iterator<Item = Child> + '_ {
        (0..self.len).map(|index| Child {
            id: self.id[index],
            key: self.key(index),
            summary: self.summary[index],
        })
    }

    /// The summary of all children.
    #[cold]
    pub(super) fn total(&self) -> Summary {
        Summary::of(self.summary[..self.len].iter())
    }
}
