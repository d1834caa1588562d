//! A polyline on the ground with cumulative geodesic lengths, and the section that it draws.

mod feet;
mod index;
mod matching;
mod slice;

pub use feet::Foot;
pub use matching::{Direction, MatchOptions, Matched, MatchedPoint, Rival, SequencePoint};

use std::fmt;

use geo_types::{LineString, MultiLineString};
use thiserror::Error;

use crate::geodesy::{Ecef, Edge, EdgeError, LonLat, LonLatError};
use crate::id::SectionId;
use crate::units::Place;
use index::EdgeIndex;

/// Ends closer than this, in metres, coincide.
const COINCIDE: f64 = 0.001;

/// Why some vertices are not a line, or a place is not on it.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LineError {
    /// No part at all.
    #[error("a line needs at least one part of two vertices")]
    Empty,
    /// A part with fewer than two different vertices.
    #[error("part {part} of the line has no length: it needs two different vertices")]
    NoLength {
        /// Which part, counted from 1.
        part: usize,
    },
    /// A vertex off the globe.
    #[error("part {part}, vertex {vertex}: {reason}")]
    Vertex {
        /// Which part, counted from 1.
        part: usize,
        /// Which vertex of the part, counted from 1.
        vertex: usize,
        /// What is wrong with it.
        reason: LonLatError,
    },
    /// Two vertices too far apart.
    #[error("part {part}, after vertex {vertex}: {reason}")]
    Edge {
        /// Which part, counted from 1.
        part: usize,
        /// The vertex before the edge, counted from 1.
        vertex: usize,
        /// What is wrong with the edge.
        reason: EdgeError,
    },
    /// A place beyond the end of the line.
    #[error("{place} m lies beyond the end of the line at {length} m")]
    Beyond {
        /// The place asked for, in metres.
        place: f64,
        /// The line's length, in metres.
        length: f64,
    },
    /// A stretch without length, or backwards on a line that is no ring.
    #[error("no stretch runs from {from} m to {to} m on this line")]
    NoStretch {
        /// Where it was to start, in metres.
        from: f64,
        /// Where it was to end, in metres.
        to: f64,
    },
}

/// A line on the ground: one or more parts of geodesic edges, measured from its first vertex.
///
/// Parts follow one another and the jump between two has no length. A line whose ends coincide
/// (within 1 mm) is a ring. Repeated vertices are dropped, and counted. Holds a spatial index of
/// its edges; about 170 bytes and 1 µs an edge to build.
///
/// ```
/// use border_coverage::{Place, Polyline};
/// use geo_types::line_string;
/// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
/// assert_eq!(line.length().round(), 10_326.0);
/// assert_eq!(line.at(Place::new(line.length() / 2.0)?)?.lon(), 102.05);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Polyline {
    edges: Vec<Edge>,
    /// Place of each edge's start, in metres; then the length of the whole line.
    places: Vec<f64>,
    /// For each part, its first edge; then the number of edges.
    parts: Vec<usize>,
    ring: bool,
    repeated: usize,
    index: EdgeIndex,
}

impl Polyline {
    /// The line through the vertices of each part.
    ///
    /// # Errors
    /// When there is no part, a part has no two different vertices, or an edge is longer than
    /// 10,000 km.
    pub fn new<P: AsRef<[LonLat]>>(parts: &[P]) -> Result<Self, LineError> {
        let mut edges: Vec<Edge> = Vec::new();
        let mut first_edges = vec![0];
        let mut repeated = 0;
        for (p, part) in parts.iter().enumerate() {
            let before = edges.len();
            for (v, pair) in part.as_ref().windows(2).enumerate() {
                let edge = Edge::new(pair[0], pair[1]).map_err(|reason| LineError::Edge {
                    part: p + 1,
                    vertex: v + 1,
                    reason,
                })?;
                if edge.length() > 0.0 {
                    edges.push(edge);
                } else {
                    repeated += 1;
                }
            }
            if edges.len() == before {
                return Err(LineError::NoLength { part: p + 1 });
            }
            first_edges.push(edges.len());
        }
        let (Some(first), Some(last)) = (edges.first(), edges.last()) else {
            return Err(LineError::Empty);
        };
        let gap_2 = Ecef::from(first.start()).distance_2(Ecef::from(last.end()));
        let ring = gap_2 < COINCIDE * COINCIDE && edges.len() > 1;
        let mut places = Vec::with_capacity(edges.len() + 1);
        let mut at = 0.0;
        places.push(at);
        for edge in &edges {
            at += edge.length();
            places.push(at);
        }
        let index = EdgeIndex::new(&edges);
        Ok(Self { edges, places, parts: first_edges, ring, repeated, index })
    }

    /// Its geodesic length in metres; jumps between parts do not count.
    pub fn length(&self) -> f64 {
        self.places[self.edges.len()]
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
        self.parts.windows(2).map(|w| {
            let edges = &self.edges[w[0]..w[1]];
            edges.iter().map(Edge::start).chain(edges.last().map(Edge::end)).collect()
        })
    }

    /// The point at a place; where two parts meet, the end of the first.
    ///
    /// # Errors
    /// When the place lies beyond the line's end.
    pub fn at(&self, place: Place) -> Result<LonLat, LineError> {
        self.within(place)?;
        let edge = self.edge_ending_at_or_after(place.metres());
        Ok(self.on_edge(edge, place.metres()))
    }

    /// The point of an edge so many metres from the line's start; its ends exactly, although sums
    /// of lengths are rounded.
    fn on_edge(&self, edge: usize, metres: f64) -> LonLat {
        if metres >= self.places[edge + 1] {
            self.edges[edge].end()
        } else {
            self.edges[edge].at(metres - self.places[edge])
        }
    }

    /// The first edge that ends at or after so many metres.
    fn edge_ending_at_or_after(&self, metres: f64) -> usize {
        let ends = &self.places[1..];
        ends.partition_point(|&end| end < metres).min(self.edges.len() - 1)
    }

    fn within(&self, place: Place) -> Result<(), LineError> {
        if place.metres() > self.length() {
            return Err(LineError::Beyond { place: place.metres(), length: self.length() });
        }
        Ok(())
    }

    /// Whether an edge is the first of its part, so that nothing comes before it.
    fn starts_part(&self, edge: usize) -> bool {
        self.parts.binary_search(&edge).is_ok()
    }
}

impl fmt::Debug for Polyline {
    /// In one line: a border has thousands of vertices.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, edges, ring) = (self.parts.len() - 1, self.edges.len(), self.ring);
        write!(f, "Polyline {{ parts: {parts}, edges: {edges}, ring: {ring} }}")
    }
}

/// The vertices of a line of `geo_types`, checked.
fn vertices(part: usize, line: &LineString) -> Result<Vec<LonLat>, LineError> {
    line.coords()
        .enumerate()
        .map(|(v, &c)| {
            LonLat::try_from(c).map_err(|reason| LineError::Vertex {
                part: part + 1,
                vertex: v + 1,
                reason,
            })
        })
        .collect()
}

impl TryFrom<&LineString> for Polyline {
    type Error = LineError;
    fn try_from(line: &LineString) -> Result<Self, LineError> {
        Self::new(&[vertices(0, line)?])
    }
}

impl TryFrom<&MultiLineString> for Polyline {
    type Error = LineError;
    fn try_from(lines: &MultiLineString) -> Result<Self, LineError> {
        let parts: Result<Vec<_>, _> =
            lines.iter().enumerate().map(|(p, l)| vertices(p, l)).collect();
        Self::new(&parts?)
    }
}

/// One section of a border: a line with an id and, perhaps, a name.
#[derive(Debug, Clone)]
pub struct Section {
    id: SectionId,
    name: Option<String>,
    line: Polyline,
}

impl Section {
    /// The section that `line` draws.
    pub fn new(id: SectionId, name: Option<String>, line: Polyline) -> Self {
        Self { id, name, line }
    }

    /// Its id.
    pub fn id(&self) -> &SectionId {
        &self.id
    }

    /// Its name as written, or its id.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.id.as_str())
    }

    /// Where it runs.
    pub fn line(&self) -> &Polyline {
        &self.line
    }
}

#[cfg(test)]
mod tests;
