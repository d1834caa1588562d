//! A registry written down and read again: through the doors by which it was built.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Commendation, Group, Jurisdiction, Keeper, Pledge, Registration, Registry, RegistryError,
    Village, Work,
};
use crate::admin::Forest;
use crate::id::SurveyId;

/// A registry as it is written; the sums and indexes are computed again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegistry {
    base_survey: SurveyId,
    areas: Forest,
    villages: Vec<Village>,
    works: Vec<Work>,
    #[serde(default)]
    jurisdictions: Vec<Jurisdiction>,
    #[serde(default)]
    registrations: Vec<Registration>,
    #[serde(default)]
    pledges: Vec<Pledge>,
    #[serde(default)]
    keepers: Vec<Keeper>,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    commendations: Vec<Commendation>,
}

/// The same, borrowed.
#[derive(Serialize)]
struct RawRegistryRef<'a> {
    base_survey: &'a SurveyId,
    areas: &'a Forest,
    villages: &'a [Village],
    works: &'a [Work],
    jurisdictions: &'a [Jurisdiction],
    registrations: &'a [Registration],
    pledges: &'a [Pledge],
    keepers: &'a [Keeper],
    groups: &'a [Group],
    commendations: &'a [Commendation],
}

impl<'a> From<&'a Registry> for RawRegistryRef<'a> {
    fn from(registry: &'a Registry) -> Self {
        Self {
            base_survey: &registry.base_survey,
            areas: &registry.areas,
            villages: &registry.villages,
            works: &registry.works,
            jurisdictions: &registry.jurisdictions,
            registrations: &registry.registrations,
            pledges: &registry.pledges,
            keepers: &registry.keepers,
            groups: &registry.groups,
            commendations: &registry.commendations,
        }
    }
}

impl Serialize for Registry {
    /// The areas, the base survey and every record, in the order added.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        RawRegistryRef::from(self).serialize(out)
    }
}

impl<'de> Deserialize<'de> for Registry {
    /// Through the same doors as records that are added one by one; the first that does not fit
    /// is the error.
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::try_from(RawRegistry::deserialize(input)?).map_err(D::Error::custom)
    }
}

impl TryFrom<RawRegistry> for Registry {
    type Error = RegistryError;

    fn try_from(raw: RawRegistry) -> Result<Self, RegistryError> {
        let mut registry = Self::new(raw.areas, raw.base_survey);
        raw.villages.into_iter().try_for_each(|row| registry.add_village(row))?;
        raw.works.into_iter().try_for_each(|row| registry.add_work(row))?;
        raw.jurisdictions.into_iter().try_for_each(|row| registry.add_jurisdiction(row))?;
        raw.registrations.into_iter().try_for_each(|row| registry.add_registration(row))?;
        raw.pledges.into_iter().try_for_each(|row| registry.add_pledge(row))?;
        raw.keepers.into_iter().try_for_each(|row| registry.add_keeper(row))?;
        raw.groups.into_iter().try_for_each(|row| registry.add_group(row))?;
        raw.commendations.into_iter().try_for_each(|row| registry.add_commendation(row))?;
        Ok(registry)
    }
}

/// Equal when the areas and every record are, in order.
impl PartialEq for Registry {
    fn eq(&self, other: &Self) -> bool {
        self.base_survey == other.base_survey
            && self.areas.areas() == other.areas.areas()
            && self.villages == other.villages
            && self.works == other.works
            && self.jurisdictions == other.jurisdictions
            && self.registrations == other.registrations
            && self.pledges == other.pledges
            && self.keepers == other.keepers
            && self.groups == other.groups
            && self.commendations == other.commendations
    }
}
