//! What is marked along the line of a map: the names of sections, gaps, the limits of areas.

use super::beside::{Stand, led_out, out, stand, turned};
use super::marks::{MarkKind, Marks};
use crate::id::SectionId;
use crate::render::states::StretchState;
use crate::render::svg::frame::Point;
use crate::render::svg::line::number;
use crate::report::{MapArea, Report};
use crate::units::{Length, Measure};

impl Marks<'_> {
    /// The direction away from the villages at a measure, a unit vector on the picture.
    fn outward(&self, section: usize, measure: Measure) -> Point {
        let [dx, dy] = self.ground.scales[section].direction(measure, 14.0);
        let side = self.ground.outside[section];
        [dy * side, -dx * side]
    }

    /// Where a measure of a section lies, and the direction away from the villages there.
    fn on(&self, section: &SectionId, measure: Measure) -> Option<(Point, Point)> {
        let i = self.report.sections.iter().position(|row| row.section == *section)?;
        Some((self.ground.scales[i].at(measure)?, self.outward(i, measure)))
    }

    /// The name of each section, on the side away from the villages.
    pub(super) fn section_names(&mut self) {
        let report = self.report;
        for (i, section) in report.sections.iter().enumerate() {
            let of_it = || report.map.stretches.iter().filter(|s| s.at.section == section.section);
            let start = of_it().next().map_or(0, |stretch| stretch.at.span.from().mm());
            let total = section.account.total().mm() as f64;
            let at = |share: f64| Measure::from_mm(start + (total * share) as i64);
            let scale = &self.ground.scales[i];
            let Some(middle) = scale.at(at(0.5)) else { continue };
            let mut beside: Vec<(Point, Point, f64)> = Vec::new();
            for away in [34.0, 56.0, 80.0, 110.0] {
                let shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
                let points = shares.into_iter().filter_map(|share| {
                    Some((scale.at(at(share))?, self.outward(i, at(share)), away))
                });
                beside.extend(points);
            }
            let stands = |width: f64, size| {
                let from_middle = |(point, side, away): (Point, Point, f64)| {
                    let by = [point[0] - middle[0], point[1] - middle[1]];
                    // Its letters stand apart.
                    shifted(stand(side, away, width * 1.1, size), by)
                };
                beside.into_iter().map(from_middle).collect()
            };
            self.plan(MarkKind::SectionName, middle, section.name.clone())
                .label(&section.name, stands);
        }
    }

    /// A pin that points at each gap, and how long it is: a short one would be overlooked.
    pub(super) fn gaps(&mut self) {
        let report = self.report;
        for gap in report.gaps.iter().map(|gap| &gap.stretch) {
            let middle = half_way(gap.span.from(), gap.length());
            let Some((at, side)) = self.on(&gap.section, middle) else { continue };
            let tooltips = self.tooltips;
            let title = tooltips.location(&gap.section, &gap.from, &gap.to, gap.length());
            let title = format!("{title} · {}", StretchState::Gap.label(tooltips.lang));
            let text = format!("{} km", tooltips.lang.km(gap.length()));
            let corners = [(0.0, 9.0), (24.0, 20.0), (-24.0, 20.0)];
            let corners = corners.map(|(turn, away)| turned(side, turn).map(|x| x * away));
            self.plan(MarkKind::GapPin, at, title)
                .symbol(triangle(corners), side.map(|x| x * 14.0))
                .label(&text, |width, size| out(side, &[23.0, 29.0, 36.0], width, size));
        }
    }

    /// A tick where each stretch of an area begins, and its name beside the longest.
    pub(super) fn areas(&mut self) {
        for area in areas_shown(self.report) {
            for row in &area.stretches {
                let Some((at, side)) = self.on(&row.section, row.span.from()) else { continue };
                let lies = self.tooltips.location(&row.section, &row.from, &row.to, row.length());
                let title = format!("{} · {lies}", area.name);
                self.plan(MarkKind::Limit, at, title).symbol(tick(side), [0.0, 0.0]);
            }
            let longest = area.stretches.iter().rev().max_by_key(|row| row.length());
            let middle = |row: &crate::border::Stretch| half_way(row.span.from(), row.length());
            let on = longest.and_then(|row| self.on(&row.section, middle(row)));
            let Some((at, side)) = on else { continue };
            self.plan(MarkKind::Limit, at, area.name.clone()).label(&area.name, |width, size| {
                led_out(side, &[13.0, 22.0, 34.0, 50.0, 70.0], width, size)
            });
        }
    }
}

/// The areas whose limits are shown: of the lowest levels, the one with the fewest areas, so that
/// their names have room.
pub(super) fn areas_shown(report: &Report) -> Vec<&MapArea> {
    let mut levels: Vec<(&str, usize)> = Vec::new();
    for area in report.map.areas.iter().filter(|area| area.is_lowest) {
        match levels.iter_mut().find(|(level, _)| *level == area.level) {
            Some((_, count)) => *count += 1,
            None => levels.push((&area.level, 1)),
        }
    }
    let fewest = levels.iter().min_by_key(|(_, count)| *count).map(|&(level, _)| level);
    report.map.areas.iter().filter(|area| Some(area.level.as_str()) == fewest).collect()
}

fn half_way(from: Measure, length: Length) -> Measure {
    from + Length::from_mm(length.mm() / 2)
}

fn shifted(stand: Stand, by: Point) -> Stand {
    let moved = |p: Point| [p[0] + by[0], p[1] + by[1]];
    let mut covers = stand.covers;
    (covers.low, covers.high) = (moved(covers.low), moved(covers.high));
    Stand { at: moved(stand.at), covers, ..stand }
}

fn written([x, y]: Point) -> String {
    format!("{} {}", number(x, 1), number(y, 1))
}

fn triangle([a, b, c]: [Point; 3]) -> String {
    format!("M{}L{}L{}Z", written(a), written(b), written(c))
}

fn tick(side: Point) -> String {
    format!("M{}L{}", written(side.map(|x| x * -7.0)), written(side.map(|x| x * 7.0)))
}
