//! The differences of the line, its sections and the villages.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::difference::Difference;
use super::overlay::Overlay;
use super::part::{ExplainedPart, Figure};
use super::path::StatePath;
use super::sums::Sums;
use crate::id::{AreaId, SectionId, VillageId};
use crate::ledger::{Account, UnbalancedError, check};
use crate::line::Section;
use crate::state::State;

/// The figures of the whole line.
///
/// See [`State::explain_from`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LineDifference {
    /// Those of [`Figure::OF_LINE`].
    pub figures: Vec<Difference>,
}

/// The figures of a section.
///
/// See [`State::explain_from`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SectionDifference {
    /// The section.
    pub section: SectionId,
    /// Those of [`Figure::OF_LINE`].
    pub figures: Vec<Difference>,
}

/// The figures of an area.
///
/// See [`State::explain_from`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AreaDifference {
    /// The area.
    pub area: AreaId,
    /// Those of [`Figure::OF_LINE`] over its jurisdiction, if it has one in either state; then
    /// [`Figure::Kept`], what its villages keep together.
    pub figures: Vec<Difference>,
}

/// What a village keeps.
///
/// ```
/// use border_coverage::audit::VillageDifference;
/// let json = r#"{"village":"ta-kho","figure":"kept","before_mm":0,"after_mm":2000,
///     "difference_mm":2000,"parts":[{"part":"added","mm":2000}]}"#;
/// let difference: VillageDifference = serde_json::from_str(json)?;
/// assert_eq!(difference.kept.length.mm(), 2_000);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VillageDifference {
    /// The village.
    pub village: VillageId,
    /// [`Figure::Kept`].
    #[serde(flatten)]
    pub kept: Difference,
}

impl AreaDifference {
    /// Whether any figure has parts.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        self.figures.iter().any(|difference| !difference.parts.is_empty())
    }
}

/// The differences of an account along the path; none where neither end has the account.
pub(super) fn figures(
    what: &dyn Display,
    path: [Option<&Account>; 5],
    last: &Sums,
) -> Result<Vec<Difference>, UnbalancedError> {
    if path[0].is_none() && path[4].is_none() {
        return Ok(Vec::new());
    }
    let at = |figure: Figure| path.map(|account| account.map(|account| figure.of(account)));
    let figures = Figure::OF_LINE.iter();
    figures.map(|&figure| Difference::along(what, figure, at(figure), last)).collect()
}

/// The whole line.
pub(super) fn line(
    path: &StatePath<'_>,
    sections: &[Sums],
) -> Result<LineDifference, UnbalancedError> {
    let mut last = Sums::default();
    sections.iter().for_each(|sums| last.merge(sums));
    let accounts = path.states().map(|state| Some(state.ledger().line()));
    Ok(LineDifference { figures: figures(&"the line", accounts, &last)? })
}

/// The sections of after, then those that only before has.
pub(super) fn sections(
    path: &StatePath<'_>,
    last: &[Sums],
) -> Result<Vec<SectionDifference>, UnbalancedError> {
    let (old, new) = (path.before.border(), path.after.border());
    let account =
        |state: &State, id: &SectionId| state.ledger().section(id).map(|section| section.account);
    let gone = old.sections().iter().filter(|section| new.section(section.id()).is_err());
    let all = new.sections().iter().chain(gone).map(Section::id);
    let explain = |(i, id): (usize, &SectionId)| {
        let accounts = path.states().map(|state| account(state, id));
        let last = last.get(i).cloned().unwrap_or_default();
        let figures = figures(id, accounts.each_ref().map(Option::as_ref), &last)?;
        Ok(SectionDifference { section: id.clone(), figures })
    };
    all.enumerate().map(explain).collect()
}

/// What each village with a registration in force in either state keeps, by id.
pub(super) fn villages(
    path: &StatePath<'_>,
    overlay: &Overlay<'_>,
) -> Result<Vec<VillageDifference>, UnbalancedError> {
    let kept =
        |state: &State, id: &VillageId| state.ledger().village(id).map(|account| account.kept);
    let explain = |(i, &id): (usize, &&VillageId)| {
        let mut last = Sums::default();
        overlay.of_village(i).for_each(|(_, holdings)| holdings.add_to(&mut last));
        let lengths = path.states().map(|state| kept(state, id));
        let kept = Difference::along(id, Figure::Kept, lengths, &last)?;
        Ok(VillageDifference { village: id.clone(), kept })
    };
    overlay.identities.villages().iter().enumerate().map(explain).collect()
}

/// Checks the marker step, added up by registration, against the accounts on both sides of it.
pub(super) fn check_markers(
    path: &StatePath<'_>,
    overlay: &Overlay<'_>,
) -> Result<(), UnbalancedError> {
    let mut sums = Sums::default();
    let [before, after] = [path.remeasured(), path.moved()].map(State::ledger);
    overlay.by_section(after.sections().len()).iter().for_each(|section| sums.merge(section));
    for figure in Figure::OF_LINE {
        let sum = ExplainedPart::ALL.iter().map(|&part| sums.get(part, figure)).sum();
        let grown = figure.of(after.line()) - figure.of(before.line());
        let law = "what the registrations gained and lost by the markers adds up";
        check(&"the line", law, sum, grown)?;
    }
    Ok(())
}
