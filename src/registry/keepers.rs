//! Keepers of markers and works, the works, security groups and commendations.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Status;
use super::setters::setters;
use crate::id::{AreaId, GroupId, KeeperId, SectionId, VillageId, WorkId};
use crate::marker::{Address, MarkerLabel};
use crate::period::Period;
use crate::problem::Source;

/// Who keeps a marker or a work.
///
/// ```
/// use border_coverage::registry::KeeperKind;
/// assert_eq!(serde_json::to_string(&KeeperKind::Household)?, r#""household""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KeeperKind {
    /// A household, of several people.
    Household,
    /// A single person.
    Person,
}

/// What a keeper keeps.
///
/// ```
/// use border_coverage::SectionId;
/// use border_coverage::registry::Kept;
/// let kept = Kept::Marker(SectionId::new("laos")?, "17(2)".parse()?);
/// assert_eq!(serde_json::to_string(&kept)?, r#"{"marker":["laos","17(2)"]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kept {
    /// A marker of a section.
    Marker(SectionId, MarkerLabel),
    /// A border work.
    Work(WorkId),
}

/// One marker or work that a household or person keeps. A keeper of several stands in several.
///
/// ```
/// use border_coverage::id::{KeeperId, WorkId};
/// use border_coverage::registry::{Keeper, KeeperKind, Kept};
/// let fence = Kept::Work(WorkId::new("fence")?);
/// let keeper = Keeper::new(KeeperId::new("k1")?, KeeperKind::Household, fence).people(4);
/// assert_eq!(keeper.people, Some(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Keeper {
    /// Who, without a name.
    pub id: KeeperId,
    /// Household or person.
    pub kind: KeeperKind,
    /// The village where they live.
    #[serde(default)]
    pub village: Option<VillageId>,
    /// How many people take part; unknown is not zero.
    #[serde(default)]
    pub people: Option<u32>,
    /// What they keep.
    pub keeps: Kept,
    /// For how long.
    #[serde(default)]
    pub period: Period,
    /// Registered or recognised.
    #[serde(default)]
    pub status: Status,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Keeper {
    /// A household or person that keeps a marker or work on all days.
    #[must_use]
    pub fn new(id: KeeperId, kind: KeeperKind, keeps: Kept) -> Self {
        let (village, people, status) = (None, None, Status::Registered);
        Self { id, kind, village, people, keeps, period: Period::ALWAYS, status, source: None }
    }

    /// The same, living in a village.
    #[must_use]
    pub fn village(self, village: VillageId) -> Self {
        Self { village: Some(village), ..self }
    }

    /// The same of so many people.
    #[must_use]
    pub fn people(self, people: u32) -> Self {
        Self { people: Some(people), ..self }
    }

    setters!(period recognised source);
}

/// A border work: a fence, a road, an embankment.
///
/// ```
/// use border_coverage::id::WorkId;
/// use border_coverage::registry::Work;
/// use border_coverage::{Address, SectionId};
/// let start = (SectionId::new("laos")?, Address::Start);
/// let fence = Work::new(WorkId::new("fence")?).name("Fence").at(start.0, start.1);
/// assert_eq!(fence.at.map(|at| at.1), Some(Address::Start));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Work {
    /// Its id.
    pub id: WorkId,
    /// Its name, as written.
    #[serde(default)]
    pub name: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub at: Option<(SectionId, Address)>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Work {
    /// A work of which nothing else is known.
    #[must_use]
    pub fn new(id: WorkId) -> Self {
        Self { id, name: None, at: None, source: None }
    }

    /// The same with a name.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The same at an address of a section.
    #[must_use]
    pub fn at(self, section: SectionId, address: Address) -> Self {
        Self { at: Some((section, address)), ..self }
    }

    setters!(source);
}

/// A self-management security group of a village.
///
/// ```
/// use border_coverage::VillageId;
/// use border_coverage::id::GroupId;
/// use border_coverage::registry::Group;
/// use jiff::civil::date;
/// let group = Group::new(GroupId::new("g1")?, VillageId::new("na-ten")?, 7);
/// assert!(group.period(date(2016, 1, 1)).period.contains(date(2020, 1, 1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its village.
    pub village: VillageId,
    /// How many members it has.
    pub members: u32,
    /// For how long.
    #[serde(default)]
    pub period: Period,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Group {
    /// A group of a village with so many members, on all days.
    #[must_use]
    pub fn new(id: GroupId, village: VillageId, members: u32) -> Self {
        Self { id, village, members, period: Period::ALWAYS, source: None }
    }

    setters!(period source);
}

/// Whom a commendation honours.
///
/// ```
/// use border_coverage::registry::CommendationKind;
/// assert_eq!(serde_json::to_string(&CommendationKind::Person)?, r#""person""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CommendationKind {
    /// A collective.
    Collective,
    /// A person.
    Person,
}

/// A commendation for good keeping.
///
/// ```
/// use border_coverage::registry::{Commendation, CommendationKind};
/// use border_coverage::{AreaId, VillageId};
/// use jiff::civil::date;
/// let given = Commendation::new(date(2016, 3, 3), AreaId::new("d1")?, CommendationKind::Collective);
/// assert_eq!(given.village(VillageId::new("na-ten")?).date, date(2016, 3, 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Commendation {
    /// The day it was given.
    pub date: Date,
    /// The area that gave it.
    pub by: AreaId,
    /// Whom it honours.
    pub kind: CommendationKind,
    /// Their village.
    #[serde(default)]
    pub village: Option<VillageId>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Commendation {
    /// A commendation that an area gave on a day.
    #[must_use]
    pub fn new(date: Date, by: AreaId, kind: CommendationKind) -> Self {
        Self { date, by, kind, village: None, source: None }
    }

    /// The same for a village, or a person of it.
    #[must_use]
    pub fn village(self, village: VillageId) -> Self {
        Self { village: Some(village), ..self }
    }

    setters!(source);
}
