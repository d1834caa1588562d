//! What a proposal must keep to, and why there may be none.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::units::Length;

/// What makes one way to fill the gaps better than another that fills as much.
///
/// ```
/// use border_coverage::assign::Goal;
/// assert_eq!(serde_json::to_string(&Goal::default())?, r#""least_distance""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Goal {
    /// The least sum of length times distance: every metre as near as possible to its keeper.
    #[default]
    LeastDistance,
    /// The least sum of squared loads. A load is what a village keeps and takes, divided by its
    /// households if all villages say how many they have.
    FairestLoad,
}

/// The rules and the goal of proposals.
///
/// The farthest distance and the area are those of the [`Assigner`](crate::assign::Assigner).
///
/// ```
/// use border_coverage::Length;
/// use border_coverage::assign::{Goal, ProposalOptions};
/// let mut options = ProposalOptions::default();
/// assert_eq!((options.goal, options.least.mm()), (Goal::LeastDistance, 100_000));
/// options.greatest = Some(Length::from_mm(5_000_000));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProposalOptions {
    /// What is better.
    pub goal: Goal,
    /// No stretch is shorter.
    pub least: Length,
    /// No stretch is longer.
    pub greatest: Option<Length>,
    /// How much a village can keep in all, if the registry gives no capacity; none for any length.
    pub capacity: Option<Length>,
    /// Where markers lie farther apart than this, a gap may also be cut between them, at equal
    /// steps no longer (in a gap of more than 100 steps, a hundredth of it); if none, at markers
    /// only. Cuts between markers are as few as possible.
    pub step: Option<Length>,
    /// Whether stretches that touch what the village keeps are preferred.
    pub touching: bool,
}

impl Default for ProposalOptions {
    /// The least distance; stretches of at least 100 m, cut at markers or at steps of 500 m,
    /// touching what the village keeps where possible.
    fn default() -> Self {
        Self {
            goal: Goal::LeastDistance,
            least: Length::from_mm(100_000),
            greatest: None,
            capacity: None,
            step: Some(Length::from_mm(500_000)),
            touching: true,
        }
    }
}

/// Why part of a gap is proposed to nobody. In JSON it is its text.
///
/// ```
/// use border_coverage::Length;
/// use border_coverage::assign::WhyUnfilled;
/// let why = WhyUnfilled::TooFar(Length::from_mm(10_000_000));
/// assert_eq!(why.to_string(), "no village within 10.000 km");
/// assert_eq!(serde_json::to_value(why)?, why.to_string());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhyUnfilled {
    /// No village with a place may take it.
    NoVillage,
    /// No village lies within this distance of all of it.
    TooFar(Length),
    /// All villages near enough have too little capacity left for a stretch.
    CapacityUsedUp,
    /// It is shorter than a stretch must be.
    TooShort(Length),
    /// All villages that could take it take another part of the same gap, or have too little
    /// capacity left for any piece between two cuts.
    NoFit,
}

impl fmt::Display for WhyUnfilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoVillage => f.write_str("no village with a known place may take it"),
            Self::TooFar(farthest) => write!(f, "no village within {farthest}"),
            Self::CapacityUsedUp => f.write_str("capacity used up"),
            Self::TooShort(least) => write!(f, "shorter than {least}"),
            Self::NoFit => f.write_str("no stretch fits who is near"),
        }
    }
}

impl Serialize for WhyUnfilled {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
