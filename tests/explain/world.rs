//! Small random states: a line of two sections, one of them a ring, that a survey may measure in
//! a few hundred millimetres, so that ends meet often.

use border_coverage::admin::{Area, Forest};
use border_coverage::audit::Explanation;
use border_coverage::period::Period;
use border_coverage::registry::{Declaration, Jurisdiction, Status};
use border_coverage::survey::Calibration;
use border_coverage::{
    Address, AreaId, Border, Length, LonLat, Marker, Polyline, Registration, RegistrationId,
    Registry, Section, SectionId, State, Survey, SurveyId, Village, VillageId,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// How many villages there are.
pub(crate) const VILLAGES: usize = 4;

/// Where one end of a stretch is declared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum End {
    Start,
    Finish,
    /// So many millimetres from the start.
    Mm(i64),
    /// A marker and an offset in millimetres.
    Marker(usize, i64),
}

/// A row of a registration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: usize,
    pub(crate) village: usize,
    pub(crate) on_ring: bool,
    pub(crate) ends: (End, End),
    pub(crate) since: i8,
    pub(crate) days: Option<i8>,
    pub(crate) recognised: bool,
    pub(crate) survey: Option<usize>,
}

/// The line and its surveys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// How far it reaches, in millionths of a degree.
    pub(crate) reach: i32,
    pub(crate) ring: bool,
    /// The official lengths in both surveys, in millimetres.
    pub(crate) totals: [i64; 2],
}

/// The areas: two communes in a district, and a post.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Areas {
    /// Where the first commune ends and the second begins.
    pub(crate) cut: End,
    /// When the first commune becomes part of the second.
    pub(crate) merged: Option<i8>,
    /// Whether there is a post.
    pub(crate) post: bool,
    /// Whether each village belongs to the second commune.
    pub(crate) second: [bool; VILLAGES],
}

/// A whole state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    pub(crate) line: Line,
    /// Where markers stand, in thousandths of the way.
    pub(crate) markers: Vec<i32>,
    pub(crate) areas: Areas,
    pub(crate) villages: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) day: i8,
    /// The ground, or one of both surveys.
    pub(crate) survey: Option<usize>,
}

/// What an id is called in a state that is built.
pub(crate) type Rename<'a> = &'a dyn Fn(&str) -> String;

fn on(day: i8) -> Date {
    date(2016, 1 + day, 1)
}

fn survey(survey: Option<usize>) -> SurveyId {
    survey.map_or_else(SurveyId::ground, |i| SurveyId::new(["old", "new"][i]).unwrap())
}

fn section(ring: bool, name: Rename<'_>) -> SectionId {
    SectionId::new(&name(if ring { "ring" } else { "line" })).unwrap()
}

pub(crate) fn area(id: &str) -> AreaId {
    AreaId::new(id).unwrap()
}

pub(crate) fn village(i: usize) -> VillageId {
    VillageId::new(&format!("v{i}")).unwrap()
}

fn renamed_area(id: &str, name: Rename<'_>) -> AreaId {
    area(&name(id))
}

fn renamed_village(i: usize, name: Rename<'_>) -> VillageId {
    VillageId::new(&name(village(i).as_str())).unwrap()
}

fn address(end: End) -> Address {
    match end {
        End::Start => Address::Start,
        End::Finish => Address::End,
        End::Mm(mm) => Address::Km(Length::from_mm(mm)),
        End::Marker(i, mm) => {
            Address::Marker((i + 1).to_string().parse().unwrap(), Length::from_mm(mm))
        }
    }
}

impl Line {
    fn border(&self, name: Rename<'_>) -> Border {
        let p = |x: f64, y: f64| LonLat::new(10.0 + x, 50.0 + y).unwrap();
        let reach = f64::from(self.reach) * 1e-6;
        let straight = Polyline::new(&[[p(0.0, 0.0), p(0.004, 0.0), p(reach, 0.001)]]).unwrap();
        let mut sections = vec![Section::new(section(false, name), None, straight)];
        if self.ring {
            let corners = [(0.0, 0.1), (0.003, 0.1), (0.003, 0.102), (0.0, 0.102), (0.0, 0.1)];
            let ring = Polyline::new(&[corners.map(|(x, y)| p(x, y))]).unwrap();
            sections.push(Section::new(section(true, name), None, ring));
        }
        let mut border = Border::new(sections.clone()).unwrap();
        for (i, day) in [date(2015, 1, 1), date(2016, 4, 1)].into_iter().enumerate() {
            let mut made = Survey::new(survey(Some(i)), day, None).unwrap();
            for section in &sections {
                let total = Length::from_mm(self.totals[i]);
                let map = Calibration::new(section.line().end(), total, &[]).unwrap();
                made.add(section.id().clone(), map).unwrap();
            }
            border.add_survey(made).unwrap();
        }
        border
    }
}

impl Areas {
    fn forest(&self, name: Rename<'_>) -> Forest {
        let merged = self.merged.map(on);
        let area_of = |id: &str, level: &str, parent: Option<&str>| {
            let parent = parent.map(|id| renamed_area(id, name));
            Area::new(renamed_area(id, name), id, level).with_parent(parent)
        };
        let first = area_of("first", "commune", Some("district"))
            .with_period(Period::new(None, merged).unwrap())
            .with_successors([renamed_area("second", name)]);
        let mut areas = vec![
            area_of("district", "district", None),
            first,
            area_of("second", "commune", Some("district")),
        ];
        if self.post {
            areas.push(area_of("post", "post", None));
        }
        let (forest, problems) = Forest::new(areas);
        assert!(problems.is_empty(), "{problems:?}");
        forest
    }

    fn fill(&self, registry: &mut Registry, villages: usize, name: Rename<'_>) {
        let row = |id: &str, ring, from, to| {
            let ends = (address(from), address(to));
            Jurisdiction::new(renamed_area(id, name), section(ring, name), ends)
        };
        for row in
            [row("first", false, End::Start, self.cut), row("second", false, self.cut, End::Finish)]
        {
            registry.add_jurisdiction(row).unwrap();
        }
        if self.post {
            registry.add_jurisdiction(row("post", true, End::Start, End::Finish)).unwrap();
        }
        for i in 0..villages {
            let mut one = Village::new(renamed_village(i, name), "village");
            one.areas.push(renamed_area(if self.second[i] { "second" } else { "first" }, name));
            if self.post && i % 2 == 0 {
                one.areas.push(renamed_area("post", name));
            }
            registry.add_village(one).unwrap();
        }
    }
}

impl Plan {
    fn border(&self, name: Rename<'_>) -> Border {
        let mut border = self.line.border(name);
        // On the stretch that no re-measuring moves.
        let stand = |(i, share): (usize, &i32)| {
            let at = LonLat::new(10.0 + 0.004 * f64::from(*share) / 1e3, 50.0).unwrap();
            Marker::new(section(false, name), (i + 1).to_string().parse().unwrap(), at)
        };
        let markers = self.markers.iter().enumerate().map(stand).collect();
        border.set_markers(markers, 30.0);
        border
    }

    fn registry(&self, name: Rename<'_>) -> Registry {
        let mut registry = Registry::new(self.areas.forest(name), survey(Some(0)));
        self.areas.fill(&mut registry, self.villages, name);
        for row in self.rows.iter().filter(|row| row.village < self.villages) {
            let declared = Declaration::Written {
                section: section(row.on_ring, name),
                from: address(row.ends.0),
                to: address(row.ends.1),
                survey: row.survey.map(|i| survey(Some(i))),
            };
            let id = RegistrationId::new(&name(&format!("r{}", row.id))).unwrap();
            let village = renamed_village(row.village, name);
            let mut one = Registration::new(id, village, declared, on(row.since));
            one.until = row.days.map(|days| on((row.since + 1 + days).min(11)));
            one.status = if row.recognised { Status::Recognised } else { Status::Registered };
            registry.add_registration(one).unwrap();
        }
        registry
    }

    pub(crate) fn build(&self) -> State {
        self.build_renamed(&str::to_owned)
    }

    /// The same with other ids of sections, areas, villages and registrations.
    pub(crate) fn build_renamed(&self, name: Rename<'_>) -> State {
        let (border, registry) = (self.border(name), self.registry(name));
        State::close(border, registry, &survey(self.survey), on(self.day)).unwrap()
    }
}

pub(crate) fn explained(before: &State, after: &State) -> Explanation {
    after.explain_from(before).unwrap()
}

fn any_end() -> impl Strategy<Value = End> {
    prop_oneof![
        1 => Just(End::Start),
        1 => Just(End::Finish),
        6 => (0..130_i64).prop_map(End::Mm),
        4 => (0..4_usize, -20..20_i64).prop_map(|(i, mm)| End::Marker(i, mm)),
    ]
}

fn any_row() -> impl Strategy<Value = Row> {
    let who = (0..5_usize, 0..VILLAGES, prop::bool::weighted(0.2));
    let held = (0..6_i8, prop::option::weighted(0.4, 0..6_i8), prop::bool::ANY);
    let survey = prop::option::weighted(0.7, 0..2_usize);
    (who, (any_end(), any_end()), held, survey).prop_map(
        |((id, village, on_ring), ends, (since, days, recognised), survey)| Row {
            id,
            village,
            on_ring,
            ends,
            since,
            days,
            recognised,
            survey,
        },
    )
}

/// Any state.
pub(crate) fn any_plan() -> impl Strategy<Value = Plan> {
    let line = (8_000..9_000, prop::bool::weighted(0.8), [100..160_i64, 100..160_i64])
        .prop_map(|(reach, ring, totals)| Line { reach, ring, totals });
    let markers = prop::collection::vec(1..249, 4).prop_map(|steps| {
        let mut at = 0;
        steps.into_iter().map(|step| (at += step, at).1).collect()
    });
    let areas =
        (any_end(), prop::option::of(0..9_i8), prop::bool::weighted(0.8), [prop::bool::ANY; 4])
            .prop_map(|(cut, merged, post, second)| Areas { cut, merged, post, second });
    let registered = (3..=VILLAGES, prop::collection::vec(any_row(), 0..12));
    let when = (0..9_i8, prop::option::weighted(0.8, 0..2_usize));
    (line, markers, areas, registered, when).prop_map(
        |(line, markers, areas, (villages, rows), (day, survey))| Plan {
            line,
            markers,
            areas,
            villages,
            rows,
            day,
            survey,
        },
    )
}

/// What of another state a state takes over: line, markers, areas, villages, day and survey; and
/// what becomes of each row.
type Mixture = ([bool; 6], Vec<u8>);

fn any_mixture() -> impl Strategy<Value = Mixture> {
    (any::<[bool; 6]>(), prop::collection::vec(0..4_u8, 12))
}

/// A state that takes something over from another, row by row too.
fn mixed(a: &Plan, b: &Plan, mixture: &Mixture) -> Plan {
    let ([line, markers, areas, villages, day, survey], rows) = mixture;
    let mut other = a.clone();
    for (i, row) in b.rows.iter().enumerate() {
        match (rows[i], other.rows.get_mut(i)) {
            (0, Some(own)) => *own = row.clone(),
            (1, Some(own)) => (own.ends, own.recognised) = (row.ends, row.recognised),
            (2, None) => other.rows.push(row.clone()),
            _ => {}
        }
    }
    if rows[11] == 3 {
        other.rows.truncate(a.rows.len() / 2);
    }
    if *line {
        other.line = b.line.clone();
    }
    if *markers {
        other.markers = b.markers.clone();
    }
    if *areas {
        other.areas = b.areas.clone();
    }
    if *villages {
        other.villages = b.villages;
    }
    if *day {
        other.day = b.day;
    }
    if *survey {
        other.survey = b.survey;
    }
    other
}

/// Two states that share what chance says.
pub(crate) fn any_pair() -> impl Strategy<Value = (Plan, Plan)> {
    (any_plan(), any_plan(), any_mixture()).prop_map(|(a, b, mixture)| {
        let other = mixed(&a, &b, &mixture);
        (a, other)
    })
}

/// Three states, each sharing with the one before what chance says.
pub(crate) fn any_triple() -> impl Strategy<Value = [Plan; 3]> {
    (any_pair(), any_plan(), any_mixture()).prop_map(|((a, b), c, mixture)| {
        let last = mixed(&b, &c, &mixture);
        [a, b, last]
    })
}
