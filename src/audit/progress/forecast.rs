//! When the rest of the line would be kept at a constant rate.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::units::Length;

/// The days over which a rate is taken.
///
/// See [`Forecast`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum RateOver {
    /// Since the first stretch was registered.
    #[serde(rename = "since_first")]
    SinceFirst,
    /// The last twelve months.
    #[serde(rename = "last_12_months")]
    LastYear,
}

/// What was gained over some days, and when the rest would be kept at that rate.
///
/// It is the average rate and no more: it knows of no season, no reason and no end that is agreed
/// already.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::{Every, RateOver};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let progress = data.state(None, None)?.progress(Every::Year)?;
/// let last_year = progress.forecasts.iter().find(|forecast| forecast.over == RateOver::LastYear);
/// let day = last_year.and_then(|forecast| forecast.complete_on);
/// assert_eq!(day, Some(jiff::civil::date(2018, 2, 22)));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Forecast {
    /// The days over which the rate is taken.
    pub over: RateOver,
    /// The first of them.
    #[serde(skip)]
    pub since: Date,
    /// How many they are, up to the state's day.
    #[serde(skip)]
    pub days: u32,
    /// How much longer the registered line became; less than zero where it became shorter.
    #[serde(skip)]
    pub gained: Length,
    /// Millimetres gained a day; none where the period has no days.
    pub rate_mm_per_day: Option<f64>,
    /// What nobody keeps.
    #[serde(rename = "left_mm")]
    pub left: Length,
    /// The day on which the rest would be kept at that rate; none where nothing is left, nothing
    /// was gained, or the day is beyond the calendar.
    pub complete_on: Option<Date>,
}

impl Forecast {
    /// The forecast on a day.
    pub(super) fn new(
        over: RateOver,
        (since, day): (Date, Date),
        gained: Length,
        left: Length,
    ) -> Self {
        let days = since.until(day).map_or(0, |span| span.get_days());
        let days = u32::try_from(days).unwrap_or(0);
        let rate_mm_per_day = (days > 0).then(|| gained.mm() as f64 / f64::from(days));
        let complete_on = days_needed(days, gained, left).and_then(|needed| {
            let needed = i64::try_from(needed).ok()?;
            day.checked_add(jiff::Span::new().try_days(needed).ok()?).ok()
        });
        Self { over, since, days, gained, rate_mm_per_day, left, complete_on }
    }
}

/// The whole days that the rest takes; none where it never ends or has ended.
fn days_needed(days: u32, gained: Length, left: Length) -> Option<i128> {
    if days == 0 || gained <= Length::ZERO || left <= Length::ZERO {
        return None;
    }
    let (left, gained) = (i128::from(left.mm()), i128::from(gained.mm()));
    Some((left * i128::from(days) + gained - 1) / gained)
}

/// The day twelve months before.
pub(super) fn a_year_before(day: Date) -> Date {
    day.saturating_sub(12.months())
}
