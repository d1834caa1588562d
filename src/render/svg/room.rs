//! Room for labels: which place is still free, and who gets it.

use std::collections::HashMap;

use super::frame::{Extent, Point};

/// How wide a cell is, in pixels: about a label.
const CELL: f64 = 40.0;

/// What of a picture is taken.
#[derive(Debug)]
pub(super) struct Room {
    bounds: Extent,
    /// What is taken, and whether by the line.
    cells: HashMap<(i32, i32), Vec<(Extent, bool)>>,
}

impl Room {
    /// An empty picture.
    fn new(bounds: Extent) -> Self {
        Self { bounds, cells: HashMap::new() }
    }

    /// A magnified picture with nothing on it but a line.
    fn with_line(line: &[Vec<Point>], pane: Point, grown: f64) -> Self {
        let mut room = Self::new(Extent { low: [0.0, 0.0], high: pane.map(|x| x * grown) });
        dotted(line, grown).into_iter().for_each(|dot| room.take(about(dot, [2.5, 2.5]), true));
        room
    }

    fn cells(place: Extent) -> impl Iterator<Item = (i32, i32)> {
        let cell = |x: f64| (x / CELL).floor() as i32;
        let (low, high) = (place.low.map(cell), place.high.map(cell));
        (low[0]..=high[0]).flat_map(move |x| (low[1]..=high[1]).map(move |y| (x, y)))
    }

    /// Whether a place lies on the picture and touches nothing that is taken; the line may be let
    /// pass.
    fn is_free(&self, place: Extent, on_line: bool) -> bool {
        let inside = [0, 1]
            .iter()
            .all(|&i| self.bounds.low[i] <= place.low[i] && place.high[i] <= self.bounds.high[i]);
        let touches = |&(other, is_line): &(Extent, bool)| {
            let meets = |&i: &usize| place.low[i] < other.high[i] && other.low[i] < place.high[i];
            !(is_line && on_line) && [0, 1].iter().all(meets)
        };
        // What is not on the picture is not looked up: its cells might be many.
        inside
            && !Self::cells(place)
                .filter_map(|cell| self.cells.get(&cell))
                .any(|taken| taken.iter().any(touches))
    }

    /// Takes a place; what of it lies off the picture is nobody's.
    fn take(&mut self, place: Extent, is_line: bool) {
        let clamp = |p: Point| [0, 1].map(|i| p[i].clamp(self.bounds.low[i], self.bounds.high[i]));
        let shown = Extent { low: clamp(place.low), high: clamp(place.high) };
        for cell in Self::cells(shown) {
            self.cells.entry(cell).or_default().push((place, is_line));
        }
    }
}

/// Something that wants a place on the picture.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// The point it belongs to, in pixels of the unmagnified picture.
    pub(super) at: Point,
    /// The places that would do, the best first: each some boxes about the point, in pixels of any
    /// magnification.
    pub(super) choices: Vec<Vec<Extent>>,
    /// Whether it takes its first choice, free or not.
    pub(super) must: bool,
    /// Whether it may lie on the line.
    pub(super) on_line: bool,
    /// What has to have a place before it does, by its place in the list.
    pub(super) needs: Option<usize>,
}

/// That a wish came true: from which magnification on, and by which choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) level: usize,
    pub(super) choice: usize,
}

/// Gives places to wishes, the first before those behind, magnification by magnification: what has
/// a place keeps it when the picture grows, so it must be free on every larger picture too.
///
/// `line` holds points along what no label may hide, in pixels of the unmagnified picture.
pub(super) fn grant(
    wishes: &[Wish],
    line: &[Vec<Point>],
    pane: Point,
    levels: &[f64],
) -> Vec<Option<Granted>> {
    let mut rooms: Vec<Room> =
        levels.iter().map(|&grown| Room::with_line(line, pane, grown)).collect();
    let mut granted: Vec<Option<Granted>> = vec![None; wishes.len()];
    for level in 0..levels.len() {
        for (i, wish) in wishes.iter().enumerate() {
            let waits = wish.needs.is_some_and(|other| granted[other].is_none());
            if granted[i].is_some() || waits {
                continue;
            }
            let boxes = |choice: usize, l: usize| moved(wish, choice, levels[l]);
            let fits = |choice: &usize| {
                let free = |l: usize| boxes(*choice, l).all(|b| rooms[l].is_free(b, wish.on_line));
                wish.must || (level..levels.len()).all(free)
            };
            if let Some(choice) = (0..wish.choices.len()).find(fits) {
                granted[i] = Some(Granted { level, choice });
                for (l, room) in rooms.iter_mut().enumerate().skip(level) {
                    moved(wish, choice, levels[l]).for_each(|b| room.take(b, false));
                }
            }
        }
    }
    granted
}

/// A choice where it would stand on the magnified picture.
fn moved(wish: &Wish, choice: usize, grown: f64) -> impl Iterator<Item = Extent> + '_ {
    let by = move |p: Point| [0, 1].map(|i| p[i] + wish.at[i] * grown);
    let boxes = wish.choices.get(choice).into_iter().flatten();
    boxes.map(move |&Extent { low, high }| Extent { low: by(low), high: by(high) })
}

/// A box about a point, so far to either side.
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

    fn wish(at: Point, must: bool) -> Wish {
        let right = Extent { low: [4.0, -6.0], high: [60.0, 6.0] };
        let left = Extent { low: [-60.0, -6.0], high: [-4.0, 6.0] };
        Wish { at, choices: vec![vec![right], vec![left]], must, on_line: false, needs: None }
    }

    #[test]
    fn who_comes_second_waits_for_a_larger_picture() {
        let wishes =
            [wish([100.0, 50.0], false), wish([102.0, 50.0], false), wish([101.0, 50.0], false)];
        let granted = grant(&wishes, &[], [200.0, 100.0], &[1.0, 2.0, 32.0]);
        assert_eq!(granted[0], Some(Granted { level: 0, choice: 0 }));
        // On its left it would run into the first when the picture grows.
        assert_eq!(granted[1], Some(Granted { level: 2, choice: 0 }));
        assert_eq!(granted[2], None);
    }

    #[test]
    fn the_line_is_not_hidden_and_who_needs_another_waits() {
        let line = vec![vec![[0.0, 50.0], [200.0, 50.0]]];
        let mut wishes = vec![wish([100.0, 50.0], false), wish([100.0, 20.0], false)];
        wishes[1].needs = Some(0);
        assert_eq!(grant(&wishes, &line, [200.0, 100.0], &[1.0]), [None, None]);
        wishes[0].must = true;
        assert!(grant(&wishes, &line, [200.0, 100.0], &[1.0]).iter().all(Option::is_some));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn no_two_labels_touch_at_any_magnification(
            points in prop::collection::vec([0.0..300.0_f64, 0.0..200.0_f64], 0..40),
        ) {
            let wishes: Vec<Wish> = points.iter().map(|&at| wish(at, false)).collect();
            let levels = [1.0, 2.0, 4.0, 8.0];
            let granted = grant(&wishes, &[], [300.0, 200.0], &levels);
            for (level, &grown) in levels.iter().enumerate() {
                let shown: Vec<Extent> = wishes.iter().zip(&granted)
                    .filter_map(|(wish, g)| Some((wish, g.filter(|g| g.level <= level)?)))
                    .flat_map(|(wish, g)| moved(wish, g.choice, grown))
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
