//! The reach of a line between two feet, and whether it lies near the drawing.

use super::super::Border;
use super::samples::Sample;
use super::{Fit, KeyedStretch};
use crate::geodesy::{Edge, LonLat, distance};
use crate::key::SectionKey;
use crate::line::{Foot, JOIN, Polyline};
use crate::units::Place;

/// Added to the tolerance where the line is checked back against the drawing, in metres: the
/// exactness of distances.
const SLACK: f64 = 1e-5;

/// The stretches of a drawing as they are found, and the sums of its fit.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) stretches: Vec<KeyedStretch>,
    /// Its mean is still the sum of offsets by length.
    pub(super) fit: Fit,
}

impl Collected {
    /// Adds what another has found; the length of the drawing is counted as it is sampled.
    pub(super) fn add(&mut self, other: Self) {
        self.stretches.extend(other.stretches);
        self.fit.along += other.fit.along;
        self.fit.mean += other.fit.mean;
        self.fit.farthest = self.fit.farthest.max(other.fit.farthest);
        self.fit.passed_by += other.fit.passed_by;
    }

    /// Adds the reach between two feet if it lies near the drawing between them, and returns its
    /// length; else none.
    pub(super) fn add_reach(
        &mut self,
        border: &Border,
        section: SectionKey,
        (from, to): (&Foot, &Foot),
        drawn: &[LonLat],
    ) -> Option<f64> {
        let line = border.section_at(section).line();
        let length = self.add_pieces(line, section, (from, to), drawn, border.tolerance)?;
        let drawn = distance_along(drawn);
        self.fit.along += drawn;
        self.fit.mean += drawn * f64::midpoint(from.distance, to.distance);
        self.fit.farthest = self.fit.farthest.max(from.distance).max(to.distance);
        Some(length)
    }

    /// The same where the reach may be far: what is passed by is counted. The first point of the
    /// drawing may then as well stand at another of its feet, before the second's, or the second
    /// behind the first's: where the line crosses itself, both feet are right.
    pub(super) fn add_reach_or_ends(
        &mut self,
        border: &Border,
        section: SectionKey,
        (from, to): (&Foot, &Foot),
        drawn: &[LonLat],
    ) -> f64 {
        if let Some(length) = self.add_reach(border, section, (from, to), drawn) {
            return length;
        }
        let (line, tolerance) = (border.section_at(section).line(), border.tolerance);
        self.fit.passed_by += line.advance(from.place, to.place).abs();
        let (Some(&first), Some(&last)) = (drawn.first(), drawn.last()) else { return 0.0 };
        let mut length = 0.0;
        for (point, end) in [(first, to), (last, from)] {
            let mut feet = line.feet_within(point, tolerance);
            feet.sort_by(|a, b| a.distance.total_cmp(&b.distance));
            let mut reaches = feet
                .iter()
                .filter_map(|foot| self.add_pieces(line, section, (foot, end), drawn, tolerance));
            length += reaches.next().unwrap_or(0.0);
        }
        length
    }

    /// Adds the line between two feet if all of it is near the drawing between them; its length.
    fn add_pieces(
        &mut self,
        line: &Polyline,
        section: SectionKey,
        (from, to): (&Foot, &Foot),
        drawn: &[LonLat],
        tolerance: f64,
    ) -> Option<f64> {
        let pieces = between(line, from.place, to.place);
        if !pieces.clone().all(|(from, to)| stays_near(line, from, to, drawn, tolerance)) {
            return None;
        }
        self.stretches.extend(pieces.map(|(from, to)| (section, from, to)));
        Some(line.advance(from.place, to.place).abs())
    }

    /// Adds what lies between the last foot of a run and the first of the next, on two sections
    /// that join: on the inner side of a bend, both feet stand before it.
    pub(super) fn add_joint(&mut self, border: &Border, before: &[Sample], after: &[Sample]) {
        let last_and_first = before.last().zip(after.first());
        let feet = last_and_first.and_then(|(last, first)| last.near.zip(first.near));
        let Some(((a, foot), (b, other))) = feet else { return };
        let (line, next) = (border.section_at(a).line(), border.section_at(b).line());
        let Some((end, start)) = joint(line, foot.place, next, other.place) else { return };
        for (section, line, run, from, to) in
            [(a, line, before, foot.place, end), (b, next, after, other.place, start)]
        {
            let drawn: Vec<LonLat> = run.iter().map(|sample| sample.at).collect();
            let is_near = |end| distance_from(&drawn, end, border.tolerance) <= border.tolerance;
            let (low, high) = (from.min(to), from.max(to));
            if line.at(to).is_ok_and(is_near)
                && stays_near(line, low, high, &drawn, border.tolerance)
            {
                self.stretches.push((section, low, high));
            }
        }
    }
}

/// The ends at which two lines join, nearest to a place on each.
fn joint(line: &Polyline, place: Place, next: &Polyline, other: Place) -> Option<(Place, Place)> {
    let starts = [next.start(), next.end()];
    let ends = [line.start(), line.end()].into_iter();
    let joined = ends.flat_map(|end| starts.map(|start| (end, start))).filter(|&(end, start)| {
        let points = line.at(end).ok().zip(next.at(start).ok());
        points.is_some_and(|(end, start)| distance(end, start) <= JOIN)
    });
    let apart = |a: Place, b: Place| (a.metres() - b.metres()).abs();
    let far = |&(end, start): &(Place, Place)| apart(place, end) + apart(other, start);
    joined.min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// What of a line lies between two places: on a ring the shorter way round, in two pieces where
/// that leads across the seam.
fn between(
    line: &Polyline,
    a: Place,
    b: Place,
) -> impl Iterator<Item = (Place, Place)> + Clone + use<> {
    let (low, high) = (a.min(b), a.max(b));
    let across = line.is_ring() && high.metres() - low.metres() > line.length() / 2.0;
    let pieces = if across {
        [Some((line.start(), low)), Some((high, line.end()))]
    } else {
        [Some((low, high)), None]
    };
    pieces.into_iter().flatten().filter(|(from, to)| from < to)
}

/// Whether the line between two places lies within the tolerance of a drawing.
///
/// Both places are feet of the drawing. Between them, the distance from one edge of a drawing is
/// greatest at a vertex of the line.
fn stays_near(line: &Polyline, from: Place, to: Place, drawn: &[LonLat], tolerance: f64) -> bool {
    let vertices = line.vertices_between(from, to);
    let is_near = |vertex: LonLat| distance_from(drawn, vertex, tolerance) <= tolerance + SLACK;
    vertices.iter().all(|&vertex| is_near(vertex))
}

/// The distance of a point from a drawing, in metres; once it is within `enough`, not less.
fn distance_from(drawn: &[LonLat], point: LonLat, enough: f64) -> f64 {
    let mut least = f64::INFINITY;
    for &vertex in drawn {
        least = least.min(distance(vertex, point));
        if least <= enough {
            return least;
        }
    }
    for pair in drawn.windows(2) {
        if let Ok(edge) = Edge::new(pair[0], pair[1]) {
            least = least.min(edge.foot(point).distance);
        }
    }
    least
}

fn distance_along(drawn: &[LonLat]) -> f64 {
    drawn.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
}
