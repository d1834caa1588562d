//! Coverage, markers and keepers over time, for the line and every area.

mod area_periods;
mod areas;
mod cells;
mod counts;
mod dated_claims;
mod days;
mod endings;
mod forecast;

#[cfg(test)]
mod tests;

pub use areas::{AreaDay, AreaProgress};
pub use days::Every;
pub use endings::{Becomes, Ending, Endings};
pub use forecast::{Forecast, RateOver};

use jiff::civil::Date;
use serde::Serialize;

use self::area_periods::{AreaPeriod, area_periods};
use self::cells::Cells;
use self::counts::Counted;
use self::dated_claims::{DatedClaim, kept_on};
use self::days::Days;
use self::forecast::a_year_before;
use super::AuditError;
use crate::cover::{AreaCover, SpanSet};
use crate::ledger::check;
use crate::state::State;
use crate::units::{Length, Share};

/// How what is registered grew and shrank, up to a state's day.
///
/// See [`State::progress`] for an example.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Progress {
    /// How often there is a row.
    #[serde(rename = "step")]
    pub every: Every,
    /// The rows, in order of their days; the last is the state's day.
    pub rows: Vec<ProgressRow>,
    /// Every area that exists on the day of any row, in the order of the forest.
    pub areas: Vec<AreaProgress>,
    /// When the rest would be kept at a constant rate; none where no stretch was ever registered.
    #[serde(rename = "forecast")]
    pub forecasts: Vec<Forecast>,
}

/// The figures of one day: those of a ledger closed on it in the same survey.
///
/// See [`State::progress`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProgressRow {
    /// The day.
    pub date: Date,
    /// The length of the line that at least one village keeps.
    #[serde(rename = "registered_mm")]
    pub registered: Length,
    /// The recognised part of it.
    #[serde(rename = "recognised_mm")]
    pub recognised: Length,
    /// The registered share of the line, as a fraction; none where the line has no length.
    pub registered_share: Option<f64>,
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
    /// The length of the line.
    #[serde(skip)]
    pub total: Length,
    /// The length of each section and its kept part, in the order of the border.
    #[serde(skip)]
    pub sections: Vec<AreaCover>,
}

impl ProgressRow {
    /// The registered share of the line.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.registered, self.total)
    }
}

impl State {
    /// What is registered in rows from the first day on which anything is, up to the state's day.
    ///
    /// A month or year has its last day as a row, so the rows of months are among those of days.
    /// An area is listed under its id, whatever its name and parent. What its villages keep,
    /// wherever, is not among its figures: [`Ledger::areas`](crate::Ledger::areas) has it for one
    /// day.
    ///
    /// The line is cut where jurisdictions begin and end, and each part is swept once in order of
    /// time: `O(n log n)` in all for `n` registrations that lie in a few parts each.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use border_coverage::audit::Every;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let day = jiff::civil::date(2017, 4, 25);
    /// let progress = data.state(Some(day), None)?.progress(Every::Month)?;
    /// assert_eq!(progress.rows.len(), 27);
    /// let last = progress.rows.last().expect("the state's day");
    /// assert_eq!(last.share().to_string(), "91.27 %");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there would be more than 5,000 rows; or, were there a fault in the library, when an
    /// identity does not hold.
    pub fn progress(&self, every: Every) -> Result<Progress, AuditError> {
        let day = self.day();
        let days = Days(self.days(every)?);
        let claims = self.dated_claims();
        let villages = counts::villages(self, &claims, &days);
        let periods = area_periods(self, &days, &villages);
        let cells = self.cells(&claims, &periods, &days)?;
        let kept = kept_on(&claims, day, cells.len());
        for (cells, kept) in cells.iter().zip(&kept) {
            let last = cells.registered().last().copied().unwrap_or_default();
            check(&"the history", "its parts add up to the union", last, kept.length())?;
        }
        let counted = Counted::new(self, &villages, &days);
        let rows = self.rows(&days, &cells, &counted)?;
        let before = kept_on(&claims, a_year_before(day), cells.len());
        let mut areas = self.areas_in_time(&days, &periods, &cells);
        self.set_gains(&mut areas, periods.last(), &kept, &before)?;
        areas::rank(&mut areas);
        let first = claims.iter().map(|claim| claim.since).min();
        let forecasts = forecasts(first, rows.last(), length(&before));
        Ok(Progress { every, rows, areas, forecasts })
    }

    /// The days of the rows of [`progress`](Self::progress): the ends of all steps from the first
    /// day on which anything is registered, and the state's day.
    ///
    /// # Errors
    /// When they are more than 5,000.
    pub fn days(&self, every: Every) -> Result<Vec<Date>, AuditError> {
        let day = self.day();
        Days::new(self.first_day().unwrap_or(day), day, every).map(|days| days.0)
    }

    /// The sections, cut at the jurisdictions of all periods.
    fn cells(
        &self,
        claims: &[DatedClaim],
        periods: &[AreaPeriod],
        days: &Days,
    ) -> Result<Vec<Cells>, AuditError> {
        let sections = self.border().sections();
        let mut of_section: Vec<Vec<&DatedClaim>> = vec![Vec::new(); sections.len()];
        for claim in claims {
            of_section[claim.section].push(claim);
        }
        let areas = || periods.iter().flat_map(|period| period.areas.values());
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
        let row = |(i, &date): (usize, &Date)| {
            let on = |lengths: &[Length]| lengths.get(i).copied().unwrap_or_default();
            let of_section = |(&length, cells): (&Length, &Cells)| AreaCover {
                length,
                covered: on(cells.registered()),
            };
            let sections: Vec<AreaCover> = lengths.iter().zip(cells).map(of_section).collect();
            let sum = |part: fn(&AreaCover) -> Length| total("sections", sections.iter().map(part));
            let (total, registered) = (sum(|s| s.length)?, sum(|s| s.covered)?);
            Ok(ProgressRow {
                date,
                registered,
                recognised: cells.iter().fold(Length::ZERO, |sum, c| sum + on(&c.recognised)),
                registered_share: Share::of(registered, total).ratio(),
                collectives: counted.collectives[i],
                markers: counted.markers[i],
                markers_registered: counted.markers_registered[i],
                households: counted.households[i],
                persons: counted.persons[i],
                people: counted.people[i],
                groups: counted.groups[i],
                members: counted.members[i],
                total,
                sections,
            })
        };
        days.0.iter().enumerate().map(row).collect()
    }
}

/// The forecasts on the day of the last row.
fn forecasts(first: Option<Date>, last: Option<&ProgressRow>, before: Length) -> Vec<Forecast> {
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let (day, registered, left) = (last.date, last.registered, last.total - last.registered);
    let forecast = |over, since, gained| Forecast::new(over, (since, day), gained, left);
    vec![
        forecast(RateOver::SinceFirst, first, registered),
        forecast(RateOver::LastYear, a_year_before(day), registered - before),
    ]
}

fn length(sets: &[SpanSet]) -> Length {
    sets.iter().fold(Length::ZERO, |sum, set| sum + set.length())
}

/// The sum of lengths; `what` names them in the error.
pub(super) fn total(
    what: &'static str,
    lengths: impl IntoIterator<Item = Length>,
) -> Result<Length, AuditError> {
    Length::checked_sum(lengths).ok_or(AuditError::TooLong { what })
}
