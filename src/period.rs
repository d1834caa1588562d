//! Days and periods of days.

use jiff::civil::Date;
use thiserror::Error;

/// Why a text is not a day, or two days do not bound a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// Not one of the accepted forms.
    #[error("not a date: write it as 2015-01-09 or, day first, 9/1/2015")]
    NotADate,
    /// The right form, but no such day.
    #[error("no such day in the calendar: check day and month (day/month/year)")]
    NoSuchDay,
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

/// The days from one on, up to and not including another; open where an end is not given.
///
/// ```
/// use border_coverage::period::Period;
/// use jiff::civil::date;
/// let year = Period::new(Some(date(2015, 1, 9)), Some(date(2016, 1, 9)))?;
/// assert!(year.holds_on(date(2015, 1, 9)) && !year.holds_on(date(2016, 1, 9)));
/// # Ok::<(), border_coverage::period::PeriodError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Period {
    since: Option<Date>,
    until: Option<Date>,
}

impl Period {
    /// All days.
    pub const ALWAYS: Self = Self { since: None, until: None };

    /// The period `[since, until)`.
    ///
    /// # Errors
    /// When no day would lie in it.
    pub fn new(since: Option<Date>, until: Option<Date>) -> Result<Self, PeriodError> {
        match (since, until) {
            (Some(since), Some(until)) if until <= since => {
                Err(PeriodError::Empty { since, until })
            }
            _ => Ok(Self { since, until }),
        }
    }

    /// All days from one on.
    pub const fn from(since: Date) -> Self {
        Self { since: Some(since), until: None }
    }

    /// The first day, if it has one.
    pub const fn since(&self) -> Option<Date> {
        self.since
    }

    /// The first day on which it no longer holds, if there is one.
    pub const fn until(&self) -> Option<Date> {
        self.until
    }

    /// Whether `day` lies in it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether some day lies in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before =
            |a: &Self, b: &Self| matches!((a.until, b.since), (Some(u), Some(s)) if u <= s);
        !before(self, other) && !before(other, self)
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
}
