//! Spans by key, with exact lengths that are current after every update.

mod branch;
mod leaf;
mod query;
mod summary;
mod traits;
mod tree;
mod what_if;

use std::collections::hash_map::{Entry, HashMap};
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::set::SpanSet;
use crate::span::Span;
use crate::units::{Length, Measure};

pub(super) use self::leaf::SpanEnd;
#[cfg(test)]
pub(super) use self::query::visits;
pub(super) use self::tree::Tree;
pub use self::what_if::{Change, Figures};

/// Spans by key, with covered length, gaps and holders that are current after every update.
///
/// | operation | time |
/// |---|---|
/// | [`insert`](Self::insert), [`remove`](Self::remove) | `O(log n)` |
/// | [`covered`](Self::covered), [`shared`](Self::shared), [`deepest`](Self::deepest) | `O(1)` |
/// | [`covered_in`](Self::covered_in), [`figures_in`](Self::figures_in) | `O(log n)` |
/// | [`depth`](Self::depth) | `O(log n)` |
/// | [`gaps`](Self::gaps), [`holders`](Self::holders) | `O(log n)` per gap or holder |
/// | [`what_if`](Self::what_if) with `m` changes | `O(m log n)` |
///
/// Answers depend on the current spans alone, not on the updates that led to them: an index after
/// any history equals one built at once. Freed memory is reused, and released when the index is
/// dropped.
///
/// A key has one span; for an owner with several spans use keys such as `(owner, number)`. Lengths
/// count spans, not owners: a stretch under two spans of one owner is shared. For lengths by owner
/// see [`SpanAccount`](crate::cover::SpanAccount).
///
/// Takes about 100 bytes per span beside two copies of each key, and half as much again during
/// construction. Holds up to 2³¹ spans. Designed for axes up to 2³¹ (2,147 km in millimetres):
/// where endpoints lie farther apart each may take 1 to 2 KB, and [`holders`](Self::holders) checks
/// every span longer than that which starts before; answers are the same.
///
/// Equal to another index with the same keys and spans. Serialises as a list of `{key, span}`,
/// sorted by key.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::CoverIndex;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let mut index = CoverIndex::new();
/// index.insert("Na Ten", span(0, 60)?);
/// index.insert("Ta Kho", span(40, 80)?);
/// assert_eq!((index.covered().mm(), index.shared().mm()), (80, 20));
/// assert_eq!(index.holders(Measure::from_mm(50)), [&"Na Ten", &"Ta Kho"]);
/// index.remove(&"Na Ten");
/// assert_eq!(index.covered().mm(), 40);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Clone)]
pub struct CoverIndex<K> {
    tree: Tree,
    spans: HashMap<K, KeyedSpan, RandomState>,
    /// Key by slot; `None` for free slots.
    keys: Vec<Option<K>>,
    free: Vec<u32>,
}

/// A span and its slot: the number that stands for its key in the tree.
#[derive(Debug, Clone, Copy)]
struct KeyedSpan {
    span: Span,
    slot: u32,
}

impl KeyedSpan {
    fn ends(&self) -> [SpanEnd; 2] {
        SpanEnd::both(self.span, self.slot)
    }
}

impl<K> Default for CoverIndex<K> {
    fn default() -> Self {
        Self { tree: Tree::new(), spans: HashMap::default(), keys: Vec::new(), free: Vec::new() }
    }
}

impl<K> CoverIndex<K> {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of spans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether it has no spans.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    #[cfg(test)]
    pub(super) fn nodes(&self) -> usize {
        self.tree.nodes()
    }

    /// Length that at least one span holds; `O(1)`.
    #[must_use]
    pub fn covered(&self) -> Length {
        self.figures().covered
    }

    /// Length that two or more spans hold; `O(1)`.
    #[must_use]
    pub fn shared(&self) -> Length {
        self.figures().shared
    }

    /// Covered and shared length; `O(1)`.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.tree.figures()
    }

    /// Covered and shared length inside `window`; `O(log n)`.
    ///
    /// ```
    /// use border_coverage::{Measure, Span};
    /// use border_coverage::cover::CoverIndex;
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let mut index = CoverIndex::new();
    /// index.insert(1, span(0, 60)?);
    /// assert_eq!(index.figures_in(span(50, 100)?).covered.mm(), 10);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    #[must_use]
    pub fn figures_in(&self, window: Span) -> Figures {
        let lengths = self.tree.at_least::<2>(window.from().mm(), window.to().mm(), 1);
        let [covered, shared] = lengths.map(Length::from_mm);
        Figures { covered, shared }
    }

    /// Covered length inside `window`; `O(log n)`.
    #[must_use]
    pub fn covered_in(&self, window: Span) -> Length {
        self.length_held(window, 1)
    }

    /// Length inside `window` that at least `times` spans hold.
    ///
    /// `O(log n)` for one or two. For more it visits every stretch of about that depth, up to
    /// `O(n)`. For zero it is the length of the window, unlike in a
    /// [`DepthMap`](crate::cover::DepthMap).
    #[must_use]
    pub fn length_held(&self, window: Span, times: u32) -> Length {
        let depth = i32::try_from(times).unwrap_or(i32::MAX);
        let [length] = self.tree.at_least(window.from().mm(), window.to().mm(), depth);
        Length::from_mm(length)
    }

    /// Number of spans that hold `at`; `O(log n)`.
    #[must_use]
    pub fn depth(&self, at: Measure) -> usize {
        usize::try_from(self.tree.depth(at.mm())).unwrap_or(0)
    }

    /// The greatest depth; `O(1)`.
    #[must_use]
    pub fn deepest(&self) -> usize {
        usize::try_from(self.tree.summary.highest).unwrap_or(0)
    }

    /// The first gap inside `window`, if any; `O(log n)`.
    #[must_use]
    pub fn first_gap(&self, window: Span) -> Option<Span> {
        let (from, to) = self.tree.gap(window.from().mm());
        Span::nonempty(Measure::from_mm(from), Measure::from_mm(to.min(window.to().mm())))
    }

    /// The gaps inside `window`, sorted; `O(log n)` per gap.
    ///
    /// ```
    /// use border_coverage::{Measure, Span};
    /// use border_coverage::cover::CoverIndex;
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let mut index = CoverIndex::new();
    /// index.insert(1, span(20, 60)?);
    /// assert!(index.gaps(span(0, 100)?).eq([span(0, 20)?, span(60, 100)?]));
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn gaps(&self, window: Span) -> impl Iterator<Item = Span> + '_ {
        let mut rest = Some(window);
        std::iter::from_fn(move || {
            let gap = self.first_gap(rest?)?;
            rest = Span::nonempty(gap.to(), window.to());
            Some(gap)
        })
    }

    /// The covered set inside `window`; `O(log n)` per stretch.
    #[must_use]
    pub fn covered_set(&self, window: Span) -> SpanSet {
        self.gaps(window).collect::<SpanSet>().gaps(window)
    }
}

impl<K: Eq + Hash + Clone> CoverIndex<K> {
    /// Stores `span` under `key` and returns the span that was there; `O(log n)`.
    pub fn insert(&mut self, key: K, span: Span) -> Option<Span> {
        let mut entry = match self.spans.entry(key) {
            Entry::Occupied(entry) => entry,
            Entry::Vacant(entry) => {
                let slot = self.free.pop().unwrap_or(self.keys.len() as u32);
                let key = Some(entry.key().clone());
                match self.keys.get_mut(slot as usize) {
                    Some(old) => *old = key,
                    None => self.keys.push(key),
                }
                let keyed = entry.insert(KeyedSpan { span, slot });
                self.tree.insert(keyed.ends());
                return None;
            }
        };
        let before = *entry.get();
        entry.get_mut().span = span;
        self.tree.remove(before.ends());
        self.tree.insert(entry.get().ends());
        Some(before.span)
    }

    /// Removes the span under `key` and returns it; `O(log n)`.
    pub fn remove(&mut self, key: &K) -> Option<Span> {
        let keyed = self.spans.remove(key)?;
        self.tree.remove(keyed.ends());
        if let Some(key) = self.keys.get_mut(keyed.slot as usize) {
            *key = None;
        }
        self.free.push(keyed.slot);
        Some(keyed.span)
    }

    /// The span under `key`.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<Span> {
        self.spans.get(key).map(|keyed| keyed.span)
    }

    /// All keys and their spans, in arbitrary order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, Span)> {
        self.spans.iter().map(|(key, keyed)| (key, keyed.span))
    }
}

impl<K: Ord + Eq + Hash> CoverIndex<K> {
    /// Sorted keys of the spans that hold `at`; `O(log n)` per key.
    #[must_use]
    pub fn holders(&self, at: Measure) -> Vec<&K> {
        let mut holders = self.holders_of(at);
        holders.sort_unstable();
        holders
    }

    /// Sorted keys of the spans that overlap `window`; `O(log n)` per span that holds its start,
    /// then a step per end inside.
    ///
    /// ```
    /// use border_coverage::Span;
    /// use border_coverage::cover::CoverIndex;
    /// let spans = [(1, Span::from_mm(0, 60)?), (2, Span::from_mm(60, 90)?)];
    /// let index = CoverIndex::from_iter(spans);
    /// assert_eq!(index.holders_in(Span::from_mm(59, 61)?), [&1, &2]);
    /// assert_eq!(index.holders_in(Span::from_mm(60, 61)?), [&2]);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    #[must_use]
    pub fn holders_in(&self, window: Span) -> Vec<&K> {
        let mut holders = self.holders_of(window.from());
        self.tree.starts_between(window.from().mm(), window.to().mm(), &mut |slot| {
            holders.extend(self.keys.get(slot as usize).and_then(Option::as_ref));
        });
        holders.sort_unstable();
        holders
    }

    /// Keys of the spans that hold `at`, in arbitrary order.
    fn holders_of(&self, at: Measure) -> Vec<&K> {
        let mut holders = Vec::new();
        self.tree.holders(at.mm(), &mut |(slot, must_check)| {
            let Some(key) = self.keys.get(slot as usize).and_then(Option::as_ref) else { return };
            let holds = || self.spans.get(key).is_some_and(|keyed| keyed.span.contains(at));
            if !must_check || holds() {
                holders.push(key);
            }
        });
        holders
    }
}

impl<K: Eq + Hash + Clone> FromIterator<(K, Span)> for CoverIndex<K> {
    /// Builds the index at once, faster than by insertion; the last span of a key is kept.
    fn from_iter<I: IntoIterator<Item = (K, Span)>>(spans: I) -> Self {
        let mut index = Self::new();
        for (key, span) in spans {
            let slot = index.keys.len() as u32;
            match index.spans.entry(key) {
                Entry::Occupied(mut entry) => entry.get_mut().span = span,
                Entry::Vacant(entry) => {
                    index.keys.push(Some(entry.key().clone()));
                    entry.insert(KeyedSpan { span, slot });
                }
            }
        }
        let mut ends: Vec<SpanEnd> = index.spans.values().flat_map(KeyedSpan::ends).collect();
        ends.sort_unstable_by_key(SpanEnd::key);
        index.tree = Tree::of(&ends);
        index
    }
}
