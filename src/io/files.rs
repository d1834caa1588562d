//! The names of the files of a data set.

/// The settings of the whole folder.
pub(super) const SETTINGS: &str = "dataset.toml";

/// The workbook that may hold all tables.
pub(super) const TABLES: &str = "tables.xlsx";

/// The files of a data set. Any other file that looks like data is reported as a problem.
pub(super) const FILES: [&str; 16] = [
    SETTINGS,
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

/// The tables of a data set, without an ending.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().filter_map(|file| file.strip_suffix(".csv"))
}

/// Whether a sheet of the workbook of tables is called as one of them.
pub(super) fn is_table(sheet: &str) -> bool {
    tables().any(|table| is_called(sheet, table))
}

/// Whether a sheet is called as a table is.
pub(super) fn is_called(sheet: &str, table: &str) -> bool {
    let name = sheet.trim().to_ascii_lowercase();
    name.strip_suffix(".csv").unwrap_or(&name) == table
}

/// Whether a file's name is that of a table, or of all, as a workbook.
pub(super) fn is_workbook(file: &str) -> bool {
    let table = file.strip_suffix(".xlsx");
    file == TABLES || table.is_some_and(|table| tables().any(|other| other == table))
}
