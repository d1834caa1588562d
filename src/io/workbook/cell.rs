//! From a cell of the parser to its value.

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};
use jiff::Unit;
use jiff::civil::{Date, DateTime};

use crate::io::grid::{MAX_CELL, Value};

/// The value of a cell; none where it is blank.
pub(super) fn value(cell: DataRef<'_>, is_formula: bool, dates_from_1904: bool) -> Option<Value> {
    let odd = |shown: &str, message: &str| {
        Some(Value::Odd { shown: shown.to_owned(), message: message.to_owned() })
    };
    match cell {
        DataRef::Empty if is_formula => odd(
            "",
            "a formula stands here without its result: open the workbook in a spreadsheet \
             program and save it, or paste the values alone",
        ),
        DataRef::Empty => None,
        DataRef::SharedString(text) => self::text(text),
        DataRef::String(text) => self::text(&text),
        DataRef::Float(number) => self::number(number),
        DataRef::Int(number) => self::number(number as f64),
        DataRef::DateTime(at) => Some(moment(at, dates_from_1904)),
        DataRef::DateTimeIso(text) => {
            Some(iso_day(&text).map_or_else(|| no_day(&text), Value::Day))
        }
        DataRef::DurationIso(text) => Some(no_day(&text)),
        DataRef::Bool(is) => odd(
            if is { "TRUE" } else { "FALSE" },
            "a logical value stands here: format the column as text and write it again",
        ),
        DataRef::Error(error) => odd(
            &error.to_string(),
            "a formula stands here that has no result: correct it, or write the value",
        ),
    }
}

fn text(text: &str) -> Option<Value> {
    match text.trim() {
        "" => None,
        text if text.len() > MAX_CELL => Some(Value::Odd {
            shown: String::new(),
            message: format!("a cell of {} bytes: at most {MAX_CELL} are read", text.len()),
        }),
        text => Some(Value::Text(text.to_owned())),
    }
}

fn number(number: f64) -> Option<Value> {
    Some(if number.is_finite() {
        Value::Number(number + 0.0)
    } else {
        Value::Odd {
            shown: number.to_string(),
            message: "not a number that can be used: write it again".to_owned(),
        }
    })
}

/// The day of a text such as `2017-04-25T10:30:00`, which may hold a day alone.
fn iso_day(text: &str) -> Option<Date> {
    let day: Date = text.get(..10)?.parse().ok()?;
    let time = text.parse::<DateTime>();
    Some(time.and_then(|time| time.round(Unit::Millisecond)).map_or(day, DateTime::date))
}

/// Half a millisecond in days: programs keep times to the millisecond, so what is nearer to
/// midnight is midnight, missed by rounding.
const HALF_A_MILLISECOND: f64 = 0.5 / 86_400_000.0;

/// A day counted from the workbook's own epoch; the time of the day does not matter.
fn moment(at: ExcelDateTime, dates_from_1904: bool) -> Value {
    let is_time_alone = at.as_f64() < 1.0;
    let serial = (at.as_f64() + HALF_A_MILLISECOND).floor();
    // Day 0 is a time of day alone; after the last day of the year 9999 there is none.
    let end = if dates_from_1904 { 2_957_004.0 } else { 2_958_466.0 };
    if at.is_duration() || is_time_alone || !(1.0..end).contains(&serial) {
        return no_day(&at.as_f64().to_string());
    }
    let day = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, dates_from_1904);
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    // 29 February 1900 was no day, but spreadsheets have it.
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    match date.map(|((year, month), day)| Date::new(year, month, day)) {
        Some(Ok(day)) => Value::Day(day),
        _ => no_day(&format!("{year}-{month:02}-{day:02}")),
    }
}

fn no_day(shown: &str) -> Value {
    Value::Odd {
        shown: shown.to_owned(),
        message: "a time stands here, or a day that there is not: write the day as 2017-04-25"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(serial: f64, dates_from_1904: bool) -> Option<Date> {
        let at = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, dates_from_1904);
        match moment(at, dates_from_1904) {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Against days counted by the calendar.
    #[test]
    fn every_serial_number_is_its_day() {
        let since =
            |epoch: Date, days: i64| epoch.checked_add(jiff::Span::new().days(days)).unwrap();
        for serial in (61..2_958_466).step_by(97).chain([61, 2_958_465]) {
            assert_eq!(day(serial as f64, false), Some(since(date(1899, 12, 30), serial)));
        }
        for serial in (1..2_957_004).step_by(97).chain([1, 2_957_003]) {
            assert_eq!(day(serial as f64, true), Some(since(date(1904, 1, 1), serial)));
        }
        assert_eq!(day(1.0, false), Some(date(1900, 1, 1)));
        assert_eq!(day(59.0, false), Some(date(1900, 2, 28)));
        assert_eq!(day(60.0, false), None, "29 February 1900");
        assert_eq!(day(61.0, false), Some(date(1900, 3, 1)));
        assert_eq!(day(42_850.999_999_99, false), Some(date(2017, 4, 25)));
        assert_eq!(day(43_830.999_999_999_8, false), Some(date(2020, 1, 1)), "17 microseconds");
        assert_eq!(day(43_830.999_999_99, false), Some(date(2019, 12, 31)), "0.9 milliseconds");
        assert_eq!(day(42_368.999_999_999_8, true), Some(date(2020, 1, 1)));
        for none in [
            -1.0,
            0.0,
            0.5,
            0.999_999_999_99,
            2_958_465.999_999_999,
            f64::NAN,
            f64::INFINITY,
            2_958_466.0,
        ] {
            assert_eq!(day(none, false), None, "{none}");
        }
    }

    #[test]
    fn days_and_moments_of_iso_8601_are_their_day() {
        for (text, read) in [
            ("2019-12-31", Some(date(2019, 12, 31))),
            ("2019-12-31T00:00:00", Some(date(2019, 12, 31))),
            ("2019-12-31T23:59:59.999", Some(date(2019, 12, 31))),
            ("2019-12-31T23:59:59.9999", Some(date(2020, 1, 1))),
            ("2019-12-31T24", Some(date(2019, 12, 31))),
            ("2019-13-31", None),
            ("31", None),
        ] {
            assert_eq!(iso_day(text), read, "{text}");
        }
    }
}
