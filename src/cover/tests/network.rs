//! A network of sections agrees with indexes built anew, after any history of changes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{AXIS, any_span, span};
use crate::cover::{Change, Figures, NetworkError, NetworkIndex, SpanAccount, SpanSet};
use crate::span::Span;
use crate::units::{Length, Measure};

/// The dull twin: all spans in one map, and accounts closed anew for each question.
#[derive(Default, Clone)]
struct NetworkTwin(BTreeMap<(u8, u16), Span>);

impl NetworkTwin {
    fn apply(&mut self, section: u8, change: &Change<u16>) -> Option<Span> {
        match change {
            Change::Insert(key, span) => self.0.insert((section, *key), *span),
            Change::Remove(key) => self.0.remove(&(section, *key)),
        }
    }

    fn of_section(&self, section: u8) -> Vec<(Span, u16)> {
        let own = self.0.iter().filter(|((of, _), _)| *of == section);
        own.map(|((_, key), span)| (*span, *key)).collect()
    }

    fn figures(&self) -> Figures {
        let mut sum = Figures::default();
        for section in 0..SECTIONS {
            let account = SpanAccount::of(extent(section), &self.of_section(section));
            sum.covered += account.covered();
            sum.shared += account.shared();
        }
        sum
    }

    fn gaps(&self) -> Vec<(u8, Span)> {
        let gaps = |section| {
            let held = self.of_section(section).into_iter().map(|(span, _)| span);
            let gaps = held.collect::<SpanSet>().gaps(extent(section));
            gaps.iter().map(|gap| (section, gap)).collect::<Vec<_>>()
        };
        (0..SECTIONS).flat_map(gaps).collect()
    }
}

const SECTIONS: u8 = 4;

/// Sections of different lengths, all longer than the short axis.
fn extent(section: u8) -> Span {
    span(-i64::from(section), AXIS + i64::from(section) * 3)
}

fn network() -> NetworkIndex<u8, u16> {
    NetworkIndex::new((0..SECTIONS).map(|section| (section, extent(section)))).unwrap()
}

fn any_changes(most: usize) -> impl Strategy<Value = Vec<(u8, Change<u16>)>> {
    let insert = (0..8_u16, any_span(AXIS)).prop_map(|(key, span)| Change::Insert(key, span));
    let remove = (0..8_u16).prop_map(Change::Remove);
    prop::collection::vec((0..SECTIONS, prop_oneof![2 => insert, 1 => remove]), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_answer_agrees_with_accounts_closed_anew(
        changes in any_changes(60), plan in any_changes(8), removed in 0..8_u16,
    ) {
        let (mut network, mut twin) = (network(), NetworkTwin::default());
        for (section, change) in &changes {
            let old = match change {
                Change::Insert(key, span) => network.insert(section, *key, *span).unwrap(),
                Change::Remove(key) => network.remove(section, key),
            };
            prop_assert_eq!(old, twin.apply(*section, change));
            prop_assert_eq!(network.figures(), twin.figures());
        }
        let gaps: Vec<_> = network.gaps().map(|(section, gap)| (*section, gap)).collect();
        prop_assert_eq!(&gaps, &twin.gaps());
        let uncovered = Length::checked_sum(gaps.iter().map(|(_, gap)| gap.length())).unwrap();
        prop_assert_eq!(network.uncovered(), uncovered);
        prop_assert_eq!(network.covered() + uncovered, network.length());
        for (section, at) in (0..SECTIONS).flat_map(|s| (-1..=AXIS).map(move |at| (s, at))) {
            let at = Measure::from_mm(at);
            let holders = twin.of_section(section).into_iter().filter(|(span, _)| span.contains(at));
            let holders: Vec<u16> = holders.map(|(_, key)| key).collect();
            let found: Vec<u16> = network.holders_at(&section, at).into_iter().copied().collect();
            prop_assert_eq!(found, holders);
        }
        let mut all: Vec<_> = network.iter().map(|(s, key, span)| ((*s, *key), span)).collect();
        all.sort_unstable();
        prop_assert!(all.into_iter().eq(twin.0.clone()));
        prop_assert_eq!(network.len(), twin.0.len());

        let planned = network.what_if(&plan).unwrap();
        let mut changed = network.clone();
        prop_assert_eq!(changed.apply(&plan).unwrap(), planned);
        let mut after = twin.clone();
        for (section, change) in &plan {
            let _ = after.apply(*section, change);
        }
        prop_assert_eq!(planned, after.figures());
        prop_assert_eq!(network.figures(), twin.figures());

        let gone = network.remove_key(&removed);
        let held = (0..SECTIONS).filter_map(|s| Some((s, twin.0.remove(&(s, removed))?)));
        prop_assert!(held.eq(gone));
        prop_assert_eq!(network.figures(), twin.figures());
    }

    #[test]
    fn a_network_does_not_depend_on_its_history(changes in any_changes(40)) {
        let (mut network, mut twin) = (network(), NetworkTwin::default());
        network.apply(&changes).unwrap();
        for (section, change) in &changes {
            let _ = twin.apply(*section, change);
        }
        let built = (0..SECTIONS).rev().map(|section| {
            let spans = twin.of_section(section).into_iter().map(|(span, key)| (key, span));
            (section, extent(section), spans.collect())
        });
        let built = NetworkIndex::from_indexes(built).unwrap();
        prop_assert_eq!(&built, &network);
        let text = serde_json::to_string(&network).unwrap();
        prop_assert_eq!(&serde_json::to_string(&built).unwrap(), &text);
        prop_assert_eq!(serde_json::from_str::<NetworkIndex<u8, u16>>(&text).unwrap(), network);
    }
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut network = network();
    network.insert(&0, 7, span(0, 10)).unwrap();
    let before = network.clone();
    let outside = NetworkError::OutsideSection { span: span(50, 61), extent: extent(0) };
    assert_eq!(network.insert(&0, 7, span(50, 61)), Err(outside));
    assert_eq!(network.insert(&9, 7, span(0, 1)), Err(NetworkError::UnknownSection));
    let plan = [(1, Change::Insert(1, span(0, 5))), (0, Change::Insert(7, span(50, 61)))];
    assert_eq!(network.apply(&plan), Err(outside));
    assert_eq!(network.what_if(&plan), Err(outside));
    assert_eq!(network.remove(&9, &7), None);
    assert!(network.holders_at(&9, Measure::ZERO).is_empty());
    assert_eq!(network, before);
    let limits = [(0, Span::ALL), (1, span(0, 2))];
    let too_long = NetworkIndex::<u8, u16>::new(limits).unwrap_err();
    assert_eq!(too_long, NetworkError::TooLong);
    let twice = NetworkIndex::<u8, u16>::new([(3, span(0, 2)), (3, span(0, 2))]).unwrap_err();
    assert_eq!(twice, NetworkError::RepeatedSection);
    let messages = [outside, NetworkError::UnknownSection, too_long, twice].map(|e| e.to_string());
    assert!(messages.iter().all(|message| message.contains(": ")), "{messages:?}");
}

#[test]
fn a_serialised_network_passes_through_the_same_door() {
    let mut network = NetworkIndex::new([("laos", span(0, 9))]).unwrap();
    network.insert(&"laos", 'b', span(2, 5)).unwrap();
    let text = serde_json::to_string(&network).unwrap();
    assert_eq!(
        text,
        concat!(
            r#"[{"section":"laos","extent":{"from_mm":0,"to_mm":9},"#,
            r#""spans":[{"key":"b","span":{"from_mm":2,"to_mm":5}}]}]"#
        )
    );
    let read = |text: &str| serde_json::from_str::<NetworkIndex<String, char>>(text);
    assert_eq!(read(&text).unwrap().covered().mm(), 3);
    let outside = read(&text.replace(r#""to_mm":5"#, r#""to_mm":10"#)).unwrap_err();
    assert!(outside.to_string().contains("[2, 10) extends beyond the section [0, 9)"));
    let section = &text[1..text.len() - 1];
    let twice = read(&format!("[{section},{section}]")).unwrap_err();
    assert!(twice.to_string().contains("occurs twice"));
}
