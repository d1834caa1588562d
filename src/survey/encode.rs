//! Surveys written down and read again: through the doors by which they were built.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Calibration, Survey, SurveyError, Surveys};
use crate::id::{SectionId, SurveyId};
use crate::units::{Length, Measure, Place};

/// A calibration as it is written; its first knot, the section's start, goes without saying.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCalibration {
    end_m: Place,
    total_mm: Length,
    #[serde(default)]
    controls: Vec<Control>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Control {
    place_m: Place,
    measure_mm: Measure,
}

impl From<Calibration> for RawCalibration {
    fn from(map: Calibration) -> Self {
        let controls = &map.knots[1..map.knots.len() - 1];
        let control = |&(place_m, measure_mm): &(Place, Measure)| Control { place_m, measure_mm };
        Self {
            end_m: map.end(),
            total_mm: map.total(),
            controls: controls.iter().map(control).collect(),
        }
    }
}

impl TryFrom<RawCalibration> for Calibration {
    type Error = SurveyError;
    fn try_from(raw: RawCalibration) -> Result<Self, SurveyError> {
        let controls: Vec<_> = raw.controls.iter().map(|c| (c.place_m, c.measure_mm)).collect();
        Self::new(raw.end_m, raw.total_mm, &controls)
    }
}

/// A survey as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSurvey {
    id: SurveyId,
    /// None for the ground alone, which is not read: it follows from the sections.
    date: Option<Date>,
    #[serde(default)]
    source: Option<String>,
    sections: Vec<Measured>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    section: SectionId,
    calibration: Calibration,
}

impl From<Survey> for RawSurvey {
    fn from(survey: Survey) -> Self {
        let Survey { id, date, source, sections } = survey;
        let measured = |(section, calibration)| Measured { section, calibration };
        Self { id, date, source, sections: sections.into_iter().map(measured).collect() }
    }
}

impl TryFrom<RawSurvey> for Survey {
    type Error = SurveyError;
    fn try_from(raw: RawSurvey) -> Result<Self, SurveyError> {
        let date = raw.date.filter(|_| raw.id != SurveyId::ground()).ok_or(SurveyError::Ground)?;
        let mut survey = Self::new(raw.id, date, raw.source)?;
        for Measured { section, calibration } in raw.sections {
            survey.add(section, calibration)?;
        }
        Ok(survey)
    }
}

/// Surveys as they are written: for the ground, where each section ends.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSurveys {
    ground: Vec<Ground>,
    dated: Vec<Survey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ground {
    section: SectionId,
    end_m: Place,
}

impl From<Surveys> for RawSurveys {
    fn from(surveys: Surveys) -> Self {
        let ground = |(section, map): (&SectionId, &Calibration)| Ground {
            section: section.clone(),
            end_m: map.end(),
        };
        Self { ground: surveys.ground.sections().map(ground).collect(), dated: surveys.dated }
    }
}

impl TryFrom<RawSurveys> for Surveys {
    type Error = SurveyError;
    fn try_from(raw: RawSurveys) -> Result<Self, SurveyError> {
        let grounds = raw.ground.into_iter().map(|ground| (ground.section, ground.end_m));
        let mut surveys = Self::of_ground(grounds)?;
        for survey in raw.dated {
            if surveys.get(&survey.id).is_some() {
                return Err(SurveyError::TwoSurveys(survey.id));
            }
            surveys.insert(survey);
        }
        Ok(surveys)
    }
}
