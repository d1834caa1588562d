//! What a cell of a table is in a worksheet: a number that is exact, or a text.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::ExcelDateTime;

use crate::lang::Lang;
use crate::table::Cell;
use crate::units::{Length, Share};

/// What a worksheet's cell holds, with the format that draws it.
pub(super) enum Drawn {
    Nothing,
    /// From the left.
    Text(String),
    /// A text in the place of a figure, on the right.
    Sign(String),
    Number(f64, String),
    Day(ExcelDateTime, &'static str),
}

/// Spreadsheets draw 15 digits; beyond, a figure is a text.
const EXACT: u64 = 1_000_000_000_000_000;

/// The most that a cell can hold, in units of UTF-16.
const LONGEST: usize = 32_767;

/// Whether lengths that are not whole metres stand among cells.
pub(super) fn has_millimetres<'a>(mut cells: impl Iterator<Item = &'a Cell>) -> bool {
    cells.any(|cell| match cell {
        Cell::Length(length) | Cell::Change(length) => length.mm() % 1000 != 0,
        _ => false,
    })
}

/// Kilometres with as many decimals as everywhere in a report. Beside millimetres whole metres
/// leave room for three more digits, so that decimal marks stand below one another.
fn km_format(length: Length, beside_millimetres: bool) -> &'static str {
    match (length.mm() % 1000, beside_millimetres) {
        (0, false) => "0.000###",
        (0, true) => "0.000###_0_0_0",
        _ => "0.000000",
    }
}

/// What a cell is in a worksheet, in a column with lengths to the millimetre or without.
pub(super) fn drawn(cell: &Cell, lang: Lang, millimetres: bool) -> Drawn {
    let sign = || Drawn::Sign(lang.cell(cell));
    match cell {
        Cell::Blank => Drawn::Nothing,
        Cell::Unknown => sign(),
        Cell::Text(_) | Cell::List(_) | Cell::Label(_) | Cell::Address(_) => text(&lang.cell(cell)),
        Cell::Count(count) if *count < EXACT => Drawn::Number(*count as f64, "0".to_owned()),
        Cell::Length(length) if exact(*length) => {
            Drawn::Number(km(*length), km_format(*length, millimetres).to_owned())
        }
        Cell::Change(length) if exact(*length) => {
            let format = km_format(*length, millimetres);
            Drawn::Number(km(*length), format!("+{format};-{format};{format}"))
        }
        Cell::CountChange(count) if count.unsigned_abs() < EXACT => {
            Drawn::Number(*count as f64, "+0;-0;0".to_owned())
        }
        Cell::Millimetres(mm) if mm.unsigned_abs() < EXACT => {
            Drawn::Number(*mm as f64, "0".to_owned())
        }
        Cell::Count(_) | Cell::CountChange(_) | Cell::Millimetres(_) => sign(),
        Cell::Length(_) | Cell::Change(_) => sign(),
        Cell::Decimal(metres, decimals) if metres.is_finite() => match decimals {
            0 => Drawn::Number(*metres, "0".to_owned()),
            _ => Drawn::Number(*metres, format!("0.{}", "0".repeat(*decimals))),
        },
        Cell::Decimal(..) => sign(),
        Cell::Share(share) => match share.ratio() {
            Some(ratio) => Drawn::Number(ratio, per_cent(*share, ratio)),
            None => sign(),
        },
        Cell::Day(date) => day(*date).map_or_else(sign, |day| Drawn::Day(day, day_format(lang))),
    }
}

fn text(text: &str) -> Drawn {
    match legal(text) {
        text if text.is_empty() => Drawn::Nothing,
        text => Drawn::Text(text.into_owned()),
    }
}

/// A day as spreadsheets count it; none before March 1900, where they count one day more than
/// there was.
pub(super) fn day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    ExcelDateTime::from_ymd(year, month, day).ok().filter(|_| (year, month) >= (1900, 3))
}

/// How a day is drawn, as [`Lang::day`] writes it.
fn day_format(lang: Lang) -> &'static str {
    match lang {
        Lang::English => "yyyy\\-mm\\-dd",
        Lang::Vietnamese => "d\\/m\\/yyyy",
    }
}

/// Whether a length's kilometres have at most 15 digits: below that, each is a number of its own,
/// as 2^53 is more.
fn exact(length: Length) -> bool {
    length.mm().unsigned_abs() < EXACT
}

fn km(length: Length) -> f64 {
    length.mm() as f64 / 1e6
}

/// Two decimals, and as many more as it takes for what is not quite all not to read as all, nor
/// what is not quite nothing as nothing.
fn per_cent(share: Share, ratio: f64) -> String {
    let lies = |decimals: usize| {
        let drawn = format!("{:.decimals$}", ratio * 100.0);
        let read = drawn.parse::<f64>().unwrap_or(f64::NAN);
        read == 100.0 && !share.is_whole() || read == 0.0 && !share.is_nothing()
    };
    let decimals = (2..=13).find(|&decimals| !lies(decimals)).unwrap_or(13);
    format!("0.{} %", "0".repeat(decimals))
}

/// A text that a cell can hold: no control characters, and not too long.
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let text =
        if text.contains(bad) { Cow::Owned(text.replace(bad, " ")) } else { Cow::Borrowed(text) };
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 1; // the mark of what is left out
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { text } else { Cow::Owned(kept + "…") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn number(cell: &Cell) -> (f64, String) {
        match drawn(cell, Lang::English, true) {
            Drawn::Number(number, format) => (number, format),
            _ => panic!("{cell:?} is no number"),
        }
    }

    /// A share as a spreadsheet draws it.
    fn per_cent_drawn(share: Share) -> String {
        let (ratio, format) = number(&Cell::Share(share));
        let decimals = format.matches('0').count() - 1;
        format!("{:.decimals$} %", ratio * 100.0)
    }

    #[test]
    fn what_is_not_quite_all_never_reads_as_all_nor_what_is_not_quite_nothing_as_nothing() {
        let drawn = |part, whole| per_cent_drawn(Share::of_counts(part, whole));
        assert_eq!(drawn(400_861_000, 400_861_000), "100.00 %");
        assert_eq!(drawn(0, 400_861_000), "0.00 %");
        assert_eq!(drawn(365_861_000, 400_861_000), "91.27 %");
        assert_eq!(drawn(400_860_999, 400_861_000), "99.9999998 %");
        assert_eq!(drawn(1, 400_861_000), "0.0000002 %");
        assert_eq!(drawn(410_000_000, 400_000_000), "102.50 %");
        let nothing = Cell::Share(Share::of_counts(0, 0));
        assert!(matches!(super::drawn(&nothing, Lang::English, false), Drawn::Sign(s) if s == "–"));
    }

    #[test]
    fn figures_of_more_digits_than_a_spreadsheet_draws_are_texts() {
        let sign = |cell: Cell, text: &str| match drawn(&cell, Lang::Vietnamese, false) {
            Drawn::Sign(sign) => assert_eq!(sign, text),
            _ => panic!("{cell:?}"),
        };
        sign(Cell::Length(Length::from_mm(1_234_567_890_123_456)), "1234567890,123456");
        sign(Cell::Change(Length::from_mm(i64::MIN)), "-9223372036854,775808");
        sign(Cell::Count(u64::MAX), "18446744073709551615");
        sign(Cell::Decimal(f64::INFINITY, 0), "inf");
        sign(Cell::Day(date(1900, 2, 28)), "28/2/1900");
        sign(Cell::Day(date(-5, 1, 1)), "1/1/-5");
        assert!(day(date(1900, 3, 1)).is_some() && day(date(9999, 12, 31)).is_some());
    }

    #[test]
    fn lengths_have_the_decimals_that_they_have_elsewhere() {
        let format = |mm, beside| km_format(Length::from_mm(mm), beside);
        assert_eq!(format(1_641_740, true), "0.000000");
        assert_eq!(format(35_000_000, true), "0.000###_0_0_0");
        assert_eq!(format(35_000_000, false), "0.000###");
        let (number, format) = number(&Cell::Change(Length::from_mm(-420_001)));
        assert_eq!((number, format.as_str()), (-0.420001, "+0.000000;-0.000000;0.000000"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn kilometres_are_exact_to_the_last_digit(mm in -999_999_999_999_999_i64..1_000_000_000_000_000) {
            let length = Length::from_mm(mm);
            let (number, _) = number(&Cell::Length(length));
            prop_assert_eq!(Length::from_km(number), Ok(length));
            prop_assert_eq!(format!("{number:.6}"), format!("{:.6}", length.km().parse::<f64>().unwrap()));
            // The shortest text of the number, which is what the file holds, is the length's own.
            let own = length.km();
            let own = own.trim_end_matches('0').trim_end_matches('.');
            prop_assert_eq!(number.to_string(), if mm == 0 { "0" } else { own });
        }

        #[test]
        fn shares_read_as_they_do_elsewhere(whole in 1_usize..1_000_000_000_000, of in 0.0..1.1_f64) {
            let part = (whole as f64 * of) as usize;
            let share = Share::of_counts(part, whole);
            let drawn = per_cent_drawn(share);
            let tie = (part * 20_000).is_multiple_of(whole);
            if drawn.len() == share.to_string().len() && !tie {
                prop_assert_eq!(&drawn, &share.to_string());
            }
            let digits = drawn.trim_end_matches(" %").trim_end_matches('0');
            prop_assert!((digits == "100.") == (part == whole), "{}", drawn);
            prop_assert!((digits == "0.") == (part == 0), "{}", drawn);
        }
    }
}
