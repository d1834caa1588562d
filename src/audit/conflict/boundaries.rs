//! Which areas answer for which stretches of a section, and where those of a level meet.

use std::collections::BTreeSet;

use super::contender::Contender;
use crate::admin::Forest;
use crate::cover::{Piece, overlay};
use crate::key::{AreaKey, SectionKey};
use crate::ledger::AreaAccount;
use crate::span::Span;
use crate::units::{Length, Measure};

/// The level whose boundaries come first where none is asked for.
const FIRST: &str = "post";

/// The levels on which contenders may be on two sides of a boundary, in the order to be tried.
pub(super) fn levels<'a>(forest: &'a Forest, asked: Option<&'a str>) -> Vec<&'a str> {
    if let Some(level) = asked {
        return vec![level];
    }
    let mut levels = forest.lowest_levels();
    levels.sort_by_key(|&level| level != FIRST);
    levels
}

/// The areas of one section.
#[derive(Debug)]
pub(super) struct Lands<'a> {
    forest: &'a Forest,
    /// The maximal pieces for which the same areas answer, of whatever level.
    pieces: Vec<Piece<AreaKey>>,
    /// For each level asked about, where its areas meet.
    boundaries: Vec<(&'a str, Vec<Boundary>)>,
}

/// Where areas of a level meet.
#[derive(Debug)]
struct Boundary {
    at: Measure,
    before: Vec<AreaKey>,
    behind: Vec<AreaKey>,
}

impl<'a> Lands<'a> {
    /// The jurisdictions of the areas on one section.
    pub(super) fn new(
        forest: &'a Forest,
        accounts: &[AreaAccount],
        section: SectionKey,
        (extent, ring): (Span, bool),
        levels: &[&'a str],
    ) -> Self {
        let mut spans: Vec<(Span, AreaKey)> = Vec::new();
        for account in accounts {
            let set = account.jurisdiction[section].iter();
            spans.extend(set.map(|span| (span, account.key)));
        }
        let boundaries = levels.iter().map(|&level| {
            let of_level = |&&(_, area): &&(Span, AreaKey)| forest.areas()[area].level == level;
            let of_level: Vec<_> = spans.iter().filter(of_level).copied().collect();
            (level, boundaries(&overlay(extent, &of_level), ring))
        });
        Self { forest, boundaries: boundaries.collect(), pieces: overlay(extent, &spans) }
    }

    /// Shows the parts of a span for which an area answers, each area with each of its parts.
    pub(super) fn each(&self, span: Span, mut show: impl FnMut(AreaKey, Length)) {
        let first = self.pieces.partition_point(|piece| piece.span.to() <= span.from());
        for piece in &self.pieces[first..] {
            let Some(part) = piece.span.intersection(&span) else { break };
            piece.owners.iter().for_each(|&area| show(area, part.length()));
        }
    }

    /// Where areas of contenders meet on a span, ends included, or within a tolerance of it, with
    /// their level and the areas before and behind; of several the one nearest to its middle.
    pub(super) fn seam(
        &self,
        span: Span,
        tolerance: Length,
        contenders: &[Contender],
        areas_of: &[BTreeSet<AreaKey>],
    ) -> Option<(&'a str, Measure, [AreaKey; 2])> {
        self.boundaries.iter().find_map(|(level, boundaries)| {
            let (first, last) = (span.from() - tolerance, span.to() + tolerance);
            let from = boundaries.partition_point(|boundary| boundary.at < first);
            let near = boundaries[from..].iter().take_while(|boundary| boundary.at <= last);
            let of_level = |area: &AreaKey| self.forest.areas()[*area].level == **level;
            let own: Vec<BTreeSet<AreaKey>> = contenders
                .iter()
                .map(|c| areas_of[c.village].iter().copied().filter(of_level).collect())
                .collect();
            let found = near.filter_map(|boundary| Some((boundary.at, boundary.parts(&own)?)));
            let off = |at: Measure| ((at - span.from()) - (span.to() - at)).mm().abs();
            let (at, areas) = found.min_by_key(|&(at, _)| (off(at), at))?;
            Some((*level, at, areas))
        })
    }
}

impl Boundary {
    /// The areas before and behind it that have each a contender that the other has not.
    fn parts(&self, own: &[BTreeSet<AreaKey>]) -> Option<[AreaKey; 2]> {
        let only = |this: AreaKey, other: AreaKey| {
            own.iter().any(|areas| areas.contains(&this) && !areas.contains(&other))
        };
        let pairs = self.before.iter().flat_map(|&a| self.behind.iter().map(move |&b| (a, b)));
        pairs.into_iter().find(|&(a, b)| only(a, b) && only(b, a)).map(<[AreaKey; 2]>::from)
    }
}

/// Where the areas of one piece give way to those of the next; at the seam of a ring this is at
/// both ends of the section.
fn boundaries(pieces: &[Piece<AreaKey>], ring: bool) -> Vec<Boundary> {
    let meet = |at: Measure, before: &Piece<AreaKey>, behind: &Piece<AreaKey>| {
        let (before, behind) = (&before.owners, &behind.owners);
        let meets = before != behind && !before.is_empty() && !behind.is_empty();
        meets.then(|| Boundary { at, before: before.clone(), behind: behind.clone() })
    };
    let mut found: Vec<Boundary> =
        pieces.windows(2).filter_map(|w| meet(w[0].span.to(), &w[0], &w[1])).collect();
    if let (true, Some(first), Some(last)) = (ring, pieces.first(), pieces.last()) {
        found.splice(0..0, meet(first.span.from(), last, first));
        found.extend(meet(last.span.to(), last, first));
    }
    found
}
