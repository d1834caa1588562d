//! A village that contends for a stretch.

use crate::key::VillageKey;
use crate::span::Span;

/// A village that holds a conflict's stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contender {
    pub(super) village: VillageKey,
    /// What it holds there without a break. Across the seam of a ring it begins before the
    /// section's start or ends behind its end.
    pub(super) run: Span,
    /// Its claims that lie on the stretch, by their indexes in the ledger.
    pub(super) claims: Vec<usize>,
}
