//! The line, or some of it, divided among the nearest villages.

use super::area::Eligible;
use super::{AssignError, Assigner, walk};
use crate::geodesy::LonLat;
use crate::id::SectionId;
use crate::key::{SectionKey, VillageKey};
use crate::line::Part;
use crate::span::Span;
use crate::state::State;
use crate::units::Place;

/// How near a village is to a place of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Metric {
    /// By the geodesic from the village to the place.
    #[default]
    Direct,
    /// By the geodesic to the nearest place of the section, then along the section; on a ring the
    /// shorter way round. Jumps between parts cost nothing.
    AlongLine,
}

/// What is divided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DivisionPiece {
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// The stretch in the ledger's survey, to the millimetre.
    pub span: Span,
    /// Where it starts on the ground, exactly.
    pub from: Place,
    /// Where it ends on the ground, exactly.
    pub to: Place,
    /// The village, by its place in [`Registry::villages`](crate::Registry::villages); nobody
    /// where none is eligible or all are too far.
    pub village: Option<VillageKey>,
}

/// Stretches with their nearest villages.
#[derive(Debug, Clone)]
pub struct Division {
    assigner: Assigner,
    metric: Metric,
    pieces: Vec<DivisionPiece>,
}

impl Division {
    /// The state divided.
    pub fn state(&self) -> &State {
        self.assigner.state()
    }

    /// Who made it.
    pub(crate) fn assigner(&self) -> &Assigner {
        &self.assigner
    }

    /// By what distance.
    pub fn metric(&self) -> Metric {
        self.metric
    }

    /// The pieces, in order; those of one stretch tile it, to the millimetre.
    pub fn pieces(&self) -> &[DivisionPiece] {
        &self.pieces
    }
}

impl Assigner {
    /// Divides what is asked for among the nearest villages.
    ///
    /// By [`Metric::Direct`], pieces change hands where two villages are equally far by geodesic
    /// distance, exact as in [`Polyline::divide_stretch`](crate::Polyline::divide_stretch). Of
    /// villages as near, the first by id is chosen. Pieces that round to nothing in
    /// the survey are left out.
    ///
    /// # Errors
    /// When a stretch does not lie on its section.
    pub fn division(&self, over: Over, metric: Metric) -> Result<Division, AssignError> {
        let mut pieces = Vec::new();
        for (section, span) in self.stretches(over)? {
            for eligible in self.eligible(section, span) {
                pieces.extend(self.divide(section, &eligible, metric)?);
            }
        }
        Ok(Division { assigner: self.clone(), metric, pieces })
    }

    fn stretches(&self, over: Over) -> Result<Vec<(SectionKey, Span)>, AssignError> {
        let whole = |section: &crate::ledger::SectionAccount| {
            let (first, last) = (section.pieces.first()?, section.pieces.last()?);
            Span::nonempty(first.span.from(), last.span.to())
        };
        Ok(match over {
            Over::Line => {
                let sections = self.state.ledger().keyed_sections();
                sections.filter_map(|(key, section)| Some((key, whole(section)?))).collect()
            }
            Over::Gaps => self.gaps(),
            Over::Stretches(stretches) => {
                let keyed = |(id, span)| Ok((self.state.border().section_key(&id)?, span));
                let stretches = stretches.into_iter().map(keyed).collect::<Result<_, _>>();
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
    ) -> Result<Vec<DivisionPiece>, AssignError> {
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
            Metric::Direct => line.divide_stretch(&points, from, to, self.farthest_metres())?,
            Metric::AlongLine => walk::divide(line, &points, (from, to), self.farthest_metres()),
        };
        self.measured(section, &eligible, &parts)
    }

    /// The parts in the ledger's survey.
    fn measured(
        &self,
        section: SectionKey,
        eligible: &Eligible,
        parts: &[Part],
    ) -> Result<Vec<DivisionPiece>, AssignError> {
        let id = self.state.border().section_at(section).id();
        let map = self
            .state
            .border()
            .calibration(id, self.state.survey())
            .map_err(AssignError::Survey)?;
        let (mut reached, last) = (eligible.span.from(), eligible.span.to());
        let mut start = parts.first().map_or(Place::START, |part| part.from);
        let mut pieces = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            let end = if i + 1 == parts.len() { last } else { map.measure(part.to).min(last) };
            let Some(span) = Span::nonempty(reached, end) else { continue };
            let village = part.nearest.map(|k| eligible.villages[k]);
            pieces.push(DivisionPiece { section, span, from: start, to: part.to, village });
            (reached, start) = (end, part.to);
        }
        // The last parts may have rounded to nothing.
        if let Some(piece) = pieces.last_mut() {
            piece.span = Span::nonempty(piece.span.from(), last).unwrap_or(piece.span);
            piece.to = parts.last().map_or(piece.to, |part| part.to);
        }
        Ok(pieces)
    }
}
