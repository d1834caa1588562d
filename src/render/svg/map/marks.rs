//! What is marked on a map beside the line itself, and where its labels stand.

use super::beside::Stand;
use super::ground::Ground;
use crate::id::SectionId;
use crate::render::states::PointKind;
use crate::render::svg::frame::{Extent, Point};
use crate::render::svg::labels::{LabelRequest, PlacedLabel, about, place};
use crate::render::svg::line::number;
use crate::render::svg::text::{clipped, width};
use crate::render::svg::tooltip::Tooltips;
use crate::report::Report;

/// The widest a label is drawn, in pixels.
const WIDEST: f64 = 190.0;

/// The kind of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum MarkKind {
    /// The name of a section.
    SectionName,
    /// A pin at a gap.
    GapPin,
    /// The limit of an area.
    Limit,
    /// What stands at a point.
    Point(PointKind),
}

impl MarkKind {
    pub(in crate::render) fn class(self) -> &'static str {
        match self {
            Self::SectionName => "section-name",
            Self::GapPin => "gap-pin",
            Self::Limit => "limit",
            Self::Point(kind) => kind.class(),
        }
    }

    /// The size of its label, in pixels.
    pub(super) fn size(self) -> f64 {
        match self {
            Self::SectionName => 19.0,
            Self::GapPin | Self::Limit => 11.5,
            Self::Point(_) => 10.0,
        }
    }

    /// How far its symbol reaches from its point; none where it has none.
    fn reach(self) -> Option<f64> {
        match self {
            Self::SectionName | Self::Limit => None,
            Self::GapPin => Some(7.0),
            Self::Point(PointKind::Village) => Some(2.2),
            Self::Point(PointKind::KeptMarker) => Some(3.6),
            Self::Point(_) => Some(5.0),
        }
    }

    /// Whether its symbol is shown whatever it covers.
    fn is_required(self) -> bool {
        self != Self::Point(PointKind::KeptMarker)
    }

    /// When its symbol and its label are placed: the least first.
    fn ranks(self) -> (u8, u8) {
        match self {
            Self::SectionName => (0, 0),
            Self::GapPin => (1, 4),
            Self::Limit => (5, 5),
            Self::Point(PointKind::Village) => (3, 8),
            Self::Point(PointKind::KeptMarker) => (7, 7),
            Self::Point(_) => (2, 6),
        }
    }
}

/// One mark on the map, at a point, with a symbol and perhaps a label.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) kind: MarkKind,
    pub(super) x: String,
    pub(super) y: String,
    /// From which magnification on it is shown, as a class; empty where always.
    pub(super) level: String,
    /// Data of its path, where the kind alone does not give it.
    pub(super) symbol: String,
    pub(super) title: String,
    /// The key by which scripts find it: a village's id, or a section and a marker.
    pub(super) village: Option<String>,
    pub(super) marker: Option<(String, String)>,
    pub(super) label: Option<Label>,
}

/// The label of a mark.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) level: String,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) anchor: &'static str,
    pub(super) text: String,
    /// The end of a line that leads to it.
    pub(super) leader: Option<(String, String)>,
}

/// A mark that is not placed yet.
#[derive(Debug)]
pub(super) struct Plan {
    at: Point,
    /// What its symbol covers about its point.
    covers: Option<Extent>,
    /// The candidates for its label.
    stands: Vec<Stand>,
    mark: Mark,
}

impl Plan {
    /// What makes its symbol, and where about its point.
    pub(super) fn symbol(&mut self, path: String, middle: Point) -> &mut Self {
        self.covers = self.mark.kind.reach().map(|reach| about(middle, [reach; 2]));
        self.mark.symbol = path;
        self
    }

    /// Its text, and where it may stand for its width and size.
    pub(super) fn label(
        &mut self,
        text: &str,
        stands: impl FnOnce(f64, f64) -> Vec<Stand>,
    ) -> &mut Self {
        let size = self.mark.kind.size();
        let widest = if self.mark.kind == MarkKind::SectionName { 2.0 * WIDEST } else { WIDEST };
        let text = clipped(text.trim(), size, widest);
        self.stands = stands(width(&text, size), size);
        let (x, y, level) = (String::new(), String::new(), String::new());
        self.mark.label = Some(Label { level, x, y, anchor: "start", text, leader: None });
        self
    }

    pub(super) fn village(&mut self, id: &impl ToString) -> &mut Self {
        self.mark.village = Some(id.to_string());
        self
    }

    pub(super) fn marker(&mut self, section: &SectionId, label: &str) {
        self.mark.marker = Some((section.to_string(), label.to_owned()));
    }

    /// The mark with its symbol and label where they were placed; none where it may not be shown.
    fn placed(self, symbol: Option<PlacedLabel>, label: Option<PlacedLabel>) -> Option<Mark> {
        let mut mark = self.mark;
        let stand = label.and_then(|placed| self.stands.get(placed.candidate));
        mark.label = match (mark.label, stand) {
            (Some(text), Some(stand)) => Some(text.standing(stand, level(label))),
            _ => None,
        };
        mark.level = level(symbol);
        let is_shown = match self.covers {
            Some(_) => symbol.is_some(),
            None => mark.label.is_some() || !mark.symbol.is_empty(),
        };
        is_shown.then_some(mark)
    }
}

impl Label {
    fn standing(self, stand: &Stand, level: String) -> Self {
        let [x, y] = stand.at.map(|x| number(x, 1));
        let leader = stand.leader.map(|end| end.map(|x| number(x, 1)).into());
        Self { level, x, y, anchor: stand.anchor, leader, ..self }
    }
}

/// From which magnification on, as a class.
fn level(placed: Option<PlacedLabel>) -> String {
    match placed {
        Some(PlacedLabel { level, .. }) if level > 0 => format!(" z{level}"),
        _ => String::new(),
    }
}

/// Gathers marks and places them, the most important first.
pub(super) struct Marks<'a> {
    pub(super) report: &'a Report,
    pub(super) ground: &'a Ground,
    pub(super) tooltips: &'a Tooltips<'a>,
    plans: Vec<Plan>,
}

/// The marks that are placed on a map shown at some magnifications.
pub(super) fn marks(
    report: &Report,
    ground: &Ground,
    tooltips: &Tooltips<'_>,
    levels: &[f64],
) -> Vec<Mark> {
    let mut marks = Marks { report, ground, tooltips, plans: Vec::new() };
    marks.section_names();
    marks.areas();
    marks.gaps();
    marks.works();
    marks.markers();
    marks.villages();
    marks.placed(levels)
}

impl Marks<'_> {
    /// Plans a mark at a point; one that is off the pane is shown nowhere.
    pub(super) fn plan(&mut self, kind: MarkKind, at: Point, title: String) -> &mut Plan {
        let covers = kind.reach().map(|reach| about([0.0, 0.0], [reach; 2]));
        let [x, y] = at.map(|x| number(x, 1));
        let (level, symbol) = (String::new(), String::new());
        let (village, marker, label) = (None, None, None);
        let mark = Mark { kind, x, y, level, symbol, title, village, marker, label };
        self.plans.push(Plan { at, covers, stands: Vec::new(), mark });
        let last = self.plans.len() - 1;
        &mut self.plans[last]
    }

    /// Places marks, and drops those without a free place.
    fn placed(self, levels: &[f64]) -> Vec<Mark> {
        let Self { ground, mut plans, .. } = self;
        plans.retain(|plan| ground.shows(plan.at));
        // Requests by rank, then in order, a symbol before its label.
        let mut order: Vec<(u8, usize, bool)> = Vec::new();
        for (i, plan) in plans.iter().enumerate() {
            let (symbol, label) = plan.mark.kind.ranks();
            order.extend(plan.covers.map(|_| (symbol, i, false)));
            order.extend(plan.mark.label.as_ref().map(|_| (label, i, true)));
        }
        order.sort_unstable();
        let mut asked: Vec<[Option<usize>; 2]> = vec![[None; 2]; plans.len()];
        let mut requests = Vec::with_capacity(order.len());
        for (_, i, is_label) in order {
            let plan = &plans[i];
            let candidates = if is_label {
                plan.stands.iter().map(Stand::boxes).collect()
            } else {
                plan.covers.into_iter().map(|covers| vec![covers]).collect()
            };
            let is_required = !is_label && plan.mark.kind.is_required();
            let (at, on_line) = (plan.at, !is_label);
            requests.push(LabelRequest {
                at,
                candidates,
                is_required,
                on_line,
                needs: asked[i][0],
            });
            asked[i][usize::from(is_label)] = Some(requests.len() - 1);
        }
        let line: Vec<Vec<Point>> = ground.stretches.iter().flatten().cloned().collect();
        let placed = place(&requests, &line, ground.pane, levels);
        let found = |request: Option<usize>| request.and_then(|request| placed[request]);
        let plans = plans.into_iter().zip(asked);
        plans
            .filter_map(|(plan, [symbol, label])| plan.placed(found(symbol), found(label)))
            .collect()
    }
}
