//! Coverage from Rust alone, without files: a dyke, two teams, one account.
//!
//! `cargo run --release --example coverage`

use border_coverage::number::DecimalMark;
use border_coverage::{
    Address, Border, Error, Polyline, Registration, RegistrationId, Registry, Section, SectionId,
    State, SurveyId, Village, VillageId,
};
use geo_types::line_string;
use jiff::civil::date;

fn main() -> Result<(), Error> {
    let line = line_string![(x: 5.10, y: 52.30), (x: 5.12, y: 52.31), (x: 5.15, y: 52.31)];
    let dyke = SectionId::new("dyke")?;
    let border = Border::new(vec![Section::new(dyke.clone(), None, Polyline::try_from(&line)?)])?;

    let mut registry = Registry::default();
    for (team, from, to) in [("north", "start", "km 1.5"), ("south", "km 1.2", "km 3.25")] {
        let village = VillageId::new(team)?;
        registry.add_village(Village::new(village.clone(), team))?;
        let ends =
            (Address::parse(from, DecimalMark::Point)?, Address::parse(to, DecimalMark::Point)?);
        let id = RegistrationId::new(team)?;
        let since = date(2024, 1, 1);
        registry.add_registration(Registration::written(id, village, dyke.clone(), ends, since))?;
    }

    let state = State::close(border, registry, &SurveyId::ground(), date(2024, 6, 1))?;
    let ledger = state.ledger();
    let account = ledger.line();
    println!("{} of {} kept, {}", account.registered(), account.total(), account.share());
    for team in ledger.villages() {
        println!("{}: {}, of which {} alone", team.village, team.kept, team.sole);
    }
    println!("{} kept by both teams, {} by nobody", account.shared(), account.unregistered());
    assert_eq!(account.registered().mm(), 3_250_000);
    assert_eq!(account.shared().mm(), 300_000);
    assert_eq!(account.registered() + account.unregistered(), account.total());
    Ok(())
}
