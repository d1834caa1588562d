//! What a ledger answers by ids, and, inside the library, by keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{AreaAccount, Ledger, SectionAccount, VillageAccount};
use crate::border::Border;
use crate::cover::SpanSet;
use crate::id::{AreaId, SectionId, VillageId};
use crate::key::{AreaKey, RowKey, SectionKey, VillageKey};
use crate::registry::{Registration, Registry};
use crate::span::Span;

/// A stretch of a registration, where it lies in the ledger's survey.
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptPiece<'a> {
    /// Where it lies.
    pub span: Span,
    /// Who keeps it, in the order of the registry; nobody in a gap.
    pub villages: Vec<&'a VillageId>,
}

impl Ledger {
    /// The accounts of the sections, in the order of the border.
    pub fn sections(&self) -> impl ExactSizeIterator<Item = (&SectionId, &SectionAccount)> {
        self.border.sections().iter().map(crate::line::Section::id).zip(&self.sections)
    }

    /// The account of a section.
    pub fn section(&self, id: &SectionId) -> Option<&SectionAccount> {
        self.border.section_key(id).ok().map(|key| self.of_section(key))
    }

    /// The accounts of the villages with a registration in force, in the order of the registry.
    pub fn villages(&self) -> impl ExactSizeIterator<Item = (&VillageId, &VillageAccount)> {
        self.villages.iter().map(|(&key, account)| (&self.registry.village_at(key).id, account))
    }

    /// The account of a village; none where it has no registration in force.
    pub fn village(&self, id: &VillageId) -> Option<&VillageAccount> {
        self.villages.get(&self.registry.village_key(id)?)
    }

    /// The accounts of the areas that exist on the day, in the order of the forest.
    pub fn areas(&self) -> impl ExactSizeIterator<Item = (&AreaId, &AreaAccount)> {
        self.areas.iter().map(|account| (self.area_id(account.area), account))
    }

    /// The account of an area; none where it does not exist on the day.
    pub fn area(&self, id: &AreaId) -> Option<&AreaAccount> {
        let key = self.registry.areas().row_on(id, self.day)?;
        let index = self.areas.binary_search_by_key(&key, |account| account.area).ok()?;
        self.areas.get(index)
    }

    /// What an area and those below it answer for, section by section; nothing where it does not
    /// exist on the day.
    pub fn jurisdiction(&self, area: &AreaId) -> impl Iterator<Item = (&SectionId, &SpanSet)> {
        let sets = self.area(area).map_or(&[][..], |account| &account.jurisdiction);
        self.border.sections().iter().map(crate::line::Section::id).zip(sets)
    }

    /// The maximal pieces of a section that the same villages keep, in order; they tile it. None
    /// where there is no such section.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let (section, account) = state.ledger().sections().next().expect("a section");
    /// let gaps = state.ledger().pieces(section).filter(|piece| piece.villages.is_empty());
    /// assert_eq!(gaps.count(), account.gaps().count());
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn pieces(&self, section: &SectionId) -> impl Iterator<Item = KeptPiece<'_>> {
        let pieces = self.section(section).map_or(&[][..], |account| &account.pieces);
        pieces.iter().map(|piece| KeptPiece {
            span: piece.span,
            villages: piece.owners.iter().map(|&key| &self.registry.village_at(key).id).collect(),
        })
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

    fn area_id(&self, area: AreaKey) -> &AreaId {
        &self.registry.areas().areas()[area].id
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

    /// The accounts of the sections.
    pub(crate) fn section_accounts(&self) -> &[SectionAccount] {
        &self.sections
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

    /// The account of a village; nothing where it has no registration in force.
    pub(crate) fn of_village(&self, key: VillageKey) -> VillageAccount {
        self.villages.get(&key).copied().unwrap_or_default()
    }

    /// The accounts of the areas that exist on the day, in the order of the forest.
    pub(crate) fn area_accounts(&self) -> &[AreaAccount] {
        &self.areas
    }
}
