//! What is left of a row, so that an office can write the decision down.

use std::collections::BTreeMap;

use super::losses::Losses;
use crate::border::Milestones;
use crate::key::RowKey;
use crate::registry::{Claim, Declaration, Registration};
use crate::state::State;
use crate::units::Length;

/// A row that gave up something, and what is left of it.
///
/// To write the decision down, let the row end on the state's day and add what remains; a row that
/// begins on that very day is replaced. [`Resolved::written_down`](super::Resolved::written_down) does so.
///
/// See [`Resolved::written_down`](super::Resolved::written_down) for an example.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Revision {
    /// The row, as it stands in the registry.
    pub row: Registration,
    /// How much of it was given up.
    pub given_up: Length,
    /// What is left, as rows from the state's day on, in order along the sections; none where all
    /// was given up.
    pub remaining: Vec<Registration>,
    pub(super) key: RowKey,
}

impl State {
    /// The rows that gave up something, in the order of the registry, and what `after` has of each.
    pub(super) fn revisions(
        &self,
        losses: &Losses,
        after: &State,
        milestones: &[Milestones],
    ) -> Vec<Revision> {
        let mut given_up: BTreeMap<RowKey, Length> = BTreeMap::new();
        for (&index, lost) in losses {
            let sum = given_up.entry(self.ledger().claims()[index].row).or_default();
            *sum += lost.iter().fold(Length::ZERO, |sum, loss| sum + loss.span.length());
        }
        let mut left: BTreeMap<RowKey, Vec<&Claim>> = BTreeMap::new();
        for claim in after.ledger().claims() {
            if given_up.contains_key(&claim.row) {
                left.entry(claim.row).or_default().push(claim);
            }
        }
        let revision = |(key, given_up): (RowKey, Length)| {
            let row = self.registry().row(key).clone();
            let mut claims = left.remove(&key).unwrap_or_default();
            claims.sort_by_key(|claim| (claim.section, claim.span));
            let written = |claim: &Claim| self.written(&row, claim, &milestones[claim.section]);
            let remaining = claims.into_iter().map(written).collect();
            Revision { row, given_up, remaining, key }
        };
        given_up.into_iter().map(revision).collect()
    }

    /// A claim as a row of its registration, from the state's day on.
    fn written(&self, row: &Registration, claim: &Claim, milestones: &Milestones) -> Registration {
        let (survey, day) = (self.survey(), self.day());
        let span = claim.span;
        let ends = (milestones.address(span.from()), milestones.address(span.to()));
        let (from, to) = self.border().sure_ends((claim.section, span), ends, survey, day);
        let section = self.section_id(claim.section);
        let declared = Declaration::Written { section, from, to, survey: Some(survey.clone()) };
        Registration { declared, since: day, source: None, ..row.clone() }
    }
}
