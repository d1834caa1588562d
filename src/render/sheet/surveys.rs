//! The same registrations in one survey and another.

use super::{Cell, Sheet, Shows};
use crate::render::Lang;
use crate::report::{NaiveRow, Report};
use crate::units::{Length, Share};

/// The most rows of one of these tables on a terminal.
const BRIEF: usize = 8;

/// All of it.
pub(super) fn surveys(report: &Report, lang: Lang) -> [Sheet; 5] {
    [
        days(report, lang),
        carried(report, lang),
        declared(report, lang),
        causes(report, lang),
        intervals(report, lang),
    ]
}

/// A row for each day, the latest first, and two columns for each survey.
fn days(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let rows = &report.surveys.rows;
    let of_a_day = rows.iter().filter(|row| Some(&row.date) == report.surveys.days.first());
    let surveys: Vec<_> = of_a_day.map(|row| &row.survey).collect();
    let names: Vec<String> =
        surveys.iter().map(|id| format!("{} {} {id}", w.km, w.survey)).collect();
    let mut columns = vec![w.day];
    names.iter().for_each(|name| columns.extend([name.as_str(), w.share]));
    let mut sheet = Sheet::new("days and surveys", c.days_and_surveys, &columns).brief(BRIEF);
    for same in rows.chunks(surveys.len().max(1)).rev() {
        let mut cells = vec![Cell::Day(same[0].date)];
        for row in same {
            let share = Cell::Share(row.coverage.share());
            cells.extend([Cell::Length(row.coverage.registered_mm), share]);
        }
        sheet.push(cells);
    }
    sheet
}

/// Nothing where all was declared in the reporting survey.
fn carried(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let columns =
        [c.declared_in, w.section, w.rows, c.km_there, c.km_here, c.residual, c.beyond_scale];
    let mut sheet = Sheet::new("carried", c.carried, &columns).brief(BRIEF);
    let rows = &report.surveys.carried;
    let others = rows.iter().any(|row| row.survey != report.survey);
    for row in rows.iter().filter(|_| others) {
        let cells = [
            Cell::text(&row.survey),
            Cell::text(&row.section),
            Cell::count(row.rows),
            Cell::Length(row.own_mm),
            Cell::Length(row.carried_mm),
            Cell::Change(row.residual_mm),
            Cell::Change(row.beyond_scale_mm),
        ];
        sheet.push_showing(Shows::Section(row.section.clone()), cells);
    }
    sheet
}

/// Declared lengths added up, section by section.
fn declared(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let columns =
        [c.declared_sums, c.declared, w.share, w.registered, c.counted_again, c.of_surveys];
    let mut sheet = Sheet::new("declared", c.declared_sums, &columns);
    let naive = &report.surveys.naive;
    let cells = |name: &str, sums: &NaiveRow| {
        [
            Cell::text(name),
            Cell::Length(sums.declared_mm),
            Cell::Share(Share::of(sums.declared_mm, sums.total_mm)),
            Cell::Length(sums.registered_mm),
            Cell::Length(sums.again_mm),
            Cell::Change(sums.of_surveys_mm),
        ]
    };
    if naive.line.declared_mm > Length::ZERO {
        for (row, section) in naive.sections.iter().zip(&report.sections) {
            let shows = Shows::Section(row.section.clone());
            sheet.push_showing(shows, cells(&section.name, &row.sums));
        }
        sheet.push_total(cells(w.whole_line, &naive.line));
    }
    sheet
}

/// What makes a declared share pass 100 %, section by section, the largest first.
fn causes(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let columns = [c.causes, w.section, c.declared_in, c.declared, c.counted_again, c.of_surveys];
    let mut sheet = Sheet::new("causes", c.causes, &columns).brief(5);
    for section in &report.surveys.naive.sections {
        for cause in &section.causes {
            sheet.push([
                Cell::text(&cause.registration),
                Cell::text(&section.section),
                Cell::text(&cause.survey),
                Cell::Length(cause.declared_mm),
                Cell::Length(cause.again_mm),
                Cell::Change(cause.of_surveys_mm),
            ]);
        }
    }
    sheet
}

/// Nothing where no section has a control: there is nothing to compare.
fn intervals(report: &Report, lang: Lang) -> Sheet {
    let (w, c) = (lang.words(), lang.change_words());
    let columns = [c.intervals, w.to, w.section, w.survey, c.declared, c.measured, c.off_per_mille];
    let mut sheet = Sheet::new("intervals", c.intervals, &columns).brief(BRIEF);
    let rows = &report.surveys.intervals;
    let any = rows.iter().any(|row| row.deviation_mm != Length::ZERO);
    for row in rows.iter().filter(|_| any) {
        let off = row.deviation_per_mille;
        let cells = [
            Cell::address(&row.from, lang),
            Cell::address(&row.to, lang),
            Cell::text(&row.section),
            Cell::text(&row.survey),
            Cell::Length(row.declared_mm),
            Cell::Length(row.measured_mm),
            off.map_or(Cell::Unknown, |off| Cell::Decimal(off, 3)),
        ];
        // The map is drawn by the measures of the reporting survey.
        if row.survey == report.survey {
            let (section, from, to) = (row.section.clone(), row.from_mm, row.to_mm);
            sheet.push_showing(Shows::Stretch { section, from, to }, cells);
        } else {
            sheet.push(cells);
        }
    }
    sheet
}
