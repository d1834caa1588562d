//! The nearest village along the whole line: exactly, or by samples as is usual.

mod lines;

use border_coverage::assign::{Metric, Over, ProposalOptions};
use border_coverage::geodesy::distance;
use border_coverage::{DataSet, Length, LonLat, Place, Polyline, SurveyId};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use lines::{border, points_near};
use rstar::RTree;
use rstar::primitives::GeomWithData;

/// Earth-centred coordinates, as a user would write them for a tree.
fn ecef(p: LonLat) -> [f64; 3] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_316;
    let (lat, lon) = (p.lat().to_radians(), p.lon().to_radians());
    let n = A / (1.0 - E2 * lat.sin() * lat.sin()).sqrt();
    [n * lat.cos() * lon.cos(), n * lat.cos() * lon.sin(), n * (1.0 - E2) * lat.sin()]
}

fn tree(villages: &[LonLat]) -> RTree<GeomWithData<[f64; 3], usize>> {
    let points = villages.iter().enumerate().map(|(i, &p)| GeomWithData::new(ecef(p), i));
    RTree::bulk_load(points.collect())
}

/// The places of a line at intervals of `step` metres; made beforehand, so that only the search is
/// measured.
fn samples(line: &Polyline, step: f64) -> Vec<[f64; 3]> {
    let count = (line.length() / step) as usize;
    let at =
        |i: usize| line.at(Place::new(i as f64 * step).expect("a place")).expect("on the line");
    (0..=count).map(|i| ecef(at(i))).collect()
}

/// How often the nearest changes from one sample to the next.
fn by_samples(villages: &[LonLat], samples: &[[f64; 3]]) -> usize {
    let tree = tree(villages);
    let nearest = |s: &[f64; 3]| tree.nearest_neighbor(*s).map(|n| n.data);
    let owners: Vec<Option<usize>> = samples.iter().map(nearest).collect();
    owners.windows(2).filter(|w| w[0] != w[1]).count()
}

/// The nearest at each vertex, exactly; bisection between two that differ.
fn by_vertices(villages: &[LonLat], vertices: &[LonLat], cartesian: &[[f64; 3]]) -> f64 {
    let tree = tree(villages);
    let nearest = |s: [f64; 3]| tree.nearest_neighbor(s).map_or(0, |n| n.data);
    let owners: Vec<usize> = cartesian.iter().map(|&s| nearest(s)).collect();
    let mut sum = 0.0;
    for (i, w) in owners.windows(2).enumerate().filter(|(_, w)| w[0] != w[1]) {
        let (mut low, mut high) = (0.0, 1.0);
        while high - low > 1e-6 {
            let t = (low + high) / 2.0;
            let (p, q) = (vertices[i], vertices[i + 1]);
            let at =
                LonLat::new(p.lon() + t * (q.lon() - p.lon()), p.lat() + t * (q.lat() - p.lat()));
            let at = at.expect("between two points of the globe");
            if distance(at, villages[w[0]]) <= distance(at, villages[w[1]]) {
                low = t;
            } else {
                high = t;
            }
        }
        sum += low;
    }
    sum
}

fn benches(c: &mut Criterion) {
    for vertices in [100_000, 1_000_000] {
        let drawn = border(vertices);
        let line = Polyline::new(&[&drawn]).expect("a line");
        let cartesian: Vec<[f64; 3]> = drawn.iter().map(|&p| ecef(p)).collect();
        let every_10_m = samples(&line, 10.0);
        for count in [125, 10_000] {
            let villages = points_near(&drawn, count, 10_000.0);
            let mut group = c.benchmark_group(format!("division/{vertices} vertices"));
            group.sample_size(10);
            let id = |name| BenchmarkId::new(name, count);
            group.bench_function(id("divide"), |b| b.iter(|| line.divide(&villages)));
            group.bench_function(id("rstar on samples every 10 m"), |b| {
                b.iter(|| by_samples(&villages, &every_10_m));
            });
            group.bench_function(id("rstar at each vertex, bisection between"), |b| {
                b.iter(|| by_vertices(&villages, &drawn, &cartesian));
            });
            group.finish();
            let (ours, theirs) =
                (line.divide(&villages).len() - 1, by_samples(&villages, &every_10_m));
            eprintln!("{count} villages: {ours} changes, {theirs} seen by the samples");
        }
    }
}

/// On the example data: 125 villages, 35 km of gaps.
fn example(c: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/dien_bien");
    let data = DataSet::read(folder).expect("the example data can be read");
    let survey = SurveyId::new("2015").expect("a valid id");
    let day = jiff::civil::date(2017, 4, 25);
    let state = data.state(Some(day), Some(&survey)).expect("a state");
    let far = Length::from_km(10.0).expect("a length");
    let assigner = state.assigner().reaching(far);
    let mut group = c.benchmark_group("assign");
    group.sample_size(20);
    group.bench_function("pieces", |b| b.iter(|| assigner.pieces(&Over::Line, Metric::Geodesic)));
    group.bench_function("work_list", |b| b.iter(|| assigner.work_list(3)));
    group.bench_function("propose", |b| {
        b.iter(|| assigner.propose(&ProposalOptions::default()));
    });
    group.finish();
}

criterion_group!(division, benches, example);
criterion_main!(division);
