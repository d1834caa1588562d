//! Tables that stand in a text only where they are asked for.

use super::conflicts::policy_name;
use super::{Cell, Sheet};
use crate::render::Lang;
use crate::report::{OptionRow, Report};
use crate::units::{Length, Share};

/// The line divided among the nearest villages: who is nearest to most of it first.
pub(super) fn nearest(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.nearest_village, w.km, w.share, w.mean_m];
    let mut sheet = Sheet::new("nearest", w.nearest_village, &columns);
    let mut rows: Vec<_> = report.division.villages.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.length_mm));
    for row in rows {
        sheet.push([
            row.village.as_ref().map_or(Cell::Unknown, Cell::text),
            Cell::Length(row.length_mm),
            Cell::Share(Share::of(row.length_mm, report.line.total_mm)),
            row.mean_m.map_or(Cell::Unknown, |mean| Cell::Decimal(mean, 0)),
        ]);
    }
    sheet
}

/// What each decision of each conflict would change for the villages that hold it.
pub(super) fn prices(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.section, w.from, w.to, w.decided_by, w.km_decided, w.left_shared, w.villages];
    let mut sheet = Sheet::new("prices", w.decided_by, &columns);
    for row in &report.conflicts.rows {
        for option in &row.options {
            sheet.push([
                Cell::text(&row.section),
                Cell::address(&row.from, lang),
                Cell::address(&row.to, lang),
                Cell::text(policy_name(option.policy, lang)),
                Cell::Length(row.length_mm - option.undecided_mm),
                Cell::Length(option.undecided_mm),
                Cell::text(changes(option, lang)),
            ]);
        }
    }
    sheet
}

/// Whose kept length changes, and by how much.
fn changes(option: &OptionRow, lang: Lang) -> String {
    let changed = option.villages.iter().filter(|row| row.kept_mm != Length::ZERO);
    let texts = changed.map(|row| {
        format!("{} {} {}", row.village, Cell::Change(row.kept_mm).drawn(lang), lang.words().km)
    });
    texts.collect::<Vec<_>>().join(", ")
}
