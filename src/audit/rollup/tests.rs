//! Roll-ups agree with every millimetre of a short line, on any day, and add up.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::line_string;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::admin::{Area, Forest};
use crate::border::Border;
use crate::id::{AreaId, RegistrationId, SectionId, SurveyId, VillageId};
use crate::line::{Polyline, Section};
use crate::marker::Address;
use crate::period::Period;
use crate::registry::{Jurisdiction, Registration, Registry, Status, Village};
use crate::state::State;
use crate::survey::{Calibration, Survey};
use crate::units::{Length, Measure};

/// The official length of the section, in millimetres: short enough to look at each.
const TOTAL: i64 = 40;
const REFORM: Date = date(2025, 7, 1);
const BEFORE: Date = date(2017, 4, 25);
const AFTER: Date = date(2026, 1, 1);

fn survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

fn section() -> SectionId {
    SectionId::new("s").unwrap()
}

fn border() -> Border {
    let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.001, y: 22.0)]);
    let line = line.unwrap();
    let map = Calibration::new(line.end(), Length::from_mm(TOTAL), &[]).unwrap();
    let mut border = Border::new(vec![Section::new(section(), None, line)]).unwrap();
    let mut official = Survey::new(survey(), date(2000, 1, 1), None).unwrap();
    official.add(section(), map).unwrap();
    border.add_survey(official).unwrap();
    border
}

fn id(name: &str) -> AreaId {
    AreaId::new(name).unwrap()
}

fn area(name: &str, level: &str, parent: Option<&str>) -> Area {
    Area::new(id(name), name, level).with_parent(parent.map(id))
}

/// A stretch by its ends and the number of who has it.
type Stretch = (i64, i64, usize);

/// What is declared.
#[derive(Debug, Clone, Default)]
struct World {
    areas: Vec<Area>,
    answers: Vec<Stretch>,
    /// For each village its areas.
    villages: Vec<Vec<usize>>,
    kept: Vec<(Stretch, bool)>,
}

fn km(mm: i64) -> Address {
    Address::Km(Length::from_mm(mm))
}

impl World {
    fn registry(&self) -> Registry {
        let (forest, _) = Forest::new(self.areas.clone());
        let mut registry = Registry::new(forest, survey());
        for &(from, to, area) in &self.answers {
            let (area, section) = (self.areas[area].id.clone(), section());
            let row = Jurisdiction { area, section, from: km(from), to: km(to), source: None };
            registry.add_jurisdiction(row).unwrap();
        }
        for (i, areas) in self.villages.iter().enumerate() {
            let id = VillageId::new(&i.to_string()).unwrap();
            let areas = areas.iter().map(|&area| self.areas[area].id.clone()).collect();
            registry.add_village(Village { areas, ..Village::new(id, "village") }).unwrap();
        }
        for (i, &((from, to, village), recognised)) in self.kept.iter().enumerate() {
            let id = RegistrationId::new(&i.to_string()).unwrap();
            let village = VillageId::new(&village.to_string()).unwrap();
            let ends = (km(from), km(to));
            let mut row = Registration::written(id, village, section(), ends, date(2016, 1, 1));
            row.status = if recognised { Status::Recognised } else { Status::Registered };
            registry.add_registration(row).unwrap();
        }
        registry
    }

    fn state<T>(&self, day: Date, ask: impl FnOnce(&State) -> T) -> T {
        let (border, registry) = (border(), self.registry());
        let state = State::close(border, registry, &survey(), day).unwrap();
        ask(&state)
    }

    /// The numbers of the areas of a level that answer for a millimetre.
    fn answering(&self, level: &str, mm: i64) -> BTreeSet<usize> {
        let here = self.answers.iter().filter(|(from, to, _)| (*from..*to).contains(&mm));
        self.up(level, here.map(|answer| answer.2))
    }

    fn keepers(&self, mm: i64) -> BTreeSet<usize> {
        let here = self.kept.iter().filter(|((from, to, _), _)| (*from..*to).contains(&mm));
        here.map(|((_, _, village), _)| *village).collect()
    }

    fn keeping(&self, level: &str, mm: i64) -> BTreeSet<usize> {
        let areas = self.keepers(mm).into_iter().flat_map(|village| &self.villages[village]);
        self.up(level, areas.copied())
    }

    /// Of a level those that areas are or belong to; parents stand before their children.
    fn up(&self, level: &str, areas: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let parent = |&area: &usize| {
            let id = self.areas[area].parent.as_ref()?;
            self.areas.iter().position(|other| other.id == *id)
        };
        let all = areas.flat_map(|area| std::iter::successors(Some(area), parent));
        all.filter(|&area| self.areas[area].level == level).collect()
    }

    /// The most millimetres in a row of an area's own that nobody keeps; none where it has none.
    fn longest_gap(&self, level: &str, area: usize) -> Option<i64> {
        let own = |&mm: &i64| self.answering(level, mm).contains(&area);
        (0..TOTAL).find(own)?;
        let gap = |mm: i64| own(&mm) && self.keepers(mm).is_empty();
        let run = |from: i64| (from..TOTAL).take_while(|&mm| gap(mm)).count() as i64;
        (0..TOTAL).map(run).max()
    }

    /// The dull twin: by key, total, registered, once and shared millimetres.
    fn counted<K: Ord>(&self, key: impl Fn(i64) -> K) -> BTreeMap<K, [i64; 4]> {
        let mut counted: BTreeMap<K, [i64; 4]> = BTreeMap::new();
        for mm in 0..TOTAL {
            let figures = counted.entry(key(mm)).or_default();
            let keepers = self.keepers(mm).len();
            let held = [true, keepers > 0, keepers == 1, keepers > 1];
            for (figure, held) in figures.iter_mut().zip(held) {
                *figure += i64::from(held);
            }
        }
        counted
    }
}

fn figures(account: &Account) -> [i64; 4] {
    [account.total(), account.registered(), account.once(), account.shared()].map(Length::mm)
}

impl World {
    /// The numbers of areas.
    fn numbers<C: FromIterator<usize>>(&self, areas: &[AreaId]) -> C {
        let number = |id: &AreaId| self.areas.iter().position(|area| area.id == *id).unwrap();
        areas.iter().map(number).collect()
    }

    /// Rows with any length, as the twin has them.
    fn rows(&self, rows: &[RollupRow]) -> BTreeMap<BTreeSet<usize>, [i64; 4]> {
        let rows = rows.iter().filter(|row| row.account.total() > Length::ZERO);
        rows.map(|row| (self.numbers(&row.areas), figures(&row.account))).collect()
    }
}

fn any_stretch(most: usize) -> impl Strategy<Value = Stretch> {
    (0..=TOTAL, 0..=TOTAL, 0..most)
        .prop_filter("not empty", |(a, b, _)| a != b)
        .prop_map(|(a, b, who)| (a.min(b), a.max(b), who))
}

/// A province of two districts of four communes, and a tree of three posts.
fn any_world() -> impl Strategy<Value = World> {
    let areas = vec![
        area("p", "province", None),
        area("d0", "district", Some("p")),
        area("d1", "district", Some("p")),
        area("c0", "commune", Some("d0")),
        area("c1", "commune", Some("d0")),
        area("c2", "commune", Some("d1")),
        area("c3", "commune", None),
        area("g0", "post", None),
        area("g1", "post", None),
        area("g2", "post", None),
    ];
    let count = areas.len();
    let answers = prop::collection::vec(any_stretch(count), 0..8);
    let villages = prop::collection::vec(prop::collection::vec(0..count, 0..3), 5);
    let kept = prop::collection::vec((any_stretch(5), any::<bool>()), 0..8);
    (answers, villages, kept).prop_map(move |(answers, villages, kept)| World {
        areas: areas.clone(),
        answers,
        villages,
        kept,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_level_agrees_with_every_millimetre(world in any_world()) {
        world.state(BEFORE, |state| {
            for level in ["province", "district", "commune", "post"] {
                let by_place = state.rollup(Axis::place(level)).unwrap();
                prop_assert_eq!(
                    world.rows(&by_place.rows), world.counted(|mm| world.answering(level, mm))
                );
                let by_keeper = state.rollup(Axis::keeper(level)).unwrap();
                prop_assert_eq!(
                    world.rows(&by_keeper.rows), world.counted(|mm| world.keeping(level, mm))
                );
                // Every area of the level has its row, and what is in none the last one.
                let alone = by_place.rows.iter().filter(|row| row.areas.len() == 1).count();
                let of_level = world.areas.iter().filter(|area| area.level == level).count();
                prop_assert_eq!(alone, of_level);
                prop_assert!(by_place.rows.last().is_some_and(|row| row.areas.is_empty()));
                // What an area answers for, alone or with others, is its own account.
                for account in state.ledger().areas() {
                    let in_it = |row: &&RollupRow| row.areas.contains(&account.area);
                    let total = by_place.rows.iter().filter(in_it).map(|r| r.account.total().mm());
                    let own = account.account.map_or(0, |a| a.total().mm());
                    if account.level == level {
                        prop_assert_eq!(total.sum::<i64>(), own);
                        let area: Vec<usize> = world.numbers(std::slice::from_ref(&account.area));
                        let twin = world.longest_gap(level, area[0]);
                        prop_assert_eq!(account.longest_gap.map(Length::mm), twin);
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn cells_agree_with_every_millimetre(world in any_world()) {
        world.state(BEFORE, |state| {
            for (rows, columns) in [
                (Axis::place("post"), Axis::place("commune")),
                (Axis::place("commune"), Axis::keeper("commune")),
            ] {
                let areas = |axis: Axis<'_>, mm| match axis.by {
                    By::Place => world.answering(axis.level, mm),
                    By::Keeper => world.keeping(axis.level, mm),
                };
                let table = state.cross(rows, columns).unwrap();
                let found: BTreeMap<_, _> = table.cells.iter().map(|cell| {
                    let key = (world.numbers(&cell.row), world.numbers(&cell.column));
                    (key, figures(&cell.account))
                }).collect();
                prop_assert_eq!(found.len(), table.cells.len());
                prop_assert_eq!(found, world.counted(|mm| (areas(rows, mm), areas(columns, mm))));
            }
            Ok(())
        })?;
    }
}

/// Two communes that were merged, and one that was split, in one district.
fn reformed() -> World {
    let until = Period::new(None, Some(REFORM)).unwrap();
    let old = |name: &str, successors: &[&str]| {
        let successors = successors.iter().map(|name| id(name));
        area(name, "commune", Some("d")).with_period(until).with_successors(successors)
    };
    let new = |name: &str| area(name, "commune", Some("d")).with_period(Period::from(REFORM));
    World {
        areas: vec![
            area("d", "district", None),
            old("a", &["ab"]),
            old("b", &["ab"]),
            old("c", &["c1", "c2"]),
            new("ab"),
            new("c1"),
            new("c2"),
        ],
        answers: vec![(0, 10, 1), (10, 20, 2), (20, 35, 3)],
        villages: vec![vec![1], vec![2], vec![3]],
        kept: vec![((0, 5, 0), false), ((10, 14, 1), true), ((20, 22, 2), false)],
    }
}

#[test]
fn merged_areas_are_followed_and_a_split_is_refused_with_the_reason() {
    let mut world = reformed();
    let error = world.state(AFTER, |state| {
        // What happened inside the district makes no difference to it.
        let rollup = state.rollup(Axis::place("district")).unwrap();
        assert_eq!(figures(&rollup.rows[0].account), [35, 11, 11, 0]);
        let rollup = state.rollup(Axis::keeper("district")).unwrap();
        assert_eq!(figures(&rollup.rows[0].account), [11, 11, 11, 0]);
        state.rollup(Axis::place("commune")).unwrap_err()
    });
    let message = error.to_string();
    assert!(message.contains("the area c does not exist on 2026-01-01"), "{message}");
    assert!(message.contains("taken by several: c1, c2"), "{message}");
    // With stretches of their own the parts of the split speak for themselves.
    world.answers.extend([(20, 30, 5), (30, 35, 6)]);
    world.state(AFTER, |state| {
        let rollup = state.rollup(Axis::place("commune")).unwrap();
        let rows: Vec<_> =
            rollup.rows.iter().map(|r| (world.numbers(&r.areas), figures(&r.account))).collect();
        assert_eq!(
            rows,
            [
                (vec![4], [20, 9, 9, 0]),
                (vec![5], [10, 2, 2, 0]),
                (vec![6], [5, 0, 0, 0]),
                (vec![], [5, 0, 0, 0])
            ]
        );
        // Whose the village of the split commune is, nobody said.
        assert!(state.rollup(Axis::keeper("commune")).is_err());
        assert_eq!(state.ledger().doubts().len(), 1);
    });
    world.villages[2] = vec![6];
    world.state(AFTER, |state| {
        let rollup = state.rollup(Axis::keeper("commune")).unwrap();
        let registered = rollup.rows.iter().map(|row| row.account.registered().mm());
        assert_eq!(registered.collect::<Vec<_>>(), [9, 0, 2, 0]);
    });
    // Before the reform the old communes answer, and the new village lies in the old one.
    world.state(BEFORE, |state| {
        let rollup = state.rollup(Axis::place("commune")).unwrap();
        let totals = rollup.rows.iter().map(|row| row.account.total().mm());
        assert_eq!(totals.collect::<Vec<_>>(), [10, 10, 15, 5]);
        let rollup = state.rollup(Axis::keeper("commune")).unwrap();
        let registered = rollup.rows.iter().map(|row| row.account.registered().mm());
        assert_eq!(registered.collect::<Vec<_>>(), [5, 4, 2, 0]);
    });
}

#[test]
fn an_unknown_level_is_refused_with_those_there_are() {
    let error = reformed().state(BEFORE, |a| a.rollup(Axis::place("hamlet")).unwrap_err());
    let words = "no area is of the level hamlet on this day; the levels are district, commune";
    assert_eq!(error.to_string(), words);
}

#[test]
fn stretches_of_rows_are_where_their_metres_are() {
    let world = World {
        areas: vec![area("a", "commune", None), area("b", "commune", None)],
        answers: vec![(0, 20, 0), (15, 30, 1)],
        ..World::default()
    };
    let rollup = world.state(BEFORE, |state| state.rollup(Axis::place("commune")).unwrap());
    let both = &rollup.rows[2];
    assert_eq!(both.areas, [id("a"), id("b")]);
    let at = |mm| Measure::from_mm(mm);
    assert_eq!(both.spans[0].1.spans(), [Span::new(at(15), at(20)).unwrap()]);
}
