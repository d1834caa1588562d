//! `border.geojson`: the sections of the line.

use std::path::Path;

use geojson::{Feature, GeometryValue};
use serde_json::json;

use super::collection::{feature, features, number_as_text, properties, vertices, written};
use super::error::ReadError;
use super::folder::{File, Folder};
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::id::SectionId;
use crate::line::{Polyline, Section};
use crate::problem::{Problem, Problems, Source};
use crate::survey::Calibration;

const FILE: &str = "border.geojson";

/// The property at fault, if it is one, and what is wrong.
type Fault = (Option<&'static str>, String);

/// Reads the sections.
///
/// # Errors
/// When the file is missing or no section in it can be used.
pub(super) fn border(folder: &Folder, problems: &mut Problems) -> Result<Border, ReadError> {
    let Some(bytes) = folder.read(FILE)? else {
        return Err(ReadError::NoBorder { folder: folder.path().map(Path::to_owned) });
    };
    let mut sections: Vec<Section> = Vec::new();
    for (i, (source, feature)) in features(FILE, &bytes, problems)?.into_iter().enumerate() {
        let feature = feature.map_err(|(line, message)| (line, None, message));
        let here = |(field, message)| (source.line, field, message);
        let section =
            feature.and_then(|f| section(&f).and_then(|s| usable(s, &sections)).map_err(here));
        match section {
            Err((line, field, message)) => {
                let message = format!("feature {}: {message}; the section is left out", i + 1);
                let problem = Problem::at(Source { file: FILE, line }, message);
                let problem = field.into_iter().fold(problem, Problem::field);
                problems.reject_feature(source, problem);
            }
            Ok(section) => {
                warn_of_repeated_vertices(&section, source, problems);
                sections.push(section);
            }
        }
    }
    Border::new(sections)
        .map_err(|_| ReadError::NoSection { problems: problems.iter().cloned().collect() })
}

/// A section that is none of those before, on a line with a length.
fn usable(section: Section, before: &[Section]) -> Result<Section, Fault> {
    if before.iter().any(|other| other.id() == section.id()) {
        let message = format!("section {} stands twice: give each an id of its own", section.id());
        return Err((Some("section"), message));
    }
    let ground = Calibration::ground(section.line().end());
    ground.map_err(|e| (Some("geometry"), e.to_string()))?;
    Ok(section)
}

fn warn_of_repeated_vertices(section: &Section, source: Source, problems: &mut Problems) {
    let repeated = section.line().repeated_vertices();
    if repeated > 0 {
        let message =
            format!("{repeated} vertices repeat the one before them and are not used: remove them");
        let problem = Problem::at(source, message).field("geometry");
        problems.warn(problem.value(section.id().as_str()));
    }
}

/// The section that a feature draws.
fn section(feature: &Feature) -> Result<Section, Fault> {
    let text = |key: &str| match feature.property(key) {
        Some(serde_json::Value::String(text)) => Some(text.clone()),
        Some(serde_json::Value::Number(number)) => Some(number_as_text(number)),
        _ => None,
    };
    let id = text("section").ok_or_else(|| {
        (Some("section"), "the property `section` is missing: give the section an id".to_owned())
    })?;
    let id = SectionId::new(&id).map_err(|e| (Some("section"), e.to_string()))?;
    let geometry = Some("geometry");
    let parts = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::LineString { coordinates }) => vec![vertices(1, coordinates)],
        Some(GeometryValue::MultiLineString { coordinates }) => {
            coordinates.iter().enumerate().map(|(i, part)| vertices(i + 1, part)).collect()
        }
        Some(other) => {
            let message = format!(
                "a {} is no line: a LineString or MultiLineString is expected",
                other.type_name()
            );
            return Err((geometry, message));
        }
        None => {
            let message = "the feature has no geometry: draw it as a LineString";
            return Err((geometry, message.to_owned()));
        }
    };
    let parts: Vec<Vec<LonLat>> =
        parts.into_iter().collect::<Result<_, _>>().map_err(|e| (geometry, e.to_string()))?;
    let line = Polyline::new(&parts).map_err(|e| (geometry, e.to_string()))?;
    Ok(Section::new(id, text("name"), line))
}

/// The section that a text names.
pub(super) fn known_section(border: &Border, text: &str) -> Result<SectionId, String> {
    let id = SectionId::new(text).map_err(|error| error.to_string())?;
    let known = border.section(&id).is_ok();
    let unknown = || "no section of border.geojson has this id: correct it".to_owned();
    known.then_some(id).ok_or_else(unknown)
}

/// The file that holds these sections, each coordinate with all its digits.
pub(super) fn file(sections: &[Section]) -> File {
    let one = |section: &Section| {
        let (id, name) = (section.id().to_string(), section.name().to_owned());
        let name = if name == id { String::new() } else { name };
        let properties = properties([("section", id), ("name", name)]);
        let parts: Vec<Vec<LonLat>> = section.line().parts().collect();
        match parts.as_slice() {
            [part] => feature(&properties, "LineString", &json!(part)),
            parts => feature(&properties, "MultiLineString", &json!(parts)),
        }
    };
    (FILE, written(&sections.iter().map(one).collect::<Vec<_>>()))
}
