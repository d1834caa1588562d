//! In which order the state is asked for the chapters of a report.

use super::tally::{self, leave_out, warn};
use super::{
    CsvStyle, HistoryChapter, KeeperTally, MapTable, MarkerTally, PledgeTable, Report, ReportError,
    SurveysChapter, far_rows, history, map, nearness, pledges, rollup, surveys,
};
use crate::assign::{Division, Proposals};
use crate::audit::{ConflictOptions, Conflicts};
use crate::problem::Problems;
use crate::registry::Custody;
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
        let mut report = accounts(self)?;
        report.title = title.to_owned();
        report.attribution = attribution.map(str::to_owned);
        let kept = kept(self, &mut problems);
        let milestones = self.milestones()?;
        far_rows::doubt_far_rows(self, &mut problems);
        report.keepers = tally::keepers(self, &kept, &mut problems);
        report.pledges = pledges::pledges(self, &mut problems);
        report.works = tally::works(self, &kept);
        report.map.works = tally::map_works(self, &kept, &mut problems);
        (report.markers, report.map.markers) = tally::markers(self, &kept);
        report.rollups = rollup::rollups(self, &milestones, &mut problems)?;
        report.cross_tables = rollup::cross_tables(self)?;
        // The two halves take long and know nothing of each other.
        let (near, audited) = rayon::join(
            || Ok::<_, ReportError>((nearness::proposals(self)?, nearness::division(self)?)),
            || {
                let history = history::history(self, &mut problems)?;
                let surveys = surveys::surveys(self, &mut problems)?;
                let conflicts = self.conflicts(&ConflictOptions::default())?;
                Ok::<_, ReportError>((history, surveys, conflicts))
            },
        );
        (report.proposals, report.division) = near?;
        (report.history, report.surveys, report.conflicts) = audited?;
        report.map.proposals = nearness::on_the_map(self, &report.proposals)?;
        report.map.stretches = map::stretches(self, &milestones)?;
        report.map.areas = map::areas(self, &milestones);
        report.rows_left_out = problems.rows_left_out();
        report.problems = problems.folded();
        Ok(report)
    }
}

/// The report with what the state answers as it stands; the chapters that find problems, or need
/// what others found, are empty.
fn accounts(state: &State) -> Result<Report, ReportError> {
    let ledger = state.ledger();
    Ok(Report {
        date: state.day(),
        survey: state.survey().clone(),
        title: String::new(),
        attribution: None,
        line: *ledger.line(),
        sections: ledger.sections().to_vec(),
        areas: ledger.areas().to_vec(),
        rollups: Vec::new(),
        cross_tables: Vec::new(),
        villages: ledger.villages().cloned().collect(),
        markers: MarkerTally::default(),
        works: tally::WorkTally::default(),
        keepers: KeeperTally::default(),
        groups: tally::groups(state),
        commendations: tally::commendations(state),
        collectives: ledger.villages().len(),
        pledges: PledgeTable::default(),
        gaps: nearness::gaps(state)?,
        overlaps: ledger.overlaps().collect(),
        conflicts: Conflicts::default(),
        division: Division::default(),
        proposals: Proposals::default(),
        history: HistoryChapter::default(),
        surveys: SurveysChapter::default(),
        uncertainty: state.uncertainty()?,
        explain: None,
        rows_left_out: 0,
        problems: Vec::new(),
        csv: CsvStyle::default(),
        map: MapTable { villages: map::villages(state), ..MapTable::default() },
    })
}

/// What is kept; and all that turned out when rows were placed, added to the problems.
pub(super) fn kept<'a>(state: &'a State, problems: &mut Problems) -> Custody<'a> {
    for refused in state.ledger().refused() {
        leave_out(refused, problems);
    }
    for doubt in state.ledger().doubts() {
        warn(doubt, problems);
    }
    tally::kept(state, problems)
}
