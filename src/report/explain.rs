//! Why the figures differ from those of another day, survey or folder.

use jiff::civil::Date;
use serde::Serialize;

use super::ReportError;
use super::build::kept;
use crate::audit::{
    CountDifference, Difference, Explained, ExplainedPart, Explanation, Figure, NotPlaced,
    RegistrationChange,
};
use crate::border::{Milestones, Stretch};
use crate::id::{AreaId, RegistrationId, SectionId, SurveyId, VillageId};
use crate::problem::Problems;
use crate::state::State;
use crate::units::Length;

/// The difference of two states, figure by figure; the parts of each add up to it.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainTable {
    /// The state compared with.
    pub before: StateRow,
    /// The state reported.
    pub after: StateRow,
    /// The whole line.
    pub line: LineDifference,
    /// Each section; those that only `before` has come last.
    pub sections: Vec<SectionDifference>,
    /// The areas in which anything changed.
    pub areas: Vec<AreaDifference>,
    /// The villages for which anything changed.
    pub villages: Vec<VillageDifference>,
    /// What is counted, not measured.
    pub counts: Vec<CountDifference>,
    /// The registrations that made figures change, and where.
    pub changes: Vec<ChangeRow>,
    /// The registrations that have no place on the line in one of both states.
    pub not_placed: Vec<NotPlacedRow>,
}

/// One of two states that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateRow {
    /// The day.
    pub date: Date,
    /// The survey.
    pub survey: SurveyId,
    /// What the data are called.
    pub title: String,
    /// How many rows of the data could not be used.
    pub rows_left_out: usize,
}

/// The figures of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineDifference {
    /// Its figures.
    pub figures: Vec<FigureRow>,
}

/// The figures of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionDifference {
    /// The section.
    pub section: SectionId,
    /// Its figures.
    pub figures: Vec<FigureRow>,
}

/// The figures of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaDifference {
    /// The area.
    pub area: AreaId,
    /// Its figures over what it answers for, and what its villages keep.
    pub figures: Vec<FigureRow>,
}

/// What a village keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VillageDifference {
    /// The village.
    pub village: VillageId,
    /// What it keeps.
    #[serde(flatten)]
    pub kept: FigureRow,
}

/// The difference of one figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureRow {
    /// Which figure.
    pub figure: Figure,
    /// What it was; null where there was no account.
    pub before_mm: Option<Length>,
    /// What it is; null where there is no account.
    pub after_mm: Option<Length>,
    /// By how much it grew.
    pub difference_mm: Length,
    /// What made it grow or shrink; they add up to the difference.
    pub parts: Vec<PartRow>,
}

/// A part of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PartRow {
    /// What made the figure change.
    pub part: ExplainedPart,
    /// By how much.
    pub mm: Length,
}

/// A stretch on which one registration made figures change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRow {
    /// What it did.
    pub part: ExplainedPart,
    /// The registration.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// Where, in the survey of `after`.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// By how much it made what is registered grow.
    pub registered_mm: Length,
    /// The same of what is kept once.
    pub once_mm: Length,
    /// The same of what is shared.
    pub shared_mm: Length,
    /// The same of what is recognised.
    pub recognised_mm: Length,
    /// The same of what the village keeps.
    pub kept_mm: Length,
}

/// A registration that could be placed in one state only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotPlacedRow {
    /// The registration.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The part that its effect belongs to.
    pub part: ExplainedPart,
    /// On which side of that step it has no place: `before` or `after`.
    pub state: &'static str,
    /// The field at fault.
    pub field: &'static str,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

impl StateRow {
    /// A state of data that are called so, and what was wrong when they were read.
    pub fn new(title: &str, state: &State, mut problems: Problems) -> Self {
        kept(state, &mut problems);
        Self {
            date: state.day(),
            survey: state.survey().clone(),
            title: title.to_owned(),
            rows_left_out: problems.rows_left_out(),
        }
    }
}

impl ExplainTable {
    /// Takes the difference of two states apart, each given with what is said of it; see
    /// [`State::explain_from`].
    ///
    /// # Errors
    /// When a ledger on the way cannot be closed.
    pub fn new(before: (&State, StateRow), after: (&State, StateRow)) -> Result<Self, ReportError> {
        let state = after.0;
        let found = state.explain_from(before.0)?;
        let (border, milestones) = (state.border(), state.milestones()?);
        let Explanation { line, sections, areas, villages, counts, changes, not_placed } = found;
        let id = |change: &RegistrationChange| border.sections()[change.section].id();
        let change = |c: &RegistrationChange| change_row(c, id(c), &milestones[c.section]);
        Ok(Self {
            before: before.1,
            after: after.1,
            line: LineDifference { figures: figures(&line) },
            sections: sections.iter().map(SectionDifference::from).collect(),
            areas: areas.iter().filter(has_parts).map(AreaDifference::from).collect(),
            villages: villages.iter().filter(has_parts).flat_map(village_rows).collect(),
            counts,
            changes: changes.iter().map(change).collect(),
            not_placed: not_placed.into_iter().map(NotPlacedRow::from).collect(),
        })
    }
}

fn has_parts<K>(explained: &&Explained<K>) -> bool {
    explained.figures.iter().any(|difference| !difference.parts.is_empty())
}

fn figures(differences: &[Difference]) -> Vec<FigureRow> {
    differences.iter().map(FigureRow::from).collect()
}

fn village_rows(explained: &Explained<VillageId>) -> impl Iterator<Item = VillageDifference> {
    let village = &explained.of;
    let rows = explained.figures.iter().map(FigureRow::from);
    rows.map(|kept| VillageDifference { village: village.clone(), kept })
}

fn change_row(
    change: &RegistrationChange,
    section: &SectionId,
    milestones: &Milestones,
) -> ChangeRow {
    ChangeRow {
        part: change.part,
        registration: change.registration.clone(),
        village: change.village.clone(),
        stretch: Stretch::named(section, change.span, milestones),
        registered_mm: change.change(Figure::Registered),
        once_mm: change.change(Figure::Once),
        shared_mm: change.change(Figure::Shared),
        recognised_mm: change.change(Figure::Recognised),
        kept_mm: change.change(Figure::Kept),
    }
}

impl From<&Difference> for FigureRow {
    fn from(difference: &Difference) -> Self {
        Self {
            figure: difference.figure,
            before_mm: difference.before,
            after_mm: difference.after,
            difference_mm: difference.length(),
            parts: difference.parts.iter().map(|&(part, mm)| PartRow { part, mm }).collect(),
        }
    }
}

impl From<&Explained<SectionId>> for SectionDifference {
    fn from(explained: &Explained<SectionId>) -> Self {
        Self { section: explained.of.clone(), figures: figures(&explained.figures) }
    }
}

impl From<&Explained<AreaId>> for AreaDifference {
    fn from(explained: &Explained<AreaId>) -> Self {
        Self { area: explained.of.clone(), figures: figures(&explained.figures) }
    }
}

impl From<NotPlaced> for NotPlacedRow {
    fn from(row: NotPlaced) -> Self {
        Self {
            registration: row.registration,
            village: row.village,
            part: row.part,
            state: if row.before { "before" } else { "after" },
            field: row.refused.field,
            value: row.refused.value,
            reason: row.refused.error.to_string(),
        }
    }
}
