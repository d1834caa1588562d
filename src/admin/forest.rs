//! Areas under their parents, on any day.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::{Area, AreaError, AreaProblem};
use crate::id::AreaId;

/// All areas, each under its parent, on any day.
///
/// ```
/// use border_coverage::AreaId;
/// use border_coverage::admin::{Area, Forest};
/// use border_coverage::period::Period;
/// use jiff::civil::date;
/// let area = |id: &str, level: &str, parent: Option<&str>| -> Result<_, border_coverage::id::IdError> {
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
/// let day = date(2017, 4, 25);
/// assert_eq!(forest.with_ancestors(&AreaId::new("sin-thau")?, day).count(), 2);
/// # Ok::<(), border_coverage::id::IdError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Forest {
    areas: Vec<Area>,
    /// The rows of each id, by their periods.
    by_id: HashMap<AreaId, Vec<usize>>,
    /// Whether the link to the parent is used.
    linked: Vec<bool>,
    /// For each id, those that name it as their successor.
    came_from: HashMap<AreaId, Vec<AreaId>>,
}

impl Forest {
    /// The forest of these areas, in their order, and all that is wrong with them.
    ///
    /// A row that says something else about days for which its area has a row already is left
    /// out; a link that leads nowhere or in a circle is not used.
    pub fn new(areas: Vec<Area>) -> (Self, Vec<AreaProblem>) {
        let mut forest = Self::default();
        let mut problems = Vec::new();
        let mut complain = |area: &Area, error| {
            let (id, source) = (area.id.clone(), area.source);
            problems.push(AreaProblem { area: id, source, error });
        };
        for area in areas {
            match forest.misfit(&area) {
                Some(error) => complain(&area, error),
                None => forest.push(area),
            }
        }
        for rows in forest.by_id.values_mut() {
            rows.sort_by_key(|&row| forest.areas[row].period);
        }
        for area in &forest.areas {
            if let Some(id) = area.parent.as_ref().filter(|id| !forest.by_id.contains_key(*id)) {
                complain(area, AreaError::UnknownParent(id.clone()));
            }
            for id in &area.successors {
                if forest.by_id.contains_key(id) {
                    let from = forest.came_from.entry(id.clone()).or_default();
                    if !from.contains(&area.id) {
                        from.push(area.id.clone());
                    }
                } else {
                    complain(area, AreaError::UnknownSuccessor(id.clone()));
                }
            }
        }
        let known = |area: &Area| area.parent.as_ref().is_some_and(|id| forest.get(id).is_some());
        forest.linked = forest.areas.iter().map(known).collect();
        for row in forest.on_cycles() {
            complain(&forest.areas[row], AreaError::Cycle);
            forest.linked[row] = false;
        }
        for row in 0..forest.areas.len() {
            if let Some(error) = forest.absent_parent(row) {
                complain(&forest.areas[row], error);
            }
        }
        (forest, problems)
    }

    /// Why a row does not go with those of its id.
    fn misfit(&self, area: &Area) -> Option<AreaError> {
        let rows = self.by_id.get(&area.id)?;
        let others = || rows.iter().map(|&row| &self.areas[row]);
        if let Some(other) = others().find(|other| other.level != area.level) {
            return Some(AreaError::OtherLevel(other.level.clone()));
        }
        let other = others().find(|other| other.period.overlaps(&area.period))?;
        Some(match (other.parent == area.parent, other.period == area.period) {
            (false, _) => AreaError::DoubleParent(other.parent.clone()),
            (true, true) => AreaError::Duplicate(area.id.clone()),
            (true, false) => AreaError::Overlapping,
        })
    }

    fn push(&mut self, area: Area) {
        self.by_id.entry(area.id.clone()).or_default().push(self.areas.len());
        self.areas.push(area);
    }

    /// The rows from which, on the first day of one of them, going up leads back.
    fn on_cycles(&self) -> BTreeSet<usize> {
        let mut cyclic = BTreeSet::new();
        for row in 0..self.areas.len() {
            // A circle begins on the first day of one of its rows, and that row is on it.
            let day = self.areas[row].period.since().unwrap_or(Date::MIN);
            let way = self.up(row, day);
            let back = way.last().and_then(|&top| self.parent_on(top, day)) == Some(row);
            if back {
                cyclic.extend(way);
            }
        }
        cyclic
    }

    /// That a row's parent is missing on some of its days, if it is.
    fn absent_parent(&self, row: usize) -> Option<AreaError> {
        let (area, id) = (&self.areas[row], self.parent_id(row)?);
        let first = area.period.since().unwrap_or(Date::MIN);
        let ends = self.by_id.get(id).into_iter().flatten();
        let ends = ends.filter_map(|&parent| self.areas[parent].period.until());
        let days = std::iter::once(first).chain(ends).filter(|&day| area.period.holds_on(day));
        let missing = days.filter_map(|day| Some((day, self.on_day(id, day).err()?))).min()?;
        let (day, step) = (missing.0, Box::new(missing.1));
        Some(AreaError::AbsentParent { day, step })
    }

    /// All areas, in the order given; one may stand in several rows, for different days.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The first area of that id.
    pub fn get(&self, id: &AreaId) -> Option<&Area> {
        self.by_id.get(id)?.first().map(|&row| &self.areas[row])
    }

    /// The area of that id as it is on a day.
    pub fn get_on(&self, id: &AreaId, day: Date) -> Option<&Area> {
        self.row_on(id, day).map(|row| &self.areas[row])
    }

    /// The row that holds for an id on a day.
    pub(crate) fn row_on(&self, id: &AreaId, day: Date) -> Option<usize> {
        let mut rows = self.by_id.get(id)?.iter();
        rows.find(|&&row| self.areas[row].period.holds_on(day)).copied()
    }

    /// The ids that could stand on a day for one that does not exist then: its successors where
    /// it has ended, or else those it came from.
    pub(super) fn links(&self, id: &AreaId, day: Date) -> &[AreaId] {
        let rows = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        let ended = |row: &&usize| self.areas[**row].period.until().is_some_and(|u| u <= day);
        match rows.iter().rev().find(ended) {
            Some(&last) => &self.areas[last].successors,
            None => self.came_from.get(id).map_or(&[], Vec::as_slice),
        }
    }

    /// Whether an area does not exist on a day, and all that stand for it are of those that
    /// `speak` for themselves.
    pub(crate) fn is_superseded<'a>(
        &'a self,
        id: &'a AreaId,
        day: Date,
        speak: impl Fn(&AreaId) -> bool,
    ) -> bool {
        let (mut open, mut seen, mut stand_ins) = (vec![id], BTreeSet::new(), 0);
        while let Some(at) = open.pop() {
            match (self.row_on(at, day), self.links(at, day)) {
                (Some(_), _) if at == id || !speak(at) => return false,
                (Some(_), _) => stand_ins += 1,
                (None, []) => return false,
                (None, links) if seen.insert(at) => open.extend(links),
                (None, _) => {}
            }
        }
        stand_ins > 0
    }

    /// The levels that an area is of or belongs to on the first day of any of its rows.
    pub(crate) fn levels_of(&self, id: &AreaId) -> BTreeSet<&str> {
        let rows = self.by_id.get(id).into_iter().flatten();
        let first = |row: &usize| self.areas[*row].period.since().unwrap_or(Date::MIN);
        let way = |row: &usize| self.up(*row, first(row));
        rows.flat_map(way).map(|row| self.areas[row].level.as_str()).collect()
    }

    /// The parent that a row names, where the link is used.
    pub(super) fn parent_id(&self, row: usize) -> Option<&AreaId> {
        self.areas[row].parent.as_ref().filter(|_| self.linked[row])
    }

    /// The row of the parent on a day, where one area stands for it.
    fn parent_on(&self, row: usize, day: Date) -> Option<usize> {
        self.on_day(self.parent_id(row)?, day).ok()
    }

    /// A row and all it belongs to on a day, from the bottom up, each once.
    pub(crate) fn up(&self, row: usize, day: Date) -> Vec<usize> {
        let mut way = vec![row];
        let mut at = row;
        while let Some(parent) = self.parent_on(at, day).filter(|parent| !way.contains(parent)) {
            way.push(parent);
            at = parent;
        }
        way
    }

    /// The area and all it belongs to on a day, from the bottom up; nothing where it does not
    /// exist on the day.
    pub fn with_ancestors(&self, id: &AreaId, day: Date) -> impl Iterator<Item = &Area> + '_ {
        let way = self.row_on(id, day).map(|row| self.up(row, day)).unwrap_or_default();
        way.into_iter().map(|row| &self.areas[row])
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

    /// The levels below which there is none, in the order in which they first occur: the lowest of
    /// each tree.
    pub fn lowest_levels(&self) -> Vec<&str> {
        let parents: BTreeSet<&AreaId> =
            (0..self.areas.len()).filter_map(|row| self.parent_id(row)).collect();
        let above: BTreeSet<&str> = self
            .areas
            .iter()
            .filter(|area| parents.contains(&area.id))
            .map(|area| area.level.as_str())
            .collect();
        self.levels().into_iter().filter(|level| !above.contains(level)).collect()
    }

    /// The rows that hold on a day, in the order given.
    pub(crate) fn in_force(&self, day: Date) -> impl Iterator<Item = usize> + '_ {
        (0..self.areas.len()).filter(move |&row| self.areas[row].period.holds_on(day))
    }
}
