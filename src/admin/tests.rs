//! Hierarchies that are sound, and all the ways in which they are not.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::key::AreaKey;

fn id(text: &str) -> AreaId {
    AreaId::new(text).unwrap()
}

fn area(name: &str, parent: Option<&str>) -> Area {
    Area::new(id(name), name, "level").with_parent(parent.map(id))
}

const REFORM: Date = date(2025, 7, 1);
const BEFORE: Date = date(2017, 4, 25);

fn until_reform(area: Area) -> Area {
    area.with_period(Period::new(None, Some(REFORM)).unwrap())
}

fn since_reform(area: Area) -> Area {
    area.with_period(Period::from(REFORM))
}

fn becoming(area: Area, successors: &[&str]) -> Area {
    area.with_successors(successors.iter().map(|name| id(name)))
}

fn of_level(area: Area, level: &str) -> Area {
    Area { level: level.to_owned(), ..area }
}

fn reported(errors: &[AreaError]) -> Vec<(&str, &AreaErrorKind)> {
    errors.iter().map(|e| (e.area.as_str(), &e.kind)).collect()
}

#[test]
fn cycles_orphans_and_doubles_are_named_and_cut() {
    let (forest, errors) = Forest::new(vec![
        area("a", Some("b")),
        area("b", Some("c")),
        area("c", Some("a")),
        area("d", Some("a")),
        area("e", Some("nowhere")),
        area("f", Some("f")),
        area("d", Some("a")),
        area("d", None),
        of_level(since_reform(area("d", Some("a"))), "other"),
        until_reform(area("d", Some("a"))),
    ]);
    assert_eq!(
        reported(&errors),
        [
            ("d", &AreaErrorKind::Duplicate(id("d"))),
            ("d", &AreaErrorKind::DoubleParent(Some(id("a")))),
            ("d", &AreaErrorKind::OtherLevel("level".to_owned())),
            ("d", &AreaErrorKind::Overlapping),
            ("e", &AreaErrorKind::UnknownParent(id("nowhere"))),
            ("a", &AreaErrorKind::Cycle),
            ("b", &AreaErrorKind::Cycle),
            ("c", &AreaErrorKind::Cycle),
            ("f", &AreaErrorKind::Cycle),
        ]
    );
    assert_eq!(forest.with_ancestors(&id("d"), BEFORE).count(), 2);
}

#[test]
fn a_parent_may_change_with_time() {
    let (forest, errors) = Forest::new(vec![
        until_reform(area("district", Some("province"))),
        area("province", None),
        until_reform(area("commune", Some("district"))),
        since_reform(area("commune", Some("province"))),
    ]);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(forest.with_ancestors(&id("commune"), BEFORE).count(), 3);
    assert_eq!(forest.with_ancestors(&id("commune"), REFORM).count(), 2);
    assert_eq!(forest.get_on(&id("district"), REFORM).map(|area| &area.id), None);
}

#[test]
fn a_missing_parent_is_reported_with_the_day() {
    let (forest, errors) = Forest::new(vec![
        until_reform(area("district", None)),
        area("commune", Some("district")),
        until_reform(becoming(area("old", None), &["new"])),
        since_reform(area("new", None)),
        area("kept", Some("old")),
    ]);
    let [(name, AreaErrorKind::AbsentParent { day, step })] = reported(&errors)[..] else {
        panic!("{errors:?}")
    };
    assert_eq!((name, *day, step.area.as_str()), ("commune", REFORM, "district"));
    assert!(errors[0].kind.to_string().contains("does not exist on 2025-07-01"));
    assert_eq!(forest.with_ancestors(&id("commune"), REFORM).count(), 1);
    let names: Vec<&str> =
        forest.with_ancestors(&id("kept"), REFORM).map(|area| area.id.as_str()).collect();
    assert_eq!(names, ["kept", "new"]);
}

#[test]
fn an_area_is_followed_through_single_links_only() {
    let (forest, _) = Forest::new(vec![
        until_reform(becoming(area("renamed", None), &["new"])),
        until_reform(becoming(area("split", None), &["new", "other"])),
        until_reform(area("gone", None)),
        since_reform(area("new", None)),
        since_reform(area("other", None)),
        until_reform(becoming(area("round", None), &["about"])),
        until_reform(becoming(area("about", None), &["round"])),
    ]);
    let on = |name: &str, day| forest.on_day(&id(name), day);
    assert_eq!(on("renamed", REFORM), Ok(AreaKey::new(3)));
    assert_eq!(on("split", REFORM).unwrap_err().candidates.len(), 2);
    assert!(on("gone", REFORM).unwrap_err().candidates.is_empty());
    assert_eq!(on("other", BEFORE), Ok(AreaKey::new(1)));
    assert_eq!(on("new", BEFORE).unwrap_err().candidates.len(), 2);
    assert!(on("round", REFORM).unwrap_err().candidates.is_empty());
    let message = on("split", REFORM).unwrap_err().to_string();
    assert_eq!(
        message,
        "the area split does not exist on 2025-07-01, and its place is taken by several: new, other"
    );
}

#[test]
fn a_split_is_defined_where_its_parts_lead_to_the_same_area() {
    let commune = |area| of_level(area, "commune");
    let (forest, errors) = Forest::new(vec![
        of_level(area("p", None), "province"),
        of_level(area("q", None), "province"),
        until_reform(becoming(commune(area("inside", Some("p"))), &["a", "b"])),
        until_reform(becoming(commune(area("across", Some("p"))), &["b", "c"])),
        since_reform(commune(area("a", Some("p")))),
        since_reform(commune(area("b", Some("p")))),
        since_reform(commune(area("c", Some("q")))),
    ]);
    assert!(errors.is_empty(), "{errors:?}");
    let at = |name: &str, level: &str| forest.at_level(&id(name), level, REFORM);
    assert_eq!(at("inside", "province"), Ok(Some(AreaKey::new(0))));
    assert!(at("inside", "commune").is_err());
    assert_eq!(at("across", "province").unwrap_err().candidates.len(), 2);
    assert_eq!(at("a", "district"), Ok(None));
    assert_eq!(forest.at_level(&id("a"), "commune", BEFORE), Ok(Some(AreaKey::new(2))));
}

/// Any areas: three rows an id at most, parents and successors anywhere.
fn any_areas() -> impl Strategy<Value = Vec<Area>> {
    let day = |n: i16| date(2000 + n, 1, 1);
    let one = (
        0..8_u8,
        prop::option::of(0..8_u8),
        0..6_i16,
        1..6_i16,
        prop::collection::vec(0..8_u8, 0..3),
    );
    let one = one.prop_map(move |(name, parent, since, days, successors)| {
        let number = |n: &u8| id(&n.to_string());
        let (since, until) =
            ((since > 0).then(|| day(since)), (since + days < 8).then(|| day(since + days)));
        Area::new(number(&name), name.to_string(), ["low", "high"][usize::from(name % 2)])
            .with_parent(parent.as_ref().map(number))
            .with_period(Period::new(since, until).unwrap())
            .with_successors(successors.iter().map(number))
    });
    prop::collection::vec(one, 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_forest_comes_back_from_json(areas in any_areas()) {
        let (forest, _) = Forest::new(areas.clone());
        let json = serde_json::to_string(&forest).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Forest>(&json).unwrap(), &forest);
        // Areas that contradict one another pass no door.
        let all = serde_json::to_string(&areas).unwrap();
        let decoded = serde_json::from_str::<Forest>(&all);
        prop_assert_eq!(decoded.is_ok(), forest.areas().len() == areas.len());
    }

    #[test]
    fn going_up_ends_and_no_area_has_two_states_at_once(
        areas in any_areas(), year in 1999..2010_i16,
    ) {
        let count = areas.len();
        let day = date(year, 6, 1);
        let (forest, errors) = Forest::new(areas);
        let left_out = errors.iter().filter(|e| e.kind.rejects_record()).count();
        prop_assert_eq!(forest.areas().len() + left_out, count);
        for area in forest.areas() {
            let chain: Vec<_> = forest.with_ancestors(&area.id, day).collect();
            prop_assert!(chain.len() <= forest.areas().len());
            prop_assert!(chain.iter().all(|area| area.period.contains(day)));
            let same = |other: &&Area| other.id == area.id && other.period.contains(day);
            prop_assert!(forest.areas().iter().filter(same).count() <= 1);
            // What stands for an area at its own level is what stands for it.
            if let Ok(row) = forest.on_day(&area.id, day) {
                let level = forest.areas()[row].level.clone();
                prop_assert_eq!(forest.at_level(&area.id, &level, day), Ok(Some(row)));
            }
            let _ = forest.at_level(&area.id, "high", day);
        }
    }
}
