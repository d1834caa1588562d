//! Laws of the polyline, each against a dull twin.

use proptest::prelude::*;

use super::*;
use crate::geodesy::distance;

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn line(parts: &[&[(f64, f64)]]) -> Polyline {
    let parts: Vec<Vec<LonLat>> =
        parts.iter().map(|part| part.iter().map(|&(lon, lat)| p(lon, lat)).collect()).collect();
    Polyline::new(&parts).unwrap()
}

/// The dull twin of `nearest`: every edge.
fn nearest_by_all_edges(line: &Polyline, point: LonLat) -> f64 {
    line.edges.iter().map(|edge| edge.foot(point).distance).fold(f64::INFINITY, f64::min)
}

/// The dull twin of `feet_within`: the distance sampled along the line, its local minima.
fn feet_by_sampling(line: &Polyline, point: LonLat, metres: f64, step: f64) -> Vec<f64> {
    let count = (line.length() / step) as usize;
    let sample = |i: usize| {
        let place = Place::new(line.length() * i as f64 / count as f64).unwrap();
        distance(line.at(place).unwrap(), point)
    };
    let d: Vec<f64> = (0..=count).map(sample).collect();
    (0..=count)
        .filter(|&i| {
            let before = i == 0 || d[i - 1] > d[i];
            let after = i == count || d[i + 1] >= d[i];
            before && after && d[i] <= metres
        })
        .map(|i| line.length() * i as f64 / count as f64)
        .collect()
}

/// Shapes that break naive location, each with a point near it.
fn battery() -> Vec<(&'static str, Polyline, LonLat)> {
    let ring: Vec<(f64, f64)> = (0..=24)
        .map(|i| (f64::from(i % 24) * std::f64::consts::TAU / 24.0).sin_cos())
        .map(|(s, c)| (20.0 + 0.01 * s, 60.0 + 0.005 * c))
        .collect();
    let around_pole: Vec<(f64, f64)> =
        (0..=36).map(|i| (f64::from(i % 36) * 10.0 - 180.0, 89.99)).collect();
    vec![
        ("straight", line(&[&[(102.0, 22.0), (102.1, 22.05)]]), p(102.04, 22.03)),
        (
            "hairpin",
            line(&[&[(102.0, 22.0), (102.05, 22.0), (102.05, 22.002), (102.0, 22.002)]]),
            p(102.02, 22.0012),
        ),
        ("ring", line(&[&ring]), p(20.0, 60.0049)),
        (
            "antimeridian",
            line(&[&[(179.97, -16.0), (-179.98, -16.01), (-179.95, -16.03)]]),
            p(179.995, -16.01),
        ),
        ("around the pole", line(&[&around_pole]), p(5.0, 89.992)),
        ("over the pole", line(&[&[(30.0, 89.98), (-150.0, 89.97)]]), p(100.0, 89.995)),
        (
            "parts",
            line(&[&[(10.0, 50.0), (10.02, 50.0)], &[(10.03, 50.0), (10.05, 50.01)]]),
            p(10.025, 50.001),
        ),
        (
            "repeated vertices",
            line(&[&[(10.0, 50.0), (10.0, 50.0), (10.01, 50.0), (10.01, 50.0), (10.02, 50.01)]]),
            p(10.0102, 50.001),
        ),
    ]
}

#[test]
fn nearest_agrees_with_every_edge() {
    for (name, line, point) in battery() {
        let foot = line.nearest(point);
        assert!((foot.distance - nearest_by_all_edges(&line, point)).abs() < 1e-7, "{name}");
        assert!((distance(foot.at, point) - foot.distance).abs() < 1e-6, "{name}");
        let at = line.at(foot.place).unwrap();
        assert!(distance(at, foot.at) < 1e-6 || name == "parts", "{name}");
    }
}

#[test]
fn all_feet_agree_with_sampling() {
    for (name, line, point) in battery().into_iter().filter(|(name, ..)| *name != "parts") {
        let radius = 3_000.0;
        let feet: Vec<f64> =
            line.feet_within(point, radius).iter().map(|f| f.place.metres()).collect();
        let mut sampled = feet_by_sampling(&line, point, radius, 0.5);
        if line.is_ring() {
            // Sampling meets the seam twice, or takes it for an end of the line.
            sampled.retain(|&at| at > 0.6 && at < line.length() - 0.6 || feet.contains(&0.0));
            sampled.retain(|&at| at < line.length() - 0.6);
        }
        assert_eq!(feet.len(), sampled.len(), "{name}: {feet:?} {sampled:?}");
        for (foot, twin) in feet.iter().zip(&sampled) {
            assert!((foot - twin).abs() < 1.0, "{name}: {feet:?} {sampled:?}");
        }
    }
}

#[test]
fn a_hairpin_yields_both_reaches() {
    let (_, line, point) = battery().swap_remove(1);
    let feet = line.feet_within(point, 500.0);
    assert_eq!(feet.len(), 2);
    assert!(feet[0].place < feet[1].place);
    assert!(feet[0].distance > feet[1].distance);
    assert_eq!(line.nearest(point), feet[1]);
}

#[test]
fn the_seam_of_a_ring_is_one_foot() {
    let ring = line(&[&[(0.0, 0.0), (0.01, -0.01), (0.02, 0.0), (0.01, 0.01), (0.0, 0.0)]]);
    assert!(ring.is_ring());
    let feet = ring.feet_within(p(-0.001, 0.0), 200.0);
    assert_eq!(feet.len(), 1);
    assert_eq!(feet[0].place, Place::START);
}

#[test]
fn a_jump_between_parts_has_no_length_and_two_ends() {
    let line = line(&[&[(10.0, 50.0), (10.02, 50.0)], &[(10.03, 50.0), (10.05, 50.0)]]);
    let part = distance(p(10.0, 50.0), p(10.02, 50.0));
    assert!((line.length() - 2.0 * part).abs() < 1e-6);
    assert_eq!(line.feet_within(p(10.025, 50.0), 1_000.0).len(), 2);
    let slice = line.slice(Place::new(100.0).unwrap(), Place::new(part + 100.0).unwrap()).unwrap();
    assert_eq!(slice.0.len(), 2);
    assert_eq!(slice.0[0].0[1], p(10.02, 50.0).into());
    assert_eq!(slice.0[1].0[0], p(10.03, 50.0).into());
}

#[test]
fn a_stretch_across_the_seam_is_one_piece() {
    let ring = line(&[&[(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)]]);
    let slice = ring
        .slice(Place::new(ring.length() - 500.0).unwrap(), Place::new(2_000.0).unwrap())
        .unwrap();
    assert_eq!(slice.0.len(), 1);
    let seams = slice.0[0].coords().filter(|c| c.x == 0.0 && c.y == 0.0).count();
    assert_eq!(seams, 1);
    let again = Polyline::try_from(&slice).unwrap();
    assert!((again.length() - 2_500.0).abs() < 1e-6);
}

#[test]
fn what_is_no_line_is_refused_with_the_place() {
    let none: [Vec<LonLat>; 0] = [];
    assert_eq!(Polyline::new(&none).unwrap_err(), LineError::Empty);
    let point = [vec![p(1.0, 1.0), p(1.0, 1.0)]];
    assert_eq!(Polyline::new(&point).unwrap_err(), LineError::NoLength { part: 1 });
    use geo_types::line_string;
    let off = line_string![(x: 1.0, y: 1.0), (x: 1.0, y: 91.0)];
    assert!(matches!(Polyline::try_from(&off), Err(LineError::Vertex { part: 1, vertex: 2, .. })));
    let far = [vec![p(0.0, 0.0), p(1.0, 0.0), p(-179.5, 0.0)]];
    assert!(matches!(Polyline::new(&far), Err(LineError::Edge { vertex: 2, .. })));
    let short = line(&[&[(0.0, 0.0), (0.01, 0.0)]]);
    assert!(short.at(Place::new(1e6).unwrap()).is_err());
    assert!(short.slice(Place::new(5.0).unwrap(), Place::new(5.0).unwrap()).is_err());
}

/// A random walk of short edges, somewhere on the globe.
fn walk() -> impl Strategy<Value = Polyline> {
    let start = (-180.0..180.0_f64, -89.9..89.9_f64);
    let steps = prop::collection::vec((-0.01..0.01_f64, -0.01..0.01_f64), 1..40);
    (start, steps).prop_map(|((lon, lat), steps)| {
        let mut at = (lon, lat);
        let mut vertices = vec![p(lon, lat)];
        for (x, y) in steps {
            at.0 = (at.0 + x + 540.0).rem_euclid(360.0) - 180.0;
            at.1 = (at.1 + y + 1e-6).clamp(-90.0, 90.0);
            vertices.push(p(at.0, at.1));
        }
        Polyline::new(&[vertices]).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nearest_on_a_walk_agrees_with_every_edge(line in walk(), dx in -0.1..0.1_f64, dy in -0.1..0.1_f64) {
        let start = line.edges[0].start();
        let point = p((start.lon() + dx).clamp(-180.0, 180.0), (start.lat() + dy).clamp(-90.0, 90.0));
        let foot = line.nearest(point);
        prop_assert!((foot.distance - nearest_by_all_edges(&line, point)).abs() < 1e-7);
    }

    #[test]
    fn the_nearest_foot_is_among_all_feet(line in walk(), dx in -0.02..0.02_f64, dy in -0.02..0.02_f64) {
        let start = line.edges[0].start();
        let point = p((start.lon() + dx).clamp(-180.0, 180.0), (start.lat() + dy).clamp(-90.0, 90.0));
        let nearest = line.nearest(point);
        let feet = line.feet_within(point, nearest.distance + 50.0);
        let least = feet.iter().map(|f| f.distance).fold(f64::INFINITY, f64::min);
        prop_assert!((least - nearest.distance).abs() < 1e-7);
        prop_assert!(feet.windows(2).all(|w| w[0].place <= w[1].place));
    }

    #[test]
    fn a_place_is_its_own_foot(line in walk(), share in 0.0..1.0_f64) {
        let place = Place::new(line.length() * share).unwrap();
        let at = line.at(place).unwrap();
        prop_assert!(line.nearest(at).distance < 1e-6);
        let feet = line.feet_within(at, 0.001);
        prop_assert!(feet.iter().any(|f| (f.place.metres() - place.metres()).abs() < 1e-4));
    }

    #[test]
    fn slices_tile_the_line(line in walk(), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let (low, high) = (a.min(b) * line.length(), a.max(b) * line.length());
        prop_assume!(high - low > 1e-3 && low > 1e-3 && line.length() - high > 1e-3);
        let cut = [0.0, low, high, line.length()].map(|m| Place::new(m).unwrap());
        let slices: Vec<_> = cut.windows(2).map(|w| line.slice(w[0], w[1]).unwrap()).collect();
        let length: f64 = slices.iter().map(|s| Polyline::try_from(s).unwrap().length()).sum();
        prop_assert!((length - line.length()).abs() < 1e-5);
        for pair in slices.windows(2) {
            prop_assert_eq!(pair[0].0[0].0.last(), pair[1].0[0].0.first());
        }
        // Every vertex of the line stands in exactly one slice, or on a cut.
        let inner: usize = slices.iter().map(|s| s.0[0].0.len() - 2).sum();
        prop_assert_eq!(inner, line.edges.len() - 1);
    }

    #[test]
    fn more_vertices_along_the_geodesics_change_nothing(line in walk(), shares in prop::collection::vec(0.01..0.99_f64, 40)) {
        let mut vertices = Vec::new();
        for (edge, share) in line.edges.iter().zip(&shares) {
            vertices.extend([edge.start(), edge.at(edge.length() * share)]);
        }
        vertices.push(line.edges.last().unwrap().end());
        let dense = Polyline::new(&[vertices]).unwrap();
        prop_assert!((dense.length() - line.length()).abs() < 1e-6);
        let place = Place::new(line.length() * shares[0]).unwrap();
        prop_assert!(distance(dense.at(place).unwrap(), line.at(place).unwrap()) < 1e-6);
    }
}
