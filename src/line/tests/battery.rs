//! Shapes that break naive location, and points near them, for every implementation.

use super::twins::{EveryEdge, Locate, TreeOfEdges, side_by_angles};
use super::*;

struct Shape {
    name: &'static str,
    line: Polyline,
    points: Vec<LonLat>,
}

fn shape(name: &'static str, parts: &[&[(f64, f64)]], points: &[(f64, f64)]) -> Shape {
    let line = line(parts);
    Shape { name, line, points: points.iter().map(|&(lon, lat)| p(lon, lat)).collect() }
}

/// Points of a curve around a centre, `turns` times round.
fn around(
    (lon, lat): (f64, f64),
    count: usize,
    turns: f64,
    radius: impl Fn(f64) -> (f64, f64),
) -> Vec<(f64, f64)> {
    (0..=count)
        .map(|i| {
            let share = i as f64 / count as f64;
            let (sin, cos) = (share * turns * std::f64::consts::TAU).sin_cos();
            let (x, y) = radius(share);
            (lon + x * sin, lat + y * cos)
        })
        .collect()
}

fn curves() -> Vec<Shape> {
    let mut ring = around((20.0, 60.0), 24, 1.0, |_| (0.01, 0.005));
    ring[24] = ring[0];
    let mut fine_ring = around((102.0, 22.0), 1_000, 1.0, |_| (0.01, 0.01));
    fine_ring[1_000] = fine_ring[0];
    let spiral = around((-70.0, -50.0), 600, 6.0, |share| (0.05 * share, 0.03 * share));
    let mut looped = vec![(102.0, 22.0)];
    looped.extend(around((102.02, 22.01), 40, 1.0, |_| (0.008, -0.01)));
    looped.push((102.04, 22.0));
    let pole: Vec<(f64, f64)> =
        (0..=36).map(|i| (f64::from(i % 36) * 10.0 - 180.0, 89.99)).collect();
    let south: Vec<(f64, f64)> =
        (0..=720).map(|i| (f64::from(i) * 0.5 - 180.0, -89.9 + 1e-5 * f64::from(i))).collect();
    vec![
        shape("ring", &[&ring], &[(20.0, 60.0049), (20.0, 60.0051), (20.009, 60.0), (20.0, 60.0)]),
        shape("fine ring", &[&fine_ring], &[(102.0, 22.0101), (101.991, 22.003), (102.0001, 22.0)]),
        shape("spiral", &[&spiral], &[(-70.0, -50.0), (-69.981, -50.01), (-70.03, -49.999)]),
        shape("loop", &[&looped], &[(102.02, 22.001), (102.02, 21.999), (102.015, 22.012)]),
        shape("around the pole", &[&pole], &[(5.0, 89.992), (100.0, 90.0), (-175.0, 89.98)]),
        shape("around the south pole", &[&south], &[(179.9, -89.897), (0.0, -90.0), (7.0, -89.8)]),
    ]
}

fn battery() -> Vec<Shape> {
    let zigzag: Vec<(f64, f64)> = (0..400)
        .map(|i| (102.0 + f64::from(i / 3) * 1e-4, 22.0 + f64::from(i / 3 % 2) * 2e-3))
        .collect();
    let equator: Vec<(f64, f64)> = (0..50).map(|i| (f64::from(i) * 0.01, 0.0)).collect();
    let mut shapes = vec![
        shape(
            "straight",
            &[&[(102.0, 22.0), (102.1, 22.05)]],
            &[(102.04, 22.03), (101.9, 22.0), (102.2, 22.1), (102.05, 22.0)],
        ),
        shape(
            "hairpin",
            &[&[(102.0, 22.0), (102.05, 22.0), (102.05, 22.002), (102.0, 22.002)]],
            &[(102.02, 22.0012), (102.06, 22.001), (102.02, 21.99), (102.049, 22.0009)],
        ),
        shape("zig-zag", &[&zigzag], &[(102.005, 22.001), (102.0012, 22.003), (101.99, 22.0)]),
        shape(
            "antimeridian",
            &[&[(179.97, -16.0), (-179.98, -16.01), (-179.95, -16.03)]],
            &[(179.995, -16.01), (-179.99, -16.0), (180.0, -16.02), (-180.0, -16.0)],
        ),
        shape(
            "over the pole",
            &[&[(30.0, 89.98), (-150.0, 89.97), (-140.0, 89.97)]],
            &[(100.0, 89.995), (0.0, 90.0), (-145.0, 89.9)],
        ),
        shape("equator", &[&equator], &[(0.333, 0.001), (0.25, -0.2), (-0.1, 0.0), (0.5, 0.01)]),
        shape(
            "parts",
            &[&[(10.0, 50.0), (10.02, 50.0)], &[(10.03, 50.0), (10.05, 50.01)]],
            &[(10.025, 50.001), (10.021, 50.0), (10.029, 50.0), (10.0, 50.1)],
        ),
        shape(
            "repeated vertices",
            &[&[(10.0, 50.0), (10.0, 50.0), (10.01, 50.0), (10.01, 50.0), (10.02, 50.01)]],
            &[(10.0102, 50.001), (10.0, 50.0), (10.02, 50.0)],
        ),
        shape(
            "long edges",
            &[&[(0.0, 10.0), (60.0, 50.0), (61.0, 50.0), (61.001, 50.0), (120.0, -20.0)]],
            &[(30.0, 40.0), (61.0, 50.2), (90.0, 30.0), (-170.0, 0.0), (61.0005, 50.0001)],
        ),
        shape(
            "far away",
            &[&[(102.0, 22.0), (102.1, 22.0), (102.1, 22.1), (102.2, 22.1)]],
            &[(103.5, 23.0), (110.0, 0.0), (-78.0, -22.0), (0.0, 90.0), (-77.95, -22.05)],
        ),
    ];
    shapes.extend(curves());
    shapes
}

/// Nearly opposite the line distances are equal within Karney's own rounding.
fn tolerance(distance: f64) -> f64 {
    if distance < 100_000.0 { 1e-6 } else { 1e-4 }
}

fn every_foot_is_right<L: Locate>() {
    for Shape { name, line, points } in battery() {
        let (located, every) = (L::of(&line), EveryEdge::of(&line));
        for point in points {
            let ((place, off), (_, least)) = (located.locate(point), every.locate(point));
            assert!((off - least).abs() < tolerance(least), "{name} {point:?}: {off} {least}");
            let at = line.at(Place::new(place.min(line.length())).unwrap()).unwrap();
            // At a jump the place is that of two points of the globe.
            let jump = name == "parts" && off > 1.0;
            assert!(jump || (distance(at, point) - off).abs() < 1e-5, "{name} {point:?}");
        }
    }
}

#[test]
fn the_line_finds_every_foot() {
    every_foot_is_right::<Polyline>();
}

#[test]
fn the_tree_of_edges_finds_every_foot() {
    every_foot_is_right::<TreeOfEdges>();
}

#[test]
fn a_foot_tells_where_it_stands() {
    for Shape { name, line, points } in battery() {
        for point in points {
            let foot = line.nearest(point);
            assert!(
                (distance(foot.at, point) - foot.distance).abs() < tolerance(foot.distance),
                "{name}"
            );
            let at = line.at(foot.place).unwrap();
            assert!(distance(at, foot.at) < 2e-6 || name == "parts", "{name}: {foot:?} {at:?}");
        }
    }
}

#[test]
fn all_feet_are_those_of_every_edge() {
    for Shape { name, line, points } in battery() {
        if name == "parts" || line.is_ring() {
            continue; // the twin knows neither
        }
        let every = EveryEdge::of(&line);
        for point in points {
            for metres in [100.0, 3_000.0, 30_000.0, 2_000_000.0] {
                let feet = line.feet_within(point, metres);
                let twins = every.feet(point, metres);
                assert_eq!(feet.len(), twins.len(), "{name} {point:?} {metres}");
                for (foot, (place, off)) in feet.iter().zip(twins) {
                    assert!((foot.distance - off).abs() < tolerance(off), "{name} {point:?}");
                    assert!((foot.place.metres() - place).abs() < 1e-3, "{name} {point:?}");
                }
            }
        }
    }
}

#[test]
fn the_side_is_that_of_the_angles() {
    for Shape { name, line, points } in battery() {
        for point in points {
            for foot in line.feet_within(point, 50_000.0) {
                // Straight ahead of an end, and where parts meet, the angles do not tell.
                if foot.side == Side::On || name == "parts" || name == "long edges" {
                    continue;
                }
                let twin = side_by_angles(&line, foot.place.metres(), point);
                assert_eq!(foot.side, twin, "{name} {point:?} {foot:?}");
            }
        }
    }
}

#[test]
fn in_bulk_the_feet_are_the_same() {
    for Shape { name, line, points } in battery() {
        let one_by_one: Vec<Foot> = points.iter().map(|&point| line.nearest(point)).collect();
        assert_eq!(line.nearest_each(&points), one_by_one, "{name}");
    }
}

#[test]
fn of_many_equal_feet_all_are_told() {
    // A circle around the pole: from there every edge is equally far.
    let ring = curves().swap_remove(4).line;
    let feet = ring.nearest_all(p(0.0, 90.0), 1e-6);
    assert_eq!(feet.len(), 36);
    assert_eq!(
        ring.nearest(p(0.0, 90.0)).distance,
        feet.iter().map(|f| f.distance).fold(f64::MAX, f64::min)
    );
    for Shape { name, line, points } in battery() {
        for point in points {
            let nearest = line.nearest(point);
            let all = line.nearest_all(point, 0.0);
            assert!(all.contains(&nearest), "{name} {point:?} {all:?} {nearest:?}");
        }
    }
}

#[test]
fn sharp_bends_ends_and_seams_have_sides() {
    let bend = line(&[&[(0.0, 0.0), (0.01, 0.0), (0.0, -0.001)]]);
    // Outside a bend to the right, also where it lies to the right of the first edge's line.
    for (lon, lat) in [(0.011, 0.001), (0.011, -0.0009), (0.0101, 0.0), (0.005, 0.001)] {
        assert_eq!(bend.nearest(p(lon, lat)).side, Side::Left, "{lon} {lat}");
    }
    assert_eq!(bend.nearest(p(0.005, -0.0002)).side, Side::Right);
    assert_eq!(bend.nearest(p(-0.01, 0.0)).side, Side::On);
    assert_eq!(bend.nearest(p(-0.01, 0.001)).side, Side::Left);
    assert_eq!(bend.nearest(p(0.005, 0.0)).side, Side::On);
    // Counter-clockwise: inside is left, at the seam as well.
    let ring = line(&[&[(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)]]);
    for (lon, lat) in [(-0.001, -0.001), (0.011, 0.011), (0.005, -0.001), (0.011, -0.001)] {
        assert_eq!(ring.nearest(p(lon, lat)).side, Side::Right, "{lon} {lat}");
    }
    for (lon, lat) in [(0.001, 0.002), (0.002, 0.001), (0.009, 0.008)] {
        assert_eq!(ring.nearest(p(lon, lat)).side, Side::Left, "{lon} {lat}");
    }
    // A spike: ahead of its tip is neither side; beside it is one.
    let spike = line(&[&[(0.0, 0.0), (0.01, 0.0), (0.0, 0.0)]]);
    assert_eq!(spike.nearest(p(0.011, 0.0)).side, Side::On);
}

#[test]
fn the_next_foot_is_behind_the_place() {
    for Shape { name, line, points } in battery() {
        for point in points {
            let feet = line.feet_within(point, 20_000.0);
            for share in [0.0, 0.2, 0.5, 0.9, 1.0] {
                let place = Place::new(share * line.length()).unwrap();
                let after: Vec<Foot> = feet.iter().copied().filter(|f| f.place >= place).collect();
                assert_eq!(line.feet_after(point, place, 20_000.0), after, "{name}");
            }
            for foot in &feet {
                let after = line.feet_after(point, foot.place, 20_000.0);
                assert_eq!(after.first().map(|f| f.place), Some(foot.place), "{name}");
            }
        }
    }
}
