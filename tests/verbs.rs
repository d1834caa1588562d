//! Who keeps a place, and what taking a registration out changes, against plain sums over rows.

use std::collections::BTreeSet;

use border_coverage::geo_types::{Coord, LineString, MultiLineString, Rect};
use border_coverage::jiff::civil::date;
use border_coverage::ledger::PlacedStretch;
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

/// Whether a point of a stretch, taken every few metres, lies in a box, its ends as well.
fn sampled_in(state: &State, row: &PlacedStretch<'_>, area: &Rect) -> bool {
    let line = state.border().geometry(row.section, row.span, state.survey()).unwrap();
    let inside = |c: Coord| {
        (area.min().x..=area.max().x).contains(&c.x) && (area.min().y..=area.max().y).contains(&c.y)
    };
    let edges = line.iter().flat_map(LineString::lines);
    edges
        .flat_map(|edge| (0..=50).map(move |i| edge.start + edge.delta() * (f64::from(i) / 50.0)))
        .any(inside)
}

#[test]
fn stretches_in_a_box_are_those_of_which_a_sample_lies_in_it() {
    let state = data().state(None, None).unwrap();
    let (mut some, mut none) = (0, 0);
    for (i, j) in (0..12).flat_map(|i| (0..8).map(move |j| (f64::from(i), f64::from(j)))) {
        let low = Coord { x: 102.1 + 0.08 * i, y: 21.0 + 0.2 * j };
        let area = Rect::new(low, low + Coord { x: 0.11, y: 0.23 });
        let found = state.stretches_in(area).unwrap();
        let key =
            |row: &PlacedStretch<'_>| (row.section.clone(), row.span, row.registration.id.clone());
        let found: BTreeSet<_> = found.iter().map(key).collect();
        // A stretch that only grazes the box may have no sample in it: a narrower box has none of
        // these, a wider one all.
        let edge = Coord { x: 0.0005, y: 0.0005 };
        let of = |area: Rect| -> BTreeSet<_> {
            let rows = state.ledger().in_force();
            rows.filter(|row| sampled_in(&state, row, &area)).map(|row| key(&row)).collect()
        };
        let least = of(Rect::new(area.min() + edge, area.max() - edge));
        let most = of(Rect::new(area.min() - edge, area.max() + edge));
        assert!(least.is_subset(&found) && found.is_subset(&most), "{area:?}");
        some += found.len();
        none += state.ledger().in_force().count() - found.len();
    }
    assert!(some > 50 && none > 50, "{some} inside, {none} outside");
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

#[test]
fn gaps_are_features_with_their_own_and_the_callers_properties() {
    let state = data().state(None, None).unwrap();
    let gaps = state.gaps().unwrap();
    let found = state.features(gaps.clone(), |gap, properties| {
        properties.insert("km".to_owned(), gap.length().km().into());
        properties.remove("from");
    });
    let found = found.unwrap().features;
    assert_eq!((found.len(), gaps.len()), (15, 15));
    for (feature, gap) in found.iter().zip(&gaps) {
        let text = |key| feature.property(key).and_then(|value| value.as_str());
        assert_eq!(text("section"), Some(gap.section.as_str()));
        assert_eq!(text("km"), Some(gap.length().km().as_str()));
        assert_eq!(text("from"), None);
        let length = feature.property("length_mm").and_then(serde_json::Value::as_i64);
        assert_eq!(length, Some(gap.length().mm()));
        let drawn = MultiLineString::try_from(feature.geometry.clone().unwrap()).unwrap();
        let line = state.border().geometry(&gap.section, gap.span, state.survey()).unwrap();
        assert_eq!(drawn, line);
    }
    let elsewhere = gaps.into_iter().map(|mut gap| {
        gap.section = SectionId::new("nowhere").unwrap();
        gap
    });
    assert!(state.features(elsewhere, |_, _| {}).is_err());
}
