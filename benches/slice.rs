//! A stretch's geometry: 100 km, and 1 km, out of 400 km.

mod lines;

use border_coverage::{Place, Polyline};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use geo::{Euclidean, InterpolatableLine, LineString};

fn slice(c: &mut Criterion) {
    let vertices = lines::border(1_000_000);
    let line = Polyline::new(&[&vertices]).expect("a line");
    let mut group = c.benchmark_group("slice of 1,000,000 vertices");
    for km in [1.0, 100.0] {
        let place = |metres: f64| Place::new(metres).expect("a place");
        let (from, to) = (place(150_000.0), place(150_000.0 + km * 1e3));
        let returned = line.slice(from, to).expect("a stretch").0[0].0.len();
        group.throughput(Throughput::Elements(returned as u64));
        group.bench_function(format!("slice of {km} km"), |b| b.iter(|| line.slice(from, to)));
    }
    // The nearest that `geo` has: one point of the line by its share, and that in degrees.
    let as_line = LineString::from_iter(vertices.iter().map(|&p| geo::Coord::from(p)));
    group.throughput(Throughput::Elements(1)).sample_size(10);
    group.bench_function("geo point_at_ratio_from_start, one end", |b| {
        b.iter(|| as_line.point_at_ratio_from_start(&Euclidean, 0.375));
    });
    group.finish();
}

criterion_group!(benches, slice);
criterion_main!(benches);
