//! The sound data set, ways to damage it, and what must hold whatever the damage.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use border_coverage::io::ReadError;
use border_coverage::ledger::Account;
use border_coverage::{DataSet, Length, Problem, Report};
use serde_json::{Map, Value};

/// The fixtures.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A data set in memory, file by file.
#[derive(Clone)]
pub(crate) struct Set {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// The sound data set.
pub(crate) fn sound() -> Set {
    let folder = std::fs::read_dir(fixtures().join("sound")).unwrap();
    let read = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, std::fs::read(entry.path()).unwrap())
    };
    Set { files: folder.map(|entry| read(entry.unwrap())).collect() }
}

impl Set {
    /// With a file of its own.
    pub(crate) fn whole(mut self, file: &str, content: impl AsRef<[u8]>) -> Self {
        self.files.insert(file.to_owned(), content.as_ref().to_owned());
        self
    }

    /// With a file from the fixtures.
    pub(crate) fn fixture(self, file: &str, fixture: &str) -> Self {
        let content = std::fs::read(fixtures().join(fixture)).unwrap();
        self.whole(file, content)
    }

    pub(crate) fn remove(mut self, file: &str) -> Self {
        self.files.remove(file).unwrap();
        self
    }

    pub(crate) fn text(&self, file: &str) -> &str {
        std::str::from_utf8(&self.files[file]).unwrap()
    }

    /// With another line in the place of line `n`, counted from 1.
    pub(crate) fn line(self, file: &str, n: usize, text: impl AsRef<[u8]>) -> Self {
        let mut lines: Vec<&[u8]> = self.files[file].split(|&b| b == b'\n').collect();
        lines[n - 1] = text.as_ref();
        let content = lines.join(&b'\n');
        self.whole(file, content)
    }

    /// With one more row.
    pub(crate) fn plus(self, file: &str, row: &str) -> Self {
        let content = format!("{}{row}\n", self.text(file));
        self.whole(file, content)
    }

    /// Without some lines; the others keep their numbers.
    pub(crate) fn without(self, file: &str, lines: &[usize]) -> Self {
        lines.iter().fold(self, |set, &n| set.line(file, n, ""))
    }

    /// With `new` for the one `old` in a file.
    pub(crate) fn swap(self, file: &str, old: &str, new: &str) -> Self {
        assert_eq!(self.text(file).matches(old).count(), 1, "{old} in {file}");
        let content = self.text(file).replace(old, new);
        self.whole(file, content)
    }

    pub(crate) fn folder(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, content) in &self.files {
            std::fs::write(folder.path().join(file), content).unwrap();
        }
        folder
    }

    /// Read from memory.
    pub(crate) fn read(&self) -> Result<DataSet, ReadError> {
        DataSet::from_files(self.files.clone())
    }

    pub(crate) fn report(&self) -> Result<Report, ReadError> {
        DataSet::read(self.folder().path())?.report(None, None)
    }
}

/// One problem that must be told: file, line (0: of the file as a whole), field, how the value
/// begins, and words of the message, separated by `|`.
pub(crate) type Told<'a> = (&'a str, usize, &'a str, &'a str, &'a str);

fn is(problem: &Problem, (file, line, field, value, words): Told<'_>) -> bool {
    let starts = |text: &Option<String>, start: &str| match text {
        Some(text) => !start.is_empty() && text.starts_with(start),
        None => start.is_empty(),
    };
    problem.file == file
        && problem.line.unwrap_or(0) == line
        && problem.field.as_deref().unwrap_or("") == field
        && starts(&problem.value, value)
        && words.split('|').all(|word| problem.message.contains(word))
}

/// Asserts that exactly these problems are told, that so many rows are left out, and that all
/// other figures are those of `like`: what is sound is used.
#[track_caller]
pub(crate) fn tells(set: &Set, told: &[Told<'_>], left_out: usize, like: &Set) {
    let report = set.report().unwrap();
    for &one in told {
        assert!(report.problems.iter().any(|p| is(p, one)), "{one:?} in {:#?}", report.problems);
    }
    assert_eq!(report.problems.len(), told.len(), "{:#?}", report.problems);
    assert_eq!(report.rows_left_out, left_out, "{:#?}", report.problems);
    assert!(report.problems.iter().all(|p| p.value.iter().all(|v| v.chars().count() <= 81)));
    for ((name, ours), (_, theirs)) in
        figures(&report).iter().zip(figures(&like.report().unwrap()).iter())
    {
        assert_eq!(ours, theirs, "{name}");
    }
    closes(&report);
    is_written(&report);
}

/// Asserts that the data set cannot be used, and that the error says so in these words.
#[track_caller]
pub(crate) fn refuses(set: &Set, words: &[&str]) {
    let error = set.report().unwrap_err().to_string();
    assert!(error.len() < 2_000, "{} bytes", error.len());
    for word in words {
        assert!(error.contains(word), "`{word}` in `{error}`");
    }
}

/// The report without what is wrong, and without what rows are called where they lie on each other.
fn figures(report: &Report) -> Map<String, Value> {
    let Value::Object(mut map) = serde_json::to_value(report).unwrap() else { unreachable!() };
    assert!(map.remove("problems").is_some() && map.remove("rows_left_out").is_some());
    for row in map["conflicts"]["rows"].as_array_mut().unwrap() {
        assert!(row.as_object_mut().unwrap().remove("registrations").is_some());
    }
    map
}

/// Asserts the identities of the contract.
#[track_caller]
pub(crate) fn closes(report: &Report) {
    let line = &report.line;
    let sections = || report.sections.iter().map(|row| &row.account);
    for c in sections().chain(report.areas.iter().filter_map(|a| a.account.as_ref())) {
        assert_eq!(c.once() + c.shared(), c.registered());
        assert_eq!(c.registered() + c.unregistered(), c.total());
        assert!(c.recognised() <= c.registered());
    }
    let sum = |lengths: &mut dyn Iterator<Item = Length>| lengths.fold(Length::ZERO, |a, b| a + b);
    assert_eq!(sum(&mut sections().map(Account::total)), line.total());
    assert_eq!(sum(&mut sections().map(Account::registered)), line.registered());
    assert_eq!(sum(&mut report.gaps.iter().map(|g| g.stretch.length())), line.unregistered());
    assert_eq!(sum(&mut report.overlaps.iter().map(|o| o.span.length())), line.shared());
    assert_eq!(sum(&mut report.villages.iter().map(|v| v.sole)), line.once());
    assert_eq!(sum(&mut report.map.stretches.iter().map(|s| s.at.length())), line.total());
    let shared = report.conflicts.rows.iter().filter(|row| row.villages.len() > 1);
    assert_eq!(sum(&mut shared.map(|row| row.stretch.length())), line.shared());
    for row in &report.conflicts.rows {
        for resolution in &row.resolutions {
            let mut awarded = resolution.awards.iter().map(|award| award.span.length());
            assert_eq!(sum(&mut awarded) + resolution.undecided, row.stretch.length());
            assert_eq!(resolution.price.once + resolution.price.shared, Length::ZERO);
        }
    }
    for policy in &report.conflicts.outcomes {
        assert_eq!(policy.decided + policy.undecided, line.shared());
        assert_eq!(policy.line.once() + policy.line.shared(), line.registered());
    }
    assert_eq!(report.markers.registered + report.markers.unregistered.len(), report.markers.total);
    assert_eq!(report.works.registered + report.works.unregistered.len(), report.works.total);
    assert_eq!(report.collectives, report.villages.len());
}

/// Asserts that the report can be written, and that as much is read back.
#[track_caller]
pub(crate) fn is_written(report: &Report) {
    let out = tempfile::tempdir().unwrap();
    report.write(out.path()).unwrap();
    let json = |file: &str| -> Value {
        serde_json::from_slice(&std::fs::read(out.path().join(file)).unwrap()).unwrap()
    };
    assert_eq!(json("report.json")["rows_left_out"], report.rows_left_out);
    assert!(json("map.geojson")["features"].as_array().unwrap().len() >= report.gaps.len());
    assert_eq!(cells(&out.path().join("problems.csv")).len(), report.problems.len());
    assert_eq!(cells(&out.path().join("gaps.csv")).len(), report.gaps.len());
}

/// The cells of a CSV file, row by row, without its header.
pub(crate) fn cells(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn the_sound_set_has_no_problem() {
    tells(&sound(), &[], 0, &sound());
    let report = sound().report().unwrap();
    assert_eq!(report.line.total(), Length::from_mm(44_500_000));
    assert_eq!(report.line.shared(), Length::from_mm(4_500_000));
    assert_eq!((report.markers.registered, report.keepers.people), (3, 16));
}
