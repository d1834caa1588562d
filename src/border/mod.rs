//! A measured line: sections, surveys, markers. Leads from addresses to places and back.

mod drawn;
mod encode;
mod error;
mod locate;
mod milestones;
mod nearest;
mod spatial_index;
pub(crate) mod stretch;

pub use drawn::{DrawnStretches, Fit};
pub use error::{AddressError, BorderError, StretchError};
pub use locate::{AMBIGUITY_MARGIN, Declared, GroundStretch, Located, LocatedStretch};
pub use milestones::Milestones;
pub use nearest::{NearMarker, SectionFoot};
pub use stretch::Stretch;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::id::{SectionId, SurveyId};
use crate::key::SectionKey;
use crate::line::{Section, SectionError};
use crate::marker::{Marker, MarkerLabel, Placed, Unplaced, place_markers};
use crate::period::Period;
use crate::survey::{Calibration, Survey, Surveys};
use spatial_index::{MarkerIndex, SectionIndex};

/// The farthest a point or marker may lie from the line where nothing else is said, in metres.
pub const DEFAULT_TOLERANCE: f64 = 500.0;

/// The line with everything that locates positions on it: sections, surveys, markers.
///
/// Answers where an address lies ([`locate`](Self::locate)), what a point is called
/// ([`nearest`](Self::nearest)), and what runs inside a box ([`stretches_in`](Self::stretches_in)).
///
/// ```
/// use border_coverage::{Address, Border, Polyline, Section, SectionId, SurveyId};
/// use border_coverage::number::DecimalMark;
/// use geo_types::line_string;
/// use jiff::civil::date;
/// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
/// let id = SectionId::new("dyke")?;
/// let border = Border::new(vec![Section::new(id.clone(), None, line)])?;
/// let address = Address::parse("km 5.2", DecimalMark::Point)?;
/// let located = border.locate(&id, &address, &SurveyId::ground(), date(2020, 1, 1))?;
/// assert_eq!(located.measure.mm(), 5_200_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Border {
    sections: Vec<Section>,
    by_id: HashMap<SectionId, SectionKey>,
    surveys: Surveys,
    markers: Vec<PlacedMarker>,
    /// For each section, the markers that go by a label.
    names: Vec<BTreeMap<MarkerLabel, Vec<usize>>>,
    tolerance: f64,
    index: Arc<SectionIndex>,
    marker_index: Arc<MarkerIndex>,
}

/// A marker and its place on the line.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlacedMarker {
    /// The marker as recorded.
    pub marker: Marker,
    /// Its place on the line, or why it has none.
    pub placed: Result<Placed, Unplaced>,
}

impl Border {
    /// A border of sections, in their order, with the ground survey alone.
    ///
    /// # Errors
    /// When there is no section, two have the same id, or one is shorter than a millimetre.
    pub fn new(sections: Vec<Section>) -> Result<Self, BorderError> {
        if sections.is_empty() {
            return Err(BorderError::NoSection);
        }
        let mut by_id = HashMap::new();
        for (i, section) in sections.iter().enumerate() {
            if by_id.insert(section.id().clone(), SectionKey::new(i)).is_some() {
                return Err(BorderError::DuplicateSection(section.id().clone()));
            }
            if Calibration::ground(section.line().end()).is_err() {
                return Err(BorderError::TooShort(section.id().clone()));
            }
        }
        let grounds = sections.iter().map(|s| (s.id().clone(), s.line().end()));
        let surveys = Surveys::of_ground(grounds).map_err(|_| BorderError::NoSection)?;
        let names = vec![BTreeMap::new(); sections.len()];
        Ok(Self {
            index: Arc::new(SectionIndex::new(&sections)),
            marker_index: Arc::new(MarkerIndex::new(&[])),
            sections,
            by_id,
            surveys,
            markers: Vec::new(),
            names,
            tolerance: DEFAULT_TOLERANCE,
        })
    }

    /// The border of lines of `geo_types`, each with the id of its section.
    ///
    /// # Errors
    /// When an id or a line is none; and as [`new`](Self::new).
    ///
    /// ```
    /// use border_coverage::Border;
    /// use geo_types::line_string;
    /// let dyke = line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)];
    /// let border = Border::from_lines([("dyke", &dyke)])?;
    /// assert_eq!(border.sections()[0].line().length().round(), 10_326.0);
    /// # Ok::<(), border_coverage::border::BorderError>(())
    /// ```
    pub fn from_lines<L>(lines: impl IntoIterator<Item = L>) -> Result<Self, BorderError>
    where
        Section: TryFrom<L, Error = SectionError>,
    {
        Self::new(lines.into_iter().map(Section::try_from).collect::<Result<_, _>>()?)
    }

    /// Replaces the markers, and the tolerance in metres within which markers and points are placed.
    ///
    /// Returns the markers that it refuses: those of unknown sections, and those whose label an
    /// earlier marker has on the same section for some of the same days.
    pub fn set_markers(&mut self, markers: Vec<Marker>, tolerance: f64) -> Vec<Marker> {
        self.tolerance = tolerance;
        self.markers.clear();
        let mut refused = Vec::new();
        let mut of_section: Vec<Vec<Marker>> = vec![Vec::new(); self.sections.len()];
        let mut seen: BTreeMap<(SectionKey, MarkerLabel), Vec<Period>> = BTreeMap::new();
        for marker in markers {
            let Some(&section) = self.by_id.get(&marker.section) else {
                refused.push(marker);
                continue;
            };
            let periods = seen.entry((section, marker.label.clone())).or_default();
            if periods.iter().any(|other| other.overlaps(&marker.period)) {
                refused.push(marker);
                continue;
            }
            periods.push(marker.period);
            of_section[section].push(marker);
        }
        for (section, markers) in of_section.into_iter().enumerate() {
            self.names[section].clear();
            let placed = place_markers(self.sections[section].line(), &markers, tolerance);
            for (marker, placed) in markers.into_iter().zip(placed) {
                for label in marker.names() {
                    self.names[section].entry(label).or_default().push(self.markers.len());
                }
                self.markers.push(PlacedMarker { marker, placed });
            }
        }
        self.marker_index = Arc::new(MarkerIndex::new(&self.markers));
        refused
    }

    /// Adds a survey; one of the same id is replaced.
    ///
    /// # Errors
    /// When the border lacks a section that it measures, or it is calibrated for a line whose end
    /// differs by more than a millimetre.
    pub fn add_survey(&mut self, survey: Survey) -> Result<(), BorderError> {
        for (id, map) in survey.sections() {
            let (survey, section) = (survey.id().clone(), id.clone());
            let Some(&known) = self.by_id.get(id) else {
                return Err(BorderError::UnknownSection { survey, section });
            };
            let (end, calibrated) = (self.sections[known].line().length(), map.end().metres());
            if (end - calibrated).abs() > 1e-3 {
                let [calibrated, length] = [calibrated, end].map(|metres| format!("{metres:.3}"));
                return Err(BorderError::OtherLine { survey, section, calibrated, length });
            }
        }
        self.surveys.insert(survey);
        Ok(())
    }

    /// The same line and surveys with the markers of another border, and the tolerance within
    /// which they are placed. A survey stays as it was calibrated.
    pub(crate) fn with_markers_of(&self, other: &Self) -> Self {
        let mut border = self.clone();
        let markers = other.markers.iter().map(|placed| placed.marker.clone()).collect();
        // Nothing can stand on a section that this line does not have.
        let _ = border.set_markers(markers, other.tolerance);
        border
    }

    /// Whether both are the same line in the same surveys, whatever their markers.
    pub(crate) fn has_line_of(&self, other: &Self) -> bool {
        self.sections == other.sections && self.surveys == other.surveys
    }

    /// Whether both have the same markers, as they were recorded, and the same tolerance.
    pub(crate) fn has_markers_of(&self, other: &Self) -> bool {
        let (own, others) = (self.markers.iter(), other.markers.iter());
        self.tolerance == other.tolerance && own.map(|m| &m.marker).eq(others.map(|m| &m.marker))
    }

    /// The sections, in their order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The surveys; the ground is always among them.
    pub fn surveys(&self) -> &Surveys {
        &self.surveys
    }

    /// The markers, section by section.
    pub fn markers(&self) -> &[PlacedMarker] {
        &self.markers
    }

    /// How far from the line a marker or point may lie, in metres.
    pub fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// The markers of a section; all markers stand in the order of the sections.
    fn markers_of(&self, section: SectionKey) -> &[PlacedMarker] {
        let index = |placed: &PlacedMarker| self.by_id.get(&placed.marker.section).copied();
        let first = self.markers.partition_point(|placed| index(placed) < Some(section));
        let behind = self.markers.partition_point(|placed| index(placed) <= Some(section));
        &self.markers[first..behind]
    }

    /// The section of an id.
    ///
    /// # Errors
    /// When there is no such section.
    pub fn section(&self, id: &SectionId) -> Result<&Section, AddressError> {
        self.section_key(id).map(|key| self.section_at(key))
    }

    /// The key of a section.
    pub(crate) fn section_key(&self, id: &SectionId) -> Result<SectionKey, AddressError> {
        self.by_id.get(id).copied().ok_or_else(|| AddressError::UnknownSection(id.clone()))
    }

    /// The section of a key.
    pub(crate) fn section_at(&self, key: SectionKey) -> &Section {
        &self.sections[key]
    }
    /// Whether a marker, by its index in [`markers`](Self::markers), stands on a day.
    pub(crate) fn stands(&self, marker: usize, day: Date) -> bool {
        self.markers.get(marker).is_some_and(|placed| placed.marker.period.contains(day))
    }

    /// The map between places and measures of a section in a survey.
    ///
    /// # Errors
    /// When there is no such section or survey, or the survey has not measured the section.
    pub fn calibration(
        &self,
        section: &SectionId,
        survey: &SurveyId,
    ) -> Result<&Calibration, AddressError> {
        self.section_key(section)?;
        let found =
            self.surveys.get(survey).ok_or_else(|| AddressError::UnknownSurvey(survey.clone()))?;
        found.section(section).ok_or_else(|| AddressError::NotMeasured {
            survey: survey.clone(),
            section: section.clone(),
        })
    }
}

#[cfg(test)]
mod tests;
