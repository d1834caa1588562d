//! Where what was declared lies: on a day, in a survey.

use jiff::civil::Date;

use super::{Declaration, Keeper, Kept, Registration, Registry, State};
use crate::border::{AddressError, Border, Declared, Fit, Stretch};
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

/// A record that has a place on the line, but not for sure.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Where it was read.
    pub source: Option<Source>,
    /// The field in doubt, by its name in the data set.
    pub field: String,
    /// What stands in the field.
    pub value: String,
    /// What is not sure, and what to do.
    pub message: String,
}

/// Where a registration lies in a survey, and how surely.
#[derive(Debug, Clone, PartialEq)]
pub struct Lie {
    /// Its spans, each with its section's place in the border.
    pub spans: Vec<(usize, Span)>,
    /// How far a drawing was moved to the line; none for a written one.
    pub fit: Option<Fit>,
    /// The fields that are in doubt, what stands there, and why.
    doubts: Vec<(&'static str, String, String)>,
}

/// All stretches kept on a day, and what is wrong or in doubt.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// The stretches.
    pub claims: Vec<Claim>,
    /// The rows, in force or not, that have no place on the line.
    pub refused: Vec<Refused>,
    /// The rows, in force or not, whose place is not sure.
    pub doubts: Vec<Doubt>,
}

impl Registry {
    /// Where a registration lies in the reporting survey.
    ///
    /// A written one is read in its own survey: the one it names, or the one in force on the day
    /// it was declared, with the markers as they stood then. A drawn one lies on the ground.
    ///
    /// # Errors
    /// When an address has no place, the stretch is empty, or the drawing keeps off the line.
    pub fn lie(
        &self,
        border: &Border,
        row: &Registration,
        reporting: &SurveyId,
    ) -> Result<Lie, Refused> {
        let refuse = |field, error| Refused {
            source: row.source,
            field,
            value: String::new(),
            error: Box::new(error),
        };
        let drawn = match &row.declared {
            Declaration::Written { section, from, to, survey } => {
                let in_force = border.surveys().in_force(section, row.since).id();
                let survey = survey.as_ref().unwrap_or(in_force);
                let declared = Declared { section, from, to, survey, day: row.since };
                return border
                    .stretch(declared, reporting)
                    .map(|stretch| written(stretch, &declared))
                    .map_err(|(field, error)| refused(row.source, &declared, field, error));
            }
            Declaration::Drawn { section, parts } => border.along(section.as_ref(), parts),
            Declaration::Land { section, polygons } => {
                border.within_land(section.as_ref(), polygons)
            }
        };
        let drawn = drawn.map_err(|error| refuse("geometry", error))?;
        let spans = border
            .measured(&drawn.stretches, reporting)
            .map_err(|error| refuse("geometry", error))?;
        let doubts = off_the_line(&drawn.fit, matches!(row.declared, Declaration::Drawn { .. }));
        Ok(Lie { spans, fit: Some(drawn.fit), doubts })
    }

    /// All stretches that villages keep on a day, placed in the reporting survey; and all rows,
    /// in force or not, that have no place or no sure one.
    pub fn claims(&self, border: &Border, reporting: &SurveyId, day: Date) -> Claims {
        let mut found = Claims::default();
        for (i, row) in self.registrations.iter().enumerate() {
            let lie = match self.lie(border, row, reporting) {
                Ok(lie) => lie,
                Err(refused) => {
                    found.refused.push(refused);
                    continue;
                }
            };
            let source = row.source;
            let doubt = |(field, value, message): (&str, _, _)| {
                let field = field.to_owned();
                Doubt { source, field, value, message }
            };
            found.doubts.extend(lie.doubts.into_iter().map(doubt));
            // The door let only known villages in.
            let Some(village) = self.village(&row.village).filter(|_| row.holds_on(day)) else {
                continue;
            };
            let recognised = row.state == State::Recognised;
            let claim = |(section, span)| Claim { row: i, village, section, span, recognised };
            found.claims.extend(lie.spans.into_iter().map(claim));
        }
        found
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
        border.one_marker(section, label, since).map(Some).map_err(|error| {
            let (field, value) = match error {
                AddressError::UnknownSection(_) => ("section", section.to_string()),
                _ => ("marker", label.to_string()),
            };
            Refused { source: keeper.source, field, value, error: Box::new(error) }
        })
    }
}

/// A written stretch, with a word where a point could as well lie on another reach of the line.
fn written(stretch: Stretch, declared: &Declared<'_>) -> Lie {
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
    let spans = stretch.spans.into_iter().map(|span| (stretch.section, span)).collect();
    Lie { spans, fit: None, doubts }
}

/// A word where part of a drawn line does not run along the border.
fn off_the_line(fit: &Fit, drawn_line: bool) -> Vec<(&'static str, String, String)> {
    let off = fit.drawn - fit.along;
    if !drawn_line || off < 1.0 {
        return Vec::new();
    }
    let message = format!(
        "{off:.0} of {:.0} m of the drawing do not run along the border within the tolerance and \
         count for nothing: check whether they should",
        fit.drawn
    );
    vec![("geometry", String::new(), message)]
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
