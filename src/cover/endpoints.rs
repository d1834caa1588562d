//! Both ends of claims.

use super::claims::{OwnerPacking, ends_before};
use super::order::EventKind;
use crate::span::Span;

/// One end of a claim: in order of place, there those of claims that end before starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Endpoint {
    /// Where it lies, in millimetres.
    pub(super) at: i64,
    /// Whether the claim starts there.
    pub(super) starts: bool,
    /// What the claim is marked with.
    pub(super) mark: usize,
}

/// Endpoints of claims with such marks.
pub(super) struct Endpoints(pub(super) OwnerPacking);

impl EventKind for Endpoints {
    type Event = Endpoint;
    const PER_CLAIM: usize = 2;

    #[inline]
    fn events(&self, span: Span, mark: usize, end: i64, mut each: impl FnMut(Endpoint)) {
        ends_before(span, end, |at, starts| each(Endpoint { at, starts, mark }));
    }

    #[inline]
    fn at(end: &Endpoint) -> i64 {
        end.at
    }

    fn bits(&self) -> u32 {
        self.0.bits + 1
    }

    #[inline]
    fn pack(&self, end: &Endpoint) -> Option<u64> {
        Some(self.0.join(u64::from(end.starts), end.mark))
    }

    #[inline]
    fn unpack(&self, at: i64, number: u64) -> Endpoint {
        let (starts, mark) = self.0.split(number);
        Endpoint { at, starts: starts == 1, mark }
    }

    #[inline]
    fn mark_to_fetch(&self, number: u64) -> Option<usize> {
        let (starts, mark) = self.0.split(number);
        (starts == 1).then_some(mark)
    }
}
