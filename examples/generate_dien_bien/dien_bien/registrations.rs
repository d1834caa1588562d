//! Who registered what and when: the cells, shared stretches, and a history of ended, renewed and
//! coming registrations.

use super::random::Random;
use super::spot::{Addresses, Form, Spot};
use super::stretches::{Cell, Gap};
use super::table::csv_text;
use super::villages::Village;
use super::{DAY_NUMBER, Outcome, SECTIONS, day};

/// What registrations speak of.
pub(super) struct Scene<'a> {
    pub(super) addresses: &'a [Addresses<'a>; 2],
    pub(super) gaps: &'a [Gap],
    pub(super) cells: &'a [Cell],
    pub(super) villages: &'a [Village],
}

/// A stretch on one of the sections.
#[derive(Clone)]
struct Stretch {
    route: usize,
    from: Spot,
    to: Spot,
}

/// One registration; days are counted from the start of the roll-out.
struct Registration {
    village: usize,
    stretches: Vec<Stretch>,
    since: i64,
    until: Option<i64>,
    recognised: Option<i64>,
    survey: &'static str,
}

/// Gaps that somebody kept once, and no longer.
const LAPSED: [usize; 3] = [3, 8, 12];
/// Gaps that somebody will keep later.
const COMING: [usize; 3] = [5, 9, 13];
/// Registered in the next survey, whose kilometres are longer: from and to are inside the gap
/// near marker 127. The second row names the survey that the first means by its day.
const RESURVEYED: [(&str, &str, &str); 2] =
    [("km 324.7", "km 326.2", ""), ("km 326.2", "km 328.9", "2017")];

/// `registrations.csv`
pub(super) fn csv(scene: &Scene, random: &mut Random) -> Outcome<String> {
    let stretches = shared(scene, random)?;
    let mut all = Vec::new();
    for (v, village) in scene.villages.iter().enumerate() {
        let own: Vec<Stretch> = village.cells.iter().map(|&c| stretches[c].clone()).collect();
        own_and_before(scene, v, &own, random, &mut all)?;
    }
    for c in (6..scene.cells.len()).step_by(19) {
        all.extend(helping(scene, c, random)?);
    }
    for gap in LAPSED {
        let since = random.between(20, 200);
        let until = Some(random.between(400, 700));
        all.push(Registration { until, ..over_gap(scene, gap, since, random)? });
    }
    for gap in COMING {
        let since = DAY_NUMBER + random.between(6, 90);
        all.push(over_gap(scene, gap, since, random)?);
    }
    all.sort_by_key(|r| r.since);
    let mut rows = Vec::new();
    for (number, registration) in (1..).zip(&all) {
        rows.extend(rows_of(scene, number, registration, random)?);
    }
    rows.extend(resurveyed(scene, all.len() + 1)?);
    csv_text(
        ["registration", "village", "section", "from", "to", "since", "until", "state", "survey"],
        &rows,
    )
}

/// What each cell's village registered: its cell, and often a piece of its neighbour's.
fn shared(scene: &Scene, random: &mut Random) -> Outcome<Vec<Stretch>> {
    let cells = scene.cells;
    let whole = |c: &Cell| Stretch { route: c.route, from: c.from.clone(), to: c.to.clone() };
    let mut stretches: Vec<Stretch> = cells.iter().map(whole).collect();
    for (i, pair) in cells.windows(2).enumerate() {
        let touch = pair[0].route == pair[1].route && pair[0].to.mm == pair[1].from.mm;
        if !touch || !random.chance(45) {
            continue;
        }
        let into_next = random.chance(50);
        let neighbour = &pair[usize::from(into_next)];
        let room = (neighbour.to.mm - neighbour.from.mm) * 6 / 10;
        let reach = match random.below(10) {
            0..4 => random.between(30_000, 90_000),
            4..8 => random.between(100_000, 600_000),
            _ => random.between(800_000, 2_500_000),
        };
        let reach = reach.min(room) * if into_next { 1 } else { -1 };
        let cut = pair[0].to.mm;
        let spot = scene.addresses[neighbour.route].near(cut + reach, Form::Metres, random)?;
        if spot.mm <= neighbour.from.mm || spot.mm >= neighbour.to.mm {
            continue;
        }
        if into_next {
            stretches[i].to = spot;
        } else {
            stretches[i + 1].from = spot;
        }
    }
    Ok(stretches)
}

/// A village's registration in force; for some an earlier one, of their own or a neighbour's.
fn own_and_before(
    scene: &Scene,
    village: usize,
    stretches: &[Stretch],
    random: &mut Random,
    all: &mut Vec<Registration>,
) -> Outcome<()> {
    // The roll-out was quick at first, then slow.
    let mut since = random.between(10, 800).min(random.between(10, 800));
    let before = match village % 16 {
        7 => Some(village),
        12 => Some(neighbour(scene, village)?),
        _ => None,
    };
    if let Some(holder) = before {
        since = since.max(300);
        all.push(Registration {
            village: holder,
            stretches: stretches.to_vec(),
            since: random.between(10, 120),
            until: Some(since),
            recognised: random.chance(60).then(|| random.between(150, 280)),
            survey: "",
        });
    }
    all.push(Registration {
        village,
        stretches: stretches.to_vec(),
        since,
        until: None,
        recognised: random.chance(75).then(|| since + random.between(30, 150)),
        survey: if random.chance(10) { "2015" } else { "" },
    });
    Ok(())
}

/// The village of the cell beside a village's first.
fn neighbour(scene: &Scene, village: usize) -> Outcome<usize> {
    let own = scene.villages[village].cells[0];
    let beside = |c: &usize| scene.cells.get(*c).is_some_and(|n| n.route == scene.cells[own].route);
    let next = [own + 1, own.saturating_sub(1)].into_iter().find(beside);
    keeper_of(scene, next.ok_or("a section of one cell")?)
}

/// A second registration: a village helps out in the middle of the next one's cell.
fn helping(scene: &Scene, cell: usize, random: &mut Random) -> Outcome<Option<Registration>> {
    let (own, next) = (&scene.cells[cell - 1], &scene.cells[cell]);
    if own.route != next.route || next.with_previous {
        return Ok(None);
    }
    let length = next.to.mm - next.from.mm;
    let addresses = &scene.addresses[next.route];
    let from = addresses.near(next.from.mm + length / 4, Form::Metres, random)?;
    let to = addresses.near(next.from.mm + length * 6 / 10, Form::Official, random)?;
    if from.mm >= to.mm || from.mm < next.from.mm || to.mm > next.to.mm {
        return Ok(None);
    }
    Ok(Some(Registration {
        village: keeper_of(scene, cell - 1)?,
        stretches: vec![Stretch { route: next.route, from, to }],
        since: random.between(500, 800),
        until: None,
        recognised: None,
        survey: "",
    }))
}

/// The village of a cell.
fn keeper_of(scene: &Scene, cell: usize) -> Outcome<usize> {
    let keeps = |v: &Village| v.cells.contains(&cell);
    Ok(scene.villages.iter().position(keeps).ok_or("a cell without a village")?)
}

/// The village that keeps the line up to where a gap begins.
fn before_gap(scene: &Scene, gap: &Gap) -> Outcome<usize> {
    let ends = |c: &Cell| c.route == gap.route && c.to.mm == gap.from.mm;
    keeper_of(scene, scene.cells.iter().position(ends).ok_or("a gap beside no cell")?)
}

/// A registration of the nearer part of a gap by the village before it.
fn over_gap(scene: &Scene, gap: usize, since: i64, random: &mut Random) -> Outcome<Registration> {
    let gap = &scene.gaps[gap];
    let middle = gap.from.mm + (gap.to.mm - gap.from.mm) * random.between(40, 80) / 100;
    let to = scene.addresses[gap.route].near(middle, Form::Metres, random)?;
    Ok(Registration {
        village: before_gap(scene, gap)?,
        stretches: vec![Stretch { route: gap.route, from: gap.from.clone(), to }],
        since,
        until: None,
        recognised: None,
        survey: "",
    })
}

/// The rows of a registration: one for each stretch and each state it was in.
fn rows_of(
    scene: &Scene,
    number: usize,
    r: &Registration,
    random: &mut Random,
) -> Outcome<Vec<[String; 9]>> {
    let last = r.until.map(day).transpose()?.map(|d| d.to_string()).unwrap_or_default();
    let recognised = r.recognised.filter(|&d| d > r.since && r.until.is_none_or(|u| d < u));
    let mut states = vec![("registered", day(r.since)?.to_string(), last.clone())];
    if let Some(on) = recognised {
        let on = day(on)?.to_string();
        states[0].2.clone_from(&on);
        states.push(("recognised", on, last));
    }
    let mut rows = Vec::new();
    for stretch in &r.stretches {
        let (mut from, mut to) = (&stretch.from.text, &stretch.to.text);
        if random.chance(18) {
            (from, to) = (to, from);
        }
        for (state, since, until) in &states {
            let row = [
                &format!("r{number:03}"),
                &scene.villages[r.village].id,
                SECTIONS[stretch.route],
                from,
                to,
                since.as_str(),
                until,
                state,
                r.survey,
            ];
            rows.push(row.map(str::to_owned));
        }
    }
    Ok(rows)
}

/// Registrations of the time after the line was measured again.
fn resurveyed(scene: &Scene, number: usize) -> Outcome<Vec<[String; 9]>> {
    let village = before_gap(scene, &scene.gaps[LAPSED[2]])?;
    let row = |(n, (from, to, survey)): (usize, (&str, &str, &str))| {
        let id = format!("r{:03}", number + n);
        let village = scene.villages[village].id.as_str();
        [&id, village, SECTIONS[0], from, to, "2018-03-01", "", "registered", survey]
            .map(str::to_owned)
    };
    Ok(RESURVEYED.into_iter().enumerate().map(row).collect())
}
