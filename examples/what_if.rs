//! Adds and drops villages and sees the figure move, without changing what is registered.
//!
//! `cargo run --example what_if`, or with a plan of your own, kilometres from and to:
//! `cargo run --example what_if -- -"Na Ten" +"Lao Chai":70:82.5`
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use border_coverage::{Change, CoverIndex, Length, Measure, Share, Span};

type Any<T> = Result<T, Box<dyn Error>>;

fn span(from_km: f64, to_km: f64) -> Any<Span> {
    let at = |km| Length::from_km(km).map(|length| Measure::ZERO + length);
    Ok(Span::new(at(from_km)?, at(to_km)?)?)
}

/// `-NAME` drops a village, `+NAME:FROM:TO` adds one.
fn change(text: &str) -> Any<Change<String>> {
    if let Some(name) = text.strip_prefix('-') {
        return Ok(Change::Remove(name.to_owned()));
    }
    let mut parts = text.strip_prefix('+').ok_or("a change starts with + or -")?.split(':');
    let mut next = || parts.next().ok_or("a village is added as +NAME:FROM:TO");
    let (name, from, to) = (next()?, next()?.parse()?, next()?.parse()?);
    Ok(Change::Insert(name.to_owned(), span(from, to)?))
}

fn main() -> Any<()> {
    let line = span(0.0, 100.0)?;
    let registered: CoverIndex<String> = [
        ("Na Ten".to_owned(), span(0.0, 40.0)?),
        ("Ta Kho".to_owned(), span(30.0, 60.0)?),
        ("Pha Long".to_owned(), span(85.0, 95.0)?),
    ]
    .into_iter()
    .collect();

    let given: Vec<String> = std::env::args().skip(1).collect();
    let plan = if given.is_empty() {
        vec!["-Na Ten".to_owned(), "+Lao Chai:55:90".to_owned(), "+Sin Chai:0:15".to_owned()]
    } else {
        given.clone()
    };

    println!("now {} ({})", registered.covered(), Share::of(registered.covered(), line.length()));
    let mut changes = Vec::new();
    for text in &plan {
        changes.push(change(text)?);
        let figures = registered.what_if(&changes);
        let share = Share::of(figures.covered, line.length());
        println!("{text}: {} ({share}), {} shared", figures.covered, figures.shared);
    }
    // Nothing was changed.
    assert_eq!(registered.covered(), Length::from_km(70.0)?);
    if given.is_empty() {
        assert_eq!(registered.what_if(&changes).covered, Length::from_km(80.0)?);
    }
    Ok(())
}
