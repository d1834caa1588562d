//! What was declared in one survey, carried to another.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::scaled;
use crate::audit::AuditError;
use crate::audit::progress::total;
use crate::id::{SectionId, SurveyId};
use crate::key::{RowKey, SectionKey};
use crate::state::State;
use crate::units::{Length, Share};

/// What is declared in one survey along one section, in that survey and in the state's.
///
/// ```
/// use border_coverage::{DataSet, SurveyId};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, Some(&SurveyId::new("2017")?))?;
/// let carried = &state.carried()?[0]; // declared in the survey of 2015
/// assert_eq!((carried.rows, carried.own.mm()), (120, 351_257_292));
/// assert_eq!(carried.carried - carried.own, carried.residual);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Carried {
    /// The section.
    pub section: SectionId,
    /// The survey in which it was declared.
    pub survey: SurveyId,
    /// How many rows in force are declared so.
    pub rows: usize,
    /// The sum of their lengths in their own survey.
    #[serde(rename = "own_mm")]
    pub own: Length,
    /// The sum of their lengths in the state's survey.
    #[serde(rename = "carried_mm")]
    pub carried: Length,
    /// `carried - own`.
    #[serde(rename = "residual_mm")]
    pub residual: Length,
    /// The part of the residual that the section's overall scale does not explain: some millimetres of
    /// rounding where neither survey has controls, more where they stretch the section unevenly.
    #[serde(rename = "beyond_scale_mm")]
    pub beyond_scale: Length,
    /// `carried / own`; none where that is zero.
    pub ratio: Option<f64>,
}

impl Carried {
    /// Their own lengths at the section's overall scale: its length in the state's survey over
    /// that in their own.
    #[must_use]
    pub fn plain(&self) -> Length {
        self.carried - self.beyond_scale
    }
}

/// One row in force on one section, in its own survey and in the state's.
#[derive(Debug, Clone)]
pub(super) struct DeclaredRow<'a> {
    pub(super) row: RowKey,
    pub(super) section: SectionKey,
    pub(super) survey: &'a SurveyId,
    pub(super) own: Length,
    pub(super) carried: Length,
}

impl State {
    /// For each section and each survey in which any of it is declared, the length of the rows in
    /// force in that survey and in the state's. Sections in the order of the border, surveys by
    /// date.
    ///
    /// # Errors
    /// When the lengths add up to more than 64 bits.
    pub fn carried(&self) -> Result<Vec<Carried>, AuditError> {
        let declared = self.declared();
        let order = |id: &SurveyId| self.border().surveys().iter().position(|s| s.id() == id);
        let mut groups: BTreeMap<_, Vec<&DeclaredRow<'_>>> = BTreeMap::new();
        for row in &declared {
            groups.entry((row.section, order(row.survey), row.survey)).or_default().push(row);
        }
        let sum = |lengths: &mut dyn Iterator<Item = Length>| total("declared stretches", lengths);
        let carried = |((section, _, survey), rows): ((SectionKey, _, &SurveyId), Vec<_>)| {
            let own = sum(&mut rows.iter().map(|row: &&DeclaredRow<'_>| row.own))?;
            let carried = sum(&mut rows.iter().map(|row| row.carried))?;
            let id = self.border().section_at(section).id();
            let there = self.border().calibration(id, survey)?;
            let plain = scaled(own, there.total(), self.section_length(section)?)
                .ok_or(AuditError::TooLong { what: "declared stretches" })?;
            Ok(Carried {
                section: id.clone(),
                survey: survey.clone(),
                rows: rows.len(),
                own,
                carried,
                residual: carried - own,
                beyond_scale: carried - plain,
                ratio: Share::of(carried, own).ratio(),
            })
        };
        groups.into_iter().map(carried).collect()
    }

    /// The rows in force, section by section, in the order of the registry.
    pub(super) fn declared(&self) -> Vec<DeclaredRow<'_>> {
        let mut carried: BTreeMap<RowKey, BTreeMap<SectionKey, Length>> = BTreeMap::new();
        for claim in self.ledger().claims() {
            let of_row = carried.entry(claim.row).or_default();
            let sum = of_row.entry(claim.section).or_default();
            *sum += claim.span.length();
        }
        let rows: Vec<_> = carried.into_iter().collect();
        let each = rows.into_par_iter().flat_map_iter(|(row, carried)| self.in_both(row, carried));
        each.collect()
    }

    /// One row, on each section on which it lies in either survey.
    fn in_both(&self, row: RowKey, carried: BTreeMap<SectionKey, Length>) -> Vec<DeclaredRow<'_>> {
        let registration = self.registry().row(row);
        let survey = registration.own_survey(self.border());
        let mut both: BTreeMap<SectionKey, (Length, Length)> = BTreeMap::new();
        let same = survey == self.survey();
        for (section, carried) in carried {
            let own = if same { carried } else { Length::ZERO };
            both.insert(section, (own, carried));
        }
        if !same {
            // A stretch shorter than a millimetre there cannot be placed, and counts as nothing.
            let placements = self.ledger().placements();
            let placement = placements.row_in(self.registry(), self.border(), row, survey);
            for (section, span) in placement.into_iter().flat_map(|placement| placement.spans) {
                let (own, _) = both.entry(section).or_default();
                *own += span.length();
            }
        }
        let declared =
            |(section, (own, carried))| DeclaredRow { row, section, survey, own, carried };
        both.into_iter().map(declared).collect()
    }
}
