//! The map of a border as GeoJSON, for QGIS and any viewer; as a picture; and what a feature says.
//!
//! `cargo run --release --example map`; with `--features png` the picture is written as PNG too.

use std::error::Error;
use std::fs;
use std::path::Path;

use border_coverage::{DataSet, Lang, Length, Report};

fn main() -> Result<(), Box<dyn Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let report = data.report(None, None)?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/maps");
    fs::create_dir_all(&folder)?;

    // Degrees with seven decimals, a centimetre. QGIS takes colours from the .qml beside the map.
    let map = report.map_geojson(Lang::English, Report::DECIMALS);
    fs::write(folder.join("map.geojson"), &map)?;
    fs::write(folder.join("map.qml"), report.map_qml(Lang::English))?;
    fs::write(folder.join("map.svg"), report.map_svg(Lang::English))?;
    #[cfg(feature = "png")]
    fs::write(folder.join("map.png"), report.map_png(Lang::English, 1600)?)?;
    println!("written: {}", folder.display());

    // Every gap of the report is a feature of the map.
    let map: serde_json::Value = serde_json::from_str(&map)?;
    let features = map["features"].as_array().ok_or("a feature collection")?;
    let gaps = features.iter().filter(|f| f["properties"]["kind"] == "unregistered").count();
    println!("{} features, of which {gaps} are gaps", features.len());
    assert_eq!(gaps, report.gaps.len());
    let sum = Length::checked_sum(report.map.stretches.iter().map(|s| s.at.length()));
    assert_eq!(sum, Some(report.line.total()));
    Ok(())
}
