//! Typed cells as the text that a CSV file would have, where a column can use them.
//!
//! A number or a day in a cell is unambiguous, whatever decimal mark the data set declares. What a
//! spreadsheet made of a label is not taken for it, however plain it looks.

use jiff::civil::Date;

use crate::io::grid::Value;
use crate::number::DecimalMark;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ids, markers, addresses, names: text that may look like something else.
    Label,
    Number,
    Date,
}

/// A cell as text, and what is wrong with it in such a column.
///
/// In a `personal` column, what is wrong is reported without the value.
pub(super) fn as_text(
    value: &Value,
    kind: Kind,
    mark: DecimalMark,
    personal: bool,
) -> (String, Option<String>) {
    let fault = match (value, kind) {
        (Value::Text(_), _) | (Value::Number(_), Kind::Number) | (Value::Day(_), Kind::Date) => {
            None
        }
        (Value::Number(number), Kind::Label) => no_label(*number, personal),
        (Value::Number(_), Kind::Date) => Some(
            "a plain number stands in a column of days: format the cell as a date, or write the \
             day as 2017-04-25"
                .to_owned(),
        ),
        (Value::Day(_), Kind::Number) => Some(
            "a date stands in a column of numbers, as a spreadsheet makes of 5.2 or 5/2: format \
             the column as number and write it again"
                .to_owned(),
        ),
        (Value::Day(day), Kind::Label) => Some(made_of_label(*day, personal)),
        (Value::Odd { message, .. }, _) => Some(message.clone()),
    };
    let text = match value {
        Value::Number(number) => mark.write(number.to_string()),
        other => other.shown(),
    };
    (text, fault)
}

/// Why a number is no label; a whole one of 0 or more is the label it looks like.
fn no_label(number: f64, personal: bool) -> Option<String> {
    const WRITE: &str = "format the column as text and write it again";
    let whole = number.fract() == 0.0;
    if number < 0.0 {
        let made = if whole && !personal {
            format!("of ({})", -number)
        } else {
            "of digits in brackets".to_owned()
        };
        Some(format!("a negative number stands here, as a spreadsheet makes {made}: {WRITE}"))
    } else if !whole {
        Some(format!(
            "a number with decimals stands here, where a text is expected (kilometres are written \
             as `km 37.215`): {WRITE}"
        ))
    } else if number >= 1e15 {
        // A spreadsheet keeps 15 digits.
        Some(format!("a number of more than 15 digits, of which a spreadsheet keeps 15: {WRITE}"))
    } else {
        None
    }
}

/// Why a day is no label, and of which labels a spreadsheet makes such a day.
fn made_of_label(day: Date, personal: bool) -> String {
    let (year, month, day) = (day.year(), day.month(), day.day());
    let mut labels = vec![format!("{day}/{month}")];
    if day != month && day <= 12 {
        labels.push(format!("{month}/{day}"));
    }
    if day == 1 {
        // A month and a year.
        labels.push(format!("{month}/{}", year.rem_euclid(100)));
    }
    let of = match (personal, labels.split_last()) {
        (false, Some((last, [_, ..]))) => {
            format!("of {} or {last}", labels[..labels.len() - 1].join(", "))
        }
        (false, Some((only, []))) => format!("of {only}"),
        _ => "of digits with a stroke between them".to_owned(),
    };
    format!(
        "a date stands here, where a text is expected, as a spreadsheet makes {of}: format the \
         column as text and write it again"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(value: &Value, kind: Kind) -> (String, String) {
        let (text, fault) = as_text(value, kind, DecimalMark::Comma, false);
        (text, fault.unwrap_or_default())
    }

    #[test]
    fn numbers_and_days_need_no_mark() {
        let number = |n: f64| read(&Value::Number(n), Kind::Number).0;
        assert_eq!(number(365.861), "365,861");
        assert_eq!(number(0.1 + 0.2), "0,30000000000000004");
        assert_eq!((number(45.0).as_str(), number(1e21).len()), ("45", 22));
        let (text, fault) = read(&Value::Day(date(2017, 4, 25)), Kind::Date);
        assert_eq!((text.as_str(), fault.as_str()), ("2017-04-25", ""));
    }

    #[test]
    fn what_a_spreadsheet_made_of_a_label_is_told_with_what_it_was() {
        assert_eq!(read(&Value::Number(17.0), Kind::Label), ("17".to_owned(), String::new()));
        for (value, words) in [
            (Value::Number(-2.0), "of (2):"),
            (Value::Number(-2.5), "brackets"),
            (Value::Number(259.5), "decimals"),
            (Value::Number(1e15), "15 digits"),
            (Value::Day(date(2025, 1, 11)), "of 11/1 or 1/11:"),
            (Value::Day(date(2025, 1, 31)), "of 31/1:"),
            (Value::Day(date(2025, 3, 3)), "of 3/3:"),
            (Value::Day(date(2031, 7, 1)), "of 1/7, 7/1 or 7/31:"),
            (Value::Day(date(2031, 1, 1)), "of 1/1 or 1/31:"),
        ] {
            let (_, fault) = read(&value, Kind::Label);
            assert!(fault.contains(words) && fault.contains("as text"), "{fault}");
        }
        for value in [Value::Number(-2.0), Value::Day(date(2025, 1, 11))] {
            let (_, fault) = as_text(&value, Kind::Label, DecimalMark::Point, true);
            let fault = fault.unwrap();
            assert!(!fault.contains('2') && !fault.contains('1'), "{fault}");
        }
    }
}
