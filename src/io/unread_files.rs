//! Files that look like data but are not read.

use super::files::{FILES, TABLES, is_workbook};
use super::tables::Tables;
use crate::problem::{Problem, Problems, Source};
use crate::report::Report;

/// Warns of files that look like data but are not in the contract, lest a misspelt name be
/// silently ignored; what a report writes into the same folder is not. Where the file is missing
/// that one seems to be meant for, it counts as left out.
pub(super) fn strange_files(tables: &Tables<'_>, problems: &mut Problems) {
    const LIKE_DATA: [&str; 8] =
        [".csv", ".geojson", ".toml", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"];
    for name in &tables.folder.names() {
        // What a spreadsheet program lays beside a workbook while it has it open.
        let lock = name.starts_with("~$");
        let known = FILES.iter().chain(Report::FILES).any(|file| file == name);
        if lock || known || is_workbook(name) {
            continue;
        }
        if let Some(file) = meant_for(name).filter(|file| !tables.has(file)) {
            let or_book = if file.ends_with(".csv") { " nor a workbook of that table" } else { "" };
            let remedy = match other_workbook(name) {
                Some(kind) => format!(
                    "{kind} is not read: open it in the program that it comes from and save it as \
                     .xlsx or as CSV UTF-8; another name does not make it one"
                ),
                None => {
                    "rename it if that is what it is; Windows hides endings such as .txt until \
                         they are switched on"
                        .to_owned()
                }
            };
            let message = format!("not read, and there is no {file}{or_book}: {remedy}");
            problems.reject(Source::new(file, 0), Problem::in_file(name, message));
        } else if LIKE_DATA.iter().any(|end| name.to_lowercase().ends_with(end)) {
            let message = format!(
                "not a file of a data set, not read; those are {}; a table may be .xlsx instead of \
                 .csv, or a sheet of {}",
                FILES.join(", "),
                TABLES
            );
            let message = match other_workbook(name) {
                Some(kind) => {
                    format!("{message}; {kind} is not read: save it as .xlsx or as CSV UTF-8")
                }
                None => message,
            };
            problems.warn(Problem::in_file(name, message));
        }
    }
}

/// What kind of workbook a file is by its name, if it is one that is not read.
fn other_workbook(name: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 4] = [
        (".ods", "an OpenDocument workbook (.ods)"),
        (".xls", "an old workbook (.xls)"),
        (".xlsb", "a binary workbook (.xlsb)"),
        (".xlsm", "a workbook with macros (.xlsm)"),
    ];
    let name = name.to_lowercase();
    KINDS.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, kind)| kind)
}

/// The file of a data set whose name a file seems to misspell: `registrations.csv.txt`,
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
