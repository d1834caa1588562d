//! What became of stretches that ended.

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::dated_claims::DatedClaim;
use super::total;
use crate::audit::AuditError;
use crate::border::Stretch;
use crate::cover::{CoverIndex, for_each_piece};
use crate::id::{RegistrationId, VillageId};
use crate::key::{RowKey, SectionKey};
use crate::ledger::check;
use crate::period::Period;
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// What becomes of a stretch on the day on which its registration no longer holds.
///
/// See [`Endings`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Becomes {
    /// The same village keeps it on: by another registration, or by the same in another state.
    Renewed,
    /// Other villages keep it.
    TakenOver,
    /// Nobody keeps it.
    Lapsed,
}

/// A maximal part of a stretch that ended, all of which became the same.
///
/// See [`Endings`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ending {
    /// The registration that ended.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The part.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// The first day on which the registration no longer holds.
    pub date: Date,
    /// What becomes of the part on that day.
    pub becomes: Becomes,
    /// The registrations that keep it on that day; if it lapsed, those that keep it first again.
    pub by: Vec<RegistrationId>,
    /// If it lapsed, the day on which it is first kept again, up to the state's day.
    pub again: Option<Date>,
}

/// What became of all stretches that ended.
///
/// Each row that ended counts for itself, so a stretch that several kept may count several times.
/// To the millimetre, `renewed + taken over + lapsed = ended`.
///
/// ```
/// use border_coverage::audit::Becomes;
/// use border_coverage::DataSet;
/// use border_coverage::period::Period;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let found = data.state(None, None)?.endings(Period::ALWAYS)?;
/// assert_eq!((found.parts.len(), found.lapsed.mm()), (130, 7_479_252));
/// assert_eq!(found.parts[0].becomes, Becomes::Renewed);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Endings {
    /// The length that ended.
    #[serde(rename = "ended_mm")]
    pub ended: Length,
    /// The renewed part of it.
    #[serde(rename = "renewed_mm")]
    pub renewed: Length,
    /// The part of it that others took over.
    #[serde(rename = "taken_over_mm")]
    pub taken_over: Length,
    /// The part of it that lapsed.
    #[serde(rename = "lapsed_mm")]
    pub lapsed: Length,
    /// The part of the lapsed that was kept again later.
    #[serde(rename = "resumed_mm")]
    pub resumed: Length,
    /// The parts, by day, then along the sections.
    #[serde(rename = "rows")]
    pub parts: Vec<Ending>,
}

impl State {
    /// What became of every stretch that ended within a period, as seen on the state's day.
    ///
    /// A registration that is recognised by a second row of the same id is renewed by that row.
    /// Takes `O(log n)` for each stretch, and more where many lie over each other.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use border_coverage::period::Period;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let day = jiff::civil::date(2017, 4, 25);
    /// let endings = data.state(Some(day), None)?.endings(Period::ALWAYS)?;
    /// assert_eq!(endings.lapsed.to_string(), "7.479252 km");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the lengths add up to more than 64 bits; or, were there a fault in the library, when an
    /// identity does not hold.
    pub fn endings(&self, within: Period) -> Result<Endings, AuditError> {
        let day = self.day();
        let claims = self.dated_claims();
        let ends = |claim: &&DatedClaim| claim.until.filter(|&u| u <= day && within.contains(u));
        let ended: Vec<&DatedClaim> = claims.iter().filter(|s| ends(s).is_some()).collect();
        let neighbours = Neighbours::of(&claims, self.border().sections().len());
        let parts = ended.par_iter().flat_map_iter(|claim| self.parts_of(claim, &neighbours));
        let mut parts: Vec<EndedPart<'_>> = parts.collect();
        parts.sort_by_key(|part| (part.day, part.claim.section, part.span, part.claim.row));
        let sum = |of: &dyn Fn(&EndedPart<'_>) -> bool| {
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
        Ok(Endings { parts: self.named(parts)?, ..all })
    }

    /// The parts of one stretch, in order.
    fn parts_of<'a>(
        &'a self,
        claim: &'a DatedClaim,
        neighbours: &Neighbours<'_>,
    ) -> Vec<EndedPart<'a>> {
        let Some(day) = claim.until else { return Vec::new() };
        let near = neighbours.over(claim.section, claim.span);
        let now = near.iter().filter(|n| n.holds_on(day));
        let now: Vec<(Span, (bool, RowKey))> =
            now.map(|n| (n.span, (n.village == claim.village, n.row))).collect();
        let mut parts = EndedParts { state: self, claim, day, done: Vec::new() };
        for_each_piece(claim.span, &now, |span, holders| {
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

    fn named(&self, parts: Vec<EndedPart<'_>>) -> Result<Vec<Ending>, AuditError> {
        let milestones = self.milestones()?;
        let named = |part: EndedPart<'_>| {
            let DatedClaim { row, section, .. } = *part.claim;
            let row = self.registry().row(row);
            let id = self.border().section_at(section).id();
            Ending {
                registration: row.id.clone(),
                village: row.village.clone(),
                stretch: Stretch::named(id, part.span, &milestones[section]),
                date: part.day,
                becomes: part.becomes,
                by: part.by,
                again: part.again,
            }
        };
        Ok(parts.into_iter().map(named).collect())
    }
}

/// An [`Ending`] before its stretch and its registration are named.
struct EndedPart<'a> {
    claim: &'a DatedClaim,
    span: Span,
    day: Date,
    becomes: Becomes,
    by: Vec<RegistrationId>,
    again: Option<Date>,
}

/// Collects the parts of one stretch in order; joins neighbours that became the same.
struct EndedParts<'a> {
    state: &'a State,
    claim: &'a DatedClaim,
    day: Date,
    done: Vec<EndedPart<'a>>,
}

impl EndedParts<'_> {
    fn push(&mut self, span: Span, becomes: Becomes, rows: &[RowKey], again: Option<Date>) {
        let id = |&row: &RowKey| self.state.registry().row(row).id.clone();
        let mut by: Vec<RegistrationId> = rows.iter().map(id).collect();
        by.sort_unstable();
        by.dedup();
        let same = |last: &&mut EndedPart<'_>| {
            last.span.to() == span.from()
                && (last.becomes, &last.by, last.again) == (becomes, &by, again)
        };
        if let Some(last) = self.done.last_mut().filter(same) {
            last.span = Span::nonempty(last.span.from(), span.to()).unwrap_or(span);
            return;
        }
        self.done.push(EndedPart { claim: self.claim, span, day: self.day, becomes, by, again });
    }

    /// Adds a part that nobody keeps, cut where it is kept again on different days.
    fn lapse(&mut self, span: Span, near: &[&DatedClaim]) {
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

/// An index of all stretches by where they lie.
struct Neighbours<'a> {
    claims: &'a [DatedClaim],
    sections: Vec<SectionClaims>,
}

/// The stretches of one section, by their index in the list.
#[derive(Default)]
struct SectionClaims {
    over: CoverIndex<usize>,
    by_start: Vec<(Span, usize)>,
}

impl<'a> Neighbours<'a> {
    fn of(claims: &'a [DatedClaim], sections: usize) -> Self {
        let mut starts: Vec<Vec<(Span, usize)>> = vec![Vec::new(); sections];
        for (i, claim) in claims.iter().enumerate() {
            starts[claim.section].push((claim.span, i));
        }
        let of_section = |mut by_start: Vec<(Span, usize)>| {
            by_start.sort_unstable();
            let over = by_start.iter().map(|&(span, i)| (i, span)).collect();
            SectionClaims { over, by_start }
        };
        Self { claims, sections: starts.into_par_iter().map(of_section).collect() }
    }

    /// The stretches that overlap a span: those over its start, and those that start inside.
    fn over(&self, section: SectionKey, span: Span) -> Vec<&'a DatedClaim> {
        let SectionClaims { over, by_start } = &self.sections[section];
        let behind = by_start.partition_point(|(other, _)| other.from() <= span.from());
        let inside = by_start[behind..].iter().take_while(|(other, _)| other.from() < span.to());
        let at_start = over.holders(span.from()).into_iter().copied();
        at_start.chain(inside.map(|&(_, i)| i)).map(|i| &self.claims[i]).collect()
    }
}
