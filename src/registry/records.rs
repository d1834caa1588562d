//! Villages, what they promise without a place, and what areas answer for.

use serde::{Deserialize, Serialize};

use super::Status;
use super::setters::setters;
use crate::geodesy::LonLat;
use crate::id::{AreaId, RegistrationId, SectionId, VillageId};
use crate::marker::Address;
use crate::period::Period;
use crate::problem::Source;
use crate::units::Length;

/// A village, or whoever else can keep a stretch: a club, a gang, a volunteer group. Markers and
/// works are kept by a [`Keeper`](super::Keeper).
///
/// ```
/// use border_coverage::{LonLat, Village, VillageId};
/// let village = Village::new(VillageId::new("na-ten")?, "Na Ten")
///     .at(LonLat::new(102.2, 22.4)?)
///     .households(42);
/// assert_eq!(village.households, Some(42));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Village {
    /// Its id.
    pub id: VillageId,
    /// Its name, as written.
    pub name: String,
    /// Where it lies.
    #[serde(default)]
    pub at: Option<LonLat>,
    /// How many households live there, whether they keep anything or not.
    #[serde(default)]
    pub households: Option<u32>,
    /// How much it could keep.
    #[serde(default, rename = "capacity_mm")]
    pub capacity: Option<Length>,
    /// The areas it belongs to, one for each tree: its commune, its post.
    #[serde(default)]
    pub areas: Vec<AreaId>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Village {
    /// A village of which only the name is known.
    pub fn new(id: VillageId, name: impl Into<String>) -> Self {
        let name = name.into();
        let (at, households, capacity) = (None, None, None);
        Self { id, name, at, households, capacity, areas: Vec::new(), source: None }
    }

    /// The same at a point.
    #[must_use]
    pub fn at(self, at: LonLat) -> Self {
        Self { at: Some(at), ..self }
    }

    /// The same with so many households.
    #[must_use]
    pub fn households(self, households: u32) -> Self {
        Self { households: Some(households), ..self }
    }

    /// The same, able to keep so much.
    #[must_use]
    pub fn capacity(self, capacity: Length) -> Self {
        Self { capacity: Some(capacity), ..self }
    }

    /// The same in these areas, one for each tree.
    #[must_use]
    pub fn areas(self, areas: impl IntoIterator<Item = AreaId>) -> Self {
        Self { areas: areas.into_iter().collect(), ..self }
    }

    setters!(source);
}

/// A length that a village promised to keep without saying where.
///
/// It lies nowhere, so it is in no account: it is listed beside them, until its ends are written
/// down and it becomes a [`Registration`](super::Registration).
///
/// ```
/// use border_coverage::registry::Pledge;
/// use border_coverage::{Length, RegistrationId, VillageId};
/// let (id, village) = (RegistrationId::new("r7")?, VillageId::new("na-ten")?);
/// let pledge = Pledge::new(id, village, Length::from_km(3.2)?).recognised();
/// assert_eq!(pledge.length.to_string(), "3.200 km");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pledge {
    /// The registration it belongs to.
    pub id: RegistrationId,
    /// Who promised it.
    pub village: VillageId,
    /// On which section; any, where it does not say.
    #[serde(default)]
    pub section: Option<SectionId>,
    /// How much, as written: in whatever survey it was counted.
    #[serde(rename = "length_mm")]
    pub length: Length,
    /// For how long.
    #[serde(default)]
    pub period: Period,
    /// What has become of it.
    #[serde(default)]
    pub status: Status,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Pledge {
    /// A length promised on any section, for all days.
    #[must_use]
    pub fn new(id: RegistrationId, village: VillageId, length: Length) -> Self {
        let (section, period, status) = (None, Period::ALWAYS, Status::Registered);
        Self { id, village, section, length, period, status, source: None }
    }

    /// The same on one section.
    #[must_use]
    pub fn on(self, section: SectionId) -> Self {
        Self { section: Some(section), ..self }
    }

    setters!(period recognised source);
}

/// A stretch that an area answers for.
///
/// ```
/// use border_coverage::registry::Jurisdiction;
/// use border_coverage::{Address, AreaId, SectionId};
/// let ends = (Address::Start, Address::End);
/// let whole = Jurisdiction::new(AreaId::new("d1")?, SectionId::new("laos")?, ends);
/// assert_eq!(whole.to, Address::End);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
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
    #[serde(default)]
    pub source: Option<Source>,
}

impl Jurisdiction {
    /// The stretch of a section from one address to another.
    #[must_use]
    pub fn new(area: AreaId, section: SectionId, (from, to): (Address, Address)) -> Self {
        Self { area, section, from, to, source: None }
    }

    setters!(source);
}
