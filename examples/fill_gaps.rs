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
    for task in &list.gaps[..3] {
        let (rank, gap, share) = (task.rank, &task.gap.stretch, task.share_after);
        let near: Vec<&str> = task.gap.nearest.iter().map(|near| near.village.as_str()).collect();
        let (section, from, length) = (&gap.section, &gap.from, gap.length());
        println!("  {rank}. {section} {from}: {length} → {share}: ask {}", near.join(", "));
    }
    assert_eq!(list.gaps_to_reach(0.95), Some(4));

    let found = assigner.propose(&ProposalOptions::default())?;
    let style = data.csv_style();
    println!("proposed, as rows of registrations.csv:");
    println!("  {}", style.line(Proposal::COLUMNS));
    for proposal in found.proposals.iter().take(3) {
        println!("  {}", style.line(proposal.fields(style.mark)));
    }
    let proposed = Length::checked_sum(found.proposals.iter().map(|p| p.stretch.length()));
    let left = Length::checked_sum(found.unfilled.iter().map(|left| left.stretch.length()));
    let (proposed, left) = (proposed.unwrap_or_default(), left.unwrap_or_default());
    let before = assigner.state().ledger().line();
    println!("kept: {} before, {} after", before.share(), found.after.share());
    assert_eq!((proposed + left).km(), "35.000");
    assert_eq!(found.after.registered(), before.registered() + proposed);

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/maps");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("proposals.geojson");
    std::fs::write(&path, assigner.proposals_geojson(&found, Lang::English, Report::DECIMALS)?)?;
    println!("{} written", path.display());
    Ok(())
}
