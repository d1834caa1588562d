//! Other ids change no figure of a report.
//!
//! One exception: where two villages hold the same, ids decide who is awarded which part of a
//! conflict, and `without_ties` takes out what depends on it.

use border_coverage::State;
use border_coverage::problem::Problems;
use proptest::prelude::*;
use serde_json::Value;

use crate::renaming::{as_before, in_any_order, in_order};
use crate::world::any_plan;

/// A report as it is written, with the ids as they were.
fn report(state: &State) -> String {
    let report = state.report("title", None, Problems::default()).unwrap();
    as_before(&serde_json::to_string(&report).unwrap())
}

/// Takes out of the conflicts of a report what ids decide between villages that hold the same:
/// which one lies within the other, and which one is awarded which part or named in a reason. What
/// is recognised depends on the award too.
fn without_ties(conflicts: &mut Value) {
    let strip = |value: &mut Value, keys: &[&str]| {
        let map = value.as_object_mut().unwrap();
        keys.iter().for_each(|key| drop(map.remove(*key)));
    };
    for row in conflicts["rows"].as_array_mut().unwrap() {
        strip(row, &["inner"]);
        let of_awards = ["areas", "awards", "reason", "recognised_mm", "villages"];
        row["options"].as_array_mut().unwrap().iter_mut().for_each(|row| strip(row, &of_awards));
    }
    for policy in conflicts["policies"].as_array_mut().unwrap() {
        strip(policy, &["recognised_mm"]);
        strip(&mut policy["line"], &["recognised_mm"]);
    }
}

/// Sorts every list of a report.
fn sorted(value: &mut Value) {
    match value {
        Value::Array(list) => {
            list.iter_mut().for_each(sorted);
            list.sort_by_key(Value::to_string);
        }
        Value::Object(map) => map.values_mut().for_each(sorted),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn ids_in_the_same_order_change_no_byte_of_a_report(plan in any_plan()) {
        let renamed = report(&plan.build_renamed(&in_order));
        prop_assert_eq!(renamed, report(&plan.build()));
    }

    #[test]
    fn ids_in_any_order_change_no_figure_of_a_report(plan in any_plan(), salt: u32) {
        let read = |state: State| {
            let mut report: Value = serde_json::from_str(&report(&state)).unwrap();
            without_ties(&mut report["conflicts"]);
            sorted(&mut report);
            report
        };
        let renamed = read(plan.build_renamed(&|id| in_any_order(salt, id)));
        let plain = read(plan.build());
        for (key, value) in plain.as_object().unwrap() {
            prop_assert_eq!(&renamed[key], value, "{}", key);
        }
    }
}
