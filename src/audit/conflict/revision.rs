//! What is left of a row, so that an office can write the decision down.

use std::collections::BTreeMap;

use super::ClaimChange;
use crate::audit::AuditError;
use crate::border::Milestones;
use crate::id::RegistrationId;
use crate::key::{RowKey, VillageKey};
use crate::registry::{Claim, Declaration, Registration};
use crate::state::State;
use crate::units::Length;

/// A row that gave up something, and what is left of it.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The row, by its place in [`Registry::registrations`](crate::Registry::registrations).
    pub row: RowKey,
    /// The registration it belongs to.
    pub registration: RegistrationId,
    /// The village, by its place in [`Registry::villages`](crate::Registry::villages).
    pub village: VillageKey,
    /// How much of it was given up.
    pub given_up: Length,
    /// What is left, as rows from the ledger's day on, in order along the sections; none where
    /// all was given up. To write the decision down, let the old row end on that day and add
    /// these; a row that begins on that very day is replaced by them.
    pub remaining: Vec<Registration>,
}

impl State {
    /// The rows that gave up something to make this state, in the order of the registry.
    pub(super) fn revisions(&self, changes: &[ClaimChange]) -> Result<Vec<Revision>, AuditError> {
        let mut given_up: BTreeMap<RowKey, Length> = BTreeMap::new();
        for change in changes {
            let sum = given_up.entry(change.row).or_default();
            *sum += change.span.length();
        }
        let mut left: BTreeMap<RowKey, Vec<&Claim>> = BTreeMap::new();
        for claim in self.ledger().claims().iter().filter(|claim| given_up.contains_key(&claim.row))
        {
            left.entry(claim.row).or_default().push(claim);
        }
        let stones: Vec<Milestones> = self
            .border()
            .sections()
            .iter()
            .map(|section| self.border().milestones(section.id(), self.survey(), self.day()))
            .collect::<Result<_, _>>()?;
        let revision = |(row, given_up): (RowKey, Length)| {
            let declared = self.registry().row(row);
            let mut claims = left.remove(&row).unwrap_or_default();
            claims.sort_by_key(|claim| (claim.section, claim.span));
            Some(Revision {
                row,
                registration: declared.id.clone(),
                village: self.registry().village_key(&declared.village)?,
                given_up,
                remaining: claims
                    .into_iter()
                    .map(|claim| self.written(declared, claim, &stones[claim.section]))
                    .collect(),
            })
        };
        Ok(given_up.into_iter().filter_map(revision).collect())
    }

    /// A claim as a row of its registration, from the ledger's day on.
    fn written(&self, row: &Registration, claim: &Claim, stones: &Milestones) -> Registration {
        let (survey, day) = (self.survey(), self.day());
        let ends = (stones.address(claim.span.from()), stones.address(claim.span.to()));
        let (from, to) = self.border().sure_ends((claim.section, claim.span), ends, survey, day);
        let section = self.border().section_at(claim.section).id().clone();
        let declared = Declaration::Written { section, from, to, survey: Some(survey.clone()) };
        Registration { declared, since: day, source: None, ..row.clone() }
    }
}
