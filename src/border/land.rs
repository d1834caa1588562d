//! From an area on the map to the stretches of the border in it or along its edge.

use super::drawn::{DrawnStretches, Ends, Sample};
use super::{AddressError, Border, GroundStretch};
use crate::geodesy::{CentralPlane, LonLat, distance};
use crate::id::SectionId;
use crate::line::Polyline;
use crate::units::Place;

/// The farthest a corner of an area may lie from its middle, in metres.
const LARGEST: f64 = 500_000.0;

impl Border {
    /// The stretches of the border that run through an area, or along its edge within the
    /// tolerance. Each polygon is its rings, outer and holes in any order.
    ///
    /// Through: exact crossings of geodesic edges, in a projection in which they are straight. Along: the outline is matched like a drawn line, from
    /// where it is first nearest to the border to where it is last.
    ///
    /// # Errors
    /// When the section is unknown, the border runs neither through it nor along it, or it
    /// reaches farther than 500 km from its middle.
    pub fn within_land(
        &self,
        section: Option<&SectionId>,
        polygons: &[Vec<Vec<LonLat>>],
    ) -> Result<DrawnStretches, AddressError> {
        let only = section.map(|id| self.section_index(id)).transpose()?;
        let mut found = DrawnStretches::default();
        let mut weights = 0.0;
        for rings in polygons {
            let Some(middle) = rings.iter().flatten().next().copied() else { continue };
            let reach = rings.iter().flatten().map(|&p| distance(middle, p)).fold(0.0, f64::max);
            if reach > LARGEST {
                return Err(AddressError::TooWide { reach: reach / 1e3 });
            }
            let plane = CentralPlane::at(middle);
            let outline: Vec<Vec<[f64; 2]>> =
                rings.iter().map(|ring| ring.iter().map(|&p| plane.project(p)).collect()).collect();
            for (i, section) in self.sections.iter().enumerate() {
                if only.is_none_or(|only| only == i) {
                    let within = through(section.line(), &plane, &outline, middle, reach);
                    let stretch = |(from, to)| GroundStretch { section: i, from, to };
                    found.stretches.extend(within.into_iter().map(stretch));
                }
            }
            for ring in rings {
                self.collect_outline(ring, only, &mut found, &mut weights)?;
            }
        }
        found.finish(weights);
        if found.stretches.is_empty() {
            return Err(AddressError::NotAlong { tolerance: self.tolerance });
        }
        Ok(found)
    }

    /// Adds the stretches along a ring, walked from a corner that is far from the border.
    fn collect_outline(
        &self,
        ring: &[LonLat],
        only: Option<usize>,
        found: &mut DrawnStretches,
        weights: &mut f64,
    ) -> Result<(), AddressError> {
        let mut samples = self.samples(ring, only)?;
        samples.pop(); // the first again
        if let Some(far) = samples.iter().position(Sample::is_far) {
            samples.rotate_left(far);
        }
        self.collect_runs(&samples, Ends::None, found, weights);
        Ok(())
    }
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
        let (a, b) = (plane.project(edge.start()), plane.project(edge.end()));
        let mut cuts = vec![0.0, edge.length()];
        for side in outline.iter().flat_map(|ring| ring.windows(2)) {
            if let Some(at) = crossing([a, b], [side[0], side[1]]) {
                cuts.push(edge.foot(plane.point(at)).along);
            }
        }
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if to > from && inside(plane.project(edge.at((from + to) / 2.0)), outline) {
                let place = |along: f64| Place::from_trusted((start + along).min(line.length()));
                stretches.push((place(from), place(to)));
            }
        }
    }
    stretches
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
