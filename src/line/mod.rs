//! A polyline on the ground with cumulative geodesic lengths, and the section that it draws.

mod bounds;
mod boxes;
mod build;
#[cfg(any(test, feature = "approx"))]
mod closeness;
mod degree_box;
mod divide;
mod edges;
mod encode;
mod error;
mod feet;
#[cfg(feature = "geo")]
mod geo_traits;
mod inspect;
mod matching;
mod nearest;
mod search;
mod section;
mod segment_index;
mod side;
mod slice;

pub(crate) use bounds::Bounds;
pub(crate) use degree_box::DegreeBox;
pub use divide::{Distances, Part};
pub use error::{LineError, SectionError};
pub use feet::Foot;
pub use inspect::LineDoubt;
pub(crate) use inspect::{JOIN, order_that_joins};
pub use matching::{Direction, MatchOptions, Matched, MatchedPoint, Rival, SequencePoint};
pub use section::Section;
pub use side::Side;

use std::fmt;

use crate::geodesy::{LonLat, distance};
use crate::units::Place;
use segment_index::SegmentIndex;

/// A line on the ground: one or more parts of geodesic edges, measured from its first vertex.
///
/// Parts follow one another and the jump between two has no length. A line whose ends coincide
/// (within 1 mm) is a ring. Repeated vertices are dropped, and counted. Holds a spatial index of
/// its edges: 52 bytes a vertex in all, and some 40 ns to build.
///
/// ```
/// use border_coverage::{Place, Polyline};
/// use geo_types::line_string;
/// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
/// assert_eq!(line.length().round(), 10_326.0);
/// let middle = line.at(Place::new(line.length() / 2.0)?)?;
/// assert!((middle.lon() - 102.05).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Polyline {
    /// Every vertex; edge *v* leads from vertex *v* to the next, unless that starts a part.
    vertices: Vec<LonLat>,
    /// Place of each vertex, in metres; a part starts at the place where the one before ends.
    places: Vec<f64>,
    /// For each part, its first vertex; then the number of vertices.
    parts: Vec<usize>,
    ring: bool,
    repeated: usize,
    index: SegmentIndex,
}

impl Polyline {
    /// Its geodesic length in metres; jumps between parts do not count.
    pub fn length(&self) -> f64 {
        self.places.last().copied().unwrap_or(0.0)
    }

    /// The place of its first vertex.
    pub fn start(&self) -> Place {
        Place::START
    }

    /// The place of its end.
    pub fn end(&self) -> Place {
        Place::from_trusted(self.length())
    }

    /// Whether its ends coincide, so that a stretch can run across the seam.
    pub fn is_ring(&self) -> bool {
        self.ring
    }

    /// How many vertices repeated the one before and were dropped.
    pub fn repeated_vertices(&self) -> usize {
        self.repeated
    }

    /// The vertices of each part.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Vec<LonLat>> + '_ {
        self.parts.windows(2).map(|w| self.vertices[w[0]..w[1]].to_vec())
    }

    /// The point at a place; where two parts meet, the end of the first.
    ///
    /// Within 0.1 µm of the geodesic on edges to 10 km, 5 µm to 50 km, nanometres beyond; its
    /// vertices exactly. A binary search and some 0.1 µs.
    ///
    /// # Errors
    /// When the place lies beyond the line's end.
    pub fn at(&self, place: Place) -> Result<LonLat, LineError> {
        self.reaches(place)?;
        let metres = place.metres();
        let vertex = self.places.partition_point(|&p| p < metres);
        if self.places[vertex] == metres {
            return Ok(self.vertices[vertex]);
        }
        Ok(self.on_edge(vertex - 1, metres - self.places[vertex - 1]))
    }

    /// How far one place lies ahead of another along the line, in metres: the shorter way on a ring,
    /// negative where it lies behind.
    pub(crate) fn advance(&self, from: Place, to: Place) -> f64 {
        let along = to.metres() - from.metres();
        if self.ring && along.abs() > self.length() / 2.0 {
            along - self.length().copysign(along)
        } else {
            along
        }
    }

    /// The vertices strictly between two places, in order.
    pub(crate) fn vertices_between(&self, from: Place, to: Place) -> &[LonLat] {
        let first = self.places.partition_point(|&p| p <= from.metres());
        let end = self.places.partition_point(|&p| p < to.metres());
        self.vertices.get(first..end).unwrap_or_default()
    }

    /// Whether one of its parts ends at a place; the seam of a ring is no end.
    pub(crate) fn is_part_end(&self, place: Place) -> bool {
        let at_seam = place == self.start() || place == self.end();
        let end = |&vertex: &usize| self.places.get(vertex).copied().unwrap_or(self.length());
        let next = self.parts.partition_point(|vertex| end(vertex) < place.metres());
        let is_end = self.parts.get(next).map(end) == Some(place.metres());
        is_end && !(self.ring && at_seam)
    }

    /// The place where a part ends and the next starts that is nearest to a place, if the line has
    /// several parts.
    pub(crate) fn joint_near(&self, place: Place) -> Option<Place> {
        let joints = self.parts.get(1..self.parts.len() - 1)?;
        let next = joints.partition_point(|&first| self.places[first] < place.metres());
        let near = [next.checked_sub(1), Some(next)].into_iter().flatten();
        let near = near.filter_map(|i| joints.get(i)).map(|&first| self.places[first]);
        let apart = |joint: &f64| (joint - place.metres()).abs();
        near.min_by(|a, b| apart(a).total_cmp(&apart(b))).map(Place::from_trusted)
    }

    /// The index of the part on which a place lies: where two meet, of the one whose end is nearer
    /// to a point, or else of the first.
    pub(crate) fn part_at(&self, place: Place, near: Option<LonLat>) -> usize {
        let starts = &self.parts[..self.parts.len() - 1];
        let before = |&first: &usize| self.places[first] < place.metres();
        let part = starts.partition_point(before).saturating_sub(1);
        let Some(&next) = starts.get(part + 1) else { return part };
        let is_joint = self.places[next] == place.metres();
        let is_next = near.filter(|_| is_joint).is_some_and(|near| {
            distance(near, self.vertices[next]) < distance(near, self.vertices[next - 1])
        });
        if is_next { part + 1 } else { part }
    }

    /// The point at a place of a part; where two parts meet, the end or the start of that part.
    ///
    /// # Errors
    /// When the place lies beyond the line's end.
    pub(crate) fn at_in_part(&self, place: Place, part: usize) -> Result<LonLat, LineError> {
        match self.parts.get(part).and_then(|&first| self.vertices.get(first).zip(Some(first))) {
            Some((&start, first)) if self.places[first] == place.metres() => Ok(start),
            _ => self.at(place),
        }
    }

    fn reaches(&self, place: Place) -> Result<(), LineError> {
        if place.metres() > self.length() {
            return Err(LineError::Beyond { place: place.metres(), length: self.length() });
        }
        Ok(())
    }
}

impl PartialEq for Polyline {
    /// Whether both run through the same vertices, in the same parts.
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts && self.vertices == other.vertices
    }
}

impl fmt::Debug for Polyline {
    /// In one line: a border has thousands of vertices.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts.len() - 1;
        let (edges, ring) = (self.vertices.len() - parts, self.ring);
        write!(f, "Polyline {{ parts: {parts}, edges: {edges}, ring: {ring} }}")
    }
}

#[cfg(test)]
mod tests;
