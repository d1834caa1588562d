//! How sure the covered length is.

use serde::Serialize;

use super::ReportError;
use crate::audit::UnsureEnd;
use crate::border::Milestones;
use crate::id::{RegistrationId, SectionId, VillageId};
use crate::key::SectionKey;
use crate::marker::Address;
use crate::state::State;
use crate::units::{Length, Measure};

/// What an interval of so many standard errors either side covers 95 % of, were errors normal.
const COVERAGE_FACTOR: i64 = 2;

/// The covered length, give or take; errors are rounded to whole millimetres.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UncertaintyTable {
    /// What is registered.
    pub registered_mm: Length,
    /// What is not.
    pub unregistered_mm: Length,
    /// The standard error of both.
    pub standard_mm: Length,
    /// The expanded error of both: `coverage_factor` standard errors.
    pub expanded_mm: Length,
    /// How many standard errors make the expanded one: 2, for some 95 %.
    pub coverage_factor: i64,
    /// Section by section.
    pub sections: Vec<SectionErrorRow>,
    /// The ends of what is registered, the least sure first; ends of sections are exact.
    pub ends: Vec<EndRow>,
}

/// The error of one section.
#[derive(Debug, Clone, Serialize)]
pub struct SectionErrorRow {
    /// The section.
    pub section: SectionId,
    /// Its standard error.
    pub standard_mm: Length,
    /// Its expanded error.
    pub expanded_mm: Length,
    /// Whether controls tell how steady the survey's scale is; where not, it is taken as exact.
    pub scale_known: bool,
}

/// An end of what is registered, and how sure it is.
#[derive(Debug, Clone, Serialize)]
pub struct EndRow {
    /// Its section.
    pub section: SectionId,
    /// Where it lies.
    pub at_mm: Measure,
    /// The same as an address.
    pub at: Address,
    /// `start` or `end` of what is registered.
    pub side: &'static str,
    /// The registration that reaches to here.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The standard error of the number as written.
    pub declared_mm: Length,
    /// That of the marker, point or drawing.
    pub position_mm: Length,
    /// That of the survey's scale; null where nothing is known of it.
    pub scale_mm: Option<Length>,
    /// All together.
    pub standard_mm: Length,
}

fn length(metres: f64) -> Length {
    Length::from_metres(metres).unwrap_or(Length::ZERO)
}

fn expanded(standard: Length) -> Length {
    Length::from_mm(standard.mm().saturating_mul(COVERAGE_FACTOR))
}

/// The error of the line, of the sections, and of every end.
pub(super) fn uncertainty(
    state: &State,
    milestones: &[Milestones],
) -> Result<UncertaintyTable, ReportError> {
    let found = state.uncertainty()?;
    let id = |section: SectionKey| state.border().sections()[section].id().clone();
    let sections = SectionKey::each(&found.sections).map(|(key, section)| {
        let standard_mm = length(section.standard_m);
        SectionErrorRow {
            section: id(key),
            standard_mm,
            expanded_mm: expanded(standard_mm),
            scale_known: section.scale_known,
        }
    });
    let end = |end: &UnsureEnd| {
        let row = &state.registry().registrations()[end.row];
        EndRow {
            section: id(end.section),
            at_mm: end.at,
            at: milestones[end.section].address(end.at),
            side: if end.starts { "start" } else { "end" },
            registration: row.id.clone(),
            village: row.village.clone(),
            declared_mm: length(end.declared_m),
            position_mm: length(end.position_m),
            scale_mm: end.scale_m.map(length),
            standard_mm: length(end.standard_m),
        }
    };
    let standard_mm = length(found.standard_m);
    Ok(UncertaintyTable {
        registered_mm: found.registered,
        unregistered_mm: found.unregistered,
        standard_mm,
        expanded_mm: expanded(standard_mm),
        coverage_factor: COVERAGE_FACTOR,
        sections: sections.collect(),
        ends: found.ends.iter().map(end).collect(),
    })
}
