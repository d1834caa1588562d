//! Standard traits of the index: comparison, growth, and serialisation.

use std::fmt;
use std::hash::Hash;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::CoverIndex;
use crate::span::Span;

impl<K: fmt::Debug> fmt::Debug for CoverIndex<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans = self.spans.iter().map(|(key, keyed)| (key, keyed.span));
        f.debug_map().entries(spans).finish()
    }
}

impl<K: Eq + Hash> PartialEq for CoverIndex<K> {
    /// Whether both have the same keys with the same spans; linear.
    fn eq(&self, other: &Self) -> bool {
        let span = |key| other.spans.get(key).map(|keyed| keyed.span);
        self.spans.len() == other.spans.len()
            && self.spans.iter().all(|(key, keyed)| span(key) == Some(keyed.span))
    }
}

impl<K: Eq + Hash> Eq for CoverIndex<K> {}

impl<K: Eq + Hash + Clone> Extend<(K, Span)> for CoverIndex<K> {
    /// Inserts spans one by one; [`FromIterator`] builds a new index faster.
    fn extend<I: IntoIterator<Item = (K, Span)>>(&mut self, spans: I) {
        for (key, span) in spans {
            self.insert(key, span);
        }
    }
}

/// A list entry: keys of a JSON object could only be strings.
#[derive(Serialize, Deserialize)]
struct IndexEntry<K> {
    key: K,
    span: Span,
}

impl<K: Ord + Serialize> Serialize for CoverIndex<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.spans.iter().map(|(key, keyed)| IndexEntry { key, span: keyed.span });
        let mut entries: Vec<_> = entries.collect();
        entries.sort_unstable_by(|a, b| a.key.cmp(b.key));
        serializer.collect_seq(entries)
    }
}

impl<'de, K: Eq + Hash + Clone + Deserialize<'de>> Deserialize<'de> for CoverIndex<K> {
    /// A key that occurs twice is an error.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::<IndexEntry<K>>::deserialize(deserializer)?;
        let count = entries.len();
        let index: Self = entries.into_iter().map(|entry| (entry.key, entry.span)).collect();
        if index.len() == count {
            Ok(index)
        } else {
            let repeated = count - index.len();
            Err(serde::de::Error::custom(format_args!(
                "{repeated} of {count} keys occur twice: write one span per key"
            )))
        }
    }
}
