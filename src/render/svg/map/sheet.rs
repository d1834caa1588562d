//! The paper around a still map: title, legend, scale bar, north arrow, attribution.

use askama::Template;

use super::{Entry, MarkKind, Pane, Swatch};
use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::render::svg::text::{width, wrapped};
use crate::report::Report;

/// How wide the picture is, in pixels.
const WIDTH: f64 = 1060.0;
/// Around everything.
const EDGE: f64 = 30.0;
/// The width of the legend beside a high map, and of its columns below a wide one.
const COLUMN: f64 = 250.0;
/// How much wider bold letters are.
const BOLD: f64 = 1.12;

#[derive(Debug, Template)]
#[template(path = "svg/map.svg", escape = "html")]
struct Sheet {
    lang: Lang,
    width: f64,
    height: f64,
    title: String,
    description: String,
    css: &'static str,
    texts: Vec<Text>,
    left: f64,
    top: f64,
    pane_width: f64,
    pane_height: f64,
    pane: String,
    entries: Vec<Sign>,
    bar: Bar,
}

/// A line of text at a place.
#[derive(Debug)]
struct Text {
    class: &'static str,
    x: f64,
    y: f64,
    text: String,
}

/// A sign of the legend at a place.
#[derive(Debug)]
struct Sign {
    swatch: Swatch,
    x: f64,
    y: f64,
}

/// The scale bar and the north arrow beside it.
#[derive(Debug)]
struct Bar {
    x: f64,
    y: f64,
    width: String,
    text: String,
    north: f64,
    letter: &'static str,
}

/// Lays the sheet out from top to bottom.
#[derive(Debug, Default)]
struct Layout {
    texts: Vec<Text>,
    signs: Vec<Sign>,
}

impl Layout {
    /// Adds lines of text; returns where the next would stand.
    fn lines(
        &mut self,
        class: &'static str,
        [x, mut y]: [f64; 2],
        lines: Vec<String>,
        by: f64,
    ) -> f64 {
        for text in lines {
            self.texts.push(Text { class, x, y, text });
            y += by;
        }
        y
    }

    /// Adds a sign with its meaning; returns where the next would stand.
    fn entry(&mut self, entry: &Entry, [x, y]: [f64; 2]) -> f64 {
        self.signs.push(Sign { swatch: entry.swatch, x, y: y - 12.0 });
        let text = wrapped(&entry.text, 12.0, COLUMN - 46.0, 2);
        let below = self.lines("entry", [x + 44.0, y], text, 16.0);
        self.lines("figure", [x + 44.0, below], vec![entry.figure.clone()], 16.0) + 10.0
    }
}

/// The figures of the whole line in a sentence.
pub(in crate::render) fn headline(report: &Report, lang: Lang) -> String {
    let line = &report.line;
    format!(
        "{}: {} {} {} km, {}",
        lang.label("registered"),
        lang.km(line.registered()),
        lang.label("of"),
        lang.km(line.total()),
        lang.share(line.share())
    )
}

/// The day and the survey.
pub(in crate::render) fn dated(report: &Report, lang: Lang) -> String {
    format!("{} · {} {}", lang.day(report.date), lang.label("survey"), report.survey)
}

/// The map on its sheet.
pub(super) fn sheet(report: &Report, pane: &Pane, lang: Lang) -> String {
    let mut layout = Layout::default();
    let inner = WIDTH - 2.0 * EDGE;
    let title = wrapped(&report.title, 22.0 * BOLD, inner, 2);
    let y = layout.lines("title", [EDGE, EDGE + 22.0], title, 28.0);
    let subtitle = format!("{} · {}", dated(report, lang), headline(report, lang));
    let y = layout.lines("subtitle", [EDGE, y], wrapped(&subtitle, 14.0, inner, 2), 20.0);
    let top = (y - 6.0).round();
    let beside = pane.width < inner - COLUMN;
    let (bar, below) = if beside {
        legend_beside(&mut layout, pane, top, lang)
    } else {
        legend_below(&mut layout, pane, top, lang)
    };
    let note = report.attribution.as_deref().unwrap_or("");
    let y = layout.lines("note", [EDGE, below + 22.0], wrapped(note, 10.5, inner, 4), 15.0);
    let sheet = Sheet {
        lang,
        width: WIDTH,
        height: (y + EDGE - 22.0).round(),
        title: report.title.clone(),
        description: format!("{}. {}", dated(report, lang), headline(report, lang)),
        css: super::super::CSS,
        texts: layout.texts,
        left: EDGE,
        top,
        pane_width: pane.width,
        pane_height: pane.height,
        pane: pane.drawing.clone(),
        entries: layout.signs,
        bar,
    };
    // Writing to a string cannot fail.
    sheet.render().unwrap_or_default()
}

/// The legend in a column right of the pane; returns where the next part may start.
fn legend_beside(layout: &mut Layout, pane: &Pane, top: f64, lang: Lang) -> (Bar, f64) {
    let x = EDGE + pane.width + 28.0;
    let heading = vec![lang.label("legend").to_owned()];
    let mut y = layout.lines("heading", [x, top + 14.0], heading, 28.0);
    for entry in &pane.legend {
        y = layout.entry(entry, [x, y]);
    }
    let bottom = (top + pane.height).max(y + 60.0);
    (bar(pane, [x, bottom - 30.0], COLUMN - 70.0, lang), bottom)
}

/// The legend in columns below the pane.
fn legend_below(layout: &mut Layout, pane: &Pane, top: f64, lang: Lang) -> (Bar, f64) {
    let columns = ((WIDTH - 2.0 * EDGE) / COLUMN).floor().max(1.0);
    let rows = (pane.legend.len() as f64 / (columns - 1.0)).ceil().max(1.0) as usize;
    let start = top + pane.height + 30.0;
    let mut bottom = start + 40.0;
    for (i, column) in pane.legend.chunks(rows).enumerate() {
        let mut y = start;
        for entry in column {
            y = layout.entry(entry, [EDGE + i as f64 * COLUMN, y]);
        }
        bottom = bottom.max(y);
    }
    let x = EDGE + (columns - 1.0) * COLUMN;
    (bar(pane, [x, start + 20.0], COLUMN - 70.0, lang), bottom - 10.0)
}

fn bar(pane: &Pane, [x, y]: [f64; 2], most: f64, lang: Lang) -> Bar {
    let (text, drawn) = super::super::scale_bar::scale_bar(pane.scale, most, lang);
    let letter = lang.label("north");
    let north = most + 40.0 - width(letter, 13.0) / 2.0;
    Bar { x, y: y.round(), width: drawn, text, north, letter }
}
