//! SVG as PNG.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use thiserror::Error;

use crate::lang::Lang;
use crate::report::Report;

/// The widest a picture may be, in pixels.
const WIDEST: u32 = 20_000;

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum PictureError {
    /// A width that no picture has.
    #[error("a picture is from 1 to {WIDEST} pixels wide, not {0}")]
    Width(u32),
    /// The drawing could not be read back.
    #[error("the drawing cannot be read: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    /// More pixels than there is memory for.
    #[error("a picture of {0} × {1} pixels is too large: ask for a smaller width")]
    Size(u32, u32),
    /// The encoder failed.
    #[error("the picture cannot be written as PNG: {0}")]
    Encoding(String),
}

/// The fonts: DejaVu Sans, which writes Vietnamese, so that pictures look alike on every machine;
/// those of the system for letters that it lacks.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for face in [dejavu::sans::regular(), dejavu::sans::bold(), dejavu::sans::oblique()] {
        fonts.load_font_data(face.to_vec());
    }
    fonts.load_system_fonts();
    fonts.set_sans_serif_family("DejaVu Sans");
    Arc::new(fonts)
});

impl Report {
    /// The [map](Self::map_svg) as PNG, `width` pixels wide.
    ///
    /// # Errors
    /// When the width is 0 or greater than 20,000, or the picture too large.
    pub fn map_png(&self, lang: Lang, width: u32) -> Result<Vec<u8>, PictureError> {
        png(&self.map_svg(lang), width)
    }

    /// The [strip](Self::strip_svg) as PNG, `width` pixels wide.
    ///
    /// # Errors
    /// As for [`map_png`](Self::map_png).
    pub fn strip_png(&self, lang: Lang, width: u32) -> Result<Vec<u8>, PictureError> {
        png(&self.strip_svg(lang), width)
    }
}

fn png(svg: &str, width: u32) -> Result<Vec<u8>, PictureError> {
    if !(1..=WIDEST).contains(&width) {
        return Err(PictureError::Width(width));
    }
    // The pictures name other faces first, for browsers; PNG files use this one alone.
    let svg = svg.replace("\"Noto Sans\",", "");
    let options =
        Options { fontdb: FONTS.clone(), font_family: "DejaVu Sans".into(), ..Options::default() };
    let tree = Tree::from_str(&svg, &options)?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil().max(1.0) as u32;
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PictureError::Encoding(error.to_string()))
}
