//! The names under which a table may be found in a folder.

/// The names that a table may have in a folder, as problems give them.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) csv: &'static str,
    /// Of what is drawn.
    pub(super) geojson: &'static str,
    pub(super) xlsx: &'static str,
    /// What a sheet that holds the table may be called.
    pub(super) sheets: [&'static str; 2],
    /// Such a sheet among others in a workbook of the table's own.
    pub(super) of_own: [&'static str; 2],
    pub(super) of_tables: [&'static str; 2],
}

impl Names {
    /// All names of a table in a folder; `names!` writes them down.
    pub(super) const fn new(
        csv: &'static str,
        geojson: &'static str,
        xlsx: &'static str,
        sheets: [&'static str; 2],
        of_own: [&'static str; 2],
        of_tables: [&'static str; 2],
    ) -> Self {
        Self { csv, geojson, xlsx, sheets, of_own, of_tables }
    }

    /// Whether a problem's file is this table, wherever it was found.
    pub(super) fn include(&self, file: &str) -> bool {
        [self.csv, self.xlsx].contains(&file)
            || self.of_own.contains(&file)
            || self.of_tables.contains(&file)
    }

    /// Which of the sheets are called as the table is; the name without an ending goes first.
    pub(super) fn among(&self, sheets: &[String]) -> Vec<(usize, String)> {
        // Names of sheets in a spreadsheet do not differ by capitals alone.
        let called = |name: &str| sheets.iter().find(|s| s.trim().eq_ignore_ascii_case(name));
        let found = self.sheets.iter().enumerate();
        found.filter_map(|(i, name)| Some((i, called(name)?.clone()))).collect()
    }
}

/// The names of a table.
macro_rules! names {
    ($table:literal) => {
        $crate::io::names::Names::new(
            concat!($table, ".csv"),
            concat!($table, ".geojson"),
            concat!($table, ".xlsx"),
            [$table, concat!($table, ".csv")],
            [
                concat!($table, ".xlsx, sheet ", $table),
                concat!($table, ".xlsx, sheet ", $table, ".csv"),
            ],
            [
                concat!("tables.xlsx, sheet ", $table),
                concat!("tables.xlsx, sheet ", $table, ".csv"),
            ],
        )
    };
}
pub(super) use names;
