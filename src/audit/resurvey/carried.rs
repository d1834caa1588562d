//! What was declared in one survey, carried to another.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::scaled;
use crate::audit::AuditError;
use crate::audit::progress::total;
use crate::id::SurveyId;
use crate::key::{RowKey, SectionKey};
use crate::state::State;
use crate::units::{Length, Share};

/// What is declared in one survey along one section, in it and in the ledger's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// The survey in which it was declared.
    pub survey: SurveyId,
    /// How many rows in force placement there.
    pub rows: usize,
    /// Their lengths in their own survey, each row counted.
    pub own: Length,
    /// Their lengths in the ledger's survey, each row counted.
    pub carried: Length,
    /// What their own lengths would be at the section's plain scale: its length in the ledger's
    /// survey over that in their own.
    pub plain: Length,
}

impl Carried {
    /// How much longer they are in the ledger's survey.
    pub fn residual(&self) -> Length {
        self.carried - self.own
    }

    /// What is left of that once the section's plain scale is taken off: some millimetres of
    /// rounding where neither survey has controls, more where they stretch the section unevenly.
    pub fn beyond_scale(&self) -> Length {
        self.carried - self.plain
    }

    /// The carried lengths over their own.
    pub fn ratio(&self) -> Option<f64> {
        Share::of(self.carried, self.own).ratio()
    }
}

/// One row in force on one section, in its own survey and in the ledger's.
#[derive(Debug, Clone)]
pub(super) struct DeclaredRow<'a> {
    pub(super) row: RowKey,
    pub(super) section: SectionKey,
    pub(super) survey: &'a SurveyId,
    pub(super) own: Length,
    pub(super) carried: Length,
}

impl State {
    /// For each section and each survey in which any of it is declared, how long the rows in force
    /// are there and in the ledger's survey. Sections in the order of the border, surveys by date.
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
            let there =
                self.border().calibration(self.border().sections()[section].id(), survey)?;
            let plain = scaled(own, there.total(), self.section_length(section)?);
            Ok(Carried {
                section,
                survey: survey.clone(),
                rows: rows.len(),
                own,
                carried: sum(&mut rows.iter().map(|row| row.carried))?,
                plain: plain.ok_or(AuditError::TooLong { what: "declared stretches" })?,
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
            *sum = *sum + claim.span.length();
        }
        let rows: Vec<_> = carried.into_iter().collect();
        let each = rows.into_par_iter().flat_map_iter(|(row, carried)| self.in_both(row, carried));
        each.collect()
    }

    /// One row, on each section that it lies on in either survey.
    fn in_both(&self, row: RowKey, carried: BTreeMap<SectionKey, Length>) -> Vec<DeclaredRow<'_>> {
        let registration = self.registry().row(row);
        let survey = registration.own_survey(self.border());
        let mut both: BTreeMap<SectionKey, (Length, Length)> = BTreeMap::new();
        let same = survey == self.ledger().survey();
        for (section, carried) in carried {
            let own = if same { carried } else { Length::ZERO };
            both.insert(section, (own, carried));
        }
        if !same {
            // What has no place there, as it is shorter than a millimetre, has no length there.
            let placement = self.registry().place(self.border(), registration, survey).ok();
            for (section, span) in placement.into_iter().flat_map(|placement| placement.spans) {
                let (own, _) = both.entry(section).or_default();
                *own = *own + span.length();
            }
        }
        let declared =
            |(section, (own, carried))| DeclaredRow { row, section, survey, own, carried };
        both.into_iter().map(declared).collect()
    }
}
