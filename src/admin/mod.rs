//! A dated forest of administrative areas. Levels are data, and there may be several trees.

mod forest;
mod step;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::AreaId;
use crate::period::Period;
use crate::problem::Source;

pub use forest::Forest;
pub use step::UndefinedStepError;

/// An administrative area while it stays the same: a province, a district, a commune, a post.
///
/// An area whose name or parent changed has several records under one id, each with a period of
/// its own.
///
/// ```
/// use border_coverage::AreaId;
/// use border_coverage::admin::Area;
/// use border_coverage::period::Period;
/// use jiff::civil::date;
/// let reform = date(2025, 7, 1);
/// let district = Area::new(AreaId::new("muong-nhe")?, "Mường Nhé", "district")
///     .with_parent(AreaId::new("dien-bien")?)
///     .with_period(Period::new(None, Some(reform))?);
/// assert_eq!(district.level, "district");
/// assert!(!district.period.contains(reform));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Its name, as written.
    pub name: String,
    /// Its level, such as `commune`.
    pub level: String,
    /// The area that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AreaId>,
    /// The days for which this record holds.
    #[serde(default)]
    pub period: Period,
    /// The areas that replaced it when its period ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<AreaId>,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

impl Area {
    /// An area without parent and successors, on all days.
    #[must_use]
    pub fn new(id: AreaId, name: impl Into<String>, level: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            level: level.into(),
            parent: None,
            period: Period::ALWAYS,
            successors: Vec::new(),
            source: None,
        }
    }

    /// The same area within `parent`.
    #[must_use]
    pub fn with_parent(self, parent: impl Into<Option<AreaId>>) -> Self {
        Self { parent: parent.into(), ..self }
    }

    /// The same area on the days of `period`.
    #[must_use]
    pub fn with_period(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// The same area, replaced by `successors` when its period ended.
    #[must_use]
    pub fn with_successors(self, successors: impl IntoIterator<Item = AreaId>) -> Self {
        Self { successors: successors.into_iter().collect(), ..self }
    }

    /// The same area, read at `source`.
    #[must_use]
    pub fn with_source(self, source: impl Into<Option<Source>>) -> Self {
        Self { source: source.into(), ..self }
    }
}

/// A fault of one area among the others.
///
/// ```
/// use border_coverage::AreaId;
/// use border_coverage::admin::{Area, AreaErrorKind, Forest};
/// let own_parent = AreaId::new("loop")?;
/// let area = Area::new(own_parent.clone(), "Loop", "commune").with_parent(own_parent);
/// let (_, errors) = Forest::new(vec![area]);
/// assert_eq!(errors[0].kind, AreaErrorKind::Cycle);
/// # Ok::<(), border_coverage::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("area {area}: {kind}")]
#[non_exhaustive]
pub struct AreaError {
    /// The id of the area.
    pub area: AreaId,
    /// Where the area was read.
    pub read_at: Option<Source>,
    /// What is wrong.
    pub kind: AreaErrorKind,
}

/// What is wrong with an area among the others.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AreaErrorKind {
    /// Two records of one id hold for the same days and have the same parent.
    #[error("the area {0} is given a second time: give each area an id of its own")]
    Duplicate(AreaId),
    /// Two records of one id name different parents for the same days.
    #[error(
        "the area belongs to {} already on some of these days: an area has one parent at a time; \
         give both rows periods that do not overlap",
        .0.as_ref().map_or("no area", AreaId::as_str)
    )]
    DoubleParent(Option<AreaId>),
    /// Two records of one id hold for the same days.
    #[error(
        "another row of this area holds on some of these days: give both rows periods that do not \
         overlap"
    )]
    Overlapping,
    /// Two records of one id are of different levels.
    #[error("another row of this area is of the level {0}: give each an id of its own")]
    OtherLevel(String),
    /// No area has the id of the parent.
    #[error("no area has the id {0}: add it, or correct the parent; until then this one has none")]
    UnknownParent(AreaId),
    /// The parent does not exist on all days of the area.
    #[error(
        "the parent does not exist on {day}, and {}: the area has none then; add a row of this \
         area for those days, or correct the parent's period or successors",
        .step.reason()
    )]
    AbsentParent {
        /// The first such day.
        day: Date,
        /// Why no other area replaces the parent.
        step: Box<UndefinedStepError>,
    },
    /// The chain of parents leads back to the area.
    #[error(
        "the area belongs to itself by way of its parents: correct one of them; the link is not \
         used"
    )]
    Cycle,
    /// No area has the id of a successor.
    #[error("no area has the id {0}: add it, or correct the successors")]
    UnknownSuccessor(AreaId),
}

impl AreaErrorKind {
    /// Whether the record is rejected because of it.
    pub(crate) fn rejects_record(&self) -> bool {
        matches!(
            self,
            Self::Duplicate(_) | Self::DoubleParent(_) | Self::Overlapping | Self::OtherLevel(_)
        )
    }
}
