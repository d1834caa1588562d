//! Areas under their parents, on any day.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Area, AreaError, AreaErrorKind};
use crate::id::AreaId;
use crate::key::AreaKey;

/// All areas, each under its parent, on any day.
///
/// ```
/// use border_coverage::AreaId;
/// use border_coverage::admin::{Area, Forest};
/// use jiff::civil::date;
/// let (district, commune) = (AreaId::new("muong-nhe")?, AreaId::new("sin-thau")?);
/// let (forest, errors) = Forest::new(vec![
///     Area::new(district.clone(), "Mường Nhé", "district"),
///     Area::new(commune.clone(), "Sín Thầu", "commune").with_parent(district),
/// ]);
/// assert!(errors.is_empty());
/// assert_eq!(forest.levels(), ["district", "commune"]);
/// assert_eq!(forest.with_ancestors(&commune, date(2017, 4, 25)).count(), 2);
/// # Ok::<(), border_coverage::id::IdError>(())
/// ```
///
/// Serialised, it is the list of its areas. Decoding builds it with [`Forest::new`] and fails
/// if that leaves an area out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Area>", into = "Vec<Area>")]
pub struct Forest {
    areas: Vec<Area>,
    /// The rows of each id, by their periods.
    by_id: HashMap<AreaId, Vec<AreaKey>>,
    /// Whether the link to the parent is used, for each row.
    linked: Vec<bool>,
    /// For each id, the areas that name it as their successor.
    predecessors: HashMap<AreaId, Vec<AreaId>>,
}

impl Forest {
    /// The forest of these areas, in their order, and all their errors.
    ///
    /// A row is left out if it contradicts or repeats an earlier row of its area on some day. A
    /// link that leads nowhere or in a circle is not used.
    #[must_use = "the errors say which areas and links are not used"]
    pub fn new(areas: Vec<Area>) -> (Self, Vec<AreaError>) {
        let mut forest = Self::default();
        let mut errors = Vec::new();
        for area in areas {
            match forest.contradiction(&area) {
                Some(kind) => errors.push(error_of(&area, kind)),
                None => forest.push(area),
            }
        }
        for rows in forest.by_id.values_mut() {
            rows.sort_by_key(|&row| forest.areas[row].period);
        }
        forest.link(&mut errors);
        for row in forest.on_cycles() {
            errors.push(error_of(&forest.areas[row], AreaErrorKind::Cycle));
            forest.linked[row] = false;
        }
        for (row, area) in AreaKey::each(&forest.areas) {
            errors.extend(forest.absent_parent(row).map(|kind| error_of(area, kind)));
        }
        (forest, errors)
    }

    /// Links areas to their parents and successors.
    fn link(&mut self, errors: &mut Vec<AreaError>) {
        let known = |id: &AreaId| self.by_id.contains_key(id);
        for area in &self.areas {
            if let Some(id) = area.parent.as_ref().filter(|id| !known(id)) {
                errors.push(error_of(area, AreaErrorKind::UnknownParent(id.clone())));
            }
            for id in &area.successors {
                if !known(id) {
                    errors.push(error_of(area, AreaErrorKind::UnknownSuccessor(id.clone())));
                    continue;
                }
                let predecessors = self.predecessors.entry(id.clone()).or_default();
                if !predecessors.contains(&area.id) {
                    predecessors.push(area.id.clone());
                }
            }
        }
        self.linked =
            self.areas.iter().map(|area| area.parent.as_ref().is_some_and(known)).collect();
    }

    /// How a row contradicts or repeats the earlier rows of its id.
    fn contradiction(&self, area: &Area) -> Option<AreaErrorKind> {
        let rows = self.by_id.get(&area.id)?;
        let others = || rows.iter().map(|&row| &self.areas[row]);
        if let Some(other) = others().find(|other| other.level != area.level) {
            return Some(AreaErrorKind::OtherLevel(other.level.clone()));
        }
        let other = others().find(|other| other.period.overlaps(&area.period))?;
        Some(match (other.parent == area.parent, other.period == area.period) {
            (false, _) => AreaErrorKind::DoubleParent(other.parent.clone()),
            (true, true) => AreaErrorKind::Duplicate(area.id.clone()),
            (true, false) => AreaErrorKind::Overlapping,
        })
    }

    fn push(&mut self, area: Area) {
        self.by_id.entry(area.id.clone()).or_default().push(AreaKey::new(self.areas.len()));
        self.areas.push(area);
    }

    /// The rows whose chain of parents leads back to them on the first day of one of them.
    fn on_cycles(&self) -> BTreeSet<AreaKey> {
        let mut cyclic = BTreeSet::new();
        for row in AreaKey::of(&self.areas) {
            // A circle begins on the first day of one of its rows, and that row is on it.
            let day = self.first_day(row);
            let chain = self.up(row, day);
            if chain.last().and_then(|&top| self.parent_on(top, day)) == Some(row) {
                cyclic.extend(chain);
            }
        }
        cyclic
    }

    /// The first day of a row, or of the calendar if its period has no start.
    fn first_day(&self, row: AreaKey) -> Date {
        self.areas[row].period.since().unwrap_or(Date::MIN)
    }

    /// The first day of a row on which its parent does not exist, if there is one.
    fn absent_parent(&self, row: AreaKey) -> Option<AreaErrorKind> {
        let (area, id) = (&self.areas[row], self.parent_id(row)?);
        // The parent can only go missing on the first day or when one of its own rows ends.
        let ends = self.by_id.get(id).into_iter().flatten();
        let ends = ends.filter_map(|&parent| self.areas[parent].period.until());
        let days = std::iter::once(self.first_day(row))
            .chain(ends)
            .filter(|&day| area.period.contains(day));
        let (day, step) = days.filter_map(|day| Some((day, self.on_day(id, day).err()?))).min()?;
        Some(AreaErrorKind::AbsentParent { day, step: Box::new(step) })
    }

    /// All areas, in the order given. An area may have several rows, for different days.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The earliest row of an id.
    pub fn get(&self, id: &AreaId) -> Option<&Area> {
        self.by_id.get(id)?.first().map(|&row| &self.areas[row])
    }

    /// The area of an id as it is on a day.
    pub fn get_on(&self, id: &AreaId, day: Date) -> Option<&Area> {
        self.row_on(id, day).map(|row| &self.areas[row])
    }

    /// The row that holds for an id on a day.
    pub(crate) fn row_on(&self, id: &AreaId, day: Date) -> Option<AreaKey> {
        let mut rows = self.by_id.get(id)?.iter();
        rows.find(|&&row| self.areas[row].period.contains(day)).copied()
    }

    /// The ids that could represent on a day an area that does not exist then: its successors
    /// if it has ended, else its predecessors.
    pub(super) fn links(&self, id: &AreaId, day: Date) -> &[AreaId] {
        let rows = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        let ended = |row: &&AreaKey| self.areas[**row].period.until().is_some_and(|u| u <= day);
        match rows.iter().rev().find(ended) {
            Some(&last) => &self.areas[last].successors,
            None => self.predecessors.get(id).map_or(&[], Vec::as_slice),
        }
    }

    /// Whether an area does not exist on a day and `has_own` holds for all areas that represent
    /// it then.
    pub(crate) fn is_superseded<'a>(
        &'a self,
        id: &'a AreaId,
        day: Date,
        has_own: impl Fn(&AreaId) -> bool,
    ) -> bool {
        let (mut open, mut seen, mut found) = (vec![id], BTreeSet::new(), 0);
        while let Some(at) = open.pop() {
            match (self.row_on(at, day), self.links(at, day)) {
                (Some(_), _) if at == id || !has_own(at) => return false,
                (Some(_), _) => found += 1,
                (None, []) => return false,
                (None, links) if seen.insert(at) => open.extend(links),
                (None, _) => {}
            }
        }
        found > 0
    }

    /// The levels of an area and its ancestors, on the first day of each of its rows.
    pub(crate) fn levels_of(&self, id: &AreaId) -> BTreeSet<&str> {
        let rows = self.by_id.get(id).into_iter().flatten();
        let chains = rows.flat_map(|&row| self.up(row, self.first_day(row)));
        chains.map(|row| self.areas[row].level.as_str()).collect()
    }

    /// The parent that a row names, if the link is used.
    pub(super) fn parent_id(&self, row: AreaKey) -> Option<&AreaId> {
        self.areas[row].parent.as_ref().filter(|_| self.linked[row])
    }

    /// The row of the parent on a day, if one area represents it then.
    fn parent_on(&self, row: AreaKey, day: Date) -> Option<AreaKey> {
        self.on_day(self.parent_id(row)?, day).ok()
    }

    /// A row and its ancestors on a day, from the bottom up, each once.
    pub(crate) fn up(&self, row: AreaKey, day: Date) -> Vec<AreaKey> {
        let mut chain = vec![row];
        let mut at = row;
        while let Some(parent) = self.parent_on(at, day).filter(|parent| !chain.contains(parent)) {
            chain.push(parent);
            at = parent;
        }
        chain
    }

    /// An area and its ancestors on a day, from the bottom up; empty if the area does not exist
    /// on the day.
    pub fn with_ancestors(&self, id: &AreaId, day: Date) -> impl Iterator<Item = &Area> + '_ {
        let chain = self.row_on(id, day).map(|row| self.up(row, day)).unwrap_or_default();
        chain.into_iter().map(|row| &self.areas[row])
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

    /// The lowest level of each tree, in the order in which the levels first occur.
    pub fn lowest_levels(&self) -> Vec<&str> {
        let parents: BTreeSet<&AreaId> =
            AreaKey::of(&self.areas).filter_map(|row| self.parent_id(row)).collect();
        let above: BTreeSet<&str> = self
            .areas
            .iter()
            .filter(|area| parents.contains(&area.id))
            .map(|area| area.level.as_str())
            .collect();
        self.levels().into_iter().filter(|level| !above.contains(level)).collect()
    }

    /// The rows that hold on a day, in the order given.
    pub(crate) fn in_force(&self, day: Date) -> impl Iterator<Item = AreaKey> + '_ {
        AreaKey::of(&self.areas).filter(move |&row| self.areas[row].period.contains(day))
    }
}

fn error_of(area: &Area, kind: AreaErrorKind) -> AreaError {
    AreaError { area: area.id.clone(), read_at: area.source, kind }
}

impl TryFrom<Vec<Area>> for Forest {
    type Error = AreaError;

    /// Fails with the first error for which [`Forest::new`] leaves an area out. Links that are
    /// not used are no failure: the areas of any forest make the same forest again.
    fn try_from(areas: Vec<Area>) -> Result<Self, AreaError> {
        let (forest, errors) = Self::new(areas);
        let rejected = errors.into_iter().find(|error| error.kind.rejects_record());
        rejected.map_or(Ok(forest), Err)
    }
}

impl From<Forest> for Vec<Area> {
    fn from(forest: Forest) -> Self {
        forest.areas
    }
}

impl PartialEq for Forest {
    /// All else follows from the areas and their order.
    fn eq(&self, other: &Self) -> bool {
        self.areas == other.areas
    }
}

impl Eq for Forest {}
