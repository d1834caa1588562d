//! The line, its sections and the villages: each with its figures taken apart.

use super::part::{Difference, ExplainedPart, Figure, Sums};
use super::step::Step;
use super::way::Way;
use crate::border::Border;
use crate::id::{SectionId, VillageId};
use crate::ledger::{Account, Ledger, Unbalanced, check};
use crate::line::Section;
use crate::registry::Registry;
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
    let [before, after] = [way.before.ledger().line(), way.after.ledger().line()];
    let (remeasured, moved) = (way.remeasured().line(), way.moved().line());
    figures(&"the line", [before, remeasured, moved, moved, after].map(Some), &steps)
}

/// The sections of after, then those that only before has.
pub(super) fn sections(
    way: &Way<'_>,
    steps: &[Sums],
) -> Result<Vec<Explained<SectionId>>, Unbalanced> {
    let (old, new) = (way.before.border(), way.after.border());
    let account = |border: &Border, ledger: &'_ Ledger, id: &SectionId| {
        border.section_index(id).ok().map(|i| ledger.sections()[i].account)
    };
    let gone = old.sections().iter().filter(|section| new.section_index(section.id()).is_err());
    let all = new.sections().iter().chain(gone).map(Section::id);
    all.enumerate()
        .map(|(i, id)| {
            let now = |ledger| account(new, ledger, id);
            let moved = now(way.moved());
            let before = account(old, way.before.ledger(), id);
            let way = [before, now(way.remeasured()), moved, moved, now(way.after.ledger())];
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
    let (old, new) = (way.before.registry(), way.after.registry());
    let kept = |registry: &Registry, ledger: &Ledger, id: &VillageId| {
        let account =
            registry.village_index(id).and_then(|village| ledger.villages().get(&village));
        account.map(|account| account.kept)
    };
    let explain = |(i, &id): (usize, &&VillageId)| {
        let mut steps = Sums::default();
        step.villages.range((i, 0)..(i + 1, 0)).for_each(|(_, held)| held.add_to(&mut steps));
        let before = kept(old, way.before.ledger(), id);
        let (remeasured, moved) = (kept(old, way.remeasured(), id), kept(old, way.moved(), id));
        let after = kept(new, way.after.ledger(), id);
        let way = [before, remeasured, moved, moved, after];
        let kept = Difference::of(id, Figure::Kept, way, &steps)?;
        Ok(Explained { of: id.clone(), figures: vec![kept] })
    };
    step.keys.villages().iter().enumerate().map(explain).collect()
}

/// Checks what the marker step did, registration by registration, against the accounts on both
/// sides of it.
pub(super) fn check_markers(way: &Way<'_>, step: &Step<'_>) -> Result<(), Unbalanced> {
    let mut sums = Sums::default();
    let sections = way.moved().sections().len();
    step.by_section(sections).iter().for_each(|section| sums.merge(section));
    for figure in Figure::OF_LINE {
        let parts = ExplainedPart::ALL.iter().map(|&part| sums.get(part, figure));
        let sum = parts.fold(Length::ZERO, |sum, length| sum + length);
        let grown = figure.of(way.moved().line()) - figure.of(way.remeasured().line());
        let law = "what the registrations gained and lost by the markers adds up";
        check(&"the line", law, sum, grown)?;
    }
    Ok(())
}
