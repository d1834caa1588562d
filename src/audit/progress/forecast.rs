//! When the rest would be kept, if nothing but the plain rate went on.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::units::Length;

/// Over which days a rate is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RateOver {
    /// Since the first stretch was registered.
    All,
    /// Over the last twelve months.
    LastYear,
}

impl RateOver {
    /// The words in `report.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "since_first",
            Self::LastYear => "last_12_months",
        }
    }
}

/// What was gained over some days, and when the rest would be kept at that rate.
///
/// No more than the plain rate: it knows of no season, no reason and no end that is agreed
/// already. What it says holds if as much is gained each day as was on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Over which days.
    pub over: RateOver,
    /// The first of them.
    pub since: Date,
    /// How many they are, up to the ledger's day.
    pub days: u32,
    /// How much longer the registered line became; less than zero where it became shorter.
    pub gained: Length,
    /// What nobody keeps.
    pub left: Length,
    /// The day on which the rest would be kept at that rate; none where nothing is left or gained,
    /// or the calendar ends before.
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
        let mut forecast = Self { over, since, days, gained, left, complete_on: None };
        forecast.complete_on = forecast.needs().and_then(|needs| {
            let needs = i64::try_from(needs).ok()?;
            day.checked_add(jiff::Span::new().try_days(needs).ok()?).ok()
        });
        forecast
    }

    /// Millimetres a day; none where there is no day between.
    pub fn rate_mm_per_day(&self) -> Option<f64> {
        (self.days > 0).then(|| self.gained.mm() as f64 / f64::from(self.days))
    }

    /// The days that the rest takes, whole.
    fn needs(&self) -> Option<i128> {
        if self.days == 0 || self.gained <= Length::ZERO || self.left <= Length::ZERO {
            return None;
        }
        let (left, gained) = (i128::from(self.left.mm()), i128::from(self.gained.mm()));
        let exactly = left * i128::from(self.days);
        Some((exactly + gained - 1) / gained)
    }
}

/// The day twelve months before.
pub(super) fn a_year_before(day: Date) -> Date {
    day.saturating_sub(12.months())
}
