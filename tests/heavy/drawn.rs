//! Stretches drawn instead of written.

use border_coverage::border::GroundStretch;
use border_coverage::geodesy::distance;
use border_coverage::{Border, LonLat, Place, Polyline, Section, SectionId};
use geo_types::Coord;
use proptest::prelude::*;

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new((lon + 180.0).rem_euclid(360.0) - 180.0, lat).unwrap()
}

fn border(vertices: &[LonLat], tolerance: f64) -> Border {
    let line = Polyline::new(&[vertices]).unwrap();
    let section = Section::new(SectionId::new("s").unwrap(), None, line);
    let mut border = Border::new(vec![section]).unwrap();
    border.set_markers(Vec::new(), tolerance);
    border
}

fn slice(line: &Polyline, from: f64, to: f64) -> Vec<LonLat> {
    let place = |metres: f64| Place::new(metres).unwrap();
    let geometry = line.slice(place(from), place(to)).unwrap();
    geometry.0[0].coords().map(|&c: &Coord| LonLat::try_from(c).unwrap()).collect()
}

/// A walk that never turns back on itself, anywhere but at the poles.
fn walk() -> impl Strategy<Value = Vec<LonLat>> {
    let start = (-180.0..180.0_f64, -75.0..75.0_f64, -1.0..1.0_f64);
    let steps = prop::collection::vec((0.002..0.01_f64, -0.6..0.6_f64), 3..15);
    (start, steps).prop_map(|((lon, lat, heading), steps)| {
        let mut at = (lon, lat);
        let mut vertices = vec![p(lon, lat)];
        for (step, turn) in steps {
            at.0 += step * (heading + turn).cos() / at.1.to_radians().cos();
            at.1 += step * (heading + turn).sin();
            vertices.push(p(at.0, at.1));
        }
        vertices
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_drawing_on_the_line_is_its_own_stretch(vertices in walk(), a in 0.0..1.0_f64, b in 0.0..1.0_f64, turned in prop::bool::ANY) {
        let border = border(&vertices, 100.0);
        let line = border.sections()[0].line();
        let (from, to) = (a.min(b) * line.length(), a.max(b) * line.length());
        prop_assume!(to - from > 10.0);
        let mut drawing = slice(line, from, to);
        if turned {
            drawing.reverse();
        }
        let found = border.along(None, &[drawing]).unwrap();
        prop_assert_eq!(found.stretches.len(), 1);
        prop_assert!((found.stretches[0].from.metres() - from).abs() < 1e-3);
        prop_assert!((found.stretches[0].to.metres() - to).abs() < 1e-3);
        prop_assert!(found.fit.farthest < 1e-3 && (found.fit.along - found.fit.drawn).abs() < 1e-6);
    }

    /// Against every ten metres of the line, asked whether they lie inside by the winding of
    /// azimuths round the point, another way than the library's.
    #[test]
    fn a_land_holds_what_of_the_line_lies_in_it(
        vertices in walk(), at in 0.0..1.0_f64, radius in 300.0..2_000.0_f64, corners in 3..9_usize, turn in 0.0..1.0_f64,
    ) {
        // No tolerance: only what runs through.
        let border = border(&vertices, 0.0);
        let line = border.sections()[0].line();
        let middle = line.at(Place::new(at * line.length()).unwrap()).unwrap();
        let corner = |i: usize| {
            let angle = std::f64::consts::TAU * (i as f64 + turn) / corners as f64;
            let (north, east) = (radius / 111_000.0 * angle.cos(), radius / 111_000.0 * angle.sin());
            p(middle.lon() + east / middle.lat().to_radians().cos(), middle.lat() + north)
        };
        let mut ring: Vec<LonLat> = (0..corners).map(corner).collect();
        ring.push(ring[0]);
        let found = border.within_land(None, &[vec![ring.clone()]]).unwrap().stretches;
        let steps = (line.length() / 10.0) as usize;
        for i in 0..=steps {
            let metres = line.length() * i as f64 / steps as f64;
            let point = line.at(Place::new(metres).unwrap().min(line.end())).unwrap();
            let edge = Polyline::new(&[&ring]).unwrap().nearest(point).distance;
            if edge < 0.01 {
                continue; // on the edge either answer is right
            }
            let held =
                found.iter().any(|s| s.from.metres() - 1e-6 <= metres && metres <= s.to.metres() + 1e-6);
            prop_assert_eq!(held, winds_round(&ring, point), "{} of {:?}", metres, found);
        }
    }
}

/// A line eastward in steps of some hundred metres, nowhere nearer than 40° to a meridian.
fn eastward() -> impl Strategy<Value = Vec<LonLat>> {
    let steps = prop::collection::vec((0.001..0.01_f64, -0.8..0.8_f64), 4..20);
    (-60.0..60.0_f64, steps).prop_map(|(lat, steps)| {
        let mut at = (20.0, lat);
        let mut vertices = vec![p(at.0, at.1)];
        for (step, angle) in steps {
            at.0 += step * angle.cos() / at.1.to_radians().cos();
            at.1 += step * angle.sin();
            vertices.push(p(at.0, at.1));
        }
        vertices
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Parcels side by side, cut by meridians that the line crosses at 40° or more: each keeps one
    /// stretch that ends on them, whatever the tolerance, and no two keep the same.
    #[test]
    fn parcels_side_by_side_share_nothing(
        vertices in eastward(), cuts in prop::collection::vec(0.0..1.0_f64, 2..9),
        tolerance in 0.0..500.0_f64, is_closed in prop::bool::ANY,
    ) {
        let border = border(&vertices, tolerance);
        let line = border.sections()[0].line();
        let (west, east) = (vertices[0].lon(), vertices[vertices.len() - 1].lon());
        let mut cuts: Vec<f64> = cuts.iter().map(|cut| west + (east - west) * cut).collect();
        cuts.sort_by(f64::total_cmp);
        // Apart enough that no corner is within reach of the other side of its parcel.
        cuts.dedup_by(|a, b| *a - *b < 0.001);
        let (south, north) = (vertices[0].lat() - 0.5, vertices[0].lat() + 0.5);
        let mut before: Option<GroundStretch> = None;
        for pair in cuts.windows(2) {
            let (w, e) = (pair[0], pair[1]);
            let mut ring = vec![p(w, south), p(e, south), p(e, north), p(w, north)];
            if is_closed {
                ring.push(ring[0]);
            }
            let found = border.within_land(None, &[vec![ring]]).unwrap().stretches;
            prop_assert_eq!(found.len(), 1, "{:?}", found);
            for (place, lon) in [(found[0].from, w), (found[0].to, e)] {
                let at = line.at(place).unwrap();
                prop_assert!(distance(at, p(lon, at.lat())) < 1e-5, "{} of {}", at.lon(), lon);
            }
            let gap = before.as_ref().map_or(0.0, |last| found[0].from.metres() - last.to.metres());
            prop_assert!(gap.abs() < 1e-5, "{}", gap);
            before = Some(found[0].clone());
        }
    }

    /// A track that comes from afar, crosses the line steeply and goes is not along it.
    #[test]
    fn a_track_across_the_line_is_not_along_it(
        vertices in eastward(), at in 0.0..1.0_f64, tolerance in 1.0..500.0_f64,
    ) {
        let border = border(&vertices, tolerance);
        let (west, east) = (vertices[0].lon(), vertices[vertices.len() - 1].lon());
        let (lon, lat) = (west + (east - west) * at, vertices[0].lat());
        let found = border.along(None, &[vec![p(lon, lat - 0.5), p(lon, lat + 0.5)]]);
        prop_assert!(found.is_err(), "{:?}", found);
    }
}

/// Whether a ring winds round a point, by the turning of the azimuth to its corners.
fn winds_round(ring: &[LonLat], point: LonLat) -> bool {
    use geo::{Bearing, Geodesic};
    let azimuth = |corner: LonLat| Geodesic.bearing(point.into(), corner.into());
    let turning: f64 = ring
        .windows(2)
        .map(|w| (azimuth(w[1]) - azimuth(w[0]) + 540.0).rem_euclid(360.0) - 180.0)
        .sum();
    turning.abs() > 180.0
}

fn lengths(stretches: &[GroundStretch]) -> Vec<f64> {
    stretches.iter().map(|s| (s.to.metres() - s.from.metres()).round()).collect()
}

#[test]
fn a_drawing_beside_the_line_says_how_far_it_was_moved() {
    let border = border(&[p(10.0, 50.0), p(10.1, 50.0)], 500.0);
    let found = border.along(None, &[vec![p(10.02, 50.001), p(10.05, 50.002)]]).unwrap();
    assert_eq!(found.stretches.len(), 1);
    assert!((found.fit.farthest - 222.0).abs() < 2.0, "{:?}", found.fit);
    assert!((found.fit.mean - 167.0).abs() < 2.0, "{:?}", found.fit);
}

#[test]
fn a_drawing_that_leaves_and_comes_back_is_two_stretches() {
    let border = border(&[p(10.0, 50.0), p(10.1, 50.0)], 500.0);
    let away = [
        (10.01, 50.0),
        (10.03, 50.0),
        (10.03, 50.02),
        (10.06, 50.02),
        (10.06, 50.0),
        (10.08, 50.0),
    ];
    let drawing = away.map(|(lon, lat)| p(lon, lat)).to_vec();
    let found = border.along(None, &[drawing]).unwrap();
    assert_eq!(found.stretches.len(), 2);
    let step = distance(p(10.01, 50.0), p(10.03, 50.0)).round();
    for length in lengths(&found.stretches) {
        assert!((length - step).abs() < 25.0, "{:?}", lengths(&found.stretches));
    }
    assert!(found.fit.along < 0.6 * found.fit.drawn);
}

#[test]
fn a_drawing_along_one_reach_of_a_hairpin_stays_on_it() {
    // The way back runs 220 m beside the way out, within the tolerance.
    let vertices = [p(10.0, 50.0), p(10.1, 50.0), p(10.1, 50.002), p(10.0, 50.002)];
    let border = border(&vertices, 500.0);
    let reach = distance(vertices[0], vertices[1]);
    let back = border.along(None, &[vec![p(10.08, 50.0015), p(10.02, 50.0012)]]).unwrap();
    assert_eq!(back.stretches.len(), 1);
    assert!(back.stretches[0].from.metres() > reach, "{:?}", back.stretches);
}

#[test]
fn a_drawing_across_the_seam_of_a_ring_is_two_stretches() {
    let ring = [p(0.0, 0.0), p(0.02, 0.0), p(0.02, 0.02), p(0.0, 0.02), p(0.0, 0.0)];
    let border = border(&ring, 200.0);
    let found = border.along(None, &[vec![p(0.0, 0.005), p(0.0, 0.0), p(0.005, 0.0)]]).unwrap();
    assert_eq!(lengths(&found.stretches), [557.0, 553.0]);
    assert_eq!(found.stretches[0].from, Place::START);
    assert_eq!(found.stretches[1].to, border.sections()[0].line().end());
}

#[test]
fn a_land_whose_edge_is_the_border_keeps_it() {
    let border = border(&[p(10.0, 50.0), p(10.1, 50.0)], 100.0);
    // Its southern edge follows the border 40 m north of it.
    let land =
        [(10.02, 50.00036), (10.06, 50.00036), (10.06, 50.03), (10.02, 50.03), (10.02, 50.00036)];
    let ring = land.map(|(lon, lat)| p(lon, lat)).to_vec();
    let found = border.within_land(None, &[vec![ring]]).unwrap();
    assert_eq!(found.stretches.len(), 1);
    let edge = distance(p(10.02, 50.0), p(10.06, 50.0));
    assert!((lengths(&found.stretches)[0] - edge).abs() < 2.0, "{:?}", lengths(&found.stretches));
    assert!((found.fit.farthest - 40.0).abs() < 3.0);
}

#[test]
fn a_land_that_the_border_crosses_keeps_no_more_than_lies_in_it() {
    let border = border(&[p(10.0, 50.0), p(10.1, 50.0)], 500.0);
    let land = [(10.04, 49.98), (10.06, 49.98), (10.06, 50.02), (10.04, 50.02), (10.04, 49.98)];
    let ring = land.map(|(lon, lat)| p(lon, lat)).to_vec();
    let found = border.within_land(None, &[vec![ring]]).unwrap();
    let width = distance(p(10.04, 50.0), p(10.06, 50.0)).round();
    assert_eq!(lengths(&found.stretches), [width]);
}

#[test]
fn a_hole_in_a_land_is_not_kept() {
    let border = border(&[p(10.0, 50.0), p(10.1, 50.0)], 50.0);
    let ring = |w: f64, e: f64, h: f64| {
        vec![p(w, 50.0 - h), p(e, 50.0 - h), p(e, 50.0 + h), p(w, 50.0 + h), p(w, 50.0 - h)]
    };
    let found =
        border.within_land(None, &[vec![ring(10.01, 10.09, 0.02), ring(10.04, 10.06, 0.01)]]);
    assert_eq!(lengths(&found.unwrap().stretches), [2151.0, 2151.0]);
}

#[test]
fn what_keeps_off_the_line_is_refused() {
    let border = border(&[p(10.0, 50.0), p(10.1, 50.0)], 100.0);
    let far = vec![p(10.0, 50.1), p(10.1, 50.1)];
    let error = border.along(None, &[far]).unwrap_err().to_string();
    assert!(error.contains("100 m"), "{error}");
    let wide = vec![p(0.0, 40.0), p(20.0, 40.0), p(20.0, 60.0), p(0.0, 40.0)];
    assert!(border.within_land(None, &[vec![wide]]).unwrap_err().to_string().contains("500 km"));
}

fn border_of(lines: &[&[(f64, f64)]], tolerance: f64) -> Border {
    let sections = lines.iter().enumerate().map(|(i, vertices)| {
        let vertices: Vec<LonLat> = vertices.iter().map(|&(lon, lat)| p(lon, lat)).collect();
        let line = Polyline::new(&[vertices]).unwrap();
        Section::new(SectionId::new(&format!("s{i}")).unwrap(), None, line)
    });
    let mut border = Border::new(sections.collect()).unwrap();
    border.set_markers(Vec::new(), tolerance);
    border
}

fn drawn(border: &Border, points: &[(f64, f64)]) -> (Vec<GroundStretch>, f64, f64) {
    let drawing = points.iter().map(|&(lon, lat)| p(lon, lat)).collect();
    let found = border.along(None, &[drawing]).unwrap();
    let length = total(&found.stretches);
    (found.stretches, length, found.fit.passed_by)
}

fn total(stretches: &[GroundStretch]) -> f64 {
    stretches.iter().map(|s| s.to.metres() - s.from.metres()).sum()
}

#[test]
fn a_drawing_across_the_mouth_of_a_tongue_does_not_take_it() {
    let tongue = [
        (102.0, 22.0),
        (102.05, 22.0),
        (102.05, 22.05),
        (102.054, 22.05),
        (102.054, 22.0),
        (102.1, 22.0),
    ];
    let border = border_of(&[&tongue], 500.0);
    let (stretches, length, passed_by) = drawn(&border, &[(102.02, 22.0), (102.08, 22.0)]);
    // What is drawn, 6.196 km, but the mouth of 413 m.
    assert_eq!(stretches.len(), 2);
    // Geodesics along a parallel bow out by some decimetres.
    assert!((length - (6_195.7 - 413.1)).abs() < 1.0, "{length}");
    assert!((passed_by - (2.0 * 5_537.4 + 413.0)).abs() < 3.0, "{passed_by}");
    // A tongue that lies within the tolerance is taken: a hand draws no closer.
    let border = border_of(&[&tongue], 6_000.0);
    let (stretches, length, passed_by) = drawn(&border, &[(102.02, 22.0), (102.08, 22.0)]);
    assert_eq!((stretches.len(), passed_by), (1, 0.0));
    assert!((length - (6_195.7 + 2.0 * 5_537.4)).abs() < 2.0, "{length}");
}

#[test]
fn a_drawing_straight_on_at_a_crossing_does_not_take_the_loop() {
    let crossing = [
        (102.0, 22.02),
        (102.02, 22.02),
        (102.04, 22.02),
        (102.04, 22.04),
        (102.02, 22.04),
        (102.02, 22.02),
        (102.02, 22.0),
    ];
    let border = border_of(&[&crossing], 500.0);
    let drawing = [(102.01, 22.02), (102.02, 22.02), (102.02, 22.01)];
    let (stretches, length, _) = drawn(&border, &drawing);
    let own =
        distance(p(102.01, 22.02), p(102.02, 22.02)) + distance(p(102.02, 22.02), p(102.02, 22.01));
    assert_eq!(stretches.len(), 2);
    assert!((length - own).abs() < 1e-3, "{length} {own}");
}

#[test]
fn a_drawing_across_sections_is_exact_where_they_join() {
    let lines: [&[(f64, f64)]; 2] =
        [&[(102.0, 22.0), (102.1, 22.0)], &[(102.1, 22.0), (102.2, 22.01)]];
    let border = border_of(&lines, 500.0);
    let line = border.sections()[1].line();
    let half = line.at(Place::new(line.length() / 2.0).unwrap()).unwrap();
    let own = distance(p(102.05, 22.0), p(102.1, 22.0)) + distance(p(102.1, 22.0), half);
    for via in [&[][..], &[(102.1, 22.0)][..]] {
        let ends = [(102.05, 22.0)].into_iter().chain(via.iter().copied());
        let mut drawing: Vec<(f64, f64)> = ends.chain([(half.lon(), half.lat())]).collect();
        for _ in 0..2 {
            let (stretches, length, _) = drawn(&border, &drawing);
            assert_eq!(stretches.len(), 2);
            assert_eq!(stretches[0].to, border.sections()[0].line().end());
            assert_eq!(stretches[1].from, Place::START);
            assert!((length - own).abs() < 2e-3, "{length} {own}");
            drawing.reverse();
        }
    }
}

#[test]
fn a_drawing_on_the_inner_side_of_a_joint_counts_to_the_joint() {
    let lines: [&[(f64, f64)]; 2] =
        [&[(102.0, 22.0), (102.1, 22.0)], &[(102.1, 22.0), (102.1, 22.1)]];
    let border = border_of(&lines, 500.0);
    let drawing = [(102.05, 22.001), (102.099, 22.001), (102.099, 22.05)];
    let (stretches, length, _) = drawn(&border, &drawing);
    assert_eq!(stretches.len(), 2);
    let own = distance(p(102.05, 22.0), p(102.1, 22.0)) + distance(p(102.1, 22.0), p(102.1, 22.05));
    assert!((length - own).abs() < 0.2, "{length} {own}");
}

#[test]
fn a_drawing_beyond_both_ends_counts_the_whole_line() {
    for tolerance in [20.0, 500.0] {
        let border = border_of(&[&[(102.0, 22.0), (102.1, 22.0)]], tolerance);
        for drawing in [
            [(101.9, 22.0), (102.2, 22.0)],
            [(102.2, 22.0), (101.9, 22.0)],
            [(101.9999, 22.0001), (102.1001, 22.0001)],
        ] {
            let (_, length, _) = drawn(&border, &drawing);
            let whole = border.sections()[0].line().length();
            assert!((length - whole).abs() < 1e-3, "{length} {whole}");
        }
    }
}

#[test]
fn a_drawing_round_a_ring_closes_it() {
    let ring = [(102.0, 22.0), (102.1, 22.0), (102.1, 22.1), (102.0, 22.1), (102.0, 22.0)];
    let border = border_of(&[&ring], 500.0);
    let whole = border.sections()[0].line().length();
    for start in 0..4 {
        let mut drawing = ring[..4].to_vec();
        drawing.rotate_left(start);
        drawing.push(drawing[0]);
        for _ in 0..2 {
            let (stretches, length, _) = drawn(&border, &drawing);
            assert_eq!(stretches.len(), 1);
            assert!((length - whole).abs() < 1e-3, "{length} {whole}");
            drawing.reverse();
        }
    }
    // As a land, and as a land a little larger or smaller.
    for out in [0.0, 0.0002, -0.0002] {
        let (w, e, s, n) = (102.0 - out, 102.1 + out, 22.0 - out, 22.1 + out);
        let land = vec![p(w, s), p(e, s), p(e, n), p(w, n)];
        let found = border.within_land(None, &[vec![land]]).unwrap();
        assert!((total(&found.stretches) - whole).abs() < 1e-3, "{found:?}");
    }
}

#[test]
fn a_drawing_out_and_back_counts_once() {
    let border = border_of(&[&[(102.0, 22.0), (102.1, 22.0)]], 500.0);
    let (stretches, length, _) =
        drawn(&border, &[(102.02, 22.0), (102.05, 22.0), (102.01, 22.0), (102.03, 22.0)]);
    assert_eq!(stretches.len(), 1);
    assert!((length - distance(p(102.01, 22.0), p(102.05, 22.0))).abs() < 1e-3, "{length}");
}

#[test]
fn a_land_does_not_take_a_tongue_outside_it() {
    let tongue = [
        (102.0, 22.0),
        (102.05, 22.0),
        (102.05, 21.95),
        (102.054, 21.95),
        (102.054, 22.0),
        (102.1, 22.0),
    ];
    let border = border_of(&[&tongue], 500.0);
    let land = vec![p(102.02, 22.0), p(102.08, 22.0), p(102.08, 22.05), p(102.02, 22.05)];
    let found = border.within_land(None, &[vec![land]]).unwrap();
    assert!((total(&found.stretches) - (6_195.7 - 413.1)).abs() < 1.0, "{found:?}");
}

/// A strip along a line, cut into lands that share their corners.
#[derive(Debug)]
struct Tiling {
    line: Vec<LonLat>,
    corners: Vec<Corner>,
    /// The farthest that a corner lies from the line, in metres.
    offset: f64,
}

/// A corner of the strip near the line.
#[derive(Debug)]
struct Corner {
    at: LonLat,
    /// Where a cut that begins here turns north.
    knee: Option<LonLat>,
    /// The corner of the strip's far side, north of it.
    inland: LonLat,
}

impl Tiling {
    fn lands(&self) -> Vec<Vec<LonLat>> {
        let cuts: Vec<usize> =
            (0..self.corners.len()).filter(|&i| self.corners[i].knee.is_some()).collect();
        let land = |pair: &[usize]| {
            let corners = &self.corners[pair[0]..=pair[1]];
            let front = corners.iter().map(|corner| corner.at);
            let back = corners.iter().rev().map(|corner| corner.inland);
            front
                .chain(corners[corners.len() - 1].knee)
                .chain(back)
                .chain(corners[0].knee)
                .collect()
        };
        cuts.windows(2).map(land).collect()
    }
}

/// Vertices every 550 to 1,100 m, eastward; corners beside them by up to `offset` metres; cuts that
/// go 180 m inland at up to 45° from north, then north; the far side 250 m to 5 km from the line.
fn tiling() -> impl Strategy<Value = Tiling> {
    let vertex = (0.005..0.01_f64, -0.5..0.5_f64, -1.0..1.0_f64, prop::bool::ANY, -1.0..1.0_f64);
    let offset = prop_oneof![Just(0.0), 0.0..25.0_f64];
    let inland = prop_oneof![250.0..500.0_f64, 500.0..5_000.0_f64];
    (-60.0..60.0_f64, prop::collection::vec(vertex, 4..20), offset, inland).prop_map(
        |(lat, vertices, offset, inland)| {
            let mut at = (20.0, lat);
            let (mut line, mut corners) = (Vec::new(), Vec::new());
            let count = vertices.len();
            for (i, (step, angle, beside, is_cut, lean)) in vertices.into_iter().enumerate() {
                let narrow = at.1.to_radians().cos();
                line.push(p(at.0, at.1));
                let is_end = i == 0 || i + 1 == count;
                let (beside, lean) = if is_end { (0.0, 0.0) } else { (beside, lean) };
                let (lon, lat) = (at.0, at.1 + beside * offset / 111_000.0);
                let is_cut = is_cut || is_end;
                let east = if is_cut { 0.0016 * lean / narrow } else { 0.0 };
                corners.push(Corner {
                    at: p(lon, lat),
                    knee: is_cut.then_some(p(lon + east, lat + 0.0016)),
                    inland: p(lon + east, at.1 + inland / 111_000.0),
                });
                at.0 += step * angle.cos() / narrow;
                at.1 += step * angle.sin();
            }
            Tiling { line, corners, offset }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Lands that tile a strip along the line: neither overlap nor hole, for every tolerance that
    /// holds their corners.
    #[test]
    fn lands_that_tile_the_line_tile_it(tiling in tiling(), wider in 0.0..500.0_f64) {
        let border = border(&tiling.line, tiling.offset + 1.0 + wider);
        let whole = border.sections()[0].line().length();
        let mut stretches: Vec<(f64, f64)> = Vec::new();
        let lands = tiling.lands();
        for land in &lands {
            let found = border.within_land(None, &[vec![land.clone()]]).unwrap().stretches;
            stretches.extend(found.iter().map(|s| (s.from.metres(), s.to.metres())));
        }
        let sum: f64 = stretches.iter().map(|(from, to)| to - from).sum();
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut end = 0.0;
        for (from, to) in &stretches {
            prop_assert!((from - end).abs() < 1e-3, "{} to {} of {:?}", end, from, stretches);
            end = end.max(*to);
        }
        prop_assert!((sum - whole).abs() < 1e-3 * lands.len() as f64, "{} of {}", sum, whole);
    }
}

#[test]
fn the_example_border_drawn_with_its_own_vertices_counts_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/dien_bien");
    let data = border_coverage::DataSet::read(folder).unwrap();
    let border = data.border();
    let parts: Vec<Vec<LonLat>> =
        border.sections().iter().flat_map(|section| section.line().parts()).collect();
    let whole: f64 = border.sections().iter().map(|section| section.line().length()).sum();
    let found = border.along(None, &parts).unwrap();
    assert_eq!(found.stretches.len(), border.sections().len());
    assert!((total(&found.stretches) - whole).abs() < 1e-3, "{} {whole}", total(&found.stretches));
    assert!(found.fit.passed_by < 1e-3, "{:?}", found.fit);
    // In one stroke, where the sections follow one another.
    let stroke: Vec<LonLat> = parts.concat();
    let found = border.along(None, &[stroke]).unwrap();
    assert!(total(&found.stretches) > whole - 1e-3, "{} {whole}", total(&found.stretches));
}

/// Both ends lie half a millimetre between two measures, as exactly as feet are found.
#[test]
fn a_tie_of_rounding_goes_against_the_stretch() {
    let id = |id: &str| SectionId::new(id).unwrap();
    let at = |lon: f64| LonLat::new(lon, 22.0).unwrap();
    let section = |name: &str, from: f64, to: f64| {
        Section::new(id(name), None, Polyline::new(&[[at(from), at(to)]]).unwrap())
    };
    let border = Border::new(vec![section("a", 102.0, 102.1), section("b", 102.1, 102.2)]).unwrap();
    let found = border.along(None, &[vec![at(102.05), at(102.1), at(102.15)]]).unwrap();
    let ground = border_coverage::SurveyId::ground();
    let spans = border.measured(&found.stretches, &ground).unwrap();
    let lengths: Vec<i64> = spans.iter().map(|(_, span)| span.length().mm()).collect();
    assert_eq!(lengths, [5_163_107, 5_163_107]);
}
