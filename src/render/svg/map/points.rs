//! What is marked on a map where it stands: markers, works, villages.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::around;
use super::marks::{Kind, Marks};
use crate::id::SectionId;
use crate::report::{MapMarker, Report};
use crate::units::Measure;

impl Marks<'_> {
    pub(super) fn markers(&mut self) {
        let lang = self.teller.lang;
        for marker in in_order(self.report) {
            let (kind, word) = if marker.registered {
                (Kind::Marker, lang.label("mark.kept_marker"))
            } else {
                (Kind::UnkeptMarker, lang.label("mark.unkept_marker"))
            };
            let section = self.teller.section(&marker.section);
            let what = self.teller.lang.label("marker");
            let title = format!("{what} {}, {section} · {word}", marker.marker);
            self.plan(kind, self.ground.view.at(marker.at), title)
                .label(&marker.marker, |width, size| around(6.5, width, size))
                .marker(&marker.section, &marker.marker);
        }
    }

    pub(super) fn works(&mut self) {
        let lang = self.teller.lang;
        let report = self.report;
        for work in &report.map.works {
            let (kind, word) = if work.registered {
                (Kind::KeptWork, lang.label("mark.kept_work"))
            } else {
                (Kind::UnkeptWork, lang.label("mark.unkept_work"))
            };
            let name = work.name.as_deref().unwrap_or(work.work.as_str());
            self.plan(kind, self.ground.view.at(work.at), format!("{name} · {word}"))
                .label(name, |width, size| around(7.5, width, size));
        }
    }

    pub(super) fn villages(&mut self) {
        let report = self.report;
        for village in &report.map.villages {
            let kept = self.teller.lang.km(village.kept_mm);
            let name = self.teller.village(&village.village).to_owned();
            let title = format!("{name} · {}: {kept} km", self.teller.lang.label("kept"));
            self.plan(Kind::Village, self.ground.view.at(village.at), title)
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
        ends.extend([(&gap.section, gap.from_mm), (&gap.section, gap.to_mm)]);
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
