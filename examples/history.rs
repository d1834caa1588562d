//! How coverage of the real border grew month by month, where it is slow, and when the rest would
//! be kept at the plain rate.
//!
//! `cargo run --release --example history`

use border_coverage::audit::Every;
use border_coverage::{DataSet, Length};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let state = data.state(Some(date(2017, 4, 25)), None)?;
    let progress = state.progress(Every::Month)?;
    for row in &progress.rows {
        println!(
            "{}: {:>10} km kept, {:>7}; {:>3} villages, {:>3} of {} markers, {:>4} households",
            row.date,
            row.registered.km(),
            row.share().to_string(),
            row.collectives,
            row.markers_registered,
            row.markers,
            row.households
        );
    }
    let last = progress.rows.last().ok_or("there is always a last row")?;
    assert_eq!(last.registered, Length::from_km(365.861)?);
    assert_eq!((last.collectives, last.markers_registered, last.households), (125, 173, 2_789));

    println!("\nslowest communes:");
    let mut communes: Vec<_> = progress.areas.iter().filter(|a| a.level == "commune").collect();
    communes.sort_by_key(|area| area.rank);
    for area in communes.iter().take(5) {
        let (Some(cover), Some(gained)) = (area.cover(), area.gained) else { continue };
        let stalled = if area.stalled { ", stalled" } else { "" };
        let share = cover.share();
        println!("{:>12}: {share}, {gained} gained in 12 months{stalled}", area.area.as_str());
    }
    assert_eq!(communes[0].area.as_str(), "vang-dan");

    for forecast in &progress.forecasts {
        let Some(rate) = forecast.rate_mm_per_day else { continue };
        let complete = forecast.complete_on.map(|day| day.to_string());
        println!(
            "at no more than the plain rate since {}, {:.1} m a day, the last {} are kept on {}",
            forecast.since,
            rate / 1e3,
            forecast.left,
            complete.unwrap_or_else(|| "no day".to_owned())
        );
    }
    let complete: Vec<_> = progress.forecasts.iter().map(|f| f.complete_on).collect();
    assert_eq!(complete, [Some(date(2017, 7, 11)), Some(date(2018, 2, 22))]);
    Ok(())
}
