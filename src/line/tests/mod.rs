//! Laws of the polyline, each against a dull twin.

mod battery;
mod laws;
mod twins;

use super::*;
use crate::geodesy::{LonLat, distance};

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn line(parts: &[&[(f64, f64)]]) -> Polyline {
    let parts: Vec<Vec<LonLat>> =
        parts.iter().map(|part| part.iter().map(|&(lon, lat)| p(lon, lat)).collect()).collect();
    Polyline::new(&parts).unwrap()
}

#[test]
fn a_hairpin_yields_both_reaches() {
    let line = line(&[&[(102.0, 22.0), (102.05, 22.0), (102.05, 22.002), (102.0, 22.002)]]);
    let point = p(102.02, 22.0012);
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

#[test]
fn lines_and_feet_are_close_within_a_tolerance() {
    use approx::{assert_abs_diff_eq, assert_abs_diff_ne};
    let a = line(&[&[(102.0, 22.0), (102.1, 22.0)]]);
    let b = line(&[&[(102.0, 22.0), (102.1, 22.000_001)]]);
    assert_abs_diff_eq!(a, b, epsilon = 1e-5);
    assert_abs_diff_ne!(a, b, epsilon = 1e-7);
    assert_abs_diff_ne!(a, line(&[&[(102.0, 22.0), (102.1, 22.0), (102.2, 22.0)]]), epsilon = 1.0);
    let point = p(102.05, 22.01);
    assert_abs_diff_eq!(a.nearest(point), b.nearest(point), epsilon = 0.1);
    assert_abs_diff_ne!(a.nearest(point), b.nearest(point), epsilon = 1e-3);
}

#[test]
fn near_a_pole_boxes_overstate_no_distance() {
    let line = line(&[&[(-42.074_712_422_652_39, 89.990_001_790_606_8), (-42.0, 89.990_001)]]);
    let point = p(-171.015_032_787_311_38, 64.793_752_688_293_42);
    let nearest = line.nearest(point);
    assert_eq!(line.nearest_within(point, nearest.distance), Some(nearest));
}
