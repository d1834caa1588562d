//! Which village is nearest to which stretch of the real line, and who keeps what another is much
//! nearer to; written as a map.
//!
//! `cargo run --release --example nearest_villages -- map.geojson`

use border_coverage::{
    Assigner, DataSet, Error, Ledger, Length, Metric, Over, SurveyId, parse_date,
};
use serde_json::{Value, json};

/// Colours that all eyes tell apart (Okabe and Ito, *Color Universal Design*, 2008).
const COLOURS: [&str; 6] = ["#009e73", "#0072b2", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9"];

fn main() -> Result<(), Error> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let (border, registry) = (data.border(), data.registry());
    let ledger =
        Ledger::close(border, registry, &SurveyId::new("2015")?, parse_date("2017-04-25")?)?;
    let assigner = Assigner::new(border, registry, &ledger);

    let division = assigner.division(Over::Line, Metric::Direct)?;
    let total = division.pieces.iter().fold(Length::ZERO, |sum, piece| sum + piece.span.length());
    assert_eq!(total.km(), "400.861");

    let mut table = assigner.table(&division)?;
    table.sort_by_key(|row| std::cmp::Reverse(row.length));
    println!("{} pieces, nearest to {} villages; the longest:", division.pieces.len(), table.len());
    for row in &table[..5] {
        let village = row.village.as_ref().map_or("nobody", |id| id.as_str());
        println!(
            "  {village}: {} ({}), on average {:.0} m away",
            row.length,
            row.share,
            row.mean_m.unwrap_or(0.0)
        );
    }
    let farther = assigner.nearer(&division, Length::from_km(2.0)?)?;
    let length = farther.iter().fold(Length::ZERO, |sum, row| sum + row.span.length());
    println!("{length} are kept by a village that lives 2 km farther off than another");

    let mut features = Vec::new();
    for piece in &division.pieces {
        let geometry = border.geometry(piece.section, piece.span, ledger.survey())?;
        let lines: Vec<Vec<[f64; 2]>> =
            geometry.0.iter().map(|part| part.coords().map(|c| [c.x, c.y]).collect()).collect();
        let name = piece.village.map_or("nobody", |i| registry.villages()[i].name.as_str());
        let colour = piece.village.map_or("#666666", |i| COLOURS[i % COLOURS.len()]);
        features.push(json!({
            "type": "Feature",
            "geometry": { "type": "MultiLineString", "coordinates": lines },
            "properties": {
                "kind": "nearest", "title": name, "length_mm": piece.span.length(),
                "stroke": colour, "stroke-width": 4,
            },
        }));
    }
    write(&features);
    Ok(())
}

/// Writes a map to the path given, if one is.
fn write(features: &[Value]) {
    if let Some(path) = std::env::args().nth(1) {
        let map = json!({ "type": "FeatureCollection", "features": features });
        match std::fs::write(&path, map.to_string()) {
            Ok(()) => println!("{path} written"),
            Err(reason) => println!("{path} could not be written: {reason}"),
        }
    }
}
