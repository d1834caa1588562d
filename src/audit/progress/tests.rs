//! What is told over time agrees with ledgers closed on each day, and with every millimetre.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::admin::{Area, Forest};
use crate::audit::{AreaDay, Audit, AuditError, Becomes, Every, RateOver};
use crate::border::Border;
use crate::cover::AreaCover;
use crate::geodesy::LonLat;
use crate::id::{
    AreaId, GroupId, KeeperId, RegistrationId, SectionId, SurveyId, VillageId, WorkId,
};
use crate::ledger::Ledger;
use crate::line::{Polyline, Section};
use crate::marker::{Address, Marker};
use crate::period::Period;
use crate::problem::Problems;
use crate::registry::{
    Declaration, Group, Jurisdiction, Keeper, KeeperKind, Kept, Registration, Registry, State,
    Village, Work,
};
use crate::report::Report;
use crate::survey::{Calibration, Survey};
use crate::units::{Length, Measure};

/// A border, what is registered along it, and the day to look back from.
#[derive(Debug)]
pub(in crate::audit) struct World {
    pub(in crate::audit) border: Border,
    pub(in crate::audit) registry: Registry,
    pub(in crate::audit) survey: SurveyId,
    pub(in crate::audit) day: Date,
}

impl World {
    pub(in crate::audit) fn on(&self, day: Date, survey: &SurveyId) -> Ledger {
        Ledger::close(&self.border, &self.registry, survey, day).unwrap()
    }

    pub(in crate::audit) fn ledger(&self) -> Ledger {
        self.on(self.day, &self.survey)
    }
}

/// The day so many steps of 17 days after the first of 2015.
pub(in crate::audit) fn day(step: i32) -> Date {
    date(2015, 1, 1).checked_add((17 * step).days()).unwrap()
}

/// How many steps the days of a world take: nearly three years.
const STEPS: i32 = 60;

pub(in crate::audit) fn section(i: usize) -> SectionId {
    SectionId::new(["s", "t"][i]).unwrap()
}

/// Two short lines, markers of which the second moves, and three surveys: `a` by a control, `b`
/// longer, `c` of the first section alone.
pub(in crate::audit) fn border() -> Border {
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
        border.add_survey(survey);
    }
    border
}

/// The row of an area from one step up to another.
fn area(id: &str, level: &str, parent: Option<&str>, steps: (Option<i32>, Option<i32>)) -> Area {
    Area {
        id: AreaId::new(id).unwrap(),
        name: id.to_owned(),
        level: level.to_owned(),
        parent: parent.map(|id| AreaId::new(id).unwrap()),
        period: Period::new(steps.0.map(day), steps.1.map(day)).unwrap(),
        successors: Vec::new(),
        source: None,
    }
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

fn km(mm: i64) -> Address {
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

pub(in crate::audit) fn village(i: usize) -> VillageId {
    VillageId::new(&i.to_string()).unwrap()
}

/// A stretch: village, registration, section, ends, first step, steps, recognised, survey.
type Row = (usize, usize, usize, (End, End), i32, Option<i32>, bool, Option<usize>);

#[derive(Debug, Clone, Copy)]
enum End {
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

pub(in crate::audit) fn registration(row: &Row) -> Registration {
    let &(by, id, on, (from, to), since, steps, recognised, survey) = row;
    let survey = survey.map(|i| SurveyId::new(["a", "b", "ground"][i]).unwrap());
    let (from, to) = (from.address(), to.address());
    Registration {
        id: RegistrationId::new(&format!("r{id}")).unwrap(),
        village: village(by),
        declared: Declaration::Written { section: section(on), from, to, survey },
        since: day(since),
        until: steps.map(|steps| day(since + steps)),
        state: if recognised { State::Recognised } else { State::Registered },
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
        state: State::Registered,
        source: None,
    }
}

fn any_keeper() -> impl Strategy<Value = KeeperRow> {
    let people = prop::option::of(1..9_u32);
    let period = (prop::option::weighted(0.8, 0..STEPS), prop::option::of(1..30));
    (0..6_usize, people, 0..6_usize, period)
        .prop_map(|(id, people, what, (since, steps))| (id, people, what, since, steps))
}

pub(in crate::audit) fn any_world() -> impl Strategy<Value = World> {
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
            World { border: border(), registry, survey, day: day(today) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_row_is_the_ledger_closed_on_its_day(world in any_world(), report in any::<prop::sample::Index>()) {
        let ledger = world.ledger();
        let progress = Audit::new(&world.border, &world.registry, &ledger).progress(Every::Month).unwrap();
        let reported = report.index(progress.rows.len());
        for (i, row) in progress.rows.iter().enumerate() {
            let closed = world.on(row.day, &world.survey);
            let cover = |a: &crate::ledger::Account| AreaCover { length: a.total(), covered: a.registered() };
            prop_assert_eq!(row.line, cover(closed.line()), "{}", row.day);
            prop_assert_eq!(row.recognised, closed.line().recognised());
            let sections: Vec<_> = closed.sections().iter().map(|s| cover(&s.account)).collect();
            prop_assert_eq!(&row.sections, &sections);
            prop_assert_eq!(row.collectives as usize, closed.villages().len());
            let ids = world.registry.areas().areas();
            for area in &progress.areas {
                let there = closed.areas().iter().find(|a| ids[a.area].id == area.area);
                let day = there.map(|a| AreaDay {
                    cover: a.account.as_ref().map(cover),
                    villages: a.villages,
                    villages_registered: a.villages_registered as u64,
                });
                prop_assert_eq!(area.days[i], day, "{} on {}", &area.area, row.day);
            }
            let named = |a: &crate::ledger::AreaAccount| progress.areas.iter().any(|p| p.area == ids[a.area].id);
            prop_assert!(closed.areas().iter().all(named));
            if i == reported {
                let report = Report::new("", None, &world.border, &world.registry, &closed, Problems::default()).unwrap();
                let of = [row.markers, row.markers_registered, row.households, row.persons, row.people, row.groups, row.members];
                let (m, k, g) = (report.markers, report.keepers, report.groups);
                let told = [m.total, m.registered, k.households, k.persons, k.people as usize, g.groups, g.members as usize];
                prop_assert_eq!(of.map(|n| n as usize), told);
            }
        }
    }

    #[test]
    fn rows_of_years_are_rows_of_months_are_rows_of_days(world in any_world()) {
        let ledger = world.ledger();
        let audit = Audit::new(&world.border, &world.registry, &ledger);
        let [days, months, years] = [Every::Day, Every::Month, Every::Year].map(|every| audit.progress(every).unwrap());
        for (few, many) in [(&years, &months), (&months, &days)] {
            for (i, row) in few.rows.iter().enumerate() {
                let j = many.rows.iter().position(|other| other.day == row.day);
                prop_assert_eq!(j.map(|j| &many.rows[j]), Some(row));
                for area in &few.areas {
                    let same = many.areas.iter().find(|other| other.area == area.area).unwrap();
                    prop_assert_eq!(area.days[i], same.days[j.unwrap()]);
                    prop_assert_eq!((area.gained, area.rank), (same.gained, same.rank));
                }
            }
            prop_assert_eq!(&few.forecasts, &many.forecasts);
            prop_assert_eq!(few.rows.last(), many.rows.last());
        }
        let first = audit.first_day().unwrap_or(world.day);
        prop_assert_eq!(days.rows.len() as i32, first.until(world.day).unwrap().get_days() + 1);
        prop_assert_eq!(days.rows[0].day, first);
    }

    #[test]
    fn gains_are_measured_where_the_area_lies_today(world in any_world()) {
        let ledger = world.ledger();
        let progress = Audit::new(&world.border, &world.registry, &ledger).progress(Every::Year).unwrap();
        let before = world.on(world.day.checked_sub(12.months()).unwrap(), &world.survey);
        let ids = world.registry.areas().areas();
        for area in &progress.areas {
            let today = ledger.areas().iter().find(|a| ids[a.area].id == area.area);
            let then = today.and_then(|a| before.account_over(&"area", &a.jurisdiction).unwrap());
            let now = today.and_then(|a| a.account);
            let gained = now.zip(then).map(|(now, then)| now.registered() - then.registered());
            prop_assert_eq!(area.gained, gained);
            prop_assert_eq!(area.rank.is_some(), gained.is_some());
        }
        let last = progress.forecasts.iter().find(|f| f.over == RateOver::LastYear);
        if let Some(forecast) = last {
            prop_assert_eq!(forecast.gained, ledger.line().registered() - before.line().registered());
            prop_assert_eq!(forecast.left, ledger.line().unregistered());
        }
    }

    /// The dull twin: every millimetre that ended, looked up on that day and on every later one.
    #[test]
    fn what_ended_agrees_with_every_millimetre(world in any_world(), window in (0..STEPS, 1..STEPS)) {
        let ledger = world.ledger();
        let within = Period::new(Some(day(window.0)), Some(day(window.0 + window.1))).unwrap();
        let endings = Audit::new(&world.border, &world.registry, &ledger).endings(within).unwrap();
        let rows = world.registry.registrations();
        let lies = |row: usize| ledger.placements().lie(row).map_or(&[][..], |lie| &lie.spans[..]);
        let holds = |row: usize, section: usize, at: Measure| {
            lies(row).iter().any(|&(on, span)| on == section && span.contains(at))
        };
        let mut ended = 0;
        for (i, row) in rows.iter().enumerate() {
            let Some(until) = row.until.filter(|&u| u <= world.day && within.holds_on(u)) else { continue };
            for &(section, span) in lies(i) {
                // Every 97th millimetre: a stretch has up to 140,000.
                for mm in (span.from().mm()..span.to().mm()).step_by(97) {
                    let at = Measure::from_mm(mm);
                    ended += 1;
                    let there = |day: Date| (0..rows.len()).filter(move |&r| rows[r].holds_on(day) && holds(r, section, at));
                    let own = there(until).filter(|&r| rows[r].village == row.village).count();
                    let becomes = match (own, there(until).count()) {
                        (1.., _) => Becomes::Renewed,
                        (0, 1..) => Becomes::TakenOver,
                        (0, 0) => Becomes::Lapsed,
                    };
                    let part = endings.parts.iter().find(|p| (p.row, p.section) == (i, section) && p.span.contains(at)).unwrap();
                    prop_assert_eq!((part.becomes, part.day), (becomes, until));
                    let later = (0..rows.len()).filter(|&r| holds(r, section, at)).map(|r| rows[r].since);
                    let again = later.filter(|&since| until < since && since <= world.day).min();
                    prop_assert_eq!(part.again, again.filter(|_| becomes == Becomes::Lapsed));
                    let who = |r: &usize| match becomes {
                        Becomes::Renewed => rows[*r].village == row.village,
                        Becomes::TakenOver => true,
                        Becomes::Lapsed => Some(rows[*r].since) == again,
                    };
                    let mut by: Vec<_> = there(again.unwrap_or(until)).filter(who).map(|r| rows[r].id.clone()).collect();
                    if becomes != Becomes::Lapsed {
                        by = there(until).filter(who).map(|r| rows[r].id.clone()).collect();
                    }
                    by.sort();
                    by.dedup();
                    prop_assert_eq!(&part.by, &by);
                }
            }
        }
        prop_assert_eq!(endings.parts.is_empty(), ended == 0);
        prop_assert_eq!(endings.renewed + endings.taken_over + endings.lapsed, endings.ended);
    }
}
