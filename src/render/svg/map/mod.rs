//! The map: the line by its state, and all that stands along it.

mod along;
mod beside;
mod ground;
mod legend;
mod marks;
mod points;
mod sheet;

use askama::Template;

pub(in crate::render::svg) use legend::states;
pub(in crate::render) use legend::{Entry, Swatch};
pub(in crate::render) use marks::MarkKind;
pub(in crate::render::svg) use points::in_order as markers_in_order;
pub(in crate::render) use sheet::{dated, headline};

use super::tooltip::{StretchKey, Tooltips};
use crate::assign::Proposal;
use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::report::Report;
use ground::Ground;
use marks::{Mark, marks};

/// How fine a still map is drawn: a tenth of a pixel, so that it may be printed in double size.
const STILL: f64 = 0.1;

/// The finest that a map that can be magnified is drawn, in pixels of the unmagnified one.
const MAGNIFIED: f64 = 0.03;

/// At which magnifications more labels appear on a map that can be magnified.
pub(in crate::render) const LEVELS: [f64; 7] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

/// The drawing of a stretch.
#[derive(Debug)]
struct Shape {
    id: String,
    state: StretchState,
    key: StretchKey,
    title: String,
    path: String,
}

/// The line and its marks, without the paper around them.
#[derive(Debug, Template)]
#[template(path = "svg/pane.svg", escape = "html")]
struct Drawing {
    stretches: Vec<Shape>,
    marks: Vec<Mark>,
    interactive: bool,
}

/// The inside of a map, and what is needed to frame it.
#[derive(Debug)]
pub(in crate::render) struct Pane {
    pub(in crate::render) width: f64,
    pub(in crate::render) height: f64,
    /// Pixels a metre.
    pub(in crate::render) scale: f64,
    pub(in crate::render) legend: Vec<Entry>,
    /// As elements of an SVG.
    pub(in crate::render) drawing: String,
}

/// The inside of a map: to be looked at, or to be magnified and pointed at.
pub(in crate::render) fn pane(report: &Report, lang: Lang, interactive: bool) -> Pane {
    let tooltips = Tooltips::new(report, lang);
    let ground = Ground::new(report, if interactive { MAGNIFIED } else { STILL });
    let levels = if interactive { &LEVELS[..] } else { &[1.0] };
    let marks = marks(report, &ground, &tooltips, levels);
    let legend = legend::legend(report, &ground, &marks, lang);
    let decimals = if interactive { 2 } else { 1 };
    let stretches = shapes(report, &ground, &tooltips, decimals);
    let drawing = Drawing { stretches, marks, interactive };
    let [width, height] = ground.pane;
    Pane {
        width,
        height,
        scale: ground.view.scale,
        legend,
        // Writing to a string cannot fail.
        drawing: drawing.render().unwrap_or_default(),
    }
}

fn shapes(
    report: &Report,
    ground: &Ground,
    tooltips: &Tooltips<'_>,
    decimals: usize,
) -> Vec<Shape> {
    let path = |drawn: &ground::Drawn| super::line::path(drawn, decimals);
    let map = &report.map;
    let stretches = map.stretches.iter().zip(&ground.stretches).enumerate();
    let stretches = stretches.map(|(i, (row, drawn))| Shape {
        id: format!("m{i}"),
        state: StretchState::of(row),
        key: StretchKey::new(&row.at.section, row.at.span.from(), row.at.span.to(), &row.villages),
        title: tooltips.stretch(row),
        path: path(drawn),
    });
    let proposals = map.proposals.iter().zip(&ground.proposals).enumerate();
    let proposals = proposals.map(|(i, (map, drawn))| {
        let Proposal { stretch, village, .. } = &map.proposal;
        let (span, asked) = (stretch.span, std::slice::from_ref(village));
        Shape {
            id: format!("p{i}"),
            state: StretchState::Proposed,
            key: StretchKey::new(&stretch.section, span.from(), span.to(), asked),
            title: tooltips.proposal(map),
            path: path(drawn),
        }
    });
    let mut shapes: Vec<Shape> = stretches.chain(proposals).collect();
    shapes.sort_by_key(|shape| shape.state);
    shapes
}

/// The whole map.
pub(super) fn map(report: &Report, lang: Lang) -> String {
    sheet::sheet(report, &pane(report, lang, false), lang)
}
