use geographiclib_rs::DirectGeodesic;
use proptest::prelude::*;

use super::*;
use crate::geodesy::{Edge, WGS84};

/// Two distances nearer than this are the same to the library, with what is rounded, in metres.
const SAME: f64 = 4e-7;

fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
    let (lat, lon): (f64, f64) = WGS84.direct(from.lat(), from.lon(), azimuth, metres);
    LonLat::from_geodesic(lat, lon)
}

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

#[derive(Debug, Clone)]
struct World {
    parts: Vec<Vec<LonLat>>,
    sites: Vec<LonLat>,
}

impl World {
    fn line(&self) -> Polyline {
        Polyline::new(&self.parts).unwrap()
    }
}

/// Each place of a line by Karney's algorithms alone.
struct Dull {
    /// Where each edge starts, and the edge.
    edges: Vec<(f64, Edge)>,
    sites: Vec<LonLat>,
    farthest: f64,
}

impl Dull {
    fn new(line: &Polyline, sites: &[LonLat], farthest: f64) -> Self {
        let edge =
            |v: usize| (line.places[v], Edge::new(line.vertices[v], line.vertices[v + 1]).unwrap());
        let edges = (0..line.vertices.len() - 1).filter(|&v| line.places[v + 1] > line.places[v]);
        Self { edges: edges.map(edge).collect(), sites: sites.to_vec(), farthest }
    }

    fn distance(&self, who: Option<usize>, at: LonLat) -> f64 {
        who.map_or(self.farthest, |i| distance(self.sites[i], at))
    }

    /// The nearest at a point, and how much nearer it is than the second.
    fn nearest(&self, at: LonLat) -> (Option<usize>, f64) {
        let all = (0..self.sites.len()).map(Some).chain([None]);
        let mut by: Vec<_> = all.map(|who| (self.distance(who, at), who)).collect();
        by.sort_by(|a, b| a.0.total_cmp(&b.0));
        let margin = by.get(1).map_or(f64::INFINITY, |second| second.0 - by[0].0);
        (by[0].1, if margin.is_nan() { f64::INFINITY } else { margin })
    }

    /// Stretches that surely belong to one: the nearest of all at the middle, nearer by more
    /// than the way to the ends and back. What is left undecided is shorter than half a
    /// millimetre, or a tie.
    fn certain(&self) -> Vec<(f64, f64, Option<usize>)> {
        let mut found = Vec::new();
        let mut budget = 1_000;
        for (start, edge) in &self.edges {
            let mut open = vec![(0.0, edge.length())];
            while let Some((a, b)) = open.pop() {
                let middle = (a + b) / 2.0;
                let (who, margin) = self.nearest(edge.at(middle));
                if margin > b - a {
                    found.push((start + a, start + b, who));
                } else if b - a > 0.000_5 && budget > 0 {
                    budget -= 1;
                    open.extend([(middle, b), (a, middle)]);
                }
            }
        }
        found
    }

    /// Says what is wrong with a division of the whole line.
    fn check(&self, parts: &[Part], from: f64, to: f64) -> Result<(), TestCaseError> {
        prop_assert_eq!(parts[0].from.metres(), from);
        prop_assert_eq!(parts[parts.len() - 1].to.metres(), to);
        for part in parts {
            prop_assert!(part.from < part.to);
        }
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(pair[0].nearest, pair[1].nearest);
        }
        for (start, edge) in &self.edges {
            let end = start + edge.length();
            for part in parts {
                let (a, b) = (part.from.metres().max(*start), part.to.metres().min(end));
                for share in [0.0, 0.003, 0.1, 0.37, 0.5, 0.81, 0.999, 1.0] {
                    let (one, other) = (a + share * (b - a), part.to.metres());
                    let near_end = (one - part.from.metres()).min(other - one) < 0.001;
                    if a < b && !near_end {
                        let at = edge.at(a + share * (b - a) - start);
                        let (who, _) = self.nearest(at);
                        let (ours, least) =
                            (self.distance(part.nearest, at), self.distance(who, at));
                        prop_assert!(
                            ours <= least + SAME,
                            "{:?} at {ours}, {who:?} at {least}, {share} of {part:?}",
                            part.nearest
                        );
                    }
                }
            }
        }
        for (a, b, who) in self.certain() {
            for part in parts.iter().filter(|part| part.nearest != who) {
                let common = b.min(part.to.metres()) - a.max(part.from.metres());
                prop_assert!(
                    common < 0.001 || self.flat(part.nearest, who, a, b),
                    "{part:?} shares {common} m with {a}..{b} of {who:?}"
                );
            }
        }
        Ok(())
    }

    /// Whether two distances all but agree over a stretch.
    fn flat(&self, one: Option<usize>, other: Option<usize>, a: f64, b: f64) -> bool {
        let edge = self.edges.iter().rfind(|(start, _)| *start <= a).unwrap();
        let gap = |at: f64| {
            let at = edge.1.at(at - edge.0);
            (self.distance(one, at) - self.distance(other, at)).abs()
        };
        gap(a).min(gap(b)) < SAME
    }
}

fn anywhere() -> impl Strategy<Value = LonLat> {
    let lat = prop_oneof![
        6 => -90.0..=90.0_f64, 1 => Just(90.0), 1 => Just(-90.0), 1 => Just(0.0), 1 => 89.99..90.0_f64
    ];
    let lon =
        prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => Just(-180.0), 1 => Just(0.0)];
    (lon, lat).prop_map(|(lon, lat)| p(lon, lat))
}

fn heading() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..360.0_f64, 1 => (0..8).prop_map(|i| f64::from(i) * 45.0)]
}

/// Lines of 10 m to some 10,000 km in one or two parts or a ring, and one to eight points: near,
/// on the line, at a vertex, at the place of the one before, or on the far side.
fn world(widest: f64) -> impl Strategy<Value = World> {
    let steps = prop::collection::vec((heading(), 0.01..1.0_f64), 1..9);
    let sites = prop::collection::vec(
        (0..9_usize, heading(), 0.0..1.0_f64, any::<prop::sample::Index>()),
        1..9,
    );
    (anywhere(), 1.0..widest, steps, 0..4_usize, sites).prop_map(
        |(base, scale, steps, shape, sites)| {
            let scale = 10_f64.powf(scale);
            let mut part = vec![base];
            for (azimuth, share) in steps {
                part.push(away(part[part.len() - 1], azimuth, share * scale));
            }
            let all = part.clone();
            let near_start = |v: &LonLat| distance(*v, base) < 9e6;
            let parts = match shape {
                0 if part.len() > 3 => vec![part[..2].to_vec(), part[2..].to_vec()],
                1 if part.len() > 2 && near_start(&part[part.len() - 1]) => {
                    part.push(base);
                    vec![part]
                }
                _ => vec![part],
            };
            let mut points: Vec<LonLat> = Vec::new();
            for (kind, azimuth, share, index) in sites {
                let vertex = *index.get(&all);
                points.push(match (kind, points.last()) {
                    (0, _) => vertex,
                    (1, Some(&last)) => last,
                    (2, _) => {
                        let lon = if vertex.lon() > 0.0 {
                            vertex.lon() - 180.0
                        } else {
                            vertex.lon() + 180.0
                        };
                        away(p(lon, -vertex.lat()), azimuth, share * scale)
                    }
                    (3, _) => away(vertex, azimuth, share * scale * 1e-3),
                    (4, _) => {
                        let edge = Edge::new(all[0], all[1]).unwrap();
                        edge.at(share * edge.length())
                    }
                    _ => away(vertex, azimuth, share * scale * 2.0),
                });
            }
            World { parts, sites: points }
        },
    )
}

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
