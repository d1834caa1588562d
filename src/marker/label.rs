//! Marker labels: the grammar of numbered boundary markers, and names.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

/// Why a text is not a marker label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Nothing there.
    #[error("a marker label is missing")]
    Missing,
    /// What a spreadsheet makes of `11/1`.
    #[error(
        "this looks like a date that a spreadsheet made of a label such as 11/1: \
         format the column as text and write the label again"
    )]
    Date,
    /// What a spreadsheet makes of `(2)`.
    #[error(
        "this looks like a number that a spreadsheet made of a label such as (2): \
         format the column as text and write the label again"
    )]
    Negative,
    /// Neither a numbered label nor a name.
    #[error(
        "not a marker label: write a number with an optional auxiliary number and twin, such as \
         85, 519/2 or 17(2), a number with decimals, such as 12.4, or a name that begins with a \
         letter, such as G5"
    )]
    Grammar,
}

/// The label of a boundary marker.
///
/// `N` is a main marker, `N/m` the m-th auxiliary after it, and `(k)` one of the twins or triples
/// that share a position: `85`, `519/2`, `17(2)`, `519/2(1)`. Leading zeros do not count. Any
/// other label is a name, equal only to what is written alike: a number with decimals, such as
/// the hectometre post `12.4`, one with a letter, such as `12A`, and whatever begins with a letter
/// and is no address, such as `G5`, `RW016.+004` or `Ford (north bank)`. Two labels are equal when they denote the same marker; what
/// was written is kept.
///
/// ```
/// use border_coverage::marker::MarkerLabel;
/// let label: MarkerLabel = "017(2)".parse()?;
/// assert_eq!(label, "17(2)".parse()?);
/// assert_eq!(label.to_string(), "017(2)");
/// # Ok::<(), border_coverage::marker::LabelError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MarkerLabel {
    written: String,
    key: Key,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    /// The position, then the twin: 0 where it has none.
    Number(Position, u32),
    Name(String),
}

/// The place in the numbering that twins share: `293 < 293/1 < 293/3 < 294`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    main: u32,
    auxiliary: u32,
}

impl MarkerLabel {
    /// The position in the numbering; none for a name.
    pub fn position(&self) -> Option<Position> {
        match self.key {
            Key::Number(position, _) => Some(position),
            Key::Name(_) => None,
        }
    }

    /// The label that twins share; its own where it has none.
    pub(crate) fn shared(&self) -> Self {
        self.without_twin().unwrap_or_else(|| self.clone())
    }

    /// For a twin, the label of the position it shares.
    pub(crate) fn without_twin(&self) -> Option<Self> {
        match self.key {
            Key::Number(position, twin) if twin > 0 => {
                Some(Self { written: position.to_string(), key: Key::Number(position, 0) })
            }
            _ => None,
        }
    }
}

impl From<u32> for MarkerLabel {
    /// The label of the main marker of a number.
    fn from(main: u32) -> Self {
        let position = Position { main, auxiliary: 0 };
        Self { written: main.to_string(), key: Key::Number(position, 0) }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.auxiliary {
            0 => write!(f, "{}", self.main),
            m => write!(f, "{}/{m}", self.main),
        }
    }
}

impl std::str::FromStr for MarkerLabel {
    type Err = LabelError;
    fn from_str(text: &str) -> Result<Self, LabelError> {
        let written = text.trim();
        let key = match written.chars().next() {
            None => return Err(LabelError::Missing),
            Some(c) if c.is_alphabetic() => name(written)?,
            Some(_) if is_decimal(written) => Key::Name(written.to_owned()),
            Some(_) => match number(written) {
                Err(LabelError::Grammar) if is_lettered(written) => name(written)?,
                read => read?,
            },
        };
        Ok(Self { written: written.to_owned(), key })
    }
}

/// A name: any text but one that an address could be taken for.
fn name(text: &str) -> Result<Key, LabelError> {
    let reserved = ["start", "end", "km"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let printable = !text.chars().any(char::is_control);
    if reserved || text.len() > 100 || !printable || is_measure(text) || is_offset(text) {
        return Err(LabelError::Grammar);
    }
    let composed = unicode_normalization::UnicodeNormalization::nfc(text);
    Ok(Key::Name(composed.collect()))
}

/// The most letters of a name that begins with a digit: more are a slip of the pen, as in `85abc`.
const MOST_LETTERS: usize = 2;

/// Whether a text that begins with a digit is a name: in one word, with a letter or two that are no
/// unit and no exponent, such as `12A` or `12-B`.
fn is_lettered(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    let number = text.trim_end_matches(char::is_alphabetic);
    let is_unit = number.parse::<f64>().is_ok()
        && ["m", "km"].iter().any(|unit| text[number.len()..].eq_ignore_ascii_case(unit));
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(is_part)
        && (1..=MOST_LETTERS).contains(&text.chars().filter(|c| c.is_alphabetic()).count())
        && text.parse::<f64>().is_err()
        && !is_unit
}

/// Whether a text begins as an official measure does: `km 37.215`.
fn is_measure(text: &str) -> bool {
    let word = text.split_whitespace().next();
    word.is_some_and(|word| word.len() < text.len() && word.eq_ignore_ascii_case("km"))
}

/// Whether a text ends with an offset from a marker, `G5+70 m`, or with one from an end of the
/// section, which has none. Dashes that no keyboard has count as signs, to be refused by name.
fn is_offset(text: &str) -> bool {
    let sign = |c: char| matches!(c, '+' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let Some((from, offset)) = text.rsplit_once(sign) else { return false };
    let of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',');
    let is_number =
        |part: &str| part.contains(|c: char| c.is_ascii_digit()) && part.chars().all(of_number);
    let end = ["start", "end"].iter().any(|word| from.trim().eq_ignore_ascii_case(word));
    match offset.strip_suffix('m') {
        Some(rest) => is_number(rest.strip_suffix('k').unwrap_or(rest)),
        None => end && is_number(offset),
    }
}

/// Whether a text is digits, a decimal mark and digits, as on hectometre posts.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once(['.', ',']).is_some_and(|(whole, rest)| digits(whole) && digits(rest))
}

/// `N`, `N/m`, `N(k)` or `N/m(k)`.
fn number(text: &str) -> Result<Key, LabelError> {
    let (place, twin) = match text.strip_suffix(')') {
        Some(inner) => {
            inner.split_once('(').map(|(p, k)| (p, Some(k))).ok_or(LabelError::Grammar)?
        }
        None => (text, None),
    };
    let (main, auxiliary) = match place.split_once('/') {
        Some((main, auxiliary)) => (main, Some(auxiliary)),
        None => (place, None),
    };
    let digits = |part: &str| {
        let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| plain).ok_or_else(|| complaint(text))
    };
    let counted = |part: Option<&str>| match part.map(digits).transpose()? {
        Some(0) => Err(LabelError::Grammar), // auxiliaries and twins count from 1
        other => Ok(other.unwrap_or(0)),
    };
    let position = Position { main: digits(main)?, auxiliary: counted(auxiliary)? };
    Ok(Key::Number(position, counted(twin)?))
}

/// What is wrong with a label that is no number.
fn complaint(text: &str) -> LabelError {
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).collect();
    let digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty();
    let month = |part: &&str| {
        let months = "jan feb mar apr may jun jul aug sep oct nov dec thg";
        part.is_char_boundary(3) && months.split(' ').any(|m| part[..3].eq_ignore_ascii_case(m))
    };
    if parts.len() > 1 && parts.iter().any(|p| p.len() >= 3 && month(p))
        || parts.len() == 3 && parts.iter().all(digits)
    {
        LabelError::Date
    } else if text.strip_prefix('-').is_some_and(|rest| digits(&rest)) {
        LabelError::Negative
    } else {
        LabelError::Grammar
    }
}

impl fmt::Display for MarkerLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

impl serde::Serialize for MarkerLabel {
    /// As it was written.
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.written)
    }
}

impl<'de> serde::Deserialize<'de> for MarkerLabel {
    /// From text.
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialEq for MarkerLabel {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for MarkerLabel {}

impl std::hash::Hash for MarkerLabel {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl PartialOrd for MarkerLabel {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for MarkerLabel {
    /// Numbered ones along the line, then names by letter.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> MarkerLabel {
        text.parse().unwrap()
    }

    #[test]
    fn labels_order_along_the_line() {
        let order = ["9", "10", "293", "293/1", "293/1(2)", "293/3", "293/10", "294(1)", "G5"];
        for pair in order.windows(2) {
            assert!(label(pair[0]) < label(pair[1]), "{pair:?}");
        }
        assert_eq!(label("17(1)").position(), label("17(2)").position());
        assert_eq!(label("04"), label("4"));
    }

    #[test]
    fn what_spreadsheets_make_of_labels_is_recognised() {
        for text in ["11-Jan", "2017-01-11", "11/1/2017", "01-Thg1"] {
            assert_eq!(text.parse::<MarkerLabel>(), Err(LabelError::Date), "{text}");
        }
        assert_eq!("-2".parse::<MarkerLabel>(), Err(LabelError::Negative));
    }

    #[test]
    fn names_are_kept_as_they_are_written() {
        for text in [
            "12.4",
            "12.0",
            "41,5",
            "RW016.+004",
            "Ford (north bank)",
            "Åby [2] & Co.",
            "G 5",
            "G+5",
            "Km5+215",
            "km37",
            "A-5 mm",
            "Dam -m",
            "end-moraine 2",
        ] {
            let read = label(text);
            assert_eq!((read.to_string().as_str(), read.position()), (text, None));
        }
        assert_ne!(label("12.0"), label("12"));
        assert_ne!(label("12.10"), label("12.1"));
    }

    #[test]
    fn a_number_with_a_letter_is_a_name() {
        for text in ["12A", "12-B", "110.5a", "7/3C"] {
            let read: MarkerLabel = text.parse().unwrap();
            assert_eq!((read.to_string().as_str(), read.position()), (text, None));
        }
    }

    #[test]
    fn what_is_no_label_is_refused() {
        for text in [
            "17(",
            "17)",
            "(2)",
            "17()",
            "17/",
            "/2",
            "1.5.",
            ".5",
            "17(0)",
            "3/0",
            "99999999999",
            "start",
            "END",
            "km",
            "km 5",
            "Km  5+215",
            "G 5+3 m",
            "G+5 km",
            "G–5 m",
            "A-5m",
            "start+5",
            "end - 0.5 km",
            "G\u{7}5",
            "@",
            "85abc",
            "5m",
            "5km",
            "A 5+3 m",
        ] {
            assert_eq!(text.parse::<MarkerLabel>(), Err(LabelError::Grammar), "{text}");
        }
        assert_eq!(" ".parse::<MarkerLabel>(), Err(LabelError::Missing));
    }
}
