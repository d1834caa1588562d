//! What registrations may become without a change of the accounts: two in place of one, and the
//! rows in which decisions about conflicts are written down.

use border_coverage::admin::{Area, Forest};
use border_coverage::audit::{Conflict, ConflictOptions, Policy, Resolved, Revision};
use border_coverage::io::Settings;
use border_coverage::ledger::{Account, VillageAccount};
use border_coverage::number::DecimalMark;
use border_coverage::registry::Jurisdiction;
use border_coverage::report::CsvStyle;
use border_coverage::survey::Calibration;
use border_coverage::{
    Address, AreaId, Border, DataSet, Ledger, Length, LonLat, Marker, Place, Polyline,
    Registration, RegistrationId, Registry, Section, SectionId, State, Survey, SurveyId, Village,
    VillageId,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const DAY: Date = date(2017, 4, 25);

/// An open section and a ring, with their lengths in millimetres.
const SECTIONS: [(&str, i64); 2] = [("open", 90_000), ("ring", 100_000)];

const VILLAGES: usize = 4;

/// A stretch of a village, with the days before [`DAY`] on which it was declared.
#[derive(Debug, Clone)]
struct Row {
    id: usize,
    village: usize,
    section: usize,
    from: i64,
    length: i64,
    since: i64,
    recognised: bool,
}

impl Row {
    /// A measure of its section; on the ring it is counted on from the start.
    fn at(&self, mm: i64) -> Address {
        let (_, total) = SECTIONS[self.section];
        Address::Km(Length::from_mm(if mm > total { mm - total } else { mm }))
    }

    fn registration(&self) -> Registration {
        let id = RegistrationId::new(&format!("r{}", self.id)).unwrap();
        let village = VillageId::new(&format!("v{}", self.village)).unwrap();
        let ends = (self.at(self.from), self.at(self.from + self.length));
        let since = DAY.saturating_sub(jiff::Span::new().days(self.since));
        let row = Registration::written(id, village, section(self.section), ends, since);
        let row = row.in_survey(survey());
        if self.recognised { row.recognised() } else { row }
    }

    /// Two rows that meet within it, the later one of another registration or of its own.
    fn split(&self, share: f64, other_id: bool) -> Option<[Self; 2]> {
        let first = (self.length as f64 * share) as i64;
        let (id, from) = (if other_id { 100 + self.id } else { self.id }, self.from + first);
        let (_, total) = SECTIONS[self.section];
        let from = if from >= total { from - total } else { from };
        let rest = Self { id, from, length: self.length - first, ..self.clone() };
        let is_split = first > 0 && rest.length > 0;
        is_split.then(|| [Self { length: first, ..self.clone() }, rest])
    }
}

fn survey() -> SurveyId {
    SurveyId::new("official").unwrap()
}

fn section(i: usize) -> SectionId {
    SectionId::new(SECTIONS[i].0).unwrap()
}

fn commune(i: usize) -> AreaId {
    AreaId::new(["west", "east"][i]).unwrap()
}

fn border() -> Border {
    let at = |x: f64, y: f64| LonLat::new(102.0 + x, 22.0 + y).unwrap();
    let open = [at(0.0, 0.0), at(0.0003, 0.0001), at(0.0009, 0.0)];
    let ring = [at(0.01, 0.0), at(0.0102, 0.0002), at(0.0104, 0.0), at(0.01, 0.0)];
    let lines = [Polyline::new(&[&open[..]]).unwrap(), Polyline::new(&[&ring[..]]).unwrap()];
    let sections = lines.iter().enumerate();
    let sections = sections.map(|(i, line)| Section::new(section(i), None, line.clone()));
    let mut border = Border::new(sections.collect()).unwrap();
    let mut official = Survey::new(survey(), date(2015, 1, 9), None).unwrap();
    let mut markers = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let map = Calibration::new(line.end(), Length::from_mm(SECTIONS[i].1), &[]).unwrap();
        official.add(section(i), map).unwrap();
        let middle = line.at(Place::new(line.length() / 2.0).unwrap()).unwrap();
        markers.push(Marker::new(section(i), "7".parse().unwrap(), middle));
    }
    border.set_markers(markers, 0.5);
    border.add_survey(official).unwrap();
    border
}

/// Two communes on each section; villages of either.
fn registry(rows: &[Row]) -> Registry {
    let (areas, problems) =
        Forest::new((0..2).map(|i| Area::new(commune(i), "Commune", "commune")).collect());
    assert!(problems.is_empty());
    let mut registry = Registry::new(areas, survey());
    for (on, (_, length)) in SECTIONS.iter().enumerate() {
        let limit = Address::Km(Length::from_mm(length / 3));
        let halves = [(Address::Start, limit.clone()), (limit, Address::End)];
        for (area, (from, to)) in halves.into_iter().enumerate() {
            let land = Jurisdiction::new(commune(area), section(on), (from, to));
            registry.add_jurisdiction(land).unwrap();
        }
    }
    for i in 0..VILLAGES {
        let at = LonLat::new(102.0 + 0.003 * i as f64, 22.001).unwrap();
        let id = VillageId::new(&format!("v{i}")).unwrap();
        let village = Village::new(id, "village").at(at).areas([commune(i % 2)]);
        registry.add_village(village).unwrap();
    }
    for row in rows {
        registry.add_registration(row.registration()).unwrap();
    }
    registry
}

fn state(rows: &[Row]) -> State {
    State::close(border(), registry(rows), &survey(), DAY).unwrap()
}

fn any_row() -> impl Strategy<Value = Row> {
    let place = (0..2_usize, 0.0..1.0_f64, 0.0..1.0_f64);
    (0..8_usize, 0..VILLAGES, place, 0..4_i64, any::<bool>()).prop_map(
        |(id, village, (section, start, long), since, recognised)| {
            let (_, total) = SECTIONS[section];
            let from = ((total - 1) as f64 * start) as i64;
            // On the ring a stretch may cross the seam.
            let most = if section == 1 { total - 1 } else { total - from };
            let length = 1 + ((most - 1) as f64 * long) as i64;
            Row { id, village, section, from, length, since, recognised }
        },
    )
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(any_row(), 1..12)
}

/// The accounts of the line, of each village and of each area, with what its villages keep.
type Accounts = (Account, Vec<Option<VillageAccount>>, Vec<(AreaId, Option<Account>, Length)>);

fn accounts(ledger: &Ledger) -> Accounts {
    let village = |i| ledger.village(&VillageId::new(&format!("v{i}")).unwrap()).cloned();
    let areas = ledger.areas().iter();
    let areas = areas.map(|area| (area.area.clone(), area.account, area.kept));
    (*ledger.line(), (0..VILLAGES).map(village).collect(), areas.collect())
}

/// The lines of `registrations.csv` after decisions, as an office would write them: a row that
/// gave up something ends on the day, and what is left of it follows.
fn written(rows: &[Registration], resolved: &Resolved) -> Vec<u8> {
    let fields = |row: &Registration| row.fields(DecimalMark::Point).unwrap();
    let mut lines = vec![CsvStyle::default().line(Registration::COLUMNS)];
    let mut write = |row: &Registration| lines.push(CsvStyle::default().line(fields(row)));
    let mut revisions = resolved.revisions.iter().peekable();
    for row in rows {
        let is_this = |revision: &&Revision| fields(&revision.row) == fields(row);
        let Some(revision) = revisions.next_if(is_this) else {
            write(row);
            continue;
        };
        if row.since < DAY {
            write(&row.clone().until(DAY));
        }
        revision.remaining.iter().for_each(&mut write);
    }
    assert!(revisions.next().is_none(), "the rows are in the order of the registry");
    lines.join("\n").into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_registration_split_in_two_changes_no_total(
        rows in any_rows(), which in 0..12_usize, share in 0.0..1.0_f64, other_id in any::<bool>(),
    ) {
        let which = which % rows.len();
        let halves = rows[which].split(share, other_id);
        prop_assume!(halves.is_some());
        let mut split = rows.clone();
        split.splice(which..=which, halves.into_iter().flatten());
        let (before, after) = (state(&rows), state(&split));
        prop_assert_eq!(before.ledger().refused().len(), 0);
        prop_assert_eq!(after.ledger().refused().len(), 0);
        prop_assert!(before.ledger().line().registered() > Length::ZERO);
        prop_assert_eq!(accounts(before.ledger()), accounts(after.ledger()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn decisions_written_down_and_read_again_give_the_resolved_ledger(
        rows in any_rows(), policies in prop::collection::vec(prop::sample::select(Policy::ALL.to_vec()), 5),
    ) {
        let before = state(&rows);
        let pick = |conflict: &Conflict| {
            let at = conflict.stretch.span.from().mm() as usize;
            let own = (!conflict.is_shared()).then_some(Policy::EarlierStands);
            own.or(Some(policies[at % policies.len()]))
        };
        let resolved = before.resolve_conflicts(&ConflictOptions::default(), pick).unwrap();

        let data = DataSet::new(border(), registry(&rows), Settings::new("Laws"));
        let mut files = data.to_files().unwrap();
        let rows = files.iter_mut().find(|(name, _)| *name == "registrations.csv").unwrap();
        rows.1 = written(before.registry().registrations(), &resolved);
        let again = DataSet::from_files(files).unwrap().state(Some(DAY), Some(&survey())).unwrap();
        prop_assert_eq!(accounts(again.ledger()), accounts(resolved.state.ledger()));

        let registry = resolved.written_down();
        let again = State::close(border(), registry, &survey(), DAY).unwrap();
        prop_assert_eq!(accounts(again.ledger()), accounts(resolved.state.ledger()));
    }
}
