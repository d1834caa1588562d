//! Markers of a sequence that cannot all be right, and of which either could be the wrong one.

use crate::geodesy::distance;
use crate::line::{Direction, MatchOptions, MatchedPoint, Polyline, SequencePoint};

/// How many points before and behind one that was left out are matched anew. Two exchanged labels
/// are neighbours or nearly so.
const AROUND: usize = 8;

/// A point that stands so often in a sequence is never left out: that would cost more than leaving
/// out all others around it.
const FORCED: usize = 2 * AROUND + 2;

/// The accuracy of a hand-held receiver, in metres.
const RECEIVER: f64 = 10.0;

/// For each point of a sequence one that would be left out instead of it, if that costs no more:
/// as many points left out, and none farther off the line than the others around are. Of two
/// neighbours that were exchanged each has the other.
pub(super) fn exchanged(
    line: &Polyline,
    points: &[SequencePoint],
    found: &[Option<MatchedPoint>],
    options: MatchOptions,
) -> Vec<Option<usize>> {
    let mut exchanged = vec![None; points.len()];
    for left_out in (0..points.len()).filter(|&i| found[i].is_none()) {
        let from = left_out.saturating_sub(AROUND);
        let around = from..(left_out + AROUND + 1).min(points.len());
        for direction in [Direction::Forward, Direction::Backward] {
            let options = MatchOptions { direction, ..options };
            let (near, was) = (&points[around.clone()], &found[around.clone()]);
            for other in instead_of(line, near, was, left_out - from, options) {
                exchanged[left_out].get_or_insert(from + other);
                exchanged[from + other].get_or_insert(left_out);
            }
        }
    }
    exchanged
}

/// The points that are left out where `forced` is not; none where that costs more.
fn instead_of(
    line: &Polyline,
    points: &[SequencePoint],
    found: &[Option<MatchedPoint>],
    forced: usize,
    options: MatchOptions,
) -> Vec<usize> {
    let times = |i: usize| if i == forced { FORCED } else { 1 };
    let (mut repeated, mut first) = (Vec::new(), Vec::new());
    for (i, &point) in points.iter().enumerate() {
        first.push(repeated.len());
        repeated.extend(std::iter::repeat_n(point, times(i)));
    }
    let matched = line.match_in_order(&repeated, options).points;
    let anew: Vec<Option<MatchedPoint>> = first.into_iter().map(|i| matched[i]).collect();
    let Some(own) = anew[forced] else { return Vec::new() };
    let left_out = |of: &[Option<MatchedPoint>]| of.iter().filter(|point| point.is_none()).count();
    let others = (0..points.len()).filter(|&i| i != forced);
    let offsets = others.clone().filter_map(|i| Some(anew[i]?.foot.distance));
    let farthest = offsets.fold(0.0, f64::max);
    if left_out(&anew) > left_out(found) || own.foot.distance > farthest + RECEIVER {
        return Vec::new();
    }
    others.filter(|&i| found[i].is_some() && anew[i].is_none()).collect()
}

/// On a ring that the sequence goes round, the first and the last point may be one place with two
/// names, where only one of them can be in order: the other gets its foot.
pub(super) fn close_ring(
    line: &Polyline,
    points: &[SequencePoint],
    found: &mut [Option<MatchedPoint>],
) {
    let [first, .., last] = points else { return };
    if !line.is_ring() || points.len() < 3 || distance(first.at, last.at) > RECEIVER {
        return;
    }
    let end = points.len() - 1;
    let shared = |mut point: MatchedPoint, at: &SequencePoint| {
        point.foot.distance = distance(at.at, point.foot.at);
        Some(point)
    };
    match (found[0], found[end]) {
        (Some(point), None) => found[end] = shared(point, last),
        (None, Some(point)) => found[0] = shared(point, first),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::geodesy::LonLat;
    use crate::id::SectionId;
    use crate::line::Polyline;
    use crate::marker::{Marker, Placed, Unplaced, place_markers};
    use proptest::prelude::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn markers(posts: &[(u32, f64, f64)]) -> Vec<Marker> {
        let section = SectionId::new("s").unwrap();
        let post = |&(label, lon, lat): &(u32, f64, f64)| {
            Marker::new(section.clone(), label.to_string().parse().unwrap(), p(lon, lat))
        };
        posts.iter().map(post).collect()
    }

    /// Posts on a line that runs north from 50° N: their labels, and degrees of latitude from there
    /// along the line and across it. A meridian is straight on the map too.
    fn placed(posts: &[(u32, f64, f64)]) -> Vec<Result<Placed, Unplaced>> {
        let line = Polyline::new(&[[p(10.0, 50.0), p(10.0, 50.5)]]).unwrap();
        let shrunk = 50_f64.to_radians().cos();
        let turned = posts
            .iter()
            .map(|&(label, along, across)| (label, 10.0 + across / shrunk, 50.0 + along));
        place_markers(&line, &markers(&turned.collect::<Vec<_>>()), 500.0)
    }

    /// The labels without a certain place, each with the label it may be exchanged for.
    fn doubtful(posts: &[(u32, f64, f64)]) -> Vec<(u32, String)> {
        let placed = placed(posts);
        let with = |(post, placed): (&(u32, f64, f64), &Result<Placed, Unplaced>)| match placed {
            Ok(_) => None,
            Err(Unplaced::Exchanged { with, .. }) => Some((post.0, with.to_string())),
            Err(other) => panic!("{other}"),
        };
        posts.iter().zip(&placed).filter_map(with).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Wherever two neighbours are exchanged, at an end too, whichever way the numbers run, and
        /// however far from the line the posts stand: both are reported, and the others are placed.
        #[test]
        fn two_exchanged_neighbours_are_both_uncertain(
            offsets in prop::collection::vec(-40.0..40.0_f64, 5..30),
            at in 0..1_000_usize, backward in any::<bool>(),
        ) {
            let n = offsets.len();
            let at = at % (n - 1);
            let post = |(i, off): (usize, &f64)| {
                let place = if i == at { at + 1 } else if i == at + 1 { at } else { i };
                let place = if backward { n - 1 - place } else { place };
                (i as u32, 0.01 + 0.01 * place as f64, off / 111_195.0)
            };
            let posts: Vec<_> = offsets.iter().enumerate().map(post).collect();
            // Only what stands much farther off than all others is the wrong one by that.
            let off = |i: usize| offsets[i].abs();
            let around = |i: usize| (0..n).filter(move |j| (2..7).contains(&i.abs_diff(*j)));
            let usual = |i: usize| around(i).map(off).fold(0.0, f64::max);
            prop_assume!([at, at + 1].into_iter().all(|i| off(i) <= usual(at).min(usual(at + 1))));
            let pair = [(at as u32, (at + 1).to_string()), (at as u32 + 1, at.to_string())];
            prop_assert_eq!(doubtful(&posts), pair);
        }
    }

    #[test]
    fn of_three_out_of_order_any_may_be_wrong() {
        let posts = [(0, 0.01, 0.0), (1, 0.03, 0.0), (2, 0.02, 0.0)];
        assert_eq!(doubtful(&posts).len(), 3);
    }

    #[test]
    fn a_stray_post_alone_is_wrong() {
        let mut posts: Vec<_> = (0..8).map(|i| (i, 0.01 + 0.01 * f64::from(i), 0.0)).collect();
        posts[2].1 = 0.2;
        let found = placed(&posts);
        assert!(matches!(found[2], Err(Unplaced::OutOfOrder { .. })));
        assert_eq!(found.iter().filter(|placed| placed.is_ok()).count(), 7);
        // A neighbour that passes one other, but stands far off the line.
        posts[2] = (2, 0.045, 0.004);
        assert_eq!(placed(&posts).iter().filter(|placed| placed.is_ok()).count(), 7);
    }

    #[test]
    fn the_first_and_the_last_post_of_a_ring_may_be_one_place() {
        let corners = [(0.0, 0.0), (0.02, 0.0), (0.02, 0.02), (0.0, 0.02), (0.0, 0.0)];
        let ring = Polyline::new(&[corners.map(|(lon, lat)| p(lon, lat))]).unwrap();
        let round = [(0.0, 0.0), (0.02, 0.0), (0.02, 0.02), (0.0, 0.02)];
        for (start, turn) in [(0, false), (0, true), (1, false), (2, true)] {
            let at = |i: usize| round[(start + if turn { 4 - i } else { i }) % 4];
            let posts: Vec<_> = (0..5).map(|i| (i as u32, at(i).0, at(i).1)).collect();
            let placed = place_markers(&ring, &markers(&posts), 500.0);
            let place = |i: usize| placed[i].unwrap().place;
            assert_eq!(place(0), place(4), "{start} {turn}");
            assert!(placed.iter().all(Result::is_ok));
        }
    }
}
