//! Which village is nearest to which stretch of the real line, exactly, without sampling; and a map.
//!
//! `cargo run --release --example nearest_villages`

use std::path::Path;

use border_coverage::assign::{Metric, NearerVillage, Over};
use border_coverage::{DataSet, Lang, Length, Report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let assigner = data.state(None, None)?.assigner();
    let division = assigner.division(&Over::Line, Metric::Geodesic)?;

    // The pieces tile the line.
    let total = Length::checked_sum(division.pieces.iter().map(|piece| piece.span.length()));
    assert_eq!(total, Some(Length::from_km(400.861)?));

    let mut table = division.villages.clone();
    table.sort_by_key(|row| std::cmp::Reverse(row.length));
    println!("nearest to {} villages; the longest:", table.len());
    for row in &table[..5] {
        let village = row.village.as_ref().map_or("nobody", |id| id.as_str());
        let (length, share, mean) = (row.length, row.share, row.mean.unwrap_or_default());
        println!("  {village}: {length} ({share}), on average {mean} away");
    }

    let farther = assigner.nearer(&division, Length::from_km(2.0)?)?;
    let length = Length::checked_sum(farther.iter().map(|row| row.stretch.length()));
    let length = length.unwrap_or_default();
    println!("{length} are kept by a village that lives 2 km farther off than another");
    let by = |row: &NearerVillage| row.keeper_distance - row.nearest_distance;
    assert!(farther.iter().all(|row| by(row) > Length::from_mm(1_999_000)));

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/maps");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("nearest.geojson");
    std::fs::write(&path, assigner.division_geojson(&division, Lang::English, Report::DECIMALS)?)?;
    println!("{} written", path.display());
    Ok(())
}
