//! Tables of who is nearest to what, and who could take what is left.

use serde::Serialize;

use crate::id::{RegistrationId, SectionId, VillageId};
use crate::marker::Address;
use crate::units::{Length, Measure};

/// The line divided among the nearest villages, whoever keeps it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DivisionTable {
    /// By what distance: `geodesic`, from the village straight to the place.
    pub metric: &'static str,
    /// How much each village is nearest to; they add up to the line.
    pub villages: Vec<NearestRow>,
    /// The stretches; they tile the line.
    pub pieces: Vec<DivisionRow>,
}

/// What one village is nearest to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearestRow {
    /// The village; null for what is nobody's, as no village has a place.
    pub village: Option<VillageId>,
    /// How many separate stretches.
    pub stretches: usize,
    /// How long they are.
    pub length_mm: Length,
    /// Their share of the line.
    pub share: Option<f64>,
    /// Metres to their farthest place.
    pub farthest_m: Option<f64>,
    /// Metres to all their places on average.
    pub mean_m: Option<f64>,
}

/// A stretch and the village nearest to all of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DivisionRow {
    /// Its section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// The village; null where none has a place.
    pub village: Option<VillageId>,
}

/// Who should be asked to take which part of the gaps. Proposals are never registrations.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProposalTable {
    /// What makes one way better than another: `least_distance`.
    pub goal: &'static str,
    /// The farthest that a village is asked to go, in metres.
    pub farthest_m: f64,
    /// The stretches proposed, in order along the sections.
    pub proposals: Vec<ProposalRow>,
    /// What is proposed to nobody; with the proposals it adds up to `unregistered_mm`.
    pub unfilled: Vec<UnfilledRow>,
    /// What would be registered, were all proposals taken up.
    pub registered_mm: Length,
    /// The same as a share.
    pub registered_share: Option<f64>,
}

/// A stretch that a village should be asked to take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProposalRow {
    /// An id that no registration has.
    pub registration: RegistrationId,
    /// Who should be asked.
    pub village: VillageId,
    /// The section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Where it starts, as an address that `registrations.csv` takes.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// Metres from the village to all its places on average.
    pub mean_m: f64,
    /// Metres from the village to its farthest place.
    pub farthest_m: f64,
}

/// Part of a gap that is proposed to nobody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnfilledRow {
    /// The section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Where it starts, as an address.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// Why nobody is asked.
    pub reason: String,
}
