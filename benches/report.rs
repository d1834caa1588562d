//! The whole way: reading a folder, closing its ledger, making the report.

use border_coverage::{DataSet, Lang, SurveyId};
use criterion::{Criterion, criterion_group, criterion_main};
use geo::{Geodesic, Length, LineLocatePoint, LineString};
use jiff::civil::date;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/dien_bien");

/// What a user would write with `geo` alone: lengths of the sections, every marker located on its
/// section in degrees, stretches from marker to marker summed by sort and sweep. No surveys, no
/// order of markers, no accounts; and up to kilometres wrong, as degrees are no metres.
fn with_geo_alone(data: &DataSet, lines: &[LineString]) -> f64 {
    let mut places: Vec<f64> = Vec::new();
    let mut total = 0.0;
    for (section, line) in data.border().sections().iter().zip(lines) {
        let length = Geodesic.length(line);
        total += length;
        for placed in data.border().markers() {
            if placed.marker.section == *section.id() {
                let share = line.line_locate_point(&placed.marker.at.into()).unwrap_or(0.0);
                places.push(share * length);
            }
        }
    }
    let mut stretches: Vec<(f64, f64)> =
        places.windows(2).map(|w| (w[0].min(w[1]), w[0].max(w[1]))).collect();
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut end = 0.0_f64;
    let covered: f64 = stretches
        .iter()
        .map(|&(from, to)| {
            let new = (to - from.max(end)).max(0.0);
            end = end.max(to);
            new
        })
        .sum();
    covered / total
}

fn benches(c: &mut Criterion) {
    let data = DataSet::read(FOLDER).expect("the example data can be read");
    let survey = SurveyId::new("2015").expect("a valid id");
    let day = date(2017, 4, 25);
    let lines: Vec<LineString> = data
        .border()
        .sections()
        .iter()
        .map(|section| {
            section.line().parts().flatten().map(geo_types::Coord::from).collect::<LineString>()
        })
        .collect();
    let mut group = c.benchmark_group("report");
    group.sample_size(20);
    group.bench_function("read", |b| b.iter(|| DataSet::read(FOLDER)));
    group.bench_function("close", |b| {
        b.iter(|| data.state(Some(day), Some(&survey)));
    });
    group.bench_function("report", |b| b.iter(|| data.report(Some(day), Some(&survey))));
    group.bench_function("table", |b| {
        let report = data.report(Some(day), Some(&survey)).expect("a report");
        b.iter(|| report.to_text(Lang::English));
    });
    group.bench_function("geo alone (in degrees, no accounts)", |b| {
        b.iter(|| with_geo_alone(&data, &lines));
    });
    group.finish();
}

criterion_group!(report, benches);
criterion_main!(report);
