//! Who could take what nobody keeps on the real line: a work list, proposals, and a map of them.
//!
//! `cargo run --release --example fill_gaps -- map.geojson`

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::error::Error;
use std::process::ExitCode;

use border_coverage::assign::{Proposal, ProposalOptions};
use border_coverage::period::parse_date;
use border_coverage::{DataSet, Lang, Length, Report, SurveyId};

const USAGE: &str = "fill_gaps [FILE]

  FILE  where to write the map of proposals, as GeoJSON; default: nowhere";

fn main() -> ExitCode {
    opening::run(USAGE, 1, |arguments| fill_gaps(arguments.first().map(String::as_str)))
}

fn fill_gaps(path: Option<&str>) -> Result<(), Box<dyn Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let state = data.state(Some(parse_date("2017-04-25")?), Some(&SurveyId::new("2015")?))?;
    let assigner = state.assigner().reaching(Length::from_km(10.0)?);

    let list = assigner.work_list(3)?;
    println!("{} gaps and {} markers are left", list.gaps.len(), list.markers.len());
    assert_eq!(list.markers.len(), 14);
    for gap in &list.gaps[..3] {
        let near: Vec<&str> = gap.nearest.iter().map(|near| near.village.as_str()).collect();
        println!(
            "  {}. {} {}: {} → {}: ask {}",
            gap.rank,
            gap.section,
            gap.from,
            gap.length(),
            gap.share_after,
            near.join(", ")
        );
    }
    if let Some(count) = list.gaps_to_reach(0.95) {
        println!("closing the first {count} gaps reaches 95 %");
    }

    let found = assigner.propose(&ProposalOptions::default())?;
    let style = data.csv_style();
    println!("proposed, as rows of registrations.csv:");
    println!("  {}", style.line(Proposal::COLUMNS));
    for proposal in found.proposals.iter().take(3) {
        println!("  {}", style.line(proposal.fields(style.mark)));
    }
    for left in &found.unfilled {
        println!("  left: {} from {} to {}: {}", left.span.length(), left.from, left.to, left.why);
    }
    let sum = |lengths: Vec<Length>| lengths.into_iter().fold(Length::ZERO, |a, b| a + b);
    let proposed = sum(found.proposals.iter().map(|p| p.span.length()).collect());
    let left = sum(found.unfilled.iter().map(|u| u.span.length()).collect());
    println!("kept: {} before, {} after", found.before.share(), found.after.share());
    assert_eq!((proposed + left).km(), "35.000");
    assert_eq!(found.after.registered(), found.before.registered() + proposed);

    if let Some(path) = path {
        let map = assigner.proposals_geojson(&found, Lang::English, Report::DECIMALS)?;
        opening::write_map(path, map)?;
    }
    Ok(())
}
