//! Markers recorded up to 400 m off, put back on the real line in the order of their numbers.
//!
//! `cargo run --release --example snap_markers`
//!
//! Every marker of the Laos section is displaced by up to 400 m in a pseudo-random direction, the
//! twins on the two banks of a river too, and those in the hairpins of the line. Snapped one by one
//! some change places with their neighbours; matched jointly none does.

use border_coverage::border::AMBIGUITY_MARGIN;
use border_coverage::geodesy::{Edge, distance};
use border_coverage::marker::place_markers;
use border_coverage::{DataSet, Error, LonLat, Marker, Place, SectionId};

fn main() -> Result<(), Error> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let laos = SectionId::new("laos")?;
    let line = data.border().section(&laos)?.line();

    let recorded: Vec<&_> =
        data.border().markers().iter().filter(|m| m.marker.section == laos).collect();
    let displaced = recorded
        .iter()
        .enumerate()
        .map(|(i, m)| Ok(Marker { at: displace(m.marker.at, i)?, ..m.marker.clone() }))
        .collect::<Result<Vec<_>, Error>>()?;
    let placed = place_markers(line, &displaced, 500.0);

    println!("marker     displaced  residual  moved along  rival");
    let mut ambiguous = 0;
    for ((original, marker), found) in recorded.iter().zip(&displaced).zip(&placed) {
        let truth = original.placed.as_ref().map_err(|e| eprintln!("{e}")).ok();
        let (Some(truth), Ok(found)) = (truth, found) else {
            println!("{:<10} not placed", marker.label);
            continue;
        };
        let along = found.place.metres() - truth.place.metres();
        let close = (found.offset + AMBIGUITY_MARGIN).powi(2) - found.offset.powi(2);
        let rival = found.rival.filter(|rival| rival.margin < close);
        ambiguous += usize::from(rival.is_some());
        let rival = rival.map_or_else(String::new, |rival| {
            let away = (rival.foot.place.metres() - found.place.metres()) / 1e3;
            format!("as good {away:+.1} km on")
        });
        println!(
            "{:<10} {:>7.0} m {:>7.0} m {:>10.0} m  {rival}",
            marker.label,
            distance(marker.at, original.marker.at),
            found.offset,
            along,
        );
    }
    println!("{} markers, {ambiguous} with a rival within {AMBIGUITY_MARGIN} m", placed.len());
    let jointly = swapped(&displaced, |i| placed[i].ok().map(|found| found.place));
    let alone = swapped(&displaced, |i| Some(line.nearest(displaced[i].at).place));
    println!(
        "neighbours that changed places: {alone} snapped one by one, {jointly} matched jointly"
    );
    assert_eq!((placed.len(), jointly), (170, 0));
    assert!(placed.iter().all(Result::is_ok) && alone > 0);
    Ok(())
}

/// A point up to 400 m away, the same on every run.
fn displace(at: LonLat, i: usize) -> Result<LonLat, Error> {
    let hash = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let angle = (hash >> 40) as f64 / f64::from(1 << 24) * std::f64::consts::TAU;
    let metres = 400.0 * ((hash >> 16 & 0xFF_FFFF) as f64 / f64::from(1 << 24)).sqrt();
    let far = LonLat::new(at.lon() + 0.01 * angle.cos(), at.lat() + 0.01 * angle.sin())?;
    Ok(Edge::new(at, far)?.at(metres))
}

/// How many positions lie before the one that they follow in the numbering.
fn swapped(markers: &[Marker], place: impl Fn(usize) -> Option<Place>) -> usize {
    let mut all: Vec<_> = (0..markers.len())
        .filter_map(|i| Some((markers[i].label.position()?, place(i)?)))
        .collect();
    all.sort();
    all.windows(2).filter(|w| w[0].0 != w[1].0 && w[0].1 > w[1].1).count()
}
