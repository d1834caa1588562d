//! Who holds which piece of an extent.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::Hash;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::intern::InternedOwners;
use super::sweep::{RawClaims, sweep};
use crate::span::Span;

/// A maximal stretch that the same owners hold; nobody, where there are none.
///
/// Decoding refuses owners that are not in order, each once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "O: Ord + Deserialize<'de>"))]
pub struct Piece<O> {
    /// Where it lies.
    pub span: Span,
    /// Who holds it, in order, each once.
    #[serde(deserialize_with = "each_once")]
    pub owners: Vec<O>,
}

/// Cuts `extent` into the maximal pieces that the same owners hold; the pieces tile it.
///
/// An owner that claims a place twice holds it once. What lies outside the extent is not counted.
/// Time is nearly linear in the claims, plus the owners of each piece; where not every piece is
/// needed at once, [`for_each_piece`] returns none and copies no owner.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::overlay;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let pieces = overlay(span(0, 100)?, &[(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")]);
/// let owners: Vec<_> = pieces.iter().map(|p| (p.span.length().mm(), p.owners.len())).collect();
/// assert_eq!(owners, [(40, 1), (20, 2), (20, 1), (20, 0)]);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn overlay<O: Ord + Hash + Clone>(extent: Span, claims: &[(Span, O)]) -> Vec<Piece<O>> {
    let mut pieces = Vec::new();
    for_each_piece(extent, claims, |span, owners| {
        pieces.push(Piece { span, owners: own(owners) });
    });
    pieces
}

/// Shows the pieces of [`overlay`] one by one, in order, with their owners in order, each once.
///
/// Needs about 12 bytes a claim, 20 on long lines with more than some thousand owners, however many
/// pieces there are, and up to 50 where nearly all claims crowd in a small part of the axis.
/// Where owners have 16 claims each or more, they are numbered first, and only numbers are compared
/// afterwards.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::for_each_piece;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let mut shared = 0;
/// for_each_piece(span(0, 100)?, &[(span(0, 60)?, 'a'), (span(40, 80)?, 'b')], |piece, owners| {
///     shared += if owners.len() > 1 { piece.length().mm() } else { 0 };
/// });
/// assert_eq!(shared, 20);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn for_each_piece<'a, O: Ord + Hash>(
    extent: Span,
    claims: &'a [(Span, O)],
    mut each: impl FnMut(Span, &[&'a O]),
) {
    let Some(numbered) = InternedOwners::of_few(claims) else {
        return sweep(extent, &RawClaims(claims), each);
    };
    let (all, mut owners) = (numbered.owners(), Vec::new());
    sweep(extent, &numbered, |span, numbers| {
        owners.clear();
        owners.extend(numbers.iter().map(|&number| all[number as usize]));
        each(span, &owners);
    });
}

/// The `count` pieces of [`overlay`] with the most owners, the deepest first; of equally deep
/// ones the first along the extent.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::deepest;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let claims = [(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")];
/// let top = deepest(span(0, 100)?, &claims, 1);
/// assert_eq!((top[0].span, top[0].owners.len()), (span(40, 60)?, 2));
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn deepest<O: Ord + Hash + Clone>(
    extent: Span,
    claims: &[(Span, O)],
    count: usize,
) -> Vec<Piece<O>> {
    // The least of those kept lies on top: the shallowest, and of equal ones the last.
    let mut kept: BinaryHeap<(Reverse<usize>, Span, Vec<&O>)> = BinaryHeap::new();
    for_each_piece(extent, claims, |span, owners| {
        let rank = (Reverse(owners.len()), span);
        let full = kept.len() >= count;
        if full && kept.peek().is_none_or(|least| (least.0, least.1) <= rank) {
            return;
        }
        if full {
            kept.pop();
        }
        kept.push((rank.0, rank.1, owners.to_vec()));
    });
    let pieces = kept.into_sorted_vec().into_iter();
    pieces.map(|(_, span, owners)| Piece { span, owners: own(&owners) }).collect()
}

/// A maximal stretch under the same areas and the same owners.
///
/// Decoding refuses areas or owners that are not in order, each once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "A: Ord + Deserialize<'de>, O: Ord + Deserialize<'de>"))]
pub struct Crossing<A, O> {
    /// Where it lies.
    pub span: Span,
    /// The areas it lies in, in order, each once.
    #[serde(deserialize_with = "each_once")]
    pub areas: Vec<A>,
    /// Who holds it, in order, each once.
    #[serde(deserialize_with = "each_once")]
    pub owners: Vec<O>,
}

/// Lays labelled spans over labelled spans: cuts `extent` into the maximal stretches under the
/// same areas and the same owners, which tile it; a sweep over each list, however many areas
/// there are.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::overlay_areas;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let communes = [(span(0, 50)?, "Muong Khuong"), (span(50, 100)?, "Pha Long")];
/// let crossings = overlay_areas(span(0, 100)?, &communes, &[(span(40, 60)?, "Na Ten")]);
/// let kept = crossings.iter().filter(|c| c.areas == ["Pha Long"] && !c.owners.is_empty());
/// assert_eq!(kept.map(|c| c.span.length().mm()).sum::<i64>(), 10);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
pub fn overlay_areas<A: Ord + Hash + Clone, O: Ord + Hash + Clone>(
    extent: Span,
    areas: &[(Span, A)],
    claims: &[(Span, O)],
) -> Vec<Crossing<A, O>> {
    let mut zones: Vec<(Span, Vec<&A>)> = Vec::new();
    for_each_piece(extent, areas, |span, areas| zones.push((span, areas.to_vec())));
    // Both tile the extent: each piece begins in the zone where the last one ended.
    let (mut reached, mut crossings) = (0, Vec::new());
    for_each_piece(extent, claims, |piece, owners| {
        while let Some((zone, areas)) = zones.get(reached)
            && let Some(span) = zone.intersection(&piece)
        {
            crossings.push(Crossing { span, areas: own(areas), owners: own(owners) });
            if zone.to() > piece.to() {
                break;
            }
            reached += 1;
        }
    });
    crossings
}

/// Decodes labels that are in order, each once.
fn each_once<'de, D, L>(labels: D) -> Result<Vec<L>, D::Error>
where
    D: Deserializer<'de>,
    L: Ord + Deserialize<'de>,
{
    let labels = Vec::deserialize(labels)?;
    match labels.windows(2).position(|pair| pair[0] >= pair[1]) {
        None => Ok(labels),
        Some(place) => Err(D::Error::custom(format_args!(
            "of {} labels of a stretch, number {} does not come after the one before it: write \
             them in order, each once",
            labels.len(),
            place + 2
        ))),
    }
}

fn own<T: Clone>(labels: &[&T]) -> Vec<T> {
    labels.iter().map(|&label| label.clone()).collect()
}
