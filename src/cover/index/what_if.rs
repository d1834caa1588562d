//! Figures after changes that are not applied.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use super::CoverIndex;
use crate::span::Span;
use crate::units::Length;

/// Covered and shared length.
///
/// ```
/// use border_coverage::{Length, Span};
/// use border_coverage::cover::{CoverIndex, Figures};
/// let index = CoverIndex::from_iter([('a', Span::from_mm(0, 60)?)]);
/// let expected = Figures { covered: Length::from_mm(60), shared: Length::ZERO };
/// assert_eq!(index.figures(), expected);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Length that at least one span holds.
    pub covered: Length,
    /// Length that two or more spans hold.
    pub shared: Length,
}

/// A change to the span under a key: what [`CoverIndex::what_if`] plans and
/// [`NetworkIndex::apply`](crate::cover::NetworkIndex::apply) does.
///
/// Exhaustive on purpose: a match on it is an implementation of both changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change<K> {
    /// Store this span under the key, in place of the one there, if any.
    Insert(K, Span),
    /// Remove the span under the key, if any.
    Remove(K),
}

impl<K: Eq + Hash + Clone> CoverIndex<K> {
    /// The figures after `changes`, which are not applied; of several changes to a key the last
    /// counts.
    ///
    /// `O(m log n)` for `m` changes.
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
    #[must_use]
    pub fn what_if(&self, changes: &[Change<K>]) -> Figures {
        let mut figures = self.figures();
        let (mut from, mut change) = (i64::MIN, 0);
        for (at, step) in self.steps(changes) {
            if change != 0 && from < at {
                let [covered, shared] =
                    self.tree.change_if_raised((from, at), change).map(Length::from_mm);
                figures =
                    Figures { covered: figures.covered + covered, shared: figures.shared + shared };
            }
            (from, change) = (at, change + step);
        }
        figures
    }

    /// The changes as depth steps, sorted: position and change of the depth.
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
