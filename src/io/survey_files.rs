//! What measures the line: `surveys.csv`, `controls.csv`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::border_file::known_section;
use super::control_points::{Control, ControlPoint, calibrate};
use super::date_checks::Dated;
use super::error::ReadError;
use super::names::names;
use super::official_length::Official;
use super::settings::Settings;
use super::table::{Layout, Row, Table};
use super::tables::Tables;
use crate::border::Border;
use crate::id::SurveyId;
use crate::marker::step;
use crate::problem::{Problem, Problems};
use crate::survey::{Calibration, Survey};
use crate::units::{Length, Measure, Place};

pub(super) const SURVEYS: Layout = Layout {
    names: names!("surveys"),
    required: &["survey", "date", "section", "length_km"],
    optional: &["source"],
    numbers: &["length_km"],
    dates: &["date"],
    personal: None,
};

pub(super) const CONTROLS: Layout = Layout {
    names: names!("controls"),
    required: &["survey", "section", "marker", "measure_km"],
    optional: &["ground_m"],
    numbers: &["measure_km", "ground_m"],
    dates: &[],
    personal: None,
};

/// How many times longer or shorter than on the ground an official length may be before it is
/// doubted. A coarse drawing, or hills that the line crosses, explain less.
const SCALE: f64 = 1.5;

/// The same between two controls, against the whole section, where they are this far apart on the
/// ground, in metres.
const TWICE: f64 = 2.0;
const LONG: f64 = 1_000.0;

/// Reads official lengths and controls, and adds the surveys that they make to the border; the
/// days of all.
pub(super) fn surveys(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &mut Border,
    problems: &mut Problems,
) -> Result<Vec<Dated>, ReadError> {
    let officials = officials(tables, settings, border, problems)?;
    let file = officials.first().map_or(SURVEYS.names.csv, |row| row.source.file);
    let mut controls = controls(tables, settings, border, problems)?;
    let made = |row: &Official| Dated { day: row.date, field: "date", source: row.source };
    let days = officials.iter().map(made).collect();
    let mut surveys: BTreeMap<SurveyId, Survey> = BTreeMap::new();
    for row in officials {
        if let Err((field, message)) = enter(&row, border, &mut surveys, &mut controls, problems) {
            let problem = Problem::at(row.source, format!("{message}; the row is left out"));
            problems.reject(row.source, problem.field(field).value(&row.written(field)));
        }
    }
    for control in controls {
        let message = "surveys.csv has no length of this section in this survey: add it; \
                       the row is left out";
        let problem = Problem::at(control.source, message);
        problems.reject(control.source, problem.field("survey").value(control.survey.as_str()));
    }
    for message in of_one_day(&surveys) {
        problems.warn(Problem::in_file(file, message).field("date"));
    }
    for survey in surveys.into_values() {
        if let Err(error) = border.add_survey(survey) {
            problems.warn(Problem::in_file(file, error.to_string()));
        }
    }
    Ok(days)
}

/// Adds the length of a section to its survey, which the first row of a survey makes, and takes
/// the controls of both; else the field at fault, and what is wrong with it.
fn enter(
    row: &Official,
    border: &Border,
    surveys: &mut BTreeMap<SurveyId, Survey>,
    controls: &mut Vec<Control>,
    problems: &mut Problems,
) -> Result<(), (&'static str, String)> {
    let survey = match surveys.entry(row.survey.clone()) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => {
            let survey = Survey::new(row.survey.clone(), row.date, row.published.clone());
            new.insert(survey.map_err(|error| ("survey", error.to_string()))?)
        }
    };
    if survey.date() != Some(row.date) {
        let id = &row.survey;
        let message = format!("survey {id} has another date in a row before: make the rows agree");
        return Err(("date", message));
    }
    let own = |control: &Control| control.survey == row.survey && control.section == row.section;
    let (mine, others) = std::mem::take(controls).into_iter().partition(own);
    *controls = others;
    let map = calibrate(border, row, mine, problems).map_err(|message| ("length_km", message))?;
    let doubt = out_of_scale(&map);
    survey
        .add(row.section.clone(), map)
        .map_err(|error| ("section", format!("{error}: remove one")))?;
    if let Some(message) = doubt {
        let problem = Problem::at(row.source, format!("{message}; the row is used"));
        problems.warn(problem.field("length_km").value(&row.length.km()));
    }
    Ok(())
}

/// A warning where official lengths are far from those on the ground: of the whole section, or
/// between neighbouring controls.
fn out_of_scale(map: &Calibration) -> Option<String> {
    let scale = |from: (Place, Measure), to: (Place, Measure)| {
        (to.1 - from.1).metres() / (to.0.metres() - from.0.metres())
    };
    let knots = map.knots();
    let (first, last) = (*knots.first()?, *knots.last()?);
    let of_all = scale(first, last);
    let ground = last.0.metres() / 1e3;
    if !(1.0 / SCALE..=SCALE).contains(&of_all) {
        return Some(format!(
            "the section measures {ground:.3} km on the ground, and a third less or half as much \
             again is doubtful: check the unit, which is km, the digits, and the line in border.geojson"
        ));
    }
    let between = |pair: &&[(Place, Measure)]| {
        let here = scale(pair[0], pair[1]) / of_all;
        pair[1].0.metres() - pair[0].0.metres() >= LONG && !(1.0 / TWICE..=TWICE).contains(&here)
    };
    let pair = knots.windows(2).find(between)?;
    Some(format!(
        "by its controls, {} km to {} km are {:.2} times as long as on the ground, the whole section \
         {of_all:.2} times: check measure_km and the places of the markers in controls.csv",
        pair[0].1.from_start().km(),
        pair[1].1.from_start().km(),
        scale(pair[0], pair[1])
    ))
}

/// Warnings of surveys that have the date of one before.
fn of_one_day(surveys: &BTreeMap<SurveyId, Survey>) -> Vec<String> {
    let mut warnings = Vec::new();
    for (i, survey) in surveys.values().enumerate() {
        let same = surveys.values().take(i).find(|other| other.date() == survey.date());
        if let Some(other) = same {
            warnings.push(format!(
                "surveys {} and {} have the same date: rows that name none of them are read in {}; \
                 write the survey into each row, or correct a date",
                other.id(),
                survey.id(),
                survey.id()
            ));
        }
    }
    warnings
}

fn officials(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &Border,
    problems: &mut Problems,
) -> Result<Vec<Official>, ReadError> {
    let table = Table::read(tables, &SURVEYS, &[], settings, problems)?;
    Ok(table.read_each(problems, |row| {
        let survey = row.required("survey", SurveyId::new);
        let date = row.day("date");
        let section = row.required("section", |text| known_section(border, text));
        let length = row.kilometres("length_km");
        let published = row.lenient("source", "the length is kept without it", |text| {
            Ok::<_, std::convert::Infallible>(text.to_owned())
        });
        let source = row.source;
        Some(Official {
            survey: survey?,
            date: date?,
            section: section?,
            length: length?,
            published,
            source,
        })
    }))
}

fn controls(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &Border,
    problems: &mut Problems,
) -> Result<Vec<Control>, ReadError> {
    let table = Table::read(tables, &CONTROLS, &[], settings, problems)?;
    Ok(table.read_each(problems, |row| {
        let survey = row.required("survey", SurveyId::new);
        let section = row.required("section", |text| known_section(border, text));
        let at = control_point(row);
        let mark = row.mark();
        let measure = row.required("measure_km", |text| {
            let km = mark.parse(text).map_err(|error| error.to_string())?;
            let measure = Length::from_km(km).map_err(|error| error.to_string())?;
            let from_0 = Some(measure).filter(|measure| *measure >= Length::ZERO);
            from_0.ok_or_else(|| "a measure from the section's start is 0 or more".to_owned())
        });
        if let Some(measure) = measure {
            row.keep_spelling("measure_km", &measure.km());
        }
        let step = step(row.text("measure_km"), mark, 1e3);
        let (survey, section, source) = (survey?, section?, row.source);
        Some(Control { survey, section, at: at?, measure: measure?, step, source })
    }))
}

/// Where a row says that its control is.
fn control_point(row: &mut Row<'_>) -> Option<ControlPoint> {
    if row.is_blank("ground_m") {
        return row.required("marker", str::parse).map(ControlPoint::Marker);
    }
    let mark = row.mark();
    let ground = row.required("ground_m", |text| {
        let metres = mark.parse(text).map_err(|error| error.to_string())?;
        Place::new(metres).map_err(|error| error.to_string())
    });
    if !row.is_blank("marker") {
        row.reject("ground_m", "a row names a marker or a place on the ground, not both");
        return None;
    }
    ground.map(ControlPoint::Ground)
}
