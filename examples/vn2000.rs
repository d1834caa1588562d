//! The example data once more, with markers and villages as a survey of Vietnam hands them over:
//! easting and northing in VN-2000 / TM-3 103-00. The report is the same, to the millimetre.
//!
//! `cargo run --release --features proj --example vn2000`

use border_coverage::crs::Crs;
use border_coverage::geodesy::distance;
use border_coverage::{DataSet, LonLat};
use std::error::Error;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

fn main() -> Result<(), Box<dyn Error>> {
    let crs = Crs::new("EPSG:9205")?;
    let grid = crs.converter()?;
    let tripoint = grid.to_lon_lat(411_654.751, 2_478_255.186)?;
    println!("{crs} is {}", grid.name());
    if let Some((steps, accuracy)) = grid.steps() {
        let accuracy = accuracy.map_or("unknown".to_owned(), |metres| format!("{metres} m"));
        println!("  to WGS 84 by: {steps}; accuracy {accuracy}");
    }
    println!("  411654.751, 2478255.186 is {:.6}, {:.6}", tripoint.lon(), tripoint.lat());

    // The projection undone without the datum's shift.
    let own = Crs::new("EPSG:4756")?.converter()?.to_coordinates(tripoint)?;
    let off = distance(LonLat::try_from(own)?, tripoint);
    println!("  without the datum shift it would be {off:.1} m off");
    assert!((221.5..222.5).contains(&off), "{off}");

    // A straight line on the grid is not as long as the way on the ground.
    let east = grid.to_lon_lat(421_654.751, 2_478_255.186)?;
    let ground = distance(tripoint, east);
    println!("  10 km on the grid are {ground:.3} m on the ground");
    assert!((ground - 10_000.205).abs() < 0.001, "{ground}");

    let degrees = DataSet::read(format!("{DATA}/dien_bien"))?.report(None, None)?;
    let metres = DataSet::read(format!("{DATA}/dien_bien_vn2000"))?.report(None, None)?;
    println!("registered, from degrees: {} of {}", degrees.line.registered(), degrees.line.total());
    println!("registered, from metres:  {} of {}", metres.line.registered(), metres.line.total());
    assert_eq!(metres.line.registered().to_string(), "365.861 km");
    assert_eq!(metres.line, degrees.line);
    assert_eq!(metres.gaps.len(), degrees.gaps.len());
    for (one, other) in metres.gaps.iter().zip(&degrees.gaps) {
        assert_eq!(one.stretch.span, other.stretch.span);
    }
    assert!(metres.problems.is_empty() && metres.rows_left_out == 0);
    println!("every gap begins and ends on the same millimetre");
    Ok(())
}
