//! What a proposal must keep to, and why there may be none.

use std::fmt;

use crate::units::Length;

/// What makes one way to fill the gaps better than another that fills as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Goal {
    /// The least sum of length by distance: every metre as near as can be to who keeps it.
    #[default]
    LeastDistance,
    /// The least sum of squared loads: what each village keeps and takes, for each household
    /// where all of them are known.
    FairestLoad,
}

/// What a proposal must keep to, and what it is after.
///
/// The farthest distance and the area are those of the [`Assigner`](crate::assign::Assigner).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalOptions {
    /// What is better.
    pub goal: Goal,
    /// No stretch is shorter.
    pub least: Length,
    /// No stretch is longer.
    pub greatest: Option<Length>,
    /// How much a village can keep in all, where the registry does not say; any length if none.
    pub capacity: Option<Length>,
    /// Where markers lie farther apart than this, a gap may also be cut between them, at equal
    /// steps no longer (in a gap of more than 100 steps, a hundredth of it); never if none. As few
    /// cuts as can be are made there.
    pub step: Option<Length>,
    /// Whether a village rather takes what touches its own.
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

/// Why part of a gap is proposed to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyUnfilled {
    /// No village with a place may take it.
    NoVillage,
    /// No village is so near to all of it.
    TooFar(Length),
    /// All that are near enough have too little capacity left for a stretch.
    CapacityUsedUp,
    /// It is shorter than a stretch must be.
    TooShort(Length),
    /// All that could take it take another part of the same gap, or have too little capacity
    /// left for what lies between two cuts.
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
