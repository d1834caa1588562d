//! Pictures: the map, the line drawn straight, the history.

mod frame;
mod history;
mod labels;
mod line;
mod map;
#[cfg(feature = "png")]
mod png;
mod scale;
mod scale_bar;
mod strip;
mod text;
mod tooltip;

pub(super) use history::{history, moments};
pub(super) use map::{LEVELS, MarkKind, Pane, Swatch, dated, pane};
#[cfg(feature = "png")]
pub use png::PictureError;
pub(super) use scale_bar::scale_bar;
pub(super) use strip::{Strip, strip};

use crate::lang::Lang;
use crate::report::Report;

/// How the signs of all pictures look.
pub(super) const CSS: &str = include_str!("picture.css");

impl Report {
    /// The map as SVG: the line by its state, gaps striking, overlaps hatched, with markers,
    /// villages, works, the limits of areas and what is proposed; scale bar, north arrow, legend.
    ///
    /// Drawn on an azimuthal equidistant plane around the line's middle: within 150 km of it
    /// lengths are true to a hundredth of a per cent. No figure is taken from the drawing.
    pub fn map_svg(&self, lang: Lang) -> String {
        clean(map::map(self, lang))
    }
}

impl Report {
    /// The line drawn straight, from its start to its end, as SVG: rows of equal official
    /// length, with markers, states, who keeps what, and the areas of the lowest levels.
    pub fn strip_svg(&self, lang: Lang) -> String {
        clean(strip::sheet(self, lang))
    }
}

/// Without characters that XML has no place for.
pub(super) fn clean(text: String) -> String {
    let allowed = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    if text.chars().all(allowed) { text } else { text.chars().filter(|&c| allowed(c)).collect() }
}
