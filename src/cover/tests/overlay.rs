//! Pieces, crossings and labels agree with every millimetre and tile the extent.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{AXIS, Dice, TO_THE_ENDS, any_span, any_spans, moved, span};
use crate::cover::{
    Crossing, DepthMap, Piece, SpanAccount, SpanSet, cover_by_area, covered_length, deepest,
    overlay, overlay_areas, sets_by_label,
};
use crate::span::Span;
use crate::units::Measure;

type Claims = Vec<(Span, u8)>;

/// The dull twin: one set of owners for each millimetre of a short axis.
pub(super) fn dense(claims: &[(Span, u8)]) -> Vec<BTreeSet<u8>> {
    let holders = |mm| {
        let at = Measure::from_mm(mm);
        claims.iter().filter(|(s, _)| s.contains(at)).map(|&(_, owner)| owner).collect()
    };
    (0..AXIS).map(holders).collect()
}

pub(super) fn any_claims() -> impl Strategy<Value = Claims> {
    prop::collection::vec((any_span(AXIS), 0..5_u8), 0..12)
}

fn places(span: Span) -> std::ops::Range<usize> {
    span.from().mm() as usize..span.to().mm() as usize
}

pub(super) fn set(spans: &[Span]) -> SpanSet {
    spans.iter().copied().collect()
}

fn tile(spans: &[Span], extent: Span) -> bool {
    spans.first().is_some_and(|first| first.from() == extent.from())
        && spans.last().is_some_and(|last| last.to() == extent.to())
        && spans.windows(2).all(|pair| pair[0].to() == pair[1].from())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn pieces_tile_the_extent_and_agree_with_every_millimetre(claims in any_claims()) {
        let pieces = overlay(span(0, AXIS), &claims);
        let twin = dense(&claims);
        prop_assert!(tile(&pieces.iter().map(|p| p.span).collect::<Vec<_>>(), span(0, AXIS)));
        prop_assert!(pieces.windows(2).all(|pair| pair[0].owners != pair[1].owners));
        for piece in &pieces {
            for owners in &twin[places(piece.span)] {
                prop_assert!(piece.owners.iter().eq(owners));
            }
        }
        let text = serde_json::to_string(&pieces).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Piece<u8>>>(&text).unwrap(), pieces);
    }

    #[test]
    fn the_order_of_claims_does_not_matter(claims in any_claims().prop_shuffle(), more in any_claims()) {
        let mut reversed = claims.clone();
        reversed.reverse();
        reversed.extend(more.clone());
        let forward: Vec<_> = more.into_iter().chain(claims).collect();
        let extent = span(5, 50);
        prop_assert_eq!(overlay(extent, &forward), overlay(extent, &reversed));
        prop_assert_eq!(SpanAccount::of(extent, &forward), SpanAccount::of(extent, &reversed));
    }

    #[test]
    fn the_deepest_pieces_are_the_first_of_all_by_depth(claims in any_claims(), count in 0..6_usize) {
        let mut all = overlay(span(0, AXIS), &claims);
        all.sort_by_key(|piece| std::cmp::Reverse(piece.owners.len()));
        all.truncate(count);
        prop_assert_eq!(deepest(span(0, AXIS), &claims, count), all);
    }

    #[test]
    fn crossings_are_pieces_of_both(areas in any_claims(), claims in any_claims()) {
        let crossings = overlay_areas(span(0, AXIS), &areas, &claims);
        let (areas, owners) = (dense(&areas), dense(&claims));
        prop_assert!(tile(&crossings.iter().map(|c| c.span).collect::<Vec<_>>(), span(0, AXIS)));
        for crossing in &crossings {
            for place in places(crossing.span) {
                prop_assert!(crossing.areas.iter().eq(&areas[place]));
                prop_assert!(crossing.owners.iter().eq(&owners[place]));
            }
        }
        let text = serde_json::to_string(&crossings).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Crossing<u8, u8>>>(&text).unwrap(), crossings);
    }

    #[test]
    fn at_the_ends_of_the_range_all_is_as_at_zero(
        areas in any_claims(), claims in any_claims(), count in 0..6_usize,
    ) {
        let axis = span(0, AXIS);
        let deep = deepest(axis, &claims, count);
        let crossings = overlay_areas(axis, &areas, &claims);
        for by in TO_THE_ENDS {
            let there = |claims: &Claims| -> Claims {
                claims.iter().map(|&(span, owner)| (moved(span, by), owner)).collect()
            };
            let far = deepest(moved(axis, by), &there(&claims), count);
            let back = far.into_iter().map(|p| Piece { span: moved(p.span, -by), ..p });
            prop_assert!(back.eq(deep.iter().cloned()));
            let far = overlay_areas(moved(axis, by), &there(&areas), &there(&claims));
            let back = far.into_iter().map(|c| Crossing { span: moved(c.span, -by), ..c });
            prop_assert!(back.eq(crossings.iter().cloned()));
        }
    }

    #[test]
    fn areas_are_covered_as_their_intersection(areas in any_claims(), spans in any_spans()) {
        let covered = set(&spans);
        let by_area = cover_by_area(&areas, &covered);
        let sets = sets_by_label(areas.iter().map(|&(span, label)| (label, span)));
        prop_assert!(by_area.keys().eq(sets.keys()));
        for (label, own) in &sets {
            prop_assert_eq!(by_area[label].length, own.length());
            prop_assert_eq!(by_area[label].covered, own.intersection(&covered).length());
        }
    }
}

/// The dull twin for claims anywhere: every stretch between neighbouring ends is looked at.
fn between_ends(extent: Span, claims: &[(Span, u64)]) -> Vec<(Span, BTreeSet<u64>)> {
    let cut = |s: &Span| s.intersection(&extent).map(|s| [s.from(), s.to()]);
    let mut ends: BTreeSet<Measure> = claims.iter().filter_map(|(s, _)| cut(s)).flatten().collect();
    ends.extend([extent.from(), extent.to()]);
    let ends: Vec<Measure> = ends.into_iter().collect();
    let stretches = ends.windows(2).map(|pair| Span::new(pair[0], pair[1]).unwrap());
    let holders = |stretch: Span| {
        let holds = |claim: &&(Span, u64)| claim.0.contains(stretch.from());
        (stretch, claims.iter().filter(holds).map(|&(_, owner)| owner).collect())
    };
    stretches.map(holders).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn many_claims_of_few_or_many_owners_agree_with_every_stretch(
        seed in 1..u64::MAX, count in 500..900_usize, owners in 1..1_000_u64,
        (axis, longest) in prop::sample::select(vec![
            (1 << 12, 40), (1 << 17, 400), (1 << 17, 1 << 16), (1 << 28, 1 << 20), (1 << 50, 1 << 45),
        ]),
        (low, high) in (-8..8_i64, -8..8_i64), place in 0..3_usize,
    ) {
        let mut dice = Dice(seed);
        // At zero, or at either end of the range.
        let far = Span::LIMIT.mm() - axis as i64 - longest as i64;
        let move_by = [0, -Span::LIMIT.mm(), far][place];
        let limited = |at: i64| (at + move_by).clamp(-Span::LIMIT.mm(), Span::LIMIT.mm());
        let moved = |from: i64, to: i64| span(limited(from), limited(to));
        // A few owners have most of the claims.
        let claims: Vec<(Span, u64)> = dice.spans(count, axis, longest).into_iter().map(|s| {
            let most = 1 + dice.below(owners);
            (moved(s.from().mm(), s.to().mm()), dice.below(most) * 7)
        }).collect();
        let sixteenth = axis as i64 / 16;
        let extent = moved(low * sixteenth, axis as i64 - high * sixteenth);
        let twin = between_ends(extent, &claims);
        let pieces = overlay(extent, &claims);
        prop_assert!(pieces.windows(2).all(|pair| pair[0].owners != pair[1].owners));
        let cut = pieces.iter().flat_map(|piece| {
            let within = twin.iter().filter(|(s, _)| s.intersection(&piece.span).is_some());
            within.map(|(s, _)| (*s, piece.owners.iter().copied().collect()))
        });
        prop_assert!(cut.eq(twin.iter().cloned()));
        let account = SpanAccount::of(extent, &claims);
        let sum = |holds: &dyn Fn(&BTreeSet<u64>) -> bool| {
            twin.iter().filter(|(_, owners)| holds(owners)).map(|(s, _)| s.length().mm()).sum::<i64>()
        };
        prop_assert_eq!(account.covered().mm(), sum(&|owners| !owners.is_empty()));
        prop_assert_eq!(account.shared().mm(), sum(&|owners| owners.len() > 1));
        let all: BTreeSet<u64> = twin.iter().flat_map(|(_, owners)| owners).copied().collect();
        prop_assert!(account.owners().keys().eq(&all));
        for (owner, holding) in account.owners() {
            prop_assert_eq!(holding.held.mm(), sum(&|owners| owners.contains(owner)));
            let alone = sum(&|owners| owners.len() == 1 && owners.contains(owner));
            prop_assert_eq!(holding.alone.mm(), alone);
        }
    }
}

#[test]
fn many_who_come_and_go_at_one_place_are_as_many_alone() {
    // Each claim its own owner, in no order; and one that is handed on from metre to metre.
    let count = 50_000_u64;
    let mut claims: Vec<(Span, u64)> =
        (0..count).map(|i| (span(0, 1_000_000), i.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let all = claims.len();
    let pieces = overlay(span(-1, 1_000_001), &claims);
    assert_eq!(pieces.iter().map(|p| p.owners.len()).collect::<Vec<_>>(), [0, all, 0]);
    assert!(pieces[1].owners.is_sorted());
    claims.extend((0..1_000_000).map(|i| (span(i, i + 1), 1)));
    let handed_on = overlay(span(0, 1_000_000), &claims);
    assert_eq!(handed_on.iter().map(|p| p.owners.len()).collect::<Vec<_>>(), [all + 1]);
}

#[test]
fn large_overlays_agree_with_small_ones() {
    let mut dice = Dice(7);
    for (count, axis, longest) in [(30_000, 1 << 22, 500), (30_000, 1 << 30, 1 << 28)] {
        let spans = dice.spans(count, axis, longest);
        let claims: Vec<(Span, u64)> = spans.iter().map(|&span| (span, dice.below(500))).collect();
        let extent = span(1_000, axis as i64 - 1_000);
        let pieces = overlay(extent, &claims);
        assert!(tile(&pieces.iter().map(|p| p.span).collect::<Vec<_>>(), extent));
        // Small extents take the way of sorting.
        for _ in 0..50 {
            let from = 1_000 + dice.below(axis - 4_000) as i64;
            let window = span(from, from + 1_000);
            let near: Vec<_> =
                claims.iter().copied().filter(|c| c.0.intersection(&window).is_some()).collect();
            let cut = pieces.iter().filter_map(|piece| {
                let span = piece.span.intersection(&window)?;
                Some(Piece { span, owners: piece.owners.clone() })
            });
            assert!(overlay(window, &near).into_iter().eq(cut));
        }
        let held = pieces.iter().filter(|piece| !piece.owners.is_empty());
        let set: SpanSet = held.map(|piece| piece.span).collect();
        assert_eq!(set, SpanSet::from(&spans[..]).within(extent));
        let depth = DepthMap::of(&spans).unwrap();
        assert_eq!(depth.length_held(1), covered_length(&spans));
        assert_eq!(depth.held(1), SpanSet::from(&spans[..]));
    }
}

#[test]
fn sets_by_label_are_the_same_for_any_number_of_threads() {
    let mut dice = Dice(8);
    let spans = dice.spans(200_000, 1 << 24, 300);
    let labelled: Vec<(u64, Span)> =
        spans.into_iter().map(|s| (dice.below(40).saturating_sub(30), s)).collect();
    let sets = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_vec(&sets_by_label(labelled.iter().copied())).unwrap())
    };
    let one = sets(1);
    (2..=8).for_each(|threads| assert_eq!(sets(threads), one, "{threads} threads"));
}

#[test]
fn what_is_as_long_as_the_range_is_laid_over_and_ranked() {
    let limit = Span::LIMIT.mm();
    let all = span(-limit, limit);
    let halves = [(span(-limit, 0), 'w'), (span(0, limit), 'e')];
    let claims = [(all, 1), (span(limit - 1, limit), 2), (span(-limit, 1 - limit), 2)];
    let crossings = overlay_areas(all, &halves, &claims);
    let found: Vec<_> =
        crossings.iter().map(|c| (c.span.length().mm(), c.areas[0], &c.owners[..])).collect();
    let (both, one): (&[i32], &[i32]) = (&[1, 2], &[1]);
    let long = limit - 1;
    assert_eq!(found, [(1, 'w', both), (long, 'w', one), (long, 'e', one), (1, 'e', both)]);
    assert!(tile(&crossings.iter().map(|c| c.span).collect::<Vec<_>>(), all));
    let top = deepest(all, &claims, 2);
    assert_eq!(top.iter().map(|p| p.span).collect::<Vec<_>>(), [claims[2].0, claims[1].0]);
    assert_eq!(deepest(all, &claims, 9)[2].span.length().mm(), 2 * long);
}

#[test]
fn stretches_whose_labels_are_not_in_order_each_once_are_refused() {
    let good = r#"{"span":{"from_mm":0,"to_mm":5},"areas":["x","y"],"owners":["a","b","c"]}"#;
    let crossing: Crossing<&str, &str> = serde_json::from_str(good).unwrap();
    let piece: Piece<&str> = serde_json::from_str(good).unwrap();
    assert_eq!(serde_json::to_string(&crossing).unwrap(), good);
    assert_eq!((piece.span, piece.owners), (crossing.span, crossing.owners));
    for (from, to, message) in [
        (r#""y""#, r#""x""#, "of 2 labels of a stretch, number 2 does"),
        (r#""b""#, r#""a""#, "of 3 labels of a stretch, number 2 does"),
        (r#""c""#, r#""b""#, "of 3 labels of a stretch, number 3 does"),
        (r#""a""#, r#""d""#, "of 3 labels of a stretch, number 2 does"),
    ] {
        let text = good.replacen(from, to, 1);
        let refused = serde_json::from_str::<Crossing<&str, &str>>(&text).unwrap_err().to_string();
        assert!(refused.contains(message) && refused.contains(": "), "{refused}");
        // A piece has no areas.
        let piece = serde_json::from_str::<Piece<&str>>(&text);
        assert_eq!(piece.is_ok(), from == r#""y""#, "{to}");
    }
}

#[test]
fn covered_lengths_of_areas_through_all_the_range_are_sums_that_fit() {
    let limit = Span::LIMIT.mm();
    let areas = [(span(-limit, 0), 'a'), (span(1, limit), 'a'), (Span::ALL, 'b')];
    let by_area = cover_by_area(&areas, &SpanSet::from(Span::ALL));
    assert_eq!(by_area[&'a'].covered, by_area[&'a'].length);
    assert_eq!(by_area[&'b'].covered.mm(), 2 * limit);
}
