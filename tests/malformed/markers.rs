//! `markers.csv`: labels that spreadsheets spoil, and markers that stand where they cannot.

use super::support::{sound, tells};

const FILE: &str = "markers.csv";

#[test]
fn a_label_that_cannot_be_one_is_left_out_with_what_it_was_probably() {
    for (label, words) in [
        ("11-Jan", "date|such as 11/1|column as text"),
        ("01-Thg1", "date|column as text"),
        ("2017-01-11", "date|column as text"),
        ("11/1/2017", "date|column as text"),
        ("-2", "(2)|column as text"),
        ("85abc", "not a marker label|write a number"),
        ("85+70 m", "not a marker label|write a number"),
        ("17(", "not a marker label|write a number"),
        ("3/0", "not a marker label|write a number"),
        ("99999999999", "not a marker label|write a number"),
        ("end", "not a marker label|write a number"),
        ("=2+3", "not a marker label|write a number"),
        ("", "a value is required"),
    ] {
        let set = sound().plus(FILE, &format!("laos,{label},102.03,22.0,"));
        tells(&set, &[(FILE, 11, "marker", label, words)], 1, &sound());
    }
}

#[test]
fn a_marker_of_an_unknown_section_or_without_coordinates_is_left_out() {
    for (row, field, value, words) in [
        ("lao,7,102.03,22.0,", "section", "lao", "no section|correct it"),
        (",7,102.03,22.0,", "section", "", "required"),
        ("laos,7,,,", "lon", "", "required"),
        ("laos,7,102.03,,", "lat", "", "write both"),
        ("laos,7,22.0,102.03,", "lat", "102.03", "swapped|longitude first"),
        ("laos,7,2481234.5,512345.6,", "lat", "512345.6", "projected|convert"),
        ("laos,7,102.03,1e400,", "lat", "1e400", "write digits"),
        ("laos,7,102.03,\"22,0\",", "lat", "22,0", "numbers = \"comma\""),
    ] {
        tells(&sound().plus(FILE, row), &[(FILE, 11, field, value, words)], 1, &sound());
    }
}

#[test]
fn a_marker_that_stands_twice_on_the_same_days_is_left_out() {
    let set = sound().plus(FILE, "laos,05,102.18,22.0,");
    tells(&set, &[(FILE, 11, "marker", "05", "second time|correct")], 1, &sound());
}

#[test]
fn a_marker_left_out_does_not_take_its_good_double_along() {
    let set = sound().line(FILE, 6, "laos,5,102.18,95,").plus(FILE, "laos,5,102.18,22.0,");
    let like = sound().without(FILE, &[6]).plus(FILE, "laos,5,102.18,22.0,");
    tells(&set, &[(FILE, 6, "lat", "95", "±90")], 1, &like);
}

#[test]
fn a_marker_off_the_line_or_out_of_order_still_counts_and_its_distance_is_named() {
    let set = sound().plus(FILE, "laos,7,102.03,22.05,");
    let told = [(FILE, 11, "marker", "7", "5536 m from the line|500 m|check|snap_tolerance_m")];
    let like = sound().plus(FILE, "laos,7,102.155,22.001,");
    let report = set.report().unwrap();
    assert_eq!((report.markers.total, report.line), (10, like.report().unwrap().line));
    assert_eq!((report.problems.len(), report.rows_left_out), (1, 0));
    assert!(told[0].4.split('|').all(|w| report.problems[0].message.contains(w)));
    let set = sound().plus(FILE, "laos,7,102.03,22.0,");
    let report = set.report().unwrap();
    let problem = &report.problems[0];
    assert_eq!((problem.line, problem.value.as_deref()), (Some(11), Some("7")));
    assert!(problem.message.contains("out of order") && problem.message.contains("check"));
    assert_eq!((report.markers.total, report.rows_left_out), (10, 0));
}

#[test]
fn an_alias_that_cannot_be_read_costs_the_alias_alone() {
    let set = sound().swap(FILE, "laos,4,102.14,22.0,T4", "laos,4,102.14,22.0,11-Jan");
    let told = [(FILE, 5, "alias", "11-Jan", "date|column as text|kept without it")];
    tells(&set, &told, 0, &sound());
}

#[test]
fn an_alias_of_two_markers_denotes_neither() {
    let set = sound()
        .swap(FILE, "laos,2,102.06,22.0,", "laos,2,102.06,22.0,T4")
        .plus("registrations.csv", "R6,a-pa,laos,T4,5,2016-01-01,,,");
    let told = [("registrations.csv", 7, "from", "T4", "several markers|write the label")];
    tells(&set, &told, 1, &sound());
}

#[test]
fn two_numbers_on_the_same_spot_are_told() {
    let set = |set: super::support::Set| set.line(FILE, 3, "laos,2,102.02,22.0,");
    let report = set(sound()).report().unwrap();
    let told = report.problems.iter().find(|p| p.message.contains("exactly where")).unwrap();
    assert_eq!((told.file.as_str(), told.line, told.value.as_deref()), (FILE, Some(3), Some("2")));
    assert!(told.message.contains("marker 1 (line 2)"), "{}", told.message);
}

#[test]
fn numbers_that_descend_along_a_section_are_told() {
    let border = sound().text("border.geojson").replace(
        "[[102.0, 22.0], [101.95, 22.05]],\n    [[101.94, 22.06], [101.9, 22.1]]",
        "[[101.9, 22.1], [101.94, 22.06]],\n    [[101.95, 22.05], [102.0, 22.0]]",
    );
    assert_ne!(border, sound().text("border.geojson"));
    let report = sound().whole("border.geojson", border).report().unwrap();
    let told = report.problems.iter().find(|p| p.file == "border.geojson").unwrap();
    assert!(
        told.message.contains("descend along section china, from 18 to 17"),
        "{}",
        told.message
    );
}
