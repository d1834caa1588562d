//! Markers and villages as points of GeoJSON: the same rows through the same door, their problems
//! named by file, feature and property.

use super::support::{Set, sound, tells};

const MARKERS: &str = "markers.geojson";
const VILLAGES: &str = "villages.geojson";

/// A feature collection, a feature a line, from the second line on.
fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

fn point(lon: &str, lat: &str, properties: &str) -> String {
    let geometry = format!("{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}}");
    format!("{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
}

/// The rows of a CSV file as points; the names of its columns are the properties.
fn as_points(text: &str) -> Vec<String> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let feature = |line: &str| {
        let cells: Vec<(&str, &str)> = names.iter().copied().zip(line.split(',')).collect();
        let cell = |name: &str| cells.iter().find(|(other, _)| *other == name).unwrap().1;
        let others =
            cells.iter().filter(|(name, cell)| !["lon", "lat"].contains(name) && !cell.is_empty());
        let properties: Vec<String> =
            others.map(|(name, cell)| format!("\"{name}\":\"{cell}\"")).collect();
        point(cell("lon"), cell("lat"), &properties.join(","))
    };
    lines.map(feature).collect()
}

/// The sound set with its markers and villages as points.
fn drawn() -> Set {
    let set = sound();
    let markers = collection(&as_points(set.text("markers.csv")));
    let villages = collection(&as_points(set.text("villages.csv")));
    set.remove("markers.csv")
        .remove("villages.csv")
        .whole(MARKERS, markers)
        .whole(VILLAGES, villages)
}

#[test]
fn points_are_read_as_rows_are() {
    tells(&drawn(), &[], 0, &sound());
}

#[test]
fn points_and_rows_stand_side_by_side() {
    let more = collection(&[point("102.155", "22.001", "\"section\":\"laos\",\"marker\":7")]);
    let like = sound().plus("markers.csv", "laos,7,102.155,22.001,");
    tells(&sound().whole(MARKERS, more), &[], 0, &like);
    let twice = collection(&[point("102.18", "22.0", "\"section\":\"laos\",\"marker\":\"5\"")]);
    let told = [(MARKERS, 2, "marker", "5", "feature 1: |second time|feature is left out")];
    tells(&sound().whole(MARKERS, twice), &told, 1, &sound());
}

#[test]
fn what_is_wrong_with_a_point_is_named_by_feature_and_property() {
    let laos = "\"section\":\"laos\",\"marker\":\"7\"";
    let geometry = |value: &str| {
        format!("{{\"type\":\"Feature\",\"properties\":{{{laos}}},\"geometry\":{value}}}")
    };
    for (feature, field, value, words) in [
        (point("102.03", "22.0", "\"section\":\"laos\""), "marker", "", "property is missing"),
        (
            point("102.03", "22.0", "\"section\":\"laos\",\"marker\":\"11-Jan\""),
            "marker",
            "11-Jan",
            "date",
        ),
        (
            point("102.03", "22.0", "\"section\":\"lao\",\"marker\":7"),
            "section",
            "lao",
            "no section",
        ),
        (point("22.0", "102.03", laos), "geometry", "", "swapped"),
        (point("398614.4", "2433986.5", laos), "geometry", "", "projected grid|convert"),
        (geometry("null"), "geometry", "", "no geometry"),
        (
            geometry("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}"),
            "geometry",
            "",
            "a Point is expected",
        ),
        (geometry("{\"type\":\"Point\",\"coordinates\":[1]}"), "", "", "not a GeoJSON feature"),
    ] {
        let good = point("102.155", "22.001", "\"section\":\"laos\",\"marker\":\"8\"");
        let set = sound().whole(MARKERS, collection(&[good, feature.clone()]));
        let like = sound().plus("markers.csv", "laos,8,102.155,22.001,");
        let words = format!("feature 2: |{words}|left out");
        tells(&set, &[(MARKERS, 3, field, value, &words)], 1, &like);
    }
}

#[test]
fn all_points_of_a_file_swapped_or_in_metres_are_told_once() {
    let swap = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        match cells[2].parse::<f64>() {
            Ok(_) => format!("{},{},{},{},{}", cells[0], cells[1], cells[3], cells[2], cells[4]),
            Err(_) => line.to_owned(),
        }
    };
    let text: Vec<String> = sound().text("markers.csv").lines().map(swap).collect();
    let set = drawn().whole(MARKERS, collection(&as_points(&text.join("\n"))));
    let report = set.report().unwrap();
    let told: Vec<_> = report.problems.iter().filter(|p| p.file == MARKERS).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!((told[0].line, told[0].field.as_deref()), (Some(2), Some("geometry")));
    for word in ["swapped", "write longitude first", "9 of 9 features are left out"] {
        assert!(told[0].message.contains(word), "{}", told[0].message);
    }
}

#[test]
fn a_style_is_no_unknown_property_and_a_misspelt_one_is_told_once() {
    let properties = "\"section\":\"laos\",\"marker\":\"7\",\"marker-color\":\"#fff\",\"allias\":\"x\",\"lon\":1";
    let points = [
        point("102.155", "22.001", properties),
        point("102.152", "22.001", &properties.replace("\"7\"", "\"8\"")),
    ];
    let like = sound().plus("markers.csv", "laos,7,102.155,22.001,");
    let like = like.plus("markers.csv", "laos,8,102.152,22.001,");
    let told = [
        (MARKERS, 0, "allias", "", "unknown property|spelling"),
        (MARKERS, 0, "lon", "", "the geometry tells the place"),
    ];
    tells(&sound().whole(MARKERS, collection(&points)), &told, 0, &like);
}

#[test]
fn a_file_that_is_no_collection_is_told_and_costs_no_other() {
    for text in ["{", "[]", "{\"type\":\"Feature\",\"features\":[]}"] {
        let set = sound().whole(VILLAGES, text);
        let report = set.report().unwrap();
        assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
        assert_eq!(report.problems[0].file, VILLAGES);
        assert!(report.problems[0].message.contains("no feature is used"));
        assert_eq!(report.line, sound().report().unwrap().line);
    }
}

#[test]
fn one_village_far_from_the_line_is_told_and_kept_there() {
    let set = |lon: &str| {
        let row = format!("ta-ko,Tá Khô Khừ,{lon},21.98,60,10,sin-thau,post-317");
        sound().line("villages.csv", 2, row).report().unwrap()
    };
    let told = |lon| set(lon).problems.into_iter().find(|p| p.file == "villages.csv");
    assert_eq!(told("102.35"), None);
    let far = told("112.05").unwrap();
    assert_eq!((far.line, far.field.as_deref()), (Some(2), Some("lon")));
    assert!(far.message.contains("1017 km from the line"), "{}", far.message);
}
