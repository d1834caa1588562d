//! Folders that are read, written and read again.

use std::path::{Path, PathBuf};

use border_coverage::DataSet;

use super::contents;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The report as `report.json` has it.
fn report(data: &DataSet) -> String {
    serde_json::to_string_pretty(&data.report(None, None).unwrap()).unwrap()
}

/// Asserts that a folder reads back equal once written: every row, and every byte of the report.
#[track_caller]
fn reads_back(name: &str) {
    let data = DataSet::read(folder(name)).unwrap();
    let files = data.to_files().unwrap();
    let again = DataSet::from_files(files.clone()).unwrap();
    assert_eq!(contents(&again), contents(&data), "{name}");
    let (ours, theirs) = (report(&again), report(&data));
    let differs = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "{name}");
    assert_eq!(ours.len(), theirs.len(), "{name}");

    let out = tempfile::tempdir().unwrap();
    data.write_folder(out.path()).unwrap();
    for (file, bytes) in &files {
        assert_eq!(std::fs::read(out.path().join(file)).unwrap(), *bytes, "{file}");
    }
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), files.len());
    assert_eq!(contents(&DataSet::read(out.path()).unwrap()), contents(&data), "{name}");
}

#[test]
fn the_sound_folder_reads_back_equal() {
    reads_back("tests/fixtures/sound");
}

#[test]
fn the_example_reads_back_equal() {
    reads_back("data/dien_bien");
}

#[test]
fn a_country_reads_back_equal() {
    reads_back("tests/fixtures/country");
}

/// A control that was read from a marker is written as that marker's.
#[test]
fn controls_name_their_markers() {
    let data = DataSet::read(folder("tests/fixtures/sound")).unwrap();
    let files = data.to_files().unwrap();
    let (_, controls) = files.iter().find(|(name, _)| *name == "controls.csv").unwrap();
    let rows = "2015,laos,3,12.500\n2015,laos,5,22.000\n";
    let expected = format!("survey,section,marker,measure_km\n{rows}");
    assert_eq!(String::from_utf8_lossy(controls), expected);
}
