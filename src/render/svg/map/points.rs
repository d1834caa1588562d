//! What is marked on a map where it stands: markers, works, villages.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::around;
use super::marks::{MarkKind, Marks};
use crate::border::Stretch;
use crate::id::SectionId;
use crate::render::states::PointKind;
use crate::report::{MapMarker, Report};
use crate::units::Measure;

impl Marks<'_> {
    pub(super) fn markers(&mut self) {
        let lang = self.tooltips.lang;
        for marker in in_order(self.report) {
            let kind = PointKind::marker(marker);
            let section = self.tooltips.section(&marker.section);
            let (what, state) = (lang.label("marker"), kind.label(lang));
            let title = format!("{what} {}, {section} · {state}", marker.marker);
            self.plan(MarkKind::Point(kind), self.ground.view.at(marker.at), title)
                .label(&marker.marker, |width, size| around(6.5, width, size))
                .marker(&marker.section, &marker.marker);
        }
    }

    pub(super) fn works(&mut self) {
        let lang = self.tooltips.lang;
        let report = self.report;
        for work in &report.map.works {
            let kind = PointKind::work(work);
            let name = work.name.as_deref().unwrap_or(work.work.as_str());
            let title = format!("{name} · {}", kind.label(lang));
            self.plan(MarkKind::Point(kind), self.ground.view.at(work.at), title)
                .label(name, |width, size| around(7.5, width, size));
        }
    }

    pub(super) fn villages(&mut self) {
        let report = self.report;
        for village in &report.map.villages {
            let kept = self.tooltips.lang.km(village.kept);
            let name = self.tooltips.village(&village.village).to_owned();
            let title = format!("{name} · {}: {kept} km", self.tooltips.lang.label("kept"));
            self.plan(MarkKind::Point(PointKind::Village), self.ground.view.at(village.at), title)
                .village(&village.village)
                .label(&name, |width, size| around(4.5, width, size));
        }
    }
}

/// Markers in the order in which they get a place: those at the ends of gaps and the first of each
/// section, then every 64th, 32nd, … so that those shown are spread evenly.
pub(in crate::render::svg) fn in_order(report: &Report) -> Vec<&MapMarker> {
    let mut ends: BTreeSet<(&SectionId, Measure)> = BTreeSet::new();
    for gap in &report.gaps {
        let Stretch { section, span, .. } = &gap.stretch;
        ends.extend([(section, span.from()), (section, span.to())]);
    }
    let mut counts: BTreeMap<&SectionId, usize> = BTreeMap::new();
    let mut ranked: Vec<(u32, &MapMarker)> = Vec::new();
    for marker in &report.map.markers {
        let n = counts.entry(&marker.section).or_default();
        let is_end = marker.at_mm.is_some_and(|at| ends.contains(&(&marker.section, at)));
        let is_first = is_end || *n == 0;
        ranked.push((if is_first { 0 } else { 7 - n.trailing_zeros().min(6) }, marker));
        *n += 1;
    }
    // Those of one rank keep their order.
    ranked.sort_by_key(|&(rank, _)| rank);
    ranked.into_iter().map(|(_, marker)| marker).collect()
}
