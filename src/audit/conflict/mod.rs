//! Overlaps, classed and priced: of what class each is, what could be decided, and what that does.
//!
//! Nothing is decided here: a policy is applied only where the caller names it, to accounts of
//! their own.

mod allocate;
mod answer;
mod boundaries;
mod class;
mod contender;
mod detect;
mod holdings;
mod losses;
mod nearer;
mod outcome;
mod policy;
mod price;
mod resolution;
mod resolve;
mod revision;

#[cfg(test)]
mod tests;

pub use answer::{Conflict, ConflictOptions};
pub use class::{ConflictClass, Seam};
pub use outcome::Outcome;
pub use policy::{Policy, WhyUndecided};
pub use price::{AreaPrice, Price, VillagePrice};
pub use resolution::{Award, Resolution};
pub use resolve::{ClaimChange, LeftUndecided, Resolved};
pub use revision::Revision;

use serde::Serialize;

use super::AuditError;
use crate::state::State;
use detect::detect;

/// All conflicts of a state, and what each policy would do. Nothing is decided.
///
/// Its form in JSON is that of `conflicts` in `report.json`. See [`State::conflicts`] for an
/// example.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Conflicts {
    /// How they were classed.
    #[serde(flatten)]
    pub options: ConflictOptions,
    /// The conflicts, in order along the sections. Those of several villages are the overlaps of
    /// the ledger, each once, and add up to the shared length.
    pub rows: Vec<Conflict>,
    /// What each policy would do, applied to all of them, in the order of [`Policy::ALL`];
    /// `policies` in JSON.
    #[serde(rename = "policies")]
    pub outcomes: Vec<Outcome>,
}

impl State {
    /// All overlaps, and all stretches that a village's own registrations hold twice: the class
    /// of each, what could be decided, and what that does to every account.
    ///
    /// Nothing is left out, however short, and nothing is changed;
    /// [`State::resolve_conflicts`] applies decisions. Takes `O(n log n)` for `n` claims, and for
    /// each conflict the claims on it and some microseconds to find who is nearest.
    ///
    /// ```
    /// use border_coverage::audit::{ConflictClass, ConflictOptions, Policy};
    /// use border_coverage::prelude::*;
    /// use geo_types::line_string;
    /// use jiff::civil::date;
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
    /// let section = SectionId::new("border")?;
    /// let border = Border::new(vec![Section::new(section.clone(), None, line)])?;
    /// let mut registry = Registry::default();
    /// for (name, from, to, year) in [("ta-kho", 0.0, 4.0, 2016), ("na-ten", 3.0, 6.0, 2015)] {
    ///     let village = VillageId::new(name)?;
    ///     registry.add_village(Village::new(village.clone(), name))?;
    ///     let km = |km| Ok::<_, Error>(Address::Km(Length::from_km(km)?));
    ///     let ends = (km(from)?, km(to)?);
    ///     let id = RegistrationId::new(name)?;
    ///     let row = Registration::written(id, village, section.clone(), ends, date(year, 3, 1));
    ///     registry.add_registration(row)?;
    /// }
    /// let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
    /// let options = ConflictOptions::default();
    /// let found = state.conflicts(&options)?;
    /// let [conflict] = &found.rows[..] else { panic!("one overlap") };
    /// assert_eq!(conflict.stretch.length().mm(), 1_000_000);
    /// assert_eq!(conflict.class, ConflictClass::Conflict);
    /// // The younger registration, that of the first village, would lose the kilometre.
    /// let earlier = conflict.resolution(Policy::EarlierStands).expect("it always applies");
    /// let loser = &earlier.price.villages[0];
    /// assert_eq!((loser.village.as_str(), loser.kept.mm()), ("ta-kho", -1_000_000));
    /// assert_eq!(earlier.price.shared.mm(), -1_000_000);
    ///
    /// let after = state.resolve_conflicts(&options, |_| Some(Policy::EarlierStands))?;
    /// assert_eq!(after.state.ledger().line().shared(), Length::ZERO);
    /// assert_eq!(after.state.ledger().line().registered(), state.ledger().line().registered());
    /// assert_eq!(after.changes[0].registration.as_str(), "ta-kho");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When no area is of the level asked for; or, were there a fault in the library, when the
    /// conflicts do not add up to the shared length.
    pub fn conflicts(&self, options: &ConflictOptions) -> Result<Conflicts, AuditError> {
        let detected = detect(self, options)?;
        let outcomes = outcome::outcomes(self.ledger(), &detected)?;
        let rows = detected.into_iter().map(|detected| detected.conflict).collect();
        Ok(Conflicts { options: options.clone(), rows, outcomes })
    }
}
