//! The line by the areas of every level, and by two levels at once.

use serde::Serialize;

use super::ReportError;
use crate::audit::{AuditError, Axis, By, CrossCell, Rollup, RollupRow};
use crate::border::Milestones;
use crate::id::AreaId;
use crate::problem::{Problem, Problems};
use crate::state::State;
use crate::units::Length;

/// A strip is at most this part of the line.
const STRIP: i64 = 20;

/// The shortest strip that is reported: what rounding leaves is shorter.
const LEAST: Length = Length::from_mm(1_000);

/// The line by the areas of one level; the rows add up to it in every figure.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let districts = report.rollups.iter().find(|table| table.level == "district");
/// assert_eq!(districts.map(|table| table.rows.len()), Some(5));
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RollupTable {
    /// The level.
    pub level: String,
    /// Whether stretches are counted by where they lie, or by whose village keeps them.
    pub by: By,
    /// Why there are no rows; null where there are.
    pub refused: Option<String>,
    /// Each area of the level; then what belongs to several; last what belongs to none.
    pub rows: Vec<RollupRow>,
}

/// The line by two levels at once; the cells add up to it in every figure.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let report = data.report(None, None)?;
/// let table = &report.cross_tables[0];
/// assert_eq!((table.rows.as_str(), table.columns.as_str()), ("post", "commune"));
/// assert_eq!(table.cells.len(), 45);
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CrossCells {
    /// The level of the rows.
    pub rows: String,
    /// By what stretches are counted to rows.
    pub rows_by: By,
    /// The level of the columns.
    pub columns: String,
    /// By what stretches are counted to columns.
    pub columns_by: By,
    /// Why there are no cells; null where there are.
    pub refused: Option<String>,
    /// The cells that have any length.
    pub cells: Vec<CrossCell>,
}

/// The levels of areas that exist on the day, in the order in which they first occur.
fn levels(state: &State) -> Vec<&str> {
    let exists = |level: &&str| state.ledger().areas().iter().any(|area| area.level == *level);
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

/// Reports the strips of the line that a level misses, or has twice, if it nearly tiles the line.
///
/// A slip leaves a narrow strip; where more is missing, the level is not meant to tile.
fn warn_untiled(
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
        let spans = row.spans.iter().map(|(section, set)| (section, set));
        let stretches = state.stretches(milestones, spans);
        let Some(first) = stretches.first().filter(|_| length >= LEAST) else { continue };
        let areas: Vec<&str> = row.areas.iter().map(AreaId::as_str).collect();
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

/// Every level, by place and by keeper. Where the areas of one leave out a strip of the line, or
/// two of them overlap, the problems say so.
pub(super) fn rollups(
    state: &State,
    milestones: &[Milestones],
    problems: &mut Problems,
) -> Result<Vec<RollupTable>, ReportError> {
    let mut tables = Vec::new();
    for level in levels(state) {
        for by in [By::Place, By::Keeper] {
            let (rollup, refused) = or_refused(state.rollup(Axis { level, by }))?;
            if by == By::Place {
                warn_untiled(state, level, &rollup, milestones, problems);
            }
            let rows = rollup.rows;
            tables.push(RollupTable { level: level.to_owned(), by, refused, rows });
        }
    }
    Ok(tables)
}

/// The lowest levels of the trees against each other, and each by place against by keeper.
pub(super) fn cross_tables(state: &State) -> Result<Vec<CrossCells>, ReportError> {
    let there = levels(state);
    let lowest = state.registry().areas().lowest_levels();
    let lowest: Vec<&str> = lowest.into_iter().filter(|level| there.contains(level)).collect();
    let mut pairs = Vec::new();
    for (i, &level) in lowest.iter().enumerate() {
        pairs.extend(lowest[i + 1..].iter().map(|&other| (Axis::place(other), Axis::place(level))));
        pairs.push((Axis::place(level), Axis::keeper(level)));
    }
    pairs.into_iter().map(|axes| cross_table(state, axes)).collect()
}

fn cross_table(
    state: &State,
    (rows, columns): (Axis<'_>, Axis<'_>),
) -> Result<CrossCells, ReportError> {
    let (table, refused) = or_refused(state.cross(rows, columns))?;
    Ok(CrossCells {
        rows: rows.level.to_owned(),
        rows_by: rows.by,
        columns: columns.level.to_owned(),
        columns_by: columns.by,
        refused,
        cells: table.cells,
    })
}
