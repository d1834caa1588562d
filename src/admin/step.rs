//! Areas that were merged, split or renamed, followed from one day to another.

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;

use super::Forest;
use crate::id::AreaId;
use crate::key::AreaKey;

/// An area does not exist on a day, and no single other area represents it then.
///
/// ```
/// use border_coverage::AreaId;
/// use border_coverage::admin::{Area, AreaErrorKind, Forest};
/// use border_coverage::period::Period;
/// use jiff::civil::date;
/// let (district, commune) = (AreaId::new("muong-nhe")?, AreaId::new("sin-thau")?);
/// let (_, errors) = Forest::new(vec![
///     Area::new(district.clone(), "Mường Nhé", "district")
///         .with_period(Period::new(None, Some(date(2025, 7, 1)))?),
///     Area::new(commune, "Sín Thầu", "commune").with_parent(district.clone()),
/// ]);
/// let AreaErrorKind::AbsentParent { step, .. } = &errors[0].kind else { unreachable!() };
/// assert_eq!((&step.area, step.candidates.len()), (&district, 0));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[non_exhaustive]
#[error("the area {area} does not exist on {day}, and {}", replaced_by(.candidates))]
pub struct UndefinedStepError {
    /// The area.
    pub area: AreaId,
    /// The day.
    pub day: Date,
    /// The areas that could represent it; empty if no link leads to another area.
    pub candidates: Vec<AreaId>,
}

impl UndefinedStepError {
    /// Why no single area represents it.
    pub(crate) fn reason(&self) -> String {
        replaced_by(&self.candidates)
    }
}

fn replaced_by(candidates: &[AreaId]) -> String {
    if candidates.is_empty() {
        return "no link to or from another area says which area replaced it".to_owned();
    }
    let names: Vec<&str> = candidates.iter().map(AreaId::as_str).collect();
    format!("its place is taken by several: {}", names.join(", "))
}

impl Forest {
    /// The row of the area that represents an id on a day: its own row if it exists, else that of
    /// the area reached over single links to successors or predecessors.
    ///
    /// # Errors
    /// When a link is missing or branches.
    pub(crate) fn on_day<'a>(
        &'a self,
        id: &'a AreaId,
        day: Date,
    ) -> Result<AreaKey, UndefinedStepError> {
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

    /// The row of the ancestor of a level that an id has on a day; none if no ancestor is of the
    /// level.
    ///
    /// An area that does not exist on the day is followed to its successors or predecessors. There
    /// may be several if all of them have the same ancestor: the parts of a commune that was split
    /// still lie in one province.
    ///
    /// # Errors
    /// When their ancestors differ, or a link is missing.
    pub(crate) fn at_level<'a>(
        &'a self,
        id: &'a AreaId,
        level: &str,
        day: Date,
    ) -> Result<Option<AreaKey>, UndefinedStepError> {
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
            let chain = self.up(row, day);
            let of_level = |&&row: &&AreaKey| self.areas()[row].level == level;
            match (chain.iter().find(of_level), chain.last().and_then(|&top| self.parent_id(top))) {
                (Some(&row), _) => _ = found.insert(Some(row)),
                // The chain ends where no single area represents the parent.
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

fn undefined(area: &AreaId, day: Date, candidates: &[AreaId]) -> UndefinedStepError {
    UndefinedStepError { area: area.clone(), day, candidates: candidates.to_vec() }
}
