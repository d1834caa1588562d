//! A node above the leaves.

use super::leaf::{End, Key};
use super::summary::{Summary, Turn};

/// Children of a branch.
pub(super) const CHILDREN: usize = 64;

/// A branch with fewer is joined with a neighbour.
pub(super) const FEW_CHILDREN: usize = CHILDREN / 4;

/// A child as its branch keeps it, but for its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child {
    pub(super) id: u32,
    /// The second part of its key.
    tag: u32,
    pub(super) summary: Summary,
}

/// A node, where its stretch of the axis begins, and what it says about it.
pub(super) struct Node {
    pub(super) id: u32,
    pub(super) key: Key,
    pub(super) summary: Summary,
}

/// Neighbouring stretches of the axis.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(super) struct Branch {
    /// Where the stretch of each child begins, the first part of its key; `i64::MAX` where there
    /// is none.
    at: [i64; CHILDREN],
    child: [Child; CHILDREN],
    len: usize,
}

impl Branch {
    pub(super) fn new() -> Self {
        let none = Child { id: 0, tag: 0, summary: Summary::NONE };
        Self { at: [i64::MAX; CHILDREN], child: [none; CHILDREN], len: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether two more children fit.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.at[CHILDREN - 2] == i64::MAX
    }

    pub(super) fn children(&self) -> &[Child] {
        &self.child[..self.len]
    }

    #[inline]
    pub(super) fn child(&self, place: usize) -> &Child {
        &self.child[place]
    }

    /// Where the child begins and ends, if the branch ends at `to`.
    #[inline]
    pub(super) fn stretch(&self, place: usize, to: i64) -> (i64, i64) {
        (self.at[place], self.at.get(place + 1).map_or(to, |&next| next.min(to)))
    }

    pub(super) fn key(&self, place: usize) -> Key {
        (self.at[place], self.child[place].tag)
    }

    /// The last child that begins at or before `at`, else the first.
    #[inline]
    pub(super) fn find_place(&self, at: i64) -> usize {
        let lines: usize = (1..CHILDREN / 8).map(|line| usize::from(self.at[8 * line] <= at)).sum();
        let line = &self.at[8 * lines..][..8];
        let count: usize = line.iter().map(|&own| usize::from(own <= at)).sum();
        (8 * lines + count).saturating_sub(1)
    }

    /// The last child whose key is not behind `key`, else the first.
    #[inline]
    pub(super) fn find(&self, key: Key) -> usize {
        let mut place = self.find_place(key.0);
        while place > 0 && self.key(place) > key {
            place -= 1;
        }
        place
    }

    /// Those of `ends`, the first of which belongs to the child at `place`, that belong there,
    /// and the others.
    #[inline]
    pub(super) fn part<'a>(&self, place: usize, ends: &'a [End]) -> (&'a [End], &'a [End]) {
        let next = place + 1;
        let here = |end: &&End| {
            next == CHILDREN || self.at[next] > end.key().0 || self.key(next) > end.key()
        };
        ends.split_at(ends.iter().take_while(here).count().max(1))
    }

    /// Lets the child at `place`, before which it has become `by` deeper, be as in `new`.
    #[inline]
    pub(super) fn set(&mut self, place: usize, by: i32, new: &Summary, turn: &mut Turn) {
        let old = self.child[place].summary;
        self.child[place].summary = Summary { depth: old.depth + by, ..*new };
        turn.part(&old, &self.child[place].summary);
    }

    /// Lets the child at `place` have another part of the stretch, and say this about it.
    pub(super) fn replace(&mut self, place: usize, summary: &Summary) {
        self.child[place].summary = *summary;
        self.sum_up_steps();
    }

    /// Makes it deeper before all these children.
    pub(super) fn raise(&mut self, from: usize, until: usize, by: i32, turn: &mut Turn) {
        for place in from..until {
            let same = self.child[place].summary;
            self.set(place, by, &same, turn);
        }
    }

    /// Adds a child.
    pub(super) fn put(&mut self, place: usize, node: &Node) {
        self.at.copy_within(place..CHILDREN - 1, place + 1);
        self.child.copy_within(place..CHILDREN - 1, place + 1);
        self.at[place] = node.key.0;
        self.child[place] = Child { id: node.id, tag: node.key.1, summary: node.summary };
        self.len += 1;
        self.sum_up_steps();
    }

    /// Sets the depth before each child anew.
    pub(super) fn sum_up_steps(&mut self) {
        let mut depth = 0;
        for child in &mut self.child[..self.len] {
            child.summary.depth = depth;
            depth += child.summary.step;
        }
    }

    /// Removes a child, whose stretch falls to the one before.
    pub(super) fn take(&mut self, place: usize) {
        self.at.copy_within(place + 1.., place);
        self.child.copy_within(place + 1.., place);
        self.at[CHILDREN - 1] = i64::MAX;
        self.len -= 1;
        self.sum_up_steps();
    }

    /// Of children in order.
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut branch = Self::new();
        nodes.iter().for_each(|node| branch.put(branch.len, node));
        branch
    }

    /// Its children, in order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        let keys = (0..self.len).map(|place| self.key(place));
        let nodes = keys.zip(self.children());
        nodes.map(|(key, child)| Node { id: child.id, key, summary: child.summary })
    }

    /// The summary of all.
    pub(super) fn total(&self) -> Summary {
        Summary::of(self.children().iter().map(|child| &child.summary))
    }
}
