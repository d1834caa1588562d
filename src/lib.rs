//! x
mod cover;
mod geodesy;
mod id;
mod line;
mod span;
mod units;

pub use cover::{
    Account, AccountError, AreaCover, Change, CoverIndex, Crossing, Dated, DepthMap, EmptyPeriod,
    Figures, History, Holding, Layer, Piece, SpanSet, Step, Tenure, TooDeep, cover_by_area,
    covered_length, deepest, for_each_layer, for_each_piece, overlay, overlay_areas,
    par_covered_length, sets_by_label, tenures,
};
pub use geodesy::{Edge, EdgeError, EdgeFoot, LonLat, LonLatError, distance};
pub use id::{
    AreaId, GroupId, IdError, KeeperId, RegistrationId, SectionId, SurveyId, VillageId, WorkId,
};
pub use line::{Foot, LineError, Polyline, Section};
pub use span::{Span, SpanError};
pub use units::{Length, Measure, Place, Share, UnitError};
