//! The types of a first hour, for `use border_coverage::prelude::*`.
//!
//! All of them also stand at the crate's root or in the module of their floor.
//!
//! ```
//! use border_coverage::prelude::*;
//! use geo_types::line_string;
//! let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
//! assert_eq!(line.end().metres().round(), 10_326.0);
//! # Ok::<(), Error>(())
//! ```

pub use crate::{
    Address, AreaId, Border, Error, Ledger, Length, LonLat, Marker, Measure, Place, Polyline,
    Problem, Registration, RegistrationId, Registry, Section, SectionId, Span, SpanSet, State,
    Survey, SurveyId, Village, VillageId,
};
#[cfg(feature = "files")]
pub use crate::{DataSet, Lang, Report};
