//! Where what was declared lies: on a day, in a survey.

use jiff::civil::Date;

use super::{Keeper, Kept, Registration, Registry};
use crate::border::{AddressError, Border, Declared, Stretch};
use crate::id::SurveyId;
use crate::problem::Source;
use crate::span::Span;

/// A stretch of the line that a village keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The row it comes from, by its place in [`Registry::registrations`].
    pub row: usize,
    /// The village, by its place in [`Registry::villages`].
    pub village: usize,
    /// The section, by its place in the border.
    pub section: usize,
    /// Where it lies, in the reporting survey.
    pub span: Span,
    /// Whether the district has recognised it.
    pub recognised: bool,
}

/// A record that has no place on the line, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// Where it was read.
    pub source: Option<Source>,
    /// The field at fault, by its name in the data set.
    pub field: &'static str,
    /// What stands in the field.
    pub value: String,
    /// What is wrong with it.
    pub error: Box<AddressError>,
}

impl Registry {
    /// Where one stretch of a registration lies in the reporting survey.
    ///
    /// It is read in its own survey: the one it names, or the one in force on the day it was
    /// declared, with the markers as they stood then.
    ///
    /// # Errors
    /// When an address has no place, or the stretch is empty.
    pub fn stretch(
        &self,
        border: &Border,
        row: &Registration,
        reporting: &SurveyId,
    ) -> Result<Stretch, Refused> {
        let in_force = border.surveys().in_force(&row.section, row.since).id();
        let declared = Declared {
            section: &row.section,
            from: &row.from,
            to: &row.to,
            survey: row.survey.as_ref().unwrap_or(in_force),
            day: row.since,
        };
        let refuse = |(field, error)| refused(row.source, &declared, field, error);
        border.stretch(declared, reporting).map_err(refuse)
    }

    /// All stretches that villages keep on a day, placed in the reporting survey; and all rows,
    /// in force or not, that have no place.
    pub fn claims(
        &self,
        border: &Border,
        reporting: &SurveyId,
        day: Date,
    ) -> (Vec<Claim>, Vec<Refused>) {
        let (mut claims, mut refusals) = (Vec::new(), Vec::new());
        for (i, row) in self.registrations.iter().enumerate() {
            match self.stretch(border, row, reporting) {
                Err(refusal) => refusals.push(refusal),
                Ok(stretch) if row.holds_on(day) => {
                    // The door let only known villages in.
                    let Some(village) = self.village(&row.village) else { continue };
                    let recognised = row.state == super::State::Recognised;
                    claims.extend(stretch.spans.into_iter().map(|span| Claim {
                        row: i,
                        village,
                        section: stretch.section,
                        span,
                        recognised,
                    }));
                }
                Ok(_) => {}
            }
        }
        (claims, refusals)
    }

    /// The stretches that each area itself answers for, in the reporting survey; and the rows
    /// that have no place.
    ///
    /// Each is `(area, section, span)`, by their places in the forest and the border.
    pub(crate) fn answers_for(
        &self,
        border: &Border,
        reporting: &SurveyId,
        day: Date,
    ) -> (Vec<(usize, usize, Span)>, Vec<Refused>) {
        let (mut spans, mut refusals) = (Vec::new(), Vec::new());
        for row in &self.jurisdictions {
            let declared = Declared {
                section: &row.section,
                from: &row.from,
                to: &row.to,
                survey: &self.base_survey,
                day,
            };
            match border.stretch(declared, reporting) {
                Err((field, error)) => {
                    refusals.push(refused(row.source, &declared, field, error));
                }
                Ok(stretch) => {
                    let Some(area) = self.areas.index(&row.area) else { continue };
                    spans.extend(stretch.spans.iter().map(|&span| (area, stretch.section, span)));
                }
            }
        }
        (spans, refusals)
    }

    /// The marker that a keeper keeps, by its place in [`Border::markers`], looked up as of the
    /// day the keeper began; none for a work.
    ///
    /// # Errors
    /// When there is no such marker, or the label fits more than one.
    pub(crate) fn kept_marker(
        &self,
        border: &Border,
        keeper: &Keeper,
        day: Date,
    ) -> Result<Option<usize>, Refused> {
        let Kept::Marker(section, label) = &keeper.keeps else { return Ok(None) };
        let since = keeper.period.since().unwrap_or(day);
        border.one_marker(section, label, since).map(Some).map_err(|error| Refused {
            source: keeper.source,
            field: if matches!(error, AddressError::UnknownSection(_)) {
                "section"
            } else {
                "marker"
            },
            value: label.to_string(),
            error: Box::new(error),
        })
    }
}

/// The refusal of a stretch, with what stands in the field at fault.
fn refused(
    source: Option<Source>,
    declared: &Declared<'_>,
    field: &'static str,
    error: AddressError,
) -> Refused {
    let value = match field {
        "section" => declared.section.to_string(),
        "survey" => declared.survey.to_string(),
        "from" => declared.from.to_string(),
        _ => declared.to.to_string(),
    };
    Refused { source, field, value, error: Box::new(error) }
}
