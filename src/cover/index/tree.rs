//! A B+-tree of span ends in which every branch stores a summary of each child.
//!
//! The children of a branch tile its stretch of the axis. Nodes are stored in two arenas; their ids
//! are indices.

use super::branch::{Branch, CHILDREN, Child, FEW_CHILDREN};
use super::leaf::{ENDS, EndKey, FEW_ENDS, Leaf, SpanEnd};
use super::summary::{Summary, SummaryUpdate};
use super::what_if::Figures;
use crate::span::Span;
use crate::units::Length;

/// Start and end of the axis.
pub(super) const AXIS: (i64, i64) = (-Span::LIMIT.mm(), Span::LIMIT.mm());

/// Longest path that [`Tree::apply_in_leaf`] records; trees of a million spans have height three.
const HEIGHT: usize = 8;

/// What an update does with the ends of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UpdateKind {
    Insert,
    Remove,
}

/// A node on the path from the root, and its stretch of the axis.
#[derive(Clone, Copy)]
struct NodeOnPath {
    id: u32,
    /// Levels of branches from here down.
    height: u32,
    stretch: (i64, i64),
}

impl NodeOnPath {
    /// The child at `index` of this branch.
    #[inline]
    fn child(&self, index: usize, branch: &Branch) -> Self {
        let (id, stretch) = (branch.id(index), branch.stretch(index, self.stretch.1));
        Self { id, height: self.height - 1, stretch }
    }
}

/// The effect of an update on a branch so far.
struct BranchUpdate {
    summary: SummaryUpdate,
    /// Whether children were split or merged: then the summary is recomputed.
    rebuilt: bool,
    /// Change of the depth before the child at `from` and those after it.
    step: i32,
    from: usize,
}

impl BranchUpdate {
    fn rebuild(&mut self) {
        self.rebuilt = true;
        self.summary.reset();
    }
}

/// All ends, sorted, and their summary.
#[derive(Debug, Clone)]
pub(in crate::cover) struct Tree {
    pub(super) leaves: Vec<Leaf>,
    pub(super) branches: Vec<Branch>,
    free_leaves: Vec<u32>,
    free_branches: Vec<u32>,
    pub(super) root: u32,
    /// Levels of branches above the leaves.
    pub(super) height: u32,
    /// Summary of the whole axis.
    pub(super) summary: Summary,
}

impl Tree {
    pub(in crate::cover) fn new() -> Self {
        Self {
            leaves: vec![Leaf::EMPTY],
            branches: Vec::new(),
            free_leaves: Vec::new(),
            free_branches: Vec::new(),
            root: 0,
            height: 0,
            summary: Leaf::EMPTY.summary(AXIS),
        }
    }

    /// Builds a tree of sorted ends in linear time. Nodes are three quarters full, so that the
    /// first updates do not split every node.
    pub(super) fn of(ends: &[SpanEnd]) -> Self {
        let mut tree = Self::new();
        let mut level: Vec<Child> = Vec::new();
        let (mut rest, mut key) = (ends, (AXIS.0, 0));
        tree.leaves.clear();
        loop {
            let (leaf, others) = Leaf::of(rest, ENDS * 3 / 4);
            let next = others.first().map_or((AXIS.1, 0), SpanEnd::key);
            let summary = leaf.summary((key.0, next.0));
            level.push(Child { id: tree.store_leaf(leaf), key, summary });
            (rest, key) = (others, next);
            if rest.is_empty() {
                break;
            }
        }
        while level.len() > 1 {
            let mut above = Vec::new();
            for children in level.chunks(CHILDREN * 3 / 4) {
                above.push(tree.store_branch(Branch::of(children)));
            }
            level = above;
            tree.height += 1;
        }
        if let Some(root) = level.first() {
            (tree.root, tree.summary) = (root.id, root.summary);
        }
        tree
    }

    #[cfg(test)]
    pub(super) fn nodes(&self) -> usize {
        let free = self.free_leaves.len() + self.free_branches.len();
        self.leaves.len() + self.branches.len() - free
    }

    fn store_leaf(&mut self, leaf: Leaf) -> u32 {
        store(&mut self.leaves, &mut self.free_leaves, leaf)
    }

    fn store_branch(&mut self, branch: Branch) -> Child {
        let (key, summary) = (branch.key(0), branch.total());
        Child { id: store(&mut self.branches, &mut self.free_branches, branch), key, summary }
    }

    /// Covered and shared length; `O(1)`.
    pub(in crate::cover) fn figures(&self) -> Figures {
        let length = AXIS.1 - AXIS.0;
        // The summary has the lengths at the two lowest levels: here the depths zero and one.
        let at_least =
            |depth| Length::from_mm(self.summary.at_least(length, 0, depth).unwrap_or(0));
        Figures { covered: at_least(1), shared: at_least(2) }
    }

    fn all(&self) -> NodeOnPath {
        NodeOnPath { id: self.root, height: self.height, stretch: AXIS }
    }

    /// Inserts both ends of a span in one descent; `O(log n)`.
    pub(in crate::cover) fn insert(&mut self, ends: [SpanEnd; 2]) {
        if self.apply_in_leaf(UpdateKind::Insert, &ends) {
            return;
        }
        if !self.has_room(self.all(), &ends) {
            let root = Child { id: self.root, key: (AXIS.0, 0), summary: self.summary };
            self.root = self.store_branch(Branch::of(&[root])).id;
            self.height += 1;
        }
        let before = self.summary;
        self.summary = self.apply(UpdateKind::Insert, self.all(), &before, &ends);
    }

    /// Removes both ends of a span of the tree in one descent; `O(log n)`.
    pub(in crate::cover) fn remove(&mut self, ends: [SpanEnd; 2]) {
        if self.apply_in_leaf(UpdateKind::Remove, &ends) {
            return;
        }
        let before = self.summary;
        self.summary = self.apply(UpdateKind::Remove, self.all(), &before, &ends);
        while self.height > 0 && self.branches[self.root as usize].len() == 1 {
            let only = self.branches[self.root as usize].id(0);
            self.free_branches.push(self.root);
            self.root = only;
            self.height -= 1;
        }
    }

    /// Fast path, taken by most updates: inserts or removes both ends of a span if they belong to
    /// one leaf that need not be split or merged. Returns whether it did.
    ///
    /// Always inlined, with all that it calls on the way up: then summaries stay in registers.
    #[inline(always)]
    fn apply_in_leaf(&mut self, kind: UpdateKind, ends: &[SpanEnd; 2]) -> bool {
        let mut path = [(0_u32, 0_u32); HEIGHT];
        let Some(path) = path.get_mut(..self.height as usize) else { return false };
        let (mut node, mut before) = (self.all(), self.summary);
        for step in &mut *path {
            let branch = &self.branches[node.id as usize];
            if node.height == 1 {
                branch.fetch();
            }
            let index = branch.find(ends[0].key());
            if !branch.is_before_next(index, ends[1].key()) {
                return false;
            }
            *step = (node.id, index as u32);
            (node, before) = (node.child(index, branch), *branch.summary(index));
        }
        let leaf = &mut self.leaves[node.id as usize];
        leaf.fetch();
        let new = match kind {
            UpdateKind::Insert => {
                leaf.has_room(ends).then(|| leaf.insert(ends, node.stretch, &before))
            }
            UpdateKind::Remove => (leaf.len() >= FEW_ENDS + ends.len())
                .then(|| leaf.remove(ends, node.stretch, &before)),
        };
        let Some(new) = new else { return false };
        self.update_path(path, new);
        true
    }

    /// Updates the branches on a path, from the lowest, after the leaf at its end has the summary
    /// `new`.
    #[inline(always)]
    fn update_path(&mut self, path: &[(u32, u32)], mut new: Summary) {
        for step in (0..path.len()).rev() {
            let (id, index) = path[step];
            let above = step.checked_sub(1).map(|step| path[step]);
            let before = match above {
                Some((id, index)) => *self.branches[id as usize].summary(index as usize),
                None => self.summary,
            };
            new = self.branches[id as usize].update(index as usize, &new, &before);
        }
        self.summary = new;
    }

    /// Inserts or removes one or two ends below a node with room for both and the summary `before`.
    fn apply(
        &mut self,
        kind: UpdateKind,
        node: NodeOnPath,
        before: &Summary,
        mut ends: &[SpanEnd],
    ) -> Summary {
        if node.height == 0 {
            let leaf = &mut self.leaves[node.id as usize];
            return match kind {
                UpdateKind::Insert => leaf.insert(ends, node.stretch, before),
                UpdateKind::Remove => leaf.remove(ends, node.stretch, before),
            };
        }
        let mut done =
            BranchUpdate { summary: SummaryUpdate::of(before), rebuilt: false, step: 0, from: 0 };
        while let Some(end) = ends.first() {
            ends = self.apply_to_child(kind, node, &mut done, end.key(), ends);
        }
        let branch = &mut self.branches[node.id as usize];
        if done.step != 0 && !done.rebuilt {
            branch.raise(done.from, branch.len(), done.step, &mut done.summary);
        }
        if !done.rebuilt
            && let Some(after) = done.summary.after(done.step)
        {
            return after;
        }
        branch.sum_up_steps();
        branch.total()
    }

    /// [`apply`](Self::apply) to the child that `key`, the key of the first end, belongs to.
    /// Returns the ends that belong to other children.
    #[inline]
    fn apply_to_child<'a>(
        &mut self,
        kind: UpdateKind,
        node: NodeOnPath,
        done: &mut BranchUpdate,
        key: EndKey,
        ends: &'a [SpanEnd],
    ) -> &'a [SpanEnd] {
        let branch = &self.branches[node.id as usize];
        if node.height == 1 {
            branch.fetch();
        }
        let index = branch.find(key);
        let (here, rest) = branch.split_ends(index, ends);
        let (below, before) = (node.child(index, branch), *branch.summary(index));
        if node.height == 1 {
            self.leaves[below.id as usize].fetch();
        }
        if kind == UpdateKind::Insert && !self.has_room(below, here) {
            self.split_child(node, index, here);
            done.rebuild();
            return ends;
        }
        let new = self.apply(kind, below, &before, here);
        let branch = &mut self.branches[node.id as usize];
        if done.step != 0 && !done.rebuilt {
            branch.raise(done.from, index, done.step, &mut done.summary);
        }
        branch.set(index, done.step, &new, &mut done.summary);
        (done.step, done.from) = (done.step + new.step - before.step, index + 1);
        if kind == UpdateKind::Remove && self.has_few(below) {
            self.merge_child(node, index);
            done.rebuild();
        }
        rest
    }

    /// Whether the ends fit below the node without splitting it.
    #[inline]
    fn has_room(&self, node: NodeOnPath, ends: &[SpanEnd]) -> bool {
        if node.height == 0 {
            self.leaves[node.id as usize].has_room(ends)
        } else {
            // Each end may split one child.
            self.branches[node.id as usize].has_room()
        }
    }

    /// Whether a node is so small that its parent must merge it.
    #[inline]
    fn has_few(&self, node: NodeOnPath) -> bool {
        if node.height == 0 {
            self.leaves[node.id as usize].len() < FEW_ENDS
        } else {
            self.branches[node.id as usize].len() < FEW_CHILDREN
        }
    }

    /// Splits a child of a branch that has room for one more.
    fn split_child(&mut self, node: NodeOnPath, index: usize, ends: &[SpanEnd]) {
        let NodeOnPath { id, stretch, .. } = node.child(index, &self.branches[node.id as usize]);
        let (lower, upper) = if node.height == 1 {
            let leaf = &mut self.leaves[id as usize];
            let (cut, key) = leaf.cut(ends);
            let upper = leaf.split(cut);
            let (lower, summary) =
                (leaf.summary((stretch.0, key.0)), upper.summary((key.0, stretch.1)));
            (lower, Child { id: self.store_leaf(upper), key, summary })
        } else {
            let children: Vec<Child> = self.branches[id as usize].children().collect();
            let (lower, upper) = children.split_at(children.len() / 2);
            self.branches[id as usize] = Branch::of(lower);
            (self.branches[id as usize].total(), self.store_branch(Branch::of(upper)))
        };
        let branch = &mut self.branches[node.id as usize];
        branch.insert(index + 1, &upper);
        branch.replace(index, &lower);
    }

    /// Merges a small child with a neighbour, or balances the two.
    fn merge_child(&mut self, node: NodeOnPath, index: usize) {
        let left = index.saturating_sub(1);
        let branch = &self.branches[node.id as usize];
        if branch.len() < 2 {
            return;
        }
        let both = [left, left + 1].map(|index| node.child(index, branch));
        let [id, right] = both.map(|child| child.id);
        let (summary, rest) = if node.height == 1 {
            let upper = self.leaves[right as usize].clone();
            let leaf = &mut self.leaves[id as usize];
            if !leaf.merge(&upper) {
                return;
            }
            self.free_leaves.push(right);
            (leaf.summary((both[0].stretch.0, both[1].stretch.1)), None)
        } else {
            let children = [id, right].map(|id| self.branches[id as usize].children());
            let children: Vec<Child> = children.into_iter().flatten().collect();
            let all = children.len();
            let (lower, upper) = children.split_at(if all <= CHILDREN { all } else { all / 2 });
            self.branches[id as usize] = Branch::of(lower);
            self.free_branches.push(right);
            let rest = (!upper.is_empty()).then(|| self.store_branch(Branch::of(upper)));
            (self.branches[id as usize].total(), rest)
        };
        let branch = &mut self.branches[node.id as usize];
        branch.remove(left + 1);
        branch.replace(left, &summary);
        if let Some(rest) = rest {
            branch.insert(left + 1, &rest);
        }
    }
}

/// Stores a node in its arena, in a free slot if there is one.
fn store<T>(arena: &mut Vec<T>, free: &mut Vec<u32>, node: T) -> u32 {
    if let Some(id) = free.pop() {
        arena[id as usize] = node;
        return id;
    }
    arena.push(node);
    (arena.len() - 1) as u32
}
