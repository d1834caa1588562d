//! Finds the stretches of the border inside an area or along its edge.

use super::drawn::{Collected, DrawnStretches, Ends, Sample, have_length};
use super::{AddressError, Border};
use crate::geodesy::{CentralPlane, Edge, LonLat, distance};
use crate::id::SectionId;
use crate::key::SectionKey;
use crate::line::Polyline;
use crate::units::Place;

/// The farthest a corner of an area may lie from its first corner, in metres.
const LARGEST: f64 = 500_000.0;

/// Geodesics up to this long, in metres, are straight in the plane to some hundredths of a
/// millimetre, up to the largest area's edge; longer ones are cut.
const STRAIGHT: f64 = 2_000.0;

impl Border {
    /// The stretches of the border that run through an area, or along its edge within the
    /// tolerance. Each polygon is its rings, outer and holes in any order; a ring whose last corner
    /// is not its first is closed.
    ///
    /// Through: exact crossings of geodesic edges, in a projection in which they are straight.
    /// Along: the outline is matched like a drawn line, from where it is first nearest to the
    /// border to where it is last; where it only crosses the border, it is not along it.
    ///
    /// # Errors
    /// When the section is unknown, the area has no outline, the border runs neither through it nor
    /// along it, or it reaches farther than 500 km from its middle.
    pub fn within_land(
        &self,
        section: Option<&SectionId>,
        polygons: &[Vec<Vec<LonLat>>],
    ) -> Result<DrawnStretches, AddressError> {
        let only = section.map(|id| self.section_key(id)).transpose()?;
        let mut found = Collected::default();
        have_length(polygons.iter().flatten())?;
        for rings in polygons {
            let rings: Vec<Vec<LonLat>> = rings.iter().map(|ring| closed(ring)).collect();
            let Some(middle) = rings.iter().flatten().next().copied() else { continue };
            let reach = rings.iter().flatten().map(|&p| distance(middle, p)).fold(0.0, f64::max);
            if reach > LARGEST {
                return Err(AddressError::TooWide { reach: reach / 1e3 });
            }
            let plane = CentralPlane::at(middle);
            let outline = rings.iter().map(|ring| sides(ring, &plane));
            let outline: Vec<Vec<[f64; 2]>> = outline.collect::<Result<_, _>>()?;
            for (key, section) in self.keyed_sections() {
                if only.is_none_or(|only| only == key) {
                    let within = through(section.line(), &plane, &outline, middle, reach);
                    found.stretches.extend(within.into_iter().map(|(from, to)| (key, from, to)));
                }
            }
            for ring in &rings {
                self.collect_outline(ring, only, &mut found)?;
            }
        }
        self.drawn(found)
    }

    /// Adds the stretches along a ring, walked from a corner that is far from the border.
    fn collect_outline(
        &self,
        ring: &[LonLat],
        only: Option<SectionKey>,
        found: &mut Collected,
    ) -> Result<(), AddressError> {
        let mut samples = self.samples(ring, only)?;
        samples.pop(); // the first again
        if let Some(far) = samples.iter().position(Sample::is_far) {
            samples.rotate_left(far);
        }
        self.collect_runs(&samples, Ends::None, found);
        Ok(())
    }
}

/// A ring whose last corner is its first.
fn closed(ring: &[LonLat]) -> Vec<LonLat> {
    let mut ring = ring.to_vec();
    if ring.first() != ring.last() {
        ring.extend(ring.first().copied());
    }
    ring
}

/// A ring on the plane, on which its sides are straight.
fn sides(ring: &[LonLat], plane: &CentralPlane) -> Result<Vec<[f64; 2]>, AddressError> {
    let mut corners: Vec<[f64; 2]> = ring.first().map(|&p| plane.project(p)).into_iter().collect();
    for pair in ring.windows(2) {
        let side = Edge::new(pair[0], pair[1]).map_err(AddressError::Edge)?;
        corners.extend(straight(&side).map(|(_, to)| plane.project(side.at(to))));
    }
    Ok(corners)
}

/// An edge in equal parts that are straight in the plane: where each begins and ends.
fn straight(edge: &Edge) -> impl Iterator<Item = (f64, f64)> + use<> {
    let (length, parts) = (edge.length(), (edge.length() / STRAIGHT).ceil().max(1.0));
    // In this order the last cut is the very end.
    let cut = move |part: u32| length * (f64::from(part) / parts);
    (0..parts as u32).map(move |part| (cut(part), cut(part + 1)))
}

/// The stretches of a line inside an outline.
fn through(
    line: &Polyline,
    plane: &CentralPlane,
    outline: &[Vec<[f64; 2]>],
    middle: LonLat,
    reach: f64,
) -> Vec<(Place, Place)> {
    let mut stretches: Vec<(Place, Place)> = Vec::new();
    for (edge, start) in line.edges_within(middle, reach + 1.0) {
        let parts = straight(&edge).map(|(from, to)| (from, edge.at(from), to, edge.at(to)));
        for (from, a, to, b) in parts {
            if distance(middle, a) > reach + STRAIGHT + 1.0 {
                continue; // far outside, where the plane may not reach
            }
            let ends = [plane.project(a), plane.project(b)];
            let along = |at| edge.foot(plane.point(at)).along.clamp(from, to);
            let mut cuts: Vec<f64> = crossings(ends, outline).map(along).collect();
            cuts.extend([from, to]);
            cuts.sort_by(f64::total_cmp);
            let parts = cuts.windows(2).map(|pair| (pair[0], pair[1]));
            let inside = parts.filter(|&(from, to)| {
                to > from && inside(plane.project(edge.at((from + to) / 2.0)), outline)
            });
            let place = |along: f64| Place::from_trusted((start + along).min(line.length()));
            stretches.extend(inside.map(|(from, to)| (place(from), place(to))));
        }
    }
    stretches
}

/// Where a segment of the plane crosses an outline.
fn crossings(ends: [[f64; 2]; 2], outline: &[Vec<[f64; 2]>]) -> impl Iterator<Item = [f64; 2]> {
    let sides = outline.iter().flat_map(|ring| ring.windows(2));
    sides.filter_map(move |side| crossing(ends, [side[0], side[1]]))
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

/// Whether a point of the plane lies inside, by the rule of even and odd crossings.
fn inside([x, y]: [f64; 2], outline: &[Vec<[f64; 2]>]) -> bool {
    let sides = outline.iter().flat_map(|ring| ring.windows(2));
    let crossed = sides.filter(|side| {
        let ([ax, ay], [bx, by]) = (side[0], side[1]);
        (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
    });
    crossed.count() % 2 == 1
}
