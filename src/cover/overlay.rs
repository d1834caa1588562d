//! The pieces of an extent that have the same owners.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::Hash;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::intern::InternedOwners;
use super::sweep::{RawClaims, sweep};
use crate::span::Span;

/// A maximal stretch that the same owners hold; a gap if there are none.
///
/// Deserialising rejects owners that are not sorted, each once.
///
/// ```
/// use border_coverage::Span;
/// use border_coverage::cover::{Piece, overlay};
/// let extent = Span::from_mm(0, 9)?;
/// assert_eq!(overlay(extent, &[(extent, 'a')]), [Piece { span: extent, owners: vec!['a'] }]);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "O: Ord + Deserialize<'de>"))]
pub struct Piece<O> {
    /// The stretch.
    pub span: Span,
    /// Its owners, sorted, each once.
    #[serde(deserialize_with = "sorted_labels")]
    pub owners: Vec<O>,
}

/// Divides `extent` into the maximal pieces that have the same owners; the pieces tile it.
///
/// Overlapping claims of one owner count once; claims are clipped to the extent. Time is nearly
/// linear in the claims plus the owners of all pieces. [`for_each_piece`] visits the same pieces
/// without storing them or cloning owners.
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

/// Calls `each` with every piece of [`overlay`], in order, and with its owners, sorted, each once.
///
/// Takes about 12 bytes per claim, 20 on long axes with more than some thousand owners, however
/// many pieces there are; up to 50 where nearly all claims lie in a small part of the axis. With 16
/// claims per owner or more, owners are interned first, so that the sweep compares numbers only.
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
    let Some(interned) = InternedOwners::of_few(claims) else {
        return sweep(extent, &RawClaims(claims), each);
    };
    let (all, mut owners) = (interned.owners(), Vec::new());
    sweep(extent, &interned, |span, numbers| {
        owners.clear();
        owners.extend(numbers.iter().map(|&number| all[number as usize]));
        each(span, &owners);
    });
}

/// The `count` pieces of [`overlay`] with the most owners, deepest first; equally deep ones by
/// their start.
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
    // The heap yields the piece to drop next: the shallowest, and of equal ones the last.
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

/// A maximal stretch that lies in the same areas and has the same owners.
///
/// Deserialising rejects areas or owners that are not sorted, each once.
///
/// ```
/// use border_coverage::Span;
/// use border_coverage::cover::{Crossing, overlay_areas};
/// let span = Span::from_mm(0, 9)?;
/// let crossings = overlay_areas(span, &[(span, "Pha Long")], &[(span, 1)]);
/// assert_eq!(crossings, [Crossing { span, areas: vec!["Pha Long"], owners: vec![1] }]);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "A: Ord + Deserialize<'de>, O: Ord + Deserialize<'de>"))]
pub struct Crossing<A, O> {
    /// The stretch.
    pub span: Span,
    /// Its areas, sorted, each once.
    #[serde(deserialize_with = "sorted_labels")]
    pub areas: Vec<A>,
    /// Its owners, sorted, each once.
    #[serde(deserialize_with = "sorted_labels")]
    pub owners: Vec<O>,
}

/// Divides `extent` into the maximal stretches that lie in the same areas and have the same owners;
/// the stretches tile it.
///
/// Takes one sweep over the areas and one over the claims, however many areas there are.
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
    // Zones and pieces both tile the extent: a piece starts in the zone where the last one ended.
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

/// Deserialises labels that are sorted, each once.
fn sorted_labels<'de, D, L>(labels: D) -> Result<Vec<L>, D::Error>
where
    D: Deserializer<'de>,
    L: Ord + Deserialize<'de>,
{
    let labels = Vec::deserialize(labels)?;
    match labels.windows(2).position(|pair| pair[0] >= pair[1]) {
        None => Ok(labels),
        Some(index) => Err(D::Error::custom(format_args!(
            "of {} labels of a stretch, number {} does not come after the one before it: write \
             them in order, each once",
            labels.len(),
            index + 2
        ))),
    }
}

fn own<T: Clone>(labels: &[&T]) -> Vec<T> {
    labels.iter().map(|&label| label.clone()).collect()
}
