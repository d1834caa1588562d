use std::collections::BTreeSet;

use jiff::civil::date;

use crate::io::{DataSet, ReportOptions};
use crate::lang::Lang;
use crate::report::Report;
use crate::table::{Cell, Part, Phrase, Table};

fn reports() -> Vec<Report> {
    let since = Some(date(2016, 4, 25));
    let options = ReportOptions { since, ..ReportOptions::default() };
    let folders = ["data/dien_bien", "tests/fixtures/sound"];
    let data = folders
        .map(|folder| DataSet::read(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap());
    data.iter().map(|data| data.report_with(&options).unwrap()).collect()
}

fn tables() -> Vec<Table> {
    let of = |report: &Report| {
        let mut tables = report.tables();
        tables.push(report.work_list());
        tables.extend(report.tables_on_request());
        tables
    };
    reports().iter().flat_map(of).collect()
}

#[test]
fn cells_are_of_the_kind_of_their_column() {
    let mut seen = 0;
    for table in tables() {
        for row in &table.rows {
            assert!(row.cells.len() <= table.columns.len(), "{}: {row:?}", table.key);
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                assert!(cell.is_of(column.kind), "{} {}: {cell:?}", table.key, column.key);
                seen += 1;
            }
        }
    }
    assert!(seen > 3_000, "{seen}");
}

#[test]
fn keys_name_one_table_and_one_column() {
    for report in reports() {
        let tables = report.tables();
        let keys: BTreeSet<&str> = tables.iter().map(|table| table.key.as_str()).collect();
        assert_eq!(keys.len(), tables.len());
        for table in &tables {
            let keys: BTreeSet<&str> = table.columns.iter().map(|c| c.key.as_str()).collect();
            assert_eq!(keys.len(), table.columns.len(), "{}", table.key);
        }
    }
}

/// Whether each label of a phrase is known in both languages.
fn is_known(phrase: &Phrase) -> bool {
    phrase.parts().iter().all(|part| match part {
        Part::Label(key) => {
            [Lang::English, Lang::Vietnamese].iter().all(|lang| lang.find(key).is_some())
        }
        _ => true,
    })
}

#[test]
fn every_label_of_a_table_is_known_in_each_language() {
    for table in tables().iter().filter(|table| table.columns[0].key != "rank") {
        assert!(is_known(&table.title), "{:?}", table.title);
        for column in &table.columns {
            assert!(is_known(&column.heading), "{}: {:?}", table.key, column.heading);
        }
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            match cell {
                Cell::Label(phrase) => assert!(is_known(phrase), "{}: {phrase:?}", table.key),
                _ => continue,
            }
        }
    }
}
