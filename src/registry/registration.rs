//! Registrations: which stretch a village declared, how, and from when on.

use geo_types::{LineString, MultiLineString, MultiPolygon, Polygon};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::setters::setters;
use crate::geodesy::{LonLat, LonLatError};
use crate::id::{RegistrationId, SectionId, SurveyId, VillageId};
use crate::marker::{Address, MarkerLabel};
use crate::number::DecimalMark;
use crate::problem::Source;
use crate::units::Length;

/// What has become of a promise.
///
/// ```
/// use border_coverage::registry::Status;
/// assert_eq!(Status::default().name(), "registered");
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// Registered (*đăng ký*) by the village.
    #[default]
    Registered,
    /// Recognised (*công nhận*) by the district.
    Recognised,
}

impl Status {
    /// Its name in the data set.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Recognised => "recognised",
        }
    }
}

/// How a stretch was declared.
///
/// ```
/// use border_coverage::registry::Declaration;
/// use geo_types::line_string;
/// let line = line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)];
/// let Declaration::Drawn { parts, .. } = Declaration::try_from(&line)? else { unreachable!() };
/// assert_eq!(parts[0].len(), 2);
/// # Ok::<(), border_coverage::geodesy::LonLatError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Declaration {
    /// Written, as two addresses.
    Written {
        /// On which section.
        section: SectionId,
        /// One end.
        from: Address,
        /// The other end.
        to: Address,
        /// In which survey its kilometres and offsets are meant, where it says so.
        #[serde(default)]
        survey: Option<SurveyId>,
    },
    /// Drawn along the line, in one or more parts.
    Drawn {
        /// On which section; any, where it does not say.
        #[serde(default)]
        section: Option<SectionId>,
        /// The vertices of each part.
        parts: Vec<Vec<LonLat>>,
    },
    /// The village's land, whose border stretches it keeps.
    Land {
        /// On which section; any, where it does not say.
        #[serde(default)]
        section: Option<SectionId>,
        /// The closed rings of each polygon.
        polygons: Vec<Vec<Vec<LonLat>>>,
    },
}

/// The points of a line.
fn points(line: &LineString) -> Result<Vec<LonLat>, LonLatError> {
    line.coords().map(LonLat::try_from).collect()
}

/// The closed rings of a polygon: its outline, then its holes.
fn rings(polygon: &Polygon) -> Result<Vec<Vec<LonLat>>, LonLatError> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(points).collect()
}

impl TryFrom<&LineString> for Declaration {
    type Error = LonLatError;
    fn try_from(line: &LineString) -> Result<Self, LonLatError> {
        Ok(Self::Drawn { section: None, parts: vec![points(line)?] })
    }
}

impl TryFrom<&MultiLineString> for Declaration {
    type Error = LonLatError;
    fn try_from(lines: &MultiLineString) -> Result<Self, LonLatError> {
        let parts = lines.iter().map(points).collect::<Result<_, _>>()?;
        Ok(Self::Drawn { section: None, parts })
    }
}

impl TryFrom<&Polygon> for Declaration {
    type Error = LonLatError;
    fn try_from(land: &Polygon) -> Result<Self, LonLatError> {
        Ok(Self::Land { section: None, polygons: vec![rings(land)?] })
    }
}

impl TryFrom<&MultiPolygon> for Declaration {
    type Error = LonLatError;
    fn try_from(land: &MultiPolygon) -> Result<Self, LonLatError> {
        let polygons = land.iter().map(rings).collect::<Result<_, _>>()?;
        Ok(Self::Land { section: None, polygons })
    }
}

/// What a village registered, as declared. One registration may have several.
///
/// ```
/// use border_coverage::{Registration, RegistrationId, SectionId, VillageId};
/// use jiff::civil::date;
/// let (id, village) = (RegistrationId::new("r1")?, VillageId::new("ta-kho")?);
/// let markers = (85_u32.into(), 88_u32.into());
/// let row = Registration::between_markers(
///     id,
///     village,
///     SectionId::new("laos")?,
///     markers,
///     date(2015, 3, 1),
/// );
/// let row = row.until(date(2020, 1, 1)).recognised();
/// assert!(row.holds_on(date(2019, 12, 31)) && !row.holds_on(date(2020, 1, 1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Registration {
    /// The registration it belongs to.
    pub id: RegistrationId,
    /// Who keeps it.
    pub village: VillageId,
    /// What they declared.
    pub declared: Declaration,
    /// The day on which it was declared.
    pub since: Date,
    /// The first day on which it no longer holds.
    #[serde(default)]
    pub until: Option<Date>,
    /// What has become of it.
    #[serde(default)]
    pub status: Status,
    /// To what step the numbers of its two addresses are rounded, as they are written; zero where
    /// there are none, or they are exact.
    #[serde(default, rename = "rounding_mm")]
    pub rounding: [Length; 2],
    /// Where it was read.
    #[serde(default)]
    pub source: Option<Source>,
}

/// What is declared, from which day on.
impl Registration {
    /// What was declared in any way, from a day on.
    #[must_use]
    pub fn new(id: RegistrationId, village: VillageId, declared: Declaration, since: Date) -> Self {
        let (status, rounding) = (Status::Registered, [Length::ZERO; 2]);
        Self { id, village, declared, since, until: None, status, rounding, source: None }
    }

    /// The stretch from one address to another, both exact.
    #[must_use]
    pub fn written(
        id: RegistrationId,
        village: VillageId,
        section: SectionId,
        (from, to): (Address, Address),
        since: Date,
    ) -> Self {
        Self::new(id, village, Declaration::Written { section, from, to, survey: None }, since)
    }

    /// The stretch from one marker to another.
    #[must_use]
    pub fn between_markers(
        id: RegistrationId,
        village: VillageId,
        section: SectionId,
        (from, to): (MarkerLabel, MarkerLabel),
        since: Date,
    ) -> Self {
        let [from, to] = [from, to].map(|label| Address::Marker(label, Length::ZERO));
        Self::written(id, village, section, (from, to), since)
    }

    /// The stretch between the places of the line that are nearest to two points.
    #[must_use]
    pub fn between_points(
        id: RegistrationId,
        village: VillageId,
        section: SectionId,
        (from, to): (LonLat, LonLat),
        since: Date,
    ) -> Self {
        Self::written(id, village, section, (Address::Point(from), Address::Point(to)), since)
    }

    /// The stretch along which a line was drawn, a `&LineString` or `&MultiLineString`, on whatever
    /// section.
    ///
    /// # Errors
    /// When a vertex is not a longitude and latitude.
    ///
    /// ```
    /// use border_coverage::{Registration, RegistrationId, VillageId};
    /// use geo_types::line_string;
    /// use jiff::civil::date;
    /// let (id, village) = (RegistrationId::new("r1")?, VillageId::new("ta-kho")?);
    /// let line = line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)];
    /// let drawn = Registration::drawn(id, village, &line, date(2015, 3, 1))?;
    /// assert_eq!(drawn.since, date(2015, 3, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn drawn<'l, L>(
        id: RegistrationId,
        village: VillageId,
        line: &'l L,
        since: Date,
    ) -> Result<Self, LonLatError>
    where
        Declaration: TryFrom<&'l L, Error = LonLatError>,
    {
        Ok(Self::new(id, village, line.try_into()?, since))
    }

    /// The stretches of the border that run through a village's land or along its outline, on
    /// whatever section; the land is a `&Polygon` or `&MultiPolygon`.
    ///
    /// # Errors
    /// When a vertex is not a longitude and latitude.
    ///
    /// ```
    /// use border_coverage::{Registration, RegistrationId, VillageId};
    /// use geo_types::{MultiPolygon, polygon};
    /// use jiff::civil::date;
    /// let (id, village) = (RegistrationId::new("r1")?, VillageId::new("ta-kho")?);
    /// let land = polygon![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0), (x: 102.1, y: 22.1)];
    /// let row = Registration::land(id.clone(), village.clone(), &land, date(2015, 3, 1))?;
    /// let parts = MultiPolygon::new(vec![land]);
    /// assert_eq!(Registration::land(id, village, &parts, date(2015, 3, 1))?, row);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn land<'l, L>(
        id: RegistrationId,
        village: VillageId,
        land: &'l L,
        since: Date,
    ) -> Result<Self, LonLatError>
    where
        Declaration: TryFrom<&'l L, Error = LonLatError>,
    {
        Ok(Self::new(id, village, land.try_into()?, since))
    }
}

/// What is optional.
impl Registration {
    /// The same up to a day, the first on which it no longer holds.
    #[must_use]
    pub fn until(self, until: Date) -> Self {
        Self { until: Some(until), ..self }
    }

    setters!(recognised);

    /// The same with its kilometres and offsets meant in a survey; a drawing has none.
    #[must_use]
    pub fn in_survey(mut self, id: SurveyId) -> Self {
        if let Declaration::Written { survey, .. } = &mut self.declared {
            *survey = Some(id);
        }
        self
    }

    /// The same on this section.
    #[must_use]
    pub fn on(mut self, id: SectionId) -> Self {
        match &mut self.declared {
            Declaration::Written { section, .. } => *section = id,
            Declaration::Drawn { section, .. } | Declaration::Land { section, .. } => {
                *section = Some(id);
            }
        }
        self
    }

    /// The same with the numbers of its two addresses rounded to these steps.
    #[must_use]
    pub fn rounding(self, rounding: [Length; 2]) -> Self {
        Self { rounding, ..self }
    }

    setters!(source);
}

/// What it says.
impl Registration {
    /// The columns of `registrations.csv`, in the order of [`fields`](Self::fields).
    pub const COLUMNS: [&str; 9] =
        ["registration", "village", "section", "from", "to", "since", "until", "state", "survey"];

    /// The row of `registrations.csv` that says the same, its numbers with this decimal mark and
    /// exact to the millimetre; none of what was drawn. [`CsvStyle::line`](crate::report::CsvStyle::line)
    /// makes a line of it.
    #[must_use]
    pub fn fields(&self, mark: DecimalMark) -> Option<[String; 9]> {
        let Declaration::Written { section, from, to, survey } = &self.declared else {
            return None;
        };
        Some([
            self.id.to_string(),
            self.village.to_string(),
            section.to_string(),
            from.written(mark),
            to.written(mark),
            self.since.to_string(),
            self.until.map(|until| until.to_string()).unwrap_or_default(),
            self.status.name().to_owned(),
            survey.as_ref().map(ToString::to_string).unwrap_or_default(),
        ])
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}
