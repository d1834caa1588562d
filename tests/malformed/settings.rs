//! `dataset.toml`: what cannot be used stops all, for every file is read by it.

use super::support::{refuses, sound, tells};

const FILE: &str = "dataset.toml";

#[test]
fn a_setting_that_cannot_be_used_is_named_with_line_key_and_what_is_expected() {
    for (content, words) in [
        ("title = \"a\nb\"\n", &["dataset.toml, line", "not TOML"][..]),
        ("title = \"a\"\nsurvey ==\n", &["line 2", "not TOML"]),
        ("title = \"a\"\ntitle = \"b\"\n", &["line 2", "not TOML"]),
        ("title = 3", &["line 1, title", "in quotation marks"]),
        ("\n[title]\na = 1", &["line 2, title", "in quotation marks"]),
        ("numbers = \"dot\"", &["line 1, numbers", "`dot`", "\"point\" nor \"comma\""]),
        ("\nseparator = \"|\"", &["line 2, separator", "`|`", "tab"]),
        ("crs = \"EPSG:999999\"", &["line 1, crs", "EPSG:999999"]),
        ("date = \"31/02/2017\"", &["line 1, date", "31/02/2017", "calendar"]),
        ("date = 2017-04-25T08:00:00", &["line 1, date", "write it as"]),
        ("date = 2017", &["line 1, date", "in quotation marks"]),
        ("survey = \"\"", &["line 1, survey", "must not be empty"]),
        ("snap_tolerance_m = \"500\"", &["line 1, snap_tolerance_m", "number of metres"]),
        ("snap_tolerance_m = nan", &["snap_tolerance_m", "between 0 and 100000"]),
        ("snap_tolerance_m = -1", &["snap_tolerance_m", "between 0 and 100000"]),
        ("survey = \"1999\"", &["no survey is called 1999", "2015", "ground"]),
    ] {
        refuses(&sound().whole(FILE, content), words);
    }
    refuses(&sound().whole(FILE, b"title = \"B\xB6n\"".as_slice()), &["dataset.toml", "TCVN3"]);
    refuses(&sound().whole(FILE, b"\xFF\xFEt\0".as_slice()), &["dataset.toml", "UTF-16"]);
    let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    refuses(&sound().whole(FILE, deep), &["dataset.toml", "not TOML"]);
}

#[test]
fn an_unknown_key_is_told_and_not_used() {
    let text = format!("{}atribution = \"x\"\n", sound().text(FILE));
    let told = [(FILE, 5, "atribution", "", "unknown key|attribution")];
    tells(&sound().whole(FILE, text), &told, 0, &sound());
}

#[test]
fn a_misspelt_file_is_told() {
    let set = sound().whole("Markers.csv", "section\n");
    tells(&set, &[("Markers.csv", 0, "", "", "not read|markers.csv")], 0, &sound());
}

#[test]
fn a_survey_that_cannot_be_read_says_why_it_is_not_there() {
    let set = sound().whole("surveys.csv", b"\xFF\xFEs\0".as_slice());
    refuses(&set, &["no survey is called 2015", "surveys.csv", "UTF-16", "save it as UTF-8"]);
    let set =
        sound().swap("surveys.csv", "2015,2015-01-01,china,14.5", "2015,2015-01-01,china,14,5");
    refuses(&set, &["no length for section china", "surveys.csv, line 3", "6 cells, the header 5"]);
    let set = sound().without("surveys.csv", &[3]);
    refuses(&set, &["survey 2015 has no length for section china", "add it to surveys.csv"]);
}
