//! The line cut into rows of equal length, as lines of text are.

use crate::render::svg::scale_bar::round_above;
use crate::report::Report;
use crate::units::{Length, Measure};

/// About how many rows a strip has.
const ROWS: f64 = 10.0;

/// One row: a stretch of a section that is drawn from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The section, by its place in the report.
    pub(super) section: usize,
    pub(super) from: Measure,
    pub(super) to: Measure,
}

impl Row {
    /// The part of a stretch that lies on the row.
    pub(super) fn cut(&self, from: Measure, to: Measure) -> Option<(Measure, Measure)> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        (from < to).then_some((from, to))
    }
}

/// How long a whole row is: a round length, so that there are about ten.
pub(super) fn row_length(report: &Report) -> Length {
    let longest = report.sections.iter().map(|s| s.account.total()).max().unwrap_or_default();
    let metres = round_above(report.line.total().metres() / ROWS);
    // A line of one short section is one row.
    let metres = metres.min(round_above(longest.metres()));
    Length::from_metres(metres).unwrap_or_default().max(Length::from_mm(1))
}

/// All rows, section by section.
pub(super) fn rows(report: &Report) -> Vec<Row> {
    let length = row_length(report);
    let mut rows = Vec::new();
    for (section, row) in report.sections.iter().enumerate() {
        let of_it = || report.map.stretches.iter().filter(|s| s.at.section == row.section);
        let (Some(first), Some(last)) = (of_it().next(), of_it().next_back()) else { continue };
        let mut from = first.at.span.from();
        while from < last.at.span.to() {
            let to = (from + length).min(last.at.span.to());
            rows.push(Row { section, from, to });
            from = to;
        }
    }
    rows
}
