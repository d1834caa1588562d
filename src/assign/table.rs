//! One table of who is nearest to how much, and one of who keeps how much, to lay side by side.

use std::collections::BTreeMap;

use super::{AssignError, Assigner, Division};
use crate::cover::SpanSet;
use crate::id::{SectionId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::span::Span;
use crate::units::{Length, Place, Share};

/// A village and its stretches: those nearest to it, or those it keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct DistanceRow {
    /// The village; none for what is nobody's.
    pub village: Option<VillageId>,
    /// How many separate stretches.
    pub stretches: usize,
    /// Their length in the ledger's survey.
    pub length: Length,
    /// Their share of all that was divided, or of the whole line.
    pub share: Share,
    /// How far the village is from their farthest place, in metres; none for nobody, and where
    /// the village has no place.
    pub farthest_m: Option<f64>,
    /// How far it is from all their places on average, in metres.
    pub mean_m: Option<f64>,
}

/// A stretch that a village keeps though another lives much nearer to it.
#[derive(Debug, Clone, PartialEq)]
pub struct NearerRow {
    /// The section.
    pub section: SectionId,
    /// The stretch, in the ledger's survey.
    pub span: Span,
    /// Who keeps it.
    pub keeper: VillageId,
    /// How far the keeper is from it on average, in metres.
    pub keeper_m: f64,
    /// Who is nearest to it.
    pub nearest: VillageId,
    /// How far that village is from it on average, in metres.
    pub nearest_m: f64,
}

/// What is summed up for a village: stretches on the ground and their length.
#[derive(Default)]
struct Holding {
    stretches: Vec<(SectionKey, Place, Place)>,
    length: Length,
}

impl Division {
    /// The division as one table, in the order of the villages; what is nobody's comes first.
    ///
    /// Takes time proportional to the vertices of the line.
    ///
    /// # Errors
    /// Were there a fault in the library, when a piece does not lie on its section.
    pub fn table(&self) -> Result<Vec<DistanceRow>, AssignError> {
        let mut holdings: BTreeMap<Option<VillageKey>, Holding> = BTreeMap::new();
        for piece in self.pieces() {
            let holding = holdings.entry(piece.village).or_default();
            holding.length += piece.span.length();
            match holding.stretches.last_mut() {
                // Two areas may meet within what one village is nearest to.
                Some((section, _, to)) if *section == piece.section && *to == piece.from => {
                    *to = piece.to;
                }
                _ => holding.stretches.push((piece.section, piece.from, piece.to)),
            }
        }
        let total = holdings.values().fold(Length::ZERO, |sum, holding| sum + holding.length);
        let row = |(village, holding)| self.assigner().row(village, &holding, total);
        holdings.into_iter().map(row).collect()
    }

    /// The stretches whose keeper is on average farther than the nearest village by at least so
    /// much, and which the nearest does not keep as well; in order of the line.
    ///
    /// # Errors
    /// Were there a fault in the library, when a piece does not lie on its section.
    pub fn nearer(&self, by: Length) -> Result<Vec<NearerRow>, AssignError> {
        let mut rows = Vec::new();
        for piece in self.pieces() {
            let Some(nearest) = piece.village else { continue };
            let ledger = self.state().ledger().of_section(piece.section);
            let first = ledger.pieces.partition_point(|kept| kept.span.to() <= piece.span.from());
            let near = ledger.pieces[first..].iter();
            for kept in near.take_while(|kept| kept.span.from() < piece.span.to()) {
                let Some(span) = kept.span.intersection(&piece.span) else { continue };
                if !kept.owners.contains(&nearest) {
                    rows.extend(self.assigner().compare(
                        piece.section,
                        span,
                        &kept.owners,
                        nearest,
                    )?);
                }
            }
        }
        rows.retain(|row: &NearerRow| row.keeper_m - row.nearest_m >= by.metres());
        Ok(rows)
    }
}

impl Assigner {
    /// What is registered as the same table: what each village keeps, also where others do.
    ///
    /// # Errors
    /// Were there a fault in the library, when what is kept does not lie on its section.
    pub fn registered(&self) -> Result<Vec<DistanceRow>, AssignError> {
        let mut spans: BTreeMap<(VillageKey, SectionKey), Vec<Span>> = BTreeMap::new();
        for (section, ledger) in self.state.ledger().keyed_sections() {
            for piece in &ledger.pieces {
                for &village in &piece.owners {
                    spans.entry((village, section)).or_default().push(piece.span);
                }
            }
        }
        let mut holdings: BTreeMap<VillageKey, Holding> = BTreeMap::new();
        for ((village, section), spans) in spans {
            let holding = holdings.entry(village).or_default();
            for &span in spans.into_iter().collect::<SpanSet>().spans() {
                let (from, to) = self.places(section, span)?;
                holding.stretches.push((section, from, to));
                holding.length += span.length();
            }
        }
        let total = self.state.ledger().line().total();
        let row =
            |(village, holding): (VillageKey, Holding)| self.row(Some(village), &holding, total);
        holdings.into_iter().map(row).collect()
    }

    fn row(
        &self,
        village: Option<VillageKey>,
        holding: &Holding,
        total: Length,
    ) -> Result<DistanceRow, AssignError> {
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
        Ok(DistanceRow {
            village: village.map(|village| self.village_id(village)),
            stretches: holding.stretches.len(),
            length: holding.length,
            share: Share::of(holding.length, total),
            farthest_m: at.map(|_| farthest),
            mean_m: at.map(|_| area / metres),
        })
    }

    fn compare(
        &self,
        section: SectionKey,
        span: Span,
        keepers: &[VillageKey],
        nearest: VillageKey,
    ) -> Result<Vec<NearerRow>, AssignError> {
        let (from, to) = self.places(section, span)?;
        let line = self.line(section);
        let mean = |village: VillageKey| {
            let at = self.village_at(village);
            at.map(|at| line.distances(at, from, to).map(|d| d.mean)).transpose()
        };
        let mut rows = Vec::new();
        for &keeper in keepers {
            let (Some(keeper_m), Some(nearest_m)) = (mean(keeper)?, mean(nearest)?) else {
                continue;
            };
            rows.push(NearerRow {
                section: self.state.border().section_at(section).id().clone(),
                span,
                keeper: self.village_id(keeper),
                keeper_m,
                nearest: self.village_id(nearest),
                nearest_m,
            });
        }
        Ok(rows)
    }
}
