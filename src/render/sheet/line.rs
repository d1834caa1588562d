//! The line, its sections, and what is counted.

use super::{Cell, Sheet, Shows};
use crate::render::Lang;
use crate::report::{Coverage, Report};
use crate::units::Share;

/// The figures of an account, with their share.
pub(crate) fn coverage(coverage: &Coverage) -> [Cell; 7] {
    [
        Cell::Length(coverage.total_mm),
        Cell::Length(coverage.registered_mm),
        Cell::Length(coverage.once_mm),
        Cell::Length(coverage.shared_mm),
        Cell::Length(coverage.recognised_mm),
        Cell::Length(coverage.unregistered_mm),
        Cell::Share(coverage.share()),
    ]
}

/// Every section, and the line.
pub(super) fn sections(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns =
        [w.km, w.total, w.registered, w.once, w.shared, w.recognised, w.unregistered, w.share];
    let mut sheet = Sheet::new("sections", w.sections, &columns);
    let row = |name: &str, figures: &Coverage| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(coverage(figures));
        cells
    };
    for section in &report.sections {
        let shows = Shows::Section(section.section.clone());
        sheet.push_showing(shows, row(&section.name, &section.coverage));
    }
    sheet.push_total(row(w.whole_line, &report.line));
    sheet
}

/// What is counted, one line each.
pub(super) fn summary(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let mut sheet = Sheet::new("summary", w.summary, &["", w.kept, w.of, w.share]);
    let line = &report.line;
    for (name, length) in
        [(w.registered_line_km, line.registered_mm), (w.unregistered_line_km, line.unregistered_mm)]
    {
        let (part, whole) = (Cell::Length(length), Cell::Length(line.total_mm));
        let share = Cell::Share(Share::of(length, line.total_mm));
        sheet.push([Cell::text(name), part, whole, share]);
    }
    if !report.pledges.rows.is_empty() {
        // Of no whole: it may lie where others keep the line already.
        let pledged = Cell::Length(report.pledges.length_mm);
        sheet.push([Cell::text(w.pledged_km), pledged, Cell::Blank, Cell::Blank]);
    }
    let mut of = |name: &str, part: usize, whole: usize| {
        let share = Cell::Share(Share::of_counts(part, whole));
        sheet.push([Cell::text(name), Cell::count(part), Cell::count(whole), share]);
    };
    of(w.markers, report.markers.registered, report.markers.total);
    of(w.works, report.works.registered, report.works.total);
    for level in report.levels() {
        let areas = || report.areas.iter().filter(|area| area.level == level);
        let part = areas().filter(|area| area.villages_registered > 0).count();
        of(&format!("{}: {}", w.areas_taking_part, lang.level(level)), part, areas().count());
    }
    let mut count = |name: &str, count: u64| {
        sheet.push([Cell::text(name), Cell::Count(count), Cell::Blank, Cell::Blank]);
    };
    count(w.number_of_gaps, report.gaps.len() as u64);
    count(w.collectives, report.collectives as u64);
    if report.pledges.villages > 0 {
        count(w.pledging_villages, report.pledges.villages as u64);
    }
    count(w.marker_positions, report.markers.positions as u64);
    count(w.households, report.keepers.households as u64);
    count(w.persons, report.keepers.persons as u64);
    count(w.people, report.keepers.people);
    count(w.groups, report.groups.groups as u64);
    count(w.members, report.groups.members);
    count(w.commended_collectives, report.commendations.collectives as u64);
    count(w.commended_persons, report.commendations.persons as u64);
    sheet
}

/// Every village that keeps something.
pub(super) fn villages(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.village, w.name, w.kept, w.sole, w.shared];
    let mut sheet = Sheet::new("villages", w.villages, &columns).brief(0);
    for village in &report.villages {
        let cells = [
            Cell::text(&village.village),
            Cell::text(&village.name),
            Cell::Length(village.kept_mm),
            Cell::Length(village.sole_mm),
            Cell::Length(village.shared_mm),
        ];
        sheet.push_showing(Shows::Village(village.village.clone()), cells);
    }
    sheet
}

/// What is promised by its length alone.
pub(super) fn pledges(report: &Report, lang: Lang) -> Sheet {
    let w = lang.words();
    let columns = [w.pledges, w.registration, w.section, w.km, w.since, w.state];
    let mut sheet = Sheet::new("pledges", w.pledges, &columns).brief(10);
    for pledge in &report.pledges.rows {
        let cells = [
            Cell::text(&pledge.village),
            Cell::text(&pledge.registration),
            Cell::or_blank(pledge.section.as_ref().map(Cell::text)),
            Cell::Length(pledge.length_mm),
            Cell::or_blank(pledge.since.map(Cell::Day)),
            Cell::text(if pledge.recognised { w.recognised } else { w.registered }),
        ];
        sheet.push_showing(Shows::Village(pledge.village.clone()), cells);
    }
    sheet
}
