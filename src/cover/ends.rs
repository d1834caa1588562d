//! Both ends of claims.

use super::claims::{Inside, Marked};
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

/// Ends of claims whose marks have so many bits.
pub(super) struct Ends {
    mark_bits: u32,
}

impl Ends {
    pub(super) fn of(claims: &Inside<impl Marked>) -> Self {
        Self { mark_bits: claims.mark_bits() }
    }
}

impl Form for Ends {
    type Thing = End;
    const EACH: usize = 2;

    #[inline]
    fn things(&self, span: Span, mark: usize, end: i64, mut each: impl FnMut(End)) {
        for (at, starts) in [(span.from().mm(), true), (span.to().mm(), false)] {
            if at < end {
                each(End { at, starts, mark });
            }
        }
    }

    #[inline]
    fn at(end: &End) -> i64 {
        end.at
    }

    fn bits(&self) -> u32 {
        self.mark_bits + 1
    }

    #[inline]
    fn pack(&self, end: &End) -> Option<u64> {
        Some(u64::from(end.starts) << self.mark_bits | end.mark as u64)
    }

    #[inline]
    fn unpack(&self, at: i64, number: u64) -> End {
        let mark = number & ((1 << self.mark_bits) - 1);
        End { at, starts: number >> self.mark_bits == 1, mark: mark as usize }
    }

    #[inline]
    fn mark_to_fetch(&self, number: u64) -> Option<usize> {
        let end = self.unpack(0, number);
        end.starts.then_some(end.mark)
    }
}
