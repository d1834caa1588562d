//! Lines and points as positions of degrees: rounded, cut at the antimeridian, and the box around
//! them (RFC 7946, sections 3.1.9, 5.2, 11.2).

use geo_types::MultiLineString;

use crate::geodesy::{Edge, LonLat};

/// Decimals of a degree that are written where no others are asked for: a centimetre.
pub(crate) const DECIMALS: u8 = 7;

/// The most decimals: a tenth of a micrometre, what a number in a computer holds of a longitude.
const MOST_DECIMALS: u8 = 12;

/// A longitude and a latitude.
pub(crate) type Position = [f64; 2];

/// A point, rounded.
pub(crate) fn point(at: LonLat, decimals: u8) -> Position {
    // Without the sign of a zero.
    <[f64; 2]>::from(at.rounded(i32::from(decimals.min(MOST_DECIMALS))))
        .map(|degrees| degrees + 0.0)
}

/// A line of several parts as pieces of at least two positions, none of which crosses the
/// antimeridian. What would shrink to a point is written with as many more decimals as keep its
/// ends apart.
pub(crate) fn pieces(line: &MultiLineString, decimals: u8) -> Vec<Vec<Position>> {
    let mut pieces = Vec::new();
    for part in &line.0 {
        let vertices: Vec<LonLat> = part.coords().filter_map(|&c| c.try_into().ok()).collect();
        pieces.extend(cut(&vertices).iter().filter_map(|piece| rounded(piece, decimals)));
    }
    pieces
}

/// A piece without positions that repeat the one before; none where it is but a point.
fn rounded(piece: &[LonLat], decimals: u8) -> Option<Vec<Position>> {
    let with = |decimals| {
        let mut positions: Vec<Position> = piece.iter().map(|&at| point(at, decimals)).collect();
        positions.dedup();
        positions
    };
    let decimals = decimals.min(MOST_DECIMALS);
    (decimals..=MOST_DECIMALS).map(with).find(|positions| positions.len() >= 2)
}

/// The pieces of a part, cut where it crosses the antimeridian.
fn cut(vertices: &[LonLat]) -> Vec<Vec<LonLat>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<LonLat> = Vec::new();
    for &vertex in vertices {
        let Some(&last) = piece.last() else {
            piece.push(vertex);
            continue;
        };
        let (from, to) = alike(last, vertex);
        if from != last {
            // On a pole or on the antimeridian, which the line leaves with another longitude.
            match piece.len() {
                1 => piece[0] = from,
                _ if on_a_pole(last) => piece.push(from),
                _ => pieces.push(std::mem::replace(&mut piece, vec![from])),
            }
        }
        if let Some(lat) = crossing(from, to) {
            let side = 180.0_f64.copysign(from.lon());
            piece.push(LonLat::from_geodesic(lat, side));
            pieces.push(std::mem::replace(&mut piece, vec![LonLat::from_geodesic(lat, -side)]));
        }
        piece.push(to);
    }
    pieces.push(piece);
    pieces
}

fn on_a_pole(at: LonLat) -> bool {
    at.lat().abs() == 90.0
}

/// Two ends of an edge, with the longitudes that belong together: a pole has any, and a point on
/// the antimeridian two.
fn alike(from: LonLat, to: LonLat) -> (LonLat, LonLat) {
    let on_the_rim = |at: LonLat| at.lon().abs() == 180.0;
    // The one that has a choice takes the side of the other.
    let turned = |at: LonLat, other: LonLat| match (on_a_pole(at), on_the_rim(at)) {
        (true, _) if !on_a_pole(other) => LonLat::from_geodesic(at.lat(), other.lon()),
        (false, true) if other.lon() != 0.0 && !on_a_pole(other) => {
            LonLat::from_geodesic(at.lat(), 180.0_f64.copysign(other.lon()))
        }
        _ => at,
    };
    let to = turned(to, from);
    (turned(from, to), to)
}

/// The latitude at which the geodesic between two points crosses the antimeridian, if it does.
fn crossing(from: LonLat, to: LonLat) -> Option<f64> {
    if (to.lon() - from.lon()).abs() <= 180.0 {
        return None;
    }
    let edge = Edge::new(from, to).ok()?;
    let (mut low, mut high) = (0.0, edge.length());
    while high - low > 1e-5 {
        let middle = (low + high) / 2.0;
        if edge.at(middle).lon() * from.lon() > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(edge.at(low).lat())
}

/// The box around positions and pieces, as west, south, east, north: the narrowest one, so that
/// west is greater than east where it crosses the antimeridian; none around nothing.
pub(crate) fn bbox<'a>(pieces: impl Iterator<Item = &'a [Position]>) -> Option<[f64; 4]> {
    let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut covered: Vec<[f64; 2]> = Vec::new();
    for piece in pieces {
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        for &[lon, lat] in piece {
            (west, east) = (west.min(lon), east.max(lon));
            (south, north) = (south.min(lat), north.max(lat));
        }
        if west <= east {
            covered.push([west, east]);
        }
    }
    covered.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (first, last) = (covered.first()?[0], covered.iter().map(|c| c[1]).fold(-180.0, f64::max));
    // The widest gap between what is covered; the one across the antimeridian goes first.
    let mut widest = (first + 360.0 - last, first, last);
    let mut reached = covered[0][1];
    for &[west, east] in &covered[1..] {
        if west - reached > widest.0 {
            widest = (west - reached, west, reached);
        }
        reached = reached.max(east);
    }
    let (_, west, east) = widest;
    Some([west, south, east, north])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::distance;
    use geo_types::{Coord, LineString};
    use proptest::prelude::*;

    fn line(vertices: &[Position]) -> MultiLineString {
        let coords = vertices.iter().map(|&[x, y]| Coord { x, y }).collect();
        MultiLineString::new(vec![LineString::new(coords)])
    }

    fn cut_of(vertices: &[Position]) -> Vec<Vec<Position>> {
        pieces(&line(vertices), DECIMALS)
    }

    fn long(piece: &[Position]) -> f64 {
        let p = |at: Position| LonLat::try_from(at).unwrap();
        piece.windows(2).map(|two| distance(p(two[0]), p(two[1]))).sum()
    }

    #[test]
    fn a_line_across_the_antimeridian_is_cut_there() {
        let cut = cut_of(&[[179.9, 10.0], [-179.9, 10.2]]);
        assert_eq!((cut.len(), cut[0][1][0], cut[1][0][0]), (2, 180.0, -180.0));
        assert_eq!(cut[0][1][1], cut[1][0][1]);
        assert!((cut[0][1][1] - 10.1).abs() < 0.001, "{cut:?}");
    }

    #[test]
    fn a_vertex_on_the_antimeridian_belongs_to_either_side() {
        let cut = cut_of(&[[179.0, 0.0], [-180.0, 0.0], [-179.0, 1.0], [-178.0, 1.0]]);
        let expected =
            [vec![[179.0, 0.0], [180.0, 0.0]], vec![[-180.0, 0.0], [-179.0, 1.0], [-178.0, 1.0]]];
        assert_eq!(cut, expected);
        assert_eq!(cut_of(&[[180.0, 0.0], [-179.0, 0.0]]), [[[-180.0, 0.0], [-179.0, 0.0]]]);
        // Along it, then away.
        let along = cut_of(&[[180.0, 0.0], [-180.0, 1.0], [-179.0, 1.0]]);
        assert_eq!(along, [vec![[180.0, 0.0], [180.0, 1.0]], vec![[-180.0, 1.0], [-179.0, 1.0]]]);
    }

    #[test]
    fn a_pole_has_the_longitude_of_who_comes() {
        let cut = cut_of(&[[10.0, 89.0], [-175.0, 90.0], [-170.0, 89.0]]);
        assert_eq!(cut, [[[10.0, 89.0], [10.0, 90.0], [-170.0, 90.0], [-170.0, 89.0]]]);
    }

    #[test]
    fn what_would_shrink_to_a_point_keeps_its_ends_apart() {
        let millimetre = 9e-9;
        let tiny = cut_of(&[[102.0, 22.0], [102.0, 22.0 + millimetre]]);
        assert_eq!(tiny, [[[102.0, 22.0], [102.0, 22.000_000_01]]]);
        assert_eq!(cut_of(&[[102.0, 22.0], [102.0, 22.0]]), [[[0.0; 2]; 0]; 0]);
    }

    #[test]
    fn the_box_is_the_narrowest_one() {
        let around = |pieces: &[Vec<Position>]| bbox(pieces.iter().map(Vec::as_slice));
        assert_eq!(around(&[]), None);
        assert_eq!(around(&cut_of(&[[1.0, 2.0], [3.0, -4.0]])), Some([1.0, -4.0, 3.0, 2.0]));
        let across = around(&cut_of(&[[177.0, -20.0], [-178.0, -16.0]])).unwrap();
        assert_eq!(across, [177.0, -20.0, -178.0, -16.0]);
        let points = [vec![[-179.0, 0.0]], vec![[170.0, 1.0]], vec![[175.0, 2.0]]];
        assert_eq!(around(&points), Some([170.0, 0.0, -179.0, 2.0]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// Cut pieces are as long as the line, jump nowhere, and lie in their box.
        #[test]
        fn cutting_changes_no_length(
            start in (-180.0..=180.0_f64, -89.0..89.0_f64),
            steps in prop::collection::vec((-3.0..3.0_f64, -0.5..0.5_f64), 1..8),
        ) {
            let mut at = [start.0, start.1];
            let mut vertices = vec![at];
            for (east, north) in steps {
                let lon = (at[0] + east + 540.0).rem_euclid(360.0) - 180.0;
                at = [lon, (at[1] + north).clamp(-89.5, 89.5)];
                vertices.push(at);
            }
            let cut = pieces(&line(&vertices), 9);
            let total: f64 = cut.iter().map(|piece| long(piece)).sum();
            prop_assert!((total - long(&vertices)).abs() < 0.001 * vertices.len() as f64);
            let [west, south, east, north] = bbox(cut.iter().map(Vec::as_slice)).unwrap();
            for piece in &cut {
                prop_assert!(piece.windows(2).all(|two| (two[0][0] - two[1][0]).abs() <= 180.0));
                for &[lon, lat] in piece {
                    let inside = if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east };
                    prop_assert!(inside && south <= lat && lat <= north);
                }
            }
        }
    }
}
