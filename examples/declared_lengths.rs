//! Why declared lengths do not add up to what is kept: stretches counted again, and lengths of
//! another survey.
//!
//! `cargo run --release --example declared_lengths`

use border_coverage::{DataSet, Length, SurveyId};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let before = data.state(Some(date(2017, 4, 25)), Some(&SurveyId::new("2015")?))?;
    let after = before.within(&SurveyId::new("2017")?)?;

    println!("what was declared in one survey, in that of 2017:");
    for row in after.carried()? {
        println!(
            "{:<6} declared in {}: {:>3} rows, {:>10} km there, {:>10} here, {:>9} more, {:>9} of \
             it not by the plain scale",
            row.section,
            row.survey,
            row.rows,
            row.own.km(),
            row.carried.km(),
            row.residual.km(),
            row.beyond_scale.km()
        );
        // Without controls there is nothing but the scale, and rounding.
        assert!(row.beyond_scale.mm().abs() <= 2 * row.rows as i64);
    }

    println!("\ndeclared lengths added up, over each survey:");
    for state in [&before, &after] {
        let naive = state.naive()?;
        let line = naive.line;
        println!(
            "{}: {} of {} km are {}; registered are {}: {} km are counted again, {} km come of the \
             surveys",
            state.survey(),
            line.declared.km(),
            line.total.km(),
            line.share(),
            state.ledger().line().share(),
            line.again.km(),
            line.of_surveys.km()
        );
        assert_eq!(line.declared - line.registered, line.again + line.of_surveys);
        assert_eq!(line.declared, Length::from_mm(393_388_362));
        for section in &naive.sections {
            for cause in section.causes.iter().take(3) {
                println!(
                    "    {} is above 100 %: {} declares {} km in {}, of which {} are counted again",
                    section.section,
                    cause.registration,
                    cause.declared.km(),
                    cause.survey,
                    cause.again.km()
                );
            }
        }
    }

    for one in after.intervals()? {
        println!(
            "{} in {} from {} to {}: {} km declared, {} measured, {:.5}",
            one.section,
            one.survey,
            one.from,
            one.to,
            one.declared.km(),
            one.measured.km(),
            one.ratio.unwrap_or(f64::NAN)
        );
        assert_eq!(one.deviation, Length::ZERO);
    }
    Ok(())
}
