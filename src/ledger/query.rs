//! What a ledger answers by ids, and, inside the library, by keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{AreaAccount, Ledger, SectionAccount, VillageAccount};
use crate::border::{Border, stretch};
use crate::cover::{Piece, SpanSet};
use crate::id::{AreaId, SectionId, VillageId};
use crate::key::{RowKey, SectionKey, VillageKey};
use crate::registry::{Registration, Registry};
use crate::span::Span;
use crate::units::Length;

/// A stretch of a registration, where it lies in the ledger's survey.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// let first = state.ledger().in_force().next().expect("a stretch in force");
/// assert!(first.registration.holds_on(state.day()));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PlacedStretch<'a> {
    /// What was declared, by whom, and when it holds.
    pub registration: &'a Registration,
    /// The section.
    pub section: &'a SectionId,
    /// Where it lies.
    pub span: Span,
}

/// A maximal stretch of a section that the same villages keep.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// let first = state.ledger().overlaps().next().expect("an overlap");
/// assert!(first.villages.len() > 1);
/// let json = serde_json::to_string(&first)?;
/// assert_eq!(serde_json::from_str::<border_coverage::ledger::KeptPiece>(&json)?, first);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptPiece {
    /// The section.
    pub section: SectionId,
    /// Where it lies.
    #[serde(flatten, with = "stretch::span")]
    pub span: Span,
    /// Who keeps it, in the order of the registry; nobody in a gap.
    pub villages: Vec<VillageId>,
}

impl Ledger {
    /// The accounts of the sections, in the order of the border.
    pub fn sections(&self) -> &[SectionAccount] {
        &self.sections
    }

    /// The account of a section.
    pub fn section(&self, id: &SectionId) -> Option<&SectionAccount> {
        self.border.section_key(id).ok().map(|key| self.of_section(key))
    }

    /// The accounts of the villages with a registration in force, in the order of the registry.
    pub fn villages(&self) -> impl ExactSizeIterator<Item = &VillageAccount> {
        self.villages.values()
    }

    /// The account of a village; none where it has no registration in force.
    pub fn village(&self, id: &VillageId) -> Option<&VillageAccount> {
        self.villages.get(&self.registry.village_key(id)?)
    }

    /// The accounts of the areas that exist on the day, in the order of the forest.
    pub fn areas(&self) -> &[AreaAccount] {
        &self.areas
    }

    /// The account of an area; none where it does not exist on the day.
    pub fn area(&self, id: &AreaId) -> Option<&AreaAccount> {
        let key = self.registry.areas().row_on(id, self.day)?;
        let index = self.areas.binary_search_by_key(&key, |account| account.key).ok()?;
        self.areas.get(index)
    }

    /// What an area and those below it answer for, section by section; nothing where it does not
    /// exist on the day.
    pub fn jurisdiction(&self, area: &AreaId) -> impl Iterator<Item = (&SectionId, &SpanSet)> {
        let sets = self.area(area).map_or(&[][..], |account| &account.jurisdiction);
        self.sections.iter().map(|account| &account.section).zip(sets)
    }

    /// The maximal pieces of a section that the same villages keep, in order; they tile it. None
    /// where there is no such section.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let laos = &state.ledger().sections()[0];
    /// let gaps = state.ledger().pieces(&laos.section).filter(|piece| piece.villages.is_empty());
    /// assert_eq!(gaps.count(), laos.gaps().count());
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn pieces(&self, section: &SectionId) -> impl Iterator<Item = KeptPiece> {
        let account = self.section(section).into_iter();
        account.flat_map(move |account| {
            account.pieces.iter().map(move |piece| self.kept(account, piece))
        })
    }

    /// The maximal stretches that the same two or more villages keep, in order along the sections;
    /// they add up to what is shared.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let shared = state.ledger().overlaps().map(|piece| piece.span.length());
    /// assert_eq!(shared.sum::<border_coverage::Length>(), state.ledger().line().shared());
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn overlaps(&self) -> impl Iterator<Item = KeptPiece> {
        self.sections
            .iter()
            .flat_map(move |account| account.overlaps().map(move |piece| self.kept(account, piece)))
    }

    fn kept(&self, account: &SectionAccount, piece: &Piece<VillageKey>) -> KeptPiece {
        let id = |&village: &VillageKey| self.registry.village_at(village).id.clone();
        let villages = piece.owners.iter().map(id).collect();
        KeptPiece { section: account.section.clone(), span: piece.span, villages }
    }

    /// The stretches that villages keep on the day, in the order of the registry.
    pub fn in_force(&self) -> impl Iterator<Item = PlacedStretch<'_>> {
        self.claims.iter().map(|claim| self.placed_at(claim.row, claim.section, claim.span))
    }

    /// The stretches of all registrations, whether in force on the day or not, in the order of the
    /// registry.
    pub fn placed(&self) -> impl Iterator<Item = PlacedStretch<'_>> {
        let rows = RowKey::of(self.registry.registrations());
        rows.flat_map(move |row| {
            let spans = self.placements.of(row).map_or(&[][..], |placement| &placement.spans);
            spans.iter().map(move |&(section, span)| self.placed_at(row, section, span))
        })
    }

    fn placed_at(&self, row: RowKey, section: SectionKey, span: Span) -> PlacedStretch<'_> {
        let section = self.border.section_at(section).id();
        PlacedStretch { registration: self.registry.row(row), section, span }
    }
}

/// By keys.
impl Ledger {
    /// The border whose accounts these are.
    pub(crate) fn border(&self) -> &Arc<Border> {
        &self.border
    }

    /// The registry whose accounts these are.
    pub(crate) fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The sections with their keys.
    pub(crate) fn keyed_sections(&self) -> impl Iterator<Item = (SectionKey, &SectionAccount)> {
        SectionKey::each(&self.sections)
    }

    /// The account of a section.
    pub(crate) fn of_section(&self, key: SectionKey) -> &SectionAccount {
        &self.sections[key]
    }

    /// The accounts of the villages with a registration in force.
    pub(crate) fn village_accounts(&self) -> &BTreeMap<VillageKey, VillageAccount> {
        &self.villages
    }

    /// What a village keeps, alone and with others: `[kept, sole, shared]`.
    pub(crate) fn lengths_of(&self, key: VillageKey) -> [Length; 3] {
        let account = self.villages.get(&key);
        account.map_or([Length::ZERO; 3], |village| [village.kept, village.sole, village.shared])
    }
}
