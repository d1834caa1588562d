//! A node above the leaves.

use std::hint::black_box;

use super::leaf::{EndKey, SpanEnd};
use super::summary::{Summary, SummaryUpdate};

/// Children of a branch.
pub(super) const CHILDREN: usize = 64;

/// A branch with fewer is joined with a neighbour.
pub(super) const FEW_CHILDREN: usize = CHILDREN / 4;

/// A node, where its stretch of the axis begins, and what it says about it.
pub(super) struct Child {
    pub(super) id: u32,
    pub(super) key: EndKey,
    pub(super) summary: Summary,
}

/// Neighbouring stretches of the axis.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(super) struct Branch {
    /// Where the stretch of each child begins, the first part of its key; `i64::MAX` where there
    /// is none.
    at: [i64; CHILDREN],
    /// The node of each child.
    id: [u32; CHILDREN],
    /// The second part of its key.
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

    /// Asks for the lines that tell where to go on, so that they come from memory together.
    #[inline]
    pub(super) fn fetch(&self) {
        black_box(self.id.iter().step_by(16).fold(0, |all, one| all ^ one));
    }

    #[inline]
    pub(super) fn id(&self, place: usize) -> u32 {
        self.id[place]
    }

    #[inline]
    pub(super) fn summary(&self, place: usize) -> &Summary {
        &self.summary[place]
    }

    /// Where the child begins and ends, if the branch ends at `to`.
    #[inline]
    pub(super) fn stretch(&self, place: usize, to: i64) -> (i64, i64) {
        (self.at[place], self.at.get(place + 1).map_or(to, |&next| next.min(to)))
    }

    pub(super) fn key(&self, place: usize) -> EndKey {
        (self.at[place], self.tag[place])
    }

    /// The last child that begins at or before `at`, else the first.
    #[inline]
    pub(super) fn find_place(&self, at: i64) -> usize {
        // Counts first in which line of memory of eight keys it lies, then where in it: the lines
        // are asked for together, and there are no steps that cannot be foreseen.
        let lines: usize = (1..CHILDREN / 8).map(|line| usize::from(self.at[8 * line] <= at)).sum();
        let line = &self.at[8 * lines..][..8];
        let count: usize = line.iter().map(|&own| usize::from(own <= at)).sum();
        (8 * lines + count).saturating_sub(1)
    }

    /// The last child whose key is not behind `key`, else the first.
    #[inline]
    pub(super) fn find(&self, key: EndKey) -> usize {
        let mut place = self.find_place(key.0);
        while place > 0 && self.key(place) > key {
            place -= 1;
        }
        place
    }

    /// Whether `key`, which is not before the child at `place`, is before the next one.
    #[inline]
    pub(super) fn is_before_next(&self, place: usize, key: EndKey) -> bool {
        let next = place + 1;
        next == CHILDREN || self.at[next] > key.0 || self.key(next) > key
    }

    /// Those of `ends`, the first of which belongs to the child at `place`, that belong there,
    /// and the others.
    #[inline]
    pub(super) fn part<'a>(
        &self,
        place: usize,
        ends: &'a [SpanEnd],
    ) -> (&'a [SpanEnd], &'a [SpanEnd]) {
        let here = |end: &&SpanEnd| self.is_before_next(place, end.key());
        ends.split_at(ends.iter().take_while(here).count().max(1))
    }

    /// Lets the child at `place`, before which it has become `by` deeper, be as in `new`.
    #[inline(always)]
    pub(super) fn set(&mut self, place: usize, by: i32, new: &Summary, turn: &mut SummaryUpdate) {
        let old = self.summary[place];
        let new = Summary { depth: old.depth + by, ..*new };
        turn.part(&old, &new);
        self.summary[place] = new;
    }

    /// Lets the child at `place`, behind which it is as deep as before, be as in `new`; what all
    /// children say then, if they said `before`.
    #[inline(always)]
    pub(super) fn turn(&mut self, place: usize, new: &Summary, before: &Summary) -> Summary {
        let mut turn = SummaryUpdate::of(before);
        self.set(place, 0, new, &mut turn);
        turn.after(0).unwrap_or_else(|| self.total())
    }

    /// Lets the child at `place` have another part of the stretch, and say this about it.
    pub(super) fn replace(&mut self, place: usize, summary: &Summary) {
        self.summary[place] = *summary;
        self.sum_up_steps();
    }

    /// Makes it deeper before all these children.
    pub(super) fn raise(&mut self, from: usize, until: usize, by: i32, turn: &mut SummaryUpdate) {
        for place in from..until {
            let same = self.summary[place];
            self.set(place, by, &same, turn);
        }
    }

    /// Adds a child.
    pub(super) fn put(&mut self, place: usize, node: &Child) {
        self.at.copy_within(place..CHILDREN - 1, place + 1);
        self.id.copy_within(place..CHILDREN - 1, place + 1);
        self.tag.copy_within(place..CHILDREN - 1, place + 1);
        self.summary.copy_within(place..CHILDREN - 1, place + 1);
        (self.at[place], self.tag[place]) = node.key;
        (self.id[place], self.summary[place]) = (node.id, node.summary);
        self.len += 1;
        self.sum_up_steps();
    }

    /// Sets the depth before each child anew.
    pub(super) fn sum_up_steps(&mut self) {
        let mut depth = 0;
        for summary in &mut self.summary[..self.len] {
            summary.depth = depth;
            depth += summary.step;
        }
    }

    /// Removes a child, whose stretch falls to the one before.
    pub(super) fn take(&mut self, place: usize) {
        self.at.copy_within(place + 1.., place);
        self.id.copy_within(place + 1.., place);
        self.tag.copy_within(place + 1.., place);
        self.summary.copy_within(place + 1.., place);
        self.at[CHILDREN - 1] = i64::MAX;
        self.len -= 1;
        self.sum_up_steps();
    }

    /// Of children in order.
    pub(super) fn of(nodes: &[Child]) -> Self {
        let mut branch = Self::new();
        nodes.iter().for_each(|node| branch.put(branch.len, node));
        branch
    }

    /// Its children, in order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Child> + '_ {
        (0..self.len).map(|place| Child {
            id: self.id[place],
            key: self.key(place),
            summary: self.summary[place],
        })
    }

    /// The summary of all.
    #[cold]
    pub(super) fn total(&self) -> Summary {
        Summary::of(self.summary[..self.len].iter())
    }
}
