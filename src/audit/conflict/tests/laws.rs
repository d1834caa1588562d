//! What holds of decisions, whatever they are.

use std::collections::BTreeSet;

use super::*;
use crate::number::DecimalMark;

/// One policy wherever it has a say.
fn everywhere(policy: Policy) -> impl Fn(&Conflict) -> Option<Policy> {
    move |_| Some(policy)
}

/// What a conflict says, without the places of rows in the registry.
fn told(conflict: &Conflict, registry: &Registry) -> String {
    let id = |row: Option<usize>| row.map(|row| &registry.registrations()[row].id);
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
fn millimetres(claims: &[Claim]) -> BTreeSet<(usize, usize, i64)> {
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
        world.with(|audit| {
            let found = audit.conflicts(&ConflictOptions::default()).unwrap();
            let after = audit.resolve(&found, |_| None).unwrap();
            prop_assert_eq!(after.ledger.claims(), audit.ledger().claims());
            prop_assert_eq!(Figures::of(&after.ledger), Figures::of(audit.ledger()));
            prop_assert!(after.changes.is_empty() && after.revisions.is_empty() && after.undecided.is_empty());
            prop_assert_eq!(after.price, Price::default());
            Ok(())
        })?;
    }

    #[test]
    fn what_a_policy_leaves_is_what_stays_shared(world in worlds(), policy in prop::sample::select(Policy::ALL.to_vec())) {
        world.with(|audit| {
            let found = audit.conflicts(&ConflictOptions::default()).unwrap();
            let outcome = found.outcomes.iter().find(|outcome| outcome.policy == policy).unwrap();
            prop_assert_eq!(outcome.decided + outcome.undecided, audit.ledger().line().shared());
            let after = audit.resolve(&found, everywhere(policy)).unwrap();
            prop_assert_eq!(after.ledger.line(), &outcome.line);
            prop_assert_eq!(after.ledger.line().shared(), outcome.undecided);
            let left = after.undecided.iter().filter(|(i, _)| found.conflicts[*i].is_shared());
            let left = left.fold(Length::ZERO, |sum, (_, left)| sum + left.span.length());
            prop_assert_eq!(left, outcome.undecided);
            // What is left is left again: there is nothing more for the policy to decide.
            let again = Audit::new(audit.border(), audit.registry(), &after.ledger);
            let more = again.conflicts(&ConflictOptions::default()).unwrap();
            prop_assert_eq!(more.outcomes.iter().find(|o| o.policy == policy).unwrap().decided, Length::ZERO);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_told_as_given_up_is_what_was_given_up(world in worlds(), policies in prop::collection::vec(prop::sample::select(Policy::ALL.to_vec()), 5)) {
        world.with(|audit| {
            let found = audit.conflicts(&ConflictOptions::default()).unwrap();
            let pick = |c: &Conflict| {
                if c.is_shared() {
                    Some(policies[c.span.from().mm() as usize % policies.len()])
                } else {
                    Some(Policy::EarlierStands)
                }
            };
            let after = audit.resolve(&found, pick).unwrap();
            let before = millimetres(audit.ledger().claims());
            let left = millimetres(after.ledger.claims());
            let mut given_up = BTreeSet::new();
            for change in &after.changes {
                for mm in change.span.from().mm()..change.span.to().mm() {
                    prop_assert!(given_up.insert((change.row, change.section, mm)), "twice");
                }
                let row = &audit.registry().registrations()[change.row];
                prop_assert_eq!(&row.id, &change.registration);
                prop_assert_eq!(&row.village, &village_id(change.village));
                // Who keeps it does keep it.
                let keeps = after.ledger.claims().iter().filter(|c| (c.village, c.section) == (change.to, change.section));
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
        world.with(|audit| {
            let found = audit.conflicts(&ConflictOptions::default()).unwrap();
            let after = audit.resolve(&found, everywhere(policy)).unwrap();
            let empty = World { rows: Vec::new(), ..world.clone() };
            let mut registry = empty.registry();
            for (i, row) in audit.registry().registrations().iter().enumerate() {
                let Some(revision) = after.revisions.iter().find(|revision| revision.row == i) else {
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
            let ledger = Ledger::close(audit.border(), &registry, &survey(), DAY).unwrap();
            prop_assert_eq!(Figures::of(&ledger), Figures::of(&after.ledger));
            // The day before, nothing has changed.
            let eve = DAY.yesterday().unwrap();
            let close = |registry: &Registry| Ledger::close(audit.border(), registry, &survey(), eve).unwrap();
            let begun = |row: &Registration| row.since < DAY;
            let all = audit.registry().registrations().iter().all(begun);
            prop_assert!(!all || Figures::of(&close(&registry)) == Figures::of(&close(audit.registry())));
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_rows_changes_nothing(world in worlds(), turn in 0..14_usize) {
        let mut turned = world.clone();
        turned.rows.reverse();
        turned.rows.rotate_left(turn % world.rows.len().max(1));
        let ask = |world: &World| world.with(|audit| {
            let found = audit.conflicts(&ConflictOptions::default()).unwrap();
            let told: Vec<String> = found.conflicts.iter().map(|c| told(c, audit.registry())).collect();
            (told, found.outcomes)
        });
        prop_assert_eq!(ask(&world), ask(&turned));
    }

    #[test]
    fn conflicts_of_other_accounts_are_refused(world in worlds(), other in worlds()) {
        let found = other.with(|audit| audit.conflicts(&ConflictOptions::default()).unwrap());
        world.with(|audit| {
            let own = audit.conflicts(&ConflictOptions::default()).unwrap();
            let overlaps = |found: &Conflicts| -> Vec<(usize, Span)> {
                found.conflicts.iter().filter(|c| c.is_shared()).map(|c| (c.section, c.span)).collect()
            };
            // Never a panic; where the overlaps differ, a refusal.
            let answer = audit.resolve(&found, everywhere(Policy::ShareEvenly));
            prop_assert!(overlaps(&own) == overlaps(&found) || answer.unwrap_err() == AuditError::Foreign);
            Ok(())
        })?;
    }
}
