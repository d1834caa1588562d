//! Addresses: position expressions of a place on a section.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

use super::{LabelError, MarkerLabel};
use crate::geodesy::{LonLat, LonLatError};
use crate::number::{DecimalMark, NumberError};
use crate::units::{Length, UnitError};

/// A position on a section as people write it; [`Border::locate`](crate::Border::locate) computes
/// its place for a survey and a day.
///
/// ```
/// use border_coverage::Address;
/// use border_coverage::number::DecimalMark;
/// let address = Address::parse("85 + 0.070 km", DecimalMark::Point)?;
/// assert_eq!(address.to_string(), "85+70 m");
/// # Ok::<(), border_coverage::marker::AddressSyntaxError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Address {
    /// `start`: the section's start.
    Start,
    /// `end`: the section's end.
    End,
    /// `km 37.215`, `km 37+215`: the official measure from the section's start.
    Km(Length),
    /// `85`, `85+70 m`: a marker, by label or alias, with an offset along the section.
    Marker(MarkerLabel, Length),
    /// `@ 102.1439 22.4005`: a point, taken to the nearest place on the line.
    Point(LonLat),
}

/// Why a text is not an address.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AddressSyntaxError {
    /// Nothing there.
    #[error(
        "an address is missing: write start, end, km 37.215, a marker such as 85+70 m, or @ lon lat"
    )]
    Missing,
    /// A number in it cannot be read.
    #[error("{0}")]
    Number(#[from] NumberError),
    /// A length out of range.
    #[error("{0}")]
    Length(#[from] UnitError),
    /// A measure before the section's start.
    #[error("a measure from the section's start is 0 or more")]
    Negative,
    /// An offset without its unit.
    #[error("the offset needs its unit: write {0} m or {0} km")]
    NoUnit(String),
    /// What follows the label is no offset.
    #[error(
        "`{0}` is no offset: after the marker stand a sign, a number and its unit, as in 85+70 m"
    )]
    NotAnOffset(String),
    /// A measure without its word before it.
    #[error("for the official measure write km first: km {0}")]
    KmFirst(String),
    /// Metres without a marker.
    #[error("metres go with a marker, as in 85+70 m; for the official measure write km {0}")]
    MetresAlone(String),
    /// A dash or minus sign that no keyboard has.
    #[error("the `{0}` is not the - of the keyboard: type that")]
    Dash(char),
    /// A sign, and nothing behind it.
    #[error("after the sign the offset is missing: write it as in 85+70 m")]
    NoOffset,
    /// An offset from something that is no marker.
    #[error(
        "an offset goes with a marker, as in 85+70 m; from start or end write km instead, with \
         metres of three digits as in km 5+215"
    )]
    OffsetWithoutMarker,
    /// `@` without two numbers.
    #[error("after @ stand a longitude and a latitude, separated by a blank")]
    Point,
    /// The point is not on the globe.
    #[error("{0}")]
    LonLat(#[from] LonLatError),
    /// The two numbers are no place in the declared system.
    #[error("{0}")]
    NoPlace(String),
    /// What should be a marker's label is none.
    #[error("{0}")]
    Label(#[from] LabelError),
}

impl Address {
    /// The address that `text` denotes, its numbers written with `mark`.
    ///
    /// # Errors
    /// When it is none of the forms.
    pub fn parse(text: &str, mark: DecimalMark) -> Result<Self, AddressSyntaxError> {
        Self::parse_rounded(text, mark).map(|(address, _)| address)
    }

    /// The address, and the step of its number's last digit: how coarsely it is written. Zero where
    /// there is no number.
    ///
    /// # Errors
    /// When it is none of the forms.
    ///
    /// ```
    /// use border_coverage::Address;
    /// use border_coverage::number::DecimalMark;
    /// let step = |text| Address::parse_rounded(text, DecimalMark::Point).map(|read| read.1.mm());
    /// assert_eq!(step("km 69.3"), Ok(100_000));
    /// assert_eq!(step("85+70 m"), Ok(1_000));
    /// assert_eq!(step("85"), Ok(0));
    /// ```
    pub fn parse_rounded(
        text: &str,
        mark: DecimalMark,
    ) -> Result<(Self, Length), AddressSyntaxError> {
        Self::parse_with(text, mark, |lon, lat| Ok((LonLat::new(lon, lat)?, DEGREE)))
    }

    /// The address, its step, and a point's two numbers in any system: `point` converts them, and
    /// returns about how many metres one unit of them is.
    ///
    /// # Errors
    /// When it is none of the forms, or `point` fails.
    pub(crate) fn parse_with(
        text: &str,
        mark: DecimalMark,
        point: impl FnOnce(f64, f64) -> Result<(LonLat, f64), AddressSyntaxError>,
    ) -> Result<(Self, Length), AddressSyntaxError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressSyntaxError::Missing);
        }
        if text.eq_ignore_ascii_case("start") {
            return Ok((Self::Start, Length::ZERO));
        }
        if text.eq_ignore_ascii_case("end") {
            return Ok((Self::End, Length::ZERO));
        }
        if let Some(numbers) = text.strip_prefix('@') {
            let pair = parse_pair(numbers)?;
            let (at, unit) = point(mark.parse(pair[0])?, mark.parse(pair[1])?)?;
            let [x, y] = pair.map(|number| step(number, mark, unit));
            return Ok((Self::Point(at), x.max(y)));
        }
        if let Some((word, number)) = text.split_once(char::is_whitespace)
            && word.eq_ignore_ascii_case("km")
        {
            return parse_km(number, mark);
        }
        match compact_measure(text, mark) {
            Some((measure, step)) => Ok((Self::Km(measure), step)),
            None => parse_marker(text, mark),
        }
    }
}

/// Metres in a degree of latitude, about; of longitude there are no more.
pub(crate) const DEGREE: f64 = 111_195.0;

/// An address with the step of its number.
type Rounded = (Address, Length);

/// The step of a number's last digit, its unit being `metres`; zero below a millimetre.
pub(crate) fn step(number: &str, mark: DecimalMark, metres: f64) -> Length {
    let mm = metres * 1e3 / 10_f64.powi(mark.decimals(number).clamp(-20, 20));
    Length::from_mm((mm + 1e-9) as i64)
}

/// The measure in the notation of roads, dykes and rails, `5+215`: kilometres, and three digits of
/// metres, which may have decimals; and the step of its last digit.
pub(crate) fn station(text: &str, mark: DecimalMark) -> Option<(Length, Length)> {
    let (km, metres) = text.trim().split_once('+')?;
    let (km, metres) = (km.trim_end(), metres.trim_start());
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let whole = metres.split_once(mark.character()).map_or(metres, |(whole, _)| whole);
    if !(digits(km) && digits(whole) && (1..=6).contains(&km.len()) && whole.len() == 3) {
        return None;
    }
    let metres_read = mark.parse(metres).ok()?;
    let measure = Length::from_mm(km.parse::<i64>().ok()? * 1_000_000);
    Some((measure + Length::from_metres(metres_read).ok()?, step(metres, mark, 1.0)))
}

/// A measure written without a blank: `km37.215`, `Km5+215`, `K5+215`. `K5` is a marker's label.
fn compact_measure(text: &str, mark: DecimalMark) -> Option<(Length, Length)> {
    let rest = text.strip_prefix(['k', 'K'])?;
    let Some(number) = rest.strip_prefix(['m', 'M']) else { return station(rest, mark) };
    let plain = |number: &str| {
        let measure = Length::from_km(mark.parse(number).ok()?).ok()?;
        number.starts_with(|c: char| c.is_ascii_digit()).then(|| (measure, step(number, mark, 1e3)))
    };
    station(number, mark).or_else(|| plain(number))
}

fn parse_km(number: &str, mark: DecimalMark) -> Result<Rounded, AddressSyntaxError> {
    let metres = number.trim_end().strip_suffix('m').filter(|rest| !rest.ends_with('k'));
    if let Some((measure, step)) = station(metres.unwrap_or(number).trim_end(), mark) {
        return Ok((Address::Km(measure), step));
    }
    let read = mark.parse(number);
    if read.is_err() && number.trim_start().trim_start_matches('-').contains(['+', '-']) {
        return Err(AddressSyntaxError::OffsetWithoutMarker);
    }
    let measure = Length::from_km(read?)?;
    if measure < Length::ZERO {
        Err(AddressSyntaxError::Negative)
    } else {
        Ok((Address::Km(measure), step(number, mark, 1e3)))
    }
}

/// The two numbers of a point as they are written.
fn parse_pair(text: &str) -> Result<[&str; 2], AddressSyntaxError> {
    let mut numbers = text.split_whitespace();
    let (Some(x), Some(y), None) = (numbers.next(), numbers.next(), numbers.next()) else {
        return Err(AddressSyntaxError::Point);
    };
    Ok([x, y])
}

/// A label, then perhaps a sign, a number and a unit.
fn parse_marker(text: &str, mark: DecimalMark) -> Result<Rounded, AddressSyntaxError> {
    let error = match text.parse() {
        Ok(label) => return Ok((Address::Marker(label, Length::ZERO), Length::ZERO)),
        Err(error) => error,
    };
    let alone = || Err(bare_measure(text, mark).unwrap_or_else(|| no_label(text, error)));
    let Some((label, offset)) = text.rfind(['+', '-']).map(|i| text.split_at(i)) else {
        return alone();
    };
    let (number, metres) = match offset.strip_suffix('m') {
        Some(rest) => match rest.strip_suffix('k') {
            Some(number) => (number, 1e3),
            None => (rest, 1.0),
        },
        // A hyphen may belong to a name, or to what a spreadsheet made of a label; a plus never.
        None if error == LabelError::Grammar && !label.trim().is_empty() => {
            return Err(without_unit(offset[1..].trim(), mark));
        }
        None => return alone(),
    };
    if ["start", "end"].iter().any(|word| label.trim().eq_ignore_ascii_case(word)) {
        return Err(AddressSyntaxError::OffsetWithoutMarker);
    }
    let (sign, digits) = number.split_at(1);
    if digits.trim_start().starts_with(['+', '-']) {
        return Err(NumberError::NotPlain.into());
    }
    let size = mark.parse(digits)? * metres;
    let offset = Length::from_metres(if sign == "-" { -size } else { size })?;
    let label = label.parse().map_err(|error| no_label(label, error))?;
    Ok((Address::Marker(label, offset), step(digits, mark, metres)))
}

/// What is wrong with what should be a label.
fn no_label(text: &str, error: LabelError) -> AddressSyntaxError {
    let dash = text.chars().find(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}'));
    dash.map_or(error.into(), AddressSyntaxError::Dash)
}

/// What is wrong with an offset that ends with neither m nor km.
fn without_unit(offset: &str, mark: DecimalMark) -> AddressSyntaxError {
    if offset.is_empty() {
        return AddressSyntaxError::NoOffset;
    }
    match mark.parse(offset) {
        Ok(_) => AddressSyntaxError::NoUnit(offset.to_owned()),
        Err(_) => AddressSyntaxError::NotAnOffset(offset.to_owned()),
    }
}

/// What is wrong with `10 km` and `10000 m`.
fn bare_measure(text: &str, mark: DecimalMark) -> Option<AddressSyntaxError> {
    if let Some(number) = text.strip_suffix("km") {
        let number = number.trim();
        return mark.parse(number).is_ok().then(|| AddressSyntaxError::KmFirst(number.to_owned()));
    }
    let metres = Length::from_metres(mark.parse(text.strip_suffix('m')?.trim()).ok()?).ok()?;
    Some(AddressSyntaxError::MetresAlone(mark.write(metres.km())))
}

impl Address {
    /// The address as text, exact to the millimetre, with a decimal mark: it reads back as the same
    /// address. A marker called as a measure is written has an offset of nothing: `Km5+0 m`.
    ///
    /// ```
    /// use border_coverage::{Address, Length};
    /// use border_coverage::number::DecimalMark;
    /// let address = Address::Km(Length::from_mm(37_215_500));
    /// assert_eq!(address.written(DecimalMark::Comma), "km 37,215500");
    /// ```
    #[must_use]
    pub fn written(&self, mark: DecimalMark) -> String {
        match self {
            Self::Start => "start".to_owned(),
            Self::End => "end".to_owned(),
            Self::Km(measure) => format!("km {}", mark.write(measure.km())),
            Self::Marker(label, Length::ZERO) if !is_called_as_measure(label, mark) => {
                label.to_string()
            }
            Self::Marker(label, offset) => {
                let sign = if *offset < Length::ZERO { '-' } else { '+' };
                let mm = offset.mm().unsigned_abs();
                let decimals = match mm % 1000 {
                    0 => String::new(),
                    rest => format!(".{}", format!("{rest:03}").trim_end_matches('0')),
                };
                format!("{label}{sign}{} m", mark.write(format!("{}{decimals}", mm / 1000)))
            }
            Self::Point(at) => {
                let (lon, lat) = (at.lon().to_string(), at.lat().to_string());
                format!("@ {} {}", mark.write(lon), mark.write(lat))
            }
        }
    }
}

/// Whether a label alone would be read as a measure.
fn is_called_as_measure(label: &MarkerLabel, mark: DecimalMark) -> bool {
    label.position().is_none() && compact_measure(&label.to_string(), mark).is_some()
}

impl fmt::Display for Address {
    /// With decimal points.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written(DecimalMark::Point))
    }
}

impl std::str::FromStr for Address {
    type Err = AddressSyntaxError;

    /// With decimal points; for commas see [`Address::parse`].
    ///
    /// ```
    /// use border_coverage::Address;
    /// let address: Address = "85+70 m".parse()?;
    /// assert_eq!(address.to_string(), "85+70 m");
    /// # Ok::<(), border_coverage::marker::AddressSyntaxError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, AddressSyntaxError> {
        Self::parse(text, DecimalMark::Point)
    }
}

impl<'de> serde::Deserialize<'de> for Address {
    /// From text, with decimal points.
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for Address {
    /// As text, with decimal points.
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Address, AddressSyntaxError> {
        Address::parse(text, DecimalMark::Point)
    }

    fn marker(label: &str, mm: i64) -> Address {
        Address::Marker(label.parse().unwrap(), Length::from_mm(mm))
    }

    #[test]
    fn every_form_of_the_contract_is_read() {
        assert_eq!(parse("start"), Ok(Address::Start));
        assert_eq!(parse(" end "), Ok(Address::End));
        assert_eq!(parse("km 37.215"), Ok(Address::Km(Length::from_mm(37_215_000))));
        assert_eq!(parse("85"), Ok(marker("85", 0)));
        assert_eq!(parse("85+70 m"), Ok(marker("85", 70_000)));
        assert_eq!(parse("85 + 70m"), Ok(marker("85", 70_000)));
        assert_eq!(parse("85-0.2 km"), Ok(marker("85", -200_000)));
        assert_eq!(parse("519/2"), Ok(marker("519/2", 0)));
        assert_eq!(parse("17(2)+15 m"), Ok(marker("17(2)", 15_000)));
        assert_eq!(parse("G5"), Ok(marker("G5", 0)));
        assert_eq!(parse("M-12"), Ok(marker("M-12", 0)));
        assert_eq!(parse("M-12+3.5 m"), Ok(marker("M-12", 3_500)));
        let point = LonLat::new(102.1439, 22.4005).unwrap();
        assert_eq!(parse("@ 102.1439 22.4005"), Ok(Address::Point(point)));
        assert_eq!(
            Address::parse("@ 102,1439 22,4005", DecimalMark::Comma),
            Ok(Address::Point(point))
        );
        assert_eq!(Address::parse("85+0,2 km", DecimalMark::Comma), Ok(marker("85", 200_000)));
    }

    #[test]
    fn the_kilometre_notation_of_roads_dykes_and_rails_is_read() {
        let km = |mm| Ok(Address::Km(Length::from_mm(mm)));
        for (text, mm) in [
            ("km37.215", 37_215_000),
            ("Km37", 37_000_000),
            ("km5+215", 5_215_000),
            ("Km 5+215", 5_215_000),
            ("KM 5 + 215 m", 5_215_000),
            ("K5+215", 5_215_000),
            ("k12+050.25", 12_050_250),
            ("km 8+000", 8_000_000),
            ("km 1.2e1", 12_000_000),
            ("km 12e-1", 1_200_000),
        ] {
            assert_eq!(parse(text), km(mm), "{text}");
        }
        assert_eq!(Address::parse("Km5+215,5", DecimalMark::Comma), km(5_215_500));
        // What has a unit is an offset, and what is no number is a name.
        assert_eq!(parse("K5+215 m"), Ok(marker("K5", 215_000)));
        for name in ["K5", "K5+21", "km5a", "Km5+2150", "K5-215"] {
            assert_eq!(parse(name), Ok(marker(name, 0)));
        }
        for text in ["km 5+21", "km 5+2150", "km 5-215", "km 5+215 km"] {
            assert_eq!(parse(text), Err(AddressSyntaxError::OffsetWithoutMarker), "{text}");
        }
        assert_eq!(parse("5+215"), Err(AddressSyntaxError::NoUnit("215".into())));
    }

    #[test]
    fn numbers_are_as_exact_as_they_are_written() {
        let point = |text: &str| Address::parse_rounded(text, DecimalMark::Point).unwrap().1.mm();
        for (text, mm) in [
            ("start", 0),
            ("85", 0),
            ("km 69", 1_000_000),
            ("km 69.300", 1_000),
            ("km 37.2155001", 0),
            ("85+70m", 1_000),
            ("85 + 0.070 km", 1_000),
            ("85-1.25 m", 10),
            ("km5+215", 1_000),
            ("K5+215.5", 100),
            ("km 1.25e1", 100_000),
            ("km 3e1", 10_000_000),
            ("@ 102.14 22.4005", 1_111_950),
            ("@ 102.1439123 22.4005", 11_119),
        ] {
            assert_eq!(point(text), mm, "{text}");
        }
        let comma = Address::parse_rounded("km 69,3", DecimalMark::Comma).unwrap().1;
        assert_eq!(comma.mm(), 100_000);
    }

    #[test]
    fn what_is_no_address_says_why() {
        use AddressSyntaxError as E;
        assert_eq!(parse(""), Err(E::Missing));
        assert_eq!(parse("85+70"), Err(E::NoUnit("70".into())));
        assert_eq!(parse("85+"), Err(E::NoOffset));
        assert_eq!(parse("76900 m"), Err(E::MetresAlone("76.900".into())));
        assert_eq!(parse("33–650 m"), Err(E::Dash('–')));
        assert_eq!(parse("33\u{2212}650 m"), Err(E::Dash('\u{2212}')));
        assert_eq!(parse("85+70 ft"), Err(E::NotAnOffset("70 ft".into())));
        assert_eq!(parse("10 km"), Err(E::KmFirst("10".into())));
        assert_eq!(parse("11-Jan"), Err(E::Label(LabelError::Date)));
        assert_eq!(parse("85+0,2 km"), Err(E::Number(NumberError::Comma)));
        assert_eq!(parse("km 1e400"), Err(E::Number(NumberError::TooLarge)));
        assert_eq!(parse("km -3"), Err(E::Negative));
        assert_eq!(parse("start+5 m"), Err(E::OffsetWithoutMarker));
        assert_eq!(parse("km 3+5 m"), Err(E::OffsetWithoutMarker));
        assert_eq!(parse("@ 102.1"), Err(E::Point));
        assert!(matches!(parse("@ 22.4 102.1"), Err(E::LonLat(_))));
        assert_eq!(parse("-2"), Err(E::Label(LabelError::Negative)));
        for text in ["11-Jan", "2017-01-11", "11-1-2017"] {
            assert_eq!(parse(text), Err(E::Label(LabelError::Date)), "{text}");
        }
        for text in
            ["+", "-", "++", "+ m", "-m", "m", "@", "85+-3 m", "85--3 m", "km", "85+ m", "–"]
        {
            assert!(parse(text).is_err() || text == "m", "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn an_address_reads_back_as_written(main in 0..10_000_u32, mm in -1_000_000_000..1_000_000_000_i64) {
            let address = marker(&main.to_string(), mm);
            prop_assert_eq!(parse(&address.to_string()), Ok(address));
            let km = Address::Km(Length::from_mm(mm.abs()));
            prop_assert_eq!(parse(&km.to_string()), Ok(km));
        }

        #[test]
        fn any_label_reads_back_with_any_offset(
            text in "(k|K|km|Km|G|RW|end|É)?[0-9]{0,3}[ .,+/()m-]{0,2}[0-9]{0,3}[a-z +)-]{0,3}",
            mm in prop_oneof![Just(0), -2_000_000..2_000_000_i64],
        ) {
            let Ok(label) = text.parse::<MarkerLabel>() else { return Ok(()) };
            let address = Address::Marker(label, Length::from_mm(mm));
            for mark in [DecimalMark::Point, DecimalMark::Comma] {
                let written = address.written(mark);
                prop_assert_eq!(Address::parse(&written, mark), Ok(address.clone()), "{}", written);
            }
        }

        #[test]
        fn an_address_passes_through_json(
            mm in -1_000_000_000..1_000_000_000_i64, lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64,
        ) {
            let point = Address::Point(LonLat::new(lon, lat).unwrap());
            let km = Address::Km(Length::from_mm(mm.abs()));
            for address in [Address::Start, Address::End, km, marker("017(2)", mm), point] {
                let json = serde_json::to_string(&address).unwrap();
                prop_assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
            }
            prop_assert!(serde_json::from_str::<Address>("\"85+70\"").is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}", marks in "[0-9+\\-@km. ()/]{0,12}") {
            let _ = parse(&text);
            let _ = parse(&marks);
            let _ = Address::parse(&marks, DecimalMark::Comma);
        }
    }
}
