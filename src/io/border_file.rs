//! `border.geojson`: the sections of the line.

use std::path::Path;

use geojson::{Feature, GeometryValue, Position};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::text::{line_of, utf8, without_mark};
use super::{ReadError, read_file};
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::id::SectionId;
use crate::line::{LineError, Polyline, Section};
use crate::problem::{Problem, Problems, Source};
use crate::survey::Calibration;

const FILE: &str = "border.geojson";

/// A feature collection whose features are still text, so that each is read, and fails, alone.
#[derive(Deserialize)]
struct Collection<'a> {
    r#type: String,
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
    /// From before RFC 7946.
    #[serde(borrow)]
    crs: Option<&'a RawValue>,
}

/// The line on which a feature starts, and the feature; or the line of the fault, and why it is
/// none.
pub(super) type ReadFeature = (Source, Result<Feature, (usize, String)>);

/// The features of a GeoJSON file, each with the line on which it starts.
///
/// # Errors
/// When the file is not text, not JSON, or not a feature collection.
pub(super) fn features(
    file: &'static str,
    bytes: &[u8],
    problems: &mut Problems,
) -> Result<Vec<ReadFeature>, ReadError> {
    let unusable = |line, message: String| ReadError::Unusable { file, line, field: None, message };
    let bytes = without_mark(bytes).map_err(|e| unusable(None, e.to_string()))?;
    let text = utf8(bytes).map_err(|e| unusable(None, e.to_string()))?;
    let collection: Collection<'_> = serde_json::from_str(text).map_err(|e| {
        let message = format!(
            "not a GeoJSON feature collection: {e}; save it again as GeoJSON from the map program"
        );
        unusable(Some(e.line()).filter(|&line| line > 0), message)
    })?;
    if collection.r#type != "FeatureCollection" {
        let message = format!("type is `{}`, a FeatureCollection is expected", collection.r#type);
        return Err(unusable(Some(1), message));
    }
    let wgs84 = |crs: &&RawValue| ["CRS84", "4326"].iter().any(|name| crs.get().contains(name));
    if let Some(crs) = collection.crs.filter(|crs| !wgs84(crs)) {
        let message = "the coordinates are declared in another system, but GeoJSON is read as \
                       WGS 84 longitude and latitude (RFC 7946): convert them to EPSG:4326 and \
                       remove crs";
        problems.note(Problem::in_file(file, message).field("crs").value(crs.get()));
    }
    let start = text.as_ptr() as usize;
    let mut features = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for raw in collection.features {
        let at = (raw.get().as_ptr() as usize).saturating_sub(start).min(bytes.len());
        line += line_of(&bytes[counted.min(at)..], at.saturating_sub(counted)) - 1;
        counted = at;
        let feature = serde_json::from_str(raw.get()).map_err(|e| fault(&e, line));
        features.push((Source { file, line }, feature));
    }
    Ok(features)
}

/// Why a feature that starts on `line` is none, and on which line: the parser counts from the
/// feature's start.
fn fault(error: &serde_json::Error, line: usize) -> (usize, String) {
    let told = error.to_string();
    let (reason, _) = told.rsplit_once(" at line ").unwrap_or((&told, ""));
    let message =
        format!("not a GeoJSON feature: {reason}; draw it again as a LineString of [lon, lat]");
    (line + error.line().saturating_sub(1), message)
}

/// Reads the sections.
///
/// # Errors
/// When the file is missing or no section in it can be used.
pub(super) fn border(folder: &Path, problems: &mut Problems) -> Result<Border, ReadError> {
    let Some(bytes) = read_file(folder, FILE)? else {
        return Err(ReadError::NoBorder { folder: folder.to_owned() });
    };
    let mut sections: Vec<Section> = Vec::new();
    for (i, (source, feature)) in features(FILE, &bytes, problems)?.into_iter().enumerate() {
        let feature = feature.map_err(|(line, message)| (line, None, message));
        let here = |(field, message)| (source.line, field, message);
        let section = feature.and_then(|f| section(&f).map_err(here));
        let section = section.and_then(|section| {
            let taken = sections.iter().any(|other| other.id() == section.id());
            match taken {
                true => Err((
                    source.line,
                    Some("section"),
                    format!("section {} stands twice: give each an id of its own", section.id()),
                )),
                false => match Calibration::ground(section.line().end()) {
                    Ok(_) => Ok(section),
                    Err(e) => Err((source.line, Some("geometry"), e.to_string())),
                },
            }
        });
        match section {
            Err((line, field, message)) => {
                let message = format!("feature {}: {message}; the section is left out", i + 1);
                let problem = Problem::at(Source { file: FILE, line }, message);
                problems.leave_out_feature(
                    source,
                    match field {
                        Some(field) => problem.field(field),
                        None => problem,
                    },
                );
            }
            Ok(section) => {
                let repeated = section.line().repeated_vertices();
                if repeated > 0 {
                    let message = format!(
                        "{repeated} vertices repeat the one before them and are not used: remove them"
                    );
                    let problem = Problem::at(source, message).field("geometry");
                    problems.note(problem.value(section.id().as_str()));
                }
                sections.push(section);
            }
        }
    }
    Border::new(sections)
        .map_err(|_| ReadError::NoSection { problems: problems.iter().cloned().collect() })
}

/// The section that a feature draws.
fn section(feature: &Feature) -> Result<Section, (Option<&'static str>, String)> {
    let text = |key: &str| match feature.property(key) {
        Some(serde_json::Value::String(text)) => Some(text.clone()),
        Some(serde_json::Value::Number(number)) => Some(number.to_string()),
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

/// The vertices of one part; altitudes are not used.
pub(super) fn vertices(part: usize, positions: &[Position]) -> Result<Vec<LonLat>, LineError> {
    let vertex = |(i, position): (usize, &Position)| {
        let number = |k: usize| position.as_slice().get(k).copied().unwrap_or(f64::NAN);
        LonLat::new(number(0), number(1)).map_err(|reason| LineError::Vertex {
            part,
            vertex: i + 1,
            reason,
        })
    };
    positions.iter().enumerate().map(vertex).collect()
}
