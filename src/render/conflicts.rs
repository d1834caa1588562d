//! What is held more than once, for a terminal.

use std::fmt::{self, Write};

use super::table::{grid, head};
use crate::audit::ConflictClass;
use crate::report::Report;
use crate::units::Length;

impl Report {
    /// How many conflicts there are of each class, and what each policy would make of the line.
    pub(super) fn draw_conflicts(&self, out: &mut String) -> fmt::Result {
        let table = &self.conflicts;
        if table.rows.is_empty() {
            return Ok(());
        }
        let mut rows = vec![head(&["kept more than once", "number", "km"])];
        for class in ConflictClass::NAMES {
            let lengths = table.rows.iter().filter(|row| row.class == class);
            let lengths: Vec<Length> = lengths.map(|row| row.length_mm).collect();
            let sum = lengths.iter().fold(Length::ZERO, |sum, &length| sum + length);
            if !lengths.is_empty() {
                let name = match class {
                    "sliver" => format!("sliver (up to {} m)", table.tolerance_mm.metres()),
                    class => class.replace('_', " "),
                };
                rows.push(vec![name, lengths.len().to_string(), sum.km()]);
            }
        }
        writeln!(out)?;
        grid(out, &rows)?;
        let mut rows =
            vec![head(&["were it decided by", "km decided", "left shared", "once", "recognised"])];
        for row in &table.policies {
            rows.push(vec![
                row.policy.replace('_', " "),
                row.decided_mm.km(),
                row.undecided_mm.km(),
                row.line.once_mm.km(),
                row.line.recognised_mm.km(),
            ]);
        }
        writeln!(out)?;
        grid(out, &rows)
    }
}
