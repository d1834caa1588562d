//! Addresses of rows, read with the labels that the markers of their section have.

use super::data::Table;
use super::record::Station;
use crate::border::Border;
use crate::id::SectionId;
use crate::marker::{Address, AddressSyntaxError, MarkerLabel, station};
use crate::problem::{Problem, Problems, Source};
use crate::units::Length;

/// The section on which the addresses of a row are.
#[derive(Clone, Copy)]
pub(in crate::io) struct Site<'a> {
    pub(in crate::io) border: &'a Border,
    pub(in crate::io) section: &'a SectionId,
}

/// An address with the step of its number, and whether it is in the kilometre notation.
type Reading = (Address, Length, bool);

impl Site<'_> {
    fn has(self, label: &MarkerLabel) -> bool {
        self.border.has_marker(self.section, label)
    }

    /// Whether markers of the section are called by bare numbers, so that `5+215` may be one with
    /// an offset that lacks its unit.
    fn is_numbered(self) -> bool {
        let mut markers = self.border.markers().iter().map(|placed| &placed.marker);
        markers.any(|m| m.section == *self.section && m.label.position().is_some())
    }

    /// The marker that stands before the sign of `K5+215`.
    fn post(self, text: &str) -> Option<MarkerLabel> {
        let (post, _) = text.split_once('+')?;
        post.parse().ok().filter(|label| self.has(label))
    }

    /// What a text denotes, given what it is where nothing is known of the section: a marker of
    /// exactly that label; of `K5+215`, the post K5 and an offset, if there is such a post, or else
    /// the official measure.
    fn read(
        self,
        text: &str,
        parsed: Result<(Address, Length), AddressSyntaxError>,
        measure: Option<(Length, Length)>,
    ) -> Result<Reading, AddressSyntaxError> {
        if let Some(label) = text.parse().ok().filter(|label| self.has(label)) {
            return Ok((Address::Marker(label, Length::ZERO), Length::ZERO, false));
        }
        match parsed {
            Ok((Address::Km(measure), step)) if text.contains('+') => match self.post(text) {
                Some(label) => {
                    let metres = Length::from_mm(measure.mm().rem_euclid(1_000_000));
                    Ok((Address::Marker(label, metres), step, false))
                }
                None => Ok((Address::Km(measure), step, true)),
            },
            Ok((Address::Marker(label, offset), step)) if !self.has(&label) => {
                self.read_unknown(label, offset, step)
            }
            Err(AddressSyntaxError::NoUnit(unit)) => match measure {
                Some((measure, step)) if !self.is_numbered() => {
                    Ok((Address::Km(measure), step, true))
                }
                _ => Err(AddressSyntaxError::NoUnit(unit)),
            },
            other => other.map(|(address, step)| (address, step, false)),
        }
    }

    /// An address by a marker that the section does not have: `K5+215 m` is the official measure,
    /// and `G5+70` an offset from G5, if there is a G5, without its unit.
    fn read_unknown(
        self,
        label: MarkerLabel,
        offset: Length,
        step: Length,
    ) -> Result<Reading, AddressSyntaxError> {
        let text = label.to_string();
        let within = Length::ZERO < offset && offset < Length::from_mm(1_000_000);
        if let Some(km) = kilometre(&text).filter(|_| within) {
            return Ok((Address::Km(km + offset), step, true));
        }
        if let Some((post, number)) = text.rsplit_once(['+', '-'])
            && offset == Length::ZERO
            && number.trim().starts_with(|c: char| c.is_ascii_digit())
            && post.parse().is_ok_and(|post| self.has(&post))
        {
            return Err(AddressSyntaxError::NoUnit(number.trim().to_owned()));
        }
        Ok((Address::Marker(label, offset), step, false))
    }
}

/// The whole kilometres of `K5` or `Km5`.
fn kilometre(text: &str) -> Option<Length> {
    let digits = text.strip_prefix(['k', 'K'])?;
    let digits = digits.strip_prefix(['m', 'M']).unwrap_or(digits);
    let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let km: i64 = digits.parse().ok().filter(|_| plain)?;
    Some(Length::from_mm(km * 1_000_000))
}

impl Table {
    /// An address of a row, with the step of its number, read with the markers of its section
    /// where that is known.
    pub(super) fn address_on(
        &self,
        text: &str,
        site: Option<Site<'_>>,
        (source, field): (Source, &str),
    ) -> Result<(Address, Length), AddressSyntaxError> {
        let parsed = self.parse_address(text);
        let Some(site) = site else { return parsed };
        let (read, step, is_station) = site.read(text, parsed, station(text, self.mark))?;
        if is_station {
            let (field, written, read) = (field.to_owned(), text.to_owned(), read.clone());
            self.stations.borrow_mut().push(Station { source, field, written, read });
        }
        Ok((read, step))
    }

    /// Adds one problem for all addresses in the kilometre notation, which says how they are read.
    pub(super) fn warn_of_stations(&self, problems: &mut Problems) {
        let stations = self.stations.take();
        let Some(first) = stations.first() else { return };
        let more = match stations.len() - 1 {
            0 => String::new(),
            1 => ", and so is 1 more address of this file".to_owned(),
            count => format!(", and so are {count} more addresses of this file"),
        };
        let message = format!(
            "read as {}, the official measure from the section's start{more}: if a marker with an \
             offset is meant, write the label that markers.csv has, and the unit, as in 85+70 m",
            first.read.written(self.mark)
        );
        let problem = Problem::at(first.source, message).field(&first.field);
        problems.warn(problem.value(&first.written));
    }
}
