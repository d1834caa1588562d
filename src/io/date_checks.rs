//! Implausible dates.

use jiff::civil::Date;

use crate::border::Border;
use crate::id::SurveyId;
use crate::marker::Address;
use crate::problem::{Problem, Problems, Source};
use crate::registry::{Declaration, Registration, Registry};
use crate::units::Length;

/// A day this many years before or after all other first days is implausible.
const APART: i16 = 25;

/// At most one day in this many (or a single one) is implausible at either side: more of them are
/// another period, not misprints.
const OF: usize = 20;

/// A day as it was read.
#[derive(Clone, Copy)]
pub(super) struct Dated {
    pub(super) day: Date,
    pub(super) field: &'static str,
    pub(super) source: Source,
}

/// Warns of days many years before or after all those on which something begins; of `surveys` and
/// last days, of those after.
///
/// A day too late is the reporting day where no other is given; on any other day what begins on it
/// is not in force, what ends on it goes on, and a survey is not, and nobody would know.
pub(super) fn years_apart(registry: &Registry, surveys: &[Dated], problems: &mut Problems) {
    let mut begins = beginnings(registry);
    begins.sort_by_key(|dated| dated.day);
    let (count, most) = (begins.len(), (begins.len() / OF).max(1));
    // Of two days neither is the odd one.
    if count < 3 {
        return;
    }
    let wide = |place: usize| years(begins[place - 1].day, begins[place].day) >= APART;
    let early = (1..=most).rev().find(|&few| wide(few)).unwrap_or(0);
    let late = (1..=most).rev().find(|&few| wide(count - few)).unwrap_or(0);
    let (first, last) = (begins[early].day, begins[count - late - 1].day);
    let mut warn = |dated: &Dated, what: &str, years: i16, side: &str| {
        let message = format!("this {what} {years} years {side} all else begins: check the year");
        let problem = Problem::at(dated.source, message).field(dated.field);
        problems.warn(problem.value(&dated.day.to_string()));
    };
    for dated in &begins[..early] {
        warn(dated, "is", years(dated.day, first), "before");
    }
    for dated in begins[count - late..].iter().chain(surveys) {
        if years(last, dated.day) >= APART {
            warn(dated, "is", years(last, dated.day), "after");
        }
    }
    let ends = endings(registry);
    let far: Vec<&Dated> = ends.iter().filter(|end| years(last, end.day) >= APART).collect();
    if far.len() <= most {
        far.into_iter().for_each(|end| warn(end, "ends", years(last, end.day), "after"));
    }
}

/// Whole years from one day to another, 0 where it is not later.
fn years(early: Date, late: Date) -> i16 {
    let short = (late.month(), late.day()) < (early.month(), early.day());
    (late.year() - early.year() - i16::from(short)).max(0)
}

/// The latest day since which something is kept or promised.
pub(super) fn latest(registry: &Registry) -> Option<Date> {
    rows(registry).filter_map(|(since, ..)| since).max()
}

/// The first and last days of what is kept or promised, with their sources.
fn rows(
    registry: &Registry,
) -> impl Iterator<Item = (Option<Date>, Option<Date>, Option<Source>)> + '_ {
    let registrations = registry.registrations().iter();
    let registrations = registrations.map(|row| (Some(row.since), row.until, row.source));
    let pledges = registry.pledges().iter().map(|row| (row.period, row.source));
    let keepers = registry.keepers().iter().map(|row| (row.period, row.source));
    let groups = registry.groups().iter().map(|row| (row.period, row.source));
    let periods = pledges.chain(keepers).chain(groups);
    registrations.chain(periods.map(|(period, source)| (period.since(), period.until(), source)))
}

/// The days on which what was read begins.
fn beginnings(registry: &Registry) -> Vec<Dated> {
    let since = rows(registry).map(|(since, _, source)| (since, source));
    let given = registry.commendations().iter().map(|row| (Some(row.date), row.source));
    dated(since, "since").chain(dated(given, "date")).collect()
}

/// The days on which what was read ends.
fn endings(registry: &Registry) -> Vec<Dated> {
    dated(rows(registry).map(|(_, until, source)| (until, source)), "until").collect()
}

fn dated(
    days: impl Iterator<Item = (Option<Date>, Option<Source>)>,
    field: &'static str,
) -> impl Iterator<Item = Dated> {
    days.filter_map(move |(day, source)| Some(Dated { day: day?, field, source: source? }))
}

/// Warns of registrations with kilometres in them that are older than every survey of their section:
/// they are read on the ground, where a kilometre may be another.
pub(super) fn before_surveys(border: &Border, registry: &Registry, problems: &mut Problems) {
    let rows = registry.registrations().iter().filter(|row| counts_kilometres(row));
    let mut early = rows.filter_map(|row| Some((row, first_survey(border, row)?)));
    let Some((row, (survey, day))) = early.next() else { return };
    let more = match early.count() {
        0 => String::new(),
        1 => ", as in 1 more row,".to_owned(),
        count => format!(", as in {count} more rows,"),
    };
    let message = format!(
        "the first survey, {survey}, is of {day}: the kilometres and offsets of this row{more} are \
         read on the ground; if they were counted in that survey, write it into the column survey"
    );
    if let Some(source) = row.source {
        let problem = Problem::at(source, message).field("since");
        problems.warn(problem.value(&row.since.to_string()));
    }
}

fn counts_kilometres(row: &Registration) -> bool {
    let Declaration::Written { from, to, .. } = &row.declared else { return false };
    [from, to].into_iter().any(|address| match address {
        Address::Km(_) => true,
        Address::Marker(_, offset) => *offset != Length::ZERO,
        Address::Start | Address::End | Address::Point(_) => false,
    })
}

/// The first survey that measured the section of a written row, and its day, where the row is older
/// and names none.
pub(super) fn first_survey<'a>(
    border: &'a Border,
    row: &Registration,
) -> Option<(&'a SurveyId, Date)> {
    let Declaration::Written { section, survey: None, .. } = &row.declared else { return None };
    let made = border.surveys().iter().filter(|survey| survey.section(section).is_some());
    let dated = made.filter_map(|survey| Some((survey.id(), survey.date()?)));
    dated.min_by_key(|first| first.1).filter(|(_, day)| row.since < *day)
}
