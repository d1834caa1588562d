//! Who is nearest to which stretch, and who should be asked to take what is left.

use super::{
    DivisionRow, DivisionTable, GapRow, MapProposal, NearestRow, Neighbour, ProposalRow,
    ProposalTable, ReportError, UnfilledRow,
};
use crate::assign::{Goal, Metric, Over, Proposal, ProposalOptions, Unfilled};
use crate::id::SectionId;
use crate::ledger::{LedgerError, check};
use crate::state::State;
use crate::units::{Length, Share};

/// How many villages are named for a gap.
const NEAREST: usize = 3;

/// The farthest a village is asked to walk, in millimetres: 10 km.
const FARTHEST: Length = Length::from_mm(10_000_000);

/// Metres to the millimetre, as `report.json` has them.
fn to_the_millimetre(metres: f64) -> f64 {
    Length::from_metres(metres).map_or(metres, Length::metres)
}

/// Every gap, in order along the sections, with the villages nearest to it.
pub(super) fn gaps(state: &State) -> Result<Vec<GapRow>, ReportError> {
    let mut tasks = state.assigner().work_list(NEAREST)?.gaps;
    let order = |section: &SectionId| state.border().section_key(section).ok();
    tasks.sort_by_key(|task| (order(&task.section), task.span));
    let row = |task: crate::assign::GapTask| GapRow {
        section: task.section,
        from_mm: task.span.from(),
        to_mm: task.span.to(),
        length_mm: task.span.length(),
        from: task.from,
        to: task.to,
        areas: task.areas.into_iter().map(|(_, area)| area).collect(),
        nearest: task
            .nearest
            .into_iter()
            .map(|near| Neighbour {
                village: near.village,
                distance_m: to_the_millimetre(near.distance_m),
            })
            .collect(),
    };
    Ok(tasks.into_iter().map(row).collect())
}

/// The whole line divided among the nearest villages.
pub(super) fn division(state: &State) -> Result<DivisionTable, ReportError> {
    let division = state.assigner().division(Over::Line, Metric::Direct)?;
    let villages = division.table()?.into_iter().map(|row| NearestRow {
        village: row.village,
        stretches: row.stretches,
        length_mm: row.length,
        share: row.share.ratio(),
        farthest_m: row.farthest_m.map(to_the_millimetre),
        mean_m: row.mean_m.map(to_the_millimetre),
    });
    let villages: Vec<NearestRow> = villages.collect();
    let pieces: Vec<DivisionRow> = division
        .pieces()
        .iter()
        .map(|piece| DivisionRow {
            section: state.border().sections()[piece.section].id().clone(),
            from_mm: piece.span.from(),
            to_mm: piece.span.to(),
            length_mm: piece.span.length(),
            village: piece.village.map(|village| state.village_id(village)),
        })
        .collect();
    let total = state.ledger().line().total();
    let sum = |lengths: &mut dyn Iterator<Item = Length>| lengths.fold(Length::ZERO, |a, b| a + b);
    let of_pieces = sum(&mut pieces.iter().map(|row| row.length_mm));
    check(&"the division", "its pieces tile the line", of_pieces, total)?;
    let of_villages = sum(&mut villages.iter().map(|row| row.length_mm));
    check(&"the division", "its villages add up to the line", of_villages, total)?;
    Ok(DivisionTable { metric: "geodesic", villages, pieces })
}

/// Who should be asked to take which part of the gaps: nobody farther than 10 km, the least
/// distance in all.
pub(super) fn proposals(state: &State) -> Result<(ProposalTable, Vec<MapProposal>), ReportError> {
    let options = ProposalOptions { goal: Goal::LeastDistance, ..ProposalOptions::default() };
    let found = state.assigner().reaching(FARTHEST).propose(&options)?;
    let located = |proposal: Proposal| {
        let geometry = state.geometry(&proposal.section, proposal.span)?;
        Ok::<_, LedgerError>(MapProposal { proposal: proposal.into(), geometry })
    };
    let map = found.proposals.into_iter().map(located).collect::<Result<Vec<_>, _>>()?;
    let table = ProposalTable {
        goal: "least_distance",
        farthest_m: FARTHEST.metres(),
        proposals: map.iter().map(|row| row.proposal.clone()).collect(),
        unfilled: found.unfilled.into_iter().map(Into::into).collect(),
        registered_mm: found.after.registered(),
        registered_share: Share::of(found.after.registered(), found.after.total()).ratio(),
    };
    closes(state, &table)?;
    Ok((table, map))
}

impl From<Proposal> for ProposalRow {
    fn from(proposal: Proposal) -> Self {
        Self {
            registration: proposal.id,
            village: proposal.village,
            section: proposal.section,
            from_mm: proposal.span.from(),
            to_mm: proposal.span.to(),
            length_mm: proposal.span.length(),
            from: proposal.from,
            to: proposal.to,
            mean_m: to_the_millimetre(proposal.mean_m),
            farthest_m: to_the_millimetre(proposal.farthest_m),
        }
    }
}

impl From<Unfilled> for UnfilledRow {
    fn from(left: Unfilled) -> Self {
        Self {
            section: left.section,
            from_mm: left.span.from(),
            to_mm: left.span.to(),
            length_mm: left.span.length(),
            from: left.from,
            to: left.to,
            reason: left.why.to_string(),
        }
    }
}

/// Proposals and what is left tile the gaps; what is proposed is what would be added.
fn closes(state: &State, table: &ProposalTable) -> Result<(), ReportError> {
    let line = state.ledger().line();
    let proposed = table.proposals.iter().fold(Length::ZERO, |sum, row| sum + row.length_mm);
    let left = table.unfilled.iter().fold(Length::ZERO, |sum, row| sum + row.length_mm);
    let what = &"the proposals";
    check(
        what,
        "with what is left they add up to unregistered",
        proposed + left,
        line.unregistered(),
    )?;
    let after = line.registered() + proposed;
    check(what, "registered so far and proposed is registered after", after, table.registered_mm)?;
    Ok(())
}
