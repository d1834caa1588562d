//! Why vertices are not a line, or a place is not on it.

use thiserror::Error;

use crate::geodesy::{EdgeError, LonLatError};
use crate::id::{IdError, SectionId};

/// Why some vertices are not a line, or a place is not on it.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum LineError {
    /// No part at all.
    #[error("a line needs at least one part of two vertices")]
    Empty,
    /// A part with fewer than two different vertices.
    #[error("part {part} of the line has no length: it needs two different vertices")]
    NoLength {
        /// Which part, counted from 1.
        part: usize,
    },
    /// A vertex off the globe.
    #[error("part {part}, vertex {vertex}: {reason}")]
    Vertex {
        /// Which part, counted from 1.
        part: usize,
        /// Which vertex of the part, counted from 1.
        vertex: usize,
        /// What is wrong with it.
        reason: LonLatError,
    },
    /// Two vertices too far apart.
    #[error("part {part}, after vertex {vertex}: {reason}")]
    Edge {
        /// Which part, counted from 1.
        part: usize,
        /// The vertex before the edge, counted from 1.
        vertex: usize,
        /// What is wrong with the edge.
        reason: EdgeError,
    },
    /// A place beyond the end of the line.
    #[error("{place} m lies beyond the end of the line at {length} m")]
    Beyond {
        /// The place asked for, in metres.
        place: f64,
        /// The line's length, in metres.
        length: f64,
    },
    /// A stretch without length, or backwards on a line that is no ring.
    #[error(
        "no stretch runs from {from} m to {to} m on this line: the first must lie before the second"
    )]
    NoStretch {
        /// Where it was to start, in metres.
        from: f64,
        /// Where it was to end, in metres.
        to: f64,
    },
}

/// Why an id and a line do not make a [`Section`](super::Section).
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum SectionError {
    /// The id is no id.
    #[error("{0}")]
    Id(#[from] IdError),
    /// The line is no line.
    #[error("section {section}: {reason}")]
    Line {
        /// The section.
        section: SectionId,
        /// What is wrong with its line.
        reason: LineError,
    },
}
