//! To whom each policy gives what of a stretch.

use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::civil::Date;

use super::WhyUndecided;
use super::policy::Verdicts;
use crate::border::Milestones;
use crate::key::{RowKey, VillageKey};
use crate::registry::Claim;
use crate::span::Span;
use crate::units::{Length, Measure};

/// Whose registration is the earliest at each place: of villages, or of one village's rows.
pub(super) struct Earliest<'a> {
    pub(super) claims: &'a [Claim],
    /// For each row, the first day of its registration.
    pub(super) first: &'a [Date],
    /// Whether rows contend, rather than villages.
    pub(super) rows: bool,
}

/// Who contends: villages, or one village's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Contending {
    Village(VillageKey),
    Row(RowKey),
}

/// A claim that holds a place: its first day, who contends by it, and the claim.
type Held = (Date, Contending, usize);

impl Earliest<'_> {
    /// Cuts a span wherever a claim on it begins or ends; `O(n log n)` for so many claims.
    pub(super) fn verdicts(&self, span: Span, on_it: impl Iterator<Item = usize>) -> Verdicts {
        let mut turns: Vec<(Measure, bool, usize)> = Vec::new();
        for claim in on_it {
            if let Some(part) = self.claims[claim].span.intersection(&span) {
                turns.extend([(part.from(), true, claim), (part.to(), false, claim)]);
            }
        }
        turns.sort_unstable();
        let (mut held, mut recognised) = (BTreeSet::new(), 0_usize);
        let mut verdicts = Verdicts::default();
        let mut reached = span.from();
        for (at, starts, claim) in turns {
            if let Some(part) = Span::nonempty(reached, at) {
                self.settle(part, &held, recognised > 0, &mut verdicts);
                reached = at;
            }
            let Claim { row, village, recognised: counts, .. } = self.claims[claim];
            let who = if self.rows { Contending::Row(row) } else { Contending::Village(village) };
            let entry: Held = (self.first[row], who, claim);
            if starts {
                held.insert(entry)
            } else {
                held.remove(&entry)
            };
            if starts {
                recognised += usize::from(counts);
            } else {
                recognised -= usize::from(counts);
            }
        }
        verdicts
    }

    /// Who of those that hold a part is the earliest, if one is.
    fn settle(&self, part: Span, held: &BTreeSet<Held>, recognised: bool, verdicts: &mut Verdicts) {
        let Some(&(day, who, claim)) = held.first() else { return };
        let others = (Bound::Excluded((day, who, usize::MAX)), Bound::Unbounded);
        let next = held.range(others).next();
        let Claim { row, village, recognised: stays, .. } = self.claims[claim];
        if next.is_some_and(|&(other, ..)| other == day) {
            verdicts.leave(part, WhyUndecided::SameDay(day));
        } else if !self.rows {
            verdicts.award(part, village, None);
        } else if recognised && !stays {
            // The village's own rows are put in order without touching any total.
            verdicts.leave(part, WhyUndecided::LaterRecognised);
        } else {
            verdicts.award(part, village, Some(row));
        }
    }
}

/// Equal parts in order; the first get one millimetre each of what is left of the division.
pub(super) fn shared_evenly(span: Span, villages: &[VillageKey]) -> Verdicts {
    let (length, count) = (span.length().mm(), villages.len() as i64);
    let mut verdicts = Verdicts::default();
    let mut from = span.from();
    for (i, &village) in (0_i64..).zip(villages) {
        let to = from + Length::from_mm(length / count + i64::from(i < length % count));
        if let Some(part) = Span::nonempty(from, to) {
            verdicts.award(part, village, None);
        }
        from = to;
    }
    verdicts
}

/// Two parts with the cut in the middle.
pub(super) fn cut_at_middle(span: Span, villages: &[VillageKey]) -> Verdicts {
    match villages.len() {
        2 => shared_evenly(span, villages),
        count => Verdicts::none(span, WhyUndecided::MoreThanTwo(count)),
    }
}

/// Two parts with the cut at the marker nearest to the middle, or at the end that is nearer to it.
pub(super) fn cut_at_marker(span: Span, villages: &[VillageKey], markers: &Milestones) -> Verdicts {
    let &[before, behind] = villages else {
        return Verdicts::none(span, WhyUndecided::MoreThanTwo(villages.len()));
    };
    let length = span.length().mm();
    let middle = span.from() + Length::from_mm(length / 2 + length % 2);
    let Some(marker) = markers.nearest(middle) else {
        return Verdicts::none(span, WhyUndecided::NoMarker);
    };
    let cut = marker.clamp(span.from(), span.to());
    let mut verdicts = Verdicts::default();
    for (from, to, village) in [(span.from(), cut, before), (cut, span.to(), behind)] {
        if let Some(part) = Span::nonempty(from, to) {
            verdicts.award(part, village, None);
        }
    }
    verdicts
}
