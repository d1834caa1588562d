//! The whole example folder as workbooks gives the same report, to the byte; and the report as a
//! workbook holds the same figures.
#![cfg(feature = "xlsx")]

#[allow(dead_code, reason = "the tests of damaged data use the rest")]
mod books;

use std::fs;
use std::io::Cursor;
use std::path::Path;

use border_coverage::{DataSet, Lang, Report};
use calamine::{Data, Range, Reader, Xlsx};
use rust_xlsxwriter::Worksheet;
use serde_json::Value;

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

/// A figure of `report.json`, and how a worksheet has it.
enum Figure {
    /// Whole millimetres, in kilometres.
    Km(&'static str),
    Number(&'static str),
    Text(&'static str),
}
use Figure::{Km, Number, Text};

/// Compares every row of a worksheet with those of a table of `report.json`, column by column.
#[track_caller]
fn same(page: &Range<Data>, rows: &[Value], columns: &[(u32, Figure)]) {
    assert!(!rows.is_empty());
    for (r, row) in (1..).zip(rows) {
        for (c, figure) in columns {
            let cell = page.get_value((r, *c)).unwrap_or(&Data::Empty);
            let is = match (cell, figure) {
                (Data::Float(km), Km(key)) => row[*key] == (km * 1e6).round() as i64,
                (Data::Float(number), Number(key)) => row[*key].as_f64() == Some(*number),
                (Data::String(text), Text(key)) => row[*key].as_str() == Some(text),
                (Data::String(dash), Km(key) | Number(key)) => dash == "–" && row[*key].is_null(),
                _ => false,
            };
            assert!(is, "row {r}, column {c}: {cell:?} in {row}");
        }
    }
}

/// Of all worksheets, from the first: those of tables that the files beside it have as well.
fn compare(json: &Value, pages: &[(String, Range<Data>)], names: [&str; 9]) {
    let page = |name: &str| &pages.iter().find(|(other, _)| other == name).unwrap().1;
    let rows = |key: &str| json[key].as_array().unwrap().clone();
    let [sections, communes, posts, villages, gaps, overlaps, markers, proposals, by_place] = names;
    let account = [
        (1, Km("total_mm")),
        (2, Km("registered_mm")),
        (3, Km("once_mm")),
        (4, Km("shared_mm")),
        (5, Km("recognised_mm")),
        (6, Km("unregistered_mm")),
        (7, Number("registered_share")),
    ];
    let mut lines = rows("sections");
    lines.push(json["line"].clone());
    same(page(sections), &lines, &account);
    let rollups = rows("rollups");
    let of_communes = |t: &&Value| t["level"] == "commune" && t["by"] == "place";
    let rollup = rollups.iter().find(of_communes).unwrap();
    same(page(by_place), rollup["rows"].as_array().unwrap(), &account);
    for (level, name) in [("commune", communes), ("post", posts)] {
        let areas: Vec<Value> = rows("areas").into_iter().filter(|a| a["level"] == level).collect();
        let columns = [
            (0, Text("name")),
            (1, Km("total_mm")),
            (2, Km("registered_mm")),
            (3, Km("unregistered_mm")),
            (4, Km("longest_gap_mm")),
            (5, Number("registered_share")),
            (6, Number("villages")),
            (7, Number("villages_registered")),
            (8, Km("kept_mm")),
        ];
        same(page(name), &areas, &columns);
    }
    let columns = [
        (0, Text("village")),
        (1, Text("name")),
        (2, Km("kept_mm")),
        (3, Km("sole_mm")),
        (4, Km("shared_mm")),
    ];
    same(page(villages), &rows("villages"), &columns);
    same(page(gaps), &rows("gaps"), &[(0, Text("section")), (1, Km("length_mm"))]);
    let nearest: Vec<Value> = rows("gaps").iter().map(|gap| gap["nearest"][0].clone()).collect();
    same(page(gaps), &nearest, &[(4, Text("village")), (5, Number("distance_m"))]);
    let columns =
        [(0, Text("section")), (1, Km("length_mm")), (2, Km("from_mm")), (3, Km("to_mm"))];
    same(page(overlaps), &rows("overlaps"), &columns);
    let unkept = json["markers"]["unregistered"].as_array().unwrap();
    same(page(markers), unkept, &[(0, Text("section")), (1, Text("marker"))]);
    let columns =
        [(0, Text("village")), (1, Km("length_mm")), (4, Text("section")), (5, Number("mean_m"))];
    same(page(proposals), json["proposals"]["proposals"].as_array().unwrap(), &columns);
}

#[test]
fn the_workbook_written_holds_the_figures_of_report_json() {
    let folder = tempfile::tempdir().unwrap();
    let report = report(Path::new(FOLDER));
    report.write(folder.path()).unwrap();
    // As values: a figure parsed from the text would be rounded once more.
    let written = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert!(written.trim_end() == json(&report));
    let json = serde_json::to_value(&report).unwrap();
    let bytes = fs::read(folder.path().join("report.xlsx")).unwrap();
    let pages = |bytes: Vec<u8>| Xlsx::new(Cursor::new(bytes)).unwrap().worksheets();
    let english = [
        "sections",
        "areas commune",
        "areas post",
        "villages",
        "gaps",
        "overlaps",
        "markers that nobody keeps",
        "to ask",
        "commune by place",
    ];
    compare(&json, &pages(bytes), english);
    let vietnamese = [
        "các tuyến",
        "các địa bàn xã",
        "các địa bàn đồn biên phòng",
        "số thôn, bản",
        "đoạn chưa đăng ký",
        "đoạn chồng lấn",
        "cột mốc chưa có người giữ",
        "đề nghị vận động",
        "xã theo nơi có đường biên",
    ];
    compare(&json, &pages(report.to_xlsx(Lang::Vietnamese).unwrap()), vietnamese);
}

/// The bytes are those of the report alone, whenever and wherever it is written.
#[test]
fn a_workbook_says_that_it_was_made_on_the_report_s_day() {
    let bytes = report(Path::new(FOLDER)).to_xlsx(Lang::English).unwrap();
    let parts = books::parts(&bytes);
    let core = &parts.iter().find(|(name, _)| name == "docProps/core.xml").unwrap().1;
    let core = String::from_utf8(core.clone()).unwrap();
    assert_eq!(core.matches("2017-04-25T00:00:00Z").count(), 2, "{core}");
}
