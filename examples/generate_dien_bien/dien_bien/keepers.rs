//! The households that keep a marker or a border work, without names.

use border_coverage::geodesy::distance;

use super::markers::Mark;
use super::random::Random;
use super::stretches::Gap;
use super::table::csv_text;
use super::villages::Village;
use super::{DAY_NUMBER, Outcome, SECTIONS, day};

/// Households in force, and their people: published.
const HOUSEHOLDS: usize = 2_789;
const PEOPLE: u32 = 3_816;
/// Markers that nobody keeps: 187 less 173, as published.
const MARKERS_LEFT: usize = 14;
/// Households whose term has ended, and some whose term has not begun.
const ENDED: usize = 57;
const COMING: usize = 8;
/// Households in force that keep a second marker, and some that kept another before.
const SECOND: usize = 140;
const MOVED: usize = 20;

/// The works, made up: id, name, section, address, and the commune whose villages keep it.
const WORKS: [(&str, &str, &str, &str, &str); 4] = [
    ("nha-bia-moc-0", "Nhà bia mốc số 0", "china", "0", "sin-thau"),
    ("ke-moc-17", "Kè bờ suối tại mốc 17", "laos", "17(2)+15 m", "chung-chai"),
    ("duong-moc-84", "Đường tuần tra, đoạn mốc 84", "laos", "84+0.4 km", "ma-thi-ho"),
    ("chot-duong-mon", "Chốt kiểm soát đường mòn", "laos", "km 285.3", "na-u"),
];

/// What is kept: a marker or a work, by number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Marker(usize),
    Work(usize),
}

/// One row: what is kept, and from which day to which.
struct Term {
    kept: Kept,
    since: i64,
    until: Option<i64>,
    recognised: bool,
}

/// One keeper and all its rows.
pub(super) struct Keeper {
    kind: &'static str,
    village: usize,
    people: u32,
    terms: Vec<Term>,
}

/// All keepers, village by village.
pub(super) fn all(
    marks: &[Mark],
    marker_mm: &[i64],
    gaps: &[Gap],
    villages: &[Village],
    random: &mut Random,
) -> Outcome<Vec<Keeper>> {
    let left = left_alone(marks, marker_mm, gaps, random);
    let near = Neighbours::new(marks, villages)?;
    let taken = |m: &usize| !left.contains(m);
    let mut keepers = in_force(&near, marks.len(), &taken, villages, random)?;
    for _ in 0..ENDED {
        keepers.push(former("household", &near, villages.len(), random)?);
    }
    for _ in 0..2 {
        keepers.push(Keeper { people: 1, ..former("person", &near, villages.len(), random)? });
    }
    for _ in 0..COMING {
        let village = random.below(villages.len());
        let kept = Kept::Marker(*random.pick(&near.markers[village][..3])?);
        let since = DAY_NUMBER + random.between(5, 200);
        let term = Term { kept, since, until: None, recognised: false };
        keepers.push(Keeper { kind: "household", village, people: 1, terms: vec![term] });
    }
    keepers.sort_by_key(|k| k.village);
    Ok(keepers)
}

/// The markers that nobody keeps: most stand where nobody keeps the line either.
fn left_alone(marks: &[Mark], mm: &[i64], gaps: &[Gap], random: &mut Random) -> Vec<usize> {
    let in_gap = |&i: &usize| {
        let inside = |g: &&Gap| g.route == marks[i].route && (g.from.mm..g.to.mm).contains(&mm[i]);
        gaps.iter().any(|g| inside(&g))
    };
    let mut left: Vec<usize> = (0..marks.len()).filter(in_gap).take(9).collect();
    while left.len() < MARKERS_LEFT {
        let marker = random.below(marks.len());
        if !left.contains(&marker) && !in_gap(&marker) {
            left.push(marker);
        }
    }
    left
}

/// Markers by distance from each village, and villages by distance from each marker.
struct Neighbours {
    markers: Vec<Vec<usize>>,
    villages: Vec<Vec<usize>>,
}

impl Neighbours {
    fn new(marks: &[Mark], villages: &[Village]) -> Outcome<Self> {
        let markers: Outcome<Vec<_>> = marks.iter().map(|m| m.at.point()).collect();
        let villages: Outcome<Vec<_>> = villages.iter().map(|v| v.at.point()).collect();
        let (markers, villages) = (markers?, villages?);
        let by_distance = |from, to: &[_]| {
            let mut order: Vec<usize> = (0..to.len()).collect();
            order.sort_by(|&a, &b| distance(from, to[a]).total_cmp(&distance(from, to[b])));
            order
        };
        Ok(Self {
            markers: villages.iter().map(|&v| by_distance(v, &markers)).collect(),
            villages: markers.iter().map(|&m| by_distance(m, &villages)).collect(),
        })
    }

    /// One of the three nearest markers that are kept.
    fn marker(
        &self,
        village: usize,
        taken: impl Fn(&usize) -> bool,
        random: &mut Random,
    ) -> Outcome<usize> {
        let near: Vec<usize> =
            self.markers[village].iter().copied().filter(taken).take(3).collect();
        Ok(*random.pick(&near)?)
    }
}

/// The households in force: three at least for each marker and work, the rest from all villages.
fn in_force(
    near: &Neighbours,
    markers: usize,
    taken: &impl Fn(&usize) -> bool,
    villages: &[Village],
    random: &mut Random,
) -> Outcome<Vec<Keeper>> {
    let mut homes: Vec<(usize, Kept)> = Vec::new();
    for marker in (0..markers).filter(taken) {
        homes.extend([(near.villages[marker][0], Kept::Marker(marker)); 3]);
    }
    for (work, &(.., commune)) in WORKS.iter().enumerate() {
        let home = villages.iter().position(|v| v.commune == commune);
        homes.extend([(home.ok_or("a work without a village")?, Kept::Work(work)); 3]);
    }
    while homes.len() < HOUSEHOLDS {
        let village = random.below(villages.len());
        homes.push((village, Kept::Marker(near.marker(village, taken, random)?)));
    }
    let people = random.deal(PEOPLE, HOUSEHOLDS, 1, 4)?;
    let mut keepers: Vec<Keeper> = Vec::new();
    for ((village, kept), people) in homes.into_iter().zip(people) {
        let terms = vec![term(kept, random)];
        keepers.push(Keeper { kind: "household", village, people, terms });
    }
    for i in 0..SECOND + MOVED {
        let keeper = random.below(HOUSEHOLDS);
        let other = Kept::Marker(near.marker(keepers[keeper].village, taken, random)?);
        if keepers[keeper].terms.iter().any(|t| t.kept == other) || keepers[keeper].terms.len() > 1
        {
            continue;
        }
        let terms = &mut keepers[keeper].terms;
        if i < SECOND {
            terms.push(term(other, random));
        } else {
            let since = terms[0].since.max(120);
            terms[0].since = since;
            let before = Term { kept: other, since: 30, until: Some(since), recognised: false };
            terms.insert(0, before);
        }
    }
    Ok(keepers)
}

/// A term in force on the reporting day.
fn term(kept: Kept, random: &mut Random) -> Term {
    let since = random.between(10, 800).min(random.between(10, 800));
    Term { kept, since, until: None, recognised: random.chance(60) }
}

/// A keeper whose term has ended; some kept a marker that nobody keeps now.
fn former(
    kind: &'static str,
    near: &Neighbours,
    villages: usize,
    random: &mut Random,
) -> Outcome<Keeper> {
    let village = random.below(villages);
    let kept = Kept::Marker(near.marker(village, |_| true, random)?);
    let (since, until) = (random.between(10, 200), Some(random.between(300, 800)));
    let terms = vec![Term { kept, since, until, recognised: false }];
    Ok(Keeper { kind, village, people: random.between(1, 3) as u32, terms })
}

/// How many households and persons of each village stand in the list, in force or not.
pub(super) fn households_by_village(keepers: &[Keeper], villages: usize) -> Vec<i64> {
    let mut count = vec![0; villages];
    keepers.iter().for_each(|k| count[k.village] += 1);
    count
}

/// `keepers.csv`: people stand on a keeper's first row, and on half of the others again.
pub(super) fn csv(keepers: &[Keeper], marks: &[Mark], villages: &[Village]) -> Outcome<String> {
    let mut rows = Vec::new();
    for (number, keeper) in (1..).zip(keepers) {
        let id = format!("{}{number:04}", &keeper.kind[..1]);
        for (i, term) in keeper.terms.iter().enumerate() {
            let people =
                if i == 0 || number % 2 == 0 { keeper.people.to_string() } else { "".into() };
            let (section, marker, work) = match term.kept {
                Kept::Marker(m) => (SECTIONS[marks[m].route], marks[m].label.as_str(), ""),
                Kept::Work(w) => ("", "", WORKS[w].0),
            };
            let since = day(term.since)?.to_string();
            let until = term.until.map(day).transpose()?.map(|d| d.to_string());
            let state = if term.recognised { "recognised" } else { "registered" };
            rows.push(
                [
                    id.as_str(),
                    keeper.kind,
                    &villages[keeper.village].id,
                    &people,
                    section,
                    marker,
                    work,
                    &since,
                    &until.unwrap_or_default(),
                    state,
                ]
                .map(str::to_owned),
            );
        }
    }
    csv_text(
        [
            "keeper", "kind", "village", "people", "section", "marker", "work", "since", "until",
            "state",
        ],
        &rows,
    )
}

/// `works.csv`
pub(super) fn works_csv() -> Outcome<String> {
    let rows: Vec<[String; 4]> =
        WORKS.iter().map(|w| [w.0, w.1, w.2, w.3].map(str::to_owned)).collect();
    csv_text(["work", "name", "section", "at"], &rows)
}
