//! Locates addresses as places, and declared stretches as spans.

use geo_types::MultiLineString;
use jiff::civil::Date;

use super::{AddressError, Border, PlacedMarker, StretchError};
use crate::geodesy::LonLat;
use crate::id::{SectionId, SurveyId};
use crate::line::{Foot, LineError, Polyline};
use crate::marker::{Address, MarkerLabel, on_its_part, row_for};
use crate::span::Span;
use crate::survey::{Calibration, SurveyError};
use crate::units::{Length, Measure, Place};

/// Two feet whose distances differ by less than this many metres are ambiguous: the accuracy of a
/// hand-held receiver.
pub const AMBIGUITY_MARGIN: f64 = 10.0;

/// Feet are exact to some nanometres: two places closer than this are one, in metres.
const TIE: f64 = 1e-8;

/// The position of an address, and its certainty.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Located {
    /// The measure, in the survey in which the address was read.
    pub measure: Measure,
    /// The place on the ground.
    pub place: Place,
    /// The index of the part of the line on which it lies: where two parts meet, the end of one
    /// and the start of the next have the same place.
    pub part: usize,
    /// For a point: its distance from that place, in metres.
    pub offset: Option<f64>,
    /// For a point: another reach of the line that is as near to within 10 m, at least 250 m away
    /// along it.
    pub rival: Option<Foot>,
}

/// A stretch of a section on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct GroundStretch {
    /// The section.
    pub section: SectionId,
    /// Where it starts.
    pub from: Place,
    /// Where it ends; never before it starts.
    pub to: Place,
}

/// Where a stretch lies in a survey: one span, or two across the seam of a ring.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LocatedStretch {
    /// Its spans, in order along the stretch.
    pub spans: Vec<Span>,
    /// Its first end as written.
    pub from: Located,
    /// Its second end as written.
    pub to: Located,
}

/// A stretch as it was declared, read in one survey on one day.
#[derive(Debug, Clone, Copy)]
pub struct Declared<'a> {
    /// The section.
    pub section: &'a SectionId,
    /// One end.
    pub from: &'a Address,
    /// The other end.
    pub to: &'a Address,
    /// The survey in which kilometres and offsets are read.
    pub survey: &'a SurveyId,
    /// The day as of which markers are looked up.
    pub day: Date,
}

impl Border {
    /// The place of a marker of a section, by label or alias, as of a day.
    ///
    /// # Errors
    /// When there is no such marker, it has no place, or the label fits several places.
    pub fn marker_place(
        &self,
        section: &SectionId,
        label: &MarkerLabel,
        day: Date,
    ) -> Result<Place, AddressError> {
        let row = self.marker_row(section, label, day)?;
        let found = &self.markers[row];
        let elsewhere = |other: &PlacedMarker| {
            other.marker.period.overlaps(&found.marker.period)
                && other.marker.label.shared() != found.marker.label.shared()
        };
        if self.rows_of(section, label)?.iter().any(|&i| elsewhere(&self.markers[i])) {
            return Err(AddressError::AmbiguousMarker(label.clone()));
        }
        found
            .placed
            .map(|placed| placed.place)
            .map_err(|reason| AddressError::Unplaced { label: label.clone(), reason })
    }

    /// The marker of a section that goes by a label as of a day; of twins, one that has a place.
    pub(crate) fn marker_row(
        &self,
        section: &SectionId,
        label: &MarkerLabel,
        day: Date,
    ) -> Result<usize, AddressError> {
        let rows = self.rows_of(section, label)?.iter().map(|&i| (&self.markers[i].marker, i));
        let (placed, unplaced): (Vec<_>, Vec<_>) =
            rows.partition(|&(_, i)| self.markers[i].placed.is_ok());
        let found = row_for(placed.into_iter().chain(unplaced), day);
        found.map(|(_, i)| i).ok_or_else(|| AddressError::UnknownMarker {
            section: section.clone(),
            label: label.clone(),
            hint: self.hint(section, label),
        })
    }

    /// The index of the first marker that shares a position with a marker.
    pub(crate) fn position_of(&self, marker: usize) -> usize {
        let own = &self.markers[marker].marker;
        let twin = |other: &PlacedMarker| {
            other.marker.section == own.section
                && other.marker.label.shared() == own.label.shared()
                && other.marker.period.overlaps(&own.period)
        };
        self.markers.iter().position(twin).unwrap_or(marker)
    }

    /// The single marker that has a label as of a day: a number alone denotes no single twin.
    pub(crate) fn one_marker(
        &self,
        section: &SectionId,
        label: &MarkerLabel,
        day: Date,
    ) -> Result<usize, AddressError> {
        let found = self.marker_row(section, label, day)?;
        let period = self.markers[found].marker.period;
        let same_days = |&&i: &&usize| self.markers[i].marker.period.overlaps(&period);
        match self.rows_of(section, label)?.iter().filter(same_days).count() {
            1 => Ok(found),
            _ => Err(AddressError::AmbiguousMarker(label.clone())),
        }
    }

    /// Whether a section has a marker that goes by a label.
    pub(crate) fn has_marker(&self, section: &SectionId, label: &MarkerLabel) -> bool {
        self.rows_of(section, label).is_ok_and(|rows| !rows.is_empty())
    }

    /// The markers of a section that go by a label.
    fn rows_of(&self, section: &SectionId, label: &MarkerLabel) -> Result<&[usize], AddressError> {
        let names = &self.names[self.section_key(section)?];
        Ok(names.get(label).map_or(&[], Vec::as_slice))
    }

    /// The likely meaning of an unknown label.
    fn hint(&self, section: &SectionId, label: &MarkerLabel) -> String {
        let of_section = self.markers.iter().filter(|m| m.marker.section == *section);
        let labels: Vec<&MarkerLabel> = of_section.map(|m| &m.marker.label).collect();
        let same = |l: &&&MarkerLabel| l.position().is_some() && l.position() == label.position();
        let twins: Vec<String> = labels.iter().filter(same).map(ToString::to_string).collect();
        let written = label.to_string().to_lowercase();
        let measure = written.strip_prefix("km").filter(|rest| rest.parse::<f64>().is_ok());
        if let Some(number) = measure {
            return format!("; for the official measure write a blank after km: km {number}");
        }
        match (labels.is_empty(), twins.is_empty()) {
            (true, _) => ": markers.csv has none for it".to_owned(),
            (_, false) => format!("; there is {}", twins.join(", ")),
            (_, true) => ": correct it, or add the marker to markers.csv".to_owned(),
        }
    }

    /// Where an address lies, its kilometres and offsets read in a survey.
    ///
    /// # Errors
    /// When it names an unknown section, survey or marker, or lies beyond the section or the
    /// tolerance.
    pub fn locate(
        &self,
        section: &SectionId,
        address: &Address,
        survey: &SurveyId,
        day: Date,
    ) -> Result<Located, AddressError> {
        let line = self.section(section)?.line();
        let map = self.calibration(section, survey)?;
        let beyond = |reason| AddressError::Beyond { survey: survey.clone(), reason };
        let at = |measure: Measure| {
            let place = place_of(map, line, measure).map_err(beyond)?;
            let part = line.part_at(place, None);
            Ok(Located { measure, place, part, offset: None, rival: None })
        };
        match address {
            Address::Start => at(map.extent().from()),
            Address::End => at(map.extent().to()),
            Address::Km(measure) => at(Measure::ZERO + *measure),
            Address::Marker(label, offset) => {
                let place = self.marker_place(section, label, day)?;
                let measure = map.measure(place) + *offset;
                if *offset == Length::ZERO {
                    let row = self.marker_row(section, label, day)?;
                    let part = line.part_at(place, Some(self.markers[row].marker.at));
                    return Ok(Located { measure, place, part, offset: None, rival: None });
                }
                at(if line.is_ring() { around(measure, map.total()) } else { measure })
            }
            Address::Point(point) => {
                let foot = line.nearest(*point);
                if foot.distance > self.tolerance {
                    return Err(AddressError::TooFar {
                        distance: foot.distance,
                        section: section.clone(),
                        tolerance: self.tolerance,
                    });
                }
                let (place, part) = (on_its_part(line, foot), foot.part);
                let rival = line.rival_of(foot, *point, AMBIGUITY_MARGIN);
                let measure = map.measure(place);
                Ok(Located { measure, place, part, offset: Some(foot.distance), rival })
            }
        }
    }

    /// The spans of stretches on the ground in a survey; those shorter than a millimetre there are
    /// left out.
    ///
    /// # Errors
    /// When there is no such section or survey, it has not measured the section, or a stretch runs
    /// backwards or beyond the end of its section.
    pub fn measured(
        &self,
        stretches: &[GroundStretch],
        survey: &SurveyId,
    ) -> Result<Vec<(SectionId, Span)>, AddressError> {
        let mut spans = Vec::new();
        for stretch in stretches {
            let section = self.section(&stretch.section)?;
            let (from, to, end) = (stretch.from, stretch.to, section.line().end());
            let (from_m, to_m, length) = (from.metres(), to.metres(), end.metres());
            if from > to {
                return Err(AddressError::Line(LineError::NoStretch { from: from_m, to: to_m }));
            }
            if to > end {
                return Err(AddressError::Line(LineError::Beyond { place: to_m, length }));
            }
            let map = self.calibration(section.id(), survey)?;
            // Half a millimetre, but for what feet are exact to, goes against the stretch: noise
            // must not decide, nor make it longer than it is drawn.
            let from = Place::from_trusted((from_m + TIE).min(to_m));
            let to = Place::from_trusted((to_m - TIE).max(from_m));
            let span = Span::nonempty(map.measure_onward(from), map.measure(to));
            spans.extend(span.map(|span| (stretch.section.clone(), span)));
        }
        Ok(spans)
    }

    /// The point on the globe that an address denotes.
    ///
    /// # Errors
    /// As for [`Border::locate`].
    pub fn point(
        &self,
        section: &SectionId,
        address: &Address,
        survey: &SurveyId,
        day: Date,
    ) -> Result<LonLat, AddressError> {
        let line = self.section(section)?.line();
        let Located { place, part, .. } = self.locate(section, address, survey, day)?;
        line.at_in_part(place.min(line.end()), part).map_err(AddressError::Line)
    }

    /// The geometry of a span of a section in a survey.
    ///
    /// # Errors
    /// When there is no such section, the span lies beyond it, or the survey has not measured it.
    pub fn geometry(
        &self,
        section: &SectionId,
        span: Span,
        survey: &SurveyId,
    ) -> Result<MultiLineString, AddressError> {
        let map = self.calibration(section, survey)?;
        let beyond = |reason| AddressError::Beyond { survey: survey.clone(), reason };
        let line = self.section(section)?.line();
        let place = |measure| place_of(map, line, measure).map_err(beyond);
        let (from, to) = (place(span.from())?, place(span.to())?);
        line.slice(from, to).map_err(AddressError::Line)
    }

    /// Where a declared stretch lies in the reporting survey.
    ///
    /// Ends in either order denote the same stretch, except on a ring, where it runs forward from
    /// the first to the second and may cross the seam. What was read in another survey is carried
    /// over through the ground.
    ///
    /// # Errors
    /// As for [`Border::locate`], with the field at fault; and when the stretch is empty.
    pub fn stretch(
        &self,
        declared: Declared<'_>,
        reporting: &SurveyId,
    ) -> Result<LocatedStretch, StretchError> {
        let Declared { section, from, to, survey, day } = declared;
        let at = |field| move |reason| StretchError { field, reason };
        let line = self.section(section).map_err(at("section"))?.line();
        self.calibration(section, survey).map_err(at("survey"))?;
        let map = self.calibration(section, reporting).map_err(at("survey"))?;
        let from = self.locate(section, from, survey, day).map_err(at("from"))?;
        let to = self.locate(section, to, survey, day).map_err(at("to"))?;
        let carried =
            |end: &Located| if survey == reporting { end.measure } else { map.measure(end.place) };
        let (a, b) = (carried(&from), carried(&to));
        let ring = line.is_ring();
        let spans: Vec<Span> = match (ring, a <= b) {
            (false, _) => Span::nonempty(a.min(b), a.max(b)).into_iter().collect(),
            (true, true) => Span::nonempty(a, b).into_iter().collect(),
            (true, false) => {
                let (before, after) =
                    (Span::nonempty(a, map.extent().to()), Span::nonempty(Measure::ZERO, b));
                before.into_iter().chain(after).collect()
            }
        };
        if spans.is_empty() {
            return Err(at("to")(AddressError::Empty { at: a, ring }));
        }
        Ok(LocatedStretch { spans, from, to })
    }
}

/// The place of a measure. One that rounds to the end of a part is that end: past it the next part
/// starts, which may be kilometres away.
pub(super) fn place_of(
    map: &Calibration,
    line: &Polyline,
    measure: Measure,
) -> Result<Place, SurveyError> {
    let place = map.place(measure)?;
    let joint = line.joint_near(place).filter(|&joint| map.measure(joint) == measure);
    Ok(joint.unwrap_or(place))
}

/// A measure brought back onto a ring.
fn around(measure: Measure, total: Length) -> Measure {
    let within = 0..=total.mm();
    if within.contains(&measure.mm()) {
        measure
    } else {
        Measure::from_mm(measure.mm().rem_euclid(total.mm()))
    }
}
