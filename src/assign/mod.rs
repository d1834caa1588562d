//! Which village is nearest to which stretch, which gaps are left, and who could take them.
//!
//! Everything here is asked of a [`State`], which it does not change. A proposal becomes a
//! registration only when somebody registers it.

mod along_line;
mod area;
mod distances;
mod division;
mod fill;
mod gap;
mod options;
mod pieces;
mod plan;
mod proposal;
mod sites;
mod tasks;

pub use distances::NearestLength;
pub use division::{Division, NearerVillage};
pub use options::{Goal, ProposalOptions, WhyUnfilled};
pub use pieces::{DivisionPiece, Metric, Over};
pub use proposal::{Proposal, Proposals, Unfilled};
pub use tasks::{Gap, GapTask, Load, MarkerTask, NearVillage, WorkList};

use std::sync::{Arc, OnceLock};

use thiserror::Error;

use crate::border::{AddressError, Milestones, Stretch};
use crate::geodesy::LonLat;
use crate::id::VillageId;
use crate::key::{SectionKey, VillageKey};
use crate::ledger::LedgerError;
use crate::line::{LineError, Polyline};
use crate::registry::RegistryError;
use crate::span::Span;
use crate::state::State;
use crate::units::{Length, Place};
use sites::Sites;

/// Why there is no answer about nearness.
///
/// ```
/// use border_coverage::assign::AssignError;
/// use border_coverage::{DataSet, SectionId, Span};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let assigner = data.state(None, None)?.assigner();
/// let nowhere = SectionId::new("nowhere")?;
/// let span = Span::try_from(0..1_000).expect("not empty");
/// assert!(matches!(assigner.nearest_to(&nowhere, span, 3), Err(AssignError::Survey(_))));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AssignError {
    /// No such section, or the survey does not measure it.
    #[error("{0}")]
    Survey(AddressError),
    /// A stretch does not lie on the section.
    #[error(transparent)]
    Line(#[from] LineError),
    /// What was proposed does not go into the registry: a fault of the library.
    #[error("{0}")]
    Registry(#[from] RegistryError),
    /// The accounts with all proposals do not close: a fault of the library.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Answers questions about nearness in a state, within the limits set; cheap to clone.
///
/// ```
/// use border_coverage::assign::{Metric, Over};
/// use border_coverage::prelude::*;
/// use geo_types::line_string;
/// use jiff::civil::date;
/// let line = Polyline::try_from(&line_string![(x: 102.0, y: 0.0), (x: 102.1, y: 0.0)])?;
/// let border = Border::new(vec![Section::new(SectionId::new("border")?, None, line)])?;
/// let mut registry = Registry::default();
/// for (id, lon) in [("west", 102.0), ("east", 102.08)] {
///     let village = Village::new(VillageId::new(id)?, id);
///     registry.add_village(village.at(LonLat::new(lon, 0.02)?))?;
/// }
/// let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
/// let division = state.assigner().division(&Over::Line, Metric::Geodesic)?;
/// assert_eq!(division.villages[0].village, Some(VillageId::new("west")?));
/// assert_eq!(division.pieces[0].span.length().mm(), 4_452_780);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Assigner {
    state: State,
    level: Option<String>,
    farthest: Option<Length>,
    sites: Sites,
    /// Of each section, as soon as an address is asked for.
    milestones: Arc<[OnceLock<Milestones>]>,
}

impl State {
    /// Questions about nearness.
    ///
    /// Any village may be the answer, however far, until [`within_areas`](Assigner::within_areas)
    /// or [`reaching`](Assigner::reaching) says otherwise. Villages without a place are never one.
    #[must_use]
    pub fn assigner(&self) -> Assigner {
        let sites = Sites::new(self.registry().villages());
        let milestones = vec![OnceLock::new(); self.border().sections().len()].into();
        Assigner { state: self.clone(), level: None, farthest: None, sites, milestones }
    }
}

impl Assigner {
    /// Only villages of the area of this level, such as `commune`, that answers for the place.
    /// Where no area of the level does, no village is the nearest.
    #[must_use]
    pub fn within_areas(mut self, level: impl Into<String>) -> Self {
        self.level = Some(level.into());
        self
    }

    /// Only villages no farther from the place than this, on the ground.
    #[must_use]
    pub fn reaching(mut self, farthest: Length) -> Self {
        self.farthest = Some(farthest);
        self
    }

    /// The state that is asked.
    pub fn state(&self) -> &State {
        &self.state
    }

    fn farthest_metres(&self) -> f64 {
        self.farthest.map_or(f64::INFINITY, Length::metres)
    }

    fn line(&self, section: SectionKey) -> &Polyline {
        self.state.border().section_at(section).line()
    }

    /// Where a span lies on the ground.
    fn places(&self, section: SectionKey, span: Span) -> Result<(Place, Place), AssignError> {
        let map = self
            .state
            .border()
            .calibration(self.state.border().section_at(section).id(), self.state.survey())
            .map_err(AssignError::Survey)?;
        let survey = self.state.survey();
        let beyond = |reason| AddressError::Beyond { survey: survey.clone(), reason };
        let place = |m| map.place(m).map_err(|reason| AssignError::Survey(beyond(reason)));
        Ok((place(span.from())?, place(span.to())?))
    }

    /// What names the measures of a section in the ledger's survey.
    fn milestones(&self, section: SectionKey) -> Result<&Milestones, AssignError> {
        let of_section = &self.milestones[section];
        if let Some(known) = of_section.get() {
            return Ok(known);
        }
        let (id, state) = (self.state.border().section_at(section).id(), &self.state);
        let found = state.border().milestones(id, state.survey(), state.day());
        let found = found.map_err(AssignError::Survey)?;
        Ok(of_section.get_or_init(|| found))
    }

    fn village_id(&self, village: VillageKey) -> VillageId {
        self.state.village_id(village)
    }

    fn village_at(&self, village: VillageKey) -> Option<LonLat> {
        self.state.registry().village_at(village).at
    }

    /// A span of a section with its addresses.
    fn stretch(&self, section: SectionKey, span: Span) -> Result<Stretch, AssignError> {
        let id = self.state.border().section_at(section).id();
        Ok(Stretch::named(id, span, self.milestones(section)?))
    }

    /// The gaps of all sections, in order.
    fn gap_spans(&self) -> Vec<(SectionKey, Span)> {
        let sections = self.state.ledger().keyed_sections();
        sections.flat_map(|(i, section)| section.gaps().map(move |gap| (i, gap))).collect()
    }
}

/// A distance as a length; zero for what is none.
fn to_the_millimetre(metres: f64) -> Length {
    Length::from_metres(metres).unwrap_or_default()
}

#[cfg(test)]
mod tests;
