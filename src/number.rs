//! Numbers as offices write them. The decimal mark is declared, never guessed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The mark between the whole part of a number and its decimals.
///
/// ```
/// use border_coverage::number::DecimalMark;
/// assert_eq!(DecimalMark::default().parse("365.861"), Ok(365.861));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecimalMark {
    /// `365.861`
    #[default]
    Point,
    /// `365,861`
    Comma,
}

/// Why a text is not a number.
///
/// ```
/// use border_coverage::number::{DecimalMark, NumberError};
/// assert_eq!(DecimalMark::Point.parse("3 816"), Err(NumberError::Blank));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum NumberError {
    /// No text.
    #[error("a number is missing")]
    Missing,
    /// A comma in a number with decimal points.
    #[error(
        "a comma in a number, but the data set declares numbers = \"point\": write the decimals \
         after a point and no thousands mark, or declare numbers = \"comma\""
    )]
    Comma,
    /// A point in a number with decimal commas.
    #[error(
        "a point in a number, but the data set declares numbers = \"comma\": write the decimals \
         after a comma and no thousands mark, or declare numbers = \"point\""
    )]
    Point,
    /// White space within the digits.
    #[error("a blank inside the number: remove it, or check whether a digit is missing")]
    Blank,
    /// Characters other than digits.
    #[error("not a plain number: write digits alone, without a thousands mark, a unit or a word")]
    NotPlain,
    /// Beyond the range of the type.
    #[error("the number is too large: check its digits")]
    TooLarge,
    /// A fraction where only whole numbers make sense.
    #[error("not a whole number of 0 or more: write digits alone, without a thousands mark")]
    NotWhole,
}

impl DecimalMark {
    pub(crate) const fn character(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// Reads a number with this decimal mark; always finite.
    ///
    /// # Errors
    /// When `text` is not an optional sign, digits, optional decimals after the mark, and an
    /// optional exponent, as programs write very large and very small numbers.
    ///
    /// ```
    /// use border_coverage::number::{DecimalMark, NumberError};
    /// assert_eq!(DecimalMark::Comma.parse("365,861"), Ok(365.861));
    /// assert_eq!(DecimalMark::Point.parse("1.0326e+04"), Ok(10_326.0));
    /// assert_eq!(DecimalMark::Point.parse("365,861"), Err(NumberError::Comma));
    /// ```
    pub fn parse(self, text: &str) -> Result<f64, NumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NumberError::Missing);
        }
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = split_exponent(digits);
        let (whole, decimals) =
            mantissa.split_once(self.character()).map_or((mantissa, None), |(w, d)| (w, Some(d)));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let power = |part: &str| plain(part.strip_prefix(['+', '-']).unwrap_or(part));
        if !(plain(whole) && decimals.is_none_or(plain) && exponent.is_none_or(power)) {
            return Err(self.error_in(digits));
        }
        let number: f64 =
            text.replace(self.character(), ".").parse().map_err(|_| NumberError::NotPlain)?;
        if number.is_finite() { Ok(number) } else { Err(NumberError::TooLarge) }
    }

    /// How many decimals a number has that [`parse`](Self::parse) reads; below zero where its last
    /// digit stands for tens or more, as an exponent makes it.
    pub(crate) fn decimals(self, text: &str) -> i32 {
        let (mantissa, exponent) = split_exponent(text.trim());
        let written = mantissa.rsplit_once(self.character()).map_or(0, |(_, d)| d.len());
        let power = exponent.and_then(|power| power.parse().ok()).unwrap_or(0);
        i32::try_from(written).unwrap_or(i32::MAX).saturating_sub(power)
    }

    /// Replaces the point in a written number by this mark.
    pub(crate) fn write(self, number: String) -> String {
        match self {
            Self::Point => number,
            Self::Comma => number.replace('.', ","),
        }
    }

    /// Why digits are not a plain number.
    fn error_in(self, digits: &str) -> NumberError {
        let only = |extra: &[char]| {
            digits.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || extra.contains(&c))
        };
        if only(&[]) || only(&[self.character()]) && digits.contains(char::is_whitespace) {
            return NumberError::Blank;
        }
        if only(&['.', ',']) {
            return match self {
                Self::Point if digits.contains(',') => NumberError::Comma,
                Self::Comma if digits.contains('.') => NumberError::Point,
                _ => NumberError::NotPlain,
            };
        }
        NumberError::NotPlain
    }
}

/// A number without its exponent, and the exponent.
fn split_exponent(number: &str) -> (&str, Option<&str>) {
    number.split_once(['e', 'E']).map_or((number, None), |(m, power)| (m, Some(power)))
}

/// Reads a whole number of 0 or more, also as programs write it: `4.0`, `1e+05`.
///
/// # Errors
/// When `text` is no whole number, or the number is too large for `u32`.
pub(crate) fn parse_count(text: &str) -> Result<u32, NumberError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Missing);
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        if let Some(count) = as_programs_write(text) {
            return Ok(count);
        }
        let blank = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        return Err(if blank { NumberError::Blank } else { NumberError::NotWhole });
    }
    text.parse().map_err(|_| NumberError::TooLarge)
}

/// The whole number that a program wrote as a real one, with a point whatever the decimal mark.
fn as_programs_write(text: &str) -> Option<u32> {
    let real = DecimalMark::Point.parse(text).ok()?;
    let whole = real.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&real);
    let is_real = text.ends_with(".0") || text.contains(['e', 'E']);
    (whole && is_real && !text.starts_with(['+', '-'])).then_some(real as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_traps_of_the_offices_tables_are_refused_by_name() {
        use NumberError as E;
        let point = |text: &str| DecimalMark::Point.parse(text);
        let comma = |text: &str| DecimalMark::Comma.parse(text);
        assert_eq!(point("-0.2"), Ok(-0.2));
        assert_eq!(point(" 37.215 "), Ok(37.215));
        assert_eq!(comma("2.789"), Err(E::Point));
        assert_eq!(point("3.8 16"), Err(E::Blank));
        assert_eq!(point("3 816"), Err(E::Blank));
        assert_eq!(point("365.861km"), Err(E::NotPlain));
        assert_eq!(point("hơn 35"), Err(E::NotPlain));
        for text in [
            "NaN", "inf", "1e", "e3", "1e3.5", "1e3e3", "1ee3", "1e+", "--1", ".", "5.", ".5",
            "1.2.3", "٣", "0x1",
        ] {
            assert_eq!(point(text), Err(E::NotPlain), "{text}");
        }
        assert_eq!(point(&"9".repeat(400)), Err(E::TooLarge));
        assert_eq!(point("1e400"), Err(E::TooLarge));
        assert_eq!(point(""), Err(E::Missing));
    }

    #[test]
    fn numbers_with_exponents_are_numbers() {
        let point = |text: &str| DecimalMark::Point.parse(text);
        assert_eq!(point("1e3"), Ok(1_000.0));
        assert_eq!(point("1.0326E+04"), Ok(10_326.0));
        assert_eq!(point("-2.5e-05"), Ok(-0.000_025));
        assert_eq!(point("5e-324"), Ok(5e-324));
        assert_eq!(DecimalMark::Comma.parse("1,02e+02"), Ok(102.0));
        assert_eq!(DecimalMark::Comma.parse("1.02e+02"), Err(NumberError::NotPlain));
        let decimals = |text: &str| DecimalMark::Point.decimals(text);
        assert_eq!(["69", "69.30", "1.0326e+04", "1e3", "2.5e-05"].map(decimals), [0, 2, 0, -3, 6]);
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(parse_count("4.0"), Ok(4));
        assert_eq!(parse_count("1e+05"), Ok(100_000));
        assert_eq!(parse_count("1.5e0"), Err(NumberError::NotWhole));
        assert_eq!(parse_count("1e10"), Err(NumberError::NotWhole));
        assert_eq!(parse_count("4.000"), Err(NumberError::NotWhole), "four thousand?");
        assert_eq!(parse_count("04"), Ok(4));
        assert_eq!(parse_count("4.5"), Err(NumberError::NotWhole));
        assert_eq!(parse_count("-4"), Err(NumberError::NotWhole));
        assert_eq!(parse_count("3 816"), Err(NumberError::Blank));
        assert_eq!(parse_count("99999999999"), Err(NumberError::TooLarge));
    }
}
