//! Who keeps a place, and what taking a registration out changes, against plain sums over rows.

use std::collections::BTreeSet;

use border_coverage::jiff::civil::date;
use border_coverage::{
    Address, DataSet, LonLat, Measure, Registration, RegistrationId, Registry, SectionId, State,
    VillageId,
};

fn data() -> DataSet {
    DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien")).unwrap()
}

/// Measures all along a section, both of its ends among them.
fn measures(state: &State, section: &SectionId) -> Vec<Measure> {
    let extent = state.border().calibration(section, state.survey()).unwrap().extent();
    let steps = 400;
    let at = |i: i64| Measure::from_mm(extent.from().mm() + extent.length().mm() * i / steps);
    (0..=steps).map(at).collect()
}

#[test]
fn holders_are_those_whose_rows_hold_the_place() {
    let state = data().state(None, None).unwrap();
    let (mut gaps, mut shared) = (0, 0);
    for section in state.border().sections() {
        let section = section.id();
        for measure in measures(&state, section) {
            let address = Address::Km(measure.from_start());
            let found = state.holders_at(section, &address).unwrap();
            let end = state.ledger().section(section).unwrap().extent.to();
            let rows = state.ledger().in_force().filter(|row| {
                let behind = if measure == end { row.span.to() == end } else { false };
                row.section == section && (row.span.contains(measure) || behind)
            });
            let villages: BTreeSet<&VillageId> =
                rows.map(|row| &row.registration.village).collect();
            assert_eq!(found.villages.iter().copied().collect::<BTreeSet<_>>(), villages);
            let stretches = found.stretches.iter().map(|row| &row.registration.village);
            assert_eq!(stretches.collect::<BTreeSet<_>>(), villages);
            // Province, district, commune and post tile the example.
            assert_eq!(found.areas.len(), 4, "{section} {}", measure.mm());
            gaps += usize::from(villages.is_empty());
            shared += usize::from(villages.len() > 1);
        }
    }
    assert!(gaps > 10 && shared > 10, "{gaps} in gaps, {shared} shared");
}

#[test]
fn a_point_asks_for_the_holders_of_its_nearest_place() {
    let state = data().state(None, None).unwrap();
    let point = LonLat::new(102.2345, 22.2801).unwrap();
    let near = state.holders_near(point).unwrap();
    let at = state.holders_at(near.section, &near.address).unwrap();
    assert_eq!((near.measure, &near.villages), (at.measure, &at.villages));
}

#[test]
fn a_registration_taken_out_and_added_again_gives_the_same_accounts() {
    let before = data().state(None, None).unwrap();
    let close = |registry: Registry| {
        State::close(before.border().clone(), registry, before.survey(), before.day()).unwrap()
    };
    let ids: BTreeSet<&RegistrationId> =
        before.registry().registrations().iter().map(|row| &row.id).collect();
    for id in ids.into_iter().step_by(12) {
        let mut registry = Registry::clone(before.registry());
        let rows = registry.remove_registration(id);
        assert!(!rows.is_empty() && registry.registrations().iter().all(|row| row.id != *id));
        let without = close(registry.clone());
        let line = |state: &State| *state.ledger().line();
        assert!(line(&without).registered() <= line(&before).registered());
        let of_others = |state: &State| {
            state.ledger().in_force().filter(|row| row.registration.id != *id).count()
        };
        assert_eq!(without.ledger().in_force().count(), of_others(&before));
        rows.into_iter().for_each(|row| registry.add_registration(row).unwrap());
        assert_eq!(line(&close(registry)), line(&before));
    }
}

#[test]
fn a_replacement_is_whole_or_does_not_happen() {
    let before = data().state(None, None).unwrap();
    let mut registry = Registry::clone(before.registry());
    let id = registry.registrations()[0].id.clone();
    let row = |village: &str| {
        let ends = (Address::Start, Address::End);
        let village = VillageId::new(village).unwrap();
        let section = SectionId::new("china").unwrap();
        Registration::written(id.clone(), village, section, ends, date(2016, 1, 1))
    };
    let known = registry.villages()[0].id.clone();
    let rows = registry.registrations().len();
    assert!(registry.replace_registration(&id, [row(known.as_str()), row("nobody")]).is_err());
    assert_eq!(registry.registrations().len(), rows);
    let old = registry.replace_registration(&id, [row(known.as_str())]).unwrap();
    assert_eq!(registry.registrations().len(), rows - old.len() + 1);
    let after =
        State::close(before.border().clone(), registry, before.survey(), before.day()).unwrap();
    let china = SectionId::new("china").unwrap();
    assert_eq!(after.ledger().section(&china).unwrap().account.unregistered().mm(), 0);
}
