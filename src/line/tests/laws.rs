//! Laws on random lines: fractal, anywhere on the globe, in one or more parts.

use geo_types::LineString;
use proptest::prelude::*;

use super::twins::{EveryEdge, Locate, TreeOfEdges, slow_edges};
use super::*;

/// Midpoint displacement: each edge is broken at a random point beside its middle.
fn fractal(from: LonLat, to: LonLat, roughness: &[(f64, f64)], depth: usize) -> Vec<LonLat> {
    let mut vertices = vec![from, to];
    let mut random = roughness.iter().cycle();
    for _ in 0..depth {
        let mut finer = vec![vertices[0]];
        for pair in vertices.windows(2) {
            let length = distance(pair[0], pair[1]);
            let &(turn, shift) = random.next().unwrap();
            let edge = crate::geodesy::Edge::new(pair[0], pair[1]).unwrap();
            let middle = edge.at(length * (0.5 + 0.2 * shift));
            finer.push(away(middle, turn * 360.0, length * 0.3 * shift.abs()));
            finer.push(pair[1]);
        }
        vertices = finer;
    }
    vertices
}

fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
    use geographiclib_rs::DirectGeodesic;
    let (lat, lon): (f64, f64) =
        crate::geodesy::WGS84.direct(from.lat(), from.lon(), azimuth, metres);
    LonLat::from_geodesic(lat, lon)
}

fn anywhere() -> impl Strategy<Value = LonLat> {
    let lat = prop_oneof![
        6 => -90.0..=90.0_f64, 1 => Just(90.0), 1 => Just(-90.0), 1 => Just(0.0), 1 => 89.9..90.0_f64
    ];
    let lon = prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => Just(-180.0)];
    (lon, lat).prop_map(|(lon, lat)| p(lon, lat))
}

/// A rough line: its size from metres to thousands of kilometres, up to 256 edges.
fn rough(
    from: LonLat,
    azimuth: f64,
    size: f64,
    roughness: &[(f64, f64)],
    depth: usize,
) -> Vec<LonLat> {
    fractal(from, away(from, azimuth, 10_f64.powf(size)), roughness, depth)
}

/// A random line of one to three parts and a point beside it, near or far.
fn scene() -> impl Strategy<Value = (Polyline, LonLat)> {
    scene_of(1..4)
}

fn scene_of(parts: std::ops::Range<usize>) -> impl Strategy<Value = (Polyline, LonLat)> {
    let roughness = prop::collection::vec((0.0..1.0_f64, -1.0..1.0_f64), 1..60);
    let size = prop_oneof![6 => 1.0..5.0_f64, 1 => 5.0..6.5_f64];
    (
        anywhere(),
        0.0..360.0_f64,
        size,
        roughness,
        0..8_usize,
        parts,
        0.0..1.0_f64,
        0.0..360.0_f64,
        0.0..6.0_f64,
    )
        .prop_map(
            |(from, azimuth, size, roughness, depth, parts, share, bearing, nearness)| {
                let parts: Vec<Vec<LonLat>> = (0..parts)
                    .map(|i| away(from, azimuth + 90.0, i as f64 * 10_f64.powf(size) * 0.2))
                    .map(|from| rough(from, azimuth, size, &roughness, depth))
                    .collect();
                let beside = parts[0][((parts[0].len() - 1) as f64 * share) as usize];
                let offset = 10_f64.powf(size - nearness);
                (Polyline::new(&parts).unwrap(), away(beside, bearing, offset))
            },
        )
}

fn reversed(line: &Polyline) -> Polyline {
    let mut parts: Vec<Vec<LonLat>> = line.parts().collect();
    parts.reverse();
    parts.iter_mut().for_each(|part| part.reverse());
    Polyline::new(&parts).unwrap()
}

/// 1 µm; 1 mm for edges or offsets beyond 10 km, where the stated bound is that.
fn tolerance(line: &Polyline, off: f64) -> f64 {
    let longest = slow_edges(line).iter().map(|(_, e)| e.length()).fold(off, f64::max);
    if longest < 10_000.0 { 1e-6 } else { 1e-3 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn nearest_is_the_nearest_of_every_edge((line, point) in scene()) {
        let foot = line.nearest(point);
        let (_, least) = EveryEdge::of(&line).locate(point);
        let tolerance = tolerance(&line, least);
        prop_assert!((foot.distance - least).abs() < tolerance, "{} {least}", foot.distance);
        prop_assert!((distance(foot.at, point) - least).abs() < tolerance);
        let (_, by_tree) = TreeOfEdges::of(&line).locate(point);
        prop_assert!((by_tree - least).abs() < 1e-6);
    }

    #[test]
    fn feet_are_the_minima_of_every_edge((line, point) in scene_of(1..2), reach in 0.0..3.0_f64) {
        prop_assume!(!line.is_ring());
        let nearest = line.nearest(point);
        let metres = nearest.distance * (1.0 + reach) + 1.0;
        let feet = line.feet_within(point, metres);
        let twins = EveryEdge::of(&line).feet(point, metres);
        let tolerance = tolerance(&line, metres);
        // Those within the rounding of the limit may go either way.
        let sure = |d: f64| (d - metres).abs() > tolerance;
        let feet: Vec<_> = feet.into_iter().filter(|f| sure(f.distance)).collect();
        let twins: Vec<_> = twins.into_iter().filter(|t| sure(t.1)).collect();
        prop_assert_eq!(feet.len(), twins.len(), "{:?} {:?}", feet, twins);
        for (foot, (place, off)) in feet.iter().zip(twins) {
            prop_assert!((foot.distance - off).abs() < tolerance);
            prop_assert!((foot.place.metres() - place).abs() < tolerance.max(1e-4), "{} {place}", foot.place.metres());
        }
    }

    #[test]
    fn the_nearest_foot_is_among_all_feet((line, point) in scene()) {
        let nearest = line.nearest(point);
        let feet = line.feet_within(point, nearest.distance + 50.0);
        prop_assert!(feet.contains(&nearest), "{nearest:?} {feet:?}");
        prop_assert!(feet.iter().all(|f| f.distance >= nearest.distance));
        prop_assert!(feet.windows(2).all(|w| w[0].place <= w[1].place));
        prop_assert!(line.nearest_all(point, 0.0).contains(&nearest));
    }

    #[test]
    fn a_track_is_located_as_its_points_are((line, point) in scene(), steps in prop::collection::vec((0.0..360.0_f64, 0.0..1.0_f64), 1..20)) {
        let mut track = vec![point];
        for (azimuth, share) in steps {
            track.push(away(track[track.len() - 1], azimuth, share * line.length() / 20.0));
        }
        let one_by_one: Vec<Foot> = track.iter().map(|&point| line.nearest(point)).collect();
        prop_assert_eq!(line.nearest_each(&track), one_by_one);
    }

    #[test]
    fn backwards_the_feet_are_the_same((line, point) in scene()) {
        let back = reversed(&line);
        let (foot, other) = (line.nearest(point), back.nearest(point));
        let tolerance = tolerance(&line, foot.distance);
        prop_assert!((line.length() - back.length()).abs() < 1e-6);
        prop_assert!((foot.distance - other.distance).abs() < tolerance);
        // Of feet equally far another one may be the first.
        if line.nearest_all(point, 2.0 * tolerance).len() == 1 {
            let mirrored = line.length() - other.place.metres();
            prop_assert!((foot.place.metres() - mirrored).abs() < tolerance.max(1e-4));
            let turned = match other.side { Side::Left => Side::Right, Side::Right => Side::Left, on => on };
            prop_assert_eq!(foot.side, turned);
        }
    }

    #[test]
    fn split_or_densified_the_line_is_the_same((line, point) in scene(), shares in prop::collection::vec(0.01..0.99_f64, 1..40)) {
        let (mut dense, mut split) = (Vec::new(), Vec::new());
        for part in line.parts() {
            let mut vertices = Vec::new();
            for (pair, share) in part.windows(2).zip(shares.iter().cycle()) {
                let edge = crate::geodesy::Edge::new(pair[0], pair[1]).unwrap();
                vertices.extend([pair[0], edge.at(edge.length() * share)]);
                split.push(pair.to_vec());
            }
            vertices.push(part[part.len() - 1]);
            dense.push(vertices);
        }
        let foot = line.nearest(point);
        let tolerance = tolerance(&line, foot.distance);
        for other in [Polyline::new(&dense).unwrap(), Polyline::new(&split).unwrap()] {
            prop_assert!((other.length() - line.length()).abs() < 1e-5);
            let twin = other.nearest(point);
            prop_assert!((twin.distance - foot.distance).abs() < tolerance);
            if line.nearest_all(point, 2.0 * tolerance).len() == 1 {
                prop_assert!((twin.place.metres() - foot.place.metres()).abs() < tolerance.max(1e-3));
            }
        }
    }

    #[test]
    fn a_place_is_its_own_foot((line, _) in scene(), share in 0.0..1.0_f64) {
        let place = Place::new(line.length() * share).unwrap();
        let at = line.at(place).unwrap();
        prop_assert!(line.nearest(at).distance < 1e-6);
        let feet = line.feet_within(at, 0.001);
        prop_assert!(feet.iter().any(|f| (f.place.metres() - place.metres()).abs() < 1e-4));
    }

    #[test]
    fn slices_tile_the_line((line, _) in scene(), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let (low, high) = (a.min(b) * line.length(), a.max(b) * line.length());
        prop_assume!(high - low > 1e-3 && low > 1e-3 && line.length() - high > 1e-3);
        let cut = [0.0, low, high, line.length()].map(|m| Place::new(m).unwrap());
        let slices: Vec<_> = cut.windows(2).map(|w| line.slice(w[0], w[1]).unwrap()).collect();
        let lengths: Vec<f64> = slices.iter().map(|s| Polyline::try_from(s).unwrap().length()).collect();
        for (length, ends) in lengths.iter().zip(cut.windows(2)) {
            prop_assert!((length - (ends[1].metres() - ends[0].metres())).abs() < 1e-4);
        }
        // Every vertex of the line stands in some slice, in order, and nothing but the cuts twice.
        let all: Vec<LonLat> = slices.iter().flat_map(|s| &s.0).flat_map(LineString::coords)
            .map(|&c| LonLat::try_from(c).unwrap()).collect();
        let vertices: Vec<LonLat> = line.parts().flatten().collect();
        let mut rest = all.iter();
        prop_assert!(vertices.iter().all(|v| rest.any(|c| c == v)));
        prop_assert!(all.len() <= vertices.len() + 4);
    }

    #[test]
    fn anything_on_the_globe_has_an_answer(
        vertices in prop::collection::vec(anywhere(), 2..12), repeats in 1..4_usize, point in anywhere(),
        cut in 0.0..1.0_f64, metres in -1.0..2e7_f64,
    ) {
        // Vertices repeated, on poles, on the antimeridian, edges up to the longest that is taken.
        let vertices: Vec<LonLat> =
            vertices.iter().flat_map(|&v| std::iter::repeat_n(v, repeats)).collect();
        let (first, second) = vertices.split_at((vertices.len() as f64 * cut) as usize);
        let parts: Vec<&[LonLat]> = [first, second].into_iter().filter(|p| !p.is_empty()).collect();
        let Ok(line) = Polyline::new(&parts) else { return Ok(()) };
        let foot = line.nearest(point);
        let (_, least) = EveryEdge::of(&line).locate(point);
        prop_assert!((foot.distance - least).abs() < 1e-3, "{} {least}", foot.distance);
        prop_assert_eq!(line.nearest_each(&[point, point]), vec![foot, foot]);
        prop_assert!(!line.nearest_all(point, metres).is_empty());
        for foot in line.feet_within(point, metres) {
            prop_assert!(foot.distance <= metres && foot.place <= line.end());
            prop_assert!(line.at(foot.place).is_ok());
        }
        let middle = Place::new(line.length() * cut).unwrap();
        if let Ok(slice) = line.slice(middle, line.end()) {
            prop_assert!(slice.iter().all(|s| s.coords().all(|c| c.x.is_finite() && c.y.is_finite())));
        }
    }
}
