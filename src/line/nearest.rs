//! From a point, or many, to the nearest place of the line.

use super::edges::{CandidateFoot, EdgePosition};
use super::search::{NearestSearch, Vicinity};
use super::{Foot, Polyline};
use crate::geodesy::{GeoPoint, LonLat};

impl Polyline {
    /// The place of the line nearest to a point; of several at the same distance, the first.
    ///
    /// Exact anywhere on the globe: place and distance within 0.1 µm for edges and offsets to
    /// 10 km, 1 mm to 100 km, by a series of the geodesic's equation. Beyond 100 km, and for edges
    /// beyond 50 km, it calls the slower [`Edge::foot`](crate::geodesy::Edge::foot). Some 0.6 µs on a line of 100,000 vertices, 1 µs on one of a million.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use border_coverage::line::Side;
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 10.0, y: 65.0), (x: 10.2, y: 65.0)])?;
    /// let foot = line.nearest(LonLat::new(10.1, 65.01)?);
    /// assert_eq!(foot.distance.round(), 1_111.0);
    /// assert_eq!(foot.side, Side::Left);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn nearest(&self, point: LonLat) -> Foot {
        let sought = GeoPoint::from(point);
        let mut search = NearestSearch::new(&self.index, sought.ecef, None);
        search.everywhere();
        let candidate = self.nearest_candidate(&search, &sought);
        self.foot(&candidate, &sought)
    }

    /// The nearest place, if it is no farther than `metres`; where the line is farther, a look at
    /// sixteen boxes.
    pub(crate) fn nearest_within(&self, point: LonLat, metres: f64) -> Option<Foot> {
        let sought = GeoPoint::from(point);
        let mut search = NearestSearch::within(&self.index, sought.ecef, metres);
        search.everywhere();
        search.candidates().next()?;
        let candidate = self.nearest_candidate(&search, &sought);
        Some(self.foot(&candidate, &sought)).filter(|foot| foot.distance <= metres)
    }

    /// All feet whose distance exceeds the least by at most `tolerance` metres, in order along the
    /// line.
    ///
    /// Never empty. With a tolerance of 0 it holds the nearest alone, or exact ties; two reaches
    /// of a hairpin whose distances differ by less than their rounding need a tolerance of 1 µm.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![
    ///     (x: 102.0, y: -0.01), (x: 102.1, y: -0.01), (x: 102.1, y: 0.01), (x: 102.0, y: 0.01),
    /// ])?;
    /// assert_eq!(line.nearest_all(LonLat::new(102.05, 0.0)?, 1e-6).len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn nearest_all(&self, point: LonLat, tolerance: f64) -> Vec<Foot> {
        let nearest = self.nearest(point);
        let mut feet = self.feet_within(point, nearest.distance + tolerance.max(0.0));
        // Where the distance is flat, two edges may each leave the foot to the other.
        if !feet.iter().any(|foot| foot.distance <= nearest.distance) {
            feet.push(nearest);
            feet.sort_by_key(|foot| foot.place);
        }
        feet
    }

    /// The nearest place for each of many points.
    ///
    /// The same feet as [`nearest`](Self::nearest), one by one; faster where each point lies near
    /// the one before, as along a track, since each search starts from the foot before and looks
    /// around it first.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 10.0, y: 65.0), (x: 10.2, y: 65.0)])?;
    /// let track = [LonLat::new(10.05, 65.001)?, LonLat::new(10.06, 65.002)?];
    /// let feet = line.nearest_each(&track);
    /// assert_eq!(feet[1], line.nearest(track[1]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn nearest_each(&self, points: &[LonLat]) -> Vec<Foot> {
        let mut vicinity = Vicinity::new();
        let mut feet = Vec::with_capacity(points.len());
        for block in points.chunks(GeoPoint::BLOCK) {
            for sought in GeoPoint::block(block) {
                let search = vicinity.search(&self.index, sought.ecef);
                let candidate = self.nearest_candidate(&search, &sought);
                vicinity.found(sought.ecef, candidate.edge);
                feet.push(self.foot(&candidate, &sought));
            }
        }
        feet
    }

    /// The nearest place among the candidates of a search.
    fn nearest_candidate(&self, search: &NearestSearch<'_>, sought: &GeoPoint) -> CandidateFoot {
        let (mut best, mut other): (Option<CandidateFoot>, Option<CandidateFoot>) = (None, None);
        for edge in search.candidates() {
            let candidate = self.candidate_on(edge, sought);
            let nearer =
                best.is_none_or(|best| (candidate.distance, edge) < (best.distance, best.edge));
            other = if nearer { best.replace(candidate) } else { Some(candidate) };
        }
        let best = best.unwrap_or_else(|| self.candidate_on(0, sought));
        self.settle(best, other, sought)
    }

    /// The foot itself, or one inside the neighbouring edge of its vertex. Where the distance is
    /// flat, a nanometre of distance is a millimetre along the line, so distances do not decide.
    fn settle(
        &self,
        candidate: CandidateFoot,
        known: Option<CandidateFoot>,
        sought: &GeoPoint,
    ) -> CandidateFoot {
        let neighbour = match (candidate.position, self.vertex_of(&candidate)) {
            (EdgePosition::Start, Some(vertex)) => self.edge_into(vertex),
            (EdgePosition::End, Some(vertex)) => self.edge_out_of(vertex),
            _ => None,
        };
        let other = neighbour.map(|edge| match known {
            Some(known) if known.edge == edge => known,
            _ => self.candidate_on(edge, sought),
        });
        match other {
            Some(other) if matches!(other.position, EdgePosition::Inside(..)) => other,
            // The seam of a ring is its start.
            _ if self.vertex_of(&candidate) == Some(0) => self.at_start(0, sought),
            _ => candidate,
        }
    }
}
