//! What villages, households and groups declared, as they declared it.

use jiff::civil::Date;

use crate::geodesy::LonLat;
use crate::id::{
    AreaId, GroupId, KeeperId, RegistrationId, SectionId, SurveyId, VillageId, WorkId,
};
use crate::marker::{Address, MarkerLabel};
use crate::number::DecimalMark;
use crate::period::Period;
use crate::problem::Source;
use crate::units::Length;

/// A village, or whoever else can keep a stretch: a club, a gang, a volunteer group. Markers and
/// works are kept by a [`Keeper`].
#[derive(Debug, Clone)]
pub struct Village {
    /// Its id.
    pub id: VillageId,
    /// Its name, as written.
    pub name: String,
    /// Where it lies.
    pub at: Option<LonLat>,
    /// How many households live there, whether they keep anything or not.
    pub households: Option<u32>,
    /// How much it could keep.
    pub capacity: Option<Length>,
    /// The areas it belongs to, one for each tree: its commune, its post.
    pub areas: Vec<AreaId>,
    /// Where it was read.
    pub source: Option<Source>,
}

impl Village {
    /// A village of which only the name is known.
    pub fn new(id: VillageId, name: impl Into<String>) -> Self {
        let name = name.into();
        let (at, households, capacity) = (None, None, None);
        Self { id, name, at, households, capacity, areas: Vec::new(), source: None }
    }
}

/// What has become of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Status {
    /// Registered (*đăng ký*) by the village.
    #[default]
    Registered,
    /// Recognised (*công nhận*) by the district.
    Recognised,
}

impl Status {
    /// Its name in the data set.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Recognised => "recognised",
        }
    }
}

/// How a stretch was declared.
#[derive(Debug, Clone, PartialEq)]
pub enum Declaration {
    /// Written, as two addresses.
    Written {
        /// On which section.
        section: SectionId,
        /// One end.
        from: Address,
        /// The other end.
        to: Address,
        /// In which survey its kilometres and offsets are meant, where it says so.
        survey: Option<SurveyId>,
    },
    /// Drawn along the line, in one or more parts.
    Drawn {
        /// On which section; any, where it does not say.
        section: Option<SectionId>,
        /// The vertices of each part.
        parts: Vec<Vec<LonLat>>,
    },
    /// The village's land, whose border stretches it keeps.
    Land {
        /// On which section; any, where it does not say.
        section: Option<SectionId>,
        /// The closed rings of each polygon.
        polygons: Vec<Vec<Vec<LonLat>>>,
    },
}

/// What a village registered, as declared. One registration may have several.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The registration it belongs to.
    pub id: RegistrationId,
    /// Who keeps it.
    pub village: VillageId,
    /// What they declared.
    pub declared: Declaration,
    /// The day on which it was declared.
    pub since: Date,
    /// The first day on which it no longer holds.
    pub until: Option<Date>,
    /// What has become of it.
    pub status: Status,
    /// To what step the numbers of its two addresses are rounded, as they are written; zero where
    /// there are none, or they are exact.
    pub rounding: [Length; 2],
    /// Where it was read.
    pub source: Option<Source>,
}

impl Registration {
    /// A stretch registered from one address to another, both exact, from a day on.
    pub fn written(
        id: RegistrationId,
        village: VillageId,
        section: SectionId,
        (from, to): (Address, Address),
        since: Date,
    ) -> Self {
        let declared = Declaration::Written { section, from, to, survey: None };
        let (status, rounding) = (Status::Registered, [Length::ZERO; 2]);
        Self { id, village, declared, since, until: None, status, rounding, source: None }
    }

    /// The columns of `registrations.csv`, in the order of [`fields`](Self::fields).
    pub const COLUMNS: [&str; 9] =
        ["registration", "village", "section", "from", "to", "since", "until", "state", "survey"];

    /// The row of `registrations.csv` that says the same, its numbers with this decimal mark and
    /// exact to the millimetre; none of what was drawn. [`CsvStyle::line`](crate::report::CsvStyle::line)
    /// makes a line of it.
    pub fn fields(&self, mark: DecimalMark) -> Option<[String; 9]> {
        let Declaration::Written { section, from, to, survey } = &self.declared else {
            return None;
        };
        Some([
            self.id.to_string(),
            self.village.to_string(),
            section.to_string(),
            from.written(mark),
            to.written(mark),
            self.since.to_string(),
            self.until.map(|until| until.to_string()).unwrap_or_default(),
            self.status.name().to_owned(),
            survey.as_ref().map(ToString::to_string).unwrap_or_default(),
        ])
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}

/// A length that a village promised to keep without saying where.
///
/// It lies nowhere, so it is in no account: it is told beside them, until somebody writes down its
/// ends and it becomes a [`Registration`].
#[derive(Debug, Clone)]
pub struct Pledge {
    /// The registration it belongs to.
    pub id: RegistrationId,
    /// Who promised it.
    pub village: VillageId,
    /// On which section; any, where it does not say.
    pub section: Option<SectionId>,
    /// How much, as written: in whatever survey it was counted.
    pub length: Length,
    /// For how long.
    pub period: Period,
    /// What has become of it.
    pub status: Status,
    /// Where it was read.
    pub source: Option<Source>,
}

/// Who keeps a marker or a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeeperKind {
    /// A household, of several people.
    Household,
    /// A single person.
    Person,
}

/// What a keeper keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kept {
    /// A marker of a section.
    Marker(SectionId, MarkerLabel),
    /// A border work.
    Work(WorkId),
}

/// One marker or work that a household or person keeps. A keeper of several stands in several.
#[derive(Debug, Clone)]
pub struct Keeper {
    /// Who, without a name.
    pub id: KeeperId,
    /// Household or person.
    pub kind: KeeperKind,
    /// The village where they live.
    pub village: Option<VillageId>,
    /// How many people take part; unknown is not zero.
    pub people: Option<u32>,
    /// What they keep.
    pub keeps: Kept,
    /// For how long.
    pub period: Period,
    /// Registered or recognised.
    pub status: Status,
    /// Where it was read.
    pub source: Option<Source>,
}

/// A border work: a fence, a road, an embankment.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its id.
    pub id: WorkId,
    /// Its name, as written.
    pub name: Option<String>,
    /// Where it stands.
    pub at: Option<(SectionId, Address)>,
    /// Where it was read.
    pub source: Option<Source>,
}

/// A self-management security group of a village.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its village.
    pub village: VillageId,
    /// How many members it has.
    pub members: u32,
    /// For how long.
    pub period: Period,
    /// Where it was read.
    pub source: Option<Source>,
}

/// Whom a commendation honours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommendationKind {
    /// A collective.
    Collective,
    /// A person.
    Person,
}

/// A commendation for good keeping.
#[derive(Debug, Clone)]
pub struct Commendation {
    /// The day it was given.
    pub date: Date,
    /// The area that gave it.
    pub by: AreaId,
    /// Whom it honours.
    pub kind: CommendationKind,
    /// Their village.
    pub village: Option<VillageId>,
    /// Where it was read.
    pub source: Option<Source>,
}

/// A stretch that an area answers for.
#[derive(Debug, Clone)]
pub struct Jurisdiction {
    /// The area.
    pub area: AreaId,
    /// On which section.
    pub section: SectionId,
    /// One end.
    pub from: Address,
    /// The other end.
    pub to: Address,
    /// Where it was read.
    pub source: Option<Source>,
}
