//! What was registered when, where it is slow, what ended, and when the rest would be kept.

use std::collections::BTreeMap;

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
    let (w, c) = (lang.words(), lang.change_words());
    let columns = [
        c.up_to,
        w.registered,
        w.recognised,
        w.share,
        w.collectives,
        w.markers,
        w.households,
        w.people,
        w.members,
    ];
    let mut sheet = Sheet::new("history", c.history, &columns).brief(BRIEF);
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
    let (w, c) = (lang.words(), lang.change_words());
    let columns = [c.slow_areas, c.level, w.registered, w.share, c.gained, c.stalled];
    let mut sheet = Sheet::new("history areas", c.slow_areas, &columns).brief(BRIEF);
    let several = report.history.rows.len() > 1;
    let areas = report.history.areas.iter().filter(|area| area.gained_mm.is_some() && several);
    let mut areas: Vec<&AreaHistoryRow> = areas.collect();
    let share = |area: &AreaHistoryRow| area.share.unwrap_or(1.0);
    areas.sort_by(|a, b| (!a.stalled).cmp(&!b.stalled).then_with(|| share(a).total_cmp(&share(b))));
    let rows: BTreeMap<_, _> = report.areas.iter().map(|row| (&row.area, row)).collect();
    for area in areas {
        let row = rows.get(&area.area);
        let coverage = row.and_then(|row| row.coverage.as_ref());
        let cells = [
            row.map_or_else(|| Cell::text(&area.area), |row| Cell::text(&row.name)),
            Cell::text(lang.level(&area.level)),
            coverage.map_or(Cell::Unknown, |c| Cell::Length(c.registered_mm)),
            coverage.map_or(Cell::Unknown, |c| Cell::Share(c.share())),
            area.gained_mm.map_or(Cell::Unknown, Cell::Change),
            Cell::text(if area.stalled { c.yes } else { c.no }),
        ];
        sheet.push_showing(Shows::Area(area.area.clone()), cells);
    }
    sheet
}

/// When the rest would be kept.
fn forecast(report: &Report, lang: Lang) -> Sheet {
    let c = lang.change_words();
    let columns = [c.forecast, c.metres_a_day, c.left_km, c.complete_on];
    let mut sheet = Sheet::new("forecast", c.forecast, &columns);
    for row in &report.history.forecast {
        let over = match row.over {
            "since_first" => c.since_first,
            _ => c.last_12_months,
        };
        let rate = row.rate_mm_per_day.map_or(Cell::Unknown, |mm| Cell::Decimal(mm / 1e3, 1));
        let complete = row.complete_on.map_or(Cell::Unknown, Cell::Day);
        sheet.push([Cell::text(over), rate, Cell::Length(row.left_mm), complete]);
    }
    sheet
}

/// What became of all that ended.
fn endings(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let mut sheet = Sheet::new("endings", c.endings, &[c.endings, w.km, w.share]);
    let found = &report.history.endings;
    let parts = [
        (c.renewed, found.renewed_mm),
        (c.taken_over, found.taken_over_mm),
        (c.lapsed, found.lapsed_mm),
        (c.kept_again, found.resumed_mm),
    ];
    let row = |name, length| {
        [Cell::text(name), Cell::Length(length), Cell::Share(Share::of(length, found.ended_mm))]
    };
    if found.ended_mm > Length::ZERO {
        parts.into_iter().for_each(|(name, length)| sheet.push(row(name, length)));
        sheet.push_total(row(c.ended, found.ended_mm));
    }
    sheet
}

/// Part by part.
fn parts(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let columns =
        [w.day, w.registration, w.village, w.section, w.km, w.from, w.to, c.becomes, c.by, c.again];
    let mut sheet = Sheet::new("ended", c.ended_parts, &columns).brief(0);
    let becomes = |row: &EndingRow| match row.becomes {
        "renewed" => c.renewed,
        "taken_over" => c.taken_over,
        _ => c.lapsed,
    };
    for row in &report.history.endings.rows {
        let at = &row.stretch;
        let by: Vec<&str> = row.by.iter().map(crate::id::RegistrationId::as_str).collect();
        let cells = [
            Cell::Day(row.date),
            Cell::text(&row.registration),
            Cell::text(&row.village),
            Cell::text(&at.section),
            Cell::Length(at.length_mm),
            Cell::address(&at.from, lang),
            Cell::address(&at.to, lang),
            Cell::text(becomes(row)),
            Cell::text(by.join(", ")),
            Cell::or_blank(row.again.map(Cell::Day)),
        ];
        let (section, from, to) = (at.section.clone(), at.from_mm, at.to_mm);
        sheet.push_showing(Shows::Stretch { section, from, to }, cells);
    }
    sheet
}
