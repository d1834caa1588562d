//! What must not change the totals: the order of rows, the direction of a section, parts, more
//! vertices, another start of a ring; and what must scale them: the scale of a survey.

use std::collections::BTreeMap;

use border_coverage::audit::Interval;
use border_coverage::marker::MarkerLabel;
use border_coverage::survey::Calibration;
use border_coverage::{
    Address, Border, Ledger, Length, LonLat, Marker, Measure, Place, Polyline, Registration,
    RegistrationId, Registry, Section, SectionId, State, Survey, SurveyId, Village, VillageId,
};
use jiff::civil::date;
use proptest::prelude::*;

const DAY: jiff::civil::Date = date(2017, 4, 25);

/// Where one end of a stretch is declared.
#[derive(Debug, Clone, Copy)]
enum End {
    Start,
    Finish,
    /// A share of the official length.
    Km(f64),
    /// A marker and an offset in millimetres.
    Marker(usize, i64),
}

#[derive(Debug, Clone)]
struct World {
    vertices: Vec<LonLat>,
    /// Markers at these shares of the line, increasing.
    markers: Vec<f64>,
    official_mm: i64,
    rows: Vec<(usize, End, End, bool)>,
}

fn section() -> SectionId {
    SectionId::new("s").unwrap()
}

fn survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

fn label(i: usize) -> MarkerLabel {
    (i + 1).to_string().parse().unwrap()
}

impl World {
    fn line(&self) -> Polyline {
        Polyline::new(&[&self.vertices]).unwrap()
    }

    /// The border of a line, its markers standing where the shares of the original line say.
    fn border(&self, line: Polyline) -> Border {
        let original = self.line();
        let end = line.end();
        let mut border = Border::new(vec![Section::new(section(), None, line)]).unwrap();
        let stand = |(i, share): (usize, &f64)| {
            let at = original.at(Place::new(original.length() * share).unwrap()).unwrap();
            Marker::new(section(), label(i), at)
        };
        // So near that each marker finds only its own reach.
        border.set_markers(self.markers.iter().enumerate().map(stand).collect(), 0.5);
        let map = Calibration::new(end, Length::from_mm(self.official_mm), &[]).unwrap();
        let mut official = Survey::new(survey(), date(2015, 1, 9), None).unwrap();
        official.add(section(), map).unwrap();
        border.add_survey(official).unwrap();
        border
    }

    fn address(&self, end: End, reversed: bool) -> Address {
        let km = |share: f64| (self.official_mm as f64 * share) as i64;
        match (end, reversed) {
            (End::Start, false) | (End::Finish, true) => Address::Start,
            (End::Finish, false) | (End::Start, true) => Address::End,
            (End::Km(share), false) => Address::Km(Length::from_mm(km(share))),
            (End::Km(share), true) => Address::Km(Length::from_mm(self.official_mm - km(share))),
            (End::Marker(i, mm), false) => Address::Marker(label(i), Length::from_mm(mm)),
            (End::Marker(i, mm), true) => Address::Marker(label(i), Length::from_mm(-mm)),
        }
    }

    /// The ledger over a border, its rows in an order, turned with the section or not.
    fn ledger(&self, border: &Border, order: &[usize], reversed: bool) -> Ledger {
        let declared = |&i: &usize| {
            let (_, from, to, _) = self.rows[i];
            (i, [from, to].map(|end| self.address(end, reversed)), survey())
        };
        self.close(border, order.iter().map(declared)).ledger().clone()
    }

    /// The state of rows over a border, each declared between two addresses in a survey.
    fn close(
        &self,
        border: &Border,
        rows: impl IntoIterator<Item = (usize, [Address; 2], SurveyId)>,
    ) -> State {
        let mut registry = Registry::default();
        for village in 0..4 {
            let id = VillageId::new(&village.to_string()).unwrap();
            registry.add_village(Village::new(id, "village")).unwrap();
        }
        for (i, [from, to], survey) in rows {
            let (village, .., recognised) = self.rows[i];
            let id = RegistrationId::new(&i.to_string()).unwrap();
            let village = VillageId::new(&village.to_string()).unwrap();
            let ends = (from, to);
            let row = Registration::written(id, village, section(), ends, date(2016, 1, 1));
            let row = row.in_survey(survey);
            let row = if recognised { row.recognised() } else { row };
            registry.add_registration(row).unwrap();
        }
        State::close(border.clone(), registry, &survey(), DAY).unwrap()
    }

    fn in_order(&self) -> Vec<usize> {
        (0..self.rows.len()).collect()
    }

    /// A millimetre for each end of a stretch.
    fn rounding(&self) -> i64 {
        2 * self.rows.len() as i64
    }
}

/// Every figure of a ledger, in millimetres.
fn figures(ledger: &Ledger) -> Vec<i64> {
    let line = ledger.line();
    let mut all = vec![
        line.total(),
        line.registered(),
        line.once(),
        line.shared(),
        line.unregistered(),
        line.recognised(),
    ];
    for village in 0..4 {
        let id = VillageId::new(&village.to_string()).unwrap();
        let account = ledger.village(&id);
        all.extend(account.map_or([Length::ZERO; 3], |a| [a.kept, a.sole, a.shared]));
    }
    all.into_iter().map(Length::mm).collect()
}

fn assert_close(a: &Ledger, b: &Ledger, within: i64) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.refused().len(), b.refused().len());
    for (x, y) in figures(a).into_iter().zip(figures(b)) {
        prop_assert!((x - y).abs() <= within, "{:?} {:?}", figures(a), figures(b));
    }
    Ok(())
}

fn any_end() -> impl Strategy<Value = End> {
    prop_oneof![
        1 => Just(End::Start),
        1 => Just(End::Finish),
        4 => (0.0..=1.0_f64).prop_map(End::Km),
        4 => (0..5_usize, -500_000..500_000_i64).prop_map(|(i, mm)| End::Marker(i, mm)),
    ]
}

/// A walk anywhere on the globe that never comes near itself: steps turn by less than 60°.
fn any_world() -> impl Strategy<Value = World> {
    let start = (-180.0..180.0_f64, -80.0..80.0_f64, -1.0..1.0_f64);
    let steps = prop::collection::vec((0.001..0.02_f64, -0.5..0.5_f64), 3..20);
    let markers = prop::collection::vec(0.02..0.98_f64, 5);
    let rows = prop::collection::vec((0..4_usize, any_end(), any_end(), prop::bool::ANY), 0..12);
    (start, steps, markers, 0.8..1.2_f64, rows).prop_map(
        |((lon, lat, heading), steps, mut markers, scale, rows)| {
            let mut at = (lon, lat);
            let mut vertices = vec![LonLat::new(lon, lat).unwrap()];
            for (step, turn) in steps {
                at.0 += step * (heading + turn).cos() / at.1.to_radians().cos();
                at.1 += step * (heading + turn).sin();
                let wrapped = (at.0 + 180.0).rem_euclid(360.0) - 180.0;
                vertices.push(LonLat::new(wrapped, at.1).unwrap());
            }
            markers.sort_by(f64::total_cmp);
            let length = Polyline::new(&[&vertices]).unwrap().length();
            World { vertices, markers, official_mm: (length * scale * 1e3) as i64, rows }
        },
    )
}

/// A world whose official survey has controls at some of its markers.
struct Controlled<'a> {
    world: &'a World,
    border: Border,
    /// The markers that are controls, with their official measures.
    controls: BTreeMap<usize, (Place, i64)>,
}

impl<'a> Controlled<'a> {
    /// Controls at the picked markers; official measures grow as a power of the ground's.
    fn new(world: &'a World, picks: [bool; 5], power: f64) -> Self {
        let border = world.border(world.line());
        let (mut controls, mut last) = (BTreeMap::new(), (Place::START, 0));
        for (i, marker) in border.markers().iter().enumerate().filter(|&(i, _)| picks[i]) {
            let Ok(placed) = marker.placed else { continue };
            let share = placed.place.metres() / world.line().length();
            let next = (placed.place, (world.official_mm as f64 * share.powf(power)) as i64);
            if next.0 > last.0 && next.1 > last.1 && next.1 < world.official_mm {
                controls.insert(i, next);
                last = next;
            }
        }
        let mut controlled = Self { world, border, controls };
        controlled.border = controlled.scaled(1);
        controlled
    }

    /// The same border, its official survey `k` times as long.
    fn scaled(&self, k: i64) -> Border {
        let scaled = |&(place, mm): &(Place, i64)| (place, Measure::from_mm(k * mm));
        let controls: Vec<_> = self.controls.values().map(scaled).collect();
        let total = Length::from_mm(k * self.world.official_mm);
        let map = Calibration::new(self.world.line().end(), total, &controls).unwrap();
        let mut official = Survey::new(survey(), date(2015, 1, 9), None).unwrap();
        official.add(section(), map).unwrap();
        let mut border = self.border.clone();
        border.add_survey(official).unwrap();
        border
    }

    /// An address with its kilometres scaled. Offsets are cut so that none leaves the section.
    fn address(&self, end: End, k: i64) -> Address {
        match end {
            End::Km(share) => {
                Address::Km(Length::from_mm(k * (self.world.official_mm as f64 * share) as i64))
            }
            End::Marker(i, mm) => {
                let alone = Address::Marker(label(i), Length::ZERO);
                let at = self.border.locate(&section(), &alone, &survey(), DAY);
                let at = at.map_or(0, |located| located.measure.from_start().mm());
                let most = at.min(self.world.official_mm - at) * 9 / 10;
                Address::Marker(label(i), Length::from_mm(k * mm.clamp(-most, most)))
            }
            exact => self.world.address(exact, false),
        }
    }

    /// Whether a measure is written in the survey, and not interpolated between its controls.
    fn is_exact(&self, end: End) -> bool {
        !matches!(end, End::Marker(i, _) if !self.controls.contains_key(&i))
    }

    /// The state at a scale. The last rows are declared in the ground survey, which has no scale.
    fn state(&self, border: &Border, k: i64, ground: usize) -> State {
        let rows = self.world.rows.iter().enumerate();
        let first = self.world.rows.len() - ground;
        let length = border.calibration(&section(), &SurveyId::ground()).unwrap().total().mm();
        let declared = |(i, &(_, from, to, _)): (usize, &(usize, End, End, bool))| {
            if i < first {
                return (i, [from, to].map(|end| self.address(end, k)), survey());
            }
            let km = |end| match end {
                End::Km(share) => Address::Km(Length::from_mm((length as f64 * share) as i64)),
                exact => self.world.address(exact, false),
            };
            (i, [from, to].map(km), SurveyId::ground())
        };
        self.world.close(border, rows.map(declared))
    }
}

#[test]
fn a_marker_between_controls_moves_by_up_to_half_a_millimetre_times_the_scale() {
    let (end, middle) = (Place::new(2.0).unwrap(), Place::new(1.0).unwrap());
    let at = |k: i64| {
        let map = Calibration::new(end, Length::from_mm(3 * k), &[]).unwrap();
        map.measure(middle).from_start().mm()
    };
    // 1.5 mm are 2 mm; twice as long they are 3 mm, nine times 13.5 mm, hence 14 mm.
    assert_eq!([1, 2, 9].map(at), [2, 3, 14]);
    assert_eq!([1, 2, 9].map(|k: i64| k * at(1) - at(k)), [1, 2, 9].map(|k: i64| k / 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_order_of_rows_changes_nothing(world in any_world(), seed in 0..1000_usize) {
        let border = world.border(world.line());
        let mut order = world.in_order();
        order.reverse();
        let turn = seed % order.len().max(1);
        order.rotate_left(turn);
        let (a, b) = (world.ledger(&border, &world.in_order(), false), world.ledger(&border, &order, false));
        prop_assert_eq!(figures(&a), figures(&b));
    }

    #[test]
    fn a_section_reversed_with_its_measures_keeps_its_totals(world in any_world()) {
        let mut turned = world.vertices.clone();
        turned.reverse();
        let there = world.ledger(&world.border(world.line()), &world.in_order(), false);
        let border = world.border(Polyline::new(&[turned]).unwrap());
        let back = world.ledger(&border, &world.in_order(), true);
        assert_close(&there, &back, world.rounding())?;
    }

    #[test]
    fn a_line_cut_into_parts_at_its_vertices_keeps_its_totals(world in any_world(), cuts in prop::collection::vec(prop::bool::ANY, 20)) {
        let mut parts: Vec<Vec<LonLat>> = vec![vec![world.vertices[0]]];
        for (i, &vertex) in world.vertices.iter().enumerate().skip(1) {
            parts.last_mut().unwrap().push(vertex);
            if cuts[i % cuts.len()] && i + 1 < world.vertices.len() {
                parts.push(vec![vertex]);
            }
        }
        let whole = world.ledger(&world.border(world.line()), &world.in_order(), false);
        let border = world.border(Polyline::new(&parts).unwrap());
        let cut = world.ledger(&border, &world.in_order(), false);
        assert_close(&whole, &cut, world.rounding())?;
    }

    #[test]
    fn vertices_added_along_the_geodesics_change_no_total(world in any_world(), shares in prop::collection::vec(0.05..0.95_f64, 20)) {
        let mut dense = Vec::new();
        for (i, pair) in world.vertices.windows(2).enumerate() {
            let edge = border_coverage::geodesy::Edge::new(pair[0], pair[1]).unwrap();
            dense.extend([pair[0], edge.at(edge.length() * shares[i % shares.len()])]);
        }
        dense.extend(world.vertices.last());
        let plain = world.ledger(&world.border(world.line()), &world.in_order(), false);
        let border = world.border(Polyline::new(&[dense]).unwrap());
        let denser = world.ledger(&border, &world.in_order(), false);
        assert_close(&plain, &denser, world.rounding())?;
    }

    #[test]
    fn another_start_of_a_ring_changes_no_total(
        centre in (-179.0..179.0_f64, -70.0..70.0_f64), corners in 4..20_usize, turn in 1..20_usize,
        shares in prop::collection::vec(0.01..0.99_f64, 5),
        rows in prop::collection::vec((0..4_usize, 0..5_usize, -400..400_i64, 0..5_usize, -400..400_i64), 1..10),
    ) {
        let corner = |i: usize| {
            let angle = std::f64::consts::TAU * (i % corners) as f64 / corners as f64;
            LonLat::new(centre.0 + 0.02 * angle.cos(), centre.1 + 0.01 * angle.sin()).unwrap()
        };
        let ring = |start: usize| (0..=corners).map(|i| corner(i + start)).collect::<Vec<_>>();
        let mut markers = shares;
        markers.sort_by(f64::total_cmp);
        let length = Polyline::new(&[ring(0)]).unwrap().length();
        let end = |i, m| End::Marker(i, m * 1000);
        let rows: Vec<_> = rows.into_iter().map(|(v, a, x, b, y)| (v, end(a, x), end(b, y), v == 0)).collect();
        let world = World { vertices: ring(0), markers, official_mm: (length * 1e3) as i64, rows };
        let here = world.ledger(&world.border(world.line()), &world.in_order(), false);
        let border = world.border(Polyline::new(&[ring(turn)]).unwrap());
        let there = world.ledger(&border, &world.in_order(), false);
        assert_close(&here, &there, world.rounding() + 1)?;
    }

    #[test]
    fn an_address_leads_to_its_measure_and_back(world in any_world(), share in 0.0..=1.0_f64) {
        let border = world.border(world.line());
        let measure = Measure::from_mm((world.official_mm as f64 * share) as i64);
        let milestones = border.milestones(&section(), &survey(), DAY).unwrap();
        let address = milestones.address(measure);
        let back = border.locate(&section(), &address, &survey(), DAY).unwrap();
        prop_assert_eq!(back.measure, measure);
        let read = Address::parse(&address.to_string(), border_coverage::number::DecimalMark::Point).unwrap();
        prop_assert_eq!(read, address);
    }

    /// Exact are the total, kilometres, starts, ends and controls. A measure between controls is
    /// rounded once at either scale: it moves by up to half a millimetre times `k`, and a length by
    /// as much for each of its ends.
    #[test]
    fn a_survey_scaled_by_k_scales_every_length(
        world in any_world(), picks in prop::array::uniform5(prop::bool::ANY), power in 0.8..1.25_f64, k in 1..10_i64,
        ground in prop::collection::vec((0..4_usize, 0.0..=1.0_f64, 0.0..=1.0_f64), 0..4),
    ) {
        let mut world = world;
        let official = world.rows.len();
        world.rows.extend(ground.iter().map(|&(village, a, b)| (village, End::Km(a), End::Km(b), true)));
        let controlled = Controlled::new(&world, picks, power);
        let (plain, scaled) = (&controlled.border, controlled.scaled(k));
        let half = k / 2;
        let mut within = 2 * half * ground.len() as i64;
        for &end in world.rows[..official].iter().flat_map(|(_, from, to, _)| [from, to]) {
            let at = |border: &Border, k| border.locate(&section(), &controlled.address(end, k), &survey(), DAY);
            let (here, there) = (at(plain, 1), at(&scaled, k));
            prop_assert_eq!(here.is_ok(), there.is_ok());
            let most = if controlled.is_exact(end) { 0 } else { half };
            within += most;
            if let (Ok(here), Ok(there)) = (here, there) {
                let off = there.measure.from_start().mm() - k * here.measure.from_start().mm();
                prop_assert!(off.abs() <= most, "{:?} is {} mm off", end, off);
            }
        }
        let here = controlled.state(plain, 1, ground.len());
        let there = controlled.state(&scaled, k, ground.len());
        prop_assert_eq!(there.ledger().line().total().mm(), k * here.ledger().line().total().mm());
        let (a, b) = (figures(here.ledger()), figures(there.ledger()));
        for (a, b) in a.iter().zip(&b) {
            prop_assert!((b - k * a).abs() <= within, "{} times {} is not {} within {}", k, a, b, within);
        }
        let (a, b) = (here.intervals().unwrap(), there.intervals().unwrap());
        prop_assert_eq!(a.len(), controlled.controls.len() + 1);
        let at = |all: &[Interval], from: Measure| all.iter().find(|one| one.span.from() == from).cloned();
        for one in &a {
            let same = at(&b, Measure::from_mm(k * one.span.from().from_start().mm())).unwrap();
            prop_assert_eq!((same.declared, same.measured), (one.declared * k, one.measured));
            prop_assert!((same.deviation - one.deviation * k).mm().abs() <= 2 * half);
        }
    }
}
