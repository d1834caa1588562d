//! The tables of a report, as all drawings of it show them: on the terminal, on a page, in a
//! workbook. Cells keep what they are, so that a number is drawn as a number.

mod areas;
mod conflicts;
mod explain;
mod history;
mod left;
mod line;
mod on_request;
mod problems;
mod surveys;
mod uncertainty;

#[cfg(feature = "xlsx")]
pub(crate) use line::coverage;

use jiff::civil::Date;

use super::Lang;
use crate::id::{AreaId, SectionId, VillageId};
use crate::marker::Address;
use crate::report::Report;
use crate::units::{Length, Measure, Share};

/// One table.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// What it goes by in files, whatever the language: a name of `report.json`.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// How many rows fit a terminal; all, where there is no such number.
    pub(crate) brief: Option<usize>,
}

/// One row, and what of the map it tells about.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) shows: Option<Shows>,
    /// Whether it sums up the others.
    pub(crate) is_total: bool,
}

/// What of the map a row tells about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Shows {
    Stretch { section: SectionId, from: Measure, to: Measure },
    Section(SectionId),
    Area(AreaId),
    Village(VillageId),
    Marker { section: SectionId, marker: String },
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(not(feature = "xlsx"), allow(dead_code, reason = "some are for workbooks alone"))]
pub(crate) enum Cell {
    /// Nothing: it does not apply.
    Blank,
    /// A figure that is not known, which is not zero.
    Unknown,
    Text(String),
    Count(u64),
    /// Drawn in kilometres.
    Length(Length),
    /// A length that comes or goes; drawn in kilometres with its sign.
    Change(Length),
    /// What is not exact, such as metres on the ground; with as many decimals.
    Decimal(f64, usize),
    Share(Share),
    Day(Date),
}

impl Sheet {
    fn new(id: impl Into<String>, title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&name| name.to_owned()).collect();
        Self { id: id.into(), title: title.into(), columns, rows: Vec::new(), brief: None }
    }

    /// On a terminal, only so many rows.
    fn brief(mut self, rows: usize) -> Self {
        self.brief = Some(rows);
        self
    }

    fn push(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row { cells: cells.into(), shows: None, is_total: false });
    }

    /// A row that sums up those before it.
    fn push_total(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row { cells: cells.into(), shows: None, is_total: true });
    }

    fn push_showing(&mut self, shows: Shows, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row { cells: cells.into(), shows: Some(shows), is_total: false });
    }
}

impl Cell {
    #[allow(clippy::needless_pass_by_value, reason = "ids, texts and what was formatted alike")]
    fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    fn count(count: usize) -> Self {
        Self::Count(count as u64)
    }

    fn address(address: &Address, lang: Lang) -> Self {
        Self::Text(address.written(lang.mark()))
    }

    fn or_blank(cell: Option<Self>) -> Self {
        cell.unwrap_or(Self::Blank)
    }

    /// As it is drawn; exact, so that figures add up as drawn.
    pub(crate) fn drawn(&self, lang: Lang) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Unknown => "–".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Length(length) => lang.km(*length),
            Self::Change(length) if *length > Length::ZERO => format!("+{}", lang.km(*length)),
            Self::Change(length) => lang.km(*length),
            Self::Decimal(metres, decimals) => lang.mark().write(format!("{metres:.decimals$}")),
            Self::Share(share) => lang.share(*share),
            Self::Day(day) => lang.day(*day),
        }
    }

    /// Whether it is drawn on the right of its column.
    pub(crate) fn is_figure(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::Day(_))
    }
}

/// All tables of a report, in order.
pub(crate) fn sheets(report: &Report, lang: Lang) -> Vec<Sheet> {
    let mut sheets = vec![line::sections(report, lang), line::summary(report, lang)];
    sheets.extend(areas::areas(report, lang));
    sheets.extend(areas::rollups(report, lang));
    sheets.extend(areas::cross_tables(report, lang));
    sheets.push(line::villages(report, lang));
    sheets.push(line::pledges(report, lang));
    sheets.push(left::gaps(report, lang));
    sheets.push(left::overlaps(report, lang));
    sheets.push(conflicts::classes(report, lang));
    sheets.push(conflicts::conflicts(report, lang));
    sheets.push(conflicts::policies(report, lang));
    sheets.push(left::markers(report, lang));
    sheets.push(left::proposals(report, lang));
    sheets.push(left::unfilled(report, lang));
    sheets.extend(history::history(report, lang));
    sheets.extend(surveys::surveys(report, lang));
    sheets.push(uncertainty::sections(report, lang));
    sheets.push(uncertainty::ends(report, lang));
    sheets.extend(report.explain.iter().flat_map(|table| explain::explain(table, lang)));
    sheets.push(problems::problems(report, lang));
    sheets.retain(|sheet| !sheet.rows.is_empty());
    sheets
}

/// Tables that no file of a report has.
pub(crate) fn on_request(report: &Report, lang: Lang) -> [Sheet; 2] {
    [on_request::nearest(report, lang), on_request::prices(report, lang)]
}
