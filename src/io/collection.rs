//! Feature collections: each feature is read, or fails, alone, and knows its line.

use geojson::{Feature, Position};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value, json};

use super::decode::{line_of, utf8, without_mark};
use super::error::ReadError;
use crate::geodesy::LonLat;
use crate::line::LineError;
use crate::problem::{Problem, Problems, Source};

/// A number as text: map programs keep whole numbers as reals, so `1.0` is `1`.
pub(super) fn number_as_text(number: &Number) -> String {
    match number.as_f64() {
        Some(real) if real.fract() == 0.0 && real.abs() < 1e15 => format!("{real:.0}"),
        _ => number.to_string(),
    }
}

/// A feature collection whose features are still text, so that each is read, and fails, alone.
#[derive(Deserialize)]
struct Collection<'a> {
    r#type: String,
    /// None where it is something else.
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
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
        let message = format!(
            "type is `{}`, a FeatureCollection is expected: save it again as GeoJSON from the map \
             program",
            collection.r#type
        );
        return Err(unusable(Some(1), message));
    }
    let Some(list) = collection.features else {
        let message = "the FeatureCollection has no features: write them as a list";
        return Err(unusable(Some(1), message.to_owned()));
    };
    let wgs84 = |crs: &&RawValue| ["CRS84", "4326"].iter().any(|name| crs.get().contains(name));
    if let Some(crs) = collection.crs.filter(|crs| !wgs84(crs)) {
        let message = "the coordinates are declared in another system, but GeoJSON is read as \
                       WGS 84 longitude and latitude (RFC 7946): convert them to EPSG:4326 and \
                       remove crs";
        problems.warn(Problem::in_file(file, message).field("crs").value(crs.get()));
    }
    let start = text.as_ptr() as usize;
    let mut features = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for raw in list {
        let at = (raw.get().as_ptr() as usize).saturating_sub(start).min(bytes.len());
        line += line_of(&bytes[counted.min(at)..], at.saturating_sub(counted)) - 1;
        counted = at;
        let feature = serde_json::from_str(raw.get()).map_err(|e| fault(&e, line));
        let source = Source::new(file, line).of_feature(features.len() + 1);
        features.push((source, feature));
    }
    Ok(features)
}

/// Why a feature that starts on `line` is none, and on which line: the parser counts from the
/// feature's start.
fn fault(error: &serde_json::Error, line: usize) -> (usize, String) {
    let text = error.to_string();
    let (reason, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
    let message =
        format!("not a GeoJSON feature: {reason}; draw it again, positions as [lon, lat]");
    (line + error.line().saturating_sub(1), message)
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

/// A feature, as a feature collection holds it.
pub(super) fn feature(properties: &Map<String, Value>, kind: &str, coordinates: &Value) -> Value {
    let geometry = json!({ "type": kind, "coordinates": coordinates });
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}

/// Properties of a feature; blank ones are left out.
pub(super) fn properties<'a>(
    texts: impl IntoIterator<Item = (&'a str, String)>,
) -> Map<String, Value> {
    let filled = texts.into_iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(name, text)| (name.to_owned(), Value::String(text))).collect()
}

/// The bytes of a feature collection, one feature a line.
pub(super) fn written(features: &[Value]) -> Vec<u8> {
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    let list = lines.join(",\n");
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{list}\n]}}\n").into_bytes()
}
