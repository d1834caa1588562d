//! Pure accounts on one axis: what is covered, what is left, who holds which piece, and since when.
//!
//! Accounts of many spans at once take them in any order: [`SpanSet`] and [`covered_length`] for
//! what is covered, [`DepthMap`] for how many hold a place, [`overlay`] for who does. A
//! [`CoverIndex`] keeps the accounts of spans that come and go; [`History`] and [`tenures`] tell
//! them over time. All are in whole millimetres, do not depend on order, and close exactly.

mod account;
mod active;
mod bit_grid;
mod bucket_sort;
mod buckets;
mod carry;
mod claims;
mod count;
mod depth;
mod endpoints;
mod history;
mod index;
mod intern;
mod labels;
mod layers;
mod layout;
mod order;
mod overlay;
mod partition;
mod set;
mod sorted_bucket;
mod sweep;
mod tenure;
mod union;
mod union_sink;

#[cfg(test)]
mod tests;

pub use account::{Holding, SpanAccount, SpanAccountError};
pub use depth::DepthMap;
pub use history::{Dated, EmptyPeriodError, History, HistoryStep};
pub use index::{Change, CoverIndex, Figures};
pub use labels::{AreaCover, cover_by_area, sets_by_label};
pub use layers::{Layer, TooDeepError, for_each_layer};
pub use overlay::{Crossing, Piece, deepest, for_each_piece, overlay, overlay_areas};
pub use set::SpanSet;
pub use tenure::{Tenure, tenures};
pub use union::{covered_length, par_covered_length};
