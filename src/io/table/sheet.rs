//! The rows of a table that is a sheet: finds its header, and reports what spreadsheets change.

use std::collections::BTreeMap;

use super::data::Table;
use super::layout::Layout;
use super::record::Record;
use super::totals::{TOTAL, is_total};
use super::typed::{Kind, as_text};
use crate::io::decode::composed;
use crate::io::grid::{Grid, GridRow, MAX_CELLS, Merge, Value, cell_name};
use crate::problem::{Problem, Problems, Source};

/// Within how many rows from the top the header is looked for.
const HEADER_WITHIN: usize = 10;

impl Table {
    /// Reads the rows of a sheet.
    pub(super) fn read_sheet(
        &mut self,
        grid: &Grid,
        layout: &Layout,
        more: &[&str],
        problems: &mut Problems,
    ) {
        let Some(header) = header(grid, layout.required) else {
            return self.warn_of_empty(problems);
        };
        let source = Source::new(self.file, grid.rows[header.index].number);
        let names = header.names.iter().map(|(_, name)| Ok(name.clone()));
        if self.head(source, names, layout, more, || where_names_go(grid), problems) {
            warn_of_rows_above(self.file, grid, &header, problems);
            self.columns.retain(|name, _| layout.allows(name, more));
            read_rows(self, layout, grid, &header, problems);
        } else {
            let below = grid.rows[header.index + 1..].iter().map(|row| row.number);
            self.count_left_out(below, problems);
        }
    }
}

/// The row of the header, and the names in it by column.
struct Header {
    /// Which row of the grid.
    index: usize,
    names: Vec<(usize, String)>,
}

/// The header of a sheet: the first row from the top that names all required columns, or else the
/// one that names the most. A cell merged downwards names its column in each of its rows.
fn header(grid: &Grid, required: &[&str]) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for (index, row) in grid.rows.iter().enumerate().take(HEADER_WITHIN) {
        let names = names(grid, row);
        let found =
            required.iter().filter(|name| names.iter().any(|(_, other)| other == *name)).count();
        if best.as_ref().is_none_or(|(most, _)| found > *most) {
            best = Some((found, Header { index, names }));
        }
        if found == required.len() {
            break;
        }
    }
    best.map(|(_, header)| header)
}

/// The names of columns that a row gives.
fn names(grid: &Grid, row: &GridRow) -> Vec<(usize, String)> {
    let name = |value: &Value| composed(value.shown().trim());
    let mut names: BTreeMap<usize, String> =
        row.cells.iter().map(|(column, value)| (*column, name(value))).collect();
    let downwards = |merge: &&Merge| merge.rows.0 < row.number && row.number <= merge.rows.1;
    for merge in grid.merges.iter().filter(downwards) {
        let above = grid.rows.binary_search_by_key(&merge.rows.0, |row| row.number);
        let value = above.ok().and_then(|i| grid.rows[i].at(merge.columns.0));
        if let Some(value) = value {
            names.entry(merge.columns.0).or_insert_with(|| name(value));
        }
    }
    names.into_iter().filter(|(_, name)| !name.is_empty()).collect()
}

/// What to do where columns are missing, perhaps because the header is drawn over several rows.
fn where_names_go(grid: &Grid) -> String {
    let last = grid.rows.iter().take(HEADER_WITHIN).map(|row| row.number).max().unwrap_or(0);
    let wide = |merge: &&Merge| merge.rows.0 <= last && merge.columns.0 < merge.columns.1;
    let one = format!("one of the first {HEADER_WITHIN} rows must name it and all others");
    match grid.merges.iter().filter(wide).min() {
        Some(merge) => format!(
            "{one}; the cells {merge} are merged: unmerge them and write every name into one row"
        ),
        None => one,
    }
}

/// Warns of rows above the header: a title, a first row of a header in two.
fn warn_of_rows_above(file: &'static str, grid: &Grid, header: &Header, problems: &mut Problems) {
    if let [first, ..] = &grid.rows[..header.index] {
        let last = grid.rows[header.index - 1].number;
        let rows = match first.number {
            number if number == last => format!("row {number} stands"),
            number => format!("the rows {number} to {last} stand"),
        };
        let message = format!(
            "{rows} above the header, which is row {}, and {} not read: a table begins with its \
             header",
            grid.rows[header.index].number,
            if first.number == last { "is" } else { "are" },
        );
        problems.warn(Problem::at(Source::new(file, first.number), message));
    }
}

/// One column that is read: its place in the sheet, and what it holds.
struct Column<'a> {
    name: &'a str,
    at: usize,
    kind: Kind,
    required: bool,
    /// The cells merged over it, from the top.
    merges: Vec<Merge>,
}

/// Reads the rows below the header into a table whose columns are those of the header.
fn read_rows(
    table: &mut Table,
    layout: &Layout,
    grid: &Grid,
    header: &Header,
    problems: &mut Problems,
) {
    let below = &grid.rows[header.index + 1..];
    let columns = columns(layout, grid, header, &table.columns);
    if below.len().saturating_mul(columns.len()) > MAX_CELLS {
        let message = format!("more than {MAX_CELLS} cells: split the table; no row is used");
        problems.warn(Problem::in_file(table.file, message));
        table.count_left_out(below.iter().map(|row| row.number), problems);
        return;
    }
    warn_of_cells_outside(table.file, header, below, problems);
    table.rows = below.iter().filter_map(|row| record(table, row, &columns, problems)).collect();
    table.columns = columns.iter().enumerate().map(|(i, c)| (c.name.to_owned(), i)).collect();
}

/// The columns that are read, in the order of the sheet.
fn columns<'a>(
    layout: &Layout,
    grid: &Grid,
    header: &'a Header,
    by_name: &BTreeMap<String, usize>,
) -> Vec<Column<'a>> {
    let used =
        header.names.iter().enumerate().filter(|(i, (_, name))| by_name.get(name) == Some(i));
    let column = |(_, (at, name)): (usize, &'a (usize, String))| {
        let over = |merge: &&Merge| (merge.columns.0..=merge.columns.1).contains(at);
        let mut merges: Vec<Merge> = grid.merges.iter().filter(over).copied().collect();
        merges.sort();
        let (kind, required) = (layout.kind(name), layout.required.contains(&name.as_str()));
        Column { name, at: *at, kind, required, merges }
    };
    used.map(column).collect()
}

impl Column<'_> {
    /// The merge that a row's cell belongs to.
    fn merge_at(&self, row: usize) -> Option<Merge> {
        let before = self.merges.partition_point(|merge| merge.rows.0 <= row);
        before.checked_sub(1).map(|i| self.merges[i]).filter(|merge| row <= merge.rows.1)
    }
}

/// Warns of cells in columns without a name, without their text, which may name a person.
fn warn_of_cells_outside(
    file: &'static str,
    header: &Header,
    rows: &[GridRow],
    problems: &mut Problems,
) {
    let named = |column: &usize| header.names.binary_search_by_key(column, |(at, _)| *at).is_ok();
    let outside =
        rows.iter().flat_map(|row| row.cells.iter().map(move |(at, _)| (row.number, *at)));
    let mut outside = outside.filter(|(_, at)| !named(at));
    if let Some((row, column)) = outside.next() {
        let others = match outside.count() {
            0 => "stands".to_owned(),
            more => format!("and {more} more cells stand"),
        };
        let message = format!(
            "cell {} {others} under no column's name, not read: name the column, or clear them",
            cell_name(row, column)
        );
        problems.warn(Problem::at(Source::new(file, row), message));
    }
}

/// A row as a record of the table, if all is well with its shape.
fn record(
    table: &Table,
    row: &GridRow,
    columns: &[Column<'_>],
    problems: &mut Problems,
) -> Option<Record> {
    let source = Source::new(table.file, row.number);
    let values: Vec<Option<&Value>> = columns.iter().map(|column| row.at(column.at)).collect();
    if let Some(message) = no_record(row, columns, &values) {
        let problem = Problem::at(source, format!("{message}; the row is left out"));
        problems.reject(source, problem);
        return None;
    }
    if values.iter().all(Option::is_none) {
        return None; // cells outside are reported already
    }
    let mut record = Record {
        source,
        cells: Vec::with_capacity(columns.len()),
        faults: Vec::new(),
        feature: None,
    };
    for (i, (value, column)) in values.iter().zip(columns).enumerate() {
        let personal = table.personal == Some(column.name);
        let (text, fault) = match value {
            Some(value) => as_text(value, column.kind, table.mark, personal),
            None => {
                let merge = column.merge_at(row.number);
                (String::new(), merge.map(|merge| merged(merge, row.number)))
            }
        };
        let located = |fault| (i, format!("cell {}: {fault}", cell_name(row.number, column.at)));
        record.faults.extend(fault.map(located));
        record.cells.push(text);
    }
    Some(record)
}

/// Why a row holds no record of the table, if its shape says so.
fn no_record(
    row: &GridRow,
    columns: &[Column<'_>],
    values: &[Option<&Value>],
) -> Option<&'static str> {
    if row.cells.first().is_some_and(|(_, value)| is_total(&value.shown())) {
        return Some(TOTAL);
    }
    if values.iter().all(Option::is_none) {
        return None;
    }
    let cells = || values.iter().zip(columns);
    let names_itself = |(value, column): (&Option<&Value>, &Column<'_>)| match value {
        Some(Value::Text(text)) => composed(text) == column.name,
        _ => false,
    };
    if cells().all(names_itself) {
        return Some("the header stands here once more: remove it");
    }
    let drawn_down = |(value, column): (&Option<&Value>, &Column<'_>)| {
        let merge = column.merge_at(row.number);
        value.is_none() && merge.is_some_and(|merge| merge.rows.0 < row.number)
    };
    let required = || cells().filter(|(_, column)| column.required);
    let filled = required().filter(|(value, _)| value.is_some()).count();
    let mostly_blank = filled * 2 < required().count() && !cells().any(drawn_down);
    mostly_blank.then_some(
        "of the columns that a row must fill, most are blank here, as in a heading, a note or a \
         signature: fill them, or remove the row",
    )
}

/// Why a merged cell is not taken for the one that it shows.
fn merged(merge: Merge, row: usize) -> String {
    let remedy = if merge.rows.0 < row {
        "unmerge them and fill the value down into every row"
    } else {
        "unmerge them and write every value into its own column"
    };
    format!("blank, because the cells {merge} are merged: {remedy}")
}
