//! Named cases, in millimetres of the short line.

use super::*;
use crate::audit::conflict::allocate::Allotted;

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

fn found(world: &World, tolerance: i64) -> Vec<Detected> {
    let options = ConflictOptions { tolerance: Length::from_mm(tolerance), level: None };
    world.with(|state| detect(state, &options).unwrap())
}

/// The pieces with their classes.
fn classes(world: &World, tolerance: i64) -> Vec<(i64, i64, ConflictClass)> {
    let found = found(world, tolerance);
    found.iter().map(|c| (c.span().from().mm(), c.span().to().mm(), c.conflict.class)).collect()
}

/// The awards of a policy on the only conflict.
fn awards(world: &World, policy: Policy) -> Vec<(i64, i64, usize)> {
    let found = found(world, 0);
    let [conflict] = &found[..] else { panic!("{found:?}") };
    let verdicts = &conflict.decision(policy).unwrap().verdicts;
    let award = |a: &Allotted| (a.span.from().mm(), a.span.to().mm(), a.village.index());
    verdicts.awards.iter().map(award).collect()
}

/// Why a policy leaves the only conflict as it is.
fn why(world: &World, policy: Policy) -> String {
    let found = found(world, 0);
    let [conflict] = &found[..] else { panic!("{found:?}") };
    let verdicts = &conflict.decision(policy).unwrap().verdicts;
    assert!(verdicts.awards.is_empty());
    let [left] = &verdicts.undecided[..] else { panic!("{verdicts:?}") };
    left.why.to_string()
}

#[test]
fn a_touch_is_a_sliver_up_to_the_tolerance() {
    let touching = world(&[(0, (0, 40)), (1, (35, 80))]);
    assert_eq!(classes(&touching, 5), [(35, 40, ConflictClass::Sliver)]);
    assert_eq!(classes(&touching, 4), [(35, 40, ConflictClass::Conflict)]);
}

#[test]
fn a_third_village_in_a_touch_makes_no_conflict_of_the_rest() {
    let three = world(&[(0, (0, 40)), (1, (34, 80)), (2, (37, 39))]);
    let pieces = [
        (34, 37, ConflictClass::Sliver),
        (37, 39, ConflictClass::Inside),
        (39, 40, ConflictClass::Sliver),
    ];
    assert_eq!(classes(&three, 6), pieces);
}

#[test]
fn a_short_run_inside_another_is_no_touch() {
    let short = world(&[(0, (0, 40)), (1, (36, 40))]);
    assert_eq!(classes(&short, 10), [(36, 40, ConflictClass::Inside)]);
    let same = world(&[(0, (30, 40)), (1, (30, 40))]);
    assert_eq!(classes(&same, 10), [(30, 40, ConflictClass::Inside)]);
    // By runs, not by rows: what touches end to end is one.
    let whole = world(&[(0, (0, 20)), (0, (20, 40)), (1, (10, 30))]);
    assert_eq!(classes(&whole, 0), [(10, 30, ConflictClass::Inside)]);
}

#[test]
fn a_touch_across_the_seam_of_a_ring_is_one() {
    let ring = on(1, &[(0, (40, 3)), (1, (46, 20))]);
    assert_eq!(classes(&ring, 7), [(0, 3, ConflictClass::Sliver), (46, 50, ConflictClass::Sliver)]);
    assert_eq!(
        classes(&ring, 6),
        [(0, 3, ConflictClass::Conflict), (46, 50, ConflictClass::Conflict)]
    );
    let all = on(1, &[(0, (0, 50)), (1, (46, 4))]);
    assert_eq!(classes(&all, 0), [(0, 4, ConflictClass::Inside), (46, 50, ConflictClass::Inside)]);
}

#[test]
fn where_posts_meet_between_their_villages_is_a_seam() {
    let mut seam = world(&[(1, (0, 40)), (2, (20, 80))]);
    seam.jurisdictions = vec![(3, 0, (0, 30)), (4, 0, (30, 80)), (1, 0, (0, 21)), (2, 0, (21, 80))];
    let class = |world: &World, tolerance| {
        let Conflict { class, seam, .. } = found(world, tolerance).remove(0).conflict;
        (class, seam)
    };
    let at = |level: &str, at, areas: [usize; 2]| {
        let (level, measure) = (level.to_owned(), Measure::from_mm(at));
        let (at, areas) = (km(at), areas.map(area_id));
        (ConflictClass::Seam, Some(Seam { level, measure, at, areas }))
    };
    let conflict = (ConflictClass::Conflict, None);
    assert_eq!(class(&seam, 0), at("post", 30, [3, 4]));
    // Where posts do not meet nearby, communes may.
    seam.jurisdictions[1].2 = (31, 80);
    assert_eq!(class(&seam, 0), at("commune", 21, [1, 2]));
    // The closed piece and the tolerance around it.
    seam.jurisdictions.truncate(2);
    seam.jurisdictions = vec![(3, 0, (0, 42)), (4, 0, (42, 80))];
    assert_eq!(class(&seam, 1), conflict);
    assert_eq!(class(&seam, 2), at("post", 42, [3, 4]));
    // Villages of one post have no seam between them.
    seam.rows[0].village = 3;
    assert_eq!(class(&seam, 2), conflict);
}

#[test]
fn a_level_that_is_not_there_is_refused_by_name() {
    let options = ConflictOptions { level: Some("ward".to_owned()), ..Default::default() };
    let error = world(&[]).with(|state| state.conflicts(&options).unwrap_err().to_string());
    let levels = "no area is of the level ward on this day; the levels are district, commune, post";
    assert_eq!(error, levels);
}

#[test]
fn the_same_village_twice_touches_no_total() {
    let mut twice = world(&[(0, (0, 40)), (0, (30, 60)), (0, (35, 38))]);
    assert_eq!(classes(&twice, 10), [(30, 40, ConflictClass::SameVillage)]);
    assert_eq!(
        why(&twice, Policy::EarlierStands),
        "the earliest have the same first day, 2017-04-15"
    );
    twice.rows[0].since = 20;
    assert_eq!(awards(&twice, Policy::EarlierStands), [(30, 40, 0)]);
    let found = found(&twice, 0);
    assert_eq!(found[0].conflict.resolution(Policy::ShareEvenly), None);
    twice.with(|state| {
        let options = ConflictOptions::default();
        let policy = |_: &Conflict| Some(Policy::EarlierStands);
        let after = state.resolve_conflicts(&options, policy).unwrap();
        assert_eq!(Figures::of(after.state.ledger()), Figures::of(state.ledger()));
        let spans: Vec<Span> =
            after.state.ledger().claims().iter().map(|claim| claim.span).collect();
        assert_eq!(spans, [span(0, 40), span(40, 60)]);
        // The third row gave up all it had.
        let Revision { row, remaining, .. } = &after.revisions[1];
        assert_eq!((row.id.as_str(), remaining.len()), ("r2", 0));
    });
    twice.rows[1].recognised = true;
    let found = self::found(&twice, 0);
    let verdicts = &found[0].decision(Policy::EarlierStands).unwrap().verdicts;
    assert_eq!(verdicts.undecided[0].why, WhyUndecided::LaterRecognised);
    let resolution = found[0].conflict.resolution(Policy::EarlierStands).unwrap();
    assert_eq!(resolution.reasons, [WhyUndecided::LaterRecognised]);
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
    let verdicts = &found[0].decision(Policy::EarlierStands).unwrap().verdicts;
    assert_eq!(verdicts.undecided[0].span, span(30, 50));
    assert_eq!(verdicts.awards[0].span, span(20, 30));
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
    let found = two.with(|state| state.conflicts(&ConflictOptions::default()).unwrap());
    let price = &found.rows[0].resolution(Policy::EarlierStands).unwrap().price;
    let mm = Length::from_mm;
    assert_eq!((price.once, price.shared, price.recognised), (mm(20), mm(-20), mm(-20)));
    let village = |i, [kept, sole, shared]: [i64; 3]| VillagePrice {
        village: village_id(i),
        kept: mm(kept),
        sole: mm(sole),
        shared: mm(shared),
    };
    assert_eq!(price.villages, [village(0, [-20, 0, -20]), village(2, [0, 20, -20])]);
    let area = |i, [kept, once, shared, recognised]: [i64; 4]| AreaPrice {
        area: area_id(i),
        kept: mm(kept),
        once: mm(once),
        shared: mm(shared),
        recognised: mm(recognised),
    };
    let areas = [
        // The district answers for both communes and loses no village's stretch.
        area(0, [0, 20, -20, -20]),
        area(1, [-20, 10, -10, -10]),
        area(2, [0, 10, -10, -10]),
        area(3, [-20, 0, 0, 0]),
    ];
    assert_eq!(price.areas, areas);
    assert_eq!(found.outcomes[0].line.recognised(), mm(20));
}
