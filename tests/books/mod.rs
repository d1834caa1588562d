//! Tables written as workbooks, as an office keeps them: numbers as numbers, days as dates.

use std::io::{Cursor, Read, Write};

use border_coverage::period::parse_date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// Columns of numbers, in every table.
const NUMBERS: [&str; 8] =
    ["lon", "lat", "households", "capacity_km", "length_km", "measure_km", "people", "members"];

/// Columns of days; `from` is one where no stretch begins there.
const DATES: [&str; 3] = ["date", "since", "until"];

/// A day as spreadsheets count it.
pub(crate) fn day(text: &str) -> ExcelDateTime {
    let day = parse_date(text).unwrap();
    let (year, month, day) = (day.year() as u16, day.month() as u8, day.day() as u8);
    ExcelDateTime::from_ymd(year, month, day).unwrap()
}

pub(crate) fn as_date() -> Format {
    Format::new().set_num_format("dd/mm/yyyy")
}

/// Writes the rows of a CSV file into a sheet, its header on row `top` counted from 0.
pub(crate) fn draw(sheet: &mut Worksheet, csv: &[u8], top: u32) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let Some(header) = rows.first() else { return };
    let dated = header.iter().any(|name| name == "until") && !header.iter().any(|n| n == "to");
    for (r, row) in (top..).zip(&rows) {
        for ((c, cell), name) in (0..).zip(row).zip(header) {
            let number = cell.parse::<f64>().ok().filter(|_| NUMBERS.contains(&name));
            let is_date = DATES.contains(&name) || name == "from" && dated;
            match (cell, number) {
                ("", _) => continue,
                (_, Some(number)) => sheet.write_number(r, c, number).unwrap(),
                (cell, _) if is_date && parse_date(cell).is_ok() => {
                    sheet.write_datetime_with_format(r, c, day(cell), &as_date()).unwrap()
                }
                (cell, _) => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
}

/// What is drawn into a sheet.
pub(crate) type Edit<'a> = &'a dyn Fn(&mut Worksheet);

/// A workbook of sheets that are drawn one after another.
pub(crate) fn book(sheets: &[(&str, Edit<'_>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, draw) in sheets {
        draw(book.add_worksheet().set_name(*name).unwrap());
    }
    book.save_to_buffer().unwrap()
}

/// A workbook with a part changed as text.
pub(crate) fn patched(book: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut changed = false;
    let parts = parts(book).into_iter().map(|(name, content)| {
        if name == part {
            let text = change(std::str::from_utf8(&content).unwrap());
            changed = text.as_bytes() != content;
            (name, text.into_bytes())
        } else {
            (name, content)
        }
    });
    let whole = archive(&parts.collect::<Vec<_>>());
    assert!(changed, "{part}");
    whole
}

/// The parts of a workbook.
pub(crate) fn parts(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut part = zip.by_index(i).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().to_string(), content)
        })
        .collect()
}

/// Parts, not compressed, as one archive.
pub(crate) fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), stored).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
