//! Lanes for stretches that overlap: as few as can be.

use crate::units::Measure;

/// For each stretch, given in order of their starts, the lane it lies on: the first that is free
/// where it starts. Uses as many lanes as stretches overlap anywhere, which is the least.
pub(super) fn lanes(stretches: &[(Measure, Measure)]) -> Vec<usize> {
    let mut ends: Vec<Measure> = Vec::new();
    let mut lanes = Vec::with_capacity(stretches.len());
    for &(from, to) in stretches {
        let lane = ends.iter().position(|&end| end <= from).unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = to,
            None => ends.push(to),
        }
        lanes.push(lane);
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn lanes_are_as_few_as_stretches_overlap(
            stretches in prop::collection::vec((0..60_i64, 1..20_i64), 0..30),
        ) {
            let mut stretches: Vec<(Measure, Measure)> = stretches.into_iter()
                .map(|(from, length)| (Measure::from_mm(from), Measure::from_mm(from + length))).collect();
            stretches.sort();
            let lanes = lanes(&stretches);
            for (i, a) in stretches.iter().enumerate() {
                for (j, b) in stretches.iter().enumerate().skip(i + 1) {
                    prop_assert!(lanes[i] != lanes[j] || a.1 <= b.0);
                }
            }
            let depth = |at: i64| stretches.iter().filter(|s| s.0.mm() <= at && at < s.1.mm()).count();
            let deepest = (0..80).map(depth).max().unwrap_or(0);
            prop_assert_eq!(lanes.iter().max().map_or(0, |lane| lane + 1), deepest);
        }
    }
}
