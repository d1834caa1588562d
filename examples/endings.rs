//! What became of stretches that ended: renewed, taken over, lapsed; and since when the rest has
//! been kept without a break.
//!
//! `cargo run --release --example endings`

use std::collections::BTreeMap;

use border_coverage::audit::Becomes;
use border_coverage::cover::{Dated, Tenure, tenures};
use border_coverage::period::Period;
use border_coverage::{DataSet, Length, SectionId, State};
use jiff::civil::{Date, date};

type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// The day of the review.
const REVIEW: Date = date(2017, 4, 25);

fn main() -> Any<()> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let state = data.state(Some(REVIEW), None)?;
    endings(&state)?;
    kept_without_a_break(&state)
}

/// What became of stretches that ended; what lapsed, part by part.
fn endings(state: &State) -> Any<()> {
    let endings = state.endings(Period::ALWAYS)?;
    println!(
        "\n{} ended: {} renewed, {} taken over, {} lapsed",
        endings.ended, endings.renewed, endings.taken_over, endings.lapsed
    );
    for part in endings.parts.iter().filter(|part| part.becomes == Becomes::Lapsed) {
        let at = &part.stretch;
        let again = part.again.map(|day| format!(", kept again from {day}")).unwrap_or_default();
        println!(
            "{}: {} of {} lapsed, {} {} to {}, {}{again}",
            part.date,
            part.registration,
            part.village,
            at.section,
            at.from,
            at.to,
            at.length()
        );
    }
    assert_eq!(endings.ended, endings.renewed + endings.taken_over + endings.lapsed);
    assert_eq!(endings.lapsed, Length::from_mm(7_479_252));
    Ok(())
}

/// Of the stretches kept on the day of the review, since when.
fn kept_without_a_break(state: &State) -> Any<()> {
    let mut sections: BTreeMap<&SectionId, Vec<Dated<Date>>> = BTreeMap::new();
    for stretch in state.ledger().placed() {
        let row = stretch.registration;
        let dated = Dated::new(stretch.span, row.since, row.until)?;
        sections.entry(stretch.section).or_default().push(dated);
    }
    let all: Vec<Tenure<Date>> =
        sections.values().flat_map(|rows| tenures(rows, &REVIEW)).collect();
    println!();
    let mut sum = Length::ZERO;
    for year in 2015..=2017 {
        let began = |tenure: &&Tenure<Date>| tenure.since.is_some_and(|day| day.year() == year);
        let these = all.iter().filter(began);
        let kept = these.fold(Length::ZERO, |sum, tenure| sum + tenure.span.length());
        println!("kept without a break since {year}: {kept}");
        sum += kept;
    }
    assert_eq!(sum, state.ledger().line().registered());
    Ok(())
}
