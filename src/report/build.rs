//! From the ledger to the tables.

use std::collections::BTreeSet;

use super::world::{World, leave_out, tell};
use super::{
    AreaRow, CommendationTally, ConflictTable, Coverage, CsvStyle, DivisionTable, GroupTally,
    HistoryTable, KeeperTally, MapArea, MapMarker, MapProposal, MapStretch, MapTable, MapVillage,
    MapWork, OverlapRow, PledgeTable, ProposalTable, Report, ReportError, RollupTable, SectionRow,
    SurveyTable, VillageRow, conflicts, history, nearness, rollup, surveys, tally, uncertainty,
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
        world.audit().fits()?;
        let kept = world.kept(&mut problems);
        let milestones = world.milestones()?;
        let keepers = tally::keepers(&world, &kept, &mut problems);
        let pledges = world.pledges(&mut problems);
        let map_works = tally::map_works(&world, &kept, &mut problems);
        let rollups = rollup::rollups(&world, &milestones, &mut problems)?;
        let slow = Slow::of(&world, &milestones, &mut problems)?;
        let early = Early { kept, milestones, keepers, pledges, map_works, rollups };
        let mut report = world.report(early, slow)?;
        report.title = title.to_owned();
        report.attribution = attribution.map(str::to_owned);
        report.rows_left_out = problems.rows_left_out();
        report.problems = problems.iter().cloned().collect();
        Ok(report)
    }
}

/// What is computed before all else, as it tells problems or others need it.
struct Early<'a> {
    kept: KeptNow<'a>,
    milestones: Vec<Milestones>,
    keepers: KeeperTally,
    pledges: PledgeTable,
    map_works: Vec<MapWork>,
    rollups: Vec<RollupTable>,
}

/// What takes long.
struct Slow {
    proposals: ProposalTable,
    map_proposals: Vec<MapProposal>,
    division: DivisionTable,
    history: HistoryTable,
    surveys: SurveyTable,
    conflicts: ConflictTable,
}

impl Slow {
    /// In two halves that know nothing of each other.
    fn of(
        world: &World<'_>,
        milestones: &[Milestones],
        problems: &mut Problems,
    ) -> Result<Self, ReportError> {
        let (near, audited) = rayon::join(
            || Ok::<_, ReportError>((nearness::proposals(world)?, nearness::division(world)?)),
            || {
                let history = history::history(world, milestones, problems)?;
                let surveys = surveys::surveys(world, problems)?;
                let conflicts = conflicts::conflicts(world, milestones)?;
                Ok::<_, ReportError>((history, surveys, conflicts))
            },
        );
        let ((proposals, map_proposals), division) = near?;
        let (history, surveys, conflicts) = audited?;
        Ok(Self { proposals, map_proposals, division, history, surveys, conflicts })
    }
}

impl World<'_> {
    /// All figures, as yet without a title and problems.
    fn report(&self, early: Early<'_>, slow: Slow) -> Result<Report, ReportError> {
        let Early { kept, milestones, keepers, pledges, map_works, rollups } = early;
        let (markers, map_markers) = tally::markers(self, &kept);
        Ok(Report {
            date: self.ledger.day(),
            survey: self.ledger.survey().clone(),
            title: String::new(),
            attribution: None,
            line: self.ledger.line().into(),
            sections: self.sections(),
            areas: self.areas(),
            rollups,
            cross_tables: rollup::cross_tables(self, &milestones)?,
            villages: self.villages(),
            markers,
            works: tally::works(self, &kept),
            keepers,
            groups: self.groups(),
            commendations: self.commendations(),
            collectives: self.ledger.villages().len(),
            pledges,
            gaps: nearness::gaps(self)?,
            overlaps: self.overlaps(),
            conflicts: slow.conflicts,
            division: slow.division,
            proposals: slow.proposals,
            history: slow.history,
            surveys: slow.surveys,
            uncertainty: uncertainty::uncertainty(self, &milestones)?,
            explain: None,
            rows_left_out: 0,
            problems: Vec::new(),
            csv: CsvStyle::default(),
            map: self.map(&milestones, map_markers, map_works, slow.map_proposals)?,
        })
    }

    fn map(
        &self,
        milestones: &[Milestones],
        markers: Vec<MapMarker>,
        works: Vec<MapWork>,
        proposals: Vec<MapProposal>,
    ) -> Result<MapTable, ReportError> {
        let (stretches, areas) = (self.stretches(milestones)?, self.map_areas(milestones));
        Ok(MapTable { stretches, markers, villages: self.map_villages(), works, proposals, areas })
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
        let in_force = || self.registry.groups().iter().filter(|group| group.period.contains(day));
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
