//! The areas: what they answer for, and what their villages keep.

use std::collections::{BTreeMap, BTreeSet};

use super::held::{Held, kept_before, together};
use super::part::{Difference, Figure, Sums};
use super::scopes::{Explained, figures};
use super::step::{Changed, Step};
use super::way::Way;
use crate::id::AreaId;
use crate::key::AreaKey;
use crate::ledger::{Account, AreaAccount, Unbalanced, belongs_to};
use crate::state::State;

/// The areas that exist after, then those that exist only before.
pub(super) fn areas(way: &Way<'_>, step: &Step<'_>) -> Result<Vec<Explained<AreaId>>, Unbalanced> {
    let states = [way.before, way.remeasured(), way.moved()].map(by_id);
    let all = States {
        way,
        step,
        states,
        after: by_id(way.after),
        members: members(way, step),
        changed: step.sets(),
    };
    let ids = |state| areas_of(state).map(|(id, _)| id);
    let (now, then) = (ids(way.after), ids(way.before));
    let ids = now.chain(then.filter(|id| !all.after.contains_key(*id)));
    ids.map(|id| all.explain(id)).collect()
}

/// The accounts of the areas along the way.
struct States<'a> {
    way: &'a Way<'a>,
    step: &'a Step<'a>,
    /// With the areas of before: before, on the line of after, with its markers.
    states: [BTreeMap<&'a AreaId, &'a AreaAccount>; 3],
    after: BTreeMap<&'a AreaId, &'a AreaAccount>,
    members: BTreeMap<AreaKey, Vec<usize>>,
    changed: Changed,
}

impl States<'_> {
    fn explain(&self, id: &AreaId) -> Result<Explained<AreaId>, Unbalanced> {
        let [before, remeasured, moved] = self.states.each_ref().map(|all| all.get(id).copied());
        let after = self.after.get(id).copied();
        let rearranged = self.rearranged(id, moved, after)?;
        let account = |area: Option<&'_ AreaAccount>| area.and_then(|area| area.account);
        let way =
            [account(before), account(remeasured), account(moved), rearranged, account(after)];
        let stretches = after.map_or(&[][..], |area| &area.jurisdiction);
        let steps = self.changed.within(stretches);
        let mut figures = figures(id, way.each_ref().map(Option::as_ref), &steps)?;
        let held = after.map(|area| self.held(area.area));
        let mut steps = Sums::default();
        held.iter().flatten().for_each(|held| held.add_to(&mut steps));
        let kept = |area: Option<&AreaAccount>| area.map(|area| area.kept);
        let rearranged = held.map(|held| kept_before(&held));
        let way = [kept(before), kept(remeasured), kept(moved), rearranged, kept(after)];
        figures.push(Difference::of(id, Figure::Kept, way, &steps)?);
        Ok(Explained { of: id.clone(), figures })
    }

    /// What was registered before over what an area answers for after.
    fn rearranged(
        &self,
        id: &AreaId,
        moved: Option<&AreaAccount>,
        after: Option<&AreaAccount>,
    ) -> Result<Option<Account>, Unbalanced> {
        match (moved, after) {
            (_, None) => Ok(None),
            (Some(old), Some(new)) if old.jurisdiction == new.jurisdiction => Ok(old.account),
            (_, Some(new)) => self.way.moved().ledger().account_over(id, &new.jurisdiction),
        }
    }

    /// What the villages that belong to an area after keep together, section by section.
    fn held(&self, area: AreaKey) -> Vec<Held> {
        let villages = self.members.get(&area).into_iter().flatten();
        let own = villages.flat_map(|&v| self.step.of_village(v));
        together(&self.step.keys, self.way.after.ledger().sections().len(), own)
    }
}

fn areas_of(state: &State) -> impl Iterator<Item = (&AreaId, &AreaAccount)> {
    let areas = state.registry().areas().areas();
    state.ledger().area_accounts().iter().map(|account| (&areas[account.area].id, account))
}

fn by_id(state: &State) -> BTreeMap<&AreaId, &AreaAccount> {
    areas_of(state).collect()
}

/// The villages of each area of after, by their places in the step: as after says, or, where it
/// no longer knows the village, as before said.
fn members(way: &Way<'_>, step: &Step<'_>) -> BTreeMap<AreaKey, Vec<usize>> {
    let (old, new) = (way.before.registry(), way.after.registry());
    let mut members: BTreeMap<AreaKey, Vec<usize>> = BTreeMap::new();
    for (i, &id) in step.keys.villages().iter().enumerate() {
        let areas: BTreeSet<AreaKey> = match (new.village_key(id), old.village_key(id)) {
            (Some(village), _) => way.after.ledger().members().areas_of[village].clone(),
            (None, Some(village)) => {
                let links = &old.village_at(village).areas;
                belongs_to(new.areas(), way.after.ledger().day(), links)
            }
            (None, None) => BTreeSet::new(),
        };
        areas.into_iter().for_each(|area| members.entry(area).or_default().push(i));
    }
    members
}
