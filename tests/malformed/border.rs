//! `border.geojson`: without a usable section nothing can be said; a section that cannot be used is told.

use super::support::{Set, refuses, sound, tells};

const FILE: &str = "border.geojson";

/// The sound border and a feature more, on lines 16 to 18.
fn with(properties: &str, geometry: &str) -> Set {
    let feature = format!(
        "}} }},\n{{ \"type\": \"Feature\", \"properties\": {properties},\n\"geometry\": {geometry} }}\n] }}\n"
    );
    let text = sound().text(FILE).replace("} }\n] }\n", &feature);
    sound().whole(FILE, text)
}

fn line(coordinates: &str) -> Set {
    with(
        r#"{ "section": "new" }"#,
        &format!(r#"{{ "type": "LineString", "coordinates": {coordinates} }}"#),
    )
}

#[track_caller]
fn tells_geometry(set: &Set, words: &str) {
    tells(set, &[(FILE, 15, "geometry", "", words)], 1, &sound());
}

#[test]
fn a_file_that_is_no_feature_collection_stops_all_with_its_line() {
    let text = sound().text(FILE).to_owned();
    for (content, words) in [
        (&text[..300], &["border.geojson, line 9", "feature collection", "again"][..]),
        ("", &["border.geojson", "line 1", "again"]),
        ("[1, 2]", &["border.geojson", "line 1", "feature collection"]),
        ("{\n\"type\": \"FeatureCollection\" }", &["no features", "as a list"]),
        ("{ \"type\": \"Feature\", \"geometry\": null }", &["type is `Feature`", "save it again"]),
        ("{ \"type\": \"FeatureCollection\",\n\"features\": 3 }", &["border.geojson, line 2"]),
        ("{ \"type\": 3,\n\"features\": [] }", &["border.geojson, line 1"]),
        (
            "{ \"type\": \"Topology\", \"features\": [] }",
            &["Topology", "a FeatureCollection is expected"],
        ),
    ] {
        refuses(&sound().whole(FILE, content), words);
    }
    refuses(&sound().swap(FILE, "[102.1, 22.0]", "[NaN, 22.0]"), &["border.geojson, line 5"]);
    refuses(&sound().remove(FILE), &["border.geojson is missing"]);
}

#[test]
fn a_collection_without_features_is_no_border() {
    let set = sound().whole(FILE, r#"{ "type": "FeatureCollection", "features": [] }"#);
    refuses(&set, &["border.geojson: no section", "no feature", "LineString"]);
}

#[test]
fn where_no_section_can_be_used_the_error_lists_why() {
    let text = sound().text(FILE).replace("\"section\"", "\"sektion\"");
    let words = &["no section of the line", "line 2, section", "line 10, section", "give"];
    refuses(&sound().whole(FILE, text), words);
}

#[test]
fn a_section_needs_an_id_of_its_own() {
    let one = r#"{ "type": "LineString", "coordinates": [[103, 22], [103.1, 22]] }"#;
    let told = |properties: &str, value: &str, words: &str| {
        tells(&with(properties, one), &[(FILE, 15, "section", value, words)], 1, &sound());
    };
    told("{}", "", "missing|give");
    told("null", "", "missing|give");
    told(r#"{ "section": [1] }"#, "", "give");
    told(r#"{ "section": " " }"#, "", "must not be empty");
    told(r#"{ "section": "a\u0007b" }"#, "", "control characters");
    told(r#"{ "section": "laos" }"#, "", "laos stands twice|give");
}

#[test]
fn sections_that_differ_only_by_unicode_form_are_the_same() {
    let coordinates = r#"{ "type": "LineString", "coordinates": [[103, 22], [103.1, 22]] }"#;
    let set = with("{ \"section\": \"th\u{1ee7}y\" }", coordinates);
    let text = set.text(FILE).replace("\"section\": \"china\"", "\"section\": \"thu\u{309}y\"");
    let report = sound().whole(FILE, text).whole("dataset.toml", "").report().unwrap();
    let twice = report.problems.iter().find(|p| p.file == FILE).unwrap();
    assert_eq!((twice.line, twice.field.as_deref()), (Some(15), Some("section")));
    assert!(twice.message.contains("stands twice"), "{}", twice.message);
}

#[test]
fn what_is_no_line_is_no_section() {
    let of = |geometry: &str| with(r#"{ "section": "new" }"#, geometry);
    let ring = "[[[103, 22], [103.1, 22], [103.1, 22.1], [103, 22]]]";
    tells_geometry(
        &of(&format!(r#"{{ "type": "Polygon", "coordinates": {ring} }}"#)),
        "Polygon is no line|LineString",
    );
    tells_geometry(&of(r#"{ "type": "Point", "coordinates": [103, 22] }"#), "Point is no line");
    tells_geometry(&of("null"), "no geometry|draw");
    tells_geometry(
        &of(r#"{ "type": "MultiLineString", "coordinates": [] }"#),
        "needs at least one part",
    );
    tells_geometry(&line("[]"), "needs two different vertices");
    tells_geometry(&line("[[103, 22], [103, 22], [103, 22]]"), "two different vertices");
}

#[test]
fn a_vertex_off_the_globe_is_named_with_what_it_looks_like() {
    tells_geometry(&line("[[103, 22], [103]]"), "part 1, vertex 2|finite numbers of degrees");
    tells_geometry(&line("[[103, 22], [103, 95]]"), "part 1, vertex 2|±90");
    tells_geometry(&line("[[22, 103], [22.1, 103]]"), "vertex 1|swapped|longitude first");
    tells_geometry(&line("[[512345.6, 2481234.5], [512346, 2481235]]"), "projected|convert");
    tells_geometry(&line("[[0, 0], [179.5, 0.5]]"), "after vertex 1|10,000 km|add vertices");
    let parts = "[[[103, 22], [103.1, 22]], [[103.2, 22], [200, 22]]]";
    let set = with(
        r#"{ "section": "new" }"#,
        &format!(r#"{{ "type": "MultiLineString", "coordinates": {parts} }}"#),
    );
    tells_geometry(&set, "part 2, vertex 2|±180");
}

#[test]
fn a_feature_that_cannot_be_read_is_told_with_the_line_of_the_fault() {
    for (coordinates, words) in [
        ("[[103, 22], [103.1, 1e400]]", "number out of range"),
        ("[[103, 22], null]", "not a GeoJSON feature"),
        ("[[103, 22], [null, 22]]", "not a GeoJSON feature"),
        ("[[103, 22], [\"103\", 22]]", "not a GeoJSON feature"),
        ("\"a line\"", "not a GeoJSON feature"),
    ] {
        let report = line(coordinates).report().unwrap();
        let problem = &report.problems[0];
        assert!(problem.message.contains(words), "{problem:?}");
        assert!(problem.message.contains("left out"), "{problem:?}");
        assert!(!problem.message.contains("at line 1"), "a line of the feature: {problem:?}");
        assert!(matches!(problem.line, Some(15 | 16)), "{problem:?}");
        assert_eq!((report.problems.len(), report.rows_left_out), (1, 1));
    }
}

#[test]
fn brackets_nested_a_hundred_thousand_deep_are_refused_without_a_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let report = line(&deep).report().unwrap();
    assert_eq!((report.problems.len(), report.rows_left_out), (1, 1));
    assert!(report.problems[0].message.contains("recursion limit"), "{:?}", report.problems[0]);
    assert!(sound().whole(FILE, deep).report().is_err());
}

#[test]
fn two_bad_features_on_one_line_are_two() {
    let bad = r#"{ "type": "Feature", "properties": {}, "geometry": null }"#;
    let text = sound().text(FILE).replace("} }\n] }\n", &format!("}} }},\n{bad}, {bad}] }}\n"));
    let report = sound().whole(FILE, text).report().unwrap();
    assert_eq!((report.problems.len(), report.rows_left_out), (2, 2), "{:#?}", report.problems);
}

#[test]
fn coordinates_declared_in_another_system_are_told() {
    let declared = |name: &str| {
        let crs = "\"features\": [";
        let with = format!("\"crs\": {{ \"type\": \"name\", \"name\": \"{name}\" }}, {crs}");
        sound().swap(FILE, crs, &with)
    };
    let told = [(FILE, 0, "crs", "{ \"type\"", "WGS 84|convert")];
    tells(&declared("urn:ogc:def:crs:EPSG::4756"), &told, 0, &sound());
    tells(&declared("urn:ogc:def:crs:OGC:1.3:CRS84"), &[], 0, &sound());
}

#[test]
fn repeated_vertices_are_told_and_cost_nothing() {
    let set = sound().swap(FILE, "[102.1, 22.0],", "[102.1, 22.0], [102.1, 22.0],");
    tells(&set, &[(FILE, 2, "geometry", "laos", "1 vert|repeat")], 0, &sound());
}

#[test]
fn a_lost_section_takes_only_its_own_rows_along() {
    let set = sound().swap(FILE, "\"section\": \"china\"", "\"section\": \"\"");
    let like = sound()
        .swap(FILE, "\"section\": \"china\"", "\"section\": \"\"")
        .without("surveys.csv", &[3])
        .without("markers.csv", &[8, 9, 10])
        .without("jurisdictions.csv", &[3])
        .without("registrations.csv", &[4])
        .without("keepers.csv", &[4]);
    let unknown = "no section|correct";
    let told = [
        (FILE, 10, "section", "", "must not be empty"),
        ("surveys.csv", 3, "section", "china", unknown),
        ("markers.csv", 8, "section", "china", unknown),
        ("markers.csv", 9, "section", "china", unknown),
        ("markers.csv", 10, "section", "china", unknown),
        ("jurisdictions.csv", 3, "section", "china", unknown),
        ("registrations.csv", 4, "section", "china", unknown),
        ("keepers.csv", 4, "section", "china", unknown),
        ("works.csv", 3, "at", "18", "no section|counts, but is not on the map"),
    ];
    tells(&set, &told, 8, &like);
}

/// A border of these features alone, each its section, its kind of geometry and its coordinates.
fn drawn(features: &[(&str, &str, &str)]) -> border_coverage::Report {
    let feature = |(section, kind, coordinates): &(&str, &str, &str)| {
        format!(
            r#"{{ "type": "Feature", "properties": {{ "section": "{section}" }}, "geometry": {{ "type": "{kind}", "coordinates": {coordinates} }} }}"#
        )
    };
    let features: Vec<String> = features.iter().map(feature).collect();
    let text = format!(
        "{{ \"type\": \"FeatureCollection\", \"features\": [\n{}\n] }}",
        features.join(",\n")
    );
    let villages = b"village,name\nv,V\n".to_vec();
    let files = [(FILE, text.into_bytes()), ("villages.csv", villages)];
    let data = border_coverage::DataSet::from_files(files).unwrap();
    data.report(Some(jiff::civil::date(2020, 1, 1)), None).unwrap()
}

/// The problems of the border, one a line, with the section that each names.
fn of_border(features: &[(&str, &str, &str)]) -> Vec<String> {
    let report = drawn(features);
    let ours = report.problems.iter().filter(|problem| problem.file == FILE);
    ours.map(|problem| format!("{}: {}", problem.value.as_deref().unwrap_or(""), problem.message))
        .collect()
}

#[test]
fn parts_that_do_not_join_are_reported_and_kept_as_they_are() {
    let reversed = "[[[102.0, 22.0], [102.1, 22.0]], [[102.2, 22.05], [102.1, 22.0]], [[102.2, 22.05], [102.3, 22.0]]]";
    let parts = [("a", "MultiLineString", reversed)];
    assert_eq!(
        of_border(&parts),
        [
            "a: feature 1: part 2 would join its neighbours if it ran the other way: reverse its positions if \
             the line runs through",
            "a: feature 1: the parts do not join: jumps of 11.715 km after part 1, 11.715 km after part 2, \
             23.430 km in all, count for nothing; draw what is missing if the line runs there",
        ]
    );
    assert_eq!(drawn(&parts).line.total(), border_coverage::Length::from_mm(33_756_663));
    let twice = "[[[102.0, 22.0], [102.1, 22.0]], [[102.1, 22.0], [102.2, 22.05]], [[102.2, 22.05], [102.1, 22.0]], [[102.2, 22.05], [102.3, 22.0]]]";
    let found = of_border(&[("a", "MultiLineString", twice)]);
    assert!(found.iter().any(|p| p.contains("about 23.430 km of the line lie on")), "{found:?}");
    let order = "[[[102.1, 22.0], [102.2, 22.05]], [[102.0, 22.0], [102.1, 22.0]]]";
    let found = of_border(&[("a", "MultiLineString", order)]);
    assert!(found.iter().any(|p| p.contains("in the order 2, 1")), "{found:?}");
}

#[test]
fn sections_that_lie_on_one_another_are_reported_once() {
    let line = "[[102.0, 22.0], [102.1, 22.0]]";
    let found = of_border(&[("a", "LineString", line), ("b", "LineString", line)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("a: feature 1: about 10.326 km of the line lie on section b"),
        "{found:?}"
    );
}

#[test]
fn features_of_one_section_that_join_are_one_line() {
    let (one, two) = ("[[102.0, 22.0], [102.1, 22.0]]", "[[102.1, 22.0], [102.2, 22.0]]");
    let joined = [("a", "LineString", one), ("a", "LineString", two)];
    assert_eq!(of_border(&joined), Vec::<String>::new());
    assert_eq!(drawn(&joined).line.total(), border_coverage::Length::from_mm(20_652_430));
    // A file has no order of its own: they are one line in whichever order they join.
    let turned = [joined[1], joined[0]];
    assert_eq!(drawn(&turned).line.total(), border_coverage::Length::from_mm(20_652_430));
    let found = of_border(&turned);
    assert!(matches!(&found[..], [one] if one.contains("not that of the file")), "{found:?}");
    for (other, advice) in [
        ("[[102.2, 22.0], [102.1, 22.0]]", "reverse its positions"),
        ("[[102.3, 22.0], [102.4, 22.0]]", "20.652 km away"),
    ] {
        let report = drawn(&[("a", "LineString", one), ("a", "LineString", other)]);
        assert_eq!((report.rows_left_out, report.problems.len()), (1, 1));
        let message = &report.problems[0].message;
        assert!(message.contains("stands twice") && message.contains(advice), "{message}");
    }
}

#[test]
fn a_ring_open_by_its_own_rounding_is_one_and_a_wider_one_is_reported() {
    let ring =
        |end: &str| format!("[[102.0, 22.0], [102.1, 22.0], [102.1, 22.1], [102.0, 22.1], {end}]");
    let found = of_border(&[("a", "LineString", &ring("[102.0000001, 22.0]"))]);
    assert!(matches!(&found[..], [one] if one.contains("read as a ring")), "{found:?}");
    let found = of_border(&[("a", "LineString", &ring("[102.00001, 22.0]"))]);
    assert!(matches!(&found[..], [one] if one.contains("read as a ring")), "{found:?}");
    let found = of_border(&[("a", "LineString", &ring("[102.00004, 22.0]"))]);
    assert!(matches!(&found[..], [one] if one.contains("4.130 m apart")), "{found:?}");
    assert_eq!(of_border(&[("a", "LineString", &ring("[102.0, 22.0]"))]), Vec::<String>::new());
}

#[test]
fn a_measure_in_a_position_is_not_used_and_reported() {
    let line = "[[102.0, 22.0, 5.0, 0.0], [102.1, 22.0, 5.0, 10.3]]";
    let found = of_border(&[("a", "LineString", line)]);
    assert!(matches!(&found[..], [one] if one.contains("the fourth number")), "{found:?}");
}
