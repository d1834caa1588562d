//! Which stretches are kept on a day.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::resolve::Drawing;
use super::{Doubt, Placement, PlacementError, Registration, Registry, Status};
use crate::border::Border;
use crate::id::SurveyId;
use crate::key::{RowKey, SectionKey, VillageKey};
use crate::problem::Source;
use crate::span::Span;

/// A stretch of the line that a village keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The row it comes from.
    pub(crate) row: RowKey,
    pub(crate) village: VillageKey,
    pub(crate) section: SectionKey,
    /// Where it lies, in the reporting survey.
    pub(crate) span: Span,
    /// Whether the district has recognised it.
    pub(crate) recognised: bool,
}

/// All stretches kept on a day, and what is wrong or in doubt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claims {
    /// The stretches.
    pub(crate) claims: Vec<Claim>,
    /// The rows, in force or not, that have no place on the line.
    pub(crate) refused: Vec<PlacementError>,
    /// The rows, in force or not, whose place is not sure.
    pub(crate) doubts: Vec<Doubt>,
}

/// Where every registration lies in one survey, whether in force or not.
#[derive(Debug, Clone)]
pub(crate) struct Placements {
    /// Where the drawn ones lie on the ground, which is the same in every survey.
    drawings: Arc<Drawings>,
    placed: Vec<Result<Placement, PlacementError>>,
}

/// For each drawn row, its drawing.
type Drawings = HashMap<RowKey, Drawing>;

impl Registry {
    /// Where all registrations lie in the reporting survey; placed by all threads of the current
    /// `rayon` pool.
    pub(crate) fn placements(&self, border: &Border, reporting: &SurveyId) -> Placements {
        let rows = self.registrations.par_iter().enumerate();
        let drawn = rows.filter_map(|(i, row)| {
            row.declared.drawn_along(border).map(|found| (RowKey::new(i), found))
        });
        self.placements_of(border, reporting, Arc::new(drawn.collect()))
    }

    /// The same in another survey of the border; no drawing is matched again.
    pub(crate) fn placements_in(
        &self,
        border: &Border,
        reporting: &SurveyId,
        known: &Placements,
    ) -> Placements {
        self.placements_of(border, reporting, Arc::clone(&known.drawings))
    }

    fn placements_of(
        &self,
        border: &Border,
        reporting: &SurveyId,
        drawings: Arc<Drawings>,
    ) -> Placements {
        let rows = self.registrations.par_iter().enumerate();
        let place = |(i, row): (usize, &Registration)| {
            let refused = |refused: PlacementError| PlacementError {
                source: Some(source(row, i)),
                ..refused
            };
            row.place(border, reporting, drawings.get(&RowKey::new(i))).map_err(refused)
        };
        Placements { placed: rows.map(place).collect(), drawings }
    }
}

impl Placements {
    /// Where a row of the registry that was placed lies in another survey of the border.
    pub(crate) fn row_in(
        &self,
        registry: &Registry,
        border: &Border,
        row: RowKey,
        survey: &SurveyId,
    ) -> Option<Placement> {
        let drawing = self.drawings.get(&row);
        registry.registrations[row].place(border, survey, drawing).ok()
    }

    /// Where a row lies; none where it has no place.
    pub(crate) fn of(&self, row: RowKey) -> Option<&Placement> {
        self.placed[row].as_ref().ok()
    }

    /// Why a row has no place; none where it has one.
    pub(crate) fn refusal(&self, row: RowKey) -> Option<&PlacementError> {
        self.placed[row].as_ref().err()
    }

    /// Of the registry that was placed, and no other, the stretches kept on a day; and the rows,
    /// in force or not, that have no place or no sure one.
    pub(crate) fn claims_on(&self, registry: &Registry, day: Date) -> Claims {
        let mut found = Claims::default();
        for ((key, village, row), placement) in registry.keyed_rows().zip(&self.placed) {
            let placement = match placement {
                Ok(placement) => placement,
                Err(refused) => {
                    found.refused.push(refused.clone());
                    continue;
                }
            };
            let source = Some(source(row, key.index()));
            found.doubts.extend(placement.doubts.iter().cloned().map(|(field, value, message)| {
                Doubt { source, field: field.to_owned(), value, message }
            }));
            if !row.holds_on(day) {
                continue;
            }
            let recognised = row.status == Status::Recognised;
            found.claims.extend(placement.spans.iter().map(|&(section, span)| Claim {
                row: key,
                village,
                section,
                span,
                recognised,
            }));
        }
        found
    }
}

/// Where a row was read; one that was not, by its index in the registry, counted from 1.
fn source(row: &Registration, index: usize) -> Source {
    row.source.unwrap_or(Source::new("registry", index + 1))
}
