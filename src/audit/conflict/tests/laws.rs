//! What holds of decisions, whatever they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::key::{RowKey, SectionKey};
use crate::number::DecimalMark;

/// One policy wherever it has a say.
fn everywhere(policy: Policy) -> impl Fn(&Conflict) -> Option<Policy> {
    move |_| Some(policy)
}

/// What a conflict says, without the places of rows in the registry.
fn told(conflict: &Conflict, registry: &Registry) -> String {
    let id = |row: Option<RowKey>| row.map(|row| &registry.registrations()[row].id);
    let contenders: Vec<_> =
        conflict.contenders.iter().map(|c| (c.village, c.run, &c.registrations)).collect();
    let resolutions: Vec<_> = conflict
        .resolutions
        .iter()
        .map(|r| {
            let awards: Vec<_> = r.awards.iter().map(|a| (a.span, a.village, id(a.row))).collect();
            (r.policy, awards, &r.undecided, &r.price)
        })
        .collect();
    format!("{:?}", (conflict.section, conflict.span, &conflict.class, contenders, resolutions))
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
            let found = state.conflicts(&ConflictOptions::default()).unwrap();
            let after = found.resolve(|_| None).unwrap();
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
            let after = found.resolve(everywhere(policy)).unwrap();
            prop_assert_eq!(after.state.ledger().line(), &outcome.line);
            prop_assert_eq!(after.state.ledger().line().shared(), outcome.undecided);
            let left = after.undecided.iter().filter(|(i, _)| found.conflicts[*i].is_shared());
            let left = left.fold(Length::ZERO, |sum, (_, left)| sum + left.span.length());
            prop_assert_eq!(left, outcome.undecided);
            // What is left is left again: there is nothing more for the policy to decide.
            let more = after.state.conflicts(&ConflictOptions::default()).unwrap();
            prop_assert_eq!(more.outcomes.iter().find(|o| o.policy == policy).unwrap().decided, Length::ZERO);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_told_as_given_up_is_what_was_given_up(world in worlds(), policies in prop::collection::vec(prop::sample::select(Policy::ALL.to_vec()), 5)) {
        world.with(|state| {
            let found = state.conflicts(&ConflictOptions::default()).unwrap();
            let pick = |c: &Conflict| {
                if c.is_shared() {
                    Some(policies[c.span.from().mm() as usize % policies.len()])
                } else {
                    Some(Policy::EarlierStands)
                }
            };
            let after = found.resolve(pick).unwrap();
            let before = millimetres(state.ledger().claims());
            let left = millimetres(after.state.ledger().claims());
            let mut given_up = BTreeSet::new();
            for change in &after.changes {
                for mm in change.span.from().mm()..change.span.to().mm() {
                    prop_assert!(given_up.insert((change.row, change.section, mm)), "twice");
                }
                let row = &state.registry().registrations()[change.row];
                prop_assert_eq!(&row.id, &change.registration);
                prop_assert_eq!(&row.village, &village_id(change.village.index()));
                // Who keeps it does keep it.
                let keeps = after.state.ledger().claims().iter().filter(|c| (c.village, c.section) == (change.to, change.section));
                let kept: crate::cover::SpanSet = keeps.map(|c| c.span).collect();
                prop_assert!(kept.covers(change.span));
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
            let found = state.conflicts(&ConflictOptions::default()).unwrap();
            let after = found.resolve(everywhere(policy)).unwrap();
            let empty = World { rows: Vec::new(), ..world.clone() };
            let mut registry = empty.registry();
            for (key, _, row) in state.registry().keyed_rows() {
                let Some(revision) = after.revisions.iter().find(|revision| revision.row == key) else {
                    registry.add_registration(row.clone()).unwrap();
                    continue;
                };
                if row.since < DAY {
                    registry.add_registration(Registration { until: Some(DAY), ..row.clone() }).unwrap();
                }
                for left in &revision.remaining {
                    prop_assert_eq!((&left.id, &left.village, left.since), (&row.id, &row.village, DAY));
                    prop_assert_eq!(&left.fields(DecimalMark::Point).unwrap()[8], "official");
                    registry.add_registration(left.clone()).unwrap();
                }
            }
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
        let ask = |world: &World| world.with(|state| {
            let found = state.conflicts(&ConflictOptions::default()).unwrap();
            let told: Vec<String> = found.conflicts.iter().map(|c| told(c, state.registry())).collect();
            (told, found.outcomes)
        });
        prop_assert_eq!(ask(&world), ask(&turned));
    }
}
