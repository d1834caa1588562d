//! Matches a line drawn along the border to stretches of its sections.

use super::{AddressError, Border, GroundStretch};
use crate::geodesy::{Edge, LonLat, distance};
use crate::id::SectionId;
use crate::key::SectionKey;
use crate::line::{Direction, Foot, MatchOptions, Matched, MatchedPoint, Side};
use crate::units::Place;

/// The longest step between two samples of a drawing, in metres.
const STEP: f64 = 25.0;

/// A drawing that approaches the line by more than this share of its own length runs up to the
/// line, not along it: an angle of 11°, more than hand-drawn lines waver.
const APPROACH: f64 = 0.2;

/// A drawing that advances along the line by less than this share of the distance between its
/// ends crosses the line.
const PROGRESS: f64 = 0.5;

/// The tolerance of crossings of a drawing and the line, in metres.
const CROSSING: f64 = 1e-5;

/// Stretches closer than this touch, in metres: less than any survey resolves.
const TOUCH: f64 = 1e-6;

/// The most samples of one drawing: 5,000 km at the longest step.
const MOST_SAMPLES: usize = 200_000;

/// How well a drawing fits the border.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Fit {
    /// The drawing's own length, in metres.
    pub drawn: f64,
    /// How much of it runs along the border within the tolerance, in metres.
    pub along: f64,
    /// The farthest that a point of it was moved, in metres.
    pub farthest: f64,
    /// The mean distance by which it was moved, in metres.
    pub mean: f64,
}

/// The stretches that a drawing means, and how well it fits them.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct DrawnStretches {
    /// In the order of the sections, then along them.
    pub stretches: Vec<GroundStretch>,
    /// How well the drawing fits.
    pub fit: Fit,
}

/// A point of the drawing, its nearest section within the tolerance, and its side of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    at: LonLat,
    section: Option<SectionKey>,
    side: Side,
}

impl Sample {
    /// Whether no section is within the tolerance.
    pub(super) fn is_far(&self) -> bool {
        self.section.is_none()
    }

    /// Whether both are near the same section, on opposite sides of it.
    fn is_across(&self, other: &Self) -> bool {
        let across = matches!(
            (self.side, other.side),
            (Side::Left, Side::Right) | (Side::Right, Side::Left)
        );
        across && self.section.is_some() && self.section == other.section
    }
}

/// Whether the drawing's own ends bound a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line: it was drawn from here to there.
    Drawn,
    /// The outline of an area: it has no ends.
    None,
}

impl Border {
    /// The stretches along which a line was drawn, one or more parts.
    ///
    /// The drawing is sampled at its vertices, at least every 25 m and where it crosses the line,
    /// each sample goes to its nearest section (or the one given), and each section's samples are
    /// matched to it in order, either way. Where the drawing comes up to the border or leaves it
    /// (by an angle of more than 11°), the stretch starts where it begins to run along, and what
    /// only crosses it is none; at the drawing's own ends it is exact.
    ///
    /// # Errors
    /// When the section is unknown, the drawing has no two different points or is longer than
    /// 5,000 km, or nothing of it runs along the border within the tolerance.
    pub fn along(
        &self,
        section: Option<&SectionId>,
        parts: &[Vec<LonLat>],
    ) -> Result<DrawnStretches, AddressError> {
        let only = section.map(|id| self.section_key(id)).transpose()?;
        let mut found = Collected::default();
        have_length(parts.iter())?;
        for part in parts {
            let samples = self.samples(part, only)?;
            self.collect_runs(&samples, Ends::Drawn, &mut found);
        }
        self.drawn(found)
    }

    /// The vertices of a drawing and points between, each with its nearest section.
    pub(super) fn samples(
        &self,
        part: &[LonLat],
        only: Option<SectionKey>,
    ) -> Result<Vec<Sample>, AddressError> {
        let first = part.first().map(|&at| self.sample(at, only));
        let mut samples: Vec<Sample> = first.into_iter().collect();
        for pair in part.windows(2) {
            let edge = Edge::new(pair[0], pair[1]).map_err(AddressError::Edge)?;
            let steps = (edge.length() / STEP).ceil().max(1.0);
            if samples.len() as f64 + steps > MOST_SAMPLES as f64 {
                return Err(AddressError::TooLong { most: STEP * MOST_SAMPLES as f64 / 1e3 });
            }
            let mut from = 0.0;
            for step in 1..=steps as usize {
                let to = edge.length() * step as f64 / steps;
                let at = if step < steps as usize { edge.at(to) } else { pair[1] };
                let next = self.sample(at, only);
                if let Some(last) = samples.last().filter(|last| last.is_across(&next)) {
                    samples.push(self.crossing(&edge, (from, to), last.side, only));
                }
                samples.push(next);
                from = to;
            }
        }
        Ok(samples)
    }

    /// Where an edge crosses a section between two places on it, starting on that side.
    fn crossing(
        &self,
        edge: &Edge,
        (mut from, mut to): (f64, f64),
        side: Side,
        only: Option<SectionKey>,
    ) -> Sample {
        loop {
            let middle = (from + to) / 2.0;
            let sample = self.sample(edge.at(middle), only);
            if to - from <= CROSSING {
                return sample;
            }
            if sample.side == side { from = middle } else { to = middle }
        }
    }

    fn sample(&self, at: LonLat, only: Option<SectionKey>) -> Sample {
        let (section, foot) = match only {
            Some(only) => (only, self.section_at(only).line().nearest(at)),
            None => self.nearest_section(at),
        };
        let section = (foot.distance <= self.tolerance).then_some(section);
        Sample { at, section, side: foot.side }
    }

    /// Adds the stretches of all runs of samples near the same section.
    pub(super) fn collect_runs(&self, samples: &[Sample], ends: Ends, found: &mut Collected) {
        found.fit.drawn += samples.windows(2).map(|w| distance(w[0].at, w[1].at)).sum::<f64>();
        let mut start = 0;
        for run in samples.chunk_by(|a, b| a.section == b.section) {
            let (first, last) = (start == 0, start + run.len() == samples.len());
            start += run.len();
            let Some(section) = run[0].section else { continue };
            let points: Vec<_> = run.iter().map(|sample| sample.at.into()).collect();
            let options = MatchOptions::within(self.tolerance);
            let matched = self.section_at(section).line().match_in_order(&points, options);
            let keep = (first && ends == Ends::Drawn, last && ends == Ends::Drawn);
            self.collect_run(section, run, &matched, keep, found);
        }
    }

    /// Adds the stretch of one run. At an end that is not the drawing's own, the run is cut back
    /// to where it runs along the line.
    fn collect_run(
        &self,
        section: SectionKey,
        run: &[Sample],
        matched: &Matched,
        (keep_first, keep_last): (bool, bool),
        found: &mut Collected,
    ) {
        let mut placed: Vec<PlacedSample> =
            run.iter().zip(&matched.points).filter_map(|(s, p)| Some((s.at, (*p)?))).collect();
        if !keep_last {
            let leaving = placed.windows(2).rev().take_while(|w| approaches(&w[1], &w[0])).count();
            placed.truncate(placed.len() - leaving);
        }
        if !keep_first {
            let coming = placed.windows(2).take_while(|w| approaches(&w[0], &w[1])).count();
            placed.drain(..coming);
        }
        let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return };
        let (from, to) = match matched.direction {
            Direction::Backward => (last.1.foot, first.1.foot),
            _ => (first.1.foot, last.1.foot),
        };
        let stretches = self.ground_stretches(section, from, to);
        let progress: f64 = stretches.iter().map(|(_, from, to)| to.metres() - from.metres()).sum();
        let lengths = placed.windows(2).map(|pair| distance(pair[0].0, pair[1].0));
        let along: f64 = lengths.clone().sum();
        let gone = distance(first.0, last.0);
        let is_across = !keep_first && !keep_last && progress < PROGRESS * gone;
        if stretches.is_empty() || is_across {
            return;
        }
        found.stretches.extend(stretches);
        found.fit.along += along;
        for (pair, length) in placed.windows(2).zip(lengths) {
            found.fit.mean += length * (offset(&pair[0]) + offset(&pair[1])) / 2.0;
        }
        let farthest = placed.iter().map(offset).fold(found.fit.farthest, f64::max);
        found.fit.farthest = farthest;
    }

    /// The stretch forward from one foot to another: two across the seam of a ring, none shorter
    /// than a millimetre.
    fn ground_stretches(&self, section: SectionKey, from: Foot, to: Foot) -> Vec<KeyedStretch> {
        let line = self.section_at(section).line();
        let stretch = |from: Place, to: Place| {
            (to.metres() - from.metres() > 0.001).then_some((section, from, to))
        };
        if from.place <= to.place {
            stretch(from.place, to.place).into_iter().collect()
        } else if line.is_ring() {
            let (before, after) =
                (stretch(from.place, line.end()), stretch(Place::START, to.place));
            before.into_iter().chain(after).collect()
        } else {
            Vec::new()
        }
    }
}

/// Refuses drawings of which no part has two different points.
pub(super) fn have_length<'a>(
    mut parts: impl Iterator<Item = &'a Vec<LonLat>>,
) -> Result<(), AddressError> {
    if parts.any(|part| part.iter().any(|point| part.first() != Some(point))) {
        Ok(())
    } else {
        Err(AddressError::Nothing)
    }
}

/// A sample and its matched place.
type PlacedSample = (LonLat, MatchedPoint);

fn offset(sample: &PlacedSample) -> f64 {
    sample.1.foot.distance
}

/// Whether a drawing approaches the line from one sample to the next, instead of following it.
fn approaches(from: &PlacedSample, to: &PlacedSample) -> bool {
    offset(from) - offset(to) > APPROACH * distance(from.0, to.0)
}

/// A stretch on the ground: its section and ends.
pub(super) type KeyedStretch = (SectionKey, Place, Place);

/// The stretches of a drawing as they are found, and the sums of its fit.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) stretches: Vec<KeyedStretch>,
    /// Its mean is still the sum of offsets by length.
    fit: Fit,
}

impl Border {
    /// Joins stretches that touch or overlap, and turns the sum of offsets into their mean.
    pub(super) fn drawn(&self, found: Collected) -> Result<DrawnStretches, AddressError> {
        let Collected { mut stretches, mut fit } = found;
        if stretches.is_empty() {
            return Err(AddressError::NotAlong { tolerance: self.tolerance });
        }
        fit.mean = if fit.along > 0.0 { fit.mean / fit.along } else { 0.0 };
        stretches.sort_by_key(|&stretch| stretch);
        let mut joined: Vec<KeyedStretch> = Vec::new();
        for (section, from, to) in stretches {
            match joined.last_mut() {
                Some(last) if last.0 == section && from.metres() <= last.2.metres() + TOUCH => {
                    last.2 = last.2.max(to);
                }
                _ => joined.push((section, from, to)),
            }
        }
        let stretch = |(section, from, to)| GroundStretch {
            section: self.section_at(section).id().clone(),
            from,
            to,
        };
        Ok(DrawnStretches { stretches: joined.into_iter().map(stretch).collect(), fit })
    }
}
