//! From a stretch of places to its geometry.

use geo_types::{Coord, LineString, MultiLineString};

use super::{LineError, Polyline};
use crate::geodesy::LonLat;
use crate::units::Place;

impl Polyline {
    /// The geometry between two places: every vertex between them, kept once, and the two ends.
    ///
    /// One line string for each part touched. On a ring `from` may lie behind `to`, or at the
    /// same place for the whole round: the stretch then runs across the seam in one piece. Takes
    /// time proportional to the vertices returned, and a binary search.
    ///
    /// # Errors
    /// When a place lies beyond the line's end, or `from` does not lie before `to` on a line that
    /// is no ring.
    pub fn slice(&self, from: Place, to: Place) -> Result<MultiLineString, LineError> {
        self.reaches(from)?;
        self.reaches(to)?;
        let mut pieces = Vec::new();
        if from < to {
            self.collect(from.metres(), to.metres(), &mut pieces);
        } else if self.ring {
            self.collect(from.metres(), self.length(), &mut pieces);
            let seam = pieces.len();
            self.collect(0.0, to.metres(), &mut pieces);
            join_at_seam(&mut pieces, seam);
        } else {
            return Err(LineError::NoStretch { from: from.metres(), to: to.metres() });
        }
        Ok(MultiLineString::new(pieces.into_iter().map(LineString::new).collect()))
    }

    /// Adds the pieces, one a part, between two distances from the start.
    fn collect(&self, from: f64, to: f64, pieces: &mut Vec<Vec<Coord>>) {
        // The last part that starts at or before `from`; a part starts where the one before ends.
        let first = self.parts.partition_point(|&v| self.place_or_end(v) <= from).saturating_sub(1);
        for part in self.parts[first..].windows(2) {
            if self.places[part[0]] >= to {
                break;
            }
            let piece = self.piece(part[0]..part[1], from, to);
            // Where only rounding carries the stretch into a part, nothing of it is there.
            if piece.len() > 1 {
                pieces.push(piece);
            }
        }
    }

    /// The piece of a part between two distances from the line's start.
    fn piece(&self, part: std::ops::Range<usize>, from: f64, to: f64) -> Vec<Coord> {
        let (vertices, places) = (&self.vertices[part.clone()], &self.places[part.clone()]);
        let start = places.partition_point(|&p| p < from);
        let end = places.partition_point(|&p| p <= to);
        let mut piece: Vec<Coord> = Vec::with_capacity(end.saturating_sub(start) + 2);
        // A cut between two vertices; one that rounds to a vertex is that vertex.
        let cut = |metres: f64, after: usize| -> LonLat {
            self.on_edge(part.start + after - 1, metres - places[after - 1])
        };
        if start > 0 && start < places.len() && places[start] > from {
            piece.push(cut(from, start).into());
        }
        piece.extend(vertices[start..end.max(start)].iter().map(|&v| Coord::from(v)));
        if end > 0 && end < places.len() && places[end - 1] < to {
            piece.push(cut(to, end).into());
        }
        piece.dedup();
        piece
    }

    fn place_or_end(&self, vertex: usize) -> f64 {
        self.places.get(vertex).copied().unwrap_or(f64::INFINITY)
    }
}

/// Joins the piece that ends at the seam with the one that starts there.
fn join_at_seam(pieces: &mut Vec<Vec<Coord>>, seam: usize) {
    if seam > 0 && seam < pieces.len() {
        let after = pieces.remove(seam);
        pieces[seam - 1].extend(after.into_iter().skip(1));
    }
}
