//! Lengths that villages promised without a place; they are in no account.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::id::{RegistrationId, SectionId, VillageId};
use crate::problem::{Problem, Problems};
use crate::registry::{Pledge, Status};
use crate::state::State;
use crate::units::Length;

/// The pledges in force on the day.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert_eq!((report.pledges.villages, report.pledges.rows.len()), (0, 0));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct PledgeTable {
    /// How many villages have one.
    pub villages: usize,
    /// How many of them keep no stretch beside it.
    pub villages_without_stretch: usize,
    /// All of them together; what villages promise twice counts twice, as nobody knows where it is.
    pub length_mm: Length,
    /// Each, in the order of the data.
    pub rows: Vec<PledgeRow>,
}

/// A length promised without a place: what `report.json` says of a
/// [`Pledge`](crate::registry::Pledge) in force.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// assert!(report.pledges.rows.iter().all(|row| row.length_mm.mm() > 0));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct PledgeRow {
    /// The registration it belongs to.
    pub registration: RegistrationId,
    /// Who promised it.
    pub village: VillageId,
    /// On which section; none, where it does not say.
    pub section: Option<SectionId>,
    /// How much.
    pub length_mm: Length,
    /// The first day on which it holds.
    pub since: Option<Date>,
    /// Whether the district has recognised it.
    pub recognised: bool,
}

/// The pledges in force on the day; one longer than what there is to keep is a problem.
pub(super) fn pledges(state: &State, problems: &mut Problems) -> PledgeTable {
    let day = state.day();
    let mut table = PledgeTable::default();
    let mut villages = BTreeSet::new();
    for pledge in state.registry().pledges().iter().filter(|row| row.period.contains(day)) {
        warn_if_too_long(state, pledge, problems);
        villages.insert(&pledge.village);
        // The registry takes none with which the sum would leave the range.
        table.length_mm += pledge.length;
        table.rows.push(PledgeRow {
            registration: pledge.id.clone(),
            village: pledge.village.clone(),
            section: pledge.section.clone(),
            length_mm: pledge.length,
            since: pledge.period.since(),
            recognised: pledge.status == Status::Recognised,
        });
    }
    table.villages = villages.len();
    table.villages_without_stretch =
        villages.iter().filter(|village| state.ledger().village(village).is_none()).count();
    table
}

/// Reports a pledge that is longer than its section, or than the line where it names none.
fn warn_if_too_long(state: &State, pledge: &Pledge, problems: &mut Problems) {
    let section = pledge.section.as_ref().and_then(|id| state.ledger().section(id));
    let (what, there_is) = match section {
        Some(section) => ("its section", section.account.total()),
        None => ("the line", state.ledger().line().total()),
    };
    if let Some(source) = pledge.source.filter(|_| pledge.length > there_is) {
        let message = format!(
            "more is promised than there is: {what} is {there_is} long; check the decimals, \
             and the unit"
        );
        let problem = Problem::at(source, message).field("length_km");
        problems.warn(problem.value(&pledge.length.km()));
    }
}
