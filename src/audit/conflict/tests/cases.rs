//! Named cases, in millimetres of the short line.

use super::*;
use crate::key::{AreaKey, VillageKey};

/// Villages without coordinates of the first commune and post, the last two of the second.
fn world(rows: &[(usize, (i64, i64))]) -> World {
    on(0, rows)
}

fn on(section: usize, rows: &[(usize, (i64, i64))]) -> World {
    let row = |(i, &(village, ends)): (usize, &(usize, (i64, i64)))| Row {
        id: i,
        village,
        section,
        ends,
        since: 10,
        until: None,
        recognised: false,
    };
    World {
        markers: [Vec::new(), Vec::new()],
        villages: (0..VILLAGES).map(|i| Home { at: None, commune: i / 2, post: i / 2 }).collect(),
        jurisdictions: Vec::new(),
        rows: rows.iter().enumerate().map(row).collect(),
    }
}

fn found(world: &World, tolerance: i64) -> Conflicts {
    let options = ConflictOptions { tolerance: Length::from_mm(tolerance), level: None };
    world.with(|state| state.conflicts(&options).unwrap())
}

/// The pieces with their classes.
fn classes(world: &World, tolerance: i64) -> Vec<(i64, i64, &'static str)> {
    let found = found(world, tolerance).conflicts;
    found.iter().map(|c| (c.span.from().mm(), c.span.to().mm(), c.class.name())).collect()
}

/// The awards of a policy on the only conflict.
fn awards(world: &World, policy: Policy) -> Vec<(i64, i64, usize)> {
    let found = found(world, 0);
    let [conflict] = &found.conflicts[..] else { panic!("{found:?}") };
    let resolution = conflict.resolution(policy).unwrap();
    let award = |a: &Award| (a.span.from().mm(), a.span.to().mm(), a.village.index());
    resolution.awards.iter().map(award).collect()
}

/// Why a policy leaves the only conflict as it is.
fn why(world: &World, policy: Policy) -> String {
    let found = found(world, 0);
    let [conflict] = &found.conflicts[..] else { panic!("{found:?}") };
    let resolution = conflict.resolution(policy).unwrap();
    assert!(resolution.awards.is_empty());
    let [left] = &resolution.undecided[..] else { panic!("{resolution:?}") };
    left.why.to_string()
}

#[test]
fn a_touch_is_a_sliver_up_to_the_tolerance() {
    let touching = world(&[(0, (0, 40)), (1, (35, 80))]);
    assert_eq!(classes(&touching, 5), [(35, 40, "sliver")]);
    assert_eq!(classes(&touching, 4), [(35, 40, "conflict")]);
}

#[test]
fn a_third_village_in_a_touch_makes_no_conflict_of_the_rest() {
    let three = world(&[(0, (0, 40)), (1, (34, 80)), (2, (37, 39))]);
    let pieces = [(34, 37, "sliver"), (37, 39, "inside"), (39, 40, "sliver")];
    assert_eq!(classes(&three, 6), pieces);
}

#[test]
fn a_short_run_inside_another_is_no_touch() {
    let short = world(&[(0, (0, 40)), (1, (36, 40))]);
    assert_eq!(classes(&short, 10), [(36, 40, "inside")]);
    let same = world(&[(0, (30, 40)), (1, (30, 40))]);
    assert_eq!(classes(&same, 10), [(30, 40, "inside")]);
    // By runs, not by rows: what touches end to end is one.
    let whole = world(&[(0, (0, 20)), (0, (20, 40)), (1, (10, 30))]);
    assert_eq!(classes(&whole, 0), [(10, 30, "inside")]);
}

#[test]
fn a_touch_across_the_seam_of_a_ring_is_one() {
    let ring = on(1, &[(0, (40, 3)), (1, (46, 20))]);
    assert_eq!(classes(&ring, 7), [(0, 3, "sliver"), (46, 50, "sliver")]);
    assert_eq!(classes(&ring, 6), [(0, 3, "conflict"), (46, 50, "conflict")]);
    let all = on(1, &[(0, (0, 50)), (1, (46, 4))]);
    assert_eq!(classes(&all, 0), [(0, 4, "inside"), (46, 50, "inside")]);
}

#[test]
fn where_posts_meet_between_their_villages_is_a_seam() {
    let mut seam = world(&[(1, (0, 40)), (2, (20, 80))]);
    seam.jurisdictions = vec![(3, 0, (0, 30)), (4, 0, (30, 80)), (1, 0, (0, 21)), (2, 0, (21, 80))];
    let class = |world: &World, tolerance| found(world, tolerance).conflicts[0].class.clone();
    let at = |level: &str, at, (before, behind)| ConflictClass::Seam {
        level: level.to_owned(),
        at: Measure::from_mm(at),
        areas: (AreaKey::new(before), AreaKey::new(behind)),
    };
    assert_eq!(class(&seam, 0), at("post", 30, (3, 4)));
    // Where posts do not meet nearby, communes may.
    seam.jurisdictions[1].2 = (31, 80);
    assert_eq!(class(&seam, 0), at("commune", 21, (1, 2)));
    // The closed piece and the tolerance around it.
    seam.jurisdictions.truncate(2);
    seam.jurisdictions = vec![(3, 0, (0, 42)), (4, 0, (42, 80))];
    assert_eq!(class(&seam, 1), ConflictClass::Conflict);
    assert_eq!(class(&seam, 2), at("post", 42, (3, 4)));
    // Villages of one post have no seam between them.
    seam.rows[0].village = 3;
    assert_eq!(class(&seam, 2), ConflictClass::Conflict);
}

#[test]
fn a_level_that_is_not_there_is_refused_by_name() {
    let options = ConflictOptions { level: Some("ward".to_owned()), ..Default::default() };
    let told = world(&[]).with(|state| state.conflicts(&options).unwrap_err().to_string());
    let levels = "no area is of the level ward on this day; the levels are district, commune, post";
    assert_eq!(told, levels);
}

#[test]
fn the_same_village_twice_touches_no_total() {
    let mut twice = world(&[(0, (0, 40)), (0, (30, 60)), (0, (35, 38))]);
    assert_eq!(classes(&twice, 10), [(30, 40, "same_village")]);
    assert_eq!(
        why(&twice, Policy::EarlierStands),
        "the earliest have the same first day, 2017-04-15"
    );
    twice.rows[0].since = 20;
    assert_eq!(awards(&twice, Policy::EarlierStands), [(30, 40, 0)]);
    let found = found(&twice, 0);
    assert_eq!(found.conflicts[0].resolution(Policy::ShareEvenly), None);
    twice.with(|state| {
        let after = found.resolve(|_| Some(Policy::EarlierStands)).unwrap();
        assert_eq!(Figures::of(after.state.ledger()), Figures::of(state.ledger()));
        let spans: Vec<Span> =
            after.state.ledger().claims().iter().map(|claim| claim.span).collect();
        assert_eq!(spans, [span(0, 40), span(40, 60)]);
        // The third row gave up all it had.
        assert_eq!((after.revisions[1].row.index(), after.revisions[1].remaining.len()), (2, 0));
    });
    twice.rows[1].recognised = true;
    let found = self::found(&twice, 0);
    let resolution = found.conflicts[0].resolution(Policy::EarlierStands).unwrap();
    assert_eq!(resolution.undecided[0].why, WhyUndecided::LaterRecognised);
}

#[test]
fn being_recognised_makes_no_registration_younger() {
    let mut rows = world(&[(0, (0, 40)), (0, (0, 40)), (1, (20, 80))]);
    // Registered 20 days ago, recognised 5 days ago; the other 10 days ago.
    rows.rows[1].id = 0;
    (rows.rows[0].since, rows.rows[0].until) = (20, Some(5));
    (rows.rows[1].since, rows.rows[1].recognised) = (5, true);
    assert_eq!(awards(&rows, Policy::EarlierStands), [(20, 40, 0)]);
    // Under an id of its own it is a registration of its own.
    rows.rows[1].id = 7;
    assert_eq!(awards(&rows, Policy::EarlierStands), [(20, 40, 1)]);
    // What the other registers does not count for it.
    rows.rows[2].id = 7;
    rows.rows[2].since = 3;
    assert_eq!(awards(&rows, Policy::EarlierStands), [(20, 40, 0)]);
}

#[test]
fn the_earliest_is_asked_for_at_each_place() {
    let mut rows = world(&[(0, (0, 30)), (0, (30, 60)), (1, (20, 50))]);
    (rows.rows[0].since, rows.rows[1].since) = (20, 5);
    assert_eq!(awards(&rows, Policy::EarlierStands), [(20, 30, 0), (30, 50, 1)]);
    rows.rows[1].since = 10;
    let found = found(&rows, 0);
    let resolution = found.conflicts[0].resolution(Policy::EarlierStands).unwrap();
    assert_eq!(resolution.undecided[0].span, span(30, 50));
    assert_eq!(resolution.awards[0].span, span(20, 30));
}

#[test]
fn cuts_are_made_in_whole_millimetres_and_the_first_gets_what_is_left() {
    let two = world(&[(1, (0, 45)), (0, (34, 80))]);
    assert_eq!(awards(&two, Policy::CutAtMiddle), [(34, 40, 1), (40, 45, 0)]);
    assert_eq!(awards(&two, Policy::ShareEvenly), [(34, 40, 1), (40, 45, 0)]);
    // Runs with the same middle go by id.
    let same = world(&[(1, (10, 11)), (0, (10, 11))]);
    assert_eq!(awards(&same, Policy::CutAtMiddle), [(10, 11, 0)]);
    let three = world(&[(2, (0, 11)), (1, (0, 11)), (0, (0, 11))]);
    assert_eq!(awards(&three, Policy::ShareEvenly), [(0, 4, 0), (4, 8, 1), (8, 11, 2)]);
    assert_eq!(why(&three, Policy::CutAtMiddle), "3 contend, and a cut parts two");
}

#[test]
fn the_nearest_marker_cuts_even_from_beyond() {
    let mut two = world(&[(0, (0, 40)), (1, (20, 80))]);
    assert_eq!(why(&two, Policy::CutAtMarker), "no marker has a place on the section");
    two.markers[0] = vec![0.2999, 0.6001];
    assert_eq!(awards(&two, Policy::CutAtMarker), [(20, 24, 0), (24, 40, 1)]);
    two.markers[0] = vec![0.7];
    assert_eq!(awards(&two, Policy::CutAtMarker), [(20, 40, 0)]);
    two.markers[0] = vec![0.1];
    assert_eq!(awards(&two, Policy::CutAtMarker), [(20, 40, 1)]);
}

#[test]
fn who_has_no_coordinates_is_named() {
    let mut two = world(&[(0, (0, 40)), (1, (20, 80))]);
    two.villages[0].at = Some((0.0, 0.0));
    assert_eq!(why(&two, Policy::NearerVillage), "v1 has no coordinates");
    two.villages[1].at = Some((0.0, 0.0));
    // Of those as near the first by id.
    assert_eq!(awards(&two, Policy::NearerVillage), [(20, 40, 0)]);
    two.villages[0].at = Some((0.08, 0.0));
    two.villages[1].at = Some((0.0, 0.01));
    assert_eq!(awards(&two, Policy::NearerVillage)[0].2, 1);
}

#[test]
fn what_only_the_loser_had_recognised_is_priced() {
    let mut two = world(&[(0, (0, 40)), (2, (20, 80))]);
    two.jurisdictions = vec![(1, 0, (0, 30)), (2, 0, (30, 80))];
    two.rows[0].recognised = true;
    two.rows[1].since = 20;
    let found = found(&two, 0);
    let price = &found.conflicts[0].resolution(Policy::EarlierStands).unwrap().price;
    let mm = Length::from_mm;
    assert_eq!((price.once, price.shared, price.recognised), (mm(20), mm(-20), mm(-20)));
    let loser = VillagePrice { kept: mm(-20), sole: mm(0), shared: mm(-20) };
    let winner = VillagePrice { kept: mm(0), sole: mm(20), shared: mm(-20) };
    assert_eq!(
        price.villages,
        BTreeMap::from([(0, loser), (2, winner)].map(|(i, price)| (VillageKey::new(i), price)))
    );
    let land = AreaPrice { kept: mm(0), once: mm(10), shared: mm(-10), recognised: mm(-10) };
    let own = AreaPrice { kept: mm(-20), ..land };
    let post = AreaPrice { kept: mm(-20), ..AreaPrice::default() };
    // The district answers for both communes and loses no village's stretch.
    let district = AreaPrice { kept: mm(0), once: mm(20), shared: mm(-20), recognised: mm(-20) };
    let areas = [(0, district), (1, own), (2, land), (3, post)];
    assert_eq!(price.areas, areas.map(|(i, price)| (AreaKey::new(i), price)).into());
    assert_eq!(found.outcomes[0].line.recognised(), mm(20));
}
