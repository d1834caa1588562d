//! A dated forest of areas: levels are data, several trees may stand side by side.

mod forest;
mod step;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use thiserror::Error;

use crate::id::AreaId;
use crate::period::Period;
use crate::problem::Source;

pub use forest::Forest;
pub use step::UndefinedStep;

/// An area for as long as it is the same: a province, a district, a commune, a post.
///
/// One that got another name or parent stands several times under the same id, each time for
/// other days.
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
    /// When it is so.
    pub period: Period,
    /// The areas that took its place.
    pub successors: Vec<AreaId>,
    /// Where it was read.
    pub source: Option<Source>,
}

/// What is wrong with an area among the others.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AreaError {
    /// Two rows of one id hold for the same days and say the same.
    #[error("the area {0} stands here a second time: give each area an id of its own")]
    Duplicate(AreaId),
    /// Two rows of one id name different parents for the same days.
    #[error(
        "the area belongs to {} already on some of these days: an area has one parent at a time; \
         give both rows periods that do not overlap",
        .0.as_ref().map_or("no area", AreaId::as_str)
    )]
    DoubleParent(Option<AreaId>),
    /// Two rows of one id hold for the same days.
    #[error(
        "another row of this area holds on some of these days: give both rows periods that do not \
         overlap"
    )]
    Overlapping,
    /// Two rows of one id are of different levels.
    #[error("another row of this area is of the level {0}: give each an id of its own")]
    OtherLevel(String),
    /// The parent is not there.
    #[error("no area has the id {0}: add it, or correct the parent; until then this one has none")]
    UnknownParent(AreaId),
    /// The parent is there, but not on all days on which it is needed.
    #[error(
        "the parent does not exist on {day}, and {}: the area has none then; add a row of this \
         area for those days, or correct the parent's period or successors",
        .step.reason()
    )]
    AbsentParent {
        /// The first such day.
        day: Date,
        /// Why no other takes its place.
        step: Box<UndefinedStep>,
    },
    /// Going up from here leads back here.
    #[error(
        "the area belongs to itself by way of its parents: correct one of them; the link is not used"
    )]
    Cycle,
    /// A successor is not there.
    #[error("no area has the id {0}: add it, or correct the successors")]
    UnknownSuccessor(AreaId),
}

impl AreaError {
    /// Whether the row is left out because of it.
    pub(crate) fn costs_the_row(&self) -> bool {
        matches!(
            self,
            Self::Duplicate(_) | Self::DoubleParent(_) | Self::Overlapping | Self::OtherLevel(_)
        )
    }
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
