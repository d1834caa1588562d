//! Looks at how a line is drawn: what may be a mistake is said, nothing is repaired.

use std::fmt;

use super::Polyline;
use crate::geodesy::{LonLat, distance};
use crate::id::SectionId;
use crate::units::Place;

/// Ends closer than this join, in metres: as far as maps round coordinates.
pub(crate) const JOIN: f64 = 1.0;

/// Parts whose ends lie closer than this follow one another without a jump, in metres.
const NO_JUMP: f64 = 0.001;

/// Ends closer than this may close a ring, in metres, if the line is this many times longer.
const OPEN_RING: f64 = 10.0;
const OPEN_RING_LENGTH: f64 = 100.0;

/// A line this near another place of itself, or of another, lies on it, in metres.
const ON: f64 = 0.05;

/// Places of a line closer than this along it are the same, in metres.
const SAME_PLACE: f64 = 1.0;

/// Every so many metres, or every edge, a line is looked at for what lies on it.
const LOOK: f64 = 25.0;

/// Lines of more parts than this are not looked at for another order.
const MOST_PARTS: usize = 2_000;

/// Something in the drawing of a line that may be a mistake.
///
/// ```
/// use border_coverage::{LonLat, Polyline};
/// use border_coverage::line::LineDoubt;
/// let p = |lon: f64, lat: f64| LonLat::new(lon, lat);
/// let line = Polyline::new(&[
///     [p(102.0, 22.0)?, p(102.1, 22.0)?],
///     [p(102.2, 22.05)?, p(102.1, 22.0)?],
///     [p(102.2, 22.05)?, p(102.3, 22.0)?],
/// ])?;
/// assert!(line.doubts().contains(&LineDoubt::Reversed { part: 2 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LineDoubt {
    /// Parts that follow one another do not join.
    Jumps {
        /// For each jump the number of the part before it, counted from 1, and its metres.
        jumps: Vec<(usize, f64)>,
    },
    /// A part would join its neighbours if it ran the other way.
    Reversed {
        /// Its number, counted from 1.
        part: usize,
    },
    /// All parts would join in another order.
    Order {
        /// The numbers of the parts in that order, counted from 1.
        order: Vec<usize>,
    },
    /// The ends lie so close to one another that the line may be a ring.
    OpenRing {
        /// Metres between them.
        gap: f64,
    },
    /// The ends coincide, but the parts between them do not join.
    BrokenRing {
        /// Metres of jumps.
        jumps: f64,
    },
    /// The line lies on itself, or on another section.
    Overlap {
        /// The other section; none for itself.
        section: Option<SectionId>,
        /// About how many metres of it.
        metres: f64,
    },
}

impl fmt::Display for LineDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jumps { jumps } => write_jumps(jumps, f),
            Self::Reversed { part } => write!(
                f,
                "part {part} would join its neighbours if it ran the other way: reverse its \
                 positions if the line runs through"
            ),
            Self::Order { order } => {
                let order: Vec<String> = order.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "the parts would join in the order {}: write them so if the line runs through",
                    order.join(", ")
                )
            }
            Self::OpenRing { gap } => write!(
                f,
                "the ends lie {gap:.3} m apart: if the line is a ring, write its last position \
                 like its first; it is read as a line with two ends"
            ),
            Self::BrokenRing { jumps } => write!(
                f,
                "the ends coincide, but {:.3} km of jumps lie between the parts: it is read as a \
                 ring; if it is none, correct the first or the last position",
                jumps / 1e3
            ),
            Self::Overlap { section: None, metres } => write!(
                f,
                "about {:.3} km of the line lie on another part of it and count twice: remove one",
                metres / 1e3
            ),
            Self::Overlap { section: Some(other), metres } => write!(
                f,
                "about {:.3} km of the line lie on section {other} and count in both: draw them \
                 in one",
                metres / 1e3
            ),
        }
    }
}

fn write_jumps(jumps: &[(usize, f64)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const SHOWN: usize = 5;
    let sum: f64 = jumps.iter().map(|jump| jump.1).sum();
    let one = |&(part, metres): &(usize, f64)| format!("{:.3} km after part {part}", metres / 1e3);
    let mut each: Vec<String> = jumps.iter().take(SHOWN).map(one).collect();
    if jumps.len() > SHOWN {
        each.push(format!("{} more", jumps.len() - SHOWN));
    }
    write!(
        f,
        "the parts do not join: jumps of {}, {:.3} km in all, count for nothing; draw what is \
         missing if the line runs there",
        each.join(", "),
        sum / 1e3
    )
}

impl Polyline {
    /// What in the drawing of the line may be a mistake: jumps between parts, parts that would join
    /// if reversed or in another order, rings that are open or broken, and what lies on itself.
    ///
    /// An order of parts is sought among up to 2,000. Overlaps are found by looking every 25 m, so
    /// their length is known to some 25 m. Takes about a microsecond for each look.
    #[must_use]
    pub fn doubts(&self) -> Vec<LineDoubt> {
        let ends: Vec<(LonLat, LonLat)> = self
            .parts
            .windows(2)
            .map(|part| (self.vertices[part[0]], self.vertices[part[1] - 1]))
            .collect();
        let jumps: Vec<(usize, f64)> = ends
            .windows(2)
            .enumerate()
            .map(|(i, pair)| (i + 1, distance(pair[0].1, pair[1].0)))
            .filter(|(_, metres)| *metres > NO_JUMP)
            .collect();
        let mut doubts: Vec<LineDoubt> = reversed_parts(&ends);
        let order = order_that_joins(&ends, MOST_PARTS).filter(|order| !order.is_sorted());
        let numbers = |order: Vec<usize>| order.into_iter().map(|i| i + 1).collect();
        doubts.extend(order.map(|order| LineDoubt::Order { order: numbers(order) }));
        doubts.extend(self.doubtful_ring(&ends, &jumps));
        if !jumps.is_empty() {
            doubts.insert(0, LineDoubt::Jumps { jumps });
        }
        let metres = self.length_where(|at, place| {
            let feet = self.feet_within(at, ON);
            feet.iter().any(|foot| self.advance(place, foot.place).abs() > SAME_PLACE)
        });
        if metres > 0.0 {
            doubts.push(LineDoubt::Overlap { section: None, metres });
        }
        doubts
    }

    /// About how many metres of the line lie on another.
    pub(crate) fn length_on(&self, other: &Self) -> f64 {
        self.length_where(|at, _| other.nearest_within(at, ON).is_some())
    }

    fn doubtful_ring(
        &self,
        ends: &[(LonLat, LonLat)],
        jumps: &[(usize, f64)],
    ) -> Option<LineDoubt> {
        let gap = distance(ends.first()?.0, ends.last()?.1);
        let jumps: f64 = jumps.iter().map(|jump| jump.1).sum();
        if self.ring {
            return (jumps > JOIN).then_some(LineDoubt::BrokenRing { jumps });
        }
        let is_open = gap <= OPEN_RING && gap * OPEN_RING_LENGTH <= self.length();
        is_open.then_some(LineDoubt::OpenRing { gap })
    }

    /// About how much of the line fulfils a condition, looked at in the middle of its edges, or of
    /// some where they are short.
    fn length_where(&self, holds: impl Fn(LonLat, Place) -> bool) -> f64 {
        let (mut length, mut since) = (0.0, 0.0);
        let edges = self.places.windows(2).enumerate().filter(|(_, ends)| ends[1] > ends[0]);
        for (edge, ends) in edges {
            since += ends[1] - ends[0];
            if since < LOOK && ends[1] < self.length() {
                continue;
            }
            let half = (ends[1] - ends[0]) / 2.0;
            if holds(self.on_edge(edge, half), Place::from_trusted(ends[0] + half)) {
                length += since;
            }
            since = 0.0;
        }
        length
    }
}

/// The parts that join a neighbour the wrong way round, and none as they are.
fn reversed_parts(ends: &[(LonLat, LonLat)]) -> Vec<LineDoubt> {
    let joins =
        |a: Option<LonLat>, b: Option<LonLat>| a.zip(b).map(|(a, b)| distance(a, b) <= JOIN);
    let is_reversed = |&i: &usize| {
        let (start, end) = (Some(ends[i].0), Some(ends[i].1));
        let before = i.checked_sub(1).and_then(|before| ends.get(before)).map(|part| part.1);
        let after = ends.get(i + 1).map(|part| part.0);
        let as_drawn = [joins(before, start), joins(end, after)];
        let turned = [joins(before, end), joins(start, after)];
        let all = |ends: [Option<bool>; 2]| ends.iter().flatten().all(|&joins| joins);
        // A neighbour of a reversed part does not join it either way.
        turned.contains(&Some(true)) && all(turned) && !all(as_drawn)
    };
    (0..ends.len()).filter(is_reversed).map(|i| LineDoubt::Reversed { part: i + 1 }).collect()
}

/// The order in which pieces of a line, each by its start and end, go on where the one before ends;
/// as they are, where they do. Of a ring the first starts. None where they have no such order, or
/// where there are more than `most` out of order.
pub(crate) fn order_that_joins(ends: &[(LonLat, LonLat)], most: usize) -> Option<Vec<usize>> {
    let leads_to = |a: usize, b: usize| {
        let (end, start) = (ends[a].1, ends[b].0);
        // Cheaper than a geodesic: a metre is less than a hundred-thousandth of a degree.
        (end.lat() - start.lat()).abs() < 2e-5 && distance(end, start) <= JOIN
    };
    if (1..ends.len()).all(|i| leads_to(i - 1, i)) {
        return Some((0..ends.len()).collect());
    }
    if ends.len() > most {
        return None;
    }
    let is_led_to = |i: usize| (0..ends.len()).any(|j| j != i && leads_to(j, i));
    let first = (0..ends.len()).find(|&i| !is_led_to(i)).unwrap_or(0);
    let mut order = vec![first];
    let mut left: Vec<usize> = (0..ends.len()).filter(|&i| i != first).collect();
    while let Some(&last) = order.last() {
        let Some(next) = left.iter().position(|&i| leads_to(last, i)) else { break };
        order.push(left.remove(next));
    }
    left.is_empty().then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn doubts(parts: &[Vec<LonLat>]) -> Vec<LineDoubt> {
        Polyline::new(parts).unwrap().doubts()
    }

    fn corners() -> [LonLat; 4] {
        [p(102.0, 22.0), p(102.1, 22.0), p(102.2, 22.05), p(102.3, 22.0)]
    }

    #[test]
    fn parts_that_join_are_in_no_doubt() {
        let [a, b, c, d] = corners();
        assert_eq!(doubts(&[vec![a, b], vec![b, c], vec![c, d]]), []);
        assert_eq!(doubts(&[vec![a, b, c, d]]), []);
        assert_eq!(doubts(&[vec![a, b, c, a]]), []);
    }

    #[test]
    fn a_reversed_part_is_named_wherever_it_stands() {
        let [a, b, c, d] = corners();
        let parts = [vec![a, b], vec![b, c], vec![c, d]];
        for i in 0..3 {
            let mut turned = parts.clone();
            turned[i].reverse();
            let found = doubts(&turned);
            assert!(found.contains(&LineDoubt::Reversed { part: i + 1 }), "{i}: {found:?}");
            let reversed = found.iter().filter(|d| matches!(d, LineDoubt::Reversed { .. }));
            assert_eq!(reversed.count(), 1, "{found:?}");
            assert!(matches!(found[0], LineDoubt::Jumps { .. }), "{found:?}");
        }
    }

    #[test]
    fn an_order_that_joins_is_named() {
        let [a, b, c, d] = corners();
        let found = doubts(&[vec![c, d], vec![a, b], vec![b, c]]);
        assert!(found.contains(&LineDoubt::Order { order: vec![2, 3, 1] }), "{found:?}");
    }

    #[test]
    fn a_part_drawn_there_and_back_lies_on_itself() {
        let [a, b, c, d] = corners();
        let found = doubts(&[vec![a, b], vec![b, c], vec![c, b], vec![c, d]]);
        let twice = 2.0 * distance(b, c);
        assert!(
            found.iter().any(|doubt| matches!(doubt, LineDoubt::Overlap { section: None, metres }
                if (metres - twice).abs() < 1.0)),
            "{found:?}"
        );
    }

    #[test]
    fn rings_that_are_open_or_broken_are_in_doubt() {
        let [a, b, c, d] = corners();
        let near = p(102.000_01, 22.0);
        let found = doubts(&[vec![a, b, c, near]]);
        assert!(matches!(found[..], [LineDoubt::OpenRing { gap }] if (gap - 1.0).abs() < 0.1));
        let found = doubts(&[vec![a, b], vec![c, d, a]]);
        assert!(found.iter().any(|doubt| matches!(doubt, LineDoubt::BrokenRing { .. })));
    }
}
