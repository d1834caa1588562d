//! From measures back to addresses.

use jiff::civil::Date;

use super::{AddressError, Border, Declared};
use crate::id::{SectionId, SurveyId};
use crate::key::SectionKey;
use crate::marker::{Address, MarkerLabel};
use crate::span::Span;
use crate::units::{Length, Measure};

impl Border {
    /// The markers of a section that can name its measures in a survey on a day, in order.
    ///
    /// # Errors
    /// When there is no such section or survey, or the survey has not measured the section.
    pub fn milestones(
        &self,
        section: &SectionId,
        survey: &SurveyId,
        day: Date,
    ) -> Result<Milestones, AddressError> {
        let map = self.calibration(section, survey)?;
        let own = self.markers_of(self.section_key(section)?);
        let mut marks: Vec<(Measure, MarkerLabel)> = own
            .iter()
            .filter(|m| m.marker.period.contains(day))
            .filter_map(|m| Some((map.measure(m.placed.ok()?.place), m.marker.label.clone())))
            .collect();
        marks.sort();
        marks.dedup_by_key(|(measure, _)| *measure);
        Ok(Milestones { marks, extent: map.extent() })
    }

    /// The two addresses, if on the day they lead back to the span to the millimetre; else the
    /// span's kilometres, since a marker's label may denote no place for certain.
    pub(crate) fn sure_ends(
        &self,
        (section, span): (SectionKey, Span),
        (from, to): (Address, Address),
        survey: &SurveyId,
        day: Date,
    ) -> (Address, Address) {
        let id = self.section_at(section).id();
        let declared = Declared { section: id, from: &from, to: &to, survey, day };
        match self.stretch(declared, survey) {
            Ok(stretch) if stretch.spans == [span] => (from, to),
            _ => (Address::Km(span.from().from_start()), Address::Km(span.to().from_start())),
        }
    }
}

/// The markers of one section in order of measure; writes measures as addresses.
#[derive(Debug, Clone)]
pub struct Milestones {
    marks: Vec<(Measure, MarkerLabel)>,
    extent: Span,
}

impl Milestones {
    /// The measure of the nearest marker; of two at the same distance, the one before. `None`
    /// where no marker has a place. A binary search.
    #[must_use]
    pub fn nearest(&self, measure: Measure) -> Option<Measure> {
        let behind = self.marks.partition_point(|&(m, _)| m <= measure);
        let around = self.marks[..behind].last().into_iter().chain(self.marks.get(behind));
        around.map(|&(m, _)| m).min_by_key(|&m| ((m - measure).mm().abs(), m))
    }

    /// The measures of the markers within a span, in order.
    pub(crate) fn within(&self, span: Span) -> impl Iterator<Item = Measure> + '_ {
        let first = self.marks.partition_point(|&(m, _)| m < span.from());
        let measures = self.marks[first..].iter().map(|&(m, _)| m);
        measures.take_while(move |&m| m < span.to())
    }

    /// The address of a measure: the marker there; `start` or `end`; an offset from the marker
    /// before, or else from the marker behind; kilometres where there is no marker.
    ///
    /// It reads back as the same measure in the same survey.
    #[must_use]
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
