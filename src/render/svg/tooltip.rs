//! Tooltips of the shapes of a picture, and the keys by which scripts find shapes.

use std::collections::BTreeMap;

use crate::assign::Proposal;
use crate::id::{SectionId, VillageId};
use crate::lang::Lang;
use crate::marker::Address;
use crate::render::states::StretchState;
use crate::report::{MapProposal, MapStretch, Report};
use crate::units::{Length, Measure};

/// Writes tooltips, with names in place of ids.
#[derive(Debug)]
pub(super) struct Tooltips<'a> {
    pub(super) lang: Lang,
    villages: BTreeMap<&'a VillageId, &'a str>,
    sections: BTreeMap<&'a SectionId, &'a str>,
}

/// The key of a stretch: its ends, and who keeps it or should be asked.
#[derive(Debug, Clone)]
pub(super) struct StretchKey {
    pub(super) section: String,
    pub(super) from: i64,
    pub(super) to: i64,
    /// The ids, as a JSON list.
    pub(super) villages: String,
}

impl StretchKey {
    pub(super) fn new(
        section: &SectionId,
        from: Measure,
        to: Measure,
        villages: &[VillageId],
    ) -> Self {
        let ids: Vec<&str> = villages.iter().map(VillageId::as_str).collect();
        let villages = serde_json::Value::from(ids).to_string();
        Self { section: section.to_string(), from: from.mm(), to: to.mm(), villages }
    }
}

impl<'a> Tooltips<'a> {
    pub(super) fn new(report: &'a Report, lang: Lang) -> Self {
        let placed = report.map.villages.iter().map(|v| (&v.village, v.name.as_str()));
        let keeping = report.villages.iter().map(|v| (&v.village, v.name.as_str()));
        let sections = report.sections.iter().map(|s| (&s.section, s.name.as_str()));
        Self { lang, villages: placed.chain(keeping).collect(), sections: sections.collect() }
    }

    /// The name of a village, or its id.
    pub(super) fn village<'b>(&'b self, id: &'b VillageId) -> &'b str {
        self.villages.get(id).copied().filter(|name| !name.trim().is_empty()).unwrap_or(id.as_str())
    }

    /// The names of several; `nobody` of none.
    pub(super) fn villages(&self, ids: &[VillageId]) -> String {
        match ids {
            [] => self.lang.label("nobody").to_owned(),
            ids => ids.iter().map(|id| self.village(id)).collect::<Vec<_>>().join(", "),
        }
    }

    /// The name of a section.
    pub(super) fn section<'b>(&'b self, id: &'b SectionId) -> &'b str {
        self.sections.get(id).copied().unwrap_or(id.as_str())
    }

    /// `Việt Nam – Lào, 85+70 m – 88: 2.930 km`.
    pub(super) fn location(
        &self,
        section: &SectionId,
        from: &Address,
        to: &Address,
        length: Length,
    ) -> String {
        let [from, to] = [from, to].map(|address| address.written(self.lang.mark()));
        format!("{}, {from} – {to}: {} km", self.section(section), self.lang.km(length))
    }

    pub(super) fn stretch(&self, row: &MapStretch) -> String {
        let at = self.location(&row.at.section, &row.at.from, &row.at.to, row.at.length());
        let state = StretchState::of(row).label(self.lang);
        format!("{at} · {state}: {}", self.villages(&row.villages))
    }

    pub(super) fn proposal(&self, map: &MapProposal) -> String {
        let Proposal { stretch, village, .. } = &map.proposal;
        let at = self.location(&stretch.section, &stretch.from, &stretch.to, stretch.length());
        let state = StretchState::Proposed.label(self.lang);
        format!("{at} · {state}: {}", self.village(village))
    }
}
