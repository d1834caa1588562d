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
use crate::units::Length;

pub(super) const FILE: &str = "registrations.geojson";

/// What is wrong with a feature.
struct Fault {
    line: usize,
    field: Option<&'static str>,
    value: Option<String>,
    message: String,
}

impl Fault {
    fn problem(self, feature: usize) -> Problem {
        let message = format!("feature {feature}: {}; the feature is left out", self.message);
        let mut problem = Problem::at(Source { file: FILE, line: self.line }, message);
        if let Some(field) = self.field {
            problem = problem.field(field);
        }
        match self.value {
            Some(value) => problem.value(&value),
            None => problem,
        }
    }
}

/// Reads the drawn registrations; a feature that cannot be used is left out, the others are not.
pub(super) fn drawn(
    folder: &Path,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let Some(bytes) = read_file(folder, FILE)? else { return Ok(()) };
    let features = match features(FILE, &bytes, problems) {
        Ok(features) => features,
        Err(ReadError::Unusable { line, message, .. }) => {
            let message = format!("{message}; no feature is used");
            problems.note(Problem { line, ..Problem::in_file(FILE, message) });
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    for (i, (source, feature)) in features.into_iter().enumerate() {
        let read = feature
            .map_err(|(line, message)| vec![Fault { line, field: None, value: None, message }]);
        let entered = read.and_then(|feature| {
            let row = registration(&feature, source)?;
            registry.add_registration(row).map_err(|error| {
                let value = Some(error.value).filter(|value| !value.is_empty());
                vec![Fault {
                    line: source.line,
                    field: Some(error.field),
                    value,
                    message: error.reason.to_string(),
                }]
            })
        });
        for (nth, fault) in entered.err().into_iter().flatten().enumerate() {
            let problem = fault.problem(i + 1);
            match nth {
                0 => problems.leave_out_feature(source, problem),
                _ => problems.note(problem),
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

/// The properties of a feature, and all that is wrong with them.
struct Properties<'a> {
    feature: &'a Feature,
    line: usize,
    faults: Vec<Fault>,
}

impl Properties<'_> {
    fn fault(&mut self, field: &'static str, message: String) {
        let value = text(self.feature, field);
        self.faults.push(Fault { line: self.line, field: Some(field), value, message });
    }

    fn required<T, E: ToString>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        if text(self.feature, key).is_none() {
            self.fault(key, "the property is missing or blank: write it".to_owned());
        }
        self.optional(key, parse)
    }

    fn optional<T, E: ToString>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        parse(&text(self.feature, key)?).map_err(|e| self.fault(key, e.to_string())).ok()
    }
}

/// The registration that a feature draws, or all that is wrong with it.
fn registration(feature: &Feature, source: Source) -> Result<Registration, Vec<Fault>> {
    let mut read = Properties { feature, line: source.line, faults: Vec::new() };
    let id = read.required("registration", RegistrationId::new);
    let village = read.required("village", VillageId::new);
    let since = read.required("since", parse_date);
    let section = read.optional("section", SectionId::new);
    let until = read.optional("until", parse_date);
    let state = read.optional("state", |text| match text {
        "registered" => Ok(State::Registered),
        "recognised" => Ok(State::Recognised),
        _ => Err("the state is registered or recognised"),
    });
    let declared = declaration(feature, section);
    let declared = declared.map_err(|message| read.fault("geometry", message)).ok();
    match (id, village, since, declared) {
        (Some(id), Some(village), Some(since), Some(declared)) if read.faults.is_empty() => {
            let (state, source) = (state.unwrap_or_default(), Some(source));
            let rounding = [Length::ZERO; 2];
            Ok(Registration { id, village, declared, since, until, state, rounding, source })
        }
        _ => Err(read.faults),
    }
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
