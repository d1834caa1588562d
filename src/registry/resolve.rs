//! Where what was declared lies: on a day, in a survey.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{Declaration, Keeper, Kept, PlacementError, Registration, Registry};
use crate::border::{
    AddressError, Border, Declared, DrawnStretches, Fit, LocatedStretch, StretchError,
};
use crate::id::{AreaId, SurveyId};
use crate::key::SectionKey;
use crate::problem::Source;
use crate::span::Span;

/// Where a registration lies in a survey, and how surely.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placement {
    /// Its spans.
    pub(crate) spans: Vec<(SectionKey, Span)>,
    /// How far a drawing was moved to the line; none for a written one.
    pub(crate) fit: Option<Fit>,
    /// The fields that are in doubt, what stands there, and why.
    pub(super) doubts: Vec<(&'static str, String, String)>,
}

/// The stretches of a drawing on the ground, or why it has none.
pub(crate) type Drawing = Result<DrawnStretches, AddressError>;

/// A stretch that an area answers for, which may have ended or not yet begun on the day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'a> {
    /// The area as declared.
    pub(crate) area: &'a AreaId,
    /// The section.
    pub(crate) section: SectionKey,
    /// Where it lies, in the reporting survey.
    pub(crate) span: Span,
}

impl Registration {
    /// The survey in which it was declared: the one it names, or else the one in force on that
    /// day; the ground where it is drawn.
    pub fn own_survey<'a>(&'a self, border: &'a Border) -> &'a SurveyId {
        match &self.declared {
            Declaration::Written { survey: Some(survey), .. } => survey,
            Declaration::Written { section, survey: None, .. } => {
                border.surveys().in_force(section, self.since).id()
            }
            Declaration::Drawn { .. } | Declaration::Land { .. } => border.surveys().ground().id(),
        }
    }
}

impl Declaration {
    /// Where it lies on the ground, if it is drawn.
    pub(super) fn drawn_along(&self, border: &Border) -> Option<Drawing> {
        match self {
            Self::Written { .. } => None,
            Self::Drawn { section, parts } => Some(border.along(section.as_ref(), parts)),
            Self::Land { section, polygons } => {
                Some(border.within_land(section.as_ref(), polygons))
            }
        }
    }
}

impl Registration {
    /// Where it lies in the reporting survey; a drawn one, where its drawing was matched.
    ///
    /// A written one is read in its own survey: the one it names, or the one in force on the day
    /// it was declared, with the markers as they stood then. A drawn one lies on the ground.
    ///
    /// # Errors
    /// When an address has no place, the stretch is empty, or the drawing keeps off the line.
    pub(crate) fn place(
        &self,
        border: &Border,
        reporting: &SurveyId,
        drawing: Option<&Drawing>,
    ) -> Result<Placement, PlacementError> {
        match (&self.declared, drawing) {
            (Declaration::Written { section, from, to, .. }, _) => {
                let survey = self.own_survey(border);
                let declared = Declared { section, from, to, survey, day: self.since };
                self.place_written(border, reporting, declared)
            }
            (_, Some(drawing)) => self.place_drawn(border, reporting, drawing),
            (_, None) => self.place_drawn(border, reporting, &Err(AddressError::Nothing)),
        }
    }

    fn place_written(
        &self,
        border: &Border,
        reporting: &SurveyId,
        declared: Declared<'_>,
    ) -> Result<Placement, PlacementError> {
        let refused =
            |wrong: StretchError| refused(self.source, &declared, wrong.field, wrong.reason);
        let stretch = border.stretch(declared, reporting).map_err(refused)?;
        let field = "section";
        let unknown = |reason| refused(StretchError { field, reason });
        let key = border.section_key(declared.section).map_err(unknown)?;
        Ok(written(key, stretch, &declared))
    }

    fn place_drawn(
        &self,
        border: &Border,
        reporting: &SurveyId,
        drawing: &Drawing,
    ) -> Result<Placement, PlacementError> {
        let refuse = |error: AddressError| PlacementError {
            source: self.source,
            field: "geometry",
            value: self.id.to_string(),
            error: Box::new(error),
        };
        let drawn = drawing.as_ref().map_err(|error| refuse(error.clone()))?;
        let measured = border.measured(&drawn.stretches, reporting).map_err(refuse)?;
        let keyed = |(section, span)| Ok((border.section_key(&section)?, span));
        let spans = measured.into_iter().map(keyed).collect::<Result<_, _>>().map_err(refuse)?;
        let is_line = matches!(self.declared, Declaration::Drawn { .. });
        let doubts = off_the_line(&drawn.fit, is_line).into_iter();
        let doubts = doubts.map(|message| ("geometry", self.id.to_string(), message)).collect();
        Ok(Placement { spans, fit: Some(drawn.fit), doubts })
    }
}

impl Registry {
    /// The stretches that areas answer for on a day, in the reporting survey; and the rows that have
    /// no place.
    ///
    /// A row of an area that does not exist on the day counts for those that stand for it, unless
    /// they have rows of their own.
    pub(crate) fn answers_for(
        &self,
        border: &Border,
        reporting: &SurveyId,
        day: Date,
    ) -> (Vec<Answer<'_>>, Vec<PlacementError>) {
        let own: HashSet<&AreaId> = self.jurisdictions.iter().map(|row| &row.area).collect();
        let (mut answers, mut refusals) = (Vec::new(), Vec::new());
        for row in &self.jurisdictions {
            let declared = Declared {
                section: &row.section,
                from: &row.from,
                to: &row.to,
                survey: &self.base_survey,
                day,
            };
            let unknown = |reason| StretchError { field: "section", reason };
            let key = border.section_key(&row.section).map_err(unknown);
            match key.and_then(|key| Ok((key, border.stretch(declared, reporting)?))) {
                Err(wrong) => {
                    refusals.push(refused(row.source, &declared, wrong.field, wrong.reason));
                }
                Ok(_) if self.areas.is_superseded(&row.area, day, |id| own.contains(id)) => {}
                Ok((section, LocatedStretch { spans, .. })) => {
                    let answer = |span| Answer { area: &row.area, section, span };
                    answers.extend(spans.into_iter().map(answer));
                }
            }
        }
        (answers, refusals)
    }

    /// The marker that a keeper keeps, by its index in [`Border::markers`], looked up as of the
    /// day the keeper began; none for a work.
    ///
    /// # Errors
    /// When there is no such marker, or the label fits more than one.
    pub(crate) fn kept_marker(
        &self,
        border: &Border,
        keeper: &Keeper,
        day: Date,
    ) -> Result<Option<usize>, PlacementError> {
        let Kept::Marker(section, label) = &keeper.keeps else { return Ok(None) };
        let since = keeper.period.since().unwrap_or(day);
        border.one_marker(section, label, since).map(Some).map_err(|error| {
            let (field, value) = match error {
                AddressError::UnknownSection(_) => ("section", section.to_string()),
                _ => ("marker", label.to_string()),
            };
            PlacementError { source: keeper.source, field, value, error: Box::new(error) }
        })
    }
}

/// A written stretch, with a word where a point could as well lie on another reach of the line.
fn written(section: SectionKey, stretch: LocatedStretch, declared: &Declared<'_>) -> Placement {
    let mut doubts = Vec::new();
    for (field, end, address) in
        [("from", &stretch.from, declared.from), ("to", &stretch.to, declared.to)]
    {
        if let (Some(rival), Some(offset)) = (end.rival, end.offset) {
            let message = format!(
                "the point lies {offset:.1} m from the line, and {:.1} m from another reach of it, \
                 {:.3} km further on the ground; the nearest is taken: write a marker or km to be sure",
                rival.distance,
                (rival.place.metres() - end.place.metres()) / 1e3,
            );
            doubts.push((field, address.to_string(), message));
        }
    }
    let spans = stretch.spans.into_iter().map(|span| (section, span)).collect();
    Placement { spans, fit: None, doubts }
}

/// A word where part of a drawn line does not run along the border, and where it passes part of the
/// border by.
fn off_the_line(fit: &Fit, drawn_line: bool) -> Vec<String> {
    let mut doubts = Vec::new();
    let off = fit.drawn - fit.along;
    if drawn_line && off >= 1.0 {
        doubts.push(format!(
            "{off:.0} of {:.0} m of the drawing do not run along the border within the tolerance \
             and count for nothing: check whether they should",
            fit.drawn
        ));
    }
    if drawn_line && fit.passed_by >= 1.0 {
        doubts.push(format!(
            "the drawing passes {:.0} m of the border by, which lie farther from it than the \
             tolerance and count for nothing: draw along them if they are kept",
            fit.passed_by
        ));
    }
    doubts
}

/// The refusal of a stretch, with what stands in the field at fault.
fn refused(
    source: Option<Source>,
    declared: &Declared<'_>,
    field: &'static str,
    error: AddressError,
) -> PlacementError {
    let value = match field {
        "section" => declared.section.to_string(),
        "survey" => declared.survey.to_string(),
        "from" => declared.from.to_string(),
        _ => declared.to.to_string(),
    };
    PlacementError { source, field, value, error: Box::new(error) }
}
