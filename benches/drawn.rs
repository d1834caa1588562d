//! Drawings matched to a border: a land that lies along it, and a line drawn along it.

mod lines;

use border_coverage::{Border, LonLat};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use geo::{BooleanOps, Coord, LineString, MultiLineString, Polygon};

/// The land beside a line: along it, and back half a degree further north.
fn land(line: &[LonLat]) -> Vec<LonLat> {
    let north = |p: &LonLat| LonLat::new(p.lon(), p.lat() + 0.5).expect("on the globe");
    line.iter().copied().chain(line.iter().rev().map(north)).collect()
}

fn drawn(c: &mut Criterion) {
    let mut group = c.benchmark_group("drawn along 400 km");
    group.sample_size(10);
    for vertices in [8_000, 16_000, 32_000] {
        let line = lines::border(vertices);
        let as_line: LineString = line.iter().map(|&p| Coord::from(p)).collect();
        let border = Border::from_lines([("border", &as_line)]).expect("a border");
        let ring = land(&line);
        let polygon = Polygon::new(ring.iter().map(|&p| Coord::from(p)).collect(), Vec::new());
        let outline = [vec![ring]];
        let parts = [line];
        group.bench_function(BenchmarkId::new("within_land", vertices), |b| {
            b.iter(|| border.within_land(None, &outline));
        });
        group.bench_function(BenchmarkId::new("along", vertices), |b| {
            b.iter(|| border.along(None, &parts));
        });
        // In degrees, and only what lies inside: nothing that runs along the edge.
        let clipped = MultiLineString::new(vec![as_line]);
        group.bench_function(BenchmarkId::new("geo clip", vertices), |b| {
            b.iter(|| polygon.clip(&clipped, false));
        });
    }
    group.finish();
}

criterion_group!(benches, drawn);
criterion_main!(benches);
