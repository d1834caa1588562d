//! Interval algebra on one axis, exact: which parts are covered, how deep, by whom, and since when.
//!
//! The axis is `i64`. A [`Span`](crate::Span) is a half-open, non-empty interval `[from, to)` on
//! it, so touching spans neither overlap nor leave a gap. All sums are integers: they do not depend
//! on the order of the input or on the number of threads, and `covered + gaps = extent` holds to
//! the last unit.
//!
//! The rest of this crate reads the integers as millimetres along a section. The engine does not:
//! spans of bytes, seconds or bases work alike, within ±(2⁶² − 1).
//!
//! ```
//! use border_coverage::{Span, SpanSet};
//! // Bytes of a file that have arrived.
//! let received: SpanSet = [500..2000, 0..100, 1500..2500]
//!     .into_iter()
//!     .map(Span::try_from)
//!     .collect::<Result<_, _>>()?;
//! assert_eq!(received.to_string(), "{[0, 100), [500, 2500)}");
//! assert_eq!(received.gaps(Span::try_from(0..4096)?).to_string(), "{[100, 500), [2500, 4096)}");
//! assert_eq!(received.length().mm(), 2100);
//! # Ok::<(), border_coverage::span::SpanError>(())
//! ```
//!
//! # Which type answers what
//!
//! For `n` spans in any order, with `p` pieces between their endpoints. *Linear* means nearly
//! linear: spans are distributed to buckets that are sorted in cache. `benches/README.md` has the
//! nanoseconds beside other crates.
//!
//! | question | item | time | used by the rest of the crate |
//! |---|---|---|---|
//! | how much is covered? | [`covered_length`], [`par_covered_length`] | linear | no |
//! | which parts are covered? | [`SpanSet`] | linear; a query `O(log n)` | yes |
//! | how deep? | [`DepthMap`], [`for_each_layer`] | linear | no |
//! | who holds each piece? | [`overlay`], [`for_each_piece`] | linear + owners of pieces | yes |
//! | in which areas is each piece? | [`overlay_areas`] | linear + labels of pieces | yes |
//! | which `k` pieces have most owners? | [`deepest`] | linear + `O(p log k)` | no |
//! | how much does each owner hold? | [`SpanAccount`] | linear | no |
//! | how much of each area is covered? | [`cover_by_area`] | `O(n log n)` | its [`AreaCover`] |
//! | one set per label | [`sets_by_label`] | linear, on all threads | no |
//! | the same while spans come and go | [`CoverIndex`] | `O(log n)` per update and query | yes |
//! | … over many sections | [`NetworkIndex`] | `O(log n)` per update and query | no |
//! | how much was covered when? | [`History`] | `O(n log n)` | yes |
//! | since when is each stretch covered? | [`tenures`] | `O(n log n)` to `O(n²)` | no |
//!
//! What the rest of the crate does not use is there for you: it is tested and measured alike.
//!
//! Types that hold results implement `Serialize` and `Deserialize`; deserialising checks the same
//! invariants as the constructors. Methods named `par_…` use all threads of the current `rayon`
//! pool and return the same as those without.

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
mod network;
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
pub use network::{NetworkError, NetworkIndex};
pub use overlay::{Crossing, Piece, deepest, for_each_piece, overlay, overlay_areas};
pub use set::{SpanSet, SpanSetError};
pub use tenure::{Tenure, tenures};
pub use union::{covered_length, par_covered_length};
