//! What is reported over time agrees with ledgers closed on each day, and with every millimetre.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::audit::world::{STEPS, any_world, border, day, km, section, village};
use crate::audit::{AreaDay, AuditError, Becomes, Ending, Every, RateOver};
use crate::cover::AreaCover;
use crate::id::{AreaId, RegistrationId, SurveyId};
use crate::key::{RowKey, SectionKey};
use crate::period::Period;
use crate::registry::{Declaration, Registration, Registry, Status, Village};
use crate::state::State;
use crate::units::{Length, Measure};

/// What a report of a state counts, where there are reports.
#[cfg(feature = "files")]
fn counted(state: &State) -> Option<[usize; 7]> {
    let report = state.report("", None, crate::problem::Problems::default()).unwrap();
    let (m, k, g) = (report.markers, report.keepers, report.groups);
    let (people, members) = (k.people as usize, g.members as usize);
    Some([m.total, m.registered, k.households, k.persons, people, g.groups, members])
}

#[cfg(not(feature = "files"))]
fn counted(_: &State) -> Option<[usize; 7]> {
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_row_is_the_ledger_closed_on_its_day(world in any_world(), report in any::<prop::sample::Index>()) {
        let state = world.state();
        let progress = state.progress(Every::Month).unwrap();
        let reported = report.index(progress.rows.len());
        for (i, row) in progress.rows.iter().enumerate() {
            let closed = world.on(row.date, &world.survey);
            let cover = |a: &crate::ledger::Account| AreaCover { length: a.total(), covered: a.registered() };
            let line = cover(closed.ledger().line());
            prop_assert_eq!(AreaCover { length: row.total, covered: row.registered }, line, "{}", row.date);
            prop_assert_eq!(row.registered_share, closed.ledger().line().share().ratio());
            prop_assert_eq!(row.recognised, closed.ledger().line().recognised());
            let sections: Vec<_> = closed.ledger().sections().iter().map(|s| cover(&s.account)).collect();
            prop_assert_eq!(&row.sections, &sections);
            prop_assert_eq!(row.collectives as usize, closed.ledger().villages().len());
            for area in &progress.areas {
                let day = closed.ledger().area(&area.area).map(|a| AreaDay {
                    cover: a.account.as_ref().map(cover),
                    villages: a.villages,
                    villages_registered: a.villages_registered as u64,
                });
                prop_assert_eq!(area.days[i], day, "{} on {}", &area.area, row.date);
            }
            let named = |id: &AreaId| progress.areas.iter().any(|p| p.area == *id);
            prop_assert!(closed.ledger().areas().iter().all(|row| named(&row.area)));
            if i == reported && let Some(expected) = counted(&closed) {
                let of = [row.markers, row.markers_registered, row.households, row.persons, row.people, row.groups, row.members];
                prop_assert_eq!(of.map(|n| n as usize), expected);
            }
        }
    }

    #[test]
    fn rows_of_years_are_rows_of_months_are_rows_of_days(world in any_world()) {
        let state = world.state();
        let [days, months, years] = [Every::Day, Every::Month, Every::Year].map(|every| state.progress(every).unwrap());
        for (few, many) in [(&years, &months), (&months, &days)] {
            for (i, row) in few.rows.iter().enumerate() {
                let j = many.rows.iter().position(|other| other.date == row.date);
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
        let first = state.first_day().unwrap_or(world.day);
        prop_assert_eq!(days.rows.len() as i32, first.until(world.day).unwrap().get_days() + 1);
        prop_assert_eq!(days.rows[0].date, first);
    }

    #[test]
    fn gains_are_measured_where_the_area_lies_today(world in any_world()) {
        let state = world.state();
        let progress = state.progress(Every::Year).unwrap();
        let before = world.on(world.day.checked_sub(12.months()).unwrap(), &world.survey);
        for area in &progress.areas {
            let today = state.ledger().area(&area.area);
            let then = today.and_then(|a| before.ledger().account_over(&"area", &a.jurisdiction).unwrap());
            let now = today.and_then(|a| a.account);
            let gained = now.zip(then).map(|(now, then)| now.registered() - then.registered());
            prop_assert_eq!(area.gained, gained);
            prop_assert_eq!(area.rank.is_some(), gained.is_some());
        }
        let last = progress.forecasts.iter().find(|f| f.over == RateOver::LastYear);
        if let Some(forecast) = last {
            prop_assert_eq!(forecast.gained, state.ledger().line().registered() - before.ledger().line().registered());
            prop_assert_eq!(forecast.left, state.ledger().line().unregistered());
        }
    }

    /// The dull twin: every millimetre that ended, looked up on that day and on every later one.
    #[test]
    fn what_ended_agrees_with_every_millimetre(world in any_world(), window in (0..STEPS, 1..STEPS)) {
        let state = world.state();
        let within = Period::new(Some(day(window.0)), Some(day(window.0 + window.1))).unwrap();
        let endings = state.endings(within).unwrap();
        let rows = world.registry.registrations();
        let lies = |row: RowKey| state.ledger().placements().of(row).map_or(&[][..], |placement| &placement.spans[..]);
        let holds = |row: RowKey, section: SectionKey, at: Measure| {
            lies(row).iter().any(|&(on, span)| on == section && span.contains(at))
        };
        let mut ended = 0;
        for (i, row) in RowKey::each(rows) {
            let Some(until) = row.until.filter(|&u| u <= world.day && within.contains(u)) else { continue };
            for &(section, span) in lies(i) {
                // Every 97th millimetre: a stretch has up to 140,000.
                for mm in (span.from().mm()..span.to().mm()).step_by(97) {
                    let at = Measure::from_mm(mm);
                    ended += 1;
                    let there = |day: Date| RowKey::of(rows).filter(move |&r| rows[r].holds_on(day) && holds(r, section, at));
                    let own = there(until).filter(|&r| rows[r].village == row.village).count();
                    let becomes = match (own, there(until).count()) {
                        (1.., _) => Becomes::Renewed,
                        (0, 1..) => Becomes::TakenOver,
                        (0, 0) => Becomes::Lapsed,
                    };
                    let of = (&row.id, &row.village, until);
                    let of_part = |p: &&Ending| (&p.registration, &p.village, p.date) == of && p.stretch.section == state.section_id(section);
                    let parts: Vec<_> = endings.parts.iter().filter(of_part).filter(|p| p.stretch.span.contains(at)).collect();
                    // Each row of the registration that ended has its own part.
                    let same = RowKey::of(rows).filter(|&r| (&rows[r].id, &rows[r].village, rows[r].until) == (of.0, of.1, Some(until)));
                    let spans = same.flat_map(lies).filter(|(on, span)| *on == section && span.contains(at));
                    prop_assert_eq!(parts.len(), spans.count());
                    let later = RowKey::of(rows).filter(|&r| holds(r, section, at)).map(|r| rows[r].since);
                    let again = later.filter(|&since| until < since && since <= world.day).min();
                    let who = |r: &RowKey| match becomes {
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
                    for part in parts {
                        prop_assert_eq!(part.becomes, becomes);
                        prop_assert_eq!(part.again, again.filter(|_| becomes == Becomes::Lapsed));
                        prop_assert_eq!(&part.by, &by);
                    }
                }
            }
        }
        prop_assert_eq!(endings.parts.is_empty(), ended == 0);
        prop_assert_eq!(endings.renewed + endings.taken_over + endings.lapsed, endings.ended);
    }
}

/// A row: registration, village, metres from and to, days from and up to.
type Row<'a> = (&'a str, usize, [i64; 2], Date, Option<Date>);

/// A registry of three villages on the ground survey, and rows.
fn registered(rows: &[Row<'_>]) -> Registry {
    let mut registry = Registry::default();
    for i in 0..3 {
        registry.add_village(Village::new(village(i), "village")).unwrap();
    }
    for &(id, by, [from, to], since, until) in rows {
        let ends = (km(from * 1000), km(to * 1000));
        let id = RegistrationId::new(id).unwrap();
        let mut row = Registration::written(id, village(by), section(0), ends, since);
        if let Declaration::Written { survey, .. } = &mut row.declared {
            *survey = Some(SurveyId::ground());
        }
        registry.add_registration(Registration { until, ..row }).unwrap();
    }
    registry
}

#[test]
fn the_forecast_is_the_plain_rate_and_none_where_nothing_grows() {
    let border = border();
    let first = date(2016, 4, 30);
    let registry = registered(&[
        ("r1", 0, [0, 20], first, None),
        ("r2", 1, [20, 50], date(2016, 9, 1), Some(date(2017, 3, 1))),
        ("r3", 1, [50, 60], date(2017, 3, 1), None),
    ]);
    let state = State::close(border, registry, &SurveyId::ground(), first).unwrap();
    let on = |day: Date| {
        let state = state.on(day).unwrap();
        (state.progress(Every::Month).unwrap(), state.ledger().line().unregistered())
    };
    // 30 m in 365 days.
    let (progress, left) = on(date(2017, 4, 30));
    let all = progress.forecasts[0];
    assert_eq!(
        (all.since, all.days, all.gained, all.left),
        (first, 365, Length::from_mm(30_000), left)
    );
    let days = (left.mm() * 365 + 29_999) / 30_000;
    assert_eq!(all.complete_on, Some(date(2017, 4, 30).checked_add(days.days()).unwrap()));
    assert_eq!(all.rate_mm_per_day, Some(30_000.0 / 365.0));
    // The year before began on the day of the first registration, of which 20 m count already.
    let last = progress.forecasts[1];
    assert_eq!((last.since, last.gained), (first, Length::from_mm(10_000)));
    // In the year before this day 20 m more ended than began.
    let (progress, _) = on(date(2017, 11, 1));
    let last = progress.forecasts[1];
    assert_eq!((last.gained.mm(), last.complete_on), (-20_000, None));
    // On the first day there is no day between; before it, no stretch.
    assert_eq!(on(first).0.forecasts[0].rate_mm_per_day, None);
    assert!(on(date(2016, 4, 29)).0.forecasts.is_empty());
}

#[test]
fn each_part_of_a_stretch_that_ended_lists_who_keeps_it() {
    let border = border();
    let end = date(2016, 1, 1);
    let registry = registered(&[
        ("old", 0, [0, 60], date(2015, 1, 1), Some(end)),
        ("own", 0, [0, 20], end, None),
        ("other", 1, [10, 40], date(2015, 6, 1), None),
        ("late", 2, [45, 50], date(2016, 3, 1), Some(date(2016, 4, 1))),
        ("later", 2, [40, 50], date(2017, 3, 1), None),
    ]);
    let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25)).unwrap();
    let endings = state.endings(Period::ALWAYS).unwrap();
    let found: Vec<_> = endings
        .parts
        .iter()
        .map(|p| {
            let (from, to) = (p.stretch.span.from().mm() / 1000, p.stretch.span.to().mm() / 1000);
            (from, to, p.becomes, p.by[..].iter().map(RegistrationId::as_str).collect(), p.again)
        })
        .collect::<Vec<(i64, i64, Becomes, Vec<&str>, Option<Date>)>>();
    let (march, next) = (Some(date(2016, 3, 1)), Some(date(2017, 3, 1)));
    let expected = [
        (0, 20, Becomes::Renewed, vec!["own"], None),
        (20, 40, Becomes::TakenOver, vec!["other"], None),
        (40, 45, Becomes::Lapsed, vec!["later"], next),
        (45, 50, Becomes::Lapsed, vec!["late"], march),
        (50, 60, Becomes::Lapsed, vec![], None),
        // What was resumed for a month ended as well.
        (45, 50, Becomes::Lapsed, vec!["later"], next),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        (endings.ended.mm(), endings.lapsed.mm(), endings.resumed.mm()),
        (65_000, 25_000, 15_000)
    );
}

#[test]
fn a_stretch_that_is_recognised_is_renewed_by_itself() {
    let border = border();
    let end = date(2016, 1, 1);
    let mut registry = registered(&[("r1", 0, [0, 60], date(2015, 1, 1), Some(end))]);
    let mut again = registered(&[("r1", 0, [0, 60], end, None)]).registrations()[0].clone();
    again.status = Status::Recognised;
    registry.add_registration(again).unwrap();
    let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25)).unwrap();
    let parts = state.endings(Period::ALWAYS).unwrap().parts;
    assert_eq!(
        (parts.len(), parts[0].becomes, parts[0].by[0].as_str()),
        (1, Becomes::Renewed, "r1")
    );
    assert!(state.endings(Period::from(date(2016, 1, 2))).unwrap().parts.is_empty());
    let rows = state.progress(Every::Year).unwrap().rows;
    let recognised: Vec<i64> = rows.iter().map(|row| row.recognised.mm()).collect();
    assert_eq!(recognised, [0, 60_000, 60_000]);
}

#[test]
fn a_first_day_that_is_not_credible_is_named_with_what_to_do() {
    let (border, registry) = (border(), registered(&[("r1", 0, [0, 60], date(201, 1, 1), None)]));
    let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25)).unwrap();
    let error = state.progress(Every::Month).unwrap_err();
    assert!(matches!(error, AuditError::TooManyRows { most: 5_000, .. }));
    let words = "from 0201-01-01 to 2017-04-25 a row for every month is more than 5000 rows: ask for longer";
    assert!(error.to_string().starts_with(words), "{error}");
    assert_eq!(state.progress(Every::Year).unwrap().rows.len(), 1817);
}
