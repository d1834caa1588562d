//! The report as a workbook (`.xlsx`): a cover, then a worksheet for every table. The one place
//! that knows the writer.

mod cover;
mod names;
mod value;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook,
    Worksheet, XlsxError,
};
use thiserror::Error;

use crate::lang::Lang;
use crate::report::Report;
use crate::table::{Row, Table};
use value::Drawn;

/// As many rows as a worksheet has, without its header.
const ROWS: usize = 1_048_575;

/// The button of a filter, in characters.
const BUTTON: usize = 3;

/// The least and the most characters that a column is wide.
const WIDTH: (usize, usize) = (6, 60);

/// Why there is no workbook.
#[derive(Debug, Error)]
#[error("the report cannot be written as a workbook: {0}")]
pub struct WorkbookError(String);

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

impl Report {
    /// The report as a workbook, the content of an `.xlsx` file: a cover, then every table on a
    /// worksheet of its own, all rows of it.
    ///
    /// Kilometres are numbers, exact to the millimetre; shares are fractions drawn in per cent;
    /// days are dates. Markers, addresses, ids and names are texts in cells formatted as text, so
    /// that no spreadsheet turns `11/1` into a date or runs `=1+1`. The same report gives the same
    /// bytes: the workbook says that it was made on the report's day.
    ///
    /// # Errors
    /// When the report has more tables than a workbook can hold.
    ///
    /// ```
    /// use border_coverage::{DataSet, Lang};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let bytes = data.report(None, None)?.to_xlsx(Lang::Vietnamese)?;
    /// assert!(bytes.starts_with(b"PK"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_xlsx(&self, lang: Lang) -> Result<Vec<u8>, WorkbookError> {
        Ok(workbook(self, lang, ROWS)?.save_to_buffer()?)
    }
}

/// The workbook; a table of more than `most` rows goes on in another worksheet.
fn workbook(report: &Report, lang: Lang, most: usize) -> Result<Workbook, XlsxError> {
    let tables = report.tables();
    let parts: Vec<(&Table, &[Row])> = tables
        .iter()
        .flat_map(|table| table.rows.chunks(most).map(move |rows| (table, rows)))
        .collect();
    let cover_name = lang.label("report");
    let titles: Vec<String> = parts.iter().map(|(table, _)| lang.phrase(&table.title)).collect();
    let names = names::unique(std::iter::once(cover_name).chain(titles.iter().map(String::as_str)));
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(value::legal(&report.title));
    // Without this the writer takes the clock's time, and no two workbooks are the same.
    let made = match value::day(report.date) {
        Some(day) => day,
        None => ExcelDateTime::from_ymd(1900, 1, 1)?,
    };
    properties = properties.set_creation_datetime(&made);
    if let Some(attribution) = &report.attribution {
        properties = properties.set_comment(value::legal(attribution));
    }
    book.set_properties(&properties);
    let contents: Vec<(&str, &str, usize)> = parts
        .iter()
        .zip(names[1..].iter().zip(&titles))
        .map(|((_, rows), (name, title))| (name.as_str(), title.as_str(), rows.len()))
        .collect();
    cover::cover(book.add_worksheet().set_name(&names[0])?, report, lang, &contents)?;
    for ((table, rows), name) in parts.iter().zip(&names[1..]) {
        worksheet(book.add_worksheet().set_name(name)?, table, rows, lang)?;
    }
    Ok(book)
}

/// Writes a table: the header stays in sight and filters, columns are as wide as what they hold.
fn worksheet(
    page: &mut Worksheet,
    table: &Table,
    rows: &[Row],
    lang: Lang,
) -> Result<(), XlsxError> {
    let mut lines = 1;
    for c in 0..table.columns.len() {
        lines = lines.max(write_column(page, table, rows, c, lang)?);
    }
    page.set_row_height(0, lines as f64 * 15.0 + 3.0)?;
    let last = column(table.columns.len().max(1) - 1)?;
    let last = (u32::try_from(rows.len()).unwrap_or(u32::MAX), last);
    page.autofilter(0, 0, last.0, last.1)?;
    page.ignore_error_range(0, 0, last.0, last.1, IgnoreError::NumberStoredAsText)?;
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    printed(page);
    page.set_landscape();
    Ok(())
}

/// Writes a column with its heading; returns how many lines the heading takes.
fn write_column(
    page: &mut Worksheet,
    table: &Table,
    rows: &[Row],
    index: usize,
    lang: Lang,
) -> Result<usize, XlsxError> {
    let kind = table.columns[index].kind;
    let heading = lang.phrase(&table.columns[index].heading);
    let cells = || rows.iter().map(move |row| row.cell(index));
    let millimetres = value::has_millimetres(cells());
    let body = cells().map(|cell| lang.cell(cell).chars().count()).max().unwrap_or(0);
    let body = body + if millimetres { 3 } else { 0 };
    let longest = heading.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    // Beside its last word the heading has the button of the filter.
    let width = body.max(longest + BUTTON).clamp(WIDTH.0, WIDTH.1);
    let c = column(index)?;
    page.set_column_width(c, width as f64 + 1.5)?;
    if kind.is_text() {
        page.set_column_format(c, &Format::new().set_num_format("@"))?;
    }
    let format = if index > 0 && kind.is_figure() {
        // Above its figures, but not under the button.
        head_format().set_align(FormatAlign::Right).set_indent(2)
    } else {
        head_format()
    };
    page.write_string_with_format(0, c, value::legal(&heading), &format)?;
    for (r, cell) in (1..).zip(cells()) {
        draw(page, r, c, &value::drawn(cell, lang, millimetres))?;
    }
    Ok(lines_of(&heading, width))
}

/// As wide as a page of A4, its number below.
fn printed(page: &mut Worksheet) {
    page.set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&L&A&R&P / &N");
}

/// A column by its index; there are no tables of more columns than a worksheet has.
fn column(index: usize) -> Result<u16, XlsxError> {
    u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The number of lines of `width` characters that a text takes, broken at blanks.
fn lines_of(text: &str, width: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ').map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > width {
            (lines, used) = (lines + 1, word);
        } else {
            used += word + usize::from(used > 0);
        }
        lines += used.saturating_sub(1) / width.max(1); // a word longer than a line
        used = used.min(width);
    }
    lines.min(20)
}

/// Draws one cell.
fn draw(page: &mut Worksheet, r: u32, c: u16, cell: &Drawn) -> Result<(), XlsxError> {
    let format = |format: &str| Format::new().set_num_format(format);
    match cell {
        Drawn::Nothing => {}
        Drawn::Text(text) => {
            page.write_string_with_format(r, c, text, &format("@"))?;
        }
        Drawn::Sign(text) => {
            let right = format("@").set_align(FormatAlign::Right);
            page.write_string_with_format(r, c, text, &right)?;
        }
        Drawn::Number(number, how) => {
            page.write_number_with_format(r, c, *number, &format(how))?;
        }
        Drawn::Day(day, how) => {
            page.write_datetime_with_format(r, c, day, &format(how))?;
        }
    }
    Ok(())
}

fn head_format() -> Format {
    // White on the blue that all drawings of a report share.
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x0000_72b2))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;
    use calamine::{Data, Range, Reader, Xlsx};
    use std::io::Cursor;

    fn report() -> Report {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");
        crate::io::DataSet::read(folder).unwrap().report(None, None).unwrap()
    }

    fn read_back(bytes: Vec<u8>) -> Vec<(String, Range<Data>)> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        book.worksheets()
    }

    /// Asserts that what was read is what was drawn, and of its kind.
    #[track_caller]
    fn same(cell: &Cell, read: Option<&Data>, lang: Lang) {
        let read = read.unwrap_or(&Data::Empty);
        let number = || match read {
            Data::Float(number) => *number,
            other => panic!("{cell:?} became {other:?}"),
        };
        match cell {
            Cell::Blank => assert_eq!(read, &Data::Empty),
            Cell::Text(_) | Cell::List(_) | Cell::Label(_) | Cell::Address(_) => {
                let text = lang.cell(cell);
                let drawn = if text.is_empty() { Data::Empty } else { Data::String(text) };
                assert_eq!(read, &drawn);
            }
            Cell::Unknown => assert_eq!(read, &Data::String("–".to_owned())),
            Cell::Count(count) => assert_eq!(number(), *count as f64),
            Cell::CountChange(count) | Cell::Millimetres(count) => {
                assert_eq!(number(), *count as f64);
            }
            Cell::Length(length) | Cell::Change(length) => {
                assert_eq!(crate::units::Length::from_km(number()), Ok(*length));
            }
            Cell::Decimal(metres, _) => assert_eq!(number(), *metres),
            Cell::Share(share) => match share.ratio() {
                Some(ratio) => assert_eq!(number(), ratio),
                None => same(&Cell::Unknown, Some(read), lang),
            },
            Cell::Day(day) => match read {
                Data::DateTime(at) => {
                    let (year, month, date, ..) = at.to_ymd_hms_milli();
                    let read = (i32::from(year), i32::from(month), i32::from(date));
                    let drawn = (day.year().into(), day.month().into(), day.day().into());
                    assert_eq!(read, drawn);
                }
                other => panic!("{day} became {other:?}"),
            },
        }
    }

    #[test]
    fn every_cell_of_every_table_is_read_back_in_both_languages() {
        let report = report();
        for lang in [Lang::English, Lang::Vietnamese] {
            let tables = report.tables();
            let pages = read_back(report.to_xlsx(lang).unwrap());
            assert_eq!(pages.len(), tables.len() + 1);
            let mut seen = 0;
            for (table, (name, page)) in tables.iter().zip(&pages[1..]) {
                for (c, head) in (0..).zip(&table.columns) {
                    same(&Cell::Label(head.heading.clone()), page.get_value((0, c)), lang);
                }
                for (r, row) in (1..).zip(&table.rows) {
                    for (c, cell) in (0..).zip(&row.cells) {
                        same(cell, page.get_value((r, c)), lang);
                        seen += 1;
                    }
                }
                let last = page.end().unwrap().0 as usize;
                assert_eq!(last, table.rows.len(), "{name}");
            }
            assert!(seen > 3_000, "{seen}");
        }
    }

    #[test]
    fn the_cover_says_what_the_report_is_of_and_the_figures_of_the_line() {
        let report = report();
        let lang = Lang::Vietnamese;
        let pages = read_back(report.to_xlsx(lang).unwrap());
        let (name, cover) = &pages[0];
        assert_eq!(name, "báo cáo");
        let beside = |label: &str| {
            let mut rows = cover.rows();
            let row = rows.find(|row| row[0] == Data::String(label.to_owned()));
            row.map(|row| row[1].clone())
        };
        assert_eq!(cover.get((0, 0)), Some(&Data::String(report.title.clone())));
        same(&Cell::Day(report.date), beside("ngày").as_ref(), lang);
        same(&Cell::Text(report.survey.to_string()), beside("đợt đo").as_ref(), lang);
        same(
            &Cell::Length(report.line.registered()),
            beside(lang.label("registered")).as_ref(),
            lang,
        );
        same(&Cell::Share(report.line.share()), beside(lang.label("share")).as_ref(), lang);
        same(&Cell::Count(report.gaps.len() as u64), beside(lang.label("gaps")).as_ref(), lang);
        let last = cover.rows().next_back().unwrap();
        assert_eq!(last[0], Data::String(report.attribution.clone().unwrap()));
    }

    #[test]
    fn a_table_of_more_rows_than_a_worksheet_goes_on_in_the_next() {
        let report = report();
        let mut book = workbook(&report, Lang::English, 50).unwrap();
        let pages = read_back(book.save_to_buffer().unwrap());
        let villages = pages.iter().filter(|(name, _)| name.starts_with("villages"));
        let rows: Vec<(&str, u32)> =
            villages.map(|(name, page)| (name.as_str(), page.end().unwrap().0)).collect();
        assert_eq!(rows, [("villages", 50), ("villages (2)", 50), ("villages (3)", 25)]);
    }

    #[test]
    fn what_is_hostile_in_texts_stays_text() {
        let mut report = report();
        let texts = ["=HYPERLINK(1)", "+84", "-2+3", "@SUM(A1)", "_x0041_", " a ", "11/1", "&<\">"];
        for (village, text) in report.villages.iter_mut().zip(texts) {
            village.name = text.to_owned();
        }
        report.villages[20].name = "a\nb\u{1}\u{ffff}".to_owned();
        report.villages[21].name = "𝕏".repeat(20_000);
        report.title = "\u{0}".repeat(40_000);
        let pages = read_back(report.to_xlsx(Lang::English).unwrap());
        let (_, page) = pages.iter().find(|(name, _)| name == "villages").unwrap();
        let name = |r: u32| page.get_value((r, 1)).unwrap().clone();
        for (r, text) in (1..).zip(texts) {
            assert_eq!(name(r), Data::String(text.to_owned()));
        }
        assert_eq!(name(21), Data::String("a b  ".to_owned()));
        let Data::String(long) = name(22) else { panic!("{:?}", name(22)) };
        assert!(long.ends_with("𝕏…") && long.encode_utf16().count() == 32_767);
    }
}
