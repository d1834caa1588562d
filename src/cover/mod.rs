//! Pure accounts on one axis: what is covered, what is left, who holds which piece, and since when.
//!
//! Accounts of many spans at once take them in any order: [`SpanSet`] and [`covered_length`] for
//! what is covered, [`DepthMap`] for how many hold a place, [`overlay`] for who does. A
//! [`CoverIndex`] keeps the accounts of spans that come and go; [`History`] and [`tenures`] tell
//! them over time. All are in whole millimetres, do not depend on order, and close exactly.

mod account;
mod buckets;
mod cells;
mod claims;
mod depth;
mod ends;
mod frame;
mod grid;
mod held;
mod history;
mod index;
mod labels;
mod layers;
mod numbered;
mod order;
mod overlay;
mod parts;
mod reach;
mod runs;
mod set;
mod slots;
mod sweep;
mod tally;
mod tenure;
mod union;

#[cfg(test)]
mod tests;

pub use account::{Holding, SpanAccount, SpanAccountError};
pub use depth::DepthMap;
pub use history::{Dated, EmptyPeriod, History, Step};
pub use index::{Change, CoverIndex, Figures};
pub use labels::{AreaCover, cover_by_area, sets_by_label};
pub use layers::{Layer, TooDeep, for_each_layer};
pub use overlay::{Crossing, Piece, deepest, for_each_piece, overlay, overlay_areas};
pub use set::SpanSet;
pub use tenure::{Tenure, tenures};
pub use union::{covered_length, par_covered_length};
