//! Who could take what nobody keeps on the real line: a work list, proposals, and a map of them.
//!
//! `cargo run --release --example fill_gaps -- map.geojson`

use border_coverage::{
    Assigner, DataSet, Error, Ledger, Length, ProposalOptions, SurveyId, parse_date,
};
use serde_json::{Value, json};

fn main() -> Result<(), Error> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let (border, registry) = (data.border(), data.registry());
    let ledger =
        Ledger::close(border, registry, &SurveyId::new("2015")?, parse_date("2017-04-25")?)?;
    let assigner = Assigner::new(border, registry, &ledger).reaching(Length::from_km(10.0)?);

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
    println!("proposed, as rows of registrations.csv:");
    for proposal in found.proposals.iter().take(3) {
        println!("  {}", proposal.fields().join(","));
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

    let mut features = Vec::new();
    for p in &found.proposals {
        let geometry = border.geometry(p.section_index, p.span, ledger.survey())?;
        let lines: Vec<Vec<[f64; 2]>> =
            geometry.0.iter().map(|part| part.coords().map(|c| [c.x, c.y]).collect()).collect();
        features.push(json!({
            "type": "Feature",
            "geometry": { "type": "MultiLineString", "coordinates": lines },
            "properties": {
                "kind": "proposed", "village": p.village, "section": p.section,
                "from": p.from.to_string(), "to": p.to.to_string(), "length_mm": p.span.length(),
                "title": format!("{} – {}: {}", p.from, p.to, p.village),
                "stroke": "#cc79a7", "stroke-width": 6,
            },
        }));
    }
    write(&features);
    Ok(())
}

/// Writes a map to the path given, if one is.
fn write(features: &[Value]) {
    if let Some(path) = std::env::args().nth(1) {
        let map = json!({ "type": "FeatureCollection", "features": features });
        match std::fs::write(&path, map.to_string()) {
            Ok(()) => println!("{path} written"),
            Err(reason) => println!("{path} could not be written: {reason}"),
        }
    }
}
