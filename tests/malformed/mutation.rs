//! Bytes changed at random: whatever comes in, nothing panics, and what comes out closes.

use std::path::Path;

use border_coverage::{DataSet, Lang};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::support::{closes, sound};

/// One change of a file's bytes.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Set(u8),
    Insert(&'static str),
    Delete(usize),
    Repeat(usize),
}

/// What tables and numbers break on.
const SPICE: [&str; 33] = [
    "\"",
    ",",
    "\n",
    "\r",
    "\r\n",
    ";",
    "-",
    "+",
    "@",
    "/",
    "(",
    ")",
    "0",
    "9",
    ".",
    "e9",
    "km",
    " ",
    "\u{feff}",
    "\0",
    "\u{1}end",
    "[",
    "]",
    "{",
    "null",
    "ộ",
    "start",
    "17",
    "999999999999999999999",
    "-0",
    "<v>",
    "</c>",
    "r=\"",
];

pub(crate) fn change() -> impl Strategy<Value = (prop::sample::Index, Change)> {
    let change = prop_oneof![
        1 => any::<u8>().prop_map(Change::Set),
        4 => prop::sample::select(&SPICE[..]).prop_map(Change::Insert),
        1 => (1..40_usize).prop_map(Change::Delete),
        1 => (1..60_usize).prop_map(Change::Repeat),
    ];
    (any::<prop::sample::Index>(), change)
}

pub(crate) fn changed(bytes: &[u8], changes: &[(prop::sample::Index, Change)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, change) in changes {
        let at = at.index(bytes.len() + 1).min(bytes.len().saturating_sub(1));
        let reach = |n: usize| (at + n).min(bytes.len());
        match change {
            Change::Set(byte) => bytes.iter_mut().skip(at).take(1).for_each(|b| *b = *byte),
            Change::Insert(text) => drop(bytes.splice(at..at, text.bytes())),
            Change::Delete(n) => drop(bytes.drain(at..reach(*n))),
            Change::Repeat(n) => {
                let again = bytes[at..reach(*n)].to_vec();
                drop(bytes.splice(at..at, again));
            }
        }
    }
    bytes
}

fn examine(folder: &Path) {
    match DataSet::read(folder).and_then(|data| data.report(None, None)) {
        Ok(report) => {
            closes(&report);
            assert!(report.problems.iter().all(|p| !p.message.is_empty()));
            assert!(report.rows_left_out == 0 || !report.problems.is_empty());
            assert!(!report.to_text(Lang::English).is_empty());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn bytes_changed_at_random_never_panic_and_reports_close() {
    let sound = sound();
    let folder = sound.folder();
    let names: Vec<String> = sound.files.keys().cloned().collect();
    let config = Config { failure_persistence: None, ..Config::with_cases(3_000) };
    let cases = (prop::sample::select(names), prop::collection::vec(change(), 1..5));
    TestRunner::new(config)
        .run(&cases, |(name, changes)| {
            let path = folder.path().join(&name);
            std::fs::write(&path, changed(&sound.files[&name], &changes)).unwrap();
            examine(folder.path());
            std::fs::write(&path, &sound.files[&name]).unwrap();
            Ok(())
        })
        .unwrap();
}

/// Of the workbook as it is compressed, most changes are found by its checksums; of its parts,
/// none are.
#[test]
#[cfg(feature = "xlsx")]
fn workbooks_changed_at_random_never_panic_and_reports_close() {
    use super::books::{archive, book, draw, parts};

    let sound = sound().remove("markers.csv").remove("registrations.csv");
    let csv = |file: &str| super::support::sound().files[file].clone();
    let (markers, registrations) = (csv("markers.csv"), csv("registrations.csv"));
    let whole = book(&[
        ("markers", &|sheet| {
            draw(sheet, &markers, 1);
            let format = rust_xlsxwriter::Format::new();
            sheet.merge_range(0, 0, 0, 3, "markers", &format).unwrap();
        }),
        ("registrations", &|sheet| {
            draw(sheet, &registrations, 0);
            sheet
                .write_formula(2, 1, rust_xlsxwriter::Formula::new("=A1").set_result("leng"))
                .unwrap();
        }),
    ]);
    let parts = parts(&whole);
    let folder = sound.folder();
    let path = folder.path().join("tables.xlsx");
    std::fs::write(&path, &whole).unwrap();
    let report = DataSet::read(folder.path()).unwrap().report(None, None).unwrap();
    assert_eq!((report.rows_left_out, report.collectives), (0, 3), "{:#?}", report.problems);
    let config = Config { failure_persistence: None, ..Config::with_cases(2_000) };
    let changes = || prop::collection::vec(change(), 1..5);
    TestRunner::new(config.clone())
        .run(&changes(), |changes| {
            std::fs::write(&path, changed(&whole, &changes)).unwrap();
            examine(folder.path());
            Ok(())
        })
        .unwrap();
    TestRunner::new(config)
        .run(&(0..parts.len(), changes()), |(i, changes)| {
            let mut parts = parts.clone();
            parts[i].1 = changed(&parts[i].1, &changes);
            std::fs::write(&path, archive(&parts)).unwrap();
            examine(folder.path());
            Ok(())
        })
        .unwrap();
}
