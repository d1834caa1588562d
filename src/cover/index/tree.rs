//! A B+-tree of ends in which every branch knows the summary of each child.
//!
//! The children of a branch divide its stretch of the axis among them, at keys. Nodes live in two
//! arenas and are named by their index.

use super::branch::{Branch, CHILDREN, Child, FEW_CHILDREN};
use super::leaf::{ENDS, EndKey, FEW_ENDS, Leaf, SpanEnd};
use super::summary::{Summary, SummaryUpdate};
use super::what_if::Figures;
use crate::span::Span;
use crate::units::Length;

/// Where the axis begins and ends.
pub(super) const AXIS: (i64, i64) = (-Span::LIMIT.mm(), Span::LIMIT.mm());

/// Branches on a way that can be noted; trees of a million spans are three high.
const HEIGHT: usize = 8;

/// What to do with the ends of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UpdateKind {
    Insert,
    Remove,
}

/// A node on the way down, and its stretch of the axis.
#[derive(Clone, Copy)]
struct NodeOnPath {
    id: u32,
    /// Levels of branches from here on.
    height: u32,
    on: (i64, i64),
}

impl NodeOnPath {
    /// The child at `place` of this branch.
    #[inline]
    fn below(&self, place: usize, branch: &Branch) -> Self {
        let (id, on) = (branch.id(place), branch.stretch(place, self.on.1));
        Self { id, height: self.height - 1, on }
    }
}

/// What an update has done to a branch so far.
struct BranchUpdate {
    turn: SummaryUpdate,
    /// Whether children were split or joined: then the branch is summed up anew.
    rebuilt: bool,
    /// How much deeper it has become before the child at `behind` and those behind it.
    step: i32,
    behind: usize,
}

impl BranchUpdate {
    fn rebuild(&mut self) {
        self.rebuilt = true;
        self.turn.forget();
    }
}

/// All ends in order, and what they say together.
#[derive(Debug, Clone)]
pub(in crate::cover) struct Tree {
    pub(super) leaves: Vec<Leaf>,
    pub(super) branches: Vec<Branch>,
    free_leaves: Vec<u32>,
    free_branches: Vec<u32>,
    pub(super) root: u32,
    /// Levels of branches above the leaves.
    pub(super) height: u32,
    /// Of the whole axis.
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

    /// Of ends in order, in linear time; three quarters full, so that the first updates do not
    /// split every node.
    pub(super) fn of(ends: &[SpanEnd]) -> Self {
        let mut tree = Self::new();
        let mut level: Vec<Child> = Vec::new();
        let (mut rest, mut key) = (ends, (AXIS.0, 0));
        tree.leaves.clear();
        loop {
            let (leaf, others) = Leaf::of(rest, ENDS * 3 / 4);
            let next = others.first().map_or((AXIS.1, 0), SpanEnd::key);
            let summary = leaf.summary((key.0, next.0));
            level.push(Child { id: tree.keep_leaf(leaf), key, summary });
            (rest, key) = (others, next);
            if rest.is_empty() {
                break;
            }
        }
        while level.len() > 1 {
            let mut above = Vec::new();
            for children in level.chunks(CHILDREN * 3 / 4) {
                above.push(tree.keep_branch(Branch::of(children)));
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

    fn keep_leaf(&mut self, leaf: Leaf) -> u32 {
        keep(&mut self.leaves, &mut self.free_leaves, leaf)
    }

    fn keep_branch(&mut self, branch: Branch) -> Child {
        let (key, summary) = (branch.key(0), branch.total());
        Child { id: keep(&mut self.branches, &mut self.free_branches, branch), key, summary }
    }

    /// Covered and shared length; known at any time.
    pub(in crate::cover) fn figures(&self) -> Figures {
        let length = AXIS.1 - AXIS.0;
        // The summary of the axis knows both lowest levels, hence what is held once or never.
        let at_least =
            |depth| Length::from_mm(self.summary.at_least(length, 0, depth).unwrap_or(0));
        Figures { covered: at_least(1), shared: at_least(2) }
    }

    fn all(&self) -> NodeOnPath {
        NodeOnPath { id: self.root, height: self.height, on: AXIS }
    }

    /// Adds both ends of a span in one walk; `O(log n)`.
    pub(in crate::cover) fn insert(&mut self, ends: [SpanEnd; 2]) {
        if self.apply_in_leaf(UpdateKind::Insert, &ends) {
            return;
        }
        if !self.has_room(self.all(), &ends) {
            let root = Child { id: self.root, key: (AXIS.0, 0), summary: self.summary };
            self.root = self.keep_branch(Branch::of(&[root])).id;
            self.height += 1;
        }
        let before = self.summary;
        self.summary = self.apply(UpdateKind::Insert, self.all(), &before, &ends);
    }

    /// Removes both ends of a span that is there, in one walk; `O(log n)`.
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

    /// Adds or removes both ends of a span if they belong in one leaf that has room for them, or
    /// enough without them, and whether it did: most often, and then no branch is split or joined.
    ///
    /// Always inlined, with all that it calls on the way up: a summary that is handed on in
    /// registers need not wait to be written and read again.
    #[inline(always)]
    fn apply_in_leaf(&mut self, work: UpdateKind, ends: &[SpanEnd; 2]) -> bool {
        let mut way = [(0_u32, 0_u32); HEIGHT];
        let Some(way) = way.get_mut(..self.height as usize) else { return false };
        let (mut node, mut before) = (self.all(), self.summary);
        for step in &mut *way {
            let branch = &self.branches[node.id as usize];
            if node.height == 1 {
                branch.fetch();
            }
            let place = branch.find(ends[0].key());
            if !branch.is_before_next(place, ends[1].key()) {
                return false;
            }
            *step = (node.id, place as u32);
            (node, before) = (node.below(place, branch), *branch.summary(place));
        }
        let leaf = &mut self.leaves[node.id as usize];
        leaf.fetch();
        let new = match work {
            UpdateKind::Insert => leaf.has_room(ends).then(|| leaf.insert(ends, node.on, &before)),
            UpdateKind::Remove => {
                (leaf.len() >= FEW_ENDS + ends.len()).then(|| leaf.remove(ends, node.on, &before))
            }
        };
        let Some(new) = new else { return false };
        self.turn_up(way, new);
        true
    }

    /// Tells the branches on the way, from the lowest, that the leaf at its end is as in `new`.
    #[inline(always)]
    fn turn_up(&mut self, way: &[(u32, u32)], mut new: Summary) {
        for step in (0..way.len()).rev() {
            let (id, place) = way[step];
            let above = step.checked_sub(1).map(|step| way[step]);
            let before = match above {
                Some((id, place)) => *self.branches[id as usize].summary(place as usize),
                None => self.summary,
            };
            new = self.branches[id as usize].turn(place as usize, &new, &before);
        }
        self.summary = new;
    }

    /// Adds or removes one end or two below a node that has room for both and was as in `before`.
    fn apply(
        &mut self,
        work: UpdateKind,
        node: NodeOnPath,
        before: &Summary,
        mut ends: &[SpanEnd],
    ) -> Summary {
        if node.height == 0 {
            let leaf = &mut self.leaves[node.id as usize];
            return match work {
                UpdateKind::Insert => leaf.insert(ends, node.on, before),
                UpdateKind::Remove => leaf.remove(ends, node.on, before),
            };
        }
        let mut done =
            BranchUpdate { turn: SummaryUpdate::of(before), rebuilt: false, step: 0, behind: 0 };
        while let Some(end) = ends.first() {
            ends = self.apply_to_child(work, node, &mut done, end.key(), ends);
        }
        let branch = &mut self.branches[node.id as usize];
        if done.step != 0 && !done.rebuilt {
            branch.raise(done.behind, branch.len(), done.step, &mut done.turn);
        }
        if !done.rebuilt
            && let Some(after) = done.turn.after(done.step)
        {
            return after;
        }
        branch.sum_up_steps();
        branch.total()
    }

    /// Does so for the child to which `key`, that of the first end, belongs; the other ends.
    #[inline]
    fn apply_to_child<'a>(
        &mut self,
        work: UpdateKind,
        node: NodeOnPath,
        done: &mut BranchUpdate,
        key: EndKey,
        ends: &'a [SpanEnd],
    ) -> &'a [SpanEnd] {
        let branch = &self.branches[node.id as usize];
        if node.height == 1 {
            branch.fetch();
        }
        let place = branch.find(key);
        let (here, rest) = branch.part(place, ends);
        let (below, before) = (node.below(place, branch), *branch.summary(place));
        if node.height == 1 {
            self.leaves[below.id as usize].fetch();
        }
        if work == UpdateKind::Insert && !self.has_room(below, here) {
            self.split_child(node, place, here);
            done.rebuild();
            return ends;
        }
        let new = self.apply(work, below, &before, here);
        let branch = &mut self.branches[node.id as usize];
        if done.step != 0 && !done.rebuilt {
            branch.raise(done.behind, place, done.step, &mut done.turn);
        }
        branch.set(place, done.step, &new, &mut done.turn);
        (done.step, done.behind) = (done.step + new.step - before.step, place + 1);
        if work == UpdateKind::Remove && self.has_few(below) {
            self.mend_child(node, place);
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

    /// Whether so little is left of a node that its parent must look after it.
    #[inline]
    fn has_few(&self, node: NodeOnPath) -> bool {
        if node.height == 0 {
            self.leaves[node.id as usize].len() < FEW_ENDS
        } else {
            self.branches[node.id as usize].len() < FEW_CHILDREN
        }
    }

    /// Splits a child of a branch that has room for one more.
    fn split_child(&mut self, node: NodeOnPath, place: usize, ends: &[SpanEnd]) {
        let NodeOnPath { id, on, .. } = node.below(place, &self.branches[node.id as usize]);
        let (lower, upper) = if node.height == 1 {
            let leaf = &mut self.leaves[id as usize];
            let (cut, key) = leaf.cut(ends);
            let upper = leaf.split(cut);
            let (lower, summary) = (leaf.summary((on.0, key.0)), upper.summary((key.0, on.1)));
            (lower, Child { id: self.keep_leaf(upper), key, summary })
        } else {
            let nodes: Vec<Child> = self.branches[id as usize].nodes().collect();
            let (lower, upper) = nodes.split_at(nodes.len() / 2);
            self.branches[id as usize] = Branch::of(lower);
            (self.branches[id as usize].total(), self.keep_branch(Branch::of(upper)))
        };
        let branch = &mut self.branches[node.id as usize];
        branch.put(place + 1, &upper);
        branch.replace(place, &lower);
    }

    /// Joins a child of which little is left with a neighbour, or lets both share what they have.
    fn mend_child(&mut self, node: NodeOnPath, place: usize) {
        let left = place.saturating_sub(1);
        let branch = &self.branches[node.id as usize];
        if branch.len() < 2 {
            return;
        }
        let both = [left, left + 1].map(|place| node.below(place, branch));
        let [id, right] = both.map(|child| child.id);
        let (summary, rest) = if node.height == 1 {
            let upper = self.leaves[right as usize].clone();
            let leaf = &mut self.leaves[id as usize];
            if !leaf.join(&upper) {
                return;
            }
            self.free_leaves.push(right);
            (leaf.summary((both[0].on.0, both[1].on.1)), None)
        } else {
            let nodes = [id, right].map(|id| self.branches[id as usize].nodes());
            let nodes: Vec<Child> = nodes.into_iter().flatten().collect();
            let all = nodes.len();
            let (lower, upper) = nodes.split_at(if all <= CHILDREN { all } else { all / 2 });
            self.branches[id as usize] = Branch::of(lower);
            self.free_branches.push(right);
            let rest = (!upper.is_empty()).then(|| self.keep_branch(Branch::of(upper)));
            (self.branches[id as usize].total(), rest)
        };
        let branch = &mut self.branches[node.id as usize];
        branch.take(left + 1);
        branch.replace(left, &summary);
        if let Some(rest) = rest {
            branch.put(left + 1, &rest);
        }
    }
}

/// Puts a node into its arena, where one was freed if possible.
fn keep<T>(arena: &mut Vec<T>, free: &mut Vec<u32>, node: T) -> u32 {
    if let Some(id) = free.pop() {
        arena[id as usize] = node;
        return id;
    }
    arena.push(node);
    (arena.len() - 1) as u32
}
