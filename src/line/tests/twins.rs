//! The dull twins: the same answers by Karney's algorithm alone, over every edge or through an
//! R-tree of single edges.

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::geodesy::{Ecef, Edge, LonLat, SMALLEST_RADIUS, distance};
use crate::line::{Polyline, Side};
use crate::units::Place;

/// Whatever finds the nearest place of a line: its metres from the start, and the distance.
pub(super) trait Locate {
    fn of(line: &Polyline) -> Self;
    fn locate(&self, point: LonLat) -> (f64, f64);
}

impl Locate for Polyline {
    fn of(line: &Polyline) -> Self {
        line.clone()
    }
    fn locate(&self, point: LonLat) -> (f64, f64) {
        let foot = self.nearest(point);
        (foot.place.metres(), foot.distance)
    }
}

/// The edges of a line by Karney's algorithm, each with the place of its start.
pub(super) fn slow_edges(line: &Polyline) -> Vec<(f64, Edge)> {
    let mut place = 0.0;
    let mut edges = Vec::new();
    for part in line.parts() {
        for pair in part.windows(2) {
            let edge = Edge::new(pair[0], pair[1]).unwrap();
            edges.push((place, edge));
            place += edge.length();
        }
    }
    edges
}

/// Every edge, one by one.
pub(super) struct EveryEdge(pub(super) Vec<(f64, Edge)>);

impl EveryEdge {
    /// All local minima, by walking the edges; ends of parts are not told from bends, so it
    /// serves for lines of one part.
    pub(super) fn feet(&self, point: LonLat, metres: f64) -> Vec<(f64, f64)> {
        let feet: Vec<_> = self.0.iter().map(|(place, e)| (place, e, e.foot(point))).collect();
        let mut minima = Vec::new();
        for (i, (place, edge, foot)) in feet.iter().enumerate() {
            let at_start = foot.along <= 1e-6;
            let at_end = edge.length() - foot.along <= 1e-6;
            let before = i.checked_sub(1).map(|b| &feet[b]);
            let falls_before = before.is_some_and(|(_, e, f)| e.length() - f.along > 1e-6);
            let counts = if at_start { !falls_before } else { !at_end || i + 1 == feet.len() };
            if counts && foot.distance <= metres {
                minima.push((*place + foot.along, foot.distance));
            }
        }
        minima
    }
}

impl Locate for EveryEdge {
    fn of(line: &Polyline) -> Self {
        Self(slow_edges(line))
    }
    fn locate(&self, point: LonLat) -> (f64, f64) {
        self.0
            .iter()
            .map(|(place, edge)| (place, edge.foot(point)))
            .map(|(place, foot)| (place + foot.along, foot.distance))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap()
    }
}

/// An R-tree of boxes around single edges in Earth-centred coordinates.
pub(super) struct TreeOfEdges(RTree<EdgeBox>);

struct EdgeBox {
    bounds: AABB<[f64; 3]>,
    place: f64,
    edge: Edge,
}

impl RTreeObject for EdgeBox {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

impl PointDistance for EdgeBox {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        rstar::Envelope::distance_2(&self.bounds, point)
    }
}

impl Locate for TreeOfEdges {
    fn of(line: &Polyline) -> Self {
        let boxes = slow_edges(line).into_iter().map(|(place, edge)| {
            let (Ecef(a), Ecef(b)) = (Ecef::from(edge.start()), Ecef::from(edge.end()));
            let rim = edge.length() * edge.length() / (8.0 * SMALLEST_RADIUS) + 1e-3;
            let low = [0, 1, 2].map(|i| a[i].min(b[i]) - rim);
            let high = [0, 1, 2].map(|i| a[i].max(b[i]) + rim);
            EdgeBox { bounds: AABB::from_corners(low, high), place, edge }
        });
        Self(RTree::bulk_load(boxes.collect()))
    }
    fn locate(&self, point: LonLat) -> (f64, f64) {
        let Ecef(centre) = Ecef::from(point);
        let mut best = (0.0, f64::INFINITY);
        for found in self.0.nearest_neighbor_iter(centre) {
            if found.distance_2(&centre).sqrt() > best.1 {
                break;
            }
            let foot = found.edge.foot(point);
            if foot.distance < best.1 {
                best = (found.place + foot.along, foot.distance);
            }
        }
        best
    }
}

/// The side, from the two points of the line a little before and behind a place: the point lies
/// where the angle from the way back, turning clockwise, is smaller than to the way ahead.
pub(super) fn side_by_angles(line: &Polyline, place: f64, point: LonLat) -> Side {
    let near = |metres: f64| {
        let metres = if line.is_ring() {
            metres.rem_euclid(line.length())
        } else {
            metres.clamp(0.0, line.length())
        };
        line.at(Place::new(metres).unwrap()).unwrap()
    };
    let (at, step) = (near(place), 0.01);
    let bearing = |to: LonLat| crate::geodesy::azimuth(at, to);
    let towards = bearing(point);
    let (back, ahead) = (near(place - step), near(place + step));
    // At an end the line goes straight on.
    let back = if distance(at, back) > 0.0 { bearing(back) } else { bearing(ahead) + 180.0 };
    let ahead = if distance(at, ahead) > 0.0 { bearing(ahead) } else { back + 180.0 };
    let clockwise = |from: f64, to: f64| (to - from).rem_euclid(360.0);
    if clockwise(back, towards) < clockwise(back, ahead) { Side::Left } else { Side::Right }
}
