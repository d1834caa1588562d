//! Covered length as a step function of time, and how long each place has been covered.
//!
//! `cargo run --example history`
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use border_coverage::{Dated, History, Length, Measure, Span, tenures};
use jiff::civil::{Date, date};

type Any<T> = Result<T, Box<dyn Error>>;

/// Kilometres from and to, held from one day up to another, if there is one.
fn dated(from: f64, to: f64, since: Date, until: Option<Date>) -> Any<Dated<Date>> {
    let at = |km| Length::from_km(km).map(|length| Measure::ZERO + length);
    Ok(Dated::new(Span::new(at(from)?, at(to)?)?, since, until)?)
}

fn main() -> Any<()> {
    let registered = [
        dated(0.0, 40.0, date(2015, 3, 1), None)?,
        dated(30.0, 60.0, date(2016, 5, 10), Some(date(2020, 1, 1)))?,
        dated(30.0, 50.0, date(2020, 1, 1), None)?,
        dated(85.0, 95.0, date(2021, 9, 2), None)?,
    ];
    let history = History::of(&registered);
    for step in history.steps() {
        println!(
            "{}: {} covered, {} shared",
            step.since, step.figures.covered, step.figures.shared
        );
    }
    assert_eq!(history.on(&date(2019, 6, 30)).covered, Length::from_km(60.0)?);
    assert_eq!(history.on(&date(2020, 1, 1)).covered, Length::from_km(50.0)?);

    let today = date(2025, 9, 2);
    for past in tenures(&registered, &today) {
        let Some(since) = past.since else {
            println!("{}: first on {}, no longer", past.span, past.first);
            continue;
        };
        let years = since.until((jiff::Unit::Year, today))?.get_years();
        println!("{}: first on {}, for {years} years without a break", past.span, past.first);
    }
    Ok(())
}
