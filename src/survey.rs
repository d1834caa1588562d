//! Ground and official measures: dated, strictly increasing, piecewise linear.
//!
//! The length of a border is dated: re-measured on new maps, the same line got another number. A
//! [`Survey`] holds, for each section it measured, a [`Calibration`] between places on the
//! digitised line and official measures. The survey `ground` always exists: there the measure is
//! the geodesic length.

mod encode;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::{SectionId, SurveyId};
use crate::span::Span;
use crate::units::{Length, Measure, Place};
use encode::{RawCalibration, RawSurvey, RawSurveys};

/// Why lengths and controls do not make a survey.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SurveyError {
    /// A length that is zero or negative.
    #[error("the official length is {0}: a section has a length of at least a millimetre")]
    NoLength(Length),
    /// A control at or beyond an end, or at the same place or measure as another.
    #[error(
        "the controls do not increase together: at {place} m on the ground the measure is \
         {measure}, after {before_measure} at {before_place} m; check the marker and the distance"
    )]
    NotIncreasing {
        /// Metres on the ground, of the control before.
        before_place: String,
        /// The measure of the control before.
        before_measure: Length,
        /// Metres on the ground, of this control.
        place: String,
        /// The measure of this control.
        measure: Length,
    },
    /// The reserved name `ground`.
    #[error("`ground` is the survey of the geometry itself: give this one another name")]
    Ground,
    /// The section was measured twice in one survey.
    #[error("section {0} has two lengths in one survey")]
    Twice(SectionId),
    /// Two surveys of one id.
    #[error("two surveys have the id {0}: give each an id of its own")]
    TwoSurveys(SurveyId),
    /// The measure lies outside the section.
    #[error("{measure} lies {}", outside(*measure, *total))]
    Beyond {
        /// The measure asked for.
        measure: Length,
        /// The official length.
        total: Length,
    },
}

/// On which side of a section a measure lies outside it.
fn outside(measure: Length, total: Length) -> String {
    if measure < Length::ZERO {
        "before the section, which starts at 0 km".to_owned()
    } else {
        format!("beyond the section, which is {total} long")
    }
}

/// The ground, in metres, that the jump between two parts of a line is given: none is drawn there,
/// but a survey may have measured it. Less than half a millimetre, so no account of the ground
/// sees it.
pub(crate) const JUMP: f64 = 4e-4;

/// Whether a place is behind another by no more than a jump.
fn is_jump(before: Place, behind: Place) -> bool {
    behind.metres() - before.metres() <= 1.5 * JUMP
}

/// The map between places on one section and its official measures in one survey.
///
/// Piecewise linear through the section's ends and its control markers; strictly increasing, so
/// it can be read both ways.
///
/// ```
/// use border_coverage::{Length, Measure, Place};
/// use border_coverage::survey::Calibration;
/// let official = Length::from_km(360.0)?;
/// let laos = Calibration::new(Place::new(396_158.0)?, official, &[])?;
/// assert_eq!(laos.measure(Place::new(198_079.0)?).mm(), 180_000_000);
/// assert_eq!(laos.place(Measure::from_mm(180_000_000))?.metres(), 198_079.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawCalibration", into = "RawCalibration")]
pub struct Calibration {
    /// At least the two ends.
    knots: Vec<(Place, Measure)>,
    extent: Span,
}

impl Calibration {
    /// The map of a section that ends at `end` on the ground and is officially `total` long, by
    /// way of control points in any order.
    ///
    /// # Errors
    /// When the length is not positive, or the controls do not lie strictly between the ends and
    /// strictly increase together.
    pub fn new(
        end: Place,
        total: Length,
        controls: &[(Place, Measure)],
    ) -> Result<Self, SurveyError> {
        let last = Measure::ZERO + total;
        let extent = Span::new(Measure::ZERO, last).map_err(|_| SurveyError::NoLength(total))?;
        let mut knots = controls.to_vec();
        knots.sort_unstable();
        knots.insert(0, (Place::START, Measure::ZERO));
        knots.push((end, last));
        for pair in knots.windows(2) {
            let ((before_place, before), (place, measure)) = (pair[0], pair[1]);
            if place <= before_place || measure <= before {
                return Err(SurveyError::NotIncreasing {
                    before_place: format!("{:.0}", before_place.metres()),
                    before_measure: before.from_start(),
                    place: format!("{:.0}", place.metres()),
                    measure: measure.from_start(),
                });
            }
        }
        Ok(Self { knots, extent })
    }

    /// The map of the ground survey: the measure is the geodesic length, to the millimetre.
    ///
    /// # Errors
    /// When the section is shorter than a millimetre.
    pub fn ground(end: Place) -> Result<Self, SurveyError> {
        let total = Length::from_metres(end.metres()).unwrap_or(Length::ZERO);
        Self::new(end, total, &[])
    }

    /// The official length.
    pub fn total(&self) -> Length {
        self.extent.length()
    }

    /// All measures of the section.
    pub fn extent(&self) -> Span {
        self.extent
    }

    /// The points through which it runs, in order: the section's ends and the controls between.
    pub fn knots(&self) -> &[(Place, Measure)] {
        &self.knots
    }

    /// Where the section ends on the ground.
    pub(crate) fn end(&self) -> Place {
        self.knots[self.knots.len() - 1].0
    }

    /// The official measure of a place, rounded to the millimetre. A place that rounding carried
    /// past the section's end has the end's measure.
    #[must_use]
    pub fn measure(&self, place: Place) -> Measure {
        let i = self.knots[1..].partition_point(|&(p, _)| p < place).min(self.knots.len() - 2);
        let ((p0, m0), (p1, m1)) = (self.knots[i], self.knots[i + 1]);
        let share = (place.metres() - p0.metres()) / (p1.metres() - p0.metres());
        let along = (share * (m1 - m0).mm() as f64).round() as i64;
        (m0 + Length::from_mm(along)).min(self.extent.to())
    }

    /// The measure of a place from which a stretch runs on: behind the jump, where the survey
    /// measured one that begins there.
    pub(crate) fn measure_onward(&self, place: Place) -> Measure {
        let near = place.metres() - JUMP / 4.0;
        let i = self.knots.partition_point(|knot| knot.0.metres() < near);
        match self.knots.get(i..i + 2) {
            Some(&[(before, _), (behind, measure)])
                if is_jump(before, behind) && place <= behind && is_jump(place, behind) =>
            {
                measure
            }
            _ => self.measure(place),
        }
    }

    /// The points through which it runs, part by part: jumps that were measured divide them.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &[(Place, Measure)]> {
        self.knots.chunk_by(|before, behind| !is_jump(before.0, behind.0))
    }

    /// The place that a measure denotes.
    ///
    /// # Errors
    /// When the measure lies outside the section.
    pub fn place(&self, measure: Measure) -> Result<Place, SurveyError> {
        if measure < Measure::ZERO || measure > self.extent.to() {
            return Err(SurveyError::Beyond { measure: measure.from_start(), total: self.total() });
        }
        let i = self.knots[1..].partition_point(|&(_, m)| m < measure);
        let ((p0, m0), (p1, m1)) = (self.knots[i], self.knots[i + 1]);
        if measure == m1 {
            return Ok(p1);
        }
        let share = (measure - m0).mm() as f64 / (m1 - m0).mm() as f64;
        Ok(Place::from_trusted(p0.metres() + share * (p1.metres() - p0.metres())))
    }
}

/// One dated measuring of the line: a linear referencing method with its calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawSurvey", into = "RawSurvey")]
pub struct Survey {
    id: SurveyId,
    date: Option<Date>,
    source: Option<String>,
    sections: BTreeMap<SectionId, Calibration>,
}

impl Survey {
    /// A survey of a day, without any section yet.
    ///
    /// # Errors
    /// When it would be called `ground`.
    pub fn new(id: SurveyId, date: Date, source: Option<String>) -> Result<Self, SurveyError> {
        if id == SurveyId::ground() {
            return Err(SurveyError::Ground);
        }
        Ok(Self { id, date: Some(date), source, sections: BTreeMap::new() })
    }

    /// Adds the calibration of one section.
    ///
    /// # Errors
    /// When the section is there already.
    pub fn add(&mut self, section: SectionId, calibration: Calibration) -> Result<(), SurveyError> {
        if self.sections.contains_key(&section) {
            return Err(SurveyError::Twice(section));
        }
        self.sections.insert(section, calibration);
        Ok(())
    }

    /// Its id.
    pub fn id(&self) -> &SurveyId {
        &self.id
    }

    /// The day it dates from; none for the ground.
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// Where its figures were published.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The calibration of each section it measured.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (&SectionId, &Calibration)> {
        self.sections.iter()
    }

    /// The calibration of a section; none if it did not measure it.
    pub fn section(&self, section: &SectionId) -> Option<&Calibration> {
        self.sections.get(section)
    }
}

/// All surveys of a line; the ground is always among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawSurveys", into = "RawSurveys")]
pub struct Surveys {
    ground: Survey,
    /// In order of date.
    dated: Vec<Survey>,
}

impl Surveys {
    /// The ground alone: the geodesic lengths of the sections.
    ///
    /// # Errors
    /// When an id is not unique, or a section is shorter than a millimetre.
    pub fn of_ground(
        sections: impl IntoIterator<Item = (SectionId, Place)>,
    ) -> Result<Self, SurveyError> {
        let id = SurveyId::ground();
        let mut ground = Survey { id, date: None, source: None, sections: BTreeMap::new() };
        for (section, end) in sections {
            ground.add(section, Calibration::ground(end)?)?;
        }
        Ok(Self { ground, dated: Vec::new() })
    }

    /// Adds a survey; one of the same id is replaced.
    pub fn insert(&mut self, survey: Survey) {
        self.dated.retain(|other| other.id != survey.id);
        self.dated.push(survey);
        self.dated.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    }

    /// The survey of that id.
    pub fn get(&self, id: &SurveyId) -> Option<&Survey> {
        self.iter().find(|survey| survey.id == *id)
    }

    /// The survey of the geometry itself.
    pub fn ground(&self) -> &Survey {
        &self.ground
    }

    /// The latest survey of a section made on or before a day, or else the ground.
    pub fn in_force(&self, section: &SectionId, day: Date) -> &Survey {
        let made = |survey: &&Survey| survey.date <= Some(day) && survey.section(section).is_some();
        self.dated.iter().rev().find(made).unwrap_or(&self.ground)
    }

    /// The dated surveys in order of date: all but the ground.
    pub(crate) fn dated(&self) -> &[Survey] {
        &self.dated
    }

    /// All surveys, the ground first, then by date.
    pub fn iter(&self) -> impl Iterator<Item = &Survey> {
        std::iter::once(&self.ground).chain(&self.dated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn place(metres: f64) -> Place {
        Place::new(metres).unwrap()
    }

    fn mm(mm: i64) -> Measure {
        Measure::from_mm(mm)
    }

    /// A map with up to five controls, shrinking or stretching a line of 1 m to 500 km.
    fn any_calibration() -> impl Strategy<Value = Calibration> {
        let steps = prop::collection::vec((1.0..100_000.0_f64, 0.5..2.0_f64), 1..6);
        steps.prop_map(|steps| {
            let (mut at, mut measure) = (0.0, 0.0);
            let mut knots = Vec::new();
            for (step, scale) in steps {
                at += step;
                measure += step * scale;
                knots.push((place(at), mm((measure * 1e3) as i64)));
            }
            let (end, total) = knots.pop().unwrap();
            Calibration::new(end, total.from_start(), &knots).unwrap()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn measure_to_place_to_measure_is_the_identity(map in any_calibration(), share in 0.0..=1.0_f64) {
            let measure = mm((map.total().mm() as f64 * share) as i64);
            prop_assert_eq!(map.measure(map.place(measure).unwrap()), measure);
        }

        #[test]
        fn the_map_increases(map in any_calibration(), a in 0.0..=1.0_f64, b in 0.0..=1.0_f64) {
            let end = map.knots[map.knots.len() - 1].0.metres();
            let (low, high) = (place(a.min(b) * end), place(a.max(b) * end));
            prop_assert!(map.measure(low) <= map.measure(high));
        }
    }

    #[test]
    fn a_stretch_runs_on_behind_a_jump_and_ends_before_it() {
        let (seam, behind) = (place(10_326.0), place(10_326.0 + JUMP));
        let controls = [(seam, mm(10_326_000)), (behind, mm(15_489_000))];
        let total = Length::from_mm(25_815_000);
        let map = Calibration::new(place(20_652.0), total, &controls).unwrap();
        assert_eq!([map.measure(seam).mm(), map.measure(behind).mm()], [10_326_000, 15_489_000]);
        for from in [seam, behind] {
            assert_eq!(map.measure_onward(from).mm(), 15_489_000);
        }
        for metres in [0.0, 10_325.9, 10_326.1, 20_652.0] {
            assert_eq!(map.measure_onward(place(metres)), map.measure(place(metres)));
        }
        assert_eq!(map.pieces().map(<[_]>::len).collect::<Vec<_>>(), [2, 2]);
        // Measures within the jump keep their order on the ground, and read back to a centimetre.
        for measure in (10_326_000..=15_489_000).step_by(1_001) {
            let back = map.measure(map.place(mm(measure)).unwrap());
            assert!((back.mm() - measure).abs() <= 10, "{measure} {back:?}");
        }
    }

    #[test]
    fn controls_that_turn_back_are_refused() {
        let end = place(1_000.0);
        let total = Length::from_mm(900_000);
        for bad in [
            vec![(place(500.0), mm(950_000))],
            vec![(place(500.0), mm(400_000)), (place(600.0), mm(300_000))],
            vec![(place(500.0), mm(400_000)), (place(500.0), mm(500_000))],
            vec![(place(1_000.0), mm(500_000))],
            vec![(place(0.0), mm(500_000))],
        ] {
            assert!(matches!(
                Calibration::new(end, total, &bad),
                Err(SurveyError::NotIncreasing { .. })
            ));
        }
        assert!(Calibration::new(end, Length::ZERO, &[]).is_err());
        assert!(Calibration::ground(place(0.0004)).is_err());
    }

    #[test]
    fn the_survey_in_force_is_the_latest_made() {
        let section = SectionId::new("laos").unwrap();
        let mut surveys = Surveys::of_ground([(section.clone(), place(396_158.0))]).unwrap();
        for (id, day, km) in
            [("2017", date(2017, 12, 13), 414.712), ("2015", date(2015, 1, 9), 360.0)]
        {
            let mut survey = Survey::new(SurveyId::new(id).unwrap(), day, None).unwrap();
            let total = Length::from_km(km).unwrap();
            survey
                .add(section.clone(), Calibration::new(place(396_158.0), total, &[]).unwrap())
                .unwrap();
            surveys.insert(survey);
        }
        let on = |y, m, d| surveys.in_force(&section, date(y, m, d)).id().as_str();
        assert_eq!(on(2014, 1, 1), "ground");
        assert_eq!(on(2015, 1, 9), "2015");
        assert_eq!(on(2017, 12, 12), "2015");
        assert_eq!(on(2020, 1, 1), "2017");
        let other = SectionId::new("china").unwrap();
        assert_eq!(surveys.in_force(&other, date(2020, 1, 1)).id().as_str(), "ground");
    }
}
