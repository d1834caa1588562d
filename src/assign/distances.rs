//! The length that each village is nearest to, and the length that it keeps, in the same form.

use std::collections::BTreeMap;

use serde::Serialize;

use super::pieces::KeyedPiece;
use super::{AssignError, Assigner, to_the_millimetre};
use crate::cover::SpanSet;
use crate::id::VillageId;
use crate::key::{SectionKey, VillageKey};
use crate::span::Span;
use crate::units::{Length, Place, Share, as_ratio, metres};

/// A village and its stretches: those nearest to it, or those it keeps.
///
/// Its form in JSON is that of a row of `villages` in the `division` of `report.json`; distances
/// are in metres.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::assign::{Metric, NearestLength, Over};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let assigner = data.state(None, None)?.assigner();
/// let division = assigner.division(&Over::Line, Metric::Geodesic)?;
/// let row: &NearestLength = &division.villages[0];
/// assert_eq!((row.stretches, row.length.mm()), (2, 5_547_901));
/// assert_eq!(row.share.to_string(), "1.38 %");
/// assert_eq!(row.mean.map(|mean| mean.metres()), Some(1888.164));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NearestLength {
    /// The village; none for what is nearest to nobody.
    pub village: Option<VillageId>,
    /// The number of separate stretches.
    pub stretches: usize,
    /// Their length in the state's survey.
    #[serde(rename = "length_mm")]
    pub length: Length,
    /// Their share of all that was divided, or of the whole line; its ratio in JSON.
    #[serde(serialize_with = "as_ratio")]
    pub share: Share,
    /// The distance from the village to their farthest place; none for nobody, and where the
    /// village has no place.
    #[serde(rename = "farthest_m", serialize_with = "metres::serialize_option")]
    pub farthest: Option<Length>,
    /// The distance to all their places on average.
    #[serde(rename = "mean_m", serialize_with = "metres::serialize_option")]
    pub mean: Option<Length>,
}

/// What is summed up for a village: stretches on the ground and their length.
#[derive(Default)]
struct GroundHolding {
    stretches: Vec<(SectionKey, Place, Place)>,
    length: Length,
}

impl Assigner {
    /// The length that each village is nearest to, in the order of the registry, nobody first.
    pub(super) fn nearest_lengths(
        &self,
        pieces: &[KeyedPiece],
    ) -> Result<Vec<NearestLength>, AssignError> {
        let mut holdings: BTreeMap<Option<VillageKey>, GroundHolding> = BTreeMap::new();
        for piece in pieces {
            let (from, to) = piece.ground;
            let holding = holdings.entry(piece.village).or_default();
            holding.length += piece.span.length();
            match holding.stretches.last_mut() {
                // Two areas may meet within what one village is nearest to.
                Some((section, _, end)) if (*section, *end) == (piece.section, from) => *end = to,
                _ => holding.stretches.push((piece.section, from, to)),
            }
        }
        let total = holdings.values().fold(Length::ZERO, |sum, holding| sum + holding.length);
        let row = |(village, holding)| self.row(village, &holding, total);
        holdings.into_iter().map(row).collect()
    }

    /// What each village keeps, also where others do, in the form of a division.
    ///
    /// # Errors
    /// Were there a fault in the library, when what is kept does not lie on its section.
    pub fn registered(&self) -> Result<Vec<NearestLength>, AssignError> {
        let mut spans: BTreeMap<(VillageKey, SectionKey), Vec<Span>> = BTreeMap::new();
        for (section, ledger) in self.state.ledger().keyed_sections() {
            for piece in &ledger.pieces {
                for &village in &piece.owners {
                    spans.entry((village, section)).or_default().push(piece.span);
                }
            }
        }
        let mut holdings: BTreeMap<VillageKey, GroundHolding> = BTreeMap::new();
        for ((village, section), spans) in spans {
            let holding = holdings.entry(village).or_default();
            for &span in spans.into_iter().collect::<SpanSet>().spans() {
                let (from, to) = self.places(section, span)?;
                holding.stretches.push((section, from, to));
                holding.length += span.length();
            }
        }
        let total = self.state.ledger().line().total();
        let row = |(village, holding): (VillageKey, GroundHolding)| {
            self.row(Some(village), &holding, total)
        };
        holdings.into_iter().map(row).collect()
    }

    fn row(
        &self,
        village: Option<VillageKey>,
        holding: &GroundHolding,
        total: Length,
    ) -> Result<NearestLength, AssignError> {
        let (mut farthest, mut area, mut metres) = (0.0_f64, 0.0, 0.0);
        let at = village.and_then(|village| self.village_at(village));
        for &(section, from, to) in &holding.stretches {
            if let Some(at) = at {
                let distances = self.line(section).distances(at, from, to)?;
                farthest = farthest.max(distances.most);
                area += distances.mean * (to.metres() - from.metres());
                metres += to.metres() - from.metres();
            }
        }
        Ok(NearestLength {
            village: village.map(|village| self.village_id(village)),
            stretches: holding.stretches.len(),
            length: holding.length,
            share: Share::of(holding.length, total),
            farthest: at.map(|_| to_the_millimetre(farthest)),
            mean: at.map(|_| to_the_millimetre(area / metres)),
        })
    }
}
