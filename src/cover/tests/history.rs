//! Histories agree with looking at every day and every millimetre.

use proptest::prelude::*;

use super::{AXIS, TO_THE_ENDS, any_span, moved, span};
use crate::cover::{Dated, EmptyPeriodError, Figures, History, Tenure, tenures};
use crate::span::Span;
use crate::units::{Length, Measure};

const DAYS: i32 = 20;

fn any_dated() -> impl Strategy<Value = Vec<Dated<i32>>> {
    let one =
        (any_span(AXIS), 0..DAYS, prop::option::of(1..8_i32)).prop_map(|(span, since, days)| {
            Dated::new(span, since, days.map(|days| since + days)).unwrap()
        });
    prop::collection::vec(one, 0..10)
}

/// More than 512 ends, on a line of 300 cells of 4 m each.
fn many_dated() -> impl Strategy<Value = Vec<Dated<i32>>> {
    let days = prop::option::weighted(0.9, 1..8_i32);
    let one = (0..295_i64, 1..6_i64, 0..DAYS, days).prop_map(|(from, cells, since, days)| {
        let span = span(from * 4_000, (from + cells) * 4_000);
        Dated::new(span, since, days.map(|days| since + days)).unwrap()
    });
    prop::collection::vec(one, 400..600)
}

/// The dull twin: how many hold a place on a day.
fn holders(dated: &[Dated<i32>], mm: i64, day: i32) -> usize {
    let holds = |one: &&Dated<i32>| one.span().contains(Measure::from_mm(mm)) && one.holds_on(&day);
    dated.iter().filter(holds).count()
}

/// The history of spans that begin and end on whole cells of a line agrees with every cell.
fn history_agrees(dated: &[Dated<i32>], cells: i64, cell: i64) -> Result<(), TestCaseError> {
    let history = History::of(dated);
    for day in -1..DAYS + 9 {
        let depths: Vec<usize> = (0..cells).map(|i| holders(dated, i * cell, day)).collect();
        let held = |times| {
            let places = depths.iter().filter(|&&depth| depth >= times);
            Length::from_mm(places.count() as i64 * cell)
        };
        prop_assert_eq!(history.on(&day), Figures { covered: held(1), shared: held(2) });
    }
    let steps = history.steps();
    prop_assert!(steps.windows(2).all(|p| p[0].since < p[1].since && p[0].figures != p[1].figures));
    let text = serde_json::to_string(&history).unwrap();
    prop_assert_eq!(serde_json::from_str::<History<i32>>(&text).unwrap(), history);
    Ok(())
}

/// So does their past as seen on a day.
fn past_agrees(
    dated: &[Dated<i32>],
    today: i32,
    cells: i64,
    cell: i64,
) -> Result<(), TestCaseError> {
    let tenures = tenures(dated, &today);
    for mm in (0..cells).map(|i| i * cell) {
        let held = |day: &i32| holders(dated, mm, *day) > 0;
        let first = (0..=today).find(held);
        let last_break = (0..=today).rev().find(|day| !held(day));
        let since = held(&today).then(|| last_break.map_or(0, |day| day + 1));
        let here = tenures.iter().find(|t| t.span.contains(Measure::from_mm(mm)));
        prop_assert_eq!(here.map(|t| t.first), first);
        prop_assert_eq!(here.and_then(|t| t.since), since);
    }
    prop_assert!(tenures.windows(2).all(|pair| pair[0].span.to() < pair[1].span.from()
        || pair[0].span.to() == pair[1].span.from()
            && (pair[0].first, pair[0].since) != (pair[1].first, pair[1].since)));
    let text = serde_json::to_string(&tenures).unwrap();
    prop_assert_eq!(serde_json::from_str::<Vec<Tenure<i32>>>(&text).unwrap(), tenures);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_day_agrees_with_every_millimetre(dated in any_dated()) {
        history_agrees(&dated, AXIS, 1)?;
    }

    #[test]
    fn the_past_of_each_place_agrees_with_every_day(dated in any_dated(), today in 0..DAYS + 5) {
        past_agrees(&dated, today, AXIS, 1)?;
    }

    #[test]
    fn at_the_ends_of_the_range_all_is_as_at_zero(dated in any_dated(), today in 0..DAYS + 5) {
        let (history, past) = (History::of(&dated), tenures(&dated, &today));
        for by in TO_THE_ENDS {
            let there = |one: &Dated<i32>| {
                Dated::new(moved(one.span(), by), *one.since(), one.until().copied()).unwrap()
            };
            let far: Vec<_> = dated.iter().map(there).collect();
            prop_assert_eq!(&History::of(&far), &history);
            let far = tenures(&far, &today).into_iter();
            let back = far.map(|tenure| Tenure { span: moved(tenure.span, -by), ..tenure });
            prop_assert!(back.eq(past.iter().copied()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn many_periods_agree_with_every_day(dated in many_dated(), today in DAYS - 5..DAYS + 5) {
        prop_assert!(dated.iter().filter(|one| *one.since() <= today).count() > 256);
        history_agrees(&dated, 300, 4_000)?;
        past_agrees(&dated, today, 300, 4_000)?;
    }
}

#[test]
fn what_is_as_long_as_the_range_has_a_history_and_a_past() {
    let limit = Span::LIMIT.mm();
    let all = span(-limit, limit);
    let dated = [
        Dated::new(all, 2, Some(4)).unwrap(),
        Dated::new(span(-limit, 1 - limit), 1, None).unwrap(),
        Dated::new(span(limit - 1, limit), 3, None).unwrap(),
    ];
    let history = History::of(&dated);
    let found: Vec<_> = history.steps().iter().map(|s| (s.since, s.figures)).collect();
    let figures = |covered, shared| Figures { covered, shared: Length::from_mm(shared) };
    let length = Length::from_mm;
    let expected = [
        (1, figures(length(1), 0)),
        (2, figures(all.length(), 1)),
        (3, figures(all.length(), 2)),
        (4, figures(length(2), 0)),
    ];
    assert_eq!(found, expected);
    let past = |span, first, since| Tenure { span, first, since };
    let expected = [
        past(span(-limit, 1 - limit), 1, Some(1)),
        past(span(1 - limit, limit - 1), 2, None),
        past(span(limit - 1, limit), 2, Some(2)),
    ];
    assert_eq!(tenures(&dated, &5), expected);
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    assert!(Dated::new(span(0, 1), 5, Some(5)).is_err());
    let text = r#"{"span":{"from_mm":0,"to_mm":1},"since":5,"until":6}"#;
    let dated = Dated::new(span(0, 1), 5, Some(6)).unwrap();
    assert_eq!(serde_json::to_string(&dated).unwrap(), text);
    assert_eq!(serde_json::from_str::<Dated<i32>>(text).unwrap(), dated);
    let refused = serde_json::from_str::<Dated<i32>>(&text.replace("6}", "4}")).unwrap_err();
    assert!(refused.to_string().starts_with(&EmptyPeriodError.to_string()));
}

#[test]
fn histories_that_no_spans_have_are_refused() {
    let dated = [(0, 60, 5), (40, 90, 7)]
        .map(|(from, to, since)| Dated::new(span(from, to), since, Some(9)).unwrap());
    let text = serde_json::to_string(&History::of(&dated)).unwrap();
    let read = |text: &str| serde_json::from_str::<History<i32>>(text);
    let steps = [(5, 60, 0), (7, 90, 20), (9, 0, 0)].map(|(since, covered, shared)| {
        format!(r#"{{"since":{since},"figures":{{"covered":{covered},"shared":{shared}}}}}"#)
    });
    assert_eq!(text, format!("[{}]", steps.join(",")));
    assert!(read("[]").unwrap().steps().is_empty());
    for (from, to, message) in [
        (r#""since":7"#, r#""since":5"#, "of 3 steps, number 2 is not later"),
        (r#""since":9"#, r#""since":6"#, "number 3 is not later"),
        (r#""covered":60"#, r#""covered":0"#, "number 1 changes nothing"),
        (r#""covered":90,"shared":20"#, r#""covered":60,"shared":0"#, "number 2 changes nothing"),
        (r#""shared":20"#, r#""shared":91"#, "number 2 has figures"),
        (r#""covered":60,"shared":0"#, r#""covered":60,"shared":-1"#, "number 1 has figures"),
    ] {
        assert!(text.contains(from));
        let refused = read(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(refused.contains(message) && refused.contains(": "), "{refused}");
    }
}

#[test]
fn a_place_is_not_held_since_before_it_was_first_held() {
    let read = |since: &str| {
        let span = r#""span":{"from_mm":0,"to_mm":1}"#;
        serde_json::from_str::<Tenure<i32>>(&format!(r#"{{{span},"first":5,"since":{since}}}"#))
    };
    for (written, since) in [("5", Some(5)), ("6", Some(6)), ("null", None)] {
        assert_eq!(read(written).unwrap(), Tenure { span: span(0, 1), first: 5, since });
    }
    assert!(read("4").unwrap_err().to_string().contains("first covered: "));
}

#[test]
fn days_of_the_calendar_are_times() {
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let dated = [Dated::new(span(0, 9), day("2015-05-10"), None).unwrap()];
    let today = day("2025-05-10");
    let past = &tenures(&dated, &today)[0];
    let years = past.since.unwrap().until((jiff::Unit::Year, today)).unwrap().get_years();
    assert_eq!(years, 10);
}
