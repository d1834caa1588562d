//! The areas, level by level, and the roll-ups that add up to the line.

use super::line::coverage;
use super::{Cell, Sheet, Shows};
use crate::id::AreaId;
use crate::render::Lang;
use crate::report::{Coverage, CrossCells, Report, RollupTable};

/// For each level its areas.
pub(super) fn areas(report: &Report, lang: Lang) -> Vec<Sheet> {
    report.levels().into_iter().map(|level| of_level(report, level, lang)).collect()
}

fn of_level(report: &Report, level: &str, lang: Lang) -> Sheet {
    let w = lang.words();
    let name = lang.level(level);
    let columns = [
        name,
        w.total,
        w.registered,
        w.unregistered,
        w.share,
        w.villages,
        w.taking_part,
        w.kept_by_its_villages,
    ];
    let mut sheet = Sheet::new(format!("areas {level}"), format!("{}: {name}", w.areas), &columns);
    for area in report.areas.iter().filter(|area| area.level == level) {
        let figure = |of: fn(&Coverage) -> Cell| area.coverage.as_ref().map_or(Cell::Unknown, of);
        let cells = [
            Cell::text(&area.name),
            figure(|c| Cell::Length(c.total_mm)),
            figure(|c| Cell::Length(c.registered_mm)),
            figure(|c| Cell::Length(c.unregistered_mm)),
            figure(|c| Cell::Share(c.share())),
            Cell::count(area.villages),
            Cell::count(area.villages_registered),
            Cell::Length(area.kept_mm),
        ];
        sheet.push_showing(Shows::Area(area.area.clone()), cells);
    }
    sheet
}

/// The names of areas that belong together.
fn names(report: &Report, ids: &[AreaId], lang: Lang) -> Cell {
    let name = |id: &AreaId| {
        let found = report.areas.iter().find(|area| area.area == *id);
        found.map_or_else(|| id.to_string(), |area| area.name.clone())
    };
    match ids {
        [] => Cell::text(format!("({})", lang.words().no_area)),
        ids => Cell::text(ids.iter().map(name).collect::<Vec<_>>().join(" + ")),
    }
}

fn by(name: &str, lang: Lang) -> &'static str {
    match name {
        "place" => lang.words().by_place,
        _ => lang.words().by_keeper,
    }
}

/// For each level the line, by place and by keeper.
pub(super) fn rollups(report: &Report, lang: Lang) -> Vec<Sheet> {
    report.rollups.iter().map(|table| rollup(report, table, lang)).collect()
}

fn rollup(report: &Report, table: &RollupTable, lang: Lang) -> Sheet {
    let w = lang.words();
    let level = lang.level(&table.level);
    let title = format!("{level} {}", by(table.by, lang));
    let columns =
        [level, w.total, w.registered, w.once, w.shared, w.recognised, w.unregistered, w.share];
    let id = format!("rollups {} {}", table.level, table.by);
    let mut sheet = Sheet::new(id, title, &columns).brief(0);
    if let Some(reason) = &table.refused {
        sheet.push([Cell::text(format!("{}: {reason}", w.refused))]);
    }
    for row in &table.rows {
        let mut cells = vec![names(report, &row.areas, lang)];
        cells.extend(coverage(&row.coverage));
        match row.areas.as_slice() {
            [only] => sheet.push_showing(Shows::Area(only.clone()), cells),
            _ => sheet.push(cells),
        }
    }
    sheet
}

/// Two levels at once: each cell a row.
pub(super) fn cross_tables(report: &Report, lang: Lang) -> Vec<Sheet> {
    report.cross_tables.iter().map(|table| cross_table(report, table, lang)).collect()
}

fn cross_table(report: &Report, table: &CrossCells, lang: Lang) -> Sheet {
    let w = lang.words();
    let axis = |level: &str, name| format!("{} {}", lang.level(level), by(name, lang));
    let (rows, columns) =
        (axis(&table.rows, table.rows_by), axis(&table.columns, table.columns_by));
    let title = format!("{rows} × {columns}");
    let heads = [
        rows.as_str(),
        columns.as_str(),
        w.total,
        w.registered,
        w.once,
        w.shared,
        w.recognised,
        w.unregistered,
        w.share,
    ];
    let id =
        format!("cross {} {} {} {}", table.rows, table.rows_by, table.columns, table.columns_by);
    let mut sheet = Sheet::new(id, title, &heads).brief(0);
    if let Some(reason) = &table.refused {
        sheet.push([Cell::text(format!("{}: {reason}", w.refused))]);
    }
    for cell in &table.cells {
        let mut cells = vec![names(report, &cell.row, lang), names(report, &cell.column, lang)];
        cells.extend(coverage(&cell.coverage));
        sheet.push(cells);
    }
    sheet
}
