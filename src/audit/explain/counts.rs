//! What is counted, not measured: by whom and what, started, ended and changed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::registry::{CommendationKind, KeeperKind, KeptNow, Pledge};
use crate::state::State;

/// The difference of something counted: `after - before = started - ended + changed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CountDifference {
    /// What is counted: `collectives`, `pledges`, `pledged_mm`, `markers`, `marker_positions`,
    /// `markers_registered`, `works`, `works_registered`, `households`, `persons`, `people`,
    /// `groups`, `members`, `collectives_commended` or `persons_commended`.
    pub what: &'static str,
    /// How many there were; how many millimetres, of what ends in `_mm`.
    pub before: i64,
    /// How many there are.
    pub after: i64,
    /// Those that were not there before.
    pub started: i64,
    /// Those that are no longer there.
    pub ended: i64,
    /// By how much those in both states grew: the members of a group, the people of a household, what
    /// a village pledged in one registration.
    pub changed: i64,
}

/// One state, and what is kept then.
struct Counted<'a> {
    state: &'a State,
    kept: KeptNow<'a>,
}

/// How many of each.
type Tally<K> = BTreeMap<K, i64>;

/// All that is counted in two states.
pub(super) fn counts(before: &State, after: &State) -> Vec<CountDifference> {
    let states = [before, after].map(|state| Counted {
        state,
        kept: state.registry().kept_on(state.border(), state.day()).0,
    });
    let both = &states;
    vec![
        count("collectives", both, Counted::collectives),
        count("pledges", both, |state| state.pledges(false)),
        count("pledged_mm", both, |state| state.pledges(true)),
        count("markers", both, |state| state.markers(false)),
        count("marker_positions", both, Counted::positions),
        count("markers_registered", both, |state| state.markers(true)),
        count("works", both, |state| state.works(false)),
        count("works_registered", both, |state| state.works(true)),
        count("households", both, |state| state.keepers(KeeperKind::Household)),
        count("persons", both, |state| state.keepers(KeeperKind::Person)),
        count("people", both, Counted::people),
        count("groups", both, |state| state.groups(false)),
        count("members", both, |state| state.groups(true)),
        count("collectives_commended", both, |s| s.commended(CommendationKind::Collective)),
        count("persons_commended", both, |s| s.commended(CommendationKind::Person)),
    ]
}

fn count<'a, K: Ord>(
    what: &'static str,
    states: &[Counted<'a>; 2],
    of: impl Fn(&Counted<'a>) -> Tally<K>,
) -> CountDifference {
    let [before, after] = states.each_ref().map(of);
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

impl<'a> Counted<'a> {
    fn collectives(&self) -> Tally<impl Ord + use<'a>> {
        tally(self.state.ledger().villages().map(|(village, _)| (village, 1)))
    }

    /// What is promised without a place, by registration and village: each counts for one, or for
    /// its millimetres.
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
    fn positions(&self) -> Tally<impl Ord + use<'a>> {
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

    /// The people of each keeper. Where they are not known, the keeper is there all the same: once
    /// they are, that is a change.
    fn people(&self) -> Tally<impl Ord + use<'a>> {
        let (registry, day) = (self.state.registry(), self.state.day());
        let people = |keeper| i64::from(registry.people_of(keeper, day).unwrap_or(0));
        tally(self.kept.keepers.iter().map(|(&id, keeper)| (id, people(keeper))))
    }

    /// The security groups in force, or how many members each has.
    fn groups(&self, members: bool) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.registry().groups().iter().filter(|group| group.period.contains(day));
        let size = |group: &crate::registry::Group| i64::from(group.members);
        tally(all.map(|group| (&group.id, if members { size(group) } else { 1 })))
    }

    /// The commendations up to the day. They have no id: those alike in all else are one kind.
    fn commended(&self, kind: CommendationKind) -> Tally<impl Ord + use<'a>> {
        let day = self.state.day();
        let all = self.state.registry().commendations().iter();
        let given = all.filter(|c| c.kind == kind && c.date <= day);
        tally(given.map(|c| ((c.date, &c.by, &c.village), 1)))
    }
}
