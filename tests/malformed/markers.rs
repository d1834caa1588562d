//! `markers.csv`: labels that spreadsheets spoil, and markers that stand where they cannot.

use border_coverage::DataSet;

use super::support::{Set, sound, tells};

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
        ("laos,7,102.03,1e400,", "lat", "1e400", "too large|check its digits"),
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
    let set = |set: Set| set.line(FILE, 3, "laos,2,102.02,22.0,");
    let report = set(sound()).report().unwrap();
    let told = report.problems.iter().find(|p| p.message.contains("exactly where")).unwrap();
    assert_eq!((told.file.as_str(), told.line, told.value.as_deref()), (FILE, Some(3), Some("2")));
    assert!(told.message.contains("marker 1 (line 2)"), "{}", told.message);
}

/// Markers along the section `laos`, three kilometres apart, with the places of two exchanged.
fn exchanged(pair: [usize; 2]) -> Set {
    let place = |i: usize| {
        if i == pair[0] {
            pair[1]
        } else if i == pair[1] {
            pair[0]
        } else {
            i
        }
    };
    let row = |i: usize| format!("laos,{},{:.2},22.0\n", i + 1, 102.01 + 0.03 * place(i) as f64);
    let rows: String = (0..6).map(row).collect();
    sound()
        .whole(FILE, format!("section,marker,lon,lat\n{rows}"))
        .remove("keepers.csv")
        .remove("controls.csv")
        .remove("jurisdictions.csv")
        .remove("works.csv")
        .whole(
            "registrations.csv",
            "registration,village,section,from,to,since\nR1,ta-ko,laos,3,5,2016-01-01\n",
        )
}

#[test]
fn two_exchanged_markers_are_both_told_and_neither_is_used() {
    for pair in [[0, 1], [2, 3], [4, 5]] {
        let report = exchanged(pair).report().unwrap();
        let told: Vec<_> = report.problems.iter().filter(|p| p.file == FILE).collect();
        let lines: Vec<_> = told.iter().map(|p| p.line.unwrap() - 2).collect();
        assert_eq!(lines, pair, "{told:#?}");
        let (distance, message) = told[0].message.split_once(" from the line").unwrap();
        assert!(["0 m", "1 m"].iter().any(|metres| distance.ends_with(metres)), "{distance}");
        assert_eq!(
            message,
            format!(
                ", but there its number and that of marker {} are not in order, and leaving out \
                 either fits as well: exchange their labels or coordinates if they are exchanged, \
                 or correct one; no address can use either; the marker still counts",
                pair[1] + 1
            )
        );
        // The registration names marker 3, or 5, or neither of those.
        assert_eq!(report.rows_left_out, usize::from(pair != [0, 1]));
        assert_eq!(report.markers.total, 6);
    }
}

#[test]
fn the_first_and_the_last_marker_of_a_ring_are_one_place_with_two_names() {
    let ring = "[[102.0, 22.0], [102.1, 22.0], [102.1, 22.1], [102.0, 22.1], [102.0, 22.0]]";
    let border = format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{{\"type\": \"Feature\", \
         \"properties\": {{\"section\": \"ring\"}}, \"geometry\": \
         {{\"type\": \"LineString\", \"coordinates\": {ring}}}}}]}}"
    );
    let at = ["102.0,22.0", "102.1,22.0", "102.1,22.1", "102.0,22.1", "102.0,22.0"];
    let rows = |at: &[&str]| -> String {
        at.iter().enumerate().map(|(i, at)| format!("ring,{i},{at}\n")).collect()
    };
    let set = |at: &[&str]| {
        let registration = "registration,village,section,from,to,since\n\
                            R1,a,ring,3,4,2016-01-01\nR2,a,ring,0,1,2016-01-01\n";
        DataSet::from_files([
            ("border.geojson", border.clone()),
            ("markers.csv", format!("section,marker,lon,lat\n{}", rows(at))),
            ("villages.csv", "village,name\na,A\n".to_owned()),
            ("registrations.csv", registration.to_owned()),
        ])
    };
    let report = set(&at).unwrap().report(None, None).unwrap();
    assert_eq!((report.problems.len(), report.rows_left_out), (0, 0), "{:#?}", report.problems);
    let share = report.line.registered().metres() / report.line.total().metres();
    assert!((share - 0.5).abs() < 0.01, "{share}");
    // Two others at one place are a fault on a ring too.
    let mut twice = at;
    twice[2] = at[1];
    let report = set(&twice).unwrap().report(None, None).unwrap();
    let told = &report.problems[0].message;
    assert!(told.contains("exactly where marker 1 (line 3) does"), "{told}");
}

#[test]
fn labels_and_names_are_kept_as_they_are_written() {
    let set = sound()
        .line(FILE, 1, "section,marker,lon,lat,alias,name")
        .plus(FILE, "laos,RW016.+004,102.05,22.0,,Ford (north bank)")
        .plus(FILE, "laos,12.4,102.07,22.0,T5,Dốc đá")
        .plus(FILE, "laos,Bản [cũ],102.09,22.0,,")
        .plus("registrations.csv", "R6,a-pa,laos,RW016.+004,12.4,2015-01-01,,,")
        .plus("registrations.csv", "R7,a-pa,laos,Ford (north bank),Dốc đá-0.01 km,2015-01-01,,,")
        .plus("registrations.csv", "R8,a-pa,laos,12.4+15 m,Bản [cũ],2015-01-01,,,");
    let files = set.files.iter().map(|(name, content)| {
        let rows = std::str::from_utf8(content).unwrap().replace("22.0,\n", "22.0,,\n");
        let rows = rows.replace("22.0,G1", "22.0,G1,").replace("22.0,T4", "22.0,T4,");
        let rows = rows.replace("22.001,\n", "22.001,,\n").replace("22.0251,\n", "22.0251,,\n");
        let rows = rows.replace("22.0249,\n", "22.0249,,\n").replace("22.08,\n", "22.08,,\n");
        (name.clone(), if name == FILE { rows.into_bytes() } else { content.clone() })
    });
    let data = DataSet::from_files(files).unwrap();
    let report = data.report(None, None).unwrap();
    assert_eq!((report.problems.len(), report.rows_left_out), (0, 0), "{:#?}", report.problems);
    let names: Vec<_> =
        data.border().markers().iter().filter_map(|m| m.marker.name.as_deref()).collect();
    assert_eq!(names, ["Ford (north bank)", "Dốc đá"]);
    // What was read is written, and reads back equal.
    let again = DataSet::from_files(data.to_files().unwrap()).unwrap();
    let json = |data: &DataSet| serde_json::to_string(&data.report(None, None).unwrap()).unwrap();
    assert_eq!(json(&again), json(&data));
    assert!(again.border().markers().iter().any(|m| m.marker.name.as_deref() == Some("Dốc đá")));
}

#[test]
fn numbers_that_descend_along_a_section_are_told() {
    let border = sound().text("border.geojson").replace(
        "[[102.0, 22.0], [101.95, 22.05]],\n    [[101.95, 22.05], [101.9, 22.1]]",
        "[[101.9, 22.1], [101.95, 22.05]],\n    [[101.95, 22.05], [102.0, 22.0]]",
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
