//! Overlaps, classed and priced: of what kind each is, what could be decided, and what that does.
//!
//! Nothing is decided here: a policy is applied only where the caller names it, to accounts of
//! their own.

mod award;
mod class;
mod holdings;
mod meetings;
mod nearer;
mod policy;
mod price;
mod resolve;
mod revision;
mod triage;

#[cfg(test)]
mod tests;

pub use policy::{Award, LeftUndecided, Policy, Resolution, WhyUndecided};
pub use price::{AreaPrice, Price, VillagePrice};
pub use resolve::{ClaimChange, Resolved};
pub use revision::Revision;

use crate::border::AMBIGUITY_MARGIN;
use crate::id::RegistrationId;
use crate::key::{AreaKey, SectionKey, VillageKey};
use crate::ledger::Account;
use crate::span::Span;
use crate::state::State;
use crate::units::{Length, Measure};

/// How conflicts are classed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictOptions {
    /// Two runs that have no more than this in common only touch; and a limit between two areas
    /// no farther away than this is at the conflict.
    pub tolerance: Length,
    /// The level whose limits make a conflict a [seam](ConflictClass::Seam); where none is given,
    /// the lowest level of each tree, `post` before the others.
    pub level: Option<String>,
}

impl Default for ConflictOptions {
    /// 10 m, the accuracy of a hand-held receiver ([`AMBIGUITY_MARGIN`]); any lowest level.
    fn default() -> Self {
        Self { tolerance: Length::from_mm((AMBIGUITY_MARGIN * 1e3) as i64), level: None }
    }
}

/// Of what kind a conflict is: the first of these that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConflictClass {
    /// One village's own registrations hold the stretch twice; no total is touched by it.
    SameVillage,
    /// The contenders' runs only touch: all they have in common lies at an end of each and is no
    /// longer than the tolerance.
    Sliver,
    /// One contender's run lies wholly within another's.
    Inside {
        /// The village whose run lies within.
        inner: VillageKey,
        /// The village in whose run it lies.
        outer: VillageKey,
    },
    /// Contenders belong to different areas of a level, and these meet here.
    Seam {
        /// The level.
        level: String,
        /// Where the areas meet.
        at: Measure,
        /// The area before and the area behind, by their places in
        /// [`Forest::areas`](crate::admin::Forest::areas).
        areas: (AreaKey, AreaKey),
    },
    /// None of these.
    Conflict,
}

impl ConflictClass {
    /// The names of all classes, in the order in which they are tried.
    pub const NAMES: [&str; 5] = ["same_village", "sliver", "inside", "seam", "conflict"];

    /// Its name in `report.json`.
    pub fn name(&self) -> &'static str {
        let place = match self {
            Self::SameVillage => 0,
            Self::Sliver => 1,
            Self::Inside { .. } => 2,
            Self::Seam { .. } => 3,
            Self::Conflict => 4,
        };
        Self::NAMES[place]
    }
}

/// A village that holds a conflict's stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contender {
    /// The village, by its place in [`Registry::villages`](crate::Registry::villages).
    pub village: VillageKey,
    /// What it holds there without a break. Across the seam of a ring it begins before the
    /// section's start or ends behind its end.
    pub run: Span,
    /// Its claims that lie on the stretch, by their indexes in the order of
    /// [`Ledger::in_force`](crate::Ledger::in_force).
    pub claims: Vec<usize>,
    /// The registrations that these belong to, in order.
    pub registrations: Vec<RegistrationId>,
}

/// A stretch that is held more than once, of what kind that is, and what could be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// The stretch, in the ledger's survey: an overlap of the ledger; or, of one village, a
    /// maximal stretch that its own registrations hold twice.
    pub span: Span,
    /// Of what kind it is.
    pub class: ConflictClass,
    /// Who holds it, in order along the section: by the middle of their runs, then by id.
    pub contenders: Vec<Contender>,
    /// What each policy would do, in the order of [`Policy::ALL`]; where one village holds it
    /// twice, the policies that have a say in that.
    pub resolutions: Vec<Resolution>,
}

impl Conflict {
    /// Whether several villages hold it; what one holds twice touches no total.
    pub fn is_shared(&self) -> bool {
        self.contenders.len() > 1
    }

    /// What a policy would do, if it has a say.
    pub fn resolution(&self, policy: Policy) -> Option<&Resolution> {
        self.resolutions.iter().find(|resolution| resolution.policy == policy)
    }
}

/// What a policy would do, applied wherever several villages hold a stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The policy.
    pub policy: Policy,
    /// How much of what is shared it gives to one village.
    pub decided: Length,
    /// How much it leaves as it is.
    pub undecided: Length,
    /// By how much what of the line is recognised would change.
    pub recognised: Length,
    /// What the account of the line would be.
    pub line: Account,
}

/// All conflicts of a state.
#[derive(Debug, Clone)]
pub struct Conflicts {
    state: State,
    options: ConflictOptions,
    conflicts: Vec<Conflict>,
    outcomes: Vec<Outcome>,
}

impl Conflicts {
    /// How they were classed.
    pub fn options(&self) -> &ConflictOptions {
        &self.options
    }

    /// The conflicts, in order along the sections. Those of several villages are the overlaps of
    /// the ledger, each once, and add up to what is shared.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What each policy would do, applied to all of them, in the order of [`Policy::ALL`].
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }
}
