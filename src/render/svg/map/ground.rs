//! The line on the pane of a map.

use geo_types::MultiLineString;

use crate::geodesy::LonLat;
use crate::render::svg::frame::{Extent, Frame, Point, View};
use crate::render::svg::line::{on_plane, simplified};
use crate::render::svg::scale::LineScale;
use crate::report::Report;

/// Room for labels left and right of the line, above and below, in pixels.
const MARGIN: Point = [96.0, 44.0];

/// No picture has more vertices of the line.
const MOST_VERTICES: usize = 20_000;

/// A line in pixels, part by part.
pub(super) type Drawn = Vec<Vec<Point>>;

/// The line on the pane of a map.
#[derive(Debug)]
pub(super) struct Ground {
    /// How wide and high it is, in pixels.
    pub(super) pane: Point,
    pub(super) view: View,
    /// As the stretches of the report's map.
    pub(super) stretches: Vec<Drawn>,
    /// As its proposals.
    pub(super) proposals: Vec<Drawn>,
    /// The sections, in the order of the report.
    pub(super) scales: Vec<LineScale>,
    /// For each section the side away from the villages: 1 on its left as seen, −1 on its right.
    pub(super) outside: Vec<f64>,
}

impl Ground {
    /// Draws the line to within `tolerance` pixels.
    pub(super) fn new(report: &Report, tolerance: f64) -> Self {
        let map = &report.map;
        let lines = || map.stretches.iter().map(|stretch| &stretch.geometry);
        let vertices =
            lines().flat_map(|line| line.0.iter()).flat_map(geo_types::LineString::coords);
        let frame = Frame::around(vertices.filter_map(|&c| LonLat::try_from(c).ok()));
        let plane = |line: &MultiLineString| on_plane(&frame, line);
        let stretches: Vec<Drawn> = lines().map(plane).collect();
        let proposals: Vec<Drawn> = map.proposals.iter().map(|p| plane(&p.geometry)).collect();
        let extent = extent(report, &frame, &stretches);
        let pane = pane(extent);
        let view = View::fit(frame, extent, pane, MARGIN);
        let stretches = to_pixels(&view, &stretches, tolerance);
        let mut ground = Self {
            pane,
            proposals: to_pixels(&view, &proposals, tolerance),
            scales: scales(report, &stretches),
            stretches,
            view,
            outside: Vec::new(),
        };
        ground.outside = ground.sides(report);
        ground
    }

    /// Whether a point is on the pane.
    pub(super) fn shows(&self, [x, y]: Point) -> bool {
        (0.0..=self.pane[0]).contains(&x) && (0.0..=self.pane[1]).contains(&y)
    }

    fn sides(&self, report: &Report) -> Vec<f64> {
        let villages: Vec<Point> = report.map.villages.iter().map(|v| self.view.at(v.at)).collect();
        let side = |scale: &LineScale| {
            // Each village counts for the sections near it.
            let reach = self.pane[0].max(self.pane[1]) / 6.0;
            let extent = Extent::of(&scale.points().collect::<Vec<_>>());
            let near = |&&village: &&Point| extent.is_some_and(|e| e.reaches(village, reach));
            scale.side_of(&villages.iter().filter(near).copied().collect::<Vec<_>>())
        };
        self.scales.iter().map(|scale| if side(scale) > 0.0 { -1.0 } else { 1.0 }).collect()
    }
}

/// The extent of the pane: the line and all points near it; points far off would make it small.
fn extent(report: &Report, frame: &Frame, stretches: &[Drawn]) -> Extent {
    let line = Extent::of(stretches.iter().flatten().flatten());
    let line = line.unwrap_or(Extent { low: [0.0, 0.0], high: [0.0, 0.0] });
    let reach = line.width().max(line.height()) / 4.0;
    let map = &report.map;
    let places = map.villages.iter().map(|v| v.at).chain(map.works.iter().map(|w| w.at));
    let points = places.chain(map.markers.iter().map(|m| m.at)).map(|at| frame.project(at));
    points.filter(|&p| line.reaches(p, reach)).fold(line, Extent::with)
}

/// How large the pane is: wide ground lies across the picture, high ground beside the legend; and
/// no higher than the ground needs.
fn pane(extent: Extent) -> Point {
    let [width, height] = [extent.width().max(1.0), extent.height().max(1.0)];
    let wide = if width > height * 1.15 { 1000.0 } else { 720.0 };
    let high = (wide - 2.0 * MARGIN[0]) / width * height + 2.0 * MARGIN[1];
    [wide, high.clamp(340.0, 1150.0).round()]
}

/// Lines in pixels, within a tolerance, or coarser where there would be too many vertices.
fn to_pixels(view: &View, lines: &[Drawn], tolerance: f64) -> Vec<Drawn> {
    let pixels: Vec<Drawn> = lines
        .iter()
        .map(|line| line.iter().map(|p| p.iter().map(|&p| view.px(p)).collect()).collect())
        .collect();
    let mut tolerance = tolerance;
    loop {
        let simple = |part: &Vec<Point>| simplified(part, tolerance);
        let drawn: Vec<Drawn> =
            pixels.iter().map(|line| line.iter().map(simple).collect()).collect();
        let vertices: usize = drawn.iter().flatten().map(Vec::len).sum();
        // Two ends a part are needed whatever the tolerance.
        let parts: usize = drawn.iter().map(Vec::len).sum();
        if vertices <= MOST_VERTICES.max(parts * 4) {
            return drawn;
        }
        tolerance *= 2.0;
    }
}

fn scales(report: &Report, drawn: &[Drawn]) -> Vec<LineScale> {
    let mut scales = vec![LineScale::default(); report.sections.len()];
    for (stretch, drawn) in report.map.stretches.iter().zip(drawn) {
        let section = report.sections.iter().position(|row| row.section == stretch.at.section);
        if let Some(scale) = section.and_then(|i| scales.get_mut(i)) {
            scale.push(stretch, drawn);
        }
    }
    scales
}
