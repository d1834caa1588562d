//! The villages: names and places made up, on the Vietnamese side and within walking distance.

use std::collections::BTreeSet;

use border_coverage::LonLat;
use border_coverage::line::Foot;

use super::Outcome;
use super::areas::{Areas, Inland, communes};
use super::random::Random;
use super::route::Route;
use super::stretches::Cell;
use super::table::{Micro, csv_text};

const FIRST: [&str; 14] = [
    "Nậm", "Huổi", "Pá", "Pú", "Tả", "Nà", "Phiêng", "Co", "Ta", "Púng", "Hua", "Lồng", "Sín", "Xà",
];

const SECOND: [&str; 36] = [
    "Khoang", "Lụ", "Chua", "Pan", "Vạ", "Xá", "Tong", "Mỳ", "Hin", "Lếch", "Sả", "Khăm", "Póm",
    "Dên", "Cọ", "Chải", "Tủm", "Hốc", "Lúa", "Bai", "Mạy", "Ngam", "Đắc", "Thà", "Quài", "Nhộp",
    "Sen", "Lao", "Phặc", "Cang", "Tấu", "Sống", "Én", "Lĩnh", "Kéo", "Thúc",
];

/// A village and the cells it keeps.
pub(super) struct Village {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) at: Micro,
    pub(super) commune: &'static str,
    pub(super) post: &'static str,
    /// Numbers of its cells; the first is the one it lives at.
    pub(super) cells: Vec<usize>,
    capacity_dkm: Option<i64>,
}

/// One village for each cell; for the two sides of a hole, and for the two starts at the
/// tripoint, one for both. In order of communes, then along the line.
pub(super) fn all(
    routes: &[Route; 2],
    areas: &Areas,
    cells: &[Cell],
    random: &mut Random,
) -> Outcome<Vec<Village>> {
    let inland = Inland::new(routes)?;
    let mut taken = BTreeSet::new();
    let mut villages: Vec<Village> = Vec::new();
    let first_on_china = cells.iter().position(|c| c.route == 1);
    for (number, cell) in cells.iter().enumerate() {
        let same = match villages.len() {
            _ if Some(number) == first_on_china => Some(0),
            n => cell.with_previous.then(|| n - 1),
        };
        if let Some(same) = same {
            villages[same].cells.push(number);
            continue;
        }
        let (at, foot_mm) = place(routes, &inland, cell, random)?;
        let (commune, post) = areas.of(cell.route, foot_mm)?;
        // More than its own stretch, in tenths of a kilometre; unknown for some.
        let own_dkm = (cell.to.mm - cell.from.mm) / 100_000;
        let capacity_dkm = (!random.chance(10)).then(|| own_dkm + random.between(8, 45));
        let (id, name, cells) = (String::new(), name(&mut taken, random)?, vec![number]);
        villages.push(Village { id, name, at, commune, post, cells, capacity_dkm });
    }
    let order: Vec<&str> = communes().map(|c| c.0).collect();
    villages.sort_by_key(|v| order.iter().position(|&commune| commune == v.commune));
    number(&mut villages, &order)?;
    Ok(villages)
}

/// Ids by commune: `sin-thau-1`.
fn number(villages: &mut [Village], communes: &[&str]) -> Outcome<()> {
    for commune in communes {
        let mut count = 0;
        for village in villages.iter_mut().filter(|v| v.commune == *commune) {
            count += 1;
            village.id = format!("{commune}-{count}");
        }
        if count == 0 {
            return Err(format!("no village in {commune}: every border commune takes part").into());
        }
    }
    Ok(())
}

/// A name that no other village has.
fn name(taken: &mut BTreeSet<String>, random: &mut Random) -> Outcome<String> {
    loop {
        let name = format!("Bản {} {}", random.pick(&FIRST)?, random.pick(&SECOND)?);
        if taken.insert(name.clone()) {
            return Ok(name);
        }
    }
}

/// Tries before giving up.
const TRIES: usize = 10_000;

/// A point inland whose nearest place of the whole line lies in the cell, and that place.
fn place(
    routes: &[Route; 2],
    inland: &Inland,
    cell: &Cell,
    random: &mut Random,
) -> Outcome<(Micro, i64)> {
    let reach = if random.chance(15) { 7_000 } else { 3_500 };
    for _ in 0..TRIES {
        let home = random.between(cell.from.mm, cell.to.mm - 1);
        let (east, north) = (random.between(-reach, reach), random.between(-reach, reach));
        let at = routes[cell.route].point_at(home)?.shifted(east, north);
        let point = at.point()?;
        let (route, foot) = nearest(routes, point);
        let mm = routes[route].official.measure(foot.place).mm();
        let walk = (350.0..7_900.0).contains(&foot.distance);
        let in_cell = route == cell.route && (cell.from.mm..cell.to.mm).contains(&mm);
        if walk && in_cell && inland.contains(point) {
            return Ok((at, mm));
        }
    }
    Err(format!("no room for a village between {} and {}", cell.from.text, cell.to.text).into())
}

/// The nearest place of the whole line.
fn nearest(routes: &[Route; 2], point: LonLat) -> (usize, Foot) {
    let [laos, china] = routes.each_ref().map(|route| route.line.nearest(point));
    if china.distance < laos.distance { (1, china) } else { (0, laos) }
}

/// `villages.csv`; `keepers` tells how many households of each village keep a marker or a work.
pub(super) fn csv(villages: &[Village], keepers: &[i64], random: &mut Random) -> Outcome<String> {
    let rows: Vec<[String; 8]> = villages
        .iter()
        .zip(keepers)
        .map(|(v, keepers)| {
            let households = keepers + random.between(6, 80);
            let capacity = v.capacity_dkm.map(|d| format!("{}.{}", d / 10, d % 10));
            [
                v.id.clone(),
                v.name.clone(),
                v.at.lon_text(),
                v.at.lat_text(),
                households.to_string(),
                capacity.unwrap_or_default(),
                v.commune.to_owned(),
                v.post.to_owned(),
            ]
        })
        .collect();
    csv_text(
        ["village", "name", "lon", "lat", "households", "capacity_km", "commune", "post"],
        &rows,
    )
}
