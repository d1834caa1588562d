//! Why a figure differs from the last one: between two days, two surveys, or two folders.
//!
//! `cargo run --release --example explain_change -- [DIR_BEFORE DIR_AFTER]`

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::process::ExitCode;

use border_coverage::audit::{ExplainedPart, Figure};
use border_coverage::io::ReportOptions;
use border_coverage::report::{ExplainTable, FigureRow};
use border_coverage::{DataSet, Length, SurveyId};
use jiff::civil::date;

type Any<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "explain_change [DIR_BEFORE DIR_AFTER]

  DIR_BEFORE DIR_AFTER  two folders, the earlier one first; default: two days and two surveys of
                        data/dien_bien";

fn main() -> ExitCode {
    opening::run(USAGE, 2, |folders| match folders {
        [] => real_border(),
        [before, after] => {
            let (before, after) = (DataSet::read(before)?, DataSet::read(after)?);
            let compare = Some(&before);
            tell(&explained(&after, &ReportOptions { compare, ..ReportOptions::default() })?);
            Ok(())
        }
        _ => Err(format!("one folder alone cannot be compared\n\n{USAGE}").into()),
    })
}

fn real_border() -> Any<()> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let review = date(2017, 4, 25);

    println!("The year before the review: what was promised, and what was given up.");
    let year = explained(
        &data,
        &ReportOptions {
            day: Some(review),
            since: Some(date(2016, 4, 25)),
            ..ReportOptions::default()
        },
    )?;
    tell(&year);
    let registered = figure(&year, Figure::Registered)?;
    assert_eq!(registered.before_mm, Some(Length::from_mm(323_596_066)));
    assert_eq!(registered.after_mm, Some(Length::from_km(365.861)?));
    assert_eq!(part(registered, ExplainedPart::Added), Length::from_mm(49_744_186));
    assert_eq!(part(registered, ExplainedPart::Ended), Length::from_mm(-7_479_252));
    // What each registration did adds up to the parts, and the parts to the difference.
    let changes = year.changes.iter().map(|change| change.registered_mm);
    assert_eq!(Length::checked_sum(changes), Some(registered.difference_mm));

    println!("\nThe same day in the survey of 2017: the share falls, and nothing was given up.");
    let (old, new) = (SurveyId::new("2015")?, SurveyId::new("2017")?);
    let before = data.report(Some(review), Some(&old))?;
    let options =
        ReportOptions { day: Some(review), survey: Some(&new), compare: Some(&data), since: None };
    let after = data.report_with(&options)?;
    let remeasured = after.explain.as_ref().ok_or("asked for")?;
    tell(remeasured);
    println!("registered share: {} became {}", before.line.share(), after.line.share());
    assert_eq!(before.line.share().to_string(), "91.27 %");
    assert_eq!(after.line.share().to_string(), "91.19 %");
    assert_eq!(remeasured.before.survey, old);
    for figure in &remeasured.line.figures {
        let only = figure.parts.iter().all(|p| p.part == ExplainedPart::LineRemeasured);
        assert!(only && figure.parts.len() == 1, "{figure:?}");
    }
    assert!(remeasured.changes.is_empty(), "no registration did anything");
    assert_eq!(figure(remeasured, Figure::Total)?.difference_mm, Length::from_km(54.712)?);
    Ok(())
}

fn explained(data: &DataSet, options: &ReportOptions<'_>) -> Any<ExplainTable> {
    data.report_with(options)?.explain.ok_or_else(|| "nothing to compare with".into())
}

fn figure(table: &ExplainTable, figure: Figure) -> Any<&FigureRow> {
    table.line.figures.iter().find(|row| row.figure == figure).ok_or_else(|| "not told".into())
}

fn part(figure: &FigureRow, part: ExplainedPart) -> Length {
    let found = figure.parts.iter().find(|row| row.part == part);
    found.map_or(Length::ZERO, |row| row.mm)
}

/// Every figure of the line with its parts.
fn tell(table: &ExplainTable) {
    for (name, state) in [("before", &table.before), ("after ", &table.after)] {
        println!("{name}: {}, survey {}, {}", state.date, state.survey, state.title);
        if state.rows_left_out > 0 {
            println!(
                "        rows left out: {}; the example report names them",
                state.rows_left_out
            );
        }
    }
    let km = |length: Option<Length>| length.map_or_else(|| "–".to_owned(), Length::km);
    for row in &table.line.figures {
        let name = format!("{:?}", row.figure).to_lowercase();
        println!("{name:>12} {} → {} km", km(row.before_mm), km(row.after_mm));
        for part in &row.parts {
            println!("{:>14} {:>12} km  {:?}", "", part.mm.km(), part.part);
        }
    }
    println!("{} changes by registrations", table.changes.len());
}
