//! CSV files whose shape is wrong: columns, cells, quotation marks, line ends.

use super::support::{Set, refuses, sound, tells};

const FILE: &str = "registrations.csv";

#[test]
fn line_ends_of_every_kind_and_blank_lines_keep_the_line_numbers() {
    for (old, new) in [("\n", "\r\n"), ("\n", "\r"), ("\n", "\n\n"), ("\n", "\r\n ,,\r\n")] {
        let text = |set: &Set| set.text(FILE).replace(old, new);
        tells(&sound().whole(FILE, text(&sound())), &[], 0, &sound());
        let bad = sound().line(FILE, 4, "R3,a-pa,china,km x,17,2016-05-10,,,");
        let bad = bad.line(FILE, 6, "R5,ta-ko,laos,km y,1,2016-06-01,,,");
        let lines = if new.matches(['\n', '\r']).count() > 1 && new != "\r\n" { 2 } else { 1 };
        let told = [
            (FILE, 3 * lines + 1, "from", "km x", "write digits"),
            (FILE, 5 * lines + 1, "from", "km y", "write digits"),
        ];
        let set = bad.clone().whole(FILE, text(&bad));
        tells(&set, &told, 2, &sound().without(FILE, &[4, 6]));
    }
}

#[test]
fn an_empty_file_is_told_and_one_with_a_header_alone_is_empty() {
    let none = sound().remove(FILE);
    let told = [(FILE, 0, "", "", "empty|write a header row")];
    tells(&sound().whole(FILE, ""), &told, 0, &none);
    tells(&sound().whole(FILE, "\n\r\n \n"), &told, 0, &none);
    tells(&sound().whole(FILE, "registration,village,section,from,to,since\n"), &[], 0, &none);
}

#[test]
fn a_missing_column_costs_every_row_and_an_unknown_one_none() {
    let told = [
        (FILE, 1, "since", "", "missing, so no row|first row must name it"),
        (FILE, 1, "sinc", "", "unknown column|spelling"),
    ];
    tells(&sound().swap(FILE, ",since,", ",sinc,"), &told, 5, &sound().remove(FILE));
    let told = [(FILE, 1, "stat", "", "unknown column|spelling")];
    tells(
        &sound().swap(FILE, ",state,", ",stat,"),
        &told,
        0,
        &sound().swap(FILE, "recognised", ""),
    );
    let told = [(FILE, 1, "since", "", "stands twice|first one")];
    tells(&sound().swap(FILE, ",until,", ",since,"), &told, 0, &sound());
}

#[test]
fn another_separator_is_named() {
    let set = sound().fixture(FILE, "semicolons/registrations.csv");
    let report = set.report().unwrap();
    assert_eq!(report.rows_left_out, 2);
    assert!(report.problems.iter().any(|p| p.message.contains("declare separator = \";\"")));
    let text = sound().text(FILE).replace(',', "\t");
    let report = sound().whole(FILE, text).report().unwrap();
    assert!(report.problems.iter().any(|p| p.message.contains("declare separator = \"tab\"")));
}

#[test]
fn rows_with_too_few_or_too_many_cells_are_left_out() {
    let like = sound().without(FILE, &[3]);
    let few = sound().line(FILE, 3, "R2,leng,laos");
    let words = "3 cells, the header 9|check separators";
    tells(&few, &[(FILE, 3, "", "", words)], 1, &like);
    let many = sound().line(FILE, 3, "R2,leng,laos,2,4,2016-03-01,,,,x");
    tells(&many, &[(FILE, 3, "", "", "10 cells, the header 9|check")], 1, &like);
    let blank = sound().line(FILE, 3, "R2,leng,laos,2+500 m,4-0.2 km,2016-03-01,,,,,,");
    tells(&blank, &[], 0, &sound());
    let header = sound().text(FILE).replacen('\n', ",,\n", 1);
    tells(&sound().whole(FILE, header), &[], 0, &sound());
}

#[test]
fn an_open_quotation_mark_costs_the_rows_that_it_swallows_and_all_are_counted() {
    let set = sound().line(FILE, 4, "R3,a-pa,china,\"km 1.5,17,2016-05-10,,,2015");
    let told = [(FILE, 4, "", "", "quotation mark|lines 4 to 6|close it")];
    tells(&set, &told, 3, &sound().without(FILE, &[4, 5, 6]));
    let closed = set.line(FILE, 6, "R5,ta-ko,laos,\"@ 102.01 22.0001\",1,2016-06-01,,,");
    let told = [(FILE, 4, "", "", "the lines 4 to 6|quotation mark|close it")];
    tells(&closed, &told, 3, &sound().without(FILE, &[4, 5, 6]));
    let header = sound().line(FILE, 1, "\"registration,village,section,from,to,since");
    let told = [(FILE, 1, "", "", "quotation mark|lines 1 to 6|close it")];
    tells(&header, &told, 5, &sound().remove(FILE));
}

#[test]
fn rows_swallowed_by_a_quotation_mark_within_a_name_are_told() {
    let set = sound().whole(
        "villages.csv",
        "village,lon,lat,name\nta-ko,102.05,21.98,Ta Ko\na-pa,101.97,22.01,\"A Pa\n\
         leng,102.15,21.97,\"Leng\"\n",
    );
    let report = set.report().unwrap();
    let told = report.problems.iter().find(|p| p.file == "villages.csv" && p.line == Some(3));
    assert!(told.unwrap().message.contains("close"), "{told:?}");
}

#[test]
fn quotation_marks_within_a_text_are_doubled() {
    let set = sound().swap("villages.csv", "Tá Khô Khừ", "\"Tá \"\"Khô\"\" Khừ\"");
    let report = set.report().unwrap();
    assert_eq!((report.villages[0].name.as_str(), report.problems.len()), ("Tá \"Khô\" Khừ", 0));
}

#[test]
fn a_cell_of_ten_megabytes_is_refused_in_a_short_message() {
    let cell = "x".repeat(10_000_000);
    let set = sound().line(FILE, 3, format!("R2,leng,laos,{cell},4,2016-03-01,,,"));
    let told = [(FILE, 3, "", "", "10000000 bytes|at most")];
    tells(&set, &told, 1, &sound().without(FILE, &[3]));
    let set = sound().whole(FILE, cell);
    let report = set.report().unwrap();
    assert!(report.problems.iter().all(|p| p.message.len() < 300), "{:?}", report.problems.len());
}

#[test]
fn rows_of_totals_are_told_apart() {
    for first in ["Cộng", "TỔNG CỘNG:", "Tổng cộng :", "Total", "to\u{302}\u{309}ng số"]
    {
        let set = sound().plus(FILE, &format!("{first},,,,35.5,,,,"));
        tells(&set, &[(FILE, 7, "", "", "row of totals|remove")], 1, &sound());
        let set = sound().plus(FILE, &format!(",{first},,,35.5,,,,"));
        tells(&set, &[(FILE, 7, "", "", "row of totals|remove")], 1, &sound());
    }
}

#[test]
fn the_numbers_of_the_other_mark_are_refused_in_the_whole_folder() {
    let set = sound().whole("dataset.toml", "numbers = \"comma\"\n");
    let report = set.report().unwrap();
    let markers = report.problems.iter().filter(|p| p.file == "markers.csv").count();
    assert_eq!(markers, 18);
    let named = |p: &border_coverage::Problem| p.message.contains("numbers = \"point\"");
    assert!(report.problems.iter().filter(|p| p.file == "markers.csv").all(named));
    let set = sound().fixture("surveys.csv", "decimal_comma/surveys.csv");
    refuses(&set, &["surveys.csv, line 2, length_km", "numbers = \"comma\""]);
}

#[test]
fn a_table_under_a_name_that_is_hidden_or_misspelt_counts_as_left_out() {
    for name in [
        "registrations.csv.txt",
        "Registrations.csv",
        "registration.csv",
        "registrations (1).csv",
        "registrations.csv.bak",
        "registrations",
        "registrations.csv~",
    ] {
        let content = sound().text("registrations.csv").to_owned();
        let set = sound().remove("registrations.csv").whole(name, content);
        let words = "there is no registrations.csv|rename it|Windows";
        tells(&set, &[(name, 0, "", "", words)], 1, &sound().remove("registrations.csv"));
    }
    // What stands beside a drawn table is not the drawn table.
    let set = sound().remove("villages.csv").whole("villages.csv.txt", "x");
    let point = r#"{"type":"FeatureCollection","features":[]}"#;
    let report = set.whole("villages.geojson", point).report().unwrap();
    assert!(report.problems.iter().any(|p| p.file == "villages.csv.txt"));
    // A folder, a copy beside the table, or something else altogether, costs nothing.
    let folder = sound().remove("works.csv").folder();
    std::fs::create_dir(folder.path().join("works")).unwrap();
    std::fs::write(folder.path().join("work plan 2017.txt"), "x").unwrap();
    let data = border_coverage::DataSet::read(folder.path()).unwrap();
    assert!(data.problems().iter().all(|p| !p.file.starts_with("work")));
    for name in
        ["registrations.csv.bak", "registrations.pdf", "registry.txt", "map.geojson", "gaps.csv"]
    {
        tells(&sound().whole(name, "x"), &[], 0, &sound());
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_no_missing_table() {
    let folder = sound().remove("registrations.csv").folder();
    std::os::unix::fs::symlink("nowhere", folder.path().join("registrations.csv")).unwrap();
    let error = border_coverage::DataSet::read(folder.path()).unwrap_err().to_string();
    assert!(
        error.contains("registrations.csv: it is a link to a file that is not there"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_device_in_the_place_of_a_table_is_not_waited_for() {
    let folder = sound().remove("registrations.csv").folder();
    let link = folder.path().join("registrations.csv");
    std::os::unix::fs::symlink("/dev/null", link).unwrap();
    let error = border_coverage::DataSet::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("registrations.csv: it is no file"), "{error}");
}

#[test]
fn a_header_is_told_how_to_become_one() {
    let text = sound().text(FILE).to_owned();
    let told = |content: String| {
        let report = sound().whole(FILE, content).report().unwrap();
        report.problems.into_iter().map(|p| p.message).collect::<Vec<_>>().join("|")
    };
    assert!(told(text.replacen("section", "Section", 1)).contains("not used; write it section"));
    assert!(told(format!("sep=;\n{text}")).contains("for spreadsheet programs: remove it"));
}
