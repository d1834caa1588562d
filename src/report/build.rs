//! From the ledger to the tables.

use std::collections::BTreeSet;

use super::tally::{leave_out, warn};
use super::{
    AreaRow, CommendationTally, Coverage, CsvStyle, DivisionTable, GroupTally, HistoryChapter,
    KeeperTally, MapArea, MapMarker, MapProposal, MapStretch, MapTable, MapVillage, MapWork,
    OverlapRow, PledgeTable, ProposalTable, Report, ReportError, RollupTable, SectionRow,
    SurveysChapter, VillageRow, history, nearness, pledges, rollup, surveys, tally,
};
use crate::audit::{ConflictOptions, Conflicts};
use crate::border::Milestones;
use crate::key::VillageKey;
use crate::ledger::LedgerError;
use crate::problem::Problems;
use crate::registry::{CommendationKind, KeptNow};
use crate::state::State;

impl State {
    /// The report on this state: all tables, and all problems.
    ///
    /// `problems` are those found when the data were read; what turns out only now, such as an
    /// address that names no marker, is added to them.
    ///
    /// # Errors
    /// Were there a fault in the library, when a table does not add up.
    pub fn report(
        &self,
        title: &str,
        attribution: Option<&str>,
        mut problems: Problems,
    ) -> Result<Report, ReportError> {
        let state = self;
        let kept = kept(state, &mut problems);
        let milestones = state.milestones()?;
        let keepers = tally::keepers(state, &kept, &mut problems);
        let pledges = pledges::pledges(state, &mut problems);
        let map_works = tally::map_works(state, &kept, &mut problems);
        let rollups = rollup::rollups(state, &milestones, &mut problems)?;
        let slow = Slow::of(state, &mut problems)?;
        let early = Early { kept, milestones, keepers, pledges, map_works, rollups };
        let mut report = tables(state, early, slow)?;
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
    history: HistoryChapter,
    surveys: SurveysChapter,
    conflicts: Conflicts,
}

impl Slow {
    /// In two halves that know nothing of each other.
    fn of(state: &State, problems: &mut Problems) -> Result<Self, ReportError> {
        let (near, audited) = rayon::join(
            || Ok::<_, ReportError>((nearness::proposals(state)?, nearness::division(state)?)),
            || {
                let history = history::history(state, problems)?;
                let surveys = surveys::surveys(state, problems)?;
                let conflicts = state.conflicts(&ConflictOptions::default())?;
                Ok::<_, ReportError>((history, surveys, conflicts))
            },
        );
        let ((proposals, map_proposals), division) = near?;
        let (history, surveys, conflicts) = audited?;
        Ok(Self { proposals, map_proposals, division, history, surveys, conflicts })
    }
}

/// All figures, as yet without a title and problems.
fn tables(state: &State, early: Early<'_>, slow: Slow) -> Result<Report, ReportError> {
    let Early { kept, milestones, keepers, pledges, map_works, rollups } = early;
    let (markers, map_markers) = tally::markers(state, &kept);
    Ok(Report {
        date: state.day(),
        survey: state.survey().clone(),
        title: String::new(),
        attribution: None,
        line: state.ledger().line().into(),
        sections: sections(state),
        areas: areas(state),
        rollups,
        cross_tables: rollup::cross_tables(state, &milestones)?,
        villages: villages(state),
        markers,
        works: tally::works(state, &kept),
        keepers,
        groups: groups(state),
        commendations: commendations(state),
        collectives: state.ledger().villages().len(),
        pledges,
        gaps: nearness::gaps(state)?,
        overlaps: overlaps(state),
        conflicts: slow.conflicts,
        division: slow.division,
        proposals: slow.proposals,
        history: slow.history,
        surveys: slow.surveys,
        uncertainty: state.uncertainty()?,
        explain: None,
        rows_left_out: 0,
        problems: Vec::new(),
        csv: CsvStyle::default(),
        map: map(state, &milestones, map_markers, map_works, slow.map_proposals)?,
    })
}

fn map(
    state: &State,
    milestones: &[Milestones],
    markers: Vec<MapMarker>,
    works: Vec<MapWork>,
    proposals: Vec<MapProposal>,
) -> Result<MapTable, ReportError> {
    let (stretches, areas) = (stretches(state, milestones)?, map_areas(state, milestones));
    Ok(MapTable { stretches, markers, villages: map_villages(state), works, proposals, areas })
}

/// What is kept; and all that turned out when rows were placed, added to the problems.
pub(super) fn kept<'a>(state: &'a State, problems: &mut Problems) -> KeptNow<'a> {
    for refused in state.ledger().refused() {
        leave_out(refused, problems);
    }
    for doubt in state.ledger().doubts() {
        warn(doubt, problems);
    }
    tally::kept(state, problems)
}

fn sections(state: &State) -> Vec<SectionRow> {
    let pairs = state.border().sections().iter().zip(state.ledger().section_accounts());
    pairs
        .map(|(section, ledger)| SectionRow {
            section: section.id().clone(),
            name: section.name().to_owned(),
            coverage: (&ledger.account).into(),
        })
        .collect()
}

fn areas(state: &State) -> Vec<AreaRow> {
    let row = |account: &crate::ledger::AreaAccount| {
        let area = &state.registry().areas().areas()[account.area];
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
    state.ledger().area_accounts().iter().map(row).collect()
}

fn villages(state: &State) -> Vec<VillageRow> {
    let row = |(&key, account): (&VillageKey, &crate::ledger::VillageAccount)| VillageRow {
        village: state.village_id(key),
        name: state.registry().village_at(key).name.clone(),
        kept_mm: account.kept,
        sole_mm: account.sole,
        shared_mm: account.shared,
    };
    state.ledger().village_accounts().iter().map(row).collect()
}

fn groups(state: &State) -> GroupTally {
    let day = state.day();
    let in_force = || state.registry().groups().iter().filter(|group| group.period.contains(day));
    GroupTally {
        groups: in_force().map(|group| &group.id).collect::<BTreeSet<_>>().len(),
        members: in_force().map(|group| u64::from(group.members)).sum(),
    }
}

fn commendations(state: &State) -> CommendationTally {
    let given = state.registry().commendations().iter().filter(|c| c.date <= state.day());
    let mut tally = CommendationTally::default();
    for commendation in given {
        match commendation.kind {
            CommendationKind::Collective => tally.collectives += 1,
            CommendationKind::Person => tally.persons += 1,
        }
    }
    tally
}

fn overlaps(state: &State) -> Vec<OverlapRow> {
    let pairs = state.border().sections().iter().zip(state.ledger().section_accounts());
    pairs
        .flat_map(|(section, ledger)| {
            ledger.overlaps().map(|piece| OverlapRow {
                section: section.id().clone(),
                from_mm: piece.span.from(),
                to_mm: piece.span.to(),
                length_mm: piece.span.length(),
                villages: state.village_ids(&piece.owners),
            })
        })
        .collect()
}

fn stretches(state: &State, milestones: &[Milestones]) -> Result<Vec<MapStretch>, LedgerError> {
    let mut stretches = Vec::new();
    for (key, ledger) in state.ledger().keyed_sections() {
        for piece in &ledger.pieces {
            stretches.push(MapStretch {
                section: state.section_id(key),
                from_mm: piece.span.from(),
                to_mm: piece.span.to(),
                length_mm: piece.span.length(),
                from: milestones[key].address(piece.span.from()),
                to: milestones[key].address(piece.span.to()),
                villages: state.village_ids(&piece.owners),
                geometry: state.geometry(state.border().section_at(key).id(), piece.span)?,
            });
        }
    }
    Ok(stretches)
}

fn map_villages(state: &State) -> Vec<MapVillage> {
    let villages = VillageKey::each(state.registry().villages());
    villages
        .filter_map(|(key, village)| {
            Some(MapVillage {
                village: village.id.clone(),
                name: village.name.clone(),
                at: village.at?,
                kept_mm: state.ledger().of_village(key).kept,
            })
        })
        .collect()
}

fn map_areas(state: &State, milestones: &[Milestones]) -> Vec<MapArea> {
    let forest = state.registry().areas();
    let lowest = forest.lowest_levels();
    let mut areas = Vec::new();
    for account in state.ledger().area_accounts() {
        let area = &forest.areas()[account.area];
        let stretches = rollup::stretch_rows(state, &account.jurisdiction, milestones);
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
