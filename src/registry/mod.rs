//! Villages, keepers, works, groups: what each registered, as declared, and where it lies on a day.

mod claims;
mod custody;
mod encode;
mod error;
mod keepers;
mod records;
mod registration;
mod rejection;
mod replace;
mod resolve;
mod setters;

pub(crate) use claims::{Claim, Claims, Placements};
pub(crate) use custody::Custody;
use error::refused;
pub use error::{RecordError, RegistryError};
pub use keepers::{Commendation, CommendationKind, Group, Keeper, KeeperKind, Kept, Work};
pub use records::{Jurisdiction, Pledge, Village};
pub use registration::{Declaration, Registration, Status};
pub(crate) use rejection::NO_FILE;
pub use rejection::{Doubt, PlacementError};
pub(crate) use resolve::Answer;
pub(crate) use resolve::Placement;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::admin::Forest;
use crate::id::{AreaId, GroupId, KeeperId, SurveyId, VillageId, WorkId};
use crate::key::{RowKey, VillageKey};
use crate::units::Length;

/// All that was declared, in the order in which it was added.
///
/// Each record is checked against those before it, so the records fit together: ids that are named
/// are known, those of villages and works are unique. A registration, keeper or group may have
/// several rows. A registry decodes through the same checks.
///
/// ```
/// use border_coverage::{Registry, Village, VillageId};
/// let mut registry = Registry::default();
/// registry.add_village(Village::new(VillageId::new("na-ten")?, "Na Ten"))?;
/// let json = serde_json::to_string(&registry)?;
/// assert_eq!(serde_json::from_str::<Registry>(&json)?, registry);
/// assert!(serde_json::from_str::<Registry>(&json.replace("[]", "[{}]")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Registry {
    areas: Forest,
    jurisdictions: Vec<Jurisdiction>,
    villages: Vec<Village>,
    village_keys: HashMap<VillageId, VillageKey>,
    registrations: Vec<Registration>,
    /// For each row, the key of its village.
    row_villages: Vec<VillageKey>,
    pledges: Vec<Pledge>,
    /// The sum of all pledges.
    pledged: Length,
    keepers: Vec<Keeper>,
    keeper_rows: HashMap<KeeperId, Vec<usize>>,
    works: Vec<Work>,
    work_index: HashMap<WorkId, usize>,
    groups: Vec<Group>,
    group_rows: HashMap<GroupId, Vec<usize>>,
    commendations: Vec<Commendation>,
    base_survey: SurveyId,
}

impl Default for Registry {
    /// An empty registry without areas, on the ground survey.
    fn default() -> Self {
        Self::new(Forest::default(), SurveyId::ground())
    }
}

impl Registry {
    /// An empty registry over some areas.
    ///
    /// `base_survey` is the survey in which addresses of undated records (jurisdictions, works)
    /// are read.
    pub fn new(areas: Forest, base_survey: SurveyId) -> Self {
        Self {
            areas,
            base_survey,
            jurisdictions: Vec::new(),
            villages: Vec::new(),
            village_keys: HashMap::new(),
            registrations: Vec::new(),
            row_villages: Vec::new(),
            pledges: Vec::new(),
            pledged: Length::ZERO,
            keepers: Vec::new(),
            keeper_rows: HashMap::new(),
            works: Vec::new(),
            work_index: HashMap::new(),
            groups: Vec::new(),
            group_rows: HashMap::new(),
            commendations: Vec::new(),
        }
    }

    /// Adds a village.
    ///
    /// # Errors
    /// When its id is taken or one of its areas unknown.
    pub fn add_village(&mut self, village: Village) -> Result<(), RegistryError> {
        if self.village_keys.contains_key(&village.id) {
            return Err(refused("village", &village.id, RecordError::Duplicate));
        }
        for area in &village.areas {
            self.known_area("area", area)?;
        }
        self.village_keys.insert(village.id.clone(), VillageKey::new(self.villages.len()));
        self.villages.push(village);
        Ok(())
    }

    /// Adds one stretch of a registration.
    ///
    /// # Errors
    /// When its village is unknown, or it ends before it starts. Where it lies is found later, by
    /// a [`State`](crate::State).
    pub fn add_registration(&mut self, row: Registration) -> Result<(), RegistryError> {
        let village = self.known_village(&row.village)?;
        if row.until.is_some_and(|until| until <= row.since) {
            return Err(refused(
                "until",
                &row.until.unwrap_or(row.since),
                RecordError::EmptyPeriod,
            ));
        }
        self.registrations.push(row);
        self.row_villages.push(village);
        Ok(())
    }

    /// Adds a length that a village promised without saying where.
    ///
    /// # Errors
    /// When its village is unknown, or there is no length in it, or all pledges together leave the
    /// range of numbers.
    ///
    /// ```
    /// use border_coverage::registry::Pledge;
    /// use border_coverage::{Length, Registry, RegistrationId, Village, VillageId};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (mut registry, village) = (Registry::default(), VillageId::new("na-ten")?);
    /// registry.add_village(Village::new(village.clone(), "Na Ten"))?;
    /// let length = Length::from_km(3.2)?;
    /// registry.add_pledge(Pledge::new(RegistrationId::new("r7")?, village, length))?;
    /// assert_eq!(registry.pledges()[0].length.to_string(), "3.200 km");
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_pledge(&mut self, pledge: Pledge) -> Result<(), RegistryError> {
        self.known_village(&pledge.village)?;
        let wrong = |reason| refused("length_km", &pledge.length.km(), reason);
        if pledge.length <= Length::ZERO {
            return Err(wrong(RecordError::NoLength));
        }
        let sum = self.pledged.checked_add(pledge.length);
        self.pledged = sum.ok_or_else(|| wrong(RecordError::TooLong))?;
        self.pledges.push(pledge);
        Ok(())
    }

    /// Adds a stretch that an area answers for.
    ///
    /// # Errors
    /// When the area is unknown.
    pub fn add_jurisdiction(&mut self, row: Jurisdiction) -> Result<(), RegistryError> {
        self.known_area("area", &row.area)?;
        self.jurisdictions.push(row);
        Ok(())
    }

    /// Adds a border work.
    ///
    /// # Errors
    /// When its id is taken.
    pub fn add_work(&mut self, work: Work) -> Result<(), RegistryError> {
        if self.work_index.contains_key(&work.id) {
            return Err(refused("work", &work.id, RecordError::Duplicate));
        }
        self.work_index.insert(work.id.clone(), self.works.len());
        self.works.push(work);
        Ok(())
    }

    /// Adds one marker or work that a keeper keeps.
    ///
    /// # Errors
    /// When the village or work is unknown, or another row of the same keeper gives another kind.
    pub fn add_keeper(&mut self, row: Keeper) -> Result<(), RegistryError> {
        if let Some(village) = &row.village {
            self.known_village(village)?;
        }
        match &row.keeps {
            Kept::Work(work) if !self.work_index.contains_key(work) => {
                return Err(refused("work", work, RecordError::UnknownWork));
            }
            _ => {}
        }
        let rows = self.keeper_rows.entry(row.id.clone()).or_default();
        if rows.iter().any(|&i| self.keepers[i].kind != row.kind) {
            return Err(refused("kind", &"", RecordError::Contradiction));
        }
        rows.push(self.keepers.len());
        self.keepers.push(row);
        Ok(())
    }

    /// Adds a security group; a group of the same id again is a later state of it.
    ///
    /// # Errors
    /// When its village is unknown, or the same group stands with another village or twice for
    /// the same days, or it has no member.
    pub fn add_group(&mut self, group: Group) -> Result<(), RegistryError> {
        self.known_village(&group.village)?;
        if group.members == 0 {
            return Err(refused("members", &0, RecordError::NoMember));
        }
        let rows = self.group_rows.entry(group.id.clone()).or_default();
        for other in rows.iter().map(|&i| &self.groups[i]) {
            if other.village != group.village {
                return Err(refused("village", &group.village, RecordError::Contradiction));
            }
            if other.period.overlaps(&group.period) {
                return Err(refused("group", &group.id, RecordError::Duplicate));
            }
        }
        rows.push(self.groups.len());
        self.groups.push(group);
        Ok(())
    }

    /// Adds a commendation.
    ///
    /// # Errors
    /// When the area or village is unknown.
    pub fn add_commendation(&mut self, row: Commendation) -> Result<(), RegistryError> {
        self.known_area("by", &row.by)?;
        if let Some(village) = &row.village {
            self.known_village(village)?;
        }
        self.commendations.push(row);
        Ok(())
    }

    fn known_village(&self, id: &VillageId) -> Result<VillageKey, RegistryError> {
        let unknown = || refused("village", id, RecordError::UnknownVillage);
        self.village_key(id).ok_or_else(unknown)
    }

    fn known_area(&self, field: &'static str, id: &AreaId) -> Result<(), RegistryError> {
        match self.areas.get(id) {
            Some(_) => Ok(()),
            None => Err(refused(field, id, RecordError::UnknownArea)),
        }
    }

    /// The areas.
    pub fn areas(&self) -> &Forest {
        &self.areas
    }

    /// The stretches that areas answer for.
    pub fn jurisdictions(&self) -> &[Jurisdiction] {
        &self.jurisdictions
    }

    /// The villages, in the order added.
    pub fn villages(&self) -> &[Village] {
        &self.villages
    }

    /// A village by its id.
    ///
    /// ```
    /// use border_coverage::{Registry, Village, VillageId};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (mut registry, id) = (Registry::default(), VillageId::new("na-ten")?);
    /// registry.add_village(Village::new(id.clone(), "Na Ten"))?;
    /// assert_eq!(registry.village(&id).expect("just added").name, "Na Ten");
    /// # Ok(())
    /// # }
    /// ```
    pub fn village(&self, id: &VillageId) -> Option<&Village> {
        self.village_key(id).map(|key| self.village_at(key))
    }

    /// The key of a village.
    pub(crate) fn village_key(&self, id: &VillageId) -> Option<VillageKey> {
        self.village_keys.get(id).copied()
    }

    /// The village of a key.
    pub(crate) fn village_at(&self, key: VillageKey) -> &Village {
        &self.villages[key]
    }

    /// The stretches registered, in the order added.
    pub fn registrations(&self) -> &[Registration] {
        &self.registrations
    }

    /// The row of a key.
    pub(crate) fn row(&self, key: RowKey) -> &Registration {
        &self.registrations[key]
    }

    /// The rows of registrations, each with its key and that of its village.
    pub(crate) fn keyed_rows(&self) -> impl Iterator<Item = (RowKey, VillageKey, &Registration)> {
        let keyed = RowKey::each(&self.row_villages);
        keyed.zip(&self.registrations).map(|((key, &village), row)| (key, village, row))
    }

    /// The lengths promised without a place, in the order added.
    pub fn pledges(&self) -> &[Pledge] {
        &self.pledges
    }

    /// What keepers keep, in the order added.
    pub fn keepers(&self) -> &[Keeper] {
        &self.keepers
    }

    /// How many people a keeper is on a day: the most that any of its rows in force says, or else
    /// any other; a person is one.
    pub(crate) fn people_of(&self, keeper: &Keeper, day: Date) -> Option<u32> {
        if keeper.kind == KeeperKind::Person {
            return Some(1);
        }
        let rows =
            || self.keeper_rows.get(&keeper.id).into_iter().flatten().map(|&i| &self.keepers[i]);
        let now = rows().filter(|row| row.period.contains(day)).filter_map(|row| row.people).max();
        let ever = || rows().filter_map(|row| row.people).max();
        now.or_else(ever)
    }

    /// Whether rows of a keeper that hold on a day give different numbers of people.
    pub(crate) fn people_differ(&self, keeper: &Keeper, day: Date) -> bool {
        if keeper.kind == KeeperKind::Person {
            return false;
        }
        let rows = self.keeper_rows.get(&keeper.id).into_iter().flatten();
        let now = rows.map(|&i| &self.keepers[i]).filter(|row| row.period.contains(day));
        let said: Vec<u32> = now.filter_map(|row| row.people).collect();
        said.windows(2).any(|w| w[0] != w[1])
    }

    /// The border works, in the order added.
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// The security groups, in the order added.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The commendations, in the order added.
    pub fn commendations(&self) -> &[Commendation] {
        &self.commendations
    }

    /// The survey in which addresses of undated records are read.
    pub fn base_survey(&self) -> &SurveyId {
        &self.base_survey
    }
}
