//! What is wrong with a row, where, and what to do: every problem, not the first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

/// The most of a value that a problem repeats, in characters.
const SHOWN: usize = 80;

/// Where a record was read: a file of the data set and a line in it, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// The file's name.
    pub file: &'static str,
    /// The line on which the record starts.
    pub line: usize,
}

/// One thing that is wrong: where, what, and what to do about it.
///
/// Written out it is one line, as compilers write theirs:
///
/// ```
/// use border_coverage::Problem;
/// use border_coverage::problem::Source;
/// let source = Source { file: "registrations.csv", line: 7 };
/// let problem = Problem::at(source, "no marker 99: correct it").field("from").value("99+70 m");
/// assert_eq!(problem.to_string(), "registrations.csv:7 from `99+70 m`: no marker 99: correct it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, by name.
    pub file: String,
    /// The line, counted from 1; none for the file as a whole.
    pub line: Option<usize>,
    /// The column or property.
    pub field: Option<String>,
    /// What was written there, shortened; never what could name a person.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn in_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, field: None, value: None, message: message.into() }
    }

    /// A problem at a place.
    pub fn at(source: Source, message: impl Into<String>) -> Self {
        Self { line: Some(source.line), ..Self::in_file(source.file, message) }
    }

    /// The same, naming the column or property.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(shortened(field));
        self
    }

    /// The same, naming what was written.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(shortened(value));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What stands in a file may hold a line break; the line must not.
        let plain = |text: &str| text.replace(char::is_control, " ");
        f.write_str(&plain(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(field) = &self.field {
            write!(f, " {}", plain(field))?;
        }
        if let Some(value) = &self.value {
            write!(f, " `{}`", plain(value))?;
        }
        write!(f, ": {}", plain(&self.message))
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// All problems of a data set, and which rows had to be left out because of them.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// The files in the order in which they first had a problem: that of reading.
    files: Vec<String>,
    list: BTreeSet<(usize, Problem)>,
    left_out: BTreeSet<Source>,
    /// How a value stands in its file, where it is written otherwise once read.
    spellings: BTreeMap<(String, usize, String), String>,
    /// Features left out that share their line with one that was.
    beside: usize,
}

impl Problems {
    /// Adds a problem that costs no row.
    pub fn warn(&mut self, mut problem: Problem) {
        self.spell(&mut problem);
        let known = self.files.iter().position(|file| *file == problem.file);
        let rank = known.unwrap_or_else(|| {
            self.files.push(problem.file.clone());
            self.files.len() - 1
        });
        self.list.insert((rank, problem));
    }

    /// Remembers how a value stands in its file, for problems that are found only later.
    pub(crate) fn as_written(&mut self, source: Source, field: &str, text: &str) {
        let key = (source.file.to_owned(), source.line, field.to_owned());
        self.spellings.insert(key, text.to_owned());
    }

    /// Gives a problem the value as it stands in the file.
    fn spell(&self, problem: &mut Problem) {
        if let (Some(line), Some(field)) = (problem.line, &problem.field) {
            let key = (problem.file.clone(), line, field.clone());
            if let Some(text) = self.spellings.get(&key) {
                problem.value = Some(shortened(text));
            }
        }
    }

    /// Adds a problem for which the row at `source` is left out; a row counts once.
    pub fn reject(&mut self, source: Source, problem: Problem) {
        self.left_out.insert(source);
        self.warn(problem);
    }

    /// Adds the one problem for which a feature is left out. Features may share a line, so each
    /// counts.
    pub(crate) fn reject_feature(&mut self, source: Source, problem: Problem) {
        self.count_feature_left_out(source);
        self.warn(problem);
    }

    /// Counts a feature as left out for a problem already told.
    pub(crate) fn count_feature_left_out(&mut self, source: Source) {
        if !self.left_out.insert(source) {
            self.beside += 1;
        }
    }

    /// Counts a row as left out for a problem already told, such as a missing column.
    pub fn count_left_out(&mut self, source: Source) {
        self.left_out.insert(source);
    }

    /// All problems, file by file in the order of reading, then by line.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Problem> {
        self.list.iter().map(|(_, problem)| problem)
    }

    /// How many rows were left out.
    pub fn rows_left_out(&self) -> usize {
        self.left_out.len() + self.beside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shortened_at_a_character() {
        let problem = Problem::in_file("a.csv", "x").value(&"ộ".repeat(10_000_000));
        assert_eq!(problem.value.unwrap().chars().count(), SHOWN + 1);
    }

    #[test]
    fn a_problem_is_one_line_whatever_stands_in_the_file() {
        let source = Source { file: "a.csv", line: 2 };
        let problem = Problem::at(source, "no\nname").field("na\nme").value("x\r\ny");
        assert_eq!(problem.to_string(), "a.csv:2 na me `x  y`: no name");
    }

    #[test]
    fn a_row_with_two_problems_is_left_out_once() {
        let source = Source { file: "a.csv", line: 2 };
        let mut problems = Problems::default();
        problems.reject(source, Problem::at(source, "one"));
        problems.reject(source, Problem::at(source, "two"));
        assert_eq!((problems.iter().len(), problems.rows_left_out()), (2, 1));
    }
}
