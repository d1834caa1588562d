//! Every stretch that was kept up to the ledger's day, and when.

use jiff::civil::Date;

use crate::cover::SpanSet;
use crate::key::{RowKey, SectionKey, VillageKey};
use crate::registry::Status;
use crate::span::Span;
use crate::state::State;

/// A stretch and when it is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// The row it comes from, by its place in the registry.
    pub(super) row: RowKey,
    pub(super) village: VillageKey,
    pub(super) section: SectionKey,
    pub(super) span: Span,
    pub(super) since: Date,
    pub(super) until: Option<Date>,
    pub(super) recognised: bool,
}

impl Stretch {
    pub(super) fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}

impl State {
    /// Every stretch that was kept on or before the ledger's day, in the order of the registry.
    pub(super) fn past(&self) -> Vec<Stretch> {
        let mut past = Vec::new();
        let rows = self.registry().keyed_rows();
        for (key, village, row) in rows {
            let Some(placement) = self.ledger().placements().of(key) else { continue };
            if row.since > self.ledger().day() {
                continue;
            }
            past.extend(placement.spans.iter().map(|&(section, span)| Stretch {
                row: key,
                village,
                section,
                span,
                since: row.since,
                until: row.until,
                recognised: row.status == Status::Recognised,
            }));
        }
        past
    }

    /// The first day on which anything is registered, up to the ledger's day: a stretch, a
    /// marker or work with a keeper, a group; none where nothing is, or only since ever.
    pub fn first_day(&self) -> Option<Date> {
        let rows = self.registry().keyed_rows();
        let placed = rows.filter(|&(key, ..)| self.ledger().placements().of(key).is_some());
        let keepers = self.registry().keepers().iter().filter_map(|row| row.period.since());
        let groups = self.registry().groups().iter().filter_map(|row| row.period.since());
        let all = placed.map(|(_, _, row)| row.since).chain(keepers).chain(groups);
        all.filter(|&day| day <= self.ledger().day()).min()
    }
}

/// What is kept on a day, section by section.
pub(super) fn kept_on(past: &[Stretch], day: Date, sections: usize) -> Vec<SpanSet> {
    let mut spans: Vec<Vec<Span>> = vec![Vec::new(); sections];
    for stretch in past.iter().filter(|stretch| stretch.holds_on(day)) {
        spans[stretch.section].push(stretch.span);
    }
    spans.into_iter().map(|spans| SpanSet::from(&spans[..])).collect()
}
