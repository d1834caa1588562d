//! Addresses as text that is read back as the same address, rounded to the same step.

use crate::geodesy::LonLat;
use crate::marker::{Address, DEGREE};
use crate::number::DecimalMark;
use crate::units::Length;

/// Digits after the point that a millimetre needs.
const OF_KILOMETRES: u32 = 6;
const OF_METRES: u32 = 3;

/// An address as text whose last digit has the value of `rounding`; none where no text has.
///
/// A point keeps all the digits of its coordinates, even where they are finer than `rounding`:
/// those of a grid were rounded in metres, not in degrees.
pub(super) fn written(address: &Address, rounding: Length, mark: DecimalMark) -> Option<String> {
    let text = match address {
        Address::Start | Address::End => address.written(mark),
        Address::Km(measure) => {
            format!("km {}", mark.write(number(*measure, rounding, OF_KILOMETRES)))
        }
        Address::Marker(label, Length::ZERO)
            if rounding == Length::ZERO && address.written(mark) == label.to_string() =>
        {
            label.to_string()
        }
        Address::Marker(label, offset) => {
            let sign = if *offset < Length::ZERO { '-' } else { '+' };
            let in_metres = rounding <= Length::from_mm(1_000);
            let (digits, unit) = if in_metres { (OF_METRES, "m") } else { (OF_KILOMETRES, "km") };
            let size = if *offset < Length::ZERO { -*offset } else { *offset };
            format!("{label}{sign}{} {unit}", mark.write(number(size, rounding, digits)))
        }
        Address::Point(at) => point(*at, rounding, mark),
    };
    let (read, step) = Address::parse_rounded(&text, mark).ok()?;
    let is_point = matches!(address, Address::Point(_));
    (read == *address && (step == rounding || is_point)).then_some(text)
}

/// A length in a unit of so many digits, with as many decimals as its rounding asks for; one more
/// than a millimetre needs says that it is exact.
fn number(length: Length, rounding: Length, digits: u32) -> String {
    let unit = 10_i64.pow(digits);
    let (whole, rest) = (length.mm() / unit, length.mm() % unit);
    let decimals = match rounding.mm().checked_ilog10() {
        Some(zeros) => digits.saturating_sub(zeros),
        None => digits + 1,
    };
    if decimals == 0 {
        return whole.to_string();
    }
    let rest = format!("{rest:0width$}0", width = digits as usize);
    format!("{whole}.{}", &rest[..decimals as usize])
}

/// A point with at least the decimals of a degree that its rounding asks for.
fn point(at: LonLat, rounding: Length, mark: DecimalMark) -> String {
    let step = |decimals: &i32| (DEGREE * 1e3 / 10_f64.powi(*decimals) + 1e-9) as i64;
    let decimals = (0..9).find(|decimals| step(decimals) <= rounding.mm()).unwrap_or(9) as usize;
    let [lon, lat] = [at.lon(), at.lat()].map(|degrees| {
        let shortest = degrees.to_string();
        let has = shortest.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        mark.write(if has < decimals { format!("{degrees:.decimals$}") } else { shortest })
    });
    format!("@ {lon} {lat}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Address, Length) {
        Address::parse_rounded(text, DecimalMark::Point).unwrap()
    }

    #[test]
    fn every_form_keeps_its_digits() {
        for text in [
            "start",
            "end",
            "km 69",
            "km 69.3",
            "km 69.300",
            "km 0.000001",
            "85",
            "85+70 m",
            "85-70.25 m",
            "85+0 m",
            "85+0.2 km",
            "85-1 km",
            "17(2)+15 m",
            "G5",
            "M-12+3.5 m",
            "12.4",
            "RW016.+004",
            "Ford (north bank)+20 m",
            "Km5+0.0000 m",
            "@ 102.1439 22.4005",
            "@ 102.10 22.4005",
            "@ 102 22",
        ] {
            let (address, rounding) = read(text);
            let written = written(&address, rounding, DecimalMark::Point).unwrap();
            assert_eq!(read(&written), (address, rounding), "{text} as {written}");
        }
        let exact = written(&read("85+70 m").0, Length::ZERO, DecimalMark::Comma);
        assert_eq!(exact.as_deref(), Some("85+70,0000 m"));
    }

    #[test]
    fn what_no_digits_can_say_is_not_written() {
        let written = |text, mm| written(&read(text).0, Length::from_mm(mm), DecimalMark::Point);
        assert_eq!(written("km 69.3", 5_000), None, "rounded to five metres");
        assert_eq!(written("km 69.3", 1_000_000), None, "finer than its rounding");
        assert_eq!(written("start", 1), None);
    }

    proptest! {
        #[test]
        fn exact_addresses_read_back_equal(mm in -1_000_000_000_000..1_000_000_000_000_i64,
                                           lon in -180.0..=180.0, lat in -90.0..=90.0) {
            let at = LonLat::new(lon, lat).unwrap();
            let marker = Address::Marker("85".parse().unwrap(), Length::from_mm(mm));
            let km = Address::Km(Length::from_mm(mm.abs()));
            for address in [marker, km, Address::Point(at)] {
                for mark in [DecimalMark::Point, DecimalMark::Comma] {
                    let text = written(&address, Length::ZERO, mark).unwrap();
                    let read = Address::parse_rounded(&text, mark).unwrap();
                    prop_assert_eq!(&read, &(address.clone(), Length::ZERO), "{}", text);
                }
            }
        }
    }
}
