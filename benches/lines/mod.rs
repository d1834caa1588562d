//! Lines and points for the benches: always the same ones.
#![allow(dead_code, reason = "each bench uses some of it")]

use border_coverage::geodesy::Edge;
use border_coverage::{LonLat, Polyline};

/// Numbers between 0 and 1 that are the same in every run (G. Marsaglia's xorshift).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The vertices of a border-like line of about 400 km: midpoints displaced again and again, so
/// that it is as crooked at a hundred metres as at a hundred kilometres.
pub(crate) fn border(vertices: usize) -> Vec<LonLat> {
    let (mut xs, mut ys) = (vec![102.0, 104.2], vec![22.4, 20.6]);
    let mut random = Random::new(1);
    let mut roughness = 0.35;
    while xs.len() < vertices {
        let (mut finer_xs, mut finer_ys) = (vec![xs[0]], vec![ys[0]]);
        for i in 1..xs.len() {
            let (dx, dy) = (xs[i] - xs[i - 1], ys[i] - ys[i - 1]);
            let off = (random.share() - 0.5) * roughness;
            finer_xs.extend([xs[i - 1] + dx / 2.0 - dy * off, xs[i]]);
            finer_ys.extend([ys[i - 1] + dy / 2.0 + dx * off, ys[i]]);
        }
        (xs, ys) = (finer_xs, finer_ys);
        roughness *= 1.04;
    }
    // Every vertex of the curve up to the number asked for, spread evenly.
    let all = xs.len();
    let pick = (0..vertices).map(|i| i * (all - 1) / (vertices - 1));
    let line: Vec<LonLat> =
        pick.map(|i| LonLat::new(xs[i], ys[i]).expect("on the globe")).collect();
    scaled(&line, 400_000.0)
}

/// A walk in steps of some 7 km, all over the latitudes.
pub(crate) fn walk(vertices: usize) -> Vec<LonLat> {
    let mut random = Random::new(4);
    let step = |i: usize| {
        let lat = 60.0 * (i as f64 * 1e-3).sin() + 0.03 * random.share();
        let lon = (i as f64 * 0.05 + 0.03 * random.share()) % 360.0 - 180.0;
        LonLat::new(lon, lat).expect("on the globe")
    };
    (0..vertices).map(step).collect()
}

/// The line shrunk or stretched about its first vertex to a length in metres.
fn scaled(line: &[LonLat], metres: f64) -> Vec<LonLat> {
    let mut line = line.to_vec();
    for _ in 0..3 {
        let factor = metres / border_coverage::geodesy::path_length(&line);
        let (lon, lat) = (line[0].lon(), line[0].lat());
        for p in &mut line {
            let (x, y) = (p.lon() - lon, p.lat() - lat);
            *p = LonLat::new(lon + x * factor, lat + y * factor).expect("on the globe");
        }
    }
    line
}

/// Points within `metres` of a line, in random order.
pub(crate) fn points_near(line: &[LonLat], count: usize, metres: f64) -> Vec<LonLat> {
    let mut random = Random::new(2);
    let mut pick = || {
        let vertex = line[(random.share() * line.len() as f64) as usize];
        let away = |r: f64| (r - 0.5) * 2.0 * metres / 111_000.0 / 1.5;
        let (x, y) = (away(random.share()), away(random.share()));
        LonLat::new(vertex.lon() + x, vertex.lat() + y).expect("on the globe")
    };
    (0..count).map(|_| pick()).collect()
}

/// A track along a line: a point every so many metres, straying up to so many metres to either
/// side, with a receiver's noise of 3 m.
pub(crate) fn track(line: &Polyline, step: f64, beside: f64) -> Vec<LonLat> {
    let mut random = Random::new(3);
    let count = (line.length() / step) as usize;
    let mut pick = |i: usize| {
        let along = i as f64 * step;
        let at =
            line.at(border_coverage::Place::new(along).expect("a place")).expect("on the line");
        let mut stray = |metres: f64| {
            (beside * (along / metres).sin() + 6.0 * (random.share() - 0.5)) / 111_000.0
        };
        let (x, y) = (stray(170.0), stray(230.0));
        LonLat::new(at.lon() + x, at.lat() + y).expect("on the globe")
    };
    (0..count).map(&mut pick).collect()
}

/// The edges of a line, one by one.
pub(crate) fn edges(line: &[LonLat]) -> Vec<Edge> {
    line.windows(2).filter_map(|w| Edge::new(w[0], w[1]).ok()).collect()
}
