//! The nearest of many villages along a line: exactly, and by a k-d tree on samples.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml --bench division`

#[path = "../lines/mod.rs"]
mod lines;

use border_coverage::{LonLat, Place, Polyline};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use kiddo::{ImmutableKdTree, SquaredEuclidean};
use lines::{border, points_near};

/// Earth-centred coordinates, as a user would write them for a tree.
fn ecef(p: LonLat) -> [f64; 3] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_316;
    let (lat, lon) = (p.lat().to_radians(), p.lon().to_radians());
    let n = A / (1.0 - E2 * lat.sin() * lat.sin()).sqrt();
    [n * lat.cos() * lon.cos(), n * lat.cos() * lon.sin(), n * (1.0 - E2) * lat.sin()]
}

/// How often the nearest changes from one sample to the next; the tree is built as well.
fn by_samples(villages: &[LonLat], samples: &[[f64; 3]]) -> usize {
    let points: Vec<[f64; 3]> = villages.iter().map(|&p| ecef(p)).collect();
    let tree = ImmutableKdTree::new_from_slice(&points).expect("a tree");
    let nearest =
        |s: &[f64; 3]| tree.query(s).nearest_one::<SquaredEuclidean<f64>>().execute().item;
    let owners: Vec<_> = samples.iter().map(nearest).collect();
    owners.windows(2).filter(|w| w[0] != w[1]).count()
}

fn benches(c: &mut Criterion) {
    let drawn = border(100_000);
    let line = Polyline::new(&[&drawn]).expect("a line");
    // Places every so many metres are made beforehand, so that only the search is timed.
    let samples = |step: f64| -> Vec<[f64; 3]> {
        let places = (0..(line.length() / step) as usize).map(|i| Place::new(i as f64 * step));
        places.map(|at| ecef(line.at(at.expect("a place")).expect("on the line"))).collect()
    };
    let (every_10_m, every_1_m) = (samples(10.0), samples(1.0));
    for count in [125, 10_000] {
        let villages = points_near(&drawn, count, 10_000.0);
        let mut group = c.benchmark_group("division/100000 vertices");
        group.sample_size(10);
        let id = |name| BenchmarkId::new(name, count);
        group.bench_function(id("ours"), |b| b.iter(|| line.divide(&villages)));
        for (name, samples) in [("kiddo every 10 m", &every_10_m), ("kiddo every 1 m", &every_1_m)]
        {
            group.bench_function(id(name), |b| b.iter(|| by_samples(&villages, samples)));
        }
        group.finish();
        let seen = [&every_10_m, &every_1_m].map(|s| by_samples(&villages, s));
        eprintln!("{count} villages: {} changes, {seen:?} seen", line.divide(&villages).len() - 1);
    }
}

criterion_group!(division, benches);
criterion_main!(division);
