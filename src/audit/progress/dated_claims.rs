//! Every stretch that was kept up to the state's day, with the days on which it was.

use jiff::civil::Date;

use crate::cover::SpanSet;
use crate::key::{RowKey, SectionKey, VillageKey};
use crate::registry::Status;
use crate::span::Span;
use crate::state::State;

/// A stretch of a registration row, and the days on which the row holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct DatedClaim {
    pub(super) row: RowKey,
    pub(super) village: VillageKey,
    pub(super) section: SectionKey,
    pub(super) span: Span,
    pub(super) since: Date,
    pub(super) until: Option<Date>,
    pub(super) recognised: bool,
}

impl DatedClaim {
    pub(super) fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}

impl State {
    /// Every stretch that was kept on or before the state's day, in the order of the registry.
    pub(super) fn dated_claims(&self) -> Vec<DatedClaim> {
        let mut claims = Vec::new();
        for (key, village, row) in self.registry().keyed_rows() {
            let Some(placement) = self.ledger().placements().of(key) else { continue };
            if row.since > self.day() {
                continue;
            }
            claims.extend(placement.spans.iter().map(|&(section, span)| DatedClaim {
                row: key,
                village,
                section,
                span,
                since: row.since,
                until: row.until,
                recognised: row.status == Status::Recognised,
            }));
        }
        claims
    }

    /// The first day, up to the state's, on which anything is registered: a stretch, a marker or
    /// work with a keeper, a group. None where nothing is, or nothing has a first day.
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        let rows = self.registry().keyed_rows();
        let placed = rows.filter(|&(key, ..)| self.ledger().placements().of(key).is_some());
        let keepers = self.registry().keepers().iter().filter_map(|row| row.period.since());
        let groups = self.registry().groups().iter().filter_map(|row| row.period.since());
        let all = placed.map(|(_, _, row)| row.since).chain(keepers).chain(groups);
        all.filter(|&day| day <= self.day()).min()
    }
}

/// The union of what is kept on a day, for each section.
pub(super) fn kept_on(claims: &[DatedClaim], day: Date, sections: usize) -> Vec<SpanSet> {
    let mut spans: Vec<Vec<Span>> = vec![Vec::new(); sections];
    for claim in claims.iter().filter(|claim| claim.holds_on(day)) {
        spans[claim.section].push(claim.span);
    }
    spans.into_iter().map(|spans| SpanSet::from(&spans[..])).collect()
}
