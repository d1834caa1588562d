//! Days that may be meant but seldom are.

use jiff::civil::Date;

use crate::border::Border;
use crate::id::SurveyId;
use crate::marker::Address;
use crate::problem::{Problem, Problems, Source};
use crate::registry::{Declaration, Registration, Registry};
use crate::units::Length;

/// What begins so many years before or after all else is doubted.
const APART: i16 = 25;

/// At most one of so many: more of them are rather another time than misprints.
const OF: usize = 20;

/// Tells days on which something begins that lie many years before or after all others.
///
/// One that is too late is the reporting day where no other is given; on any other day it is not
/// in force, and nobody would know.
pub(super) fn tell_years_apart(registry: &Registry, problems: &mut Problems) {
    let mut days = beginnings(registry);
    days.sort_unstable();
    let (count, most) = (days.len(), (days.len() / OF).max(1));
    // Of two days neither is the odd one.
    if count < 3 {
        return;
    }
    let apart = |early: Date, late: Date| late.year() - early.year();
    let wide = |place: usize| apart(days[place - 1].0, days[place].0) >= APART;
    let early = (1..=most).rev().find(|&few| wide(few)).unwrap_or(0);
    let late = (1..=most).rev().find(|&few| wide(count - few)).unwrap_or(0);
    let (first, last) = (days[early].0, days[count - late - 1].0);
    for &(day, source) in days[..early].iter().chain(&days[count - late..]) {
        let (years, side) = match day < first {
            true => (apart(day, first), "before"),
            false => (apart(last, day), "after"),
        };
        let message = format!(
            "this begins {years} years {side} all else in the folder: check the year; it counts \
             from that day on"
        );
        let problem = Problem::at(source, message).field("since");
        problems.note(problem.value(&day.to_string()));
    }
}

/// The days on which what was read begins.
fn beginnings(registry: &Registry) -> Vec<(Date, Source)> {
    let registrations = registry.registrations().iter().map(|row| (Some(row.since), row.source));
    let pledges = registry.pledges().iter().map(|row| (row.period.since(), row.source));
    let keepers = registry.keepers().iter().map(|row| (row.period.since(), row.source));
    let groups = registry.groups().iter().map(|row| (row.period.since(), row.source));
    let all = registrations.chain(pledges).chain(keepers).chain(groups);
    all.filter_map(|(day, source)| day.zip(source)).collect()
}

/// Tells registrations with kilometres in them that are older than every survey of their section:
/// they are read on the ground, where a kilometre may be another.
pub(super) fn tell_before_surveys(border: &Border, registry: &Registry, problems: &mut Problems) {
    let rows = registry.registrations().iter();
    let mut early = rows.filter_map(|row| Some((row, first_survey(border, row)?)));
    let Some((row, (survey, day))) = early.next() else { return };
    let more = match early.count() {
        0 => String::new(),
        count => format!(", as in {count} more rows,"),
    };
    let message = format!(
        "the first survey, {survey}, is of {day}: the kilometres and offsets of this row{more} are \
         read on the ground; if they were counted in that survey, write it into the column survey"
    );
    if let Some(source) = row.source {
        let problem = Problem::at(source, message).field("since");
        problems.note(problem.value(&row.since.to_string()));
    }
}

/// The first survey that measured the section of a row, where the row is older, names none, and
/// counts in kilometres or offsets.
fn first_survey<'a>(border: &'a Border, row: &Registration) -> Option<(&'a SurveyId, Date)> {
    let Declaration::Written { section, from, to, survey: None } = &row.declared else {
        return None;
    };
    let counts = |address: &Address| match address {
        Address::Km(_) => true,
        Address::Marker(_, offset) => *offset != Length::ZERO,
        Address::Start | Address::End | Address::Point(_) => false,
    };
    let dated = border.surveys().iter().filter(|survey| survey.section(section).is_some());
    let (survey, day) = dated
        .filter_map(|survey| Some((survey.id(), survey.date()?)))
        .min_by_key(|first| first.1)?;
    (row.since < day && (counts(from) || counts(to))).then_some((survey, day))
}
