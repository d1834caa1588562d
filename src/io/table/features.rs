//! The features of a GeoJSON file as rows: their properties are the cells.

use serde_json::Value;
use std::collections::BTreeSet;

use super::data::Table;
use super::layout::Layout;
use super::record::{Feature, Record};
use crate::crs::Crs;
use crate::io::collection::{features, number_as_text};
use crate::io::decode::composed;
use crate::io::error::ReadError;
use crate::io::settings::Settings;
use crate::io::tables::Tables;
use crate::number::DecimalMark;
use crate::problem::{Problem, Problems, Source};

/// Properties by which map programs colour a feature (simplestyle-spec 1.1.0): not unknown.
const STYLE: [&str; 10] = [
    "title",
    "description",
    "marker-color",
    "marker-size",
    "marker-symbol",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "fill",
    "fill-opacity",
];

impl Table {
    /// Reads the features of a file, with properties named as the columns of a layout; an empty
    /// table where there is no such file.
    ///
    /// # Errors
    /// When the file is there but the system cannot read it.
    pub(in crate::io) fn read_features(
        tables: &Tables<'_>,
        layout: &Layout,
        more: &[&str],
        settings: &Settings,
        problems: &mut Problems,
    ) -> Result<Self, ReadError> {
        let file = layout.names.geojson;
        let mut table = Self::empty(file, layout, settings, Crs::default());
        let Some(bytes) = tables.folder.read(file)? else { return Ok(table) };
        let features = match features(file, &bytes, problems) {
            Ok(features) => features,
            Err(ReadError::Unusable { line, message, .. }) => {
                let message = format!("{message}; no feature is used");
                problems.warn(Problem { line, ..Problem::in_file(file, message) });
                return Ok(table);
            }
            Err(other) => return Err(other),
        };
        let names = layout.required.iter().chain(layout.optional).chain(more);
        table.columns = names.zip(0..).map(|(name, i)| ((*name).to_owned(), i)).collect();
        let mut unknown = BTreeSet::new();
        for (source, feature) in features {
            match feature {
                Ok(feature) => {
                    let record = table.record(source, feature, &mut unknown);
                    table.rows.push(record);
                }
                Err((line, message)) => {
                    let message = format!("{message}; the feature is left out");
                    problems.reject(source, Problem::at(Source { line, ..source }, message));
                }
            }
        }
        table.warn_of_exchanged_days(layout, problems);
        for name in unknown {
            let message = match name.as_str() {
                "lon" | "lat" => "not used: the geometry tells the place",
                _ => "unknown property, not used; check its spelling",
            };
            problems.warn(Problem::in_file(file, message).field(&name));
        }
        Ok(table)
    }

    /// A feature as a row; properties that are none of its columns go to `unknown`.
    fn record(
        &self,
        source: Source,
        feature: geojson::Feature,
        unknown: &mut BTreeSet<String>,
    ) -> Record {
        let mut cells = vec![String::new(); self.columns.len()];
        for (name, value) in feature.properties.into_iter().flatten() {
            let name = composed(name.trim());
            let placed = ["lon", "lat"].contains(&name.as_str());
            match self.columns.get(&name).filter(|_| !placed) {
                Some(&i) => cells[i] = cell(&value, self.mark),
                None if STYLE.contains(&name.as_str()) => {}
                None => drop(unknown.insert(name)),
            }
        }
        let geometry = feature.geometry.map(|geometry| geometry.value);
        Record { source, cells, faults: Vec::new(), feature: Some(Feature { geometry }) }
    }
}

/// A property as a cell: numbers, which JSON writes with a point, in the data set's decimal mark.
fn cell(value: &Value, mark: DecimalMark) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => mark.write(number_as_text(number)),
        other => other.to_string(),
    }
}
