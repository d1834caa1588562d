//! A stretch drawn on a map, and a village's land, become stretches of the real border.
//!
//! `cargo run --release --example drawn_registration`

use border_coverage::border::DrawnStretches;
use border_coverage::geodesy::Edge;
use border_coverage::{Border, DataSet, Error, LonLat, Place, SectionId, SurveyId};
use jiff::civil::{Date, date};

const DAY: Date = date(2017, 4, 25);

fn main() -> Result<(), Error> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let (border, survey) = (data.border(), data.survey());
    let laos = SectionId::new("laos")?;
    let line = border.section(&laos)?.line();
    let at = |metres: f64| -> Result<LonLat, Error> { Ok(line.at(Place::new(metres)?)?) };

    // Drawn by hand: a point every 150 m along 12 km of the border, each 60 m off; between
    // them the line winds.
    let drawing: Vec<LonLat> = (0..=80)
        .map(|i| {
            let on_line = at(100_000.0 + 150.0 * f64::from(i))?;
            let aside = LonLat::new(on_line.lon() + 0.01, on_line.lat() + 0.004)?;
            Ok(Edge::new(on_line, aside)?.at(60.0))
        })
        .collect::<Result<_, Error>>()?;
    let drawn = border.along(None, &[drawing])?;
    print("drawn along the border", border, survey, &drawn)?;
    let length: f64 = drawn.stretches.iter().map(|s| s.to.metres() - s.from.metres()).sum();
    assert!((length - 12_000.0).abs() < 120.0, "{length}");
    assert!(drawn.fit.farthest < 100.0);

    // A land of four corners across the border: what of the line lies in it.
    let (west, east) = (at(200_000.0)?, at(204_000.0)?);
    let (low, high) = (west.lat().min(east.lat()) - 0.01, west.lat().max(east.lat()) + 0.01);
    let (left, right) = (west.lon().min(east.lon()) - 0.001, west.lon().max(east.lon()) + 0.001);
    let ring = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        .into_iter()
        .map(|(lon, lat)| LonLat::new(lon, lat))
        .collect::<Result<Vec<_>, _>>()?;
    let land = border.within_land(Some(&laos), &[vec![ring]])?;
    print("a land across the border", border, survey, &land)?;
    let place = Place::new(202_000.0)?;
    assert!(land.stretches.iter().any(|s| s.from <= place && place <= s.to));
    Ok(())
}

fn print(
    what: &str,
    border: &Border,
    survey: &SurveyId,
    found: &DrawnStretches,
) -> Result<(), Error> {
    println!("{what}:");
    for (section, span) in border.measured(&found.stretches, survey)? {
        let milestones = border.milestones(&section, survey, DAY)?;
        let (from, to) = (milestones.address(span.from()), milestones.address(span.to()));
        println!("  {section}: {from} to {to}, {} in survey {survey}", span.length());
    }
    let fit = found.fit;
    println!(
        "  {:.0} of {:.0} m run along it, moved by {:.1} m on average, {:.1} m at most",
        fit.along, fit.drawn, fit.mean, fit.farthest
    );
    Ok(())
}
