//! Pure accounts on one axis: unions, gaps, and who holds each piece.
//!
//! Knows nothing of borders: spans in, spans out, whole millimetres throughout.

use std::collections::BTreeMap;

use crate::span::Span;
use crate::units::Length;

/// A set of measures: disjoint spans in order, no two touching.
///
/// ```
/// use border_coverage::{Measure, Span, SpanSet};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let kept: SpanSet = [span(0, 40)?, span(30, 60)?, span(80, 100)?].into_iter().collect();
/// assert_eq!(kept.length().mm(), 80);
/// assert_eq!(kept.gaps(span(0, 120)?).spans(), [span(60, 80)?, span(100, 120)?]);
/// # Ok::<(), border_coverage::SpanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct SpanSet(Vec<Span>);

impl SpanSet {
    /// The spans, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The length of all its spans together. Never overflows: spans are bounded.
    pub fn length(&self) -> Length {
        self.0.iter().fold(Length::ZERO, |sum, span| sum + span.length())
    }

    /// Whether any of a span is in it; takes a binary search.
    pub fn overlaps(&self, span: Span) -> bool {
        let first = self.0.partition_point(|s| s.to() <= span.from());
        self.0.get(first).is_some_and(|s| s.from() < span.to())
    }

    /// What is in either.
    pub fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// What is in both; takes time linear in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = Vec::new();
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            common.extend(x.intersection(y));
            if x.to() <= y.to() {
                a.next();
            } else {
                b.next();
            }
        }
        Self(common)
    }

    /// What of `extent` is not in it.
    pub fn gaps(&self, extent: Span) -> Self {
        let mut gaps = Vec::new();
        let mut from = extent.from();
        for span in self.0.iter().filter_map(|span| span.intersection(&extent)) {
            gaps.extend(Span::nonempty(from, span.from()));
            from = span.to();
        }
        gaps.extend(Span::nonempty(from, extent.to()));
        Self(gaps)
    }
}

impl FromIterator<Span> for SpanSet {
    /// The union of spans in any order; touching ones become one. Sorts, then sweeps.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().collect();
        sorted.sort_unstable();
        let mut union: Vec<Span> = Vec::new();
        for span in sorted {
            match union.last_mut() {
                Some(last) if span.from() <= last.to() => {
                    *last = Span::nonempty(last.from(), last.to().max(span.to())).unwrap_or(span);
                }
                _ => union.push(span),
            }
        }
        Self(union)
    }
}

/// A maximal stretch that the same owners hold; nobody, where there are none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece<O> {
    /// Where it lies.
    pub span: Span,
    /// Who holds it, in order, each once.
    pub owners: Vec<O>,
}

/// Cuts `extent` into the maximal pieces that the same owners hold; the pieces tile it.
///
/// An owner that claims a place twice holds it once. What lies outside the extent is not counted.
/// Sorts the ends of `n` claims, then walks them: `O(n log n)` plus the owners returned.
///
/// ```
/// use border_coverage::{Measure, Span, overlay};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let pieces = overlay(span(0, 100)?, &[(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")]);
/// let owners: Vec<_> = pieces.iter().map(|p| (p.span.length().mm(), p.owners.len())).collect();
/// assert_eq!(owners, [(40, 1), (20, 2), (20, 1), (20, 0)]);
/// # Ok::<(), border_coverage::SpanError>(())
/// ```
pub fn overlay<O: Ord + Clone>(extent: Span, claims: &[(Span, O)]) -> Vec<Piece<O>> {
    let mut ends = Vec::with_capacity(2 * claims.len());
    for (span, owner) in claims {
        if let Some(inside) = span.intersection(&extent) {
            ends.push((inside.from(), 1, owner));
            ends.push((inside.to(), -1, owner));
        }
    }
    ends.sort_unstable();
    let mut held: BTreeMap<&O, i64> = BTreeMap::new();
    let mut pieces: Vec<Piece<O>> = Vec::new();
    let mut from = extent.from();
    let mut close = |from, to, held: &BTreeMap<&O, i64>| {
        let Some(span) = Span::nonempty(from, to) else { return };
        match pieces.last_mut() {
            Some(last) if last.owners.iter().eq(held.keys().copied()) => {
                last.span = Span::nonempty(last.span.from(), to).unwrap_or(span);
            }
            _ => pieces.push(Piece { span, owners: held.keys().map(|&o| o.clone()).collect() }),
        }
    };
    for (at, step, owner) in ends {
        close(from, at, &held);
        from = at;
        let depth = held.entry(owner).or_insert(0);
        *depth += step;
        if *depth == 0 {
            held.remove(owner);
        }
    }
    close(from, extent.to(), &held);
    pieces
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::units::Measure;

    /// The dull twin: one set of owners for each millimetre of a short axis.
    const AXIS: i64 = 60;

    fn span(from: i64, to: i64) -> Span {
        Span::new(Measure::from_mm(from), Measure::from_mm(to)).unwrap()
    }

    fn dense(claims: &[(Span, u8)]) -> Vec<BTreeSet<u8>> {
        let holders = |mm| {
            let at = Measure::from_mm(mm);
            claims.iter().filter(|(s, _)| s.contains(at)).map(|&(_, owner)| owner).collect()
        };
        (0..AXIS).map(holders).collect()
    }

    fn any_claims() -> impl Strategy<Value = Vec<(Span, u8)>> {
        let ends = (0..AXIS, 0..AXIS).prop_filter("not empty", |(a, b)| a != b);
        let one = (ends, 0..5_u8).prop_map(|((a, b), owner)| (span(a.min(b), a.max(b)), owner));
        prop::collection::vec(one, 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn pieces_tile_the_extent_and_agree_with_every_millimetre(claims in any_claims()) {
            let pieces = overlay(span(0, AXIS), &claims);
            let twin = dense(&claims);
            prop_assert_eq!(pieces[0].span.from().mm(), 0);
            prop_assert_eq!(pieces[pieces.len() - 1].span.to().mm(), AXIS);
            for pair in pieces.windows(2) {
                prop_assert_eq!(pair[0].span.to(), pair[1].span.from());
                prop_assert_ne!(&pair[0].owners, &pair[1].owners);
            }
            for piece in &pieces {
                for mm in piece.span.from().mm()..piece.span.to().mm() {
                    prop_assert!(piece.owners.iter().eq(&twin[mm as usize]));
                }
            }
        }

        #[test]
        fn union_and_gaps_agree_with_every_millimetre(claims in any_claims(), others in any_claims()) {
            let set = |claims: &[(Span, u8)]| claims.iter().map(|c| c.0).collect::<SpanSet>();
            let (a, b, extent) = (set(&claims), set(&others), span(0, AXIS));
            let count = |f: &dyn Fn(bool, bool) -> bool| {
                let (x, y) = (dense(&claims), dense(&others));
                (0..AXIS as usize).filter(|&i| f(!x[i].is_empty(), !y[i].is_empty())).count() as i64
            };
            prop_assert_eq!(a.length().mm(), count(&|x, _| x));
            prop_assert_eq!(a.gaps(extent).length().mm(), count(&|x, _| !x));
            prop_assert_eq!(a.union(&b).length().mm(), count(&|x, y| x || y));
            prop_assert_eq!(a.intersection(&b).length().mm(), count(&|x, y| x && y));
            prop_assert_eq!(a.gaps(extent).gaps(extent), a.clone());
            prop_assert_eq!(a.union(&a), a);
        }

        #[test]
        fn the_order_of_claims_does_not_matter(claims in any_claims().prop_shuffle(), seed in any_claims()) {
            let mut reversed = claims.clone();
            reversed.reverse();
            reversed.extend(seed.clone());
            let forward: Vec<_> = seed.into_iter().chain(claims).collect();
            prop_assert_eq!(overlay(span(5, 50), &forward), overlay(span(5, 50), &reversed));
        }
    }

    #[test]
    fn spans_at_the_ends_of_the_range_do_not_overflow() {
        let limit = Span::LIMIT.mm();
        let all = span(-limit, limit);
        let set: SpanSet = [span(-limit, 0), span(0, limit)].into_iter().collect();
        assert_eq!(set.spans(), [all]);
        assert_eq!(set.length().mm(), 2 * limit);
        assert!(set.gaps(all).is_empty());
    }
}
