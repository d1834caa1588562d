//! The differences of what is counted: markers, works, keepers, groups and the like.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checked::check_when_read;
use crate::registry::{CommendationKind, Custody, Group, KeeperKind, Pledge};
use crate::state::State;

/// The difference of something counted: `after - before = started - ended + changed`.
///
/// ```
/// use border_coverage::audit::{CountDifference, CountKind};
/// let json = r#"{"what":"members","before":7,"after":9,"started":3,"ended":2,"changed":1}"#;
/// let members: CountDifference = serde_json::from_str(json)?;
/// assert_eq!((members.what, members.after - members.before), (CountKind::Members, 2));
/// assert!(serde_json::from_str::<CountDifference>(&json.replace('9', "8")).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")] // the derived code is called by `check_when_read`
#[non_exhaustive]
pub struct CountDifference {
    /// What is counted.
    pub what: CountKind,
    /// The count before; millimetres for a [length](CountKind::is_length).
    pub before: i64,
    /// The count after.
    pub after: i64,
    /// The count of those that after alone has.
    pub started: i64,
    /// The count of those that before alone has.
    pub ended: i64,
    /// By how much those in both states grew: the members of a group, the people of a household,
    /// the length that a village pledged in one registration.
    pub changed: i64,
}

/// What is counted in two states.
///
/// ```
/// use border_coverage::audit::CountKind;
/// assert_eq!(serde_json::to_value(CountKind::PledgedLength)?, "pledged_mm");
/// assert!(CountKind::PledgedLength.is_length() && !CountKind::Markers.is_length());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CountKind {
    /// Villages with a registration in force.
    Collectives,
    /// Pledges in force, by registration and village.
    Pledges,
    /// What is pledged, in millimetres.
    #[serde(rename = "pledged_mm")]
    PledgedLength,
    /// Markers that stand on the day.
    Markers,
    /// The positions at which they stand, each once.
    MarkerPositions,
    /// Markers that somebody keeps.
    MarkersRegistered,
    /// Border works.
    Works,
    /// Works that somebody keeps.
    WorksRegistered,
    /// Households that keep markers or works.
    Households,
    /// Persons who keep markers or works.
    Persons,
    /// The people of all keepers, where their number is known.
    People,
    /// Security groups in force.
    Groups,
    /// Their members.
    Members,
    /// Commendations of collectives up to the day.
    CollectivesCommended,
    /// Commendations of persons up to the day.
    PersonsCommended,
}

impl CountKind {
    /// All kinds, in the order of an explanation.
    pub const ALL: [Self; 15] = [
        Self::Collectives,
        Self::Pledges,
        Self::PledgedLength,
        Self::Markers,
        Self::MarkerPositions,
        Self::MarkersRegistered,
        Self::Works,
        Self::WorksRegistered,
        Self::Households,
        Self::Persons,
        Self::People,
        Self::Groups,
        Self::Members,
        Self::CollectivesCommended,
        Self::PersonsCommended,
    ];

    /// Whether it is a length in millimetres.
    #[must_use]
    pub fn is_length(self) -> bool {
        self == Self::PledgedLength
    }

    fn count(self, states: &[CountedState<'_>; 2]) -> CountDifference {
        match self {
            Self::Collectives => difference(self, states, CountedState::collectives),
            Self::Pledges => difference(self, states, |state| state.pledges(false)),
            Self::PledgedLength => difference(self, states, |state| state.pledges(true)),
            Self::Markers => difference(self, states, |state| state.markers(false)),
            Self::MarkerPositions => difference(self, states, CountedState::marker_positions),
            Self::MarkersRegistered => difference(self, states, |state| state.markers(true)),
            Self::Works => difference(self, states, |state| state.works(false)),
            Self::WorksRegistered => difference(self, states, |state| state.works(true)),
            Self::Households => {
                difference(self, states, |state| state.keepers(KeeperKind::Household))
            }
            Self::Persons => difference(self, states, |state| state.keepers(KeeperKind::Person)),
            Self::People => difference(self, states, CountedState::people),
            Self::Groups => difference(self, states, |state| state.groups(false)),
            Self::Members => difference(self, states, |state| state.groups(true)),
            Self::CollectivesCommended => {
                difference(self, states, |state| state.commended(CommendationKind::Collective))
            }
            Self::PersonsCommended => {
                difference(self, states, |state| state.commended(CommendationKind::Person))
            }
        }
    }
}

impl CountDifference {
    fn check(&self) -> Result<(), String> {
        let wide = [self.before, self.after, self.started, self.ended, self.changed];
        let [before, after, started, ended, changed] = wide.map(i128::from);
        if after - before == started - ended + changed {
            Ok(())
        } else {
            Err(format!("{:?}: after - before is not started - ended + changed", self.what))
        }
    }
}

check_when_read!(CountDifference);

/// A state, and the markers and works that are kept in it.
struct CountedState<'a> {
    state: &'a State,
    kept: Custody<'a>,
}

/// What each of the things counted counts for.
type Tally<K> = BTreeMap<K, i64>;

/// All that is counted in two states.
pub(super) fn counts(before: &State, after: &State) -> Vec<CountDifference> {
    let states = [before, after].map(|state| CountedState {
        state,
        kept: state.registry().kept_on(state.border(), state.day()).0,
    });
    CountKind::ALL.iter().map(|kind| kind.count(&states)).collect()
}

fn difference<'a, K: Ord>(
    what: CountKind,
    states: &[CountedState<'a>; 2],
    tally: impl Fn(&CountedState<'a>) -> Tally<K>,
) -> CountDifference {
    let [before, after] = states.each_ref().map(tally);
    let sum = |tally: &Tally<K>| tally.values().sum();
    let only = |own: &Tally<K>, other: &Tally<K>| {
        own.iter().filter(|(key, _)| !other.contains_key(*key)).map(|(_, n)| n).sum()
    };
    let grown = after.iter().filter_map(|(key, n)| Some(n - before.get(key)?));
    CountDifference {
        what,
        before: sum(&before),
        after: sum(&after),
        started: only(&after, &before),
        ended: only(&before, &after),
        changed: grown.sum(),
    }
}

/// Adds up what each key counts for.
fn tally<K: Ord>(all: impl Iterator<Item = (K, i64)>) -> Tally<K> {
    let mut tally = BTreeMap::new();
    all.for_each(|(key, n)| *tally.entry(key).or_default() += n);
    tally
}

impl<'a> CountedState<'a> {
    fn collectives(&self) -> Tally<impl Ord + use<'a>> {
        tally(self.state.ledger().villages().map(|account| (&account.village, 1)))
    }

    /// Pledges by registration and village: each counts for one, or for its millimetres.
    fn pledges(&self, lengths: bool) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.registry().pledges().iter().filter(|row| row.period.contains(day));
        let counts = |row: &Pledge| if lengths { row.length.mm() } else { 1 };
        tally(all.map(|row| ((&row.id, &row.village), counts(row))))
    }

    /// The markers that stand on the day: all, or those that somebody keeps.
    fn markers(&self, registered: bool) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.border().markers().iter().map(|placed| &placed.marker).enumerate();
        let kept = |i| !registered || self.kept.markers.contains(&i);
        let standing = all.filter(|(i, marker)| marker.period.contains(day) && kept(*i));
        tally(standing.map(|(_, marker)| ((&marker.section, &marker.label), 1)))
    }

    /// The positions at which they stand, each once.
    fn marker_positions(&self) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.border().markers().iter().map(|placed| &placed.marker);
        let standing = all.filter(|marker| marker.period.contains(day));
        standing.map(|marker| ((&marker.section, marker.label.shared()), 1)).collect::<Tally<_>>()
    }

    fn works(&self, registered: bool) -> Tally<impl Ord + use<'a>> {
        let all = self.state.registry().works().iter().map(|work| &work.id);
        tally(all.filter(|id| !registered || self.kept.works.contains(id)).map(|id| (id, 1)))
    }

    fn keepers(&self, kind: KeeperKind) -> Tally<impl Ord + use<'a>> {
        let all = self.kept.keepers.iter();
        tally(all.filter(|(_, keeper)| keeper.kind == kind).map(|(&id, _)| (id, 1)))
    }

    /// The people of each keeper; a keeper whose people are not known counts for none, so that
    /// their number, once known, is a change and no start.
    fn people(&self) -> Tally<impl Ord + use<'a>> {
        let (registry, day) = (self.state.registry(), self.state.day());
        let people = |keeper| i64::from(registry.people_of(keeper, day).unwrap_or(0));
        tally(self.kept.keepers.iter().map(|(&id, keeper)| (id, people(keeper))))
    }

    /// The security groups in force, or how many members each has.
    fn groups(&self, members: bool) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.registry().groups().iter().filter(|group| group.period.contains(day));
        let size = |group: &Group| i64::from(group.members);
        tally(all.map(|group| (&group.id, if members { size(group) } else { 1 })))
    }

    /// The commendations up to the day. They have no ids: those of the same day, giver and village
    /// are the same in both states.
    fn commended(&self, kind: CommendationKind) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.registry().commendations().iter();
        let given = all.filter(|c| c.kind == kind && c.date <= day);
        tally(given.map(|c| ((c.date, &c.by, &c.village), 1)))
    }
}
