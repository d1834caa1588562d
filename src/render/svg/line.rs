//! Lines of the globe as lines of a picture: bent where geodesics bend, no finer than can be seen.

use geo_types::MultiLineString;

use super::frame::{Frame, Point, gap};
use crate::geodesy::{Edge, LonLat};

/// An edge shorter than this, in metres, is as good as straight on any map.
const STRAIGHT: f64 = 5_000.0;

/// How often an edge is halved at most: to pieces of a kilometre, which near the point opposite
/// the middle are drawn hundreds of times as long.
const HALVINGS: u32 = 14;

/// Metres from the middle beyond which the plane is torn: 40 km less than to the point opposite,
/// which is half a meridian away. Nearer to that point, two ways back to the middle may be equally
/// short, on an ellipsoid over a stretch of as much as 134 km, and chance would choose the side.
const TORN: f64 = 20_003_931.0 - 40_000.0;

/// The parts of a line on the plane, in metres.
pub(super) fn on_plane(frame: &Frame, line: &MultiLineString) -> Vec<Vec<Point>> {
    let mut parts = Vec::new();
    for part in &line.0 {
        let mut drawn: Vec<Point> = Vec::with_capacity(part.0.len());
        let mut last: Option<LonLat> = None;
        for vertex in part.coords().filter_map(|&c| LonLat::try_from(c).ok()) {
            let at = frame.project(vertex);
            match (last, drawn.last()) {
                (Some(before), Some(&from)) if gap(from, at) > STRAIGHT => {
                    bend(frame, (before, from), (vertex, at), HALVINGS, &mut |next, torn| {
                        if torn {
                            parts.push(std::mem::take(&mut drawn));
                        }
                        drawn.push(next);
                    });
                }
                _ => drawn.push(at),
            }
            last = Some(vertex);
        }
        parts.push(drawn);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Shows the points behind `a` up to `b` of the geodesic between them, so many that it looks bent;
/// `torn` says that the plane is torn before a point: the line may leave it on one side and come
/// back on another.
fn bend(
    frame: &Frame,
    a: (LonLat, Point),
    b: (LonLat, Point),
    halvings: u32,
    each: &mut impl FnMut(Point, bool),
) {
    let Ok(edge) = Edge::new(a.0, b.0) else { return each(b.1, false) };
    let middle = edge.at(edge.length() / 2.0);
    let at = frame.project(middle);
    let chord = [0, 1].map(|i| (a.1[i] + b.1[i]) / 2.0);
    let is_opposite = |point: Point| gap(point, [0.0, 0.0]) > TORN;
    let torn = is_opposite(a.1) || is_opposite(b.1);
    // A three-thousandth of the edge is less than a pixel of any edge on a picture.
    let flat = gap(chord, at) < gap(a.1, b.1) / 3000.0;
    if halvings == 0 || flat || (torn && is_opposite(at)) {
        return each(b.1, torn);
    }
    bend(frame, a, (middle, at), halvings - 1, each);
    bend(frame, (middle, at), b, halvings - 1, each);
}

/// The points of a line that are needed to draw it to within a tolerance: the two ends, and what
/// strays farther (U. Ramer 1972; D. Douglas and T. Peucker 1973).
pub(super) fn simplified(line: &[Point], tolerance: f64) -> Vec<Point> {
    let line = thinned(line, tolerance / 4.0);
    let mut kept = vec![false; line.len()];
    let mut open = vec![(0, line.len().saturating_sub(1))];
    while let Some((first, last)) = open.pop() {
        kept.get_mut(first).into_iter().for_each(|k| *k = true);
        kept.get_mut(last).into_iter().for_each(|k| *k = true);
        let strays = (first + 1..last).map(|i| (off(line[i], line[first], line[last]), i));
        let farthest = strays.max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, i)) = farthest.filter(|&(off, _)| off > tolerance) {
            open.extend([(first, i), (i, last)]);
        }
    }
    line.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| point).collect()
}

/// The line without points nearer than `step` to the one before; its end is kept.
fn thinned(line: &[Point], step: f64) -> Vec<Point> {
    let mut thin: Vec<Point> = Vec::new();
    for &point in line {
        if thin.last().is_none_or(|&last| gap(last, point) >= step) {
            thin.push(point);
        }
    }
    if let (Some(last), true) = (line.last(), thin.len() > 1) {
        let end = thin.len() - 1;
        thin[end] = *last;
    } else if let (Some(last), true) = (line.last(), line.len() > 1) {
        thin.push(*last);
    }
    thin
}

/// How far a point is from a straight edge.
pub(super) fn off(point: Point, a: Point, b: Point) -> f64 {
    let [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    let squared = dx * dx + dy * dy;
    if squared == 0.0 {
        return gap(point, a);
    }
    let along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / squared;
    let along = along.clamp(0.0, 1.0);
    gap(point, [a[0] + along * dx, a[1] + along * dy])
}

/// A number with at most `decimals` decimals, without trailing zeros.
pub(super) fn number(x: f64, decimals: usize) -> String {
    let written = format!("{x:.decimals$}");
    let short = if written.contains('.') {
        written.trim_end_matches('0').trim_end_matches('.')
    } else {
        &written
    };
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Lines as data of an SVG path, rounded to `decimals` decimals.
pub(super) fn path(parts: &[Vec<Point>], decimals: usize) -> String {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let round = |[x, y]: Point| [(x * scale).round(), (y * scale).round()];
    let mut data = String::new();
    for part in parts {
        let mut last: Option<Point> = None;
        for at in part.iter().map(|&point| round(point)) {
            // Offsets of what was rounded, so that rounding does not add up.
            let (letter, [x, y]) = match last {
                None => ("M", at),
                Some([lx, ly]) => ("l", [at[0] - lx, at[1] - ly]),
            };
            if last.is_some() && x == 0.0 && y == 0.0 {
                continue;
            }
            let y = number(y / scale, decimals);
            let space = if y.starts_with('-') { "" } else { " " };
            data.push_str(&format!("{letter}{}{space}{y}", number(x / scale, decimals)));
            last = Some(at);
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, line_string};
    use proptest::prelude::*;

    fn frame(points: &[(f64, f64)]) -> Frame {
        Frame::around(points.iter().map(|&(lon, lat)| LonLat::new(lon, lat).unwrap()))
    }

    #[test]
    fn a_long_edge_bends_and_a_short_one_does_not() {
        let line =
            MultiLineString::new(vec![line_string![(x: -60.0, y: 50.0), (x: 60.0, y: 50.0)]]);
        let bent = on_plane(&frame(&[(0.0, 20.0)]), &line);
        assert!(bent.len() == 1 && bent[0].len() > 5, "{}", bent[0].len());
        let short = MultiLineString::new(vec![line_string![(x: 0.0, y: 0.0), (x: 0.01, y: 0.0)]]);
        assert_eq!(on_plane(&frame(&[(0.0, 0.0)]), &short)[0].len(), 2);
    }

    /// The parts of a line that can be seen.
    fn seen(frame: &Frame, line: LineString) -> Vec<Vec<Point>> {
        let mut parts = on_plane(frame, &MultiLineString::new(vec![line]));
        parts.retain(|part| part.len() > 1);
        parts
    }

    #[test]
    fn great_circles_are_torn_once_opposite_the_middle() {
        let equator = (0..=36).map(|i| (f64::from(i * 10 + 180) % 360.0 - 180.0, 0.0)).collect();
        let meridian = (0..=35).map(|i| {
            let along = f64::from(i) * 10.0 + 7.0;
            let lat = if along > 180.0 { along - 270.0 } else { 90.0 - along };
            (if along > 180.0 { -175.0 } else { 5.0 }, lat)
        });
        for line in [equator, meridian.collect()] {
            let parts = seen(&frame(&[(5.0, 0.0)]), line);
            assert_eq!(parts.len(), 2);
            let [end, start] = [parts[0][parts[0].len() - 1], parts[1][0]];
            // From one rim of the map to the other, and less than 2 pixels short of either.
            assert!(gap(end, start) > 1.98 * TORN, "{end:?} {start:?}");
            let steps = parts.iter().flat_map(|part| part.windows(2)).map(|p| gap(p[0], p[1]));
            // No longer than the edges of 10°, which lead straight away from the middle.
            assert!(steps.fold(0.0, f64::max) < 1.2e6);
        }
    }

    #[test]
    fn a_line_that_passes_beside_the_point_opposite_is_whole() {
        for lat in [0.6, 1.0, 5.0, 20.0] {
            let line = vec![(120.0, lat), (-170.0, lat), (-100.0, lat)];
            let parts = seen(&frame(&[(5.0, 0.0)]), line.into_iter().collect());
            assert_eq!(parts.len(), 1, "{lat}");
            let steps = parts[0].windows(2).map(|p| gap(p[0], p[1]));
            assert!(steps.fold(0.0, f64::max) < 2e6, "{lat}");
        }
    }

    #[test]
    fn path_data_are_short() {
        let line = vec![vec![[0.0, 1.0], [10.04, -0.04], [10.05, 5.55]]];
        assert_eq!(path(&line, 1), "M0 1l10-1l0.1 5.6");
        assert_eq!(path(&[vec![[2.0, 3.0]]], 1), "M2 3");
        assert_eq!(path(&[], 1), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_left_out_lies_near_what_is_kept(
            line in prop::collection::vec([-50.0..50.0_f64, -50.0..50.0_f64], 0..40),
            tolerance in 0.01..20.0_f64,
        ) {
            let kept = simplified(&line, tolerance);
            prop_assert_eq!(kept.first(), line.first());
            prop_assert_eq!(kept.last(), line.last());
            for &point in &line {
                let near = kept.windows(2).map(|e| off(point, e[0], e[1]));
                let near = near.fold(f64::INFINITY, f64::min);
                prop_assert!(kept.len() < 2 || near <= tolerance * 1.5 + 1e-9, "{near}");
            }
        }

        #[test]
        fn any_line_of_the_globe_can_be_drawn(
            line in prop::collection::vec((-180.0..=180.0_f64, -90.0..=90.0_f64), 2..6),
        ) {
            let multi = MultiLineString::new(vec![line.iter().copied().collect()]);
            let drawn = on_plane(&frame(&line), &multi);
            prop_assert!(drawn.iter().flatten().flatten().all(|x| x.is_finite()));
            prop_assert!(!path(&drawn, 1).contains("NaN"));
        }
    }
}
