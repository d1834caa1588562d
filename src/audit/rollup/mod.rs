//! Accounts by area that add up to the line, on any level of any tree.
//!
//! The line is cut where the areas change. What lies in several areas of one level is a row of its
//! own, and so is what lies in none: nothing is counted twice, and nothing is lost.

mod cross;
mod tiles;

#[cfg(test)]
mod tests;

pub use cross::{CrossCell, CrossTable};

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::AuditError;
use crate::cover::SpanSet;
use crate::id::{AreaId, SectionId};
use crate::key::{AreaKey, SectionKey};
use crate::ledger::Account;
use crate::span::Span;
use crate::state::State;

/// By what a stretch is counted to an area.
///
/// ```
/// use border_coverage::audit::By;
/// assert_eq!(serde_json::to_string(&By::Keeper)?, r#""keeper""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum By {
    /// By where it lies: the area answers for it.
    Place,
    /// By who keeps it: a village of the area does.
    Keeper,
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Place => "place",
            Self::Keeper => "keeper",
        })
    }
}

/// A level of areas, and by what stretches are counted to them.
///
/// ```
/// use border_coverage::audit::{Axis, By};
/// assert_eq!(Axis::place("commune"), Axis { level: "commune", by: By::Place });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Axis<'l> {
    /// The level, such as `commune`.
    pub level: &'l str,
    /// By place or by keeper.
    pub by: By,
}

impl<'l> Axis<'l> {
    /// By the areas of a level that answer for the place.
    pub const fn place(level: &'l str) -> Self {
        Self { level, by: By::Place }
    }

    /// By the areas of a level to which the villages belong that keep it.
    pub const fn keeper(level: &'l str) -> Self {
        Self { level, by: By::Keeper }
    }
}

/// The line by the areas of one level; the rows add up to it in every figure.
///
/// See [`State::rollup`] for an example.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Rollup {
    /// Each area of the level that exists on the day, in the order of the forest; then what
    /// belongs to several of them; last what belongs to none.
    pub rows: Vec<RollupRow>,
}

/// What belongs to exactly these areas, and no other of the level.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::Axis;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let by_post = data.state(None, None)?.rollup(Axis::place("post"))?;
/// let first = &by_post.rows[0];
/// assert_eq!(first.areas.len(), 1);
/// let length = first.spans.iter().map(|(_, spans)| spans.length());
/// assert_eq!(length.sum::<border_coverage::Length>(), first.account.total());
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RollupRow {
    /// The areas, in the order of the forest: one, several, or none.
    pub areas: Vec<AreaId>,
    /// Its account. By keeper, only what belongs to none can be unregistered.
    #[serde(flatten)]
    pub account: Account,
    /// Where it lies, on the sections on which it has any length.
    #[serde(skip)]
    pub spans: Vec<(SectionId, SpanSet)>,
}

/// A key, its account, and where it lies, on the sections on which it has any length.
type Accounted<K> = (K, Account, Vec<(SectionId, SpanSet)>);

impl State {
    /// The line by the areas of a level, by where stretches lie or by who keeps them.
    ///
    /// Takes `O(n log n)` in the pieces of the line.
    ///
    /// # Errors
    /// When no area is of the level, or it is not certain to which area of it something belongs on
    /// the day: a roll-up across an undefined step is refused, not approximated.
    ///
    /// ```
    /// use border_coverage::{DataSet, SurveyId};
    /// use border_coverage::audit::Axis;
    /// use jiff::civil::date;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(Some(date(2017, 4, 25)), Some(&SurveyId::new("2015")?))?;
    /// let by_district = state.rollup(Axis::place("district"))?;
    /// assert_eq!(by_district.rows.len(), 5); // four districts, and what lies in none
    /// let registered = by_district.rows.iter().map(|row| row.account.registered().mm());
    /// assert_eq!(registered.sum::<i64>(), 365_861_000);
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn rollup(&self, axis: Axis<'_>) -> Result<Rollup, AuditError> {
        let what = format!("the roll-up by {}", axis.level);
        let each = self.areas_of_level(axis.level).map(|area| AreaSet(vec![area]));
        let tiles = SectionKey::each(self.tiles(axis)?).flat_map(|(section, tiles)| {
            tiles.into_iter().map(move |tile| (section, tile.span, AreaSet(tile.owners)))
        });
        let accounts = self.accounts_by(&what, each.chain([AreaSet(Vec::new())]), tiles)?;
        let row = |(areas, account, spans): (AreaSet, _, _)| RollupRow {
            areas: self.area_ids(&areas.0),
            account,
            spans,
        };
        Ok(Rollup { rows: accounts.into_iter().map(row).collect() })
    }

    /// The areas of a level that exist on the day.
    fn areas_of_level(&self, level: &str) -> impl Iterator<Item = AreaKey> {
        let of_level = self.ledger().areas().iter().filter(move |area| area.level == level);
        of_level.map(|area| area.key)
    }

    /// The accounts of stretches by key, in the order of the keys; they add up to the line.
    ///
    /// `tiles` are section, span and key of stretches that tile the line; `keys` have an account
    /// even where no stretch has them.
    fn accounts_by<K: Ord>(
        &self,
        what: &str,
        keys: impl IntoIterator<Item = K>,
        tiles: impl IntoIterator<Item = (SectionKey, Span, K)>,
    ) -> Result<Vec<Accounted<K>>, AuditError> {
        let none = vec![Vec::new(); self.ledger().sections().len()];
        let mut groups: BTreeMap<K, Vec<Vec<Span>>> =
            keys.into_iter().map(|key| (key, none.clone())).collect();
        for (section, span, key) in tiles {
            groups.entry(key).or_insert_with(|| none.clone())[section].push(span);
        }
        let mut accounts = Vec::with_capacity(groups.len());
        for (key, spans) in groups {
            let stretches: Vec<SpanSet> = spans.into_iter().map(SpanSet::from_iter).collect();
            let account = self.ledger().account_over(&what, &stretches)?.unwrap_or_default();
            let sections = self.ledger().sections().iter().zip(stretches);
            let spans = sections.filter(|(_, set)| !set.is_empty());
            accounts.push((key, account, spans.map(|(s, set)| (s.section.clone(), set)).collect()));
        }
        let parts: Vec<Account> = accounts.iter().map(|(_, account, _)| *account).collect();
        Account::adds_up(&what, &parts, self.ledger().line())?;
        Ok(accounts)
    }
}

/// Areas of one level: single ones sort first, then several, last
/// none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AreaSet(Vec<AreaKey>);

impl AreaSet {
    fn rank(&self) -> (bool, usize, &[AreaKey]) {
        (self.0.is_empty(), self.0.len(), &self.0)
    }
}

impl Ord for AreaSet {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for AreaSet {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
