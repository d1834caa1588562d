//! The real border was measured anew: 91.27 % became 91.19 % on the same day, though nobody gave
//! anything up. Why, section by section.
//!
//! `cargo run --release --example resurvey`

use border_coverage::units::Share;
use border_coverage::{DataSet, RegistrationId, State, SurveyId};
use jiff::civil::{Date, date};

/// The day of the review.
const REVIEW: Date = date(2017, 4, 25);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let before = data.state(Some(REVIEW), Some(&SurveyId::new("2015")?))?;
    let after = before.within(&SurveyId::new("2017")?)?;

    println!("day         survey  registered  total       share");
    let days = [date(2015, 12, 31), date(2016, 12, 31), REVIEW];
    for row in after.days_by_surveys(&days)?.rows {
        let (registered, total) = (row.account.registered().km(), row.account.total().km());
        println!("{}  {:<6}  {registered}  {total}  {}", row.date, row.survey, row.account.share());
    }
    assert_eq!(before.ledger().line().share().to_string(), "91.27 %");
    assert_eq!(after.ledger().line().share().to_string(), "91.19 %");

    // The same rows are in force: nothing changed but the ruler.
    let rows = |state: &State| -> Vec<RegistrationId> {
        state.ledger().in_force().map(|stretch| stretch.registration.id.clone()).collect()
    };
    assert_eq!(rows(&before), rows(&after));

    println!("\nsection by section, 2015 to 2017:");
    let pairs = before.ledger().sections().iter().zip(after.ledger().sections());
    for (section, measured) in pairs {
        let (old, new) = (&section.account, &measured.account);
        println!(
            "{:<6} is {:.5} times as long: {} become {} km; its share of {} stays {}; it weighs {} \
             of the line, before {}",
            section.section,
            Share::of(new.total(), old.total()).ratio().unwrap_or(f64::NAN),
            old.registered().km(),
            new.registered().km(),
            old.share(),
            new.share(),
            Share::of(new.total(), after.ledger().line().total()),
            Share::of(old.total(), before.ledger().line().total())
        );
        assert_eq!(old.share().to_string(), new.share().to_string());
    }

    // The line of 2017 over the length of 2015 would be more than there is.
    let mixed = Share::of(after.ledger().line().registered(), before.ledger().line().total());
    println!("\nkilometres of 2017 over those of 2015: {mixed}, which is no share of anything");
    assert_eq!(mixed.to_string(), "103.64 %");
    Ok(())
}
