//! The line, or some of it, divided among the nearest villages.

use serde::{Deserialize, Serialize};

use super::area::Eligible;
use super::{AssignError, Assigner, along_line};
use crate::border::stretch;
use crate::geodesy::LonLat;
use crate::id::{SectionId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::ledger::{LedgerError, check};
use crate::line::Part;
use crate::span::Span;
use crate::units::{Length, Place};

/// How near a village is to a place of the line.
///
/// ```
/// use border_coverage::assign::Metric;
/// assert_eq!(serde_json::to_string(&Metric::default())?, r#""geodesic""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Metric {
    /// By the geodesic from the village to the place.
    #[default]
    Geodesic,
    /// By the geodesic to the nearest place of the section, then along the section; on a ring the
    /// shorter way round. Jumps between parts cost nothing.
    AlongLine,
}

/// What is divided.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::assign::{Metric, Over};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let pieces = data.state(None, None)?.assigner().pieces(&Over::Gaps, Metric::Geodesic)?;
/// let lengths = pieces.iter().map(|piece| piece.span.length().mm());
/// assert_eq!(lengths.sum::<i64>(), 35_000_000);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Over {
    /// All sections.
    #[default]
    Line,
    /// What nobody keeps.
    Gaps,
    /// Stretches of sections.
    Stretches(Vec<(SectionId, Span)>),
}

/// A stretch and the village nearest to all of it.
///
/// ```
/// use border_coverage::assign::{Metric, Over};
/// use border_coverage::{DataSet, Place};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let division = data.state(None, None)?.assigner().division(&Over::Line, Metric::Geodesic)?;
/// let first = &division.pieces[0];
/// assert_eq!(first.village.as_ref().map(|id| id.as_str()), Some("sin-thau-1"));
/// assert_eq!((first.span.length().mm(), first.ground().0), (4_336_485, Place::START));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DivisionPiece {
    /// The section.
    pub section: SectionId,
    /// The stretch in the state's survey, to the millimetre.
    #[serde(flatten, with = "stretch::span")]
    pub span: Span,
    /// The village; none where no village may take it or all are too far.
    pub village: Option<VillageId>,
    #[serde(skip)]
    ground: (Place, Place),
}

impl DivisionPiece {
    /// Where it starts and ends on the ground, exactly.
    #[must_use]
    pub fn ground(&self) -> (Place, Place) {
        self.ground
    }
}

/// A piece by the library's keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyedPiece {
    pub(super) section: SectionKey,
    pub(super) span: Span,
    pub(super) ground: (Place, Place),
    pub(super) village: Option<VillageKey>,
}

impl Assigner {
    /// The pieces of a [division](Self::division) alone, without a distance measured.
    ///
    /// # Errors
    /// As for [`division`](Self::division).
    pub fn pieces(&self, over: &Over, metric: Metric) -> Result<Vec<DivisionPiece>, AssignError> {
        let pieces = self.keyed_pieces(over, metric)?;
        Ok(pieces.into_iter().map(|piece| self.named(piece)).collect())
    }

    pub(super) fn keyed_pieces(
        &self,
        over: &Over,
        metric: Metric,
    ) -> Result<Vec<KeyedPiece>, AssignError> {
        let stretches = self.stretches(over)?;
        let mut pieces: Vec<KeyedPiece> = Vec::new();
        for &(section, span) in &stretches {
            for eligible in self.eligible(section, span) {
                pieces.extend(self.divide(section, &eligible, metric)?);
            }
        }
        let tiled = total(pieces.iter().map(|piece| piece.span));
        let asked = total(stretches.iter().map(|&(_, span)| span));
        let law = "its pieces tile what is divided";
        check(&"the division", law, tiled, asked).map_err(LedgerError::from)?;
        Ok(pieces)
    }

    pub(super) fn named(&self, piece: KeyedPiece) -> DivisionPiece {
        let KeyedPiece { section, span, ground, village } = piece;
        let (section, village) =
            (self.state.section_id(section), village.map(|v| self.village_id(v)));
        DivisionPiece { section, span, village, ground }
    }

    fn stretches(&self, over: &Over) -> Result<Vec<(SectionKey, Span)>, AssignError> {
        let whole = |section: &crate::ledger::SectionAccount| {
            let (first, last) = (section.pieces.first()?, section.pieces.last()?);
            Span::nonempty(first.span.from(), last.span.to())
        };
        Ok(match over {
            Over::Line => {
                let sections = self.state.ledger().keyed_sections();
                sections.filter_map(|(key, section)| Some((key, whole(section)?))).collect()
            }
            Over::Gaps => self.gap_spans(),
            Over::Stretches(stretches) => {
                let keyed = |(id, span): &(_, _)| Ok((self.state.border().section_key(id)?, *span));
                let stretches = stretches.iter().map(keyed).collect::<Result<_, _>>();
                return stretches.map_err(AssignError::Survey);
            }
        })
    }

    /// Divides one stretch among the villages that may take it.
    fn divide(
        &self,
        section: SectionKey,
        eligible: &Eligible,
        metric: Metric,
    ) -> Result<Vec<KeyedPiece>, AssignError> {
        // Of villages as near the first is chosen: by id, lest the order of rows decide.
        let rows = self.state.registry().villages();
        let mut villages = eligible.villages.to_vec();
        villages.sort_by(|&a, &b| rows[a].id.cmp(&rows[b].id));
        let eligible = Eligible { villages: villages.into(), ..*eligible };
        let line = self.line(section);
        let (from, to) = self.places(section, eligible.span)?;
        let points: Vec<LonLat> =
            eligible.villages.iter().filter_map(|&village| self.village_at(village)).collect();
        let parts = match metric {
            Metric::Geodesic => line.divide_stretch(&points, from, to, self.farthest_metres())?,
            Metric::AlongLine => {
                along_line::divide(line, &points, (from, to), self.farthest_metres())
            }
        };
        self.measured(section, &eligible, &parts)
    }

    /// The parts in the ledger's survey.
    fn measured(
        &self,
        section: SectionKey,
        eligible: &Eligible,
        parts: &[Part],
    ) -> Result<Vec<KeyedPiece>, AssignError> {
        let id = self.state.border().section_at(section).id();
        let map = self
            .state
            .border()
            .calibration(id, self.state.survey())
            .map_err(AssignError::Survey)?;
        let (mut reached, last) = (eligible.span.from(), eligible.span.to());
        let mut start = parts.first().map_or(Place::START, |part| part.from);
        let mut pieces: Vec<KeyedPiece> = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            let end = if i + 1 == parts.len() { last } else { map.measure(part.to).min(last) };
            let Some(span) = Span::nonempty(reached, end) else { continue };
            let village = part.nearest.map(|k| eligible.villages[k]);
            pieces.push(KeyedPiece { section, span, ground: (start, part.to), village });
            (reached, start) = (end, part.to);
        }
        // The last parts may have rounded to nothing.
        if let Some(piece) = pieces.last_mut() {
            piece.span = Span::nonempty(piece.span.from(), last).unwrap_or(piece.span);
            piece.ground.1 = parts.last().map_or(piece.ground.1, |part| part.to);
        }
        Ok(pieces)
    }
}

/// The length of spans that do not overlap.
pub(super) fn total(spans: impl Iterator<Item = Span>) -> Length {
    spans.fold(Length::ZERO, |sum, span| sum + span.length())
}
