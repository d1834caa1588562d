//! What features of a map are called.

use crate::lang::Lang;
use crate::marker::Address;
use crate::units::Length;

/// The title of a stretch on a map.
pub(super) fn stretch_title(lang: Lang, from: &Address, to: &Address, length: Length) -> String {
    let end = |address: &Address| address.written(lang.mark());
    format!("{} – {}: {} km", end(from), end(to), lang.km(length))
}

/// How much a village keeps.
pub(super) fn village_keeps(lang: Lang, kept: Length) -> String {
    format!("{}: {} km", lang.label("kept"), lang.km(kept))
}
