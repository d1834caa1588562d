//! The line, or some of it, divided among the nearest villages; and who keeps it though another is
//! nearer.

use serde::Serialize;

use super::pieces::total;
use super::{AssignError, Assigner, DivisionPiece, Metric, NearestLength, Over, to_the_millimetre};
use crate::border::Stretch;
use crate::id::VillageId;
use crate::key::{SectionKey, VillageKey};
use crate::ledger::{LedgerError, check};
use crate::span::Span;
use crate::units::{Length, metres};

/// A division of the line, or of some of it, among the nearest villages.
///
/// Its form in JSON is that of `division` in `report.json`. See [`Assigner`] for an example.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Division {
    /// By what distance.
    pub metric: Metric,
    /// The length that each village is nearest to, in the order of the registry; what is nearest
    /// to nobody comes first. They add up to what was divided.
    pub villages: Vec<NearestLength>,
    /// The pieces, in order; those of one stretch tile it, to the millimetre.
    pub pieces: Vec<DivisionPiece>,
}

/// A stretch that a village keeps though another lives much nearer to it.
///
/// ```
/// use border_coverage::assign::{Metric, NearerVillage, Over};
/// use border_coverage::{DataSet, Length};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let assigner = data.state(None, None)?.assigner();
/// let division = assigner.division(&Over::Line, Metric::Geodesic)?;
/// let rows: Vec<NearerVillage> = assigner.nearer(&division, Length::from_km(2.0)?)?;
/// let farther = |row: &NearerVillage| row.keeper_distance - row.nearest_distance;
/// assert!(rows.iter().all(|row| farther(row).mm() >= 1_999_999));
/// assert_eq!(rows.len(), 6);
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NearerVillage {
    /// The stretch.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// Who keeps it.
    pub keeper: VillageId,
    /// How far the keeper is from it on average; `keeper_m` in JSON, in metres.
    #[serde(rename = "keeper_m", with = "metres")]
    pub keeper_distance: Length,
    /// Who is nearest to it.
    pub nearest: VillageId,
    /// How far that village is from it on average; `nearest_m` in JSON, in metres.
    #[serde(rename = "nearest_m", with = "metres")]
    pub nearest_distance: Length,
}

impl Assigner {
    /// Divides what is asked for among the nearest villages.
    ///
    /// By [`Metric::Geodesic`], the nearest village changes where two villages are equally far, as
    /// exactly as in [`Polyline::divide_stretch`](crate::Polyline::divide_stretch). If villages are
    /// equally far, the first by id is nearest. Pieces that round to nothing in the survey are left
    /// out. Takes time by the vertices and pieces of what is divided, and the villages.
    ///
    /// # Errors
    /// When a stretch does not lie on its section; or, were there a fault in the library, when
    /// the pieces do not tile what is divided.
    pub fn division(&self, over: &Over, metric: Metric) -> Result<Division, AssignError> {
        let pieces = self.keyed_pieces(over, metric)?;
        let villages = self.nearest_lengths(&pieces)?;
        let total = total(pieces.iter().map(|piece| piece.span));
        let added = villages.iter().fold(Length::ZERO, |sum, row| sum + row.length);
        let law = "its villages add up to its pieces";
        check(&"the division", law, added, total).map_err(LedgerError::from)?;
        let pieces = pieces.into_iter().map(|piece| self.named(piece)).collect();
        Ok(Division { metric, villages, pieces })
    }

    /// The stretches of a division whose keeper is on average farther than the nearest village by
    /// at least `by`, and which the nearest does not keep as well; in order of the line.
    ///
    /// # Errors
    /// When the division is of another border or registry.
    pub fn nearer(
        &self,
        division: &Division,
        by: Length,
    ) -> Result<Vec<NearerVillage>, AssignError> {
        let mut rows = Vec::new();
        for DivisionPiece { section, span: divided, village, .. } in &division.pieces {
            let section = self.state.border().section_key(section).map_err(AssignError::Survey)?;
            let key = |id| self.state.registry().village_key(id);
            let Some(nearest) = village.as_ref().and_then(key) else { continue };
            let ledger = self.state.ledger().of_section(section);
            let first = ledger.pieces.partition_point(|kept| kept.span.to() <= divided.from());
            let near = ledger.pieces[first..].iter();
            for kept in near.take_while(|kept| kept.span.from() < divided.to()) {
                let Some(span) = kept.span.intersection(divided) else { continue };
                if !kept.owners.contains(&nearest) {
                    rows.extend(self.compare((section, span), &kept.owners, nearest, by)?);
                }
            }
        }
        Ok(rows)
    }

    fn compare(
        &self,
        (section, span): (SectionKey, Span),
        keepers: &[VillageKey],
        nearest: VillageKey,
        by: Length,
    ) -> Result<Vec<NearerVillage>, AssignError> {
        let (from, to) = self.places(section, span)?;
        let line = self.line(section);
        let mean = |village: VillageKey| {
            let at = self.village_at(village);
            at.map(|at| line.distances(at, from, to).map(|d| d.mean)).transpose()
        };
        let mut rows = Vec::new();
        for &keeper in keepers {
            let (Some(of_keeper), Some(of_nearest)) = (mean(keeper)?, mean(nearest)?) else {
                continue;
            };
            if of_keeper - of_nearest >= by.metres() {
                rows.push(NearerVillage {
                    stretch: self.stretch(section, span)?,
                    keeper: self.village_id(keeper),
                    keeper_distance: to_the_millimetre(of_keeper),
                    nearest: self.village_id(nearest),
                    nearest_distance: to_the_millimetre(of_nearest),
                });
            }
        }
        Ok(rows)
    }
}
