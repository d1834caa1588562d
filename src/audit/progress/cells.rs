//! How much of each part of a section is kept on each day.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::dated_claims::DatedClaim;
use super::days::Days;
use crate::cover::{Dated, History, SpanSet};
use crate::span::Span;
use crate::units::{Length, Measure};

/// One section, cut at both ends of every jurisdiction of any day, with the length kept before each
/// cut on each day.
///
/// The length kept between two cuts is a difference of two of these sums, however many areas
/// answer for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    cuts: Vec<Measure>,
    /// The length kept before each cut, on each day.
    before: Vec<Vec<Length>>,
    /// The recognised length of the whole section, on each day.
    pub(super) recognised: Vec<Length>,
}

/// The length kept and the length recognised, on each day.
type Kept = (Vec<Length>, Vec<Length>);

impl Cells {
    /// A section of this extent, cut at the ends of the sets, with the claims that lie on it. Each
    /// claim is counted once for every cell that it overlaps.
    pub(super) fn new<'a>(
        extent: Span,
        sets: impl Iterator<Item = &'a SpanSet>,
        claims: &[&DatedClaim],
        days: &Days,
    ) -> Self {
        let mut cuts = BTreeSet::from([extent.from(), extent.to()]);
        cuts.extend(sets.flat_map(SpanSet::iter).flat_map(|span| [span.from(), span.to()]));
        let cuts: Vec<Measure> = cuts.into_iter().collect();
        let mut parts: Vec<Vec<(Dated<usize>, bool)>> = vec![Vec::new(); cuts.len() - 1];
        for claim in claims {
            let rows = days.rows(Some(claim.since), claim.until);
            let first = cuts.partition_point(|&cut| cut <= claim.span.from()).max(1) - 1;
            for (part, ends) in parts.iter_mut().zip(cuts.windows(2)).skip(first) {
                let cell = Span::nonempty(ends[0], ends[1]);
                let Some(span) = cell.and_then(|cell| cell.intersection(&claim.span)) else {
                    break;
                };
                // A claim that holds on the day of no row has an empty period.
                let dated = Dated::new(span, rows.start, Some(rows.end)).ok();
                part.extend(dated.map(|dated| (dated, claim.recognised)));
            }
        }
        let kept: Vec<Kept> = parts.par_iter().map(|part| kept(part, days.len())).collect();
        let nothing = || vec![Length::ZERO; days.len()];
        let (mut before, mut recognised) = (vec![nothing()], nothing());
        for (part, of_it) in kept {
            let sum = before.last().map_or_else(nothing, |last| add(last, &part));
            before.push(sum);
            recognised = add(&recognised, &of_it);
        }
        Self { cuts, before, recognised }
    }

    /// The length kept of the whole section, on each day.
    pub(super) fn registered(&self) -> &[Length] {
        self.before.last().map_or(&[], Vec::as_slice)
    }

    /// Adds the length kept of a set, whose spans begin and end at cuts, on the days of some rows.
    pub(super) fn add_kept(&self, set: &SpanSet, rows: &Range<usize>, sums: &mut [Length]) {
        let at = |cut: Measure| {
            let found = self.cuts.binary_search(&cut).ok()?;
            self.before.get(found)?.get(rows.clone())
        };
        for span in set {
            let (Some(from), Some(to)) = (at(span.from()), at(span.to())) else { continue };
            for (sum, (&from, &to)) in sums.iter_mut().zip(from.iter().zip(to)) {
                *sum += to - from;
            }
        }
    }
}

fn add(a: &[Length], b: &[Length]) -> Vec<Length> {
    a.iter().zip(b).map(|(&a, &b)| a + b).collect()
}

fn kept(part: &[(Dated<usize>, bool)], days: usize) -> Kept {
    let all: Vec<Dated<usize>> = part.iter().map(|&(dated, _)| dated).collect();
    let of_it: Vec<Dated<usize>> =
        part.iter().filter(|&&(_, recognised)| recognised).map(|&(dated, _)| dated).collect();
    (covered(&all, days), covered(&of_it, days))
}

/// The covered length on each day.
fn covered(dated: &[Dated<usize>], days: usize) -> Vec<Length> {
    let mut lengths = vec![Length::ZERO; days];
    let history = History::of(dated);
    let steps = history.steps();
    let ends = steps.iter().skip(1).map(|step| step.since).chain([days]);
    for (step, end) in steps.iter().zip(ends) {
        lengths[step.since.min(days)..end.min(days)].fill(step.figures.covered);
    }
    lengths
}
