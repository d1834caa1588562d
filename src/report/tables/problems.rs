//! What is wrong with the data.

use crate::report::Report;
use crate::table::{Cell, Column, Phrase, Table};

/// Every problem, file by file. A terminal shows them as sentences, not as a table.
pub(super) fn problems(report: &Report) -> Table {
    let columns = [
        Column::text("file"),
        Column::count("line"),
        Column::text("field"),
        Column::text("value"),
        Column::text("message"),
    ];
    let mut table = Table::new("problems", Phrase::label("problems"), columns).brief(0);
    for problem in &report.problems {
        table.push([
            Cell::text(&problem.file),
            Cell::or_blank(problem.line.map(Cell::count)),
            Cell::text(problem.field.as_deref().unwrap_or("")),
            Cell::text(problem.value.as_deref().unwrap_or("")),
            Cell::text(&problem.message),
        ]);
    }
    table
}
