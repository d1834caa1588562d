//! From a point to its address on the border, and back.
//!
//! `cargo run --release --example locate -- [LON LAT]`

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::process::ExitCode;

use border_coverage::geodesy::distance;
use border_coverage::{DataSet, Error, LonLat};
use jiff::civil::date;

const USAGE: &str = "locate [LON LAT]

  LON LAT  degrees east and north, as 102.2345 22.2801, which is the default";

fn main() -> ExitCode {
    opening::run(USAGE, 2, |numbers| {
        let degrees = |text: &String| {
            text.parse::<f64>().map_err(|_| format!("{text} is no number of degrees\n\n{USAGE}"))
        };
        let point = match numbers {
            [] => LonLat::new(102.2345, 22.2801)?,
            [lon, lat] => LonLat::new(degrees(lon)?, degrees(lat)?)?,
            _ => return Err(format!("a longitude alone is no point\n\n{USAGE}").into()),
        };
        let apart = locate(point)?;
        assert!(apart < 0.001, "{apart} m apart");
        Ok(())
    })
}

/// Prints the address of the place nearest to a point; returns how far from that place the
/// address leads back to, in metres.
fn locate(point: LonLat) -> Result<f64, Error> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let (border, survey, day) = (data.border(), data.survey(), date(2017, 4, 25));
    let feet = border.sections().iter().map(|section| (section, section.line().nearest(point)));
    let Some((section, foot)) = feet.min_by(|a, b| a.1.distance.total_cmp(&b.1.distance)) else {
        return Ok(0.0); // a border has at least one section
    };
    let measure = border.calibration(section.id(), survey)?.measure(foot.place);
    let address = border.milestones(section.id(), survey, day)?.address(measure);
    println!("{}: {address}, {:.1} m from the point", section.id(), foot.distance);
    println!("  {} from the start in survey {survey}", measure.from_start());
    println!("  {:.3} m from the start on the ground", foot.place.metres());

    let back = border.point(section.id(), &address, survey, day)?;
    println!("  {:.7}, {:.7}", back.lon(), back.lat());
    Ok(distance(back, foot.at))
}
