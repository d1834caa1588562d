//! How far claims reach beyond the part of the axis in which they start.

use rayon::prelude::*;

use super::partition::Partition;
use crate::span::Span;

/// How far a claim with a mark reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Carry {
    pub(super) mark: usize,
    pub(super) to: i64,
}

/// The claims of a share that reach beyond the part in which they start; of each part and mark the
/// farthest is enough.
///
/// A claim is noted once, however many parts it crosses: what crosses a part whole is found when
/// the parts are gone along.
pub(super) struct CarryOver {
    parts: Partition,
    marks: usize,
    noted: CarryStore,
}

/// How they are noted, in whichever takes less room.
enum CarryStore {
    /// The farthest end by part and mark; `i64::MIN` where there is none.
    Farthest(Vec<i64>),
    /// All, part by part.
    All(Vec<Vec<Carry>>),
}

impl CarryOver {
    /// Of so many claims with so many marks.
    pub(super) fn new(parts: Partition, marks: usize, claims: usize) -> Self {
        let cells = parts.count().saturating_mul(marks);
        let noted = if cells <= claims / 2 {
            CarryStore::Farthest(vec![i64::MIN; cells])
        } else {
            CarryStore::All(vec![Vec::new(); parts.count()])
        };
        Self { parts, marks, noted }
    }

    /// Notes a claim, if it reaches beyond its part.
    #[inline]
    pub(super) fn note(&mut self, span: Span, mark: usize) {
        let (part, to) = (self.parts.locate(span.from().mm()), span.to().mm());
        if part + 1 == self.parts.count() || to <= self.parts.start(part + 1) {
            return;
        }
        match &mut self.noted {
            CarryStore::Farthest(ends) => {
                let end = &mut ends[part * self.marks + mark];
                *end = to.max(*end);
            }
            CarryStore::All(lists) => lists[part].push(Carry { mark, to }),
        }
    }

    /// Adds the reaches that begin in a part.
    fn of_part(&self, part: usize, all: &mut Vec<Carry>) {
        match &self.noted {
            CarryStore::Farthest(ends) => {
                let ends = ends[part * self.marks..][..self.marks].iter().enumerate();
                let noted = ends.filter(|(_, to)| **to > i64::MIN);
                all.extend(noted.map(|(mark, &to)| Carry { mark, to }));
            }
            CarryStore::All(lists) => all.extend_from_slice(&lists[part]),
        }
    }

    /// What reaches into each part from before it, of the claims of all shares; of each mark the
    /// farthest, by marks.
    pub(super) fn into_parts(shares: &[Self], parts: Partition) -> Vec<Vec<Carry>> {
        let begun = |part| {
            let mut all = Vec::new();
            shares.iter().for_each(|share| share.of_part(part, &mut all));
            all.sort_unstable_by(|a, b| (a.mark, b.to).cmp(&(b.mark, a.to)));
            all.dedup_by_key(|reach| reach.mark);
            all
        };
        let begun: Vec<Vec<Carry>> =
            (0..parts.count().saturating_sub(1)).into_par_iter().map(begun).collect();
        let mut into = vec![Vec::new()];
        for (part, begun) in begun.into_iter().enumerate() {
            let seam = parts.start(part + 1);
            let through = into[part].iter().filter(|reach: &&Carry| reach.to > seam);
            into.push(farthest(through.copied(), begun.into_iter()));
        }
        into
    }
}

/// The farthest of each mark of two lists, each by marks with each mark once.
fn farthest(a: impl Iterator<Item = Carry>, b: impl Iterator<Item = Carry>) -> Vec<Carry> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let mut all = Vec::new();
    loop {
        let (first, second) = (a.peek().copied(), b.peek().copied());
        let Some(least) = first.into_iter().chain(second).map(|reach| reach.mark).min() else {
            return all;
        };
        let of_least =
            [a.next_if(|reach| reach.mark == least), b.next_if(|reach| reach.mark == least)];
        all.extend(of_least.into_iter().flatten().max_by_key(|reach| reach.to));
    }
}
