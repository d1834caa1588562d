//! Lengths against values computed outside the crate.

use approx::{AbsDiffEq, assert_abs_diff_eq};
use border_coverage::geodesy::{Edge, distance};
use border_coverage::{LonLat, Polyline};

/// The geodesic test lines of GeographicLib (`geographiclib/test/test_geodesic.py`, version 2.1).
const REFERENCE: &str = include_str!("fixtures/geographiclib_geodesics.csv");

fn rows() -> Vec<Vec<f64>> {
    let rows = REFERENCE.lines().skip(1);
    rows.map(|row| row.split(',').map(|cell| cell.parse().unwrap()).collect()).collect()
}

fn wrapped(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

#[test]
fn distances_equal_geographiclib_to_a_nanometre_per_kilometre() {
    assert_eq!(rows().len(), 20);
    for row in rows() {
        let [lat1, lon1, _, lat2, lon2, _, expected] = row[..] else { panic!("{row:?}") };
        let a = LonLat::new(wrapped(lon1), lat1).unwrap();
        let b = LonLat::new(wrapped(lon2), lat2).unwrap();
        assert!(distance(a, b).abs_diff_eq(&expected, 1e-5), "{row:?}");
        match Edge::new(a, b) {
            Ok(edge) => {
                assert_abs_diff_eq!(edge.length(), expected, epsilon = 1e-5);
                let end = edge.at(edge.length() - 1e-9);
                assert!(distance(end, b) < 1e-5);
            }
            Err(_) => assert!(expected > 1e7),
        }
    }
}

/// Computed with the Python package geographiclib 2.1 from the committed vertices.
#[test]
fn the_sections_of_the_real_line_equal_geographiclib_to_a_millimetre() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/dien_bien/border.geojson"
    ))
    .unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (section, vertices, metres) in
        [("laos", 4_669, 396_157.579_244), ("china", 417, 39_845.321_528)]
    {
        let features = json["features"].as_array().unwrap();
        let feature = features.iter().find(|f| f["properties"]["section"] == section).unwrap();
        let coordinates: Vec<[f64; 2]> =
            serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap();
        assert_eq!(coordinates.len(), vertices);
        assert_eq!(coordinates[0], [102.143864, 22.400484]);
        let line: Vec<LonLat> =
            coordinates.into_iter().map(|c| LonLat::try_from(c).unwrap()).collect();
        let length = Polyline::new(&[line]).unwrap().length();
        assert!(length.abs_diff_eq(&metres, 0.001), "{section}: {length}");
    }
}
