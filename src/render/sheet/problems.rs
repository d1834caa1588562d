//! What is wrong with the data.

use super::{Cell, Sheet};
use crate::render::Lang;
use crate::report::Report;

/// Every problem, file by file.
pub(super) fn problems(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.file, w.line, w.field, w.value, w.message];
    let mut sheet = Sheet::new("problems", w.problems, &columns);
    for problem in &report.problems {
        sheet.push([
            Cell::text(&problem.file),
            Cell::or_blank(problem.line.map(Cell::count)),
            Cell::text(problem.field.as_deref().unwrap_or("")),
            Cell::text(problem.value.as_deref().unwrap_or("")),
            Cell::text(&problem.message),
        ]);
    }
    sheet
}
