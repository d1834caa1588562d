//! Which villages are nearest to the gaps and to the line, and who should be asked to take the gaps.

use super::{MapProposal, ReportError};
use crate::assign::{Division, Gap, Metric, Over, ProposalOptions, Proposals};
use crate::ledger::LedgerError;
use crate::state::State;
use crate::units::Length;

/// The number of villages that are named for a gap.
const NEAREST: usize = 3;

/// The farthest that a village is asked to go: 10 km.
const FARTHEST: Length = Length::from_mm(10_000_000);

/// Every gap, in order along the sections, with the villages nearest to it.
pub(super) fn gaps(state: &State) -> Result<Vec<Gap>, ReportError> {
    Ok(state.assigner().gaps(NEAREST)?)
}

/// The whole line divided among the nearest villages.
pub(super) fn division(state: &State) -> Result<Division, ReportError> {
    Ok(state.assigner().division(&Over::Line, Metric::Geodesic)?)
}

/// Who should be asked to take which part of the gaps, at the least distance in all.
pub(super) fn proposals(state: &State) -> Result<Proposals, ReportError> {
    Ok(state.assigner().reaching(FARTHEST).propose(&ProposalOptions::default())?)
}

/// The proposals with their geometry.
pub(super) fn on_the_map(
    state: &State,
    found: &Proposals,
) -> Result<Vec<MapProposal>, LedgerError> {
    let located = |proposal: &crate::assign::Proposal| {
        let stretch = &proposal.stretch;
        let geometry = state.geometry(&stretch.section, stretch.span)?;
        Ok(MapProposal { proposal: proposal.clone(), geometry })
    };
    found.proposals.iter().map(located).collect()
}
