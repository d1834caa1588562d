//! The program: every question about the example, a small folder and a folder elsewhere; exit
//! statuses, and what goes to which stream.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");
const SOUND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sound");

/// What the program did.
struct Done {
    status: Option<i32>,
    out: String,
    err: String,
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_border-coverage"));
    command.args(arguments);
    command
}

fn done(output: Output) -> Done {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(arguments: &[&str]) -> Done {
    done(program(arguments).output().unwrap())
}

/// What is printed by a run that must succeed and complain of nothing.
fn answer(arguments: &[&str]) -> String {
    let Done { status, out, err } = run(arguments);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{arguments:?}: {out}");
    out
}

/// A dyke of the Zuiderzee near Muiden: one section of four vertices, two teams.
fn dyke() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "border.geojson",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
            "properties": {"section": "dyke"}, "geometry": {"type": "LineString", "coordinates":
            [[5.072, 52.330], [5.090, 52.333], [5.118, 52.329], [5.150, 52.334]]}}]}"#,
    );
    write("villages.csv", "village,name,lon,lat\nnorth,North,5.08,52.34\nsouth,South,5.13,52.32\n");
    write(
        "registrations.csv",
        "registration,village,section,from,to,since\n\
         1,north,dyke,start,km 1.5,2024-01-01\n2,south,dyke,km 1.2,km 3.25,2024-06-01\n",
    );
    folder
}

fn path(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

#[test]
fn without_a_command_or_folder_it_reports_on_the_example() {
    let report = answer(&[]);
    for published in ["365.861  400.861   91.27 %", "173      187", "2789", "3816"] {
        assert!(report.contains(published), "{published}: {report}");
    }
    assert_eq!(report, answer(&["report"]));
    assert_eq!(report, answer(&[EXAMPLE]));
}

#[test]
fn a_report_is_written_into_a_folder() {
    let out = TempDir::new().unwrap();
    let text = answer(&["report", SOUND, "--out", path(out.path()), "--lang", "vi"]);
    assert!(text.contains("25/4/2017") && text.contains("24,799820"), "{text}");
    for file in border_coverage::Report::FILES {
        assert!(out.path().join(file).is_file(), "{file}");
        assert!(text.contains(file), "{file} in {text}");
    }
    let json = fs::read_to_string(out.path().join("report.json")).unwrap();
    assert!(json.contains("\"registered_mm\": 24799820"), "{json}");
}

#[test]
fn every_question_is_answered_about_any_folder() {
    let dyke = dyke();
    let folders = [(EXAMPLE, "laos"), (SOUND, "laos"), (path(dyke.path()), "dyke")];
    for (folder, section) in folders {
        for question in
            ["check", "gaps", "nearest", "conflicts", "explain", "history", "resurvey", "what-if"]
        {
            let english = answer(&[question, folder]);
            let vietnamese = answer(&[question, folder, "--lang", "vi"]);
            assert!(english.lines().count() > 2 || question == "what-if", "{english}");
            assert_ne!(english, vietnamese, "{question} {folder}");
        }
        let gaps = answer(&["gaps", folder, "--reach", "100"]);
        assert!(gaps.contains(section), "{gaps}");
    }
    let elsewhere = answer(&["gaps", path(dyke.path())]) + &answer(&["nearest", path(dyke.path())]);
    assert!(!elsewhere.contains("laos"), "{elsewhere}");
}

#[test]
fn the_day_and_the_survey_are_those_asked_for() {
    let dyke = dyke();
    let before = answer(&["report", path(dyke.path()), "--date", "1/2/2024"]);
    assert!(before.contains("2024-02-01") && before.contains("  1.500  "), "{before}");
    let after = answer(&["report", path(dyke.path()), "--date", "2024-06-01"]);
    assert!(after.contains("  3.250  "), "{after}");
    let anew = answer(&["report", "--survey", "2017"]);
    assert!(anew.contains("415.437223  455.573"), "{anew}");
}

#[test]
fn a_point_is_located_on_its_own_border() {
    let dyke = dyke();
    let folder = path(dyke.path());
    let found = answer(&["locate", folder, "--point", "5.080", "52.334"]);
    assert!(found.starts_with("dyke: km 0."), "{found}");
    assert!(found.ends_with("kept by north\n"), "{found}");
    let both = answer(&["locate", folder, "--address", "dyke", "km 1.3"]);
    assert!(both.contains("kept by north, south"), "{both}");
    let nobody = answer(&["locate", folder, "--address", "dyke", "km 4"]);
    assert!(nobody.ends_with("kept by nobody\n"), "{nobody}");
    let vietnamese = answer(&["locate", folder, "--address", "dyke", "km 1,3", "--lang", "vi"]);
    assert!(vietnamese.contains("1,300 km"), "{vietnamese}");
    let example = answer(&["locate"]);
    assert!(example.contains("laos: 9+608.894 m, 60.5 m from the point"), "{example}");
    let nowhere = run(&["locate", folder]);
    assert_eq!((nowhere.status, nowhere.out.as_str()), (Some(64), ""));
    assert!(nowhere.err.contains("--point LON LAT"), "{}", nowhere.err);
    let beyond = run(&["locate", folder, "--address", "dyke", "km 40"]);
    assert_eq!((beyond.status, beyond.out.as_str()), (Some(1), ""));
}

#[test]
fn proposals_become_rows_and_maps() {
    let rows = answer(&["gaps", "--csv"]);
    assert!(rows.starts_with("registration,village,section,from,to,"), "{rows}");
    let asked = answer(&["gaps"]);
    for row in rows.lines().skip(1) {
        let village = row.split(',').nth(1).unwrap();
        assert!(asked.contains(village), "{row}");
    }
    assert!(answer(&["gaps", "--reach", "95"]).contains("closing the 4 longest gaps reaches 95 %"));
    let folder = TempDir::new().unwrap();
    for question in ["gaps", "nearest"] {
        let map = folder.path().join(format!("{question}.geojson"));
        let said = answer(&[question, SOUND, "--map", path(&map)]);
        assert!(said.contains(path(&map)), "{said}");
        assert!(fs::read_to_string(map).unwrap().contains("FeatureCollection"));
    }
}

#[test]
fn the_nearest_villages_tile_the_line() {
    let table = answer(&["nearest", "--farther", "2"]);
    assert!(table.contains("km are kept by a village that lives 2 km farther off"), "{table}");
    let rows = table.lines().skip(5).take_while(|line| line.ends_with(|c: char| c.is_numeric()));
    let thousandths = rows.map(|row| {
        let km = row.split_whitespace().nth(1).unwrap();
        let (whole, decimals) = km.split_once('.').unwrap();
        format!("{whole}{decimals:0<6}").parse::<u64>().unwrap()
    });
    assert_eq!(thousandths.sum::<u64>(), 400_861_000);
}

#[test]
fn conflicts_are_priced_and_decided() {
    let decided = answer(&["conflicts", "--policy", "earlier_stands", "--prices"]);
    for text in
        ["before: 338.818168 km once, 27.042832 km shared", "after:  365.861 km once, 0.000 km"]
    {
        assert!(decided.contains(text), "{text}: {decided}");
    }
    assert!(decided.contains("registration,village,section,from,to,"), "{decided}");
    let unknown = run(&["conflicts", "--policy", "toss_a_coin"]);
    assert_eq!(unknown.status, Some(64));
    assert!(unknown.err.contains("cut_at_middle"), "{}", unknown.err);
}

#[test]
fn differences_are_explained_between_days_surveys_and_folders() {
    let year = answer(&["explain"]);
    assert!(year.contains("2016-04-25") && year.contains("+42.264934"), "{year}");
    assert_eq!(year, answer(&["explain", EXAMPLE, "--since", "25/4/2016"]));
    let surveys = answer(&["explain", "--survey", "2017"]);
    assert!(surveys.contains("survey 2015") && surveys.contains("+54.712"), "{surveys}");
    let dyke = dyke();
    let same = answer(&["explain", path(dyke.path()), "--compare", path(dyke.path())]);
    assert!(same.contains("difference"), "{same}");
    let missing = run(&["explain", SOUND, "--compare", "/nowhere"]);
    assert_eq!(missing.status, Some(1));
    assert!(missing.err.starts_with("error: --compare: /nowhere"), "{}", missing.err);
}

#[test]
fn changes_are_planned() {
    let planned = answer(&["what-if", "--add", "new:laos:km 21.252876:km 22.894616"]);
    assert!(planned.starts_with("365.861 of 400.861 km registered, 91.27 %"), "{planned}");
    assert!(planned.contains("367.502740 of 400.861 km"), "{planned}");
    let dropped = answer(&["what-if", "--drop", "na-u-1"]);
    assert!(dropped.contains("drop na-u-1: 363.367635 of"), "{dropped}");
    let unknown = run(&["what-if", SOUND, "--drop", "atlantis"]);
    assert_eq!(unknown.status, Some(64));
    assert!(unknown.err.contains("atlantis keeps nothing"), "{}", unknown.err);
}

#[test]
fn a_slip_among_typed_changes_loses_none() {
    let dyke = dyke();
    let mut command = program(&["what-if", path(dyke.path()), "--typed"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let typed = "add west:dyke:km 3.25:km 4\nad\n\ndrop north\n";
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), typed.as_bytes()).unwrap();
    let Done { status, out, err } = done(child.wait_with_output().unwrap());
    let registered: Vec<&str> = out.lines().filter_map(|line| line.split(" of ").next()).collect();
    assert_eq!(
        registered,
        ["3.250", "add west:dyke:km 3.25:km 4: 4.000", "drop north: 2.800"],
        "{err}"
    );
    assert!(status == Some(0) && err.starts_with("ad: write drop VILLAGE"), "{err}");
}

#[test]
fn maps_are_written() {
    let folder = TempDir::new().unwrap();
    let Done { status, out, .. } = run(&["map", SOUND, "--out", path(folder.path())]);
    assert_eq!(status, Some(0));
    for file in
        ["map.svg", "strip.svg", "report.html", "map.geojson", "map.qml", "map.gpx", "map.kml"]
    {
        assert!(folder.path().join(file).is_file() && out.contains(file), "{file}: {out}");
    }
    let taken = folder.path().join("map.svg");
    let refused = run(&["map", SOUND, "--out", path(&taken)]);
    assert_eq!((refused.status, refused.out.as_str()), (Some(1), ""));
    assert!(refused.err.contains("map.svg"), "{}", refused.err);
}

#[test]
fn what_cannot_be_read_has_status_1_and_bad_usage_64() {
    let empty = TempDir::new().unwrap();
    let file = PathBuf::from(SOUND).join("areas.csv");
    for folder in ["/nowhere", path(empty.path()), path(&file)] {
        for question in ["report", "check", "gaps", "locate"] {
            let Done { status, out, err } = run(&[question, folder]);
            assert_eq!((status, out.as_str()), (Some(1), ""), "{question} {folder}");
            assert!(err.starts_with("error: ") && err.contains("border.geojson"), "{err}");
        }
    }
    for wrong in [
        &["report", SOUND, "--date", "yesterday"][..],
        &["report", SOUND, "--lang", "xx"],
        &["check", "--nonsense"],
        &["locate", SOUND, "--point", "5"],
    ] {
        let Done { status, out, err } = run(wrong);
        assert_eq!((status, out.as_str()), (Some(64), ""), "{wrong:?}");
        assert!(err.starts_with("error: "), "{err}");
    }
}

#[test]
fn strict_has_status_2_where_a_row_was_left_out() {
    let dyke = dyke();
    let folder = path(dyke.path());
    assert_eq!(run(&["check", folder, "--strict"]).status, Some(0));
    let file = dyke.path().join("registrations.csv");
    let rows = fs::read_to_string(&file).unwrap() + "3,nobody,dyke,start,km 1,2024-01-01\n";
    fs::write(&file, rows).unwrap();
    for question in ["report", "check", "gaps", "history", "what-if"] {
        assert_eq!(run(&[question, folder]).status, Some(0), "{question}");
        assert_eq!(run(&[question, folder, "--strict"]).status, Some(2), "{question}");
    }
    let check = answer(&["check", folder]);
    assert!(check.contains("registrations.csv") && check.contains("nobody"), "{check}");
}

#[test]
fn escape_sequences_of_the_data_never_reach_the_terminal() {
    let dyke = dyke();
    let folder = path(dyke.path());
    let villages = "village,name\nnorth,\u{1b}[31mred\nsouth,\u{7}South\n\u{1b}]0;x,bad\n";
    fs::write(dyke.path().join("villages.csv"), villages).unwrap();
    for arguments in [&["report", folder, "--all"][..], &["check", folder], &["gaps", folder]] {
        let Done { out, err, .. } = run(arguments);
        assert!(!(out + &err).contains(|c: char| c.is_control() && c != '\n'), "{arguments:?}");
    }
    let named = run(&["report", "/nowhere\u{1b}[31m"]);
    assert!(named.status == Some(1) && !named.err.contains('\u{1b}'), "{:?}", named.err);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = program(&["report", SOUND, "--all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let Done { status, err, .. } = done(child.wait_with_output().unwrap());
    assert_eq!((status, err.as_str()), (Some(0), ""));
}

#[test]
fn help_completions_and_manual_know_every_command() {
    let help = answer(&["--help"]);
    let completions = answer(&["completions", "bash"]);
    for command in [
        "report",
        "check",
        "map",
        "locate",
        "gaps",
        "nearest",
        "conflicts",
        "explain",
        "history",
        "resurvey",
        "what-if",
    ] {
        assert!(help.contains(command) && completions.contains(command), "{command}");
        let own = answer(&[command, "--help"]);
        assert!(own.contains("Example") && own.contains("--lang"), "{command}: {own}");
        let page = answer(&["man", command]);
        assert!(page.contains(".TH"), "{command}: {page}");
    }
    assert!(answer(&["man"]).contains(".SH NAME"));
    assert_eq!(run(&["man", "nonsense"]).status, Some(64));
}
