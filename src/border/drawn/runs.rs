//! A drawn line: runs of samples near one section, matched to it in order.

use super::super::Border;
use super::reach::Collected;
use super::samples::Sample;
use crate::geodesy::{LonLat, distance};
use crate::key::SectionKey;
use crate::line::{Foot, MatchOptions, SequencePoint};

/// A drawing that approaches the line by more than this share of its own length runs up to the
/// line, not along it: an angle of 11°, more than hand-drawn lines waver.
const APPROACH: f64 = 0.2;

/// A drawing that advances along the line by less than this share of the distance between its
/// ends crosses the line.
const PROGRESS: f64 = 0.5;

/// How often a drawing may turn round, or go round a ring, near one section.
const MOST_ROUNDS: usize = 64;

/// What bounds a run of samples near one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunEnd {
    /// The drawing's own end: it was drawn from here to there.
    OfDrawing,
    /// Another section is nearer from there on, or the drawing turns round.
    Continues,
    /// The drawing leaves the tolerance.
    Leaves,
}

impl RunEnd {
    /// The end of a run beside a sample that is not of it.
    fn at(neighbour: Option<&Sample>) -> Self {
        match neighbour.map(Sample::section) {
            None => Self::OfDrawing,
            Some(Some(_)) => Self::Continues,
            Some(None) => Self::Leaves,
        }
    }
}

/// A sample by its number, its point, and the foot to which it was matched.
type Placed = (usize, LonLat, Foot);

impl Border {
    /// Adds the stretches of all runs of samples near the same section.
    pub(super) fn collect_runs(&self, samples: &[Sample], found: &mut Collected) {
        let mut start = 0;
        let mut last: Option<&Sample> = None;
        let mut last_along: Option<&[Sample]> = None;
        for run in samples.chunk_by(|a, b| a.section() == b.section()) {
            start += run.len();
            let ends = (RunEnd::at(last), RunEnd::at(samples.get(start)));
            let along = run[0]
                .section()
                .is_some_and(|section| self.collect_run(section, run, ends, found) > 0.0);
            if let Some(before) = last_along.filter(|_| along) {
                found.add_joint(self, before, run);
            }
            last = run.last();
            last_along = Some(run).filter(|_| along);
        }
    }

    /// Adds the stretches of one run and returns their length. What a matching in order cannot
    /// place behind its last sample or before its first is matched anew: the drawing turned round,
    /// or closes a ring.
    fn collect_run(
        &self,
        section: SectionKey,
        run: &[Sample],
        ends: (RunEnd, RunEnd),
        found: &mut Collected,
    ) -> f64 {
        let mut left = vec![(0..run.len(), ends)];
        let mut length = 0.0;
        for _ in 0..MOST_ROUNDS {
            let Some((range, ends)) = left.pop() else { break };
            let placed = self.placed(section, &run[range.clone()], range.start);
            length += self.collect_placed(section, run, &placed, ends, found);
            let (Some(first), Some(last)) = (placed.first(), placed.last()) else { continue };
            if last.0 > range.start && last.0 + 1 < range.end {
                left.push((last.0..range.end, (RunEnd::Continues, ends.1)));
            }
            if first.0 > range.start && first.0 + 1 < range.end {
                left.push((range.start..first.0 + 1, (ends.0, RunEnd::Continues)));
            }
        }
        length
    }

    /// The samples that a matching in order places, numbered from `start`.
    fn placed(&self, section: SectionKey, run: &[Sample], start: usize) -> Vec<Placed> {
        let points: Vec<SequencePoint> = run.iter().map(|sample| sample.at.into()).collect();
        let options = MatchOptions::within(self.tolerance);
        let matched = self.section_at(section).line().match_in_order(&points, options);
        let samples = run.iter().zip(&matched.points).enumerate();
        samples.filter_map(|(i, (s, point))| Some((start + i, s.at, (*point)?.foot))).collect()
    }

    /// Adds the reaches between placed samples and returns their length. At an end where the
    /// drawing leaves the tolerance, the run is cut back to where it runs along the line.
    fn collect_placed(
        &self,
        section: SectionKey,
        run: &[Sample],
        mut placed: &[Placed],
        ends: (RunEnd, RunEnd),
        found: &mut Collected,
    ) -> f64 {
        if ends.1 == RunEnd::Leaves {
            let leaving = placed.windows(2).rev().take_while(|w| approaches(&w[1], &w[0])).count();
            placed = &placed[..placed.len() - leaving];
        }
        if ends.0 == RunEnd::Leaves {
            let coming = placed.windows(2).take_while(|w| approaches(&w[0], &w[1])).count();
            placed = &placed[coming..];
        }
        let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return 0.0 };
        let mut run_found = Collected::default();
        let mut length = 0.0;
        for pair in placed.windows(2) {
            let drawn: Vec<LonLat> = run[pair[0].0..=pair[1].0].iter().map(|s| s.at).collect();
            let feet = (&pair[0].2, &pair[1].2);
            length += run_found.add_reach_or_ends(self, section, feet, &drawn);
        }
        let comes_and_goes = ends == (RunEnd::Leaves, RunEnd::Leaves);
        if comes_and_goes && length < PROGRESS * distance(first.1, last.1) {
            return 0.0;
        }
        found.add(run_found);
        length
    }
}

/// Whether a drawing approaches the line from one sample to the next, instead of following it.
fn approaches(from: &Placed, to: &Placed) -> bool {
    from.2.distance - to.2.distance > APPROACH * distance(from.1, to.1)
}
