//! Sets by label: coverage of thousands of areas or sections at once.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::set::SpanSet;
use crate::span::Span;
use crate::units::{Length, Measure, Share};

/// How long an area is, and how much of it is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct AreaCover {
    /// The length of the area, each place once.
    pub length: Length,
    /// The length of it that is covered.
    pub covered: Length,
}

impl AreaCover {
    /// The part that is covered.
    pub fn share(&self) -> Share {
        Share::of(self.covered, self.length)
    }
}

/// The set of each label's spans, built by all threads of the current `rayon` pool.
///
/// For millions of spans on thousands of sections; the same for any number of threads. One thread
/// finds the label of each span by its hash; the sets then take time linear in the spans. Needs
/// about 40 bytes a span, the sets among them. Their lengths add up through
/// [`Length::checked_sum`].
///
/// ```
/// use border_coverage::{Length, Measure, Span};
/// use border_coverage::cover::sets_by_label;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let sets = sets_by_label([("laos", span(0, 60)?), ("china", span(0, 9)?), ("laos", span(50, 80)?)]);
/// assert_eq!(sets["laos"].length().mm(), 80);
/// assert_eq!(Length::checked_sum(sets.values().map(|s| s.length())), Some(Length::from_mm(89)));
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn sets_by_label<L: Ord + Hash + Send>(
    spans: impl IntoIterator<Item = (L, Span)>,
) -> BTreeMap<L, SpanSet> {
    let mut by_label: HashMap<L, Vec<Span>, RandomState> = HashMap::default();
    for (label, span) in spans {
        by_label.entry(label).or_default().push(span);
    }
    // Each set is built by one thread, or by all if it is large.
    let sets = by_label.into_par_iter().map(|(label, spans)| (label, SpanSet::par_from(&spans)));
    sets.collect::<Vec<_>>().into_iter().collect()
}

/// How much of each area `covered` covers; areas may lie in many spans and over each other.
///
/// One pass over the set, then two binary searches for each span of an area.
///
/// ```
/// use border_coverage::{Measure, Span, SpanSet};
/// use border_coverage::cover::cover_by_area;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let areas = [(span(0, 50)?, "Muong Khuong"), (span(50, 100)?, "Pha Long")];
/// let by_area = cover_by_area(&areas, &SpanSet::from(span(40, 60)?));
/// assert_eq!(by_area["Pha Long"].share().to_string(), "20.00 %");
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn cover_by_area<L: Ord + Clone>(
    areas: &[(Span, L)],
    covered: &SpanSet,
) -> BTreeMap<L, AreaCover> {
    let before = PrefixLengths::of(covered);
    let mut by_label: BTreeMap<&L, Vec<Span>> = BTreeMap::new();
    for (span, label) in areas {
        by_label.entry(label).or_default().push(*span);
    }
    let cover = |spans: Vec<Span>| {
        let own = SpanSet::from(&spans[..]);
        let covered = own.iter().fold(0, |sum, s| sum + (before.at(s.to()) - before.at(s.from())));
        AreaCover { length: own.length(), covered: Length::from_mm(covered) }
    };
    by_label.into_iter().map(|(label, spans)| (label.clone(), cover(spans))).collect()
}

/// A set with the covered length before each of its spans.
struct PrefixLengths<'a> {
    set: &'a SpanSet,
    sums: Vec<i64>,
}

impl<'a> PrefixLengths<'a> {
    fn of(set: &'a SpanSet) -> Self {
        let mut sum = 0;
        let lengths = set.iter().map(|span| span.length().mm());
        let step = |length| {
            sum += length;
            sum - length
        };
        Self { set, sums: lengths.map(step).collect() }
    }

    /// The covered length before `at`, in millimetres.
    fn at(&self, at: Measure) -> i64 {
        let place = self.set.spans().partition_point(|span| span.from() < at);
        let Some(last) = place.checked_sub(1) else { return 0 };
        let span = self.set.spans()[last];
        self.sums[last] + (at.min(span.to()) - span.from()).mm()
    }
}
