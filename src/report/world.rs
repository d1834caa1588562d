//! What a report is made from, and what all its tables need.

use geo_types::MultiLineString;

use crate::audit::Audit;
use crate::border::{Border, Milestones};
use crate::id::{SectionId, VillageId};
use crate::ledger::{Ledger, LedgerError};
use crate::problem::Problems;
use crate::registry::{Doubt, NO_FILE, Refused, Registry};
use crate::span::Span;

/// What a report is made from.
pub(super) struct World<'a> {
    pub(super) border: &'a Border,
    pub(super) registry: &'a Registry,
    pub(super) ledger: &'a Ledger,
}

impl<'a> World<'a> {
    /// Questions about the ledger.
    pub(super) fn audit(&self) -> Audit<'a> {
        Audit::new(self.border, self.registry, self.ledger)
    }

    /// The id of a section, by its place in the border.
    pub(super) fn section_id(&self, section: usize) -> SectionId {
        self.border.sections()[section].id().clone()
    }

    /// For each section, what names its measures.
    pub(super) fn milestones(&self) -> Result<Vec<Milestones>, LedgerError> {
        let (survey, day) = (self.ledger.survey(), self.ledger.day());
        let sections = self.border.sections().iter();
        sections
            .map(|section| self.border.milestones(section.id(), survey, day))
            .collect::<Result<_, _>>()
            .map_err(LedgerError::Survey)
    }

    /// Where a span of a section, by its place in the border, runs.
    pub(super) fn geometry(
        &self,
        section: usize,
        span: Span,
    ) -> Result<MultiLineString, LedgerError> {
        self.border.geometry(section, span, self.ledger.survey()).map_err(LedgerError::Survey)
    }

    /// The id of a village, by its place in the registry.
    pub(super) fn village_id(&self, village: usize) -> VillageId {
        self.registry.villages()[village].id.clone()
    }

    /// The ids of several.
    pub(super) fn village_ids(&self, villages: &[usize]) -> Vec<VillageId> {
        villages.iter().map(|&village| self.village_id(village)).collect()
    }
}

/// Puts a refused row among the problems.
pub(super) fn leave_out(refused: &Refused, problems: &mut Problems) {
    let mut problem = refused.problem();
    problem.message.push_str("; the row is left out");
    problems.reject(refused.source.unwrap_or(NO_FILE), problem);
}

/// Puts a doubt among the problems; the row is used.
pub(super) fn tell(doubt: &Doubt, problems: &mut Problems) {
    problems.warn(doubt.problem());
}
