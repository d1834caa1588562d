//! Which stretches are kept on a day.

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Doubt, Placement, Refused, Registration, Registry, Status};
use crate::border::Border;
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

/// Where every registration lies in one survey, whether in force or not.
#[derive(Debug, Clone)]
pub struct Placements {
    placed: Vec<Result<Placement, Refused>>,
}

impl Registry {
    /// Where all registrations lie in the reporting survey; placed by all threads of the current
    /// `rayon` pool.
    pub(crate) fn placements(&self, border: &Border, reporting: &SurveyId) -> Placements {
        let rows = self.registrations.par_iter().enumerate();
        let place = |(i, row): (usize, &Registration)| {
            let refused = |refused: Refused| Refused { source: Some(source(row, i)), ..refused };
            self.place(border, row, reporting).map_err(refused)
        };
        Placements { placed: rows.map(place).collect() }
    }

    /// All stretches that villages keep on a day, placed in the reporting survey; and all rows,
    /// in force or not, that have no place or no sure one.
    pub fn claims(&self, border: &Border, reporting: &SurveyId, day: Date) -> Claims {
        self.placements(border, reporting).claims_on(self, day)
    }
}

impl Placements {
    /// Where a row lies, by its place in [`Registry::registrations`]; none where it has no place.
    pub fn of(&self, row: usize) -> Option<&Placement> {
        self.placed.get(row)?.as_ref().ok()
    }

    /// Why a row has no place; none where it has one.
    pub(crate) fn refusal(&self, row: usize) -> Option<&Refused> {
        self.placed.get(row)?.as_ref().err()
    }

    /// Of the registry that was placed, and no other, the stretches kept on a day; and the rows,
    /// in force or not, that have no place or no sure one.
    pub(crate) fn claims_on(&self, registry: &Registry, day: Date) -> Claims {
        let mut found = Claims::default();
        let rows = registry.registrations.iter().zip(&registry.row_villages);
        for (i, ((row, &village), placement)) in rows.zip(&self.placed).enumerate() {
            let placement = match placement {
                Ok(placement) => placement,
                Err(refused) => {
                    found.refused.push(refused.clone());
                    continue;
                }
            };
            let source = Some(source(row, i));
            found.doubts.extend(placement.doubts.iter().cloned().map(|(field, value, message)| {
                Doubt { source, field: field.to_owned(), value, message }
            }));
            if !row.holds_on(day) {
                continue;
            }
            let recognised = row.status == Status::Recognised;
            found.claims.extend(placement.spans.iter().map(|&(section, span)| Claim {
                row: i,
                village,
                section,
                span,
                recognised,
            }));
        }
        found
    }
}

/// Where a row was read; one that was not, by its place in the registry, counted from 1.
fn source(row: &Registration, place: usize) -> Source {
    row.source.unwrap_or(Source { file: "registry", line: place + 1 })
}
