#![doc = include_str!("../README.md")]
// No panic on any input, no printing: the library returns what went wrong. Examples may print.
#![warn(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod admin;
mod assign;
mod audit;
mod border;
mod cover;
mod crs;
mod error;
mod geodesy;
mod id;
mod io;
mod ledger;
mod line;
mod marker;
mod number;
mod period;
mod problem;
mod registry;
mod render;
mod report;
mod span;
mod survey;
mod units;

/// The files of a data set: what is read, and what is written.
pub mod dataset {
    #![doc = include_str!("dataset.md")]
}

/// How the pieces fit: three rulers, declared and derived, accounts that close.
pub mod model {
    #![doc = include_str!("model.md")]
}

/// Lines and points, as the interface takes and gives them.
pub use geo_types;
/// Days, as the interface takes and gives them.
pub use jiff;

pub use admin::{Area, AreaError, AreaProblem, Forest, UndefinedStep};
pub use assign::{
    AssignError, Assigner, DistanceRow, Division, DivisionPiece, GapTask, Goal, Load, MarkerTask,
    Metric, NearVillage, NearerRow, Over, Proposal, ProposalOptions, Proposals, Unfilled,
    WhyUnfilled, WorkList,
};
pub use audit::{
    AreaDay, AreaPrice, AreaProgress, Audit, AuditError, Award, Axis, Becomes, By, Carried, Cause,
    Cell, ClaimChange, Conflict, ConflictClass, ConflictOptions, Conflicts, Contender,
    CountDifference, CrossTable, DayInSurvey, DaysBySurveys, Difference, Ending, Endings, Every,
    Explained, ExplainedPart, Explanation, Figure, Forecast, Interval, Lacking, LeftUndecided,
    Naive, NaiveAccount, NotPlaced, Outcome, Policy, Price, Progress, ProgressRow, RateOver,
    RegistrationChange, Resolution, Resolved, Revision, Rollup, RollupRow, SectionUncertainty,
    Uncertainty, UnsureEnd, VillagePrice, WhyUndecided, explain,
};
pub use border::{
    AMBIGUITY_MARGIN, AddressError, Border, BorderError, DEFAULT_TOLERANCE, Declared,
    DrawnStretches, Fit, GroundStretch, Located, Milestones, PlacedMarker, Stretch,
};
pub use cover::{
    AreaCover, Change, CoverIndex, Crossing, Dated, DepthMap, EmptyPeriod, Figures, History,
    Holding, Layer, Piece, SpanAccount, SpanAccountError, SpanSet, Step, Tenure, TooDeep,
    cover_by_area, covered_length, deepest, for_each_layer, for_each_piece, overlay, overlay_areas,
    par_covered_length, sets_by_label, tenures,
};
pub use crs::{Converter, Crs, CrsError};
pub use error::Error;
pub use geodesy::{Edge, EdgeError, EdgeFoot, LonLat, LonLatError, distance, path_length};
pub use id::{
    AreaId, GroupId, IdError, KeeperId, RegistrationId, SectionId, SurveyId, VillageId, WorkId,
};
pub use io::{DataSet, ReadError, ReportOptions, WriteError};
pub use ledger::{
    Account, AreaAccount, Ledger, LedgerError, SectionLedger, Unbalanced, Undefined, VillageAccount,
};
pub use line::{
    Direction, Distances, Foot, LineError, MatchOptions, Matched, MatchedPoint, Part, Polyline,
    Rival, Section, SequencePoint, Side,
};
pub use marker::{
    Address, AddressSyntaxError, LabelError, Marker, MarkerLabel, Placed, Position, Unplaced,
    place_markers,
};
pub use number::{DecimalMark, NumberError};
pub use period::{Period, PeriodError, parse_date};
pub use problem::{Problem, Problems, Source};
pub use registry::{
    Claim, Claims, Commendation, CommendationKind, Declaration, Doubt, Group, Jurisdiction, Keeper,
    KeeperKind, Kept, Lie, Misfit, Placements, Pledge, Refused, Registration, Registry,
    RegistryError, State, Village, Work,
};
#[cfg(feature = "png")]
pub use render::PictureError;
#[cfg(feature = "xlsx")]
pub use render::WorkbookError;
pub use render::{Lang, UnknownLang};
pub use report::{
    AreaChangeRow, AreaDifference, AreaHistoryRow, AreaRow, AwardRow, CarriedRow, CauseRow,
    ChangeRow, CommendationTally, Compared, ConflictRow, ConflictTable, Coverage, CrossCell,
    CrossCells, CsvStyle, DivisionRow, DivisionTable, EndRow, EndingRow, EndingTable, ExplainTable,
    FigureRow, ForecastRow, GapRow, GroupTally, HistoryRow, HistoryTable, IntervalRow, KeeperTally,
    LackingRow, LineDifference, LineFigures, MapArea, MapMarker, MapProposal, MapStretch, MapTable,
    MapVillage, MapWork, MarkerRef, MarkerTally, NaiveRow, NaiveSectionRow, NaiveTable, NearestRow,
    Neighbour, NotPlacedRow, OptionRow, OverlapRow, PartRow, PledgeRow, PledgeTable, PolicyRow,
    ProposalRow, ProposalTable, Report, ReportError, RollupLine, RollupTable, SeamRow,
    SectionDifference, SectionErrorRow, SectionRow, StateRow, StretchRow, SurveyRow, SurveyTable,
    UncertaintyTable, UnfilledRow, VillageChangeRow, VillageDifference, VillageRow, WorkTally,
};
pub use span::{Span, SpanError};
pub use survey::{Calibration, Survey, SurveyError, Surveys};
pub use units::{Length, Measure, Place, Share, UnitError};
