//! What is near: the indexes against a walk over everything.

use geo_types::Rect;

use super::*;
use crate::line::Foot;

/// The dull twin: every section asked.
fn nearest_by_all(border: &Border, point: LonLat) -> (usize, Foot) {
    let feet = border.sections().iter().map(|section| section.line().nearest(point));
    feet.enumerate().min_by(|a, b| a.1.distance.total_cmp(&b.1.distance)).unwrap()
}

/// The dull twin: whether a point lies in a box, by its degrees; none within 1e-7° of a side.
fn inside_by_degrees(area: &Rect, point: LonLat) -> Option<bool> {
    let sides = |value: f64, low: f64, high: f64| {
        let near = (value - low).abs().min((value - high).abs()) < 1e-7;
        (!near).then_some(low < value && value < high)
    };
    let lat = sides(point.lat(), area.min().y, area.max().y)?;
    let mut inside = false;
    for round in [-360.0, 0.0, 360.0] {
        inside |= sides(point.lon() + round, area.min().x, area.max().x)?;
    }
    Some(lat && inside)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_nearest_section_is_the_nearest_of_all(
        (border, centre, size) in network(),
        near in prop::collection::vec((0.0..360.0_f64, 0.0..30.0_f64), 8), far in anywhere(),
    ) {
        let near = near.into_iter().map(|(azimuth, steps)| away(centre, azimuth, (steps * size).min(9e6)));
        for point in near.chain([far, centre]) {
            let (section, foot) = nearest_by_all(&border, point);
            let found = border.nearest(point);
            prop_assert_eq!(found.foot(), foot);
            prop_assert_eq!(found.section().id(), border.sections()[section].id());
            prop_assert_eq!(border.nearest_within(point, foot.distance), Some(found));
            if foot.distance > 1e-3 {
                prop_assert_eq!(border.nearest_within(point, foot.distance * 0.999_999), None);
            }
        }
        prop_assert_eq!(border.nearest_within(centre, f64::NAN), None);
        prop_assert_eq!(border.nearest_within(centre, -1.0), None);
    }

    #[test]
    fn all_feet_are_those_of_all_sections(
        (border, centre, size) in network(), reach in 0.0..30.0_f64,
    ) {
        let metres = reach * size;
        let feet = border.feet_within(centre, metres);
        let mut twin: Vec<(usize, Foot)> = Vec::new();
        for (i, section) in border.sections().iter().enumerate() {
            twin.extend(section.line().feet_within(centre, metres).into_iter().map(|foot| (i, foot)));
        }
        twin.sort_by(|a, b| a.1.distance.total_cmp(&b.1.distance));
        let feet: Vec<(usize, Foot)> = feet
            .iter()
            .map(|near| (border.section_key(near.section().id()).unwrap().index(), near.foot()))
            .collect();
        prop_assert_eq!(feet, twin);
    }

    #[test]
    fn markers_within_reach_are_those_of_all(
        (mut border, centre, size) in network(),
        many in prop::collection::vec((0.0..360.0_f64, 0.0..3.0_f64, prop::bool::ANY), 0..40),
        reach in 0.0..3.0_f64,
    ) {
        let refused = border.set_markers(markers(&border, centre, size, &many), size);
        prop_assert!(refused.is_empty());
        let (day, metres) = (date(2020, 1, 1), reach * size);
        let within = border.markers_within(centre, metres, day);
        let standing = border.markers().iter().filter(|m| m.marker.period.contains(day));
        let mut twin: Vec<f64> = standing.map(|m| distance(m.marker.at, centre)).collect();
        twin.retain(|far| *far <= metres);
        twin.sort_by(f64::total_cmp);
        let found: Vec<f64> = within.iter().map(|near| near.distance).collect();
        prop_assert_eq!(found, twin);
        let own = within.iter().all(|near| distance(near.marker.marker.at, centre) == near.distance);
        prop_assert!(own);
    }

    #[test]
    fn stretches_in_a_box_are_what_lies_inside(
        (border, centre, size) in network(),
        (east, north) in (-2.0..2.0_f64, -2.0..2.0_f64), (width, height) in (0.01..8.0_f64, 0.01..8.0_f64),
    ) {
        // Some steps of the walks wide and high; in degrees, so wider near a pole.
        let degrees = size / 111e3;
        let middle = coord! { x: centre.lon() + east * degrees, y: centre.lat() + north * degrees };
        let half = coord! { x: width * degrees, y: height * degrees };
        let area = Rect::new(middle - half, middle + half);
        let stretches = border.stretches_in(area);
        for (i, section) in border.sections().iter().enumerate() {
            let line = section.line();
            let own: Vec<_> = stretches.iter().filter(|s| s.section == *border.sections()[i].id()).collect();
            for pair in own.windows(2) {
                prop_assert!(pair[0].to < pair[1].from);
            }
            for k in 0..=300 {
                let place = Place::new(line.length() * f64::from(k) / 300.0).unwrap();
                let place = place.min(line.end());
                let at_end = |end: Place| (end.metres() - place.metres()).abs() < 1e-3;
                let Some(inside) = inside_by_degrees(&area, line.at(place).unwrap()) else { continue };
                if own.iter().any(|s| at_end(s.from) || at_end(s.to)) {
                    continue;
                }
                let found = own.iter().any(|s| s.from < place && place < s.to);
                prop_assert_eq!(found, inside, "{} {:?} {:?}", place.metres(), line.at(place), area);
            }
        }
    }
}

#[test]
fn an_edge_over_the_pole_leaves_and_enters_by_its_meridians() {
    let line = LineString::from(vec![(10.0, 89.0), (-170.0, 89.0)]);
    let border = Border::from_lines([("pole", line)]).unwrap();
    let east = Rect::new(coord! { x: 0.0, y: 80.0 }, coord! { x: 20.0, y: 90.0 });
    let stretches = border.stretches_in(east);
    assert_eq!(stretches.len(), 1);
    assert_eq!(stretches[0].from, Place::START);
    let half = border.sections()[0].line().length() / 2.0;
    assert!((stretches[0].to.metres() - half).abs() < 1e-3);
}

#[test]
fn an_edge_that_bulges_into_a_box_is_found_between_its_ends() {
    // 60° of longitude along 50° N: its middle lies at 54° N.
    let line = LineString::from(vec![(0.0, 50.0), (60.0, 50.0)]);
    let border = Border::from_lines([("arc", line)]).unwrap();
    let above = Rect::new(coord! { x: -10.0, y: 52.0 }, coord! { x: 70.0, y: 60.0 });
    let stretches = border.stretches_in(above);
    assert_eq!(stretches.len(), 1);
    let line = border.sections()[0].line();
    for end in [stretches[0].from, stretches[0].to] {
        assert!((line.at(end).unwrap().lat() - 52.0).abs() < 1e-10);
    }
    assert!(border.sections_in(above).len() == 1);
}

#[test]
fn boxes_that_hold_nothing_are_empty() {
    let line = LineString::from(vec![(0.0, 50.0), (1.0, 50.0)]);
    let border = Border::from_lines([("s", line)]).unwrap();
    for (low, high) in [
        ((f64::NAN, 49.0), (2.0, 51.0)),
        ((-1.0, f64::NAN), (2.0, f64::NAN)),
        ((2.0, 40.0), (3.0, 60.0)),
    ] {
        assert!(border.stretches_in(Rect::new(low, high)).is_empty());
    }
    let all = Rect::new((f64::NEG_INFINITY, f64::NEG_INFINITY), (f64::INFINITY, f64::INFINITY));
    assert_eq!(border.stretches_in(all).len(), 1);
}

#[test]
fn measure_and_address_follow_the_survey() {
    let dyke = LineString::from(vec![(102.0, 22.0), (102.1, 22.0)]);
    let mut border = Border::from_lines([("dyke", dyke)]).unwrap();
    let id = SectionId::new("dyke").unwrap();
    let line = border.sections()[0].line().clone();
    let at = |share: f64| line.at(Place::new(line.length() * share).unwrap()).unwrap();
    let end = line.end();
    let mut survey = Survey::new(SurveyId::new("2015").unwrap(), date(2015, 1, 9), None).unwrap();
    let total = crate::units::Length::from_mm(20_000_000);
    survey.add(id.clone(), Calibration::new(end, total, &[]).unwrap()).unwrap();
    border.add_survey(survey).unwrap();
    let marker = Marker::new(id, "7".parse().unwrap(), at(0.5));
    border.set_markers(vec![marker], 500.0);
    let nearest = border.nearest(at(0.75));
    let survey = SurveyId::new("2015").unwrap();
    assert_eq!(nearest.measure(&survey).unwrap().mm(), 15_000_000);
    let address = nearest.address(&survey, date(2020, 1, 1)).unwrap();
    assert_eq!(address.to_string(), "7+5000 m");
    assert!(nearest.measure(&SurveyId::new("1999").unwrap()).is_err());
}
