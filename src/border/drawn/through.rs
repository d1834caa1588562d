//! The stretches of a line inside an outline.

use rstar::primitives::Line;
use rstar::{AABB, RTree};

use super::super::AddressError;
use crate::geodesy::{CentralPlane, Edge, LonLat, distance};
use crate::line::Polyline;
use crate::units::Place;

/// Geodesics up to this long, in metres, are straight in the plane to some hundredths of a
/// millimetre, up to the largest area's edge; longer ones are cut.
const STRAIGHT: f64 = 2_000.0;

/// How far beside an outline its inside is looked for, in metres.
const BESIDE: f64 = 0.01;

/// The outline of a polygon in a plane in which its sides are straight, with an index of them.
pub(super) struct Outline {
    plane: CentralPlane,
    middle: LonLat,
    reach: f64,
    sides: RTree<Line<[f64; 2]>>,
    east: f64,
}

impl Outline {
    /// The outline of closed rings, none farther than `reach` metres from the middle.
    pub(super) fn new(
        rings: &[Vec<LonLat>],
        middle: LonLat,
        reach: f64,
    ) -> Result<Self, AddressError> {
        let plane = CentralPlane::at(middle);
        let mut sides = Vec::new();
        for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
            let side = Edge::new(pair[0], pair[1]).map_err(AddressError::Edge)?;
            let mut from = plane.project(pair[0]);
            for (_, to) in straight(&side) {
                // A corner is projected as itself, so that the sides that meet there do meet.
                let to = if to < side.length() { side.at(to) } else { pair[1] };
                let to = plane.project(to);
                sides.push(Line::new(from, to));
                from = to;
            }
        }
        let sides = RTree::bulk_load(sides);
        let east = sides.root().envelope().upper()[0];
        Ok(Self { plane, middle, reach, sides, east })
    }

    /// The stretches of a line inside the outline.
    pub(super) fn through(&self, line: &Polyline) -> Vec<(Place, Place)> {
        let mut stretches: Vec<(Place, Place)> = Vec::new();
        for (edge, start) in line.edges_within(self.middle, self.reach + 1.0) {
            let parts = straight(&edge).map(|(from, to)| (from, edge.at(from), to, edge.at(to)));
            for (from, a, to, b) in parts {
                if distance(self.middle, a) > self.reach + STRAIGHT + 1.0 {
                    continue; // far outside, where the plane may not reach
                }
                let ends = [self.plane.project(a), self.plane.project(b)];
                let along = |at| edge.foot(self.plane.point(at)).along.clamp(from, to);
                let mut cuts: Vec<f64> = self.crossings(ends).map(along).collect();
                cuts.extend([from, to]);
                cuts.sort_by(f64::total_cmp);
                let parts = cuts.windows(2).map(|pair| (pair[0], pair[1]));
                let inside = parts.filter(|&(from, to)| {
                    to > from && self.holds(self.plane.project(edge.at(f64::midpoint(from, to))))
                });
                let place = |along: f64| Place::from_trusted((start + along).min(line.length()));
                stretches.extend(inside.map(|(from, to)| (place(from), place(to))));
            }
        }
        stretches
    }

    /// Whether the inside lies on the left of a step along the outline.
    pub(super) fn is_left_inside(&self, from: LonLat, to: LonLat) -> bool {
        let ([ax, ay], [bx, by]) = (self.plane.project(from), self.plane.project(to));
        let (east, north) = (bx - ax, by - ay);
        let beside = BESIDE / distance(from, to);
        self.holds([f64::midpoint(ax, bx) - beside * north, f64::midpoint(ay, by) + beside * east])
    }

    /// Where a segment of the plane crosses the outline.
    fn crossings(&self, ends: [[f64; 2]; 2]) -> impl Iterator<Item = [f64; 2]> {
        let near = self.sides.locate_in_envelope_intersecting(AABB::from_corners(ends[0], ends[1]));
        near.filter_map(move |side| crossing(ends, [side.from, side.to]))
    }

    /// Whether a point of the plane lies inside, by the rule of even and odd crossings.
    fn holds(&self, [x, y]: [f64; 2]) -> bool {
        let east = AABB::from_corners([x, y], [self.east.max(x), y]);
        let sides = self.sides.locate_in_envelope_intersecting(east);
        let crossed = sides.filter(|side| {
            let ([ax, ay], [bx, by]) = (side.from, side.to);
            (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
        });
        crossed.count() % 2 == 1
    }
}

/// An edge in equal parts that are straight in the plane: where each begins and ends.
fn straight(edge: &Edge) -> impl Iterator<Item = (f64, f64)> + use<> {
    let (length, parts) = (edge.length(), (edge.length() / STRAIGHT).ceil().max(1.0));
    // In this order the last cut is the very end.
    let cut = move |part: u32| length * (f64::from(part) / parts);
    (0..parts as u32).map(move |part| (cut(part), cut(part + 1)))
}

/// Where two segments of the plane cross, if they do.
fn crossing([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let cross = |u: [f64; 2], v: [f64; 2]| u[0] * v[1] - u[1] * v[0];
    let (along, side, apart) =
        ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]], [c[0] - a[0], c[1] - a[1]]);
    let turn = cross(along, side);
    if turn == 0.0 {
        return None; // parallel: the ends of the neighbours cut instead
    }
    let (t, u) = (cross(apart, side) / turn, cross(apart, along) / turn);
    let within = (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u);
    within.then(|| [a[0] + t * along[0], a[1] + t * along[1]])
}
