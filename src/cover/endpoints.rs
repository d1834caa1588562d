//! The endpoints of claims as events of a sweep.

use super::claims::{OwnerPacking, endpoints_before};
use super::order::EventKind;
use crate::span::Span;

/// One endpoint of a claim. Sorted by position; at one position ends come before starts, because
/// spans are half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Endpoint {
    /// Position in millimetres.
    pub(super) at: i64,
    /// Whether the claim starts here.
    pub(super) starts: bool,
    /// Owner index of the claim.
    pub(super) owner: usize,
}

/// Both endpoints of each claim are events.
pub(super) struct Endpoints(pub(super) OwnerPacking);

impl EventKind for Endpoints {
    type Event = Endpoint;
    const PER_CLAIM: usize = 2;

    #[inline]
    fn events(&self, span: Span, owner: usize, end: i64, mut each: impl FnMut(Endpoint)) {
        endpoints_before(span, end, |at, starts| each(Endpoint { at, starts, owner }));
    }

    #[inline]
    fn at(endpoint: &Endpoint) -> i64 {
        endpoint.at
    }

    fn bits(&self) -> u32 {
        self.0.bits + 1
    }

    #[inline]
    fn pack(&self, endpoint: &Endpoint) -> Option<u64> {
        Some(self.0.join(u64::from(endpoint.starts), endpoint.owner))
    }

    #[inline]
    fn unpack(&self, at: i64, packed: u64) -> Endpoint {
        let (starts, owner) = self.0.split(packed);
        Endpoint { at, starts: starts == 1, owner }
    }

    // Starts only: an end meets its owner in the cache, as the start was seen shortly before.
    #[inline]
    fn owner_to_prefetch(&self, packed: u64) -> Option<usize> {
        let (starts, owner) = self.0.split(packed);
        (starts == 1).then_some(owner)
    }
}
