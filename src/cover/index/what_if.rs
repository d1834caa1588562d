//! What the figures would be after changes that are not made.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::CoverIndex;
use crate::span::Span;
use crate::units::Length;

/// How much is covered, and how much of it by more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Figures {
    /// The length that any span holds.
    pub covered: Length,
    /// The length that two or more spans hold.
    pub shared: Length,
}

/// A change to the span under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change<K> {
    /// Hold this span under the key, in place of what is held under it.
    Insert(K, Span),
    /// Hold nothing under the key.
    Remove(K),
}

impl<K: Eq + Hash + Clone> CoverIndex<K> {
    /// The figures after `changes`, of which the last for a key counts; nothing is changed. To remove
    /// what is not held changes nothing.
    ///
    /// Takes time for the `m` changes only, `O(m log n)`.
    ///
    /// ```
    /// use border_coverage::{Measure, Span};
    /// use border_coverage::cover::{Change, CoverIndex};
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let index = CoverIndex::from_iter([("Na Ten", span(0, 60)?), ("Ta Kho", span(40, 80)?)]);
    /// let plan = [Change::Remove("Na Ten"), Change::Insert("Lao Chai", span(70, 100)?)];
    /// assert_eq!(index.what_if(&plan).covered.mm(), 60);
    /// assert_eq!(index.covered().mm(), 80);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn what_if(&self, changes: &[Change<K>]) -> Figures {
        let mut figures = self.figures();
        let (mut from, mut change) = (i64::MIN, 0);
        for (at, step) in self.steps(changes) {
            if change != 0 && from < at {
                let [covered, shared] = self.tree.turn((from, at), change).map(Length::from_mm);
                figures =
                    Figures { covered: figures.covered + covered, shared: figures.shared + shared };
            }
            (from, change) = (at, change + step);
        }
        figures
    }

    /// Where the changes would change the depth, in order, and by how much.
    fn steps(&self, changes: &[Change<K>]) -> Vec<(i64, i32)> {
        let mut after: HashMap<&K, Option<Span>, RandomState> = HashMap::default();
        for change in changes {
            match change {
                Change::Insert(key, span) => after.insert(key, Some(*span)),
                Change::Remove(key) => after.insert(key, None),
            };
        }
        let mut steps = Vec::new();
        let mut step = |span: Option<Span>, by: i32| {
            steps.extend(span.map(|span| (span.from().mm(), by)));
            steps.extend(span.map(|span| (span.to().mm(), -by)));
        };
        for (key, span) in after {
            step(self.get(key), -1);
            step(span, 1);
        }
        steps.sort_unstable();
        steps
    }
}
