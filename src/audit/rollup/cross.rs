//! Two axes laid over each other: who answers together, and where somebody is missing.

use super::tiles::Tiles;
use super::{AreaSet, Axis};
use crate::audit::AuditError;
use crate::cover::{SpanSet, overlay_areas};
use crate::key::AreaKey;
use crate::ledger::Account;
use crate::span::Span;
use crate::state::State;

/// The line by two axes at once, such as posts and communes; the cells add up to it.
#[derive(Debug, Clone, Default)]
pub struct CrossTable {
    /// The cells that have any length, by row, then by column.
    pub cells: Vec<Cell>,
}

/// What belongs to exactly these areas on either axis.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The areas on the first axis, by their places in [`Forest::areas`](crate::admin::Forest::areas):
    /// one; several, who answer for the same stretch; or none, so nobody does.
    pub row: Vec<AreaKey>,
    /// The areas on the second axis.
    pub column: Vec<AreaKey>,
    /// Its account.
    pub account: Account,
    /// Where it lies, section by section.
    pub stretches: Vec<SpanSet>,
}

impl Cell {
    /// Whether exactly one area answers on either axis.
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
        let cell = |((row, column), account, stretches): ((AreaSet, AreaSet), _, _)| Cell {
            row: row.0,
            column: column.0,
            account,
            stretches,
        };
        let cells = self.accounts_by(&what, [], crossings)?.into_iter().map(cell);
        Ok(CrossTable { cells: cells.collect() })
    }
}

/// Tiles as labelled spans.
fn labelled(tiles: &Tiles) -> Vec<(Span, &Vec<AreaKey>)> {
    tiles.iter().map(|tile| (tile.span, &tile.owners)).collect()
}
