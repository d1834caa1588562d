//! Lines and points to divide them among.

use geographiclib_rs::DirectGeodesic;
use proptest::prelude::*;

use crate::geodesy::{Edge, LonLat, WGS84, distance};
use crate::line::Polyline;

pub(super) fn away(from: LonLat, azimuth: f64, metres: f64) -> LonLat {
    let (lat, lon): (f64, f64) = WGS84.direct(from.lat(), from.lon(), azimuth, metres);
    LonLat::from_geodesic(lat, lon)
}

pub(super) fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) parts: Vec<Vec<LonLat>>,
    pub(super) sites: Vec<LonLat>,
}

impl World {
    pub(super) fn line(&self) -> Polyline {
        Polyline::new(&self.parts).unwrap()
    }
}

pub(super) fn anywhere() -> impl Strategy<Value = LonLat> {
    let lat = prop_oneof![
        6 => -90.0..=90.0_f64, 1 => Just(90.0), 1 => Just(-90.0), 1 => Just(0.0), 1 => 89.99..90.0_f64
    ];
    let lon =
        prop_oneof![4 => -180.0..=180.0_f64, 1 => Just(180.0), 1 => Just(-180.0), 1 => Just(0.0)];
    (lon, lat).prop_map(|(lon, lat)| p(lon, lat))
}

pub(super) fn heading() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..360.0_f64, 1 => (0..8).prop_map(|i| f64::from(i) * 45.0)]
}

/// Lines of 10 m to some 10,000 km in one or two parts or a ring, and one to eight points: near,
/// on the line, at a vertex, at the place of the one before, or on the far side.
pub(super) fn world(widest: f64) -> impl Strategy<Value = World> {
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
