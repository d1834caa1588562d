//! Faults in the data, all of them: where they are, what is wrong, and what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

/// The most problems that are alike and still listed one by one.
const ALIKE: usize = 10;

/// Values are shortened to this many characters.
const SHOWN: usize = 80;

/// Where a record was read: a file, by name, a line in it, and of a map file the feature.
///
/// ```
/// use border_coverage::problem::Source;
/// let source = Source::new("registrations.csv", 7);
/// assert_eq!(source.to_string(), "registrations.csv:7");
/// assert_eq!(Source::named(&String::from("registrations.csv"), 7), Ok(source));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// The file's name.
    pub file: &'static str,
    /// The line on which the record starts, counted from 1; 0 for the file as a whole.
    pub line: usize,
    /// The feature of a GeoJSON file, counted from 1, as several may share a line; 0 for a row.
    #[serde(skip_serializing_if = "is_zero")]
    pub feature: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Why a file name cannot be kept in a [`Source`].
///
/// ```
/// use border_coverage::problem::{Source, SourceError};
/// assert_eq!(Source::named(&"x".repeat(300), 1), Err(SourceError::TooLong(300)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// More than 255 bytes.
    #[error("a file name has at most {MAX_NAME_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// More than 1,024 different names in one process.
    #[error("sources name more than {MAX_NAMES} different files: leave the sources out")]
    TooMany,
}

/// The longest file name, in bytes: that of most file systems.
const MAX_NAME_BYTES: usize = 255;

/// The most file names that a process keeps for sources; together at most 256 KiB.
const MAX_NAMES: usize = 1_024;

/// The file names of decoded sources. They are never freed, so that every record holds a source
/// of 24 bytes that copies without counting references. A data set has some twenty names.
static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Source {
    /// A line of a file whose name is known when the program is compiled.
    #[must_use]
    pub const fn new(file: &'static str, line: usize) -> Self {
        Self { file, line, feature: 0 }
    }

    /// The same, of one feature.
    #[must_use]
    pub const fn of_feature(self, number: usize) -> Self {
        Self { feature: number, ..self }
    }

    /// A line of a file of any name. The process keeps each name for good, once.
    ///
    /// # Errors
    /// When the name has more than 255 bytes, or is the 1,025th.
    pub fn named(file: &str, line: usize) -> Result<Self, SourceError> {
        if file.len() > MAX_NAME_BYTES {
            return Err(SourceError::TooLong(file.len()));
        }
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = names.get(file) {
            return Ok(Self::new(known, line));
        }
        if names.len() == MAX_NAMES {
            return Err(SourceError::TooMany);
        }
        let file: &'static str = Box::leak(Box::from(file));
        names.insert(file);
        Ok(Self::new(file, line))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl<'de> Deserialize<'de> for Source {
    /// Through [`Source::named`]. Derived, it would borrow the name from the input for good.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename = "Source")]
        struct Raw {
            file: String,
            line: usize,
            #[serde(default)]
            feature: usize,
        }
        let Raw { file, line, feature } = Raw::deserialize(deserializer)?;
        let source = Self::named(&file, line).map_err(D::Error::custom)?;
        Ok(source.of_feature(feature))
    }
}

/// A fault in the data: where it is, what is wrong, and what to do about it.
///
/// Displayed as one line, like the messages of compilers:
///
/// ```
/// use border_coverage::Problem;
/// use border_coverage::problem::Source;
/// let source = Source::new("registrations.csv", 7);
/// let problem = Problem::at(source, "no marker 99: correct it").field("from").value("99+70 m");
/// assert_eq!(problem.to_string(), "registrations.csv:7 from `99+70 m`: no marker 99: correct it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// The file, by name.
    pub file: String,
    /// The line, counted from 1; none for the file as a whole.
    pub line: Option<usize>,
    /// The column or property.
    pub field: Option<String>,
    /// The value found there, shortened; never one that could name a person.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A problem of a file as a whole.
    #[must_use]
    pub fn in_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, field: None, value: None, message: message.into() }
    }

    /// A problem of one line; that of a feature names it, as several may share the line.
    #[must_use]
    pub fn at(source: Source, message: impl Into<String>) -> Self {
        let message = match source.feature {
            0 => message.into(),
            number => format!("feature {number}: {}", message.into()),
        };
        Self { line: Some(source.line), ..Self::in_file(source.file, message) }
    }

    /// The same problem, of a column or property.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(shortened(field));
        self
    }

    /// The same problem, with the value found.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(shortened(value));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value may contain a line break; the message must not.
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

/// All problems of a data set, and the number of rows left out because of them.
///
/// ```
/// use border_coverage::Problem;
/// use border_coverage::problem::{Problems, Source};
/// let row = Source::new("villages.csv", 3);
/// let mut problems = Problems::default();
/// problems.reject(row, Problem::at(row, "no name: add it"));
/// problems.warn(Problem::in_file("markers.csv", "no markers"));
/// assert_eq!((problems.iter().len(), problems.rows_left_out()), (2, 1));
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "RawProblems", into = "RawProblems")]
pub struct Problems {
    /// The files in the order of their first problems, which is the order of reading.
    files: Vec<String>,
    list: BTreeSet<(usize, Problem)>,
    left_out: BTreeSet<Source>,
    /// The spelling of a value in its file, by file, line and field, where reading changes it.
    spellings: BTreeMap<(String, usize, String), String>,
}

/// Problems as they are serialised. Spellings only serve problems found while reading.
#[derive(Serialize, Deserialize)]
struct RawProblems {
    problems: Vec<Problem>,
    #[serde(default)]
    left_out: Vec<Source>,
}

impl From<RawProblems> for Problems {
    fn from(raw: RawProblems) -> Self {
        let mut problems = Self::default();
        raw.problems.into_iter().for_each(|problem| problems.warn(problem));
        raw.left_out.into_iter().for_each(|source| problems.count_left_out(source));
        problems
    }
}

impl From<Problems> for RawProblems {
    fn from(problems: Problems) -> Self {
        Self {
            problems: problems.list.into_iter().map(|(_, problem)| problem).collect(),
            left_out: problems.left_out.into_iter().collect(),
        }
    }
}

impl Problems {
    /// Adds a problem for which no row is left out.
    pub fn warn(&mut self, mut problem: Problem) {
        self.spell(&mut problem);
        let known = self.files.iter().position(|file| *file == problem.file);
        let rank = known.unwrap_or_else(|| {
            self.files.push(problem.file.clone());
            self.files.len() - 1
        });
        self.list.insert((rank, problem));
    }

    /// Remembers the spelling of a value in its file, for problems found later.
    pub(crate) fn as_written(&mut self, source: Source, field: &str, text: &str) {
        let key = (source.file.to_owned(), source.line, field.to_owned());
        self.spellings.insert(key, text.to_owned());
    }

    /// Gives a problem its value in the spelling of the file.
    fn spell(&self, problem: &mut Problem) {
        if let (Some(line), Some(field)) = (problem.line, &problem.field) {
            let key = (problem.file.clone(), line, field.clone());
            if let Some(text) = self.spellings.get(&key) {
                problem.value = Some(shortened(text));
            }
        }
    }

    /// Adds a problem for which the row at `source` is left out. A row counts once.
    pub fn reject(&mut self, source: Source, problem: Problem) {
        self.left_out.insert(source);
        self.warn(problem);
    }

    /// Counts a row as left out for a problem already reported, such as a missing column.
    pub fn count_left_out(&mut self, source: Source) {
        self.left_out.insert(source);
    }

    /// All problems, by file in the order of reading, then by line.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Problem> {
        self.list.iter().map(|(_, problem)| problem)
    }

    /// All problems, those that more than ten rows of a file share folded into one: at the first of
    /// these rows, with its value, the number of the others, and the line of the last. The cause of
    /// many comes before them, since files are read in the order in which they depend on each other.
    #[must_use]
    pub fn folded(&self) -> Vec<Problem> {
        let key = |problem: &Problem| {
            (problem.file.clone(), problem.field.clone(), problem.message.clone())
        };
        let mut alike: BTreeMap<_, (usize, Option<usize>)> = BTreeMap::new();
        for problem in self.iter() {
            let (count, last) = alike.entry(key(problem)).or_default();
            *count += 1;
            *last = (*last).max(problem.line);
        }
        let mut folded: Vec<Problem> = Vec::new();
        for problem in self.iter() {
            match alike.get_mut(&key(problem)) {
                Some((count, Some(last))) if *count > ALIKE => {
                    let message = format!(
                        "{}; so it is with {} rows more, the last on line {last}",
                        problem.message,
                        *count - 1
                    );
                    folded.push(Problem { message, ..problem.clone() });
                    *count = 0;
                }
                Some((0, _)) => {}
                _ => folded.push(problem.clone()),
            }
        }
        folded
    }

    /// The number of rows left out.
    pub fn rows_left_out(&self) -> usize {
        self.left_out.len()
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
    fn a_problem_is_one_line_even_if_its_value_is_not() {
        let source = Source::new("a.csv", 2);
        let problem = Problem::at(source, "no\nname").field("na\nme").value("x\r\ny");
        assert_eq!(problem.to_string(), "a.csv:2 na me `x  y`: no name");
    }

    #[test]
    fn a_row_with_two_problems_is_left_out_once() {
        let source = Source::new("a.csv", 2);
        let mut problems = Problems::default();
        problems.reject(source, Problem::at(source, "one"));
        problems.reject(source, Problem::at(source, "two"));
        assert_eq!((problems.iter().len(), problems.rows_left_out()), (2, 1));
    }

    #[test]
    fn problems_alike_fold_into_one_and_all_rows_count() {
        let mut problems = Problems::default();
        for line in 2..=12 {
            let source = Source::new("a.csv", line);
            problems
                .reject(source, Problem::at(source, "none").field("x").value(&line.to_string()));
        }
        let other = Source::new("a.csv", 5);
        problems.reject(other, Problem::at(other, "none").field("y"));
        let folded = problems.folded();
        assert_eq!((folded.len(), problems.iter().len(), problems.rows_left_out()), (2, 12, 11));
        assert_eq!(folded[0].value.as_deref(), Some("2"));
        assert_eq!(folded[0].message, "none; so it is with 10 rows more, the last on line 12");
        let mut few = Problems::default();
        for line in 2..=11 {
            few.warn(Problem::at(Source::new("a.csv", line), "none"));
        }
        assert_eq!(few.folded().len(), 10);
    }

    #[test]
    fn problems_come_back_from_json() {
        let [first, second] = [9, 2].map(|line| Source::new("b.csv", line));
        let mut problems = Problems::default();
        problems.reject(first, Problem::at(first, "one").field("x").value("y"));
        problems.warn(Problem::in_file("a.csv", "two"));
        problems.reject(second.of_feature(1), Problem::at(second.of_feature(1), "three"));
        problems.count_left_out(second.of_feature(2));
        let json = serde_json::to_string(&problems).unwrap();
        let decoded: Problems = serde_json::from_str(&json).unwrap();
        assert!(decoded.iter().eq(problems.iter()));
        assert_eq!(decoded.rows_left_out(), 3);
        assert_eq!(decoded.left_out, problems.left_out);
    }

    #[test]
    fn a_decoded_source_keeps_any_name_once() {
        let json = r#"{"file":"decoded-only.csv","line":3}"#;
        let [a, b]: [Source; 2] = [json, json].map(|json| serde_json::from_str(json).unwrap());
        assert_eq!(a, Source::new("decoded-only.csv", 3));
        assert!(std::ptr::eq(a.file, b.file));
        assert_eq!(serde_json::to_string(&a).unwrap(), json);
        let long = format!(r#"{{"file":"{}","line":3}}"#, "x".repeat(256));
        assert!(serde_json::from_str::<Source>(&long).is_err());
    }
}
