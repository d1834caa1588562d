//! A border written down and read again: through the doors by which it was built.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Border, BorderError};
use crate::line::Section;
use crate::marker::Marker;
use crate::survey::Survey;

/// A border as it is written. Whatever follows from these is computed again: the ground survey,
/// the places of the markers, the indexes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBorder {
    sections: Vec<Section>,
    surveys: Vec<Survey>,
    markers: Vec<Marker>,
    tolerance_m: f64,
}

/// The same, borrowed.
#[derive(Serialize)]
struct RawBorderRef<'a> {
    sections: &'a [Section],
    surveys: Vec<&'a Survey>,
    markers: Vec<&'a Marker>,
    tolerance_m: f64,
}

impl Serialize for Border {
    /// Sections, dated surveys, markers and the tolerance.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        RawBorderRef {
            sections: &self.sections,
            surveys: self.surveys.dated().iter().collect(),
            markers: self.markers.iter().map(|placed| &placed.marker).collect(),
            tolerance_m: self.tolerance,
        }
        .serialize(out)
    }
}

impl<'de> Deserialize<'de> for Border {
    /// Through [`Border::new`], [`Border::add_survey`] and [`Border::set_markers`]: the markers
    /// are placed anew, and one that is refused is an error.
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::try_from(RawBorder::deserialize(input)?).map_err(D::Error::custom)
    }
}

impl TryFrom<RawBorder> for Border {
    type Error = BorderError;
    fn try_from(raw: RawBorder) -> Result<Self, BorderError> {
        let mut border = Self::new(raw.sections)?;
        for survey in raw.surveys {
            if border.surveys().get(survey.id()).is_some() {
                return Err(BorderError::DuplicateSurvey(survey.id().clone()));
            }
            border.add_survey(survey)?;
        }
        match border.set_markers(raw.markers, raw.tolerance_m).into_iter().next() {
            Some(Marker { section, label, .. }) => Err(BorderError::Marker { section, label }),
            None => Ok(border),
        }
    }
}
