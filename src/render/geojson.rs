//! `map.geojson`: RFC 7946, styled by the simplestyle-spec, stretches that tile the border.

use geo_types::MultiLineString;
use serde_json::{Value, json};

use crate::geodesy::{Edge, LonLat};
use crate::report::{MapMarker, MapProposal, MapStretch, MapVillage, MapWork, Report};

/// Colours that eyes which cannot tell red from green tell apart (Okabe and Ito, *Color Universal
/// Design*, 2008).
const GREEN: &str = "#009e73";
const BLUE: &str = "#0072b2";
const VERMILION: &str = "#d55e00";
const PURPLE: &str = "#cc79a7";
const GREY: &str = "#666666";

/// Decimals of a degree: a tenth of a millimetre, so that stretches read back with their length.
const DECIMALS: i32 = 9;

/// The map, one feature a line.
pub(crate) fn map(report: &Report) -> Vec<u8> {
    let head = json!({
        "title": report.title,
        "date": report.date,
        "survey": report.survey,
        "attribution": report.attribution,
    });
    let map = &report.map;
    let features = map
        .stretches
        .iter()
        .map(stretch)
        .chain(map.proposals.iter().map(proposal))
        .chain(map.markers.iter().map(marker))
        .chain(map.villages.iter().map(village))
        .chain(map.works.iter().map(work));
    let mut out = String::from("{\"type\":\"FeatureCollection\"");
    if let Value::Object(members) = head {
        for (key, value) in members.iter().filter(|(_, value)| !value.is_null()) {
            out.push_str(&format!(",\n{}:{value}", json!(key)));
        }
    }
    out.push_str(",\n\"features\":[\n");
    let lines: Vec<String> = features.map(|feature| feature.to_string()).collect();
    out.push_str(&lines.join(",\n"));
    out.push_str("\n]}\n");
    out.into_bytes()
}

fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn stretch(stretch: &MapStretch) -> Value {
    let (kind, colour, width) = match stretch.villages.len() {
        0 => ("unregistered", VERMILION, 6),
        1 => ("registered", GREEN, 3),
        _ => ("shared", BLUE, 5),
    };
    let villages: Vec<&str> = stretch.villages.iter().map(crate::id::VillageId::as_str).collect();
    let who = if villages.is_empty() { "nobody".to_owned() } else { villages.join(", ") };
    feature(
        &lines(&stretch.geometry),
        &json!({
            "kind": kind,
            "section": stretch.section,
            "from": stretch.from,
            "to": stretch.to,
            "from_mm": stretch.from_mm,
            "to_mm": stretch.to_mm,
            "length_mm": stretch.length_mm,
            "villages": villages,
            "title": format!("{} – {}: {} km", stretch.from, stretch.to, stretch.length_mm.km()),
            "description": format!("{kind}: {who}"),
            "stroke": colour,
            "stroke-width": width,
            "stroke-opacity": 1.0,
        }),
    )
}

/// A proposal, drawn over the gap that it lies in.
fn proposal(map: &MapProposal) -> Value {
    let row = &map.proposal;
    feature(
        &lines(&map.geometry),
        &json!({
            "kind": "proposed",
            "section": row.section,
            "from": row.from,
            "to": row.to,
            "from_mm": row.from_mm,
            "to_mm": row.to_mm,
            "length_mm": row.length_mm,
            "villages": [row.village],
            "title": format!("{} – {}: {} km", row.from, row.to, row.length_mm.km()),
            "description": format!("proposed to {}, {:.0} m away on average", row.village, row.mean_m),
            "stroke": PURPLE,
            "stroke-width": 2,
            "stroke-opacity": 1.0,
        }),
    )
}

fn marker(marker: &MapMarker) -> Value {
    let state = if marker.registered { "kept" } else { "not kept by anybody" };
    feature(
        &point(marker.at),
        &json!({
            "kind": "marker",
            "section": marker.section,
            "marker": marker.marker,
            "registered": marker.registered,
            "title": format!("Marker {}", marker.marker),
            "description": format!("{}: {state}", marker.section),
            "marker-color": if marker.registered { GREEN } else { VERMILION },
            "marker-size": "small",
        }),
    )
}

fn village(village: &MapVillage) -> Value {
    feature(
        &point(village.at),
        &json!({
            "kind": "village",
            "village": village.village,
            "name": village.name,
            "kept_mm": village.kept_mm,
            "title": village.name,
            "description": format!("keeps {} km", village.kept_mm.km()),
            "marker-color": GREY,
            "marker-size": "small",
            "marker-symbol": "village",
        }),
    )
}

fn work(work: &MapWork) -> Value {
    feature(
        &point(work.at),
        &json!({
            "kind": "work",
            "work": work.work,
            "name": work.name,
            "registered": work.registered,
            "title": work.name.as_deref().unwrap_or(work.work.as_str()),
            "marker-color": if work.registered { GREEN } else { VERMILION },
            "marker-size": "medium",
            "marker-symbol": "square",
        }),
    )
}

fn point(at: LonLat) -> Value {
    json!({ "type": "Point", "coordinates": <[f64; 2]>::from(at.rounded(DECIMALS)) })
}

/// A line, or several: parts, and pieces cut at the antimeridian (RFC 7946, section 3.1.9).
fn lines(geometry: &MultiLineString) -> Value {
    let mut pieces: Vec<Vec<[f64; 2]>> = Vec::new();
    for part in &geometry.0 {
        let mut piece: Vec<[f64; 2]> = Vec::new();
        for vertex in part.coords().filter_map(|&c| LonLat::try_from(c).ok()) {
            if let Some(([end, start], lat)) = piece.last().and_then(|&from| crossing(from, vertex))
            {
                piece.push([end, lat]);
                pieces.push(std::mem::take(&mut piece));
                piece.push([start, lat]);
            }
            piece.push(vertex.rounded(DECIMALS).into());
        }
        pieces.push(piece);
    }
    if let [one] = pieces.as_slice() {
        return json!({ "type": "LineString", "coordinates": one });
    }
    json!({ "type": "MultiLineString", "coordinates": pieces })
}

/// Where the geodesic between two vertices crosses the antimeridian, if it does: the longitudes
/// with which one piece ends and the next starts, and the latitude.
fn crossing([lon, lat]: [f64; 2], to: LonLat) -> Option<([f64; 2], f64)> {
    // Over a pole the longitude jumps without crossing the antimeridian.
    if (to.lon() - lon).abs() <= 180.0 || lon.abs() == 180.0 || to.lon().abs() == 180.0 {
        return None;
    }
    let edge = Edge::new(LonLat::new(lon, lat).ok()?, to).ok()?;
    let side = lon.signum();
    let (mut low, mut high) = (0.0, edge.length());
    while high - low > 1e-5 {
        let middle = (low + high) / 2.0;
        if edge.at(middle).lon() * side > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let cut = edge.at(low).rounded(DECIMALS);
    Some(([180.0 * side, -180.0 * side], cut.lat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::line_string;

    #[test]
    fn a_line_across_the_antimeridian_is_cut_there() {
        let line =
            MultiLineString::new(vec![line_string![(x: 179.9, y: 10.0), (x: -179.9, y: 10.2)]]);
        let cut = lines(&line);
        assert_eq!(cut["type"], "MultiLineString");
        assert_eq!(cut["coordinates"][0][1][0], 180.0);
        assert_eq!(cut["coordinates"][1][0][0], -180.0);
        let lat = cut["coordinates"][0][1][1].as_f64().unwrap();
        assert!((lat - 10.1).abs() < 0.001, "{lat}");
    }
}
