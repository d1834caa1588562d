//! Tables of how coverage grew, what ended, and when the rest would be kept.

use jiff::civil::Date;
use serde::Serialize;

use super::ReportError;
use crate::audit::{AreaProgress, Ending, Every, Forecast, ProgressRow};
use crate::border::{Milestones, Stretch};
use crate::id::{AreaId, RegistrationId, VillageId};
use crate::period::Period;
use crate::problem::{Problem, Problems};
use crate::state::State;
use crate::units::Length;

/// The most years of which every month has a row.
const MONTHLY: i16 = 20;

/// What was registered when, up to the reporting day and in the reporting survey.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HistoryTable {
    /// How often there is a row: `month` or `year`; null where there is none.
    pub step: Option<&'static str>,
    /// The figures on the last day of each step; the last row is the reporting day.
    pub rows: Vec<HistoryRow>,
    /// Each area that exists on the day of any row.
    pub areas: Vec<AreaHistoryRow>,
    /// What became of stretches that ended.
    pub endings: EndingTable,
    /// When the rest would be kept at no more than the plain rate.
    pub forecast: Vec<ForecastRow>,
}

/// The figures of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the names say it; they are those of report.json")]
pub struct HistoryRow {
    pub date: Date,
    pub registered_mm: Length,
    pub recognised_mm: Length,
    pub registered_share: Option<f64>,
    pub collectives: u64,
    pub markers: u64,
    pub markers_registered: u64,
    pub households: u64,
    pub persons: u64,
    pub people: u64,
    pub groups: u64,
    pub members: u64,
}

/// One area over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaHistoryRow {
    /// Its id.
    pub area: AreaId,
    /// Its level.
    pub level: String,
    /// What of its jurisdiction is registered, for each row of the history; null where it does
    /// not exist on the day or answers for nothing.
    pub registered_mm: Vec<Option<Length>>,
    /// How much more of what it answers for on the reporting day is registered than twelve months
    /// before.
    pub gained_mm: Option<Length>,
    /// Whether it has a gap and gained nothing in those twelve months.
    pub stalled: bool,
    /// The registered share on the reporting day.
    pub share: Option<f64>,
    /// Its place in its level, the first with the least share.
    pub rank: Option<usize>,
}

/// What became of stretches that ended up to the reporting day;
/// `renewed + taken over + lapsed = ended`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EndingTable {
    /// The length of all of them, each row counted.
    pub ended_mm: Length,
    /// What of it the same village kept on from that day.
    pub renewed_mm: Length,
    /// What of it others kept on that day.
    pub taken_over_mm: Length,
    /// What of it nobody kept on that day.
    pub lapsed_mm: Length,
    /// What of the lapsed was kept again later.
    pub resumed_mm: Length,
    /// The parts, by date.
    pub rows: Vec<EndingRow>,
}

/// Part of a stretch that ended, of which the same became.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EndingRow {
    /// The registration.
    pub registration: RegistrationId,
    /// Whose it was.
    pub village: VillageId,
    /// The part.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// The first day on which the registration no longer holds.
    pub date: Date,
    /// `renewed`, `taken_over` or `lapsed`.
    pub becomes: &'static str,
    /// By which registrations; of what lapsed, by which it was first kept again.
    pub by: Vec<RegistrationId>,
    /// Of what lapsed, the day on which it was first kept again.
    pub again: Option<Date>,
}

/// When the rest would be kept at a plain rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ForecastRow {
    /// Over which days the rate is taken: `since_first` or `last_12_months`.
    pub over: &'static str,
    /// Millimetres a day.
    pub rate_mm_per_day: Option<f64>,
    /// What nobody keeps.
    pub left_mm: Length,
    /// When it would be kept; null where the rate is not positive or nothing is left.
    pub complete_on: Option<Date>,
}

/// The history up to the ledger's day. Where it would be too long to be one, as its first day is
/// not credible, that is told as a problem.
pub(super) fn history(
    state: &State,
    milestones: &[Milestones],
    problems: &mut Problems,
) -> Result<HistoryTable, ReportError> {
    match table(state, milestones) {
        Err(ReportError::Audit(error)) if error.is_of_the_data() => {
            problems.warn(Problem::in_file("registrations.csv", format!("no history: {error}")));
            Ok(HistoryTable::default())
        }
        other => other,
    }
}

fn table(state: &State, milestones: &[Milestones]) -> Result<HistoryTable, ReportError> {
    let day = state.day();
    let first = state.first_day().unwrap_or(day);
    let every = if day.year() - first.year() > MONTHLY { Every::Year } else { Every::Month };
    let progress = state.progress(every)?;
    let ended = state.endings(Period::ALWAYS)?;
    Ok(HistoryTable {
        step: Some(if every == Every::Year { "year" } else { "month" }),
        rows: progress.rows.iter().map(row).collect(),
        areas: progress.areas.into_iter().map(area).collect(),
        endings: EndingTable {
            ended_mm: ended.ended,
            renewed_mm: ended.renewed,
            taken_over_mm: ended.taken_over,
            lapsed_mm: ended.lapsed,
            resumed_mm: ended.resumed,
            rows: ended.parts.into_iter().map(|part| ending(state, milestones, part)).collect(),
        },
        forecast: progress.forecasts.iter().map(forecast).collect(),
    })
}

fn row(row: &ProgressRow) -> HistoryRow {
    HistoryRow {
        date: row.day,
        registered_mm: row.line.covered,
        recognised_mm: row.recognised,
        registered_share: row.share().ratio(),
        collectives: row.collectives,
        markers: row.markers,
        markers_registered: row.markers_registered,
        households: row.households,
        persons: row.persons,
        people: row.people,
        groups: row.groups,
        members: row.members,
    }
}

fn area(area: AreaProgress) -> AreaHistoryRow {
    let registered = |day: &Option<crate::audit::AreaDay>| Some(day.as_ref()?.cover?.covered);
    AreaHistoryRow {
        registered_mm: area.days.iter().map(registered).collect(),
        gained_mm: area.gained,
        stalled: area.stalled(),
        share: area.cover().and_then(|cover| cover.share().ratio()),
        rank: area.rank,
        area: area.area,
        level: area.level,
    }
}

fn ending(state: &State, milestones: &[Milestones], part: Ending) -> EndingRow {
    let registration = &state.registry().registrations()[part.row];
    let names = &milestones[part.section];
    EndingRow {
        registration: registration.id.clone(),
        village: registration.village.clone(),
        stretch: Stretch::named(&state.section_id(part.section), part.span, names),
        date: part.day,
        becomes: part.becomes.as_str(),
        by: part.by,
        again: part.again,
    }
}

fn forecast(forecast: &Forecast) -> ForecastRow {
    ForecastRow {
        over: forecast.over.as_str(),
        rate_mm_per_day: forecast.rate_mm_per_day(),
        left_mm: forecast.left,
        complete_on: forecast.complete_on,
    }
}
