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
        self.within(from)?;
        self.within(to)?;
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
        let strings = pieces
            .into_iter()
            .map(|piece| LineString::new(piece.into_iter().map(Coord::from).collect()));
        Ok(MultiLineString::new(strings.collect()))
    }

    /// Adds the pieces, one a part, between two distances from the start.
    fn collect(&self, from: f64, to: f64, pieces: &mut Vec<Vec<LonLat>>) {
        let first = self.places[1..].partition_point(|&end| end <= from);
        let mut piece: Vec<LonLat> = Vec::new();
        for edge in first..self.edges.len() {
            if self.places[edge] >= to {
                break;
            }
            if self.starts_part(edge) && !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
            }
            if piece.is_empty() {
                piece.push(self.on_edge(edge, from));
            }
            piece.push(self.on_edge(edge, to));
        }
        if !piece.is_empty() {
            pieces.push(piece);
        }
    }
}

/// Joins the piece that ends at the seam with the one that starts there.
fn join_at_seam(pieces: &mut Vec<Vec<LonLat>>, seam: usize) {
    if seam > 0 && seam < pieces.len() {
        let after = pieces.remove(seam);
        pieces[seam - 1].extend(after.into_iter().skip(1));
    }
}
