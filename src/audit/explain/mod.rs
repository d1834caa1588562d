//! Why the accounts of two states differ.

mod apportion;
mod areas;
mod change;
mod checked;
mod counts;
mod difference;
mod holdings;
mod identity;
mod overlay;
mod part;
mod path;
mod scopes;
mod sums;
mod unplaced;

pub use change::RegistrationChange;
pub use counts::{CountDifference, CountKind};
pub use difference::{Difference, DifferencePart};
pub use part::{ExplainedPart, Figure};
pub use scopes::{AreaDifference, LineDifference, SectionDifference, VillageDifference};
pub use unplaced::{NotPlaced, StepSide};

use serde::{Deserialize, Serialize};

use super::AuditError;
use crate::ledger::LedgerError;
use crate::span::Span;
use crate::state::State;
use overlay::Overlay;
use path::StatePath;

/// Why two states differ: the difference of each figure, in parts that add up to it.
///
/// Its form in JSON is that of `explain` in `report.json`.
///
/// See [`State::explain_from`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The figures of the whole line.
    pub line: LineDifference,
    /// The sections of the later state, then those that only the earlier one has.
    pub sections: Vec<SectionDifference>,
    /// The areas that exist in the later state, then those that exist only in the earlier one.
    pub areas: Vec<AreaDifference>,
    /// The villages with a registration in force in either state, by id.
    pub villages: Vec<VillageDifference>,
    /// What is counted, not measured.
    pub counts: Vec<CountDifference>,
    /// The registrations that made figures change, and where; those that markers moved first.
    pub changes: Vec<RegistrationChange>,
    /// The registrations that have no place on the line in one of the states.
    pub not_placed: Vec<NotPlaced>,
}

impl State {
    /// Why the figures of this state differ from those of an earlier one, `before`.
    ///
    /// One ingredient of `before` after another becomes that of this state: the line and its
    /// surveys; the markers; the areas; the registrations and the day. What a figure moves by in
    /// a step is a part, so the parts add up to the difference.
    ///
    /// The last step lays the rows in force of both states over each other on this border, in
    /// this survey, and puts each place that changes down to one registration. A registration is
    /// the same in both states if its id and village are, whatever its rows. Where several explain
    /// a place, one in force in one state only is named before one in force in both, then the
    /// first by registration id, then by village id. So ids decide which registration is named,
    /// and no figure or part.
    ///
    /// Differences add up over time: for states `a`, `b` and `c`, each figure's difference from
    /// `a` to `c` is that from `a` to `b` plus that from `b` to `c`. Its parts add up in the same
    /// way where `b` lies between them, as where a survey comes first and registrations follow;
    /// elsewhere only their sum does, as a place that came and went is in no part of the whole.
    ///
    /// Closes at most two ledgers, none where only days differ. The comparison takes
    /// `O(n log n)` for `n` registrations.
    ///
    /// # Errors
    /// Were there a fault in the library, when a ledger in between or the parts do not add up.
    ///
    /// ```
    /// use border_coverage::audit::{ExplainedPart, Figure};
    /// use border_coverage::prelude::*;
    /// use border_coverage::units::UnitError;
    /// use geo_types::line_string;
    /// use jiff::civil::date;
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
    /// let id = SectionId::new("border")?;
    /// let border = Border::new(vec![Section::new(id.clone(), None, line)])?;
    /// let mut registry = Registry::default();
    /// registry.add_village(Village::new(VillageId::new("ta-kho")?, "Tả Kho"))?;
    /// for (name, from, to, since) in
    ///     [("r1", 0.0, 4.0, date(2015, 3, 1)), ("r2", 3.0, 6.0, date(2016, 3, 1))]
    /// {
    ///     let end = |km| Ok::<_, UnitError>(Address::Km(Length::from_km(km)?));
    ///     registry.add_registration(Registration::written(
    ///         RegistrationId::new(name)?,
    ///         VillageId::new("ta-kho")?,
    ///         id.clone(),
    ///         (end(from)?, end(to)?),
    ///         since,
    ///     ))?;
    /// }
    /// let after = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
    /// let explained = after.explain_from(&after.on(date(2015, 6, 1))?)?;
    /// let registered = explained.figure(Figure::Registered);
    /// assert_eq!(registered.length, Length::from_km(2.0)?);
    /// assert_eq!(registered.part(ExplainedPart::Added), Length::from_km(2.0)?);
    /// assert_eq!(explained.changes[0].registration.as_str(), "r2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_from(&self, before: &State) -> Result<Explanation, AuditError> {
        let path = StatePath::new(before, self)?;
        let (extents, milestones) = (extents(self)?, self.milestones()?);
        let mut changes = Vec::new();
        if let Some(states) = path.marker_step() {
            let overlay = Overlay::between(states, &extents);
            scopes::check_markers(&path, &overlay)?;
            let moved = Some(ExplainedPart::MarkerMoved);
            changes = change::changes(&overlay, moved, self, &milestones);
        }
        let overlay = Overlay::between(path.last_step(), &extents);
        changes.extend(change::changes(&overlay, None, self, &milestones));
        let sums = overlay.by_section(extents.len());
        Ok(Explanation {
            line: scopes::line(&path, &sums)?,
            sections: scopes::sections(&path, &sums)?,
            areas: areas::areas(&path, &overlay)?,
            villages: scopes::villages(&path, &overlay)?,
            counts: counts::counts(before, self),
            not_placed: unplaced::not_placed(&path, &overlay.identities),
            changes,
        })
    }
}

/// All measures of each section.
fn extents(state: &State) -> Result<Vec<Span>, LedgerError> {
    let (border, survey) = (state.border(), state.survey());
    let sections = border.sections().iter();
    let maps = sections.map(|section| border.calibration(section.id(), survey));
    maps.map(|map| Ok(map.map_err(LedgerError::Survey)?.extent())).collect()
}

impl Explanation {
    /// One figure of the line; no line has [`Figure::Kept`], so that is without a value.
    #[must_use]
    pub fn figure(&self, figure: Figure) -> Difference {
        let found = self.line.figures.iter().find(|difference| difference.figure == figure);
        found.cloned().unwrap_or_else(|| Difference::without_parts(figure, None, None))
    }

    /// Without the areas and villages of which no figure has parts.
    #[must_use]
    pub fn without_unchanged(mut self) -> Self {
        self.areas.retain(AreaDifference::has_parts);
        self.villages.retain(|village| !village.kept.parts.is_empty());
        self
    }
}
