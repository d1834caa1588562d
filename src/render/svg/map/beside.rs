//! Places for a label beside a point.

use crate::render::svg::frame::{Extent, Point};
use crate::render::svg::labels::about;

/// How a label stands to its point, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stand {
    /// Where its text is anchored.
    pub(super) at: Point,
    /// At its start, middle or end.
    pub(super) anchor: &'static str,
    /// What it covers.
    pub(super) covers: Extent,
    /// Where a line that leads to it ends; none where it stands by its point.
    pub(super) leader: Option<Point>,
}

impl Stand {
    /// All that it covers: its text, and dots along the line that leads to it.
    pub(super) fn boxes(&self) -> Vec<Extent> {
        let mut boxes = vec![self.covers];
        if let Some([x, y]) = self.leader {
            // Where it starts it has to cross what is at its point.
            let length = x.hypot(y).max(1.0);
            let dots = (0..64).map(|i| 16.0 + 5.0 * f64::from(i)).take_while(|&d| d < length - 3.0);
            boxes.extend(dots.map(|d| about([x * d / length, y * d / length], [1.5, 1.5])));
        }
        boxes
    }
}

/// A label of a width and a text size, `away` pixels from its point in a direction.
pub(super) fn stand([dx, dy]: Point, away: f64, width: f64, size: f64) -> Stand {
    let [x, y] = [dx * away, dy * away];
    let half = size * 0.62;
    let (anchor, left, middle) = match dx {
        dx if dx > 0.4 => ("start", x, y),
        dx if dx < -0.4 => ("end", x - width, y),
        _ => ("middle", x - width / 2.0, y + dy.signum() * half),
    };
    let covers =
        Extent { low: [left - 1.0, middle - half], high: [left + width + 1.0, middle + half] };
    // Letters stand on a line a third of their size below their middle.
    Stand { at: [x, middle + size * 0.35], anchor, covers, leader: None }
}

/// A direction turned by degrees.
pub(super) fn turned([x, y]: Point, degrees: f64) -> Point {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}

/// On all sides of a small symbol, on its right first.
pub(super) fn around(away: f64, width: f64, size: f64) -> Vec<Stand> {
    let turns = [0.0, 180.0, -45.0, 45.0, -135.0, 135.0, -90.0, 90.0];
    turns.map(|turn| stand(turned([1.0, 0.0], turn), away, width, size)).to_vec()
}

/// Out from the line on one side or else the other, at growing distances, with a line that leads
/// there where it is far.
pub(super) fn led_out(side: Point, aways: &[f64], width: f64, size: f64) -> Vec<Stand> {
    out(side, aways, width, size).into_iter().map(led).collect()
}

/// Out from the line on one side or else the other, at growing distances.
pub(super) fn out(side: Point, aways: &[f64], width: f64, size: f64) -> Vec<Stand> {
    let mut stands = Vec::new();
    for side in [side, side.map(|x| -x)] {
        for &away in aways {
            let turns = [0.0, 30.0, -30.0, 60.0, -60.0];
            stands.extend(turns.map(|turn| stand(turned(side, turn), away, width, size)));
        }
    }
    stands
}

/// With a line that leads to it, where it stands far from its point.
fn led(stand: Stand) -> Stand {
    let [x, y] = [stand.at[0], (stand.covers.low[1] + stand.covers.high[1]) / 2.0];
    let away = x.hypot(y);
    let leader = (away > 18.0).then(|| [x * (away - 3.0) / away, y * (away - 3.0) / away]);
    Stand { leader, ..stand }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_covers_what_its_text_covers() {
        let right = stand([1.0, 0.0], 5.0, 40.0, 10.0);
        assert_eq!((right.at, right.anchor), ([5.0, 3.5], "start"));
        assert!(right.covers.low[0] == 4.0 && right.covers.high[0] == 46.0);
        let above = stand([0.0, -1.0], 5.0, 40.0, 10.0);
        assert_eq!(above.anchor, "middle");
        assert!(above.covers.high[1] <= -5.0 + 1e-9 && above.covers.low[0] == -21.0);
    }
}
