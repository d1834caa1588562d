//! One survey and another agree with ledgers closed in each, and what differs is accounted for.

use jiff::civil::date;
use proptest::prelude::*;

use super::scaled;
use crate::audit::Carried;
use crate::audit::world::{any_world, border, day, km, section, village};
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::id::{RegistrationId, SectionId, SurveyId};
use crate::key::RowKey;
use crate::line::{Polyline, Section};
use crate::marker::Marker;
use crate::registry::{Declaration, Registration, Registry, Village};
use crate::state::State;
use crate::survey::{Calibration, Survey};
use crate::units::{Length, Measure};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_day_and_survey_is_its_ledger(world in any_world(), steps in prop::collection::vec(0..70, 0..5)) {
        let state = world.state();
        let days: Vec<_> = steps.into_iter().map(day).collect();
        let table = state.days_by_surveys(&days).unwrap();
        prop_assert_eq!(table.rows.len(), 3 * days.len());
        for (i, row) in table.rows.iter().enumerate() {
            let survey = SurveyId::new(["ground", "a", "b"][i % 3]).unwrap();
            prop_assert_eq!((row.date, &row.survey), (days[i / 3], &survey));
            let closed = world.on(row.date, &survey);
            prop_assert_eq!(&row.account, closed.ledger().line());
            // Jurisdictions that have no place are not among the registrations.
            let no_place = RowKey::of(world.registry.registrations()).filter(|&i| closed.ledger().placements().of(i).is_none());
            prop_assert_eq!(row.left_out, no_place.count());
        }
        prop_assert_eq!(table.lacking.len(), 1);
        prop_assert_eq!((table.lacking[0].survey.as_str(), &table.lacking[0].sections[..]), ("c", &[section(1)][..]));
    }

    #[test]
    fn declared_and_registered_differ_by_the_causes(world in any_world()) {
        let state = world.state();
        let (naive, carried) = (state.naive().unwrap(), state.carried().unwrap());
        // The dull twin: every row in force, read in its own survey.
        let mut declared = 0;
        for row in world.registry.registrations().iter().filter(|row| row.holds_on(world.day)) {
            let Declaration::Written { section, survey, .. } = &row.declared else { unreachable!() };
            let in_force = world.border.surveys().in_force(section, row.since).id();
            let own = survey.as_ref().unwrap_or(in_force);
            if row.place(&world.border, &world.survey, None).is_ok() {
                let placement = row.place(&world.border, own, None).unwrap();
                declared += placement.spans.iter().map(|(_, span)| span.length().mm()).sum::<i64>();
            }
        }
        let claims = state.ledger().claims().iter().map(|claim| claim.span.length().mm()).sum::<i64>();
        let line = naive.line;
        prop_assert_eq!((line.declared.mm(), line.total), (declared, state.ledger().line().total()));
        prop_assert_eq!(line.again.mm(), claims - state.ledger().line().registered().mm());
        prop_assert_eq!(line.of_surveys.mm(), declared - claims);
        let sum = |part: fn(&Carried) -> Length| carried.iter().map(|c| part(c).mm()).sum::<i64>();
        prop_assert_eq!((sum(|c| c.own), sum(|c| c.carried)), (declared, claims));
        let rows: usize = carried.iter().map(|c| c.rows).sum();
        prop_assert_eq!(rows, state.ledger().claims().len());
        for one in &carried {
            // Without controls a section is stretched evenly: two ends are rounded twice.
            let even = one.survey.as_str() != "a" && world.survey.as_str() != "a" || one.section == section(1);
            let most = if even { 3 * one.rows as i64 + 1 } else { 90_000 * one.rows as i64 };
            prop_assert!(one.beyond_scale.mm().abs() <= most, "{:?}", one);
            prop_assert!(one.survey != world.survey || one.residual == Length::ZERO);
        }
        for (i, section) in naive.sections.iter().enumerate() {
            prop_assert_eq!(&section.section, world.border.sections()[i].id());
            let (account, causes) = (section.account, &section.causes);
            let excess: i64 = causes.iter().map(|cause| cause.excess().mm()).sum();
            let expected = if account.passes() { account.declared.mm() - account.registered.mm() } else { 0 };
            prop_assert_eq!(excess, expected);
            prop_assert!(causes.windows(2).all(|pair| pair[0].excess() >= pair[1].excess()));
        }
    }

    #[test]
    fn a_scaled_length_is_rounded_to_the_nearest(length in -10_000..10_000_i64, from in 1..999_i64, to in 0..999_i64) {
        let found = scaled(Length::from_mm(length), Length::from_mm(from), Length::from_mm(to)).unwrap();
        let exactly = length as f64 * to as f64 / from as f64;
        prop_assert!((found.mm() as f64 - exactly).abs() <= 0.5 + 1e-9);
    }

    /// Controls at random: what deviates adds up to nothing, and the worst comes first.
    #[test]
    fn intervals_deviate_from_the_plain_scale_by_nothing_in_all(steps in prop::collection::vec((0.001..0.01_f64, 0.9..1.1_f64), 1..9)) {
        let border = measured(&steps);
        let registry = Registry::default();
        let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25)).unwrap();
        let intervals = state.intervals().unwrap();
        prop_assert_eq!(intervals.len(), steps.len());
        let official: i64 = intervals.iter().map(|one| one.declared.mm()).sum();
        let total = state.border().calibration(&SectionId::new("s").unwrap(), &official_survey()).unwrap().total();
        prop_assert_eq!(official, total.mm());
        prop_assert_eq!(intervals.iter().map(|one| one.deviation.mm()).sum::<i64>(), 0);
        let size = |i: usize| intervals[i].deviation_per_mille.unwrap().abs();
        prop_assert!((1..intervals.len()).all(|i| size(i - 1) >= size(i)));
        // The dull twin of the robust figure: half lie nearer to the median than the spread.
        for one in &intervals {
            prop_assert_eq!(one.robust_z.is_some(), steps.len() >= 5);
            let ground = state.ledger().line().total().mm() as f64;
            let plain = one.measured.mm() as f64 * total.mm() as f64 / ground;
            prop_assert!((one.plain().mm() as f64 - plain).abs() <= 1.0);
        }
        if steps.len() % 2 == 1 && steps.len() >= 5 {
            let near = intervals.iter().filter(|one| one.robust_z.unwrap().abs() <= 0.6745 + 1e-9).count();
            prop_assert_eq!(near, steps.len() / 2 + 1);
        }
    }
}

fn official_survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

/// A line along the equator with a control after each step but the last: degrees, and official
/// over geodesic length.
fn measured(steps: &[(f64, f64)]) -> Border {
    let at = |lon: f64| LonLat::new(lon, 0.0).unwrap();
    let ends: Vec<f64> = steps
        .iter()
        .scan(102.0, |at, step| {
            *at += step.0;
            Some(*at)
        })
        .collect();
    let line = Polyline::new(&[[at(102.0), at(ends[ends.len() - 1])]]).unwrap();
    let id = SectionId::new("s").unwrap();
    let mut border = Border::new(vec![Section::new(id.clone(), None, line)]).unwrap();
    let inner = ends[..ends.len() - 1].iter().enumerate();
    let markers = inner
        .map(|(i, &lon)| Marker::new(id.clone(), (i + 1).to_string().parse().unwrap(), at(lon)));
    border.set_markers(markers.collect(), 50.0);
    let mut measure = 0.0;
    let measures: Vec<Measure> = steps
        .iter()
        .map(|(degrees, scale)| {
            measure += degrees * 111_319.49 * scale;
            Measure::from_mm((measure * 1e3) as i64)
        })
        .collect();
    let places = border.markers().iter().map(|marker| marker.placed.unwrap().place);
    let controls: Vec<_> = places.zip(measures.iter().copied()).collect();
    let total = measures[measures.len() - 1].from_start();
    let map = Calibration::new(border.sections()[0].line().end(), total, &controls).unwrap();
    let mut survey = Survey::new(official_survey(), date(2015, 1, 1), None).unwrap();
    survey.add(id, map).unwrap();
    border.add_survey(survey).unwrap();
    border
}

#[test]
fn a_misprinted_control_stands_out() {
    // Seven intervals of a kilometre; the control between the fourth and fifth is 90 m too far.
    let scales = [1.01, 1.011, 1.009, 1.1, 0.92, 1.01, 1.0105];
    let border = measured(&scales.map(|scale| (0.009, scale)));
    let registry = Registry::default();
    let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25)).unwrap();
    let intervals = state.intervals().unwrap();
    let named = |i: usize| (intervals[i].from.to_string(), intervals[i].to.to_string());
    assert_eq!(named(0), ("4".to_owned(), "5".to_owned()));
    assert_eq!(named(1), ("3".to_owned(), "4".to_owned()));
    assert!(intervals[0].robust_z.unwrap() < -3.5 && intervals[1].robust_z.unwrap() > 3.5);
    assert!(intervals[2..].iter().all(|one| one.robust_z.unwrap().abs() < 3.5));
    assert!((intervals[1].ratio.unwrap() - 1.1).abs() < 1e-4);
    assert!(intervals.iter().any(|one| one.from.to_string() == "start"));
}

#[test]
fn a_share_above_all_is_shown_with_the_rows_and_surveys_that_make_it_so() {
    let border = border();
    let mut registry = Registry::default();
    for i in 0..3 {
        registry.add_village(Village::new(village(i), "village")).unwrap();
    }
    // In `b` the first section is 140 m long, in `a` 103: 130 m there are 95.6 here.
    for (id, by, [from, to], survey) in
        [("r1", 0, [0, 103], "a"), ("r2", 1, [0, 130], "b"), ("r3", 2, [100, 103], "a")]
    {
        let id = RegistrationId::new(id).unwrap();
        let ends = (km(from * 1000), km(to * 1000));
        let mut row = Registration::written(id, village(by), section(0), ends, day(50));
        if let Declaration::Written { survey: own, .. } = &mut row.declared {
            *own = Some(SurveyId::new(survey).unwrap());
        }
        registry.add_registration(row).unwrap();
    }
    let state = State::close(border, registry, &SurveyId::new("a").unwrap(), day(51)).unwrap();
    let naive = state.naive().unwrap();
    let (here, there) = (naive.sections[0].account, naive.sections[1].account);
    assert_eq!(here.share().to_string(), "229.13 %");
    assert_eq!((here.declared.mm(), here.registered.mm()), (236_000, 103_000));
    assert!(here.passes() && !there.passes());
    let causes: Vec<_> = naive.causes().collect();
    let rows: Vec<_> = causes
        .iter()
        .map(|c| (c.registration.as_str(), c.survey.as_str(), c.excess().mm()))
        .collect();
    // The second row is wholly counted again, whatever it is called in its own survey.
    assert_eq!(rows, [("r2", "b", 130_000), ("r3", "a", 3_000)]);
    assert_eq!(causes[0].again + causes[0].of_surveys, Length::from_mm(130_000));
    assert!(causes[0].of_surveys > Length::from_mm(30_000));
}
