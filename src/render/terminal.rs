//! The report as text for a terminal.

use std::fmt::{self, Write};

use super::Lang;
use super::fit::{self, Column};
use super::sheet::{Cell, Sheet, on_request, sheets};
use crate::report::Report;

/// What of a report stands in a text, and how it is written.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::render::TextOptions;
/// let report = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?.report(None, None)?;
/// let text = report.to_text_with(&TextOptions::default().tables(&["sections"]).width(80));
/// assert_eq!(text.matches("365.861").count(), 1);
/// assert!(text.lines().all(|line| line.chars().count() <= 80));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct TextOptions<'a> {
    lang: Lang,
    width: Option<usize>,
    tables: Option<&'a [&'a str]>,
    whole: bool,
}

impl<'a> TextOptions<'a> {
    /// The language of labels, figures and dates; English unless given.
    #[must_use]
    pub fn lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// How many characters fit a line: words wrap within their columns, and a table of too many
    /// figures is continued below. Figures are never cut.
    #[must_use]
    pub fn width(self, width: usize) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Only these tables: by their keys, such as `gaps`, or the first word of keys, such as
    /// `areas` for the areas of all levels. Two are in no other text: `nearest`, the line divided
    /// among the nearest villages, and `prices`, what each decision of each conflict would change.
    #[must_use]
    pub fn tables(self, keys: &'a [&'a str]) -> Self {
        Self { tables: Some(keys), ..self }
    }

    /// All rows of all tables, also those of tables that are left to the files otherwise.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// How many rows of a table stand in the text.
    fn most_rows(&self, sheet: &Sheet) -> usize {
        sheet.brief.filter(|_| !self.whole).unwrap_or(usize::MAX)
    }

    fn includes(&self, key: &str) -> bool {
        let begins = |wanted: &&str| {
            key.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        self.tables.is_none_or(|keys| keys.iter().any(begins))
    }
}

impl Report {
    /// The report as text, table below table.
    ///
    /// Kilometres are drawn exactly, with three decimals where they are whole metres and six
    /// elsewhere, so figures add up as drawn. Long tables are left to the files.
    pub fn to_text(&self, lang: Lang) -> String {
        self.to_text_with(&TextOptions::default().lang(lang))
    }

    /// The report, or some of its tables, as text. Control characters in names are left out, so
    /// that no escape sequence of the data reaches a terminal.
    pub fn to_text_with(&self, options: &TextOptions<'_>) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.draw(&mut out, options);
        out.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
    }

    fn draw(&self, out: &mut String, options: &TextOptions<'_>) -> fmt::Result {
        let (lang, words) = (options.lang, options.lang.words());
        writeln!(out, "{}", self.title)?;
        writeln!(out, "{} · {} {}", lang.day(self.date), words.survey, self.survey)?;
        if !self.problems.is_empty() {
            // Listed at the end, but nobody should read the figures without knowing.
            self.count_problems(out, lang)?;
        }
        let mut tables = sheets(self, lang);
        if options.tables.is_some() {
            tables.extend(on_request(self, lang));
        }
        for sheet in tables.iter().filter(|sheet| options.includes(&sheet.id)) {
            if sheet.id == "problems" {
                self.draw_problems(out, lang)?;
            } else if options.most_rows(sheet) > 0 && !sheet.rows.is_empty() {
                writeln!(out)?;
                grid(out, sheet, options)?;
            }
        }
        if self.problems.is_empty() && options.includes("problems") {
            writeln!(out, "\n{}", words.no_problems)?;
        }
        match &self.attribution {
            Some(attribution) if options.tables.is_none() => writeln!(out, "\n{attribution}"),
            _ => Ok(()),
        }
    }

    fn count_problems(&self, out: &mut String, lang: Lang) -> fmt::Result {
        let words = lang.words();
        let (count, left_out) = (self.problems.len(), self.rows_left_out);
        writeln!(out, "{}: {count}; {}: {left_out}", words.problems, words.rows_left_out)
    }

    /// Problems are sentences, not columns.
    fn draw_problems(&self, out: &mut String, lang: Lang) -> fmt::Result {
        writeln!(out)?;
        self.count_problems(out, lang)?;
        for problem in &self.problems {
            writeln!(out, "  {problem}")?;
        }
        Ok(())
    }
}

/// A sheet in columns as wide as their widest cell, or narrower where the text has a width: text
/// from the left, figures on their decimal mark.
fn grid(out: &mut String, sheet: &Sheet, options: &TextOptions<'_>) -> fmt::Result {
    let shown = options.most_rows(sheet).min(sheet.rows.len());
    let columns: Vec<Column> =
        (0..sheet.columns.len()).map(|c| column(sheet, c, shown, options.lang)).collect();
    for line in fit::lines(&columns, options.width) {
        writeln!(out, "{line}")?;
    }
    match sheet.rows.len() - shown {
        0 => Ok(()),
        more => {
            let (before, after) = options.lang.words().more;
            writeln!(out, "{before} {more} {after}")
        }
    }
}

/// One column with its head, figures aligned on their decimal mark.
fn column(sheet: &Sheet, c: usize, shown: usize, lang: Lang) -> Column {
    let cells: Vec<&Cell> =
        sheet.rows[..shown].iter().map(|row| row.cells.get(c).unwrap_or(&Cell::Blank)).collect();
    let figures = cells.iter().all(|cell| cell.is_figure());
    let mark = lang.mark().character();
    let decimals = |text: &str| text.rsplit_once(mark).map_or(0, |(_, d)| d.chars().count());
    // A share has its sign behind it and stands alone in its column, or ends with the others.
    let on_mark =
        |cell: &Cell| matches!(cell, Cell::Length(_) | Cell::Change(_) | Cell::Decimal(..));
    // A name may hold a line break; a row must not.
    let drawn = |cell: &&Cell| cell.drawn(lang).replace(char::is_control, " ");
    let texts: Vec<String> = cells.iter().map(drawn).collect();
    let most = texts.iter().zip(&cells).filter(|(_, cell)| on_mark(cell));
    let most = most.map(|(text, _)| decimals(text)).max().unwrap_or(0);
    let aligned = texts.into_iter().zip(&cells).map(|(text, cell)| {
        if on_mark(cell) {
            let missing = most - decimals(&text);
            // The mark itself is missing too where there are no decimals at all.
            let missing = if decimals(&text) == 0 && missing > 0 { missing + 1 } else { missing };
            format!("{text}{}", " ".repeat(missing))
        } else {
            text
        }
    });
    let head = sheet.columns[c].replace(char::is_control, " ");
    let cells = std::iter::once(head).chain(aligned).collect();
    Column { cells, figures, right: figures && c > 0 }
}
