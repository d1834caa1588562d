//! The work list reaches all that is left, and its places read back.

use super::*;
use crate::key::VillageKey;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_work_list_reaches_all_and_names_places_that_read_back(world in worlds(), nearest in 0..4_usize) {
        world.with(|assigner| {
            let list = assigner.work_list(nearest).unwrap();
            let total = assigner.state.ledger().line().total();
            if let Some(last) = list.gaps.last() {
                prop_assert_eq!(last.registered_after, total);
                prop_assert_eq!(list.gaps_to_reach(1.0), Some(list.gaps.len()));
            }
            for (i, task) in list.gaps.iter().enumerate() {
                let Gap { stretch, nearest: near, .. } = &task.gap;
                prop_assert_eq!(task.rank, i + 1);
                prop_assert!(i == 0 || stretch.length() <= list.gaps[i - 1].gap.stretch.length());
                let read = |a: &Address| assigner.state.border().locate(&section(), a, &survey(), DAY).unwrap().measure;
                prop_assert_eq!((read(&stretch.from), read(&stretch.to)), (stretch.span.from(), stretch.span.to()));
                prop_assert_eq!(near.len(), nearest.min(world.villages.len()));
                // Against every village, by its distance from the gap as a line of its own.
                let line = Polyline::try_from(&assigner.state.border().geometry(&section(), stretch.span, &survey()).unwrap());
                let Ok(line) = line else { continue };
                let mut all: Vec<f64> =
                    VillageKey::of(&world.villages).map(|v| line.nearest(assigner.village_at(v).unwrap()).distance).collect();
                all.sort_by(f64::total_cmp);
                for (near, twin) in near.iter().zip(all) {
                    let distance = near.distance.metres();
                    prop_assert!((distance - twin).abs() < 1e-3, "{distance} {twin}");
                }
            }
            prop_assert_eq!(list.markers.len(), assigner.state.border().markers().len());
            Ok(())
        })?;
    }
}
