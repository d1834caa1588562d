//! Who could take what nobody keeps on the real line: a work list, proposals, and a map of them.
//!
//! `cargo run --release --example fill_gaps`

use std::path::Path;

use border_coverage::assign::{Proposal, ProposalOptions};
use border_coverage::{DataSet, Lang, Length, Report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let assigner = data.state(None, None)?.assigner().reaching(Length::from_km(10.0)?);

    let list = assigner.work_list(3)?;
    println!("{} gaps and {} markers are left", list.gaps.len(), list.markers.len());
    assert_eq!((list.gaps.len(), list.markers.len()), (15, 14));
    for gap in &list.gaps[..3] {
        let near: Vec<&str> = gap.nearest.iter().map(|near| near.village.as_str()).collect();
        let (rank, from, length, share) = (gap.rank, &gap.from, gap.length(), gap.share_after);
        println!("  {rank}. {} {from}: {length} → {share}: ask {}", gap.section, near.join(", "));
    }
    assert_eq!(list.gaps_to_reach(0.95), Some(4));

    let found = assigner.propose(&ProposalOptions::default())?;
    let style = data.csv_style();
    println!("proposed, as rows of registrations.csv:");
    println!("  {}", style.line(Proposal::COLUMNS));
    for proposal in found.proposals.iter().take(3) {
        println!("  {}", style.line(proposal.fields(style.mark)));
    }
    let proposed = Length::checked_sum(found.proposals.iter().map(|p| p.span.length()));
    let left = Length::checked_sum(found.unfilled.iter().map(|left| left.span.length()));
    let (proposed, left) = (proposed.unwrap_or_default(), left.unwrap_or_default());
    println!("kept: {} before, {} after", found.before.share(), found.after.share());
    assert_eq!((proposed + left).km(), "35.000");
    assert_eq!(found.after.registered(), found.before.registered() + proposed);

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/maps");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("proposals.geojson");
    std::fs::write(&path, assigner.proposals_geojson(&found, Lang::English, Report::DECIMALS)?)?;
    println!("{} written", path.display());
    Ok(())
}
