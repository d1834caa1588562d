//! What is registered: stretches, keepers, works, groups, commendations.

use border_coverage::Report;

use super::support::{Set, sound, tells};

#[track_caller]
fn extra(file: &str, line: usize, row: &str, field: &str, value: &str, words: &str) {
    tells(&sound().plus(file, row), &[(file, line, field, value, words)], 1, &sound());
}

#[test]
fn a_registration_whose_address_cannot_be_read_is_left_out() {
    for (from, words) in [
        ("11-Jan", "date|such as 11/1|column as text"),
        ("2017-01-11", "date|column as text"),
        ("-2", "(2)|column as text"),
        ("85 mốc", "not a marker label"),
        ("2+500", "needs its unit: write 500 m or 500 km"),
        ("2+0.5.5 km", "write digits"),
        ("2+\"\"", "no offset|its unit"),
        ("2+70 ft", "no offset|its unit"),
        ("10 km", "write km first: km 10"),
        ("start+5 m", "an offset goes with a marker|write km"),
        ("km -1", "0 or more"),
        ("km 1e400", "too large"),
        ("@ 102.01", "a longitude and a latitude"),
        ("@ 22.0 102.01", "swapped|longitude first"),
    ] {
        let row = format!("R6,a-pa,laos,\"{}\",5,2016-01-01,,,", from.replace('"', "\"\""));
        extra("registrations.csv", 7, &row, "from", from, words);
    }
    let row = "R6,a-pa,laos,\"2+0,5 km\",5,2016-01-01,,,";
    extra("registrations.csv", 7, row, "from", "2+0,5 km", "numbers = \"comma\"");
    extra("registrations.csv", 7, "R6,a-pa,laos,2,,2016-01-01,,,", "to", "", "required");
}

#[test]
fn a_registration_that_has_no_place_is_left_out() {
    for (row, field, value, words) in [
        ("laos,99,5,2016-01-01,,,", "from", "99", "no marker 99|correct it"),
        ("china,17(3),18,2016-01-01,,,", "from", "17(3)", "there is 17(1), 17(2)"),
        ("laos,2,2,2016-01-01,,,", "to", "2", "stretch is empty|both ends"),
        ("laos,start,km 31,2016-01-01,,,", "to", "km 31", "beyond the section|30"),
        ("laos,6+9 km,1,2016-01-01,,,", "from", "6+9 km", "beyond the section|30"),
        ("laos,1-9 km,3,2016-01-01,,,", "from", "1-9 km", "before the section|0 km"),
        ("laos,@ 102.01 22.2,3,2016-01-01,,,", "from", "@ 102.01 22.2", "farther than|check"),
        ("lao,2,3,2016-01-01,,,", "section", "lao", "no section|correct it"),
        ("laos,2,3,2016-01-01,,,1999", "survey", "1999", "no survey|correct it"),
    ] {
        extra("registrations.csv", 7, &format!("R6,a-pa,{row}"), field, value, words);
    }
}

#[test]
fn a_registration_of_unknown_village_day_or_state_is_left_out() {
    for (row, field, value, words) in [
        ("R6,a-pb,laos,2,3,2016-01-01,,,", "village", "a-pb", "correct it|villages.csv"),
        ("R6,,laos,2,3,2016-01-01,,,", "village", "", "required"),
        ("R6,a-pa,laos,2,3,,,,", "since", "", "required"),
        ("R6,a-pa,laos,2,3,29/29,,,", "since", "29/29", "not a date: write"),
        ("R6,a-pa,laos,2,3,31/02/2016,,,", "since", "31/02/2016", "no such day|check"),
        ("R6,a-pa,laos,2,3,42370,,,", "since", "42370", "not a date: write"),
        ("R6,a-pa,laos,2,3,2016-01-01,2015-01-01,,", "until", "2015-01-01", "period is empty"),
        ("R6,a-pa,laos,2,3,2016-01-01,2016-01-01,,", "until", "2016-01-01", "period is empty"),
        ("R6,a-pa,laos,2,3,2016-01-01,,recognized,", "state", "recognized", "or recognised"),
        (",a-pa,laos,2,3,2016-01-01,,,", "registration", "", "required"),
    ] {
        extra("registrations.csv", 7, row, field, value, words);
    }
    // Where the month stands first, what can be read is doubtful too.
    let file = "registrations.csv";
    let words = "may be exchanged in 1 day of this column|`01/13/2016` of row 7|used as read";
    let told = [
        (file, 7, "since", "01/13/2016", "no such day|day/month"),
        (file, 2, "since", "09/01/2015", words),
    ];
    tells(&sound().plus(file, "R6,a-pa,laos,2,3,01/13/2016,,,"), &told, 1, &sound());
}

#[test]
fn a_row_with_several_faults_tells_them_all_and_is_left_out_once() {
    let set = sound().plus("registrations.csv", "R6,a-pa,laos,2+5,11-Jan,29/29,,gone,");
    let told = [
        ("registrations.csv", 7, "from", "2+5", "unit"),
        ("registrations.csv", 7, "to", "11-Jan", "date"),
        ("registrations.csv", 7, "since", "29/29", "not a date"),
        ("registrations.csv", 7, "state", "gone", "registered or recognised"),
    ];
    tells(&set, &told, 1, &sound());
}

const DRAWN: &str = "registrations.geojson";

/// A collection of features, each on a line of its own from the second on.
fn collection(features: &[String]) -> String {
    format!("{{ \"type\": \"FeatureCollection\", \"features\": [\n{}\n] }}", features.join(",\n"))
}

fn drawn(properties: &str, geometry: &str) -> String {
    format!(r#"{{ "type": "Feature", "properties": {{ {properties} }}, "geometry": {geometry} }}"#)
}

const SOUND: &str = r#""registration": "D1", "village": "a-pa", "since": "2016-01-01""#;
const ALONG: &str = r#"{ "type": "LineString", "coordinates": [[102.06, 22.0], [102.07, 22.0]] }"#;

#[test]
fn a_drawn_stretch_that_cannot_be_used_is_told_and_the_next_one_used() {
    let set = sound().whole(DRAWN, collection(&[drawn(SOUND, ALONG)]));
    let line = r#"{ "type": "LineString", "coordinates": "#;
    for (properties, geometry, field, value, words) in [
        (SOUND, "null".to_owned(), "geometry", "D1", "no geometry"),
        (SOUND, r#"{ "type": "Point", "coordinates": [102.0, 22.0] }"#.to_owned(), "geometry", "D1", "Point|LineString or Polygon"),
        (SOUND, format!("{line}[[102.0, 22.0]] }}"), "geometry", "D1", "two vertices"),
        (SOUND, format!("{line}[[22.0, 102.0], [22.1, 102.0]] }}"), "geometry", "D1", "swapped"),
        (SOUND, format!("{line}[[102.0, 95.0], [102.1, 22.0]] }}"), "geometry", "D1", "±90"),
        (SOUND, format!("{line}[[103.0, 23.0], [103.1, 23.0]] }}"), "geometry", "D1", "tolerance|check"),
        (SOUND, r#"{ "type": "Polygon", "coordinates": [[[102.0, 21.9], [102.1, 21.9], [102.1, 22.1]]] }"#.to_owned(), "geometry", "D1", "not closed"),
        (r#""registration": "D1", "village": "a-pb", "since": "2016-01-01""#, ALONG.to_owned(), "village", "a-pb", "villages.csv"),
        (r#""registration": "D1", "village": "a-pa", "since": "29/29""#, ALONG.to_owned(), "since", "29/29", "not a date"),
        (r#""registration": "D1", "village": "a-pa""#, ALONG.to_owned(), "since", "", "missing|write"),
        (r#""village": "a-pa", "since": "2016-01-01""#, ALONG.to_owned(), "registration", "", "missing|write"),
        (r#""registration": "D1", "village": "a-pa", "since": "2016-01-01", "section": "lao""#, ALONG.to_owned(), "geometry", "D1", "no section has the id lao"),
        (r#""registration": "D1", "village": "a-pa", "since": "2016-01-01", "state": "gone""#, ALONG.to_owned(), "state", "gone", "registered or recognised"),
    ] {
        let bad = drawn(properties, &geometry);
        // Its twin has the sound feature on the same line.
        let with = sound().whole(DRAWN, collection(&[bad, drawn(SOUND, ALONG)]));
        tells(&with, &[(DRAWN, 2, field, value, words)], 1, &set);
    }
    let told = [(DRAWN, 2, "", "", "not a GeoJSON|no feature is used")];
    tells(&sound().whole(DRAWN, "{\n\"type\": "), &told, 0, &sound());
}

#[test]
fn a_drawing_that_strays_from_the_line_is_used_and_told() {
    let stray = r#"{ "type": "LineString", "coordinates": [[102.06, 22.0], [102.07, 22.0], [102.07, 22.05]] }"#;
    let set = sound().whole(DRAWN, collection(&[drawn(SOUND, stray)]));
    let twin = sound().whole(DRAWN, collection(&[drawn(SOUND, ALONG)]));
    tells(&set, &[(DRAWN, 2, "geometry", "D1", "do not run along|check")], 0, &twin);
}

#[test]
fn features_on_one_line_are_left_out_and_counted_one_by_one() {
    let far = r#"{ "type": "LineString", "coordinates": [[103.0, 23.0], [103.1, 23.0]] }"#;
    let of =
        |i: usize| format!(r#""registration": "D{i}", "village": "a-pa", "since": "2016-01-01""#);
    let features: Vec<String> = (1..=30).map(|i| drawn(&of(i), far)).collect();
    let text =
        format!("{{ \"type\": \"FeatureCollection\", \"features\": [{}] }}", features.join(","));
    let report = sound().whole(DRAWN, text).report().unwrap();
    assert_eq!((report.problems.len(), report.rows_left_out), (30, 30));
    for i in 1..=30 {
        let id = format!("D{i}");
        let problem = report.problems.iter().find(|p| p.value.as_deref() == Some(&id)).unwrap();
        assert!(problem.message.starts_with(&format!("feature {i}: ")), "{}", problem.message);
    }
}

#[test]
fn a_point_between_two_reaches_is_used_and_told_with_its_rival() {
    // Midway in the hairpin: 55 m from either reach.
    let set = sound().plus("registrations.csv", "R6,a-pa,laos,@ 102.18 22.00049,5,2016-01-01,,,");
    let report = set.report().unwrap();
    let [problem] = &report.problems[..] else { panic!("{:?}", report.problems) };
    assert_eq!((problem.line, problem.field.as_deref()), (Some(7), Some("from")));
    assert_eq!(problem.value.as_deref(), Some("@ 102.18 22.00049"));
    assert!(problem.message.contains("another reach") && problem.message.contains("to be sure"));
    assert_eq!(report.rows_left_out, 0);
    assert!(report.line.registered() > sound().report().unwrap().line.registered());
}

#[test]
fn an_alias_of_two_markers_denotes_neither() {
    let set = sound()
        .plus("markers.csv", "laos,M1,102.03,22.0,X9,,")
        .plus("markers.csv", "laos,M2,102.12,22.0,X9,,");
    let row = "R6,a-pa,laos,X9,5,2016-01-01,,,";
    let told = [("registrations.csv", 7, "from", "X9", "several markers|write the label")];
    tells(&set.clone().plus("registrations.csv", row), &told, 1, &set);
}

#[test]
fn a_keeper_names_one_marker_or_one_work_that_is_there() {
    const FILE: &str = "keepers.csv";
    for (row, field, value, words) in [
        ("H9,household,,4,laos,2,fence,2016-01-01,,", "work", "fence", "not both: write two rows"),
        ("H9,household,,4,,,,2016-01-01,,", "marker", "", "both are blank"),
        ("H9,household,,4,,,wall,2016-01-01,,", "work", "wall", "correct it|works.csv"),
        ("H9,household,,4,laos,99,,2016-01-01,,", "marker", "99", "no marker 99|correct it"),
        ("H9,household,,4,,99,,2016-01-01,,", "marker", "99", "no section|correct it"),
        ("H9,household,,4,lao,2,,2016-01-01,,", "section", "lao", "no section|correct it"),
        ("H9,household,,4,china,17,,2016-01-01,,", "marker", "17", "several markers|write"),
        ("H9,household,,4,laos,11-Jan,,2016-01-01,,", "marker", "11-Jan", "column as text"),
        ("H9,household,a-pb,4,laos,2,,2016-01-01,,", "village", "a-pb", "villages.csv"),
        ("H9,family,,4,laos,2,,2016-01-01,,", "kind", "family", "household or person"),
        ("H9,household,,3.816,laos,2,,2016-01-01,,", "people", "3.816", "thousands mark"),
        ("H9,household,,-4,laos,2,,2016-01-01,,", "people", "-4", "0 or more"),
        ("H9,household,,4,laos,2,,,,", "since", "", "required"),
        ("H9,household,,4,laos,2,,2016-01-01,2015-01-01,", "until", "2015-01-01", "is empty"),
        ("H1,person,,,laos,2,,2016-01-01,,", "kind", "person", "something else|agree"),
        (",household,,4,laos,2,,2016-01-01,,", "keeper", "", "required"),
    ] {
        extra(FILE, 6, row, field, value, words);
    }
    let twice = |set: Set| set.plus("markers.csv", "china,1,101.99,22.01,");
    let set = twice(sound()).plus(FILE, "H9,household,,4,,1,,2016-01-01,,");
    let told = [(FILE, 6, "section", "", "several sections|write the section")];
    tells(&set, &told, 1, &twice(sound()));
}

/// Nothing in the two rows tells which is wrong, and their order must not decide.
#[test]
fn rows_that_contradict_each_other_are_used_and_told() {
    let (one, other) =
        ("R1,ta-ko,laos,1,3,2015-01-09,,recognised,", "R1,a-pa,laos,2,3,2016-01-01,,,");
    let rows = |first: &str, last: &str| {
        sound().line("registrations.csv", 2, first).plus("registrations.csv", last)
    };
    let told = [("registrations.csv", 7, "village", "a-pa", "names village ta-ko|of its own")];
    tells(&rows(one, other), &told, 0, &rows(other, one));
    let twin = rows(one, &other.replace("R1", "R6")).report().unwrap();
    let both = rows(one, other).report().unwrap();
    assert_eq!(both.line, twin.line);
    let kept = |report: &Report| -> Vec<_> {
        report.villages.iter().map(|row| (row.village.clone(), row.kept, row.sole)).collect()
    };
    assert_eq!(kept(&both), kept(&twin));

    let set = sound().plus("keepers.csv", "H1,household,,9,laos,2,,2016-01-01,,");
    let report = set.report().unwrap();
    let before = sound().report().unwrap();
    assert_eq!(report.problems.len(), 1);
    assert!(report.problems[0].message.contains("make the rows agree"));
    assert_eq!(report.rows_left_out, 0);
    assert_eq!(report.markers.registered, before.markers.registered + 1);
    assert_eq!((before.keepers.people, report.keepers.people), (16, 20));
}

#[test]
fn a_household_that_grew_counts_as_it_is_on_the_day() {
    let ended =
        sound().line("keepers.csv", 2, "H1,household,ta-ko,5,laos,1,,2015-06-01,2016-06-01,");
    let set = ended.plus("keepers.csv", "H1,household,ta-ko,7,laos,1,,2016-06-01,,");
    let report = set.report().unwrap();
    assert_eq!((report.problems.len(), report.rows_left_out), (0, 0));
    assert_eq!((report.keepers.households, report.keepers.people), (3, 18));
}

#[test]
fn a_household_of_unknown_size_counts_and_is_told() {
    let set = sound().line("keepers.csv", 2, "H1,household,ta-ko,,laos,1,,2015-06-01,,");
    let report = set.report().unwrap();
    assert_eq!((report.keepers.households, report.keepers.people), (3, 11));
    assert_eq!((report.problems[0].line, report.rows_left_out), (Some(2), 0));
}

#[test]
fn a_person_is_one_whatever_is_written() {
    for (number, is_told) in [("7", true), ("0", true), ("1", false), ("", false)] {
        let row = format!("P1,person,a-pa,{number},,,fence,2016-01-01,,");
        let told = [("keepers.csv", 5, "people", number, "a person is one|household")];
        let told = if is_told { &told[..] } else { &[] };
        tells(&sound().line("keepers.csv", 5, row), told, 0, &sound());
    }
}

#[test]
fn a_keeper_of_a_work_on_an_unknown_section_is_left_out() {
    let row = "P2,person,a-pa,,lao,,road,2016-01-01,,";
    let told = [("keepers.csv", 6, "section", "lao", "no section|correct it")];
    tells(&sound().plus("keepers.csv", row), &told, 1, &sound());
}

#[test]
fn a_keeper_whose_marker_was_set_anew_is_told_so() {
    let text = sound().text("markers.csv").replace("alias\n", "alias,from,until\n");
    let rows = text.lines().enumerate().flat_map(|(i, line)| match i {
        0 => vec![format!("{line}\n")],
        3 => {
            vec![format!("{line},,2017-01-01\n"), "laos,3,102.1001,22.0,,2017-01-01,\n".to_owned()]
        }
        _ => vec![format!("{line},,\n")],
    });
    let set = sound().whole("markers.csv", rows.collect::<String>());
    let told = [("keepers.csv", 3, "marker", "3", "another of this name does|new marker on")];
    tells(&set, &told, 0, &set);
}

#[test]
fn a_keeper_whose_marker_is_gone_counts_and_is_told() {
    let text = sound().text("markers.csv").replace("alias\n", "alias,from,until\n");
    let rows = text.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line}\n"),
        3 => format!("{line},,2017-01-01\n"),
        _ => format!("{line},,\n"),
    });
    let set = sound().whole("markers.csv", rows.collect::<String>());
    let report = set.report().unwrap();
    assert_eq!((report.markers.registered, report.keepers.households), (2, 3));
    assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
    let told = [("keepers.csv", 3, "marker", "3", "does not stand on the day|write until")];
    tells(&set, &told, 0, &set);
}

#[test]
fn a_work_counts_without_its_place_on_the_map() {
    const FILE: &str = "works.csv";
    let counts = "counts, but is not on the map";
    let row = |cells: &str| sound().line(FILE, 3, format!("road,Patrol road,{cells}"));
    for (cells, field, value, words) in [
        ("china,99", "at", "99", "no marker 99"),
        ("china,18+50", "at", "18+50", "needs its unit"),
        ("china,11-Jan", "at", "11-Jan", "column as text"),
        ("chin,18", "at", "18", "no section"),
        (",18", "section", "", "needs its section"),
    ] {
        let words = format!("{words}|{counts}");
        tells(&row(cells), &[(FILE, 3, field, value, &words)], 0, &row(","));
    }
    extra(FILE, 4, "fence,Another,,", "work", "fence", "second time|id of its own");
    extra(FILE, 4, ",Another,,", "work", "", "required");
}

#[test]
fn a_group_has_members_a_village_and_one_row_for_a_day() {
    const FILE: &str = "groups.csv";
    for (row, field, value, words) in [
        ("G-3,a-pa,0,2015-02-01,", "members", "0", "write at least 1"),
        ("G-3,a-pa,2.041,2015-02-01,", "members", "2.041", "thousands mark"),
        ("G-3,a-pa,99999999999,2015-02-01,", "members", "99999999999", "too large"),
        ("G-3,a-pb,5,2015-02-01,", "village", "a-pb", "villages.csv"),
        ("G-1,ta-ko,5,2016-02-01,", "group", "G-1", "second time"),
        ("G-1,a-pa,5,2016-02-01,", "village", "a-pa", "agree"),
        ("G-3,a-pa,5,,", "since", "", "required"),
    ] {
        extra(FILE, 4, row, field, value, words);
    }
}

#[test]
fn a_commendation_is_given_on_a_day_by_an_area_to_a_known_kind() {
    const FILE: &str = "commendations.csv";
    for (row, field, value, words) in [
        ("2016-12-20,muong-te,person,", "by", "muong-te", "correct it|areas.csv"),
        ("2016-12-20,muong-nhe,village,", "kind", "village", "collective or person"),
        ("2016-12-20,muong-nhe,person,a-pb", "village", "a-pb", "villages.csv"),
        ("30/2/2016,muong-nhe,person,", "date", "30/2/2016", "no such day"),
    ] {
        extra(FILE, 4, row, field, value, words);
    }
}

#[test]
fn a_stretch_or_marker_far_from_its_village_is_in_doubt() {
    // Six villages beside what they keep, and one that keeps what lies 145 km off.
    let place = |i: usize| format!("v{i},V{i},{},22.01\n", 102.0 + 0.01 * i as f64);
    let villages: String = (0..7).map(place).collect();
    let km = |i: usize| if i == 6 { 151 } else { i };
    let row = |i: usize| format!("r{i},v{i},s,km {},km {},2020-01-01\n", km(i), km(i) + 1);
    let rows: String = (0..7).map(row).collect();
    let keeper = |i: usize| format!("k{i},household,v{i},3,s,{},2020-01-01\n", i + 1);
    let keepers: String = (0..7).map(keeper).collect();
    let lon = |i: usize| if i == 6 { 103.47 } else { 102.0 + 0.01 * i as f64 };
    let marker = |i: usize| format!("s,{},{},22.0\n", i + 1, lon(i));
    let markers: String = (0..7).map(marker).collect();
    let line = r#"{ "type": "FeatureCollection", "features": [ { "type": "Feature",
        "properties": { "section": "s" }, "geometry": { "type": "LineString",
        "coordinates": [[102.0, 22.0], [102.5, 22.0], [103.0, 22.0], [103.5, 22.0]] } } ] }"#;
    let files = [
        ("border.geojson", line.to_owned()),
        ("villages.csv", format!("village,name,lon,lat\n{villages}")),
        ("registrations.csv", format!("registration,village,section,from,to,since\n{rows}")),
        ("keepers.csv", format!("keeper,kind,village,people,section,marker,since\n{keepers}")),
        ("markers.csv", format!("section,marker,lon,lat\n{markers}")),
    ];
    let files = files.map(|(name, text)| (name, text.into_bytes()));
    let data = border_coverage::DataSet::from_files(files).unwrap();
    let report = data.report(Some(jiff::civil::date(2020, 6, 1)), None).unwrap();
    let found: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "registrations.csv:8 village `v6`: what the village registered lies 144.8 km from the \
             village's place, half of all within 1.1 km: check the village, the section and where \
             it lies",
            "keepers.csv:8 village `v6`: the marker that is kept stands 145.6 km from the \
             village's place, half of all within 1.1 km: check the village, the section and where \
             it lies",
        ]
    );
}

#[test]
fn nearly_right_ids_and_names_get_a_suggestion() {
    for (row, words) in [
        ("N1,ta-koo,laos,1,3,2015-01-09,,,", "is it ta-ko?"),
        ("N1,Tá Khô Khừ,laos,1,3,2015-01-09,,,", "that is a name: write the id, ta-ko"),
        ("N1,ta-ko,loas,1,3,2015-01-09,,,", "correct it"),
    ] {
        let report = sound().plus("registrations.csv", row).report().unwrap();
        assert_eq!((report.problems.len(), report.rows_left_out), (1, 1), "{:?}", report.problems);
        assert!(report.problems[0].message.contains(words), "{:?}", report.problems);
    }
    // The program's own label is a state.
    let set = sound().swap("registrations.csv", ",recognised,", ",đã công nhận,");
    tells(&set, &[], 0, &sound());
}

#[test]
fn vietnamese_heads_are_read_as_the_columns_that_they_mean() {
    let set = sound()
        .swap(
            "registrations.csv",
            "registration,village,section,from,to,since,until,state,survey",
            "Mã đăng ký,Thôn/bản,Đoạn,Từ mốc,Đến mốc,Ngày đăng ký,Đến ngày,Trạng thái,Đợt đo",
        )
        .swap(
            "villages.csv",
            "village,name,lon,lat,households,capacity_km",
            "Mã bản,Tên bản,Kinh độ,Vĩ độ,Số hộ,Khả năng (km)",
        );
    tells(&set, &[], 0, &sound());
    // A head that is nearly right gets its column.
    let set = sound().swap("registrations.csv", ",since,until,", ",since,untill,");
    let report = set.report().unwrap();
    assert!(report.problems.iter().any(|p| p.message.contains("is it until?")), "{report:?}");
}

#[test]
fn one_cause_is_one_message() {
    // Villages in another encoding: every row that names one follows.
    let mut rows = sound().text("registrations.csv").to_owned();
    (0..300).for_each(|i| rows += &format!("F{i},ta-ko,laos,1,2,2016-03-01,,,\n"));
    let villages: Vec<u8> =
        sound().text("villages.csv").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let set = sound().whole("registrations.csv", rows).whole("villages.csv", villages);
    let report = set.report().unwrap();
    assert!(report.rows_left_out > 300);
    assert!(report.problems.len() < 20, "{:#?}", report.problems);
    assert_eq!(report.problems[0].file, "villages.csv");
}
