//! Which villages may take which stretch: those of the area that answers for it.

use std::sync::Arc;

use super::Assigner;
use crate::cover::overlay;
use crate::id::AreaId;
use crate::key::{AreaKey, SectionKey, VillageKey};
use crate::span::Span;

/// A stretch of a section, and the villages with a place that may take it.
#[derive(Debug, Clone)]
pub(super) struct Eligible {
    pub(super) span: Span,
    pub(super) villages: Arc<[VillageKey]>,
}

impl Assigner {
    /// Cuts a span where the villages that may take it change; the pieces tile it.
    pub(super) fn eligible(&self, section: SectionKey, span: Span) -> Vec<Eligible> {
        let Some(level) = &self.level else {
            return vec![Eligible { span, villages: Arc::clone(self.sites.all()) }];
        };
        let mut answers = Vec::new();
        for account in self.state.ledger().areas() {
            if account.level == *level {
                let spans = account.jurisdiction[section].spans().iter();
                answers.extend(spans.map(|&span| (span, account.key)));
            }
        }
        // The ledger has reported the villages whose area is not certain on the day.
        let members = &self.state.ledger().members().areas_of;
        let piece = |piece: crate::cover::Piece<AreaKey>| {
            let of = |village: &VillageKey| {
                piece.owners.iter().any(|area| members[*village].contains(area))
            };
            let villages = self.sites.all().iter().copied().filter(of).collect();
            Eligible { span: piece.span, villages }
        };
        overlay(span, &answers).into_iter().map(piece).collect()
    }

    /// The areas that answer for any of a stretch.
    pub(super) fn areas_of(&self, section: SectionKey, stretch: Span) -> Vec<AreaId> {
        let accounts = self.state.ledger().areas().iter();
        accounts
            .filter(|account| account.jurisdiction[section].overlaps(stretch))
            .map(|account| account.area.clone())
            .collect()
    }
}
