//! The ends of what is registered, and how sure each is.

use std::collections::BTreeMap;

use super::Scale;
use crate::audit::AuditError;
use crate::border::{AddressError, Declared, Located};
use crate::id::SurveyId;
use crate::key::{RowKey, SectionKey};
use crate::marker::Address;
use crate::registry::{Declaration, Registration};
use crate::state::State;
use crate::survey::Calibration;
use crate::units::{Length, Measure, Place};

/// An end of what is registered, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsureEnd {
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// Where it lies, in the reporting survey.
    pub at: Measure,
    /// Whether what is registered starts here; else it ends.
    pub starts: bool,
    /// The registration row that reaches to here, by its place in
    /// [`Registry::registrations`](crate::Registry::registrations).
    pub row: RowKey,
    /// The standard error of the number as written, in metres.
    pub declared_m: f64,
    /// That of the marker, point or drawing, in metres along the line.
    pub position_m: f64,
    /// That of the survey's scale; none where nothing is known of it.
    pub scale_m: Option<f64>,
    /// All of them together.
    pub standard_m: f64,
}

/// What an end hangs on: ends that share it move together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hinge {
    /// A marker, by its place in the border.
    Marker(usize),
    /// Its own point, number or drawing: the row, and where it ends.
    Own(RowKey, Measure),
}

/// How sure one end of a registration is.
struct Fix {
    declared_m: f64,
    position_m: f64,
    scale_m: Option<f64>,
    hinge: Hinge,
}

impl Fix {
    fn variance(&self) -> f64 {
        self.declared_m.powi(2) + self.position_m.powi(2) + self.scale_m.unwrap_or(0.0).powi(2)
    }
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
        let survey = self.ledger().survey();
        let place = self.calibration(section, survey)?.place(at);
        Ok(place.map_err(|reason| AddressError::Beyond { survey: survey.clone(), reason })?)
    }

    /// The ends of what is registered, but for the sections' own, in order, each with the rows that
    /// reach to it: by section, measure and whether it starts there.
    fn union_ends(&self) -> BTreeMap<(SectionKey, Measure, bool), Vec<RowKey>> {
        let mut ends = BTreeMap::new();
        for (i, section) in self.ledger().keyed_sections() {
            for run in section.registered().iter() {
                ends.insert((i, run.from(), true), Vec::new());
                ends.insert((i, run.to(), false), Vec::new());
            }
            ends.remove(&(i, section.extent.from(), true));
            ends.remove(&(i, section.extent.to(), false));
        }
        for claim in self.ledger().claims() {
            for end in [(claim.span.from(), true), (claim.span.to(), false)] {
                ends.entry((claim.section, end.0, end.1)).and_modify(|rows| rows.push(claim.row));
            }
        }
        ends
    }

    /// The ends of what is registered, but for the sections' own, in order. Where several
    /// registrations reach to the same place, the least sure counts.
    pub(super) fn unsure_ends(
        &self,
        scales: &[Scale<'_>],
    ) -> Result<Vec<(UnsureEnd, Hinge)>, AuditError> {
        let mut ends = Vec::new();
        for ((section, at, starts), rows) in self.union_ends() {
            let mut least: Option<(Fix, RowKey)> = None;
            for row in rows {
                let fix = self.fix(row, section, at, &scales[section])?;
                if least.as_ref().is_none_or(|(known, _)| known.variance() < fix.variance()) {
                    least = Some((fix, row));
                }
            }
            let Some((fix, row)) = least else { continue };
            let standard_m = fix.variance().sqrt();
            let Fix { declared_m, position_m, scale_m, hinge } = fix;
            let end =
                UnsureEnd { section, at, starts, row, declared_m, position_m, scale_m, standard_m };
            ends.push((end, hinge));
        }
        Ok(ends)
    }

    /// How sure the end of a row is that lies at a measure of a section.
    fn fix(
        &self,
        row: RowKey,
        section: SectionKey,
        at: Measure,
        scale: &Scale<'_>,
    ) -> Result<Fix, AuditError> {
        let registration = &self.registry().registrations()[row];
        let place = self.place(section, at)?;
        let scale_m = if scale.is_pinned(place) { Some(0.0) } else { scale.error_at(place) };
        let own = Hinge::Own(row, at);
        let Some((end, located, address)) = self.written_end(registration, section, at)? else {
            // A drawing, or the seam of a ring: as far off as the drawing was on average.
            let fit = self.ledger().placements().of(row).and_then(|placement| placement.fit);
            let position_m = fit.map_or(0.0, |fit| fit.mean);
            return Ok(Fix { declared_m: 0.0, position_m, scale_m, hinge: own });
        };
        let declared_m = registration.rounding[end].metres() / 12_f64.sqrt();
        let fix = |position_m, scale_m, hinge| Fix { declared_m, position_m, scale_m, hinge };
        Ok(match address {
            // What is declared in the survey itself is its own measure.
            Address::Start | Address::End | Address::Km(_)
                if self.own_survey(registration) == Some(self.ledger().survey()) =>
            {
                fix(0.0, Some(0.0), own)
            }
            Address::Start | Address::End | Address::Km(_) => fix(0.0, scale_m, own),
            Address::Point(_) => fix(located.offset.unwrap_or(0.0), scale_m, own),
            Address::Marker(label, offset) => {
                let id = self.border().section_at(section).id();
                let marker = self.border().marker_row(id, label, registration.since)?;
                let pinned = self.is_pinned(marker, scale);
                let position_m = if pinned { 0.0 } else { self.off_the_line(marker) };
                let scale_m = if pinned && *offset == Length::ZERO { Some(0.0) } else { scale_m };
                // Twins share their position, hence its error.
                fix(position_m, scale_m, Hinge::Marker(self.border().position_of(marker)))
            }
        })
    }

    /// Whether the survey itself says which measure a marker has.
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

    /// Which of the two addresses of a written registration lies at a measure, where, and as what it
    /// is written.
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
        let reporting = self.ledger().survey();
        let stretch = self.border().stretch(declared, reporting).map_err(|wrong| wrong.reason)?;
        let map = self.calibration(section, reporting)?;
        let carried = |located: &Located| {
            if survey == reporting { located.measure } else { map.measure(located.place) }
        };
        let ends = [(0, stretch.from, from), (1, stretch.to, to)];
        Ok(ends.into_iter().find(|(_, located, _)| carried(located) == at))
    }
}
