//! A live index over many sections: one [`CoverIndex`] per section, and the sums over all.

use std::collections::BTreeMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::index::{Change, CoverIndex, Figures};
use crate::span::Span;
use crate::units::{Length, Measure, Share};

/// Why sections or spans are not accepted by a [`NetworkIndex`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// A section occurs twice.
    #[error("a section occurs twice: give each section one extent")]
    RepeatedSection,
    /// The section is not part of the network.
    #[error("the section is not part of the network: name one of its sections")]
    UnknownSection,
    /// A span extends beyond its section.
    #[error(
        "the span [{}, {}) extends beyond the section [{}, {}): clip it",
        .span.from().mm(), .span.to().mm(), .extent.from().mm(), .extent.to().mm()
    )]
    OutsideSection {
        /// The span.
        span: Span,
        /// Extent of the section.
        extent: Span,
    },
    /// The lengths of all sections exceed the range of a length.
    #[error("the sections together are longer than 2⁶³ − 1: split the network")]
    TooLong,
}

/// Spans by section and key over a whole network, with sums that are current after every update.
///
/// Every section has an extent, and every span lies inside it, so `covered + uncovered = length`
/// holds exactly for the network. Keys are per section: a registration that holds stretches of
/// three sections has the same key in each.
///
/// Updates cost `O(log n)` in the spans of their section; sums over the network are `O(1)`.
/// Everything that a [`CoverIndex`] answers is available for a single [`section`](Self::section).
/// Sections sort by `S`. Serialises as a list of sections with their spans.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::{Change, NetworkIndex};
/// let span = Span::from_mm;
/// let mut network = NetworkIndex::new([("laos", span(0, 100)?), ("china", span(0, 50)?)])?;
/// network.insert(&"laos", "Na Ten", span(0, 60)?)?;
/// network.insert(&"china", "Na Ten", span(10, 50)?)?;
/// assert_eq!((network.covered().mm(), network.length().mm()), (100, 150));
/// assert!(network.gaps().eq([(&"china", span(0, 10)?), (&"laos", span(60, 100)?)]));
/// assert_eq!(network.holders_at(&"laos", Measure::from_mm(7)), [&"Na Ten"]);
/// let plan = [("laos", Change::Insert("Ta Kho", span(50, 70)?))];
/// assert_eq!(network.what_if(&plan)?.covered.mm(), 110);
/// assert_eq!(network.remove_key(&"Na Ten").len(), 2);
/// assert_eq!(network.uncovered(), network.length());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<RawSection<S, K>>", into = "Vec<RawSection<S, K>>")]
#[serde(bound(
    serialize = "S: Ord + Clone + Serialize, K: Ord + Hash + Clone + Serialize",
    deserialize = "S: Ord + Deserialize<'de>, K: Ord + Hash + Clone + Deserialize<'de>"
))]
pub struct NetworkIndex<S: Ord, K: Eq + Hash> {
    sections: BTreeMap<S, NetworkSection<K>>,
    length: Length,
    /// Sums over all sections; they cannot overflow, as `length` does not.
    figures: Figures,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NetworkSection<K: Eq + Hash> {
    extent: Span,
    index: CoverIndex<K>,
}

impl<K: Eq + Hash> NetworkSection<K> {
    fn accept(&self, span: Span) -> Result<(), NetworkError> {
        let extent = self.extent;
        if extent.from() <= span.from() && span.to() <= extent.to() {
            Ok(())
        } else {
            Err(NetworkError::OutsideSection { span, extent })
        }
    }
}

impl<S: Ord, K: Eq + Hash + Clone> NetworkIndex<S, K> {
    /// A network of sections with their extents, without spans.
    ///
    /// # Errors
    /// When a section occurs twice, or the sections are too long together.
    pub fn new(sections: impl IntoIterator<Item = (S, Span)>) -> Result<Self, NetworkError> {
        Self::from_indexes(sections.into_iter().map(|(id, extent)| (id, extent, CoverIndex::new())))
    }

    /// A network built from an index per section; faster than inserting spans one by one.
    ///
    /// # Errors
    /// As [`new`](Self::new), and when a span extends beyond its section.
    pub fn from_indexes(
        sections: impl IntoIterator<Item = (S, Span, CoverIndex<K>)>,
    ) -> Result<Self, NetworkError> {
        let none = (Length::ZERO, Figures::default());
        let mut network = Self { sections: BTreeMap::new(), length: none.0, figures: none.1 };
        for (id, extent, index) in sections {
            let section = NetworkSection { extent, index };
            section.index.iter().try_for_each(|(_, span)| section.accept(span))?;
            let length = network.length.checked_add(extent.length());
            network.length = length.ok_or(NetworkError::TooLong)?;
            network.count(Figures::default(), section.index.figures());
            if network.sections.insert(id, section).is_some() {
                return Err(NetworkError::RepeatedSection);
            }
        }
        Ok(network)
    }

    /// Stores `span` of a section under `key` and returns the span that was there; `O(log n)`.
    ///
    /// # Errors
    /// When the section is unknown or shorter than the span; nothing is changed then.
    pub fn insert(
        &mut self,
        section: &S,
        key: K,
        span: Span,
    ) -> Result<Option<Span>, NetworkError> {
        let section = self.sections.get_mut(section).ok_or(NetworkError::UnknownSection)?;
        section.accept(span)?;
        let before = section.index.figures();
        let old = section.index.insert(key, span);
        let after = section.index.figures();
        self.count(before, after);
        Ok(old)
    }

    /// Removes the span of a section under `key` and returns it; `O(log n)`.
    pub fn remove(&mut self, section: &S, key: &K) -> Option<Span> {
        let index = &mut self.sections.get_mut(section)?.index;
        let before = index.figures();
        let old = index.remove(key);
        let after = index.figures();
        self.count(before, after);
        old
    }

    /// Removes the spans under `key` from all sections and returns them, sorted by section.
    pub fn remove_key(&mut self, key: &K) -> Vec<(S, Span)>
    where
        S: Clone,
    {
        let holds = |(_, section): &(&S, &NetworkSection<K>)| section.index.get(key).is_some();
        let ids = self.sections.iter().filter(holds).map(|(id, _)| id.clone());
        let ids: Vec<S> = ids.collect();
        ids.into_iter().filter_map(|id| self.remove(&id, key).map(|span| (id, span))).collect()
    }

    /// Applies changes in order and returns the figures after them.
    ///
    /// # Errors
    /// As [`insert`](Self::insert), for any of the changes; nothing is changed then.
    pub fn apply(&mut self, changes: &[(S, Change<K>)]) -> Result<Figures, NetworkError> {
        self.check(changes)?;
        for (section, change) in changes {
            match change {
                Change::Insert(key, span) => {
                    self.insert(section, key.clone(), *span)?;
                }
                Change::Remove(key) => {
                    self.remove(section, key);
                }
            }
        }
        Ok(self.figures)
    }

    /// The figures of the network after `changes`, which are not applied; of several changes to a
    /// key of a section the last counts. `O(m log n)` for `m` changes.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn what_if(&self, changes: &[(S, Change<K>)]) -> Result<Figures, NetworkError> {
        self.check(changes)?;
        let mut by_section: BTreeMap<&S, Vec<Change<K>>> = BTreeMap::new();
        for (section, change) in changes {
            by_section.entry(section).or_default().push(change.clone());
        }
        let mut figures = self.figures;
        for (id, changes) in by_section {
            let section = self.sections.get(id).ok_or(NetworkError::UnknownSection)?;
            let (before, after) = (section.index.figures(), section.index.what_if(&changes));
            figures = moved(figures, before, after);
        }
        Ok(figures)
    }

    fn check(&self, changes: &[(S, Change<K>)]) -> Result<(), NetworkError> {
        changes.iter().try_for_each(|(section, change)| {
            let section = self.sections.get(section).ok_or(NetworkError::UnknownSection)?;
            match change {
                Change::Insert(_, span) => section.accept(*span),
                Change::Remove(_) => Ok(()),
            }
        })
    }

    /// Updates the sums after the figures of one section have changed.
    fn count(&mut self, before: Figures, after: Figures) {
        self.figures = moved(self.figures, before, after);
    }
}

/// `sum`, with `before` replaced by `after`.
fn moved(sum: Figures, before: Figures, after: Figures) -> Figures {
    Figures {
        covered: sum.covered - before.covered + after.covered,
        shared: sum.shared - before.shared + after.shared,
    }
}

impl<S: Ord, K: Eq + Hash> NetworkIndex<S, K> {
    /// The sections with their extents, sorted.
    pub fn sections(&self) -> impl ExactSizeIterator<Item = (&S, Span)> {
        self.sections.iter().map(|(id, section)| (id, section.extent))
    }

    /// The index of a section, `None` for an unknown one.
    #[must_use]
    pub fn section(&self, section: &S) -> Option<&CoverIndex<K>> {
        self.sections.get(section).map(|section| &section.index)
    }

    /// Number of spans; linear in the sections.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sections.values().map(|section| section.index.len()).sum()
    }

    /// Whether no section has a span; linear in the sections.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.values().all(|section| section.index.is_empty())
    }

    /// Length of all sections; `O(1)`.
    #[must_use]
    pub fn length(&self) -> Length {
        self.length
    }

    /// Covered and shared length of the network; `O(1)`.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.figures
    }

    /// Length that at least one span holds; `O(1)`.
    #[must_use]
    pub fn covered(&self) -> Length {
        self.figures.covered
    }

    /// Length that no span holds; `O(1)`.
    #[must_use]
    pub fn uncovered(&self) -> Length {
        self.length - self.figures.covered
    }

    /// Length that two or more spans hold; `O(1)`.
    #[must_use]
    pub fn shared(&self) -> Length {
        self.figures.shared
    }

    /// The covered share of the network; `O(1)`.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.figures.covered, self.length)
    }

    /// The gaps of the network, sorted by section, then by start; `O(log n)` per gap and section.
    pub fn gaps(&self) -> impl Iterator<Item = (&S, Span)> {
        self.sections
            .iter()
            .flat_map(|(id, section)| section.index.gaps(section.extent).map(move |gap| (id, gap)))
    }

    /// The span of a section under `key`.
    #[must_use]
    pub fn get(&self, section: &S, key: &K) -> Option<Span>
    where
        K: Clone,
    {
        self.section(section)?.get(key)
    }

    /// All spans, sorted by section, in arbitrary order within one.
    pub fn iter(&self) -> impl Iterator<Item = (&S, &K, Span)>
    where
        K: Clone,
    {
        self.sections
            .iter()
            .flat_map(|(id, section)| section.index.iter().map(move |(key, span)| (id, key, span)))
    }

    /// Sorted keys of the spans that hold `at`; `O(log n)` per key. Empty for an unknown section.
    #[must_use]
    pub fn holders_at(&self, section: &S, at: Measure) -> Vec<&K>
    where
        K: Ord,
    {
        self.section(section).map_or_else(Vec::new, |index| index.holders(at))
    }
}

/// Serialised form of a section; a network is rebuilt from them by its constructor.
#[derive(Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, K: Ord + Serialize",
    deserialize = "S: Deserialize<'de>, K: Eq + Hash + Clone + Deserialize<'de>"
))]
struct RawSection<S, K> {
    section: S,
    extent: Span,
    spans: CoverIndex<K>,
}

impl<S: Ord, K: Eq + Hash + Clone> TryFrom<Vec<RawSection<S, K>>> for NetworkIndex<S, K> {
    type Error = NetworkError;
    fn try_from(raw: Vec<RawSection<S, K>>) -> Result<Self, NetworkError> {
        Self::from_indexes(raw.into_iter().map(|raw| (raw.section, raw.extent, raw.spans)))
    }
}

impl<S: Ord, K: Eq + Hash> From<NetworkIndex<S, K>> for Vec<RawSection<S, K>> {
    fn from(network: NetworkIndex<S, K>) -> Self {
        let raw = |(section, NetworkSection { extent, index }): (S, NetworkSection<K>)| {
            RawSection { section, extent, spans: index }
        };
        network.sections.into_iter().map(raw).collect()
    }
}
