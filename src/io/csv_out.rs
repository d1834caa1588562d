//! Tables as CSV files that are safe to open in a spreadsheet.

use std::borrow::Cow;

use crate::number::DecimalMark;
use crate::report::CsvStyle;
use crate::table::{Cell, Part, Table};

/// A table as a CSV file: keys of columns in the first row, then a row for each row.
pub(super) fn write(table: &Table, style: CsvStyle) -> std::io::Result<Vec<u8>> {
    let mut csv = style.writer();
    csv.write_record(table.columns.iter().map(|column| &column.key))?;
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|c| written(row.cell(c), style.mark));
        csv.write_record(cells.collect::<Vec<_>>())?;
    }
    csv.into_inner().map_err(|e| std::io::Error::other(e.to_string()))
}

/// A cell as programs read it: no language but the decimal mark, shares as fractions.
fn written(cell: &Cell, mark: DecimalMark) -> String {
    match cell {
        Cell::Blank | Cell::Unknown => String::new(),
        Cell::Text(text) => harmless(text).into_owned(),
        Cell::List(texts) => harmless(&texts.join(" ")).into_owned(),
        Cell::Label(phrase) => {
            let keys: String = phrase.parts().iter().map(key).collect();
            harmless(&keys).into_owned()
        }
        Cell::Address(address) => harmless(&address.written(mark)).into_owned(),
        Cell::Day(day) => day.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::CountChange(number) | Cell::Millimetres(number) => number.to_string(),
        Cell::Length(length) | Cell::Change(length) => mark.write(length.km()),
        Cell::Decimal(number, decimals) => mark.write(format!("{number:.decimals$}")),
        Cell::Share(share) => {
            share.ratio().map(|ratio| mark.write(format!("{ratio:.6}"))).unwrap_or_default()
        }
    }
}

fn key(part: &Part) -> String {
    match part {
        Part::Label(key) => key.to_string(),
        Part::Level(text) | Part::Text(text) => text.clone(),
        Part::Day(day) => day.to_string(),
        Part::Change(length) => length.km(),
    }
}

impl CsvStyle {
    /// A row of CSV, without a line break at its end; cells stand as they are, quoted where they
    /// must be, so that what is read back is the same.
    ///
    /// ```
    /// use border_coverage::number::DecimalMark;
    /// use border_coverage::report::CsvStyle;
    /// let style = CsvStyle { mark: DecimalMark::Comma, separator: b';' };
    /// assert_eq!(style.line(["na;ten", "85+70,5 m"]), "\"na;ten\";85+70,5 m");
    /// ```
    pub fn line<T: AsRef<str>>(&self, cells: impl IntoIterator<Item = T>) -> String {
        let mut csv = self.writer();
        // Writing to memory does not fail.
        let cells = cells.into_iter().map(|cell| cell.as_ref().to_owned());
        let _ = csv.write_record(cells.collect::<Vec<_>>());
        let line = csv.into_inner().unwrap_or_default();
        String::from_utf8_lossy(line.strip_suffix(b"\n").unwrap_or(&line)).into_owned()
    }

    /// So that its own office can open and paste what it holds.
    fn writer(self) -> csv::Writer<Vec<u8>> {
        csv::WriterBuilder::new().delimiter(self.separator).from_writer(Vec::new())
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, *CSV
/// Injection*).
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_written_harmlessly() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("@ 102.1 22.4"), "'@ 102.1 22.4");
        assert_eq!(harmless("85-70 m"), "85-70 m");
    }
}
