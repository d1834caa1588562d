//! From the ledger to the tables.

use std::collections::BTreeSet;

use super::world::{World, leave_out, tell};
use super::{
    AreaRow, CommendationTally, Coverage, CsvStyle, GroupTally, MapArea, MapStretch, MapTable,
    MapVillage, OverlapRow, Report, ReportError, SectionRow, VillageRow, conflicts, history,
    nearness, rollup, surveys, tally, uncertainty,
};
use crate::border::{Border, Milestones};
use crate::ledger::{Ledger, LedgerError};
use crate::problem::Problems;
use crate::registry::{CommendationKind, KeptNow, Registry};

impl Report {
    /// All tables of a ledger.
    ///
    /// `problems` are those found when the data were read; what turns out only now, such as an
    /// address that names no marker, is added to them.
    ///
    /// # Errors
    /// When the ledger was closed over another border or registry.
    pub fn new(
        title: &str,
        attribution: Option<&str>,
        border: &Border,
        registry: &Registry,
        ledger: &Ledger,
        mut problems: Problems,
    ) -> Result<Self, ReportError> {
        let world = World { border, registry, ledger };
        let kept = world.kept(&mut problems);
        let milestones = world.milestones()?;
        let keepers = tally::keepers(&world, &kept, &mut problems);
        let (groups, commendations) = (world.groups(), world.commendations());
        let mut map = MapTable {
            stretches: world.stretches(&milestones)?,
            markers: Vec::new(),
            villages: world.map_villages(),
            works: tally::map_works(&world, &kept, &mut problems),
            proposals: Vec::new(),
            areas: world.map_areas(&milestones),
        };
        // What takes long, in two halves that know nothing of each other.
        let (near, audited) = rayon::join(
            || Ok::<_, ReportError>((nearness::proposals(&world)?, nearness::division(&world)?)),
            || {
                let history = history::history(&world, &milestones, &mut problems)?;
                let surveys = surveys::surveys(&world, &mut problems)?;
                let conflicts = conflicts::conflicts(&world, &milestones)?;
                Ok::<_, ReportError>((history, surveys, conflicts))
            },
        );
        let ((proposals, map_proposals), division) = near?;
        let (history, surveys, conflicts) = audited?;
        let (markers, map_markers) = tally::markers(&world, &kept);
        (map.markers, map.proposals) = (map_markers, map_proposals);
        Ok(Self {
            date: ledger.day(),
            survey: ledger.survey().clone(),
            title: title.to_owned(),
            attribution: attribution.map(str::to_owned),
            line: ledger.line().into(),
            sections: world.sections(),
            areas: world.areas(),
            rollups: rollup::rollups(&world)?,
            cross_tables: rollup::cross_tables(&world, &milestones)?,
            villages: world.villages(),
            markers,
            works: tally::works(&world, &kept),
            keepers,
            groups,
            commendations,
            collectives: ledger.villages().len(),
            gaps: nearness::gaps(&world)?,
            overlaps: world.overlaps(),
            conflicts,
            division,
            proposals,
            history,
            surveys,
            uncertainty: uncertainty::uncertainty(&world, &milestones)?,
            explain: None,
            rows_left_out: problems.rows_left_out(),
            problems: problems.iter().cloned().collect(),
            csv: CsvStyle::default(),
            map,
        })
    }
}

impl<'a> World<'a> {
    /// What is kept; and all that turned out when rows were placed, added to the problems.
    pub(super) fn kept(&self, problems: &mut Problems) -> KeptNow<'a> {
        for refused in self.ledger.refused() {
            leave_out(refused, problems);
        }
        for doubt in self.ledger.doubts() {
            tell(doubt, problems);
        }
        tally::kept(self, problems)
    }
}

impl World<'_> {
    fn sections(&self) -> Vec<SectionRow> {
        let pairs = self.border.sections().iter().zip(self.ledger.sections());
        pairs
            .map(|(section, ledger)| SectionRow {
                section: section.id().clone(),
                name: section.name().to_owned(),
                coverage: (&ledger.account).into(),
            })
            .collect()
    }

    fn areas(&self) -> Vec<AreaRow> {
        let row = |account: &crate::ledger::AreaAccount| {
            let area = &self.registry.areas().areas()[account.area];
            AreaRow {
                area: area.id.clone(),
                name: area.name.clone(),
                level: area.level.clone(),
                coverage: account.account.as_ref().map(Coverage::from),
                villages: account.villages,
                villages_registered: account.villages_registered,
                kept_mm: account.kept,
            }
        };
        self.ledger.areas().iter().map(row).collect()
    }

    fn villages(&self) -> Vec<VillageRow> {
        let row = |(&village, account): (&usize, &crate::ledger::VillageAccount)| VillageRow {
            village: self.village_id(village),
            name: self.registry.villages()[village].name.clone(),
            kept_mm: account.kept,
            sole_mm: account.sole,
            shared_mm: account.shared,
        };
        self.ledger.villages().iter().map(row).collect()
    }

    fn groups(&self) -> GroupTally {
        let day = self.ledger.day();
        let in_force = || self.registry.groups().iter().filter(|group| group.period.holds_on(day));
        GroupTally {
            groups: in_force().map(|group| &group.id).collect::<BTreeSet<_>>().len(),
            members: in_force().map(|group| u64::from(group.members)).sum(),
        }
    }

    fn commendations(&self) -> CommendationTally {
        let given = self.registry.commendations().iter().filter(|c| c.date <= self.ledger.day());
        let mut tally = CommendationTally::default();
        for commendation in given {
            match commendation.kind {
                CommendationKind::Collective => tally.collectives += 1,
                CommendationKind::Person => tally.persons += 1,
            }
        }
        tally
    }

    fn overlaps(&self) -> Vec<OverlapRow> {
        let pairs = self.border.sections().iter().zip(self.ledger.sections());
        pairs
            .flat_map(|(section, ledger)| {
                ledger.overlaps().map(|piece| OverlapRow {
                    section: section.id().clone(),
                    from_mm: piece.span.from(),
                    to_mm: piece.span.to(),
                    length_mm: piece.span.length(),
                    villages: self.village_ids(&piece.owners),
                })
            })
            .collect()
    }

    fn stretches(&self, milestones: &[Milestones]) -> Result<Vec<MapStretch>, LedgerError> {
        let mut stretches = Vec::new();
        for (i, ledger) in self.ledger.sections().iter().enumerate() {
            for piece in &ledger.pieces {
                stretches.push(MapStretch {
                    section: self.border.sections()[i].id().clone(),
                    from_mm: piece.span.from(),
                    to_mm: piece.span.to(),
                    length_mm: piece.span.length(),
                    from: milestones[i].address(piece.span.from()),
                    to: milestones[i].address(piece.span.to()),
                    villages: self.village_ids(&piece.owners),
                    geometry: self.geometry(i, piece.span)?,
                });
            }
        }
        Ok(stretches)
    }

    fn map_villages(&self) -> Vec<MapVillage> {
        let kept = |i: usize| self.ledger.villages().get(&i).copied().unwrap_or_default().kept;
        let villages = self.registry.villages().iter().enumerate();
        villages
            .filter_map(|(i, village)| {
                Some(MapVillage {
                    village: village.id.clone(),
                    name: village.name.clone(),
                    at: village.at?,
                    kept_mm: kept(i),
                })
            })
            .collect()
    }

    fn map_areas(&self, milestones: &[Milestones]) -> Vec<MapArea> {
        let forest = self.registry.areas();
        let lowest = forest.lowest_levels();
        let mut areas = Vec::new();
        for account in self.ledger.areas() {
            let area = &forest.areas()[account.area];
            let stretches = self.stretch_rows(&account.jurisdiction, milestones);
            if !stretches.is_empty() {
                areas.push(MapArea {
                    area: area.id.clone(),
                    name: area.name.clone(),
                    level: area.level.clone(),
                    is_lowest: lowest.contains(&area.level.as_str()),
                    stretches,
                });
            }
        }
        areas
    }
}
