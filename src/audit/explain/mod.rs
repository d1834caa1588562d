//! Why the accounts of two states differ.

mod areas;
mod change;
mod counts;
mod held;
mod keys;
mod part;
mod scopes;
mod share;
mod step;
mod unplaced;
mod way;

pub use change::RegistrationChange;
pub use counts::CountDifference;
pub use part::{Difference, ExplainedPart, Figure};
pub use scopes::Explained;
pub use unplaced::NotPlaced;

use super::AuditError;
use crate::id::{AreaId, SectionId, VillageId};
use crate::ledger::LedgerError;
use crate::span::Span;
use crate::state::State;
use step::Step;
use way::Way;

/// The difference of two states, figure by figure, with nothing left over.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The figures of the whole line.
    pub line: Vec<Difference>,
    /// The sections of the later state, then those that only the earlier one has.
    pub sections: Vec<Explained<SectionId>>,
    /// The areas that exist in the later state, then those that exist only in the earlier one:
    /// the figures over what they answer for, where they do, and what their villages keep.
    pub areas: Vec<Explained<AreaId>>,
    /// What each village keeps that has a registration in force in either state, by id.
    pub villages: Vec<Explained<VillageId>>,
    /// What is counted, not measured.
    pub counts: Vec<CountDifference>,
    /// The registrations that made figures change, and where; those that markers moved first.
    pub changes: Vec<RegistrationChange>,
    /// The registrations that have no place on the line in one of both states.
    pub not_placed: Vec<NotPlaced>,
}

impl State {
    /// Why the figures of this state differ from those of another, `before`.
    ///
    /// The way from one to the other is walked one ingredient at a time, so that the parts of every
    /// figure add up to its difference: first the line and its surveys become those of this state, then
    /// the markers, then the areas, then what is registered and the day. In the last step the rows in
    /// force of both are laid over each other, place by place, on this border and in this survey; each place that changes is put down to one registration. A registration is the same
    /// in both where its id and village are, whatever its rows. Where several explain a place, the
    /// first is named: one in force in one state only before one in force in both, then by id.
    ///
    /// Closes at most two ledgers beside the two given, none where only days differ. The comparison
    /// takes `O(n log n)` for `n` registrations.
    ///
    /// # Errors
    /// When a ledger on the way cannot be closed, as `before` is not in the survey of this border; or,
    /// were there a fault in the library, when the parts do not add up.
    ///
    /// ```
    /// use border_coverage::prelude::*;
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
    /// assert_eq!(registered.parts, [(ExplainedPart::Added, Length::from_km(2.0)?)]);
    /// assert_eq!(explained.changes[0].registration.as_str(), "r2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_from(&self, before: &State) -> Result<Explanation, AuditError> {
        let way = Way::new(before, self)?;
        let extents = extents(self)?;
        let mut changes = Vec::new();
        if let Some(sides) = way.marker_step() {
            let step = Step::between(sides, &extents);
            scopes::check_markers(&way, &step)?;
            changes = change::changes(&step, Some(ExplainedPart::MarkerMoved));
        }
        let step = Step::between(way.last_step(), &extents);
        changes.extend(change::changes(&step, None));
        let sums = step.by_section(extents.len());
        Ok(Explanation {
            line: scopes::line(&way, &sums)?,
            sections: scopes::sections(&way, &sums)?,
            areas: areas::areas(&way, &step)?,
            villages: scopes::villages(&way, &step)?,
            counts: counts::counts(before, self),
            not_placed: unplaced::not_placed(&way, &step.keys),
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
    /// One figure of the line; [`Figure::Kept`] is that of no line, and so nothing.
    pub fn figure(&self, figure: Figure) -> Difference {
        let found = self.line.iter().find(|difference| difference.figure == figure);
        let nothing = Difference { figure, before: None, after: None, parts: Vec::new() };
        found.cloned().unwrap_or(nothing)
    }
}
