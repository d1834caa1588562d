//! A section cut where the areas of a level change.

use std::collections::BTreeSet;

use super::{Axis, By};
use crate::admin::UndefinedStepError;
use crate::audit::AuditError;
use crate::cover::{Piece, overlay};
use crate::key::{AreaKey, SectionKey, VillageKey};
use crate::ledger::{SectionAccount, Undefined};
use crate::state::State;

/// Stretches that tile a section, each with the areas it belongs to, in the order of the forest.
pub(super) type Tiles = Vec<Piece<AreaKey>>;

impl State {
    /// The sections, cut where the areas of an axis change.
    pub(super) fn tiles(&self, axis: Axis<'_>) -> Result<Vec<Tiles>, AuditError> {
        if self.areas_of_level(axis.level).next().is_none() {
            let known = self.registry().areas().levels().into_iter().map(str::to_owned).collect();
            return Err(AuditError::UnknownLevel { level: axis.level.to_owned(), known });
        }
        let steps = self.undefined_steps(axis);
        if !steps.is_empty() {
            let steps = steps.into_iter().cloned().collect();
            return Err(AuditError::Undefined { level: axis.level.to_owned(), steps });
        }
        let tiles = |(i, section): (SectionKey, &SectionAccount)| match axis.by {
            By::Place => self.by_place(axis.level, i, section),
            By::Keeper => self.by_keeper(axis.level, section),
        };
        Ok(self.ledger().keyed_sections().map(tiles).collect())
    }

    /// The undefined steps that leave open to which area of an axis something belongs.
    fn undefined_steps(&self, axis: Axis<'_>) -> BTreeSet<&UndefinedStepError> {
        let members = self.ledger().members();
        let undefined: Box<dyn Iterator<Item = &Undefined>> = match axis.by {
            By::Place => Box::new(self.ledger().undefined().iter()),
            // Who keeps nothing makes no difference.
            By::Keeper => Box::new(
                self.ledger()
                    .village_accounts()
                    .keys()
                    .flat_map(|&village| &members.undefined[village]),
            ),
        };
        undefined.filter(|one| one.level == axis.level).map(|one| &one.step).collect()
    }

    /// By the areas that answer for the place.
    fn by_place(&self, level: &str, i: SectionKey, section: &SectionAccount) -> Tiles {
        let of_level = self.ledger().areas().iter().filter(|a| a.level == level);
        let answers: Vec<_> = of_level
            .flat_map(|a| a.jurisdiction[i].iter().map(move |span| (span, a.key)))
            .collect();
        overlay(section.extent, &answers)
    }

    /// By the areas whose villages keep it; neighbours may belong to the same.
    fn by_keeper(&self, level: &str, section: &SectionAccount) -> Tiles {
        let areas = self.registry().areas().areas();
        let members = &self.ledger().members().areas_of;
        let of_level = |&area: &AreaKey| areas[area].level == level;
        let tile = |piece: &Piece<VillageKey>| {
            let of_keepers = piece.owners.iter().flat_map(|&village| &members[village]);
            let owners: BTreeSet<AreaKey> = of_keepers.copied().filter(of_level).collect();
            Piece { span: piece.span, owners: owners.into_iter().collect() }
        };
        section.pieces.iter().map(tile).collect()
    }
}
