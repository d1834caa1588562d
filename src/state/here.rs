//! Who keeps one place of the line, and who answers for it.

use std::collections::BTreeMap;

use geo_types::Rect;

use super::State;
use crate::border::AddressError;
use crate::cover::SpanSet;
use crate::geodesy::LonLat;
use crate::id::{AreaId, SectionId, VillageId};
use crate::ledger::PlacedStretch;
use crate::marker::Address;
use crate::units::{Length, Measure};

/// What a state says of one place of the line.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Holders<'a> {
    /// The section.
    pub section: &'a SectionId,
    /// The measure, in the state's survey.
    pub measure: Measure,
    /// Its address, by the markers of the state's day.
    pub address: Address,
    /// Who keeps the place, in the order of the registry; nobody in a gap.
    pub villages: Vec<&'a VillageId>,
    /// The stretches in force that hold the place, in the order of the registry.
    pub stretches: Vec<PlacedStretch<'a>>,
    /// The areas of every level that answer for the place, in the order of the forest.
    pub areas: Vec<&'a AreaId>,
}

impl State {
    /// Who keeps the place that an address denotes, read in the state's survey on its day.
    ///
    /// Stretches are half-open, so the end of a section belongs to who keeps the millimetre before
    /// it. Takes time by the stretches in force and the areas.
    ///
    /// ```
    /// use border_coverage::number::DecimalMark;
    /// use border_coverage::{Address, DataSet, SectionId};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let address = Address::parse("52(1)+1600 m", DecimalMark::Point)?;
    /// let gap = state.holders_at(&SectionId::new("laos")?, &address)?;
    /// assert!(gap.villages.is_empty() && gap.stretches.is_empty());
    /// assert_eq!(gap.areas.len(), 4); // province, district, commune, post
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the section is unknown, or the address has no place on it.
    pub fn holders_at(
        &self,
        section: &SectionId,
        address: &Address,
    ) -> Result<Holders<'_>, AddressError> {
        let located = self.border().locate(section, address, self.survey(), self.day())?;
        self.holders(section, located.measure)
    }

    /// Who keeps the place of the line that is nearest to a point.
    ///
    /// How far that is says [`Border::nearest`](crate::Border::nearest).
    ///
    /// # Errors
    /// When the state's survey has not measured the section.
    pub fn holders_near(&self, point: LonLat) -> Result<Holders<'_>, AddressError> {
        let nearest = self.border().nearest(point);
        self.holders(nearest.section().id(), nearest.measure(self.survey())?)
    }

    /// The stretches in force of which any part runs inside a box of longitudes and latitudes, in
    /// the order of the registry; see [`Border::stretches_in`](crate::Border::stretches_in).
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use geo_types::{Rect, coord};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let all = Rect::new(coord! { x: 101.0, y: 20.0 }, coord! { x: 104.0, y: 24.0 });
    /// assert_eq!(state.stretches_in(all)?.len(), state.ledger().in_force().count());
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the state's survey has not measured a section, which closing the ledger has ruled out.
    pub fn stretches_in(&self, area: Rect) -> Result<Vec<PlacedStretch<'_>>, AddressError> {
        let inside = self.border().measured(&self.border().stretches_in(area), self.survey())?;
        let mut by_section: BTreeMap<SectionId, SpanSet> = BTreeMap::new();
        for (section, span) in inside {
            by_section.entry(section).or_default().insert(span);
        }
        let meets = |stretch: &PlacedStretch<'_>| {
            let set = by_section.get(stretch.section);
            set.is_some_and(|set| set.overlaps(stretch.span))
        };
        Ok(self.ledger().in_force().filter(meets).collect())
    }

    fn holders(&self, section: &SectionId, measure: Measure) -> Result<Holders<'_>, AddressError> {
        let milestones = self.border().milestones(section, self.survey(), self.day())?;
        let extent = self.border().calibration(section, self.survey())?.extent();
        let inside = measure.clamp(extent.from(), extent.to() - Length::from_mm(1));
        let ledger = self.ledger();
        let pieces = ledger.section(section).map_or(&[][..], |account| &account.pieces);
        let piece = pieces.iter().find(|piece| piece.span.contains(inside));
        let keepers = piece.into_iter().flat_map(|piece| &piece.owners);
        let holds = |s: &PlacedStretch<'_>| s.section == section && s.span.contains(inside);
        let answers = |area: &AreaId| {
            let mut sections = ledger.jurisdiction(area);
            sections.any(|(id, set)| id == section && set.contains(inside))
        };
        Ok(Holders {
            section: self.border().section(section)?.id(),
            measure,
            address: milestones.address(measure),
            villages: keepers.map(|&village| &self.registry().village_at(village).id).collect(),
            stretches: ledger.in_force().filter(holds).collect(),
            areas: ledger
                .areas()
                .iter()
                .map(|row| &row.area)
                .filter(|area| answers(area))
                .collect(),
        })
    }
}
