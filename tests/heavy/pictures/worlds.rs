//! Small data sets of every shape.

use border_coverage::{DataSet, Report};

/// The report of a data set given file by file.
#[track_caller]
pub(crate) fn report(files: &[(&str, String)]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    DataSet::read(folder.path()).unwrap().report(None, None).unwrap()
}

/// One line through some points.
pub(crate) fn border(points: &[(f64, f64)]) -> String {
    let vertices: Vec<String> = points.iter().map(|(lon, lat)| format!("[{lon},{lat}]")).collect();
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"section":"s","name":"A – B"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}}]}}"#,
        vertices.join(",")
    )
}

/// A line with two villages beside its start; rows of registrations from address to address.
pub(crate) fn world(points: &[(f64, f64)], registered: &[(&str, &str, &str)]) -> Report {
    let (lon, lat) = points[0];
    let near =
        |d: f64| format!("{},{}", (lon + d).clamp(-180.0, 180.0), (lat + d).clamp(-90.0, 90.0));
    let villages =
        format!("village,name,lon,lat\na,Bản A,{}\nb,Bản B,{}\n", near(0.000_01), near(0.000_02));
    let mut rows = "registration,village,section,from,to,since\n".to_owned();
    for (i, (village, from, to)) in registered.iter().enumerate() {
        rows.push_str(&format!("r{i},{village},s,{from},{to},2015-01-01\n"));
    }
    report(&[
        ("border.geojson", border(points)),
        ("villages.csv", villages),
        ("registrations.csv", rows),
    ])
}

/// A bit of everything: half kept, a part shared, the rest a gap.
pub(crate) const HALF: [(&str, &str, &str); 2] =
    [("a", "start", "km 0.001"), ("b", "start", "km 0.002")];
