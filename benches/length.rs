//! Geodesic lengths of a line: ours beside Karney's algorithm and the sphere.

mod lines;

use std::hint::black_box;

use border_coverage::geodesy::path_length;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use geo::{Geodesic, Haversine, Length, LineString};
use geographiclib_rs::InverseGeodesic;

fn length(c: &mut Criterion) {
    let line = lines::border(100_000);
    let as_line = LineString::from_iter(line.iter().map(|&p| geo::Coord::from(p)));
    let sparse = lines::walk(100_000);
    let geod = geographiclib_rs::Geodesic::wgs84();
    let mut group = c.benchmark_group("length");
    group.throughput(Throughput::Elements(line.len() as u64 - 1)).sample_size(20);
    group.bench_function("path_length, 100,000 vertices", |b| {
        b.iter(|| path_length(black_box(&line)));
    });
    group.bench_function("geographiclib-rs, 100,000 vertices", |b| {
        b.iter(|| -> f64 {
            let edge = |w: &[border_coverage::LonLat]| -> f64 {
                geod.inverse(w[0].lat(), w[0].lon(), w[1].lat(), w[1].lon())
            };
            black_box(&line).windows(2).map(edge).sum()
        });
    });
    group.bench_function("geo Geodesic, 100,000 vertices", |b| {
        b.iter(|| Geodesic.length(black_box(&as_line)));
    });
    group.bench_function("geo Haversine (a sphere), 100,000 vertices", |b| {
        b.iter(|| Haversine.length(black_box(&as_line)));
    });
    group.throughput(Throughput::Elements(sparse.len() as u64 - 1));
    group.bench_function("path_length, 100,000 edges of 7 km", |b| {
        b.iter(|| path_length(black_box(&sparse)));
    });
    group.finish();
}

criterion_group!(benches, length);
criterion_main!(benches);
