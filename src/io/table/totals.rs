//! Rows of totals.

use crate::io::decode::composed;

/// The message for a row of totals.
pub(super) const TOTAL: &str = "a row of totals: totals are computed, remove it";

/// First cells by which a row of totals is known, in lower case.
const TOTALS: [&str; 7] = ["cộng", "tổng", "tổng cộng", "tổng số", "total", "totals", "sum"];

/// Whether a row that begins with this is one of totals.
pub(super) fn is_total(first: &str) -> bool {
    let first = composed(first.trim_end_matches([':', ' '])).to_lowercase();
    TOTALS.contains(&first.as_str())
}
