//! What was registered when, where it is slow, what ended, and when the rest would be kept.

use super::{Cell, Sheet, Shows};
use crate::render::Lang;
use crate::report::{AreaHistoryRow, EndingRow, Report};
use crate::units::{Length, Share};

/// The most rows of one of these tables on a terminal.
const BRIEF: usize = 8;

/// All of it.
pub(super) fn history(report: &Report, lang: Lang) -> [Sheet; 5] {
    [
        rows(report, lang),
        areas(report, lang),
        forecast(report, lang),
        endings(report, lang),
        parts(report, lang),
    ]
}

/// The latest day first; a single one has no history.
fn rows(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [
        w.up_to,
        w.registered,
        w.recognised,
        w.share,
        w.collectives,
        w.markers,
        w.households,
        w.people,
        w.members,
    ];
    let mut sheet = Sheet::new("history", w.history, &columns).brief(BRIEF);
    let several = report.history.rows.len() > 1;
    for row in report.history.rows.iter().rev().filter(|_| several) {
        sheet.push([
            Cell::Day(row.date),
            Cell::Length(row.registered_mm),
            Cell::Length(row.recognised_mm),
            Cell::Share(Share::of(row.registered_mm, report.line.total_mm)),
            Cell::Count(row.collectives),
            Cell::Count(row.markers_registered),
            Cell::Count(row.households),
            Cell::Count(row.people),
            Cell::Count(row.members),
        ]);
    }
    sheet
}

/// The areas that exist on the reporting day, those without any gain first.
fn areas(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.slow_areas, w.level, w.registered, w.share, w.gained, w.stalled];
    let mut sheet = Sheet::new("history areas", w.slow_areas, &columns).brief(BRIEF);
    let several = report.history.rows.len() > 1;
    let areas = report.history.areas.iter().filter(|area| area.gained_mm.is_some() && several);
    let mut areas: Vec<&AreaHistoryRow> = areas.collect();
    let share = |area: &AreaHistoryRow| area.share.unwrap_or(1.0);
    areas.sort_by(|a, b| (!a.stalled).cmp(&!b.stalled).then_with(|| share(a).total_cmp(&share(b))));
    for area in areas {
        let row = report.areas.iter().find(|row| row.area == area.area);
        let coverage = row.and_then(|row| row.coverage.as_ref());
        let cells = [
            row.map_or_else(|| Cell::text(&area.area), |row| Cell::text(&row.name)),
            Cell::text(lang.level(&area.level)),
            coverage.map_or(Cell::Unknown, |c| Cell::Length(c.registered_mm)),
            coverage.map_or(Cell::Unknown, |c| Cell::Share(c.share())),
            area.gained_mm.map_or(Cell::Unknown, Cell::Change),
            Cell::text(if area.stalled { w.yes } else { w.no }),
        ];
        sheet.push_showing(Shows::Area(area.area.clone()), cells);
    }
    sheet
}

/// When the rest would be kept.
fn forecast(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.forecast, w.metres_a_day, w.left_km, w.complete_on];
    let mut sheet = Sheet::new("forecast", w.forecast, &columns);
    for row in &report.history.forecast {
        let over = match row.over {
            "since_first" => w.since_first,
            _ => w.last_12_months,
        };
        let rate = row.rate_mm_per_day.map_or(Cell::Unknown, |mm| Cell::Metres(mm / 1e3, 1));
        let complete = row.complete_on.map_or(Cell::Unknown, Cell::Day);
        sheet.push([Cell::text(over), rate, Cell::Length(row.left_mm), complete]);
    }
    sheet
}

/// What became of all that ended.
fn endings(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let mut sheet = Sheet::new("endings", w.endings, &[w.endings, w.km, w.share]);
    let found = &report.history.endings;
    let rows = [
        (w.ended, found.ended_mm),
        (w.renewed, found.renewed_mm),
        (w.taken_over, found.taken_over_mm),
        (w.lapsed, found.lapsed_mm),
        (w.kept_again, found.resumed_mm),
    ];
    for (name, length) in rows {
        if found.ended_mm > Length::ZERO {
            let share = Cell::Share(Share::of(length, found.ended_mm));
            sheet.push([Cell::text(name), Cell::Length(length), share]);
        }
    }
    sheet
}

/// Part by part.
fn parts(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns =
        [w.day, w.registration, w.village, w.section, w.km, w.from, w.to, w.becomes, w.by, w.again];
    let mut sheet = Sheet::new("ended", w.ended_parts, &columns).brief(0);
    let becomes = |row: &EndingRow| match row.becomes {
        "renewed" => w.renewed,
        "taken_over" => w.taken_over,
        _ => w.lapsed,
    };
    for row in &report.history.endings.rows {
        let by: Vec<&str> = row.by.iter().map(crate::id::RegistrationId::as_str).collect();
        let cells = [
            Cell::Day(row.date),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::text(&row.section),
            Cell::Length(row.to_mm - row.from_mm),
            Cell::address(&row.from, lang),
            Cell::address(&row.to, lang),
            Cell::text(becomes(row)),
            Cell::text(by.join(", ")),
            Cell::or_blank(row.again.map(Cell::Day)),
        ];
        let (section, from, to) = (row.section.clone(), row.from_mm, row.to_mm);
        sheet.push_showing(Shows::Stretch { section, from, to }, cells);
    }
    sheet
}
