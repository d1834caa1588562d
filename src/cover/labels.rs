//! Sets by label: coverage of thousands of areas or sections at once.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::set::SpanSet;
use crate::span::Span;
use crate::units::{Length, Measure, Share};

/// The length of an area and how much of it is covered.
///
/// ```
/// use border_coverage::Length;
/// use border_coverage::cover::AreaCover;
/// let area = AreaCover { length: Length::from_mm(50), covered: Length::from_mm(10) };
/// assert_eq!(area.share().to_string(), "20.00 %");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct AreaCover {
    /// Length of the area; overlapping spans count once.
    pub length: Length,
    /// Covered length of the area.
    pub covered: Length,
}

impl AreaCover {
    /// The covered share, in per cent when printed.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.covered, self.length)
    }
}

/// One [`SpanSet`] per label, built by all threads of the current `rayon` pool.
///
/// Groups spans by label, such as a section, then builds each set in time linear in its spans.
/// Takes about 40 bytes per span, the result included. The result does not depend on the number of
/// threads. Sum lengths over labels with [`Length::checked_sum`].
///
/// ```
/// use border_coverage::{Length, Measure, Span};
/// use border_coverage::cover::sets_by_label;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let spans = [("laos", span(0, 60)?), ("china", span(0, 9)?), ("laos", span(50, 80)?)];
/// let sets = sets_by_label(spans);
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
    // `par_from` uses one thread for small sets and all threads for large ones.
    let sets = by_label.into_par_iter().map(|(label, spans)| (label, SpanSet::par_from(&spans)));
    sets.collect::<Vec<_>>().into_iter().collect()
}

/// Length and covered length of each area; an area may have many spans, and areas may overlap.
///
/// One pass over the set, then two binary searches per span of an area.
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
    let prefix = PrefixLengths::of(covered);
    let mut by_label: BTreeMap<&L, Vec<Span>> = BTreeMap::new();
    for (span, label) in areas {
        by_label.entry(label).or_default().push(*span);
    }
    let cover = |spans: Vec<Span>| {
        let own = SpanSet::from(&spans[..]);
        let covered =
            own.iter().fold(0, |sum, s| sum + (prefix.before(s.to()) - prefix.before(s.from())));
        AreaCover { length: own.length(), covered: Length::from_mm(covered) }
    };
    by_label.into_iter().map(|(label, spans)| (label.clone(), cover(spans))).collect()
}

/// A set with the sum of lengths before each of its spans.
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

    /// The length of the set before `at`, in millimetres.
    fn before(&self, at: Measure) -> i64 {
        let after = self.set.spans().partition_point(|span| span.from() < at);
        let Some(last) = after.checked_sub(1) else { return 0 };
        let span = self.set.spans()[last];
        self.sums[last] + (at.min(span.to()) - span.from()).mm()
    }
}
