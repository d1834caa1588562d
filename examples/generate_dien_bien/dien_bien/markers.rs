//! The markers: made up, but numbered as on the ground, and standing by the real line.

use border_coverage::marker::MarkerLabel;
use border_coverage::{Marker, Place, SectionId};

use super::Outcome;
use super::random::Random;
use super::route::Route;
use super::table::{Micro, csv_text};

/// Main markers on the Laos line, counted from the tripoint; marker 0 stands on the China line.
const LAOS_MAINS: u32 = 159;
/// Main markers on the China line besides marker 0.
const CHINA_MAINS: u32 = 16;
/// Those that stand as twins on the two banks of a river.
const TWINS: [u32; 5] = [17, 52, 88, 121, 140];
/// Auxiliary markers half-way to the next main marker.
const AUXILIARIES: [u32; 2] = [40, 85];
/// Real hairpins of the Laos line, in metres on the ground: a main marker on the way out, an
/// auxiliary at the turn and one on the way back. The two arms are about 470 and 260 m apart, so
/// each marker has more than one foot within the usual tolerance.
const HAIRPINS: [[i64; 3]; 2] = [[307_300, 307_950, 308_700], [388_280, 388_700, 389_050]];
/// Old names that live on.
const ALIASES: [(u32, &str); 8] = [
    (9, "G1"),
    (24, "G2"),
    (41, "G3"),
    (66, "G4"),
    (85, "G5"),
    (103, "T5"),
    (117, "T6 H2"),
    (150, "T7"),
];

/// A marker as it is written, and where its position lies.
pub(super) struct Mark {
    pub(super) label: String,
    pub(super) at: Micro,
    pub(super) alias: &'static str,
    /// Which of the sections.
    pub(super) route: usize,
}

impl Mark {
    /// As the library holds it.
    pub(super) fn recorded(&self, section: &SectionId) -> Outcome<Marker> {
        let mut marker = Marker::new(section.clone(), self.label.parse()?, self.at.point()?);
        let aliases: Result<Vec<MarkerLabel>, _> =
            self.alias.split_whitespace().map(str::parse).collect();
        marker.aliases = aliases?;
        Ok(marker)
    }
}

/// All markers of both sections, in order along each.
pub(super) fn all(routes: &[Route; 2], random: &mut Random) -> Outcome<Vec<Mark>> {
    let mut marks = Vec::new();
    for (label, metres) in laos_labels(&routes[0], random) {
        let twin = TWINS.iter().any(|n| n.to_string() == label);
        let alias = ALIASES.iter().find(|(n, _)| n.to_string() == label).map_or("", |a| a.1);
        if twin {
            for (k, at) in (1..).zip(banks(&routes[0], metres, random)?) {
                marks.push(Mark { label: format!("{label}({k})"), at, alias: "", route: 0 });
            }
        } else {
            let at = beside(&routes[0], metres, random)?;
            marks.push(Mark { label, at, alias, route: 0 });
        }
    }
    let tripoint = routes[1].points().next().ok_or("a line has a start")?;
    marks.push(Mark { label: "0".into(), at: Micro::round(tripoint), alias: "", route: 1 });
    for (number, metres) in spaced(&routes[1], CHINA_MAINS, random) {
        let at = beside(&routes[1], metres, random)?;
        marks.push(Mark { label: number.to_string(), at, alias: "", route: 1 });
    }
    Ok(marks)
}

/// Main markers at uneven distances, in metres on the ground.
fn spaced(route: &Route, mains: u32, random: &mut Random) -> Vec<(u32, i64)> {
    let step = route.line.length() as i64 / i64::from(mains + 1);
    (1..=mains)
        .map(|n| (n, i64::from(n) * step + random.between(-step / 4, step / 4) / 10 * 10))
        .collect()
}

/// The labels of the Laos line with their metres on the ground, in order.
fn laos_labels(route: &Route, random: &mut Random) -> Vec<(String, i64)> {
    let mut mains = spaced(route, LAOS_MAINS, random);
    let mut labels: Vec<(String, i64)> = Vec::new();
    for [out, turn, back] in HAIRPINS {
        let first = mains.partition_point(|&(_, at)| at < out - 1_000);
        mains[first].1 = out;
        if let Some(next) = mains.get_mut(first + 1) {
            next.1 = next.1.max(back + 600);
        }
        labels.push((format!("{}/1", mains[first].0), turn));
        labels.push((format!("{}/2", mains[first].0), back));
    }
    for main in AUXILIARIES {
        let i = main as usize - 1;
        labels.push((format!("{main}/1"), i64::midpoint(mains[i].1, mains[i + 1].1)));
    }
    labels.extend(mains.iter().map(|&(n, at)| (n.to_string(), at)));
    labels.sort_by_key(|label| label.1);
    labels
}

fn on_line(route: &Route, metres: i64) -> Outcome<Micro> {
    Ok(Micro::round(route.line.at(Place::new(metres as f64)?)?))
}

/// A point within 20 m of the line.
fn beside(route: &Route, metres: i64, random: &mut Random) -> Outcome<Micro> {
    let (east, north) = (random.between(-14, 14), random.between(-14, 14));
    Ok(on_line(route, metres)?.shifted(east, north))
}

/// A point on either side of the line, 30 to 120 m away.
fn banks(route: &Route, metres: i64, random: &mut Random) -> Outcome<[Micro; 2]> {
    let middle = on_line(route, metres)?;
    let (x, y) = on_line(route, metres - 60)?.metres_to(on_line(route, metres + 60)?);
    let length = ((x * x + y * y).max(1) as f64).sqrt() as i64;
    let mut bank = |side: i64| {
        let away = side * random.between(35, 115);
        middle.shifted(-y * away / length, x * away / length)
    };
    Ok([bank(1), bank(-1)])
}

/// `markers.csv`
pub(super) fn csv(routes: &[Route; 2], marks: &[Mark]) -> Outcome<String> {
    let rows: Vec<[String; 5]> = marks
        .iter()
        .map(|mark| {
            let section = routes[mark.route].section.to_owned();
            let (lon, lat) = (mark.at.lon_text(), mark.at.lat_text());
            [section, mark.label.clone(), lon, lat, mark.alias.to_owned()]
        })
        .collect();
    csv_text(["section", "marker", "lon", "lat", "alias"], &rows)
}
