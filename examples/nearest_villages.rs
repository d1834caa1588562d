//! Which village is nearest to which stretch of the real line, exactly, without sampling; and a map.
//!
//! `cargo run --release --example nearest_villages`

use std::path::Path;

use border_coverage::assign::{Metric, Over};
use border_coverage::{DataSet, Lang, Length, Report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let division = data.state(None, None)?.assigner().division(Over::Line, Metric::Direct)?;

    // The pieces tile the line.
    let total = Length::checked_sum(division.pieces().iter().map(|piece| piece.span.length()));
    assert_eq!(total, Some(Length::from_km(400.861)?));

    let mut table = division.table()?;
    table.sort_by_key(|row| std::cmp::Reverse(row.length));
    println!("nearest to {} villages; the longest:", table.len());
    for row in &table[..5] {
        let village = row.village.as_ref().map_or("nobody", |id| id.as_str());
        let (length, share, mean) = (row.length, row.share, row.mean_m.unwrap_or(0.0));
        println!("  {village}: {length} ({share}), on average {mean:.0} m away");
    }

    let farther = division.nearer(Length::from_km(2.0)?)?;
    let length = Length::checked_sum(farther.iter().map(|row| row.span.length()));
    let length = length.unwrap_or_default();
    println!("{length} are kept by a village that lives 2 km farther off than another");
    assert!(farther.iter().all(|row| row.keeper_m - row.nearest_m > 1_999.0));

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/maps");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("nearest.geojson");
    std::fs::write(&path, division.map_geojson(Lang::English, Report::DECIMALS)?)?;
    println!("{} written", path.display());
    Ok(())
}
