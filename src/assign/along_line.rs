//! Nearest along the line: to the line, then along it.
//!
//! The distance of a village along the line is a cone over its foot: the tip is as high as the
//! village lies off the line. The lowest cone at a place is the nearest village. A cone whose tip
//! lies on or above another is never the lowest; the others are lowest in the order of their feet.

use crate::geodesy::LonLat;
use crate::line::{Part, Polyline};
use crate::units::Place;

/// A village's foot, its distance from the line, and its index in the list.
#[derive(Debug, Clone, Copy)]
struct Cone {
    foot: f64,
    off: f64,
    who: usize,
}

impl Cone {
    fn at(&self, place: f64) -> f64 {
        self.off + (place - self.foot).abs()
    }

    /// Whether it is nowhere above another; of two equal cones, the first.
    fn hides(&self, other: &Self) -> bool {
        let (tip, here) = (other.off, self.at(other.foot));
        here < tip || (here == tip && (self.off, self.who) < (other.off, other.who))
    }
}

/// The parts of a stretch by who is nearest along the line, within a farthest distance.
pub(super) fn divide(
    line: &Polyline,
    points: &[LonLat],
    (from, to): (Place, Place),
    farthest: f64,
) -> Vec<Part> {
    let lowest = lowest(cones(line, points));
    let (from, to) = (from.metres(), to.metres());
    let mut parts = Parts { parts: Vec::new(), reached: from, to };
    for (i, cone) in lowest.iter().enumerate() {
        let end = lowest.get(i + 1).map_or(f64::INFINITY, |next| {
            // Where the one rising meets the other falling.
            (cone.foot + next.foot + next.off - cone.off) / 2.0
        });
        let reach = farthest - cone.off;
        if reach > 0.0 {
            parts.add(None, (cone.foot - reach).min(end));
            parts.add(Some(cone.who), (cone.foot + reach).min(end));
        }
        parts.add(None, end);
    }
    parts.add(None, to);
    parts.parts
}

/// The cones of all points; on a ring each also one round before and behind.
fn cones(line: &Polyline, points: &[LonLat]) -> Vec<Cone> {
    let rounds: &[f64] = if line.is_ring() { &[-1.0, 0.0, 1.0] } else { &[0.0] };
    let feet = line.nearest_each(points);
    let cone = |(who, foot): (usize, &crate::line::Foot)| {
        let (at, off) = (foot.place.metres(), foot.distance);
        rounds.iter().map(move |round| Cone { foot: at + round * line.length(), off, who })
    };
    feet.iter().enumerate().flat_map(cone).collect()
}

/// Those that are the lowest somewhere, in order.
fn lowest(mut cones: Vec<Cone>) -> Vec<Cone> {
    cones.sort_by(|a, b| {
        a.foot.total_cmp(&b.foot).then(a.off.total_cmp(&b.off)).then(a.who.cmp(&b.who))
    });
    let mut lowest: Vec<Cone> = Vec::new();
    for cone in cones {
        // A cone that hides the one before the last hides the last too: neighbours are enough.
        if lowest.last().is_some_and(|last| last.hides(&cone)) {
            continue;
        }
        while lowest.last().is_some_and(|last| cone.hides(last)) {
            lowest.pop();
        }
        lowest.push(cone);
    }
    lowest
}

struct Parts {
    parts: Vec<Part>,
    reached: f64,
    to: f64,
}

impl Parts {
    fn add(&mut self, nearest: Option<usize>, to: f64) {
        let to = to.min(self.to);
        if to <= self.reached {
            return;
        }
        let end = Place::from_trusted(to);
        match self.parts.last_mut() {
            Some(last) if last.nearest == nearest => last.to = end,
            _ => {
                let from = Place::from_trusted(self.reached);
                self.parts.push(Part { from, to: end, nearest });
            }
        }
        self.reached = to;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn p(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn every_place_goes_to_the_lowest_cone(
            steps in prop::collection::vec((-0.01..0.01_f64, -0.01..0.01_f64), 2..8), ring in any::<bool>(),
            sites in prop::collection::vec((-0.02..0.02_f64, -0.02..0.02_f64), 0..8),
            far in prop_oneof![Just(f64::INFINITY), 0.0..4_000.0_f64],
        ) {
            let mut part = vec![p(102.0, 22.0)];
            for (x, y) in steps {
                let last = part[part.len() - 1];
                part.push(p(last.lon() + x, last.lat() + y));
            }
            if ring {
                part.push(part[0]);
            }
            let line = Polyline::new(&[part]).unwrap();
            let sites: Vec<LonLat> = sites.iter().map(|(x, y)| p(102.0 + x, 22.0 + y)).collect();
            let parts = divide(&line, &sites, (line.start(), line.end()), far);
            prop_assert_eq!((parts[0].from, parts[parts.len() - 1].to), (line.start(), line.end()));
            let feet: Vec<_> = sites.iter().map(|&s| line.nearest(s)).collect();
            let cost = |who: Option<usize>, at: f64| who.map_or(far, |i| {
                let along = (feet[i].place.metres() - at).abs();
                let along = if line.is_ring() { along.min(line.length() - along) } else { along };
                feet[i].distance + along
            });
            for (i, part) in parts.iter().enumerate() {
                prop_assert!(part.from < part.to && (i == 0 || parts[i - 1].to == part.from));
                for share in [0.0, 0.01, 0.3, 0.5, 0.99, 1.0] {
                    let at = part.from.metres() + share * (part.to.metres() - part.from.metres());
                    let least = (0..sites.len()).map(|i| cost(Some(i), at)).fold(far, f64::min);
                    prop_assert!(cost(part.nearest, at) <= least + 1e-6);
                }
            }
        }
    }
}
