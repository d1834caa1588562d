//! `registrations.geojson`: stretches drawn along the line, and lands.

use geojson::{GeometryValue, Position};
use serde_json::{Value, json};

use super::collection::{feature, properties, vertices, written};
use super::entry::enter;
use super::error::ReadError;
use super::folder::File;
use super::names::names;
use super::registration_file::status;
use super::settings::Settings;
use super::table::{Layout, Row, Table, cell};
use super::tables::Tables;
use crate::geodesy::LonLat;
use crate::id::{RegistrationId, SectionId, VillageId};
use crate::problem::Problems;
use crate::registry::{Declaration, Registration, Registry};
use crate::units::Length;

const DRAWN: Layout = Layout {
    names: names!("registrations"),
    required: &["registration", "village", "since"],
    optional: &["section", "until", "state"],
    numbers: &[],
    dates: &["since", "until"],
    personal: None,
};

/// Reads the drawn registrations; a feature that cannot be used is left out, the others are not.
pub(super) fn drawn(
    tables: &Tables<'_>,
    settings: &Settings,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let table = Table::read_features(tables, &DRAWN, &[], settings, problems)?;
    table.read_each(problems, |row| registration(row, registry));
    Ok(())
}

/// The registration that a feature draws.
fn registration(row: &mut Row<'_>, registry: &mut Registry) -> Option<()> {
    let id = row.required("registration", RegistrationId::new);
    let village = row.required("village", VillageId::new);
    let since = row.day("since");
    let section = row.optional("section", SectionId::new);
    let until = row.optional_day("until");
    let status = status(row);
    let declared = declaration(row.geometry(), section.clone().flatten());
    let declared = declared.map_err(|message| row.reject("geometry", message)).ok();
    section?;
    let record = Registration {
        id: id?,
        village: village?,
        declared: declared?,
        since: since?,
        until: until?,
        status: status?,
        rounding: [Length::ZERO; 2],
        source: Some(row.source),
    };
    enter(row, registry.add_registration(record), registry)
}

/// What the geometry declares.
fn declaration(
    geometry: Option<&GeometryValue>,
    section: Option<SectionId>,
) -> Result<Declaration, String> {
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
    match geometry {
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
    if ring.len() >= 4 && ring.first() == ring.last() {
        Ok(ring)
    } else {
        Err(format!(
            "ring {number} is not closed: at least four positions are needed, the last equal to the first"
        ))
    }
}

/// The file of what is drawn; none where nothing is.
pub(super) fn file(registry: &Registry) -> Option<File> {
    let features: Vec<Value> = registry.registrations().iter().filter_map(drawing).collect();
    (!features.is_empty()).then(|| (DRAWN.names.geojson, written(&features)))
}

/// The feature that draws a registration; none of one in writing.
fn drawing(row: &Registration) -> Option<Value> {
    let (section, kind, coordinates) = match &row.declared {
        Declaration::Written { .. } => return None,
        Declaration::Drawn { section, parts } => match parts.as_slice() {
            [part] => (section, "LineString", json!(part)),
            parts => (section, "MultiLineString", json!(parts)),
        },
        Declaration::Land { section, polygons } => match polygons.as_slice() {
            [rings] => (section, "Polygon", json!(rings)),
            polygons => (section, "MultiPolygon", json!(polygons)),
        },
    };
    let properties = properties([
        ("registration", row.id.to_string()),
        ("village", row.village.to_string()),
        ("section", cell(section.as_ref())),
        ("since", row.since.to_string()),
        ("until", cell(row.until)),
        ("state", row.status.name().to_owned()),
    ]);
    Some(feature(&properties, kind, &coordinates))
}
