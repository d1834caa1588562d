//! x
mod cover;
mod geodesy;
mod id;
mod line;
mod span;
mod units;

pub use cover::{Piece, SpanSet, overlay};
pub use geodesy::{Edge, EdgeError, EdgeFoot, LonLat, LonLatError, distance, path_length};
pub use id::{
    AreaId, GroupId, IdError, KeeperId, RegistrationId, SectionId, SurveyId, VillageId, WorkId,
};
pub use line::{Foot, LineError, Polyline, Section, Side};
pub use span::{Span, SpanError};
pub use units::{Length, Measure, Place, Share, UnitError};
