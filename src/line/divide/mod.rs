//! Every place of a line to the nearest of many points, exactly.
//!
//! Along a straight line the squared distances to all points have the same quadratic term, so
//! where one point takes over from another is the root of a linear function, and whole boxes of
//! edges belong to one point when that function keeps its sign at their corners. The boxes are
//! those of the line's own index: what is not near a change is never looked at.

mod along;
mod envelope;
mod pieces;
mod tree;

pub use along::Distances;

use super::{LineError, Polyline};
use crate::geodesy::{Ecef, LonLat, SHORT, distance, straight_to_geodesic};
use crate::units::Place;

/// Distances that differ by less than this many metres are the same, and the first point wins.
pub(crate) const TIE: f64 = 1e-7;

/// A stretch of a line that is nearest to one of some points.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// Where it starts.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// The index of the nearest point in the list; none where all are too far.
    pub nearest: Option<usize>,
}

impl Polyline {
    /// The whole line divided among points: each place to the point that is nearest by geodesic
    /// distance, of those as near the first.
    ///
    /// See [`divide_stretch`](Self::divide_stretch).
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 0.0), (x: 102.3, y: 0.0)])?;
    /// let villages = [LonLat::new(102.0, 0.01)?, LonLat::new(102.2, 0.01)?];
    /// let parts = line.divide(&villages);
    /// let kilometre = 0.1_f64.to_radians() * 6_378.137;
    /// assert!((parts[0].to.metres() / 1e3 - kilometre).abs() < 1e-6);
    /// assert_eq!(parts[1].nearest, Some(1));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    #[must_use]
    pub fn divide(&self, among: &[LonLat]) -> Vec<Part> {
        tree::Descent::new(self, among, f64::INFINITY).run(0.0, self.length())
    }

    /// The stretch between two places divided among points, none of which reaches farther than
    /// `farthest` metres (which may be infinite).
    ///
    /// The parts are in order, never empty, tile the stretch, and neighbours differ. Where one
    /// gives way to the next is exact to less than a millimetre along the line wherever the two
    /// distances part by more than 0.2 mm a metre. Distances that differ by less than 0.1 µm are
    /// the same, and then the first point wins; so a stretch that runs along the very middle
    /// between two points is the first one's. Takes time by the parts found and the logarithm of
    /// the edges, not by the edges: some microseconds for each part.
    ///
    /// # Errors
    /// When a place lies beyond the line's end, or `from` does not lie before `to`.
    pub fn divide_stretch(
        &self,
        among: &[LonLat],
        from: Place,
        to: Place,
        farthest: f64,
    ) -> Result<Vec<Part>, LineError> {
        self.reaches(from)?;
        self.reaches(to)?;
        if from >= to {
            return Err(LineError::NoStretch { from: from.metres(), to: to.metres() });
        }
        Ok(tree::Descent::new(self, among, farthest).run(from.metres(), to.metres()))
    }
}

/// A point that can be the nearest.
#[derive(Debug, Clone, Copy)]
struct Site {
    point: LonLat,
    ecef: Ecef,
    /// In the frame of the line's boxes.
    local: [f64; 3],
}

impl Site {
    /// Its geodesic distance from another point of the ellipsoid, in metres.
    #[inline]
    fn distance(&self, at: Ecef) -> f64 {
        let near = straight_to_geodesic(self.ecef, at);
        if near <= SHORT { near } else { distance(self.point, at.lon_lat()) }
    }
}

#[cfg(test)]
mod tests;
