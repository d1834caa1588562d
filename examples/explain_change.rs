//! Why a figure differs from that of another day, or in another survey: parts that add up.
//!
//! `cargo run --release --example explain_change`

use border_coverage::audit::{ExplainedPart, Explanation, Figure};
use border_coverage::{DataSet, Length, SurveyId};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let review = data.state(Some(date(2017, 4, 25)), Some(&SurveyId::new("2015")?))?;

    println!("The year before the review: what was promised, and what was given up.");
    let year = review.explain_from(&review.on(date(2016, 4, 25))?)?;
    print(&year);
    let registered = year.figure(Figure::Registered);
    assert_eq!(registered.before, Some(Length::from_mm(323_596_066)));
    assert_eq!(registered.after, Some(Length::from_km(365.861)?));
    assert_eq!(registered.part(ExplainedPart::Added), Length::from_mm(49_744_186));
    assert_eq!(registered.part(ExplainedPart::Ended), Length::from_mm(-7_479_252));
    // What each registration did adds up to the difference.
    let changes = year.changes.iter().map(|change| change.change(Figure::Registered));
    assert_eq!(Length::checked_sum(changes), Some(registered.length));

    println!("\nThe same day in the survey of 2017: the share falls, and nothing was given up.");
    let anew = review.within(&SurveyId::new("2017")?)?;
    let remeasured = anew.explain_from(&review)?;
    print(&remeasured);
    let (before, after) = (review.ledger().line().share(), anew.ledger().line().share());
    println!("registered share: {before} became {after}");
    assert_eq!((before.to_string().as_str(), after.to_string().as_str()), ("91.27 %", "91.19 %"));
    for difference in &remeasured.line.figures {
        let parts = difference.parts.iter().map(|part| part.part);
        assert!(parts.eq([ExplainedPart::LineRemeasured]), "{difference:?}");
    }
    assert!(remeasured.changes.is_empty(), "no registration did anything");
    assert_eq!(remeasured.figure(Figure::Total).length, Length::from_km(54.712)?);
    Ok(())
}

/// Every figure of the line with its parts.
fn print(explained: &Explanation) {
    let km = |length: Option<Length>| length.map_or_else(|| "–".to_owned(), Length::km);
    for difference in &explained.line.figures {
        let name = format!("{:?}", difference.figure).to_lowercase();
        println!("{name:>12} {} → {} km", km(difference.before), km(difference.after));
        for part in &difference.parts {
            println!("{:>27} km  {:?}", part.length.km(), part.part);
        }
    }
    println!("{} changes by registrations", explained.changes.len());
}
