//! Markers in order on a line, and the addresses that are written with them.

mod address;
mod exchange;
mod label;

pub use address::{Address, AddressSyntaxError};
pub(crate) use address::{DEGREE, station, step};
pub use label::{LabelError, MarkerLabel, Position};

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use exchange::{close_ring, exchanged};

use crate::geodesy::{Edge, LonLat, distance};
use crate::id::SectionId;
use crate::line::{Foot, MatchOptions, MatchedPoint, Polyline, Rival, SequencePoint};
use crate::period::Period;
use crate::problem::Source;
use crate::survey::JUMP;
use crate::units::Place;

/// A boundary marker as it was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// The section on which it stands.
    pub section: SectionId,
    /// Its label.
    pub label: MarkerLabel,
    /// Other names for it.
    #[serde(default)]
    pub aliases: Vec<MarkerLabel>,
    /// What it is called, such as the name of a station or a ford.
    #[serde(default)]
    pub name: Option<String>,
    /// Where it stands.
    pub at: LonLat,
    /// When it stands there.
    #[serde(default)]
    pub period: Period,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Marker {
    /// A marker that stands at a point on all days, without other names.
    pub fn new(section: SectionId, label: MarkerLabel, at: LonLat) -> Self {
        let (aliases, period) = (Vec::new(), Period::ALWAYS);
        Self { section, label, aliases, name: None, at, period, source: None }
    }

    /// Whether it has that label, or that alias.
    pub fn answers_to(&self, label: &MarkerLabel) -> bool {
        self.names().any(|name| name == *label)
    }

    /// All its labels: its own, its aliases, the number that it shares with its twins, and its
    /// name where an address can use it; a name that is a number is none of these.
    pub fn names(&self) -> impl Iterator<Item = MarkerLabel> + '_ {
        let label = |name: &String| name.parse::<MarkerLabel>().ok();
        let name = self.name.as_ref().and_then(label).filter(|name| name.position().is_none());
        let name = name.filter(|name| *name != self.label && !self.aliases.contains(name));
        let own = std::iter::once(self.label.clone()).chain(self.aliases.iter().cloned());
        own.chain(self.label.without_twin()).chain(name)
    }
}

/// Where a marker's position lies on the line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Placed {
    /// The place on the line; twins share it.
    pub place: Place,
    /// The distance of the marker itself from that place, in metres.
    pub offset: f64,
    /// The distance of its position from that place, in metres: of the marker, or of the midpoint
    /// of twins.
    pub position_offset: f64,
    /// The best place on another reach of the line, and the margin by which it is worse.
    pub rival: Option<Rival>,
}

impl Placed {
    /// The place of a marker that stands at `at` and whose position has a match.
    fn at(line: &Polyline, point: MatchedPoint, at: LonLat) -> Self {
        let MatchedPoint { foot, rival } = point;
        let (place, offset) = (on_its_part(line, foot), distance(at, foot.at));
        Self { place, offset, position_offset: foot.distance, rival }
    }
}

/// The place of a foot; where two parts of a line meet, of a foot on the second one the place
/// behind the jump between them.
pub(crate) fn on_its_part(line: &Polyline, foot: Foot) -> Place {
    let behind = Place::from_trusted(foot.place.metres() + JUMP);
    let is_behind = foot.part > line.part_at(foot.place, None) && behind < line.end();
    if is_behind { behind } else { foot.place }
}

/// Why a marker could not be placed.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum Unplaced {
    /// Too far away.
    #[error(
        "the marker stands {distance:.0} m from the line, farther than the tolerance of \
         {tolerance:.0} m: check its coordinates and section, or raise snap_tolerance_m; \
         no address can use it"
    )]
    TooFar {
        /// Metres to the nearest place of the line.
        distance: f64,
        /// Metres allowed.
        tolerance: f64,
    },
    /// Near enough, but out of order together with another, and either could be wrong.
    #[error(
        "the marker stands {distance:.0} m from the line, but there its number and that of marker \
         {with} are not in order, and leaving out either fits as well: exchange their labels or \
         coordinates if they are exchanged, or correct one; no address can use either"
    )]
    Exchanged {
        /// Metres to the nearest place of the line.
        distance: f64,
        /// The number of the other.
        with: Position,
    },
    /// Near enough, but out of the order of the numbers.
    #[error(
        "the marker stands {distance:.0} m from the line, but there its number is out of order \
         with its neighbours': check label and coordinates; no address can use it"
    )]
    OutOfOrder {
        /// Metres to the nearest place of the line.
        distance: f64,
    },
}

/// Places the markers of one section on its line.
///
/// Numbered markers are matched jointly: of all feet within `tolerance` metres, those that run
/// along the line in the order of the numbers, either way, at the least sum of squared offsets;
/// so a hairpin never puts marker 4 before marker 3. Twins share the foot of their midpoint. A
/// marker that fits nowhere is left out, and the rest is matched without it; of two that could as
/// well be left out, such as two neighbours that were exchanged, neither gets a place. The first
/// and the last marker of a ring may stand at one place. A named marker takes its nearest foot.
///
/// ```
/// use border_coverage::{LonLat, Marker, Polyline, SectionId};
/// use border_coverage::marker::place_markers;
/// use geo_types::line_string;
/// let line = Polyline::try_from(&line_string![
///     (x: 102.0, y: 22.0), (x: 102.05, y: 22.0), (x: 102.05, y: 22.002), (x: 102.0, y: 22.002)
/// ])?;
/// // Marker 2 stands a little nearer to the way back, which would put it behind marker 3.
/// let section = SectionId::new("hairpin")?;
/// let marker = |label: &str, lon, lat| -> Result<Marker, Box<dyn std::error::Error>> {
///     Ok(Marker::new(section.clone(), label.parse()?, LonLat::new(lon, lat)?))
/// };
/// let markers =
///     [marker("1", 102.01, 22.0)?, marker("2", 102.02, 22.0011)?, marker("3", 102.04, 22.0)?];
/// let placed = place_markers(&line, &markers, 500.0);
/// let place = |i: usize| placed[i].unwrap().place;
/// assert!(place(0) < place(1) && place(1) < place(2));
/// assert_eq!(placed[1].unwrap().offset.round(), 122.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn place_markers(
    line: &Polyline,
    markers: &[Marker],
    tolerance: f64,
) -> Vec<Result<Placed, Unplaced>> {
    let near: Vec<f64> = markers.iter().map(|marker| line.nearest(marker.at).distance).collect();
    let mut placed: Vec<Result<Placed, Unplaced>> = near
        .iter()
        .map(|&distance| {
            if distance <= tolerance {
                Err(Unplaced::OutOfOrder { distance })
            } else {
                Err(Unplaced::TooFar { distance, tolerance })
            }
        })
        .collect();
    let usable = |&i: &usize| near[i] <= tolerance;
    let options = MatchOptions::within(tolerance);
    for i in (0..markers.len()).filter(usable).filter(|&i| markers[i].label.position().is_none()) {
        let alone = line.match_in_order(&[markers[i].at.into()], options);
        if let Some(point) = alone.points[0] {
            placed[i] = Ok(Placed::at(line, point, markers[i].at));
        }
    }
    for sequence in sequences(markers, usable) {
        place_sequence(line, markers, &sequence, options, &mut placed);
    }
    placed
}

/// Places numbered markers in order, given by their indexes, twins together. Those that fit
/// nowhere stay as they are.
fn place_sequence(
    line: &Polyline,
    markers: &[Marker],
    sequence: &[Vec<usize>],
    options: MatchOptions,
    placed: &mut [Result<Placed, Unplaced>],
) {
    let point = |twins: &Vec<usize>| midpoint(twins.iter().map(|&i| markers[i].at)).into();
    let points: Vec<SequencePoint> = sequence.iter().map(point).collect();
    let mut found = line.match_in_order(&points, options).points;
    close_ring(line, &points, &mut found);
    let exchanged = exchanged(line, &points, &found, options);
    for (n, twins) in sequence.iter().enumerate() {
        let other = exchanged[n].and_then(|other| sequence[other].first());
        let with = other.and_then(|&i| markers[i].label.position());
        for &i in twins {
            match (with, found[n]) {
                (Some(with), _) => {
                    let distance = line.nearest(markers[i].at).distance;
                    placed[i] = Err(Unplaced::Exchanged { distance, with });
                }
                (None, Some(point)) => placed[i] = Ok(Placed::at(line, point, markers[i].at)),
                (None, None) => {}
            }
        }
    }
}

/// The numbered markers in order, twins together. A label that was moved stands in several rows
/// of different periods: each sequence holds one row of each, so that all are placed once.
fn sequences(markers: &[Marker], usable: impl Fn(&usize) -> bool) -> Vec<Vec<Vec<usize>>> {
    let mut positions: BTreeMap<Position, BTreeMap<Period, Vec<usize>>> = BTreeMap::new();
    for i in (0..markers.len()).filter(usable) {
        if let Some(position) = markers[i].label.position() {
            let periods = positions.entry(position).or_default();
            periods.entry(markers[i].period).or_default().push(i);
        }
    }
    let most = positions.values().map(BTreeMap::len).max().unwrap_or(0);
    (0..most)
        .map(|layer| {
            let of_layer = |periods: &BTreeMap<Period, Vec<usize>>| {
                periods.values().nth(layer.min(periods.len() - 1)).cloned()
            };
            positions.values().filter_map(of_layer).collect()
        })
        .collect()
}

/// The middle of one, two or three points.
fn midpoint(points: impl Iterator<Item = LonLat>) -> LonLat {
    let mut middle: Option<LonLat> = None;
    for (before, point) in points.enumerate() {
        middle = match middle {
            None => Some(point),
            Some(so_far) => match Edge::new(so_far, point) {
                Ok(edge) => Some(edge.at(edge.length() / (before + 1) as f64)),
                Err(_) => Some(so_far),
            },
        };
    }
    // There is always at least one twin; the fallback is never reached.
    middle.unwrap_or_else(|| LonLat::from_geodesic(0.0, 0.0))
}

/// Of several rows for a label, the one to use on a day: the row in force, or else the one that
/// ended last before the day, or else the first.
pub(crate) fn row_for<'a, T>(
    rows: impl Iterator<Item = (&'a Marker, T)>,
    day: Date,
) -> Option<(&'a Marker, T)> {
    let rank = |marker: &Marker| match (marker.period.contains(day), marker.period.until()) {
        (true, _) => (2, None),
        (false, Some(until)) if until <= day => (1, Some(until)),
        _ => (0, None),
    };
    rows.reduce(|best, row| if rank(row.0) > rank(best.0) { row } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn marker(label: &str, lon: f64, lat: f64) -> Marker {
        Marker::new(SectionId::new("s").unwrap(), label.parse().unwrap(), p(lon, lat))
    }

    fn straight() -> Polyline {
        Polyline::new(&[[p(10.0, 50.0), p(10.1, 50.0)]]).unwrap()
    }

    #[test]
    fn twins_on_two_banks_share_the_place_between() {
        let markers = [marker("17(1)", 10.05, 50.001), marker("17(2)", 10.0502, 49.999)];
        let placed = place_markers(&straight(), &markers, 500.0);
        let (one, two) = (placed[0].unwrap(), placed[1].unwrap());
        assert_eq!(one.place, two.place);
        let apart = distance(markers[0].at, markers[1].at);
        assert!((one.offset + two.offset - apart).abs() < 0.1 && one.offset > 100.0);
    }

    #[test]
    fn numbers_may_run_against_the_section() {
        let markers =
            [marker("1", 10.08, 50.0), marker("2", 10.05, 50.0), marker("3", 10.01, 50.0)];
        assert!(place_markers(&straight(), &markers, 500.0).iter().all(Result::is_ok));
    }

    #[test]
    fn a_stray_marker_is_named_with_its_distance() {
        let markers = [
            marker("1", 10.01, 50.0),
            marker("2", 10.02, 50.0),
            marker("3", 10.09, 50.001), // its number belongs near 10.03
            marker("4", 10.04, 50.02),  // two kilometres off
            marker("5", 10.05, 50.0),
            marker("6", 10.06, 50.0),
        ];
        let placed = place_markers(&straight(), &markers, 500.0);
        assert!(matches!(placed[2], Err(Unplaced::OutOfOrder { distance }) if distance > 100.0));
        assert!(matches!(placed[3], Err(Unplaced::TooFar { distance, .. }) if distance > 2_000.0));
        assert_eq!(placed.iter().filter(|p| p.is_ok()).count(), 4);
    }

    #[test]
    fn a_moved_marker_is_placed_in_each_of_its_periods() {
        let day = jiff::civil::date(2016, 1, 1);
        let mut old = marker("2", 10.03, 50.0);
        old.period = Period::new(None, Some(day)).unwrap();
        let mut new = marker("2", 10.05, 50.0);
        new.period = Period::from(day);
        let markers = [marker("1", 10.01, 50.0), old, new, marker("3", 10.08, 50.0)];
        let placed = place_markers(&straight(), &markers, 500.0);
        assert!(placed[1].unwrap().place < placed[2].unwrap().place);
        let on = |day| row_for(markers[1..3].iter().map(|m| (m, ())), day).unwrap().0.at.lon();
        assert_eq!(on(jiff::civil::date(2015, 6, 1)), 10.03);
        assert_eq!(on(day), 10.05);
    }

    #[test]
    fn on_a_ring_the_numbers_may_start_anywhere() {
        let corners = [(0.0, 0.0), (0.02, 0.0), (0.02, 0.02), (0.0, 0.02), (0.0, 0.0)];
        let ring = Polyline::new(&[corners.map(|(lon, lat)| p(lon, lat))]).unwrap();
        let markers = [
            marker("1", 0.01, 0.02),
            marker("2", 0.0, 0.01),
            marker("3", 0.01, 0.0),
            marker("4", 0.02, 0.01),
        ];
        assert!(place_markers(&ring, &markers, 500.0).iter().all(Result::is_ok));
    }
}
