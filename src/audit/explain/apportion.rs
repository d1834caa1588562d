//! Giving each place of a set to one of several claims.

use std::collections::BTreeMap;

use crate::cover::SpanSet;
use crate::span::Span;
use crate::units::Measure;

/// Spans, each with the rank of its registration.
pub(super) type Ranked = Vec<(usize, Span)>;

/// Where any of them runs.
pub(super) fn union(claims: &[(usize, Span)]) -> SpanSet {
    claims.iter().map(|claim| claim.1).collect()
}

/// Apportions a set among claims: each place goes to the claim of lowest rank that covers it; what
/// no claim covers goes to none. Takes `O(n log n)`, however many claims overlap.
pub(super) fn apportion(set: &SpanSet, mut claims: Ranked) -> Ranked {
    let mut free: BTreeMap<Measure, Span> = set.iter().map(|span| (span.from(), span)).collect();
    let mut shares = Vec::new();
    if free.is_empty() {
        return shares;
    }
    claims.sort_unstable();
    for (rank, claim) in claims {
        let into = free.range(..claim.from()).next_back().map_or(claim.from(), |(&from, _)| from);
        let near: Vec<Span> = free.range(into..claim.to()).map(|(_, &span)| span).collect();
        for span in near {
            let Some(share) = span.intersection(&claim) else { continue };
            free.remove(&span.from());
            let rests =
                [Span::nonempty(span.from(), share.from()), Span::nonempty(share.to(), span.to())];
            free.extend(rests.into_iter().flatten().map(|rest| (rest.from(), rest)));
            shares.push((rank, share));
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: i64, length: i64) -> Span {
        Span::new(Measure::from_mm(from), Measure::from_mm(from + length)).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        /// The dull twin: millimetre by millimetre.
        #[test]
        fn every_place_goes_to_the_first_that_covers_it(
            set in prop::collection::vec((0..60_i64, 1..20_i64), 0..6),
            claims in prop::collection::vec((0..5_usize, 0..60_i64, 1..20_i64), 0..12),
        ) {
            let set: SpanSet = set.into_iter().map(|(a, l)| span(a, l)).collect();
            let claims: Vec<_> = claims.into_iter().map(|(r, a, l)| (r, span(a, l))).collect();
            let shares = apportion(&set, claims.clone());
            for at in (0..80).map(Measure::from_mm) {
                let covering = claims.iter().filter(|c| c.1.contains(at) && set.contains(at));
                let first: Vec<usize> = covering.map(|c| c.0).min().into_iter().collect();
                let found: Vec<usize> =
                    shares.iter().filter(|s| s.1.contains(at)).map(|s| s.0).collect();
                prop_assert_eq!(found, first);
            }
        }
    }
}
