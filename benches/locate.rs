//! Nearest places, all feet, tracks in bulk, and the building of the index.

mod lines;
#[path = "lines/peers.rs"]
mod peers;

use std::hint::black_box;

use border_coverage::{LonLat, Polyline};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use geo::{HaversineClosestPoint, LineString};
use peers::{TreeInDegrees, TreeOnTheGlobe};

/// Goes through the points again and again.
fn each(points: &[LonLat]) -> impl FnMut() -> LonLat + '_ {
    let mut rest = points.iter().cycle();
    move || *rest.next().expect("there are points")
}

fn nearest(c: &mut Criterion) {
    for (name, vertices) in [("100,000", 100_000), ("1,000,000", 1_000_000)] {
        let vertices = lines::border(vertices);
        let line = Polyline::new(&[&vertices]).expect("a line");
        let degrees = TreeInDegrees::new(&vertices);
        let globe = TreeOnTheGlobe::new(&lines::edges(&vertices));
        let points = lines::points_near(&vertices, 100_000, 2_000.0);
        let mut group = c.benchmark_group(format!("nearest of {name} vertices"));
        let mut next = each(&points);
        group.bench_function("nearest", |b| b.iter(|| line.nearest(next())));
        group.bench_function("rstar in degrees, no foot", |b| b.iter(|| degrees.nearest(next())));
        group.bench_function("rstar on the globe", |b| b.iter(|| globe.nearest(next())));
        group.finish();
    }
}

fn nearest_without_index(c: &mut Criterion) {
    let vertices = lines::border(100_000);
    let line = LineString::from_iter(vertices.iter().map(|&p| geo::Coord::from(p)));
    let points = lines::points_near(&vertices, 1_000, 2_000.0);
    let mut next = each(&points);
    let mut group = c.benchmark_group("nearest of 100,000 vertices");
    group.sample_size(10).bench_function("geo HaversineClosestPoint (a sphere)", |b| {
        b.iter(|| black_box(&line).haversine_closest_point(&next().into()));
    });
    group.finish();
}

fn nearest_each(c: &mut Criterion) {
    for (name, vertices) in [("100,000", 100_000), ("1,000,000", 1_000_000)] {
        let line = Polyline::new(&[lines::border(vertices)]).expect("a line");
        let track = lines::track(&line, 10.0, 50.0);
        let mut group = c.benchmark_group(format!("track along {name} vertices"));
        group.throughput(Throughput::Elements(track.len() as u64)).sample_size(20);
        group.bench_function("nearest_each", |b| b.iter(|| line.nearest_each(black_box(&track))));
        group.bench_function("nearest, one by one", |b| {
            b.iter(|| track.iter().map(|&p| line.nearest(p).distance).sum::<f64>());
        });
        group.finish();
    }
}

fn feet_within(c: &mut Criterion) {
    let vertices = lines::border(100_000);
    let line = Polyline::new(&[&vertices]).expect("a line");
    let points = lines::points_near(&vertices, 10_000, 500.0);
    let mut next = each(&points);
    let mut group = c.benchmark_group("feet_within 500 m of 100,000 vertices");
    group.bench_function("feet_within", |b| b.iter(|| line.feet_within(next(), 500.0)));
    group.finish();
}

fn build(c: &mut Criterion) {
    let vertices = lines::border(1_000_000);
    let edges = lines::edges(&vertices);
    let mut group = c.benchmark_group("build of 1,000,000 vertices");
    group.throughput(Throughput::Elements(vertices.len() as u64 - 1)).sample_size(10);
    group.bench_function("Polyline::new: checks, lengths and index", |b| {
        b.iter_batched(|| [&vertices], |parts| Polyline::new(&parts), BatchSize::PerIteration);
    });
    group.bench_function("rstar in degrees", |b| b.iter(|| TreeInDegrees::new(&vertices)));
    group.bench_function("rstar on the globe, lengths known", |b| {
        b.iter(|| TreeOnTheGlobe::new(&edges));
    });
    group.finish();
}

criterion_group!(benches, nearest, nearest_without_index, nearest_each, feet_within, build);
criterion_main!(benches);
