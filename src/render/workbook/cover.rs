//! The first worksheet: what the report is of, the figures of the line, and what stands where.

use rust_xlsxwriter::{Format, FormatAlign, Url, Worksheet, XlsxError};

use super::value::{self, Drawn};
use super::{head_format, lines_of, printed};
use crate::lang::Lang;
use crate::report::{Report, account, account_columns};
use crate::table::Cell;

/// The least and the most characters that its first column is wide, and the width of the second.
const WIDTH: (usize, usize, usize) = (46, 80, 18);

/// Draws the cover; `contents` are the worksheets that follow: name, title, rows.
pub(super) fn cover(
    page: &mut Worksheet,
    report: &Report,
    lang: Lang,
    contents: &[(&str, &str, usize)],
) -> Result<(), XlsxError> {
    let longest = contents.iter().map(|(_, title, _)| title.chars().count()).max().unwrap_or(0);
    let width = longest.clamp(WIDTH.0, WIDTH.1);
    page.set_column_width(0, width as f64 + 1.5)?.set_column_width(1, WIDTH.2 as f64)?;
    let across = width + WIDTH.2;
    let title = Format::new().set_bold().set_font_size(16);
    let mut r = paragraph(page, 0, &report.title, &title, (across * 3 / 5, 21.0))?;
    let facts = [
        (lang.label("day"), Cell::Day(report.date)),
        (lang.label("survey"), Cell::Text(report.survey.to_string())),
        (lang.label("problems"), Cell::Count(report.problems.len() as u64)),
        (lang.label("rows_left_out"), Cell::Count(report.rows_left_out as u64)),
    ];
    r = figures(page, r, lang, &facts)? + 1;
    head(page, r, &[lang.label("whole_line"), lang.label("km")])?;
    let names = account_columns().map(|column| lang.phrase(&column.heading));
    let line: Vec<(&str, Cell)> =
        names.iter().map(String::as_str).zip(account(&report.line)).collect();
    r = figures(page, r + 1, lang, &line)? + 1;
    head(page, r, &[lang.label("contents"), lang.label("rows")])?;
    for (name, title, rows) in contents {
        r += 1;
        let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''")));
        page.write_url(r, 0, link.set_text(value::legal(title)))?;
        super::draw(page, r, 1, &value::drawn(&Cell::Count(*rows as u64), lang, false))?;
    }
    if let Some(attribution) = &report.attribution {
        paragraph(page, r + 2, attribution, &Format::new().set_font_size(9), (across, 13.0))?;
    }
    printed(page);
    Ok(())
}

/// Names with what they are, one below another; returns the row below.
fn figures(
    page: &mut Worksheet,
    first: u32,
    lang: Lang,
    facts: &[(&str, Cell)],
) -> Result<u32, XlsxError> {
    let millimetres = value::has_millimetres(facts.iter().map(|(_, cell)| cell));
    let mut r = first;
    for (name, cell) in facts {
        page.write_string(r, 0, *name)?;
        // All on the right, texts too.
        let drawn = match value::drawn(cell, lang, millimetres) {
            Drawn::Text(text) => Drawn::Sign(text),
            other => other,
        };
        super::draw(page, r, 1, &drawn)?;
        r += 1;
    }
    Ok(r)
}

fn head(page: &mut Worksheet, r: u32, names: &[&str]) -> Result<(), XlsxError> {
    for (c, name) in (0..).zip(names) {
        page.write_string_with_format(r, c, *name, &head_format())?;
    }
    Ok(())
}

/// A text across the cover, as high as it needs; returns the row below.
fn paragraph(
    page: &mut Worksheet,
    r: u32,
    text: &str,
    format: &Format,
    (across, height): (usize, f64),
) -> Result<u32, XlsxError> {
    let text = value::legal(text);
    let format = format.clone().set_text_wrap().set_align(FormatAlign::Top);
    page.merge_range(r, 0, r, 1, &text, &format)?;
    page.set_row_height(r, lines_of(&text, across) as f64 * height + 3.0)?;
    Ok(r + 1)
}
