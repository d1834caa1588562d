//! Each place by itself, without an index.

use proptest::prelude::*;

use super::Part;
use crate::geodesy::{Edge, LonLat, distance};
use crate::line::Polyline;

/// Two distances nearer than this are the same to the library, with what is rounded, in metres.
pub(super) const SAME: f64 = 4e-7;

/// Each place of a line by Karney's algorithms alone.
pub(super) struct Dull {
    /// Where each edge starts, and the edge.
    pub(super) edges: Vec<(f64, Edge)>,
    pub(super) sites: Vec<LonLat>,
    pub(super) farthest: f64,
}

impl Dull {
    pub(super) fn new(line: &Polyline, sites: &[LonLat], farthest: f64) -> Self {
        let edge =
            |v: usize| (line.places[v], Edge::new(line.vertices[v], line.vertices[v + 1]).unwrap());
        let edges = (0..line.vertices.len() - 1).filter(|&v| line.places[v + 1] > line.places[v]);
        Self { edges: edges.map(edge).collect(), sites: sites.to_vec(), farthest }
    }

    pub(super) fn distance(&self, who: Option<usize>, at: LonLat) -> f64 {
        who.map_or(self.farthest, |i| distance(self.sites[i], at))
    }

    /// The nearest at a point, and how much nearer it is than the second.
    pub(super) fn nearest(&self, at: LonLat) -> (Option<usize>, f64) {
        let all = (0..self.sites.len()).map(Some).chain([None]);
        let mut by: Vec<_> = all.map(|who| (self.distance(who, at), who)).collect();
        by.sort_by(|a, b| a.0.total_cmp(&b.0));
        let margin = by.get(1).map_or(f64::INFINITY, |second| second.0 - by[0].0);
        (by[0].1, if margin.is_nan() { f64::INFINITY } else { margin })
    }

    /// Stretches that surely belong to one: the nearest of all at the middle, nearer by more
    /// than the way to the ends and back. What is left undecided is shorter than half a
    /// millimetre, or a tie.
    fn certain(&self) -> Vec<(f64, f64, Option<usize>)> {
        let mut found = Vec::new();
        let mut budget = 1_000;
        for (start, edge) in &self.edges {
            let mut open = vec![(0.0, edge.length())];
            while let Some((a, b)) = open.pop() {
                let middle = (a + b) / 2.0;
                let (who, margin) = self.nearest(edge.at(middle));
                if margin > b - a {
                    found.push((start + a, start + b, who));
                } else if b - a > 0.000_5 && budget > 0 {
                    budget -= 1;
                    open.extend([(middle, b), (a, middle)]);
                }
            }
        }
        found
    }

    /// Says what is wrong with a division of the whole line.
    pub(super) fn check(&self, parts: &[Part], from: f64, to: f64) -> Result<(), TestCaseError> {
        prop_assert_eq!(parts[0].from.metres(), from);
        prop_assert_eq!(parts[parts.len() - 1].to.metres(), to);
        for part in parts {
            prop_assert!(part.from < part.to);
        }
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(pair[0].nearest, pair[1].nearest);
        }
        for (start, edge) in &self.edges {
            let end = start + edge.length();
            for part in parts {
                let (a, b) = (part.from.metres().max(*start), part.to.metres().min(end));
                for share in [0.0, 0.003, 0.1, 0.37, 0.5, 0.81, 0.999, 1.0] {
                    let (one, other) = (a + share * (b - a), part.to.metres());
                    let near_end = (one - part.from.metres()).min(other - one) < 0.001;
                    if a < b && !near_end {
                        let at = edge.at(a + share * (b - a) - start);
                        let (who, _) = self.nearest(at);
                        let (ours, least) =
                            (self.distance(part.nearest, at), self.distance(who, at));
                        prop_assert!(
                            ours <= least + SAME,
                            "{:?} at {ours}, {who:?} at {least}, {share} of {part:?}",
                            part.nearest
                        );
                    }
                }
            }
        }
        for (a, b, who) in self.certain() {
            for part in parts.iter().filter(|part| part.nearest != who) {
                let common = b.min(part.to.metres()) - a.max(part.from.metres());
                prop_assert!(
                    common < 0.001 || self.flat(part.nearest, who, a, b),
                    "{part:?} shares {common} m with {a}..{b} of {who:?}"
                );
            }
        }
        Ok(())
    }

    /// Whether two distances all but agree over a stretch.
    fn flat(&self, one: Option<usize>, other: Option<usize>, a: f64, b: f64) -> bool {
        let edge = self.edges.iter().rfind(|(start, _)| *start <= a).unwrap();
        let gap = |at: f64| {
            let at = edge.1.at(at - edge.0);
            (self.distance(one, at) - self.distance(other, at)).abs()
        };
        gap(a).min(gap(b)) < SAME
    }
}
