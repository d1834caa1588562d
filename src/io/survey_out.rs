//! Surveys as `surveys.csv` and `controls.csv`.

use jiff::civil::Date;

use super::folder::File;
use super::survey_files::{CONTROLS, SURVEYS};
use super::table::{TableOut, cell};
use crate::border::{Border, PlacedMarker};
use crate::id::SectionId;
use crate::marker::MarkerLabel;
use crate::problem::Problem;
use crate::report::CsvStyle;
use crate::survey::Survey;
use crate::units::Place;

/// The files of the surveys of a border, but for that of the ground.
///
/// # Errors
/// When a survey measured no section: it has no row.
pub(super) fn files(border: &Border, style: CsvStyle) -> Result<Vec<File>, Problem> {
    let mut surveys = TableOut::new(&SURVEYS, style);
    let mut controls = TableOut::new(&CONTROLS, style);
    for (survey, date) in border.surveys().iter().filter_map(|s| Some((s, s.date()?))) {
        if survey.sections().next().is_none() {
            let message = "the survey measured no section, so no row can name it: remove it";
            let problem = Problem::in_file(SURVEYS.names.csv, message).field("survey");
            return Err(problem.value(survey.id().as_str()));
        }
        for section in border.sections() {
            push(&mut surveys, &mut controls, border, survey, date, section.id());
        }
    }
    Ok([surveys.into_file(), controls.into_file()].into_iter().flatten().collect())
}

/// Adds the length of a section in a survey, if it has one, and the controls between its ends.
fn push(
    surveys: &mut TableOut<'_>,
    controls: &mut TableOut<'_>,
    border: &Border,
    survey: &Survey,
    date: Date,
    section: &SectionId,
) {
    let Some(map) = survey.section(section) else { return };
    let mark = surveys.mark();
    let cells = [
        ("survey", survey.id().to_string()),
        ("date", date.to_string()),
        ("section", section.to_string()),
        ("length_km", mark.write(map.total().km())),
        ("source", cell(survey.source())),
    ];
    surveys.push(None, cells);
    let inner = map.knots().get(1..map.knots().len() - 1).unwrap_or_default();
    for (place, measure) in inner {
        let marker = marker_at(border, section, *place, date);
        let ground = || mark.write(place.metres().to_string());
        let cells = [
            ("survey", survey.id().to_string()),
            ("section", section.to_string()),
            ("marker", cell(marker)),
            ("measure_km", mark.write(measure.from_start().km())),
            ("ground_m", if marker.is_some() { String::new() } else { ground() }),
        ];
        controls.push(None, cells);
    }
}

/// A marker of a section that is exactly at a place on a day, and goes alone by its label.
fn marker_at<'a>(
    border: &'a Border,
    section: &SectionId,
    place: Place,
    day: Date,
) -> Option<&'a MarkerLabel> {
    let is_there = |marker: &&PlacedMarker| {
        marker.marker.section == *section && marker.placed.is_ok_and(|placed| placed.place == place)
    };
    let labels = border.markers().iter().filter(is_there).map(|marker| &marker.marker.label);
    let mut found = labels.filter(|label| border.marker_place(section, label, day) == Ok(place));
    found.next()
}
