//! The ends of what is registered, and the errors of each.

use std::collections::BTreeMap;

use super::{EndSide, Scale};
use crate::audit::AuditError;
use crate::border::{AddressError, Declared, Located};
use crate::id::SurveyId;
use crate::key::{RowKey, SectionKey};
use crate::marker::Address;
use crate::registry::{Declaration, Registration};
use crate::state::State;
use crate::survey::Calibration;
use crate::units::{Length, Measure, Place};

/// The shared source of an end's position error: ends of the same source move together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ErrorSource {
    /// A marker, by its index in the border.
    Marker(usize),
    /// Its own point, number or drawing: the row, and where it ends.
    Own(RowKey, Measure),
}

/// The standard errors of an end, in metres.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndErrors {
    pub(super) declared_m: f64,
    pub(super) position_m: f64,
    /// None where nothing is known of the survey's scale.
    pub(super) scale_m: Option<f64>,
    pub(super) source: ErrorSource,
}

impl EndErrors {
    fn variance(&self) -> f64 {
        self.declared_m.powi(2) + self.position_m.powi(2) + self.scale_m.unwrap_or(0.0).powi(2)
    }

    pub(super) fn standard_m(&self) -> f64 {
        self.variance().sqrt()
    }
}

/// An end of what is registered.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnionEnd {
    pub(super) section: SectionKey,
    pub(super) at: Measure,
    pub(super) side: EndSide,
    /// The row that reaches to here.
    pub(super) row: RowKey,
    pub(super) errors: EndErrors,
}

impl State {
    /// The calibration of a section in a survey.
    pub(super) fn calibration(
        &self,
        section: SectionKey,
        survey: &SurveyId,
    ) -> Result<&Calibration, AuditError> {
        let id = self.border().section_at(section).id();
        Ok(self.border().calibration(id, survey)?)
    }

    /// The place of a measure of a section in the reporting survey.
    fn place(&self, section: SectionKey, at: Measure) -> Result<Place, AuditError> {
        let survey = self.survey();
        let place = self.calibration(section, survey)?.place(at);
        Ok(place.map_err(|reason| AddressError::Beyond { survey: survey.clone(), reason })?)
    }

    /// The ends of what is registered except those of the sections, in order, each with the rows
    /// that reach to it.
    fn rows_by_end(&self) -> BTreeMap<(SectionKey, Measure, EndSide), Vec<RowKey>> {
        let mut ends = BTreeMap::new();
        for (i, section) in self.ledger().keyed_sections() {
            for run in section.registered().iter() {
                ends.insert((i, run.from(), EndSide::Start), Vec::new());
                ends.insert((i, run.to(), EndSide::End), Vec::new());
            }
            ends.remove(&(i, section.extent.from(), EndSide::Start));
            ends.remove(&(i, section.extent.to(), EndSide::End));
        }
        for claim in self.ledger().claims() {
            let (from, to) = (claim.span.from(), claim.span.to());
            for (at, side) in [(from, EndSide::Start), (to, EndSide::End)] {
                ends.entry((claim.section, at, side)).and_modify(|rows| rows.push(claim.row));
            }
        }
        ends
    }

    /// The ends of what is registered except those of the sections, in order. Where several
    /// registrations reach to the same end, the least sure counts.
    pub(super) fn union_ends(&self, scales: &[Scale<'_>]) -> Result<Vec<UnionEnd>, AuditError> {
        let mut ends = Vec::new();
        for ((section, at, side), rows) in self.rows_by_end() {
            let mut least: Option<UnionEnd> = None;
            for row in rows {
                let errors = self.end_errors(row, section, at, &scales[section])?;
                let is_less_sure = |known: &UnionEnd| known.errors.variance() < errors.variance();
                if least.as_ref().is_none_or(is_less_sure) {
                    least = Some(UnionEnd { section, at, side, row, errors });
                }
            }
            ends.extend(least);
        }
        Ok(ends)
    }

    /// The errors of the end of a row that lies at a measure of a section.
    fn end_errors(
        &self,
        row: RowKey,
        section: SectionKey,
        at: Measure,
        scale: &Scale<'_>,
    ) -> Result<EndErrors, AuditError> {
        let registration = self.registry().row(row);
        let place = self.place(section, at)?;
        let scale_m = if scale.is_pinned(place) { Some(0.0) } else { scale.error_at(place) };
        let own = ErrorSource::Own(row, at);
        let Some((end, located, address)) = self.written_end(registration, section, at)? else {
            // A drawing, or the start of a ring: its mean distance from the line.
            let fit = self.ledger().placements().of(row).and_then(|placement| placement.fit);
            let position_m = fit.map_or(0.0, |fit| fit.mean);
            return Ok(EndErrors { declared_m: 0.0, position_m, scale_m, source: own });
        };
        let declared_m = registration.rounding[end].metres() / 12_f64.sqrt();
        let errors =
            |position_m, scale_m, source| EndErrors { declared_m, position_m, scale_m, source };
        Ok(match address {
            // A measure declared in the reporting survey itself is exact there.
            Address::Start | Address::End | Address::Km(_)
                if self.own_survey(registration) == Some(self.survey()) =>
            {
                errors(0.0, Some(0.0), own)
            }
            Address::Start | Address::End | Address::Km(_) => errors(0.0, scale_m, own),
            Address::Point(_) => errors(located.offset.unwrap_or(0.0), scale_m, own),
            Address::Marker(label, offset) => {
                let id = self.border().section_at(section).id();
                let marker = self.border().marker_row(id, label, registration.since)?;
                let pinned = self.is_pinned(marker, scale);
                let position_m = if pinned { 0.0 } else { self.off_the_line(marker) };
                let scale_m = if pinned && *offset == Length::ZERO { Some(0.0) } else { scale_m };
                // Twin markers share their position, hence its error.
                errors(position_m, scale_m, ErrorSource::Marker(self.border().position_of(marker)))
            }
        })
    }

    /// Whether a marker is a control of the survey.
    fn is_pinned(&self, marker: usize, scale: &Scale<'_>) -> bool {
        let placed = &self.border().markers()[marker].placed;
        placed.is_ok_and(|placed| scale.is_pinned(placed.place))
    }

    /// How far the position of a marker lies off the line, in metres.
    fn off_the_line(&self, marker: usize) -> f64 {
        let placed = &self.border().markers()[marker].placed;
        placed.map_or(0.0, |placed| placed.position_offset)
    }

    /// The survey in which a written registration is read.
    fn own_survey<'b>(&'b self, row: &'b Registration) -> Option<&'b SurveyId> {
        let Declaration::Written { section, survey, .. } = &row.declared else { return None };
        let in_force = || self.border().surveys().in_force(section, row.since).id();
        Some(survey.as_ref().unwrap_or_else(in_force))
    }

    /// The address of a written registration that lies at a measure: the first or the second, its
    /// place, and how it is written.
    fn written_end<'b>(
        &'b self,
        row: &'b Registration,
        section: SectionKey,
        at: Measure,
    ) -> Result<Option<(usize, Located, &'b Address)>, AuditError> {
        let Declaration::Written { section: id, from, to, .. } = &row.declared else {
            return Ok(None);
        };
        let Some(survey) = self.own_survey(row) else { return Ok(None) };
        let declared = Declared { section: id, from, to, survey, day: row.since };
        let reporting = self.survey();
        let stretch = self.border().stretch(declared, reporting).map_err(|wrong| wrong.reason)?;
        let map = self.calibration(section, reporting)?;
        let carried = |located: &Located| {
            if survey == reporting { located.measure } else { map.measure(located.place) }
        };
        let ends = [(0, stretch.from, from), (1, stretch.to, to)];
        Ok(ends.into_iter().find(|(_, located, _)| carried(located) == at))
    }
}
