//! The page: one file, `report.html`, that needs nothing beside it.

mod tables;

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::states::{PointKind, StretchState};
use super::svg::{self, MarkKind, Pane, Strip, Swatch};
use crate::lang::Lang;
use crate::report::Report;
use tables::{PageTable, tables};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A figure at the head of the page.
#[derive(Debug)]
struct Tile {
    name: &'static str,
    figure: String,
    /// Whether something is left to do.
    alarm: bool,
}

#[derive(Debug, Template)]
#[template(path = "page/page.html")]
struct Page<'a> {
    lang: Lang,
    report: &'a Report,
    policy: String,
    style: String,
    script: &'static str,
    dated: String,
    tiles: Vec<Tile>,
    pane: Pane,
    levels: String,
    bar_text: String,
    bar_width: String,
    history: Option<String>,
    tables: Vec<PageTable>,
    strip: Strip,
}

impl Report {
    /// The report as one page of HTML that needs no network and nothing beside it: the map, to be
    /// moved and magnified; all tables, to be sorted and filtered; the line drawn straight.
    ///
    /// Without scripts it is a readable document. A content-security policy lets nothing run but
    /// the script that belongs to it, and nothing be loaded.
    pub fn page(&self, lang: Lang) -> String {
        let style = format!("{}{STYLE}", svg::CSS);
        let pane = svg::pane(self, lang, true);
        let (bar_text, bar_width) = svg::scale_bar(pane.scale, 150.0, lang);
        let page = Page {
            lang,
            report: self,
            policy: policy(&style, SCRIPT),
            style,
            script: SCRIPT,
            dated: svg::dated(self, lang),
            tiles: tiles(self, lang),
            levels: serde_json::Value::from(svg::LEVELS.to_vec()).to_string(),
            bar_text,
            bar_width,
            history: svg::history(&svg::moments(self), lang),
            tables: tables(self, lang),
            strip: svg::strip(self, lang),
            pane,
        };
        // Writing to a string cannot fail.
        svg::clean(page.render().unwrap_or_default())
    }
}

/// What the page may do: nothing but to use its own style and script, which are named by their
/// hashes.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(style),
        hash(script)
    )
}

fn tiles(report: &Report, lang: Lang) -> Vec<Tile> {
    let line = &report.line;
    let tile = |name, figure: String, alarm| Tile { name, figure, alarm };
    let of = |part: usize, whole: usize| format!("{part} / {whole}");
    let markers = &report.markers;
    vec![
        tile(lang.label("share"), lang.share(line.share()), false),
        tile(lang.label("registered_line_km"), lang.km(line.registered()), false),
        tile(
            lang.label("unregistered_line_km"),
            lang.km(line.unregistered()),
            !report.gaps.is_empty(),
        ),
        tile(lang.label("number_of_gaps"), report.gaps.len().to_string(), !report.gaps.is_empty()),
        tile(lang.label("collectives"), report.collectives.to_string(), false),
        tile(lang.label("markers"), of(markers.registered, markers.total), false),
    ]
}
