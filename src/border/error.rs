//! Why a border cannot be built, or an address has no place.

use thiserror::Error;

use crate::geodesy::EdgeError;
use crate::id::{SectionId, SurveyId};
use crate::line::{LineError, SectionError};
use crate::marker::{MarkerLabel, Unplaced};
use crate::survey::SurveyError;
use crate::units::Measure;

/// Why sections do not make a border.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum BorderError {
    /// None at all.
    #[error("a border needs at least one section")]
    NoSection,
    /// An id or a line makes no section.
    #[error("{0}")]
    Section(#[from] SectionError),
    /// Two of the same id.
    #[error("two sections have the id {0}: give each an id of its own")]
    DuplicateSection(SectionId),
    /// Too short to count.
    #[error("section {0} is shorter than a millimetre")]
    TooShort(SectionId),
    /// Two surveys of the same id.
    #[error("two surveys have the id {0}: give each an id of its own")]
    DuplicateSurvey(SurveyId),
    /// A marker that is not taken.
    #[error(
        "section {section} takes no marker {label}: there is no such section, or another marker \
         has that label there on some of the same days"
    )]
    Marker {
        /// The section that it names.
        section: SectionId,
        /// Its label.
        label: MarkerLabel,
    },
    /// A survey of another line.
    #[error(
        "survey {survey} is calibrated for a section {section} that is {calibrated} m long on the \
         ground, but here it is {length} m: calibrate it up to the end of this line"
    )]
    OtherLine {
        /// The survey.
        survey: SurveyId,
        /// The section.
        section: SectionId,
        /// Up to where the section is calibrated, in metres.
        calibrated: String,
        /// How long it is here, in metres.
        length: String,
    },
    /// A survey of a section that the border does not have.
    #[error(
        "survey {survey} measures section {section}, which this border does not have: leave it out"
    )]
    UnknownSection {
        /// The survey.
        survey: SurveyId,
        /// The section.
        section: SectionId,
    },
}

/// Why a declared stretch has no place: the field at fault, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{field}: {reason}")]
#[non_exhaustive]
pub struct StretchError {
    /// `section`, `survey`, `from` or `to`.
    pub field: &'static str,
    /// What is wrong.
    pub reason: AddressError,
}

/// Why an address has no place.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AddressError {
    /// No such section.
    #[error("no section has the id {0}: correct it, or add the section to border.geojson")]
    UnknownSection(SectionId),
    /// No such survey.
    #[error("no survey has the id {0}: correct it, or add the survey to surveys.csv")]
    UnknownSurvey(SurveyId),
    /// The survey did not measure the section.
    #[error(
        "survey {survey} has no length for section {section}: add it to surveys.csv, or use another survey"
    )]
    NotMeasured {
        /// The survey asked for.
        survey: SurveyId,
        /// The section it lacks.
        section: SectionId,
    },
    /// No such marker on the section.
    #[error("section {section} has no marker {label}{hint}")]
    UnknownMarker {
        /// The section looked at.
        section: SectionId,
        /// The label looked for.
        label: MarkerLabel,
        /// What may have been meant.
        hint: String,
    },
    /// The label or alias fits several places.
    #[error("{0} denotes several markers of this section: write the label of the one meant")]
    AmbiguousMarker(MarkerLabel),
    /// The marker has no place.
    #[error("marker {label} has no place on the line: {reason}")]
    Unplaced {
        /// The marker.
        label: MarkerLabel,
        /// Why it has none.
        reason: Unplaced,
    },
    /// The measure lies outside the section.
    #[error("{reason} (survey {survey})")]
    Beyond {
        /// The survey in which it was read.
        survey: SurveyId,
        /// The measure, and the section's extent.
        reason: SurveyError,
    },
    /// The point is too far away.
    #[error(
        "the point lies {distance:.0} m from section {section}, farther than the tolerance of \
         {tolerance:.0} m: check the coordinates, or raise snap_tolerance_m"
    )]
    TooFar {
        /// Metres to the nearest place.
        distance: f64,
        /// The section looked at.
        section: SectionId,
        /// Metres allowed.
        tolerance: f64,
    },
    /// The drawing runs nowhere along the border.
    #[error(
        "no part of the drawing runs along the border within the tolerance of {tolerance:.0} m: \
         check its coordinates and section, or raise snap_tolerance_m"
    )]
    NotAlong {
        /// Metres allowed.
        tolerance: f64,
    },
    /// The drawing has no two points that differ.
    #[error("the drawing has no length: it needs two different points")]
    Nothing,
    /// The drawing is too long.
    #[error("the drawing is longer than {most:.0} km: cut it into several")]
    TooLong {
        /// Kilometres allowed.
        most: f64,
    },
    /// The area is too large.
    #[error(
        "the area reaches {reach:.0} km from its first corner, 500 km are allowed: cut it into several"
    )]
    TooWide {
        /// Kilometres it reaches.
        reach: f64,
    },
    /// Two vertices of a drawing lie too far apart.
    #[error("{0}")]
    Edge(EdgeError),
    /// The place has no point on the line.
    #[error("{0}")]
    Line(LineError),
    /// Both ends are the same place.
    #[error("the stretch is empty: both ends lie at {} km; {}", .at.from_start().km(),
        if *.ring { "for the whole ring write start and end" } else { "correct one of them" })]
    Empty {
        /// Where both lie.
        at: Measure,
        /// Whether the section is a ring.
        ring: bool,
    },
}
