//! Which village is nearest to which stretch of the real line, and who keeps what another is much
//! nearer to; written as a map.
//!
//! `cargo run --release --example nearest_villages -- map.geojson`

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::error::Error;
use std::process::ExitCode;

use border_coverage::assign::{Metric, Over};
use border_coverage::period::parse_date;
use border_coverage::{DataSet, Lang, Length, Report, SurveyId};

const USAGE: &str = "nearest_villages [FILE]

  FILE  where to write the map of the division, as GeoJSON; default: nowhere";

fn main() -> ExitCode {
    opening::run(USAGE, 1, |arguments| nearest_villages(arguments.first().map(String::as_str)))
}

fn nearest_villages(path: Option<&str>) -> Result<(), Box<dyn Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let state = data.state(Some(parse_date("2017-04-25")?), Some(&SurveyId::new("2015")?))?;

    let division = state.assigner().division(Over::Line, Metric::Direct)?;
    let total = division.pieces().iter().fold(Length::ZERO, |sum, piece| sum + piece.span.length());
    assert_eq!(total.km(), "400.861");

    let mut table = division.table()?;
    table.sort_by_key(|row| std::cmp::Reverse(row.length));
    println!(
        "{} pieces, nearest to {} villages; the longest:",
        division.pieces().len(),
        table.len()
    );
    for row in &table[..5] {
        let village = row.village.as_ref().map_or("nobody", |id| id.as_str());
        println!(
            "  {village}: {} ({}), on average {:.0} m away",
            row.length,
            row.share,
            row.mean_m.unwrap_or(0.0)
        );
    }
    let farther = division.nearer(Length::from_km(2.0)?)?;
    let length = farther.iter().fold(Length::ZERO, |sum, row| sum + row.span.length());
    println!("{length} are kept by a village that lives 2 km farther off than another");

    if let Some(path) = path {
        let map = division.map_geojson(Lang::English, Report::DECIMALS)?;
        opening::write_map(path, map)?;
    }
    Ok(())
}
