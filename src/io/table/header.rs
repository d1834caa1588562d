//! The header of a table: its columns by name.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::data::Table;
use super::layout::Layout;
use crate::io::decode::EncodingError;
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
        self.columns = header_columns(source, names, shown, problems);
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
                "unknown column, not used; check its spelling".to_owned()
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
    names: impl Iterator<Item = Result<String, EncodingError>>,
    shown: impl Fn(&str) -> bool,
    problems: &mut Problems,
) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (i, name) in names.enumerate() {
        let name = match name {
            Ok(name) if name.is_empty() => continue,
            Ok(name) => name,
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
