//! The report as text for a terminal.

use std::fmt::{self, Write};

use super::Lang;
use super::sheet::{Cell, Sheet, sheets};
use crate::report::Report;

impl Report {
    /// The report as text, table below table.
    ///
    /// Kilometres are drawn exactly, with three decimals where they are whole metres and six
    /// elsewhere, so figures add up as drawn. Long tables are left to the files.
    pub fn to_text(&self, lang: Lang) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.draw(&mut out, lang);
        out.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
    }

    fn draw(&self, out: &mut String, lang: Lang) -> fmt::Result {
        let words = lang.words();
        writeln!(out, "{}", self.title)?;
        writeln!(out, "{} · {} {}", lang.day(self.date), words.survey, self.survey)?;
        if !self.problems.is_empty() {
            // Told at the end, but nobody should read the figures without knowing.
            self.count_problems(out, lang)?;
        }
        for sheet in sheets(self, lang) {
            match sheet.id.as_str() {
                "problems" => self.draw_problems(out, lang)?,
                _ if sheet.brief == Some(0) => {}
                _ => {
                    writeln!(out)?;
                    grid(out, &sheet, lang)?;
                }
            }
        }
        if self.problems.is_empty() {
            writeln!(out, "\n{}", words.no_problems)?;
        }
        if let Some(attribution) = &self.attribution {
            writeln!(out, "\n{attribution}")?;
        }
        Ok(())
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

/// A sheet in columns as wide as their widest cell: text from the left, figures on their decimal
/// mark.
fn grid(out: &mut String, sheet: &Sheet, lang: Lang) -> fmt::Result {
    let shown = sheet.brief.unwrap_or(usize::MAX).min(sheet.rows.len());
    let columns: Vec<Vec<String>> =
        (0..sheet.columns.len()).map(|c| column(sheet, c, shown, lang)).collect();
    for row in 0..=shown {
        let cells: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
        if row == 0 {
            let width: usize = columns.iter().map(|column| column[0].chars().count() + 2).sum();
            writeln!(out, "{}", "─".repeat(width.saturating_sub(2)))?;
        }
    }
    match sheet.rows.len() - shown {
        0 => Ok(()),
        more => {
            let (before, after) = lang.words().more;
            writeln!(out, "{before} {more} {after}")
        }
    }
}

/// One column with its head, every cell padded to the same width.
fn column(sheet: &Sheet, c: usize, shown: usize, lang: Lang) -> Vec<String> {
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
    let padded: Vec<String> = std::iter::once(head).chain(aligned).collect();
    let width = padded.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let pad = |cell: String| {
        let blank = " ".repeat(width - cell.chars().count());
        if figures && c > 0 { format!("{blank}{cell}") } else { format!("{cell}{blank}") }
    };
    padded.into_iter().map(pad).collect()
}
