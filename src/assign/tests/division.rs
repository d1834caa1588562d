//! Divisions tile what was asked, and list what is kept by villages farther off than another.

use super::*;
use crate::geodesy::distance;
use crate::key::{SectionKey, VillageKey};
use crate::units::Measure;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_division_tiles_what_was_asked_and_keeps_to_area_and_reach(
        world in worlds(), far in prop::option::of(0.5..12.0_f64), by_area in any::<bool>(),
        gaps in any::<bool>(), along in any::<bool>(),
    ) {
        world.with(|assigner| {
            let assigner = limited(assigner, far, by_area);
            let over = if gaps { Over::Gaps } else { Over::Line };
            let metric = if along { Metric::AlongLine } else { Metric::Geodesic };
            let division = assigner.division(&over, metric).unwrap();
            let line = assigner.line(SectionKey::new(0));
            let account = assigner.state.ledger().line();
            let total = division.pieces.iter().fold(Length::ZERO, |sum, p| sum + p.span.length());
            let asked = if gaps { account.unregistered() } else { account.total() };
            prop_assert_eq!(total, asked);
            for pair in division.pieces.windows(2) {
                prop_assert!(pair[0].span.to() <= pair[1].span.from());
                prop_assert!(gaps || (pair[0].span.to() == pair[1].span.from()));
            }
            for piece in &division.pieces {
                let (from, to) = piece.ground();
                let middle = Place::new((from.metres() + to.metres()) / 2.0).unwrap();
                let at = line.at(middle).unwrap();
                let here = communes(&assigner, piece.span);
                let may = |v: &VillageKey| !by_area || here.contains(&commune(of(&world, v.index())));
                let nearest = piece.village.as_ref().map(|id| assigner.state.registry().village_key(id).unwrap());
                if let Some(village) = nearest {
                    prop_assert!(may(&village));
                }
                if !along {
                    let far = far.map_or(f64::INFINITY, |km| km * 1e3);
                    let metres = |v: VillageKey| distance(assigner.village_at(v).unwrap(), at);
                    let least = VillageKey::of(&world.villages).filter(may).map(metres).fold(far, f64::min);
                    prop_assert!(nearest.map_or(far, metres) <= least + 1e-6);
                }
            }
            let sum = division.villages.iter().fold(Length::ZERO, |sum, row| sum + row.length);
            prop_assert_eq!(sum, asked);
            Ok(())
        })?;
    }
}

#[test]
fn what_is_kept_by_a_village_farther_off_is_listed() {
    let world = plain(&[(1, 0.0, 0.2), (2, 0.2, 0.3)]);
    world.with(|assigner| {
        let division = assigner.division(&Over::Line, Metric::Geodesic).unwrap();
        let rows = assigner.nearer(&division, Length::from_km(1.5).unwrap()).unwrap();
        let row = |i: usize| {
            (rows[i].keeper.as_str(), rows[i].nearest.as_str(), rows[i].stretch.span.to().mm())
        };
        assert_eq!(
            (rows.len(), row(0), row(1)),
            (2, ("v1", "v0", 2_000_000), ("v2", "v0", 3_000_000))
        );
        let kept = assigner.registered().unwrap();
        assert_eq!(
            kept.iter().map(|row| row.length.mm()).collect::<Vec<_>>(),
            [2_000_000, 1_000_000]
        );
        assert!(kept[1].mean.unwrap().metres() > 50_000.0);
    });
}

#[test]
fn a_section_that_is_not_there_is_refused() {
    plain(&[]).with(|assigner| {
        let nowhere = SectionId::new("nowhere").unwrap();
        let span = Span::new(Measure::ZERO, Measure::from_mm(5)).unwrap();
        let asked =
            assigner.division(&Over::Stretches(vec![(nowhere.clone(), span)]), Metric::Geodesic);
        assert_eq!(asked.err(), Some(AssignError::Survey(AddressError::UnknownSection(nowhere))));
        let beyond = Span::new(Measure::ZERO, Measure::from_mm(50_000_000)).unwrap();
        assert!(
            assigner
                .division(&Over::Stretches(vec![(section(), beyond)]), Metric::Geodesic)
                .is_err()
        );
    });
}
