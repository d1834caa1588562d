//! Recognises coordinates that were written in another system or order than declared.

use super::grid::{Datum, grids};
use crate::geodesy::LonLat;

/// Two coordinates in the order of the row.
pub(crate) type Pair = [f64; 2];

/// The largest number of points that are tried.
const SAMPLE: usize = 64;

/// The smallest number of points whose offsets distinguish two datums.
const ENOUGH: usize = 10;

/// A median offset in metres that is no sign of another datum: the shift between VN-2000 and
/// WGS 84 is over 200 m, markers and receivers together are within tens of metres.
const USUAL_OFFSET: f64 = 100.0;

/// What coordinates seem to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Diagnosis {
    /// Another system or order, in which half of the points lie close to the border.
    Read {
        /// The code and name of the system, if it is not the declared one.
        crs: Option<(String, String)>,
        /// Whether the two numbers are swapped.
        swapped: bool,
        /// The median distance from the border in this reading, in metres.
        within: f64,
    },
    /// Metres of an unknown grid.
    Metres,
}

/// Tries other systems and the swapped order on coordinates whose median distance from the border
/// is more than `expected` metres as `declared`, or, of ten or more points, more than 100 m.
///
/// `near` is a point of the border. `distance` is that of a point from the border; it may be
/// infinite beyond the limit given. A reading is accepted if its median distance is within
/// `expected` metres and less than a quarter of the declared one.
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
        // Metres so small would be at the grid's origin: they are degrees near the equator.
        let metres = |[x, y]: Pair| x.abs().max(y.abs()) > 180.0;
        consider(Some(system), &|pair @ [x, y]| metres(pair).then(|| grid.lon_lat(x, y)).flatten());
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

/// The lower median, if there is any value.
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

    fn diagnosed(pairs: &[Pair], expected: f64) -> Option<Diagnosis> {
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
        assert_eq!(code(diagnosed(&IN_9205, 1_500.0)), Some((Some("EPSG:9205".into()), false)));
        let swapped = IN_9205.map(|[x, y]| [y, x]);
        assert_eq!(code(diagnosed(&swapped, 1_500.0)), Some((Some("EPSG:9205".into()), true)));
        let degrees = [[22.0, 102.2], [22.2, 102.7], [22.4, 103.2]];
        assert_eq!(code(diagnosed(&degrees, 1_500.0)), Some((None, true)));
    }

    #[test]
    fn metres_of_an_unknown_grid_are_recognised() {
        let far = [[3_000_000.0, 9_000_000.0], [3_000_500.0, 9_000_500.0]];
        assert_eq!(diagnosed(&far, 1_500.0), Some(Diagnosis::Metres));
        assert_eq!(diagnosed(&[], 1_500.0), None);
        // Degrees, but of another country.
        assert_eq!(diagnosed(&[[10.0, 50.0], [11.0, 51.0]], 1_500.0), None);
    }

    /// A border that starts where the false origin of a grid is: a few degrees, read as metres, are
    /// beside it.
    #[test]
    fn degrees_near_the_equator_are_no_metres_of_a_grid() {
        let near = p(4.5, 0.0);
        let at_origin: Vec<LonLat> =
            grids(near).into_iter().filter_map(|grid| grid.lon_lat(0.5, 0.5)).collect();
        assert!(!at_origin.is_empty());
        let off_border = |at: LonLat, _: f64| {
            at_origin.iter().map(|&origin| distance(at, origin)).fold(f64::INFINITY, f64::min)
        };
        let wgs84 = |[lon, lat]: Pair| LonLat::new(lon, lat).ok();
        let degrees = [[0.5, 0.2], [0.6, 0.25], [0.7, 0.3]];
        assert_eq!(diagnose(&degrees, 1_500.0, near, &wgs84, &off_border), None);
    }

    fn on_border(i: usize, n: usize) -> LonLat {
        let edge = Edge::new(p(102.2, 22.0), p(103.2, 22.4)).unwrap();
        edge.at(edge.length() * i as f64 / n as f64)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// Sound coordinates with the scatter of receivers are never suspected.
        #[test]
        fn sound_coordinates_are_not_suspected(
            offsets in prop::collection::vec((-60.0..60.0_f64, -60.0..60.0_f64), 1..40),
        ) {
            let n = offsets.len();
            let pair = |(i, (east, north)): (usize, &(f64, f64))| {
                let at = on_border(i, n);
                [at.lon() + east / 103_000.0, at.lat() + north / 111_000.0]
            };
            let pairs: Vec<Pair> = offsets.iter().enumerate().map(pair).collect();
            prop_assert_eq!(diagnosed(&pairs, 1_500.0), None);
        }

        /// Degrees of VN-2000 declared as WGS 84: 222 m off, all in the same direction.
        #[test]
        fn a_missing_datum_shift_is_recognised_from_ten_points(
            offsets in prop::collection::vec((-20.0..20.0_f64, -20.0..20.0_f64), 10..40),
        ) {
            let n = offsets.len();
            let pair = |(i, (east, north)): (usize, &(f64, f64))| {
                let at = on_border(i, n);
                // By PROJ 9.5.1: VN-2000 shows 0.0019° less and 0.0009° more at 102.5° E 21° N.
                [at.lon() + east / 103_000.0 - 0.0019, at.lat() + north / 111_000.0 + 0.00094]
            };
            let pairs: Vec<Pair> = offsets.iter().enumerate().map(pair).collect();
            let found = code(diagnosed(&pairs, 1_500.0));
            prop_assert_eq!(found, Some((Some("EPSG:4756".into()), false)));
            let off = |&[lon, lat]: &Pair| distance(p(lon, lat), p(102.7, 22.2));
            prop_assert!(pairs.iter().all(|pair| off(pair) < 1e5));
        }
    }
}
