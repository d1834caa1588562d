//! What is held more than once, and what deciding it would change.

use super::left::{list, stretch};
use super::{Cell, Sheet};
use crate::audit::{ConflictClass, Policy};
use crate::render::Lang;
use crate::report::Report;
use crate::units::Length;

/// How many conflicts there are of each class.
pub(super) fn classes(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.kept_more_than_once, w.number, w.km];
    let mut sheet = Sheet::new("conflict classes", w.kept_more_than_once, &columns);
    for class in ConflictClass::NAMES {
        let rows = report.conflicts.rows.iter().filter(|row| row.class == class);
        let lengths: Vec<Length> = rows.map(|row| row.length_mm).collect();
        if !lengths.is_empty() {
            let sum = lengths.iter().fold(Length::ZERO, |sum, &length| sum + length);
            let name = Cell::text(class_name(class, lang));
            sheet.push([name, Cell::count(lengths.len()), Cell::Length(sum)]);
        }
    }
    sheet
}

/// The conflicts, in order along the sections.
pub(super) fn conflicts(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.section, w.km, w.from, w.to, w.class, w.villages];
    let mut sheet = Sheet::new("conflicts", w.conflicts, &columns).brief(0);
    for row in &report.conflicts.rows {
        let cells = [
            Cell::text(&row.section),
            Cell::Length(row.length_mm),
            Cell::address(&row.from, lang),
            Cell::address(&row.to, lang),
            Cell::text(class_name(row.class, lang)),
            list(&row.villages),
        ];
        sheet.push_showing(stretch(&row.section, row.from_mm, row.to_mm), cells);
    }
    sheet
}

/// What each policy would make of the line.
pub(super) fn policies(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.decided_by, w.km_decided, w.left_shared, w.once, w.recognised];
    let mut sheet = Sheet::new("policies", w.decided_by, &columns);
    for row in report.conflicts.policies.iter().filter(|_| !report.overlaps.is_empty()) {
        sheet.push([
            Cell::text(policy_name(row.policy, lang)),
            Cell::Length(row.decided_mm),
            Cell::Length(row.undecided_mm),
            Cell::Length(row.line.once_mm),
            Cell::Length(row.line.recognised_mm),
        ]);
    }
    sheet
}

/// The class in words; as it is, were there another.
fn class_name(class: &'static str, lang: Lang) -> &'static str {
    let names = ConflictClass::NAMES.into_iter().zip(lang.words().classes);
    names.into_iter().find(|(name, _)| *name == class).map_or(class, |(_, words)| words)
}

/// The policy in words; as it is, were there another.
pub(super) fn policy_name(policy: &'static str, lang: Lang) -> &'static str {
    let names = Policy::ALL.into_iter().zip(lang.words().policies);
    names.into_iter().find(|(one, _)| one.name() == policy).map_or(policy, |(_, words)| words)
}
