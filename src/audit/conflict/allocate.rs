//! To whom each policy gives which part of a stretch, by the library's keys.

use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::civil::Date;

use super::WhyUndecided;
use crate::border::Milestones;
use crate::key::{RowKey, VillageKey};
use crate::registry::Claim;
use crate::span::Span;
use crate::units::{Length, Measure};

/// A stretch that would be one village's alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allotted {
    pub(super) span: Span,
    pub(super) village: VillageKey,
    /// Where a village's own registrations contend, the row that stands; else all of them do.
    pub(super) row: Option<RowKey>,
}

/// A stretch that a policy does not decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undecided {
    pub(super) span: Span,
    pub(super) why: WhyUndecided,
}

/// Awards and what is left undecided, in order along a stretch; neighbours that are alike are
/// joined.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    pub(super) awards: Vec<Allotted>,
    pub(super) undecided: Vec<Undecided>,
}

impl Verdicts {
    pub(super) fn award(&mut self, span: Span, village: VillageKey, row: Option<RowKey>) {
        match self.awards.last_mut() {
            Some(last)
                if (last.span.to(), last.village, last.row) == (span.from(), village, row) =>
            {
                last.span = joined(last.span, span);
            }
            _ => self.awards.push(Allotted { span, village, row }),
        }
    }

    fn leave(&mut self, span: Span, why: WhyUndecided) {
        match self.undecided.last_mut() {
            Some(last) if last.span.to() == span.from() && last.why == why => {
                last.span = joined(last.span, span);
            }
            _ => self.undecided.push(Undecided { span, why }),
        }
    }

    /// All of a stretch left undecided.
    pub(super) fn none(span: Span, why: WhyUndecided) -> Self {
        Self { awards: Vec::new(), undecided: vec![Undecided { span, why }] }
    }

    /// How much is left undecided.
    pub(super) fn undecided_length(&self) -> Length {
        self.undecided.iter().fold(Length::ZERO, |sum, left| sum + left.span.length())
    }
}

/// A span and the one that follows it as one.
fn joined(span: Span, next: Span) -> Span {
    Span::nonempty(span.from(), next.to()).unwrap_or(span)
}

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
    /// Cuts a span wherever a claim on it begins or ends; `O(n log n)` for `n` claims.
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

/// Equal parts in order; the remainder of the division goes to the first, a millimetre each.
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
