//! The header of a table: its columns by name.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::data::Table;
use super::heads::column;
use super::layout::Layout;
use crate::io::decode::EncodingError;
use crate::io::suggest::meant;
use crate::problem::{Problem, Problems, Source};

impl Table {
    /// Takes the columns' names from a header, and says whether all required ones are there.
    pub(super) fn head(
        &mut self,
        source: Source,
        names: impl Iterator<Item = Result<String, EncodingError>>,
        layout: &Layout,
        more: &[&str],
        remedy: impl FnOnce() -> String,
        problems: &mut Problems,
    ) -> bool {
        // Where the header is missing, this is the first row, and its cells may name a person.
        let shown = |name: &str| layout.allows(name, more) || layout.personal.is_none();
        let names: Vec<_> = names.collect();
        let own = |name: &str| names.iter().flatten().any(|other| other == name);
        let meant_by = |head: &str, known: &BTreeMap<String, usize>| {
            column(head, layout, more, |name| own(name) || known.contains_key(name))
        };
        self.columns = header_columns(source, &names, meant_by, shown, problems);
        let missing = layout.required.iter().filter(|name| !self.columns.contains_key(**name));
        let missing: Vec<&str> = missing.copied().collect();
        let headed = missing.is_empty();
        for name in self.columns.keys().filter(|name| !layout.allows(name, more)) {
            let lower = name.to_lowercase();
            let message = if name.starts_with("sep=") {
                "this line is for spreadsheet programs: remove it, and declare the separator in \
                 dataset.toml"
                    .to_owned()
            } else if lower != *name && layout.allows(&lower, more) {
                format!("unknown column, not used; write it {lower}")
            } else {
                let names = [layout.required, layout.optional, more].concat();
                let left = names.iter().filter(|other| !self.columns.contains_key(**other));
                let hint = meant(name, left.map(|other| (*other, ""))).unwrap_or_default();
                format!("unknown column, not used; check its spelling{hint}")
            };
            let problem = Problem::at(source, message);
            problems.warn(if headed || shown(name) { problem.field(name) } else { problem });
        }
        if !headed {
            let message =
                format!("the column is missing, so no row of the file is used: {}", remedy());
            for column in missing {
                problems.warn(Problem::at(source, message.clone()).field(column));
            }
        }
        headed
    }
}

/// The columns by name.
fn header_columns(
    source: Source,
    names: &[Result<String, EncodingError>],
    meant_by: impl Fn(&str, &BTreeMap<String, usize>) -> Option<&'static str>,
    shown: impl Fn(&str) -> bool,
    problems: &mut Problems,
) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        let name = match name {
            Ok(name) if name.is_empty() => continue,
            Ok(head) => meant_by(head, &columns).unwrap_or(head).to_owned(),
            Err(error) => {
                problems.warn(Problem::at(source, error.to_string()));
                continue;
            }
        };
        match columns.entry(name) {
            Entry::Occupied(taken) => {
                let name = taken.key();
                let problem = Problem::at(source, "the column stands twice: the first one is used");
                problems.warn(if shown(name) { problem.field(name) } else { problem });
            }
            Entry::Vacant(free) => {
                free.insert(i);
            }
        }
    }
    columns
}
