//! A B+-tree of ends in which every branch knows the summary of each child.
//!
//! Nodes live in two arenas and are named by their index. A node is removed when it is empty,
//! not when it is half full: with as many insertions as removals that keeps trees as full and
//! spares the merging (Johnson and Shasha, "B-trees with inserts and deletes", 1993).

use super::leaf::{ENDS, End, Key, Leaf};
use super::summary::{MOST, Summary};

/// Children of a branch.
const CHILDREN: usize = MOST;

/// A node above the leaves.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    len: usize,
    child: [u32; CHILDREN],
    /// Their keys, in two parts.
    at: [i64; CHILDREN],
    tag: [u32; CHILDREN],
    summary: [Summary; CHILDREN],
    /// The steps of the summaries once more, side by side.
    step: [i32; CHILDREN],
}

impl Branch {
    fn empty() -> Self {
        Self {
            len: 0,
            child: [0; CHILDREN],
            at: [0; CHILDREN],
            tag: [0; CHILDREN],
            summary: [Summary::NONE; CHILDREN],
            step: [0; CHILDREN],
        }
    }

    /// The children and their summaries, in order.
    pub(super) fn children(&self) -> impl Iterator<Item = (u32, &Summary)> {
        self.child[..self.len].iter().copied().zip(&self.summary[..self.len])
    }

    /// Which child holds `key`, or would.
    #[inline]
    fn find(&self, key: Key) -> usize {
        // Counting all is steadier than a search whose steps cannot be foreseen.
        let before = |&at: &i64| usize::from(at < key.0);
        let mut place = self.at[..self.len].iter().skip(1).map(before).sum();
        while place + 1 < self.len && self.key(place + 1) <= key {
            place += 1;
        }
        place
    }

    /// A key that no end of the child at `place` lies before, except in the first child.
    fn key(&self, place: usize) -> Key {
        (self.at[place], self.tag[place])
    }

    /// Those of `ends`, which belong at or behind `place`, that belong there, and the others.
    #[inline]
    fn part<'a>(&self, place: usize, ends: &'a [End]) -> (&'a [End], &'a [End]) {
        let last = place + 1 == self.len;
        let here = |end: &&End| last || end.key() < self.key(place + 1);
        ends.split_at(ends.iter().take_while(here).count().max(1))
    }

    fn summary(&self, place: usize) -> Summary {
        self.summary[place]
    }

    fn set(&mut self, place: usize, summary: &Summary) {
        self.summary[place] = *summary;
        self.step[place] = summary.step;
    }

    /// The summary of all, which was `before` until one child turned from `old` to `new`.
    #[inline]
    fn changed(&self, before: &Summary, place: usize, old: &Summary, new: &Summary) -> Summary {
        let depth = self.step[..place].iter().sum();
        before.changed(depth, old, new).unwrap_or_else(|| self.total())
    }

    fn put(&mut self, place: usize, node: &Node) {
        self.child.copy_within(place..self.len, place + 1);
        self.at.copy_within(place..self.len, place + 1);
        self.tag.copy_within(place..self.len, place + 1);
        self.summary.copy_within(place..self.len, place + 1);
        self.step.copy_within(place..self.len, place + 1);
        self.child[place] = node.id;
        (self.at[place], self.tag[place]) = node.key;
        self.set(place, &node.summary);
        self.len += 1;
    }

    fn take(&mut self, place: usize) {
        self.child.copy_within(place + 1..self.len, place);
        self.at.copy_within(place + 1..self.len, place);
        self.tag.copy_within(place + 1..self.len, place);
        self.summary.copy_within(place + 1..self.len, place);
        self.step.copy_within(place + 1..self.len, place);
        self.len -= 1;
    }

    fn split(&mut self) -> Self {
        let half = self.len / 2;
        let mut upper = Self::empty();
        upper.len = self.len - half;
        upper.child[..upper.len].copy_from_slice(&self.child[half..self.len]);
        upper.at[..upper.len].copy_from_slice(&self.at[half..self.len]);
        upper.tag[..upper.len].copy_from_slice(&self.tag[half..self.len]);
        upper.summary[..upper.len].copy_from_slice(&self.summary[half..self.len]);
        upper.step[..upper.len].copy_from_slice(&self.step[half..self.len]);
        self.len = half;
        upper
    }

    fn total(&self) -> Summary {
        Summary::of(&self.summary[..self.len])
    }
}

/// A node as its parent keeps it.
struct Node {
    id: u32,
    key: Key,
    summary: Summary,
}

/// All ends in order, and what they say together.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) leaves: Vec<Leaf>,
    pub(super) branches: Vec<Branch>,
    free_leaves: Vec<u32>,
    free_branches: Vec<u32>,
    pub(super) root: u32,
    /// Levels of branches above the leaves.
    pub(super) height: u32,
    /// `None` where there are no ends.
    pub(super) summary: Option<Summary>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self {
            leaves: vec![Leaf::EMPTY],
            branches: Vec::new(),
            free_leaves: Vec::new(),
            free_branches: Vec::new(),
            root: 0,
            height: 0,
            summary: None,
        }
    }

    /// Of ends in order, in linear time; three quarters full, so that the first updates do not
    /// split every node.
    pub(super) fn of(ends: &[End]) -> Self {
        let mut tree = Self::new();
        let mut level: Vec<Node> = Vec::new();
        for ends in ends.chunks(ENDS * 3 / 4) {
            level.push(tree.keep_leaf(Leaf::of(ends)));
        }
        while level.len() > 1 {
            let mut above = Vec::new();
            for children in level.chunks(CHILDREN * 3 / 4) {
                let mut branch = Branch::empty();
                children.iter().for_each(|child| branch.put(branch.len, child));
                above.push(tree.keep_branch(branch));
            }
            level = above;
            tree.height += 1;
        }
        if let Some(root) = level.first() {
            (tree.root, tree.summary) = (root.id, Some(root.summary));
        }
        tree
    }

    fn keep_leaf(&mut self, leaf: Leaf) -> Node {
        let (key, summary) = (leaf.first(), leaf.summary());
        Node { id: keep(&mut self.leaves, &mut self.free_leaves, leaf), key, summary }
    }

    fn keep_branch(&mut self, branch: Branch) -> Node {
        let (key, summary) = (branch.key(0), branch.total());
        Node { id: keep(&mut self.branches, &mut self.free_branches, branch), key, summary }
    }

    /// Adds both ends of a span in one walk; `O(log n)`.
    pub(super) fn insert(&mut self, ends: [End; 2]) {
        if !self.has_room(self.root, self.height) {
            let mut branch = Branch::empty();
            let summary = self.summary.unwrap_or(Summary::NONE);
            // The key of a first child is never asked for.
            branch.put(0, &Node { id: self.root, key: (i64::MIN, 0), summary });
            self.root = self.keep_branch(branch).id;
            self.height += 1;
        }
        let before = self.summary.unwrap_or(Summary::NONE);
        self.summary = Some(self.insert_below(self.root, self.height, &before, &ends));
    }

    /// Adds one end or two below a node that has room for both and was as in `before`.
    fn insert_below(
        &mut self,
        id: u32,
        height: u32,
        before: &Summary,
        mut ends: &[End],
    ) -> Summary {
        if height == 0 {
            let leaf = &mut self.leaves[id as usize];
            ends.iter().for_each(|&end| leaf.insert(end));
            return leaf.summary();
        }
        let mut split = false;
        while let Some(end) = ends.first() {
            let mut place = self.branches[id as usize].find(end.key());
            if !self.has_room(self.branches[id as usize].child[place], height - 1) {
                self.split_child(id, height, place);
                place = self.branches[id as usize].find(end.key());
                split = true;
            }
            let branch = &self.branches[id as usize];
            let (here, rest) = branch.part(place, ends);
            let (child, old) = (branch.child[place], branch.summary(place));
            let new = self.insert_below(child, height - 1, &old, here);
            let branch = &mut self.branches[id as usize];
            branch.set(place, &new);
            if here.len() == 2 && !split {
                return branch.changed(before, place, &old, &new);
            }
            ends = rest;
        }
        self.branches[id as usize].total()
    }

    /// Whether two more ends fit below the node without splitting it.
    fn has_room(&self, id: u32, height: u32) -> bool {
        if height == 0 {
            self.leaves[id as usize].has_room()
        } else {
            self.branches[id as usize].len + 2 <= CHILDREN
        }
    }

    /// Splits a child of a branch that has room for one more.
    fn split_child(&mut self, id: u32, height: u32, place: usize) {
        let child = self.branches[id as usize].child[place] as usize;
        let (summary, upper) = if height == 1 {
            let upper = self.leaves[child].split();
            (self.leaves[child].summary(), self.keep_leaf(upper))
        } else {
            let upper = self.branches[child].split();
            (self.branches[child].total(), self.keep_branch(upper))
        };
        self.branches[id as usize].set(place, &summary);
        self.branches[id as usize].put(place + 1, &upper);
    }

    /// Removes both ends of a span that is there, in one walk; `O(log n)`.
    pub(super) fn remove(&mut self, ends: [End; 2]) {
        let before = self.summary.unwrap_or(Summary::NONE);
        self.summary = self.remove_below(self.root, self.height, &before, &ends);
        if self.summary.is_none() {
            *self = Self::new();
        }
        while self.height > 0 && self.branches[self.root as usize].len == 1 {
            let only = self.branches[self.root as usize].child[0];
            self.free_branches.push(self.root);
            self.root = only;
            self.height -= 1;
        }
    }

    /// What is left below a node that was as in `before`, `None` where nothing is.
    fn remove_below(
        &mut self,
        id: u32,
        height: u32,
        before: &Summary,
        mut ends: &[End],
    ) -> Option<Summary> {
        if height == 0 {
            let leaf = &mut self.leaves[id as usize];
            ends.iter().for_each(|end| leaf.remove(end.key()));
            return (!leaf.is_empty()).then(|| leaf.summary());
        }
        while let Some(end) = ends.first() {
            let branch = &self.branches[id as usize];
            let place = branch.find(end.key());
            let (here, rest) = branch.part(place, ends);
            let (child, old) = (branch.child[place], branch.summary(place));
            let left = self.remove_below(child, height - 1, &old, here);
            let branch = &mut self.branches[id as usize];
            match left {
                Some(new) => {
                    branch.set(place, &new);
                    if here.len() == 2 {
                        return Some(branch.changed(before, place, &old, &new));
                    }
                }
                None => {
                    branch.take(place);
                    let leaf = height == 1;
                    let free = if leaf { &mut self.free_leaves } else { &mut self.free_branches };
                    free.push(child);
                }
            }
            ends = rest;
        }
        let branch = &self.branches[id as usize];
        (branch.len > 0).then(|| branch.total())
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
