//! What each part adds to each figure, summed up.

use super::part::{ExplainedPart, Figure};
use crate::units::Length;

/// For each figure, by how much it grows per length of a stretch: 1, 0 or -1.
pub(super) type Weights = [i8; 7];

/// A length times the weight of a figure.
pub(super) fn weighted(length: Length, weight: i8) -> Length {
    length * i64::from(weight)
}

/// The weights that change one figure only.
pub(super) fn weight(figure: Figure, weight: i8) -> Weights {
    let mut weights = Weights::default();
    weights[figure as usize] = weight;
    weights
}

/// What each part adds to each figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums([[Length; 7]; 11]);

impl Sums {
    /// What a part adds to a figure.
    pub(super) fn get(&self, part: ExplainedPart, figure: Figure) -> Length {
        self.0[part as usize][figure as usize]
    }

    /// Adds a length to a figure.
    pub(super) fn add(&mut self, part: ExplainedPart, figure: Figure, length: Length) {
        self.0[part as usize][figure as usize] += length;
    }

    /// Adds a stretch of a length, which changes figures by weights.
    pub(super) fn add_weighted(&mut self, part: ExplainedPart, length: Length, weights: &Weights) {
        for (sum, &weight) in self.0[part as usize].iter_mut().zip(weights) {
            *sum += weighted(length, weight);
        }
    }

    /// Adds all of another.
    pub(super) fn merge(&mut self, other: &Self) {
        for (own, more) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            *own += *more;
        }
    }
}
