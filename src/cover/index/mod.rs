//! Spans by key, and the exact accounts of all of them at any time.

mod branch;
mod leaf;
mod query;
mod summary;
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

/// Spans that are held by key, with accounts that are always current.
///
/// A span is inserted, changed or removed by its key in `O(log n)`, and what is removed leaves
/// nothing in any figure: an index that came to its spans by any history answers as one that was
/// built of them. Its room is used again, and is given back only with the index. Covered and shared
/// length are known at any time; windows, gaps and the holders of a place are found in `O(log n)`.
///
/// A key holds one span: who has several needs a key for each, such as its name and a number.
/// Spans are counted, not owners, so that two spans of one owner share what both hold; by owner
/// counts [`SpanAccount`](crate::cover::SpanAccount).
///
/// Needs about 100 bytes a span beside the keys, each of which is kept twice; half as much again
/// while it is built. Holds up to 2³¹ spans. Made for lines up to 2³¹ mm (2,147 km): where ends lie
/// farther apart than that, each may need 1 to 2 KB, and where spans are longer, holders are looked
/// for among all of those; answers are the same.
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
#[derive(Debug, Clone)]
pub struct CoverIndex<K> {
    tree: Tree,
    held: HashMap<K, KeyedSpan, RandomState>,
    /// The key of each slot that is taken.
    keys: Vec<Option<K>>,
    free: Vec<u32>,
}

/// A span, and the number under which the tree knows it.
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
        Self { tree: Tree::new(), held: HashMap::default(), keys: Vec::new(), free: Vec::new() }
    }
}

impl<K> CoverIndex<K> {
    /// An index of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many spans it holds.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    #[cfg(test)]
    pub(super) fn nodes(&self) -> usize {
        self.tree.nodes()
    }

    /// The length that any span holds; known at any time.
    pub fn covered(&self) -> Length {
        self.figures().covered
    }

    /// The length that two or more spans hold; known at any time.
    pub fn shared(&self) -> Length {
        self.figures().shared
    }

    /// Covered and shared length; known at any time.
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
    pub fn figures_in(&self, window: Span) -> Figures {
        let lengths = self.tree.at_least::<2>(window.from().mm(), window.to().mm(), 1);
        let [covered, shared] = lengths.map(Length::from_mm);
        Figures { covered, shared }
    }

    /// The covered length inside `window`; `O(log n)`.
    pub fn covered_in(&self, window: Span) -> Length {
        self.length_held(window, 1)
    }

    /// The length inside `window` that at least `times` spans hold.
    ///
    /// `O(log n)` for one or two; for more, the more places of about that depth there are, the
    /// longer, up to `O(n)`. At least zero hold the whole window, unlike in a
    /// [`DepthMap`](crate::cover::DepthMap).
    pub fn length_held(&self, window: Span, times: u32) -> Length {
        let depth = i32::try_from(times).unwrap_or(i32::MAX);
        let [length] = self.tree.at_least(window.from().mm(), window.to().mm(), depth);
        Length::from_mm(length)
    }

    /// How many spans hold `at`; `O(log n)`.
    pub fn depth(&self, at: Measure) -> usize {
        usize::try_from(self.tree.depth(at.mm())).unwrap_or(0)
    }

    /// How many spans hold the place that most hold; known at any time.
    pub fn deepest(&self) -> usize {
        usize::try_from(self.tree.summary.highest).unwrap_or(0)
    }

    /// The first stretch of `window` that nothing holds, if any; `O(log n)`.
    pub fn first_gap(&self, window: Span) -> Option<Span> {
        let (from, to) = self.tree.gap(window.from().mm());
        Span::nonempty(Measure::from_mm(from), Measure::from_mm(to.min(window.to().mm())))
    }

    /// The stretches of `window` that nothing holds, in order; `O(log n)` for each.
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

    /// What the spans hold inside `window`; `O(log n)` for each stretch.
    pub fn covered_set(&self, window: Span) -> SpanSet {
        self.gaps(window).collect::<SpanSet>().gaps(window)
    }
}

impl<K: Eq + Hash + Clone> CoverIndex<K> {
    /// Holds `span` under `key`, and returns what was held under it before; `O(log n)`.
    pub fn insert(&mut self, key: K, span: Span) -> Option<Span> {
        let mut place = match self.held.entry(key) {
            Entry::Occupied(place) => place,
            Entry::Vacant(place) => {
                let slot = self.free.pop().unwrap_or(self.keys.len() as u32);
                let key = Some(place.key().clone());
                match self.keys.get_mut(slot as usize) {
                    Some(old) => *old = key,
                    None => self.keys.push(key),
                }
                let held = place.insert(KeyedSpan { span, slot });
                self.tree.insert(held.ends());
                return None;
            }
        };
        let before = *place.get();
        place.get_mut().span = span;
        self.tree.remove(before.ends());
        self.tree.insert(place.get().ends());
        Some(before.span)
    }

    /// Removes the span under `key` and returns it; `O(log n)`.
    pub fn remove(&mut self, key: &K) -> Option<Span> {
        let held = self.held.remove(key)?;
        self.tree.remove(held.ends());
        if let Some(key) = self.keys.get_mut(held.slot as usize) {
            *key = None;
        }
        self.free.push(held.slot);
        Some(held.span)
    }

    /// The span under `key`.
    pub fn get(&self, key: &K) -> Option<Span> {
        self.held.get(key).map(|held| held.span)
    }

    /// All keys and their spans, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, Span)> {
        self.held.iter().map(|(key, held)| (key, held.span))
    }
}

impl<K: Ord + Eq + Hash> CoverIndex<K> {
    /// The keys of the spans that hold `at`, in order; `O(log n)` for each.
    pub fn holders(&self, at: Measure) -> Vec<&K> {
        let mut holders = self.holders_of(at);
        holders.sort_unstable();
        holders
    }

    /// The keys of the spans that hold any of `window`, in order; `O(log n)` for each that holds
    /// its start, then one step for each end inside.
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
    pub fn holders_in(&self, window: Span) -> Vec<&K> {
        let mut holders = self.holders_of(window.from());
        self.tree.starts_between(window.from().mm(), window.to().mm(), &mut |slot| {
            holders.extend(self.keys.get(slot as usize).and_then(Option::as_ref));
        });
        holders.sort_unstable();
        holders
    }

    /// The keys of the spans that hold `at`, in no order.
    fn holders_of(&self, at: Measure) -> Vec<&K> {
        let mut holders = Vec::new();
        self.tree.holders(at.mm(), &mut |(slot, doubtful)| {
            let Some(key) = self.keys.get(slot as usize).and_then(Option::as_ref) else { return };
            let holds = || self.held.get(key).is_some_and(|held| held.span.contains(at));
            if !doubtful || holds() {
                holders.push(key);
            }
        });
        holders
    }
}

impl<K: Eq + Hash + Clone> FromIterator<(K, Span)> for CoverIndex<K> {
    /// Builds the index at once, faster than by insertion; the last span of a key counts.
    fn from_iter<I: IntoIterator<Item = (K, Span)>>(spans: I) -> Self {
        let mut index = Self::new();
        for (key, span) in spans {
            let slot = index.keys.len() as u32;
            match index.held.entry(key) {
                Entry::Occupied(mut place) => place.get_mut().span = span,
                Entry::Vacant(place) => {
                    index.keys.push(Some(place.key().clone()));
                    place.insert(KeyedSpan { span, slot });
                }
            }
        }
        let mut ends: Vec<SpanEnd> = index.held.values().flat_map(KeyedSpan::ends).collect();
        ends.sort_unstable_by_key(SpanEnd::key);
        index.tree = Tree::of(&ends);
        index
    }
}
