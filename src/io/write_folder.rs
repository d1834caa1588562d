//! A data set made in code, and a data set as a folder.

use std::path::Path;
use std::sync::Arc;

use thiserror::Error;

use super::data_set::DataSet;
use super::files::{FILES, is_workbook};
use super::folder::{File, Folder};
use super::settings::Settings;
use super::write::{WriteError, whole};
use super::{
    admin_files, border_file, drawn_file, marker_files, registration_file, registry_files,
    survey_out,
};
use crate::border::Border;
use crate::problem::{Problem, Problems};
use crate::registry::Registry;

/// Why a data set cannot be written: the files of a folder cannot hold something that is in it.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the data set cannot be written so that it reads back equal:{}", listed(.problems))]
pub struct UnwritableError {
    /// What cannot be written, by file and column.
    pub problems: Vec<Problem>,
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

impl From<Problem> for UnwritableError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

/// Why a data set was not written into a folder.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteFolderError {
    /// The files cannot hold something that is in it.
    #[error(transparent)]
    Unwritable(#[from] UnwritableError),
    /// The system cannot write, or the folder holds another data set.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl DataSet {
    /// A data set of a border and a registry made in code. It has no problems, and its survey is
    /// the registry's base survey.
    ///
    /// ```
    /// use border_coverage::io::Settings;
    /// use border_coverage::{Border, DataSet, Polyline, Registry, Section, SectionId};
    /// use border_coverage::{Village, VillageId};
    /// use geo_types::line_string;
    /// let line = Polyline::try_from(&line_string![(x: 4.0, y: 52.0), (x: 4.1, y: 52.0)])?;
    /// let border = Border::new(vec![Section::new(SectionId::new("dyke")?, None, line)])?;
    /// let mut registry = Registry::default();
    /// registry.add_village(Village::new(VillageId::new("west")?, "West"))?;
    /// let data = DataSet::new(border, registry, Settings::new("Dykes"));
    ///
    /// let files = data.to_files()?;
    /// let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    /// assert_eq!(names, ["dataset.toml", "border.geojson", "villages.csv"]);
    /// assert_eq!(DataSet::from_files(files)?.registry().villages()[0].name, "West");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        border: impl Into<Arc<Border>>,
        registry: impl Into<Arc<Registry>>,
        mut settings: Settings,
    ) -> Self {
        let (border, registry) = (border.into(), registry.into());
        settings.survey = registry.base_survey().clone();
        settings.tolerance = border.tolerance();
        Self { settings, border, registry, problems: Problems::default() }
    }

    /// The files of a folder that reads back equal: `dataset.toml`, `border.geojson`, and a file
    /// for each kind of row that there is.
    ///
    /// Coordinates, lengths and days are exact; coordinates are in WGS 84, whatever `crs` they were
    /// read in. Rows of `registrations.csv` come before drawn ones, and tables are
    /// CSV files even where they were read from workbooks or GeoJSON. Rows that were left out when
    /// reading are not there. A cell is data: none is guarded against spreadsheets that run it as a
    /// formula.
    ///
    /// The files are read once more to check them, so this takes about as long as reading.
    ///
    /// # Errors
    /// When a folder cannot hold something, such as a village of two areas of one level, a name with
    /// blanks around it, or a step of rounding that is no power of ten.
    pub fn to_files(&self) -> Result<Vec<(&'static str, Vec<u8>)>, UnwritableError> {
        let files = self.written()?;
        let unreadable = |error: super::ReadError| Problem::in_file("", error.to_string());
        let again = Self::from_files(files.clone()).map_err(unreadable)?;
        if again.problems.rows_left_out() > 0 {
            return Err(UnwritableError { problems: again.problems.iter().cloned().collect() });
        }
        let differ = differences(&files, &again.written()?);
        if differ.is_empty() { Ok(files) } else { Err(UnwritableError { problems: differ }) }
    }

    /// Writes [`to_files`](Self::to_files) into a folder, which is made if need be; each file is
    /// written whole or not at all.
    ///
    /// # Errors
    /// When a folder cannot hold something, the folder holds a file of another data set, which would
    /// be read with these, or the system cannot write.
    pub fn write_folder(&self, folder: impl AsRef<Path>) -> Result<(), WriteFolderError> {
        let folder = folder.as_ref();
        let files = self.to_files()?;
        let written = |name: &str| files.iter().any(|(file, _)| *file == name);
        let is_data = |name: &String| FILES.contains(&name.as_str()) || is_workbook(name);
        let present = Folder::Directory(folder.to_owned()).names();
        if let Some(other) = present.into_iter().find(|name| is_data(name) && !written(name)) {
            let reason = "the file would be read as part of this data set: remove it";
            let reason = std::io::Error::other(reason);
            return Err(WriteError { path: folder.join(other), reason }.into());
        }
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |reason| WriteError { path, reason }
        };
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
        for (name, bytes) in &files {
            let path = folder.join(name);
            whole(folder, &path, bytes).map_err(failed(&path))?;
        }
        Ok(())
    }

    /// The files, not yet checked.
    fn written(&self) -> Result<Vec<File>, Problem> {
        let (border, registry, style) = (&self.border, &self.registry, self.csv_style());
        let mut files = vec![self.settings.file(), border_file::file(border.sections())];
        files.extend(marker_files::file(border, style));
        files.extend(survey_out::files(border, style)?);
        files.extend(admin_files::areas_file(registry.areas().areas(), style));
        files.extend(admin_files::jurisdictions_file(registry.jurisdictions(), style));
        files.extend(admin_files::villages_file(registry, style)?);
        files.extend(registration_file::file(registry, style)?);
        files.extend(drawn_file::file(registry));
        files.extend(registry_files::files(registry, style));
        Ok(files)
    }
}

/// Where files that were written, read and written again differ: the first such line of each.
fn differences(first: &[File], second: &[File]) -> Vec<Problem> {
    let differs = |(name, bytes): &File| {
        let other = second.iter().find(|(other, _)| other == name);
        let other = other.map_or(&[][..], |(_, bytes)| bytes);
        (bytes != other).then(|| {
            let lines = bytes.split(|&b| b == b'\n').zip(other.split(|&b| b == b'\n'));
            let line = lines.take_while(|(own, other)| own == other).count() + 1;
            let message = "this line would be read as something else: check it for blanks around \
                           a text, and for letters that Unicode composes";
            Problem { line: Some(line), ..Problem::in_file(name, message) }
        })
    };
    first.iter().filter_map(differs).collect()
}
