//! Who holds what agrees, however it is found: by pieces, by starts alone, by steps of the depth,
//! and by any number of threads.

use std::collections::BTreeMap;

use super::{Dice, span};
use crate::cover::partition::SHARE;
use crate::cover::{DepthMap, Holding, Layer, Piece, SpanAccount, overlay};
use crate::span::Span;
use crate::units::Length;

type Claims = Vec<(Span, u64)>;

/// The dull twin of an account: sums over all pieces.
fn summed(pieces: &[Piece<u64>]) -> (i64, i64, BTreeMap<u64, Holding>) {
    let (mut covered, mut shared, mut owners) = (0, 0, BTreeMap::<u64, Holding>::new());
    for Piece { span, owners: holders } in pieces {
        let (length, alone) = (span.length(), holders.len() == 1);
        covered += if holders.is_empty() { 0 } else { length.mm() };
        shared += if holders.len() > 1 { length.mm() } else { 0 };
        for owner in holders {
            let sum = owners.entry(*owner).or_default();
            sum.held += length;
            sum.alone += if alone { length } else { Length::ZERO };
        }
    }
    (covered, shared, owners)
}

/// The dull twin of a depth: a running sum over all steps.
fn stepped(claims: &[(Span, u64)]) -> Vec<Layer> {
    let mut steps = BTreeMap::<_, i64>::new();
    for (span, _) in claims {
        *steps.entry(span.from()).or_default() += 1;
        *steps.entry(span.to()).or_default() -= 1;
    }
    steps.retain(|_, step| *step != 0);
    let places: Vec<_> = steps.iter().collect();
    let mut depth = 0;
    let layers = places.windows(2).filter_map(|pair| {
        depth += pair[0].1;
        let span = Span::new(*pair[0].0, *pair[1].0).unwrap();
        (depth > 0).then_some(Layer { span, depth: depth as u32 })
    });
    layers.collect()
}

fn agrees(extent: Span, claims: &Claims) {
    let pieces = overlay(extent, claims);
    let account = SpanAccount::of(extent, claims);
    let (covered, shared, owners) = summed(&pieces);
    assert_eq!((account.covered().mm(), account.shared().mm()), (covered, shared));
    assert_eq!(account.owners(), &owners);
    let spans: Vec<Span> = claims.iter().map(|claim| claim.0).collect();
    let depth = DepthMap::of(&spans).unwrap();
    assert_eq!(depth.layers(), stepped(claims));
    // Fewer claims are not shared among more threads.
    for threads in 1..=claims.len().div_euclid(SHARE).clamp(1, 8) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            assert_eq!(SpanAccount::par_of(extent, claims), account, "{threads} threads");
        });
    }
}

fn claims(dice: &mut Dice, (count, axis, longest): (usize, u64, u64), owners: u64) -> Claims {
    let spans = dice.spans(count, axis, longest);
    spans.into_iter().map(|span| (span, dice.below(owners))).collect()
}

#[test]
fn dense_sparse_short_and_long_claims_agree() {
    let mut dice = Dice(11);
    for (shape, owners) in [
        ((135_000, 1 << 12, 3), 7),
        ((135_000, 1 << 20, 30), 50),
        ((135_000, 400_000_000, 9_000), 1_000),
        ((135_000, 1 << 33, 1 << 18), 1_000),
        ((135_000, 1 << 45, 1 << 30), u64::MAX),
        ((535_000, 400_000_000, 1_300), 40),
        ((270_000, 400_000_000, 300_000_000), 40),
    ] {
        let claims = claims(&mut dice, shape, owners);
        let axis = shape.1 as i64;
        agrees(span(axis / 9, axis - axis / 7), &claims);
        agrees(Span::ALL, &claims);
    }
}

#[test]
fn many_owners_whose_claims_cross_many_parts_agree_by_any_number_of_threads() {
    let mut dice = Dice(14);
    for owners in [3_000, 60_000, u64::MAX] {
        let claims = claims(&mut dice, (530_000, 400_000_000, 300_000_000), owners);
        let account = SpanAccount::of(span(5, 390_000_000), &claims);
        for threads in [2, 5, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let by_threads = || SpanAccount::par_of(span(5, 390_000_000), &claims);
            assert_eq!(pool.install(by_threads), account, "{threads} threads");
        }
    }
}

#[test]
fn claims_through_many_parts_and_far_from_the_rest_agree() {
    let (mut dice, limit) = (Dice(12), Span::LIMIT.mm());
    let mut claims = claims(&mut dice, (270_000, 400_000_000, 3_000), 100);
    claims.extend((0..40).map(|i| (span(i * 7_000_000, 399_000_000 - i), i as u64 % 3)));
    agrees(span(0, 400_000_000), &claims);
    // Between two that a sample looks at.
    let place = claims.len() / 2 + 1;
    claims[place].0 = span(-limit, -limit + 7);
    claims[place + 1].0 = span(limit - 7, limit);
    claims[place + 2].0 = span(-limit, limit);
    claims[place + 3].0 = span(-(1 << 50), 1 << 50);
    // So long that 64 bits do not hold it beside its mark, of 7 bits; what they hold looks short.
    claims[place + 4].0 = span(200_000_000, 200_000_000 + (1 << 58) + 500);
    agrees(Span::ALL, &claims);
    agrees(span(-limit + 3, 200_000_000), &claims);
}

#[test]
fn claims_that_start_and_end_where_parts_do_agree() {
    let mut dice = Dice(13);
    let width = 1 << 16;
    let touching = (0..140_000).map(|i| (span(i * width, (i + 1) * width), i as u64 % 5));
    let mut claims: Claims = touching.rev().collect();
    agrees(span(width, 139_000 * width), &claims);
    claims.retain(|_| dice.below(20) > 0);
    agrees(Span::ALL, &claims);
    claims.iter_mut().for_each(|claim| claim.1 = 1);
    agrees(Span::ALL, &claims);
}
