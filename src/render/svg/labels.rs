//! Label placement: which candidates are free, and which label takes them.

use std::collections::HashMap;

use super::frame::{Extent, Point};

/// How wide a cell is, in pixels: about a label.
const CELL: f64 = 40.0;

/// The occupied parts of a picture.
#[derive(Debug)]
pub(super) struct Occupied {
    bounds: Extent,
    /// Occupied boxes, and whether the line occupies them.
    cells: HashMap<(i32, i32), Vec<(Extent, bool)>>,
}

impl Occupied {
    /// An empty picture.
    fn new(bounds: Extent) -> Self {
        Self { bounds, cells: HashMap::new() }
    }

    /// A magnified picture with nothing on it but a line.
    fn with_line(line: &[Vec<Point>], pane: Point, grown: f64) -> Self {
        let mut occupied = Self::new(Extent { low: [0.0, 0.0], high: pane.map(|x| x * grown) });
        dotted(line, grown).into_iter().for_each(|dot| occupied.take(about(dot, [2.5, 2.5]), true));
        occupied
    }

    fn cells(space: Extent) -> impl Iterator<Item = (i32, i32)> {
        let cell = |x: f64| (x / CELL).floor() as i32;
        let (low, high) = (space.low.map(cell), space.high.map(cell));
        (low[0]..=high[0]).flat_map(move |x| (low[1]..=high[1]).map(move |y| (x, y)))
    }

    /// Whether a box lies on the picture and touches nothing that is occupied; `on_line` ignores
    /// the line.
    fn is_free(&self, space: Extent, on_line: bool) -> bool {
        let inside = [0, 1]
            .iter()
            .all(|&i| self.bounds.low[i] <= space.low[i] && space.high[i] <= self.bounds.high[i]);
        let touches = |&(other, is_line): &(Extent, bool)| {
            let meets = |&i: &usize| space.low[i] < other.high[i] && other.low[i] < space.high[i];
            !(is_line && on_line) && [0, 1].iter().all(meets)
        };
        // What is not on the picture is not looked up: its cells might be many.
        inside
            && !Self::cells(space)
                .filter_map(|cell| self.cells.get(&cell))
                .any(|taken| taken.iter().any(touches))
    }

    /// Occupies a box, as far as it lies on the picture.
    fn take(&mut self, space: Extent, is_line: bool) {
        let clamp = |p: Point| [0, 1].map(|i| p[i].clamp(self.bounds.low[i], self.bounds.high[i]));
        let shown = Extent { low: clamp(space.low), high: clamp(space.high) };
        for cell in Self::cells(shown) {
            self.cells.entry(cell).or_default().push((space, is_line));
        }
    }
}

/// A request for a free place on the picture.
#[derive(Debug, Clone)]
pub(super) struct LabelRequest {
    /// The point it belongs to, in pixels of the unmagnified picture.
    pub(super) at: Point,
    /// The candidates, the best first: each some boxes about the point, in pixels of any
    /// magnification.
    pub(super) candidates: Vec<Vec<Extent>>,
    /// Whether it takes its first candidate, free or not.
    pub(super) is_required: bool,
    /// Whether it may lie on the line.
    pub(super) on_line: bool,
    /// The request that must be placed before it, by its index.
    pub(super) needs: Option<usize>,
}

/// An accepted label: the least magnification that shows it, and its candidate, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlacedLabel {
    pub(super) level: usize,
    pub(super) candidate: usize,
}

/// Places requests in order, magnification by magnification: a label stays where it is when the
/// picture grows, so its place must be free on every larger picture too.
///
/// `line` holds points along what no label may hide, in pixels of the unmagnified picture.
pub(super) fn place(
    requests: &[LabelRequest],
    line: &[Vec<Point>],
    pane: Point,
    levels: &[f64],
) -> Vec<Option<PlacedLabel>> {
    let mut occupied: Vec<Occupied> =
        levels.iter().map(|&grown| Occupied::with_line(line, pane, grown)).collect();
    let mut placed: Vec<Option<PlacedLabel>> = vec![None; requests.len()];
    for level in 0..levels.len() {
        for (i, request) in requests.iter().enumerate() {
            let waits = request.needs.is_some_and(|other| placed[other].is_none());
            if placed[i].is_some() || waits {
                continue;
            }
            let boxes = |candidate: usize, l: usize| moved(request, candidate, levels[l]);
            let fits = |candidate: &usize| {
                let free = |l: usize| {
                    boxes(*candidate, l).all(|b| occupied[l].is_free(b, request.on_line))
                };
                request.is_required || (level..levels.len()).all(free)
            };
            if let Some(candidate) = (0..request.candidates.len()).find(fits) {
                placed[i] = Some(PlacedLabel { level, candidate });
                for (l, layer) in occupied.iter_mut().enumerate().skip(level) {
                    moved(request, candidate, levels[l]).for_each(|b| layer.take(b, false));
                }
            }
        }
    }
    placed
}

/// A candidate where it would stand on the magnified picture.
fn moved(
    request: &LabelRequest,
    candidate: usize,
    grown: f64,
) -> impl Iterator<Item = Extent> + '_ {
    let by = move |p: Point| [0, 1].map(|i| p[i] + request.at[i] * grown);
    let boxes = request.candidates.get(candidate).into_iter().flatten();
    boxes.map(move |&Extent { low, high }| Extent { low: by(low), high: by(high) })
}

/// A box about a point, from its half width and half height.
pub(super) fn about([x, y]: Point, [dx, dy]: Point) -> Extent {
    Extent { low: [x - dx, y - dy], high: [x + dx, y + dy] }
}

/// The most points that a line is dotted with.
const MOST_DOTS: f64 = 20_000.0;

/// Points along lines, as close as their boxes are wide.
fn dotted(lines: &[Vec<Point>], grown: f64) -> Vec<Point> {
    let edges = || lines.iter().flat_map(|line| line.windows(2));
    let length: f64 = edges().map(|e| super::frame::gap(e[0], e[1]) * grown).sum();
    let step = (length / MOST_DOTS).max(5.0);
    let mut dots = Vec::new();
    let mut left = 0.0;
    for edge in edges() {
        let long = super::frame::gap(edge[0], edge[1]) * grown;
        while left < long {
            let share = left / long;
            dots.push([0, 1].map(|i| (edge[0][i] + (edge[1][i] - edge[0][i]) * share) * grown));
            left += step;
        }
        left -= long;
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn request(at: Point, is_required: bool) -> LabelRequest {
        let right = Extent { low: [4.0, -6.0], high: [60.0, 6.0] };
        let left = Extent { low: [-60.0, -6.0], high: [-4.0, 6.0] };
        LabelRequest {
            at,
            candidates: vec![vec![right], vec![left]],
            is_required,
            on_line: false,
            needs: None,
        }
    }

    #[test]
    fn who_comes_second_waits_for_a_larger_picture() {
        let requests = [
            request([100.0, 50.0], false),
            request([102.0, 50.0], false),
            request([101.0, 50.0], false),
        ];
        let placed = place(&requests, &[], [200.0, 100.0], &[1.0, 2.0, 32.0]);
        assert_eq!(placed[0], Some(PlacedLabel { level: 0, candidate: 0 }));
        // On its left it would run into the first when the picture grows.
        assert_eq!(placed[1], Some(PlacedLabel { level: 2, candidate: 0 }));
        assert_eq!(placed[2], None);
    }

    #[test]
    fn the_line_is_not_hidden_and_who_needs_another_waits() {
        let line = vec![vec![[0.0, 50.0], [200.0, 50.0]]];
        let mut requests = vec![request([100.0, 50.0], false), request([100.0, 20.0], false)];
        requests[1].needs = Some(0);
        assert_eq!(place(&requests, &line, [200.0, 100.0], &[1.0]), [None, None]);
        requests[0].is_required = true;
        assert!(place(&requests, &line, [200.0, 100.0], &[1.0]).iter().all(Option::is_some));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn no_two_labels_touch_at_any_magnification(
            points in prop::collection::vec([0.0..300.0_f64, 0.0..200.0_f64], 0..40),
        ) {
            let requests: Vec<LabelRequest> = points.iter().map(|&at| request(at, false)).collect();
            let levels = [1.0, 2.0, 4.0, 8.0];
            let placed = place(&requests, &[], [300.0, 200.0], &levels);
            for (level, &grown) in levels.iter().enumerate() {
                let shown: Vec<Extent> = requests.iter().zip(&placed)
                    .filter_map(|(request, g)| Some((request, g.filter(|g| g.level <= level)?)))
                    .flat_map(|(request, g)| moved(request, g.candidate, grown))
                    .collect();
                for (i, a) in shown.iter().enumerate() {
                    for b in &shown[i + 1..] {
                        let apart = [0, 1].iter().any(|&k| a.high[k] <= b.low[k] || b.high[k] <= a.low[k]);
                        prop_assert!(apart, "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}
