//! `border.geojson`: the sections of the line.

use std::collections::HashMap;
use std::path::Path;

use geojson::{Feature, GeometryValue, Position};
use serde_json::json;

use super::collection::{feature, features, number_as_text, properties, vertices, written};
use super::error::ReadError;
use super::folder::{File, Folder};
use super::suggest::meant;
use crate::border::Border;
use crate::geodesy::{LonLat, distance};
use crate::id::SectionId;
use crate::line::{JOIN, Polyline, Section, order_that_joins};
use crate::problem::{Problem, Problems, Source};
use crate::survey::Calibration;

const FILE: &str = "border.geojson";

/// Coordinates with fewer decimals than this are too coarse to say that two are one, rounded.
const FINE: usize = 5;

/// Sections of more features than this are joined in the order of the file.
const MOST_FEATURES: usize = 1_000;

/// The property at fault, if it is one, and what is wrong.
type Fault = (Option<&'static str>, String);

/// A section as it is drawn, in one feature or in several that join.
struct Drawn {
    source: Source,
    id: SectionId,
    name: Option<String>,
    parts: Vec<Vec<LonLat>>,
    has_measures: bool,
}

/// Reads the sections.
///
/// # Errors
/// When the file is missing or no section in it can be used.
pub(super) fn border(folder: &Folder, problems: &mut Problems) -> Result<Border, ReadError> {
    let Some(bytes) = folder.read(FILE)? else {
        return Err(ReadError::NoBorder { folder: folder.path().map(Path::to_owned) });
    };
    let mut drawn: Vec<Vec<Drawn>> = Vec::new();
    let mut by_id: HashMap<SectionId, usize> = HashMap::new();
    for (source, feature) in features(FILE, &bytes, problems)? {
        let feature = feature.map_err(|(line, message)| (line, (None, message)));
        let read = feature
            .and_then(|feature| section(&feature, source).map_err(|fault| (source.line, fault)));
        match read {
            Err((line, fault)) => leave_out(Source { line, ..source }, fault, problems),
            Ok(next) => {
                let i = *by_id.entry(next.id.clone()).or_insert(drawn.len());
                match drawn.get_mut(i) {
                    Some(before) => before.push(next),
                    None => drawn.push(vec![next]),
                }
            }
        }
    }
    let drawn: Vec<Drawn> =
        drawn.into_iter().filter_map(|features| joined(features, problems)).collect();
    let sources: HashMap<SectionId, Source> =
        drawn.iter().map(|section| (section.id.clone(), section.source)).collect();
    let sections = drawn.into_iter().filter_map(|drawn| finished(drawn, problems)).collect();
    let border = Border::new(sections)
        .map_err(|_| ReadError::NoSection { problems: problems.iter().cloned().collect() })?;
    for (id, doubt) in border.line_doubts() {
        warn_of_line(sources[id], id, doubt.to_string(), problems);
    }
    Ok(border)
}

fn leave_out(source: Source, (field, message): Fault, problems: &mut Problems) {
    let problem = Problem::at(source, format!("{message}; the section is left out"));
    problems.reject(source, field.into_iter().fold(problem, Problem::field));
}

impl Drawn {
    fn start(&self) -> Option<LonLat> {
        self.parts.first()?.first().copied()
    }

    fn end(&self) -> Option<LonLat> {
        self.parts.last()?.last().copied()
    }

    /// Whether another goes on where it ends.
    fn leads_to(&self, other: &Self) -> bool {
        gap(self.end(), other.start()) <= JOIN
    }
}

fn gap(a: Option<LonLat>, b: Option<LonLat>) -> f64 {
    a.zip(b).map_or(f64::INFINITY, |(a, b)| distance(a, b))
}

/// The features of one section as one, in the order in which each goes on where another ends. Where
/// they have no such order, those that go on from the first, and the others are left out.
fn joined(features: Vec<Drawn>, problems: &mut Problems) -> Option<Drawn> {
    let order = order_of(&features);
    let in_file: Vec<usize> = (0..features.len()).collect();
    if order.as_ref().is_some_and(|order| *order != in_file) {
        let first = features.first()?;
        let message = "its features are taken in the order in which each goes on where another \
                       ends, which is not that of the file: the section starts where this order \
                       starts";
        warn_of_line(first.source, &first.id, message.to_owned(), problems);
    }
    let mut features: Vec<Option<Drawn>> = features.into_iter().map(Some).collect();
    let order = order.unwrap_or(in_file);
    let mut ordered = order.into_iter().filter_map(|i| features.get_mut(i)?.take());
    let mut whole = ordered.next()?;
    for next in ordered {
        if whole.leads_to(&next) {
            whole.parts.extend(next.parts);
            whole.has_measures |= next.has_measures;
        } else {
            leave_out(next.source, stands_twice(&whole, &next), problems);
        }
    }
    Some(whole)
}

/// The order in which each feature goes on where the one before ends, if there is one.
fn order_of(features: &[Drawn]) -> Option<Vec<usize>> {
    let ends = features.iter().map(|feature| feature.start().zip(feature.end()));
    order_that_joins(&ends.collect::<Option<Vec<_>>>()?, MOST_FEATURES)
}

/// Why a feature does not go on with its section.
fn stands_twice(section: &Drawn, next: &Drawn) -> Fault {
    let advice = if gap(section.end(), next.end()) <= JOIN {
        "or reverse its positions, and it goes on where the section ends".to_owned()
    } else {
        let gap = gap(section.end(), next.start());
        format!("it does not go on where the section ends, {:.3} km away", gap / 1e3)
    };
    let message = format!("section {} stands twice: give each an id of its own; {advice}", next.id);
    (Some("section"), message)
}

/// The section of a drawing; a ring that is open by no more than its coordinates are rounded is
/// closed. What is to be said of it is said.
fn finished(mut drawn: Drawn, problems: &mut Problems) -> Option<Section> {
    let (source, id) = (drawn.source, drawn.id);
    if let Some(gap) = close_ring(&mut drawn.parts) {
        let message = format!(
            "the ends lie {gap:.3} m apart, no more than the coordinates are rounded: read as a \
             ring; write the last position like the first"
        );
        warn_of_line(source, &id, message, problems);
    }
    if drawn.has_measures {
        let message = "the fourth number of positions, a measure, is not used: write measures as \
                       controls of a survey in controls.csv";
        warn_of_line(source, &id, message.to_owned(), problems);
    }
    let line = match usable(&drawn.parts) {
        Ok(line) => line,
        Err(fault) => {
            leave_out(source, fault, problems);
            return None;
        }
    };
    let repeated = line.repeated_vertices();
    if repeated > 0 {
        let message =
            format!("{repeated} vertices repeat the one before them and are not used: remove them");
        warn_of_line(source, &id, message, problems);
    }
    Some(Section::new(id, drawn.name, line))
}

/// Closes a ring whose ends differ by one in the last decimal of its coordinates, and returns how
/// far they were apart in metres.
fn close_ring(parts: &mut [Vec<LonLat>]) -> Option<f64> {
    let first = *parts.first()?.first()?;
    let last = *parts.last()?.last()?;
    let gap = distance(first, last);
    let apart = (first.lon() - last.lon()).abs().max((first.lat() - last.lat()).abs());
    // Far more than any rounding: no need to count decimals.
    if first == last || apart > 1.5 * 10_f64.powi(-(FINE as i32)) {
        return None;
    }
    let decimals = |number: f64| number.to_string().split_once('.').map_or(0, |(_, d)| d.len());
    let of = |point: &LonLat| decimals(point.lon()).max(decimals(point.lat()));
    let decimals = parts.iter().flatten().map(of).max()?;
    let edges: usize = parts.iter().map(|part| part.len().saturating_sub(1)).sum();
    if decimals < FINE || edges < 3 || apart > 1.5 * 10_f64.powi(-(decimals as i32)) {
        return None;
    }
    *parts.last_mut()?.last_mut()? = first;
    Some(gap)
}

/// A line with a length in millimetres.
fn usable(parts: &[Vec<LonLat>]) -> Result<Polyline, Fault> {
    let geometry = Some("geometry");
    let line = Polyline::new(parts).map_err(|e| (geometry, e.to_string()))?;
    Calibration::ground(line.end()).map_err(|e| (geometry, e.to_string()))?;
    Ok(line)
}

fn warn_of_line(source: Source, section: &SectionId, message: String, problems: &mut Problems) {
    let problem = Problem::at(source, message).field("geometry");
    problems.warn(problem.value(section.as_str()));
}

/// The section that a feature draws.
fn section(feature: &Feature, source: Source) -> Result<Drawn, Fault> {
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
    let positions: Vec<&[Position]> =
        match feature.geometry.as_ref().map(|geometry| &geometry.value) {
            Some(GeometryValue::LineString { coordinates }) => vec![coordinates],
            Some(GeometryValue::MultiLineString { coordinates }) => {
                coordinates.iter().map(Vec::as_slice).collect()
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
    let has_measures = positions.iter().copied().flatten().any(|p| p.as_slice().len() > 3);
    let parts = positions.iter().enumerate().map(|(i, part)| vertices(i + 1, part));
    let parts: Vec<Vec<LonLat>> =
        parts.collect::<Result<_, _>>().map_err(|e| (geometry, e.to_string()))?;
    usable(&parts)?;
    Ok(Drawn { source, id, name: text("name"), parts, has_measures })
}

/// The section that a text names.
pub(super) fn known_section(border: &Border, text: &str) -> Result<SectionId, String> {
    let id = SectionId::new(text).map_err(|error| error.to_string())?;
    let known = border.section(&id).is_ok();
    let names = border.sections().iter().map(|section| (section.id().as_str(), section.name()));
    let unknown = || {
        let hint = meant(text, names).unwrap_or_default();
        format!("no section of border.geojson has this id: correct it{hint}")
    };
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
