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
    #[error(
        "not a plain number: write digits alone, without a thousands mark, a unit, a word or an \
         exponent"
    )]
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
    /// When `text` is not an optional sign, digits, and optional decimals after the mark.
    ///
    /// ```
    /// use border_coverage::number::{DecimalMark, NumberError};
    /// assert_eq!(DecimalMark::Comma.parse("365,861"), Ok(365.861));
    /// assert_eq!(DecimalMark::Point.parse("365,861"), Err(NumberError::Comma));
    /// ```
    pub fn parse(self, text: &str) -> Result<f64, NumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NumberError::Missing);
        }
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, decimals) =
            digits.split_once(self.character()).map_or((digits, None), |(w, d)| (w, Some(d)));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !(plain(whole) && decimals.is_none_or(plain)) {
            return Err(self.error_in(digits));
        }
        let number: f64 =
            text.replace(self.character(), ".").parse().map_err(|_| NumberError::NotPlain)?;
        if number.is_finite() { Ok(number) } else { Err(NumberError::TooLarge) }
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

/// Reads a whole number of 0 or more.
///
/// # Errors
/// When `text` is not digits alone, or the number is too large for `u32`.
pub(crate) fn parse_count(text: &str) -> Result<u32, NumberError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Missing);
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        let blank = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        return Err(if blank { NumberError::Blank } else { NumberError::NotWhole });
    }
    text.parse().map_err(|_| NumberError::TooLarge)
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
        for text in ["NaN", "inf", "1e400", "1e3", "--1", ".", "5.", ".5", "1.2.3", "٣", "0x1"] {
            assert_eq!(point(text), Err(E::NotPlain), "{text}");
        }
        assert_eq!(point(&"9".repeat(400)), Err(E::TooLarge));
        assert_eq!(point(""), Err(E::Missing));
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(parse_count("04"), Ok(4));
        assert_eq!(parse_count("4.5"), Err(NumberError::NotWhole));
        assert_eq!(parse_count("-4"), Err(NumberError::NotWhole));
        assert_eq!(parse_count("3 816"), Err(NumberError::Blank));
        assert_eq!(parse_count("99999999999"), Err(NumberError::TooLarge));
    }
}
