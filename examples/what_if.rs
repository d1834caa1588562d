//! Planning: close a gap, drop a village, and see the figure of the real border move, without
//! changing what is registered.
//!
//! `cargo run --release --example what_if`

use border_coverage::cover::{Change, NetworkIndex};
use border_coverage::{DataSet, Length, Span, VillageId};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let report = data.report(None, None)?;

    // Every section with all its measures, and on it every stretch under its village and number.
    let sections = data.border().sections().iter().map(|section| {
        let map = data.border().calibration(section.id(), &report.survey)?;
        Ok((section.id().clone(), map.extent()))
    });
    let sections: Vec<_> = sections.collect::<Result<_, border_coverage::Error>>()?;
    let mut kept = NetworkIndex::new(sections)?;
    for (nth, stretch) in report.map.stretches.iter().enumerate() {
        let span = Span::between(stretch.at.span.from(), stretch.at.span.to())?;
        for village in &stretch.villages {
            kept.insert(&stretch.at.section, (village.clone(), nth), span)?;
        }
    }
    println!("now: {} of {}, {}", kept.covered(), kept.length(), kept.share());
    assert_eq!(kept.covered(), Length::from_km(365.861)?);

    // The first gap is closed: what would be covered? Nothing changes yet.
    let gap = &report.gaps[0].stretch;
    let volunteer = VillageId::new("volunteer")?;
    let closed = (gap.section.clone(), Change::Insert((volunteer, 0), gap.span));
    let figures = kept.what_if(std::slice::from_ref(&closed))?;
    println!("with {} from {}: {}", gap.length(), gap.from, figures.covered);
    assert_eq!(figures.covered, Length::from_km(365.861 + 1.641740)?);
    assert_eq!(kept.covered(), Length::from_km(365.861)?);

    // A village gives up all it keeps; others may keep some of it too.
    let village = VillageId::new("na-u-1")?;
    let dropped = kept.iter().filter(|(_, (keeper, _), _)| *keeper == village);
    let mut changes: Vec<_> =
        dropped.map(|(section, key, _)| (section.clone(), Change::Remove(key.clone()))).collect();
    changes.push(closed);
    let figures = kept.what_if(&changes)?;
    println!("and without {village}: {}", figures.covered);
    assert_eq!(figures.covered.km(), "365.009375");
    Ok(())
}
