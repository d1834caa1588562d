//! Declared against measured length between control points.

use super::scaled;
use crate::audit::AuditError;
use crate::border::Milestones;
use crate::id::SurveyId;
use crate::key::SectionKey;
use crate::ledger::check;
use crate::line::Section;
use crate::marker::Address;
use crate::span::Span;
use crate::state::State;
use crate::survey::Survey;
use crate::units::{Length, Share};

/// With fewer intervals nobody can say which is unlike the others.
const ENOUGH: usize = 5;

/// Makes the median absolute deviation of normally distributed values their standard deviation.
/// Source: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993, section 3.
const NORMAL: f64 = 0.6745;

/// The stretch between two neighbouring control points of a section in a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// The survey.
    pub survey: SurveyId,
    /// Where it lies in the survey.
    pub span: Span,
    /// The control point at which it starts, by the markers that stood on the survey's day.
    pub from: Address,
    /// The control point at which it ends.
    pub to: Address,
    /// Its geodesic length on the digitised line.
    pub ground: Length,
    /// What its official length would be at the section's plain scale: its length in the survey
    /// over that on the ground. Those of a section add up to its official length.
    pub plain: Length,
    /// How far its deviation in ‰ lies from the median of its section and survey, in robust
    /// standard deviations; none where there are fewer than five intervals, or half of them
    /// deviate alike. Beyond 3.5 it is an outlier.
    pub robust_z: Option<f64>,
}

impl Interval {
    /// Its declared, official length.
    pub fn official(&self) -> Length {
        self.span.length()
    }

    /// The official over the geodesic length; none where that is shorter than a millimetre.
    pub fn ratio(&self) -> Option<f64> {
        Share::of(self.official(), self.ground).ratio()
    }

    /// How much longer it was declared than the section's plain scale makes it; those of a section
    /// add up to nothing.
    pub fn deviation(&self) -> Length {
        self.official() - self.plain
    }

    /// The same in ‰ of what the plain scale makes it; none where that is nothing.
    pub fn deviation_per_mille(&self) -> Option<f64> {
        Share::of(self.deviation(), self.plain).ratio().map(|share| share * 1e3)
    }
}

impl State {
    /// Every interval between neighbouring control points, in every survey but the ground; the one
    /// that deviates most from its section's plain scale, in ‰ either way, first.
    ///
    /// A section without controls is one interval, which cannot deviate.
    ///
    /// # Errors
    /// Were there a fault in the library, when an identity does not hold.
    pub fn intervals(&self) -> Result<Vec<Interval>, AuditError> {
        let mut all = Vec::new();
        for survey in self.border().surveys().iter() {
            for (key, section) in self.border().keyed_sections() {
                if survey.date().is_some() && survey.section(section.id()).is_some() {
                    all.extend(self.between_controls(survey, key, section)?);
                }
            }
        }
        let size = |one: &Interval| one.deviation_per_mille().map_or(-1.0, f64::abs);
        // Stable: those that deviate alike stay by survey, then along the sections.
        all.sort_by(|a, b| size(b).total_cmp(&size(a)));
        Ok(all)
    }

    fn between_controls(
        &self,
        survey: &Survey,
        i: SectionKey,
        section: &Section,
    ) -> Result<Vec<Interval>, AuditError> {
        let map = self.border().calibration(section.id(), survey.id())?;
        let ground =
            self.border().calibration(section.id(), self.border().surveys().ground().id())?;
        let day = survey.date().unwrap_or(self.ledger().day());
        let names: Milestones = self.border().milestones(section.id(), survey.id(), day)?;
        let too_long = AuditError::TooLong { what: "the intervals of a section" };
        let mut found = Vec::new();
        for pair in map.knots().windows(2) {
            let ((place_from, from), (place_to, to)) = (pair[0], pair[1]);
            let Some(span) = Span::nonempty(from, to) else { continue };
            let [start, end] = [place_from, place_to].map(|at| ground.measure(at).from_start());
            let plain = |at| scaled(at, ground.total(), map.total()).ok_or(too_long.clone());
            found.push(Interval {
                section: i,
                survey: survey.id().clone(),
                span,
                from: names.address(from),
                to: names.address(to),
                ground: end - start,
                plain: plain(end)? - plain(start)?,
                robust_z: None,
            });
        }
        let deviation = found.iter().fold(Length::ZERO, |sum, one| sum + one.deviation());
        check(
            section.id(),
            "deviations from the plain scale add up to nothing",
            deviation,
            Length::ZERO,
        )?;
        mark_outliers(&mut found);
        Ok(found)
    }
}

/// Tells how unlike the others each interval of a section is.
fn mark_outliers(intervals: &mut [Interval]) {
    let deviations: Vec<f64> = intervals.iter().filter_map(Interval::deviation_per_mille).collect();
    let Some(middle) = median(deviations.clone()).filter(|_| deviations.len() >= ENOUGH) else {
        return;
    };
    let apart = deviations.iter().map(|deviation| (deviation - middle).abs()).collect();
    let Some(spread) = median(apart).filter(|&spread| spread > 0.0) else { return };
    for interval in intervals {
        let deviation = interval.deviation_per_mille();
        interval.robust_z = deviation.map(|deviation| NORMAL * (deviation - middle) / spread);
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let above = *values.get(half)?;
    match values.len() % 2 {
        1 => Some(above),
        _ => Some((values[half - 1] + above) / 2.0),
    }
}
