//! What is asked of the wrong border, section or line is refused with a reason, not answered.

use border_coverage::border::{AddressError, BorderError, Declared, GroundStretch};
use border_coverage::line::LineError;
use border_coverage::marker::MarkerLabel;
use border_coverage::number::DecimalMark;
use border_coverage::survey::Calibration;
use border_coverage::{
    Address, Border, Length, LonLat, Marker, Measure, Place, Polyline, Registration,
    RegistrationId, Registry, Section, SectionId, Span, State, Survey, SurveyId, Village,
    VillageId,
};
use jiff::civil::date;

fn p(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn id() -> SectionId {
    SectionId::new("dyke").unwrap()
}

/// A dyke of some 64.9 km.
fn border() -> Border {
    let line = Polyline::new(&[[p(5.0, 52.0), p(5.5, 52.2), p(5.8, 52.2)]]).unwrap();
    Border::new(vec![Section::new(id(), None, line)]).unwrap()
}

fn place(metres: f64) -> Place {
    Place::new(metres).unwrap()
}

#[test]
fn a_section_that_is_not_there_is_named() {
    let (border, ground) = (border(), SurveyId::ground());
    let span = Span::new(Measure::ZERO, Measure::from_mm(5)).unwrap();
    let quay = SectionId::new("quay").unwrap();
    let missing = AddressError::UnknownSection(quay.clone());
    assert_eq!(border.geometry(&quay, span, &ground), Err(missing.clone()));
    let stretch = GroundStretch { section: quay, from: Place::START, to: place(5.0) };
    assert_eq!(border.measured(&[stretch], &ground), Err(missing));
}

#[test]
fn stretches_on_the_ground_lie_on_their_section_and_run_forward() {
    let (border, ground) = (border(), SurveyId::ground());
    let measured = |from, to| {
        let stretch = GroundStretch { section: id(), from: place(from), to: place(to) };
        border.measured(&[stretch], &ground)
    };
    assert_eq!(measured(10.0, 20.5).unwrap()[0].1.length().mm(), 10_500);
    let backwards = LineError::NoStretch { from: 20.0, to: 10.0 };
    assert_eq!(measured(20.0, 10.0), Err(AddressError::Line(backwards)));
    let beyond = measured(10.0, 70_000.0).unwrap_err().to_string();
    assert!(beyond.contains("70000 m lies beyond the end"), "{beyond}");
}

#[test]
fn a_survey_of_another_line_is_refused() {
    let mut border = border();
    let survey = |section: SectionId, end: f64| {
        let total = Length::from_km(60.0).unwrap();
        let mut survey =
            Survey::new(SurveyId::new("2020").unwrap(), date(2020, 1, 1), None).unwrap();
        survey.add(section, Calibration::new(place(end), total, &[]).unwrap()).unwrap();
        survey
    };
    let end = border.sections()[0].line().length();
    let refused = border.add_survey(survey(id(), 50_000.0)).unwrap_err();
    assert!(matches!(refused, BorderError::OtherLine { .. }));
    assert!(refused.to_string().contains("dyke that is 50000.000 m long"), "{refused}");
    let other = SectionId::new("weir").unwrap();
    let refused = border.add_survey(survey(other, end)).unwrap_err();
    assert!(matches!(refused, BorderError::UnknownSection { .. }));
    assert_eq!(border.surveys().iter().count(), 1);
    border.add_survey(survey(id(), end)).unwrap();
    assert_eq!(border.surveys().iter().count(), 2);
}

#[test]
fn a_label_that_stands_twice_is_given_back_and_never_averaged() {
    let mut border = border();
    let post = |label: &str, lon: f64| {
        Marker::new(id(), label.parse::<MarkerLabel>().unwrap(), p(lon, 52.0 + (lon - 5.0) * 0.4))
    };
    let posts = vec![post("1", 5.1), post("2", 5.2), post("02", 5.4), post("3", 5.45)];
    let refused = border.set_markers(posts.clone(), 500.0);
    assert_eq!(refused, [posts[2].clone()]);
    let two = border.marker_place(&id(), &"2".parse().unwrap(), date(2020, 1, 1)).unwrap();
    let alone = border.sections()[0].line().nearest(posts[1].at).place;
    assert!((two.metres() - alone.metres()).abs() < 1e-6);
}

#[test]
fn what_a_registry_refuses_names_the_field_and_what_stands_there() {
    let mut registry = Registry::default();
    let village = |id: &str| Village::new(VillageId::new(id).unwrap(), "Group");
    registry.add_village(village("north")).unwrap();
    let twice = registry.add_village(village("north")).unwrap_err().to_string();
    assert!(twice.starts_with("village `north`: this id stands a second time"), "{twice}");
    let ends = (Address::Start, Address::End);
    let row = RegistrationId::new("r1").unwrap();
    let south = VillageId::new("south").unwrap();
    let row = Registration::written(row, south, id(), ends, date(2020, 1, 1));
    let unknown = registry.add_registration(row).unwrap_err().to_string();
    assert!(unknown.starts_with("village `south`: nothing has this id"), "{unknown}");
}

#[test]
fn what_has_no_place_says_so_in_one_line() {
    let (border, mut registry) = (border(), Registry::default());
    let north = VillageId::new("north").unwrap();
    registry.add_village(Village::new(north.clone(), "Group")).unwrap();
    let ends = (Address::Start, Address::Km(Length::from_km(99.0).unwrap()));
    let id_of_row = RegistrationId::new("r1").unwrap();
    let row = Registration::written(id_of_row, north, id(), ends, date(2020, 1, 1));
    registry.add_registration(row).unwrap();
    let state = State::close(border, registry, &SurveyId::ground(), date(2021, 1, 1)).unwrap();
    let refused = &state.ledger().refused()[0];
    let told = refused.to_string();
    assert!(told.starts_with("registry:1 to `km 99.000`: "), "{told}");
    let why = refused.error.to_string();
    assert!(told.ends_with(&why) && why.contains("beyond the section"), "{told}");
}

#[test]
fn a_drawing_without_length_is_told_as_that() {
    let border = border();
    let point = p(5.1, 52.04);
    for nothing in [vec![], vec![vec![]], vec![vec![point]], vec![vec![point, point]]] {
        assert_eq!(border.along(None, &nothing), Err(AddressError::Nothing));
        assert_eq!(border.within_land(None, &[nothing]), Err(AddressError::Nothing));
    }
    let ground = SurveyId::ground();
    let before = Declared {
        section: &id(),
        from: &Address::parse("1-20 km", DecimalMark::Point).unwrap(),
        to: &Address::End,
        survey: &ground,
        day: date(2020, 1, 1),
    };
    let mut with_post = border.clone();
    with_post.set_markers(vec![Marker::new(id(), "1".parse().unwrap(), point)], 500.0);
    let error = with_post.stretch(before, &ground).unwrap_err().reason.to_string();
    assert!(error.contains("lies before the section, which starts at 0 km"), "{error}");
}
