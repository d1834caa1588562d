//! What each area answers for over time, what it gained, and its rank.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::area_periods::{AreaPeriod, DatedArea};
use super::cells::Cells;
use super::days::Days;
use crate::audit::AuditError;
use crate::cover::{AreaCover, SpanSet};
use crate::id::AreaId;
use crate::key::AreaKey;
use crate::ledger::check;
use crate::state::State;
use crate::units::Length;

/// One area over time.
///
/// See [`State::progress`] for an example.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AreaProgress {
    /// Its id.
    pub area: AreaId,
    /// Its level.
    pub level: String,
    /// Its figures in each row; none where it does not exist on the day. In JSON each is the
    /// registered length of its jurisdiction, null where there is none.
    #[serde(rename = "registered_mm", serialize_with = "registered_lengths")]
    pub days: Vec<Option<AreaDay>>,
    /// How much more of its present jurisdiction is registered than twelve months before, whoever
    /// answered for it then; none where it answers for nothing.
    #[serde(rename = "gained_mm")]
    pub gained: Option<Length>,
    /// Whether it has a gap and gained nothing in those twelve months.
    pub stalled: bool,
    /// The registered share of its jurisdiction on the state's day; none where it answers for
    /// nothing.
    pub share: Option<f64>,
    /// Its rank among the areas of its level that answer for anything, from 1: by least share,
    /// then by least gain.
    pub rank: Option<usize>,
}

/// The figures of an area on a day.
///
/// See [`State::progress`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AreaDay {
    /// The length that it and the areas below it answer for, and its registered part; none where
    /// they answer for nothing.
    pub cover: Option<AreaCover>,
    /// How many villages belong to it.
    pub villages: usize,
    /// How many of them have a registration in force.
    pub villages_registered: u64,
}

impl AreaProgress {
    /// The length that it answers for on the state's day, and its registered part.
    #[must_use]
    pub fn cover(&self) -> Option<AreaCover> {
        self.days.last().copied().flatten()?.cover
    }

    /// The registered length of its jurisdiction in each row; none where it does not exist on the
    /// day or answers for nothing.
    pub fn registered(&self) -> impl Iterator<Item = Option<Length>> {
        self.days.iter().map(registered)
    }

    /// An area with these figures, as yet without gain and rank.
    fn new(area: AreaId, level: String, days: Vec<Option<AreaDay>>) -> Self {
        let mut new =
            Self { area, level, days, gained: None, stalled: false, share: None, rank: None };
        new.share = new.cover().and_then(|cover| cover.share().ratio());
        new
    }
}

fn registered(day: &Option<AreaDay>) -> Option<Length> {
    Some(day.as_ref()?.cover?.covered)
}

fn registered_lengths<S: Serializer>(
    days: &[Option<AreaDay>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(days.iter().map(registered))
}

impl State {
    /// Every area that exists in any row, as yet without gain and rank.
    pub(super) fn areas_in_time(
        &self,
        days: &Days,
        periods: &[AreaPeriod],
        cells: &[Cells],
    ) -> Vec<AreaProgress> {
        let mut found: BTreeMap<&AreaId, (AreaKey, Vec<Option<AreaDay>>)> = BTreeMap::new();
        let areas = self.registry().areas().areas();
        for period in periods {
            for (&key, area) in &period.areas {
                let none = || (key, vec![None; days.len()]);
                let (first, all) = found.entry(&areas[key].id).or_insert_with(none);
                *first = key.min(*first);
                let slots = &mut all[period.rows.clone()];
                for (slot, day) in slots.iter_mut().zip(on_days(area, period, cells)) {
                    *slot = Some(day);
                }
            }
        }
        let mut found: Vec<_> = found.into_values().collect();
        found.sort_by_key(|&(key, _)| key);
        let area = |(key, days): (AreaKey, _)| {
            AreaProgress::new(areas[key].id.clone(), areas[key].level.clone(), days)
        };
        found.into_iter().map(area).collect()
    }

    /// Sets what the areas that exist on the state's day gained over the last twelve months.
    pub(super) fn set_gains(
        &self,
        areas: &mut [AreaProgress],
        last: Option<&AreaPeriod>,
        kept: &[SpanSet],
        before: &[SpanSet],
    ) -> Result<(), AuditError> {
        let rows = self.registry().areas().areas();
        let now = last.into_iter().flat_map(|period| &period.areas);
        let now: BTreeMap<&AreaId, &DatedArea> =
            now.map(|(&key, area)| (&rows[key].id, area)).collect();
        for area in areas {
            let Some(cover) = area.cover() else { continue };
            let Some(dated) = now.get(&area.area) else { continue };
            let inside = |kept: &[SpanSet]| {
                let pairs = kept.iter().zip(&dated.jurisdiction);
                pairs.fold(Length::ZERO, |sum, (kept, own)| {
                    own.iter().fold(sum, |sum, span| sum + kept.length_in(span))
                })
            };
            let law = "its parts add up to what is kept in what it answers for";
            check(&area.area, law, cover.covered, inside(kept))?;
            let gained = cover.covered - inside(before);
            area.gained = Some(gained);
            area.stalled = cover.covered < cover.length && gained <= Length::ZERO;
        }
        Ok(())
    }
}

/// The figures of an area on each day of a period.
fn on_days(area: &DatedArea, period: &AreaPeriod, cells: &[Cells]) -> Vec<AreaDay> {
    let own = area.jurisdiction.iter().map(SpanSet::length);
    let length = own.fold(Length::ZERO, |sum, length| sum + length);
    let mut covered = vec![Length::ZERO; period.rows.len()];
    for (cells, set) in cells.iter().zip(&area.jurisdiction) {
        cells.add_kept(set, &period.rows, &mut covered);
    }
    let day = |(covered, &villages_registered): (Length, &u64)| AreaDay {
        cover: (length > Length::ZERO).then_some(AreaCover { length, covered }),
        villages: area.villages,
        villages_registered,
    };
    covered.into_iter().zip(&area.registered).map(day).collect()
}

/// Gives every area its rank in its level.
pub(super) fn rank(areas: &mut [AreaProgress]) {
    let mut by_level: BTreeMap<String, Vec<&mut AreaProgress>> = BTreeMap::new();
    for area in areas.iter_mut().filter(|area| area.cover().is_some()) {
        by_level.entry(area.level.clone()).or_default().push(area);
    }
    for mut level in by_level.into_values() {
        level.sort_by(|a, b| by_share(a.cover(), b.cover()).then_with(|| a.gained.cmp(&b.gained)));
        for (i, area) in level.into_iter().enumerate() {
            area.rank = Some(i + 1);
        }
    }
}

/// The order of two shares, exactly: as fractions of whole millimetres.
fn by_share(a: Option<AreaCover>, b: Option<AreaCover>) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else { return Ordering::Equal };
    let cross = |part: AreaCover, whole: AreaCover| {
        i128::from(part.covered.mm()) * i128::from(whole.length.mm())
    };
    cross(a, b).cmp(&cross(b, a))
}
