//! A line with an id and a name.

use super::Polyline;
use crate::id::SectionId;

/// One section of a border: a line with an id and, perhaps, a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    id: SectionId,
    name: Option<String>,
    line: Polyline,
}

impl Section {
    /// The section that `line` draws.
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

    /// Where it runs.
    pub fn line(&self) -> &Polyline {
        &self.line
    }
}
