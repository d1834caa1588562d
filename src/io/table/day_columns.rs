//! Columns of days in which a spreadsheet took the day for the month.

use super::data::Table;
use super::layout::Layout;
use super::record::Record;
use crate::period::{PeriodError, parse_date};
use crate::problem::{Problem, Problems};

/// What the cells of a column of days show of the order in which day and month were read.
#[derive(Default)]
struct Column<'a> {
    /// How many say which number is the month: dates of a sheet, or texts such as `2017-04-25`.
    sure: usize,
    /// Those of them whose day could be a month.
    up_to_12: Vec<&'a Record>,
    /// Texts such as 5/4/2017, which can be read either way.
    either: Vec<&'a Record>,
    /// Texts such as 25/4/2017, in which the day stands first; some cannot be read, as 25/4/17.
    day_first: Vec<&'a Record>,
    /// Texts such as 4/25/2017, in which the month does: they cannot be read.
    month_first: Vec<&'a Record>,
    /// What cannot be read otherwise.
    unreadable: usize,
}

impl<'a> Column<'a> {
    fn add(&mut self, record: &'a Record, text: &str) {
        let numbers: Vec<i32> =
            text.split(['/', '.', '-']).filter_map(|part| part.trim().parse().ok()).collect();
        let month = 1..=12;
        match (parse_date(text), numbers.as_slice()) {
            (Ok(day), [first, ..]) if *first > 31 => {
                self.sure += 1;
                if day.day() <= 12 {
                    self.up_to_12.push(record);
                }
            }
            (Ok(_), [_, second, _]) if month.contains(second) => {
                let either = numbers.first().is_some_and(|first| month.contains(first));
                (if either { &mut self.either } else { &mut self.day_first }).push(record);
            }
            (Err(_), [first, second, _]) if month.contains(first) && (13..=31).contains(second) => {
                self.month_first.push(record);
            }
            (Err(PeriodError::NotADate), [13..=31, second, _]) if month.contains(second) => {
                self.day_first.push(record);
            }
            _ => self.unreadable += 1,
        }
    }

    /// The rows whose days may have day and month exchanged, and why they may.
    fn doubted(&self) -> Option<(&[&'a Record], &'static str, &'a Record)> {
        let others = self.day_first.iter().chain(&self.month_first).min_by_key(|r| r.source.line);
        let as_text = self.day_first.len() + self.month_first.len();
        if self.sure > 0 && self.sure == self.up_to_12.len() && as_text > self.either.len() {
            return Some((
                &self.up_to_12,
                "no date in it is after the 12th of a month, and the rest is text",
                others?,
            ));
        }
        let only = self.unreadable == 0 && !self.either.is_empty();
        let other = self.month_first.first().filter(|_| only)?;
        Some((&self.either, "what cannot be read has the month before the day", other))
    }
}

impl Table {
    /// Warns of each column of days in which some seem to be read with day and month exchanged: a
    /// spreadsheet makes dates of those it can read so, and leaves the others as text.
    pub(super) fn warn_of_exchanged_days(&self, layout: &Layout, problems: &mut Problems) {
        for &name in layout.dates {
            let Some(&i) = self.columns.get(name) else { continue };
            let mut column = Column::default();
            for record in &self.rows {
                if !record.cells[i].is_empty() && record.faults.iter().all(|fault| fault.0 != i) {
                    column.add(record, &record.cells[i]);
                }
            }
            let Some((doubted, why, other)) = column.doubted() else { continue };
            let Some(first) = doubted.first() else { continue };
            let message = format!(
                "day and month may be exchanged in {} of this column: {why}, as in `{}` of row {}; \
                 check the whole column, and write days as 2017-04-25; they are used as read",
                if doubted.len() == 1 {
                    "1 day".to_owned()
                } else {
                    format!("{} days", doubted.len())
                },
                other.cells[i],
                other.source.line,
            );
            let problem = Problem::at(first.source, message).field(name);
            problems.warn(problem.value(&first.cells[i]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Source;

    /// How many days are doubted in a column of these texts, and the first of them.
    fn doubted(texts: &[&str]) -> Option<(usize, String)> {
        let record = |(i, text): (usize, &&str)| Record {
            source: Source::new("a.csv", i + 2),
            cells: vec![(*text).to_owned()],
            faults: Vec::new(),
            feature: None,
        };
        let records: Vec<Record> = texts.iter().enumerate().map(record).collect();
        let mut column = Column::default();
        records.iter().for_each(|record| column.add(record, &record.cells[0]));
        let (doubted, ..) = column.doubted()?;
        Some((doubted.len(), doubted.first()?.cells[0].clone()))
    }

    #[test]
    fn columns_with_day_and_month_exchanged_are_doubted() {
        let found = |count, first: &str| Some((count, first.to_owned()));
        // What a sheet made dates of stops at the 12th, and the rest is text.
        let half = ["2017-05-04", "25/04/2017", "2017-01-12", "13/1/2017"];
        assert_eq!(doubted(&half), found(2, "2017-05-04"));
        assert_eq!(doubted(&["04/25/2017", "2017-05-04"]), found(1, "2017-05-04"));
        assert_eq!(doubted(&["2017-05-04", "25/04/17"]), found(1, "2017-05-04"));
        // What cannot be read has the month first, so what can is doubtful too.
        let american = ["4/5/2017", "4/25/2017", "12/31/2016"];
        assert_eq!(doubted(&american), found(1, "4/5/2017"));
        assert_eq!(doubted(&["25/4/2017", "4.5.2017", "4.25.2017"]), found(1, "4.5.2017"));
    }

    #[test]
    fn sound_columns_are_not_doubted() {
        for sound in [
            &["2017-05-04", "2017-04-25", "25/04/2017"][..],
            &["2017-05-04", "2017-01-01"],
            &["4/5/2017", "25/4/2017"],
            &["4/25/2017"],
            &["25/4/2017"],
            // A note among the days, and a day that there is not.
            &["4/5/2017", "4/25/2017", "soon"],
            &["4/5/2017", "31/2/2017"],
            &["2017-05-04", "31/2/2017"],
            // Of both kinds of writing, more could be read either way.
            &["2017-05-04", "4/5/2017", "5/6/2017", "25/4/2017"],
            &[],
        ] {
            assert_eq!(doubted(sound), None, "{sound:?}");
        }
    }
}
