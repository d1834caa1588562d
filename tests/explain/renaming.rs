//! Other ids change no figure.
//!
//! Where several registrations explain a place, the first by its id is named, so a change of the
//! order of ids may name another one in `changes`; no figure and no part of one depends on it. The
//! order of areas and villages in answers is that of their ids.

use std::collections::BTreeMap;

use border_coverage::audit::{ExplainedPart, Explanation, Figure};
use proptest::prelude::*;

use crate::world::{Plan, any_pair, explained};

/// What stands between what was put before an id and the id.
const SIGN: char = '~';

/// The length of what is put before an id.
const LEAD: usize = 4;

/// A name that keeps the order of ids.
pub(crate) fn in_order(id: &str) -> String {
    format!("lead{SIGN}{id}")
}

/// A name that gives ids an order of chance.
pub(crate) fn in_any_order(salt: u32, id: &str) -> String {
    let mix = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    let hash = id.bytes().fold(salt, mix);
    format!("{:04x}{SIGN}{id}", (hash >> 8) & 0xffff)
}

/// A text with the ids as they were.
pub(crate) fn as_before(text: &str) -> String {
    let (head, last) = text.rsplit_once(SIGN).unwrap_or(("", text));
    let heads = head.split(SIGN).map(|part| &part[..part.len().saturating_sub(LEAD)]);
    heads.chain([last]).collect()
}

/// An explanation as it is written, with the ids as they were.
fn written(explanation: &Explanation) -> String {
    as_before(&serde_json::to_string(explanation).unwrap())
}

/// What the changes of each part add up to, by section or village.
fn sums(explanation: &Explanation) -> BTreeMap<(ExplainedPart, Figure, String), i64> {
    let mut sums = BTreeMap::new();
    for change in &explanation.changes {
        for figure in Figure::OF_LINE.into_iter().chain([Figure::Kept]) {
            let scope = match figure {
                Figure::Kept => change.village.to_string(),
                _ => change.stretch.section.to_string(),
            };
            *sums.entry((change.part, figure, scope)).or_default() += change.change(figure).mm();
        }
    }
    sums.retain(|_, mm| *mm != 0);
    sums
}

/// An explanation in an order that no id decides, without the registrations named.
fn unordered(mut explanation: Explanation) -> Explanation {
    explanation.areas.sort_by(|a, b| a.area.cmp(&b.area));
    explanation.villages.sort_by(|a, b| a.village.cmp(&b.village));
    explanation
        .not_placed
        .sort_by_key(|row| (row.part, row.state, row.registration.clone(), row.village.clone()));
    explanation.changes.clear();
    explanation
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn ids_in_the_same_order_change_nothing((a, b) in any_pair()) {
        let plain = explained(&a.build(), &b.build());
        let renamed = explained(&a.build_renamed(&in_order), &b.build_renamed(&in_order));
        prop_assert_eq!(written(&renamed), serde_json::to_string(&plain).unwrap());
        // What is written reads back.
        let read: Explanation = serde_json::from_str(&written(&renamed)).unwrap();
        prop_assert_eq!(read, plain);
    }

    #[test]
    fn ids_in_any_order_change_no_figure((a, b) in any_pair(), salt: u32) {
        let name = |id: &str| in_any_order(salt, id);
        let plain = explained(&a.build(), &b.build());
        let renamed = explained(&a.build_renamed(&name), &b.build_renamed(&name));
        let renamed: Explanation = serde_json::from_str(&written(&renamed)).unwrap();
        prop_assert_eq!(sums(&renamed), sums(&plain));
        prop_assert_eq!(unordered(renamed), unordered(plain));
    }
}

/// Two villages come to keep the same place; only one of both registrations can be named.
#[test]
fn of_two_registrations_that_explain_a_place_the_first_by_id_is_named() {
    let named = |plan: &Plan, name: &dyn Fn(&str) -> String| {
        let mut before = plan.clone();
        before.rows.clear();
        let explanation = explained(&before.build_renamed(name), &plan.build_renamed(name));
        let line = explanation.changes.iter().filter(|change| change.registered.mm() != 0);
        line.map(|change| as_before(change.registration.as_str())).collect::<Vec<_>>()
    };
    let plan = crate::addition::two_alike();
    assert_eq!(named(&plan, &str::to_owned), ["r1"]);
    let turned = |id: &str| match id {
        "r1" => format!("zzzz{SIGN}r1"),
        other => in_order(other),
    };
    assert_eq!(named(&plan, &turned), ["r2"]);
}
