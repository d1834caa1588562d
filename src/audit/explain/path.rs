//! The path from one state to another, one ingredient at a time.

use std::sync::Arc;

use crate::border::Border;
use crate::ledger::LedgerError;
use crate::state::State;

/// Two states and the mixed ones between them.
///
/// Each step changes one ingredient: the line and its surveys, then the markers, then the areas,
/// then the registrations and the day. A step that changes nothing has no state of its own.
#[derive(Debug)]
pub(super) struct StatePath<'a> {
    pub(super) before: &'a State,
    pub(super) after: &'a State,
    remeasured: Option<State>,
    moved: Option<State>,
}

impl<'a> StatePath<'a> {
    /// The path from one state to another; closes at most two ledgers.
    pub(super) fn new(before: &'a State, after: &'a State) -> Result<Self, LedgerError> {
        let (old, new) = (before.border(), after.border());
        let same = Arc::ptr_eq(old, new);
        let same_markers = same || new.has_markers_of(old);
        let same_line = before.survey() == after.survey() && (same || new.has_line_of(old));
        let close = |border: Arc<Border>| before.carried_to(border, after);
        let remeasured = match (same_line, same_markers) {
            (true, _) => None,
            (false, true) => Some(close(Arc::clone(new))?),
            (false, false) => Some(close(Arc::new(new.with_markers_of(old)))?),
        };
        let moved = if same_markers { None } else { Some(close(Arc::clone(new))?) };
        Ok(Self { before, after, remeasured, moved })
    }

    /// The registrations, areas and markers of before, on the line and in the survey of after.
    pub(super) fn remeasured(&self) -> &State {
        self.remeasured.as_ref().unwrap_or(self.before)
    }

    /// The same with the markers of after.
    pub(super) fn moved(&self) -> &State {
        self.moved.as_ref().unwrap_or_else(|| self.remeasured())
    }

    /// The states along the path, for figures that no area changes: the fourth, with the areas of
    /// after, is the third again.
    pub(super) fn states(&self) -> [&State; 5] {
        [self.before, self.remeasured(), self.moved(), self.moved(), self.after]
    }

    /// The registrations of before, without and with the markers of after; none where the markers
    /// are the same.
    pub(super) fn marker_step(&self) -> Option<[&State; 2]> {
        Some([self.remeasured(), self.moved.as_ref()?])
    }

    /// The registrations of before and those of after, on the border of after.
    pub(super) fn last_step(&self) -> [&State; 2] {
        [self.moved(), self.after]
    }
}
