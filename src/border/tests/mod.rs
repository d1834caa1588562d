//! Laws of the border as a whole, each against a dull twin over all sections and markers.

mod encode;
mod nearest;
mod parts;

use geo_types::{LineString, coord};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::geodesy::{LonLat, distance};
use crate::units::Place;

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// Centres of scenes: anywhere, and often where longitudes jump or all are one.
fn anywhere() -> impl Strategy<Value = LonLat> {
    let lat = prop_oneof![4 => -90.0..=90.0_f64, 1 => 89.99..=90.0_f64, 1 => Just(-90.0)];
    let lon = prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => -180.0..-179.99_f64];
    (lon, lat).prop_map(|(lon, lat)| p(lon, lat))
}

/// A point some metres from another.
fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
    use geographiclib_rs::DirectGeodesic;
    let (lat, lon): (f64, f64) =
        crate::geodesy::WGS84.direct(from.lat(), from.lon(), azimuth, metres);
    LonLat::from_geodesic(lat, lon)
}

/// Steps of a walk: headings in degrees, and shares of the longest step.
type Walk = Vec<(f64, f64)>;

fn walk() -> impl Strategy<Value = Walk> {
    prop::collection::vec((0.0..360.0_f64, 0.01..1.0_f64), 2..60)
}

fn line_string(from: LonLat, longest: f64, walk: &Walk) -> LineString {
    let mut at = from;
    let steps = walk.iter().map(|&(azimuth, share)| {
        at = away(at, azimuth, longest * share);
        coord! { x: at.lon(), y: at.lat() }
    });
    steps.collect()
}

/// Up to seven sections around one point, with steps of ten metres to a thousand kilometres.
fn network() -> impl Strategy<Value = (Border, LonLat, f64)> {
    let walks = prop::collection::vec((0.0..360.0_f64, 0.0..20.0_f64, walk()), 1..8);
    (anywhere(), 1.0..6.0_f64, walks).prop_map(|(centre, size, walks)| {
        let longest = 10_f64.powf(size);
        let sections = walks.iter().enumerate().map(|(i, (azimuth, steps, walk))| {
            let from = away(centre, *azimuth, (steps * longest).min(9e6));
            (SectionId::new(&format!("s{i}")).unwrap(), line_string(from, longest, walk))
        });
        (Border::from_lines(sections).unwrap(), centre, longest)
    })
}

/// Labels, offsets and days of markers around a point.
fn markers(border: &Border, centre: LonLat, size: f64, many: &[(f64, f64, bool)]) -> Vec<Marker> {
    let marker = |(i, &(azimuth, share, old)): (usize, &(f64, f64, bool))| {
        let section = &border.sections()[i % border.sections().len()];
        let at = away(centre, azimuth, size * share);
        let mut marker =
            Marker::new(section.id().clone(), (i + 1).to_string().parse().unwrap(), at);
        if old {
            marker.period = Period::new(None, Some(date(2000, 1, 1))).unwrap();
        }
        marker
    };
    many.iter().enumerate().map(marker).collect()
}
