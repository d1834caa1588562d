//! Declared against measured length between control points.

use serde::{Deserialize, Serialize};

use super::scaled;
use crate::audit::AuditError;
use crate::border::Milestones;
use crate::id::{SectionId, SurveyId};
use crate::ledger::check;
use crate::line::Section;
use crate::marker::Address;
use crate::span::Span;
use crate::state::State;
use crate::survey::Survey;
use crate::units::{Length, Share};

/// With fewer intervals a median and its deviation say little about any one of them.
const ENOUGH: usize = 5;

/// Makes the median absolute deviation of normally distributed values their standard deviation.
/// Source: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993, section 3.
const NORMAL: f64 = 0.6745;

/// The stretch between two neighbouring control points of a section in a survey.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let intervals = data.state(None, None)?.intervals()?;
/// let first = &intervals[0];
/// assert_eq!((intervals.len(), first.declared.mm()), (4, 360_000_000));
/// assert_eq!((first.measured.mm(), first.deviation.mm()), (396_157_579, 0));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interval {
    /// The section.
    pub section: SectionId,
    /// The survey.
    pub survey: SurveyId,
    /// Where it lies in the survey.
    #[serde(flatten)]
    pub span: Span,
    /// The control point at which it starts, by the markers that stood on the survey's day.
    pub from: Address,
    /// The control point at which it ends.
    pub to: Address,
    /// Its declared, official length.
    #[serde(rename = "declared_mm")]
    pub declared: Length,
    /// Its geodesic length on the digitised line.
    #[serde(rename = "measured_mm")]
    pub measured: Length,
    /// `declared / measured`; none where that is shorter than a millimetre.
    pub ratio: Option<f64>,
    /// How much longer it was declared than at the section's overall scale; those of a section
    /// add up to zero.
    #[serde(rename = "deviation_mm")]
    pub deviation: Length,
    /// The same in ‰ of the length at that scale; none where that is zero.
    pub deviation_per_mille: Option<f64>,
    /// How far its deviation in ‰ lies from the median of its section and survey, in robust
    /// standard deviations; none where there are fewer than five intervals, or half of them
    /// deviate alike. Beyond 3.5 it is an outlier.
    pub robust_z: Option<f64>,
}

impl Interval {
    fn new(
        survey: &SurveyId,
        section: &SectionId,
        span: Span,
        names: &Milestones,
        (measured, plain): (Length, Length),
    ) -> Self {
        let (declared, deviation) = (span.length(), span.length() - plain);
        let off = Share::of(deviation, plain).ratio();
        Self {
            section: section.clone(),
            survey: survey.clone(),
            span,
            from: names.address(span.from()),
            to: names.address(span.to()),
            declared,
            measured,
            ratio: Share::of(declared, measured).ratio(),
            deviation,
            deviation_per_mille: off.map(|off| off * 1e3),
            robust_z: None,
        }
    }

    /// Its length at the section's overall scale: the section's length in the survey over that on
    /// the ground. Those of a section add up to its official length.
    #[must_use]
    pub fn plain(&self) -> Length {
        self.declared - self.deviation
    }
}

impl State {
    /// Every interval between neighbouring control points, in every survey but the ground. Those
    /// that deviate most from their section's overall scale, in ‰ either way, come first.
    ///
    /// A section without controls is one interval, which cannot deviate.
    ///
    /// # Errors
    /// Were there a fault in the library, when an identity does not hold.
    pub fn intervals(&self) -> Result<Vec<Interval>, AuditError> {
        let mut all = Vec::new();
        for survey in self.border().surveys().iter() {
            for section in self.border().sections() {
                if survey.date().is_some() && survey.section(section.id()).is_some() {
                    all.extend(self.between_controls(survey, section)?);
                }
            }
        }
        let size = |one: &Interval| one.deviation_per_mille.map_or(-1.0, f64::abs);
        // Stable: those that deviate alike stay by survey, then along the sections.
        all.sort_by(|a, b| size(b).total_cmp(&size(a)));
        Ok(all)
    }

    fn between_controls(
        &self,
        survey: &Survey,
        section: &Section,
    ) -> Result<Vec<Interval>, AuditError> {
        let map = self.border().calibration(section.id(), survey.id())?;
        let ground =
            self.border().calibration(section.id(), self.border().surveys().ground().id())?;
        let day = survey.date().unwrap_or(self.day());
        let names: Milestones = self.border().milestones(section.id(), survey.id(), day)?;
        let too_long = AuditError::TooLong { what: "the intervals of a section" };
        let mut found = Vec::new();
        for pair in map.knots().windows(2) {
            let ((place_from, from), (place_to, to)) = (pair[0], pair[1]);
            let Some(span) = Span::nonempty(from, to) else { continue };
            let [start, end] = [place_from, place_to].map(|at| ground.measure(at).from_start());
            let plain = |at| scaled(at, ground.total(), map.total()).ok_or(too_long.clone());
            let (measured, plain) = (end - start, plain(end)? - plain(start)?);
            found.push(Interval::new(survey.id(), section.id(), span, &names, (measured, plain)));
        }
        let deviation = found.iter().fold(Length::ZERO, |sum, one| sum + one.deviation);
        let law = "deviations from the overall scale add up to zero";
        check(section.id(), law, deviation, Length::ZERO)?;
        mark_outliers(&mut found);
        Ok(found)
    }
}

/// Sets how far each interval of a section is from the others.
fn mark_outliers(intervals: &mut [Interval]) {
    let deviations: Vec<f64> = intervals.iter().filter_map(|one| one.deviation_per_mille).collect();
    let Some(middle) = median(deviations.clone()).filter(|_| deviations.len() >= ENOUGH) else {
        return;
    };
    let apart = deviations.iter().map(|deviation| (deviation - middle).abs()).collect();
    let Some(spread) = median(apart).filter(|&spread| spread > 0.0) else { return };
    for interval in intervals {
        let deviation = interval.deviation_per_mille;
        interval.robust_z = deviation.map(|deviation| NORMAL * (deviation - middle) / spread);
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let above = *values.get(half)?;
    let is_odd = values.len() % 2 == 1;
    Some(if is_odd { above } else { (values[half - 1] + above) / 2.0 })
}
