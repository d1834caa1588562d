//! The strip: the line drawn straight, row below row, with its markers, keepers and areas.

mod bands;
mod lanes;
mod rows;

use askama::Template;

use super::line::number;
use super::map::{Entry, MarkKind, Swatch, states};
use super::scale_bar::{round_above, written};
use super::text::{clipped, width, wrapped};
use super::tooltip::{StretchKey, Tooltips};
use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::report::Report;
use crate::units::Measure;
use bands::{Band, bands};
use rows::{Row, row_length, rows};

/// How wide the picture is, in pixels, and the room left and right of the rows.
const WIDTH: f64 = 1240.0;
const EDGE: f64 = 30.0;

/// How high things are, in pixels.
const MARKERS: f64 = 26.0;
const STATE: f64 = 16.0;
const LANE: f64 = 15.0;
const AXIS: f64 = 22.0;
const BETWEEN: f64 = 20.0;

/// The inside of a strip, and how high it is.
#[derive(Debug)]
pub(in crate::render) struct Strip {
    pub(in crate::render) width: f64,
    pub(in crate::render) height: f64,
    pub(in crate::render) drawing: String,
}

/// A bar along a row.
#[derive(Debug)]
struct Bar {
    class: &'static str,
    key: StretchKey,
    area: Option<String>,
    title: String,
    x: String,
    y: String,
    width: String,
    height: f64,
    /// Its name, where it has room, and where it stands.
    text: Option<(String, String, String)>,
}

/// A marker or a kilometre at a place.
#[derive(Debug)]
struct Tick {
    class: &'static str,
    x: String,
    y: f64,
    text: Option<String>,
    title: String,
    marker: Option<(String, String)>,
}

/// A line of text.
#[derive(Debug)]
struct Text {
    class: &'static str,
    x: f64,
    y: f64,
    anchor: &'static str,
    text: String,
}

#[derive(Debug, Default, Template)]
#[template(path = "svg/strip_inside.svg", escape = "html")]
struct Drawing {
    bars: Vec<Bar>,
    ticks: Vec<Tick>,
    texts: Vec<Text>,
}

/// What draws a strip.
struct Pen<'a> {
    report: &'a Report,
    tooltips: Tooltips<'a>,
    bands: Vec<Vec<Band>>,
    /// Pixels a millimetre.
    scale: f64,
    drawing: Drawing,
}

/// The inside of the strip, without title and legend.
pub(in crate::render) fn strip(report: &Report, lang: Lang) -> Strip {
    let tooltips = Tooltips::new(report, lang);
    let bands = bands(report, &tooltips);
    let scale = (WIDTH - 2.0 * EDGE) / row_length(report).mm() as f64;
    let mut pen = Pen { report, tooltips, bands, scale, drawing: Drawing::default() };
    let mut y = 0.0;
    let mut last = None;
    for row in rows(report) {
        if last != Some(row.section) {
            y = pen.heading(row.section, y);
        }
        last = Some(row.section);
        y = pen.row(row, y);
    }
    // Writing to a string cannot fail.
    let drawing = pen.drawing.render().unwrap_or_default();
    Strip { width: WIDTH, height: y.round(), drawing }
}

impl Pen<'_> {
    fn x(&self, row: Row, at: Measure) -> f64 {
        EDGE + (at - row.from).mm() as f64 * self.scale
    }

    fn heading(&mut self, section: usize, y: f64) -> f64 {
        let row = &self.report.sections[section];
        let (lang, c) = (self.tooltips.lang, &row.account);
        let figures = format!(
            "{} {} {} {} km, {}",
            lang.label("registered"),
            lang.km(c.registered()),
            lang.label("of"),
            lang.km(c.total()),
            lang.share(c.share())
        );
        let name = clipped(&row.name, 17.0, 600.0);
        let beside = EDGE + width(&name, 17.0) * 1.15 + 14.0;
        let texts = [("strip-heading", EDGE, name), ("strip-figures", beside, figures)];
        let texts =
            texts.map(|(class, x, text)| Text { class, x, y: y + 26.0, anchor: "start", text });
        self.drawing.texts.extend(texts);
        y + 40.0
    }

    /// Draws a row from `y` down; returns where the next may start.
    fn row(&mut self, row: Row, y: f64) -> f64 {
        self.markers(row, y + MARKERS);
        self.states(row, y + MARKERS);
        let mut y = y + MARKERS + STATE + 4.0;
        for band in 0..self.bands[row.section].len() {
            y = self.band(row, band, y) + 3.0;
        }
        self.axis(row, y + 2.0);
        y + AXIS + BETWEEN
    }

    fn states(&mut self, row: Row, y: f64) {
        let report = self.report;
        let section = &report.sections[row.section].section;
        for stretch in report.map.stretches.iter().filter(|s| s.at.section == *section) {
            let Some(cut) = row.cut(stretch.at.span.from(), stretch.at.span.to()) else {
                continue;
            };
            let key = StretchKey::new(
                section,
                stretch.at.span.from(),
                stretch.at.span.to(),
                &stretch.villages,
            );
            let title = self.tooltips.stretch(stretch);
            self.bar(row, cut, StretchState::of(stretch).class(), key, title, [y, STATE]);
        }
        for map in report.map.proposals.iter().filter(|p| p.proposal.stretch.section == *section) {
            let span = map.proposal.stretch.span;
            let Some(cut) = row.cut(span.from(), span.to()) else { continue };
            let asked = std::slice::from_ref(&map.proposal.village);
            let key = StretchKey::new(section, span.from(), span.to(), asked);
            let title = self.tooltips.proposal(map);
            self.bar(
                row,
                cut,
                StretchState::Proposed.class(),
                key,
                title,
                [y + STATE / 2.0 - 2.5, 5.0],
            );
        }
    }

    /// Adds a bar; returns its width in pixels.
    fn bar(
        &mut self,
        row: Row,
        (from, to): (Measure, Measure),
        class: &'static str,
        key: StretchKey,
        title: String,
        [y, height]: [f64; 2],
    ) -> f64 {
        let (x, end) = (self.x(row, from), self.x(row, to));
        // What is too short to be seen is drawn a pixel wide.
        let long = (end - x).max(1.0);
        let (x, y, width) = (number(x, 2), number(y, 1), number(long, 2));
        let (area, text) = (None, None);
        self.drawing.bars.push(Bar { class, key, area, title, x, y, width, height, text });
        long
    }

    fn band(&mut self, row: Row, band: usize, y: f64) -> f64 {
        let Band { name, items } = &self.bands[row.section][band];
        let on_row = items.iter().filter(|item| row.cut(item.from, item.to).is_some());
        let lanes = on_row.map(|item| item.lane + 1).max().unwrap_or(0);
        let name = clipped(name, 8.5, EDGE * 4.0);
        self.drawing.texts.push(Text {
            class: "lane-name",
            x: EDGE,
            y: y + 8.0,
            anchor: "start",
            text: name,
        });
        let y = y + 11.0;
        for item in 0..self.bands[row.section][band].items.len() {
            let item = self.bands[row.section][band].items[item].clone();
            let Some(cut) = row.cut(item.from, item.to) else { continue };
            let top = y + item.lane as f64 * LANE;
            let long = self.bar(row, cut, item.class, item.key, item.title, [top, LANE - 2.0]);
            let text = clipped(&item.name, 9.5, long - 6.0);
            let middle = self.x(row, cut.0) + long / 2.0;
            if let Some(bar) = self.drawing.bars.last_mut() {
                bar.area = item.area;
                // A name of two letters says nothing.
                let is_clear = text.chars().count() > 3 || text == item.name;
                let fits = is_clear && width(&text, 9.5) <= long - 4.0;
                let place = (number(middle, 1), number(top + LANE - 5.0, 1));
                bar.text = fits.then_some((place.0, place.1, text));
            }
        }
        y + lanes as f64 * LANE
    }

    /// Draws the markers, those that nobody keeps first; labels that do not fit are left out.
    fn markers(&mut self, row: Row, y: f64) {
        let report = self.report;
        let section = &report.sections[row.section].section;
        let on_row = super::map::markers_in_order(report).into_iter().filter_map(|marker| {
            let at = marker.at_mm.filter(|_| marker.section == *section)?;
            let is_last = self.is_last(row);
            let here = row.from <= at && (at < row.to || (is_last && at == row.to));
            here.then_some((marker, at))
        });
        let mut markers: Vec<_> = on_row.collect();
        markers.sort_by_key(|(marker, _)| marker.registered);
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (marker, at) in markers {
            let x = self.x(row, at);
            let text = clipped(&marker.marker, 9.5, 60.0);
            let half = width(&text, 9.5) / 2.0 + 3.0;
            let is_free = taken.iter().all(|&(low, high)| x + half < low || high < x - half);
            if is_free {
                taken.push((x - half, x + half));
            }
            let kind = PointKind::marker(marker);
            let class = if marker.registered { "tick" } else { "tick unkept" };
            let what = self.tooltips.lang.label("marker");
            self.drawing.ticks.push(Tick {
                class,
                x: number(x, 1),
                y,
                text: is_free.then_some(text),
                title: format!("{what} {} · {}", marker.marker, kind.label(self.tooltips.lang)),
                marker: Some((section.to_string(), marker.marker.clone())),
            });
        }
    }

    /// Whether a row is the last of its section.
    fn is_last(&self, row: Row) -> bool {
        let section = &self.report.sections[row.section].section;
        let mut stretches = self.report.map.stretches.iter().filter(|s| s.at.section == *section);
        stretches.next_back().is_some_and(|last| last.at.span.to() == row.to)
    }

    /// Official kilometres below the row.
    fn axis(&mut self, row: Row, y: f64) {
        let step = round_above(90.0 / self.scale).max(1.0);
        let first = (row.from.mm() as f64 / step).ceil();
        let count = ((row.to.mm() as f64 / step).floor() - first).clamp(-1.0, 100.0) as i64;
        for i in 0..=count {
            let mm = (first + i as f64) * step;
            let at = Measure::from_mm(mm as i64);
            let text =
                if mm == 0.0 { "0 km".to_owned() } else { written(mm / 1e3, self.tooltips.lang) };
            self.drawing.ticks.push(Tick {
                class: "axis",
                x: number(self.x(row, at), 1),
                y,
                text: Some(text),
                title: String::new(),
                marker: None,
            });
        }
        let key =
            StretchKey::new(&self.report.sections[row.section].section, row.from, row.to, &[]);
        self.bar(row, (row.from, row.to), "axis-line", key, String::new(), [y, 1.0]);
    }
}

#[derive(Debug, Template)]
#[template(path = "svg/strip.svg", escape = "html")]
struct Sheet {
    lang: Lang,
    width: f64,
    height: f64,
    top: f64,
    title: String,
    description: String,
    css: &'static str,
    lines: Vec<Text>,
    entries: Vec<(f64, f64, Entry)>,
    drawing: String,
}

/// The whole strip.
pub(super) fn sheet(report: &Report, lang: Lang) -> String {
    let strip = strip(report, lang);
    let mut lines = Vec::new();
    let mut y = EDGE + 20.0;
    let mut push = |class, texts: Vec<String>, y: &mut f64, by: f64| {
        for text in texts {
            lines.push(Text { class, x: EDGE, y: *y, anchor: "start", text });
            *y += by;
        }
    };
    let inner = WIDTH - 2.0 * EDGE;
    push("title", wrapped(&report.title, 22.0 * 1.12, inner, 2), &mut y, 28.0);
    let subtitle =
        format!("{} · {}", super::map::dated(report, lang), super::map::headline(report, lang));
    push("subtitle", wrapped(&subtitle, 14.0, inner, 2), &mut y, 20.0);
    let (entries, y) = legend(report, lang, y);
    let top = y + 18.0;
    let mut end = top + strip.height + 14.0;
    let note = report.attribution.as_deref().unwrap_or("");
    push("note", wrapped(note, 10.5, inner, 4), &mut end, 15.0);
    let sheet = Sheet {
        lang,
        width: WIDTH,
        height: (end + 10.0).round(),
        top,
        title: format!("{} – {}", report.title, lang.label("strip")),
        description: subtitle,
        css: super::CSS,
        lines,
        entries,
        drawing: strip.drawing,
    };
    sheet.render().unwrap_or_default()
}

/// The legend's entries, each with its place, in lines from a height on; and the last one's height.
fn legend(report: &Report, lang: Lang, mut y: f64) -> (Vec<(f64, f64, Entry)>, f64) {
    let mut entries = Vec::new();
    let mut x = EDGE;
    let signs =
        states(report, lang).into_iter().chain([marker_sign(report, lang)].into_iter().flatten());
    for entry in signs {
        let wide = 44.0 + width(&entry.text, 12.0) + width(&entry.figure, 12.0) + 30.0;
        let next = x + wide;
        // An entry that does not fit begins the next line.
        if next > WIDTH - EDGE && x > EDGE {
            (x, y) = (EDGE, y + 24.0);
        }
        entries.push((x, y + 6.0, entry));
        x += wide;
    }
    (entries, y)
}

fn marker_sign(report: &Report, lang: Lang) -> Option<Entry> {
    let unkept = report.markers.unregistered.len();
    let kind = PointKind::UnkeptMarker;
    let (swatch, text) = (Swatch::Mark(MarkKind::Point(kind)), kind.label(lang).to_owned());
    (unkept > 0).then(|| Entry { swatch, text, figure: unkept.to_string() })
}
