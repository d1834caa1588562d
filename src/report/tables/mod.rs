//! The report as language-free tables, one file a chapter: which columns a table has, and which
//! figure stands where.

mod areas;
mod conflicts;
mod explain;
mod history;
mod left;
mod line;
mod on_request;
mod problems;
mod surveys;
#[cfg(test)]
mod tests;
mod uncertainty;

#[cfg(feature = "xlsx")]
pub(crate) use line::{account, account_columns};

use serde::Serialize;

use super::Report;
use crate::border::Stretch;
use crate::id::SectionId;
use crate::table::{Phrase, Shows, Table};
use crate::units::Measure;

impl Report {
    /// The tables of the report, in the order in which they are read; none without rows.
    ///
    /// ```
    /// use border_coverage::{DataSet, Lang};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let tables = data.report(None, None)?.tables();
    /// let gaps = tables.iter().find(|table| table.key == "gaps").expect("there are gaps");
    /// assert_eq!(gaps.columns[1].key, "km");
    /// assert_eq!(Lang::English.cell(gaps.rows[0].cell(1)), "1.641740");
    /// # Ok::<(), border_coverage::io::ReadError>(())
    /// ```
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = vec![line::sections(self), line::summary(self)];
        tables.extend(areas::areas(self));
        tables.extend(areas::rollups(self));
        tables.extend(areas::cross_tables(self));
        tables.push(line::villages(self));
        tables.push(line::pledges(self));
        tables.push(left::gaps(self));
        tables.push(left::overlaps(self));
        tables.push(conflicts::classes(self));
        tables.push(conflicts::conflicts(self));
        tables.push(conflicts::policies(self));
        tables.push(left::markers(self));
        tables.push(left::proposals(self));
        tables.push(left::unfilled(self));
        tables.extend(history::history(self));
        tables.extend(surveys::surveys(self));
        tables.push(uncertainty::sections(self));
        tables.push(uncertainty::ends(self));
        tables.extend(self.explain.iter().flat_map(explain::explain));
        tables.push(self.problem_list());
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    /// Tables that no file of the report has: the line divided among the nearest villages
    /// (`nearest`), and what each decision of each conflict would change (`prices`).
    pub fn tables_on_request(&self) -> [Table; 2] {
        [on_request::nearest(self), on_request::prices(self)]
    }

    /// The gaps as a work list, longest first, with the share that is registered once they are
    /// closed in this order: the table of `gaps.csv`.
    pub fn work_list(&self) -> Table {
        left::work_list(self)
    }

    /// Every problem, file by file: the table of `problems.csv`.
    pub fn problem_list(&self) -> Table {
        problems::problems(self)
    }
}

/// The label of a value that writes itself as its name. Names of a `family` have labels of their
/// own; without one, a name has the label of the figure or column that is called so.
fn named(family: &str, value: &impl Serialize) -> Phrase {
    let name = serde_json::to_value(value).unwrap_or_default();
    let name = name.as_str().unwrap_or_default();
    let key = if family.is_empty() { name.to_owned() } else { format!("{family}.{name}") };
    Phrase::label(key)
}

fn stretch(section: &SectionId, from: Measure, to: Measure) -> Shows {
    Shows::Stretch { section: section.clone(), from, to }
}

fn shows(row: &Stretch) -> Shows {
    stretch(&row.section, row.span.from(), row.span.to())
}
