//! `gaps.csv` and `problems.csv`, safe to open in a spreadsheet.

use std::borrow::Cow;

use crate::report::{CsvStyle, GapRow, Report};
use crate::units::{Length, Share};

/// The columns of `gaps.csv`.
const GAPS: [&str; 14] = [
    "rank",
    "section",
    "from",
    "to",
    "length_km",
    "cumulative_share_if_closed",
    "areas",
    "nearest_village",
    "nearest_distance_m",
    "other_villages",
    "from_mm",
    "to_mm",
    "length_mm",
    "attribution",
];

/// The work list: gaps, longest first, with the share that is kept once they are closed in this
/// order.
pub(super) fn gaps(report: &Report) -> std::io::Result<Vec<u8>> {
    let mut csv = report.csv.writer();
    csv.write_record(GAPS)?;
    let mut gaps: Vec<_> = report.gaps.iter().collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.length_mm)); // stable: equals stay in order
    let mut closed = report.line.registered_mm;
    for (i, gap) in gaps.into_iter().enumerate() {
        closed = closed + gap.length_mm;
        csv.write_record(row(report, i + 1, gap, closed))?;
    }
    finish(csv)
}

fn row(report: &Report, rank: usize, gap: &GapRow, closed: Length) -> [String; GAPS.len()] {
    let mark = report.csv.mark;
    let (first, others) = match gap.nearest.split_first() {
        Some((first, others)) => (Some(first), others),
        None => (None, &gap.nearest[..]),
    };
    let others: Vec<String> =
        others.iter().map(|n| format!("{} ({:.0} m)", n.village, n.distance_m)).collect();
    let areas: Vec<&str> = gap.areas.iter().map(crate::id::AreaId::as_str).collect();
    let text = |cell: &str| harmless(cell).into_owned();
    [
        rank.to_string(),
        text(gap.section.as_str()),
        text(&gap.from.written(mark)),
        text(&gap.to.written(mark)),
        mark.write(gap.length_mm.km()),
        mark.write(share(closed, report.line.total_mm)),
        text(&areas.join(" ")),
        text(first.map_or("", |n| n.village.as_str())),
        first.map(|n| mark.write(format!("{:.3}", n.distance_m))).unwrap_or_default(),
        text(&others.join("; ")),
        gap.from_mm.mm().to_string(),
        gap.to_mm.mm().to_string(),
        gap.length_mm.mm().to_string(),
        text(report.attribution.as_deref().unwrap_or("")),
    ]
}

fn share(part: Length, whole: Length) -> String {
    Share::of(part, whole).ratio().map(|ratio| format!("{ratio:.6}")).unwrap_or_default()
}

/// All problems, as in the report.
pub(super) fn problems(report: &Report) -> std::io::Result<Vec<u8>> {
    let mut csv = report.csv.writer();
    csv.write_record(["file", "line", "field", "value", "message"])?;
    for problem in &report.problems {
        csv.write_record([
            &harmless(&problem.file),
            &*problem.line.map(|line| line.to_string()).unwrap_or_default(),
            &harmless(problem.field.as_deref().unwrap_or("")),
            &harmless(problem.value.as_deref().unwrap_or("")),
            &harmless(&problem.message),
        ])?;
    }
    finish(csv)
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

fn finish(csv: csv::Writer<Vec<u8>>) -> std::io::Result<Vec<u8>> {
    csv.into_inner().map_err(|e| std::io::Error::other(e.to_string()))
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
