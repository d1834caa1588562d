//! The line by the areas of every level, and by two levels at once.

use serde::Serialize;

use super::{Coverage, ReportError};
use crate::audit::{AuditError, Axis, By, Rollup, RollupRow};
use crate::border::{Milestones, Stretch};
use crate::cover::SpanSet;
use crate::id::AreaId;
use crate::problem::{Problem, Problems};
use crate::state::State;
use crate::units::Length;

/// Of so many parts of the line one is a strip.
const STRIP: i64 = 20;

/// The shortest strip that is told.
const LEAST: Length = Length::from_mm(1_000);

/// The line by the areas of one level; the rows add up to it in every figure.
#[derive(Debug, Clone, Serialize)]
pub struct RollupTable {
    /// The level.
    pub level: String,
    /// By what stretches are counted: `place`, by where they lie; `keeper`, by whose village
    /// keeps them.
    pub by: &'static str,
    /// Why there are no rows; null where there are.
    pub refused: Option<String>,
    /// Each area of the level; then what belongs to several; last what belongs to none.
    pub rows: Vec<RollupLine>,
}

/// What belongs to exactly these areas of a level.
#[derive(Debug, Clone, Serialize)]
pub struct RollupLine {
    /// The areas: one, several, or none.
    pub areas: Vec<AreaId>,
    /// The account.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// The line by two levels at once; the cells add up to it in every figure.
#[derive(Debug, Clone, Serialize)]
pub struct CrossCells {
    /// The level of the rows.
    pub rows: String,
    /// By what stretches are counted to rows: `place` or `keeper`.
    pub rows_by: &'static str,
    /// The level of the columns.
    pub columns: String,
    /// By what stretches are counted to columns.
    pub columns_by: &'static str,
    /// Why there are no cells; null where there are.
    pub refused: Option<String>,
    /// The cells that have any length.
    pub cells: Vec<CrossCell>,
}

/// What belongs to exactly these areas on either side.
#[derive(Debug, Clone, Serialize)]
pub struct CrossCell {
    /// The areas of the row: one; several, who answer together; or none, so nobody does.
    pub row: Vec<AreaId>,
    /// The areas of the column.
    pub column: Vec<AreaId>,
    /// The account.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// Where it lies, if not exactly one area stands on either side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<Stretch>,
}

fn name(by: By) -> &'static str {
    match by {
        By::Place => "place",
        By::Keeper => "keeper",
    }
}

/// The levels of areas that exist on the day, in the order in which they first occur.
fn levels(state: &State) -> Vec<&str> {
    let areas = state.registry().areas().areas();
    let exists = |level: &&str| {
        state.ledger().area_accounts().iter().any(|account| areas[account.area].level == *level)
    };
    state.registry().areas().levels().into_iter().filter(exists).collect()
}

/// What was found, or why it was refused; any other error stays one.
fn or_refused<T: Default>(
    found: Result<T, AuditError>,
) -> Result<(T, Option<String>), ReportError> {
    match found {
        Ok(found) => Ok((found, None)),
        Err(refused @ AuditError::Undefined { .. }) => {
            Ok((T::default(), Some(refused.to_string())))
        }
        Err(other) => Err(other.into()),
    }
}

/// Of a level that nearly tiles the line, what in the line it misses, or has twice, is told.
///
/// A slip leaves a narrow strip; where more is missing, the level is not meant to tile.
fn tell_untiled(
    state: &State,
    level: &str,
    rollup: &Rollup,
    milestones: &[Milestones],
    problems: &mut Problems,
) {
    let strip = state.ledger().line().total().mm() / STRIP;
    let is_strip = |row: &&RollupRow| row.account.total().mm() <= strip;
    if !rollup.rows.iter().filter(|row| row.areas.is_empty()).all(|row| is_strip(&row)) {
        return;
    }
    let source = state.registry().jurisdictions().iter().find_map(|row| row.source);
    let file = source.map_or("jurisdictions.csv", |source| source.file);
    for row in rollup.rows.iter().filter(|row| row.areas.len() != 1).filter(is_strip) {
        let length = row.account.total();
        let stretches = stretch_rows(state, &row.stretches, milestones);
        // What rounding leaves is no slip.
        let Some(first) = stretches.first().filter(|_| length >= LEAST) else { continue };
        let areas: Vec<String> = state.area_ids(&row.areas).iter().map(AreaId::to_string).collect();
        let message = format!(
            "{} km lie in {} of the level {level}, first {} from {} to {}: if that is not meant, \
             correct from or to there",
            length.km(),
            if areas.is_empty() { "no area".to_owned() } else { areas.join(" and ") },
            first.section,
            first.from,
            first.to,
        );
        problems.warn(Problem::in_file(file, message));
    }
}

/// Every level, by place and by keeper; where the areas of one leave out a strip of the line, or
/// two of them overlap, that is told.
pub(super) fn rollups(
    state: &State,
    milestones: &[Milestones],
    problems: &mut Problems,
) -> Result<Vec<RollupTable>, ReportError> {
    let mut tables = Vec::new();
    for level in levels(state) {
        for by in [By::Place, By::Keeper] {
            let found = state.rollup(Axis { level, by });
            let rows = found.map(|rollup| {
                if by == By::Place {
                    tell_untiled(state, level, &rollup, milestones, problems);
                }
                let row = |row: &crate::audit::RollupRow| RollupLine {
                    areas: state.area_ids(&row.areas),
                    coverage: (&row.account).into(),
                };
                rollup.rows.iter().map(row).collect()
            });
            let (rows, refused) = or_refused(rows)?;
            tables.push(RollupTable { level: level.to_owned(), by: name(by), refused, rows });
        }
    }
    Ok(tables)
}

/// The lowest levels of the trees against each other, and each by place against by keeper.
pub(super) fn cross_tables(
    state: &State,
    milestones: &[Milestones],
) -> Result<Vec<CrossCells>, ReportError> {
    let there = levels(state);
    let lowest = state.registry().areas().lowest_levels();
    let lowest: Vec<&str> = lowest.into_iter().filter(|level| there.contains(level)).collect();
    let mut pairs = Vec::new();
    for (i, &level) in lowest.iter().enumerate() {
        pairs.extend(lowest[i + 1..].iter().map(|&other| (Axis::place(other), Axis::place(level))));
        pairs.push((Axis::place(level), Axis::keeper(level)));
    }
    pairs.into_iter().map(|axes| cross_table(state, milestones, axes)).collect()
}

fn cross_table(
    state: &State,
    milestones: &[Milestones],
    (rows, columns): (Axis<'_>, Axis<'_>),
) -> Result<CrossCells, ReportError> {
    let (table, refused) = or_refused(state.cross(rows, columns))?;
    let mut cells = Vec::with_capacity(table.cells.len());
    for cell in &table.cells {
        cells.push(CrossCell {
            row: state.area_ids(&cell.row),
            column: state.area_ids(&cell.column),
            coverage: (&cell.account).into(),
            stretches: if cell.is_plain() {
                Vec::new()
            } else {
                stretch_rows(state, &cell.stretches, milestones)
            },
        });
    }
    let (rows_by, columns_by) = (name(rows.by), name(columns.by));
    let (rows, columns) = (rows.level.to_owned(), columns.level.to_owned());
    Ok(CrossCells { rows, rows_by, columns, columns_by, refused, cells })
}

/// Stretches, section by section, as rows.
pub(super) fn stretch_rows(
    state: &State,
    stretches: &[SpanSet],
    milestones: &[Milestones],
) -> Vec<Stretch> {
    let sections = state.border().sections().iter().zip(stretches).zip(milestones);
    let rows = sections.flat_map(|((section, set), milestones)| {
        set.iter().map(|span| Stretch::named(section.id(), span, milestones))
    });
    rows.collect()
}
