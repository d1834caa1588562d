//! A folder of data, read.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::error::ReadError;
use super::folder::Folder;
use super::settings::Settings;
use super::tables::Tables;
use super::{
    admin_files, border_file, date_checks, drawn_file, marker_files, registration_file,
    registry_files, survey_files, unread_files,
};
use crate::border::Border;
use crate::id::SurveyId;
use crate::problem::Problems;
use crate::registry::Registry;
use crate::report::CsvStyle;

/// A folder of data: its border, its registry, and every problem found when reading.
///
/// ```no_run
/// use border_coverage::DataSet;
/// let data = DataSet::read("data/dien_bien")?;
/// let report = data.report(None, None)?;
/// assert_eq!(report.line.registered().to_string(), "365.861 km");
/// # Ok::<(), border_coverage::io::ReadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct DataSet {
    pub(super) settings: Settings,
    pub(super) border: Arc<Border>,
    pub(super) registry: Arc<Registry>,
    pub(super) problems: Problems,
}

impl DataSet {
    /// Reads a folder. What can be used is used; every problem has its file, line and field, and
    /// says what to do. Tables may be workbooks where the feature `xlsx` is on.
    ///
    /// # Errors
    /// When the folder or `border.geojson` is missing, `dataset.toml` cannot be used, the border
    /// has no usable section, or the system cannot read a file.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, ReadError> {
        Self::of_folder(&Folder::directory(folder.as_ref())?, Problems::default())
    }

    /// Reads files in memory, by name, as [`read`](Self::read) does those of a folder.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let border = br#"{ "type": "FeatureCollection", "features": [
    ///     { "type": "Feature", "properties": { "section": "dyke" }, "geometry":
    ///       { "type": "LineString", "coordinates": [[4.0, 52.0], [4.1, 52.0]] } } ] }"#;
    /// let villages = b"village,name\nwest,West\n";
    /// let data = DataSet::from_files([("border.geojson", &border[..]), ("villages.csv", villages)])?;
    /// assert_eq!(data.registry().villages()[0].name, "West");
    /// assert_eq!(data.problems().iter().len(), 0);
    /// # Ok::<(), border_coverage::io::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// When `border.geojson` is missing, `dataset.toml` cannot be used, or the border has no usable
    /// section.
    pub fn from_files<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Result<Self, ReadError>
    where
        N: Into<String>,
        B: Into<Vec<u8>>,
    {
        let mut problems = Problems::default();
        let files = files.into_iter().map(|(name, bytes)| (name.into(), bytes.into()));
        let folder = Folder::memory(files, &mut problems);
        Self::of_folder(&folder, problems)
    }

    /// Reads a folder, wherever it is.
    fn of_folder(folder: &Folder, mut found: Problems) -> Result<Self, ReadError> {
        let problems = &mut found;
        let settings = Settings::read(folder, problems)?;
        let mut border = border_file::border(folder, problems)?;
        let tables = &Tables::open(folder, problems)?;
        marker_files::markers(tables, &settings, &mut border, problems)?;
        let made = survey_files::surveys(tables, &settings, &mut border, problems)?;
        let areas = admin_files::areas(tables, &settings, problems)?;
        let mut registry = Registry::new(areas, settings.survey.clone());
        admin_files::jurisdictions(tables, &settings, &border, &mut registry, problems)?;
        admin_files::villages(tables, &settings, &border, &mut registry, problems)?;
        registration_file::written(tables, &settings, &border, &mut registry, problems)?;
        registry_files::registry(tables, &settings, &border, &mut registry, problems)?;
        drawn_file::drawn(tables, &settings, &mut registry, problems)?;
        date_checks::years_apart(&registry, &made, problems);
        date_checks::before_surveys(&border, &registry, problems);
        unread_files::strange_files(tables, problems);
        let (border, registry) = (Arc::new(border), Arc::new(registry));
        Ok(Self { settings, border, registry, problems: found })
    }

    /// The border; a clone of it is shared, as [`State::close`](crate::State::close) takes it.
    pub fn border(&self) -> &Arc<Border> {
        &self.border
    }

    /// The registry: who registered what.
    pub fn registry(&self) -> &Arc<Registry> {
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
        self.settings.style()
    }

    /// The day to report on where no other is asked for: the one of `dataset.toml`, or else the
    /// latest day since which something is kept or promised; none where nothing is.
    pub fn date(&self) -> Option<Date> {
        self.settings.date.or_else(|| date_checks::latest(&self.registry))
    }
}
