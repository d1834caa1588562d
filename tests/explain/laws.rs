//! What holds for any two states.

use std::collections::BTreeSet;
use std::slice;

use border_coverage::audit::{
    AreaDifference, Difference, ExplainedPart, Explanation, Figure, SectionDifference,
    VillageDifference,
};
use border_coverage::ledger::Account;
use border_coverage::{AreaId, Length, SectionId, State, VillageId};
use proptest::prelude::*;

use crate::world::{any_pair, any_plan, explained};

/// All figures of all scopes.
fn all(explained: &Explanation) -> Vec<&Difference> {
    let mut all: Vec<&Difference> = explained.line.figures.iter().collect();
    all.extend(explained.sections.iter().flat_map(|s| &s.figures));
    all.extend(explained.areas.iter().flat_map(|a| &a.figures));
    all.extend(explained.villages.iter().map(|v| &v.kept));
    all
}

/// The parts that occur anywhere.
fn parts(explained: &Explanation) -> BTreeSet<ExplainedPart> {
    let parts = all(explained).into_iter().flat_map(|d| &d.parts).map(|part| part.part);
    parts.chain(explained.changes.iter().map(|change| change.part)).collect()
}

fn sum(lengths: impl Iterator<Item = Length>) -> Length {
    lengths.fold(Length::ZERO, |a, b| a + b)
}

fn figure(account: &Account, figure: Figure) -> Length {
    match figure {
        Figure::Total => account.total(),
        Figure::Registered => account.registered(),
        Figure::Once => account.once(),
        Figure::Shared => account.shared(),
        Figure::Unregistered => account.unregistered(),
        Figure::Recognised => account.recognised(),
        _ => unreachable!("no account has it"),
    }
}

/// The figure of an area in a ledger, if the area is there.
fn of_area(built: &State, id: &AreaId, of: Figure) -> Option<Length> {
    let area = built.ledger().area(id)?;
    match of {
        Figure::Kept => Some(area.kept),
        of => area.account.as_ref().map(|account| figure(account, of)),
    }
}

fn of_village(built: &State, id: &VillageId) -> Option<Length> {
    built.ledger().village(id).map(|account| account.kept)
}

fn of_section(built: &State, id: &SectionId, of: Figure) -> Option<Length> {
    built.ledger().section(id).map(|section| figure(&section.account, of))
}

/// Asserts that the figures are those of both ledgers, and that none is missing.
fn tells_the_ledgers(
    explained: &Explanation,
    before: &State,
    after: &State,
) -> Result<(), TestCaseError> {
    for d in &explained.line.figures {
        prop_assert_eq!(d.before, Some(figure(before.ledger().line(), d.figure)));
        prop_assert_eq!(d.after, Some(figure(after.ledger().line(), d.figure)));
    }
    prop_assert_eq!(explained.line.figures.len(), 6);
    for SectionDifference { section, figures, .. } in &explained.sections {
        prop_assert_eq!(figures.len(), 6);
        for d in figures {
            prop_assert_eq!(d.before, of_section(before, section, d.figure));
            prop_assert_eq!(d.after, of_section(after, section, d.figure));
        }
    }
    for AreaDifference { area, figures, .. } in &explained.areas {
        prop_assert!([1, 7].contains(&figures.len()));
        for d in figures {
            let of = |b: &State| of_area(b, area, d.figure);
            prop_assert_eq!((d.before, d.after), (of(before), of(after)));
        }
    }
    let ids =
        |b: &State| b.ledger().areas().iter().map(|row| row.area.clone()).collect::<BTreeSet<_>>();
    let listed: BTreeSet<_> = explained.areas.iter().map(|a| a.area.clone()).collect();
    prop_assert_eq!(&listed, &(&ids(before) | &ids(after)));
    for VillageDifference { village, kept: d, .. } in &explained.villages {
        let kept = |b: &State| of_village(b, village);
        prop_assert_eq!((d.before, d.after), (kept(before), kept(after)));
    }
    Ok(())
}

/// Asserts that each change tells one whole stretch, as long as what it did there.
fn changes_are_whole(explained: &Explanation) -> Result<(), TestCaseError> {
    let done = [Figure::Kept, Figure::Once, Figure::Shared, Figure::Recognised];
    for change in &explained.changes {
        let length = change.stretch.length().mm();
        let did = |figure: &Figure| change.change(*figure).mm().abs();
        prop_assert!(done.iter().any(|figure| did(figure) == length), "{:?}", change);
        prop_assert!(Figure::OF_LINE.iter().all(|figure| did(figure) <= length));
    }
    Ok(())
}

/// Asserts that the changes add up to the parts that registrations and markers account for.
fn changes_add_up(explained: &Explanation, after: &State) -> Result<(), TestCaseError> {
    let elsewhere = [ExplainedPart::LineRemeasured, ExplainedPart::AreaChanged];
    for part in ExplainedPart::ALL.into_iter().filter(|part| !elsewhere.contains(part)) {
        let changes = || explained.changes.iter().filter(|change| change.part == part);
        for d in &explained.line.figures {
            let told = sum(changes().map(|change| change.change(d.figure)));
            prop_assert_eq!(told, d.part(part), "{:?} {:?}", part, d.figure);
        }
        for section in &explained.sections {
            let id = &section.section;
            let is_there = after.border().sections().iter().any(|section| section.id() == id);
            for d in section.figures.iter().filter(|_| is_there) {
                let own = changes().filter(|change| change.stretch.section == *id);
                prop_assert_eq!(sum(own.map(|change| change.change(d.figure))), d.part(part));
            }
        }
        for village in &explained.villages {
            let own = changes().filter(|change| change.village == village.village);
            let told = sum(own.map(|change| change.change(Figure::Kept)));
            prop_assert_eq!(told, village.kept.part(part));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_parts_add_up_to_the_difference((a, b) in any_pair()) {
        let (before, after) = (a.build(), b.build());
        let explained = explained(&before, &after);
        for d in all(&explained) {
            let parts = sum(d.parts.iter().map(|part| part.length));
            prop_assert_eq!(parts, d.length);
            prop_assert!(d.parts.iter().all(|part| part.length != Length::ZERO));
            prop_assert!(d.parts.windows(2).all(|w| w[0].part < w[1].part));
        }
        tells_the_ledgers(&explained, &before, &after)?;
        changes_add_up(&explained, &after)?;
        changes_are_whole(&explained)?;
        for d in &explained.line.figures {
            for part in ExplainedPart::ALL {
                let figures = explained.sections.iter().flat_map(|s| &s.figures);
                let same = figures.filter(|s| s.figure == d.figure);
                prop_assert_eq!(sum(same.map(|s| s.part(part))), d.part(part));
            }
        }
        for count in &explained.counts {
            let grown = count.started - count.ended + count.changed;
            prop_assert_eq!(count.after - count.before, grown, "{:?}", count.what);
        }
    }

    #[test]
    fn the_way_back_has_the_opposite_differences((a, b) in any_pair()) {
        let (before, after) = (a.build(), b.build());
        let (there, back) = (explained(&before, &after), explained(&after, &before));
        let by_figure = |e: &Explanation| {
            let mut all: Vec<(String, Figure, Option<Length>, Option<Length>)> = Vec::new();
            let mut push = |of: &str, figures: &[Difference]| {
                all.extend(figures.iter().map(|d| (of.to_owned(), d.figure, d.before, d.after)));
            };
            push("line", &e.line.figures);
            e.sections.iter().for_each(|s| push(s.section.as_str(), &s.figures));
            e.areas.iter().for_each(|a| push(a.area.as_str(), &a.figures));
            e.villages.iter().for_each(|v| push(v.village.as_str(), slice::from_ref(&v.kept)));
            all.sort();
            all
        };
        let turned = by_figure(&back).into_iter().map(|(of, f, b, a)| (of, f, a, b));
        let mut turned: Vec<_> = turned.collect();
        turned.sort();
        prop_assert_eq!(by_figure(&there), turned);
    }

    #[test]
    fn a_state_differs_from_itself_in_nothing(plan in any_plan()) {
        // The very same, and one built anew.
        let (one, two) = (plan.build(), plan.build());
        for other in [&one, &two] {
            let explained = explained(&one, other);
            prop_assert!(parts(&explained).is_empty());
            prop_assert!(all(&explained).iter().all(|d| d.before == d.after));
            prop_assert!(explained.changes.is_empty() && explained.not_placed.is_empty());
            prop_assert!(explained.counts.iter().all(|c| c.started + c.ended + c.changed == 0));
        }
    }

    /// To the millimetre: the same rows on the same border in the same survey are the same claims,
    /// so no rounding is left for another part.
    #[test]
    fn where_one_ingredient_differs_only_its_part_occurs((a, b) in any_pair(), which in 0..5_u8) {
        let mut other = a.clone();
        let only = match which {
            0 => {
                other.survey = b.survey;
                ExplainedPart::LineRemeasured
            }
            1 => {
                other.line = b.line;
                ExplainedPart::LineRemeasured
            }
            2 => {
                other.markers = b.markers;
                ExplainedPart::MarkerMoved
            }
            3 => {
                other.areas = b.areas;
                ExplainedPart::AreaChanged
            }
            // The day, areas being there on all days: nothing but registrations.
            _ => {
                let mut first = a.clone();
                first.areas.merged = None;
                let second = crate::world::Plan { day: b.day, ..first.clone() };
                let found = parts(&explained(&first.build(), &second.build()));
                let ingredients = [
                    ExplainedPart::LineRemeasured,
                    ExplainedPart::MarkerMoved,
                    ExplainedPart::AreaChanged,
                ];
                prop_assert!(found.iter().all(|part| !ingredients.contains(part)), "{:?}", found);
                return Ok(());
            }
        };
        let found = parts(&explained(&a.build(), &other.build()));
        prop_assert!(found.iter().all(|part| *part == only), "{:?}", found);
    }
}
