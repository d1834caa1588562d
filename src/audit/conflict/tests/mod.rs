//! Twins, laws and cases of conflicts, over lines so short that every millimetre is looked at.

mod cases;
mod laws;
mod twin;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::contender::Contender;
use super::detect::Detected;
use super::price::PriceSums;
use super::*;
use crate::admin::{Area, Forest};
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::id::{AreaId, RegistrationId, SectionId, SurveyId, VillageId};
use crate::ledger::Ledger;
use crate::line::{Polyline, Section};
use crate::marker::{Address, Marker};
use crate::registry::{Claim, Declaration, Jurisdiction, Registration, Registry, Status, Village};
use crate::span::Span;
use crate::survey::{Calibration, Survey};
use crate::units::{Length, Measure, Place};

const DAY: Date = date(2017, 4, 25);

/// An open section and a ring, and how long each is, in millimetres.
const SECTIONS: [(&str, i64); 2] = [("open", 80), ("ring", 50)];

/// A stretch registered.
#[derive(Debug, Clone)]
struct Row {
    id: usize,
    village: usize,
    section: usize,
    ends: (i64, i64),
    /// The first day, and the first on which it no longer holds, in days before [`DAY`].
    since: i64,
    until: Option<i64>,
    recognised: bool,
}

/// Where a village lies, degrees off a corner, and to which commune and post it belongs.
#[derive(Debug, Clone)]
struct Home {
    at: Option<(f64, f64)>,
    commune: usize,
    post: usize,
}

/// A border of two sections, areas, villages and what these registered.
#[derive(Debug, Clone)]
struct World {
    /// For each section, the places of its markers as shares of it.
    markers: [Vec<f64>; 2],
    villages: Vec<Home>,
    /// The area, the section and the ends of what it answers for.
    jurisdictions: Vec<(usize, usize, (i64, i64))>,
    rows: Vec<Row>,
}

/// A district with two communes, and two posts.
const AREAS: [(&str, &str, Option<&str>); 5] = [
    ("district", "district", None),
    ("commune-a", "commune", Some("district")),
    ("commune-b", "commune", Some("district")),
    ("post-a", "post", None),
    ("post-b", "post", None),
];

fn survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

fn section(i: usize) -> SectionId {
    SectionId::new(SECTIONS[i].0).unwrap()
}

fn area_id(i: usize) -> AreaId {
    AreaId::new(AREAS[i].0).unwrap()
}

fn village_id(i: usize) -> VillageId {
    VillageId::new(&format!("v{i}")).unwrap()
}

fn km(mm: i64) -> Address {
    Address::Km(Length::from_mm(mm))
}

fn span(from: i64, to: i64) -> Span {
    Span::new(Measure::from_mm(from), Measure::from_mm(to)).unwrap()
}

fn line(i: usize) -> Polyline {
    let at = |x: f64, y: f64| LonLat::new(102.0 + x, 22.0 + y).unwrap();
    let vertices = match i {
        0 => vec![at(0.0, 0.0), at(0.02, 0.01), at(0.04, -0.01), at(0.08, 0.0)],
        _ => vec![at(0.1, 0.0), at(0.12, 0.03), at(0.16, 0.0), at(0.12, -0.02), at(0.1, 0.0)],
    };
    Polyline::new(&[vertices]).unwrap()
}

impl World {
    fn border(&self) -> Border {
        let sections = (0..2).map(|i| Section::new(section(i), None, line(i))).collect();
        let mut border = Border::new(sections).unwrap();
        let mut markers = Vec::new();
        let mut official = Survey::new(survey(), date(2015, 1, 9), None).unwrap();
        for (i, shares) in self.markers.iter().enumerate() {
            let line = line(i);
            for (nth, share) in shares.iter().enumerate() {
                let at = line.at(Place::new(line.length() * share).unwrap()).unwrap();
                markers.push(Marker::new(section(i), (nth + 1).to_string().parse().unwrap(), at));
            }
            let length = Length::from_mm(SECTIONS[i].1);
            official.add(section(i), Calibration::new(line.end(), length, &[]).unwrap()).unwrap();
        }
        border.set_markers(markers, 0.5);
        border.add_survey(official).unwrap();
        border
    }

    fn registry(&self) -> Registry {
        let area = |&(id, level, parent): &(&str, &str, Option<&str>)| {
            let [id, parent] = [Some(id), parent].map(|id| id.map(|id| AreaId::new(id).unwrap()));
            Area::new(id.unwrap(), "", level).with_parent(parent)
        };
        let (areas, problems) = Forest::new(AREAS.iter().map(area).collect());
        assert!(problems.is_empty());
        let mut registry = Registry::new(areas, survey());
        for &(area, of, (from, to)) in &self.jurisdictions {
            let (area, section) = (area_id(area), section(of));
            let row = Jurisdiction { area, section, from: km(from), to: km(to), source: None };
            registry.add_jurisdiction(row).unwrap();
        }
        for (i, home) in self.villages.iter().enumerate() {
            let at = home.at.map(|(x, y)| LonLat::new(102.0 + x, 22.0 + y).unwrap());
            let areas = vec![area_id(1 + home.commune), area_id(3 + home.post)];
            let village = Village { at, areas, ..Village::new(village_id(i), "village") };
            registry.add_village(village).unwrap();
        }
        for row in &self.rows {
            registry.add_registration(row.registration()).unwrap();
        }
        registry
    }

    /// Asks something about it.
    fn with<T>(&self, ask: impl FnOnce(&State) -> T) -> T {
        let (border, registry) = (self.border(), self.registry());
        let state = State::close(border, registry, &survey(), DAY).unwrap();
        ask(&state)
    }
}

impl Row {
    fn registration(&self) -> Registration {
        let day = |before: i64| DAY.saturating_sub(jiff::Span::new().days(before));
        Registration {
            id: RegistrationId::new(&format!("r{}", self.id)).unwrap(),
            village: village_id(self.village),
            declared: Declaration::Written {
                section: section(self.section),
                from: km(self.ends.0),
                to: km(self.ends.1),
                survey: Some(survey()),
            },
            since: day(self.since),
            until: self.until.map(day),
            status: if self.recognised { Status::Recognised } else { Status::Registered },
            rounding: [Length::ZERO; 2],
            source: None,
        }
    }
}

const VILLAGES: usize = 4;

fn any_ends(section: usize) -> impl Strategy<Value = (i64, i64)> {
    let length = SECTIONS[section].1;
    (0..=length, 0..=length).prop_filter("not empty", |(a, b)| a != b)
}

fn any_row() -> impl Strategy<Value = Row> {
    let place = (0..2_usize).prop_flat_map(|section| (Just(section), any_ends(section)));
    let since = prop_oneof![8 => 0..4_i64, 1 => -2..0_i64];
    let lasts = prop::option::weighted(0.3, 1..5_i64);
    (0..6_usize, 0..VILLAGES, place, since, lasts, any::<bool>()).prop_map(
        |(id, village, (section, ends), since, lasts, recognised)| Row {
            id,
            village,
            section,
            ends,
            since,
            until: lasts.map(|days| since - days),
            recognised,
        },
    )
}

fn worlds() -> impl Strategy<Value = World> {
    let markers = || {
        prop::collection::btree_set(1..100_u32, 0..4)
            .prop_map(|shares| shares.into_iter().map(|share| f64::from(share) / 100.0).collect())
    };
    let at = prop::option::weighted(0.85, (0.0..0.16_f64, -0.03..0.03_f64));
    let home = (at, 0..2_usize, 0..2_usize);
    let home = home.prop_map(|(at, commune, post)| Home { at, commune, post });
    let villages = prop::collection::vec(home, VILLAGES);
    let land = (0..AREAS.len(), 0..2_usize)
        .prop_flat_map(|(area, section)| (Just(area), Just(section), any_ends(section)));
    // On most levels of most sections two areas meet; others lie as they will.
    let limit = |section: usize| {
        let at = 1..SECTIONS[section].1;
        prop::option::weighted(0.8, at).prop_map(move |at| (section, at))
    };
    let limits = [limit(0), limit(0), limit(1), limit(1)];
    let lands = (limits, prop::collection::vec(land, 0..4)).prop_map(|(limits, mut lands)| {
        for (i, (section, at)) in limits.into_iter().enumerate() {
            let area = 1 + 2 * (i % 2);
            if let Some(at) = at {
                let length = SECTIONS[section].1;
                lands.extend([(area, section, (0, at)), (area + 1, section, (at, length))]);
            }
        }
        lands
    });
    let rows = prop::collection::vec(any_row(), 0..14);
    ((markers(), markers()), villages, lands, rows).prop_map(
        |((open, ring), villages, jurisdictions, rows)| World {
            markers: [open, ring],
            villages,
            jurisdictions,
            rows,
        },
    )
}

/// The conflicts of a state with the keys that decide them, and how they are classed by default.
fn detected(state: &State) -> Vec<Detected> {
    detect(state, &ConflictOptions::default()).unwrap()
}

impl Detected {
    fn span(&self) -> Span {
        self.conflict.stretch.span
    }

    fn is_shared(&self) -> bool {
        self.conflict.is_shared()
    }
}

/// Every figure that a decision may change, in millimetres; what is nothing is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Figures(BTreeMap<(&'static str, usize), Vec<i64>>);

impl Figures {
    fn add(&mut self, key: (&'static str, usize), lengths: &[Length]) {
        let sums = self.0.entry(key).or_insert_with(|| vec![0; lengths.len()]);
        sums.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += length.mm());
        if sums.iter().all(|&sum| sum == 0) {
            self.0.remove(&key);
        }
    }

    fn of(ledger: &Ledger) -> Self {
        let mut figures = Self::default();
        let line = ledger.line();
        figures.add(("line", 0), &[line.once(), line.shared(), line.recognised()]);
        for (village, a) in ledger.village_accounts() {
            figures.add(("village", village.index()), &[a.kept, a.sole, a.shared]);
        }
        for a in ledger.areas() {
            let account = a.account.unwrap_or_default();
            let by_place = [account.once(), account.shared(), account.recognised()];
            figures.add(("land", a.key.index()), &by_place);
            figures.add(("members", a.key.index()), &[a.kept]);
        }
        figures
    }

    fn pay(&mut self, price: &PriceSums) {
        self.add(("line", 0), &[price.once, price.shared, price.recognised]);
        for (village, a) in &price.villages {
            self.add(("village", village.index()), &[a.kept, a.sole, a.shared]);
        }
        for (area, a) in &price.areas {
            self.add(("land", area.index()), &[a.once, a.shared, a.recognised]);
            self.add(("members", area.index()), &[a.kept]);
        }
    }
}
