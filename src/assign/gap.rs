//! From a gap on the line to a question: where may it be cut, and what does each part cost whom?

use super::area::Eligible;
use super::fill::{CutGap, Taker};
use super::sites::chord;
use super::{AssignError, Assigner};
use crate::geodesy::Ecef;
use crate::key::{SectionKey, VillageKey};
use crate::span::Span;
use crate::units::{Length, Measure, Place};

/// About the most markers, and the most steps, at which a gap may be cut.
const MOST_CUTS: usize = 100;

/// A gap, where it may be cut, and who may take it.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) section: SectionKey,
    pub(super) cuts: Vec<Measure>,
    pub(super) gap: CutGap,
    /// For each piece from a cut to the next, whether any village may take it, however far.
    pub(super) eligible: Vec<bool>,
}

impl Question {
    /// The stretch from one cut to another.
    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        Span::nonempty(self.cuts[from], self.cuts[to])
    }
}

impl Assigner {
    /// The question for a gap; between markers far apart it may be cut every `step`.
    pub(super) fn question(
        &self,
        section: SectionKey,
        gap: Span,
        step: Option<Length>,
    ) -> Result<Question, AssignError> {
        let eligible = self.eligible(section, gap);
        let (cuts, marked) = self.cuts(section, gap, &eligible, step)?;
        let ends = self.cut_ends(section, &cuts)?;
        let piece_of = |at: Measure| eligible.iter().find(|e| e.span.contains(at));
        let of_pieces: Vec<&[VillageKey]> = cuts[..cuts.len() - 1]
            .iter()
            .map(|&at| piece_of(at).map_or(&[][..], |e| &e.villages))
            .collect();
        let (before, behind) = self.neighbours(section, gap);
        let mut takers = Vec::new();
        for village in self.in_reach(section, gap)? {
            let may = |piece: usize| of_pieces[piece].binary_search(&village).is_ok();
            let reach = self.reach(section, village, (&cuts, &ends), may)?;
            if reach.iter().any(Option::is_some) {
                let touches = (before.contains(&village), behind.contains(&village));
                takers.push(Taker { village, reach, touches });
            }
        }
        let lengths = cuts.windows(2).map(|w| (w[1] - w[0]).mm()).collect();
        let eligible = of_pieces.iter().map(|villages| !villages.is_empty()).collect();
        Ok(Question { section, cuts, gap: CutGap { lengths, marked, takers }, eligible })
    }

    /// The villages that may be near enough to any place of a gap, in order.
    fn in_reach(&self, section: SectionKey, gap: Span) -> Result<Vec<VillageKey>, AssignError> {
        let (middle, half) = self.middle(section, gap)?;
        Ok(self.sites.within(middle, half + self.farthest_metres()))
    }

    /// The cuts of a gap: its ends, the ends of areas and markers; and equal steps between those
    /// that lie far apart. The flag of a cut is false for a step. Where markers are many, only
    /// some are cuts, and in a long gap steps are longer: the work grows with the square of the
    /// cuts.
    fn cuts(
        &self,
        section: SectionKey,
        gap: Span,
        eligible: &[Eligible],
        step: Option<Length>,
    ) -> Result<(Vec<Measure>, Vec<bool>), AssignError> {
        let markers: Vec<Measure> = self.milestones(section)?.within(gap).collect();
        let every = markers.len().div_ceil(MOST_CUTS).max(1);
        let mut marks: Vec<Measure> =
            [gap.from(), gap.to()].into_iter().chain(markers.into_iter().step_by(every)).collect();
        marks.extend(eligible.iter().map(|e| e.span.from()));
        marks.sort_unstable();
        marks.dedup();
        let (mut cuts, mut marked) = (vec![marks[0]], vec![true]);
        for pair in marks.windows(2) {
            let length = (pair[1] - pair[0]).mm();
            let least = gap.length().mm() / MOST_CUTS as i64;
            let step = step.map_or(length, |step| step.mm().max(least).max(1));
            let count = (length + step - 1) / step;
            for i in 1..count {
                cuts.push(pair[0] + Length::from_mm(length / count * i));
                marked.push(false);
            }
            cuts.push(pair[1]);
            marked.push(true);
        }
        Ok((cuts, marked))
    }

    /// Where the cuts lie: as places, and on the globe.
    fn cut_ends(
        &self,
        section: SectionKey,
        cuts: &[Measure],
    ) -> Result<Vec<(Place, Ecef)>, AssignError> {
        let line = self.line(section);
        let mut places = Vec::with_capacity(cuts.len());
        for pair in cuts.windows(2) {
            let Some(span) = Span::nonempty(pair[0], pair[1]) else { continue };
            let (from, to) = self.places(section, span)?;
            if places.is_empty() {
                places.push(from);
            }
            places.push(to);
        }
        let end = |place| Ok((place, Ecef::from(line.at(place)?)));
        places.into_iter().map(end).collect()
    }

    /// The cost of each piece for a village; none where it may not take it or lies too far away.
    fn reach(
        &self,
        section: SectionKey,
        village: VillageKey,
        (cuts, ends): (&[Measure], &[(Place, Ecef)]),
        may: impl Fn(usize) -> bool,
    ) -> Result<Vec<Option<i128>>, AssignError> {
        let line = self.line(section);
        let farthest = self.farthest_metres();
        let Some(at) = self.village_at(village) else { return Ok(vec![None; cuts.len() - 1]) };
        let mut reach = Vec::with_capacity(cuts.len() - 1);
        let ecef = Ecef::from(at);
        let is_far = |(_, end): (Place, Ecef)| chord(ecef, end) > farthest;
        let mut end = is_far(ends[0]);
        for piece in 0..cuts.len() - 1 {
            let start = end;
            end = is_far(ends[piece + 1]);
            // A chord is never longer than the geodesic, so the ends of a piece rule out most
            // villages before any vertex is read.
            if !may(piece) || start || end {
                reach.push(None);
                continue;
            }
            let distances = line.distances(at, ends[piece].0, ends[piece + 1].0)?;
            let millimetres = i128::from((cuts[piece + 1] - cuts[piece]).mm());
            let mean = Length::from_metres(distances.mean).unwrap_or_default();
            let cost = millimetres * i128::from(mean.mm());
            reach.push((distances.most <= farthest).then_some(cost));
        }
        Ok(reach)
    }
}
