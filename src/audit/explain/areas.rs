//! The areas: their jurisdictions, and what their villages keep together.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::Difference;
use super::holdings::{VillageHoldings, kept_before, together};
use super::overlay::{ChangedSpans, Overlay};
use super::part::Figure;
use super::path::StatePath;
use super::scopes::{AreaDifference, figures};
use super::sums::Sums;
use crate::id::AreaId;
use crate::key::AreaKey;
use crate::ledger::{Account, AreaAccount, UnbalancedError, belongs_to};
use crate::state::State;

/// The areas that exist after, then those that exist only before.
pub(super) fn areas(
    path: &StatePath<'_>,
    overlay: &Overlay<'_>,
) -> Result<Vec<AreaDifference>, UnbalancedError> {
    let all = AreaPath {
        path,
        overlay,
        old: [path.before, path.remeasured(), path.moved()].map(by_id),
        after: by_id(path.after),
        members: members(path, overlay),
        changed: overlay.changed_spans(),
    };
    let ids = |state| areas_of(state).map(|(id, _)| id);
    let gone = ids(path.before).filter(|id| !all.after.contains_key(*id));
    ids(path.after).chain(gone).map(|id| all.explain(id)).collect()
}

/// The accounts of the areas along the path.
struct AreaPath<'a> {
    path: &'a StatePath<'a>,
    overlay: &'a Overlay<'a>,
    /// With the areas of before: before; on the line of after; with the markers of after.
    old: [BTreeMap<&'a AreaId, &'a AreaAccount>; 3],
    after: BTreeMap<&'a AreaId, &'a AreaAccount>,
    /// The villages of each area of after, by their indexes among those of the overlay.
    members: BTreeMap<AreaKey, Vec<usize>>,
    changed: ChangedSpans,
}

impl AreaPath<'_> {
    fn explain(&self, id: &AreaId) -> Result<AreaDifference, UnbalancedError> {
        let [before, remeasured, moved] = self.old.each_ref().map(|all| all.get(id).copied());
        let after = self.after.get(id).copied();
        let rearranged = self.rearranged(id, moved, after)?;
        let account = |area: Option<&'_ AreaAccount>| area.and_then(|area| area.account);
        let accounts =
            [account(before), account(remeasured), account(moved), rearranged, account(after)];
        let jurisdiction = after.map_or(&[][..], |area| &area.jurisdiction);
        let last = self.changed.within(jurisdiction);
        let mut figures = figures(id, accounts.each_ref().map(Option::as_ref), &last)?;
        let holdings = after.map(|area| self.holdings(area.key));
        let mut last = Sums::default();
        holdings.iter().flatten().for_each(|holdings| holdings.add_to(&mut last));
        let kept = |area: Option<&AreaAccount>| area.map(|area| area.kept);
        let rearranged = holdings.map(|holdings| kept_before(&holdings));
        let lengths = [kept(before), kept(remeasured), kept(moved), rearranged, kept(after)];
        figures.push(Difference::along(id, Figure::Kept, lengths, &last)?);
        Ok(AreaDifference { area: id.clone(), figures })
    }

    /// The account of the old registrations over the jurisdiction that an area has after.
    fn rearranged(
        &self,
        id: &AreaId,
        moved: Option<&AreaAccount>,
        after: Option<&AreaAccount>,
    ) -> Result<Option<Account>, UnbalancedError> {
        match (moved, after) {
            (_, None) => Ok(None),
            (Some(old), Some(new)) if old.jurisdiction == new.jurisdiction => Ok(old.account),
            (_, Some(new)) => self.path.moved().ledger().account_over(id, &new.jurisdiction),
        }
    }

    /// What the villages that belong to an area after keep together, section by section.
    fn holdings(&self, area: AreaKey) -> Vec<VillageHoldings> {
        let villages = self.members.get(&area).into_iter().flatten();
        let own = villages.flat_map(|&village| self.overlay.of_village(village));
        let sections = self.path.after.ledger().sections().len();
        together(&self.overlay.identities, sections, own)
    }
}

fn areas_of(state: &State) -> impl Iterator<Item = (&AreaId, &AreaAccount)> {
    state.ledger().areas().iter().map(|account| (&account.area, account))
}

fn by_id(state: &State) -> BTreeMap<&AreaId, &AreaAccount> {
    areas_of(state).collect()
}

/// The villages of each area of after. A village that after no longer has belongs to the areas
/// that before names, or to their successors.
fn members(path: &StatePath<'_>, overlay: &Overlay<'_>) -> BTreeMap<AreaKey, Vec<usize>> {
    let (old, new) = (path.before.registry(), path.after.registry());
    let mut members: BTreeMap<AreaKey, Vec<usize>> = BTreeMap::new();
    for (i, &id) in overlay.identities.villages().iter().enumerate() {
        let areas: BTreeSet<AreaKey> = match (new.village_key(id), old.village_key(id)) {
            (Some(village), _) => path.after.ledger().members().areas_of[village].clone(),
            (None, Some(village)) => {
                let links = &old.village_at(village).areas;
                belongs_to(new.areas(), path.after.ledger().day(), links)
            }
            (None, None) => BTreeSet::new(),
        };
        areas.into_iter().for_each(|area| members.entry(area).or_default().push(i));
    }
    members
}
