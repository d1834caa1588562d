//! A dated forest of areas: levels are data, several trees may stand side by side.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use thiserror::Error;

use crate::id::AreaId;
use crate::period::Period;
use crate::problem::Source;

/// An area: a province, a district, a commune, a post.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Its name, as written.
    pub name: String,
    /// Its level, such as `commune`.
    pub level: String,
    /// The area that it belongs to.
    pub parent: Option<AreaId>,
    /// When it exists.
    pub period: Period,
    /// The areas that took its place.
    pub successors: Vec<AreaId>,
    /// Where it was read.
    pub source: Option<Source>,
}

/// What is wrong with an area among the others.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AreaError {
    /// The id stands twice.
    #[error("the area {0} stands here a second time: give each area an id of its own")]
    Duplicate(AreaId),
    /// The parent is not there.
    #[error("no area has the id {0}: add it, or correct the parent; until then this one has none")]
    UnknownParent(AreaId),
    /// Going up from here leads back here.
    #[error(
        "the area belongs to itself by way of its parents: correct one of them; the link is not used"
    )]
    Cycle,
    /// A successor is not there.
    #[error("no area has the id {0}: add it, or correct the successors")]
    UnknownSuccessor(AreaId),
}

/// A problem of one area.
#[derive(Debug, Clone)]
pub struct AreaProblem {
    /// Which area.
    pub area: AreaId,
    /// Where it was read.
    pub source: Option<Source>,
    /// What is wrong.
    pub error: AreaError,
}

/// All areas, each under its parent.
///
/// ```
/// use border_coverage::{Area, AreaId, Forest, Period};
/// let area = |id: &str, level: &str, parent: Option<&str>| -> Result<_, border_coverage::IdError> {
///     Ok(Area {
///         id: AreaId::new(id)?,
///         name: id.to_owned(),
///         level: level.to_owned(),
///         parent: parent.map(AreaId::new).transpose()?,
///         period: Period::ALWAYS,
///         successors: Vec::new(),
///         source: None,
///     })
/// };
/// let (forest, problems) =
///     Forest::new(vec![area("muong-nhe", "district", None)?, area("sin-thau", "commune", Some("muong-nhe"))?]);
/// assert!(problems.is_empty());
/// assert_eq!(forest.with_ancestors(&AreaId::new("sin-thau")?).count(), 2);
/// # Ok::<(), border_coverage::IdError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Forest {
    areas: Vec<Area>,
    by_id: HashMap<AreaId, usize>,
    parents: Vec<Option<usize>>,
}

impl Forest {
    /// The forest of these areas, in their order, and all that is wrong with them.
    ///
    /// A second area of the same id is left out; a link that leads nowhere or in a circle is not
    /// used.
    pub fn new(areas: Vec<Area>) -> (Self, Vec<AreaProblem>) {
        let mut forest = Self::default();
        let mut problems = Vec::new();
        let mut complain = |area: &Area, error| {
            let (id, source) = (area.id.clone(), area.source);
            problems.push(AreaProblem { area: id, source, error });
        };
        for area in areas {
            if forest.by_id.contains_key(&area.id) {
                complain(&area, AreaError::Duplicate(area.id.clone()));
            } else {
                forest.by_id.insert(area.id.clone(), forest.areas.len());
                forest.areas.push(area);
            }
        }
        for area in &forest.areas {
            let parent = area.parent.as_ref().and_then(|id| forest.by_id.get(id).copied());
            match &area.parent {
                Some(id) if parent.is_none() => {
                    complain(area, AreaError::UnknownParent(id.clone()));
                }
                _ => {}
            }
            for id in area.successors.iter().filter(|id| !forest.by_id.contains_key(*id)) {
                complain(area, AreaError::UnknownSuccessor(id.clone()));
            }
            forest.parents.push(parent);
        }
        for i in forest.on_cycles() {
            complain(&forest.areas[i], AreaError::Cycle);
            forest.parents[i] = None;
        }
        (forest, problems)
    }

    /// The areas from which going up leads back.
    fn on_cycles(&self) -> BTreeSet<usize> {
        // 0: not seen; 1: on the way up from here; 2: known to lead to a root or a cycle.
        let mut seen = vec![0_u8; self.areas.len()];
        let mut cyclic = BTreeSet::new();
        for start in 0..self.areas.len() {
            let mut way = Vec::new();
            let mut at = Some(start);
            while let Some(i) = at.filter(|&i| seen[i] == 0) {
                seen[i] = 1;
                way.push(i);
                at = self.parents[i];
            }
            if let Some(i) = at.filter(|&i| seen[i] == 1) {
                cyclic.extend(way.iter().skip_while(|&&j| j != i));
            }
            way.iter().for_each(|&i| seen[i] = 2);
        }
        cyclic
    }

    /// All areas, in the order given.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The area of that id.
    pub fn get(&self, id: &AreaId) -> Option<&Area> {
        self.index(id).map(|i| &self.areas[i])
    }

    /// The area's place in the order given.
    pub(crate) fn index(&self, id: &AreaId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The area and all it belongs to, from the bottom up; nothing for an unknown id.
    pub fn with_ancestors(&self, id: &AreaId) -> impl Iterator<Item = &Area> + '_ {
        self.indices_up(self.index(id)).map(|i| &self.areas[i])
    }

    /// An area and all it belongs to, by their places in the order given.
    pub(crate) fn indices_up(&self, area: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(area, |&i| self.parents[i])
    }

    /// The area that stands on a day for one by its place in the order given: itself where it
    /// exists, or else the one that it became, or came from, by way of single links.
    ///
    /// # Errors
    /// When a link is missing or branches: the ids of the areas in question, perhaps none.
    pub(crate) fn on_day(&self, area: usize, day: Date) -> Result<usize, Vec<AreaId>> {
        let mut at = area;
        // A chain of links is no longer than there are areas; a circle of them leads nowhere.
        for _ in 0..=self.areas.len() {
            let here = &self.areas[at];
            if here.period.holds_on(day) {
                return Ok(at);
            }
            let ended = here.period.until().is_some_and(|until| until <= day);
            let next: Vec<AreaId> = match ended {
                true => here.successors.clone(),
                false => {
                    let before = |other: &&Area| other.successors.contains(&here.id);
                    self.areas.iter().filter(before).map(|other| other.id.clone()).collect()
                }
            };
            match next.as_slice() {
                [only] => at = self.index(only).ok_or_else(|| next.clone())?,
                _ => return Err(next),
            }
        }
        Err(Vec::new())
    }

    /// The levels, in the order in which they first occur.
    pub fn levels(&self) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for area in &self.areas {
            if !levels.contains(&area.level.as_str()) {
                levels.push(&area.level);
            }
        }
        levels
    }

    /// The areas that exist on a day, by their places in the order given.
    pub(crate) fn in_force(&self, day: Date) -> impl Iterator<Item = usize> + '_ {
        (0..self.areas.len()).filter(move |&i| self.areas[i].period.holds_on(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn area(id: &str, parent: Option<&str>) -> Area {
        Area {
            id: AreaId::new(id).unwrap(),
            name: id.to_owned(),
            level: "level".to_owned(),
            parent: parent.map(|id| AreaId::new(id).unwrap()),
            period: Period::ALWAYS,
            successors: Vec::new(),
            source: None,
        }
    }

    #[test]
    fn cycles_orphans_and_doubles_are_named_and_cut() {
        let (forest, problems) = Forest::new(vec![
            area("a", Some("b")),
            area("b", Some("c")),
            area("c", Some("a")),
            area("d", Some("a")),
            area("e", Some("nowhere")),
            area("f", Some("f")),
            area("d", None),
        ]);
        let errors: Vec<_> = problems.iter().map(|p| (p.area.as_str(), &p.error)).collect();
        let id = |text| AreaId::new(text).unwrap();
        assert_eq!(
            errors,
            [
                ("d", &AreaError::Duplicate(id("d"))),
                ("e", &AreaError::UnknownParent(id("nowhere"))),
                ("a", &AreaError::Cycle),
                ("b", &AreaError::Cycle),
                ("c", &AreaError::Cycle),
                ("f", &AreaError::Cycle),
            ]
        );
        assert_eq!(forest.with_ancestors(&id("d")).count(), 2);
    }

    #[test]
    fn an_area_is_followed_through_single_links_only() {
        let day = jiff::civil::date(2025, 7, 1);
        let dated = |id: &str, old: bool, successors: &[&str]| Area {
            period: match old {
                true => Period::new(None, Some(day)).unwrap(),
                false => Period::from(day),
            },
            successors: successors.iter().map(|id| AreaId::new(id).unwrap()).collect(),
            ..area(id, None)
        };
        let (forest, _) = Forest::new(vec![
            dated("renamed", true, &["new"]),
            dated("split", true, &["new", "other"]),
            dated("gone", true, &[]),
            dated("new", false, &[]),
            dated("other", false, &[]),
        ]);
        assert_eq!(forest.on_day(0, day), Ok(3));
        assert_eq!(forest.on_day(1, day).unwrap_err().len(), 2);
        assert_eq!(forest.on_day(2, day), Err(Vec::new()));
        let before = jiff::civil::date(2017, 4, 25);
        assert_eq!(forest.on_day(4, before), Ok(1));
        assert_eq!(forest.on_day(3, before).unwrap_err().len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn going_up_always_ends(parents in prop::collection::vec(prop::option::of(0..12_usize), 12)) {
            let areas = parents
                .iter()
                .enumerate()
                .map(|(i, p)| area(&i.to_string(), p.map(|p| p.to_string()).as_deref()))
                .collect();
            let (forest, _) = Forest::new(areas);
            for area in forest.areas() {
                prop_assert!(forest.with_ancestors(&area.id).take(100).count() <= 12);
            }
        }
    }
}
