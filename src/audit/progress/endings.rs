//! What became of stretches that ended.

use jiff::civil::Date;
use rayon::prelude::*;

use super::past::Stretch;
use super::total;
use crate::audit::AuditError;
use crate::cover::{CoverIndex, for_each_piece};
use crate::id::RegistrationId;
use crate::key::{RowKey, SectionKey};
use crate::ledger::check;
use crate::period::Period;
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// What becomes of a stretch on the day on which its registration no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Becomes {
    /// The same village keeps it on: by another registration, or by the same in another state.
    Renewed,
    /// Others keep it.
    TakenOver,
    /// Nobody keeps it.
    Lapsed,
}

impl Becomes {
    /// The word in `report.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Renewed => "renewed",
            Self::TakenOver => "taken_over",
            Self::Lapsed => "lapsed",
        }
    }
}

/// A maximal part of a stretch that ended, of which the same became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The row that ended, by its place in [`Registry::registrations`](crate::Registry).
    pub row: RowKey,
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// Where the part lies, in the ledger's survey.
    pub span: Span,
    /// The first day on which the row no longer holds.
    pub day: Date,
    /// What becomes of it on that day.
    pub becomes: Becomes,
    /// By whom it is kept on that day; of what lapsed, who keeps it first again.
    pub by: Vec<RegistrationId>,
    /// Of what lapsed, the day on which it is first kept again, up to the ledger's.
    pub again: Option<Date>,
}

/// What became of all stretches that ended.
///
/// Each row that ended counts for itself, so a place that several kept may count several times;
/// always, to the millimetre, `renewed + taken over + lapsed = ended`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endings {
    /// The parts, by day, then along the sections.
    pub parts: Vec<Ending>,
    /// What ended.
    pub ended: Length,
    /// What of it was renewed.
    pub renewed: Length,
    /// What of it others took over.
    pub taken_over: Length,
    /// What of it lapsed.
    pub lapsed: Length,
    /// What of the lapsed was kept again later.
    pub resumed: Length,
}

impl State {
    /// What became of every stretch that ended within a period, as seen on the ledger's day.
    ///
    /// A stretch that is recognised by a second row of its registration is renewed by it. Takes
    /// `O(log n)` for each stretch, and more where many lie over each other.
    ///
    /// # Errors
    /// When the lengths add up to more than 64 bits; or, were there a fault in the library, when an
    /// identity does not hold.
    pub fn endings(&self, within: Period) -> Result<Endings, AuditError> {
        let day = self.ledger().day();
        let past = self.past();
        let ends = |stretch: &&Stretch| stretch.until.filter(|&u| u <= day && within.contains(u));
        let ended: Vec<&Stretch> = past.iter().filter(|s| ends(s).is_some()).collect();
        let neighbours = Neighbours::of(&past, self.border().sections().len());
        let parts: Vec<Vec<Ending>> =
            ended.par_iter().map(|stretch| self.ending(stretch, &neighbours)).collect();
        let mut parts: Vec<Ending> = parts.into_iter().flatten().collect();
        parts.sort_by_key(|part| (part.day, part.section, part.span, part.row));
        let sum = |of: &dyn Fn(&Ending) -> bool| {
            total("stretches that ended", parts.iter().filter(|p| of(p)).map(|p| p.span.length()))
        };
        let became = |becomes| sum(&|part| part.becomes == becomes);
        let all = Endings {
            ended: total("stretches that ended", ended.iter().map(|s| s.span.length()))?,
            renewed: became(Becomes::Renewed)?,
            taken_over: became(Becomes::TakenOver)?,
            lapsed: became(Becomes::Lapsed)?,
            resumed: sum(&|part| part.again.is_some())?,
            parts: Vec::new(),
        };
        let law = "renewed + taken over + lapsed = ended";
        let became = all.renewed + all.taken_over + all.lapsed;
        check(&"stretches that ended", law, became, all.ended)?;
        Ok(Endings { parts, ..all })
    }

    /// What became of one stretch, part by part.
    fn ending(&self, stretch: &Stretch, neighbours: &Neighbours<'_>) -> Vec<Ending> {
        let Some(day) = stretch.until else { return Vec::new() };
        let near = neighbours.over(stretch.section, stretch.span);
        let now = near.iter().filter(|n| n.holds_on(day));
        let now: Vec<(Span, (bool, RowKey))> =
            now.map(|n| (n.span, (n.village == stretch.village, n.row))).collect();
        let mut parts = Parts { state: self, stretch, day, done: Vec::new() };
        for_each_piece(stretch.span, &now, |span, holders| {
            let rows = |own| holders.iter().filter(move |h| h.0 == own).map(|h| h.1).collect();
            let (own, others): (Vec<RowKey>, Vec<RowKey>) = (rows(true), rows(false));
            match (own.is_empty(), others.is_empty()) {
                (false, _) => parts.push(span, Becomes::Renewed, &own, None),
                (true, false) => parts.push(span, Becomes::TakenOver, &others, None),
                (true, true) => parts.lapse(span, &near),
            }
        });
        parts.done
    }
}

/// The parts of one stretch, in order; neighbours of which the same became are one.
struct Parts<'a> {
    state: &'a State,
    stretch: &'a Stretch,
    day: Date,
    done: Vec<Ending>,
}

impl Parts<'_> {
    fn push(&mut self, span: Span, becomes: Becomes, rows: &[RowKey], again: Option<Date>) {
        let registrations = self.state.registry().registrations();
        let mut by: Vec<RegistrationId> =
            rows.iter().map(|&row| registrations[row].id.clone()).collect();
        by.sort_unstable();
        by.dedup();
        let same = |last: &&mut Ending| {
            last.span.to() == span.from()
                && (last.becomes, &last.by, last.again) == (becomes, &by, again)
        };
        if let Some(last) = self.done.last_mut().filter(same) {
            last.span = Span::nonempty(last.span.from(), span.to()).unwrap_or(span);
            return;
        }
        let Stretch { row, section, .. } = *self.stretch;
        self.done.push(Ending { row, section, span, day: self.day, becomes, by, again });
    }

    /// A part that nobody keeps: when it is kept again, if ever.
    fn lapse(&mut self, span: Span, near: &[&Stretch]) {
        let later = near.iter().filter(|n| n.since > self.day);
        let later: Vec<(Span, (Date, RowKey))> =
            later.map(|n| (n.span, (n.since, n.row))).collect();
        for_each_piece(span, &later, |span, rows| {
            let again = rows.first().map(|&&(since, _)| since);
            let first = rows.iter().filter(|row| Some(row.0) == again);
            let by: Vec<RowKey> = first.map(|row| row.1).collect();
            self.push(span, Becomes::Lapsed, &by, again);
        });
    }
}

/// All stretches, to be found by where they lie.
struct Neighbours<'a> {
    past: &'a [Stretch],
    sections: Vec<OfSection>,
}

#[derive(Default)]
struct OfSection {
    over: CoverIndex<usize>,
    /// Where they start, in order.
    starts: Vec<(Span, usize)>,
}

impl<'a> Neighbours<'a> {
    fn of(past: &'a [Stretch], sections: usize) -> Self {
        let mut starts: Vec<Vec<(Span, usize)>> = vec![Vec::new(); sections];
        for (i, stretch) in past.iter().enumerate() {
            starts[stretch.section].push((stretch.span, i));
        }
        let of_section = |mut starts: Vec<(Span, usize)>| {
            starts.sort_unstable();
            let over = starts.iter().map(|&(span, i)| (i, span)).collect();
            OfSection { over, starts }
        };
        Self { past, sections: starts.into_par_iter().map(of_section).collect() }
    }

    /// Those over any of a span.
    fn over(&self, section: SectionKey, span: Span) -> Vec<&'a Stretch> {
        let all = &self.sections[section];
        let behind = all.starts.partition_point(|(other, _)| other.from() <= span.from());
        let inside = all.starts[behind..].iter().take_while(|(other, _)| other.from() < span.to());
        let at_start = all.over.holders(span.from()).into_iter().copied();
        at_start.chain(inside.map(|&(_, i)| i)).map(|i| &self.past[i]).collect()
    }
}
