//! A line with an id and a name.

use geo_types::{LineString, MultiLineString};
use serde::{Deserialize, Serialize};

use super::{LineError, Polyline, SectionError};
use crate::id::SectionId;

/// One section of a border, a linear element of its own: a line with an id and, perhaps, a name.
///
/// ```
/// use border_coverage::Section;
/// use geo_types::line_string;
/// let dyke = line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)];
/// let section = Section::try_from(("dyke", &dyke))?;
/// assert_eq!(section.name(), "dyke");
/// assert_eq!(section.line().length().round(), 10_326.0);
/// # Ok::<(), border_coverage::line::SectionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    id: SectionId,
    #[serde(default)]
    name: Option<String>,
    line: Polyline,
}

impl Section {
    /// A section of a line.
    pub fn new(id: SectionId, name: Option<String>, line: Polyline) -> Self {
        Self { id, name, line }
    }

    /// Its id.
    pub fn id(&self) -> &SectionId {
        &self.id
    }

    /// Its name as written, or its id.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.id.as_str())
    }

    /// Its line.
    pub fn line(&self) -> &Polyline {
        &self.line
    }
}

/// Builds sections without a name from an id and a line of `geo_types`. A generic implementation
/// would overlap with the standard library's.
macro_rules! from_id_and_line {
    ($($line:ty),*) => {$(
        impl TryFrom<(SectionId, $line)> for Section {
            type Error = SectionError;
            fn try_from((id, line): (SectionId, $line)) -> Result<Self, SectionError> {
                let wrong = |reason: LineError| SectionError::Line { section: id.clone(), reason };
                let line = Polyline::try_from(line).map_err(wrong)?;
                Ok(Self::new(id, None, line))
            }
        }

        impl TryFrom<(&str, $line)> for Section {
            type Error = SectionError;
            fn try_from((id, line): (&str, $line)) -> Result<Self, SectionError> {
                Self::try_from((SectionId::new(id)?, line))
            }
        }
    )*};
}

from_id_and_line!(LineString, &LineString, MultiLineString, &MultiLineString);
