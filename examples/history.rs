//! How coverage of the real border grew month by month, where it is slow, what lapsed, when the
//! rest would be kept at the plain rate, and how long each place has been kept.
//!
//! `cargo run --release --example history`

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::process::ExitCode;

use border_coverage::audit::{Becomes, Every};
use border_coverage::cover::{Dated, Tenure, tenures};
use border_coverage::period::Period;
use border_coverage::{DataSet, Length, State};
use jiff::civil::{Date, date};

type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// The day of the review.
const REVIEW: Date = date(2017, 4, 25);

fn main() -> ExitCode {
    opening::run("history takes no arguments", 0, |_| history())
}

fn history() -> Any<()> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let state = data.state(Some(REVIEW), None)?;
    growth(&state)?;
    endings(&state)?;
    kept_without_a_break(&state)
}

/// Month by month; the areas that are slow; when the rest would be kept.
fn growth(state: &State) -> Any<()> {
    let progress = state.progress(Every::Month)?;
    for row in &progress.rows {
        println!(
            "{}: {:>10} km kept, {:>7}; {:>3} villages, {:>3} of {} markers, {:>4} households",
            row.day,
            row.line.covered.km(),
            row.share().to_string(),
            row.collectives,
            row.markers_registered,
            row.markers,
            row.households
        );
    }
    let last = progress.rows.last().ok_or("there is always a last row")?;
    assert_eq!(last.line.covered, Length::from_km(365.861)?);
    assert_eq!((last.collectives, last.markers_registered, last.households), (125, 173, 2_789));

    println!("\nslowest communes:");
    let mut communes: Vec<_> = progress.areas.iter().filter(|a| a.level == "commune").collect();
    communes.sort_by_key(|area| area.rank);
    for area in communes.iter().take(5) {
        let (Some(cover), Some(gained)) = (area.cover(), area.gained) else { continue };
        let stalled = if area.stalled() { ", stalled" } else { "" };
        let share = cover.share();
        println!("{:>12}: {share}, {gained} gained in 12 months{stalled}", area.area.as_str());
    }
    assert_eq!(communes[0].area.as_str(), "vang-dan");

    for forecast in &progress.forecasts {
        let Some(rate) = forecast.rate_mm_per_day() else { continue };
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

/// What became of stretches that ended; what lapsed, part by part.
fn endings(state: &State) -> Any<()> {
    let endings = state.endings(Period::ALWAYS)?;
    println!(
        "\n{} ended: {} renewed, {} taken over, {} lapsed",
        endings.ended, endings.renewed, endings.taken_over, endings.lapsed
    );
    let (survey, border) = (state.survey(), state.border());
    for part in endings.parts.iter().filter(|part| part.becomes == Becomes::Lapsed) {
        let section = border.sections()[part.section].id();
        let names = border.milestones(section, survey, REVIEW)?;
        let row = &state.registry().registrations()[part.row];
        let again = part.again.map(|day| format!(", kept again from {day}")).unwrap_or_default();
        let (from, to) = (names.address(part.span.from()), names.address(part.span.to()));
        println!(
            "{}: {} of {} lapsed, {section} {from} to {to}, {}{again}",
            part.day,
            row.id,
            row.village,
            part.span.length()
        );
    }
    assert_eq!(endings.ended, endings.renewed + endings.taken_over + endings.lapsed);
    assert_eq!(endings.lapsed, Length::from_mm(7_479_252));
    Ok(())
}

/// Of the stretches kept on the day of the review, since when.
fn kept_without_a_break(state: &State) -> Any<()> {
    let placements = state.ledger().placements();
    let mut sections: Vec<Vec<Dated<Date>>> = vec![Vec::new(); state.border().sections().len()];
    for (i, row) in state.registry().registrations().iter().enumerate() {
        for &(section, span) in placements.of(i).map_or(&[][..], |placement| &placement.spans) {
            sections[section].push(Dated::new(span, row.since, row.until)?);
        }
    }
    let all: Vec<Tenure<Date>> = sections.iter().flat_map(|rows| tenures(rows, &REVIEW)).collect();
    println!();
    let mut sum = Length::ZERO;
    for year in 2015..=2017 {
        let began = |tenure: &&Tenure<Date>| tenure.since.is_some_and(|day| day.year() == year);
        let these = all.iter().filter(began);
        let kept = these.fold(Length::ZERO, |sum, tenure| sum + tenure.span.length());
        println!("kept without a break since {year}: {kept}");
        sum = sum + kept;
    }
    assert_eq!(sum, state.ledger().line().registered());
    Ok(())
}
