//! The outline of an area: where it follows the border, to the corners at which it leaves it.

use std::ops::Range;

use super::super::Border;
use super::reach::Collected;
use super::samples::{ON_LINE, Sample};
use super::through::Outline;
use crate::geodesy::distance;
use crate::line::Side;

/// An outline that goes away from the line by more than this share of its own length leaves it: an
/// angle of 11°, more than drawn lines waver.
const LEAVES: f64 = 0.2;

/// An outline no farther than usual leaves the line only if it goes away by more than this share:
/// corners that lie now nearer, now farther make angles up to 30°.
const WAVERS: f64 = 0.5;

/// How many times the usual offset is still as usual.
const USUAL: f64 = 2.0;

/// An offset of this many metres is usual: maps are no more exact.
const EXACT: f64 = 5.0;

/// An outline that ends farther from the line than this, and than usual, has left it, in metres.
const FAR: f64 = 50.0;

/// An outline that lies on the line for less than so many times what counts as on it crosses it
/// there, at an angle of more than 11°.
const CROSSES: f64 = 10.0;

impl Border {
    /// Adds the stretches along a ring of an outline, by its samples in order.
    ///
    /// The line is along the outline only where it lies outside the area: what lies inside runs
    /// through it. So the far side of a strip along the border claims nothing.
    pub(super) fn collect_outline(
        &self,
        mut samples: Vec<Sample>,
        outline: &Outline,
        found: &mut Collected,
    ) {
        // Walk from where the outline is farthest, so that nothing is cut at an arbitrary corner.
        if samples.len() > 1 && samples.first().map(|s| s.at) == samples.last().map(|s| s.at) {
            samples.pop();
        }
        let farthest =
            (0..samples.len()).max_by(|&a, &b| samples[a].offset().total_cmp(&samples[b].offset()));
        samples.rotate_left(farthest.unwrap_or(0));
        samples.extend(samples.first().copied());
        let leaves = samples.iter().any(|sample| sample.near.is_none());
        let arcs = || samples.split(|sample| sample.near.is_none());
        let usual = USUAL * usual_offset(arcs) + EXACT;
        for arc in arcs() {
            let longest = arc.windows(2).max_by(|a, b| length(a).total_cmp(&length(b)));
            let Some(step) = longest.filter(|step| length(step) > 0.0) else { continue };
            let left = outline.is_left_inside(step[0].at, step[1].at);
            for range in self.outside(arc, left) {
                let turns = (range.start > 0, range.end < arc.len());
                let end = |turns: bool| if turns || !leaves { End::Turns } else { End::Leaves };
                let chain = following(&arc[range], usual, (end(turns.0), end(turns.1)));
                self.collect_chain(chain, found);
            }
        }
    }

    /// The longest pieces of an arc all along which the line lies outside, with the inside on the
    /// left of the arc or on its right.
    fn outside(&self, arc: &[Sample], left: bool) -> Vec<Range<usize>> {
        let mut chains = Vec::new();
        let mut start = 0;
        for i in 0..arc.len().saturating_sub(1) {
            if self.is_inside(&arc[i], &arc[i + 1], left) {
                chains.push(start..i + 1);
                start = i + 1;
            }
        }
        chains.push(start..arc.len());
        chains.retain(|chain| chain.len() > 1);
        chains
    }

    /// Whether the line beside a step of an outline lies inside the area.
    fn is_inside(&self, from: &Sample, to: &Sample, left: bool) -> bool {
        let (Some((a, foot)), Some((b, next))) = (from.near, to.near) else { return false };
        let farther = if from.offset() > to.offset() { from } else { to };
        let ahead = self.section_at(a).line().advance(foot.place, next.place);
        let line_on_left = match farther.side() {
            Some(Side::Left) => ahead < 0.0,
            Some(Side::Right) => ahead > 0.0,
            _ => return false,
        };
        a == b && ahead != 0.0 && line_on_left == left
    }

    /// Adds the reaches between the feet of a chain.
    fn collect_chain(&self, chain: &[Sample], found: &mut Collected) {
        for (i, pair) in chain.windows(2).enumerate() {
            let (Some((a, from)), Some((b, to))) = (pair[0].near, pair[1].near) else { continue };
            let on_line = pair[0].offset().max(pair[1].offset()) <= ON_LINE;
            if on_line && length(pair) < CROSSES * ON_LINE {
                continue;
            }
            if a == b {
                let drawn = [pair[0].at, pair[1].at];
                found.add_reach_or_ends(self, a, (&from, &to), &drawn);
            } else {
                found.add_joint(self, &chain[..=i], &chain[i + 1..]);
            }
        }
    }
}

fn length(step: &[Sample]) -> f64 {
    distance(step[0].at, step[1].at)
}

/// What bounds a chain of samples along which the line lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The outline turns back there, beside the line.
    Turns,
    /// The outline leaves the tolerance.
    Leaves,
}

/// A chain without what comes up to the line at its start and leaves it at its end.
fn following(chain: &[Sample], usual: f64, ends: (End, End)) -> &[Sample] {
    let end = last_following(chain, usual, ends.1);
    let turned: Vec<Sample> = chain[..=end].iter().rev().copied().collect();
    let start = end - last_following(&turned, usual, ends.0);
    &chain[start..=end]
}

/// The offset that half of a ring near the line does not exceed, in each arc between the first and
/// the last sample that are about as near as any: what lies before and behind may be coming and
/// leaving.
fn usual_offset<'s, A: Iterator<Item = &'s [Sample]>>(arcs: impl Fn() -> A) -> f64 {
    let nearest = arcs().flatten().map(Sample::offset).fold(f64::INFINITY, f64::min);
    let is_near = |sample: &Sample| sample.offset() <= 2.0 * nearest + EXACT;
    let mut steps: Vec<(f64, f64)> = Vec::new();
    for arc in arcs() {
        let ends = arc.iter().position(is_near).zip(arc.iter().rposition(is_near));
        let core = ends.map_or(&arc[..0], |(first, last)| &arc[first..=last]);
        let step =
            |pair: &[Sample]| (f64::midpoint(pair[0].offset(), pair[1].offset()), length(pair));
        steps.extend(core.windows(2).map(step));
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = steps.iter().map(|step| step.1).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let middle = steps.iter().find(|step| {
        sum += step.1;
        sum >= half
    });
    middle.map_or(nearest, |step| step.0)
}

/// The sample behind which a chain leaves the line.
fn last_following(chain: &[Sample], usual: f64, bound: End) -> usize {
    let mut end = chain.len() - 1;
    while end > 0 && chain[end].offset() > ON_LINE {
        let corner = (0..end).rev().find(|&i| is_corner(&chain[i])).unwrap_or(0);
        let bound = Some(bound).filter(|_| end + 1 == chain.len());
        let kept = side_following(&chain[corner..=end], usual, bound);
        let is_whole = corner + kept == end;
        end = corner + kept;
        if is_whole || kept > 0 {
            break;
        }
    }
    end
}

/// Whether a side can begin there: at a vertex, or where the outline meets the line.
fn is_corner(sample: &Sample) -> bool {
    sample.is_vertex || sample.offset() <= ON_LINE
}

/// How many steps of a side follow the line before it leaves; 0 where it leaves from its corner.
///
/// If the offset grows from the corner on as it grows at the end, the side leaves from the corner;
/// else the line turned away on the way.
fn side_following(side: &[Sample], usual: f64, bound: Option<End>) -> usize {
    let last = side.len() - 1;
    let (offset, whole, far) = (side[last].offset(), growth(side), usual.max(FAR));
    let follows = match bound {
        Some(End::Leaves) => false,
        Some(End::Turns) => offset <= far && whole <= LEAVES,
        None => offset <= far && whole <= LEAVES || offset <= usual && whole <= WAVERS,
    };
    if follows {
        return last;
    }
    let leaves = |step: &[Sample]| step[1].offset() > far || growth(step) > LEAVES;
    let kept = last - side.windows(2).rev().take_while(|step| leaves(step)).count();
    if kept > 0 && 2.0 * growth(&side[..=kept]) >= whole { 0 } else { kept }
}

/// By how much the offset grows for each metre of the outline.
fn growth(samples: &[Sample]) -> f64 {
    let (first, last) = (&samples[0], &samples[samples.len() - 1]);
    let length: f64 = samples.windows(2).map(length).sum();
    if length > 0.0 { (last.offset() - first.offset()) / length } else { 0.0 }
}
