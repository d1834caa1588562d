//! A drawing as samples: its vertices, points between, and the points where something changes.

use super::super::{AddressError, Border};
use crate::geodesy::{Edge, LonLat};
use crate::key::SectionKey;
use crate::line::{Foot, Side};
use crate::units::Place;

/// The longest step between two samples near the line, in metres.
const STEP: f64 = 25.0;

/// How far beyond the tolerance a sample looks for the line, in metres: where it is farther, the
/// next sample stands so much further on.
const HORIZON: f64 = 1_000.0;

/// How exactly the point of a change is found, in metres along the drawing.
const EXACT: f64 = 1e-5;

/// A sample closer to the line than this lies on it, in metres: more than the rounding of the plane
/// in which lines and outlines are crossed, so that what touches there does not leave a hole.
pub(super) const ON_LINE: f64 = 1e-4;

/// The most changes looked for between two samples: more are noise on the line.
const MOST_CHANGES: usize = 8;

/// The longest drawing, in metres.
const LONGEST: f64 = 5e6;

/// A point of the drawing, and its foot on the nearest section within the tolerance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    pub(super) at: LonLat,
    pub(super) near: Option<(SectionKey, Foot)>,
    /// The place of its foot, if a part of the line ends there.
    part_end: Option<Place>,
    /// Whether the drawing has a vertex there.
    pub(super) is_vertex: bool,
}

impl Sample {
    /// Its nearest section, if one is within the tolerance.
    pub(super) fn section(&self) -> Option<SectionKey> {
        self.near.map(|(section, _)| section)
    }

    /// Its distance from the line, in metres; infinite beyond the tolerance.
    pub(super) fn offset(&self) -> f64 {
        self.near.map_or(f64::INFINITY, |(_, foot)| foot.distance)
    }

    /// The side of the line on which it lies, if it is within the tolerance.
    pub(super) fn side(&self) -> Option<Side> {
        let on_line = self.offset() <= ON_LINE;
        self.near.map(|(_, foot)| if on_line { Side::On } else { foot.side })
    }

    /// Whether something changes from one to the other: the nearest section, the side of the line,
    /// or whether the foot is the end of a part.
    fn differs(&self, other: &Self) -> bool {
        match (self.near, other.near) {
            (Some((mine, _)), Some((theirs, _))) if mine == theirs => {
                self.side() != other.side() || self.part_end != other.part_end
            }
            (mine, theirs) => mine.map(|near| near.0) != theirs.map(|near| near.0),
        }
    }
}

/// Takes samples of drawings near the sections of a border, or near one of them.
pub(super) struct Sampler<'a> {
    border: &'a Border,
    only: Option<SectionKey>,
}

/// A sample, and its metres from the start of an edge of the drawing.
type OnEdge = (f64, Sample);

impl<'a> Sampler<'a> {
    pub(super) fn new(border: &'a Border, only: Option<SectionKey>) -> Self {
        Self { border, only }
    }

    /// The samples of a drawing in order; adds its length in metres to `drawn`. Where no section is
    /// near, samples are few.
    pub(super) fn samples(
        &self,
        part: &[LonLat],
        drawn: &mut f64,
    ) -> Result<Vec<Sample>, AddressError> {
        let Some(&first) = part.first() else { return Ok(Vec::new()) };
        let (sample, mut free) = self.sample(first, true);
        let mut samples = vec![sample];
        for pair in part.windows(2) {
            let edge = Edge::new(pair[0], pair[1]).map_err(AddressError::Edge)?;
            *drawn += edge.length();
            if *drawn > LONGEST {
                return Err(AddressError::TooLong { most: LONGEST / 1e3 });
            }
            free = self.sample_edge(&edge, free, &mut samples);
        }
        Ok(samples)
    }

    /// Adds the samples of an edge after its start. No section comes within the tolerance for the
    /// next `free` metres; returns for how many after its end.
    fn sample_edge(&self, edge: &Edge, mut free: f64, samples: &mut Vec<Sample>) -> f64 {
        let steps = (edge.length() / STEP).ceil().max(1.0);
        let step = edge.length() / steps;
        let Some(&last) = samples.last() else { return free };
        let mut before: OnEdge = (0.0, last);
        let mut done = 0.0;
        while done < steps {
            if free > (steps - done) * step {
                return free - (steps - done) * step;
            }
            // A step of no length has no room to be free in.
            let ahead = if step > 0.0 { (free / step).floor().max(1.0) } else { 1.0 };
            done = (done + ahead).min(steps);
            let is_end = done >= steps;
            let at = if is_end { edge.end() } else { edge.at(done * step) };
            let (sample, room) = self.sample(at, is_end);
            let after = (done * step, sample);
            self.add_changes(edge, before, after, samples);
            samples.push(sample);
            (before, free) = (after, room);
        }
        free
    }

    /// Adds a sample before and one behind each change between two samples of an edge.
    fn add_changes(
        &self,
        edge: &Edge,
        mut before: OnEdge,
        after: OnEdge,
        samples: &mut Vec<Sample>,
    ) {
        for _ in 0..MOST_CHANGES {
            if !before.1.differs(&after.1) {
                return;
            }
            let (here, there) = self.change(edge, before, after);
            samples.extend([here, there].iter().filter_map(|&(along, sample)| {
                (before.0 < along && along < after.0).then_some(sample)
            }));
            before = there;
        }
    }

    /// The last place known before the first change between two samples, and the first after it.
    fn change(&self, edge: &Edge, before: OnEdge, after: OnEdge) -> (OnEdge, OnEdge) {
        let (mut here, mut there) = (before, after);
        while there.0 - here.0 > EXACT {
            let middle = f64::midpoint(here.0, there.0);
            let sample = (middle, self.sample(edge.at(middle), false).0);
            if before.1.differs(&sample.1) { there = sample } else { here = sample }
        }
        (here, there)
    }

    /// The sample at a point, and for how many metres no section comes within the tolerance.
    fn sample(&self, at: LonLat, is_vertex: bool) -> (Sample, f64) {
        let (border, tolerance) = (self.border, self.border.tolerance);
        let limit = tolerance + HORIZON;
        let found = match self.only {
            Some(only) => {
                let foot = border.section_at(only).line().nearest_within(at, limit);
                foot.map(|foot| (only, foot))
            }
            None => border.index.nearest(&border.sections, at, limit),
        };
        let free = found.map_or(HORIZON, |(_, foot)| (foot.distance - tolerance).max(0.0));
        let near = found.filter(|(_, foot)| foot.distance <= tolerance);
        let part_end = near.and_then(|(section, foot)| {
            border.section_at(section).line().is_part_end(foot.place).then_some(foot.place)
        });
        (Sample { at, near, part_end, is_vertex }, free)
    }
}
