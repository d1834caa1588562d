//! `Polyline::nearest` beside the projection of liblrs, on the same line and points.

#[path = "../lines/mod.rs"]
mod lines;

use border_coverage::Polyline;
use criterion::{Criterion, criterion_group, criterion_main};
use geo_types::{Coord, LineString, Point};
use liblrs::curves::{Curve, SphericalLineStringCurve};

fn nearest(c: &mut Criterion) {
    let vertices = lines::border(100_000);
    let ours = Polyline::new(&[&vertices]).expect("a line");
    let string = LineString::from_iter(vertices.iter().map(|&vertex| Coord::from(vertex)));
    let theirs = SphericalLineStringCurve::new(string, 10_000.0);
    let points = lines::points_near(&vertices, 1_000, 2_000.0);
    let mut group = c.benchmark_group("nearest of 100,000 vertices");
    group.sample_size(10);
    let mut rest = points.iter().cycle();
    group.bench_function("nearest", |b| b.iter(|| rest.next().map(|&p| ours.nearest(p))));
    let mut rest = points.iter().cycle();
    group.bench_function("liblrs project (nearest in degrees)", |b| {
        b.iter(|| rest.next().map(|&p| theirs.project(Point::from(p)).is_ok()));
    });
    group.finish();
}

criterion_group!(benches, nearest);
criterion_main!(benches);
