//! What coordinates that lie nowhere near the border may have been meant for.

use super::grid::{Datum, grids};
use crate::geodesy::LonLat;

/// Two numbers as they stand in a row.
pub(crate) type Pair = [f64; 2];

/// The most points that are tried.
const SAMPLE: usize = 64;

/// From so many points on, their offsets tell one datum from another.
const ENOUGH: usize = 10;

/// The offset in metres of most points that is no cause to ask whether the datum is another.
const USUAL_OFFSET: f64 = 100.0;

/// What the coordinates of a file seem to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Diagnosis {
    /// Read otherwise, half of the points lie within some metres of the border.
    Read {
        /// In another system than declared: its code and name.
        crs: Option<(String, String)>,
        /// With the two numbers exchanged.
        swapped: bool,
        /// The metres.
        within: f64,
    },
    /// Metres of a grid that is not known here.
    Metres,
}

/// Compares what coordinates could have been meant for, where most of them lie farther from the
/// border than `expected` metres as `declared`, or ten or more of them all a little off.
///
/// `near` is a point of the border, `distance` how far from it a point lies; it may say infinitely
/// far where that is beyond the limit that it is given. What is found must bring half of the points
/// within `expected` metres, and four times nearer than they are.
pub(crate) fn diagnose(
    pairs: &[Pair],
    expected: f64,
    near: LonLat,
    declared: &dyn Fn(Pair) -> Option<LonLat>,
    distance: &dyn Fn(LonLat, f64) -> f64,
) -> Option<Diagnosis> {
    let every = pairs.len().div_ceil(SAMPLE).max(1);
    let pairs: Vec<Pair> = pairs.iter().copied().step_by(every).collect();
    let within = |read: &dyn Fn(Pair) -> Option<LonLat>, swapped: bool, limit: f64| {
        let read = |&[x, y]: &Pair| read(if swapped { [y, x] } else { [x, y] });
        let metres = |pair| read(pair).map_or(f64::INFINITY, |at| distance(at, limit));
        median(pairs.iter().map(metres).collect())
    };
    let as_declared = within(declared, false, f64::INFINITY)?;
    let usual = if pairs.len() < ENOUGH { expected } else { expected.min(USUAL_OFFSET) };
    if as_declared <= usual {
        return None;
    }
    let mut best: Option<(f64, Diagnosis)> = None;
    let mut consider = |crs: Option<(String, String)>, read: &dyn Fn(Pair) -> Option<LonLat>| {
        for swapped in [false, true] {
            let Some(within) = within(read, swapped, expected) else { continue };
            let better = best.as_ref().is_none_or(|(metres, _)| within < *metres);
            if better && within <= expected && 4.0 * within < as_declared {
                best = Some((within, Diagnosis::Read { crs: crs.clone(), swapped, within }));
            }
        }
    };
    consider(None, declared);
    let degrees = |[lon, lat]: Pair| LonLat::new(lon, lat).ok();
    consider(Some(("EPSG:4326".to_owned(), "WGS 84".to_owned())), &degrees);
    if pairs.len() >= ENOUGH {
        let vn_2000 = |pair| Some(Datum::Vn2000.shifted(degrees(pair)?));
        consider(Some(("EPSG:4756".to_owned(), "VN-2000".to_owned())), &vn_2000);
    }
    for grid in grids(near) {
        let system = (format!("EPSG:{}", grid.epsg), grid.name());
        consider(Some(system), &|[x, y]| grid.lon_lat(x, y));
    }
    match best {
        Some((_, found)) => Some(found),
        None => (as_declared.is_infinite() && mostly_metres(&pairs)).then_some(Diagnosis::Metres),
    }
}

fn mostly_metres(pairs: &[Pair]) -> bool {
    let metres = |pair: &&Pair| pair.iter().all(|number| number.abs() > 1_000.0);
    2 * pairs.iter().filter(metres).count() > pairs.len()
}

/// The lower median; none of nothing.
fn median(mut metres: Vec<f64>) -> Option<f64> {
    metres.sort_by(f64::total_cmp);
    metres.get(metres.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::{Edge, distance};
    use proptest::prelude::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    /// A straight border in the north of Vietnam.
    fn off_border(at: LonLat, limit: f64) -> f64 {
        let metres = Edge::new(p(102.2, 22.0), p(103.2, 22.4)).unwrap().foot(at).distance;
        if metres > limit { f64::INFINITY } else { metres }
    }

    fn told(pairs: &[Pair], expected: f64) -> Option<Diagnosis> {
        let wgs84 = |[lon, lat]: Pair| LonLat::new(lon, lat).ok();
        diagnose(pairs, expected, p(102.2, 22.0), &wgs84, &off_border)
    }

    fn code(found: Option<Diagnosis>) -> Option<(Option<String>, bool)> {
        match found? {
            Diagnosis::Read { crs, swapped, .. } => Some((crs.map(|(code, _)| code), swapped)),
            Diagnosis::Metres => None,
        }
    }

    /// Points on the border in EPSG:9205, by PROJ 9.5.1 (pyproj 3.7.2).
    const IN_9205: [Pair; 3] =
        [[417_200.905, 2_433_878.147], [468_799.129, 2_455_922.096], [520_395.681, 2_477_964.309]];

    #[test]
    fn a_grid_and_swapped_axes_are_recognised_from_a_few_points() {
        assert_eq!(code(told(&IN_9205, 1_500.0)), Some((Some("EPSG:9205".into()), false)));
        let swapped = IN_9205.map(|[x, y]| [y, x]);
        assert_eq!(code(told(&swapped, 1_500.0)), Some((Some("EPSG:9205".into()), true)));
        let degrees = [[22.0, 102.2], [22.2, 102.7], [22.4, 103.2]];
        assert_eq!(code(told(&degrees, 1_500.0)), Some((None, true)));
    }

    #[test]
    fn metres_of_no_known_grid_are_named_as_that() {
        let far = [[3_000_000.0, 9_000_000.0], [3_000_500.0, 9_000_500.0]];
        assert_eq!(told(&far, 1_500.0), Some(Diagnosis::Metres));
        assert_eq!(told(&[], 1_500.0), None);
        // Degrees, but of another country.
        assert_eq!(told(&[[10.0, 50.0], [11.0, 51.0]], 1_500.0), None);
    }

    fn on_border(i: usize, n: usize) -> LonLat {
        let edge = Edge::new(p(102.2, 22.0), p(103.2, 22.4)).unwrap();
        edge.at(edge.length() * i as f64 / n as f64)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// Sound coordinates with the scatter of receivers are never suspected.
        #[test]
        fn sound_coordinates_are_not_suspected(offsets in prop::collection::vec((-60.0..60.0_f64, -60.0..60.0_f64), 1..40)) {
            let n = offsets.len();
            let pair = |(i, (east, north)): (usize, &(f64, f64))| {
                let at = on_border(i, n);
                [at.lon() + east / 103_000.0, at.lat() + north / 111_000.0]
            };
            let pairs: Vec<Pair> = offsets.iter().enumerate().map(pair).collect();
            prop_assert_eq!(told(&pairs, 1_500.0), None);
        }

        /// Degrees of VN-2000 declared as WGS 84: 222 m off, all in the same direction.
        #[test]
        fn a_datum_left_out_is_recognised_from_ten_points_on(offsets in prop::collection::vec((-20.0..20.0_f64, -20.0..20.0_f64), 10..40)) {
            let n = offsets.len();
            let pair = |(i, (east, north)): (usize, &(f64, f64))| {
                let at = on_border(i, n);
                // By PROJ 9.5.1: VN-2000 shows 0.0019° less and 0.0009° more at 102.5° E 21° N.
                [at.lon() + east / 103_000.0 - 0.0019, at.lat() + north / 111_000.0 + 0.00094]
            };
            let pairs: Vec<Pair> = offsets.iter().enumerate().map(pair).collect();
            prop_assert_eq!(code(told(&pairs, 1_500.0)), Some((Some("EPSG:4756".into()), false)));
            prop_assert!(pairs.iter().all(|&[lon, lat]| distance(p(lon, lat), p(102.7, 22.2)) < 1e5));
        }
    }
}
