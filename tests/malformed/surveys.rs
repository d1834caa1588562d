//! `surveys.csv` and `controls.csv`: official lengths.

use border_coverage::{DataSet, SurveyId};

use super::support::{Set, sound, tells};

const FILE: &str = "surveys.csv";
const CONTROLS: &str = "controls.csv";

#[test]
fn an_official_length_that_cannot_be_read_is_left_out() {
    for (row, field, value, words) in [
        ("2017,2017-12-01,laos,-5,", "length_km", "-5", "more than 0"),
        ("2017,2017-12-01,laos,0,", "length_km", "0", "more than 0"),
        ("2017,2017-12-01,laos,0.0000001,", "length_km", "0.0000001", "more than 0"),
        ("2017,2017-12-01,laos,,", "length_km", "", "required"),
        ("2017,2017-12-01,laos,\"365,861\",", "length_km", "365,861", "numbers = \"comma\""),
        ("2017,2017-12-01,laos,\"365,861km\",", "length_km", "365,861km", "without a thousands"),
        ("2017,2017-12-01,laos,365.861km,", "length_km", "365.861km", "write digits|a unit"),
        ("2017,2017-12-01,laos,1e,", "length_km", "1e", "not a plain number"),
        ("2017,2017-12-01,laos,1.234.567,", "length_km", "1.234.567", "thousands mark"),
        ("2017,2017-12-01,laos,3.8 16,", "length_km", "3.8 16", "blank inside"),
        ("2017,2017-12-01,laos,hơn 35,", "length_km", "hơn 35", "a word"),
        ("2017,29/29,laos,30,", "date", "29/29", "not a date: write"),
        ("2017,2017-13-01,laos,30,", "date", "2017-13-01", "no such day|check"),
        ("2017,2017-12-01,lao,30,", "section", "lao", "no section|correct"),
        ("ground,2017-12-01,laos,30,", "survey", "ground", "another name"),
        ("2015,2015-01-01,laos,31,", "section", "laos", "two lengths|remove one"),
        ("2015,2015-01-02,laos,31,", "date", "2015-01-02", "another date|agree"),
        (",2015-01-02,laos,31,", "survey", "", "required"),
    ] {
        tells(&sound().plus(FILE, row), &[(FILE, 4, field, value, words)], 1, &sound());
    }
}

#[test]
fn a_control_that_does_not_fit_is_left_out_and_the_others_stay() {
    for (row, field, value, words) in [
        ("2015,laos,4,23", "measure_km", "23", "do not increase|check the marker"),
        ("2015,laos,4,12.5", "measure_km", "12.5", "do not increase|check the marker"),
        ("2015,laos,6,30", "measure_km", "30", "do not increase|check the marker"),
        ("2015,laos,6,31", "measure_km", "31", "do not increase|measures 30.000 km in surveys.csv"),
        ("2015,laos,6,-3", "measure_km", "-3", "0 or more"),
        ("2015,laos,99,15", "marker", "99", "no marker 99|correct it"),
        ("2015,lao,4,15", "section", "lao", "no section|correct it"),
        ("1999,laos,4,15", "survey", "1999", "surveys.csv has no length|add it"),
        ("2015,laos,-2,15", "marker", "-2", "column as text"),
        ("2015,laos,4,\"15,5\"", "measure_km", "15,5", "numbers = \"comma\""),
    ] {
        tells(&sound().plus(CONTROLS, row), &[(CONTROLS, 4, field, value, words)], 1, &sound());
    }
}

#[test]
fn a_control_on_a_marker_without_a_place_is_left_out() {
    let far = |set: Set| set.plus("markers.csv", "laos,7,102.03,22.05,");
    let set = far(sound()).plus(CONTROLS, "2015,laos,7,29");
    let told = [
        (CONTROLS, 4, "marker", "7", "no place on the line|5536 m|check"),
        ("markers.csv", 11, "marker", "7", "5536 m|still counts"),
    ];
    tells(&set, &told, 1, &far(sound()));
}

/// With more controls on section `laos`, `marker,measure_km,ground_m`; `END` is where it ends.
fn controls(set: Set, rows: &[&str]) -> Set {
    let border = set.read().unwrap();
    let end = border.border().sections()[0].line().length().to_string();
    let text = set.text(CONTROLS).to_owned();
    let mut lines = text.lines();
    let header = format!("{},ground_m\n", lines.next().unwrap());
    let old: String = lines.map(|line| format!("{line},\n")).collect();
    let new: String = rows.iter().map(|row| format!("2015,laos,{row}\n")).collect();
    set.whole(CONTROLS, [header, old, new].concat().replace("END", &end))
}

#[test]
fn controls_at_both_ends_that_agree_with_the_length_are_redundant() {
    tells(&controls(sound(), &[",0,0", ",30,END"]), &[], 0, &sound());
    tells(&controls(sound(), &[",30.000,END", ",0.0,0"]), &[], 0, &sound());
    // Within the accuracy of a receiver from the ends.
    tells(&controls(sound(), &[",30,25920", ",0,8.5"]), &[], 0, &sound());
    // As nearly as it is written.
    let length = sound().line(FILE, 2, "2015,2015-01-01,laos,29.99963,made up");
    let words = "the section's end is at 29.999630 km in surveys.csv|that of surveys.csv is used";
    let told = [(CONTROLS, 4, "measure_km", "30.000", words)];
    tells(&controls(length.clone(), &[",30.000,END"]), &told, 0, &length);
    let told = [(CONTROLS, 4, "measure_km", "4e-1", "start and says 0.400 km|at 0.000 km")];
    tells(&controls(length.clone(), &[",4e-1,0"]), &told, 1, &length);
}

#[test]
fn a_control_at_an_end_that_disagrees_names_both_figures() {
    for (row, value, words) in [
        (",29.5,END", "29.5", "the section's end and says 29.500 km|by surveys.csv|at 30.000 km"),
        (",31,END", "31", "the section's end and says 31.000 km|by surveys.csv|at 30.000 km"),
        (",0.7,0", "0.7", "the section's start and says 0.700 km|by surveys.csv|at 0.000 km"),
    ] {
        let told = [(CONTROLS, 4, "measure_km", value, words)];
        tells(&controls(sound(), &[row]), &told, 1, &sound());
    }
}

#[test]
fn a_second_control_at_a_place_is_redundant_as_nearly_as_it_is_written() {
    let like = controls(sound(), &[",5.001,5000"]);
    tells(&controls(sound(), &[",5.001,5000", ",5.001,5000"]), &[], 0, &like);
    let told = [(CONTROLS, 5, "measure_km", "5.0015", "line 4 stands at the same place|5.001 km")];
    tells(&controls(sound(), &[",5.001,5000", ",5.0015,5000"]), &told, 0, &like);
    // The one that departs less from the scale of the section stays.
    let words = "5.300 km, after 5.001 km at 5000 m|check the marker";
    let told = [(CONTROLS, 4, "measure_km", "5.001", words)];
    let like = controls(sound(), &[",5.3,5000"]);
    tells(&controls(sound(), &[",5.001,5000", ",5.3,5000"]), &told, 1, &like);
}

/// What a clerk gets wrong most: metres for kilometres, a digit lost or one too many.
#[test]
fn an_official_length_far_from_the_ground_is_told_and_used() {
    for km in ["30000", "3", "300"] {
        let row = format!("2015,2015-01-01,laos,{km},made up");
        let set = sound().line(FILE, 2, row).remove(CONTROLS);
        let report = set.report().unwrap();
        let told = report.problems.iter().filter(|p| p.file == FILE && p.line == Some(2));
        let told: Vec<&str> = told.map(|problem| &problem.message[..]).collect();
        assert!(
            told.len() == 1 && told[0].contains("measures 25.926 km on the ground"),
            "{told:?}"
        );
        assert!(told[0].ends_with("the row is used"), "{told:?}");
    }
}

#[test]
fn a_control_far_from_the_scale_of_its_section_is_told_and_used() {
    let set = sound().line(CONTROLS, 2, "2015,laos,3,2.5");
    let report = set.report().unwrap();
    let told = report.problems.iter().find(|p| p.file == FILE).unwrap();
    assert!(told.message.contains("0.000 km to 2.500 km are 0.24 times"), "{}", told.message);
}

/// A line in two parts, between which the survey measured 5.163 km, and registrations on it.
fn jump(registrations: &[&str]) -> DataSet {
    let border = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"section": "a"}, "geometry": {"type": "MultiLineString", "coordinates":
        [[[102.0, 22.0], [102.1, 22.0]], [[102.15, 22.0], [102.25, 22.0]]]}}]}"#;
    let rows: String = (1..)
        .zip(registrations)
        .map(|(i, ends)| format!("r{i},v{i},a,{ends},2020-01-01\n"))
        .collect();
    let drawn = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"registration": "d", "village": "v1", "since": "2020-01-01"},
        "geometry": {"type": "LineString", "coordinates": [[102.15, 22.0], [102.2, 22.0]]}}]}"#;
    let drawn = if registrations.is_empty() { drawn } else { "" };
    let mut files = vec![
        ("border.geojson", border.to_owned()),
        ("dataset.toml", "date = \"2020-06-01\"\nsurvey = \"s1\"\n".to_owned()),
        (
            "markers.csv",
            "section,marker,lon,lat\na,1,102.0,22.0\na,2,102.1,22.0\na,3,102.15,22.0\n\
             a,4,102.25,22.0\n"
                .to_owned(),
        ),
        (FILE, "survey,date,section,length_km\ns1,2019-01-01,a,25.815\n".to_owned()),
        (CONTROLS, "survey,section,marker,measure_km\ns1,a,2,10.326\ns1,a,3,15.489\n".to_owned()),
        ("villages.csv", "village,name\nv1,One\nv2,Two\n".to_owned()),
        ("registrations.csv", format!("registration,village,section,from,to,since\n{rows}")),
    ];
    if !drawn.is_empty() {
        files.push(("registrations.geojson", drawn.to_owned()));
    }
    DataSet::from_files(files).unwrap()
}

#[test]
fn a_jump_between_two_parts_has_the_length_that_its_controls_give() {
    for (ends, mm) in [
        (&["1,2"][..], 10_326_000),
        (&["3,4"], 10_326_000),
        (&["2,3"], 5_163_000),
        (&["1,3"], 15_489_000),
        (&["2,4"], 15_489_000),
        (&["4,3"], 10_326_000),
        (&["1,2", "3,4"], 20_652_000),
        (&["1,km 12"], 12_000_000),
        (&["3+100 m,4"], 10_226_000),
        (&["@ 102.15 22.0,4"], 10_326_000),
        (&["1,@ 102.1 22.0"], 10_326_000),
        // Drawn along the half of the second part, from its start.
        (&[], 5_163_000),
    ] {
        let data = jump(ends);
        let report = data.report(None, None).unwrap();
        // The jump is said, and nothing else is wrong.
        let others = report.problems.iter().filter(|problem| problem.file != "border.geojson");
        let others: Vec<_> = others.collect();
        assert_eq!((others.len(), report.rows_left_out), (0, 0), "{others:#?}");
        assert_eq!(report.line.total().mm(), 25_815_000);
        let off = report.line.registered().mm() - mm;
        assert!(off.abs() <= if ends.is_empty() { 1_000 } else { 0 }, "{ends:?} {off}");
        super::support::closes(&report);
        super::support::is_written(&report);
        let again = DataSet::from_files(data.to_files().unwrap()).unwrap();
        let again = again.report(None, None).unwrap();
        assert_eq!(again.line, report.line, "{ends:?}");
    }
    // What is left between two stretches is the jump, called by its two markers.
    let report = jump(&["1,2", "3,4"]).report(None, None).unwrap();
    assert_eq!(report.gaps.len(), 1, "{:#?}", report.gaps);
    let json = serde_json::to_value(&report.gaps).unwrap();
    assert_eq!((&json[0]["from"], &json[0]["to"]), (&"2".into(), &"3".into()), "{json}");
    // On the ground the jump has no length.
    let ground = SurveyId::ground();
    let report = jump(&["1,2", "3,4"]).report(None, Some(&ground)).unwrap();
    assert_eq!(report.line.unregistered().mm(), 0);
}
