//! Places as they are written: an address, and the measure that a reader gets from it.

use border_coverage::marker::place_markers;
use border_coverage::number::DecimalMark;
use border_coverage::{Address, Length, Marker, Measure, SectionId};

use super::Outcome;
use super::markers::Mark;
use super::random::Random;
use super::route::Route;

/// The farthest a marker may stand from the line: the default of the contract.
const TOLERANCE_M: f64 = 500.0;

/// An address within a section, and its measure in survey 2015.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) text: String,
    pub(super) mm: i64,
}

/// How a place is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// At the nearest marker, wherever that is: `85`.
    Marker,
    /// To ten metres: `85+70 m`.
    Metres,
    /// To fifty metres: `85-0.2 km`.
    Kilometres,
    /// To a hundred metres from the section's start: `km 37.2`.
    Official,
    /// A point on the line: `@ 102.143900 22.400500`.
    Point,
}

/// Reads and writes the addresses of one section.
pub(super) struct Addresses<'a> {
    route: &'a Route,
    markers: Vec<(Marker, i64)>,
}

impl<'a> Addresses<'a> {
    /// The addresses of one of the sections, by its markers.
    pub(super) fn new(route: &'a Route, marks: &[&Mark]) -> Outcome<Self> {
        let section = SectionId::new(route.section)?;
        let markers: Outcome<Vec<Marker>> =
            marks.iter().map(|mark| mark.recorded(&section)).collect();
        let markers = markers?;
        let placed = place_markers(&route.line, &markers, TOLERANCE_M);
        let markers: Outcome<Vec<(Marker, i64)>> = markers
            .into_iter()
            .zip(placed)
            .map(|(marker, placed)| Ok((marker, route.official.measure(placed?.place).mm())))
            .collect();
        Ok(Self { route, markers: markers? })
    }

    /// The measures of the markers, in the order of their rows.
    pub(super) fn marker_mm(&self) -> impl Iterator<Item = i64> + '_ {
        self.markers.iter().map(|m| m.1)
    }

    /// What a reader makes of an address.
    pub(super) fn read(&self, text: impl Into<String>) -> Outcome<Spot> {
        let text = text.into();
        let official = &self.route.official;
        let measure = match Address::parse(&text, DecimalMark::Point)? {
            Address::Start => Measure::ZERO,
            Address::End => official.extent().to(),
            Address::Km(length) => Measure::ZERO + length,
            Address::Point(point) => official.measure(self.route.line.nearest(point).place),
            Address::Marker(label, offset) => {
                let marker = self.markers.iter().find(|(marker, _)| marker.answers_to(&label));
                let (_, mm) = marker.ok_or_else(|| format!("no marker {label}"))?;
                Measure::from_mm(*mm) + offset
            }
        };
        if measure < Measure::ZERO || measure > official.extent().to() {
            return Err(format!("{text} lies outside the section").into());
        }
        Ok(Spot { text, mm: measure.mm() })
    }

    /// The nearest marker by its name on the spot, and its measure.
    fn nearest(&self, mm: i64, random: &mut Random) -> Outcome<(String, i64)> {
        let nearest = self.markers.iter().min_by_key(|m| (m.1 - mm).abs());
        let (marker, at) = nearest.ok_or("a section without markers")?;
        let name = marker.aliases.first().filter(|_| random.chance(60)).unwrap_or(&marker.label);
        Ok((name.to_string(), *at))
    }

    /// A place near `mm`, written in a form.
    pub(super) fn near(&self, mm: i64, form: Form, random: &mut Random) -> Outcome<Spot> {
        let mm = mm.clamp(0, self.route.total_mm());
        let (marker, at) = self.nearest(mm, random)?;
        let offset_m = (mm - at) / 1000;
        let text = match form {
            Form::Marker => marker,
            Form::Metres => match offset_m / 10 * 10 {
                0 => marker,
                offset => format!("{marker}{offset:+} m"),
            },
            Form::Kilometres => match offset_m / 50 {
                0 => marker,
                n => {
                    let (sign, n) = (if n < 0 { '-' } else { '+' }, n.abs());
                    format!("{marker}{sign}{}.{:02} km", n / 20, n % 20 * 5)
                }
            },
            Form::Official => format!("km {}.{}", mm / 1_000_000, mm % 1_000_000 / 100_000),
            Form::Point => {
                let at = self.route.point_at(mm)?;
                format!("@ {} {}", at.lon_text(), at.lat_text())
            }
        };
        self.read(text)
    }

    /// The place exactly at `mm`, by the nearest marker.
    pub(super) fn exactly(&self, mm: i64, random: &mut Random) -> Outcome<Spot> {
        let (marker, at) = self.nearest(mm, random)?;
        self.read(Address::Marker(marker.parse()?, Length::from_mm(mm - at)).to_string())
    }

    /// A place near `mm` in a form that offices would choose, strictly between two measures and
    /// not close to either.
    pub(super) fn between(
        &self,
        low: i64,
        mm: i64,
        high: i64,
        random: &mut Random,
    ) -> Outcome<Spot> {
        let wanted = match random.below(100) {
            0..45 => Form::Marker,
            45..70 => Form::Metres,
            70..80 => Form::Kilometres,
            80..92 => Form::Official,
            _ => Form::Point,
        };
        const ROOM_MM: i64 = 500_000;
        for form in [wanted, Form::Metres] {
            let spot = self.near(mm, form, random)?;
            let near = (spot.mm - mm).abs() < 800_000;
            if near && spot.mm - low > ROOM_MM && high - spot.mm > ROOM_MM {
                return Ok(spot);
            }
        }
        Err(format!("no room for an address between {low} and {high} mm").into())
    }
}
