//! The line, its sections and the villages: each with its figures taken apart.

use super::part::{Difference, ExplainedPart, Figure, Sums};
use super::step::Step;
use super::way::Way;
use crate::id::{SectionId, VillageId};
use crate::ledger::{Account, Unbalanced, check};
use crate::line::Section;
use crate::state::State;
use crate::units::Length;

/// Something that has accounts, and the differences of its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained<K> {
    /// What it is: a section, an area, a village.
    pub of: K,
    /// Its figures.
    pub figures: Vec<Difference>,
}

/// The differences of an account along the way; nothing where there is one in neither state.
pub(super) fn figures(
    what: &dyn std::fmt::Display,
    way: [Option<&Account>; 5],
    steps: &Sums,
) -> Result<Vec<Difference>, Unbalanced> {
    if way[0].is_none() && way[4].is_none() {
        return Ok(Vec::new());
    }
    let at = |figure: Figure| way.map(|account| account.map(|account| figure.of(account)));
    Figure::OF_LINE.iter().map(|&f| Difference::of(what, f, at(f), steps)).collect()
}

/// The whole line.
pub(super) fn line(way: &Way<'_>, sections: &[Sums]) -> Result<Vec<Difference>, Unbalanced> {
    let mut steps = Sums::default();
    sections.iter().for_each(|sums| steps.merge(sums));
    let [before, remeasured, moved, after] =
        [way.before, way.remeasured(), way.moved(), way.after].map(|state| state.ledger().line());
    figures(&"the line", [before, remeasured, moved, moved, after].map(Some), &steps)
}

/// The sections of after, then those that only before has.
pub(super) fn sections(
    way: &Way<'_>,
    steps: &[Sums],
) -> Result<Vec<Explained<SectionId>>, Unbalanced> {
    let (old, new) = (way.before.border(), way.after.border());
    let account =
        |state: &State, id: &SectionId| state.ledger().section(id).map(|section| section.account);
    let gone = old.sections().iter().filter(|section| new.section(section.id()).is_err());
    let all = new.sections().iter().chain(gone).map(Section::id);
    all.enumerate()
        .map(|(i, id)| {
            let states = [way.before, way.remeasured(), way.moved(), way.moved(), way.after];
            let way = states.map(|state| account(state, id));
            let steps = steps.get(i).cloned().unwrap_or_default();
            let figures = figures(id, way.each_ref().map(Option::as_ref), &steps)?;
            Ok(Explained { of: id.clone(), figures })
        })
        .collect()
}

/// What each village keeps that has a registration in force in either state, by id.
pub(super) fn villages(
    way: &Way<'_>,
    step: &Step<'_>,
) -> Result<Vec<Explained<VillageId>>, Unbalanced> {
    let states = [way.before, way.remeasured(), way.moved(), way.moved(), way.after];
    let kept =
        |state: &State, id: &VillageId| state.ledger().village(id).map(|account| account.kept);
    let explain = |(i, &id): (usize, &&VillageId)| {
        let mut steps = Sums::default();
        step.of_village(i).for_each(|(_, held)| held.add_to(&mut steps));
        let way = states.map(|state| kept(state, id));
        let kept = Difference::of(id, Figure::Kept, way, &steps)?;
        Ok(Explained { of: id.clone(), figures: vec![kept] })
    };
    step.keys.villages().iter().enumerate().map(explain).collect()
}

/// Checks what the marker step did, registration by registration, against the accounts on both
/// sides of it.
pub(super) fn check_markers(way: &Way<'_>, step: &Step<'_>) -> Result<(), Unbalanced> {
    let mut sums = Sums::default();
    let sections = way.moved().ledger().sections().len();
    step.by_section(sections).iter().for_each(|section| sums.merge(section));
    for figure in Figure::OF_LINE {
        let parts = ExplainedPart::ALL.iter().map(|&part| sums.get(part, figure));
        let sum = parts.fold(Length::ZERO, |sum, length| sum + length);
        let grown =
            figure.of(way.moved().ledger().line()) - figure.of(way.remeasured().ledger().line());
        let law = "what the registrations gained and lost by the markers adds up";
        check(&"the line", law, sum, grown)?;
    }
    Ok(())
}
