//! Both ends of claims.

use super::claims::{Marks, ends_before};
use super::order::Form;
use crate::span::Span;

/// One end of a claim: in order of place, there those of claims that end before starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    /// Where it lies, in millimetres.
    pub(super) at: i64,
    /// Whether the claim starts there.
    pub(super) starts: bool,
    /// What the claim is marked with.
    pub(super) mark: usize,
}

/// Ends of claims with such marks.
pub(super) struct Ends(pub(super) Marks);

impl Form for Ends {
    type Thing = End;
    const EACH: usize = 2;

    #[inline]
    fn things(&self, span: Span, mark: usize, end: i64, mut each: impl FnMut(End)) {
        ends_before(span, end, |at, starts| each(End { at, starts, mark }));
    }

    #[inline]
    fn at(end: &End) -> i64 {
        end.at
    }

    fn bits(&self) -> u32 {
        self.0.bits + 1
    }

    #[inline]
    fn pack(&self, end: &End) -> Option<u64> {
        Some(self.0.join(u64::from(end.starts), end.mark))
    }

    #[inline]
    fn unpack(&self, at: i64, number: u64) -> End {
        let (starts, mark) = self.0.split(number);
        End { at, starts: starts == 1, mark }
    }

    #[inline]
    fn mark_to_fetch(&self, number: u64) -> Option<usize> {
        let (starts, mark) = self.0.split(number);
        (starts == 1).then_some(mark)
    }
}
