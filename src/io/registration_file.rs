//! `registrations.csv`: stretches, and lengths promised without a place.

use std::collections::HashMap;

use super::address_out;
use super::border_file::known_section;
use super::date_checks::first_survey;
use super::entry::enter;
use super::error::ReadError;
use super::folder::File;
use super::names::names;
use super::settings::Settings;
use super::table::{Layout, Row, Site, Table, TableOut, cell, kilometres};
use super::tables::Tables;
use crate::border::{Border, Declared};
use crate::id::{RegistrationId, SectionId, SurveyId, VillageId};
use crate::lang::Lang;
use crate::marker::step;
use crate::period::Period;
use crate::problem::{Problem, Problems};
use crate::registry::{Declaration, Pledge, Registration, Registry, Status};
use crate::report::CsvStyle;
use crate::units::Length;

const REGISTRATIONS: Layout = Layout {
    names: names!("registrations"),
    required: &["registration", "village", "section", "from", "to", "since"],
    optional: &["until", "state", "survey", "length_km"],
    numbers: &["length_km"],
    dates: &["since", "until"],
    personal: None,
};

/// Reads what villages registered in writing.
pub(super) fn written(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &Border,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let mut keeps: HashMap<RegistrationId, VillageId> = HashMap::new();
    let mut lines: HashMap<Said, usize> = HashMap::new();
    let table = Table::read(tables, &REGISTRATIONS, &[], settings, problems)?;
    table.read_each(problems, |row| {
        if is_nowhere(row) && !row.is_blank("length_km") {
            pledge(row, border, registry, &mut lines, &mut keeps)
        } else {
            registration(row, border, registry, &mut keeps)
        }
    });
    Ok(())
}

/// Whether a row does not say where.
fn is_nowhere(row: &Row<'_>) -> bool {
    row.is_blank("from") && row.is_blank("to")
}

/// What a pledge says.
type Said = (RegistrationId, VillageId, Option<SectionId>, Length, Period, Status);

fn registration(
    row: &mut Row<'_>,
    border: &Border,
    registry: &mut Registry,
    keeps: &mut HashMap<RegistrationId, VillageId>,
) -> Option<()> {
    let id = row.required("registration", RegistrationId::new);
    let village = row.required("village", VillageId::new);
    let section = row.required("section", SectionId::new);
    let mark = row.mark();
    let (from, to) = if is_nowhere(row) {
        let write = "write both, or how much was promised into length_km";
        row.reject("from", format!("from and to are blank: {write}"));
        (None, None)
    } else {
        let site = section.as_ref().map(|section| Site { border, section });
        (row.address("from", site), row.address("to", site))
    };
    let since = row.day("since");
    let until = row.optional_day("until");
    let status = status(row);
    let survey = row.optional("survey", SurveyId::new);
    let length =
        row.lenient("length_km", "the stretch is kept without it", |text| kilometres(text, mark));
    let ((from, from_step), (to, to_step)) = (from?, to?);
    let mut record = Registration {
        id: id?,
        village: village?,
        declared: Declaration::Written { section: section?, from, to, survey: survey? },
        since: since?,
        until: until?,
        status: status?,
        rounding: [from_step, to_step],
        source: Some(row.source),
    };
    check_ends(row, &mut record, border);
    enter(row, registry.add_registration(record), registry)?;
    let record = registry.registrations().last()?;
    warn_of_another_village(row, &record.id, &record.village, keeps);
    if let Some(length) = length {
        warn_of_another_length(row, record, length, border);
    }
    Some(())
}

/// Checks both ends in the survey in which the row was declared.
fn check_ends(row: &mut Row<'_>, record: &mut Registration, border: &Border) {
    let (survey, day) = (record.own_survey(border).clone(), record.since);
    let Declaration::Written { section, from, to, .. } = &mut record.declared else { return };
    let site = Site { border, section };
    let ends = [("from", from), ("to", to)];
    for ((field, end), rounding) in ends.into_iter().zip(&mut record.rounding) {
        let read = (end.clone(), *rounding);
        (*end, *rounding) = site.checked(row, field, read, (&survey, day));
    }
}

/// Warns of a length beside both ends that is not that of their stretch in the survey in which it
/// was declared: by more than a twentieth of it, and than numbers so rounded may differ.
fn warn_of_another_length(
    row: &mut Row<'_>,
    record: &Registration,
    length: Length,
    border: &Border,
) {
    let Declaration::Written { section, from, to, .. } = &record.declared else { return };
    let survey = record.own_survey(border);
    let declared = Declared { section, from, to, survey, day: record.since };
    // A stretch without a place is reported later, when all are placed.
    let Ok(stretch) = border.stretch(declared, survey) else { return };
    let own = stretch.spans.iter().fold(Length::ZERO, |sum, span| sum + span.length());
    // Each number may be off by half of its last digit.
    let rounding = step(row.text("length_km"), row.mark(), 1e3);
    let steps = record.rounding.iter().fold(rounding, |sum, &step| sum + step);
    let tolerated = (own.mm() / 20).max(steps.mm() / 2 + 1).unsigned_abs();
    if (length - own).mm().unsigned_abs() <= tolerated {
        return;
    }
    let first = first_survey(border, record).map_or(String::new(), |(survey, _)| {
        format!(" (if it was counted in survey {survey}, write that into the column survey)")
    });
    let message = format!(
        "from {from} to {to} it is {own} in survey {survey}{first}: the stretch counts so; correct \
         the ends, or the length"
    );
    row.warn("length_km", message);
}

/// Warns where rows of one registration name several villages.
fn warn_of_another_village(
    row: &mut Row<'_>,
    id: &RegistrationId,
    own: &VillageId,
    keeps: &mut HashMap<RegistrationId, VillageId>,
) {
    let village = keeps.entry(id.clone()).or_insert_with(|| own.clone());
    if village != own {
        let message = format!(
            "another row of this registration names village {village}: each row counts for its \
             own; give each village a registration of its own"
        );
        row.warn("village", message);
    }
}

fn pledge(
    row: &mut Row<'_>,
    border: &Border,
    registry: &mut Registry,
    lines: &mut HashMap<Said, usize>,
    keeps: &mut HashMap<RegistrationId, VillageId>,
) -> Option<()> {
    let id = row.required("registration", RegistrationId::new);
    let village = row.required("village", VillageId::new);
    let section = row.optional("section", |text| known_section(border, text));
    let length = row.kilometres("length_km");
    if let Some(length) = length {
        row.keep_spelling("length_km", &length.km());
    }
    let since = row.day("since");
    let period = row.period("since", "until");
    let status = status(row);
    since?;
    let record = Pledge {
        id: id?,
        village: village?,
        section: section?,
        length: length?,
        period: period?,
        status: status?,
        source: Some(row.source),
    };
    enter(row, registry.add_pledge(record), registry)?;
    let Pledge { id, village, section, length, period, status, .. } =
        registry.pledges().last()?.clone();
    warn_of_another_village(row, &id, &village, keeps);
    if !row.is_blank("survey") {
        row.warn("survey", "what has no place is read in no survey: it is told as written");
    }
    row.warn_of_same("length_km", lines, (id, village, section, length, period, status));
    Some(())
}

/// The languages in which a state may be written.
const LANGUAGES: [Lang; 2] = [Lang::English, Lang::Vietnamese];

pub(super) fn status(row: &mut Row<'_>) -> Option<Status> {
    let read = row.optional("state", |text| {
        let all = [Status::Registered, Status::Recognised];
        // A person writes what the report shows, too.
        let called = |status: &Status| {
            let name = status.name();
            name == text || LANGUAGES.iter().any(|lang| lang.label(name) == text.to_lowercase())
        };
        all.into_iter().find(called).ok_or("the state is registered or recognised")
    });
    read.map(Option::unwrap_or_default)
}

/// The file of what villages registered in writing, and of what they promised.
///
/// # Errors
/// When an address is rounded to a step that is no power of ten.
pub(super) fn file(registry: &Registry, style: CsvStyle) -> Result<Option<File>, Problem> {
    let mut table = TableOut::new(&REGISTRATIONS, style);
    for row in registry.registrations() {
        let Declaration::Written { section, from, to, survey } = &row.declared else { continue };
        let [from_step, to_step] = row.rounding;
        let address = |field, address, step| {
            let written = address_out::written(address, step, style.mark);
            written.ok_or_else(|| {
                let message = format!(
                    "{address} cannot be written as rounded to {step}: digits round to a power of \
                     ten; give such a step, or 0 for an exact address"
                );
                let problem = Problem::in_file(REGISTRATIONS.names.csv, message);
                problem.field(field).value(row.id.as_str())
            })
        };
        let cells = [
            ("registration", row.id.to_string()),
            ("village", row.village.to_string()),
            ("section", section.to_string()),
            ("from", address("from", from, from_step)?),
            ("to", address("to", to, to_step)?),
            ("since", row.since.to_string()),
            ("until", cell(row.until)),
            ("state", row.status.name().to_owned()),
            ("survey", cell(survey.as_ref())),
        ];
        table.push(row.source, cells);
    }
    for row in registry.pledges() {
        let cells = [
            ("registration", row.id.to_string()),
            ("village", row.village.to_string()),
            ("section", cell(row.section.as_ref())),
            ("since", cell(row.period.since())),
            ("until", cell(row.period.until())),
            ("state", row.status.name().to_owned()),
            ("length_km", style.mark.write(row.length.km())),
        ];
        table.push(row.source, cells);
    }
    Ok(table.into_file())
}
