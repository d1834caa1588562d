//! From one day to another: areas that were merged, split or renamed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;

use super::Forest;
use crate::id::AreaId;

/// An area that does not exist on a day, and for which no one other stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("the area {area} does not exist on {day}, and {}", taken_by(.candidates))]
pub struct UndefinedStep {
    /// The area.
    pub area: AreaId,
    /// The day.
    pub day: Date,
    /// Those that could stand for it; none where no link tells.
    pub candidates: Vec<AreaId>,
}

impl UndefinedStep {
    /// What the links say instead of one area.
    pub(crate) fn reason(&self) -> String {
        taken_by(&self.candidates)
    }
}

fn taken_by(candidates: &[AreaId]) -> String {
    if candidates.is_empty() {
        return "no link to or from another area tells which took its place".to_owned();
    }
    let names: Vec<&str> = candidates.iter().map(AreaId::as_str).collect();
    format!("its place is taken by several: {}", names.join(", "))
}

impl Forest {
    /// The area that stands on a day for that of an id, by its place in the order given: itself
    /// where it exists, or else the one that it became, or came from, by way of single links.
    ///
    /// # Errors
    /// When a link is missing or branches.
    pub(crate) fn on_day<'a>(&'a self, id: &'a AreaId, day: Date) -> Result<usize, UndefinedStep> {
        let mut at = id;
        // A chain of links is no longer than there are areas; a circle of them leads nowhere.
        for _ in 0..=self.areas().len() {
            if let Some(row) = self.row_on(at, day) {
                return Ok(row);
            }
            match self.links(at, day) {
                [only] => at = only,
                several => return Err(undefined(at, day, several)),
            }
        }
        Err(undefined(id, day, &[]))
    }

    /// The area of a level to which that of an id belongs on a day, by its place in the order
    /// given; none where nothing above it is of the level.
    ///
    /// An area that does not exist on the day is followed to those it became, or came from. They
    /// may be several as long as all of them lead to the same one: what became of a commune that
    /// was split still lies in one province.
    ///
    /// # Errors
    /// When they lead to different ones, or a link is missing.
    pub(crate) fn at_level<'a>(
        &'a self,
        id: &'a AreaId,
        level: &str,
        day: Date,
    ) -> Result<Option<usize>, UndefinedStep> {
        let mut open = vec![id];
        let mut seen = BTreeSet::new();
        let mut found = BTreeSet::new();
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            let Some(row) = self.row_on(at, day) else {
                match self.links(at, day) {
                    [] => return Err(undefined(at, day, &[])),
                    links => open.extend(links),
                }
                continue;
            };
            let way = self.up(row, day);
            let of_level = |&&row: &&usize| self.areas()[row].level == level;
            match (way.iter().find(of_level), way.last().and_then(|&top| self.parent_id(top))) {
                (Some(&row), _) => _ = found.insert(Some(row)),
                // The way up ends where no one area stands for the parent.
                (None, Some(parent)) => open.push(parent),
                (None, None) => _ = found.insert(None),
            }
        }
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(undefined(id, day, &[])),
            (Some(_), Some(_)) => Err(undefined(id, day, self.links(id, day))),
        }
    }
}

fn undefined(area: &AreaId, day: Date, candidates: &[AreaId]) -> UndefinedStep {
    UndefinedStep { area: area.clone(), day, candidates: candidates.to_vec() }
}
