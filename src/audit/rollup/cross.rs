//! Two axes laid over each other: who answers together, and where somebody is missing.

use serde::Serialize;

use super::tiles::Tiles;
use super::{AreaSet, Axis};
use crate::audit::AuditError;
use crate::border::Stretch;
use crate::cover::{SpanSet, overlay_areas};
use crate::id::{AreaId, SectionId};
use crate::key::AreaKey;
use crate::ledger::Account;
use crate::span::Span;
use crate::state::State;

/// The line by two axes at once, such as posts and communes; the cells add up to it.
///
/// See [`State::cross`] for an example.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct CrossTable {
    /// The cells that have any length, by row, then by column.
    pub cells: Vec<CrossCell>,
}

/// What belongs to exactly these areas on either axis.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::audit::Axis;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let by = (Axis::place("post"), Axis::keeper("post"));
/// let table = data.state(None, None)?.cross(by.0, by.1)?;
/// let odd = table.cells.iter().find(|cell| !cell.is_plain()).expect("a gap");
/// assert!(!odd.stretches.is_empty());
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CrossCell {
    /// The areas on the first axis: one; several, who answer for the same stretch; or none, where
    /// nobody does.
    pub row: Vec<AreaId>,
    /// The areas on the second axis.
    pub column: Vec<AreaId>,
    /// Its account.
    #[serde(flatten)]
    pub account: Account,
    /// Where it lies, on the sections on which it has any length.
    #[serde(skip)]
    pub spans: Vec<(SectionId, SpanSet)>,
    /// The same with addresses, unless exactly one area answers on either axis.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<Stretch>,
}

impl CrossCell {
    /// Whether exactly one area answers on either axis.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.row.len() == 1 && self.column.len() == 1
    }
}

impl State {
    /// The line by two axes at once: where two areas of a level answer for the same stretch, or
    /// nobody does, is a cell of its own.
    ///
    /// # Errors
    /// As for [`State::rollup`], for either axis.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use border_coverage::audit::Axis;
    /// use jiff::civil::date;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(Some(date(2017, 4, 25)), None)?;
    /// let table = state.cross(Axis::place("post"), Axis::place("commune"))?;
    /// assert_eq!(table.cells.len(), 45); // of 17 posts by 29 communes
    /// assert!(table.cells.iter().all(|cell| cell.is_plain()));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn cross(&self, rows: Axis<'_>, columns: Axis<'_>) -> Result<CrossTable, AuditError> {
        let (row_tiles, column_tiles) = (self.tiles(rows)?, self.tiles(columns)?);
        let what = format!("the table of {} by {}", rows.level, columns.level);
        let sections = self.ledger().keyed_sections();
        let crossings = sections.flat_map(|(i, section)| {
            let (first, second) = (labelled(&row_tiles[i]), labelled(&column_tiles[i]));
            let crossings = overlay_areas(section.extent, &first, &second).into_iter();
            crossings.map(move |crossing| {
                // Either side tiles the section: of each there is exactly one.
                let one = |tiles: Vec<&Vec<AreaKey>>| {
                    AreaSet(tiles.into_iter().next().cloned().unwrap_or_default())
                };
                (i, crossing.span, (one(crossing.areas), one(crossing.owners)))
            })
        });
        let milestones = self.milestones()?;
        let cell = |((row, column), account, spans): ((AreaSet, AreaSet), _, Vec<_>)| {
            let (row, column) = (self.area_ids(&row.0), self.area_ids(&column.0));
            let mut cell = CrossCell { row, column, account, spans, stretches: Vec::new() };
            if !cell.is_plain() {
                cell.stretches =
                    self.stretches(&milestones, cell.spans.iter().map(|(id, set)| (id, set)));
            }
            cell
        };
        let cells = self.accounts_by(&what, [], crossings)?.into_iter().map(cell);
        Ok(CrossTable { cells: cells.collect() })
    }
}

/// Tiles as labelled spans.
fn labelled(tiles: &Tiles) -> Vec<(Span, &Vec<AreaKey>)> {
    tiles.iter().map(|tile| (tile.span, &tile.owners)).collect()
}
