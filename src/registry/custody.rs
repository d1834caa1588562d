//! Who keeps which marker or work on a day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Keeper, Kept, PlacementError, Registry};
use crate::border::Border;
use crate::id::{KeeperId, WorkId};

/// What somebody keeps on a day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Custody<'a> {
    /// The markers, by their indexes in [`Border::markers`].
    pub(crate) markers: BTreeSet<usize>,
    /// The works.
    pub(crate) works: BTreeSet<&'a WorkId>,
    /// The keepers, each with the first of its rows that hold.
    pub(crate) keepers: BTreeMap<&'a KeeperId, &'a Keeper>,
    /// The rows that hold, but whose marker does not stand on the day.
    pub(crate) bereft: Vec<&'a Keeper>,
}

impl Registry {
    /// What is kept on a day; and the rows, in force or not, whose marker is not there.
    pub(crate) fn kept_on(&self, border: &Border, day: Date) -> (Custody<'_>, Vec<PlacementError>) {
        let (mut now, mut refusals) = (Custody::default(), Vec::new());
        for keeper in self.keepers() {
            let marker = match self.kept_marker(border, keeper, day) {
                Ok(marker) => marker,
                Err(refused) => {
                    refusals.push(refused);
                    continue;
                }
            };
            if !keeper.period.contains(day) {
                continue;
            }
            now.keepers.entry(&keeper.id).or_insert(keeper);
            if marker.is_some_and(|place| !border.stands(place, day)) {
                now.bereft.push(keeper);
            }
            now.markers.extend(marker);
            if let Kept::Work(work) = &keeper.keeps {
                now.works.insert(work);
            }
        }
        (now, refusals)
    }
}
