//! Matching a sequence of points to a line, jointly and in order.

mod order;

use super::{Foot, Polyline};
use crate::geodesy::LonLat;
use order::{Costs, FootCost, Step, match_costs};

/// Two feet farther apart along the line than this, in metres, stand on different reaches.
const OTHER_REACH: f64 = 250.0;

/// A point of a sequence that should run along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SequencePoint {
    /// Where it was recorded.
    pub at: LonLat,
    /// How far along the line it should lie from the point before, in metres, where declared.
    pub spacing: Option<f64>,
}

impl From<LonLat> for SequencePoint {
    fn from(at: LonLat) -> Self {
        Self { at, spacing: None }
    }
}

/// Which way a sequence runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// With the line's vertices.
    Forward,
    /// Against them.
    Backward,
    /// Whichever fits better.
    #[default]
    Either,
}

/// How a sequence is matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatchOptions {
    /// The farthest a point may lie from its foot, in metres.
    pub tolerance: f64,
    /// Which way the sequence runs.
    pub direction: Direction,
    /// How much a metre of difference to a declared spacing weighs against a metre of offset.
    pub spacing_weight: f64,
}

impl MatchOptions {
    /// Either direction, within a tolerance in metres; ten metres of spacing weigh one of offset.
    pub fn within(tolerance: f64) -> Self {
        Self { tolerance, direction: Direction::Either, spacing_weight: 0.1 }
    }
}

/// The matched place of a point of the sequence.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MatchedPoint {
    /// Its foot; the distance is the point's offset.
    pub foot: Foot,
    /// The best place for it on another reach of the line (at least 250 m away along it), all
    /// other points placed as well as they can be then; none where no other reach is in question.
    pub rival: Option<Rival>,
}

/// The second-best answer for a point.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Rival {
    /// The foot on the other reach.
    pub foot: Foot,
    /// By how many square metres the sum of squared offsets would grow.
    pub margin: f64,
}

/// A sequence matched to a line.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Matched {
    /// The match of each point; none where it fits nowhere.
    pub points: Vec<Option<MatchedPoint>>,
    /// Which way it runs: forward or backward.
    pub direction: Direction,
}

impl Polyline {
    /// Matches a sequence of points to this line: of all feet within the tolerance, those that
    /// run along the line in the order of the points at the least sum of squared offsets (and
    /// weighted differences to declared spacings).
    ///
    /// On a ring the sequence may start anywhere and goes round at most once. A point that fits
    /// nowhere is left out, which costs a little more than any foot within the tolerance, so one
    /// stray point does not spoil the rest.
    ///
    /// Exact, by dynamic programming: `O(n k log n k)` for `n` points with `k` feet each; with
    /// spacings `O(n k²)` times the 32 points looked back at; on a ring times the feet of the
    /// first points.
    ///
    /// ```
    /// use border_coverage::{LonLat, Polyline};
    /// use border_coverage::line::MatchOptions;
    /// use geo_types::line_string;
    /// let hairpin = Polyline::try_from(&line_string![
    ///     (x: 102.0, y: 22.0), (x: 102.05, y: 22.0), (x: 102.05, y: 22.002), (x: 102.0, y: 22.002)
    /// ])?;
    /// // The second point is nearer to the way back, where the third cannot follow it.
    /// let track = [(102.01, 22.0), (102.02, 22.0011), (102.04, 22.0)];
    /// let points: Vec<_> =
    ///     track.iter().map(|&(lon, lat)| Ok(LonLat::new(lon, lat)?.into())).collect::<Result<_, border_coverage::geodesy::LonLatError>>()?;
    /// let matched = hairpin.match_in_order(&points, MatchOptions::within(500.0));
    /// let second = matched.points[1].ok_or("placed")?;
    /// assert_eq!(second.foot.distance.round(), 122.0);
    /// assert!(second.rival.ok_or("the way back")?.margin > 20_000.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn match_in_order(&self, points: &[SequencePoint], options: MatchOptions) -> Matched {
        let tolerance = options.tolerance;
        let feet: Vec<Vec<Foot>> =
            points.iter().map(|point| self.feet_within(point.at, tolerance)).collect();
        let steps: Vec<Step> = points
            .iter()
            .zip(&feet)
            .map(|(point, feet)| Step {
                candidates: feet.iter().map(FootCost::from).collect(),
                spacing: point.spacing,
            })
            .collect();
        let costs = Costs {
            skip: 1.01 * tolerance * tolerance + 1.0,
            spacing_weight: options.spacing_weight * options.spacing_weight,
            ring: self.is_ring().then(|| self.length()),
        };
        let (found, direction) = match_costs(&steps, options.direction, &costs);
        let point = |(i, chosen): (usize, &Option<usize>)| {
            let chosen = (*chosen)?;
            let foot = feet[i][chosen];
            Some(MatchedPoint {
                foot,
                rival: self.rival(&feet[i], chosen, &found.least[i], found.cost),
            })
        };
        Matched { points: found.chosen.iter().enumerate().map(point).collect(), direction }
    }

    /// The cheapest foot on another reach than the chosen one.
    fn rival(&self, feet: &[Foot], chosen: usize, least: &[f64], cost: f64) -> Option<Rival> {
        let other =
            |&i: &usize| self.apart(feet[i], feet[chosen]) > OTHER_REACH && least[i].is_finite();
        let cheapest =
            (0..feet.len()).filter(other).min_by(|&a, &b| least[a].total_cmp(&least[b]))?;
        Some(Rival { foot: feet[cheapest], margin: (least[cheapest] - cost).max(0.0) })
    }

    /// How far two feet lie apart along the line, the shorter way on a ring, in metres.
    pub(crate) fn apart(&self, a: Foot, b: Foot) -> f64 {
        self.advance(b.place, a.place).abs()
    }

    /// The foot nearest to a point among those on another reach than its nearest of all, if its
    /// distance is within a margin, in metres, of the nearest's.
    #[must_use]
    pub fn rival_of(&self, nearest: Foot, point: LonLat, margin: f64) -> Option<Foot> {
        let feet = self.feet_within(point, nearest.distance + margin);
        let others = feet.into_iter().filter(|&foot| self.apart(foot, nearest) > OTHER_REACH);
        others.min_by(|a, b| a.distance.total_cmp(&b.distance))
    }
}

impl From<&Foot> for FootCost {
    fn from(foot: &Foot) -> Self {
        Self { place: foot.place.metres(), cost: foot.distance * foot.distance }
    }
}
