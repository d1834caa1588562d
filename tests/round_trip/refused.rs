//! What a folder cannot hold is an error, never a loss.

use border_coverage::admin::{Area, Forest};
use border_coverage::id::AreaId;
use border_coverage::io::{Settings, UnwritableError, WriteFolderError};
use border_coverage::registry::Pledge;
use border_coverage::{
    Address, Border, DataSet, Length, LonLat, Polyline, Registration, RegistrationId, Registry,
    Section, SectionId, Survey, SurveyId, Village, VillageId,
};
use jiff::civil::date;

fn border() -> Border {
    let vertices = [(4.0, 52.0), (4.1, 52.0)].map(|(lon, lat)| LonLat::new(lon, lat).unwrap());
    let line = Polyline::new(&[vertices.to_vec()]).unwrap();
    Border::new(vec![Section::new(SectionId::new("dyke").unwrap(), None, line)]).unwrap()
}

fn village(name: &str) -> Village {
    Village::new(VillageId::new("west").unwrap(), name)
}

fn with_village(name: &str) -> Registry {
    let mut registry = Registry::default();
    registry.add_village(village(name)).unwrap();
    registry
}

fn error(border: Border, registry: Registry) -> UnwritableError {
    DataSet::new(border, registry, Settings::new("Dykes")).to_files().unwrap_err()
}

#[track_caller]
fn refuses(registry: Registry, file: &str, words: &str) {
    let error = error(border(), registry);
    let [problem] = error.problems.as_slice() else { panic!("{error}") };
    assert_eq!(problem.file, file, "{error}");
    assert!(error.to_string().contains(words), "{words} in {error}");
}

#[test]
fn texts_that_would_be_read_as_others_are_refused() {
    refuses(with_village(" West"), "villages.csv", "blanks");
    refuses(with_village(""), "villages.csv", "a value is required");
    refuses(with_village(&"x".repeat(20_000)), "villages.csv", "20000 bytes");
    assert!(DataSet::new(border(), with_village("West"), Settings::new("")).to_files().is_ok());
}

#[test]
fn a_village_of_two_areas_of_a_level_is_refused() {
    let area = |name: &str| Area::new(AreaId::new(name).unwrap(), name, "commune");
    let (forest, _) = Forest::new(vec![area("a"), area("b")]);
    let mut registry = Registry::new(forest, SurveyId::ground());
    let mut village = village("West");
    village.areas = vec![AreaId::new("a").unwrap(), AreaId::new("b").unwrap()];
    registry.add_village(village).unwrap();
    refuses(registry, "villages.csv", "one area of each level");
}

#[test]
fn a_step_that_is_no_power_of_ten_is_refused() {
    let mut registry = with_village("West");
    let ids = (RegistrationId::new("r").unwrap(), VillageId::new("west").unwrap());
    let addresses = (Address::Km(Length::from_mm(1_000_000)), Address::End);
    let section = SectionId::new("dyke").unwrap();
    let mut row = Registration::written(ids.0, ids.1, section, addresses, date(2020, 1, 1));
    row.rounding = [Length::from_mm(5_000), Length::ZERO];
    registry.add_registration(row).unwrap();
    refuses(registry, "registrations.csv", "power of ten");
}

#[test]
fn a_pledge_without_a_first_day_is_refused() {
    let mut registry = with_village("West");
    let (id, village) = (RegistrationId::new("r").unwrap(), VillageId::new("west").unwrap());
    registry.add_pledge(Pledge::new(id, village, Length::from_mm(1))).unwrap();
    refuses(registry, "registrations.csv", "a value is required");
}

#[test]
fn a_survey_without_a_section_is_refused() {
    let mut border = border();
    let id = SurveyId::new("2015").unwrap();
    border.add_survey(Survey::new(id, date(2015, 1, 9), None).unwrap()).unwrap();
    let error = error(border, Registry::default());
    assert!(error.to_string().contains("surveys.csv survey `2015`"), "{error}");
}

#[test]
fn a_folder_of_another_data_set_is_not_written_into() {
    let data = DataSet::new(border(), with_village("West"), Settings::new("Dykes"));
    let folder = tempfile::tempdir().unwrap();
    data.write_folder(folder.path().join("new")).unwrap();
    data.write_folder(folder.path().join("new")).unwrap();
    std::fs::write(folder.path().join("new/works.csv"), "work\nw\n").unwrap();
    let error = data.write_folder(folder.path().join("new")).unwrap_err();
    assert!(matches!(error, WriteFolderError::Write(_)), "{error}");
    assert!(error.to_string().contains("works.csv"), "{error}");
}
