//! The tables of a report as a page shows them, every row with the part of the map it describes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::id::{AreaId, SectionId, VillageId};
use crate::lang::Lang;
use crate::report::Report;
use crate::table::{Cell, Row, Shows, Table};
use crate::units::Measure;

/// One table.
#[derive(Debug)]
pub(super) struct PageTable {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) columns: Vec<Heading>,
    pub(super) rows: Vec<Line>,
    /// The rows that sum up the others; they stay at its end.
    pub(super) totals: Vec<Line>,
    pub(super) is_open: bool,
}

/// The heading of a column.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) name: String,
    pub(super) is_figure: bool,
}

/// One row.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) cells: Vec<Drawn>,
    /// The stretches it describes, as a JSON list of section, start and end.
    pub(super) spans: Option<String>,
    pub(super) village: Option<String>,
    /// A section and a marker, as a JSON list.
    pub(super) marker: Option<String>,
}

/// One cell.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) text: String,
    /// By what it is sorted, where that is a number.
    pub(super) value: Option<String>,
}

/// All tables.
pub(super) fn tables(report: &Report, lang: Lang) -> Vec<PageTable> {
    let reach = Reach::of(report);
    report.tables().iter().map(|table| page_table(table, &reach, lang)).collect()
}

fn page_table(table: &Table, reach: &Reach<'_>, lang: Lang) -> PageTable {
    let columns = table.columns.iter().enumerate().map(|(c, column)| Heading {
        name: lang.phrase(&column.heading),
        is_figure: c > 0 && column.kind.is_figure(),
    });
    let (totals, rows): (Vec<&Row>, Vec<&Row>) = table.rows.iter().partition(|row| row.is_total);
    let lines = |rows: Vec<&Row>| rows.into_iter().map(|row| line(row, reach, lang)).collect();
    PageTable {
        key: table.key.clone(),
        title: lang.phrase(&table.title),
        columns: columns.collect(),
        rows: lines(rows),
        totals: lines(totals),
        is_open: table.is_open,
    }
}

fn line(row: &Row, reach: &Reach<'_>, lang: Lang) -> Line {
    let cell = |cell: &Cell| Drawn { text: lang.cell(cell), value: value(cell) };
    let cells = row.cells.iter().map(cell).collect();
    let mut line = Line { cells, spans: None, village: None, marker: None };
    match &row.shows {
        Some(Shows::Village(id)) => line.village = Some(id.to_string()),
        Some(Shows::Marker { section, marker }) => {
            line.marker = Some(json!([section, marker]).to_string());
        }
        _ => {}
    }
    let spans = row.shows.as_ref().map(|shows| reach.spans(shows)).filter(|s| !s.is_empty());
    line.spans = spans.map(|spans| Value::from(spans).to_string());
    line
}

/// What a cell is sorted by.
fn value(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Count(count) => Some(count.to_string()),
        Cell::CountChange(change) => Some(change.to_string()),
        Cell::Millimetres(mm) => Some(mm.to_string()),
        Cell::Length(length) | Cell::Change(length) => Some(length.mm().to_string()),
        Cell::Decimal(metres, _) => Some(metres.to_string()),
        Cell::Share(share) => share.ratio().map(|ratio| ratio.to_string()),
        // Days in their order, whatever the language writes.
        Cell::Day(day) => Some(day.strftime("%Y%m%d").to_string()),
        _ => None,
    }
}

/// The stretches of sections, villages and areas.
#[derive(Debug, Default)]
struct Reach<'a> {
    sections: BTreeMap<&'a SectionId, (Measure, Measure)>,
    villages: BTreeMap<&'a VillageId, Vec<Value>>,
    areas: BTreeMap<&'a AreaId, Vec<Value>>,
}

fn span(section: &SectionId, from: Measure, to: Measure) -> Value {
    json!([section, from, to])
}

impl<'a> Reach<'a> {
    fn of(report: &'a Report) -> Self {
        let mut reach = Self::default();
        for stretch in &report.map.stretches {
            let ends = (stretch.at.span.from(), stretch.at.span.to());
            let whole = reach.sections.entry(&stretch.at.section).or_insert(ends);
            *whole = (whole.0.min(ends.0), whole.1.max(ends.1));
            for village in &stretch.villages {
                let kept = reach.villages.entry(village).or_default();
                kept.push(span(&stretch.at.section, ends.0, ends.1));
            }
        }
        for area in &report.map.areas {
            let rows =
                area.stretches.iter().map(|row| span(&row.section, row.span.from(), row.span.to()));
            reach.areas.insert(&area.area, rows.collect());
        }
        reach
    }

    fn spans(&self, shows: &Shows) -> Vec<Value> {
        match shows {
            Shows::Stretch { section, from, to } => vec![span(section, *from, *to)],
            Shows::Section(section) => {
                let whole = self.sections.get(section);
                whole.map(|&(from, to)| span(section, from, to)).into_iter().collect()
            }
            Shows::Area(area) => self.areas.get(area).cloned().unwrap_or_default(),
            Shows::Village(village) => self.villages.get(village).cloned().unwrap_or_default(),
            Shows::Marker { .. } => Vec::new(),
        }
    }
}
