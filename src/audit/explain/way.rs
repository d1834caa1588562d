//! The way from one state to another, one ingredient at a time.

use std::sync::Arc;

use super::keys::Side;
use crate::audit::Audit;
use crate::border::Border;
use crate::ledger::{Ledger, LedgerError};

/// Two states and the mixed ones between them.
///
/// Each step changes one ingredient: the line and its surveys, then the markers, then the areas,
/// then what is registered and the day. A step that changes nothing has no state of its own.
#[derive(Debug)]
pub(super) struct Way<'a> {
    pub(super) before: Audit<'a>,
    pub(super) after: Audit<'a>,
    remeasured: Option<Ledger>,
    moved: Option<Ledger>,
}

impl<'a> Way<'a> {
    /// The way from one state to another; closes at most two ledgers.
    pub(super) fn new(before: &Audit<'a>, after: &Audit<'a>) -> Result<Self, LedgerError> {
        let (old, new) = (before.border(), after.border());
        let same = std::ptr::eq(old, new);
        let same_markers = same || new.has_markers_of(old);
        let same_line =
            before.ledger().survey() == after.ledger().survey() && (same || new.has_line_of(old));
        let remeasured = match (same_line, same_markers) {
            (true, _) => None,
            (false, true) => Some(close(before, after, new)?),
            (false, false) => Some(close(before, after, &new.with_markers_of(old))?),
        };
        let moved = if same_markers { None } else { Some(close(before, after, new)?) };
        Ok(Self { before: *before, after: *after, remeasured, moved })
    }

    /// As before, but on the line and in the survey of after.
    pub(super) fn remeasured(&self) -> &Ledger {
        self.remeasured.as_ref().unwrap_or(self.before.ledger())
    }

    /// The same with the markers of after.
    pub(super) fn moved(&self) -> &Ledger {
        self.moved.as_ref().unwrap_or_else(|| self.remeasured())
    }

    /// What was registered before, without and with the markers of after; none where they are
    /// the same.
    pub(super) fn marker_step(&self) -> Option<[Side<'_>; 2]> {
        let moved = self.moved.as_ref()?;
        let registry = self.before.registry();
        Some([Side { registry, ledger: self.remeasured() }, Side { registry, ledger: moved }])
    }

    /// What was registered before and what is after, on the border of after.
    pub(super) fn last_step(&self) -> [Side<'_>; 2] {
        let before = Side { registry: self.before.registry(), ledger: self.moved() };
        [before, Side { registry: self.after.registry(), ledger: self.after.ledger() }]
    }
}

/// The registry and day of before on a border, in the survey of after.
fn close(before: &Audit<'_>, after: &Audit<'_>, border: &Border) -> Result<Ledger, LedgerError> {
    let (registry, survey) = (before.registry(), after.ledger().survey());
    let day = before.ledger().day();
    // What was placed already need not be placed again.
    let placed = std::ptr::eq(registry, after.registry()) && std::ptr::eq(border, after.border());
    let placements = if placed {
        Arc::clone(after.ledger().placements())
    } else {
        Arc::new(registry.placements(border, survey))
    };
    let claims = placements.claims_on(registry, day);
    Ledger::of_claims(border, registry, survey, day, placements, claims)
}
