//! The dull twin of the last step: millimetre by millimetre.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use border_coverage::audit::{Difference, ExplainedPart, Figure};
use border_coverage::ledger::PlacedStretch;
use border_coverage::registry::Status;
use border_coverage::{Measure, Registry, SectionId, SpanSet, State, SurveyId};
use jiff::civil::Date;
use proptest::prelude::*;

use crate::world::{any_pair, explained};

/// One that is in one state only comes first, then by ids.
type Key = (bool, String, String);

/// Who keeps a place in a state.
#[derive(Debug, Clone)]
struct Holder {
    key: Key,
    recognised: bool,
}

impl Holder {
    fn village(&self) -> &str {
        &self.key.2
    }
}

/// What a step adds up to: by scope, part, registration and figure.
type Found = BTreeMap<(String, ExplainedPart, Key, Figure), i64>;

fn in_force(registry: &Registry, day: Date) -> BTreeSet<(String, String)> {
    let rows = registry.registrations().iter().filter(|row| row.holds_on(day));
    rows.map(|row| (row.id.to_string(), row.village.to_string())).collect()
}

fn holders(
    kept: &[PlacedStretch<'_>],
    both: &BTreeSet<(String, String)>,
    section: &SectionId,
    at: Measure,
) -> Vec<Holder> {
    let here = kept.iter().filter(|s| s.section == section && s.span.contains(at));
    here.map(|stretch| {
        let row = stretch.registration;
        let id = (row.id.to_string(), row.village.to_string());
        let known = both.contains(&id);
        Holder { key: (known, id.0, id.1), recognised: row.status == Status::Recognised }
    })
    .collect()
}

fn gained(key: &Key) -> ExplainedPart {
    if key.0 { ExplainedPart::Lengthened } else { ExplainedPart::Added }
}

fn lost(key: &Key) -> ExplainedPart {
    if key.0 { ExplainedPart::Shortened } else { ExplainedPart::Ended }
}

fn first<'a>(holders: impl Iterator<Item = &'a Holder>) -> Key {
    holders.map(|holder| holder.key.clone()).min().unwrap()
}

/// What some villages together came to keep or gave up at a place.
fn kept(
    found: &mut Found,
    scope: &str,
    before: &[Holder],
    after: &[Holder],
    of: &dyn Fn(&str) -> bool,
) {
    let own = |all: &[Holder]| -> Vec<Holder> {
        all.iter().filter(|holder| of(holder.village())).cloned().collect()
    };
    let (before, after) = (own(before), own(after));
    let (key, part, sign) = match (before.is_empty(), after.is_empty()) {
        (true, false) => {
            let key = first(after.iter());
            (key.clone(), gained(&key), 1)
        }
        (false, true) => {
            let key = first(before.iter());
            (key.clone(), lost(&key), -1)
        }
        _ => return,
    };
    *found.entry((scope.to_owned(), part, key, Figure::Kept)).or_default() += sign;
}

/// What happened to the line at a place.
fn line(found: &mut Found, scope: &str, before: &[Holder], after: &[Holder]) {
    let villages = |all: &[Holder]| -> BTreeSet<String> {
        all.iter().map(|holder| holder.village().to_owned()).collect()
    };
    let (had, has) = (villages(before), villages(after));
    let class = |villages: &BTreeSet<String>| villages.len().min(2);
    let (was, is) = (before.iter().any(|h| h.recognised), after.iter().any(|h| h.recognised));
    let mut add = |part, key: &Key, figure, sign: i64| {
        *found.entry((scope.to_owned(), part, key.clone(), figure)).or_default() += sign;
    };
    let newcomers = || after.iter().filter(|holder| !had.contains(holder.village()));
    let leavers = || before.iter().filter(|holder| !has.contains(holder.village()));
    let figure = |class| if class == 1 { Figure::Once } else { Figure::Shared };
    match (class(&had), class(&has)) {
        (0, n) if n > 0 => {
            let key = first(after.iter());
            let part = gained(&key);
            add(part, &key, Figure::Registered, 1);
            add(part, &key, Figure::Unregistered, -1);
            add(part, &key, figure(n), 1);
            add(part, &key, Figure::Recognised, i64::from(is));
            return;
        }
        (n, 0) if n > 0 => {
            let key = first(before.iter());
            let part = lost(&key);
            add(part, &key, Figure::Registered, -1);
            add(part, &key, Figure::Unregistered, 1);
            add(part, &key, figure(n), -1);
            add(part, &key, Figure::Recognised, -i64::from(was));
            return;
        }
        (1, 2) => {
            let key = first(newcomers());
            add(ExplainedPart::NewlyShared, &key, Figure::Once, -1);
            add(ExplainedPart::NewlyShared, &key, Figure::Shared, 1);
        }
        (2, 1) => {
            let key = first(leavers());
            add(ExplainedPart::NoLongerShared, &key, Figure::Once, 1);
            add(ExplainedPart::NoLongerShared, &key, Figure::Shared, -1);
        }
        _ => {}
    }
    let recognised = |all: &[Holder]| first(all.iter().filter(|holder| holder.recognised));
    match (was, is) {
        (false, true) => add(ExplainedPart::Recognised, &recognised(after), Figure::Recognised, 1),
        (true, false) => {
            let part = ExplainedPart::NoLongerRecognised;
            add(part, &recognised(before), Figure::Recognised, -1);
        }
        _ => {}
    }
}

/// The villages of each area after, as the library's own ledger counts them, found by asking what
/// each area is on the day.
fn belongs(built: &State, old: &State, village: &str, area: &str) -> bool {
    let day = built.ledger().day();
    let of = |registry: &Registry| {
        let found = registry.villages().iter().find(|v| v.id.as_str() == village);
        found.map(|v| v.areas.clone())
    };
    let Some(links) = of(built.registry()).or_else(|| of(old.registry())) else { return false };
    let forest = built.registry().areas();
    links.iter().any(|link| {
        // The one commune that may have ended became the second one.
        let now = match forest.get_on(link, day) {
            Some(_) => link.clone(),
            None if link.as_str() == "first" => crate::world::area("second"),
            None => return false,
        };
        forest.with_ancestors(&now, day).any(|a| a.id.as_str() == area)
    })
}

fn step(before: &State, after: &State) -> Found {
    let (survey, day): (&SurveyId, Date) = (after.ledger().survey(), before.ledger().day());
    let (border, registry) = (after.border().clone(), before.registry().clone());
    let carried = State::close(border, registry, survey, day).unwrap();
    let [was, is] = [&carried, after].map(|state| state.ledger().in_force().collect::<Vec<_>>());
    let both: BTreeSet<_> = in_force(before.registry(), day)
        .intersection(&in_force(after.registry(), after.ledger().day()))
        .cloned()
        .collect();
    let ledger = after.ledger();
    let jurisdiction = |id| ledger.jurisdiction(id).collect();
    let areas: Vec<(String, BTreeMap<&SectionId, &SpanSet>)> =
        ledger.areas().iter().map(|row| (row.area.to_string(), jurisdiction(&row.area))).collect();
    let villages: BTreeSet<String> =
        (0..crate::world::VILLAGES).map(|i| crate::world::village(i).to_string()).collect();
    let mut found = Found::new();
    for account in ledger.sections() {
        let section = &account.section;
        for at in (0..account.account.total().mm()).map(Measure::from_mm) {
            let old = holders(&was, &both, section, at);
            let new = holders(&is, &both, section, at);
            line(&mut found, &format!("section {section}"), &old, &new);
            for village in &villages {
                kept(&mut found, village, &old, &new, &|v| v == village);
            }
            for (area, jurisdiction) in &areas {
                if jurisdiction[section].contains(at) {
                    line(&mut found, area, &old, &new);
                }
                kept(&mut found, area, &old, &new, &|v| belongs(after, before, v, area));
            }
        }
    }
    found
}

/// Without the registrations.
fn by_part(found: &Found) -> BTreeMap<(String, ExplainedPart, Figure), i64> {
    let mut sums = BTreeMap::new();
    for ((scope, part, _, figure), mm) in found {
        *sums.entry((scope.clone(), *part, *figure)).or_default() += mm;
    }
    sums.retain(|_, mm| *mm != 0);
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn every_place_goes_to_the_part_and_registration_that_the_rules_say((a, b) in any_pair()) {
        let (before, after) = (a.build(), b.build());
        if after.ledger().survey() == &SurveyId::ground() {
            return Ok(()); // too long to be walked millimetre by millimetre
        }
        let mut found = step(&before, &after);
        let explained = explained(&before, &after);
        let last = |part: &ExplainedPart| *part > ExplainedPart::AreaChanged;
        let mut parts = BTreeMap::new();
        let mut add = |scope: String, figures: &[Difference]| {
            for d in figures {
                for part in d.parts.iter().filter(|part| last(&part.part)) {
                    parts.insert((scope.clone(), part.part, d.figure), part.length.mm());
                }
            }
        };
        for section in &explained.sections {
            add(format!("section {}", section.section), &section.figures);
        }
        explained.areas.iter().for_each(|a| add(a.area.to_string(), &a.figures));
        for village in &explained.villages {
            add(village.village.to_string(), slice::from_ref(&village.kept));
        }
        prop_assert_eq!(parts, by_part(&found));

        // The changes name the same registrations.
        found.retain(|(scope, ..), mm| {
            *mm != 0 && (scope.starts_with("section") || scope.starts_with('v'))
        });
        let mut named = Found::new();
        for change in explained.changes.iter().filter(|change| last(&change.part)) {
            let (id, village) = (change.registration.to_string(), change.village.to_string());
            let day = |b: &State| in_force(b.registry(), b.ledger().day());
            let key = (id.clone(), village.clone());
            let known = [&before, &after].iter().all(|b| day(b).contains(&key));
            for figure in Figure::OF_LINE.into_iter().chain([Figure::Kept]) {
                let scope = match figure {
                    Figure::Kept => village.clone(),
                    _ => format!("section {}", change.stretch.section),
                };
                let mm = change.change(figure).mm();
                *named.entry((scope, change.part, (known, id.clone(), village.clone()), figure)).or_default() += mm;
            }
        }
        named.retain(|_, mm| *mm != 0);
        prop_assert_eq!(named, found);
    }
}
