mod dull;
mod world;

use proptest::prelude::*;

use super::*;
use crate::geodesy::Edge;
use dull::{Dull, SAME};
use world::{anywhere, away, heading, p, world};

fn owner_at(parts: &[Part], at: f64) -> Option<usize> {
    parts.iter().find(|part| part.to.metres() > at).unwrap_or(&parts[parts.len() - 1]).nearest
}

fn length_of(parts: &[Part], who: Option<usize>) -> f64 {
    let mine = parts.iter().filter(|part| part.nearest == who);
    mine.map(|part| part.to.metres() - part.from.metres()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn every_place_goes_to_the_nearest(world in world(5.0)) {
        let line = world.line();
        Dull::new(&line, &world.sites, f64::INFINITY).check(&line.divide(&world.sites), 0.0, line.length())?;
    }

    #[test]
    fn nobody_reaches_farther_than_said(world in world(5.0), share in 0.0..1.5_f64) {
        let line = world.line();
        let dull = Dull::new(&line, &world.sites, f64::INFINITY);
        let farthest = share * dull.distance(Some(0), line.vertices[0]);
        let dull = Dull { farthest, ..dull };
        let parts = line.divide_stretch(&world.sites, line.start(), line.end(), farthest).unwrap();
        dull.check(&parts, 0.0, line.length())?;
    }

    #[test]
    fn a_stretch_is_divided_as_in_the_whole(world in world(5.0), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let line = world.line();
        let (from, to) = (a.min(b) * line.length(), a.max(b) * line.length());
        prop_assume!(from < to);
        let place = |metres| Place::new(metres).unwrap();
        let parts = line.divide_stretch(&world.sites, place(from), place(to), f64::INFINITY).unwrap();
        prop_assert_eq!((parts[0].from.metres(), parts[parts.len() - 1].to.metres()), (from, to));
        let whole = line.divide(&world.sites);
        for part in &parts {
            let middle = (part.from.metres() + part.to.metres()) / 2.0;
            prop_assert!(owner_at(&whole, middle) == part.nearest || part.to.metres() - part.from.metres() < 0.001);
        }
    }

    #[test]
    fn another_point_never_lengthens_a_part(world in world(5.0), at in any::<prop::sample::Index>()) {
        let line = world.line();
        let new = at.index(world.sites.len());
        let mut fewer = world.sites.clone();
        fewer.remove(new);
        let (before, after) = (line.divide(&fewer), line.divide(&world.sites));
        for old in 0..fewer.len() {
            let same = if old < new { old } else { old + 1 };
            let (was, is) = (length_of(&before, Some(old)), length_of(&after, Some(same)));
            // Each change of hands may move by a millimetre; a tie by more.
            let ties = (0..fewer.len()).any(|i| i != old && distance(fewer[i], fewer[old]) < 1e-3);
            prop_assert!(is <= was + 0.001 * after.len() as f64 || ties, "{was} {is}");
        }
    }

    #[test]
    fn order_direction_and_vertices_do_not_matter(world in world(5.0), turn in 0..3_usize) {
        let line = world.line();
        let parts = line.divide(&world.sites);
        let dull = Dull::new(&line, &world.sites, f64::INFINITY);
        let mut sites = world.sites.clone();
        let mut other = world.parts.clone();
        match turn {
            0 => sites.reverse(),
            1 => {
                other.reverse();
                other.iter_mut().for_each(|part| part.reverse());
            }
            _ => other.iter_mut().for_each(|part| {
                let halves = part.windows(2).flat_map(|w| {
                    let edge = Edge::new(w[0], w[1]).unwrap();
                    [edge.at(edge.length() / 2.0), w[1]]
                });
                *part = std::iter::once(part[0]).chain(halves).collect();
            }),
        }
        let others = Polyline::new(&other).unwrap().divide(&sites);
        for part in &parts {
            let middle = (part.from.metres() + part.to.metres()) / 2.0;
            let there = if turn == 1 { line.length() - middle } else { middle };
            let owner = owner_at(&others, there);
            let owner = owner.map(|i| if turn == 0 { sites.len() - 1 - i } else { i });
            let (start, edge) = dull.edges.iter().rfind(|(start, _)| *start <= middle).unwrap();
            let at = edge.at(middle - start);
            let (a, b) = (dull.distance(owner, at), dull.distance(part.nearest, at));
            prop_assert!((a - b).abs() < SAME || part.to.metres() - part.from.metres() < 0.002, "{a} {b}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_place_of_the_widest_lines_goes_to_the_nearest(world in world(6.9)) {
        let line = world.line();
        Dull::new(&line, &world.sites, f64::INFINITY).check(&line.divide(&world.sites), 0.0, line.length())?;
    }

    #[test]
    fn long_lines_of_many_vertices_go_to_the_nearest(
        start in anywhere(), seed in prop::collection::vec((heading(), 1.0..400.0_f64), 7),
        sites in prop::collection::vec((heading(), 0.0..1.0_f64, any::<prop::sample::Index>()), 1..60),
    ) {
        let mut part = vec![start];
        for i in 0..1_500 {
            let ((azimuth, step), (other, _)) = (seed[i % 7], seed[i / 7 % 7]);
            part.push(away(part[i], azimuth * 0.3 + other * 0.7 + i as f64 * 0.1, step));
        }
        let sites: Vec<LonLat> =
            sites.iter().map(|(h, share, at)| away(*at.get(&part), *h, share * 20_000.0)).collect();
        let line = Polyline::new(&[part]).unwrap();
        let dull = Dull::new(&line, &sites, f64::INFINITY);
        let parts = line.divide(&sites);
        // The first and last places of every part, and each vertex.
        for part in &parts {
            for at in [part.from, part.to] {
                let (start, edge) = dull.edges.iter().rfind(|(start, _)| *start <= at.metres()).unwrap();
                let at = edge.at(at.metres() - start);
                let least = dull.distance(dull.nearest(at).0, at);
                prop_assert!(dull.distance(part.nearest, at) <= least + SAME);
            }
        }
        for (start, edge) in &dull.edges {
            let (who, margin) = dull.nearest(edge.start());
            prop_assert!(margin < SAME || owner_at(&parts, *start) == who || owner_at(&parts, start - 0.001) == who);
        }
    }

    #[test]
    fn distances_along_a_stretch_are_those_of_many_places(world in world(4.5), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let line = world.line();
        let (from, to) = (a.min(b) * line.length(), a.max(b) * line.length());
        prop_assume!(to - from > 0.01);
        let place = |metres: f64| Place::new(metres).unwrap();
        let ours = line.distances(world.sites[0], place(from), place(to)).unwrap();
        let count = 2_000;
        let sample = |i: usize| {
            let at = from + (to - from) * (i as f64 + 0.5) / f64::from(count);
            distance(world.sites[0], line.at(place(at)).unwrap())
        };
        let all: Vec<f64> = (0..count as usize).map(sample).collect();
        let step = (to - from) / f64::from(count);
        let (least, most) = (all.iter().copied().fold(f64::INFINITY, f64::min), all.iter().copied().fold(0.0, f64::max));
        let mean = all.iter().sum::<f64>() / f64::from(count);
        // Between two parts the distance jumps.
        let bound = 1e-3 + 2e-5 * most + (most - least) / f64::from(count);
        prop_assert!(ours.least <= least + bound && ours.least >= least - step - bound, "{ours:?} {least}");
        prop_assert!(ours.most >= most - bound && ours.most <= most + step + bound, "{ours:?} {most}");
        prop_assert!((ours.mean - mean).abs() <= step * 0.1 + bound, "{ours:?} {mean}");
    }
}

#[test]
fn none_and_one_take_all_or_nothing() {
    let line = Polyline::new(&[[p(102.0, 22.0), p(102.1, 22.0)]]).unwrap();
    let all = |nearest| vec![Part { from: line.start(), to: line.end(), nearest }];
    assert_eq!(line.divide(&[]), all(None));
    assert_eq!(line.divide(&[p(-78.0, -22.0)]), all(Some(0)));
    let stretch = |sites: &[LonLat], far| line.divide_stretch(sites, line.start(), line.end(), far);
    assert_eq!(stretch(&[p(102.05, 22.1)], 11_000.0), Ok(all(None)));
    assert_eq!(stretch(&[p(102.05, 22.1)], f64::NAN), Ok(all(None)));
    assert!(line.divide_stretch(&[], line.end(), line.start(), 1.0).is_err());
}

#[test]
fn the_first_of_those_as_near_wins() {
    // The line runs along the equator, the middle between the two, all the way.
    let vertices: Vec<LonLat> = (0..=200).map(|i| p(f64::from(i) * 0.05 - 5.0, 0.0)).collect();
    let line = Polyline::new(&[vertices]).unwrap();
    for sites in [[p(1.0, 0.3), p(1.0, -0.3)], [p(1.0, 0.3), p(1.0, 0.3)]] {
        let all = Part { from: line.start(), to: line.end(), nearest: Some(0) };
        assert_eq!(line.divide(&sites), [all]);
    }
}

#[test]
fn points_a_micrometre_apart_on_the_line_are_told_apart() {
    let (vertex, end) =
        (p(0.0, 89.991_114_667_413_04), p(0.006_756_021_693_401_205_5, 89.991_114_556_750_26));
    let line = Polyline::new(&[[vertex, end]]).unwrap();
    let beside =
        [p(0.0, 89.991_114_667_426_13), p(-5.967_879_204_968_943e-8, 89.991_114_667_422_3)];
    for near in beside {
        for (sites, exact) in [([near, vertex], 1), ([vertex, near], 0)] {
            let check = |parts: &[Part], farthest| {
                Dull::new(&line, &sites, farthest).check(parts, 0.0, line.length()).unwrap();
            };
            let parts = line.divide(&sites);
            check(&parts, f64::INFINITY);
            assert_eq!(parts[0].nearest, Some(exact));
            // The vertex alone is no farther from a point than nothing.
            let parts = line.divide_stretch(&sites, line.start(), line.end(), 0.0).unwrap();
            check(&parts, 0.0);
            assert!(length_of(&parts, None) > line.length() - 1e-5, "{parts:?}");
        }
    }
}

#[test]
fn a_third_takes_over_where_two_tie() {
    let sites = [
        p(0.0, 0.0),
        p(2.541_116_216_176_142e-7, -2.969_656_008_448_146e-5),
        p(2.495_032_232_630_413e-7, -2.969_656_008_448_158e-5),
    ];
    let parts = [
        vec![p(0.0, 0.0), p(0.0, 1.519_347_600_080_598e-6)],
        vec![
            p(0.0, 3.038_695_200_159_7e-6),
            p(2.495_032_232_630_413e-7, -2.969_656_008_448_158e-5),
            p(2.495_032_232_630_413e-7, 6.342_926_756_864_746e-5),
            p(2.495_032_232_630_413e-7, 6.494_861_516_872_517e-5),
        ],
    ];
    let line = Polyline::new(&parts).unwrap();
    Dull::new(&line, &sites, f64::INFINITY)
        .check(&line.divide(&sites), 0.0, line.length())
        .unwrap();
}
