//! `registrations.geojson`: stretches drawn along the line, and lands.

use std::path::Path;

use geojson::{Feature, GeometryValue, Position};
use serde_json::Value;

use super::border_file::{features, vertices};
use super::{ReadError, read_file};
use crate::geodesy::LonLat;
use crate::id::{RegistrationId, SectionId, VillageId};
use crate::period::parse_date;
use crate::problem::{Problem, Problems, Source};
use crate::registry::{Declaration, Registration, Registry, State};

pub(super) const FILE: &str = "registrations.geojson";

/// A field and what is wrong with it.
type Fault = (&'static str, String);

/// Reads the drawn registrations; a feature that cannot be used is left out, the others are not.
pub(super) fn drawn(
    folder: &Path,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let Some(bytes) = read_file(folder, FILE)? else { return Ok(()) };
    let features = match features(FILE, &bytes) {
        Ok(features) => features,
        Err(error) => {
            problems.note(Problem::in_file(FILE, format!("{error}; no feature is used")));
            return Ok(());
        }
    };
    for (source, feature) in features {
        let mut complain = |(field, message): Fault, value: Option<&str>| {
            let problem = Problem::at(source, format!("{message}; the feature is left out"));
            let problem = problem.field(field);
            problems.leave_out(
                source,
                match value {
                    Some(value) if !value.is_empty() => problem.value(value),
                    _ => problem,
                },
            );
        };
        let feature = match feature {
            Ok(feature) => feature,
            Err(message) => {
                complain(("geometry", message), None);
                continue;
            }
        };
        match registration(&feature, source) {
            Ok(row) => {
                if let Err(error) = registry.add_registration(row) {
                    complain((error.field, error.reason.to_string()), Some(&error.value));
                }
            }
            Err(faults) => {
                for fault in faults {
                    let value = text(&feature, fault.0);
                    complain(fault, value.as_deref());
                }
            }
        }
    }
    Ok(())
}

/// A property as text.
fn text(feature: &Feature, key: &str) -> Option<String> {
    match feature.property(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The registration that a feature draws, or all that is wrong with it.
fn registration(feature: &Feature, source: Source) -> Result<Registration, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let id = required(feature, "registration", &mut faults, RegistrationId::new);
    let village = required(feature, "village", &mut faults, VillageId::new);
    let since = required(feature, "since", &mut faults, parse_date);
    let section = optional(feature, "section", &mut faults, SectionId::new);
    let until = optional(feature, "until", &mut faults, parse_date);
    let state = optional(feature, "state", &mut faults, |text| match text {
        "registered" => Ok(State::Registered),
        "recognised" => Ok(State::Recognised),
        _ => Err("the state is registered or recognised"),
    });
    let declared = declaration(feature, section).map_err(|e| faults.push(("geometry", e))).ok();
    match (id, village, since, declared) {
        (Some(id), Some(village), Some(since), Some(declared)) if faults.is_empty() => {
            let (state, source) = (state.unwrap_or_default(), Some(source));
            Ok(Registration { id, village, declared, since, until, state, source })
        }
        _ => Err(faults),
    }
}

fn required<T, E: ToString>(
    feature: &Feature,
    key: &'static str,
    faults: &mut Vec<Fault>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    if text(feature, key).is_none() {
        faults.push((key, "the property is missing or blank".to_owned()));
    }
    optional(feature, key, faults, parse)
}

fn optional<T, E: ToString>(
    feature: &Feature,
    key: &'static str,
    faults: &mut Vec<Fault>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    parse(&text(feature, key)?).map_err(|e| faults.push((key, e.to_string()))).ok()
}

/// What the geometry declares.
fn declaration(feature: &Feature, section: Option<SectionId>) -> Result<Declaration, String> {
    let lines = |parts: &[Vec<Position>]| {
        let part = |(i, part): (usize, &Vec<Position>)| match vertices(i + 1, part) {
            Ok(part) if part.len() < 2 => Err("a line needs two vertices".to_owned()),
            read => read.map_err(|e| e.to_string()),
        };
        parts.iter().enumerate().map(part).collect::<Result<Vec<_>, String>>()
    };
    let rings = |rings: &[Vec<Position>]| {
        rings.iter().enumerate().map(|(i, r)| ring(i + 1, r)).collect::<Result<Vec<_>, String>>()
    };
    match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::LineString { coordinates }) => {
            Ok(Declaration::Drawn { section, parts: lines(std::slice::from_ref(coordinates))? })
        }
        Some(GeometryValue::MultiLineString { coordinates }) => {
            Ok(Declaration::Drawn { section, parts: lines(coordinates)? })
        }
        Some(GeometryValue::Polygon { coordinates }) => {
            Ok(Declaration::Land { section, polygons: vec![rings(coordinates)?] })
        }
        Some(GeometryValue::MultiPolygon { coordinates }) => {
            let polygons =
                coordinates.iter().map(|polygon| rings(polygon)).collect::<Result<_, _>>()?;
            Ok(Declaration::Land { section, polygons })
        }
        Some(other) => Err(format!(
            "a {} is neither drawn along the line nor a village's land: a LineString or Polygon is expected",
            other.type_name()
        )),
        None => Err("the feature has no geometry".to_owned()),
    }
}

/// A closed ring of at least three corners.
fn ring(number: usize, positions: &[Position]) -> Result<Vec<LonLat>, String> {
    let ring = vertices(number, positions).map_err(|e| e.to_string())?;
    match ring.len() >= 4 && ring.first() == ring.last() {
        true => Ok(ring),
        false => Err(format!(
            "ring {number} is not closed: at least four positions are needed, the last equal to the first"
        )),
    }
}
