//! From measures back to addresses.

use jiff::civil::Date;

use super::{AddressError, Border};
use crate::id::{SectionId, SurveyId};
use crate::marker::{Address, MarkerLabel};
use crate::span::Span;
use crate::units::{Length, Measure};

impl Border {
    /// The markers of a section that can name its measures in a survey on a day, in order.
    ///
    /// # Errors
    /// When there is no such section or survey, or the one has not measured the other.
    pub fn milestones(
        &self,
        section: &SectionId,
        survey: &SurveyId,
        day: Date,
    ) -> Result<Milestones, AddressError> {
        let map = self.calibration(section, survey)?;
        let mut marks: Vec<(Measure, MarkerLabel)> = self
            .markers
            .iter()
            .filter(|m| m.marker.section == *section && m.marker.period.holds_on(day))
            .filter_map(|m| Some((map.measure(m.placed.ok()?.place), m.marker.label.clone())))
            .collect();
        marks.sort();
        marks.dedup_by_key(|(measure, _)| *measure);
        Ok(Milestones { marks, extent: map.extent() })
    }
}

/// The markers of one section in order of measure; writes measures as addresses.
#[derive(Debug, Clone)]
pub struct Milestones {
    marks: Vec<(Measure, MarkerLabel)>,
    extent: Span,
}

impl Milestones {
    /// The measure as an address: the marker that stands there; `start` or `end`; the marker
    /// before with an offset, or else the one behind; in kilometres where there is no marker.
    ///
    /// It reads back as the same measure in the same survey.
    pub fn address(&self, measure: Measure) -> Address {
        let behind = self.marks.partition_point(|&(m, _)| m <= measure);
        let before = behind.checked_sub(1).map(|i| &self.marks[i]);
        match (before, self.marks.get(behind)) {
            (Some((m, label)), _) if *m == measure => Address::Marker(label.clone(), Length::ZERO),
            _ if measure == self.extent.from() => Address::Start,
            _ if measure == self.extent.to() => Address::End,
            (Some((m, label)), _) | (None, Some((m, label))) => {
                Address::Marker(label.clone(), measure - *m)
            }
            (None, None) => Address::Km(measure.from_start()),
        }
    }
}
