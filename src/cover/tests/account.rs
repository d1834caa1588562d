//! Accounts and depths agree with every millimetre, and those of parts add up.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::overlay::{any_claims, dense, set};
use super::{AXIS, TO_THE_ENDS, any_spans, moved, span};
use crate::cover::{DepthMap, Layer, SpanAccount, SpanAccountError};
use crate::span::Span;
use crate::units::{Length, Measure};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn accounts_agree_with_every_millimetre(claims in any_claims()) {
        let account = SpanAccount::of(span(0, AXIS), &claims);
        let twin = dense(&claims);
        let count = |f: &dyn Fn(&BTreeSet<u8>) -> bool| -> i64 {
            twin.iter().filter(|owners| f(owners)).count() as i64
        };
        prop_assert_eq!(account.total().mm(), AXIS);
        prop_assert_eq!(account.covered().mm(), count(&|owners| !owners.is_empty()));
        prop_assert_eq!(account.once().mm(), count(&|owners| owners.len() == 1));
        prop_assert_eq!(account.shared().mm(), count(&|owners| owners.len() > 1));
        prop_assert_eq!(account.uncovered() + account.covered(), account.total());
        for (owner, holding) in account.owners() {
            prop_assert_eq!(holding.held.mm(), count(&|owners| owners.contains(owner)));
            let alone = count(&|owners| owners.contains(owner) && owners.len() == 1);
            prop_assert_eq!(holding.alone.mm(), alone);
        }
        let text = serde_json::to_string(&account).unwrap();
        prop_assert_eq!(serde_json::from_str::<SpanAccount<u8>>(&text).unwrap(), account);
    }

    #[test]
    fn merging_accounts_of_parts_is_the_account_of_the_whole(claims in any_claims(), cut in 1..AXIS - 1) {
        let whole = SpanAccount::of(span(0, AXIS), &claims);
        let parts = [span(0, cut), span(cut, AXIS)].map(|part| SpanAccount::of(part, &claims));
        let (mut forward, mut backward) = (parts[0].clone(), parts[1].clone());
        forward.merge(&parts[1]).unwrap();
        backward.merge(&parts[0]).unwrap();
        prop_assert_eq!(&forward, &whole);
        prop_assert_eq!(&backward, &whole);
    }

    #[test]
    fn at_the_ends_of_the_range_depth_is_as_at_zero(spans in any_spans()) {
        let depth = DepthMap::of(&spans).unwrap();
        for by in TO_THE_ENDS {
            let there: Vec<Span> = spans.iter().map(|&span| moved(span, by)).collect();
            let far = DepthMap::of(&there).unwrap();
            let back = far.layers().iter().map(|layer| Layer { span: moved(layer.span, -by), ..*layer });
            prop_assert!(back.eq(depth.layers().iter().copied()));
        }
    }

    #[test]
    fn depth_agrees_with_every_millimetre(spans in any_spans(), count in 0..5_usize) {
        let depth = DepthMap::of(&spans).unwrap();
        let twin = |mm| spans.iter().filter(|s| s.contains(Measure::from_mm(mm))).count() as u32;
        for mm in -1..=AXIS {
            prop_assert_eq!(depth.depth(Measure::from_mm(mm)), twin(mm));
        }
        for times in 1..5 {
            let held = (0..AXIS).filter(|&mm| twin(mm) >= times).count() as i64;
            prop_assert_eq!(depth.length_held(times).mm(), held);
            prop_assert_eq!(depth.held(times).length().mm(), held);
        }
        prop_assert_eq!(depth.held(1), set(&spans));
        let layers = depth.layers().windows(2);
        prop_assert!(layers.clone().all(|pair| pair[0].span.to() <= pair[1].span.from()));
        prop_assert!(layers.clone().all(|p| p[0].span.to() < p[1].span.from() || p[0].depth != p[1].depth));
        let mut all = depth.layers().to_vec();
        all.sort_by_key(|layer| std::cmp::Reverse(layer.depth));
        all.truncate(count);
        prop_assert_eq!(depth.deepest(count), all);
    }

    #[test]
    fn merging_depths_of_parts_is_the_depth_of_all(a in any_spans(), b in any_spans(), c in any_spans()) {
        let [x, y, z] = [&a, &b, &c].map(|spans| DepthMap::of(spans).unwrap());
        let merged = |parts: [&DepthMap; 3]| {
            let mut all = DepthMap::default();
            parts.into_iter().for_each(|part| all.merge(part).unwrap());
            all
        };
        let all = DepthMap::of(&[a, b, c].concat()).unwrap();
        prop_assert_eq!(&merged([&x, &y, &z]), &all);
        prop_assert_eq!(&merged([&z, &x, &y]), &all);
        let text = serde_json::to_string(&all).unwrap();
        prop_assert_eq!(serde_json::from_str::<DepthMap>(&text).unwrap(), all);
    }
}

#[test]
fn accounts_that_no_spans_have_are_refused() {
    let good = r#"{"total":9,"covered":5,"shared":2,"owners":[
        {"owner":"a","held":4,"alone":2},{"owner":"b","held":3,"alone":1}]}"#;
    let account: SpanAccount<String> = serde_json::from_str(good).unwrap();
    assert_eq!(account.once().mm(), 3);
    for (from, to) in [
        (r#""total":9"#, r#""total":4"#),
        (r#""shared":2"#, r#""shared":6"#),
        (r#""shared":2"#, r#""shared":-1"#),
        (r#""alone":1"#, r#""alone":2"#),
        (r#""held":4"#, r#""held":6"#),
        (r#""held":3"#, r#""held":2"#),
        (r#""owner":"b""#, r#""owner":"a""#),
    ] {
        assert!(good.contains(from));
        let refused = serde_json::from_str::<SpanAccount<String>>(&good.replacen(from, to, 1));
        assert!(refused.is_err(), "{to}");
    }
    // Who holds nothing is not among the owners.
    let nothing = good.replacen("]}", r#",{"owner":"c","held":0,"alone":0}]}"#, 1);
    assert!(serde_json::from_str::<SpanAccount<String>>(&nothing).is_err());
    // Of 30 mm that are not b's alone, 20 at most are shared.
    let more_than_shared = r#"{"total":100,"covered":80,"shared":20,"owners":[
        {"owner":"a","held":80,"alone":60},{"owner":"b","held":30,"alone":0}]}"#;
    assert!(serde_json::from_str::<SpanAccount<String>>(more_than_shared).is_err());
}

#[test]
fn sums_beyond_the_range_are_refused() {
    let all = span(-Span::LIMIT.mm(), Span::LIMIT.mm());
    let mut account = SpanAccount::of(all, &[(all, "a")]);
    let before = account.clone();
    assert_eq!(account.merge(&before), Err(SpanAccountError::Overflow));
    assert_eq!(account, before);

    let layer = Layer { span: all, depth: u32::MAX };
    let mut depth = DepthMap::try_from(vec![layer]).unwrap();
    let before = depth.clone();
    let refused = depth.merge(&before).unwrap_err();
    assert!(refused.to_string().contains("4294967295"));
    assert_eq!(depth, before);
    assert_eq!(depth.length_held(u32::MAX), all.length());
}

#[test]
fn messages_differ_and_say_what_to_do() {
    let zero = Length::ZERO;
    let inconsistent = SpanAccountError::Inconsistent { shared: zero, covered: zero, total: zero };
    let messages: BTreeMap<String, ()> =
        [SpanAccountError::Overflow, inconsistent].map(|e| (e.to_string(), ())).into();
    assert_eq!(messages.len(), 2);
    assert!(messages.keys().all(|message| message.contains(": ")));
}
