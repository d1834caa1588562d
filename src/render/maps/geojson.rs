//! `map.geojson`: RFC 7946, styled by the simplestyle-spec, stretches that tile the border.

use geo_types::MultiLineString;
use serde_json::{Value, json};

use super::positions::{DECIMALS, Position, bbox, pieces, point};
use super::titles::{stretch_title, village_keeps};
use crate::assign::Proposal;
use crate::border::Stretch;
use crate::geodesy::LonLat;
use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::report::{MapMarker, MapProposal, MapStretch, MapVillage, MapWork, Report};

impl Report {
    /// Decimals of a degree that maps are written with where no others are asked for: a centimetre.
    pub const DECIMALS: u8 = DECIMALS;

    /// The map as a GeoJSON feature collection (RFC 7946), titles in a language and positions
    /// rounded to `decimals` decimals of a degree: 7 are a centimetre, 9 a tenth of a millimetre,
    /// 12 the most.
    ///
    /// The properties hold every figure to the millimetre, whatever the decimals.
    pub fn map_geojson(&self, lang: Lang, decimals: u8) -> String {
        let map = Map { lang, decimals };
        let tables = &self.map;
        let features: Vec<Feature> = tables
            .stretches
            .iter()
            .map(|row| map.stretch(row))
            .chain(tables.proposals.iter().map(|row| map.proposal(row)))
            .chain(tables.markers.iter().map(|row| map.marker(row)))
            .chain(tables.villages.iter().map(|row| map.village(row)))
            .chain(tables.works.iter().map(|row| map.work(row)))
            .collect();
        let about = json!({
            "title": self.title,
            "date": self.date,
            "survey": self.survey,
            "attribution": self.attribution,
        });
        collection(about, &features)
    }
}

/// A feature collection, one feature a line, with the box around all of them; what it is about
/// goes first.
pub(super) fn collection(mut about: Value, features: &[Feature]) -> String {
    about["bbox"] = json!(bbox(features.iter().flat_map(|f| f.pieces.iter().map(Vec::as_slice))));
    let mut out = String::from("{\"type\":\"FeatureCollection\"");
    if let Value::Object(members) = about {
        for (key, value) in members.iter().filter(|(_, value)| !value.is_null()) {
            out.push_str(&format!(",\n{}:{value}", json!(key)));
        }
    }
    out.push_str(",\n\"features\":[\n");
    let lines: Vec<String> = features.iter().map(|f| f.value().to_string()).collect();
    out.push_str(&lines.join(",\n"));
    out.push_str("\n]}\n");
    out
}

/// How a map is written.
pub(super) struct Map {
    pub(super) lang: Lang,
    pub(super) decimals: u8,
}

/// One feature: lines, or a single position.
pub(super) struct Feature {
    pieces: Vec<Vec<Position>>,
    pub(super) properties: Value,
}

impl Feature {
    fn value(&self) -> Value {
        let geometry = match self.pieces.as_slice() {
            [] => Value::Null,
            [one] if one.len() == 1 => json!({ "type": "Point", "coordinates": one[0] }),
            [one] => json!({ "type": "LineString", "coordinates": one }),
            several => json!({ "type": "MultiLineString", "coordinates": several }),
        };
        json!({ "type": "Feature", "geometry": geometry, "properties": self.properties })
    }
}

impl Map {
    pub(super) fn lines(&self, geometry: &MultiLineString, properties: Value) -> Feature {
        Feature { pieces: pieces(geometry, self.decimals), properties }
    }

    fn at(&self, at: LonLat, properties: Value) -> Feature {
        Feature { pieces: vec![vec![point(at, self.decimals)]], properties }
    }

    pub(super) fn stretch(&self, stretch: &MapStretch) -> Feature {
        let state = StretchState::of(stretch);
        let villages: Vec<&str> =
            stretch.villages.iter().map(crate::id::VillageId::as_str).collect();
        let properties = json!({
            "kind": state.kind(),
            "section": stretch.at.section,
            "from": stretch.at.from,
            "to": stretch.at.to,
            "from_mm": stretch.at.span.from(),
            "to_mm": stretch.at.span.to(),
            "length_mm": stretch.at.length(),
            "villages": villages,
            "title": stretch_title(self.lang, &stretch.at.from, &stretch.at.to, stretch.at.length()),
            "description": state.description(self.lang, &villages),
            "stroke": state.colour(),
            "stroke-width": state.width(),
            "stroke-opacity": 1.0,
        });
        self.lines(&stretch.geometry, properties)
    }

    /// A proposal; it lies in a gap.
    pub(super) fn proposal(&self, map: &MapProposal) -> Feature {
        let Proposal { stretch, village, mean, .. } = &map.proposal;
        let Stretch { section, span, from, to } = stretch;
        let state = StretchState::Proposed;
        let properties = json!({
            "kind": state.kind(),
            "section": section,
            "from": from,
            "to": to,
            "from_mm": span.from(),
            "to_mm": span.to(),
            "length_mm": span.length(),
            "villages": [village],
            "title": stretch_title(self.lang, from, to, span.length()),
            "description": format!(
                "{} ({}: {:.0})",
                state.description(self.lang, &[village.as_str()]),
                self.lang.label("mean_m"),
                mean.metres()
            ),
            "stroke": state.colour(),
            "stroke-width": state.width(),
            "stroke-opacity": 1.0,
        });
        self.lines(&map.geometry, properties)
    }

    fn marker(&self, marker: &MapMarker) -> Feature {
        let state = PointKind::marker(marker);
        let properties = json!({
            "kind": "marker",
            "section": marker.section,
            "marker": marker.marker,
            "registered": marker.registered,
            "title": format!("{} {}", self.lang.label("marker"), marker.marker),
            "description": format!("{}: {}", marker.section, state.label(self.lang)),
            "marker-color": state.colour(),
            "marker-size": "small",
        });
        self.at(marker.at, properties)
    }

    fn village(&self, village: &MapVillage) -> Feature {
        let properties = json!({
            "kind": "village",
            "village": village.village,
            "name": village.name,
            "kept_mm": village.kept,
            "title": village.name,
            "description": village_keeps(self.lang, village.kept),
            "marker-color": PointKind::Village.colour(),
            "marker-size": "small",
            "marker-symbol": "village",
        });
        self.at(village.at, properties)
    }

    fn work(&self, work: &MapWork) -> Feature {
        let state = PointKind::work(work);
        let properties = json!({
            "kind": "work",
            "work": work.work,
            "name": work.name,
            "registered": work.registered,
            "title": work.name.as_deref().unwrap_or(work.work.as_str()),
            "description": state.label(self.lang),
            "marker-color": state.colour(),
            "marker-size": "medium",
            "marker-symbol": "square",
        });
        self.at(work.at, properties)
    }
}
