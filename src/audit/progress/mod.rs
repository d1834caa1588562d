//! Coverage, markers and keepers over time, for the line and every area.

mod cells;
mod counts;
mod days;
mod endings;
mod epochs;
mod forecast;
mod past;

#[cfg(test)]
mod tests;

pub use days::Every;
pub use endings::{Becomes, Ending, Endings};
pub use forecast::{Forecast, RateOver};

use std::collections::BTreeMap;

use jiff::civil::Date;

use self::cells::Cells;
use self::counts::Counted;
use self::days::Days;
use self::epochs::{AreaEpoch, Epoch, epochs};
use self::forecast::a_year_before;
use self::past::{Stretch, kept_on};
use super::AuditError;
use crate::cover::{AreaCover, SpanSet};
use crate::id::AreaId;
use crate::key::AreaKey;
use crate::ledger::check;
use crate::state::State;
use crate::units::{Length, Share};

/// How what is registered grew and shrank, up to a ledger's day.
#[derive(Debug, Clone)]
pub struct Progress {
    /// How often there is a row.
    pub every: Every,
    /// The rows, in order of their days; the last is the ledger's day.
    pub rows: Vec<ProgressRow>,
    /// Every area that exists on the day of any row, in the order of the forest.
    pub areas: Vec<AreaProgress>,
    /// When the rest would be kept at the plain rate; none where no stretch was ever registered.
    pub forecasts: Vec<Forecast>,
}

/// The figures of one day: those of a ledger closed on it in the same survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressRow {
    /// The day.
    pub day: Date,
    /// The whole line, and what at least one village keeps of it.
    pub line: AreaCover,
    /// What of that is recognised.
    pub recognised: Length,
    /// The same as `line` for each section, in the order of the border.
    pub sections: Vec<AreaCover>,
    /// How many villages have a registration in force.
    pub collectives: u64,
    /// How many markers stand.
    pub markers: u64,
    /// How many of them somebody keeps.
    pub markers_registered: u64,
    /// How many households keep a marker or work.
    pub households: u64,
    /// How many single persons do.
    pub persons: u64,
    /// How many people they are, as far as known.
    pub people: u64,
    /// How many security groups there are.
    pub groups: u64,
    /// How many members they have.
    pub members: u64,
}

/// One area in time.
#[derive(Debug, Clone)]
pub struct AreaProgress {
    /// Its id.
    pub area: AreaId,
    /// Its level.
    pub level: String,
    /// Its figures in each row; none where it does not exist on the day.
    pub days: Vec<Option<AreaDay>>,
    /// How much more of what it answers for on the ledger's day is registered than twelve months
    /// before, wherever it lay then; none where it answers for nothing.
    pub gained: Option<Length>,
    /// Its place among the areas of its level that answer for anything: the first has the least
    /// share, and of those with the same share has gained least.
    pub rank: Option<usize>,
}

/// The figures of an area on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaDay {
    /// What it and the areas below it answer for, and what of it is registered; none where they
    /// answer for nothing.
    pub cover: Option<AreaCover>,
    /// How many villages belong to it.
    pub villages: usize,
    /// How many of them have a registration in force.
    pub villages_registered: u64,
}

impl AreaProgress {
    /// What it answers for on the ledger's day, and what of it is registered.
    pub fn cover(&self) -> Option<AreaCover> {
        self.days.last().copied().flatten()?.cover
    }

    /// Whether it has a gap, and gained nothing over the last twelve months.
    pub fn stalled(&self) -> bool {
        let has_gaps = self.cover().is_some_and(|cover| cover.covered < cover.length);
        has_gaps && self.gained.is_some_and(|gained| gained <= Length::ZERO)
    }
}

impl State {
    /// What is registered in rows from the first day on which anything is, up to the ledger's day.
    ///
    /// Months and years have their last day as a row, so every row of a month is one of a day. An
    /// area is shown under its id, whatever its name and parent. What it keeps by its villages,
    /// wherever, is not told here: [`Ledger::areas`](crate::Ledger::areas) has it for one day.
    ///
    /// One pass over the stretches in order of time for each part of the line that the same areas
    /// answer for; all parts together take `O(n log n)` for `n` registrations that lie in a few
    /// parts each.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use border_coverage::audit::Every;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let day = jiff::civil::date(2017, 4, 25);
    /// let progress = data.state(Some(day), None)?.progress(Every::Month)?;
    /// assert_eq!(progress.rows.len(), 27);
    /// let last = progress.rows.last().expect("the ledger's day");
    /// assert_eq!(last.line.share().to_string(), "91.27 %");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there would be more than 5,000 rows; or, were there a fault in the library, when an
    /// identity does not hold.
    pub fn progress(&self, every: Every) -> Result<Progress, AuditError> {
        let day = self.ledger().day();
        let days = Days(self.days(every)?);
        let past = self.past();
        let villages = counts::villages(self, &past, &days);
        let epochs = epochs(self, &days, &villages);
        let cells = self.cells(&past, &epochs, &days)?;
        let kept = kept_on(&past, day, cells.len());
        for (cells, kept) in cells.iter().zip(&kept) {
            let last = cells.registered().last().copied().unwrap_or_default();
            check(&"the history", "its parts add up to the union", last, kept.length())?;
        }
        let counted = Counted::new(self, &villages, &days);
        let rows = self.rows(&days, &cells, &counted)?;
        let before = kept_on(&past, a_year_before(day), cells.len());
        let mut areas = self.areas_in_time(&days, &epochs, &cells);
        self.gains(&mut areas, epochs.last(), &kept, &before)?;
        rank(&mut areas);
        let first = past.iter().map(|stretch| stretch.since).min();
        let forecasts = forecasts(first, rows.last(), length(&before));
        Ok(Progress { every, rows, areas, forecasts })
    }

    /// The days of the rows of [`progress`](Self::progress): the ends of all steps from the first
    /// day on which anything is registered, and the ledger's day.
    ///
    /// # Errors
    /// When they are more than 5,000.
    pub fn days(&self, every: Every) -> Result<Vec<Date>, AuditError> {
        let day = self.ledger().day();
        Days::new(self.first_day().unwrap_or(day), day, every).map(|days| days.0)
    }

    /// The sections, cut for all epochs.
    fn cells(
        &self,
        past: &[Stretch],
        epochs: &[Epoch],
        days: &Days,
    ) -> Result<Vec<Cells>, AuditError> {
        let sections = self.border().sections();
        let mut of_section: Vec<Vec<&Stretch>> = vec![Vec::new(); sections.len()];
        for stretch in past {
            of_section[stretch.section].push(stretch);
        }
        let areas = || epochs.iter().flat_map(|epoch| epoch.areas.values());
        let all = sections.iter().zip(&of_section).enumerate();
        all.map(|(i, (section, stretches))| {
            let map = self.border().calibration(section.id(), self.ledger().survey())?;
            let sets = areas().filter_map(|area| area.jurisdiction.get(i));
            Ok(Cells::new(map.extent(), sets, stretches, days))
        })
        .collect()
    }

    fn rows(
        &self,
        days: &Days,
        cells: &[Cells],
        counted: &Counted,
    ) -> Result<Vec<ProgressRow>, AuditError> {
        let mut lengths = Vec::with_capacity(cells.len());
        for section in self.border().sections() {
            lengths.push(self.border().calibration(section.id(), self.ledger().survey())?.total());
        }
        let row = |(i, &day): (usize, &Date)| {
            let on = |lengths: &[Length]| lengths.get(i).copied().unwrap_or_default();
            let of_section = |(&length, cells): (&Length, &Cells)| AreaCover {
                length,
                covered: on(cells.registered()),
            };
            let sections: Vec<AreaCover> = lengths.iter().zip(cells).map(of_section).collect();
            let sum = |part: fn(&AreaCover) -> Length| total("sections", sections.iter().map(part));
            let line = AreaCover { length: sum(|s| s.length)?, covered: sum(|s| s.covered)? };
            Ok(ProgressRow {
                day,
                line,
                recognised: cells.iter().fold(Length::ZERO, |sum, c| sum + on(&c.recognised)),
                sections,
                collectives: counted.collectives[i],
                markers: counted.markers[i],
                markers_registered: counted.markers_registered[i],
                households: counted.households[i],
                persons: counted.persons[i],
                people: counted.people[i],
                groups: counted.groups[i],
                members: counted.members[i],
            })
        };
        days.0.iter().enumerate().map(row).collect()
    }

    /// Every area that exists in any row, without what it gained.
    fn areas_in_time(&self, days: &Days, epochs: &[Epoch], cells: &[Cells]) -> Vec<AreaProgress> {
        let mut found: BTreeMap<&AreaId, (AreaKey, Vec<Option<AreaDay>>)> = BTreeMap::new();
        let rows = self.registry().areas().areas();
        for epoch in epochs {
            for (&row, area) in &epoch.areas {
                let none = || (row, vec![None; days.len()]);
                let (first, all) = found.entry(&rows[row].id).or_insert_with(none);
                *first = row.min(*first);
                for (slot, day) in
                    all[epoch.rows.clone()].iter_mut().zip(on_days(area, epoch, cells))
                {
                    *slot = Some(day);
                }
            }
        }
        let mut areas: Vec<_> = found.into_values().collect();
        areas.sort_by_key(|&(row, _)| row);
        let area = |(row, days): (AreaKey, _)| AreaProgress {
            area: rows[row].id.clone(),
            level: rows[row].level.clone(),
            days,
            gained: None,
            rank: None,
        };
        areas.into_iter().map(area).collect()
    }

    /// What areas that exist on the ledger's day gained over the last twelve months.
    fn gains(
        &self,
        areas: &mut [AreaProgress],
        last: Option<&Epoch>,
        kept: &[SpanSet],
        before: &[SpanSet],
    ) -> Result<(), AuditError> {
        let rows = self.registry().areas().areas();
        let now = last.into_iter().flat_map(|epoch| &epoch.areas);
        let now: BTreeMap<&AreaId, &AreaEpoch> =
            now.map(|(&row, area)| (&rows[row].id, area)).collect();
        for area in areas {
            let Some(cover) = area.cover() else { continue };
            let Some(epoch) = now.get(&area.area) else { continue };
            let inside = |kept: &[SpanSet]| {
                let pairs = kept.iter().zip(&epoch.jurisdiction);
                pairs.fold(Length::ZERO, |sum, (kept, own)| {
                    own.iter().fold(sum, |sum, span| sum + kept.length_in(span))
                })
            };
            let law = "its parts add up to what is kept in what it answers for";
            check(&area.area, law, cover.covered, inside(kept))?;
            area.gained = Some(cover.covered - inside(before));
        }
        Ok(())
    }
}

/// The figures of an area on each day of an epoch.
fn on_days(area: &AreaEpoch, epoch: &Epoch, cells: &[Cells]) -> Vec<AreaDay> {
    let own = area.jurisdiction.iter().map(SpanSet::length);
    let length = own.fold(Length::ZERO, |sum, length| sum + length);
    let mut covered = vec![Length::ZERO; epoch.rows.len()];
    for (cells, set) in cells.iter().zip(&area.jurisdiction) {
        cells.add_kept(set, &epoch.rows, &mut covered);
    }
    let day = |(covered, &villages_registered): (Length, &u64)| AreaDay {
        cover: (length > Length::ZERO).then_some(AreaCover { length, covered }),
        villages: area.villages,
        villages_registered,
    };
    covered.into_iter().zip(&area.registered).map(day).collect()
}

/// Gives every area its place among those of its level.
fn rank(areas: &mut [AreaProgress]) {
    let mut of_level: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, area) in areas.iter().enumerate() {
        if area.cover().is_some() {
            of_level.entry(area.level.clone()).or_default().push(i);
        }
    }
    for mut places in of_level.into_values() {
        places.sort_by(|&a, &b| {
            let (a, b) = (&areas[a], &areas[b]);
            by_share(a.cover(), b.cover()).then_with(|| a.gained.cmp(&b.gained))
        });
        for (rank, place) in places.into_iter().enumerate() {
            areas[place].rank = Some(rank + 1);
        }
    }
}

/// The order of two shares, exactly.
fn by_share(a: Option<AreaCover>, b: Option<AreaCover>) -> std::cmp::Ordering {
    let (Some(a), Some(b)) = (a, b) else { return std::cmp::Ordering::Equal };
    let cross = |part: AreaCover, whole: AreaCover| {
        i128::from(part.covered.mm()) * i128::from(whole.length.mm())
    };
    cross(a, b).cmp(&cross(b, a))
}

/// The plain rates up to the last row.
fn forecasts(first: Option<Date>, last: Option<&ProgressRow>, before: Length) -> Vec<Forecast> {
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let left = last.line.length - last.line.covered;
    let day = last.day;
    let forecast = |over, since, gained| Forecast::new(over, (since, day), gained, left);
    vec![
        forecast(RateOver::All, first, last.line.covered),
        forecast(RateOver::LastYear, a_year_before(day), last.line.covered - before),
    ]
}

fn length(sets: &[SpanSet]) -> Length {
    sets.iter().fold(Length::ZERO, |sum, set| sum + set.length())
}

/// The sum of lengths.
pub(super) fn total(
    what: &'static str,
    lengths: impl IntoIterator<Item = Length>,
) -> Result<Length, AuditError> {
    Length::checked_sum(lengths).ok_or(AuditError::TooLong { what })
}

impl ProgressRow {
    /// The registered share of the line.
    pub fn share(&self) -> Share {
        self.line.share()
    }
}
