//! What holds of decisions, whatever they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::key::{RowKey, SectionKey};
use crate::number::DecimalMark;

/// The accounts with one policy wherever it applies.
fn resolved(state: &State, policy: Policy) -> Resolved {
    state.resolve_conflicts(&ConflictOptions::default(), |_| Some(policy)).unwrap()
}

/// Each millimetre of each row.
fn millimetres(claims: &[Claim]) -> BTreeSet<(RowKey, SectionKey, i64)> {
    let of = |c: &Claim| {
        let (row, section) = (c.row, c.section);
        (c.span.from().mm()..c.span.to().mm()).map(move |mm| (row, section, mm))
    };
    claims.iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn without_a_policy_nothing_changes(world in worlds()) {
        world.with(|state| {
            let after = state.resolve_conflicts(&ConflictOptions::default(), |_| None).unwrap();
            prop_assert_eq!(after.state.ledger().claims(), state.ledger().claims());
            prop_assert_eq!(Figures::of(after.state.ledger()), Figures::of(state.ledger()));
            prop_assert!(after.changes.is_empty() && after.revisions.is_empty() && after.undecided.is_empty());
            prop_assert_eq!(after.price, Price::default());
            Ok(())
        })?;
    }

    #[test]
    fn what_a_policy_leaves_is_what_stays_shared(world in worlds(), policy in prop::sample::select(Policy::ALL.to_vec())) {
        world.with(|state| {
            let found = state.conflicts(&ConflictOptions::default()).unwrap();
            let outcome = found.outcomes.iter().find(|outcome| outcome.policy == policy).unwrap();
            prop_assert_eq!(outcome.decided + outcome.undecided, state.ledger().line().shared());
            let after = resolved(state, policy);
            prop_assert_eq!(after.state.ledger().line(), &outcome.line);
            prop_assert_eq!(after.state.ledger().line().shared(), outcome.undecided);
            let left = after.undecided.iter().filter(|left| left.villages.len() > 1);
            let left = left.fold(Length::ZERO, |sum, left| sum + left.stretch.length());
            prop_assert_eq!(left, outcome.undecided);
            // What is left is left again: there is nothing more for the policy to decide.
            let more = after.state.conflicts(&ConflictOptions::default()).unwrap();
            prop_assert_eq!(more.outcomes.iter().find(|o| o.policy == policy).unwrap().decided, Length::ZERO);
            Ok(())
        })?;
    }

    #[test]
    fn changes_list_what_was_given_up(world in worlds(), policies in prop::collection::vec(prop::sample::select(Policy::ALL.to_vec()), 5)) {
        world.with(|state| {
            let pick = |c: &Conflict| {
                if c.is_shared() {
                    Some(policies[c.stretch.span.from().mm() as usize % policies.len()])
                } else {
                    Some(Policy::EarlierStands)
                }
            };
            let after = state.resolve_conflicts(&ConflictOptions::default(), pick).unwrap();
            let before = millimetres(state.ledger().claims());
            let left = millimetres(after.state.ledger().claims());
            let mut given_up = BTreeSet::new();
            for change in &after.changes {
                let (span, section) = (change.stretch.span, &change.stretch.section);
                let section = state.border().section_key(section).unwrap();
                for mm in span.from().mm()..span.to().mm() {
                    prop_assert!(given_up.insert((change.row, section, mm)), "twice");
                }
                let row = &state.registry().registrations()[change.row];
                prop_assert_eq!(&row.id, &change.registration);
                prop_assert_eq!(&row.village, &change.village);
                // Who keeps it does keep it.
                let to = state.registry().village_key(&change.to).unwrap();
                let keeps = after.state.ledger().claims().iter().filter(|c| (c.village, c.section) == (to, section));
                let kept: crate::cover::SpanSet = keeps.map(|c| c.span).collect();
                prop_assert!(kept.covers(span));
            }
            prop_assert_eq!(&given_up, &before.difference(&left).copied().collect());
            prop_assert!(left.is_subset(&before));
            let sum = after.revisions.iter().fold(0, |sum, revision| sum + revision.given_up.mm());
            prop_assert_eq!(sum as usize, given_up.len());
            Ok(())
        })?;
    }

    #[test]
    fn a_decision_written_down_gives_the_same_accounts(world in worlds(), policy in prop::sample::select(Policy::ALL.to_vec())) {
        world.with(|state| {
            let after = resolved(state, policy);
            for Revision { row, remaining, .. } in &after.revisions {
                for left in remaining {
                    prop_assert_eq!((&left.id, &left.village, left.since), (&row.id, &row.village, DAY));
                    prop_assert_eq!(&left.fields(DecimalMark::Point).unwrap()[8], "official");
                }
            }
            let registry = after.written_down();
            // No rule of a registry is broken by it.
            let mut again = World { rows: Vec::new(), ..world.clone() }.registry();
            for row in registry.registrations() {
                again.add_registration(row.clone()).unwrap();
            }
            prop_assert_eq!(again.registrations().len(), registry.registrations().len());
            let border = Arc::clone(state.border());
            let written = State::close(border, registry, &survey(), DAY).unwrap();
            prop_assert_eq!(Figures::of(written.ledger()), Figures::of(after.state.ledger()));
            // The day before, nothing has changed.
            let eve = DAY.yesterday().unwrap();
            let begun = |row: &Registration| row.since < DAY;
            let all = state.registry().registrations().iter().all(begun);
            prop_assert!(!all || Figures::of(written.on(eve).unwrap().ledger()) == Figures::of(state.on(eve).unwrap().ledger()));
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_rows_changes_nothing(world in worlds(), turn in 0..14_usize) {
        let mut turned = world.clone();
        turned.rows.reverse();
        turned.rows.rotate_left(turn % world.rows.len().max(1));
        let ask = |world: &World| world.with(|state| state.conflicts(&ConflictOptions::default()).unwrap());
        prop_assert_eq!(ask(&world), ask(&turned));
    }
}
