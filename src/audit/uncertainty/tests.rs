//! The model against errors that are thrown, and against ends whose errors are known.

use geo_types::line_string;
use jiff::civil::date;

use super::end::EndErrors;
use super::*;
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::id::{RegistrationId, SectionId, SurveyId, VillageId};
use crate::key::{RowKey, SectionKey};
use crate::line::{Polyline, Section};
use crate::marker::{Address, Marker};
use crate::number::DecimalMark;
use crate::registry::{Declaration, Registration, Registry, Village};
use crate::state::State;
use crate::survey::{Calibration, Survey};
use crate::units::{Measure, Place};

/// Numbers that look random and are the same each time (xorshift64; Marsaglia 2003).
struct Dice(u64);

impl Dice {
    /// At least 0 and below 1.
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform over a step, about zero.
    fn rounded_to(&mut self, step: f64) -> f64 {
        (self.unit() - 0.5) * step
    }

    /// About normal with that standard error: a sum of twelve.
    fn normal(&mut self, error: f64) -> f64 {
        ((0..12).map(|_| self.unit()).sum::<f64>() - 6.0) * error
    }
}

#[test]
fn the_error_of_the_length_is_that_of_thrown_errors() {
    let mut dice = Dice(7);
    for ends in [2_usize, 5, 12] {
        // Sources are shared by ends on either side.
        let step = |_: usize| 10.0 + 90.0 * 0.5;
        let all: Vec<UnionEnd> = (0..ends)
            .map(|i| UnionEnd {
                section: SectionKey::new(0),
                at: Measure::from_mm(i as i64),
                side: if i % 3 == 0 { EndSide::Start } else { EndSide::End },
                row: RowKey::new(i),
                errors: EndErrors {
                    declared_m: step(i) / 12_f64.sqrt(),
                    position_m: 20.0 + 5.0 * (i / 2) as f64,
                    scale_m: (i % 4 == 0).then_some(12.0),
                    source: ErrorSource::Marker(i / 2),
                },
            })
            .collect();
        let throws = 20_000;
        let mut squares = 0.0;
        for _ in 0..throws {
            let moved: Vec<f64> = (0..ends).map(|i| dice.normal(20.0 + 5.0 * i as f64)).collect();
            let length: f64 = all
                .iter()
                .enumerate()
                .map(|(i, end)| {
                    let error = moved[i / 2]
                        + dice.rounded_to(step(i))
                        + dice.normal(end.errors.scale_m.unwrap_or(0.0));
                    if end.side == EndSide::Start { -error } else { error }
                })
                .sum();
            squares += length * length;
        }
        let (thrown, found) = ((squares / f64::from(throws)).sqrt(), combined(all.iter()));
        assert!((thrown / found - 1.0).abs() < 0.03, "{ends} ends: {thrown} thrown, {found}");
    }
}

#[test]
fn the_scale_between_controls_is_as_unsteady_as_the_walk_that_made_it() {
    let mut dice = Dice(11);
    // A walk of half a metre for every square root of a metre; controls every few kilometres.
    let (walk, mut ratios, mut estimates) = (0.5_f64, Vec::new(), Vec::new());
    for _ in 0..400 {
        let (mut at, mut measure) = (0.0, 0.0);
        let mut points = vec![(0.0, 0.0)];
        for _ in 0..60 {
            let length = 200.0 + 400.0 * dice.unit();
            at += length;
            measure += 1.05 * length + dice.normal(walk * length.sqrt());
            points.push((at, measure));
        }
        let place = |metres| Place::new(metres).unwrap();
        let knots: Vec<(Place, Measure)> = points
            .iter()
            .step_by(6)
            .map(|&(at, m)| (place(at), Measure::from_mm((m * 1e3) as i64)))
            .collect();
        let (end, total) = *knots.last().unwrap();
        let map = Calibration::new(end, total.from_start(), &knots[1..knots.len() - 1]).unwrap();
        let scale = Scale::of(&map);
        estimates.push(scale.diffusion.unwrap());
        for (i, &(at, measure)) in points.iter().enumerate().filter(|(i, _)| i % 6 == 3) {
            let off = map.measure(place(at)).from_start().metres() - measure;
            let error = scale.error_at(place(at)).unwrap();
            assert!(error > 0.0, "{i}");
            ratios.push(off * off / (error * error));
        }
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    assert!((mean(&estimates) / (walk * walk) - 1.0).abs() < 0.05, "{}", mean(&estimates));
    // Estimated from nine controls each, hence the wide bound.
    assert!((mean(&ratios) - 1.2).abs() < 0.3, "{}", mean(&ratios));
}

fn section() -> SectionId {
    SectionId::new("s").unwrap()
}

fn survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

/// 111 km along the equator, officially 100 km, with markers that many degrees off.
fn border(offsets_deg: &[f64], controls: &[(usize, i64)]) -> Border {
    let line = line_string![(x: 102.0, y: 0.0), (x: 102.5, y: 0.0), (x: 103.0, y: 0.0)];
    let line = Polyline::try_from(&line).unwrap();
    let end = line.end();
    let marker = |(i, off): (usize, &f64)| {
        let at = LonLat::new(102.1 + 0.1 * i as f64, *off).unwrap();
        Marker::new(section(), (i + 1).to_string().parse().unwrap(), at)
    };
    let mut border = Border::new(vec![Section::new(section(), None, line)]).unwrap();
    border.set_markers(offsets_deg.iter().enumerate().map(marker).collect(), 500.0);
    let place = |i: usize| border.markers()[i].placed.unwrap().place;
    let controls: Vec<_> =
        controls.iter().map(|&(i, mm)| (place(i), Measure::from_mm(mm))).collect();
    let map = Calibration::new(end, Length::from_mm(100_000_000), &controls).unwrap();
    let mut official = Survey::new(survey(), date(2000, 1, 1), None).unwrap();
    official.add(section(), map).unwrap();
    border.add_survey(official).unwrap();
    border
}

/// Registrations from and to addresses as written.
fn uncertainty(border: &Border, rows: &[(&str, &str)]) -> Uncertainty {
    let mut registry = Registry::default();
    let village = VillageId::new("v").unwrap();
    registry.add_village(Village::new(village.clone(), "v")).unwrap();
    for (i, (from, to)) in rows.iter().enumerate() {
        let parse = |text: &str| Address::parse_rounded(text, DecimalMark::Point).unwrap();
        let ((from, from_step), (to, to_step)) = (parse(from), parse(to));
        let id = RegistrationId::new(&i.to_string()).unwrap();
        let day = date(2016, 1, 1);
        let mut row = Registration::written(id, village.clone(), section(), (from, to), day);
        row.rounding = [from_step, to_step];
        registry.add_registration(row).unwrap();
    }
    let state = State::close(border.clone(), registry, &survey(), date(2017, 1, 1)).unwrap();
    state.uncertainty().unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

#[test]
fn a_number_is_as_sure_as_its_last_digit() {
    let border = border(&[], &[]);
    let found = uncertainty(&border, &[("km 10.0", "km 20.00"), ("km 15", "km 30.000000")]);
    let errors: Vec<f64> = found.ends.iter().map(|end| end.standard.metres()).collect();
    // The ends inside what is registered make no difference.
    assert_eq!(errors.len(), 2);
    assert!(near(errors[0], 28.868) && near(errors[1], 0.0), "{errors:?}");
    assert!(near(found.standard.metres(), 28.868));
    assert_eq!(found.registered + found.unregistered, Length::from_mm(100_000_000));
    assert!(!found.sections[0].scale_known);
}

#[test]
fn ends_of_the_section_are_exact() {
    let found = uncertainty(&border(&[], &[]), &[("start", "end")]);
    assert_eq!((found.ends.len(), found.standard), (0, Length::ZERO));
}

#[test]
fn a_marker_off_the_line_is_as_unsure_along_it_and_moves_both_its_ends() {
    let border = border(&[0.001, 0.0], &[]);
    let alone = uncertainty(&border, &[("start", "1")]);
    assert!(near(alone.standard.metres(), 110.574), "{}", alone.standard.metres());
    // A gap beside one marker stays as long, wherever the marker stands.
    let gap = uncertainty(&border, &[("start", "1+100 m"), ("1+300 m", "end")]);
    assert!(near(gap.standard.metres(), 0.2887 * 2_f64.sqrt()), "{}", gap.standard.metres());
    assert!(near(gap.ends[0].position.metres(), 110.574));
    let two = uncertainty(&border, &[("start", "1"), ("2", "end")]);
    assert!(near(two.standard.metres(), 110.574));
}

#[test]
fn a_control_is_where_the_survey_says() {
    let unsteady = [(0, 10_100_000), (1, 20_000_000), (2, 30_200_000)];
    let border = border(&[0.001, 0.001, 0.001, 0.001], &unsteady);
    let pinned = uncertainty(&border, &[("1", "3")]);
    assert_eq!(pinned.standard, Length::ZERO);
    assert!(pinned.sections[0].scale_known);
    // Between controls the scale counts, and the marker's position.
    let between = uncertainty(&border, &[("start", "4")]);
    let end = &between.ends[0];
    let (scale, position) = (end.scale.unwrap().metres(), end.position.metres());
    assert!(scale > 10.0 && position > 100.0, "{end:?}");
    assert!(near(end.standard.metres(), scale.hypot(position)));
    // A kilometre of the survey itself is its own measure.
    let own = uncertainty(&border, &[("start", "km 55.000")]);
    assert_eq!(own.ends[0].scale, Some(Length::ZERO));
}

#[test]
fn a_drawing_is_as_unsure_as_it_lies_off_the_line() {
    let border = border(&[], &[]);
    let mut registry = Registry::default();
    let village = VillageId::new("v").unwrap();
    registry.add_village(Village::new(village.clone(), "v")).unwrap();
    let point = |lon| LonLat::new(lon, 0.0005).unwrap();
    let parts = vec![vec![point(102.2), point(102.25), point(102.3)]];
    let ends = (Address::Start, Address::End);
    let id = RegistrationId::new("r").unwrap();
    let mut row = Registration::written(id, village, section(), ends, date(2016, 1, 1));
    row.declared = Declaration::Drawn { section: None, parts };
    registry.add_registration(row).unwrap();
    let state = State::close(border, registry, &survey(), date(2017, 1, 1)).unwrap();
    let found = state.uncertainty().unwrap();
    let errors: Vec<f64> = found.ends.iter().map(|end| end.standard.metres()).collect();
    assert!(errors.len() == 2 && errors.iter().all(|&e| near(e, 55.287)), "{errors:?}");
    assert!(near(found.standard.metres(), errors[0] * 2_f64.sqrt()));
}
