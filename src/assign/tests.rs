use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::search::Search;
use super::*;
use crate::admin::{Area, Forest};
use crate::cover::SpanSet;
use crate::geodesy::distance;
use crate::id::{AreaId, RegistrationId, SectionId, SurveyId};
use crate::line::Section;
use crate::marker::{Address, Marker};
use crate::period::Period;
use crate::registry::{Jurisdiction, Registration, Village};
use crate::survey::{Calibration, Survey};
use crate::units::Measure;

const DAY: Date = date(2017, 4, 25);

/// A line with markers, two communes, villages on both sides, and stretches they keep.
#[derive(Debug, Clone)]
struct World {
    steps: Vec<(f64, f64)>,
    ring: bool,
    official_mm: i64,
    markers: Vec<f64>,
    /// Longitude and latitude off the start, households, capacity in km, commune.
    villages: Vec<(f64, f64, u32, Option<f64>, usize)>,
    /// Where the first commune ends.
    parting: f64,
    rows: Vec<(usize, f64, f64)>,
}

fn section() -> SectionId {
    SectionId::new("s").unwrap()
}

fn survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

fn commune(i: usize) -> AreaId {
    AreaId::new(["west", "east"][i]).unwrap()
}

impl World {
    fn km(&self, share: f64) -> Address {
        Address::Km(Length::from_mm((self.official_mm as f64 * share) as i64))
    }

    fn border(&self) -> Border {
        let mut vertices = vec![LonLat::new(102.0, 22.0).unwrap()];
        for (x, y) in &self.steps {
            let last = vertices[vertices.len() - 1];
            vertices.push(LonLat::new(last.lon() + x, last.lat() + y).unwrap());
        }
        if self.ring {
            vertices.push(vertices[0]);
        }
        let line = Polyline::new(&[vertices]).unwrap();
        let stand = |(i, share): (usize, &f64)| {
            let at = line.at(Place::new(line.length() * share).unwrap()).unwrap();
            Marker::new(section(), (i + 1).to_string().parse().unwrap(), at)
        };
        let markers = self.markers.iter().enumerate().map(stand).collect();
        let map = Calibration::new(line.end(), Length::from_mm(self.official_mm), &[]).unwrap();
        let mut border = Border::new(vec![Section::new(section(), None, line)]).unwrap();
        border.set_markers(markers, 0.5);
        let mut official = Survey::new(survey(), date(2015, 1, 9), None).unwrap();
        official.add(section(), map).unwrap();
        border.add_survey(official);
        border
    }

    fn registry(&self) -> Registry {
        let area = |i: usize| Area {
            id: commune(i),
            name: String::new(),
            level: "commune".to_owned(),
            parent: None,
            period: Period::ALWAYS,
            successors: Vec::new(),
            source: None,
        };
        let (areas, _) = Forest::new(vec![area(0), area(1)]);
        let mut registry = Registry::new(areas, survey());
        let parting = self.km(self.parting);
        for (area, from, to) in [(0, Address::Start, parting.clone()), (1, parting, Address::End)] {
            let area = commune(area);
            let row = Jurisdiction { area, section: section(), from, to, source: None };
            registry.add_jurisdiction(row).unwrap();
        }
        for (i, (x, y, households, capacity, of)) in self.villages.iter().enumerate() {
            let id = VillageId::new(&format!("v{i}")).unwrap();
            let village = Village {
                at: Some(LonLat::new(102.0 + x, 22.0 + y).unwrap()),
                households: Some(*households),
                capacity: capacity.map(|km| Length::from_km(km).unwrap()),
                areas: vec![commune(*of)],
                ..Village::new(id, "village")
            };
            registry.add_village(village).unwrap();
        }
        for (i, (village, from, to)) in self.rows.iter().enumerate() {
            let village = village % self.villages.len();
            let row = Registration::written(
                RegistrationId::new(&format!("proposal-{}", 2 * i)).unwrap(),
                VillageId::new(&format!("v{village}")).unwrap(),
                section(),
                (self.km(*from), self.km(*to)),
                date(2016, 1, 1),
            );
            registry.add_registration(row).unwrap();
        }
        registry
    }

    /// Asks something about it.
    fn with<T>(&self, ask: impl FnOnce(&Assigner<'_>) -> T) -> T {
        let (border, registry) = (self.border(), self.registry());
        let ledger = Ledger::close(&border, &registry, &survey(), DAY).unwrap();
        ask(&Assigner::new(&border, &registry, &ledger))
    }
}

fn worlds() -> impl Strategy<Value = World> {
    let step = (-0.02..0.05_f64, -0.03..0.03_f64);
    let village =
        (-0.05..0.2_f64, -0.1..0.1_f64, 1..90_u32, prop::option::of(0.2..6.0_f64), 0..2_usize);
    (
        (prop::collection::vec(step, 2..7), any::<bool>(), 5_000_000..30_000_000_i64),
        prop::collection::btree_set(1..99_u32, 0..12),
        prop::collection::vec(village, 1..8),
        0.1..0.9_f64,
        prop::collection::vec((0..8_usize, 0.0..0.99_f64, 0.01..0.3_f64), 0..6),
    )
        .prop_map(|((steps, ring, official_mm), markers, villages, parting, rows)| World {
            steps,
            ring,
            official_mm,
            markers: markers.into_iter().map(|m| f64::from(m) / 100.0).collect(),
            villages,
            parting,
            rows: rows
                .into_iter()
                .map(|(v, from, long)| (v, from, (from + long).min(1.0)))
                .collect(),
        })
}

fn limited<'a>(assigner: &Assigner<'a>, far: Option<f64>, by_area: bool) -> Assigner<'a> {
    let mut limited = assigner.clone();
    if let Some(km) = far {
        limited = limited.reaching(Length::from_km(km).unwrap());
    }
    if by_area { limited.within_areas("commune") } else { limited }
}

/// The commune of a village by the number in its id.
fn of(world: &World, village: usize) -> usize {
    world.villages[village].4
}

/// The communes that answer for a stretch.
fn communes(assigner: &Assigner<'_>, span: Span) -> Vec<AreaId> {
    assigner.areas_of(0, span).into_iter().map(|(_, id)| id).collect()
}

fn options() -> impl Strategy<Value = ProposalOptions> {
    (
        any::<bool>(),
        1..2_000_000_i64,
        prop::option::of(500_000..8_000_000_i64),
        prop::option::of(0..9_000_000_i64),
        prop::option::of(300_000..3_000_000_i64),
        any::<bool>(),
    )
        .prop_map(|(fair, least, greatest, capacity, step, touching)| ProposalOptions {
            goal: if fair { Goal::FairestLoad } else { Goal::LeastDistance },
            least: Length::from_mm(least),
            greatest: greatest.map(Length::from_mm),
            capacity: capacity.map(Length::from_mm),
            step: step.map(Length::from_mm),
            touching,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_division_tiles_what_was_asked_and_keeps_to_area_and_reach(
        world in worlds(), far in prop::option::of(0.5..12.0_f64), by_area in any::<bool>(),
        gaps in any::<bool>(), along in any::<bool>(),
    ) {
        world.with(|assigner| {
            let assigner = limited(assigner, far, by_area);
            let over = if gaps { Over::Gaps } else { Over::Line };
            let metric = if along { Metric::AlongLine } else { Metric::Direct };
            let division = assigner.division(over, metric).unwrap();
            let line = assigner.line(0).unwrap();
            let account = assigner.ledger.line();
            let total = division.pieces.iter().fold(Length::ZERO, |sum, p| sum + p.span.length());
            let asked = if gaps { account.unregistered() } else { account.total() };
            prop_assert_eq!(total, asked);
            for pair in division.pieces.windows(2) {
                prop_assert!(pair[0].span.to() <= pair[1].span.from());
                prop_assert!(gaps || (pair[0].span.to() == pair[1].span.from()));
            }
            for piece in &division.pieces {
                let middle = Place::new((piece.from.metres() + piece.to.metres()) / 2.0).unwrap();
                let at = line.at(middle).unwrap();
                let here = communes(&assigner, piece.span);
                let may = |v: &usize| !by_area || here.contains(&commune(of(&world, *v)));
                if let Some(village) = piece.village {
                    prop_assert!(may(&village));
                }
                if !along {
                    let far = far.map_or(f64::INFINITY, |km| km * 1e3);
                    let metres = |v: usize| distance(assigner.village_at(v).unwrap(), at);
                    let least = (0..world.villages.len()).filter(may).map(metres).fold(far, f64::min);
                    prop_assert!(piece.village.map_or(far, metres) <= least + 1e-6);
                }
            }
            let table = assigner.table(&division).unwrap();
            let sum = table.iter().fold(Length::ZERO, |sum, row| sum + row.length);
            prop_assert_eq!(sum, asked);
            Ok(())
        })?;
    }

    #[test]
    fn the_work_list_reaches_all_and_names_places_that_read_back(world in worlds(), nearest in 0..4_usize) {
        world.with(|assigner| {
            let list = assigner.work_list(nearest).unwrap();
            let total = assigner.ledger.line().total();
            if let Some(last) = list.gaps.last() {
                prop_assert_eq!(last.registered_after, total);
                prop_assert_eq!(list.gaps_to_reach(1.0), Some(list.gaps.len()));
            }
            for (i, gap) in list.gaps.iter().enumerate() {
                prop_assert_eq!(gap.rank, i + 1);
                prop_assert!(i == 0 || gap.length() <= list.gaps[i - 1].length());
                let read = |a: &Address| assigner.border.locate(&section(), a, &survey(), DAY).unwrap().measure;
                prop_assert_eq!((read(&gap.from), read(&gap.to)), (gap.span.from(), gap.span.to()));
                prop_assert_eq!(gap.nearest.len(), nearest.min(world.villages.len()));
                // Against every village, by its distance from the gap as a line of its own.
                let line = Polyline::try_from(&assigner.border.geometry(0, gap.span, &survey()).unwrap());
                let Ok(line) = line else { continue };
                let mut all: Vec<f64> =
                    (0..world.villages.len()).map(|v| line.nearest(assigner.village_at(v).unwrap()).distance).collect();
                all.sort_by(f64::total_cmp);
                for (near, twin) in gap.nearest.iter().zip(all) {
                    prop_assert!((near.distance_m - twin).abs() < 1e-3, "{} {twin}", near.distance_m);
                }
            }
            prop_assert_eq!(list.markers.len(), assigner.border.markers().len());
            Ok(())
        })?;
    }

    #[test]
    fn proposals_keep_every_rule(
        world in worlds(), options in options(), far in prop::option::of(0.5..12.0_f64), by_area in any::<bool>(),
    ) {
        world.with(|assigner| {
            let assigner = limited(assigner, far, by_area);
            let found = assigner.propose(&options).unwrap();
            let gaps: SpanSet = assigner.gaps().into_iter().map(|(_, gap)| gap).collect();
            let (mut taken, mut in_gap) = (BTreeMap::new(), Vec::new());
            for proposal in &found.proposals {
                let village: usize = proposal.village.as_str()[1..].parse().unwrap();
                let span = proposal.span;
                let gap = gaps.spans().iter().position(|gap| gap.intersection(&span) == Some(span));
                prop_assert!(gap.is_some(), "not in one gap");
                prop_assert!(!in_gap.contains(&(gap, village)), "two stretches of one gap");
                in_gap.push((gap, village));
                prop_assert!(span.length() >= options.least);
                prop_assert!(options.greatest.is_none_or(|most| span.length() <= most));
                *taken.entry(village).or_insert(Length::ZERO) = taken.get(&village).copied().unwrap_or_default() + span.length();
                prop_assert!(far.is_none_or(|km| proposal.farthest_m <= km * 1e3 + 1e-3));
                if by_area {
                    prop_assert_eq!(communes(&assigner, span), [commune(of(&world, village))]);
                }
                let (before, behind) = assigner.neighbours(0, gaps.spans()[gap.unwrap()]);
                let gap = gaps.spans()[gap.unwrap()];
                let touches = (span.from() == gap.from() && before.contains(&village))
                    || (span.to() == gap.to() && behind.contains(&village));
                prop_assert_eq!(proposal.touches, touches);
            }
            for (village, more) in taken {
                let capacity = world.villages[village].3.map(|km| Length::from_km(km).unwrap());
                if let Some(capacity) = capacity.or(options.capacity) {
                    prop_assert!(assigner.load(village).kept + more <= capacity);
                }
            }
            // What is proposed and what is not tile the gaps, and the accounts say the same.
            let proposed = found.proposals.iter().map(|p| p.span);
            let left = found.unfilled.iter().map(|u| u.span);
            let sum = |spans: &[Span]| spans.iter().fold(Length::ZERO, |sum, s| sum + s.length());
            let all: Vec<Span> = proposed.clone().chain(left).collect();
            prop_assert_eq!(sum(&all), gaps.length());
            prop_assert_eq!(all.into_iter().collect::<SpanSet>(), gaps);
            let more = sum(&proposed.collect::<Vec<_>>());
            prop_assert_eq!(found.after.registered(), found.before.registered() + more);
            prop_assert_eq!(found.after.shared(), found.before.shared());
            Ok(())
        })?;
    }

    #[test]
    fn no_plan_is_worse_than_the_greedy_one(world in worlds(), options in options()) {
        world.with(|assigner| {
            let gaps = assigner.gaps().into_iter();
            let questions = gaps.map(|(s, gap)| assigner.question(s, gap, options.step).unwrap()).collect();
            let rules = fill::Rules {
                least: options.least.mm(),
                greatest: options.greatest.map_or(i64::MAX / 4, Length::mm),
                touching: options.touching,
                fair: options.goal == Goal::FairestLoad,
            };
            let hands = assigner.hands(&options, i64::MAX / 4);
            let search = Search { questions, hands, rules };
            let (best, greedy) = (search.total(&search.best()), search.total(&search.greedy()));
            prop_assert!(best <= greedy, "{best:?} {greedy:?}");
            Ok(())
        })?;
    }
}

/// A line along the equator, 10 km, without markers; three villages beside it.
fn plain(rows: &[(usize, f64, f64)]) -> World {
    World {
        steps: vec![(0.05, 0.0), (0.05, 0.0)],
        ring: false,
        official_mm: 10_000_000,
        markers: vec![0.2, 0.4, 0.6, 0.8],
        villages: vec![
            (0.01, 0.01, 40, Some(3.0), 0),
            (0.05, 0.02, 40, None, 0),
            (0.09, 0.5, 40, None, 1),
        ],
        parting: 0.5,
        rows: rows.to_vec(),
    }
}

#[test]
fn each_reason_why_a_gap_is_left_is_told() {
    let why = |world: &World, options: ProposalOptions, far: f64, by_area: bool| {
        world.with(|assigner| {
            let found = limited(assigner, Some(far), by_area).propose(&options).unwrap();
            found.unfilled.iter().map(|u| (u.span.length().mm(), u.why)).collect::<Vec<_>>()
        })
    };
    let options = ProposalOptions::default();
    let world = plain(&[(1, 0.0, 0.6)]);
    // The third village is 50 km off; those of the west may not take the east.
    let far = Length::from_km(10.0).unwrap();
    assert_eq!(why(&world, options.clone(), 10.0, true), [(4_000_000, WhyUnfilled::TooFar(far))]);
    assert_eq!(why(&world, options.clone(), 10.0, false), []);
    let least = Length::from_km(5.0).unwrap();
    let greedy = ProposalOptions { least, ..options.clone() };
    assert_eq!(why(&world, greedy, 10.0, false), [(4_000_000, WhyUnfilled::TooShort(least))]);
    let none = ProposalOptions { capacity: Some(Length::ZERO), ..options.clone() };
    let full = plain(&[(0, 0.0, 0.3), (1, 0.3, 0.6)]);
    assert_eq!(why(&full, none, 10.0, false), [(4_000_000, WhyUnfilled::CapacityUsedUp)]);
    let greatest = Some(Length::from_km(1.0).unwrap());
    let short = ProposalOptions { greatest, ..options.clone() };
    assert_eq!(why(&world, short, 10.0, false), [(2_000_000, WhyUnfilled::NoFit)]);
    let mut nowhere = world;
    nowhere.villages.retain(|village| village.4 == 0);
    assert_eq!(why(&nowhere, options, 10.0, true), [(4_000_000, WhyUnfilled::NoVillage)]);
}

#[test]
fn who_keeps_what_another_is_nearer_to_is_told() {
    let world = plain(&[(1, 0.0, 0.2), (2, 0.2, 0.3)]);
    world.with(|assigner| {
        let division = assigner.division(Over::Line, Metric::Direct).unwrap();
        let rows = assigner.nearer(&division, Length::from_km(1.5).unwrap()).unwrap();
        let row =
            |i: usize| (rows[i].keeper.as_str(), rows[i].nearest.as_str(), rows[i].span.to().mm());
        assert_eq!(
            (rows.len(), row(0), row(1)),
            (2, ("v1", "v0", 2_000_000), ("v2", "v0", 3_000_000))
        );
        let kept = assigner.registered().unwrap();
        assert_eq!(
            kept.iter().map(|row| row.length.mm()).collect::<Vec<_>>(),
            [2_000_000, 1_000_000]
        );
        assert!(kept[1].mean_m.unwrap() > 50_000.0);
    });
}

#[test]
fn a_section_that_is_not_there_is_refused() {
    plain(&[]).with(|assigner| {
        let span = Span::new(Measure::ZERO, Measure::from_mm(5)).unwrap();
        let asked = assigner.division(Over::Stretches(vec![(3, span)]), Metric::Direct);
        assert_eq!(asked, Err(AssignError::NoSection { have: 1, asked: 3 }));
        let beyond = Span::new(Measure::ZERO, Measure::from_mm(50_000_000)).unwrap();
        assert!(assigner.division(Over::Stretches(vec![(0, beyond)]), Metric::Direct).is_err());
    });
}

#[test]
fn a_marker_that_denotes_no_place_for_sure_is_not_written() {
    let world = World { villages: vec![(0.05, 0.02, 40, None, 0)], ..plain(&[(0, 0.0, 0.3)]) };
    let mut border = world.border();
    let marker = |label: &str, lon: f64| {
        let at = LonLat::new(102.0 + lon, 22.0).unwrap();
        Marker::new(section(), label.parse().unwrap(), at)
    };
    let also = Marker { aliases: vec!["7".parse().unwrap()], ..marker("9", 0.07) };
    border.set_markers(vec![marker("7", 0.01), also], 500.0);
    let registry = world.registry();
    let ledger = Ledger::close(&border, &registry, &survey(), DAY).unwrap();
    let found =
        Assigner::new(&border, &registry, &ledger).propose(&ProposalOptions::default()).unwrap();
    assert_eq!(found.proposals[0].from.to_string(), "km 3.000");
    assert_eq!(found.after.share().to_string(), "100.00 %");
}

#[test]
fn a_stretch_is_nowhere_beyond_reach_of_its_village() {
    // Both cuts lie near the village, the line between them 11 km off.
    let steps = vec![(0.01, 0.1), (0.01, -0.1)];
    let villages = vec![(0.01, 0.0, 40, None, 0)];
    let world = World { steps, villages, markers: vec![], ..plain(&[]) };
    let options = ProposalOptions { step: None, ..ProposalOptions::default() };
    let reached = |km: f64| {
        world.with(|a| limited(a, Some(km), false).propose(&options).unwrap().proposals.len())
    };
    assert_eq!((reached(10.0), reached(12.0)), (0, 1));
}
