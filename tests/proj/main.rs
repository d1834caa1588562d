//! Coordinates in other systems, by PROJ.

#[path = "../golden/compare.rs"]
mod golden;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use border_coverage::crs::{Converter, Crs, CrsError};
use border_coverage::geodesy::distance;
use border_coverage::{DataSet, LonLat};
use proptest::prelude::*;

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(folder)
}

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// By another build of PROJ, 9.5.1 (pyproj 3.7.2, `Transformer.from_crs(code, "EPSG:4326",
/// always_xy=True)`): datum shift included, easting first whatever the authority's order.
const REFERENCES: [(&str, [f64; 2], [f64; 2]); 5] = [
    ("EPSG:9205", [411_654.751, 2_478_255.186], [102.143864, 22.400484]),
    ("EPSG:9205", [501_462.868, 2_365_683.521], [103.016, 21.386]),
    ("EPSG:9206", [343_799.499, 2_318_146.479], [102.5, 20.95]),
    ("EPSG:3405", [205_740.789, 2_480_058.095], [102.143864, 22.400484]),
    ("EPSG:32648", [205_935.162, 2_479_950.678], [102.143864, 22.400484]),
];

#[test]
fn points_are_where_another_build_of_proj_has_them() {
    for (code, [x, y], [lon, lat]) in REFERENCES {
        let converter = Crs::new(code).unwrap().converter().unwrap();
        let off = distance(converter.to_lon_lat(x, y).unwrap(), p(lon, lat));
        // A datum shift is worth a millimetre more there and back, by the height that is lost.
        assert!(off < 0.003, "{code}: {off} m");
        let [east, north] = converter.to_coordinates(p(lon, lat)).unwrap();
        assert!((east - x).hypot(north - y) < 0.001, "{code}: {east} {north}");
        assert!(!converter.is_geographic());
    }
}

#[test]
fn the_code_of_the_example_is_what_it_is_said_to_be() {
    let grid = Crs::new("epsg:9205").unwrap().converter().unwrap();
    assert_eq!(grid.name(), "VN-2000 / TM-3 103-00");
    grid.to_lon_lat(411_654.751, 2_478_255.186).unwrap();
    let (steps, accuracy) = grid.steps().unwrap();
    assert!(steps.contains("VN-2000 to WGS 84"), "{steps}");
    assert_eq!(accuracy, Some(1.0));
}

/// VN-2000 degrees: latitude first by the authority, longitude first here; and 222 m off if taken
/// for WGS 84.
#[test]
fn degrees_of_another_datum_are_shifted_longitude_first() {
    let vn2000 = Crs::new("EPSG:4756").unwrap().converter().unwrap();
    assert!(vn2000.is_geographic());
    let at = p(102.143864, 22.400484);
    let own = vn2000.to_coordinates(at).unwrap();
    let off = distance(p(own[0], own[1]), at);
    assert!((221.5..222.5).contains(&off), "{off}");
    assert!(distance(vn2000.to_lon_lat(own[0], own[1]).unwrap(), at) < 0.003);
}

/// Polish surveys put the northing first, and so does EPSG; the easting 500 km is the meridian 19°.
#[test]
fn the_easting_goes_first_where_the_authority_puts_the_northing_first() {
    let poland = Crs::new("EPSG:2180").unwrap().converter().unwrap();
    let at = poland.to_lon_lat(500_000.0, 300_000.0).unwrap();
    assert!((at.lon() - 19.0).abs() < 1e-6 && (50.0..51.0).contains(&at.lat()), "{at:?}");
}

/// Of Hanoi 1972, the shift is known for the south alone: taken for WGS 84, it would be hundreds of
/// metres off in the north.
#[test]
fn where_no_shift_is_known_nothing_is_read() {
    let hanoi = Crs::new("EPSG:2044").unwrap().converter().unwrap();
    let error = hanoi.to_lon_lat(18_293_441.836, 2_435_194.750).unwrap_err();
    assert!(matches!(error, CrsError::NoShift(_)), "{error}");
    assert!(error.to_string().contains("towgs84"), "{error}");
}

#[test]
fn what_is_no_system_or_no_place_in_it_is_refused_with_the_reason() {
    let error = |code: &str| Crs::new(code).unwrap().converter().unwrap_err();
    assert!(matches!(error("EPSG:99999"), CrsError::Unknown { .. }));
    assert!(error("EPSG:99999").to_string().contains("EPSG:99999"));
    assert!(matches!(error("NOBODY:1"), CrsError::Unknown { .. }));
    assert!(matches!(error("+proj=nonsense"), CrsError::Unknown { .. }));
    // Earth-centred; a height.
    for code in ["EPSG:4978", "EPSG:5773"] {
        assert!(matches!(error(code), CrsError::Kind { .. }), "{code}: {:?}", error(code));
    }
    let grid = Crs::new("EPSG:9205").unwrap().converter().unwrap();
    for (x, y) in [(f64::NAN, 0.0), (f64::INFINITY, 1.0), (1e30, 1e30)] {
        let error = grid.to_lon_lat(x, y).unwrap_err();
        assert!(matches!(error, CrsError::NoPlace { .. }), "{error}");
        assert!(error.to_string().contains("EPSG:9205"));
    }
}

/// A datum known only with its own shift.
#[test]
fn a_proj_string_with_a_shift_is_a_system() {
    let text = "+proj=tmerc +lat_0=0 +lon_0=103 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 \
                +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,\
                0.00427372,0.252906278 +units=m";
    let own = Crs::new(text).unwrap().converter().unwrap();
    let epsg = Crs::new("EPSG:9205").unwrap().converter().unwrap();
    let (x, y) = (411_654.751, 2_478_255.186);
    let off = distance(own.to_lon_lat(x, y).unwrap(), epsg.to_lon_lat(x, y).unwrap());
    // A wrong sign of its turns would be worth 0.8 m.
    assert!(off < 0.01, "{off}");
}

thread_local! {
    static CONVERTERS: Rc<Vec<Converter>> = Rc::new(
        ["EPSG:9205", "EPSG:4756", "EPSG:32648", "EPSG:3857"]
            .map(|code| Crs::new(code).unwrap().converter().unwrap())
            .into(),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn there_and_back_is_where_it_was(lon in 102.0..103.5_f64, lat in 20.5..22.8_f64) {
        for converter in CONVERTERS.with(Rc::clone).iter() {
            let [x, y] = converter.to_coordinates(p(lon, lat)).unwrap();
            let off = distance(converter.to_lon_lat(x, y).unwrap(), p(lon, lat));
            prop_assert!(off < 0.003, "{}: {off}", converter.name());
        }
    }
}

/// The rows of a table.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn the_second_example_is_the_first_one_in_vn_2000() {
    let (degrees, metres) = (data("dien_bien"), data("dien_bien_vn2000"));
    let grid = Crs::new("EPSG:9205").unwrap().converter().unwrap();
    let mut points = 0;
    for entry in std::fs::read_dir(&degrees).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let read = |folder: &Path| std::fs::read(folder.join(&file)).unwrap();
        match file.as_str() {
            "README.md" => {}
            "dataset.toml" => {
                let with = [b"crs = \"EPSG:9205\"\n", read(&degrees).as_slice()].concat();
                assert_eq!(read(&metres), with);
            }
            "markers.csv" | "villages.csv" => {
                let (one, other) = (rows(&degrees.join(&file)), rows(&metres.join(&file)));
                assert_eq!(one.len(), other.len());
                for (mut one, mut other) in one.into_iter().zip(other) {
                    let pair = |cells: &mut Vec<String>| {
                        let two: Vec<String> = cells.drain(2..4).collect();
                        two.into_iter().map(|cell| cell.parse().unwrap()).collect::<Vec<f64>>()
                    };
                    let (there, here) = (pair(&mut one), pair(&mut other));
                    assert_eq!(one, other);
                    let at = grid.to_lon_lat(here[0], here[1]).unwrap();
                    assert!(distance(at, p(there[0], there[1])) < 1e-5, "{one:?}");
                    points += 1;
                }
            }
            _ => assert_eq!(read(&degrees), read(&metres), "{file}"),
        }
    }
    assert_eq!(points, 187 + 125);
}

#[test]
fn both_examples_give_the_same_report() {
    let report = |folder: &str| DataSet::read(data(folder)).unwrap().report(None, None).unwrap();
    let (degrees, metres) = (report("dien_bien"), report("dien_bien_vn2000"));
    assert_eq!(metres.line.registered().to_string(), "365.861 km");
    let mut tables = [&degrees, &metres].map(|report| serde_json::to_value(report).unwrap());
    for table in &mut tables {
        rounded(table);
    }
    assert_eq!(tables[0], tables[1]);
}

/// Every figure to the millimetre: distances are metres with digits far below it.
fn rounded(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Number(number) if number.is_f64() => {
            *value = serde_json::json!((number.as_f64().unwrap() * 1e3).round() / 1e3);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(rounded),
        serde_json::Value::Object(values) => values.values_mut().for_each(rounded),
        _ => {}
    }
}

/// A data set of one section with markers in a system, and a point in an address.
fn set(crs: &str, rows: &str, from: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let border = r#"{"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"section":"laos"},"geometry":{"type":"LineString",
        "coordinates":[[102.0,22.0],[102.2,22.0]]}}]}"#;
    for (file, text) in [
        ("border.geojson", border.to_owned()),
        ("dataset.toml", format!("crs = \"{crs}\"\ndate = \"2017-04-25\"\n")),
        ("markers.csv", format!("section,marker,lon,lat\n{rows}")),
        ("villages.csv", "village,name\nta-ko,Tá Khô Khừ\n".to_owned()),
        (
            "registrations.csv",
            format!(
                "registration,village,section,from,to,since\nR1,ta-ko,laos,{from},2,2015-01-01\n"
            ),
        ),
    ] {
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    folder
}

const MARKERS: &str = "laos,1,192301.4,2435826.4\nlaos,2,204699.6,2435589.5\n";

/// A point of an address stands in the coordinates of the file; degrees from a phone are told from
/// metres of a grid.
#[test]
fn a_point_in_an_address_may_be_metres_or_degrees() {
    let kept = |from: &str| {
        let folder = set("EPSG:32648", MARKERS, from);
        let report = DataSet::read(folder.path()).unwrap().report(None, None).unwrap();
        assert!(report.problems.is_empty(), "{:#?}", report.problems);
        report.line.registered().mm()
    };
    let marker = kept("1");
    assert!((kept("@ 192301.4 2435826.4") - marker).abs() <= 1);
    assert!((kept("@ 102.02 22.0") - marker).abs() < 100);
}

#[test]
fn another_system_than_declared_is_recognised() {
    let told = |crs: &str, rows: &str| {
        let folder = set(crs, rows, "1");
        let read = DataSet::read(folder.path()).unwrap();
        let mut of_file = read.problems().iter().filter(|problem| problem.file == "markers.csv");
        let problem = of_file.next().unwrap().clone();
        assert_eq!((of_file.next(), problem.line), (None, Some(2)), "{problem:?}");
        problem.message
    };
    let message = told("EPSG:9205", MARKERS);
    assert!(message.contains("declare crs = \"EPSG:32648\""), "{message}");
    assert!(message.contains("do not seem to be EPSG:9205"), "{message}");
    let message = told("EPSG:32648", "laos,1,2435826.4,192301.4\nlaos,2,2435589.5,204699.6\n");
    assert!(
        message.contains("lon and lat seem to be swapped")
            && message.contains("exchange the names"),
        "{message}"
    );
    let message = told("EPSG:9205", "laos,1,102.02,22.0\nlaos,2,102.14,22.0\n");
    assert!(message.contains("declare crs = \"EPSG:4326\""), "{message}");
}

#[test]
fn the_report_in_vn_2000_is_the_golden_one() {
    golden::holds("data/dien_bien_vn2000", "dien_bien_vn2000.json");
}
