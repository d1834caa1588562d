//! The days of a table's rows, and counts on each of them.

use std::fmt;
use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::audit::AuditError;

/// The most rows of a table: a row a day for over thirteen years. A longer one comes of a day
/// with a wrong year.
const MOST_ROWS: usize = 5_000;

/// How often a table has a row.
///
/// ```
/// use border_coverage::audit::Every;
/// assert_eq!(serde_json::to_value(Every::Month)?, Every::Month.to_string());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Every {
    /// On each day.
    Day,
    /// On the last day of each month.
    Month,
    /// On the last day of each year.
    Year,
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        })
    }
}

impl Every {
    /// The last day of the step that contains a day.
    fn end(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Month => day.last_of_month(),
            Self::Year => day.last_of_year(),
        }
    }
}

/// The days of the rows, in order; there is at least one.
#[derive(Debug, Clone)]
pub(super) struct Days(pub(super) Vec<Date>);

impl Days {
    /// The ends of all steps from the first day to before the last, and the last day.
    pub(super) fn new(first: Date, last: Date, every: Every) -> Result<Self, AuditError> {
        let mut days = Vec::new();
        let mut end = every.end(first);
        while end < last {
            if days.len() + 1 >= MOST_ROWS {
                return Err(AuditError::TooManyRows { first, last, every, most: MOST_ROWS });
            }
            days.push(end);
            end = every.end(end.saturating_add(1.day()));
        }
        days.push(last);
        Ok(Self(days))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The last day: the state's.
    pub(super) fn last(&self) -> Date {
        self.0.last().copied().unwrap_or(Date::MAX)
    }

    /// The rows whose days lie from `since` up to and not including `until`.
    pub(super) fn rows(&self, since: Option<Date>, until: Option<Date>) -> Range<usize> {
        let before = |day: Date| self.0.partition_point(|&row| row < day);
        let from = since.map_or(0, before);
        from..until.map_or(self.len(), before).max(from)
    }
}

/// A number for each row, collected as differences between neighbouring rows.
#[derive(Debug, Clone)]
pub(super) struct Counts(Vec<i64>);

impl Counts {
    pub(super) fn new(rows: usize) -> Self {
        Self(vec![0; rows + 1])
    }

    /// Adds a number to each of these rows.
    pub(super) fn add(&mut self, rows: &Range<usize>, many: u32) {
        if rows.is_empty() {
            return;
        }
        self.0[rows.start] += i64::from(many);
        self.0[rows.end] -= i64::from(many);
    }

    /// The number of each row.
    pub(super) fn finish(self) -> Vec<u64> {
        let mut sum = 0;
        let rows = self.0.len() - 1;
        let step = |change: i64| {
            sum += change;
            u64::try_from(sum).unwrap_or(0)
        };
        self.0.into_iter().take(rows).map(step).collect()
    }
}

/// The union of ranges, as ranges in order that do not touch.
pub(super) fn union(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// The intersection of two ranges, possibly empty.
pub(super) fn common(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.max(b.start)..a.end.min(b.end)
}
