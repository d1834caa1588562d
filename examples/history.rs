//! How coverage of the real border grew, registration by registration, and how long each place
//! has been kept.
//!
//! `cargo run --release --example history`

use border_coverage::{DataSet, Dated, History, Length, Share, Tenure, tenures};
use jiff::civil::{Date, date};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let (border, registry, survey) = (data.border(), data.registry(), data.survey());
    let mut sections: Vec<Vec<Dated<Date>>> = vec![Vec::new(); border.sections().len()];
    for row in registry.registrations() {
        let lie = registry.lie(border, row, survey).map_err(|refused| refused.error)?;
        for (section, span) in lie.spans {
            sections[section].push(Dated::new(span, row.since, row.until)?);
        }
    }
    let histories: Vec<History<Date>> = sections.iter().map(|rows| History::of(rows)).collect();
    let covered = |day: &Date| {
        histories.iter().fold(Length::ZERO, |sum, history| sum + history.on(day).covered)
    };
    let total = Length::from_km(400.861)?;
    let review = date(2017, 4, 25);
    for year in 2015..=2017 {
        for month in [1, 4, 7, 10] {
            let day = date(year, month, 25);
            if day <= review {
                let kept = covered(&day);
                println!(
                    "{day}: {:>14} kept, {:>8}",
                    kept.to_string(),
                    Share::of(kept, total).to_string()
                );
            }
        }
    }
    assert_eq!(covered(&review), Length::from_km(365.861)?);

    // Of the stretches kept on the day of the review, the first to have been kept without a break.
    let all: Vec<Tenure<Date>> = sections.iter().flat_map(|rows| tenures(rows, &review)).collect();
    let since = |from: Date, to: Date| {
        let those = all.iter().filter(|t| t.since.is_some_and(|s| from <= s && s < to));
        those.fold(Length::ZERO, |sum, tenure| sum + tenure.span.length())
    };
    let mut sum = Length::ZERO;
    for (from, to) in [(2015, 2016), (2016, 2017), (2017, 2018)] {
        let kept = since(date(from, 1, 1), date(to, 1, 1));
        println!("kept without a break since {from}: {kept}");
        sum = sum + kept;
    }
    assert_eq!(sum, covered(&review));
    Ok(())
}
