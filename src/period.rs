//! Days and periods of days.

use std::fmt;
use std::ops::{Range, RangeFrom, RangeFull, RangeTo};
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is not a day, or two days do not bound a period.
///
/// ```
/// use border_coverage::period::{PeriodError, parse_date};
/// assert_eq!(parse_date("31/02/2017"), Err(PeriodError::NoSuchDay));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PeriodError {
    /// Not one of the accepted forms.
    #[error("not a date: write it as 2015-01-09 or, day first, 9/1/2015")]
    NotADate,
    /// The right form, but no such day.
    #[error("no such day in the calendar: check day and month (day/month/year)")]
    NoSuchDay,
    /// Not two days with a slash between them.
    #[error(
        "not a period: write its first day and the first day after it as 2015-01-09/2016-01-09"
    )]
    NotAPeriod,
    /// Ends before it starts, or on the same day.
    #[error("the period is empty: it starts on {since} and no longer holds on {until}")]
    Empty {
        /// The first day.
        since: Date,
        /// The first day on which it no longer holds.
        until: Date,
    },
}

/// The day that `text` denotes: `2015-01-09`, or day first `9/1/2015`, `09.01.2015`, `9-1-2015`.
///
/// # Errors
/// When it is written otherwise, or there is no such day.
///
/// ```
/// use border_coverage::period::parse_date;
/// assert_eq!(parse_date("25/04/2017")?, jiff::civil::date(2017, 4, 25));
/// assert!(parse_date("31/02/2017").is_err());
/// # Ok::<(), border_coverage::period::PeriodError>(())
/// ```
pub fn parse_date(text: &str) -> Result<Date, PeriodError> {
    let text = text.trim();
    let mark = text.chars().find(|c| !c.is_ascii_digit()).ok_or(PeriodError::NotADate)?;
    if !['-', '/', '.'].contains(&mark) {
        return Err(PeriodError::NotADate);
    }
    let parts: Vec<&str> = text.split(mark).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let (year, month, day) = match (parts.as_slice(), lengths.as_slice(), mark) {
        (&[y, m, d], &[4, 2, 2], '-') => (y, m, d),
        (&[d, m, y], &[1 | 2, 1 | 2, 4], _) => (y, m, d),
        _ => return Err(PeriodError::NotADate),
    };
    let number = |part: &str| {
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| digits).ok_or(PeriodError::NotADate)
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let small = |n: i16| i8::try_from(n).map_err(|_| PeriodError::NoSuchDay);
    Date::new(year, small(month)?, small(day)?).map_err(|_| PeriodError::NoSuchDay)
}

/// The days from `since` up to and not including `until`; without one of them, open at that end.
///
/// Never empty. Written as `since/until` with `..` for an open end, as in ISO 8601-2.
///
/// ```
/// use border_coverage::period::Period;
/// use jiff::civil::date;
/// let year = Period::try_from(date(2015, 1, 9)..date(2016, 1, 9))?;
/// assert!(year.contains(date(2015, 1, 9)) && !year.contains(date(2016, 1, 9)));
/// assert_eq!(year.to_string(), "2015-01-09/2016-01-09");
/// assert_eq!("2015-01-09/..".parse(), Ok(Period::from(date(2015, 1, 9))));
/// # Ok::<(), border_coverage::period::PeriodError>(())
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(try_from = "RawPeriod", into = "RawPeriod")]
pub struct Period {
    since: Option<Date>,
    until: Option<Date>,
}

/// A period as it is serialised; becomes a [`Period`] through its constructor.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    #[serde(default)]
    since: Option<Date>,
    #[serde(default)]
    until: Option<Date>,
}

impl Period {
    /// All days.
    pub const ALWAYS: Self = Self { since: None, until: None };

    /// The period `[since, until)`.
    ///
    /// # Errors
    /// When it contains no day.
    pub fn new(since: Option<Date>, until: Option<Date>) -> Result<Self, PeriodError> {
        match (since, until) {
            (Some(since), Some(until)) if until <= since => {
                Err(PeriodError::Empty { since, until })
            }
            _ => Ok(Self { since, until }),
        }
    }

    /// The first day, unless it is open at its start.
    pub const fn since(&self) -> Option<Date> {
        self.since
    }

    /// The first day after it, unless it is open at its end.
    pub const fn until(&self) -> Option<Date> {
        self.until
    }

    /// Whether it contains `day`.
    pub fn contains(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether some day lies in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before =
            |a: &Self, b: &Self| matches!((a.until, b.since), (Some(u), Some(s)) if u <= s);
        !before(self, other) && !before(other, self)
    }
}

impl From<Date> for Period {
    /// All days from `since` on.
    fn from(since: Date) -> Self {
        Self { since: Some(since), until: None }
    }
}

impl From<RangeFrom<Date>> for Period {
    fn from(days: RangeFrom<Date>) -> Self {
        Self::from(days.start)
    }
}

impl From<RangeTo<Date>> for Period {
    fn from(days: RangeTo<Date>) -> Self {
        Self { since: None, until: Some(days.end) }
    }
}

impl From<RangeFull> for Period {
    fn from(_: RangeFull) -> Self {
        Self::ALWAYS
    }
}

impl TryFrom<Range<Date>> for Period {
    type Error = PeriodError;
    fn try_from(days: Range<Date>) -> Result<Self, PeriodError> {
        Self::new(Some(days.start), Some(days.end))
    }
}

impl TryFrom<RawPeriod> for Period {
    type Error = PeriodError;
    fn try_from(raw: RawPeriod) -> Result<Self, PeriodError> {
        Self::new(raw.since, raw.until)
    }
}

impl From<Period> for RawPeriod {
    fn from(Period { since, until }: Period) -> Self {
        Self { since, until }
    }
}

/// How an open end is written.
const OPEN: &str = "..";

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [since, until] =
            [self.since, self.until].map(|day| day.map_or(OPEN.to_owned(), |day| day.to_string()));
        f.pad(&format!("{since}/{until}"))
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads `since/until`; each is a day as [`parse_date`] reads it, but without slashes, or `..`.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let (since, until) = text.split_once('/').ok_or(PeriodError::NotAPeriod)?;
        let end = |text: &str| match text.trim() {
            OPEN => Ok(None),
            day => parse_date(day).map(Some),
        };
        Self::new(end(since)?, end(until)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_in_the_forms_of_the_contract_and_no_other() {
        let day = date(2017, 4, 25);
        for text in ["2017-04-25", "25/04/2017", "25.4.2017", "25-4-2017", " 25/4/2017 "] {
            assert_eq!(parse_date(text), Ok(day), "{text}");
        }
        for text in [
            "29/29",
            "2017",
            "25 April 2017",
            "2017/04/25",
            "25/4/17",
            "4-2017",
            "",
            "a/b/c",
            "2017-4-25",
            "25/4.2017",
            "+1/+2/2017",
            "Đ/1/2017",
            "2017-04-25T00:00",
        ] {
            assert_eq!(parse_date(text), Err(PeriodError::NotADate), "{text}");
        }
        for text in ["31/02/2015", "2015-13-01", "0/1/2015", "99/99/2015"] {
            assert_eq!(parse_date(text), Err(PeriodError::NoSuchDay), "{text}");
        }
    }

    #[test]
    fn a_period_has_at_least_one_day() {
        let (a, b) = (date(2015, 1, 1), date(2016, 1, 1));
        assert!(Period::new(Some(a), Some(a)).is_err());
        assert!(Period::new(Some(b), Some(a)).is_err());
        let (first, second) = (Period::new(Some(a), Some(b)).unwrap(), Period::from(b));
        assert!(!first.overlaps(&second) && first.overlaps(&Period::ALWAYS));
    }

    #[test]
    fn periods_are_read_as_they_are_written() {
        let (a, b) = (date(2015, 1, 9), date(2016, 1, 9));
        let periods = [Period::ALWAYS, (a..).into(), (..b).into(), Period::try_from(a..b).unwrap()];
        let texts = ["../..", "2015-01-09/..", "../2016-01-09", "2015-01-09/2016-01-09"];
        for (period, text) in periods.into_iter().zip(texts) {
            assert_eq!(period.to_string(), text);
            assert_eq!(text.parse(), Ok(period));
            let json = serde_json::to_string(&period).unwrap();
            assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
        }
        assert_eq!("2015-01-09".parse::<Period>(), Err(PeriodError::NotAPeriod));
        assert_eq!("2015-01-09/".parse::<Period>(), Err(PeriodError::NotADate));
        let empty = PeriodError::Empty { since: b, until: a };
        assert_eq!("2016-01-09/2015-01-09".parse::<Period>(), Err(empty));
        let json = r#"{"since":"2016-01-09","until":"2015-01-09"}"#;
        assert!(serde_json::from_str::<Period>(json).is_err());
    }
}
