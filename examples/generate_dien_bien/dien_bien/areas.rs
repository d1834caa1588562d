//! Province, districts, communes and posts, and the stretches they answer for.
//!
//! The names of province, districts and communes are real, and so is their order along the line
//! as far as it could be found; where one ends and the next begins is made up, and so is which
//! posts there are.

use border_coverage::LonLat;

use super::Outcome;
use super::random::Random;
use super::route::Route;
use super::spot::{Addresses, Form, Spot};
use super::table::csv_text;

const PROVINCE: &str = "tinh-dien-bien";

/// Id and name of the districts, and where each ends on the Laos line: kilometres on the ground.
/// The China line belongs to the first.
pub(super) const DISTRICTS: [(&str, &str, i64); 4] = [
    ("h-muong-nhe", "Huyện Mường Nhé", 84),
    ("h-nam-po", "Huyện Nậm Pồ", 204),
    ("h-muong-cha", "Huyện Mường Chà", 232),
    ("h-dien-bien", "Huyện Điện Biên", END),
];

/// The end of the line.
const END: i64 = i64::MAX;

/// Id and name of the communes that reach the Laos line, in order from the tripoint, and where
/// each ends: kilometres on the ground.
const COMMUNES: [(&str, &str, i64); 28] = [
    ("sin-thau", "Sín Thầu", 18),
    ("leng-su-sin", "Leng Su Sìn", 32),
    ("chung-chai", "Chung Chải", 48),
    ("muong-nhe", "Mường Nhé", 66),
    ("nam-ke", "Nậm Kè", 84),
    ("na-co-sa", "Na Cô Sa", 98),
    ("nam-nhu", "Nậm Nhừ", 110),
    ("na-bung", "Nà Bủng", 134),
    ("vang-dan", "Vàng Đán", 142),
    ("na-hy", "Nà Hỳ", 154),
    ("cha-nua", "Chà Nưa", 166),
    ("phin-ho", "Phìn Hồ", 180),
    ("si-pa-phin", "Si Pa Phìn", 204),
    ("ma-thi-ho", "Ma Thì Hồ", 212),
    ("na-sang", "Na Sang", 220),
    ("muong-muon", "Mường Mươn", 232),
    ("muong-pon", "Mường Pồn", 240),
    ("hua-thanh", "Hua Thanh", 247),
    ("thanh-nua", "Thanh Nưa", 255),
    ("thanh-luong", "Thanh Luông", 264),
    ("thanh-hung", "Thanh Hưng", 271),
    ("thanh-chan", "Thanh Chăn", 278),
    ("pa-thom", "Pa Thơm", 306),
    ("na-u", "Na Ư", 324),
    ("na-tong", "Na Tông", 338),
    ("muong-nha", "Mường Nhà", 352),
    ("phu-luong", "Phu Luông", 366),
    ("muong-loi", "Mường Lói", END),
];

/// The commune that reaches the China line alone, and where it begins there: kilometres on the
/// ground. Before it the China line belongs to the first commune of the Laos line.
const CHINA_COMMUNE: (&str, &str, i64) = ("sen-thuong", "Sen Thượng", 13);

/// Posts, named after a commune, and where each ends on the Laos line: kilometres on the ground.
/// They do not keep to the districts' borders.
const POSTS: [(&str, &str, i64); 16] = [
    ("don-sin-thau", "Sín Thầu", 20),
    ("don-leng-su-sin", "Leng Su Sìn", 40),
    ("don-muong-nhe", "Mường Nhé", 63),
    ("don-nam-ke", "Nậm Kè", 88),
    ("don-na-co-sa", "Na Cô Sa", 103),
    ("don-nam-nhu", "Nậm Nhừ", 116),
    ("don-na-bung", "Nà Bủng", 139),
    ("don-na-hy", "Nà Hỳ", 168),
    ("don-si-pa-phin", "Si Pa Phìn", 208),
    ("don-muong-muon", "Mường Mươn", 236),
    ("don-muong-pon", "Mường Pồn", 252),
    ("don-thanh-luong", "Thanh Luông", 275),
    ("don-pa-thom", "Pa Thơm", 303),
    ("don-na-u", "Na Ư", 328),
    ("don-muong-nha", "Mường Nhà", 358),
    ("don-muong-loi", "Mường Lói", END),
];

/// The post on the China line, and where it begins there: kilometres on the ground.
const CHINA_POST: (&str, &str, i64) = ("don-sen-thuong", "Sen Thượng", 16);

/// The stretch that an area answers for.
#[derive(Clone)]
struct Jurisdiction {
    area: &'static str,
    route: usize,
    from: Spot,
    to: Spot,
}

/// All areas' stretches.
pub(super) struct Areas {
    districts: Vec<Jurisdiction>,
    communes: Vec<Jurisdiction>,
    posts: Vec<Jurisdiction>,
}

impl Areas {
    /// Lays out all stretches; district ends are ends of communes, written alike.
    pub(super) fn new(
        routes: &[Route; 2],
        addresses: &[Addresses; 2],
        random: &mut Random,
    ) -> Outcome<Self> {
        let mut communes = tiled(&routes[0], &addresses[0], 0, &COMMUNES, random)?;
        let (china, name, begins) = CHINA_COMMUNE;
        let on_china = [(COMMUNES[0].0, "", begins), (china, name, END)];
        communes.extend(tiled(&routes[1], &addresses[1], 1, &on_china, random)?);
        let mut posts = tiled(&routes[0], &addresses[0], 0, &POSTS, random)?;
        let (china, name, begins) = CHINA_POST;
        let on_china = [(POSTS[0].0, "", begins), (china, name, END)];
        posts.extend(tiled(&routes[1], &addresses[1], 1, &on_china, random)?);
        let districts = joined(&communes);
        Ok(Self { districts, communes, posts })
    }

    /// The commune and the post that answer for a place.
    pub(super) fn of(&self, route: usize, mm: i64) -> Outcome<(&'static str, &'static str)> {
        Ok((holder(&self.communes, route, mm)?, holder(&self.posts, route, mm)?))
    }

    /// `jurisdictions.csv`
    pub(super) fn csv(&self, routes: &[Route; 2]) -> Outcome<String> {
        // One province: its stretches are its districts'.
        let province = |d: &Jurisdiction| Jurisdiction { area: PROVINCE, ..d.clone() };
        let mut rows = joined_alike(self.districts.iter().map(province));
        rows.extend([&self.districts, &self.communes, &self.posts].into_iter().flatten().cloned());
        let rows: Vec<[String; 4]> = rows
            .into_iter()
            .map(|j| {
                [j.area.to_owned(), routes[j.route].section.to_owned(), j.from.text, j.to.text]
            })
            .collect();
        csv_text(["area", "section", "from", "to"], &rows)
    }
}

/// One section cut into stretches that touch: each ends with the address where the next begins.
fn tiled(
    route: &Route,
    addresses: &Addresses,
    number: usize,
    ends: &[(&'static str, &'static str, i64)],
    random: &mut Random,
) -> Outcome<Vec<Jurisdiction>> {
    let ground_km = route.line.length() / 1000.0;
    let mut from = addresses.read("start")?;
    let mut stretches = Vec::new();
    for &(area, _, end_km) in ends {
        let to = if end_km == END {
            addresses.read("end")?
        } else {
            let mm = (end_km as f64 / ground_km * route.total_mm() as f64) as i64;
            let forms = [Form::Marker, Form::Marker, Form::Metres, Form::Kilometres];
            addresses.near(mm, *random.pick(&forms)?, random)?
        };
        stretches.push(Jurisdiction { area, route: number, from, to: to.clone() });
        from = to;
    }
    Ok(stretches)
}

/// The districts' stretches: their communes' put together.
fn joined(communes: &[Jurisdiction]) -> Vec<Jurisdiction> {
    let district = |j: &Jurisdiction| Jurisdiction { area: district_of(j.area), ..j.clone() };
    joined_alike(communes.iter().map(district))
}

/// Stretches of the same area that follow one another, made one.
fn joined_alike(stretches: impl Iterator<Item = Jurisdiction>) -> Vec<Jurisdiction> {
    let mut joined: Vec<Jurisdiction> = Vec::new();
    for next in stretches {
        match joined.last_mut() {
            Some(last) if last.area == next.area && last.route == next.route => last.to = next.to,
            _ => joined.push(next),
        }
    }
    joined
}

fn holder(stretches: &[Jurisdiction], route: usize, mm: i64) -> Outcome<&'static str> {
    let here = |j: &&Jurisdiction| j.route == route && j.from.mm <= mm && mm < j.to.mm;
    Ok(stretches.iter().find(here).ok_or("a place nobody answers for")?.area)
}

/// The district of a commune, by where the commune ends.
pub(super) fn district_of(commune: &str) -> &'static str {
    let end = COMMUNES.iter().find(|c| c.0 == commune).map_or(0, |c| c.2);
    DISTRICTS.iter().find(|d| end <= d.2).map_or(PROVINCE, |d| d.0)
}

/// The communes from the tripoint on, as villages are listed: the one on the China line second.
pub(super) fn communes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let laos = COMMUNES.iter().map(|c| (c.0, c.1));
    let (china, name, _) = CHINA_COMMUNE;
    laos.clone().take(1).chain([(china, name)]).chain(laos.skip(1))
}

/// `areas.csv`
pub(super) fn areas_csv() -> Outcome<String> {
    let row = |area: &str, name: String, level: &str, parent: &str| {
        [area.to_owned(), name, level.to_owned(), parent.to_owned()]
    };
    let mut rows = vec![row(PROVINCE, "Tỉnh Điện Biên".into(), "province", "")];
    rows.extend(DISTRICTS.iter().map(|d| row(d.0, d.1.into(), "district", PROVINCE)));
    rows.extend(
        communes().map(|(id, name)| row(id, format!("Xã {name}"), "commune", district_of(id))),
    );
    let (china, name, _) = CHINA_POST;
    let posts = POSTS.iter().map(|p| (p.0, p.1));
    let posts = posts.clone().take(1).chain([(china, name)]).chain(posts.skip(1));
    rows.extend(posts.map(|(id, name)| row(id, format!("Đồn Biên phòng {name}"), "post", "")));
    csv_text(["area", "name", "level", "parent"], &rows)
}

/// The Vietnamese side of the line, closed roughly far inland.
pub(super) struct Inland(Vec<LonLat>);

impl Inland {
    /// Corners far inside the country, from the China end round to the Sơn La end.
    const FAR: [(f64, f64); 4] = [(102.7, 22.45), (103.8, 22.2), (103.9, 21.2), (103.8, 20.95)];

    pub(super) fn new(routes: &[Route; 2]) -> Outcome<Self> {
        let far: Result<Vec<LonLat>, _> =
            Self::FAR.iter().map(|&(lon, lat)| LonLat::new(lon, lat)).collect();
        Ok(Self(routes[0].points().rev().chain(routes[1].points()).chain(far?).collect()))
    }

    /// Whether a point lies on the Vietnamese side: an odd number of edges lie north of it.
    pub(super) fn contains(&self, point: LonLat) -> bool {
        let next = self.0.iter().cycle().skip(1);
        let north = self.0.iter().zip(next).filter(|(a, b)| {
            (a.lon() > point.lon()) != (b.lon() > point.lon()) && {
                let share = (point.lon() - a.lon()) / (b.lon() - a.lon());
                a.lat() + share * (b.lat() - a.lat()) > point.lat()
            }
        });
        north.count() % 2 == 1
    }
}
