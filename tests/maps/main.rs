//! Maps for other programs, read back: true to the report, and to their formats to the letter.

mod nearness;
mod qgis;
mod rfc7946;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use border_coverage::{DataSet, Lang, LonLat, Polyline, Report};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::Value;

const BOTH: [Lang; 2] = [Lang::English, Lang::Vietnamese];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn report(folder: &Path) -> Report {
    DataSet::read(folder).unwrap().report(None, None).unwrap()
}

/// A data set of one line with a village that keeps half of it.
fn world(line: &[[f64; 2]]) -> DataSet {
    let folder = tempfile::tempdir().unwrap();
    let geometry = serde_json::json!({ "type": "LineString", "coordinates": line });
    let section = serde_json::json!({ "section": "s", "name": "<A> & \"B\"" });
    let feature =
        serde_json::json!({ "type": "Feature", "properties": section, "geometry": geometry });
    let border = serde_json::json!({ "type": "FeatureCollection", "features": [feature] });
    let [lon, lat] = line[0];
    for (file, text) in [
        ("border.geojson", border.to_string()),
        ("villages.csv", format!("village,name,lon,lat\n<v>,]]> & \u{1}'\u{85},{lon},{lat}\n")),
        ("dataset.toml", "title = \"<&>\"\nattribution = \"© <i>\"\n".to_owned()),
        (
            "registrations.csv",
            "registration,village,section,from,to,since\nr,<v>,s,start,km 20,2015-01-01\n".into(),
        ),
    ] {
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    DataSet::read(folder.path()).unwrap()
}

/// The reports of lines of every kind.
fn worlds() -> Vec<Report> {
    data_sets().iter().map(|data| data.report(None, None).unwrap()).collect()
}

/// Lines of every kind: across the antimeridian, along it, to a pole, a ring around one.
fn data_sets() -> Vec<DataSet> {
    let ring: Vec<[f64; 2]> = (0..=12).map(|i| [f64::from(i % 12) * 30.0 - 180.0, 80.0]).collect();
    vec![
        world(&[[102.0, 22.0], [102.5, 22.2]]),
        world(&[[179.8, -16.0], [-179.7, -16.4], [179.9, -16.9]]),
        world(&[[180.0, 10.0], [-180.0, 10.5], [-179.5, 10.5], [180.0, 11.0], [179.0, 11.0]]),
        world(&[[10.0, 89.0], [-175.0, 90.0], [-170.0, 89.5], [170.0, 89.5]]),
        world(&ring),
        DataSet::read(here("tests/fixtures/sound")).unwrap(),
    ]
}

/// A map's features by what they are.
fn features(report: &Report, decimals: u8) -> Vec<Value> {
    let map: Value = serde_json::from_str(&report.map_geojson(Lang::English, decimals)).unwrap();
    map["features"].as_array().unwrap().clone()
}

const TILES: [&str; 3] = ["registered", "shared", "unregistered"];

fn tiles(features: &[Value]) -> impl Iterator<Item = &Value> {
    features.iter().filter(|f| TILES.iter().any(|kind| f["properties"]["kind"] == *kind))
}

fn lines(geometry: &Value) -> Vec<Vec<LonLat>> {
    let parts = match geometry["type"].as_str() {
        Some("LineString") => vec![geometry["coordinates"].clone()],
        Some("MultiLineString") => geometry["coordinates"].as_array().unwrap().clone(),
        other => panic!("{other:?}"),
    };
    parts.into_iter().map(|part| serde_json::from_value(part).unwrap()).collect()
}

fn metres(lines: &[Vec<LonLat>]) -> f64 {
    lines.iter().map(|line| border_coverage::geodesy::path_length(line)).sum()
}

#[test]
fn every_map_is_geojson_to_the_letter() {
    let mut all = worlds();
    all.push(report(&here("data/dien_bien")));
    for report in &all {
        for lang in BOTH {
            for decimals in [5, Report::DECIMALS, 9, 12, 200] {
                let text = report.map_geojson(lang, decimals);
                // What would shrink to a point is written with more.
                let most = if decimals == Report::DECIMALS { 7 } else { 12 };
                assert_eq!(rfc7946::check(&text, most), Ok(()), "{}", report.title);
            }
        }
    }
}

#[test]
fn every_committed_geojson_is_one_to_the_letter() {
    let check = |file: &str| rfc7946::check(&std::fs::read_to_string(here(file)).unwrap(), 12);
    for file in ["data/dien_bien/border.geojson", "data/dien_bien_vn2000/border.geojson"] {
        assert_eq!(check(file), Ok(()), "{file}");
    }
    // As it came from elsewhere; a box may be left out.
    let source = "data/source/dien_bien_border_osm.geojson";
    assert_eq!(check(source), Err("no bbox".to_owned()));
}

#[test]
fn a_box_across_the_antimeridian_has_its_west_in_the_east() {
    let map: Value = serde_json::from_str(&worlds()[1].map_geojson(Lang::English, 7)).unwrap();
    assert_eq!(map["bbox"], serde_json::json!([179.8, -16.9, -179.7, -16.0]));
}

#[test]
fn stretches_drawn_are_as_long_as_they_are() {
    for report in worlds() {
        for (decimals, each) in [(7, 0.02), (9, 0.001)] {
            let features = features(&report, decimals);
            let drawn: f64 = tiles(&features).map(|f| metres(&lines(&f["geometry"]))).sum();
            let total: f64 = report.map.stretches.iter().map(metres_of).sum();
            let vertices: usize =
                tiles(&features).flat_map(|f| lines(&f["geometry"])).map(|line| line.len()).sum();
            assert!((drawn - total).abs() < each * vertices as f64, "{drawn} {total}");
        }
    }
}

fn metres_of(stretch: &border_coverage::report::MapStretch) -> f64 {
    let line = |line: &geo_types::LineString| -> Vec<LonLat> {
        line.coords().map(|&c| LonLat::try_from(c).unwrap()).collect()
    };
    metres(&stretch.geometry.0.iter().map(line).collect::<Vec<_>>())
}

/// A data set whose registrations are the stretches of a map.
fn read_back(source: &Path, files: &[(&str, String)], without: &[&str]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(source).unwrap() {
        let entry = entry.unwrap();
        if !without.iter().any(|file| entry.file_name() == *file) {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    for (file, text) in files {
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let report = report(folder.path());
    assert_eq!(report.rows_left_out, 0, "{:#?}", report.problems);
    report
}

/// The properties hold the ledger: their measures as registrations give every figure again.
#[test]
fn the_map_read_back_gives_the_same_ledger() {
    for source in [here("data/dien_bien"), here("tests/fixtures/sound")] {
        let data = DataSet::read(&source).unwrap();
        let report = data.report(None, None).unwrap();
        let features = features(&report, Report::DECIMALS);
        let mut rows = "registration,village,section,from,to,since,survey\n".to_owned();
        for (i, feature) in tiles(&features).enumerate() {
            let p = &feature["properties"];
            let km = |key: &str| {
                let mm = p[key].as_i64().unwrap();
                format!("km {}.{:06}", mm / 1_000_000, mm % 1_000_000)
            };
            for village in p["villages"].as_array().unwrap() {
                let (village, section) =
                    (village.as_str().unwrap(), p["section"].as_str().unwrap());
                let (from, to, day) = (km("from_mm"), km("to_mm"), report.date);
                let survey = &report.survey;
                rows.push_str(&format!(
                    "s{i}-{village},{village},{section},{from},{to},{day},{survey}\n"
                ));
            }
        }
        let settings = std::fs::read_to_string(source.join("dataset.toml")).unwrap();
        assert!(settings.contains("numbers = \"point\"") || !settings.contains("numbers"));
        let again = read_back(&source, &[("registrations.csv", rows)], &[]);
        let figures = |report: &Report| {
            let all = serde_json::to_value(report).unwrap();
            let mut line = all["line"].clone();
            // Who recognised what is no property of the map.
            line.as_object_mut().unwrap().remove("recognised_mm");
            (
                line,
                all["villages"].clone(),
                all["gaps"].clone(),
                all["overlaps"].clone(),
                all["markers"].clone(),
            )
        };
        assert_eq!(figures(&again), figures(&report));
    }
}

/// Drawn stretches, read as registrations that are drawn, keep as much to within a few centimetres.
#[test]
fn the_map_read_back_as_drawings_keeps_as_much() {
    let source = here("data/dien_bien");
    let report = report(&source);
    let features = features(&report, Report::DECIMALS);
    let mut drawn = Vec::new();
    for (i, feature) in tiles(&features).enumerate() {
        for village in feature["properties"]["villages"].as_array().unwrap() {
            drawn.push(serde_json::json!({
                "type": "Feature",
                "geometry": feature["geometry"],
                "properties": {
                    "registration": format!("s{i}-{}", village.as_str().unwrap()),
                    "village": village,
                    "section": feature["properties"]["section"],
                    "since": report.date,
                },
            }));
        }
    }
    let drawn = serde_json::json!({ "type": "FeatureCollection", "features": drawn }).to_string();
    let again = read_back(&source, &[("registrations.geojson", drawn)], &["registrations.csv"]);
    let off = (again.line.registered() - report.line.registered()).mm().abs();
    let ends = 2 * report.map.stretches.len() as i64;
    assert!(off <= 20 * ends, "{off} mm over {ends} ends");
    assert_eq!(again.collectives, report.collectives);
}

#[test]
fn the_stretches_of_a_section_follow_one_another() {
    let report = report(&here("data/dien_bien"));
    for (decimals, within) in [(Report::DECIMALS, 0.5), (9, 0.001)] {
        let features = features(&report, decimals);
        let mut sections: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for feature in tiles(&features) {
            let section = feature["properties"]["section"].as_str().unwrap();
            sections.entry(section).or_default().push(feature);
        }
        for (section, length) in [("laos", 396_157.579), ("china", 39_845.322)] {
            let whole: Vec<LonLat> =
                sections[section].iter().flat_map(|f| lines(&f["geometry"]).remove(0)).collect();
            let parts = sections[section].windows(2);
            for two in parts {
                let ends = [lines(&two[0]["geometry"]), lines(&two[1]["geometry"])];
                assert_eq!(ends[0][0].last(), ends[1][0].first());
            }
            let drawn = Polyline::new(&[whole]).unwrap().length();
            assert!((drawn - length).abs() < within, "{section}: {drawn}");
        }
    }
}

fn named<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Vec<Node<'a, 'b>> {
    node.descendants().filter(|n| n.tag_name().name() == name).collect()
}

fn child<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    let child = node.children().find(|n| n.tag_name().name() == name);
    child.and_then(|n| n.text()).unwrap_or("")
}

#[test]
fn a_gpx_read_back_has_every_stretch_and_point() {
    for report in worlds() {
        let text = report.map_gpx(Lang::Vietnamese, 9);
        let gpx = Document::parse(&text).unwrap();
        let root = gpx.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://www.topografix.com/GPX/1/1"));
        let map = &report.map;
        let points = map.markers.len() + map.villages.len() + map.works.len();
        assert_eq!(named(root, "wpt").len(), points);
        let tracks = named(root, "trk");
        assert_eq!(tracks.len(), map.stretches.len() + map.proposals.len());
        for (track, stretch) in tracks.iter().zip(&map.stretches) {
            let kind = ["unregistered", "registered", "shared"][stretch.villages.len().min(2)];
            assert_eq!(child(*track, "type"), kind);
            assert!(child(*track, "name").contains(&Lang::Vietnamese.km(stretch.at.length())));
            let at = |n: Node<'_, '_>| -> LonLat {
                let degrees = |name| n.attribute(name).unwrap().parse::<f64>().unwrap();
                assert!(degrees("lon") < 180.0, "GPX has longitudes below 180");
                LonLat::new(degrees("lon"), degrees("lat")).unwrap()
            };
            let lines: Vec<Vec<LonLat>> = named(*track, "trkseg")
                .into_iter()
                .map(|segment| named(segment, "trkpt").into_iter().map(at).collect())
                .collect();
            assert!((metres(&lines) - metres_of(stretch)).abs() < 0.05);
        }
    }
}

#[test]
fn a_kml_read_back_has_every_stretch_and_point() {
    for report in worlds() {
        let text = report.map_kml(Lang::English, 9);
        let kml = Document::parse(&text).unwrap();
        let root = kml.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://www.opengis.net/kml/2.2"));
        let styles: Vec<&str> =
            named(root, "Style").iter().map(|n| n.attribute("id").unwrap()).collect();
        let placemarks = named(root, "Placemark");
        let map = &report.map;
        let points = map.markers.len() + map.villages.len() + map.works.len();
        assert_eq!(placemarks.len(), map.stretches.len() + map.proposals.len() + points);
        let (mut length, mut drawn) = (BTreeMap::new(), 0.0);
        for placemark in placemarks {
            let style = child(placemark, "styleUrl").trim_start_matches('#');
            assert!(styles.contains(&style), "{style}");
            let lines: Vec<Vec<LonLat>> = named(placemark, "LineString")
                .into_iter()
                .map(|line| {
                    let at = |text: &str| {
                        let (lon, lat) = text.split_once(',').unwrap();
                        LonLat::new(lon.parse().unwrap(), lat.parse().unwrap()).unwrap()
                    };
                    child(line, "coordinates").split_whitespace().map(at).collect()
                })
                .collect();
            let data = named(placemark, "Data");
            if let Some(mm) = data.iter().find(|n| n.attribute("name") == Some("length_mm")) {
                *length.entry(style).or_insert(0) += child(*mm, "value").parse::<i64>().unwrap();
                drawn += if style == "proposed" { 0.0 } else { metres(&lines) };
            }
        }
        let line = &report.line;
        let of = |style: &str| length.get(style).copied().unwrap_or_default();
        assert_eq!(of("registered"), line.once().mm());
        assert_eq!(of("shared"), line.shared().mm());
        assert_eq!(of("unregistered"), line.unregistered().mm());
        let total: f64 = report.map.stretches.iter().map(metres_of).sum();
        assert!((drawn - total).abs() < 0.1, "{drawn} {total}");
    }
}

/// Common viewers colour what they know from simplestyle.
#[test]
fn every_feature_is_coloured_by_its_state() {
    let report = report(&here("data/dien_bien"));
    for feature in features(&report, Report::DECIMALS) {
        let p = &feature["properties"];
        let is_line = feature["geometry"]["type"] != "Point";
        let colour = match (p["kind"].as_str().unwrap(), p["registered"].as_bool()) {
            ("registered", _) | (_, Some(true)) => "#009e73",
            ("unregistered", _) | (_, Some(false)) => "#d55e00",
            ("shared", _) => "#0072b2",
            ("proposed", _) => "#cc79a7",
            _ => "#666666",
        };
        assert_eq!(p[if is_line { "stroke" } else { "marker-color" }], colour);
        assert_eq!(p["stroke-width"].is_number(), is_line);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn lines_anywhere_on_the_globe_are_written_to_the_letter(
        lon in -180.0..=180.0_f64, lat in -89.0..89.0_f64,
        steps in prop::collection::vec((-2.0..2.0_f64, -0.4..0.4_f64), 1..5),
    ) {
        let mut line = vec![[lon, lat]];
        for (east, north) in steps {
            let [x, y] = *line.last().unwrap();
            line.push([(x + east + 540.0).rem_euclid(360.0) - 180.0, (y + north + 0.01).clamp(-90.0, 90.0)]);
        }
        let report = world(&line).report(None, None).unwrap();
        let text = report.map_geojson(Lang::English, 7);
        prop_assert_eq!(rfc7946::check(&text, 7), Ok(()));
    }
}
