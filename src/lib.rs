#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "files"),
    allow(
        dead_code,
        unused_imports,
        reason = "the rooms of files use what nothing below them does"
    )
)]
// No panic on any input, no printing: the library returns what went wrong. Examples may print.
#![warn(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

pub mod admin;
pub mod assign;
pub mod audit;
pub mod border;
pub mod cover;
pub mod crs;
mod error;
pub mod geodesy;
pub mod id;
#[cfg(feature = "files")]
pub mod io;
mod key;
#[cfg(feature = "files")]
pub mod lang;
pub mod ledger;
pub mod line;
pub mod marker;
pub mod number;
pub mod period;
pub mod prelude;
pub mod problem;
pub mod registry;
#[cfg(feature = "files")]
pub mod render;
#[cfg(feature = "files")]
pub mod report;
pub mod span;
pub mod state;
pub mod survey;
#[cfg(feature = "files")]
pub mod table;
mod tolerance;
pub mod units;

/// The files of a data set: what is read, and what is written.
pub mod dataset {
    #![doc = include_str!("dataset.md")]
}

/// Ten tasks, ten snippets, for those who know `geo`.
#[cfg(feature = "files")]
pub mod geo_users {
    #![doc = include_str!("geo_users.md")]
}

/// How the pieces fit: three rulers, declared and derived, accounts that close.
pub mod model {
    #![doc = include_str!("model.md")]
}

/// Lines and points, as the interface takes and gives them.
pub use geo_types;
/// Days, as the interface takes and gives them.
pub use jiff;

pub use border::Border;
pub use cover::SpanSet;
pub use error::Error;
pub use geodesy::LonLat;
pub use id::{AreaId, RegistrationId, SectionId, SurveyId, VillageId};
#[cfg(feature = "files")]
pub use io::DataSet;
#[cfg(feature = "files")]
pub use lang::Lang;
pub use ledger::Ledger;
pub use line::{Polyline, Section};
pub use marker::{Address, Marker};
pub use problem::Problem;
pub use registry::{Registration, Registry, Village};
#[cfg(feature = "files")]
pub use report::Report;
pub use span::Span;
pub use state::State;
pub use survey::Survey;
pub use units::{Length, Measure, Place};
