//! The report as text for a terminal.

use std::fmt::{self, Write};

use super::fit::{self, TextColumn};
use crate::lang::Lang;
use crate::report::Report;
use crate::table::{Cell, Table};

/// The key of the table of problems.
const PROBLEMS: &str = "problems";

/// Which tables of a report a text holds, and how it is written.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::render::TextOptions;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
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

    /// How many characters fit a line: the title and words in columns wrap, and a table of too many
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
    fn most_rows(&self, table: &Table) -> usize {
        table.brief.filter(|_| !self.whole).unwrap_or(usize::MAX)
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
        let lang = options.lang;
        for line in fit::wrap(&self.title, options.width.unwrap_or(usize::MAX)) {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "{} · {} {}", lang.day(self.date), lang.label("survey"), self.survey)?;
        if !self.problems.is_empty() {
            // Listed at the end, but nobody should read the figures without knowing.
            self.count_problems(out, lang)?;
        }
        let mut tables = self.tables();
        if options.tables.is_some() {
            tables.extend(self.tables_on_request());
        }
        for table in tables.iter().filter(|table| options.includes(&table.key)) {
            // Problems are sentences, not columns.
            if table.key != PROBLEMS && options.most_rows(table) > 0 && !table.rows.is_empty() {
                writeln!(out)?;
                grid(out, table, options)?;
            }
        }
        if options.includes(PROBLEMS) {
            self.draw_problems(out, lang)?;
        }
        match &self.attribution {
            Some(attribution) if options.tables.is_none() => writeln!(out, "\n{attribution}"),
            _ => Ok(()),
        }
    }

    fn count_problems(&self, out: &mut String, lang: Lang) -> fmt::Result {
        let (count, left_out) = (self.problems.len(), self.rows_left_out);
        let (problems, rows) = (lang.label("problems"), lang.label("rows_left_out"));
        writeln!(out, "{problems}: {count}; {rows}: {left_out}")
    }

    fn draw_problems(&self, out: &mut String, lang: Lang) -> fmt::Result {
        writeln!(out)?;
        if self.problems.is_empty() {
            return writeln!(out, "{}", lang.label("no_problems"));
        }
        self.count_problems(out, lang)?;
        for problem in &self.problems {
            writeln!(out, "  {problem}")?;
        }
        Ok(())
    }
}

/// A table in columns as wide as their widest cell, or narrower where the text has a width: text
/// from the left, figures on their decimal mark.
fn grid(out: &mut String, table: &Table, options: &TextOptions<'_>) -> fmt::Result {
    let lang = options.lang;
    let shown = options.most_rows(table).min(table.rows.len());
    let columns: Vec<TextColumn> =
        (0..table.columns.len()).map(|c| column(table, c, shown, lang)).collect();
    for line in fit::lines(&columns, options.width) {
        writeln!(out, "{line}")?;
    }
    match table.rows.len() - shown {
        0 => Ok(()),
        more => writeln!(out, "{} {more} {}", lang.label("more.before"), lang.label("more.after")),
    }
}

/// One column with its heading, figures aligned on their decimal mark.
fn column(table: &Table, c: usize, shown: usize, lang: Lang) -> TextColumn {
    // A name may hold a line break; a row must not.
    let in_a_row = |text: String| text.replace(char::is_control, " ");
    let cells: Vec<&Cell> = table.rows[..shown].iter().map(|row| row.cell(c)).collect();
    let texts = cells.iter().map(|cell| in_a_row(lang.cell(cell))).collect();
    let heading = in_a_row(lang.phrase(&table.columns[c].heading));
    let aligned = on_decimal_mark(texts, &cells, lang.mark().character());
    let figures = table.columns[c].kind.is_figure();
    let cells = std::iter::once(heading).chain(aligned).collect();
    TextColumn { cells, figures, right: figures && c > 0 }
}

/// Figures with blanks behind them, so that their decimal marks stand below one another.
fn on_decimal_mark(texts: Vec<String>, cells: &[&Cell], mark: char) -> Vec<String> {
    let decimals = |text: &str| text.rsplit_once(mark).map_or(0, |(_, d)| d.chars().count());
    // A share ends with its sign: it stands alone in its column, or ends with the others.
    let on_mark =
        |cell: &Cell| matches!(cell, Cell::Length(_) | Cell::Change(_) | Cell::Decimal(..));
    let most = texts.iter().zip(cells).filter(|(_, cell)| on_mark(cell));
    let most = most.map(|(text, _)| decimals(text)).max().unwrap_or(0);
    let aligned = texts.into_iter().zip(cells).map(|(text, cell)| {
        let missing = most - decimals(&text).min(most);
        // The mark itself is missing too where there are no decimals at all.
        let mark = usize::from(decimals(&text) == 0 && missing > 0);
        let blanks = if on_mark(cell) { missing + mark } else { 0 };
        format!("{text}{}", " ".repeat(blanks))
    });
    aligned.collect()
}
