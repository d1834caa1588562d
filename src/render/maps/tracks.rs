//! `map.gpx` and `map.kml`: the same map for phones and globes.

use askama::Template;

use super::positions::{Position, bbox, pieces, point};
use super::titles::stretch_title;
use crate::assign::Proposal;
use crate::geodesy::LonLat;
use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::render::svg::clean;
use crate::report::Report;
use crate::units::{Length, Measure};

impl Report {
    /// The map as GPX 1.1 for phones and receivers: a track for every stretch, a waypoint for every
    /// marker, village and work; titles in a language, positions rounded to `decimals` decimals
    /// of a degree.
    pub fn map_gpx(&self, lang: Lang, decimals: u8) -> String {
        let mut tracks = Tracks::new(self, lang, decimals);
        // GPX has longitudes below 180 only.
        let below = 180.0 - 10_f64.powi(-i32::from(decimals.clamp(1, 12)));
        let positions = tracks.lines.iter_mut().flat_map(|line| line.pieces.iter_mut().flatten());
        for position in positions.chain(tracks.points.iter_mut().map(|point| &mut point.at)) {
            position[0] = position[0].min(below);
        }
        // Writing to a string cannot fail.
        clean(Gpx { report: self, tracks }.render().unwrap_or_default())
    }

    /// The map as KML 2.2 for globes, coloured by state, in folders; as [`map_gpx`](Self::map_gpx)
    /// otherwise.
    pub fn map_kml(&self, lang: Lang, decimals: u8) -> String {
        let tracks = Tracks::new(self, lang, decimals);
        clean(Kml { report: self, tracks, lang }.render().unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "maps/map.gpx", escape = "html")]
struct Gpx<'a> {
    report: &'a Report,
    tracks: Tracks,
}

#[derive(Template)]
#[template(path = "maps/map.kml", escape = "html")]
struct Kml<'a> {
    report: &'a Report,
    tracks: Tracks,
    lang: Lang,
}

/// What is on the map.
struct Tracks {
    lines: Vec<Line>,
    points: Vec<Point>,
}

struct Line {
    state: StretchState,
    name: String,
    description: String,
    section: String,
    from_mm: Measure,
    to_mm: Measure,
    length_mm: Length,
    pieces: Vec<Vec<Position>>,
}

struct Point {
    kind: PointKind,
    name: String,
    at: Position,
}

impl Tracks {
    fn new(report: &Report, lang: Lang, decimals: u8) -> Self {
        let map = &report.map;
        let stretches = map.stretches.iter().map(|row| {
            let state = StretchState::of(row);
            let villages: Vec<&str> =
                row.villages.iter().map(crate::id::VillageId::as_str).collect();
            Line {
                state,
                name: stretch_title(lang, &row.at.from, &row.at.to, row.at.length()),
                description: state.description(lang, &villages),
                section: row.at.section.to_string(),
                from_mm: row.at.span.from(),
                to_mm: row.at.span.to(),
                length_mm: row.at.length(),
                pieces: pieces(&row.geometry, decimals),
            }
        });
        let proposals = map.proposals.iter().map(|proposal| {
            let Proposal { stretch, village, .. } = &proposal.proposal;
            Line {
                state: StretchState::Proposed,
                name: stretch_title(lang, &stretch.from, &stretch.to, stretch.length()),
                description: StretchState::Proposed.description(lang, &[village.as_str()]),
                section: stretch.section.to_string(),
                from_mm: stretch.span.from(),
                to_mm: stretch.span.to(),
                length_mm: stretch.length(),
                pieces: pieces(&proposal.geometry, decimals),
            }
        });
        let lines = stretches.chain(proposals).filter(|line| !line.pieces.is_empty()).collect();
        Self { lines, points: points(report, lang, decimals) }
    }

    fn states(&self) -> [StretchState; 4] {
        StretchState::ALL
    }

    fn lines_in(&self, state: &StretchState) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.state == *state).collect()
    }

    fn kinds(&self) -> [PointKind; 5] {
        PointKind::ALL
    }

    fn points_in(&self, kind: &PointKind) -> Vec<&Point> {
        self.points.iter().filter(|point| point.kind == *kind).collect()
    }

    /// West, south, east, north; none where nothing is drawn, or where they cross the antimeridian,
    /// for which GPX has no word.
    fn bounds(&self) -> Option<[f64; 4]> {
        let lines = self.lines.iter().flat_map(|line| line.pieces.iter().map(Vec::as_slice));
        let points = self.points.iter().map(|point| std::slice::from_ref(&point.at));
        bbox(lines.chain(points)).filter(|[west, _, east, _]| west <= east)
    }
}

fn points(report: &Report, lang: Lang, decimals: u8) -> Vec<Point> {
    let map = &report.map;
    let drawn = |kind, name: String, at: LonLat| Point { kind, name, at: point(at, decimals) };
    let markers = map.markers.iter().map(|marker| {
        let name = format!("{} {}", lang.label("marker"), marker.marker);
        drawn(PointKind::marker(marker), name, marker.at)
    });
    let villages = map.villages.iter().map(|v| drawn(PointKind::Village, v.name.clone(), v.at));
    let works = map.works.iter().map(|work| {
        let name = work.name.as_deref().unwrap_or(work.work.as_str());
        drawn(PointKind::work(work), name.to_owned(), work.at)
    });
    markers.chain(villages).chain(works).collect()
}

/// A colour as KML writes it: opacity, blue, green, red.
fn abgr(colour: &str) -> String {
    let part = |i: usize| colour.get(i..i + 2).unwrap_or("00");
    format!("ff{}{}{}", part(5), part(3), part(1))
}
