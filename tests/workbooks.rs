//! The whole example folder as workbooks gives the same report, to the byte; and the report as a
//! workbook holds the same figures.
#![cfg(feature = "xlsx")]

#[allow(dead_code, reason = "the tests of damaged data use the rest")]
mod books;

use std::fs;
use std::path::Path;

use border_coverage::{DataSet, Lang, Report};
use rust_xlsxwriter::Worksheet;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");

fn report(folder: &Path) -> Report {
    DataSet::read(folder).unwrap().report(None, None).unwrap()
}

fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap()
}

/// The tables of the folder with their content, without their ending.
fn tables() -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut tables: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "csv"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    tables.sort();
    assert_eq!(tables.len(), 10);
    tables
}

/// The files that are no tables.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in ["dataset.toml", "border.geojson"] {
        fs::copy(Path::new(FOLDER).join(file), folder.path().join(file)).unwrap();
    }
    folder
}

#[test]
fn a_workbook_for_each_table_gives_the_same_report() {
    let folder = folder();
    for (table, csv) in tables() {
        let book = books::book(&[("Sheet1", &|sheet| books::draw(sheet, &csv, 0))]);
        fs::write(folder.path().join(format!("{table}.xlsx")), book).unwrap();
    }
    assert!(json(&report(folder.path())) == json(&report(Path::new(FOLDER))));
}

#[test]
fn one_workbook_of_all_tables_gives_the_same_report() {
    let folder = folder();
    let tables = tables();
    type Draw<'a> = Box<dyn Fn(&mut Worksheet) + 'a>;
    let draws: Vec<(&str, Draw<'_>)> = tables
        .iter()
        .map(|(table, csv)| {
            let draw: Draw<'_> = Box::new(|sheet: &mut Worksheet| books::draw(sheet, csv, 0));
            (table.as_str(), draw)
        })
        .collect();
    let sheets: Vec<_> = draws.iter().map(|(name, draw)| (*name, draw.as_ref())).collect();
    fs::write(folder.path().join("tables.xlsx"), books::book(&sheets)).unwrap();
    assert!(json(&report(folder.path())) == json(&report(Path::new(FOLDER))));
}
