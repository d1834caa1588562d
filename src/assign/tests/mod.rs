//! Worlds for the tests of this room: a line, two communes, villages and what they keep.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::admin::{Area, Forest};
use crate::border::Border;
use crate::id::{AreaId, RegistrationId, SectionId, SurveyId};
use crate::key::SectionKey;
use crate::line::Section;
use crate::marker::{Address, Marker};
use crate::registry::Registry;
use crate::registry::{Jurisdiction, Registration, Village};
use crate::survey::{Calibration, Survey};

mod division;
mod proposals;
mod work_list;

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
        border.add_survey(official).unwrap();
        border
    }

    fn registry(&self) -> Registry {
        let area = |i: usize| Area::new(commune(i), "", "commune");
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
    fn with<T>(&self, ask: impl FnOnce(&Assigner) -> T) -> T {
        let (border, registry) = (self.border(), self.registry());
        ask(&State::close(border, registry, &survey(), DAY).unwrap().assigner())
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

fn limited(assigner: &Assigner, far: Option<f64>, by_area: bool) -> Assigner {
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
fn communes(assigner: &Assigner, span: Span) -> Vec<AreaId> {
    assigner.areas_of(SectionKey::new(0), span)
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
