//! Small worlds in which everything changes: areas, markers, surveys, who keeps what.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::admin::{Area, Forest};
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::id::{
    AreaId, GroupId, KeeperId, RegistrationId, SectionId, SurveyId, VillageId, WorkId,
};
use crate::line::{Polyline, Section};
use crate::marker::{Address, Marker};
use crate::period::Period;
use crate::registry::{
    Declaration, Group, Jurisdiction, Keeper, KeeperKind, Kept, Registration, Registry, Status,
    Village, Work,
};
use crate::state::State;
use crate::survey::{Calibration, Survey};
use crate::units::{Length, Measure};

/// A border, what is registered along it, and the day to look back from.
#[derive(Debug)]
pub(super) struct World {
    pub(super) border: Arc<Border>,
    pub(super) registry: Arc<Registry>,
    pub(super) survey: SurveyId,
    pub(super) day: Date,
}

impl World {
    pub(super) fn on(&self, day: Date, survey: &SurveyId) -> State {
        State::close(Arc::clone(&self.border), Arc::clone(&self.registry), survey, day).unwrap()
    }

    pub(super) fn state(&self) -> State {
        self.on(self.day, &self.survey)
    }
}

/// The day `step` times 17 days after the first of 2015.
pub(super) fn day(step: i32) -> Date {
    date(2015, 1, 1).checked_add((17 * step).days()).unwrap()
}

/// How many steps the days of a world take: nearly three years.
pub(super) const STEPS: i32 = 60;

pub(super) fn section(i: usize) -> SectionId {
    SectionId::new(["s", "t"][i]).unwrap()
}

/// Two short lines, markers of which the second moves, and three surveys: `a` by a control, `b`
/// longer, `c` of the first section alone.
pub(super) fn border() -> Border {
    let at = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
    let line = |lat: f64| Polyline::new(&[[at(102.0, lat), at(102.001, lat)]]).unwrap();
    let lines = [line(22.0), line(23.0)];
    let sections = lines.iter().enumerate();
    let sections = sections.map(|(i, line)| Section::new(section(i), None, line.clone()));
    let mut border = Border::new(sections.collect()).unwrap();
    let marker = |label: &str, lon: f64, period| Marker {
        period,
        ..Marker::new(section(0), label.parse().unwrap(), at(lon, 22.0))
    };
    let moves = day(20);
    let until = Period::new(None, Some(moves)).unwrap();
    let markers = vec![
        marker("1", 102.0002, Period::ALWAYS),
        marker("2", 102.0004, until),
        marker("2", 102.0006, Period::from(moves)),
        marker("3(1)", 102.0008, Period::ALWAYS),
        marker("3(2)", 102.0008, Period::ALWAYS),
    ];
    border.set_markers(markers, 50.0);
    let place = |i: usize| border.markers()[i].placed.unwrap().place;
    let control = (place(3), Measure::from_mm(90_000));
    for (id, step, lengths) in
        [("a", 10, &[103_000, 99_000][..]), ("b", 30, &[140_000, 103_123]), ("c", 40, &[99_000])]
    {
        let mut survey = Survey::new(SurveyId::new(id).unwrap(), day(step), None).unwrap();
        for (i, &mm) in lengths.iter().enumerate() {
            let controls = if (id, i) == ("a", 0) { vec![control] } else { Vec::new() };
            let (end, total) = (lines[i].end(), Length::from_mm(mm));
            survey.add(section(i), Calibration::new(end, total, &controls).unwrap()).unwrap();
        }
        border.add_survey(survey).unwrap();
    }
    border
}

/// The row of an area from one step up to another.
fn area(id: &str, level: &str, parent: Option<&str>, steps: (Option<i32>, Option<i32>)) -> Area {
    Area::new(AreaId::new(id).unwrap(), id, level)
        .with_parent(parent.map(|id| AreaId::new(id).unwrap()))
        .with_period(Period::new(steps.0.map(day), steps.1.map(day)).unwrap())
}

/// Communes that change their district, merge and split at given steps; a post of its own tree.
fn forest(steps: [i32; 3]) -> Forest {
    let [moves, merges, splits] = steps;
    let becoming = |mut area: Area, ids: &[&str]| {
        area.successors = ids.iter().map(|id| AreaId::new(id).unwrap()).collect();
        area
    };
    let areas = vec![
        area("province", "province", None, (None, None)),
        area("north", "district", Some("province"), (None, None)),
        area("south", "district", Some("province"), (None, None)),
        area("one", "commune", Some("north"), (None, Some(moves))),
        area("one", "commune", Some("south"), (Some(moves), None)),
        becoming(area("two", "commune", Some("north"), (None, Some(merges))), &["both"]),
        becoming(area("three", "commune", Some("south"), (None, Some(merges))), &["both"]),
        area("both", "commune", Some("north"), (Some(merges), None)),
        becoming(area("four", "commune", Some("south"), (None, Some(splits))), &["five", "six"]),
        area("five", "commune", Some("south"), (Some(splits), None)),
        area("six", "commune", Some("south"), (Some(splits), None)),
        area("post", "post", None, (None, None)),
    ];
    let (forest, problems) = Forest::new(areas);
    assert!(problems.is_empty());
    forest
}

pub(super) fn km(mm: i64) -> Address {
    Address::Km(Length::from_mm(mm))
}

fn marker(label: &str, mm: i64) -> Address {
    Address::Marker(label.parse().unwrap(), Length::from_mm(mm))
}

/// The registry of areas alone, each with what it answers for.
fn land(steps: [i32; 3], survey: &SurveyId) -> Registry {
    let mut registry = Registry::new(forest(steps), survey.clone());
    for (id, on, from, to) in [
        ("one", 0, Address::Start, marker("2", 0)),
        ("two", 0, marker("2", 0), marker("3", -5_000)),
        ("three", 0, marker("3", -5_000), marker("3", 9_000)),
        ("four", 0, marker("3", 9_000), Address::End),
        ("four", 1, Address::Start, km(60_000)),
        ("five", 1, Address::Start, km(30_000)),
        ("six", 1, km(20_000), km(60_000)),
        ("post", 0, km(10_000), km(50_000)),
    ] {
        let area = AreaId::new(id).unwrap();
        registry
            .add_jurisdiction(Jurisdiction { area, section: section(on), from, to, source: None })
            .unwrap();
    }
    for (i, (commune, post)) in
        [("one", true), ("two", false), ("three", true), ("four", false), ("six", true)]
            .into_iter()
            .enumerate()
    {
        let id = VillageId::new(&i.to_string()).unwrap();
        let areas = [Some(commune), post.then_some("post")].into_iter().flatten();
        let areas = areas.map(|id| AreaId::new(id).unwrap()).collect();
        registry.add_village(Village { areas, ..Village::new(id, "village") }).unwrap();
    }
    let id = WorkId::new("fence").unwrap();
    registry.add_work(Work { id, name: None, at: None, source: None }).unwrap();
    registry
}

pub(super) fn village(i: usize) -> VillageId {
    VillageId::new(&i.to_string()).unwrap()
}

/// A stretch: village, registration, section, ends, first step, steps, recognised, survey.
pub(super) type Row = (usize, usize, usize, (End, End), i32, Option<i32>, bool, Option<usize>);

#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Km(i64),
    Marker(usize, i64),
}

impl End {
    fn address(self) -> Address {
        match self {
            Self::Km(mm) => km(mm),
            Self::Marker(i, mm) => marker(["1", "2", "3"][i], mm),
        }
    }
}

fn any_row() -> impl Strategy<Value = Row> {
    let end = || {
        prop_oneof![
            3 => (0..100_000_i64).prop_map(End::Km),
            1 => (0..3_usize, -9_000..9_000_i64).prop_map(|(i, mm)| End::Marker(i, mm)),
        ]
    };
    let period = (0..STEPS, prop::option::of(1..30));
    let kind = (prop::bool::ANY, prop::option::of(0..3_usize));
    (0..5_usize, 0..9_usize, 0..2_usize, (end(), end()), period, kind).prop_map(
        |(village, id, on, ends, (since, steps), (recognised, survey))| {
            (village, id, on, ends, since, steps, recognised, survey)
        },
    )
}

pub(super) fn registration(row: &Row) -> Registration {
    let &(by, id, on, (from, to), since, steps, recognised, survey) = row;
    let survey = survey.map(|i| SurveyId::new(["a", "b", "ground"][i]).unwrap());
    let (from, to) = (from.address(), to.address());
    Registration {
        id: RegistrationId::new(&format!("r{id}")).unwrap(),
        village: village(by),
        declared: Declaration::Written { section: section(on), from, to, survey },
        since: day(since),
        until: steps.map(|steps| day(since + steps)),
        status: if recognised { Status::Recognised } else { Status::Registered },
        rounding: [Length::ZERO; 2],
        source: None,
    }
}

/// A keeper: who, a person, people, what, first step, steps.
type KeeperRow = (usize, Option<u32>, usize, Option<i32>, Option<i32>);

fn keeper(&(id, people, what, since, steps): &KeeperRow) -> Keeper {
    let since = since.map(day);
    let until =
        steps.map(|steps| since.unwrap_or(day(0)).checked_add((17 * steps).days()).unwrap());
    let label = |label: &str| Kept::Marker(section(0), label.parse().unwrap());
    Keeper {
        id: KeeperId::new(&id.to_string()).unwrap(),
        kind: if id % 3 == 0 { KeeperKind::Person } else { KeeperKind::Household },
        village: None,
        people,
        // A number alone denotes none of its twins; there is no marker 9.
        keeps: match what {
            0 => Kept::Work(WorkId::new("fence").unwrap()),
            _ => label(["1", "2", "3", "3(1)", "9"][what - 1]),
        },
        period: Period::new(since, until).unwrap(),
        status: Status::Registered,
        source: None,
    }
}

fn any_keeper() -> impl Strategy<Value = KeeperRow> {
    let people = prop::option::of(1..9_u32);
    let period = (prop::option::weighted(0.8, 0..STEPS), prop::option::of(1..30));
    (0..6_usize, people, 0..6_usize, period)
        .prop_map(|(id, people, what, (since, steps))| (id, people, what, since, steps))
}

pub(super) fn any_world() -> impl Strategy<Value = World> {
    let rows = prop::collection::vec(any_row(), 0..14);
    let keepers = prop::collection::vec(any_keeper(), 0..10);
    let groups = prop::collection::vec((0..4_usize, 1..9_u32, 0..STEPS, 1..20), 0..5);
    let steps = [1..STEPS, 1..STEPS, 1..STEPS];
    let survey = prop::sample::select(vec!["a", "b", "ground"]);
    (rows, keepers, groups, steps, survey, 0..STEPS + 5).prop_map(
        |(rows, keepers, groups, steps, survey, today)| {
            let survey = SurveyId::new(survey).unwrap();
            let mut registry = land(steps, &survey);
            for row in &rows {
                registry.add_registration(registration(row)).unwrap();
            }
            for row in &keepers {
                registry.add_keeper(keeper(row)).unwrap();
            }
            for (i, &(by, members, since, steps)) in groups.iter().enumerate() {
                let id = GroupId::new(&i.to_string()).unwrap();
                let period = Period::new(Some(day(since)), Some(day(since + steps))).unwrap();
                let village = village(by);
                registry.add_group(Group { id, village, members, period, source: None }).unwrap();
            }
            World { border: border().into(), registry: registry.into(), survey, day: day(today) }
        },
    )
}
