//! Lines of many parts: a place does not slip into another part.

use super::*;
use crate::marker::Address;
use crate::span::Span;
use crate::units::Measure;

/// Up to six parts of a few vertices each, kilometres apart.
fn in_parts() -> impl Strategy<Value = Vec<LineString>> {
    let part = (0.0..360.0_f64, 2_000.0..50_000.0_f64, walk());
    let lat = -70.0..70.0_f64;
    (lat, 1.0..3.0_f64, prop::collection::vec(part, 1..7)).prop_map(|(lat, size, parts)| {
        let mut from = p(20.0, lat);
        let part = |(azimuth, jump, walk): (f64, f64, Walk)| {
            let line = line_string(from, 10_f64.powf(size), &walk);
            let end = LonLat::try_from(line.0[line.0.len() - 1]).unwrap();
            from = away(end, azimuth, jump);
            line
        };
        parts.into_iter().map(part).collect()
    })
}

fn of_parts(parts: &[LineString]) -> (Border, SectionId) {
    let id = SectionId::new("s").unwrap();
    let line = crate::Polyline::try_from(&geo_types::MultiLineString(parts.to_vec())).unwrap();
    (Border::new(vec![Section::new(id.clone(), None, line)]).unwrap(), id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_point_gets_an_address_that_leads_back_to_its_foot(
        parts in in_parts(), chosen in any::<prop::sample::Index>(), azimuth in 0.0..360.0_f64,
        metres in prop_oneof![Just(0.0), 0.0..100.0_f64], at_end in 0..3_usize,
    ) {
        let (border, id) = of_parts(&parts);
        let part = &parts[chosen.index(parts.len())].0;
        let on_line = [part[0], part[part.len() - 1], part[part.len() / 2]][at_end];
        let point = away(LonLat::try_from(on_line).unwrap(), azimuth, metres);
        let nearest = border.nearest(point);
        let (ground, day) = (SurveyId::ground(), date(2020, 1, 1));
        let address = nearest.address(&ground, day).unwrap();
        for address in [address, Address::Point(point)] {
            let back = border.point(&id, &address, &ground, day).unwrap();
            let apart = distance(back, nearest.foot().at);
            prop_assert!(apart < 1.6e-3, "{address}: {apart} m");
        }
        let located = border.locate(&id, &Address::Point(point), &ground, day).unwrap();
        prop_assert_eq!(located.part, nearest.foot().part);
    }

    #[test]
    fn a_stretch_up_to_the_end_of_a_part_has_nothing_of_the_next(parts in in_parts()) {
        let (border, id) = of_parts(&parts);
        let line = border.sections()[0].line();
        let ground = SurveyId::ground();
        let calibration = border.calibration(&id, &ground).unwrap();
        let mut from = Measure::ZERO;
        let mut metres = 0.0;
        for part in &parts {
            metres += crate::Polyline::try_from(part).unwrap().length();
            let to = calibration.measure(Place::new(metres.min(line.length())).unwrap());
            let geometry = border.geometry(&id, Span::new(from, to).unwrap(), &ground).unwrap();
            prop_assert_eq!(geometry.0.len(), 1, "{:?}", geometry);
            prop_assert_eq!(&geometry.0[0].0[0], &part.0[0]);
            prop_assert_eq!(geometry.0[0].0.last(), part.0.last());
            from = to;
        }
    }

    #[test]
    fn every_piece_of_a_line_has_two_positions(
        parts in in_parts(), a in 0.0..1.0_f64, b in 0.0..1.0_f64,
    ) {
        let (border, id) = of_parts(&parts);
        let mm = (border.sections()[0].line().length() * 1e3) as i64;
        let (a, b) = ((a * mm as f64) as i64, (b * mm as f64) as i64);
        let span = Span::new(Measure::from_mm(a.min(b)), Measure::from_mm(a.max(b) + 1));
        if let Ok(span) = span {
            let geometry = border.geometry(&id, span, &SurveyId::ground()).unwrap();
            prop_assert!(geometry.iter().all(|line| line.0.len() > 1), "{:?}", geometry);
        }
    }
}
