//! Files to values and back: a folder in, a folder out, every problem with file, line and field.

mod admin_files;
mod border_file;
mod collection;
mod days;
mod drawn_file;
mod folder;
mod lists;
mod marker_files;
mod registration_file;
mod registry_files;
mod report;
mod settings;
mod survey_files;
mod table;
mod text;
#[cfg_attr(not(feature = "xlsx"), path = "no_workbook.rs")]
mod workbook;
mod write;

pub use report::ReportOptions;
pub use write::WriteError;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use thiserror::Error;

use crate::border::{AddressError, Border};
use crate::id::SurveyId;
use crate::problem::{Problem, Problems, Source};
use crate::registry::Registry;
use crate::report::{CsvStyle, Report, ReportError};
use folder::Folder;
use settings::Settings;

/// The files of a data set; another file that looks like data is told as a problem.
const FILES: [&str; 16] = [
    settings::FILE,
    "border.geojson",
    "surveys.csv",
    "markers.csv",
    "markers.geojson",
    "controls.csv",
    "areas.csv",
    "jurisdictions.csv",
    "villages.csv",
    "villages.geojson",
    "registrations.csv",
    "registrations.geojson",
    "keepers.csv",
    "works.csv",
    "groups.csv",
    "commendations.csv",
];

/// Why a data set cannot be read, or not reported on.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The folder is not there.
    #[error("{folder}: no such folder; give the folder that holds border.geojson")]
    NoFolder {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// The one required file is not there.
    #[error("{folder}: border.geojson is missing; it is the one file that a data set must have")]
    NoBorder {
        /// The folder read.
        folder: PathBuf,
    },
    /// The system cannot read a file.
    #[error("{path}: {reason}; check that it is a file that may be read")]
    System {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A file on which all others depend cannot be used.
    #[error("{}: {message}", place(.file, *.line, .field.as_deref()))]
    Unusable {
        /// The file.
        file: &'static str,
        /// The line, where known.
        line: Option<usize>,
        /// The key at fault.
        field: Option<String>,
        /// What is wrong and what to do.
        message: String,
    },
    /// No section can be used.
    #[error("border.geojson: no section of the line can be used{}", causes(.problems))]
    NoSection {
        /// What is wrong with them.
        problems: Vec<Problem>,
    },
    /// The survey to report in is not there.
    #[error("no survey is called {survey}: there are {}{}", .known.join(", "), listed(.problems))]
    UnknownSurvey {
        /// The survey asked for.
        survey: SurveyId,
        /// Those there are.
        known: Vec<String>,
        /// Problems of surveys.csv, which may be why.
        problems: Vec<Problem>,
    },
    /// The survey to report in lacks a section.
    #[error("{reason}{}", listed(.problems))]
    Incomplete {
        /// Which survey lacks which section.
        reason: AddressError,
        /// Problems of surveys.csv, which may be why.
        problems: Vec<Problem>,
    },
    /// The state to compare with cannot be reported on.
    #[error("the state to compare with: {0}")]
    Before(Box<ReadError>),
    /// Accounts that do not close.
    #[error("{0}")]
    Report(#[from] ReportError),
}

/// A place in a file, as errors begin.
fn place(file: &str, line: Option<usize>, field: Option<&str>) -> String {
    let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
    let field = field.map(|field| format!(", {field}")).unwrap_or_default();
    format!("{file}{line}{field}")
}

/// Why no section can be used.
fn causes(problems: &[Problem]) -> String {
    if problems.iter().any(|problem| problem.file == "border.geojson") {
        listed(problems)
    } else {
        ": it has no feature; draw each section as a LineString with a property section".to_owned()
    }
}

/// Problems below one another.
fn listed(problems: &[Problem]) -> String {
    let one =
        |p: &Problem| format!("\n  {}: {}", place(&p.file, p.line, p.field.as_deref()), p.message);
    problems.iter().map(one).collect()
}

/// The bytes of a file of the folder; none where there is no such file.
fn read_file(folder: &Path, file: &str) -> Result<Option<Vec<u8>>, ReadError> {
    let path = folder.join(file);
    // A pipe would be waited for for ever.
    if std::fs::metadata(&path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        let reason = std::io::Error::other("it is no file, but a pipe or a device");
        return Err(ReadError::System { path, reason });
    }
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => match std::fs::symlink_metadata(&path) {
            Ok(_) => {
                let reason =
                    std::io::Error::new(e.kind(), "it is a link to a file that is not there");
                Err(ReadError::System { path, reason })
            }
            Err(_) => Ok(None),
        },
        Err(reason) => Err(ReadError::System { path, reason }),
    }
}

/// A folder of data, read: the border, what is registered, and all that is wrong.
///
/// ```no_run
/// use border_coverage::DataSet;
/// let data = DataSet::read("data/dien_bien")?;
/// let report = data.report(None, None)?;
/// assert_eq!(report.line.registered_mm.to_string(), "365.861 km");
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct DataSet {
    settings: Settings,
    border: Border,
    registry: Registry,
    problems: Problems,
}

impl DataSet {
    /// Reads a folder. What can be used is, and each problem tells file, line, field and remedy.
    /// Tables may be workbooks where the feature `xlsx` is on.
    ///
    /// # Errors
    /// When the folder or `border.geojson` is missing, `dataset.toml` cannot be used, the border
    /// has no usable section, or the system cannot read a file.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, ReadError> {
        let folder = folder.as_ref();
        if !folder.is_dir() {
            return Err(ReadError::NoFolder { folder: folder.to_owned() });
        }
        let mut problems = Problems::default();
        let problems_so_far = &mut problems;
        let settings = Settings::read(folder, problems_so_far)?;
        let mut border = border_file::border(folder, problems_so_far)?;
        let tables = Folder::open(folder, problems_so_far)?;
        let tables = &tables;
        marker_files::markers(tables, &settings, &mut border, problems_so_far)?;
        let made = survey_files::surveys(tables, &settings, &mut border, problems_so_far)?;
        let areas = admin_files::areas(tables, &settings, problems_so_far)?;
        let mut registry = Registry::new(areas, settings.survey.clone());
        admin_files::jurisdictions(tables, &settings, &mut registry, problems_so_far)?;
        admin_files::villages(tables, &settings, &border, &mut registry, problems_so_far)?;
        registration_file::written(tables, &settings, &border, &mut registry, problems_so_far)?;
        registry_files::registry(tables, &settings, &border, &mut registry, problems_so_far)?;
        drawn_file::drawn(tables, &settings, &mut registry, problems_so_far)?;
        days::tell_years_apart(&registry, &made, problems_so_far);
        days::tell_before_surveys(&border, &registry, problems_so_far);
        strange_files(tables, problems_so_far);
        Ok(Self { settings, border, registry, problems })
    }

    /// The border.
    pub fn border(&self) -> &Border {
        &self.border
    }

    /// What is registered.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What was wrong when reading; a report adds what turns out only when addresses are placed.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    /// What the data set is called.
    pub fn title(&self) -> &str {
        &self.settings.title
    }

    /// The survey to report in where no other is asked for.
    pub fn survey(&self) -> &SurveyId {
        &self.settings.survey
    }

    /// How its CSV files are written.
    pub fn csv_style(&self) -> CsvStyle {
        CsvStyle { mark: self.settings.mark, separator: self.settings.separator }
    }

    /// The day to report on where no other is asked for: the one of `dataset.toml`, or else the
    /// latest day since which something is kept or promised; none where nothing is.
    pub fn date(&self) -> Option<Date> {
        self.settings.date.or_else(|| days::latest(&self.registry))
    }
}

/// Files that look like data but are none of the contract's are told, lest a misspelt name be
/// silently ignored; what a report writes into the same folder is not. Where the file is missing
/// that one seems to be meant for, it counts as left out.
fn strange_files(folder: &Folder<'_>, problems: &mut Problems) {
    const LIKE_DATA: [&str; 8] =
        [".csv", ".geojson", ".toml", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"];
    let Ok(entries) = std::fs::read_dir(folder.path) else { return };
    let files = entries.flatten().filter(|entry| !entry.path().is_dir());
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let names: Vec<String> = names.collect();
    for name in &names {
        // What a spreadsheet program lays beside a workbook while it has it open.
        let lock = name.starts_with("~$");
        let known = FILES.iter().chain(Report::FILES).any(|file| file == name);
        if lock || known || folder::is_workbook(name) {
            continue;
        }
        if let Some(file) = meant_for(name).filter(|file| !folder.has(file)) {
            let or_book = if file.ends_with(".csv") { " nor a workbook of that table" } else { "" };
            let message = format!(
                "not read, and there is no {file}{or_book}: rename it if that is what it is; \
                 Windows hides endings such as .txt until they are switched on"
            );
            problems.leave_out(Source { file, line: 0 }, Problem::in_file(name, message));
        } else if LIKE_DATA.iter().any(|end| name.to_lowercase().ends_with(end)) {
            let message = format!(
                "not a file of a data set, not read; those are {}; a table may be .xlsx instead of \
                 .csv, or a sheet of {}",
                FILES.join(", "),
                folder::TABLES
            );
            problems.note(Problem::in_file(name, message));
        }
    }
}

/// The file of a data set that a file of another name seems to be meant for: `registrations.csv.txt`,
/// `Registration.csv`, `registrations (1).csv`, `registrations - Copy.csv`.
fn meant_for(name: &str) -> Option<&'static str> {
    const ENDINGS: [&str; 17] = [
        ".csv",
        ".txt",
        ".tsv",
        ".toml",
        ".geojson",
        ".json",
        ".bak",
        ".old",
        ".orig",
        ".tmp",
        ".part",
        ".crdownload",
        ".xls",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".ods",
    ];
    let name = name.to_lowercase();
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || c == '~');
    let (start, endings) = name.split_at(name.find('.').unwrap_or(name.len()));
    if !endings.is_empty() && !ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let meant = |file: &&str| {
        let (stem, _) = file.split_once('.').unwrap_or((file, ""));
        let rest = start.strip_prefix(stem.strip_suffix('s').unwrap_or(stem));
        let rest = rest.map(|rest| rest.strip_prefix('s').unwrap_or(rest));
        let is_copy = |rest: &str| {
            let mark = |c: char| c.is_ascii_digit() || " ()-_".contains(c);
            ["", "copy"].contains(&rest.trim_matches(mark))
        };
        rest.is_some_and(is_copy)
    };
    let all = || FILES.into_iter().filter(meant);
    let drawn = endings.contains("json");
    all().find(|file| file.ends_with("json") == drawn).or_else(|| all().next())
}
