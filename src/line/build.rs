//! Builds a line from vertices: checks, measures and indexes it.

use geo_types::{Coord, LineString, MultiLineString};

use super::segment_index::SegmentIndex;
use super::{LineError, Polyline};
use crate::geodesy::{Ecef, Edge, GeoPoint, LonLat, SHORT, arc_2, shortfall_at};

/// Ends closer than this, in metres, close a ring: files write coordinates to about a millimetre.
const COINCIDE: f64 = 0.001;

/// Vertices closer than this, in metres, may be one point written differently (longitude at a
/// pole, ±180): the chord formula is not trusted there.
const MAYBE_SAME: f64 = 1e-6;

impl Polyline {
    /// The line through the vertices of each part.
    ///
    /// # Errors
    /// When there is no part, a part has no two different vertices, or an edge is longer than
    /// 10,000 km.
    pub fn new<P: AsRef<[LonLat]>>(parts: &[P]) -> Result<Self, LineError> {
        let mut draft = Draft::with_capacity(parts.iter().map(|p| p.as_ref().len()).sum());
        for (p, part) in parts.iter().enumerate() {
            draft.part(p + 1, part.as_ref())?;
        }
        draft.finish()
    }
}

/// A line under construction: vertices in degrees and in Earth-centred coordinates.
struct Draft {
    vertices: Vec<LonLat>,
    index: SegmentIndex,
    last: Ecef,
    places: Vec<f64>,
    parts: Vec<usize>,
    repeated: usize,
}

impl Draft {
    fn with_capacity(vertices: usize) -> Self {
        Self {
            vertices: Vec::with_capacity(vertices),
            index: SegmentIndex::with_capacity(vertices),
            last: Ecef([0.0; 3]),
            places: Vec::with_capacity(vertices),
            parts: Vec::new(),
            repeated: 0,
        }
    }

    fn part(&mut self, number: usize, part: &[LonLat]) -> Result<(), LineError> {
        let first = self.vertices.len();
        self.parts.push(first);
        let mut place = self.places.last().copied().unwrap_or(0.0);
        for (b, block) in part.chunks(GeoPoint::BLOCK).enumerate() {
            for (v, GeoPoint { point: vertex, ecef }) in GeoPoint::block(block).enumerate() {
                if let (Some(&before), true) = (self.vertices.last(), self.vertices.len() > first) {
                    let length =
                        edge_length((before, self.last), (vertex, ecef)).map_err(|reason| {
                            LineError::Edge {
                                part: number,
                                vertex: b * GeoPoint::BLOCK + v,
                                reason,
                            }
                        })?;
                    if length == 0.0 {
                        self.repeated += 1;
                        continue;
                    }
                    place += length;
                }
                self.push(vertex, ecef, place);
            }
        }
        if self.vertices.len() < first + 2 {
            return Err(LineError::NoLength { part: number });
        }
        Ok(())
    }

    fn push(&mut self, vertex: LonLat, ecef: Ecef, place: f64) {
        self.index.push(self.vertices.len(), ecef);
        self.vertices.push(vertex);
        self.places.push(place);
        self.last = ecef;
    }

    fn finish(mut self) -> Result<Polyline, LineError> {
        let (Some(&first), Some(&last)) = (self.vertices.first(), self.vertices.last()) else {
            return Err(LineError::Empty);
        };
        self.parts.push(self.vertices.len());
        let gap_2 = Ecef::from(first).distance_2(Ecef::from(last));
        let edges = self.vertices.len() - (self.parts.len() - 1);
        let ring = gap_2 < COINCIDE * COINCIDE && edges > 1;
        self.index.finish(&self.parts);
        Ok(Polyline {
            vertices: self.vertices,
            places: self.places,
            parts: self.parts,
            ring,
            repeated: self.repeated,
            index: self.index,
        })
    }
}

/// The length of an edge in metres; exactly 0 where both ends are the same point.
#[inline]
fn edge_length(a: (LonLat, Ecef), b: (LonLat, Ecef)) -> Result<f64, crate::geodesy::EdgeError> {
    let chord = b.1 - a.1;
    let chord_2 = chord.dot(chord);
    if chord_2 > MAYBE_SAME * MAYBE_SAME && chord_2 <= SHORT * SHORT {
        let rise = chord.0[2];
        return Ok(arc_2(chord_2, rise, shortfall_at(a.1.0[2] + 0.5 * rise)).sqrt());
    }
    Ok(Edge::new(a.0, b.0)?.length())
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

impl TryFrom<LineString> for Polyline {
    type Error = LineError;
    fn try_from(line: LineString) -> Result<Self, LineError> {
        Self::try_from(&line)
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

impl TryFrom<MultiLineString> for Polyline {
    type Error = LineError;
    fn try_from(lines: MultiLineString) -> Result<Self, LineError> {
        Self::try_from(&lines)
    }
}

impl From<&Polyline> for MultiLineString {
    /// One line string for each part.
    fn from(line: &Polyline) -> Self {
        let parts = line.parts.windows(2).map(|part| &line.vertices[part[0]..part[1]]);
        parts.map(|part| part.iter().map(|&v| Coord::from(v)).collect::<LineString>()).collect()
    }
}

impl From<Polyline> for MultiLineString {
    fn from(line: Polyline) -> Self {
        Self::from(&line)
    }
}
