//! From a point to its address on the border, and back.
//!
//! `cargo run --release --example locate`

use border_coverage::geodesy::distance;
use border_coverage::{DataSet, LonLat};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let (border, survey, day) = (data.border(), data.survey(), date(2017, 4, 25));
    let point = LonLat::new(102.2345, 22.2801)?;

    let nearest = border.nearest(point);
    let (section, foot) = (nearest.section(), nearest.foot());
    let (measure, address) = (nearest.measure(survey)?, nearest.address(survey, day)?);
    println!("{}: {address}, {:.1} m from the point", section.id(), foot.distance);
    println!("  {} from the start in survey {survey}", measure.from_start());
    println!("  {:.3} m from the start on the ground", foot.place.metres());
    assert_eq!(address.to_string(), "9+608.894 m");
    assert_eq!(measure.from_start().to_string(), "21.011770 km");

    let back = border.point(section.id(), &address, survey, day)?;
    println!("  {:.7}, {:.7}", back.lon(), back.lat());
    // Measures are whole millimetres.
    assert!(distance(back, foot.at) < 0.001);
    Ok(())
}
