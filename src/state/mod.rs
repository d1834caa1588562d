//! One state: a border, what is registered along it, and the accounts of one day in one survey.
//!
//! Every question about accounts is asked of a [`State`]. The three are bound together once, when
//! the ledger is closed, so that no question can mix a ledger with the registry of another.

#[cfg(feature = "geojson")]
mod features;
mod here;

pub use here::Holders;

use std::sync::Arc;

use geo_types::MultiLineString;
use jiff::civil::Date;

use crate::border::{Border, Milestones, Stretch};
use crate::cover::SpanSet;
use crate::id::{AreaId, SectionId, SurveyId, VillageId};
use crate::key::{AreaKey, SectionKey, VillageKey};
use crate::ledger::{Ledger, LedgerError};
use crate::line::Section;
use crate::registry::{Claims, Placements, Registry};
use crate::span::Span;

/// A border, its registry, and the ledger closed over them on one day in one survey.
///
/// A clone costs one reference count. What the state says never changes: to see what a change
/// of the registry does, close another state over the changed one.
///
/// ```
/// use border_coverage::prelude::*;
/// use geo_types::line_string;
/// use jiff::civil::date;
/// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
/// let section = SectionId::new("border")?;
/// let border = Border::new(vec![Section::new(section.clone(), None, line)])?;
/// let mut registry = Registry::default();
/// let village = VillageId::new("ta-kho")?;
/// registry.add_village(Village::new(village.clone(), "Tả Kho"))?;
/// registry.add_registration(Registration::written(
///     RegistrationId::new("r1")?,
///     village,
///     section,
///     (Address::Start, Address::Km(Length::from_km(4.0)?)),
///     date(2015, 3, 1),
/// ))?;
/// let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
/// assert_eq!(state.ledger().line().registered().to_string(), "4.000 km");
/// let before = state.on(date(2014, 4, 25))?;
/// assert_eq!(before.ledger().line().registered(), Length::ZERO);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct State {
    ledger: Arc<Ledger>,
}

impl State {
    /// Closes the ledger of a border and a registry for a day in a survey.
    ///
    /// Rows that have no place on the line are left out and listed by [`Ledger::refused`]. Takes
    /// `O(n log n)` for `n` registrations, which are placed by all threads of the current `rayon`
    /// pool, and for each area the pieces that it answers for.
    ///
    /// # Errors
    /// When the survey is unknown or has no length for a section; or, were there a fault in the
    /// library, when an identity of the accounts does not hold.
    pub fn close(
        border: impl Into<Arc<Border>>,
        registry: impl Into<Arc<Registry>>,
        survey: &SurveyId,
        day: Date,
    ) -> Result<Self, LedgerError> {
        let (border, registry) = (border.into(), registry.into());
        let placements = registry.placements(&border, survey);
        Self::of_placements(border, registry, survey, day, Arc::new(placements))
    }

    /// The state of another day in the same survey; no registration is placed anew.
    ///
    /// # Errors
    /// Were there a fault in the library, when an identity of the accounts does not hold.
    pub fn on(&self, day: Date) -> Result<Self, LedgerError> {
        self.with_placements(self.survey(), day, Arc::clone(self.ledger.placements()))
    }

    /// The state of the same day in another survey.
    ///
    /// # Errors
    /// As for [`State::close`].
    pub fn within(&self, survey: &SurveyId) -> Result<Self, LedgerError> {
        let known = self.ledger.placements();
        let placements = self.registry().placements_in(self.border(), survey, known);
        self.with_placements(survey, self.day(), Arc::new(placements))
    }

    fn with_placements(
        &self,
        survey: &SurveyId,
        day: Date,
        placements: Arc<Placements>,
    ) -> Result<Self, LedgerError> {
        let (border, registry) = (Arc::clone(self.border()), Arc::clone(self.registry()));
        Self::of_placements(border, registry, survey, day, placements)
    }

    /// The state of placements that were made of this border and registry in the survey.
    fn of_placements(
        border: Arc<Border>,
        registry: Arc<Registry>,
        survey: &SurveyId,
        day: Date,
        placements: Arc<Placements>,
    ) -> Result<Self, LedgerError> {
        let claims = placements.claims_on(&registry, day);
        let ledger = Ledger::of_claims(border, registry, survey, day, placements, claims)?;
        Ok(Self { ledger: Arc::new(ledger) })
    }

    /// The state were these the claims in force; on another [day](State::on) they are not.
    ///
    /// # Errors
    /// Were there a fault in the library, when an identity of the accounts does not hold.
    pub(crate) fn with_claims(&self, claims: Claims) -> Result<Self, LedgerError> {
        let (survey, placements) = (self.survey(), Arc::clone(self.ledger.placements()));
        let (border, registry) = (Arc::clone(self.border()), Arc::clone(self.registry()));
        let ledger = Ledger::of_claims(border, registry, survey, self.day(), placements, claims)?;
        Ok(Self { ledger: Arc::new(ledger) })
    }

    /// The same registry and day on a border, in the survey of another state; what that one has
    /// placed already is not placed again.
    pub(crate) fn carried_to(
        &self,
        border: Arc<Border>,
        other: &Self,
    ) -> Result<Self, LedgerError> {
        let (registry, survey) = (Arc::clone(self.registry()), other.survey());
        let placed =
            Arc::ptr_eq(&registry, other.registry()) && Arc::ptr_eq(&border, other.border());
        let placements = if placed {
            Arc::clone(other.ledger.placements())
        } else {
            Arc::new(registry.placements(&border, survey))
        };
        Self::of_placements(border, registry, survey, self.day(), placements)
    }

    /// The border; a clone of it is shared.
    pub fn border(&self) -> &Arc<Border> {
        self.ledger.border()
    }

    /// What is registered along the border.
    pub fn registry(&self) -> &Arc<Registry> {
        self.ledger.registry()
    }

    /// The accounts.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The day.
    pub fn day(&self) -> Date {
        self.ledger.day()
    }

    /// The survey in which all lengths are.
    pub fn survey(&self) -> &SurveyId {
        self.ledger.survey()
    }

    /// The id of a section.
    pub(crate) fn section_id(&self, section: SectionKey) -> SectionId {
        self.border().section_at(section).id().clone()
    }

    /// The id of a village.
    pub(crate) fn village_id(&self, village: VillageKey) -> VillageId {
        self.registry().village_at(village).id.clone()
    }

    /// The ids of several villages.
    pub(crate) fn village_ids(&self, villages: &[VillageKey]) -> Vec<VillageId> {
        villages.iter().map(|&village| self.village_id(village)).collect()
    }

    /// The id of an area.
    pub(crate) fn area_id(&self, area: AreaKey) -> AreaId {
        self.registry().areas().areas()[area].id.clone()
    }

    /// The ids of several areas.
    pub(crate) fn area_ids(&self, areas: &[AreaKey]) -> Vec<AreaId> {
        areas.iter().map(|&area| self.area_id(area)).collect()
    }

    /// For each section, what names its measures.
    pub(crate) fn milestones(&self) -> Result<Vec<Milestones>, LedgerError> {
        let milestones =
            |section: &Section| self.border().milestones(section.id(), self.survey(), self.day());
        let found = self.border().sections().iter().map(milestones).collect::<Result<_, _>>();
        found.map_err(LedgerError::Survey)
    }

    /// The stretches that nobody keeps, in order along the sections.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let gaps = state.gaps()?;
    /// let sum: border_coverage::Length = gaps.iter().map(|gap| gap.length()).sum();
    /// assert_eq!((gaps.len(), sum), (15, state.ledger().line().unregistered()));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the markers cannot be read in the survey, which closing the ledger has ruled out.
    pub fn gaps(&self) -> Result<Vec<Stretch>, LedgerError> {
        let milestones = self.milestones()?;
        let mut gaps = Vec::new();
        for (key, account) in self.ledger().keyed_sections() {
            let named = |gap| Stretch::named(&account.section, gap, &milestones[key]);
            gaps.extend(account.gaps().map(named));
        }
        Ok(gaps)
    }

    /// Spans on sections as stretches, their ends called after the milestones of all sections.
    pub(crate) fn stretches<'a>(
        &self,
        milestones: &[Milestones],
        spans: impl IntoIterator<Item = (&'a SectionId, &'a SpanSet)>,
    ) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for (section, set) in spans {
            if let Ok(key) = self.border().section_key(section) {
                let named = |span| Stretch::named(section, span, &milestones[key]);
                stretches.extend(set.iter().map(named));
            }
        }
        stretches
    }

    /// Where a span of a section runs.
    pub(crate) fn geometry(
        &self,
        section: &SectionId,
        span: Span,
    ) -> Result<MultiLineString, LedgerError> {
        self.border().geometry(section, span, self.survey()).map_err(LedgerError::Survey)
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn a_state_is_shared_by_threads_and_lives_on_its_own() {
        fn assert<T: Clone + Send + Sync + 'static>() {}
        assert::<State>();
    }
}
