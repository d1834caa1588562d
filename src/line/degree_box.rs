//! What of a line runs inside a box of longitudes and latitudes.

use std::ops::Range;

use geo_types::Rect;

use super::Polyline;
use super::bounds::Bounds;
use crate::geodesy::{Ecef, Edge, LonLat, azimuth};
use crate::units::Place;

/// How narrowly a crossing is bracketed, in metres.
const CROSSING: f64 = 1e-6;

/// What lies outside by less than this, in degrees, counts as inside: 0.1 mm. A line along a side
/// of the box would otherwise be inside or outside by the rounding of its points.
const ON_SIDE: f64 = 1e-9;

/// Metres in a degree of latitude at the equator, where they are fewest.
const LEAST_DEGREE: f64 = 110_574.0;

/// A closed box between two meridians and two parallels, in degrees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DegreeBox {
    west: f64,
    /// Eastward from `west`; 360 for all longitudes.
    width: f64,
    south: f64,
    north: f64,
}

impl From<Rect> for DegreeBox {
    fn from(rect: Rect) -> Self {
        let width = rect.max().x - rect.min().x;
        let all = width >= 360.0;
        Self {
            west: if all { -180.0 } else { rect.min().x },
            width: if all { 360.0 } else { width },
            south: rect.min().y.clamp(-90.0, 90.0),
            north: rect.max().y.clamp(-90.0, 90.0),
        }
    }
}

impl DegreeBox {
    fn contains(&self, point: LonLat) -> bool {
        // A point just west of the box is 360° − ε east of its west side.
        let east = (point.lon() - self.west + ON_SIDE).rem_euclid(360.0);
        east <= self.width + 2.0 * ON_SIDE
            && self.south - ON_SIDE <= point.lat()
            && point.lat() <= self.north + ON_SIDE
    }

    /// The meridians of its west and east sides; none for a belt around the globe.
    fn meridians(&self) -> impl Iterator<Item = f64> + use<> {
        let sides = [self.west, self.west + self.width];
        sides.into_iter().filter(move |_| sides[1] - sides[0] < 360.0)
    }

    /// A box around it in Earth-centred coordinates; none where it holds no point of the globe.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        let holds_points = self.south <= self.north && self.width >= 0.0 && self.west.is_finite();
        if !holds_points {
            return None;
        }
        // On the prime meridian: x is the distance from the axis.
        let on_meridian = |lat: f64| Ecef::from(LonLat::from_geodesic(lat, 0.0)).0;
        let [south, north] = [self.south, self.north].map(on_meridian);
        let widest = on_meridian(0.0_f64.clamp(self.south, self.north));
        let radii = [south[0].min(north[0]), widest[0]];
        // Sine and cosine are extreme at the sides and at multiples of 90°.
        let first = (self.west / 90.0).ceil();
        let quarters = (0..5).map(|k| (first + f64::from(k)) * 90.0);
        let within = quarters.filter(|lon| *lon <= self.west + self.width);
        let lons = within.chain([self.west, self.west + self.width]);
        let corners = lons.flat_map(|lon| {
            let (sin, cos) = lon.to_radians().sin_cos();
            radii.map(|radius| [radius * cos, radius * sin])
        });
        // More than what counts as inside lies outside.
        let rim = 1e-3;
        let mut bounds = Bounds {
            low: [f64::INFINITY, f64::INFINITY, south[2] - rim],
            high: [f64::NEG_INFINITY, f64::NEG_INFINITY, north[2] + rim],
        };
        for corner in corners {
            for (axis, at) in corner.into_iter().enumerate() {
                bounds.low[axis] = bounds.low[axis].min(at - rim);
                bounds.high[axis] = bounds.high[axis].max(at + rim);
            }
        }
        Some(bounds)
    }
}

impl Polyline {
    /// What of the line runs inside a box, as stretches in order along the line.
    ///
    /// The box is closed, between two meridians and two parallels. Its longitudes may run past
    /// ±180: a box from 170 to 190 spans the antimeridian; one at least 360 wide holds all
    /// longitudes. The geodesic edges are cut where they cross its sides, within a micrometre
    /// along the line; what lies less than 0.1 mm outside counts as inside. On a ring a stretch
    /// across the seam is two. Takes some nanoseconds for each edge, and some 50 µs for each
    /// crossing.
    ///
    /// ```
    /// use border_coverage::Polyline;
    /// use geo_types::{Rect, coord, line_string};
    /// let line = Polyline::try_from(&line_string![(x: 179.0, y: 0.0), (x: -179.0, y: 0.0)])?;
    /// let pacific = Rect::new(coord! { x: 179.5, y: -1.0 }, coord! { x: 180.5, y: 1.0 });
    /// let inside = line.stretches_in(pacific);
    /// assert_eq!(inside.len(), 1);
    /// let (from, to) = inside[0];
    /// assert!((to.metres() - from.metres() - line.length() / 2.0).abs() < 1e-5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stretches_in(&self, area: Rect) -> Vec<(Place, Place)> {
        let area = DegreeBox::from(area);
        let mut stretches = Vec::new();
        if let Some(bounds) = area.bounds() {
            self.collect_inside(0..self.vertices.len() - 1, (&area, &bounds), &mut stretches);
        }
        stretches
    }

    /// Adds the stretches of some edges inside a box to those of the edges before.
    pub(crate) fn collect_inside(
        &self,
        edges: Range<usize>,
        (area, bounds): (&DegreeBox, &Bounds),
        stretches: &mut Vec<(Place, Place)>,
    ) {
        for edge in edges {
            let near = self.bounds_of(edge..edge + 1).meets(bounds);
            let Some(geodesic) = self.slow_edge(edge).filter(|_| near) else { continue };
            // Measured by Karney's algorithm it may differ from the line's length by nanometres.
            let scale = self.edge_length(edge) / geodesic.length();
            let place = |along: f64| match along {
                end if end >= geodesic.length() => self.places[edge + 1],
                along => (self.places[edge] + along * scale).min(self.places[edge + 1]),
            };
            let cuts = area.cuts(&geodesic);
            for pair in cuts.windows(2) {
                let (from, to) = (place(pair[0]), place(pair[1]));
                let middle = geodesic.at((pair[0] + pair[1]) / 2.0);
                if from < to && area.contains(middle) {
                    append(stretches, Place::from_trusted(from), Place::from_trusted(to));
                }
            }
        }
    }
}

/// Adds a stretch, joined with the last where the two touch.
fn append(stretches: &mut Vec<(Place, Place)>, from: Place, to: Place) {
    match stretches.last_mut() {
        Some(last) if last.1 == from => last.1 = to,
        _ => stretches.push((from, to)),
    }
}

impl DegreeBox {
    /// The ends of an edge, and between them where it crosses the lines of the sides, in order.
    fn cuts(&self, edge: &Edge) -> Vec<f64> {
        let mut cuts = vec![0.0, edge.length()];
        self.cut_by_parallels(edge, &mut cuts);
        self.cut_by_meridians(edge, &mut cuts);
        cuts.sort_by(f64::total_cmp);
        cuts
    }

    /// Between its ends and its highest or lowest point the latitude of a geodesic is monotonic;
    /// an edge, being less than half a round, has at most one such point.
    fn cut_by_parallels(&self, edge: &Edge, cuts: &mut Vec<f64>) {
        let lat = |along: f64| edge.at(along).lat();
        let [start, end] = [edge.start(), edge.end()].map(LonLat::lat);
        let reach = edge.length() / LEAST_DEGREE;
        let near = |side: &f64| {
            (side - start).abs().min((side - end).abs()) <= reach
                || (start < *side) != (end < *side)
        };
        let sides: Vec<f64> = [self.south, self.north].into_iter().filter(near).collect();
        if sides.is_empty() {
            return;
        }
        let top = highest_or_lowest(edge);
        let knots: Vec<f64> = [Some(0.0), top, Some(edge.length())].into_iter().flatten().collect();
        for side in sides {
            for knot in knots.windows(2) {
                let (a, b) = (lat(knot[0]) - side, lat(knot[1]) - side);
                if (a < 0.0) != (b < 0.0) {
                    let before = |along: f64| (lat(along) < side) == (a < 0.0);
                    cuts.push(bisect((knot[0], knot[1]), before));
                }
            }
        }
    }

    /// The longitude of a geodesic is monotonic (A. C. Clairaut's relation).
    fn cut_by_meridians(&self, edge: &Edge, cuts: &mut Vec<f64>) {
        let start = edge.start().lon();
        let turn = (edge.end().lon() - start + 180.0).rem_euclid(360.0) - 180.0;
        let sign = if turn < 0.0 { -1.0 } else { 1.0 };
        let travelled = |lon: f64| (sign * (lon - start)).rem_euclid(360.0);
        for side in self.meridians() {
            let target = travelled(side);
            if target < turn.abs() {
                let before = |along: f64| {
                    let travelled = travelled(edge.at(along).lon());
                    // Rounding can put a point behind the start, almost a round away.
                    travelled <= target || travelled > 270.0
                };
                cuts.push(bisect((0.0, edge.length()), before));
            }
        }
    }
}

/// Where between the ends of an edge its latitude is greatest or least, if anywhere: seen from
/// there both ends lie on the same side of the east-west line, and so they see each other.
fn highest_or_lowest(edge: &Edge) -> Option<f64> {
    let looks_north = |from: LonLat, to: LonLat| azimuth(from, to).abs() < 90.0;
    let rises = looks_north(edge.start(), edge.end());
    if rises != looks_north(edge.end(), edge.start()) {
        return None;
    }
    let before = |along: f64| looks_north(edge.at(along), edge.end()) == rises;
    Some(bisect((0.0, edge.length()), before))
}

/// The place up to which a condition holds, of two of which it holds at the first alone.
fn bisect((mut low, mut high): (f64, f64), holds: impl Fn(f64) -> bool) -> f64 {
    while high - low > CROSSING {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break; // no number between the two
        }
        if holds(middle) { low = middle } else { high = middle }
    }
    high
}
